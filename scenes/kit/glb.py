"""GLB files as a JSON document and a buffer: anchors, extensions and the plain navigation file.

Needs nothing but numpy. Authoring axes (z up) are turned into glTF's (y up) here and nowhere else.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np


def to_gltf(points) -> np.ndarray:
    p = np.asarray(points, float)
    return np.stack([p[..., 0], p[..., 2], -p[..., 1]], axis=-1)


@dataclass
class Anchor:
    """A named node that marks a place. `yaw` 0 looks away from the entrance (-Z in glTF)."""

    name: str
    at: tuple[float, float, float]
    yaw: float = 0.0
    extensions: dict = field(default_factory=dict)
    vbranch: dict = field(default_factory=dict)
    children: list[Anchor] = field(default_factory=list)

    def node(self) -> dict:
        node: dict = {"name": self.name}
        place = [round(float(v), 4) + 0.0 for v in to_gltf(self.at)]
        if any(place):
            node["translation"] = place
        if self.yaw:
            node["rotation"] = [0.0, round(math.sin(self.yaw / 2), 7), 0.0, round(math.cos(self.yaw / 2), 7)]
        if self.extensions:
            node["extensions"] = self.extensions
        if self.vbranch:
            node["extras"] = {"vbranch": self.vbranch}
        return node


def read(path: Path) -> tuple[dict, bytes]:
    data = path.read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    rest = data[20 + length :]
    return json.loads(data[20 : 20 + length]), rest[8 : 8 + struct.unpack_from("<I", rest)[0]] if rest else b""


def pack(doc: dict, buffer: bytes) -> bytes:
    """The binary file (glTF 2.0, 4.4): a head, the JSON, the buffer."""
    text = json.dumps(doc, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    buffer += b"\0" * (-len(buffer) % 4)
    return (
        struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + len(buffer))
        + struct.pack("<I4s", len(text), b"JSON")
        + text
        + struct.pack("<I4s", len(buffer), b"BIN\0")
        + buffer
    )


def write(path: Path, doc: dict, buffer: bytes) -> None:
    path.write_bytes(pack(doc, buffer))


COMPONENTS = {"f4": 5126, "u4": 5125, "u1": 5121}


class Blob:
    """A document's one buffer, with its views and accessors."""

    def __init__(self) -> None:
        self.bytes, self.views, self.accessors = bytearray(), [], []

    def view(self, data: bytes) -> int:
        self.views.append({"buffer": 0, "byteOffset": len(self.bytes), "byteLength": len(data)})
        self.bytes += data + b"\0" * (-len(data) % 4)
        return len(self.views) - 1

    def add(self, values: np.ndarray, kind: str, dtype: str = "f4", **more: object) -> int:
        """An accessor of `kind` (SCALAR, VEC3, ...) whose components are of `dtype`; its number."""
        view = self.view(values.astype(np.dtype(f"<{dtype}")).tobytes())
        accessor = {"bufferView": view, "componentType": COMPONENTS[dtype], "count": len(values), "type": kind}
        self.accessors.append(accessor | more)
        return len(self.accessors) - 1

    def parts(self) -> dict:
        """What the document says of it."""
        buffers = [{"byteLength": len(self.bytes)}]
        return {"bufferViews": self.views, "accessors": self.accessors, "buffers": buffers}


def add_anchors(doc: dict, anchors: list[Anchor], adopt: dict[str, str] | None = None) -> None:
    """Append anchors as nodes of the scene. `adopt` moves an existing root node below an anchor: {anchor: node}."""
    roots = doc["scenes"][doc.get("scene", 0)]["nodes"]
    used = set(doc.get("extensionsUsed", []))

    def append(anchor: Anchor) -> int:
        number = len(doc["nodes"])
        node = anchor.node()
        doc["nodes"].append(node)
        used.update(anchor.extensions)
        children = [append(child) for child in anchor.children]
        wanted = (adopt or {}).get(anchor.name)
        if wanted:
            child = next(i for i, n in enumerate(doc["nodes"]) if n.get("name") == wanted)
            roots.remove(child)
            children.insert(0, child)
        if children:
            node["children"] = children
        return number

    for anchor in anchors:
        roots.append(append(anchor))
    doc["extensionsUsed"] = sorted(used)


def mark_unlit(doc: dict, names: set[str]) -> None:
    """Backdrops show their picture as it is, whatever the light."""
    for material in doc["materials"]:
        if material.get("name") in names:
            material.setdefault("extensions", {})["KHR_materials_unlit"] = {}
            doc["extensionsUsed"] = sorted({*doc.get("extensionsUsed", []), "KHR_materials_unlit"})


def write_nav(path: Path, meshes: dict[str, tuple[np.ndarray, np.ndarray, dict]], anchors: list[Anchor]) -> None:
    """The file that a server or a physics engine reads: anchors and plain float32 / uint32 meshes."""
    doc: dict = {
        "asset": {"version": "2.0", "generator": "virtual-branch scenes"},
        "scene": 0,
        "scenes": [{"nodes": []}],
        "nodes": [],
        "meshes": [],
        "accessors": [],
        "bufferViews": [],
    }
    buffer = b""
    for name, (verts, tris, vbranch) in meshes.items():
        position = to_gltf(verts).astype("<f4")
        index = np.asarray(tris, "<u4").reshape(-1)
        views = []
        for data, target in ((position, 34962), (index, 34963)):
            doc["bufferViews"].append(
                {"buffer": 0, "byteOffset": len(buffer), "byteLength": data.nbytes, "target": target}
            )
            buffer += data.tobytes()
            views.append(len(doc["bufferViews"]) - 1)
        first = len(doc["accessors"])
        doc["accessors"] += [
            {
                "bufferView": views[0],
                "componentType": 5126,
                "count": len(position),
                "type": "VEC3",
                "min": position.min(axis=0).tolist(),
                "max": position.max(axis=0).tolist(),
            },
            {"bufferView": views[1], "componentType": 5125, "count": len(index), "type": "SCALAR"},
        ]
        doc["meshes"].append({"name": name, "primitives": [{"attributes": {"POSITION": first}, "indices": first + 1}]})
        doc["scenes"][0]["nodes"].append(len(doc["nodes"]))
        doc["nodes"].append({"name": name, "mesh": len(doc["meshes"]) - 1, "extras": {"vbranch": vbranch}})
    add_anchors(doc, anchors)
    doc["buffers"] = [{"byteLength": len(buffer)}]
    write(path, doc, buffer)
