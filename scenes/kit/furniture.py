"""Furniture of a bank: counters, sofas, chairs, tables, planters, plinths and screens.

Everything is built around its own origin on the floor and looks towards +y (the way a person who
sits on it looks; for a counter, the way its staff side lies). `part.placed` sets it down.
"""

from __future__ import annotations

import numpy as np

from .part import Part, Surface
from .shapes import at_height, box, circle, cushion, fluted, lathe, loft, polygon, ring, rounded_rect, sweep
from .textures import FLUTES


def slab(
    width: float, depth: float, z: float, thickness: float, radius: float, surface: Surface, weight: float = 1.0
) -> list[Part]:
    """A flat top with round corners and eased edges."""
    e = min(0.012, thickness / 3)
    loops = [
        at_height(rounded_rect(width - 2 * i, depth - 2 * i, radius - i), z + h)
        for i, h in ((e, 0), (0, e), (0, thickness - e), (e, thickness))
    ]
    return loft(loops, surface, cap_bottom=True, weight=weight)


def counter(
    width: float, height: float, wood: Surface, top: Surface, foot: Surface, dark: Surface, glow: Surface
) -> tuple[list[Part], list[Part]]:
    """A fluted service counter; visitors stand at -y, staff at +y. Returns (lit parts, glowing parts)."""
    depth, foot_height, top_height = 0.78, 0.10, 0.05
    upper = height - top_height - 0.03
    lit = [_tambour(rounded_rect(width, depth, 0.24, 8), foot_height, upper, wood)]
    lit += loft(
        [at_height(rounded_rect(width - 0.12, depth - 0.12, 0.18), z) for z in (0, foot_height)],
        foot,
        cap_top=False,
        weight=0.6,
    )
    lit += slab(width + 0.16, depth + 0.14, height - top_height, top_height, 0.28, top)
    lit += _workplace(width, height, dark, foot)
    line = [at_height(rounded_rect(width - 0.02, depth - 0.02, 0.23, 8), z) for z in (upper, height - top_height)]
    return lit, [sweep(np.array(line), glow, closed=True)]


def _tambour(outline: np.ndarray, low: float, high: float, wood: Surface, steps: int = 3) -> Part:
    """A front of upright half-rounds. A lightmap is too coarse for their shading, so the texture holds it:
    its v counts flutes (`textures.FLUTES` to a repeat), its u follows the grain upwards."""
    bumps = fluted(outline, 0.06, 0.014, steps)
    part = sweep(np.array([at_height(bumps, z) for z in (low, high)]), wood, closed=True)
    column = np.arange(len(bumps))[:, None] + [0, 1, 1, 0]
    part.uv[:, 1] = column.reshape(-1) / (steps * FLUTES)
    return part


def _workplace(width: float, height: float, dark: Surface, metal: Surface) -> list[Part]:
    """What stands on a counter: the back of a slim monitor and a card reader for the visitor."""
    x = width / 2 - 0.75
    return [
        box((x, 0.12, height + 0.29), (0.56, 0.022, 0.34), dark, 0.008, weight=0.7),
        box((x, 0.14, height + 0.08), (0.05, 0.02, 0.16), metal, 0.004, ("-z", "+z"), weight=0.5),
        *slab(0.2, 0.16, height, 0.012, 0.05, metal, weight=0.5),
        box((-x * 0.6, -0.22, height + 0.02), (0.09, 0.16, 0.035), dark, 0.01, ("-z",), weight=0.7).moved(z=-0.014),
    ]


def sofa(width: float, seats: int, cloth: Surface, legs: Surface, accents: list[Surface]) -> list[Part]:
    """A low sofa with soft cushions; accents are scatter cushions from the left."""
    arm, depth = 0.16, 0.9
    inner = width - 2 * arm
    parts = [
        cushion((0, 0, 0.22), (width - 0.04, depth, 0.20), cloth, 0.05, 0.0, 5, weight=0.8),
        cushion((0, -depth / 2 + 0.11, 0.47), (width, 0.20, 0.56), cloth, 0.07, 0.0, 6),
    ]
    for side in (-1, 1):
        parts.append(cushion((side * (width - arm) / 2, 0.02, 0.38), (arm, depth - 0.02, 0.42), cloth, 0.07, 0.0, 6))
    for k in range(seats):
        x = -inner / 2 + inner / seats * (k + 0.5)
        parts.append(cushion((x, 0.08, 0.385), (inner / seats - 0.012, 0.70, 0.16), cloth, 0.055, 0.022, 6))
        parts.append(
            _tilted(cushion((0, 0, 0), (inner / seats - 0.02, 0.16, 0.40), cloth, 0.07, 0.03, 6), 0.16).moved(
                x, -depth / 2 + 0.27, 0.645
            )
        )
    for k, surface in enumerate(accents):
        x = (-1) ** k * (inner / 2 - 0.26)
        parts.append(
            _tilted(cushion((0, 0, 0), (0.44, 0.13, 0.40), surface, 0.06, 0.045, 5), 0.32).moved(
                x, -depth / 2 + 0.43, 0.655, yaw=(-1) ** k * -0.22
            )
        )
    return parts + _legs(width / 2 - 0.14, depth / 2 - 0.12, 0.13, legs)


def _tilted(part: Part, angle: float) -> Part:
    """Lean a part backwards (its top towards -y)."""
    c, s = np.cos(angle), np.sin(angle)
    lean = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    part.verts = part.verts @ lean.T
    return part


def _legs(x: float, y: float, height: float, surface: Surface) -> list[Part]:
    leg = lathe([(0.014, 0), (0.022, height)], surface, 10, weight=0.4)
    return [p.moved(sx * x, sy * y) for sx in (-1, 1) for sy in (-1, 1) for p in leg]


def armchair(cloth: Surface, legs: Surface) -> list[Part]:
    """A tub chair: one curved shell around a round seat."""
    angles = np.linspace(np.radians(-25), np.radians(205), 25) + np.pi
    rows = []
    for radius, z in (
        (0.355, 0.20),
        (0.39, 0.24),
        (0.40, 0.55),
        (0.395, 0.70),
        (0.36, 0.73),
        (0.325, 0.70),
        (0.30, 0.50),
        (0.30, 0.34),
    ):
        high = np.cos(angles + np.pi / 2) * 0.5 + 0.5  # the shell is highest behind the sitter
        lift = np.where(z > 0.5, high * 0.10 - 0.08, 0)
        rows.append(np.stack([np.cos(angles) * radius, np.sin(angles) * radius, z + lift], axis=1))
    rows = np.array(rows)
    shell = [sweep(rows, cloth)]
    shell += [polygon(rows[:, 0], cloth), polygon(rows[:, -1], cloth, flip=True)]
    seat = [(0.30, 0.20), (0.335, 0.24), (0.335, 0.38), (0.31, 0.425), (0.22, 0.445), (0.08, 0.45)]
    return shell + lathe(seat, cloth, 32, cap_top=True) + _legs(0.23, 0.23, 0.21, legs)


def round_table(radius: float, height: float, top: Surface, stem: Surface) -> list[Part]:
    r = radius
    plate = lathe(
        [(r - 0.03, height - 0.035), (r, height - 0.015), (r, height - 0.008), (r - 0.01, height)],
        top,
        48,
        cap_top=True,
        cap_bottom=True,
    )
    foot = [(r * 0.55, 0), (r * 0.55, 0.012), (0.06, 0.03), (0.035, 0.06), (0.035, height - 0.03)]
    return plate + lathe(foot, stem, 32, weight=0.7)


def table_things(height: float, bowl: Surface, first: Surface, second: Surface) -> list[Part]:
    """A bowl and two books, so that a table looks used."""
    profile = [(0.05, 0), (0.07, 0.008), (0.13, 0.05), (0.15, 0.075), (0.143, 0.078), (0.12, 0.05), (0.02, 0.02)]
    parts = [p.moved(0.12, 0.10, height) for p in lathe(profile, bowl, 28, weight=0.8)]
    parts.append(box((0, 0, 0.012), (0.22, 0.30, 0.024), first, 0.004, ("-z",)).moved(-0.20, -0.08, height, 0.4))
    parts.append(
        box((0, 0, 0.010), (0.19, 0.26, 0.020), second, 0.004, ("-z",)).moved(-0.20, -0.08, height + 0.024, 0.75)
    )
    return parts


def rug(width: float, depth: float, radius: float, surface: Surface, thickness: float = 0.014) -> list[Part]:
    """The grain of a rug's weave is seen flat on; its edge is a small chamfer."""
    loops = [
        at_height(rounded_rect(width, depth, radius), 0.001),
        at_height(rounded_rect(width - 0.02, depth - 0.02, radius - 0.01), thickness),
    ]
    return loft(loops, surface)


def pot(radius: float, height: float, surface: Surface, soil: Surface) -> list[Part]:
    """A tapering planter with a thick rim."""
    r = radius
    profile = [
        (r * 0.70, 0),
        (r * 0.74, 0.02),
        (r, height - 0.02),
        (r - 0.008, height),
        (r - 0.035, height),
        (r - 0.045, height - 0.07),
    ]
    return lathe(profile, surface, 24) + [polygon(at_height(circle(r - 0.04, 24), height - 0.06), soil, weight=0.6)]


def planter_box(width: float, depth: float, height: float, surface: Surface, soil: Surface) -> list[Part]:
    """A long low trough with earth; a divider between two places."""
    w, d, t = width, depth, 0.03
    loops = [
        at_height(rounded_rect(w - i, d - i, 0.03, 3), z)
        for i, z in ((0.04, 0.0), (0.04, 0.05), (0, 0.05), (0, height), (2 * t, height), (2 * t, height - 0.06))
    ]
    earth = polygon(at_height(rounded_rect(w - 2 * t, d - 2 * t, 0.02, 3), height - 0.055), soil, weight=0.6)
    return [sweep(np.array(loops), surface, closed=True), earth]


def credenza(width: float, wood: Surface, top: Surface, metal: Surface) -> list[Part]:
    """A long cupboard against the wall behind the staff; its doors are four, seen by their joints."""
    depth, height, doors = 0.46, 0.78, 5
    parts = [box((0, 0, 0.05), (width - 0.1, depth - 0.08, 0.10), metal, 0.005, ("-z", "+y"), weight=0.5)]
    step = width / doors
    for k in range(doors):
        x = -width / 2 + step * (k + 0.5)
        parts.append(box((x, 0, 0.43), (step - 0.006, depth, 0.66), wood, 0.006, ("+y", "-z"), grain=2, weight=0.8))
        parts.append(box((x + step * 0.42, -depth / 2 - 0.012, 0.5), (0.012, 0.02, 0.30), metal, 0.004, weight=0.3))
    return parts + slab(width + 0.04, depth + 0.04, height - 0.02, 0.03, 0.02, top)


def side_chair(cloth: Surface, metal: Surface, swivel: bool = False) -> list[Part]:
    """A meeting or desk chair: seat, curved back, four legs or a swivel foot."""
    parts = [cushion((0, 0.02, 0.455), (0.46, 0.46, 0.075), cloth, 0.034, 0.012, 4, weight=0.8)]
    a = np.linspace(np.radians(205), np.radians(335), 11)
    rows = []
    for radius, z in ((0.225, 0.50), (0.245, 0.52), (0.262, 0.80), (0.25, 0.83), (0.232, 0.80), (0.215, 0.52)):
        rows.append(np.stack([np.cos(a) * radius * 1.02, np.sin(a) * radius + 0.03, np.full_like(a, z)], axis=1))
    shell = np.array(rows)
    parts += [sweep(shell, cloth, weight=0.8), sweep(shell[[-1, 0]], cloth, weight=0.4)]
    parts += [polygon(shell[:, 0], cloth, weight=0.4), polygon(shell[:, -1], cloth, flip=True, weight=0.4)]
    if not swivel:
        return parts + _legs(0.18, 0.19, 0.42, metal)
    stem = lathe([(0.24, 0.0), (0.235, 0.02), (0.03, 0.045), (0.025, 0.42)], metal, 16, weight=0.4)
    return parts + stem


def bench_planter(inner: float, outer: float, surface: Surface, wood: Surface, soil: Surface) -> list[Part]:
    """A round tub with earth and a bench of wood around it."""
    wall = lathe(
        [(inner, 0.40), (inner, 0.60), (inner - 0.01, 0.61), (inner - 0.06, 0.61), (inner - 0.07, 0.54)], surface, 48
    )
    earth = polygon(at_height(circle(inner - 0.065, 56), 0.545), soil, weight=0.6)
    apron = lathe([(outer - 0.10, 0), (outer - 0.10, 0.38)], surface, 48)
    e = 0.012
    edge = [(outer - 0.10, 0.38), (outer - e, 0.38), (outer, 0.38 + e), (outer, 0.45 - e), (outer - e, 0.45)]
    seat = lathe(edge, wood, 56)
    return wall + [earth] + apron + seat + [ring(inner, outer - e, 0.45, wood, 56)]


def plinth(
    radius: float, height: float, body: Surface, foot: Surface, band: Surface, glow: Surface
) -> tuple[list[Part], list[Part]]:
    """A round pedestal with a shadow gap below, a band of metal and a lit ring on top."""
    r, h = radius, height
    lit = lathe([(r - 0.05, 0), (r - 0.05, 0.06)], foot, 48, weight=0.6)
    lit += lathe([(r - 0.01, 0.05), (r, 0.06), (r, h - 0.10)], body, 48)
    lit += lathe([(r, h - 0.10), (r + 0.004, h - 0.097), (r + 0.004, h - 0.073), (r, h - 0.07)], band, 48, weight=0.6)
    lit += lathe([(r, h - 0.07), (r, h - 0.01), (r - 0.01, h)], body, 48)
    lit += [ring(r * 0.72 + 0.012, r - 0.01, h, body, 48), polygon(at_height(circle(r * 0.72 - 0.012, 48), h), body)]
    return lit, [ring(r * 0.72 - 0.012, r * 0.72 + 0.012, h, glow, 48)]


def totem(width: float, height: float, body: Surface, foot: Surface, back: Surface) -> list[Part]:
    """A free-standing screen's housing that shows its face to -y; the screen itself is a separate node. Its back
    carries a coloured panel between two lines of metal, for a logo or a sign."""
    parts = slab(width + 0.14, 0.42, 0, 0.025, 0.12, foot, weight=0.8)
    # an open side ends at its bevel, so it is let down by as much
    parts.append(box((0, 0, 0.025 + height / 2), (width, 0.07, height), body, 0.012, ("-z",)).moved(z=-0.014))
    low, top = 0.60, height - 0.055
    panel = (width - 0.08, 0.016, top - low)
    parts.append(box((0, 0.042, (low + top) / 2), panel, back, 0.003, ("-y",), weight=0.8))
    for z in (low - 0.012, top + 0.012):
        parts.append(box((0, 0.042, z), (width - 0.08, 0.02, 0.016), foot, 0.003, ("-y",), weight=0.4))
    return parts


def framed_panel(width: float, height: float, frame: Surface, depth: float = 0.05) -> list[Part]:
    """A flat frame against a wall at y=0, showing its face to -y; origin in its middle."""
    return [box((0, -depth / 2, 0), (width, depth, height), frame, 0.01, ("+y",))]


def glass_fin(depth: float, height: float, glass: Surface, metal: Surface) -> tuple[list[Part], list[Part]]:
    """A pane between two counters that keeps talks private. Returns (metal foot, pane)."""
    foot = [box((0, 0, 0.02), (0.035, depth, 0.04), metal, 0.008, ("-z",), weight=0.6)]
    pane = box((0, 0, height / 2 + 0.04), (0.014, depth, height), glass, 0.003, ("-z",))
    return foot, [pane]
