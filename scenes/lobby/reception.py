"""Reception: the wooden wall that folds over the counters as a canopy, emblem, counters and staff places."""

from __future__ import annotations

import math

from kit import brandmarks, foliage, furniture, lamps, room, signs
from kit.part import Part, placed
from kit.shapes import box

from . import art
from . import layout as at
from . import palette as p
from .groups import Groups


def build(g: Groups) -> None:
    _back_wall(g)
    _canopy(g)
    _counters(g)
    _staff(g)


def _back_wall(g: Groups) -> None:
    w, y, edge = at.WIDTH / 2, at.DEPTH / 2, at.SLATS
    for x0, x1 in ((-w, -edge), (edge, w)):
        g.lit.append(room.wall((x1, y), (x0, y), at.SOFFIT, p.PLASTER))
        g.lit.append(room.skirting((x1, y), (x0, y), p.BRONZE))
    g.lit += room.slat_wall(
        -edge, edge, y, 0.0, at.SOFFIT, p.WALNUT, p.WALNUT, _behind_roundel, pitch=0.125, width=0.07
    )
    g.lit.append(room.skirting((edge, y - 0.051), (-edge, y - 0.051), p.BRONZE))
    disc, halo = brandmarks.roundel(0.74, p.BRAND, p.GLOW)
    g.lit += placed(disc, 0, y - 0.03, z=at.EMBLEM_Z)
    g.glow += placed(halo, 0, y - 0.03, z=at.EMBLEM_Z)
    g.node("logo", [signs.quad(0.96, 0.96, p.LOGO).moved(0, y - 0.104, at.EMBLEM_Z)])
    _duty_screen(g)
    for x, number in ((-6.5, art.SHAPES), (6.5, art.HILLS)):
        g.put(furniture.framed_panel(1.66, 1.66, p.OAK), x, y, z=1.85)
        g.lit.append(art.show(signs.quad(1.54, 1.54, p.ART), number).moved(x, y - 0.053, 1.85))


def _duty_screen(g: Groups) -> None:
    x, z = at.DUTY
    face = signs.quad(*at.DUTY_SIZE, p.SCREEN).moved(x, at.DEPTH / 2 - at.DUTY_OUT, z)
    g.node("screen:duty", [face], {"screen": "duty"})
    g.node("casing:duty", [duty_casing()])  # a node of its own: what the light was baked for stays as it is


def duty_casing() -> Part:
    """As the screens of the lounge have it, over slats that run on behind it."""
    (x, z), (width, height) = at.DUTY, at.DUTY_SIZE
    thick = 0.05
    y = at.DEPTH / 2 - at.DUTY_OUT + 0.0025 + thick / 2
    return box((0, 0, 0), (width + 0.05, thick, height + 0.05), p.CASING, 0.008, ("+y",)).moved(x, y, z)


def _behind_roundel(x: float) -> tuple[float, float] | None:
    """Slats stop behind the emblem's shield, a little inside its edge."""
    half = math.sqrt(max(0.0, 0.70**2 - (abs(x) + 0.035) ** 2))
    return (at.EMBLEM_Z - half, at.EMBLEM_Z + half) if half else None


def _canopy(g: Groups) -> None:
    y0, y1, half = at.CANOPY
    g.lit += room.baffles(-half, half, y0, y1, at.SOFFIT - 0.06, p.OAK)
    g.lit.append(
        box((0, y0 - 0.03, at.SOFFIT - 0.2), (2 * half + 0.1, 0.06, 0.4), p.WALNUT, 0.008, ("+z",), weight=0.8)
    )
    for side in (-1, 1):
        edge = box(
            (side * (half + 0.02), (y0 + y1) / 2, at.SOFFIT - 0.2),
            (0.06, y1 - y0, 0.4),
            p.WALNUT,
            0.008,
            ("+z", "+y"),
            grain=1,
            weight=0.6,
        )
        g.lit.append(edge)


def _counters(g: Groups) -> None:
    for x, height in at.COUNTERS:
        counter = furniture.counter(at.COUNTER_WIDTH, height, p.TAMBOUR, p.MARBLE, p.BRONZE, p.DARK, p.GLOW)
        g.put(counter, x, at.COUNTER_Y)
    for x in at.PENDANTS:
        g.put(lamps.globe_pendant(1.42, 0.15, p.BRONZE, p.SHADE), x, at.COUNTER_Y - 0.02, z=at.SOFFIT - 0.005)
    for x in (-1.65, 1.65):
        foot, pane = furniture.glass_fin(0.78, 1.5, p.FROSTED, p.BRONZE)
        g.put(foot, x, at.COUNTER_Y)
        g.glass += placed(pane, x, at.COUNTER_Y)
    for x, y, yaw in at.VISITOR_CHAIRS:
        g.put(furniture.armchair(p.BOUCLE, p.BRONZE), x, y, yaw)


def _staff(g: Groups) -> None:
    for x, y in at.STAFF_CHAIRS:
        g.put(furniture.side_chair(p.ACCENT, p.BRONZE, swivel=True), x, y, math.pi)
    x, y, width = at.CREDENZA
    g.put(furniture.credenza(width, p.OAK, p.MARBLE, p.BRONZE), x, y)
    for dx, size in ((-1.75, 0.5), (1.75, 0.5)):
        g.put(furniture.pot(0.15, 0.2, p.POT, p.SOIL), x + dx, y, z=0.79)
        g.leaves.append(foliage.broadleaf(size, 15, p.LEAF, seed=int(50 + dx)).moved(x + dx, y, 0.95))
    g.put(furniture.table_things(0.79, p.POT, p.ACCENT, p.RUST), x - 1.0, y, math.pi / 2)
    g.put(furniture.table_things(0.79, p.BRONZE, p.RUST, p.POT), x + 1.1, y, -math.pi / 2)
    for x, y, size in at.POTS[:2]:
        g.put(furniture.pot(0.26 * size, 0.46 * size, p.POT, p.SOIL), x, y)
        g.leaves.append(foliage.broadleaf(1.2 * size, 26, p.LEAF, seed=60 + int(x)).moved(x, y, 0.40 * size))
