"""Where things stand in the lobby, as numbers: one source for geometry, light, navigation and anchors.

Authoring axes: x to the right, y from the glass front (-6) to the back wall (+6), z up, metres.
Left of the aisle lie the lounge and the glass pod, right of it the gallery with its alcoves, ahead the reception.
"""

from __future__ import annotations

import math

from kit.nav import Footprint

LEFT, RIGHT = -math.pi / 2, math.pi / 2  # yaw of what hangs on the right / left wall and looks into the room
WIDTH, DEPTH, SOFFIT, HEIGHT = 16.0, 12.0, 3.65, 4.2
FRONT = -DEPTH / 2
TRAY = (0.0, -1.55, 9.6, 6.0)  # centre x, centre y, width, depth of the raised ceiling

# reception
COUNTER_Y, COUNTER_WIDTH = 3.55, 2.3
COUNTERS = ((-3.3, 1.08), (0.0, 1.08), (3.3, 0.80))  # x, height: the last one is for people who sit
SLATS = 5.0  # the wooden wall reaches this far to either side
CANOPY = (2.55, 5.97, 5.0)  # from y, to y, half width of the wooden ceiling over the counters
EMBLEM_Z = 2.25
DUTY = (-2.1, EMBLEM_Z)  # x, z: the screen beside the emblem that tells who is at one's service
DUTY_SIZE, DUTY_OUT = (1.6, 0.9), 0.0925  # metres; its face stands that far from the wall, over the slats
CREDENZA = (0.0, 5.62, 4.4)  # x, y, width
STAFF_CHAIRS = ((-3.3, 4.45), (0.0, 4.45), (3.3, 4.45))
VISITOR_CHAIRS = ((2.85, 2.5, 0.12), (3.75, 2.5, -0.12))
PENDANTS = (-3.85, -2.75, 2.75, 3.85)  # none over the middle: the emblem is seen there

# doors: the first of each side is the one nearer to the entrance
DOOR_YS, DOOR_WIDTH, DOOR_HEIGHT = (2.9, 4.95), 1.5, 2.5

# lounge
LOUNGE = (-WIDTH / 2, FRONT, -2.75, -0.95)  # its wooden floor: x0, y0, x1, y1
MEDIA_Y, MEDIA_HALF = -2.95, 2.0  # the wall of screens
SOFAS = ((-3.75, -3.0, RIGHT, 2.4), (-5.75, -5.0, 0.0, 2.4))  # x, y, yaw, width
CHAIRS = ((-5.05, -1.6, math.pi - 0.18), (-6.35, -1.65, math.pi + 0.2))
TABLES = ((-5.75, -3.1, 0.50, 0.36), (-5.05, -3.75, 0.30, 0.46))  # x, y, radius, height
RUG = (-5.45, -3.2, 4.0, 3.3)
DIVIDER = (-3.02, -3.0, 0.34, 2.6)  # low planter behind the sofa: x, y, width, depth
LAMPS = ((-7.3, -4.95), (-4.05, -5.4))
SIDE_TABLE = (-7.35, -5.5)

# pod
POD = (-7.95, -0.45, 3.3, 2.15, 2.45)  # corner x, corner y, width, depth, height
POD_DOOR = (1.05, 2.15)  # along its depth
POD_TABLE = (-6.45, 0.62)
POD_CHAIRS = ((-6.45, -0.12, 0.0), (-6.45, 1.36, math.pi), (-7.2, 0.62, LEFT))

# gallery
WALL_X, WALL_Y0, WALL_Y1 = 7.05, -5.75, 1.45
NICHES = (-4.35, -2.15, 0.05)
NICHE_WIDTH, NICHE_SPRING, NICHE_DEPTH = 1.7, 1.72, 0.88
MODEL_SCALE = 1.2  # of the products, against the sizes that `kit.products` gives them
PLINTH_X, PLINTH_RADIUS, PLINTH_HEIGHT = 7.32, 0.31, 0.98
EXHIBIT, EXHIBIT_HEIGHT = (2.7, -0.5), 1.52
BENCH, BENCH_INNER, BENCH_OUTER = (4.55, -3.85), 0.62, 1.08
TOTEM = (-3.4, 0.0, 0.42)  # x, y, yaw

POTS = ((-5.45, 5.4, 1.25), (5.45, 5.4, 1.25), (-3.05, -5.35, 1.05), (6.3, -5.3, 1.15))
OUTSIDE_POTS = (-6.3, -3.1, 3.1, 6.3)


def downlights() -> list[tuple[float, float]]:
    """Small round lamps in the lower ceiling, in even rows around the tray."""
    rows = [(x, -5.25) for x in (-6.6, -4.0, -1.35, 1.35, 4.0)]
    rows += [(x, 2.0) for x in (-4.0, -1.35, 1.35, 4.0)]
    return rows + [(-6.4, y) for y in (-3.3, -1.6, 2.9, 4.95)] + [(6.3, y) for y in (*NICHES, 2.9, 4.95)]


def door_ends(y: float) -> tuple[float, float]:
    return y - DOOR_WIDTH / 2, y + DOOR_WIDTH / 2


def footprints() -> list[Footprint]:
    """The furniture's ground plans; also the colliders."""
    prints = [Footprint(x, COUNTER_Y, COUNTER_WIDTH + 0.16, 0.92, h) for x, h in COUNTERS]
    prints += [Footprint(x, COUNTER_Y, 0.1, 0.8, 1.6) for x in (-1.65, 1.65)]
    prints += [Footprint(CREDENZA[0], CREDENZA[1] + 0.1, CREDENZA[2], 0.6, 0.8)]
    prints += [Footprint(x, y, 0.5, 0.5, 0.9, round=True) for x, y in STAFF_CHAIRS]
    return prints + _lounge_prints() + _pod_prints() + _gallery_prints()


def _lounge_prints() -> list[Footprint]:
    prints = [Footprint(x, y, w, 0.92, 0.8, yaw) for x, y, yaw, w in SOFAS]
    prints += [Footprint(x, y, 0.76, 0.76, 0.7, yaw, round=True) for x, y, yaw in (*CHAIRS, *VISITOR_CHAIRS)]
    prints += [Footprint(x, y, 2 * r, 2 * r, h, round=True) for x, y, r, h in TABLES]
    prints += [Footprint(x, y, 0.36, 0.36, 1.6, round=True) for x, y in (*LAMPS, SIDE_TABLE)]
    prints += [Footprint(*DIVIDER, 0.9), Footprint(TOTEM[0], TOTEM[1], 1.0, 0.42, 2.1, TOTEM[2])]
    return prints + [Footprint(x, y, 0.58 * s, 0.58 * s, 1.4 * s, round=True) for x, y, s in POTS]


def _pod_prints() -> list[Footprint]:
    x, y, w, d, h = POD
    low = POD_DOOR[0]
    prints = [Footprint(x + w / 2, y + side, w, 0.06, h) for side in (0, d)]
    prints.append(Footprint(x + w, y + low / 2, 0.06, low, h))
    prints.append(Footprint(*POD_TABLE, 1.0, 1.0, 0.75, round=True))
    return prints + [Footprint(cx, cy, 0.6, 0.6, 0.8, yaw, round=True) for cx, cy, yaw in POD_CHAIRS]


def _gallery_prints() -> list[Footprint]:
    middle, length = (WALL_Y0 + WALL_Y1) / 2, WALL_Y1 - WALL_Y0
    prints = [Footprint((WALL_X + WIDTH / 2) / 2, middle, WIDTH / 2 - WALL_X, length, SOFFIT)]
    prints += [Footprint(PLINTH_X, y, 2 * PLINTH_RADIUS, 2 * PLINTH_RADIUS, 1.6, round=True) for y in NICHES]
    prints.append(Footprint(*BENCH, 2 * BENCH_OUTER, 2 * BENCH_OUTER, 0.6, round=True))
    return prints + [Footprint(*EXHIBIT, 0.84, 0.84, 0.92, round=True)]


def walls() -> list[Footprint]:
    """Thin boxes along the sides, so that physics and the server agree where the room ends."""
    w, d, t = WIDTH, DEPTH, 0.2
    return [
        Footprint(0, d / 2 + t / 2, w, t, SOFFIT),
        Footprint(0, -d / 2 - t / 2, w, t, SOFFIT),
        Footprint(w / 2 + t / 2, 0, t, d, SOFFIT),
        Footprint(-w / 2 - t / 2, 0, t, d, SOFFIT),
    ]
