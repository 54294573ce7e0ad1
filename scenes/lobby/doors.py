"""The glazed doors' pictures: frosted glass in bronze with the light of the room behind it and an etched sign.

All four lie side by side in one picture, as one draw call. What stands behind frost is seen as soft colour only, so it
looks right from every side, unlike a painted passage. Lengths are metres on the door, down from its upper edge.
"""

from __future__ import annotations

import numpy as np

from .pictures import grid, paint, soft

WIDTH, HEIGHT = 1.5, 2.5
SIZE = (256, 416)  # pixels of one door; sides are multiples of 4, as block compression wants
BRONZE, ETCHED = np.array([104, 80, 60]) / 255, np.array([250, 250, 246]) / 255
KINDS = ("showcase", "consultation", "education", "events")  # in the order of `anchors.DOORS`


def sheet() -> np.ndarray:
    return np.concatenate([door(kind) for kind in KINDS], axis=1)


def door(kind: str) -> np.ndarray:
    x, y = grid(*SIZE)
    x, y = (x - 0.5) * WIDTH, y * HEIGHT
    view = _behind(kind, x, y)
    for k in range(7):  # lines at the height where one looks for glass
        paint(view, soft(0.006 - np.abs(y - 1.50 - 0.05 * k), 500) * 0.45, ETCHED)
    ring = np.hypot(x, y - 0.72)
    paint(view, soft(0.008 - np.abs(ring - 0.27), 500) * 0.8, ETCHED)
    paint(view, soft(_sign(kind, x, y - 0.72), 420) * soft(0.25 - ring, 500) * 0.9, ETCHED)
    paint(view, soft(0.010 - np.abs(x), 500), BRONZE * 0.6)
    for side in (-1, 1):
        pull = np.minimum(0.019 - np.abs(x - side * 0.11), 0.42 - np.abs(y - 1.42))
        paint(view, soft(pull, 400), BRONZE)
    for edge in (x + WIDTH / 2, WIDTH / 2 - x, y, HEIGHT - y):
        paint(view, soft(0.035 - edge, 400), BRONZE * 0.8)
    return np.clip(view, 0, 1)


def _spot(view, x, y, at, radius, colour, strength: float = 1.0) -> None:
    distance = np.hypot((x - at[0]) / radius[0], (y - at[1]) / radius[1])
    paint(view, np.exp(-(distance**2)) * strength, np.array(colour) / 255)


def _behind(kind: str, x, y) -> np.ndarray:
    """The other room through frost: broad soft patches, lighter above, its floor below."""
    top, foot = {
        "showcase": ((226, 222, 210), (176, 166, 150)),
        "consultation": ((222, 214, 200), (158, 132, 104)),
        "education": ((206, 220, 222), (138, 152, 156)),
        "events": ((176, 172, 190), (96, 86, 104)),
    }[kind]
    t = soft(y - 1.75, 3.2)[..., None]
    view = np.array(top) / 255 * (1 - t) + np.array(foot) / 255 * t
    if kind == "showcase":
        for at in (-0.45, 0.08, 0.52):
            _spot(view, x, y, (at, 1.72), (0.13, 0.42), (126, 140, 138), 0.65)
            _spot(view, x, y, (at, 1.12), (0.16, 0.16), (252, 240, 214), 0.9)
    elif kind == "consultation":
        _spot(view, x, y, (-0.42, 1.55), (0.24, 0.42), (104, 138, 88), 0.75)
        _spot(view, x, y, (0.25, 1.85), (0.50, 0.20), (120, 82, 56), 0.75)
        _spot(view, x, y, (0.25, 0.95), (0.20, 0.20), (255, 238, 204), 0.95)
    elif kind == "education":
        _spot(view, x, y, (0.0, 1.05), (0.55, 0.26), (248, 252, 252), 0.9)
        for k in range(3):
            _spot(view, x, y, (0.0, 1.62 + 0.24 * k), (0.75, 0.06), (56, 112, 122), 0.75)
    else:
        for side, colour in ((-1, (255, 214, 168)), (1, (214, 190, 240))):
            beam = np.abs(x - side * (0.55 - 0.36 * y)) / (0.06 + 0.14 * y)
            paint(view, np.exp(-(beam**2)) * 0.55, np.array(colour) / 255)
        _spot(view, x, y, (0.0, 1.78), (0.60, 0.14), (255, 226, 190), 0.85)
        for at in (-0.5, -0.17, 0.2, 0.52):
            _spot(view, x, y, (at, 2.25), (0.13, 0.22), (56, 48, 62), 0.8)
    return view


def _sign(kind: str, x, y) -> np.ndarray:
    """What is etched into the ring: positive inside. A gem, two talking, an open book, a star."""
    if kind == "showcase":
        gem = 0.15 - np.abs(x) - np.abs(y) * 0.9
        return np.minimum(gem, np.abs(0.075 - np.abs(x) - np.abs(y) * 0.9) - 0.006)
    if kind == "consultation":
        left = _bubble(x + 0.055, y + 0.035, 0.10, 0.062, -0.05)
        right = _bubble(x - 0.055, y - 0.060, 0.10, 0.062, 0.05)
        return np.maximum(np.minimum(left, -right - 0.014), right)
    if kind == "education":
        page = np.minimum(0.16 - np.abs(x), 0.105 - np.abs(y + 0.05 * np.cos(np.abs(x) * 14) - 0.02))
        return np.minimum(page, np.abs(x) - 0.008)
    tip = np.abs(2 * (np.arctan2(x, -y) * 5 / (2 * np.pi) % 1) - 1)  # 1 towards a point of the star, 0 between two
    return 0.072 + 0.098 * tip**1.7 - np.hypot(x, y)


def _bubble(x, y, wide: float, high: float, tail: float) -> np.ndarray:
    """A speech bubble: a rounded box with a tail below it."""
    dx, dy = np.maximum(np.abs(x) - wide + 0.03, 0), np.maximum(np.abs(y) - high + 0.03, 0)
    tip = np.minimum(0.030 - np.abs(x - tail) - (y - high), y - high + 0.01)
    return np.maximum(0.03 - np.hypot(dx, dy), tip)
