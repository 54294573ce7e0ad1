"""The shell of a room: walls with openings, coved ceiling, slats, columns, glazing, frames."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .part import Part, Surface, solid
from .plates import plate, rectangle
from .shapes import at_height, box, lathe, polygon, rounded_rect, sweep

# Light changes slowly along a slat but from its front to its flank, so its chart is short and wide.
LONG = (0.28, 1.35)


def wall(start, end, height: float, surface: Surface, openings=(), weight: float = 1.0) -> Part:
    """A wall from `start` to `end` in plan, seen from its left-hand side when walking that way.

    `openings` are (from, to, bottom, top) along the wall. The wall is cut along all their edges,
    which leaves no half-shared edges where light could leak or the shading break.
    """
    start, end = np.asarray(start, float), np.asarray(end, float)
    length = float(np.linalg.norm(end - start))
    us = sorted({0.0, length, *(v for o in openings for v in o[:2])})
    zs = sorted({0.0, height, *(v for o in openings for v in o[2:])})
    direction = (end - start) / length
    verts = [(*(start + direction * u), z) for z in zs for u in us]
    faces = []
    for r in range(len(zs) - 1):
        for c in range(len(us) - 1):
            mid_u, mid_z = (us[c] + us[c + 1]) / 2, (zs[r] + zs[r + 1]) / 2
            if any(a < mid_u < b and low < mid_z < top for a, b, low, top in openings):
                continue
            k = r * len(us) + c
            faces.append((k + 1, k, k + len(us), k + len(us) + 1))
    return solid(verts, faces, surface, smooth=False, weight=weight)


def coved_ceiling(
    width: float,
    depth: float,
    soffit: float,
    top: float,
    tray: tuple[float, float, float, float],
    radius: float,
    surface: Surface,
    outline=None,
) -> list[Part]:
    """A lower rim around a raised tray whose lit edge curves into the ceiling.

    `tray` is (centre x, centre y, width, depth). A lip hides the light that washes the curve. `outline` bounds the
    rim where it is no rectangle.
    """
    cx, cy, tw, td = tray
    lip, shelf = 0.16, 0.34

    def loop(grow: float, z: float) -> np.ndarray:
        outline = rounded_rect(tw + 2 * grow, td + 2 * grow, radius + grow, steps=8)
        return at_height(outline + (cx, cy), z)

    profile = [loop(0, soffit), loop(0, soffit + lip)]
    ledge = [loop(0.03, soffit + lip), loop(shelf, soffit + lip)]
    rise = top - soffit - lip
    curve = [
        loop(shelf - rise * (1 - np.cos(a)) * 1.3, soffit + lip + rise * np.sin(a))
        for a in np.linspace(0, np.pi / 2, 7)
    ]
    return [
        plate(
            outline or rectangle(-width / 2, -depth / 2, width / 2, depth / 2),
            surface,
            [loop(0, 0)[:, :2]],
            lambda u, v: (u, v, soffit),
        )
        .turned_over()
        .weighed(0.6),
        sweep(np.array(profile), surface, closed=True, flip=True, weight=0.8),
        sweep(np.array([profile[1], ledge[0]]), surface, closed=True, flip=True, weight=0.3),
        sweep(np.array(ledge), surface, closed=True, flip=True, weight=0.3),
        sweep(np.array(curve), surface, closed=True, flip=True, weight=0.7),
        polygon(curve[-1], surface, flip=True, weight=0.55),
    ]


def baffles(
    x0: float, x1: float, y0: float, y1: float, top: float, surface: Surface, pitch: float = 0.24
) -> list[Part]:
    """Upright boards below a ceiling, running along y: a wooden canopy that one looks up through."""
    parts, width, depth = [], 0.045, 0.13
    rng = np.random.default_rng(6)
    count = round((x1 - x0) / pitch)
    for k in range(count):
        x, h = x0 + (k + 0.5) * (x1 - x0) / count, width / 2
        section = [(x - h, top), (x - h, top - depth), (x + h, top - depth), (x + h, top)]
        strip = sweep(
            np.array([[(px, y, pz) for px, pz in section] for y in (y0, y1)]),
            surface,
            flip=True,
            smooth=False,
        )
        strip.chart = strip.chart * LONG
        strip.uv = strip.uv + rng.random(2)
        end = polygon(
            [(x - h, y0, top - depth), (x + h, y0, top - depth), (x + h, y0, top), (x - h, y0, top)],
            surface,
            weight=0.4,
        )
        parts += [strip, end]
    return parts


def slat_wall(
    x0: float,
    x1: float,
    y: float,
    z0: float,
    z1: float,
    surface: Surface,
    backing: Surface,
    gap: Callable[[float], tuple[float, float] | None] = lambda x: None,
    pitch: float = 0.12,
    width: float = 0.06,
    depth: float = 0.05,
) -> list[Part]:
    """Vertical slats in front of a panel, looking towards -y. Each slat is one unrolled strip.

    `gap` tells for a slat's x between which heights it is left out because something covers it.
    """
    parts = [polygon([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], backing, weight=0.4)]
    count = round((x1 - x0) / pitch)
    rng = np.random.default_rng(5)
    r = 0.008
    for k in range(count):
        x = x0 + (k + 0.5) * (x1 - x0) / count
        h = width / 2
        section = [
            (x - h, y),
            (x - h, y - depth + r),
            (x - h + r, y - depth),
            (x + h - r, y - depth),
            (x + h, y - depth + r),
            (x + h, y),
        ]
        cut = gap(x)
        shift = rng.random(2)  # so that neighbours do not show the same grain
        for low, high in ((z0, cut[0]), (cut[1], z1)) if cut else ((z0, z1),):
            rows = np.array([[(px, py, z) for px, py in section] for z in (low, high)])
            strip = sweep(rows, surface)
            strip.chart = strip.chart * LONG
            strip.uv = strip.uv + shift
            parts.append(strip)
    return parts


def column(radius: float, height: float, surface: Surface, base: Surface) -> list[Part]:
    """A plain round column on a recessed dark foot."""
    shaft = lathe([(radius - 0.02, 0.09), (radius, 0.11), (radius, height)], surface, 40)
    return shaft + lathe([(radius - 0.04, 0), (radius - 0.04, 0.1)], base, 40, weight=0.5)


def skirting(start, end, surface: Surface, height: float = 0.08, depth: float = 0.015) -> Part:
    """A thin board along the foot of a wall, on its visible left-hand side."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    length = np.linalg.norm(end - start)
    u = (end - start) / length
    n = np.array([-u[1], u[0]]) * depth
    rows = np.array([[(*(p + n), 0), (*(p + n), height), (*p, height)] for p in (start, end)])
    return sweep(rows, surface, flip=False, smooth=False, weight=0.8)


def doorway(width: float, height: float, depth: float, frame: Surface, glow: Surface) -> tuple[list[Part], list[Part]]:
    """A framed opening in a wall at y=0 that is entered towards +y. Returns (lit parts, glowing parts).

    The back of the niche glows: a quiet hint that this door leads to another room.
    """
    w, f, rim, bevel = width / 2, 0.12, 0.03, 0.012  # the frame reaches so far into the wall as `rim`
    lit = [
        box((-w - f / 2, -0.02, (height + f) / 2), (f, 0.10, height + f), frame, 0.012, ("-z", "+y"), grain=2),
        box((w + f / 2, -0.02, (height + f) / 2), (f, 0.10, height + f), frame, 0.012, ("-z", "+y"), grain=2),
        box((0, -0.02, height + f / 2), (width, 0.10, f), frame, 0.012, ("-x", "+x", "+y"), grain=0),
        polygon([(-w, 0, 0.001), (w, 0, 0.001), (w, depth, 0.001), (-w, depth, 0.001)], frame, weight=0.7),
        polygon([(-w, rim, 0), (-w, depth, 0), (-w, depth, height), (-w, rim, height)], frame, grain=2),
        polygon([(w, depth, 0), (w, rim, 0), (w, rim, height), (w, depth, height)], frame, grain=2),
        polygon([(-w, depth, height), (w, depth, height), (w, rim, height), (-w, rim, height)], frame),
    ]
    # The lining begins where the frame's faces end, at the bevel of its open side; its chart may be a little shorter.
    for lining in lit[-3:]:
        lining.verts[lining.verts[:, 1] == rim, 1] = rim - bevel
    lap = 0.012  # behind its lining: another mesh is rounded otherwise, and a crack would let the sky through
    u, v = lap / width, lap / height
    back = Part(
        np.array(
            [(x, depth, z) for x, z in ((-w - lap, 0), (w + lap, 0), (w + lap, height + lap), (-w - lap, height + lap))]
        ),
        [(0, 1, 2, 3)],
        glow,
        np.array([(-u, 0), (1 + u, 0), (1 + u, 1 + v), (-u, 1 + v)], float),
        np.zeros((4, 2)),
        smooth=False,
    )
    return lit, [back]


def glazing(
    x0: float,
    x1: float,
    y: float,
    height: float,
    door: tuple[float, float, float],
    step: float,
    bar: Surface,
    glass: Surface,
) -> tuple[list[Part], list[Part]]:
    """A glass front looking out to -y: mullions, a rail above the doors and one pane. Returns (bars, glass)."""
    left, right, door_top = door
    count = round((x1 - x0) / step)
    xs = [x0 + k * (x1 - x0) / count for k in range(count + 1)]
    xs = sorted({*(x for x in xs if not left - 0.3 < x < right + 0.3), left, right})
    bars = [box((x, y, height / 2), (0.06, 0.14, height), bar, 0.006, ("-z", "+z"), weight=0.8) for x in xs]
    bars.append(box(((x0 + x1) / 2, y, door_top), (x1 - x0, 0.12, 0.06), bar, 0.006, ("-x", "+x"), weight=0.8))
    bars.append(box(((x0 + left) / 2, y, 0.05), (left - x0, 0.12, 0.10), bar, 0.006, ("-x", "+x", "-z"), weight=0.8))
    bars.append(box(((right + x1) / 2, y, 0.05), (x1 - right, 0.12, 0.10), bar, 0.006, ("-x", "+x", "-z"), weight=0.8))
    middle = (left + right) / 2
    for x in (middle - 0.02, middle + 0.02):
        bars.append(box((x, y, door_top / 2), (0.035, 0.06, door_top), bar, 0.004, ("-z", "+z"), weight=0.5))
    for x in (middle - 0.12, middle + 0.12):
        bars.append(box((x, y + 0.08, 1.1), (0.03, 0.03, 1.0), bar, 0.01, weight=0.5).moved(y=-0.055))  # on the glass
    pane = polygon([(x1, y, 0), (x0, y, 0), (x0, y, height), (x1, y, height)], glass)
    return bars, [pane]
