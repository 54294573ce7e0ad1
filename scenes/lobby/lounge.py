"""The waiting lounge before the wall of screens, and the glass pod behind it."""

from __future__ import annotations

import math

import numpy as np
from kit import foliage, furniture, lamps, pod, room, signs
from kit.part import placed
from kit.shapes import box

from . import art
from . import layout as at
from . import palette as p
from .groups import Groups

TODAY, CALM = (2.34, 1.316), (0.62, 1.316)  # the large screen and its two neighbours, metres


def build(g: Groups) -> None:
    _media_wall(g)
    _seats(g)
    _green(g)
    _pod(g)


def _media_wall(g: Groups) -> None:
    x, z = -at.WIDTH / 2, 1.80
    places = {"today": (0.0, *TODAY), "calm-1": (-1.6, *CALM), "calm-2": (1.6, *CALM)}

    def covered(u: float) -> tuple[float, float] | None:
        inside = any(abs(u - middle) < w / 2 - 0.02 for middle, w, _h in places.values())
        return (z - TODAY[1] / 2 + 0.02, z + TODAY[1] / 2 - 0.02) if inside else None

    half = at.MEDIA_HALF
    slats = room.slat_wall(
        -half, half, 0.0, 0.08, at.SOFFIT, p.WALNUT, p.WALNUT, covered, pitch=0.125, width=0.07, depth=0.035
    )
    g.lit += placed(slats, x + 0.002, at.MEDIA_Y, at.RIGHT)
    for name, (u, w, h) in places.items():
        g.put([box((u, -0.045, z), (w + 0.05, 0.05, h + 0.05), p.DARK, 0.008, ("+y",))], x, at.MEDIA_Y, at.RIGHT)
        face = signs.quad(w, h, p.SCREEN).moved(u, -0.0725, z).moved(x, at.MEDIA_Y, 0, at.RIGHT)
        g.node(f"screen:{name}", [face], {"screen": name})
    shelf = box((0, -0.19, 0.30), (2 * half - 0.2, 0.36, 0.20), p.OAK, 0.01, ("+y",))
    g.lit += placed([shelf], x, at.MEDIA_Y, at.RIGHT)
    g.glow += placed([lamps.shelf_line(2 * half - 0.3, -0.30, 0.198, p.GLOW)], x, at.MEDIA_Y, at.RIGHT)
    for dy, books in ((-1.3, (p.RUST, p.POT)), (1.2, (p.ACCENT, p.RUST))):
        g.put(furniture.table_things(0.40, p.POT, *books), x + 0.2, at.MEDIA_Y + dy, math.pi / 2)


def _seats(g: Groups) -> None:
    x, y, width, depth = at.RUG
    g.put(furniture.rug(width, depth, 0.12, p.CARPET), x, y)
    for (x, y, yaw, width), accents in zip(at.SOFAS, ([p.ACCENT, p.RUST], [p.RUST, p.ACCENT])):
        g.put(furniture.sofa(width, 3, p.BOUCLE, p.BRONZE, accents), x, y, yaw)
    for x, y, yaw in at.CHAIRS:
        g.put(furniture.armchair(p.ACCENT, p.BRONZE), x, y, yaw)
    (x, y, radius, height), (x2, y2, radius2, height2) = at.TABLES
    g.put(furniture.round_table(radius, height, p.OAK, p.BRONZE), x, y, z=0.013)
    g.put(furniture.table_things(height, p.POT, p.RUST, p.ACCENT), x, y, z=0.013)
    g.put(furniture.round_table(radius2, height2, p.MARBLE, p.BRONZE), x2, y2, z=0.013)
    for x, y in at.LAMPS:
        g.put(lamps.floor_lamp(1.58, p.BRONZE, p.SHADE), x, y)


def _green(g: Groups) -> None:
    x, y, depth, width = at.DIVIDER
    g.put(furniture.planter_box(width, depth, 0.62, p.WALNUT, p.SOIL), x, y, at.RIGHT)
    rng = np.random.default_rng(4)
    for k in range(7):
        plant = foliage.broadleaf(0.46 + 0.1 * rng.random(), 12, p.LEAF, seed=30 + k)
        g.leaves.append(plant.moved(x + rng.normal() * 0.02, y - width / 2 + (k + 0.5) * width / 7, 0.55))
    x, y, size = at.POTS[2]
    g.put(furniture.pot(0.26 * size, 0.46 * size, p.POT, p.SOIL), x, y)
    g.leaves.append(foliage.broadleaf(1.2 * size, 26, p.LEAF, seed=62).moved(x, y, 0.40 * size))
    x, y = at.SIDE_TABLE
    g.put(furniture.pot(0.28, 0.5, p.POT, p.SOIL), x, y)
    g.leaves.append(foliage.broadleaf(1.35, 26, p.LEAF, seed=63).moved(x, y, 0.42))


def _pod(g: Groups) -> None:
    x, y, width, depth, height = at.POD
    lit, panes = pod.pod(width, depth, height, at.POD_DOOR, p.BRONZE, p.WALNUT, p.GLASS)
    g.put(lit, x, y)
    g.glass += placed(panes, x, y)
    low, _high = at.POD_DOOR
    bands = [((0, side), (width, side)) for side in (-0.004, depth + 0.004)] + [
        ((width + 0.004, 0), (width + 0.004, low))
    ]
    g.glass += placed([pod.manifestation(a, b, 0.95, 1.45, p.FROSTED) for a, b in bands], x, y)
    for dx in (0.8, 2.4):
        g.put(lamps.downlight(0.08, p.BRONZE, p.GLOW), x + dx, y + depth / 2, z=height)
    tx, ty = at.POD_TABLE
    g.put(furniture.round_table(0.5, 0.73, p.OAK, p.BRONZE), tx, ty)
    g.put(furniture.table_things(0.73, p.POT, p.RUST, p.DARK), tx, ty)
    for cx, cy, yaw in at.POD_CHAIRS:
        g.put(furniture.side_chair(p.RUST, p.BRONZE), cx, cy, yaw)
    g.put(furniture.framed_panel(1.3, 1.3, p.OAK), -at.WIDTH / 2, y + depth / 2, at.RIGHT, z=1.55)
    picture = art.show(signs.quad(1.2, 1.2, p.ART), art.SAILS).moved(0, -0.053, 1.55)
    g.lit.append(picture.moved(-at.WIDTH / 2, y + depth / 2, 0, at.RIGHT))
