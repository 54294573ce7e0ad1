"""Basic shapes: bevelled boxes, cushions, swept surfaces, lathes, discs and prisms."""

from __future__ import annotations

import numpy as np

from .part import Part, Surface, solid

# The sides of a box that can be left out because nobody sees them; every hidden face costs lightmap.
SIDES = {"-x": (0, -1), "+x": (0, 1), "-y": (1, -1), "+y": (1, 1), "-z": (2, -1), "+z": (2, 1)}


def box(
    centre, size, surface: Surface, bevel: float = 0.01, skip: tuple[str, ...] = (), grain: int = 0, weight: float = 1.0
) -> Part:
    """A box with chamfered edges, which catch the light and keep it from looking like a computer's box."""
    half = np.asarray(size, float) / 2
    bevel = min(bevel, float(half.min()) * 0.95)
    hidden = {SIDES[s] for s in skip}
    verts, index = _corner_points(half, bevel)
    faces = _box_faces(index, hidden)
    faces = [_outward(verts, f) for f in faces]
    return _compact(verts + np.asarray(centre, float), faces, surface, grain, weight)


def _corner_points(half: np.ndarray, bevel: float):
    """Three points at each corner, one for each of the faces that meet there."""
    verts, index = [], {}
    for corner in np.ndindex(2, 2, 2):
        sign = np.array(corner) * 2 - 1
        for axis in range(3):
            index[(tuple(sign), axis)] = len(verts)
            inset = np.full(3, bevel)
            inset[axis] = 0
            verts.append(sign * (half - inset))
    return np.array(verts), index


def _box_faces(index, hidden) -> list[tuple[int, ...]]:
    signs = (-1, 1)
    faces = []
    for axis in range(3):
        a, b = [k for k in range(3) if k != axis]
        for s in signs:
            if (axis, s) in hidden:
                continue
            ring = []
            for sa, sb in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                corner = [0, 0, 0]
                corner[axis], corner[a], corner[b] = s, sa, sb
                ring.append(index[(tuple(corner), axis)])
            faces.append(tuple(ring))
        # the four chamfers along this axis join the two faces at its sides
        for sa in signs:
            for sb in signs:
                if (a, sa) in hidden or (b, sb) in hidden:
                    continue
                low, high = [0, 0, 0], [0, 0, 0]
                low[axis], low[a], low[b] = -1, sa, sb
                high[axis], high[a], high[b] = 1, sa, sb
                faces.append(
                    (index[(tuple(low), a)], index[(tuple(high), a)], index[(tuple(high), b)], index[(tuple(low), b)])
                )
    for corner in np.ndindex(2, 2, 2):
        sign = tuple(int(c) * 2 - 1 for c in corner)
        if not any((axis, sign[axis]) in hidden for axis in range(3)):
            faces.append(tuple(index[(sign, axis)] for axis in range(3)))
    return faces


def _outward(verts: np.ndarray, face):
    """Wind a face of a convex body around the origin so that it looks away from the origin."""
    p = verts[list(face)]
    normal = np.cross(p, np.roll(p, -1, axis=0)).sum(axis=0)
    return face if normal @ p.mean(axis=0) > 0 else tuple(reversed(face))


def _compact(verts, faces, surface, grain, weight) -> Part:
    used = sorted({i for f in faces for i in f})
    number = {old: new for new, old in enumerate(used)}
    return solid(verts[used], [tuple(number[i] for i in f) for f in faces], surface, grain, weight=weight)


def cushion(
    centre, size, surface: Surface, radius: float = 0.06, crown: float = 0.02, cells: int = 7, weight: float = 1.0
) -> Part:
    """An upholstered block: rounded all over, its broad sides swelling by `crown`."""
    half = np.asarray(size, float) / 2
    radius = min(radius, float(half.min()) * 0.98)
    verts, faces = _cube_grid(cells)
    unit = np.sign(verts) * np.abs(verts) ** 0.55  # crowd the cells towards the edges, where it bends
    inner = half - radius
    point = unit * half
    core = np.clip(point, -inner, inner)
    away = point - core
    length = np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    point = core + away / length * np.minimum(radius, np.maximum(length, 0))
    thin = int(np.argmin(half))
    others = [a for a in range(3) if a != thin]
    swell = np.prod([1 - (np.clip(point[:, a] / half[a], -1, 1)) ** 2 for a in others], axis=0)
    point[:, thin] += np.sign(point[:, thin]) * crown * swell
    return solid(point + np.asarray(centre, float), faces, surface, weight=weight)


def _cube_grid(cells: int):
    """The surface of a cube from -1 to 1 as a grid, with shared vertices along the edges."""
    ticks = np.linspace(-1, 1, cells + 1)
    number: dict[tuple[int, ...], int] = {}
    verts: list[np.ndarray] = []

    def vertex(cell) -> int:
        if cell not in number:
            number[cell] = len(verts)
            verts.append(ticks[list(cell)])
        return number[cell]

    faces = []
    for axis in range(3):
        a, b = [k for k in range(3) if k != axis]
        for level in (0, cells):
            for i in range(cells):
                for j in range(cells):
                    ring = []
                    for di, dj in ((0, 0), (1, 0), (1, 1), (0, 1)):
                        cell = [0, 0, 0]
                        cell[axis], cell[a], cell[b] = level, i + di, j + dj
                        ring.append(vertex(tuple(cell)))
                    faces.append(tuple(ring))
    points = np.array(verts)
    return points, [_outward(points, f) for f in faces]


def sweep(
    rows: np.ndarray,
    surface: Surface,
    closed: bool = False,
    flip: bool = False,
    smooth: bool = True,
    weight: float = 1.0,
) -> Part:
    """A surface through a grid of points [rows, columns, 3]; its chart is the unrolled surface.

    Textures run with u along the rows (the direction from one row to the next), so that wood grain
    follows the length of a slat. `closed` joins the last column to the first.
    """
    rows = np.asarray(rows, float)
    count, width = rows.shape[:2]
    ring = np.concatenate([rows, rows[:, :1]], axis=1) if closed else rows
    across = _arc(np.linalg.norm(np.diff(ring, axis=1), axis=2).max(axis=0))
    along = _arc(np.linalg.norm(np.diff(rows, axis=0), axis=2).max(axis=1))
    faces, corners = [], []
    for r in range(count - 1):
        for c in range(len(across) - 1):
            cells = [(r, c), (r, c + 1), (r + 1, c + 1), (r + 1, c)]
            cells = cells[::-1] if flip else cells
            faces.append(tuple(rr * width + cc % width for rr, cc in cells))
            corners += [(along[rr], across[cc]) for rr, cc in cells]
    chart = np.array(corners)
    return Part(rows.reshape(-1, 3), faces, surface, chart / surface.tile, chart.copy(), smooth, weight)


def _arc(steps: np.ndarray) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(steps)])


def polygon(points, surface: Surface, flip: bool = False, weight: float = 1.0, grain: int = 0) -> Part:
    """One flat face; `points` counter-clockwise as seen from its front."""
    order = range(len(points) - 1, -1, -1) if flip else range(len(points))
    return solid(points, [tuple(order)], surface, grain, smooth=False, weight=weight)


def circle(radius: float, segments: int) -> np.ndarray:
    a = np.arange(segments) / segments * 2 * np.pi
    return np.stack([np.cos(a), np.sin(a)], axis=1) * radius


def rounded_rect(width: float, depth: float, radius: float, steps: int = 6) -> np.ndarray:
    """The outline of a rectangle with round corners, counter-clockwise."""
    points = []
    for quarter, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        for k in range(steps + 1):
            a = (quarter + k / steps) * np.pi / 2
            points.append(
                (sx * (width / 2 - radius) + radius * np.cos(a), sy * (depth / 2 - radius) + radius * np.sin(a))
            )
    return np.array(points)


def at_height(outline: np.ndarray, z: float) -> np.ndarray:
    return np.column_stack([outline, np.full(len(outline), z)])


def loft(
    loops: list[np.ndarray],
    surface: Surface,
    cap_top: bool = True,
    cap_bottom: bool = False,
    inside: bool = False,
    smooth: bool = True,
    weight: float = 1.0,
) -> list[Part]:
    """A body through closed outlines from bottom to top. `inside` turns it to be seen from within."""
    parts = [sweep(np.array(loops), surface, closed=True, flip=inside, smooth=smooth, weight=weight)]
    if cap_top:
        parts.append(polygon(loops[-1], surface, flip=inside, weight=weight))
    if cap_bottom:
        parts.append(polygon(loops[0], surface, flip=not inside, weight=weight))
    return parts


def lathe(
    profile,
    surface: Surface,
    segments: int = 32,
    cap_top: bool = False,
    cap_bottom: bool = False,
    inside: bool = False,
    weight: float = 1.0,
) -> list[Part]:
    """A turned body; `profile` lists (radius, height) from bottom to top."""
    loops = [at_height(circle(radius, segments), z) for radius, z in profile]
    return loft(loops, surface, cap_top, cap_bottom, inside, weight=weight)


def ring(inner: float, outer: float, z: float, surface: Surface, segments: int = 64, weight: float = 1.0) -> Part:
    """A flat ring that looks upwards, such as an inlay in the floor."""
    rows = np.array([at_height(circle(outer, segments), z), at_height(circle(inner, segments), z)])
    return sweep(rows, surface, closed=True, weight=weight)


def fluted(outline: np.ndarray, pitch: float, depth: float, steps: int = 4) -> np.ndarray:
    """A closed outline whose length is divided into small outward half-rounds, like a tambour front."""
    ring_ = np.concatenate([outline, outline[:1]])
    length = _arc(np.linalg.norm(np.diff(ring_, axis=0), axis=1))
    flutes = max(3, round(length[-1] / pitch))
    s = np.arange(flutes * steps) / (flutes * steps) * length[-1]
    point = np.stack([np.interp(s, length, ring_[:, k]) for k in (0, 1)], axis=1)
    tangent = np.roll(point, -1, axis=0) - np.roll(point, 1, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    normal = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    phase = (np.arange(len(s)) % steps) / steps
    return point + normal * (np.sin(phase * np.pi) * depth)[:, None]
