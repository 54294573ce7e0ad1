"""Models of what a bank offers, made to be turned: a home, savings that grow, a telephone.

They stand around their own origin (their centre) and look to -y. Colours are vertex colours (`Part.tint`), so a
whole model is one draw call; what carries the brand has a surface of its own.
"""

from __future__ import annotations

import math

import numpy as np

from .brandmarks import leaf_outline
from .part import Part, Surface
from .shapes import at_height, box, circle, lathe, loft, polygon, rounded_rect, sweep

CREAM, CLAY, GLAZE, LEAF, TRUNK = (236, 230, 220), (188, 112, 84), (120, 150, 160), (104, 142, 88), (120, 92, 66)
GOLD, BLACK, SAND = (214, 176, 96), (34, 36, 40), (206, 190, 166)


def _painted(parts: list[Part], colour) -> list[Part]:
    for part in parts:
        part.tint = colour
    return parts


LOW = -0.24  # the plot's underside; the house stands on it, its middle a little left
MIDDLE = -0.05


def home(body: Surface, brand: Surface) -> list[Part]:
    """A gabled house with a door in the brand's colour and two trees on a plot, 0.6 m wide."""
    rims = ((0, 0), (0, 0.02), (0.01, 0.03))
    ground = [at_height(rounded_rect(0.62 - i, 0.46 - i, 0.05), LOW + z) for i, z in rims]
    parts = _painted(loft(ground, body, cap_bottom=True), LEAF)
    parts += _painted([box((MIDDLE, 0, LOW + 0.14), (0.30, 0.24, 0.22), body, 0.006)], CREAM)
    parts += _roof(LOW + 0.40, LOW + 0.235, body) + _windows(body)
    parts.append(box((MIDDLE, -0.123, LOW + 0.10), (0.065, 0.01, 0.14), brand, 0.002, ("+y",)))
    parts += _painted([box((MIDDLE, -0.175, LOW + 0.032), (0.07, 0.10, 0.006), body, 0.002)], SAND)
    parts += _painted([box((0.03, 0.05, LOW + 0.37), (0.04, 0.04, 0.10), body, 0.004)], CLAY)
    return parts + _tree(0.21, -0.10, LOW, 0.20, body) + _tree(0.23, 0.10, LOW, 0.26, body)


def _windows(body: Surface) -> list[Part]:
    front = [box((x, -0.122, LOW + 0.15), (0.065, 0.008, 0.075), body, 0.002, ("+y",)) for x in (-0.15, 0.05)]
    places = [(MIDDLE + side * 0.152, y, LOW + 0.15) for side in (-1, 1) for y in (-0.05, 0.05)]
    return _painted(front + [box(place, (0.008, 0.075, 0.075), body, 0.002) for place in places], GLAZE)


def _roof(ridge: float, eave: float, body: Surface) -> list[Part]:
    """Two slopes with a thickness, and the gables below them."""
    w, d, t = 0.18, 0.15, 0.012
    gables, slopes = [], []
    for y in (-0.12, 0.12):
        corners = [(MIDDLE - 0.15, y, eave + 0.015), (MIDDLE + 0.15, y, eave + 0.015), (MIDDLE, y, ridge - t)]
        gables.append(polygon(corners, body, flip=y > 0))
    for side in (-1, 1):
        x0, x1, left = MIDDLE, MIDDLE + side * w, side < 0
        top = [(x0, -d, ridge), (x1, -d, eave), (x1, d, eave), (x0, d, ridge)]
        rim = [(x1, -d, eave - t), (x1, d, eave - t), (x1, d, eave), (x1, -d, eave)]
        slopes += [polygon(top, body, flip=left), polygon([(x, y, z - t) for x, y, z in top], body, flip=not left)]
        slopes.append(polygon(rim, body, flip=left))
        for y in (-d, d):
            end = [(x0, y, ridge - t), (x1, y, eave - t), (x1, y, eave), (x0, y, ridge)]
            slopes.append(polygon(end, body, flip=left == (y < 0)))
    return _painted(gables, CREAM) + _painted(slopes, CLAY)


def _tree(x: float, y: float, low: float, height: float, body: Surface) -> list[Part]:
    trunk = _painted([p.moved(x, y, low) for p in lathe([(0.012, 0.02), (0.009, height * 0.5)], body, 8)], TRUNK)
    a = np.linspace(-math.pi / 2, math.pi / 2, 7)
    crown = lathe([(max(math.cos(t), 0.02) * 0.062, height * 0.68 + math.sin(t) * height * 0.32) for t in a], body, 12)
    return trunk + _painted([p.moved(x, y, low) for p in crown], LEAF)


def savings(body: Surface, brand: Surface) -> list[Part]:
    """Four piles of coins that grow, the last with a sprout."""
    parts, low = [], -0.26
    parts += _painted(
        loft([at_height(rounded_rect(0.66, 0.24, 0.12, 8), low + z) for z in (0, 0.02)], body, cap_bottom=True), CREAM
    )
    for k, count in enumerate((2, 4, 7, 10)):
        x, profile = -0.24 + 0.16 * k, []
        for coin in range(count):
            z = low + 0.02 + coin * 0.026
            profile += [(0.062, z), (0.068, z + 0.005), (0.068, z + 0.021)]
        parts += _painted(
            [p.moved(x, 0, 0) for p in lathe([*profile, (0.062, low + 0.02 + count * 0.026)], body, 16, cap_top=True)],
            GOLD,
        )
    top = low + 0.02 + 10 * 0.026
    parts += _painted([p.moved(0.24, 0, top) for p in lathe([(0.008, 0), (0.005, 0.12)], body, 8)], LEAF)
    for turn, length in ((0.5, 0.15), (math.pi + 0.2, 0.12)):
        flat = leaf_outline(length, length * 0.52, 9)
        bent = np.column_stack([flat[:, 0], flat[:, 1], 0.30 * flat[:, 1] + 1.6 * flat[:, 1] ** 2 + 0.10])
        leaf = [polygon(bent, brand), polygon(bent - [0, 0, 0.003], brand, flip=True)]
        parts += [p.moved(0.24, 0, top, turn - math.pi / 2) for p in leaf]
    return parts


def telephone(body: Surface, picture: Surface) -> list[Part]:
    """A telephone four times its real size on a small foot, leaning back a little; its face shows `picture`."""
    w, h, t, radius = 0.30, 0.62, 0.034, 0.045
    outline, inner = rounded_rect(w, h, radius, 6), rounded_rect(w - 0.012, h - 0.012, radius - 0.006, 6)

    def upright(ring: np.ndarray, y: float) -> np.ndarray:
        return np.column_stack([ring[:, 0], np.full(len(ring), y), ring[:, 1]])

    loops = [
        upright(r, y) for r, y in ((inner, t / 2), (outline, t / 2 - 0.006), (outline, -t / 2 + 0.006), (inner, -t / 2))
    ]
    case = _painted(
        [sweep(np.array(loops), body, closed=True), polygon(loops[0], body, flip=True), polygon(loops[-1], body)], BLACK
    )
    lens = _painted([p for z in (0.23, 0.16) for p in _disc(-0.08, t / 2 + 0.001, z, 0.028, body)], GLAZE)
    screen = polygon(upright(rounded_rect(w - 0.03, h - 0.03, radius - 0.012, 6), -t / 2 - 0.0015), picture)
    corner = np.concatenate([screen.verts[list(f)] for f in screen.faces])
    screen.uv = np.stack([corner[:, 0] / (w - 0.03) + 0.5, corner[:, 2] / (h - 0.03) + 0.5], axis=1)
    return case + lens + [screen]


def _disc(x: float, y: float, z: float, radius: float, body: Surface) -> list[Part]:
    ring = circle(radius, 14)
    return [polygon(np.column_stack([ring[:, 0] + x, np.full(len(ring), y + 0.003), ring[:, 1] + z]), body, flip=True)]
