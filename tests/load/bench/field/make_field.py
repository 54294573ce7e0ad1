"""Makes the model of the field: two triangles that one can walk on, and nine places to appear at.

    python make_field.py

writes ``assets/scenes/field/field.glb``, the same bytes every time.
"""

import json
import struct
from itertools import product
from pathlib import Path
from typing import Any, Final

HALF_M: Final = 80
SPAWNS_APART_M: Final = 50
MODEL: Final = Path(__file__).parent / "assets" / "scenes" / "field" / "field.glb"

_SIGNS: Final = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_CORNERS: Final = [(x * HALF_M, 0, z * HALF_M) for x, z in _SIGNS]
_TRIANGLES: Final = (0, 2, 1, 0, 3, 2)
_FLOAT, _U16 = 5126, 5123


def field() -> bytes:
    """The file."""
    corners = b"".join(struct.pack("<3f", *corner) for corner in _CORNERS)
    triangles = struct.pack(f"<{len(_TRIANGLES)}H", *_TRIANGLES)
    document = json.dumps(_document(len(corners), len(triangles)), separators=(",", ":"))
    chunks = _chunk(b"JSON", document.encode(), b" ") + _chunk(b"BIN\0", corners + triangles, b"\0")
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def _document(corners: int, triangles: int) -> dict[str, Any]:
    spawns = [_spawn(x, z) for x, z in product((-SPAWNS_APART_M, 0, SPAWNS_APART_M), repeat=2)]
    ground = {"name": "ground", "mesh": 0, "extras": {"vbranch": {"walkable": True}}}
    return {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": list(range(1 + len(spawns)))}],
        "nodes": [ground, *spawns],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]}],
        "materials": [{"name": "grass", "pbrMetallicRoughness": {"metallicFactor": 0}}],
        "accessors": [
            {"bufferView": 0, "componentType": _FLOAT, "count": len(_CORNERS), "type": "VEC3"}
            | {"min": [-HALF_M, 0, -HALF_M], "max": [HALF_M, 0, HALF_M]},
            {"bufferView": 1, "componentType": _U16, "count": len(_TRIANGLES), "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": corners},
            {"buffer": 0, "byteOffset": corners, "byteLength": triangles},
        ],
        "buffers": [{"byteLength": corners + triangles}],
        "extensionsUsed": ["OMI_spawn_point"],
    }


def _spawn(x: int, z: int) -> dict[str, Any]:
    spawn: dict[str, Any] = {"name": f"spawn {x} {z}", "translation": [x, 0, z]}
    return spawn | {"extensions": {"OMI_spawn_point": {}}}


def _chunk(kind: bytes, body: bytes, pad: bytes) -> bytes:
    body += pad * (-len(body) % 4)
    return struct.pack("<I4s", len(body), kind) + body


if __name__ == "__main__":
    MODEL.parent.mkdir(parents=True, exist_ok=True)
    MODEL.write_bytes(field())
