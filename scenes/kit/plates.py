"""Flat plates of any outline with any holes: walls with arches, floors in pieces, ceilings around a tray."""

from __future__ import annotations

import numpy as np
from mathutils import Vector
from mathutils.geometry import delaunay_2d_cdt

from .part import Part, Surface, solid


def plate(outline, surface: Surface, holes=(), place=lambda u, v: (u, v, 0.0), weight: float = 1.0) -> Part:
    """Triangles of `outline` without `holes` (both lists of (u, v), counter-clockwise), set down by `place`.

    One part with shared corners, hence one piece of lightmap: light has no seam across it.
    """
    rings = [np.asarray(r, float) for r in (outline, *holes)]
    points, edges = [], []
    for ring in rings:
        first = len(points)
        points += [Vector(p) for p in ring]
        edges += [(first + k, first + (k + 1) % len(ring)) for k in range(len(ring))]
    flat, _, faces, *_ = delaunay_2d_cdt(points, edges, [], 0, 1e-6)
    corners = np.array([tuple(v) for v in flat])
    keep = []
    for face in faces:
        middle = corners[list(face)].mean(axis=0)
        if contains(rings[0], middle) and not any(contains(ring, middle) for ring in rings[1:]):
            keep.append(_counter_clockwise(corners, tuple(face)))
    verts = np.array([place(u, v) for u, v in corners], float)
    return solid(verts, keep, surface, smooth=False, weight=weight)


def contains(ring: np.ndarray, point) -> bool:
    """Does a ray to the right from `point` cross the ring an odd number of times?"""
    a, b = ring, np.roll(ring, -1, axis=0)
    crosses = (a[:, 1] > point[1]) != (b[:, 1] > point[1])
    rise = np.where(crosses, b[:, 1] - a[:, 1], 1.0)
    x = a[:, 0] + (point[1] - a[:, 1]) / rise * (b[:, 0] - a[:, 0])
    return bool(np.count_nonzero(crosses & (x > point[0])) % 2)


def _counter_clockwise(corners: np.ndarray, face):
    a, b, c = corners[list(face[:3])]
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return face if turn > 0 else face[::-1]


def rectangle(u0: float, v0: float, u1: float, v1: float) -> list[tuple[float, float]]:
    return [(u0, v0), (u1, v0), (u1, v1), (u0, v1)]


def arch(middle: float, width: float, spring: float, steps: int = 18) -> list[tuple[float, float]]:
    """An opening with a round head that stands on v = 0, counter-clockwise from its lower left corner."""
    r = width / 2
    a = np.linspace(0, np.pi, steps + 1)
    head = [(middle + r * np.cos(t), spring + r * np.sin(t)) for t in a]
    return [(middle - r, 0.0), (middle + r, 0.0), *head]
