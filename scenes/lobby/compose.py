"""The lobby as parts, in groups that are handled differently by the bake and by the client."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from kit import brandmarks, foliage, furniture, room
from kit.part import Part, placed
from kit.shapes import polygon, ring

from . import layout as at
from . import palette as p


@dataclass
class Groups:
    """`lit` has a lightmap; `leaves` cast shadows only; the others take no part in the bake."""

    lit: list[Part] = field(default_factory=list)
    leaves: list[Part] = field(default_factory=list)
    glow: list[Part] = field(default_factory=list)
    glass: list[Part] = field(default_factory=list)
    outside: list[Part] = field(default_factory=list)
    screens: dict[str, list[Part]] = field(default_factory=dict)
    card: list[Part] = field(default_factory=list)

    def put(self, parts, x: float, y: float, yaw: float = 0.0, z: float = 0.0) -> None:
        """Place furniture; a pair of lists means (lit, glowing)."""
        lit, glow = parts if isinstance(parts, tuple) else (parts, [])
        self.lit += placed(lit, x, y, yaw, z)
        self.glow += placed(glow, x, y, yaw, z)


def compose() -> Groups:
    g = Groups()
    _shell(g)
    _front(g)
    _back_wall(g)
    _counters(g)
    _lounge(g)
    _showpieces(g)
    _plants(g)
    return g


def _shell(g: Groups) -> None:
    w, d = at.WIDTH / 2, at.DEPTH / 2
    g.lit.append(room.floor(at.WIDTH, at.DEPTH, p.STONE).weighed(1.1))
    g.lit += room.coved_ceiling(at.WIDTH, at.DEPTH, at.SOFFIT, at.HEIGHT, at.TRAY, 0.9, p.CEILING)
    half, top = at.PORTAL_WIDTH / 2, at.PORTAL_HEIGHT
    right = (d + at.PORTAL_Y - half, d + at.PORTAL_Y + half, 0.0, top)
    left = (d - at.PORTAL_Y - half, d - at.PORTAL_Y + half, 0.0, top)
    g.lit.append(room.wall((w, -d), (w, d), at.SOFFIT, p.PLASTER, [right]))
    g.lit.append(room.wall((-w, d), (-w, -d), at.SOFFIT, p.PLASTER, [left]))
    for side in (-1, 1):
        g.put(room.doorway(at.PORTAL_WIDTH, top, 0.55, p.OAK, p.PORTAL), side * w, at.PORTAL_Y, -side * math.pi / 2)
        for y0, y1 in ((-d, at.PORTAL_Y - half - 0.12), (at.PORTAL_Y + half + 0.12, d)):
            ends = ((w, y0), (w, y1)) if side > 0 else ((-w, y1), (-w, y0))
            g.lit.append(room.skirting(*ends, p.BRONZE))
    for x, y in at.downlights():
        g.put(room.downlight(0.075, p.BRONZE, p.GLOW), x, y, z=at.SOFFIT)
    for x, y in at.COLUMNS:
        g.put(room.column(at.COLUMN_RADIUS, at.SOFFIT, p.PLASTER, p.BRONZE), x, y)


def _front(g: Groups) -> None:
    w, y = at.WIDTH / 2, at.FRONT
    # three pieces, because a chart with a large hole would waste lightmap
    header = room.wall((-w, y), (w, y), at.SOFFIT - 3.3, p.PLASTER)
    g.lit += [
        header.moved(z=3.3),
        room.wall((-w, y), (-w + 0.35, y), 3.3, p.PLASTER),
        room.wall((w - 0.35, y), (w, y), 3.3, p.PLASTER),
    ]
    bars, panes = room.glazing(-w + 0.35, w - 0.35, y - 0.06, 3.3, (-1.25, 1.25, 2.5), 1.56, p.BRONZE, p.GLASS)
    g.lit += bars
    g.glass += panes
    g.put(furniture.rug(3.0, 1.5, 0.04, p.CARPET, 0.006), 0, -5.1)
    g.outside.append(polygon([(-16, -22, -0.03), (16, -22, -0.03), (16, y, -0.03), (-16, y, -0.03)], p.PAVING))
    g.outside.append(_backdrop(y))


def _backdrop(y: float, radius: float = 15.0) -> Part:
    """Half a cylinder outside the glass, its picture spread once over it."""
    angle = np.linspace(math.pi * 0.98, math.pi * 2.02, 33)
    rows = np.array(
        [
            np.stack([np.cos(angle) * radius, np.sin(angle) * radius + y, np.full_like(angle, z)], axis=1)
            for z in (-2.4, 9.0)
        ]
    )
    from kit.shapes import sweep

    part = sweep(rows, p.BACKDROP, flip=True)
    corner = part.uv - part.uv.min(axis=0)
    part.uv = (corner / corner.max(axis=0))[:, ::-1]
    return part


def _back_wall(g: Groups) -> None:
    w, y = at.WIDTH / 2, at.DEPTH / 2
    edge = 5.4
    for x0, x1 in ((-w, -edge), (edge, w)):
        g.lit.append(room.wall((x1, y), (x0, y), at.SOFFIT, p.PLASTER))
        g.lit.append(room.skirting((x1, y), (x0, y), p.BRONZE))
    g.lit += room.slat_wall(-edge, edge, y, 0.0, at.SOFFIT, p.OAK, p.BACKING, _behind_roundel)
    disc, halo = brandmarks.roundel(0.72, p.BRAND, p.BRAND_HALO)
    g.lit += placed(disc, 0, y - 0.05, z=2.3)
    g.glow += placed(
        halo + [part.moved(0, -0.07, 0) for part in brandmarks.emblem(0.92, 0.03, p.LOGO)], 0, y - 0.05, z=2.3
    )


def _behind_roundel(x: float) -> tuple[float, float] | None:
    """Slats stop behind the emblem's shield, a little inside its edge."""
    half = math.sqrt(max(0.0, 0.68**2 - (abs(x) + 0.03) ** 2))
    return (2.3 - half, 2.3 + half) if half else None


def _counters(g: Groups) -> None:
    for x, height in at.COUNTERS:
        g.put(
            furniture.counter(at.COUNTER_WIDTH, height, p.TAMBOUR, p.QUARTZ, p.BRONZE, p.POT, p.GLOW), x, at.COUNTER_Y
        )
    for x in at.PENDANTS:
        g.put(room.pendant(1.15, p.CEILING, p.BRONZE, p.GLOW), x, at.COUNTER_Y - 0.05, z=at.SOFFIT)
    for x in (-1.65, 1.65):
        foot, pane = furniture.glass_fin(0.78, 1.5, p.FROSTED, p.BRONZE)
        g.put(foot, x, at.COUNTER_Y)
        g.glass += placed(pane, x, at.COUNTER_Y)
    for x, y, yaw in at.VISITOR_CHAIRS:
        g.put(furniture.armchair(p.WOOL, p.BRONZE), x, y, yaw)


def _lounge(g: Groups) -> None:
    g.put(furniture.rug(4.3, 3.9, 0.25, p.CARPET), -5.05, -2.75)
    for (x, y, yaw, width), accents in zip(at.SOFAS, ([p.ACCENT], [p.ACCENT, p.ACCENT])):
        g.put(furniture.sofa(width, 3, p.WOOL, p.BRONZE, accents), x, y, yaw)
    for x, y, yaw in at.CHAIRS:
        g.put(furniture.armchair(p.ACCENT, p.BRONZE), x, y, yaw)
    g.put(furniture.round_table(0.52, 0.36, p.OAK, p.BRONZE), *at.TABLE)
    g.put(furniture.table_things(0.36, p.QUARTZ, p.ACCENT, p.POT), *at.TABLE)
    g.put(furniture.framed_panel(3.0, 1.5, p.OAK), -at.WIDTH / 2, -2.35, math.pi / 2, z=1.95)
    picture = polygon([(-1.45, -0.053, -0.7), (1.45, -0.053, -0.7), (1.45, -0.053, 0.7), (-1.45, -0.053, 0.7)], p.ART)
    g.lit.append(_spread(picture).moved(-at.WIDTH / 2, -2.35, 1.95, math.pi / 2))


def _spread(part: Part) -> Part:
    """One picture over one upright rectangle, given from its lower left corner counter-clockwise."""
    part.uv = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    return part


def _screen(width: float, height: float) -> Part:
    w, h = width / 2, height / 2
    return _spread(polygon([(-w, 0, -h), (w, 0, -h), (w, 0, h), (-w, 0, h)], p.SCREEN))


def _showpieces(g: Groups) -> None:
    x, y = at.EXHIBIT
    g.put(furniture.plinth(0.40, 0.92, p.QUARTZ, p.BRONZE, p.BRONZE, p.BRAND_GLOW), x, y)
    g.lit.append(ring(1.30, 1.34, 0.002, p.BRONZE, 72, weight=0.7).moved(x, y))
    g.card += brandmarks.card(p.CARD_FRONT, p.CARD_BACK, p.CHIP, p.MARK, p.STRIPE, p.PAPER)
    x, y, yaw = at.TOTEM
    g.put(furniture.totem(0.86, 2.05, p.QUARTZ, p.BRONZE), x, y, yaw)
    g.screens["welcome"] = [_screen(0.80, 1.42).moved(0, -0.037, 1.32).moved(x, y, 0, yaw)]
    x, y, z = at.WALL_SCREEN
    g.put(furniture.framed_panel(2.72, 1.55, p.DARK, 0.06), x, y, -math.pi / 2, z)
    g.screens["rates"] = [_screen(2.62, 1.474).moved(0, -0.063, 0).moved(x, y, z, -math.pi / 2)]

    def covered(u: float) -> tuple[float, float] | None:
        return (z - 0.74, z + 0.74) if abs(u) < 1.3 else None

    slats = room.slat_wall(-2.1, 2.1, 0.0, 0.08, at.SOFFIT, p.OAK, p.BACKING, covered, depth=0.03)
    g.lit += placed(slats, x - 0.002, y, -math.pi / 2)


def _plants(g: Groups) -> None:
    for k, (x, y, size) in enumerate(at.POTS):
        g.put(furniture.pot(0.28 * size, 0.50 * size, p.POT, p.SOIL), x, y)
        g.leaves.append(foliage.broadleaf(1.15 * size, 26, p.LEAF, seed=60 + k).moved(x, y, 0.42 * size))
    for k, x in enumerate(at.OUTSIDE_POTS):
        g.put(furniture.pot(0.36, 0.55, p.POT, p.SOIL), x, at.FRONT - 1.0)
        g.leaves.append(foliage.broadleaf(1.3, 22, p.LEAF, seed=90 + k).moved(x, at.FRONT - 1.0, 0.47))
    x, y = at.BENCH
    g.put(furniture.bench_planter(0.72, 1.25, p.QUARTZ, p.OAK, p.SOIL), x, y)
    trunk, crown = foliage.tree(2.35, 0.85, 520, p.BARK, p.LEAF, seed=71)
    g.put(trunk, x, y, z=0.54)
    g.leaves.append(crown.moved(x, y, 0.54))
    for k in range(7):
        turn = k / 7 * 2 * math.pi
        low = foliage.broadleaf(0.42, 11, p.LEAF, seed=80 + k)
        g.leaves.append(low.moved(x + math.cos(turn) * 0.42, y + math.sin(turn) * 0.42, 0.53))
