"""Closed surfaces over the scalp: the cap below the locks, so that no skin shows between them, and the simple shells
that
stand for all the locks from farther away."""

import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree

from people.hair.locks import part
from people.hair.scalp import REACH, Head, Line, direction, hairline, smoothstep, stations
from people.part import Part


def _grid(head: Head, azimuth: np.ndarray, low: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Directions from the rim (row 0) to the pole (the last row), (rows, around)."""
    elevation = low[None, :] + (np.pi / 2 - low)[None, :] * rows[:, None]
    return np.broadcast_to(azimuth, elevation.shape), elevation


def _band(around: int, first: int = 0) -> list[list[int]]:
    """Quads between a row of vertices, which begins at `first`, and the row after it."""
    ends = [(first + i, first + (i + 1) % around) for i in range(around)]
    return [[n, a, a + around, n + around] for a, n in ends]


def _stitch(rows: int, around: int) -> list[list[int]]:
    """Quads between rows, triangles to the pole, which is one vertex after the others."""
    faces = []
    for j in range(rows - 1):
        faces += _band(around, j * around)
    last, pole = (rows - 1) * around, rows * around
    return faces + [[last + (i + 1) % around, last + i, pole] for i in range(around)]


def cap(head: Head, line: Line, *, thick: float = 0.0045, ragged: float = 0.035, tone: float = 0.6) -> Part:
    """A thin dark cap whose rim lies on the skin and is ragged as a hairline is; fine at the rim, coarser above."""
    azimuth = stations()
    low = hairline(head, line, azimuth)
    rim = low + np.where(np.arange(len(azimuth)) % 2 == 0, 0, ragged)
    around, up = _grid(head, azimuth, rim, np.array([0.0, 0.07]))
    fine = head.point(around, up, np.array([[0.0006], [thick * 0.6]]) + 0 * up).reshape(-1, 3)
    around, up = _grid(head, azimuth[::2], low[::2], np.array([0.19, 0.33, 0.48, 0.64, 0.81]))
    behind = 0.003 * smoothstep(1.0, 2.2, np.abs(around))  # where the stations are far apart
    coarse = head.point(around, up, thick + behind).reshape(-1, 3)
    vertices = np.vstack([fine, coarse, head.point(np.zeros(1), np.full(1, np.pi / 2), thick)])
    count, half = len(azimuth), len(azimuth) // 2
    faces = _band(count) + _seam(count, half)
    faces += [[i + 2 * count for i in face] for face in _stitch(5, half)]
    shade = np.append(np.full(count, 0.8), np.full(len(vertices) - count, tone))
    return part(head, "hair cap", vertices, faces, shade, levels=("near",))


def _seam(count: int, half: int) -> list[list[int]]:
    """Between the second row and the first coarse one, which has every other vertex of it."""
    faces = []
    for i in range(half):
        a, b, c = count + 2 * i, count + 2 * i + 1, count + (2 * i + 2) % count
        here, there = 2 * count + i, 2 * count + (i + 1) % half
        faces += [[b, a, here], [b, here, there], [c, b, there]]
    return faces


def outline(
    head: Head, near: list[Part], line: Line, *, level: str, around: int, rows: int, least: float = 0.004
) -> Part:
    """The hull of the near locks as one smooth surface from the hairline (or the hair's lower end) to the crown."""
    azimuth = (np.arange(around) / around) * 2 * np.pi - np.pi
    low = hairline(head, line, azimuth)
    steps = np.linspace(0, 1, rows + 1)[:-1]
    turned, up = _grid(head, azimuth, low, steps)
    far = _hull(head, near, turned, up, least)
    apart = (np.pi / 2 - low.min()) / rows  # flat faces cut corners: what has few of them stands farther off
    far[1:] *= 1 + 0.75 * (1 / (np.cos(np.pi / around) * np.cos(apart / 2)) - 1)
    far[0] = np.maximum(head.radius(turned[0], up[0]) + 0.001, far[0] - 0.004)
    points = head.centre + direction(turned, up) * far[..., None]
    top = head.centre + [0, _hull(head, near, np.zeros(1), np.full(1, np.pi / 2 - 0.01), least)[0], 0]
    vertices = np.vstack([points.reshape(-1, 3), top[None]])
    shade = np.append(np.repeat(0.62 + 0.3 * smoothstep(0, 0.6, steps), around), 0.9)
    return part(head, f"hair {level}", vertices, _stitch(rows, around), shade, levels=(level,), detail=1.0)


def _hull(head: Head, near: list[Part], azimuth: np.ndarray, elevation: np.ndarray, least: float) -> np.ndarray:
    """How far out the locks reach in these directions."""
    trees = [BVHTree.FromPolygons(p.vertices.tolist(), p.faces) for p in near]
    made = head.radius(azimuth, elevation) + least
    for index, way in np.ndenumerate(azimuth):
        ray = direction(way, elevation[index])
        for tree in trees:
            hit = tree.ray_cast(Vector(head.centre + ray * REACH), Vector(-ray), REACH)
            if hit[0] is not None:
                made[index] = max(made[index], REACH - hit[3] - 0.001)
    return made
