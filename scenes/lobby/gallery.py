"""The gallery: three lit alcoves with plinths, the welcome card on its own plinth, the round bench, the totem."""

from __future__ import annotations

import math

from kit import alcoves, brandmarks, foliage, furniture, products, room, signs
from kit.part import Part, placed
from kit.shapes import ring

from . import layout as at
from . import palette as p
from .groups import Groups

FROM_LEFT = -math.pi / 2  # turns what looks to the entrance (-y) so that it looks to the aisle (-x)


def build(g: Groups) -> None:
    _alcoves(g)
    _models(g)
    _card(g)
    _bench(g)
    _totem(g)
    for k, (x, y, size) in enumerate(at.POTS[3:]):
        g.put(furniture.pot(0.26 * size, 0.46 * size, p.POT, p.SOIL), x, y)
        g.leaves.append(foliage.broadleaf(1.2 * size, 26, p.LEAF, seed=65 + k).moved(x, y, 0.40 * size))
    for k, x in enumerate(at.OUTSIDE_POTS):
        g.put(furniture.pot(0.36, 0.55, p.POT, p.SOIL), x, at.FRONT - 1.0)
        g.leaves.append(foliage.broadleaf(1.3, 20, p.LEAF, seed=90 + k).moved(x, at.FRONT - 1.0, 0.47))


def _alcoves(g: Groups) -> None:
    x, y0, y1 = at.WALL_X, at.WALL_Y0, at.WALL_Y1
    middles = [y1 - y for y in at.NICHES]  # along the wall as its viewer sees it, from the left
    wall = alcoves.arcade(
        y1 - y0, at.SOFFIT, at.NICHE_DEPTH, middles, at.NICHE_WIDTH, at.NICHE_SPRING, p.TRAVERTINE, p.PLASTER, p.BRAND
    )
    g.lit += placed(wall, x, y1, FROM_LEFT)
    g.lit.append(room.wall((x, y1), (at.WIDTH / 2, y1), at.SOFFIT, p.TRAVERTINE))
    g.lit.append(room.wall((at.WIDTH / 2, y0), (x, y0), at.SOFFIT, p.TRAVERTINE))
    halos = [alcoves.halo(m, at.NICHE_WIDTH, at.NICHE_SPRING, at.NICHE_DEPTH, p.GLOW) for m in middles]
    g.glow += placed(halos, x, y1, FROM_LEFT)
    for y in at.NICHES:
        body = furniture.plinth(at.PLINTH_RADIUS, at.PLINTH_HEIGHT, p.MARBLE, p.BRONZE, p.BRONZE, p.GLOW)
        g.put(body, at.PLINTH_X, y)


def _models(g: Groups) -> None:
    """Each around the origin; the build hangs it below its anchor."""
    models = {
        "home-loan": products.home(p.PRODUCT, p.PRODUCT_BRAND),
        "savings": products.savings(p.PRODUCT, p.PRODUCT_BRAND),
        "mobile": products.telephone(p.PRODUCT, p.TELEPHONE),
    }
    for name, parts in models.items():
        g.node(f"model:{name}", [part.scaled(at.MODEL_SCALE).moved(yaw=FROM_LEFT) for part in parts])


def _card(g: Groups) -> None:
    x, y = at.EXHIBIT
    g.put(furniture.plinth(0.40, 0.92, p.MARBLE, p.BRONZE, p.BRONZE, p.GLOW), x, y)
    g.lit.append(ring(1.20, 1.235, 0.002, p.BRONZE, 64, weight=0.7).moved(x, y))
    g.node("model:welcome-card", brandmarks.card(p.CARD_FRONT, p.CARD_BACK, p.CHIP, p.MARK, p.STRIPE, p.PAPER, p.LOGO))


def _bench(g: Groups) -> None:
    x, y = at.BENCH
    g.put(furniture.bench_planter(at.BENCH_INNER, at.BENCH_OUTER, p.MARBLE, p.OAK, p.SOIL), x, y)
    trunk, crown = foliage.tree(2.55, 0.85, 430, p.WALNUT, p.LEAF, seed=71)
    g.put(trunk, x, y, z=0.54)
    low = [_low(k, x, y) for k in range(7)]
    g.node("tree", [crown.moved(x, y, 0.54)])
    _, far = foliage.tree(2.55, 0.85, 110, p.WALNUT, p.LEAF, seed=71, size=1.9)
    g.node("tree-far", [far.moved(x, y, 0.54)], {"lod": {"of": "tree", "from": 11.0}})
    g.leaves += low


def _low(k: int, x: float, y: float) -> Part:
    turn = k / 7 * 2 * math.pi
    plant = foliage.broadleaf(0.42, 11, p.LEAF, seed=80 + k)
    return plant.moved(x + math.cos(turn) * 0.36, y + math.sin(turn) * 0.36, 0.53)


def _totem(g: Groups) -> None:
    x, y, yaw = at.TOTEM
    g.put(furniture.totem(0.86, 2.05, p.WALNUT, p.BRONZE, p.BRAND), x, y, yaw)
    face = signs.quad(0.78, 1.387, p.SCREEN).moved(0, -0.037, 1.30).moved(x, y, 0, yaw)
    g.node("screen:welcome", [face], {"screen": "welcome"})
    mark = signs.quad(0.60, 0.60, p.LOGO).moved(0, -0.0525, 1.56)
    g.node("logo:totem", [mark.moved(x, y, 0, yaw + math.pi)])
