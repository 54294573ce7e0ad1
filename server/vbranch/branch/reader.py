"""The reader process: one file from standard input, an answer in JSON on standard output.

pygltflib does the reading. Runs as ``python -m vbranch.branch.reader`` under limits that it sets
upon itself before anything is parsed; ``reading.py`` starts it. It gets bytes that passed
``glb.check_glb``, so what is left to go wrong here costs one process and some seconds. The answer
has the form ``model.Reading``.
"""

import json
import resource
import sys
from typing import Any

CPU_S = 4
MEMORY_BYTES = 1 << 30
MOST_WALKABLE = 20_000


def limit() -> None:
    """No more processor time and memory than that, no file written, no core dumped."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_scene(data: bytes) -> dict[str, Any]:
    """The fields of ``model.SceneModel``. Raises ``NotPlain`` and whatever pygltflib raises."""
    # Imported late, so that the limits hold for the libraries as well.
    from pygltflib import GLTF2  # type: ignore[import-untyped]

    from .geometry import placed_nodes
    from .textures import brands_of, textures_of

    gltf = GLTF2.load_from_bytes(data)
    blob = gltf.binary_blob() or b""
    scene = _Collector()
    walkable: list[Any] = []
    for placed in placed_nodes(gltf):
        marks = _marks(placed.node.extras)
        scene.add(placed, marks)
        if placed.node.mesh is not None:
            _add_mesh(scene, gltf, placed, marks)
            if marks.get("walkable"):
                walkable.extend(_ground(gltf, blob, placed))
                _few_enough(placed.label, len(walkable))
    return scene.fields | {
        "walkable": walkable,
        "materials": len(gltf.materials),
        "surfaces": [material.name for material in gltf.materials if material.name],
        "brands": brands_of(gltf),
        "textures": textures_of(gltf, blob),
    }


def _add_mesh(scene: "_Collector", gltf: Any, placed: Any, marks: dict[str, Any]) -> None:
    from .geometry import triangle_count

    if not marks.get("invisible"):
        primitives = gltf.meshes[placed.node.mesh].primitives
        triangles = sum(triangle_count(gltf, one) for one in primitives)
        scene.drawn(placed, primitives, triangles)


def _ground(gltf: Any, blob: bytes, placed: Any) -> list[Any]:
    from .geometry import world_triangles

    found: list[Any] = world_triangles(gltf, blob, placed).round(4).tolist()
    return found


def _few_enough(where: str, triangles: int) -> None:
    if triangles > MOST_WALKABLE:
        from .geometry import NotPlain

        what = f"the walkable ground has more than {MOST_WALKABLE:,} triangles"
        raise NotPlain(where, what, "simplify the ground: a flat floor needs few")


def _marks(extras: Any) -> dict[str, Any]:
    marks = extras.get("vbranch") if isinstance(extras, dict) else None
    return marks if isinstance(marks, dict) else {}


class _Collector:
    """Gathers the model's fields node by node."""

    def __init__(self) -> None:
        anchors = ("spawns", "seats", "links", "exhibits", "hotspots", "screens")
        looks = ("probes", "signs", "lods", "without_uv1")
        self.fields: dict[str, Any] = {name: [] for name in (*anchors, *looks)}
        self.fields |= {"nodes": {}, "triangles": 0, "meshes": 0, "collision": False}
        self.fields["lightmapped"] = 0
        self._lightmapped: set[int] = set()
        self._far: set[int] = set()
        self._exhibits: dict[int, str] = {}

    def add(self, placed: Any, marks: dict[str, Any]) -> None:
        """The node's name, anchors and marks; its mesh is told by ``drawn``."""
        name = placed.node.name or ""
        self.fields["nodes"][name] = self.fields["nodes"].get(name, 0) + 1
        self.anchors(placed)
        if "exhibit" in marks:
            self._exhibits[placed.index] = marks["exhibit"]
        above = (self._exhibits[i] for i in reversed(placed.above) if i in self._exhibits)
        self.marks(placed, marks, next(above, None))
        self.look(placed, marks)

    def drawn(self, placed: Any, primitives: list[Any], triangles: int) -> None:
        if placed.index in self._lightmapped:
            self.fields["lightmapped"] += len(primitives)
            if any(one.attributes.TEXCOORD_1 is None for one in primitives):
                self.fields["without_uv1"].append(placed.label)
        if placed.index not in self._far:
            self.fields["triangles"] += triangles
            self.fields["meshes"] += len(primitives)

    def anchors(self, placed: Any) -> None:
        extensions = placed.node.extensions or {}
        for extension, kind in (
            ("OMI_spawn_point", "spawns"),
            ("OMI_seat", "seats"),
            ("OMI_link", "links"),
        ):
            if extension in extensions:
                anchor = self._named(placed) | {"position": placed.position(), "yaw": placed.yaw()}
                if kind == "links":
                    anchor["uri"] = extensions[extension]["uri"]
                self.fields[kind].append(anchor)

    def marks(self, placed: Any, marks: dict[str, Any], inside: str | None) -> None:
        named = self._named(placed)
        if "exhibit" in marks:
            place = {"exhibit": marks["exhibit"], "position": placed.position()}
            self.fields["exhibits"].append(named | place)
        if "hotspot" in marks:
            spot = {"exhibit": marks["hotspot"]["exhibit"], "hotspot": marks["hotspot"]["id"]}
            self.fields["hotspots"].append(named | spot | {"inside": inside})
        if "screen" in marks:
            self.fields["screens"].append(named | {"screen": marks["screen"]})
        if marks.get("collision"):
            self.fields["collision"] = True

    def look(self, placed: Any, marks: dict[str, Any]) -> None:
        """What the page makes of the node: a probe, a sign, a level of detail, a baked part."""
        if "lod" in marks or self._far.intersection(placed.above):
            self._far.add(placed.index)
        if marks.get("lightmapped") or self._lightmapped.intersection(placed.above):
            self._lightmapped.add(placed.index)
        named = self._named(placed)
        if "probe" in marks:
            place = {"position": placed.position(), "size": marks["probe"]["size"]}
            self.fields["probes"].append(named | place)
        if "sign" in marks:
            sign = marks["sign"]
            words = {"text": sign["text"], "arrow": sign.get("arrow", "none")}
            self.fields["signs"].append(named | words)
        if "lod" in marks:
            level = {"of": marks["lod"]["of"], "start": marks["lod"]["from"]}
            self.fields["lods"].append(named | level)

    def _named(self, placed: Any) -> dict[str, Any]:
        return {"node": placed.node.name or ""}


def _answer(data: bytes) -> dict[str, Any]:
    try:
        return {"model": read_scene(data)}
    except Exception as fault:  # whatever a hostile file can raise becomes an answer
        where, remedy = getattr(fault, "where", "glTF"), getattr(fault, "remedy", None)
        what = getattr(fault, "what", None)
        if what is None or remedy is None:
            what = f"cannot be read ({type(fault).__name__}: {str(fault)[:200]})"
            remedy = "export the file again; gltf-validator names the tool's mistake"
        return {"problems": [{"where": where, "what": what, "remedy": remedy}]}


def main() -> None:
    """Read standard input, answer on standard output."""
    limit()
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
