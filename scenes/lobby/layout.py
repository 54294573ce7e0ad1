"""Where things stand in the lobby, as numbers: one source for geometry, navigation and anchors.

Authoring axes: x to the right, y from the glass front (-6) to the back wall (+6), z up, metres.
"""

from __future__ import annotations

import math

from kit.glb import Anchor
from kit.nav import Footprint

WIDTH, DEPTH, SOFFIT, HEIGHT = 16.0, 12.0, 3.65, 4.2
TRAY = (0.0, -0.3, 10.0, 6.6)  # centre x, centre y, width, depth of the raised ceiling
FRONT = -DEPTH / 2
COUNTER_Y = 3.55
COUNTERS = ((-3.3, 1.08), (0.0, 1.08), (3.3, 0.80))  # x, height: the last one is for people who sit
COUNTER_WIDTH = 2.3
PENDANTS = (-3.75, -2.85, 2.85, 3.75)  # none over the middle: the emblem is seen there
COLUMNS = ((-5.9, 0.2), (5.9, 0.2))
COLUMN_RADIUS = 0.27
PORTAL_Y, PORTAL_WIDTH, PORTAL_HEIGHT = 2.9, 1.7, 2.6
EXHIBIT, EXHIBIT_HEIGHT = (2.7, -0.5), 1.52
TOTEM = (-4.35, 1.15, -0.42)  # x, y, yaw
WALL_SCREEN = (WIDTH / 2, -0.55, 1.75)
BENCH = (5.0, -3.5)
SOFAS = ((-7.15, -2.35, -math.pi / 2, 2.4), (-4.85, -4.95, 0.0, 2.4))  # x, y, yaw, width
CHAIRS = ((-3.05, -3.10, math.radians(72)), (-3.25, -1.55, math.radians(112)))
VISITOR_CHAIRS = ((2.85, 2.55, 0.12), (3.75, 2.55, -0.12))
TABLE = (-5.05, -2.55)
OUTSIDE_POTS = (-6.3, -3.1, 3.1, 6.3)
POTS = (
    (-7.25, 5.25, 1.3),
    (7.25, 5.25, 1.3),
    (-7.2, -4.95, 1.2),
    (7.3, -5.25, 1.1),
    (-7.35, 0.75, 1.0),
    (7.35, 0.9, 1.0),
)


def downlights() -> list[tuple[float, float]]:
    """Small round lamps in the lower ceiling, in even rows around the tray."""
    rows = [(x, y) for y in (-4.9, 4.6) for x in (-6.5, -3.9, -1.3, 1.3, 3.9, 6.5)]
    return rows + [(x, y) for x in (-6.5, 6.5) for y in (-2.5, -0.1, 2.3)]


def footprints() -> list[Footprint]:
    """The furniture's ground plans; also the colliders."""
    prints = [Footprint(x, COUNTER_Y, COUNTER_WIDTH + 0.16, 0.92, h) for x, h in COUNTERS]
    prints += [Footprint(x, y, 2 * COLUMN_RADIUS, 2 * COLUMN_RADIUS, SOFFIT, round=True) for x, y in COLUMNS]
    prints += [Footprint(x, y, w, 0.92, 0.8, yaw) for x, y, yaw, w in SOFAS]
    prints += [Footprint(x, y, 0.76, 0.76, 0.7, yaw, round=True) for x, y, yaw in (*CHAIRS, *VISITOR_CHAIRS)]
    prints += [
        Footprint(*TABLE, 1.1, 1.1, 0.4, round=True),
        Footprint(*BENCH, 2.6, 2.6, 0.6, round=True),
        Footprint(*EXHIBIT, 0.84, 0.84, 0.92, round=True),
        Footprint(TOTEM[0], TOTEM[1], 1.0, 0.42, 2.1, TOTEM[2]),
    ]
    prints += [Footprint(x, y, 0.58 * s, 0.58 * s, 1.4 * s, round=True) for x, y, s in POTS]
    prints += [Footprint(x, COUNTER_Y, 0.1, 0.8, 1.6) for x in (-1.65, 1.65)]
    return prints


def walls() -> list[Footprint]:
    """Thin boxes along the sides, so that physics and the server agree where the room ends."""
    w, d, t = WIDTH, DEPTH, 0.2
    return [
        Footprint(0, d / 2 + t / 2, w, t, SOFFIT),
        Footprint(0, -d / 2 - t / 2, w, t, SOFFIT),
        Footprint(w / 2 + t / 2, 0, t, d, SOFFIT),
        Footprint(-w / 2 - t / 2, 0, t, d, SOFFIT),
    ]


def spawn_points() -> list[Anchor]:
    """Ten places in two loose rows inside the entrance, 1.1 m apart, looking to the counters."""
    places = [(-2.2 + 1.1 * k, -4.75) for k in range(5)] + [(-1.65 + 1.1 * k, -3.65) for k in range(4)] + [(0.0, -2.6)]
    return [
        Anchor(f"spawn:{n}", (x, y, 0.0), 0.0, {"OMI_spawn_point": {"title": f"Entrance {n}"}})
        for n, (x, y) in enumerate(places, 1)
    ]


def _seat(number: int, x: float, y: float, yaw: float, title: str) -> Anchor:
    """OMI_seat points are local to the node, which stands on the floor: hips, knees, soles."""
    seat = {"back": [0.0, 0.46, 0.20], "knee": [0.0, 0.46, -0.30], "foot": [0.0, 0.0, -0.34], "angle": 1.75}
    return Anchor(f"seat:{number}", (x, y, 0.0), yaw, {"OMI_seat": seat}, {"title": title})


def seats() -> list[Anchor]:
    places = []
    for x, y, yaw, _width in SOFAS:
        for offset in (-0.69, 0.0, 0.69):
            places.append((x + math.cos(yaw) * offset, y + math.sin(yaw) * offset, yaw, "Sofa"))
    places += [(*chair, "Armchair") for chair in CHAIRS]
    places += [(*chair, "Counter chair") for chair in VISITOR_CHAIRS]
    return [_seat(n, x, y, yaw, title) for n, (x, y, yaw, title) in enumerate(places, 1)]


def portals() -> list[Anchor]:
    """On the floor before the doorways; -Z points into the lobby, the way somebody looks who comes through."""

    def link(slug: str, title: str, x: float, yaw: float) -> Anchor:
        return Anchor(
            f"portal:{slug}", (x, PORTAL_Y, 0.0), yaw, {"OMI_link": {"uri": f"vbranch:room/{slug}", "title": title}}
        )

    edge = WIDTH / 2 - 0.4
    return [
        link("showcase", "Showcase hall", -edge, -math.pi / 2),
        link("education", "Education centre", edge, math.pi / 2),
    ]


def exhibit() -> Anchor:
    """The turnable node with its hotspots: +Z (towards the entrance) is the card's front."""

    def hotspot(name: str, x: float, z: float, y: float) -> Anchor:
        return Anchor(
            f"hotspot:welcome-card:{name}", (x, y, z), 0.0, {}, {"hotspot": {"exhibit": "welcome-card", "id": name}}
        )

    spots = [
        hotspot("chip", -0.255, 0.035, -0.012),
        hotspot("contactless", -0.115, 0.035, -0.012),
        hotspot("back", 0.11, -0.015, 0.012),
    ]
    return Anchor("exhibit:welcome-card", (*EXHIBIT, EXHIBIT_HEIGHT), 0.0, {}, {"exhibit": "welcome-card"}, spots)


def anchors() -> list[Anchor]:
    return [*spawn_points(), *seats(), *portals(), exhibit()]
