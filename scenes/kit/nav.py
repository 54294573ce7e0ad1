"""Where one can walk and what stands in the way, from the footprints of the furniture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from mathutils import Vector
from mathutils.geometry import delaunay_2d_cdt


@dataclass(frozen=True)
class Footprint:
    """The ground plan of a thing as a rectangle or an octagon (`round`), and how high it is."""

    x: float
    y: float
    width: float
    depth: float
    height: float
    yaw: float = 0.0
    round: bool = False

    def outline(self, grow: float = 0.0) -> np.ndarray:
        """Counter-clockwise corners, `grow` metres larger on all sides."""
        w, d = self.width / 2 + grow, self.depth / 2 + grow
        if self.round:
            a = (np.arange(8) + 0.5) / 8 * 2 * np.pi
            flat = np.stack([np.cos(a) * w, np.sin(a) * d], axis=1) / np.cos(np.pi / 8)
        else:
            flat = np.array([(w, d), (-w, d), (-w, -d), (w, -d)])
        c, s = np.cos(self.yaw), np.sin(self.yaw)
        return flat @ np.array([[c, s], [-s, c]]) + (self.x, self.y)


def _inside(point: np.ndarray, outline: np.ndarray) -> bool:
    edge = np.roll(outline, -1, axis=0) - outline
    away = point - outline
    return bool(np.all(edge[:, 0] * away[:, 1] - edge[:, 1] * away[:, 0] >= 0))


def walkable(area: np.ndarray, footprints: list[Footprint], clearance: float = 0.3):
    """The floor `area` (counter-clockwise corners) without the footprints: (vertices at z=0, triangles)."""
    outlines = [f.outline(clearance) for f in footprints]
    points, edges = [], []
    for outline in [np.asarray(area, float), *outlines]:
        first = len(points)
        points += [Vector(p) for p in outline]
        edges += [(first + k, first + (k + 1) % len(outline)) for k in range(len(outline))]
    flat, _, faces, *_ = delaunay_2d_cdt(points, edges, [], 0, 1e-5)
    flat = np.array([tuple(v) for v in flat])
    keep = []
    for face in faces:
        middle = flat[list(face)].mean(axis=0)
        if _inside(middle, np.asarray(area, float)) and not any(_inside(middle, o) for o in outlines):
            keep.append(_upward(flat, tuple(face)))
    used = sorted({i for f in keep for i in f})
    number = {old: new for new, old in enumerate(used)}
    verts = np.column_stack([flat[used], np.zeros(len(used))])
    return verts, np.array([[number[i] for i in f] for f in keep])


def _upward(flat: np.ndarray, face):
    a, b, c = flat[list(face)]
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return face if turn > 0 else face[::-1]


def welded(*meshes, step: float = 1e-4):
    """Several walkable meshes as one; where their corners meet they are joined, so that one can walk across."""
    verts = np.concatenate([np.asarray(v, float) for v, _ in meshes])
    starts = np.cumsum([0, *(len(v) for v, _ in meshes)])
    tris = np.concatenate([np.asarray(t) + start for (_, t), start in zip(meshes, starts)])
    _, first, number = np.unique(np.round(verts / step), axis=0, return_index=True, return_inverse=True)
    return verts[first], number.ravel()[tris]


def colliders(footprints: list[Footprint]):
    """Every footprint as a prism without a bottom: (vertices, triangles)."""
    verts, tris = [], []
    for f in footprints:
        outline = f.outline()
        n, base = len(outline), len(verts)
        verts += [(*p, 0.0) for p in outline] + [(*p, f.height) for p in outline]
        for k in range(n):
            a, b = base + k, base + (k + 1) % n
            tris += [(a, b, b + n), (a, b + n, a + n)]
        tris += [(base + n, base + n + k, base + n + k + 1) for k in range(1, n - 1)]
    return np.array(verts), np.array(tris)
