"""A small test scene for the kit's stairs: five steps between two floors, glass on one flight, balusters on the other.

    python -m studies.stairs [--check]

Run from `scenes/`. Writes build/stairs/stairs.nav.glb, checks that people can walk up and that nothing floats or shares
a plane, and, without `--check`, renders studies/stairs.jpg, which README.md shows.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import bpy  # noqa: E402
from kit import assemble, bake, checks, contacts, foliage, furniture, glb, nav, room, stairs  # noqa: E402
from kit.nav import Footprint  # noqa: E402
from kit.part import Part, placed  # noqa: E402
from kit.plates import plate, rectangle  # noqa: E402
from kit.shapes import box  # noqa: E402
from lobby import palette as p  # noqa: E402

BUILD = HERE.parent / "build" / "stairs"
HEIGHT, BACK, HALF, HIGH = 0.80, 4.2, 4.0, 3.6  # of the upper floor; where the room ends; its half width; its height
FLIGHTS = ((-1.55, stairs.Flight(1.9, HEIGHT)), (1.85, stairs.Flight(1.5, HEIGHT)))
EDGES = ((-HALF, -2.5), (-0.6, 1.1), (2.6, HALF))  # of the upper floor, beside the flights: planters keep people back


def compose() -> tuple[list[Part], list[Part]]:
    """(solid parts, panes and leaves)"""
    lit, glass = [], []
    for k, (x, flight) in enumerate(FLIGHTS):
        lit += placed(stairs.steps(flight, p.OAK, p.WALNUT, p.BRONZE), x, 0)
        lit += placed(stairs.strings(flight, p.PLASTER) + stairs.handrails(flight, p.BRONZE), x, 0)
        if k == 0:
            glass += placed(stairs.panes(flight, p.FROSTED), x, 0)
        else:
            lit += placed(stairs.balusters(flight, p.BRONZE), x, 0)
    end = FLIGHTS[0][1].length
    lit.append(plate(rectangle(-HALF, -4.0, HALF, end), p.STONE))
    lit.append(plate(rectangle(-HALF, end + 0.10, HALF, BACK), p.STONE, place=lambda u, v: (u, v, HEIGHT)))
    for x0, x1 in EDGES:
        lit.append(box(((x0 + x1) / 2, end + 0.05, HEIGHT / 2), (x1 - x0, 0.1, HEIGHT), p.TRAVERTINE, 0.006, ("-z",)))
        lit += placed(
            furniture.planter_box(x1 - x0 - 0.12, 0.34, 0.92, p.WALNUT, p.SOIL), (x0 + x1) / 2, end + 0.29, 0, HEIGHT
        )
        count = round((x1 - x0) / 0.42)
        for k in range(count):
            plant = foliage.broadleaf(0.5, 13, p.LEAF, seed=k + 100 + int(9 * x1))
            glass.append(plant.moved(x0 + 0.06 + (x1 - x0 - 0.12) * (k + 0.5) / count, end + 0.29, HEIGHT + 0.85))
    lit.append(room.wall((HALF, BACK), (-HALF, BACK), HIGH, p.PLASTER))
    lit.append(room.wall((-HALF, BACK), (-HALF, -4.0), HIGH, p.PLASTER))
    lit.append(room.wall((HALF, -4.0), (HALF, BACK), HIGH, p.PLASTER))
    slats = room.slat_wall(-HALF, HALF, BACK - 0.004, HEIGHT, HIGH, p.WALNUT, p.WALNUT, pitch=0.125, width=0.07)
    lit += slats + placed(furniture.sofa(2.2, 3, p.BOUCLE, p.BRONZE, [p.RUST]), 0.25, BACK - 0.7, np.pi, HEIGHT)
    return lit, glass


def navigation() -> tuple:
    """The lower floor, both slopes and the upper floor, joined along the flights' ends."""
    foot, top = FLIGHTS[0][1].going / 2, FLIGHTS[0][1].length + FLIGHTS[0][1].going / 2
    slopes, low, high = [], [], []
    for x, flight in FLIGHTS:
        verts, tris = stairs.walk(flight)
        slopes.append((verts + (x, 0, 0), tris))
        low += [(v + x, -foot) for v in verts[:2, 0]]
        high += [(v + x, top) for v in verts[:2, 0]]
    edge = HALF - 0.3
    lower = nav.walkable(np.array([(-edge, -3.7), (edge, -3.7), (edge, -foot), *low[::-1], (-edge, -foot)]), [])
    things = [Footprint(0.25, BACK - 0.7, 2.2, 0.92, 0.8)]
    things += [Footprint((x0 + x1) / 2, top + 0.145, x1 - x0 - 0.12, 0.34, 0.92) for x0, x1 in EDGES]
    upper = nav.walkable(
        np.array([(-edge, top), *high, (edge, top), (edge, BACK - 0.25), (-edge, BACK - 0.25)]), things, 0.15
    )
    return nav.welded(lower, *slopes, (upper[0] + (0, 0, HEIGHT), upper[1]))


def solids() -> list[Footprint]:
    return [Footprint(x + dx, y, w, d, h) for x, flight in FLIGHTS for dx, y, w, d, h in stairs.solids(flight)]


def main() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    assemble.reset()
    materials = p.make_materials()
    lit, glass = compose()
    assemble.build_object("room", lit, materials)
    assemble.build_object("panes", glass, materials)
    raw, plan = BUILD / "stairs.raw.glb", BUILD / "stairs.nav.glb"
    bpy.ops.export_scene.gltf(filepath=str(raw), export_format="GLB", export_yup=True, export_materials="PLACEHOLDER")
    ends = [glb.Anchor("spawn:1", (0, -2.5, 0)), glb.Anchor("spawn:2", (-1.5, 2.2, HEIGHT))]
    walk = (*navigation(), {"walkable": True, "invisible": True})
    glb.write_nav(plan, {"walkable": walk, "collision": (*nav.colliders(solids()), {"collision": True})}, ends)
    problems = [message for _, flight in FLIGHTS for message in flight.problems()]
    problems += checks.check_floor(plan) + contacts.check_contacts(raw, set(), {"panes"})
    print(*(problems or ["the stairs are well"]), sep="\n")
    if "--check" not in sys.argv:
        _picture(HERE / "stairs.jpg")
    sys.exit(bool(problems))


def _picture(path: Path, samples: int = 40) -> None:
    bake.sky((0.86, 0.92, 1.0), 0.25)
    bake.area_light("window", (-1.5, -4.2, 2.2), (6.0, 3.0), (0.1, 1, -0.25), 200, (1.0, 0.98, 0.95))
    bake.area_light("ceiling", (0, 0.6, HIGH), (7.0, 6.5), (0, 0, -1), 85, (1.0, 0.95, 0.88))
    bake.area_light("wash", (0, BACK - 0.45, HIGH), (7.6, 0.1), (0, 0.3, -1), 60, (1.0, 0.93, 0.84))
    camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
    bpy.context.scene.collection.objects.link(camera)
    camera.location, camera.data.lens = (-3.1, -3.3, 1.75), 24
    from mathutils import Vector

    camera.rotation_euler = (Vector((0.3, 1.6, 0.85)) - camera.location).to_track_quat("-Z", "Y").to_euler()
    scene = bpy.context.scene
    scene.camera, scene.render.engine, scene.cycles.samples = camera, "CYCLES", samples
    scene.cycles.use_denoising = True
    scene.render.resolution_x, scene.render.resolution_y = 960, 540
    scene.view_settings.view_transform = "Standard"
    scene.render.image_settings.file_format, scene.render.image_settings.quality = "JPEG", 86
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main()
