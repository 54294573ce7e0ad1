"""What must hold for every shipped room; a build that breaks one of these fails.

Reads only the files that were written, as a server or a client would.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np

from . import glb
from .contacts import check_contacts

MAX_TRIANGLES, MAX_DRAW_CALLS = 60_000, 60
STEEPEST = 38.0  # degrees; stairs with a rise of 0.17 m and a going of 0.28 m have 31


def check_room(manifest_path: Path, raw_model: Path, nav_model: Path, loose: frozenset[str]) -> list[str]:
    """Messages about everything that is wrong; empty if all is well. `loose` nodes are leaves or lie outside."""
    manifest = tomllib.loads(manifest_path.read_text(encoding="utf-8"))
    render, _ = glb.read(raw_model)
    nav, _ = glb.read(nav_model)
    places = _places(nav)
    afloat = {f"model:{e['id']}" for e in manifest.get("exhibit", []) if e.get("turn") == "free"}
    return [
        *_budget(render),
        *_lightmap_materials(render),
        *_same_anchors(render, nav),
        *_bounds(manifest, places),
        *_exhibits(manifest, places),
        *check_floor(nav_model),
        *check_contacts(raw_model, afloat, set(loose)),
    ]


def check_floor(nav_model: Path) -> list[str]:
    """One can walk from every spawn point and portal to every other, and nowhere too steeply."""
    nav, buffer = glb.read(nav_model)
    corners, tris = _triangles(nav, buffer, "walkable")
    return [*_steep(corners, tris), *_floor(corners, tris, _places(nav))]


def _steep(corners: np.ndarray, tris: np.ndarray) -> list[str]:
    a, b, c = (corners[tris[:, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    slope = np.degrees(np.arccos(np.clip(normal[:, 1] / np.linalg.norm(normal, axis=1), -1, 1)))
    bad = int(np.count_nonzero(slope > STEEPEST))
    return [f"{bad} walkable triangles are steeper than {STEEPEST} degrees or face down"] if bad else []


def _places(doc: dict) -> dict[str, np.ndarray]:
    """Every named node's place in the world. Our anchors' parents are never turned or scaled."""
    places: dict[str, np.ndarray] = {}

    def visit(number: int, origin: np.ndarray) -> None:
        node = doc["nodes"][number]
        here = origin + np.array(node.get("translation", (0, 0, 0)), float)
        places[node.get("name", str(number))] = here
        for child in node.get("children", []):
            visit(child, here)

    for root in doc["scenes"][0]["nodes"]:
        visit(root, np.zeros(3))
    return places


def _budget(doc: dict) -> list[str]:
    primitives = [p for mesh in doc["meshes"] for p in mesh["primitives"]]
    triangles = sum(doc["accessors"][p["indices"]]["count"] // 3 for p in primitives)
    problems = []
    if triangles > MAX_TRIANGLES:
        problems.append(f"{triangles} triangles, at most {MAX_TRIANGLES}")
    if len(primitives) > MAX_DRAW_CALLS:
        problems.append(f"{len(primitives)} draw calls, at most {MAX_DRAW_CALLS}")
    return problems


def _lightmap_materials(doc: dict) -> list[str]:
    """A client sets the lightmap on materials, so lit and other nodes may not share one."""
    used: dict[bool, set[int]] = {True: set(), False: set()}
    for node in doc["nodes"]:
        if "mesh" in node:
            lit = bool(node.get("extras", {}).get("vbranch", {}).get("lightmapped"))
            primitives = doc["meshes"][node["mesh"]]["primitives"]
            used[lit] |= {p["material"] for p in primitives}
            if lit and any("TEXCOORD_1" not in p["attributes"] for p in primitives):
                return [f"{node['name']} has no second UV set"]
    return [f"material {doc['materials'][m]['name']} is on lit and other nodes" for m in used[True] & used[False]]


def _same_anchors(render: dict, nav: dict) -> list[str]:
    def anchors(doc: dict) -> dict[str, tuple]:
        kinds = ("spawn:", "seat:", "portal:", "exhibit:", "hotspot:")
        return {
            n["name"]: (n.get("translation"), n.get("rotation"), str(n.get("extensions")))
            for n in doc["nodes"]
            if n.get("name", "").startswith(kinds)
        }

    return [] if anchors(render) == anchors(nav) else ["the two models have different anchors"]


def _bounds(manifest: dict, places: dict[str, np.ndarray]) -> list[str]:
    low, high = (np.array(manifest["bounds"][k], float) for k in ("min", "max"))
    problems = [f"{name} is out of bounds" for name, p in places.items() if (p < low).any() or (p > high).any()]
    if ((high - low) > (163.83, 10.23, 163.83)).any():
        problems.append("the bounds are too large for the protocol")
    return problems


def _exhibits(manifest: dict, places: dict[str, np.ndarray]) -> list[str]:
    wanted = [e["node"] for e in manifest.get("exhibit", [])]
    wanted += [h["node"] for e in manifest.get("exhibit", []) for h in e.get("hotspot", [])]
    return [f"{name} is in the manifest but not in the model" for name in wanted if name not in places]


def _floor(corners: np.ndarray, tris: np.ndarray, places: dict[str, np.ndarray]) -> list[str]:
    """All spawn points and portals lie on one connected piece of walkable floor."""
    piece = _pieces(tris, len(corners))
    found = {}
    for name, place in places.items():
        if name.startswith(("spawn:", "portal:")):
            hit = [k for k, tri in enumerate(tris) if _covers(corners[tri][:, [0, 2]], place[[0, 2]])]
            if not hit:
                return [f"{name} is not on the walkable floor"]
            found[name] = piece[tris[hit[0]][0]]
    return [] if len(set(found.values())) == 1 else ["spawn points and portals are on separate floors"]


def _triangles(doc: dict, buffer: bytes, mesh_name: str) -> tuple[np.ndarray, np.ndarray]:
    mesh = next(m for m in doc["meshes"] if m["name"] == mesh_name)["primitives"][0]

    def read(number: int, kind: str) -> np.ndarray:
        view = doc["bufferViews"][doc["accessors"][number]["bufferView"]]
        return np.frombuffer(buffer, kind, view["byteLength"] // 4, view["byteOffset"]).reshape(-1, 3)

    return read(mesh["attributes"]["POSITION"], "<f4"), read(mesh["indices"], "<u4")


def _pieces(tris: np.ndarray, count: int) -> list[int]:
    """For each corner a number that all corners of the same connected floor share."""
    parent = list(range(count))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for a, b, c in tris:
        parent[root(int(a))] = parent[root(int(c))] = root(int(b))
    return [root(k) for k in range(count)]


def _covers(tri: np.ndarray, point: np.ndarray) -> bool:
    edge, away = np.roll(tri, -1, axis=0) - tri, point - tri
    turn = edge[:, 0] * away[:, 1] - edge[:, 1] * away[:, 0]
    return bool((turn >= -1e-6).all() or (turn <= 1e-6).all())
