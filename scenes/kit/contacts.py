"""Two things that spoil a room and that no format's validator sees: surfaces that fight for the same depth, and things
that hang in the air. Reads the raw model, whose vertices are plain floats.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from . import glb

NEAR = 0.0008  # surfaces that are closer than this flicker from across a room (24 bits of depth from 0.05 m on)
SMALL = 0.0004  # square metres: what is smaller is looked at from near by, where depth is fine
ROOMY = 0.5  # cubic metres
TOUCH = 0.012  # a thing rests on another, or hangs from it, if they are no further apart
READ = {5121: "<u1", 5123: "<u2", 5125: "<u4", 5126: "<f4"}


def check_contacts(raw_model: Path, afloat: set[str], loose: set[str]) -> list[str]:
    """Messages about every place. Nodes in `afloat` float on purpose; those in `loose` are leaves or lie outside."""
    doc, buffer = glb.read(raw_model)
    meshes = {n: t for n, t in _triangles(doc, buffer).items() if n not in loose}
    return [*_fights(meshes), *_floaters({n: t for n, t in meshes.items() if n not in afloat})]


def _triangles(doc: dict, buffer: bytes) -> dict[str, np.ndarray]:
    """Every mesh node's triangles in the world, [count, 3, 3]. Our nodes are moved, never turned or scaled."""

    def array(number: int, width: int) -> np.ndarray:
        accessor = doc["accessors"][number]
        view = doc["bufferViews"][accessor["bufferView"]]
        first = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
        kind = np.dtype(READ[accessor["componentType"]])
        return np.frombuffer(buffer, kind, accessor["count"] * width, first).reshape(-1, width)

    found: dict[str, np.ndarray] = {}

    def visit(number: int, origin: np.ndarray) -> None:
        node = doc["nodes"][number]
        here = origin + np.array(node.get("translation", (0, 0, 0)), float)
        if "mesh" in node:
            found[node["name"]] = here + np.concatenate(
                [
                    array(p["attributes"]["POSITION"], 3)[array(p["indices"], 1).reshape(-1, 3)].astype(float)
                    for p in doc["meshes"][node["mesh"]]["primitives"]
                ]
            )
        for child in node.get("children", []):
            visit(child, here)

    for root in doc["scenes"][0]["nodes"]:
        visit(root, np.zeros(3))
    return found


def _fights(meshes: dict[str, np.ndarray]) -> list[str]:
    """Pairs of triangles that face the same way, almost in one plane, and overlap."""
    names = list(meshes)
    owner = np.concatenate([np.full(len(meshes[name]), k) for k, name in enumerate(names)])
    tris = np.concatenate(list(meshes.values()))
    normal = np.cross(tris[:, 1] - tris[:, 0], tris[:, 2] - tris[:, 0])
    area = np.linalg.norm(normal, axis=1) / 2
    keep = area > SMALL
    tris, owner, normal = tris[keep], owner[keep], normal[keep] / (2 * area[keep, None])
    way, problems = np.round(normal * 50).astype(int), []
    _, group = np.unique(way, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(group.ravel()[order])) + 1):
        for a, b in _close_pairs(tris[members], normal[members[0]]):
            one, other = members[a], members[b]
            if _overlap(tris[one], tris[other], normal[one]) > SMALL:
                place = ", ".join(f"{v:.2f}" for v in tris[one].mean(axis=0))
                problems.append(f"{names[owner[one]]} and {names[owner[other]]} fight for depth near {place}")
    return sorted(set(problems))


def _close_pairs(tris: np.ndarray, normal: np.ndarray) -> list[tuple[int, int]]:
    """Pairs whose planes are within NEAR and whose boxes overlap."""
    depth = tris[:, 0] @ normal
    order = np.argsort(depth)
    low, high = tris.min(axis=1), tris.max(axis=1)
    last = np.searchsorted(depth[order], depth[order] + NEAR, side="right")
    pairs = []
    for k, a in enumerate(order):
        rest = order[k + 1 : last[k]]
        apart = (low[rest] > high[a] + NEAR).any(axis=1) | (high[rest] < low[a] - NEAR).any(axis=1)
        pairs += [(int(a), int(b)) for b in rest[~apart]]
    return pairs


def _overlap(one: np.ndarray, other: np.ndarray, normal: np.ndarray) -> float:
    """Square metres that two triangles of one plane share: `one` cut by the edges of `other` (Sutherland-Hodgman)."""
    axis = one[1] - one[0]
    axis /= np.linalg.norm(axis)
    frame = np.stack([axis, np.cross(normal, axis)], axis=1)
    shape, cutter = list(one @ frame), other @ frame
    for a, b in zip(cutter, np.roll(cutter, -1, axis=0)):
        inside = [(b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) for p in shape]
        cut = []
        for k, p in enumerate(shape):
            q, s, t = shape[k - 1], inside[k - 1], inside[k]
            if (s > 0) != (t > 0):
                cut.append(q + (p - q) * (s / (s - t)))
            if t > 0:
                cut.append(p)
        shape = cut
        if len(shape) < 3:
            return 0.0
    p = np.array(shape)
    q = np.roll(p, -1, axis=0)
    return float(abs((p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]).sum()) / 2)


def _floaters(meshes: dict[str, np.ndarray]) -> list[str]:
    """Connected pieces that no chain of touching boxes joins to the floor."""
    pieces = [(name, piece) for name, tris in meshes.items() for piece in _pieces(tris)]
    found = [_boxes(piece) for _, piece in pieces]
    owner = np.concatenate([np.full(len(boxes), k) for k, boxes in enumerate(found)])
    low, high = np.concatenate(found).transpose(1, 0, 2)
    held = np.zeros(len(pieces), bool)
    fresh = np.unique(owner[low[:, 1] < TOUCH])
    while len(fresh):
        held[fresh] = True
        touched = np.zeros(len(pieces), bool)
        for box in np.flatnonzero(np.isin(owner, fresh)):
            near = ((low <= high[box] + TOUCH) & (high >= low[box] - TOUCH)).all(axis=1)
            touched[owner[near]] = True
        fresh = np.flatnonzero(touched & ~held)
    return [
        f"a piece of {pieces[k][0]} hangs in the air at "
        + ", ".join(f"{v:.2f}" for v in (pieces[k][1].min(axis=(0, 1)) + pieces[k][1].max(axis=(0, 1))) / 2)
        for k in np.flatnonzero(~held)
    ]


def _boxes(piece: np.ndarray) -> np.ndarray:
    """What a piece fills, [count, 2, 3]: one box, but for a large piece, such as a room's shell, one a triangle."""
    low, high = piece.min(axis=1), piece.max(axis=1)
    if np.prod(high.max(axis=0) - low.min(axis=0)) > ROOMY:
        return np.stack([low, high], axis=1)
    return np.stack([low.min(axis=0), high.max(axis=0)])[None]


def _pieces(tris: np.ndarray) -> list[np.ndarray]:
    """The triangles of a mesh by connected piece; corners within a millimetre are one."""
    _, corner = np.unique(np.round(tris.reshape(-1, 3), 3), axis=0, return_inverse=True)
    corner = corner.reshape(-1, 3)
    parent = np.arange(corner.max() + 1)
    root = _finder(parent)
    for a, b, c in corner:
        parent[root(a)] = parent[root(c)] = root(b)
    label = np.array([root(a) for a in corner[:, 0]])
    order = np.argsort(label, kind="stable")
    return [tris[rows] for rows in np.split(order, np.flatnonzero(np.diff(label[order])) + 1)]


def _finder(parent: np.ndarray) -> Callable[[int], int]:
    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    return root
