"""Builds the lobby: geometry, lightmap, the raw render model and the navigation file.

    python -m lobby.build [--size 1024] [--samples 256] [--no-bake]

Run from `scenes/`. `optimise.mjs` then compresses the raw model; see README.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import bpy  # noqa: E402
from kit import assemble, bake, checks, glb, nav  # noqa: E402

from lobby import anchors, compose, layout, lighting, palette  # noqa: E402
from lobby.groups import Groups  # noqa: E402

BUILD = HERE.parent / "build" / "lobby"
SHIPPED = HERE.parent.parent / "assets" / "scenes" / "lobby"
RAW_LIGHT = BUILD / "light.npy"
LIGHTMAP_SCALE = 4.0
LOOSE = frozenset({"leaves", "tree", "tree-far", "outside"})  # what hangs in the air or lies outside by nature


def main() -> None:
    args = _arguments()
    BUILD.mkdir(parents=True, exist_ok=True)
    SHIPPED.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()

    def say(*words) -> None:
        print(f"[{time.monotonic() - started:6.1f} s]", *words, flush=True)

    assemble.reset()
    materials = palette.make_materials()
    groups = compose.compose()
    groups.extras["room"] = {"lightmapped": True}
    objects = _objects(groups, materials)
    say(
        "geometry:",
        assemble.triangles(objects.values()),
        "triangles,",
        sum(len(o.data.materials) for o in objects.values()),
        "draw calls",
    )
    bake.pack(objects["room"], args.size)
    say("charts packed")
    if not args.no_bake:
        lighting.light_rig([objects["leaves"], objects["tree"]])
        _bake(objects, args.size, args.samples)
        say("light baked")
    _finish_lightmap()
    _export(list(objects.values()), groups.extras)
    _write_nav()
    problems = checks.check_room(HERE / "scene.toml", BUILD / "lobby.raw.glb", SHIPPED / "lobby.nav.glb", LOOSE)
    say("written", *(problems or ["and checked"]))
    sys.exit(bool(problems))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1024, help="lightmap texels a side")
    parser.add_argument("--samples", type=int, default=256, help="light samples a texel")
    parser.add_argument("--no-bake", action="store_true", help="use the light of the last bake again")
    return parser.parse_args()


def _objects(groups: Groups, materials) -> dict[str, bpy.types.Object]:
    """One object a group or named node; names become glTF node names."""
    objects = {"room": assemble.build_object("room", groups.lit, materials, charts=True)}
    for name in ("leaves", "glow", "glass", "outside"):
        objects[name] = assemble.build_object(name, getattr(groups, name), materials)
    for name, parts in groups.nodes.items():
        objects[name] = assemble.build_object(name, parts, materials)
    return objects


def _bake(objects, size: int, samples: int) -> None:
    """Glass would cast shadows and the backdrop would keep the sky out, so only leaves stay to shade the room."""
    hidden = [o for name, o in objects.items() if name not in ("room", "leaves", "tree")]
    for light in bake.bake(objects["room"], size, samples, hidden):
        np.save(RAW_LIGHT, light.astype(np.float16))
        print(".", end="", flush=True)


def _finish_lightmap() -> None:
    """From noisy light to the shipped picture. Separate from the bake, which takes far longer."""
    raw = np.load(RAW_LIGHT).astype(np.float32)
    mask = bake.known(raw)
    clean = bake.smooth(bake.denoise(bake.spread(raw, mask), BUILD))
    clean = bake.fill(clean, mask)
    used = clean[mask]
    median, top = np.median(used), np.percentile(used, 99)
    over, covered = (used > LIGHTMAP_SCALE).mean(), (raw[..., 3] > 0.5).mean()
    print(f"light: mean {used.mean():.2f}, median {median:.2f}, 99% {top:.2f}, over scale {over:.4f};", end=" ")
    print(f"charts cover {covered:.0%}", flush=True)
    bake.encode(clean, LIGHTMAP_SCALE, SHIPPED / "lobby.lightmap.webp")
    half = clean.reshape(clean.shape[0] // 2, 2, clean.shape[1] // 2, 2, 3).mean(axis=(1, 3))
    bake.encode(half, LIGHTMAP_SCALE, SHIPPED / "lobby.light.lightmap.webp")


def _export(objects, extras: dict[str, dict]) -> None:
    bpy.ops.object.select_all(action="DESELECT")
    for obj in objects:
        obj.select_set(True)
    path = BUILD / "lobby.raw.glb"
    bpy.ops.export_scene.gltf(
        filepath=str(path),
        export_format="GLB",
        use_selection=True,
        export_apply=True,
        export_yup=True,
        export_extras=True,
        export_lights=False,
        export_cameras=False,
        export_animations=False,
        export_image_format="AUTO",
        export_vertex_color="ACTIVE",
    )
    doc, buffer = glb.read(path)
    doc["asset"]["generator"] = "virtual-branch scenes"
    glb.mark_unlit(doc, palette.UNLIT)
    for node in doc["nodes"]:
        if node["name"] in extras:
            node["extras"] = {"vbranch": extras[node["name"]]}
    adopt = {anchor.name: anchor.name.replace("exhibit:", "model:") for anchor in anchors.exhibits()}
    glb.add_anchors(doc, [*anchors.anchors(), *anchors.probes()], adopt)
    glb.write(path, doc, buffer)


def _write_nav() -> None:
    w, d = layout.WIDTH / 2 - 0.3, layout.DEPTH / 2 - 0.3
    area = np.array([(-w, -d), (w, -d), (w, d), (-w, d)])
    floor = nav.walkable(area, layout.footprints())
    solid = nav.colliders([*layout.footprints(), *layout.walls()])
    glb.write_nav(
        SHIPPED / "lobby.nav.glb",
        {
            "walkable": (*floor, {"walkable": True, "invisible": True}),
            "collision": (*solid, {"collision": True, "invisible": True}),
        },
        anchors.anchors(),
    )


if __name__ == "__main__":
    main()
