"""Straight flights of stairs: treads with nosings, risers, strings, handrails over glass or balusters.

A flight stands around its own origin: the foot of its first riser lies at y = 0, it climbs towards +y and is centred on
x. Its last riser ends at the upper floor, so it has one tread less than risers. Comfort after the rule of pace that
architects use since Blondel (1675): two rises and one going make 0.60 to 0.65 m.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .part import Part, Surface, solid
from .shapes import box, lathe, polygon, sweep

RISE, GOING, PACE = (0.15, 0.17), (0.28, 0.30), (0.60, 0.65)  # what public stairs may have, metres
NOSING, TREAD = 0.025, 0.045  # how far a tread reaches over the riser below it; how thick it is
STRING = 0.05  # thickness of the boards at the sides
RAIL_HEIGHT, RAIL_RADIUS, RAIL_OVER = 0.90, 0.021, 0.30  # over the nosings; it runs on level at both ends


@dataclass(frozen=True)
class Flight:
    """How wide and high a flight is; `going` is the depth of one step."""

    width: float
    height: float
    going: float = 0.29

    @property
    def risers(self) -> int:
        return max(1, round(self.height / (sum(RISE) / 2)))

    @property
    def rise(self) -> float:
        return self.height / self.risers

    @property
    def length(self) -> float:
        """From the first riser to the last."""
        return (self.risers - 1) * self.going

    def problems(self) -> list[str]:
        """What makes it unfit for people to walk on."""
        measured = {"rise": (self.rise, RISE), "going": (self.going, GOING)}
        measured["pace"] = (2 * self.rise + self.going, PACE)
        return [
            f"{name} {value:.3f} m is not between {low} and {high}"
            for name, (value, (low, high)) in measured.items()
            if not low - 1e-6 <= value <= high + 1e-6
        ]


def steps(flight: Flight, tread: Surface, riser: Surface, strip: Surface) -> list[Part]:
    """Treads, each with a strip of another colour on its edge that tells where it ends, and the risers behind them."""
    parts, half = [], flight.width / 2 - STRING
    for k in range(flight.risers):
        y, z = k * flight.going, (k + 1) * flight.rise
        corners = [(-half, y, z - flight.rise), (half, y, z - flight.rise), (half, y, z - TREAD), (-half, y, z - TREAD)]
        parts.append(polygon(corners, riser))
        deep = NOSING + (flight.going if k < flight.risers - 1 else 0.10)
        middle = (0, y - NOSING + deep / 2, z - TREAD / 2)
        hidden = ("-x", "+x") if k < flight.risers - 1 else ("-x", "+x", "+y")
        parts.append(box(middle, (2 * half, deep, TREAD), tread, 0.008, hidden))
        edge = [(-half, y - 0.010, z + 0.001), (half, y - 0.010, z + 0.001)]
        parts.append(polygon([*edge, (half, y + 0.035, z + 0.001), (-half, y + 0.035, z + 0.001)], strip))
    return parts


def strings(flight: Flight, surface: Surface) -> list[Part]:
    """The sloping boards that close a flight at its sides, a hand's breadth above the nosings."""
    parts = []
    for side in (-1, 1):
        outer, inner = side * flight.width / 2, side * (flight.width / 2 - STRING)
        verts = [(x, y, z) for x in (inner, outer) for y, z in _string_outline(flight)]
        count = len(verts) // 2
        ends = [tuple(range(count)), tuple(range(2 * count - 1, count - 1, -1))]
        around = [((k + 1) % count, k, k + count, (k + 1) % count + count) for k in range(count)]
        faces = ends + around if side < 0 else [f[::-1] for f in ends + around]
        parts.append(solid(verts, faces, surface, grain=1, smooth=False))
    return parts


def _string_outline(flight: Flight) -> list[tuple[float, float]]:
    """Seen from +x: along the floor, up the back, along the upper floor, down the slope; counter-clockwise."""
    above, slope = 0.09, flight.rise / flight.going
    first, last = -NOSING - 0.10, flight.length + 0.10
    return [
        (first, 0.0),
        (last, 0.0),
        (last, flight.height + above),
        (flight.length, flight.height + above),
        (0.0, flight.rise + above),
        (first, max(0.04, flight.rise + above + (first - 0.0) * slope)),
    ]


def rail_line(flight: Flight) -> np.ndarray:
    """The handrail's middle line as (y, z), from below: level, along the nosings, level."""
    foot, top = flight.rise + RAIL_HEIGHT, flight.height + RAIL_HEIGHT
    ends = [(-RAIL_OVER, foot), (0.0, foot)] if flight.risers > 1 else [(-RAIL_OVER, foot)]
    return np.array([*ends, (flight.length, top), (flight.length + RAIL_OVER, top)])


def handrails(flight: Flight, metal: Surface) -> list[Part]:
    """A round rail over each string, on posts at both ends of the slope."""
    parts = []
    for side in (-1, 1):
        x = side * (flight.width - STRING) / 2
        parts += _tube(x, rail_line(flight), metal)
        for y, foot in ((0.0, flight.rise), (flight.length, flight.height)):
            post = lathe([(0.016, foot + 0.085), (0.016, foot + RAIL_HEIGHT)], metal, 12, weight=0.5)
            parts += [p.moved(x, y) for p in post]
    return parts


def _tube(x: float, line: np.ndarray, metal: Surface, sides: int = 10) -> list[Part]:
    """A round bar along a line in the plane x = const, mitred where it bends, closed at both ends."""
    run = np.diff(line, axis=0)
    run /= np.linalg.norm(run, axis=1, keepdims=True)
    way = np.concatenate([run[:1], (run[1:] + run[:-1]) / 2, run[-1:]])
    turn = np.arange(sides) / sides * 2 * np.pi
    rows = []
    for (y, z), (dy, dz) in zip(line, way):
        up = np.array([-dz, dy]) / (dy * dy + dz * dz)  # longer in a mitre, so that the bar keeps its thickness
        across, lift = np.cos(turn) * RAIL_RADIUS, np.sin(turn) * RAIL_RADIUS
        rows.append(np.stack([x + across, y + lift * up[0], z + lift * up[1]], axis=1))
    bar = sweep(np.array(rows), metal, closed=True, flip=True, weight=0.6)
    return [bar, polygon(rows[0], metal), polygon(rows[-1], metal, flip=True)]


def panes(flight: Flight, glass: Surface) -> list[Part]:
    """A pane of glass below each handrail, clear of rail and string by a finger's breadth."""
    low, high = 0.12, RAIL_HEIGHT - 0.07
    y0, y1, z0, z1 = 0.03, flight.length - 0.03, flight.rise, flight.height
    parts = []
    for side in (-1, 1):
        x = side * (flight.width - STRING) / 2
        parts.append(polygon([(x, y0, z0 + low), (x, y1, z1 + low), (x, y1, z1 + high), (x, y0, z0 + high)], glass))
    return parts


def balusters(flight: Flight, metal: Surface) -> list[Part]:
    """Instead of panes: thin bars, so close that no child's head fits between two (0.10 m clear)."""
    count = int(np.ceil(flight.length / 0.11))
    parts = []
    for side in (-1, 1):
        x = side * (flight.width - STRING) / 2
        for k in range(1, count):
            y = flight.length * k / count
            z = flight.rise + y / flight.going * flight.rise
            bar = lathe([(0.007, z + 0.085), (0.007, z + RAIL_HEIGHT)], metal, 6, weight=0.3)
            parts += [p.moved(x, y) for p in bar]
    return parts


def walk(flight: Flight) -> tuple[np.ndarray, np.ndarray]:
    """The walkable slope between the strings as (vertices, triangles). It is right in the middle of every tread, and
    half a rise off at its edges: a smooth way up, because jolts make people in a headset sick."""
    half = flight.width / 2 - STRING - 0.15
    y0, y1 = -flight.going / 2, flight.length + flight.going / 2
    verts = np.array([(-half, y0, 0), (half, y0, 0), (half, y1, flight.height), (-half, y1, flight.height)])
    return verts, np.array([(0, 1, 2), (0, 2, 3)])


def solids(flight: Flight) -> list[tuple[float, float, float, float, float]]:
    """What stands in the way, as boxes on the floor: (x, y, width, depth, height); one a step, one a string."""
    found = [
        (0.0, (k + 0.5) * flight.going, flight.width, flight.going, (k + 1) * flight.rise)
        for k in range(flight.risers - 1)
    ]
    x, middle = (flight.width - STRING) / 2, flight.length / 2
    tall = flight.height + RAIL_HEIGHT
    return found + [(side * x, middle, STRING, flight.length + 2 * RAIL_OVER, tall) for side in (-1, 1)]
