"""Small GLB files and manifests made by hand, good ones that tests then spoil."""

import copy
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

Json = dict[str, Any]

SQUARE = np.array([(-4, 0, -4), (4, 0, -4), (4, 0, 4), (-4, 0, 4)], "<f4")
CORNERS = np.array([(0, 2, 1), (0, 3, 2)], "<u2")


def chunk(kind: bytes, body: bytes, pad: bytes = b"\0") -> bytes:
    body += pad * (-len(body) % 4)
    return struct.pack("<I4s", len(body), kind) + body


def wrap(*chunks: bytes, version: int = 2) -> bytes:
    body = b"".join(chunks)
    return struct.pack("<4sII", b"glTF", version, 12 + len(body)) + body


def glb(doc: Json, binary: bytes = b"") -> bytes:
    text = json.dumps(doc, separators=(",", ":")).encode()
    chunks = [chunk(b"JSON", text, b" ")]
    return wrap(*chunks, *([chunk(b"BIN\0", binary)] if binary else []))


def marked(**marks: Any) -> Json:
    return {"vbranch": marks}


_GOOD: Json = {
    "asset": {"version": "2.0"},
    "scene": 0,
    "scenes": [{"nodes": [0, 1, 2, 3, 4, 7]}],
    "nodes": [
        {"name": "floor", "mesh": 0, "extras": marked(walkable=True, invisible=True)},
        {"name": "spawn", "translation": [1, 0, 2], "extensions": {"OMI_spawn_point": {}}},
        {"name": "seat", "rotation": [0, 0.70710678, 0, 0.70710678], "translation": [-2, 0, 1],
         "extensions": {"OMI_seat": {"back": [0, 0.4, 0.2]}}},
        {"name": "door", "translation": [0, 0, -3.9],
         "extensions": {"OMI_link": {"uri": "vbranch:room/lobby"}}},
        {"name": "card", "mesh": 1, "translation": [0, 1.5, 0], "children": [5, 6],
         "extras": marked(exhibit="card")},
        {"name": "chip", "translation": [0.1, 0, 0],
         "extras": marked(hotspot={"exhibit": "card", "id": "chip"})},
        {"name": "stripe", "extras": marked(hotspot={"exhibit": "card", "id": "stripe"})},
        {"name": "wall", "mesh": 1, "extras": marked(screen="news")},
    ],
    "meshes": [
        {"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]},
        {"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]},
    ],
    "materials": [{"name": "paper"}],
    "accessors": [
        {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3",
         "min": [-4, 0, -4], "max": [4, 0, 4]},
        {"bufferView": 1, "componentType": 5123, "count": 6, "type": "SCALAR"},
    ],
    "bufferViews": [
        {"buffer": 0, "byteOffset": 0, "byteLength": 48},
        {"buffer": 0, "byteOffset": 48, "byteLength": 12},
    ],
    "buffers": [{"byteLength": 60}],
    "extensionsUsed": ["OMI_link", "OMI_seat", "OMI_spawn_point"],
}  # fmt: skip

BINARY = SQUARE.tobytes() + CORNERS.tobytes()


def good_doc() -> Json:
    """A floor of 8 x 8 m, one anchor of each kind, an exhibit with two hotspots, a screen."""
    return copy.deepcopy(_GOOD)


def good_glb() -> bytes:
    return glb(good_doc(), BINARY)


TEXTS = '{ en = "Card", zh = "卡", ja = "カード" }'

SCENE_TOML = f"""
format = 1
slug = "hall"
title = {TEXTS}
model = "hall.glb"
bounds = {{ min = [-4.0, 0.0, -4.0], max = [4.0, 4.0, 4.0] }}

[[exhibit]]
id = "card"
node = "card"
title = {TEXTS}
summary = {TEXTS}
turn = "y"

[[exhibit.hotspot]]
id = "chip"
node = "chip"
title = {TEXTS}
text = {TEXTS}
"""

BRANCH_TOML = f"""
format = 1
name = {TEXTS}

[[room]]
room = "lobby"
scene = "hall"
capacity = 20

[[room]]
room = "annex"
scene = "hall"
title = {{ en = "Annex", zh = "附楼", ja = "別館" }}
capacity = 5
"""


class House:
    """A folder with one good branch of two rooms from one scene."""

    def __init__(self, root: Path) -> None:
        self.branch = root / "branch"
        self.scenes = root / "scenes"
        self.assets = root / "assets"
        self.cache = root / "cache"
        self.manifest = self.scenes / "hall" / "scene.toml"
        self.files = self.assets / "scenes" / "hall"
        self.model = self.files / "hall.glb"
        for folder in (self.branch, self.manifest.parent, self.files):
            folder.mkdir(parents=True)
        (self.branch / "branch.toml").write_text(BRANCH_TOML, "utf-8")
        self.manifest.write_text(SCENE_TOML, "utf-8")
        self.model.write_bytes(good_glb())

    def edit_manifest(self, old: str, new: str) -> None:
        text = self.manifest.read_text("utf-8")
        assert old in text
        self.manifest.write_text(text.replace(old, new, 1), "utf-8")

    def edit_model(self, doc: Json) -> None:
        self.model.write_bytes(glb(doc, BINARY))
