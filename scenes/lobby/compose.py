"""The lobby as parts: shell, front, doors and signs here, the furnished places in files of their own."""

from __future__ import annotations

import math

import numpy as np
from kit import furniture, lamps, room, signs
from kit.part import Part
from kit.plates import plate, rectangle
from kit.shapes import polygon, sweep

from . import anchors, gallery, lounge, reception
from . import layout as at
from . import palette as p
from .groups import Groups


def compose() -> Groups:
    g = Groups()
    _floor_and_ceiling(g)
    _side_walls(g)
    _front(g)
    reception.build(g)
    lounge.build(g)
    gallery.build(g)
    for sign in anchors.signs():
        g.lit.append(signs.plate_behind(sign, p.BRONZE))
        g.node(f"sign:{sign.id}", [signs.face(sign, p.SIGN)], sign.extras())
    return g


def _floor_and_ceiling(g: Groups) -> None:
    w, d = at.WIDTH / 2, at.DEPTH / 2
    x0, y0, x1, y1 = at.LOUNGE
    around = [(x1, -d), *_right_edge(), (-w, d), (-w, y1), (x1, y1)]
    g.lit.append(plate(around, p.STONE, weight=1.1))
    g.lit.append(plate(rectangle(x0, y0, x1, y1), p.BOARDS, weight=1.1))
    g.lit.append(_inlay(x1, y0, y1))
    for x in (-1.4, 1.4):
        g.lit.append(_inlay(x, -4.55, 1.95))
    g.lit += room.coved_ceiling(
        at.WIDTH, at.DEPTH, at.SOFFIT, at.HEIGHT, at.TRAY, 0.9, p.CEILING, [(-w, -d), *_right_edge(), (-w, d)]
    )
    for x, y in at.downlights():
        g.put(lamps.downlight(0.07, p.BRONZE, p.GLOW), x, y, z=at.SOFFIT)
    cx, cy, _, td = at.TRAY
    for x in (-2.6, 0.0, 2.6):
        ends = (cx + x, cy - td / 2 + 1.0), (cx + x, cy + td / 2 - 1.0)
        g.glow += lamps.line(*ends, 0.07, at.HEIGHT - 0.006, p.GLOW)


def _right_edge() -> list[tuple[float, float]]:
    """From the front to the back along the right wall, around what the gallery's wall hides: that would only cost
    lightmap. It reaches under that wall, so that no light comes through the joint."""
    w, d, lap = at.WIDTH / 2, at.DEPTH / 2, 0.06
    low, high = at.WALL_Y0 + lap, at.WALL_Y1 - lap
    return [(w, -d), (w, low), (at.WALL_X + lap, low), (at.WALL_X + lap, high), (w, high), (w, d)]


def _inlay(x: float, y0: float, y1: float) -> Part:
    """A bronze line in the floor along the aisle."""
    return polygon(
        [(x - 0.012, y0, 0.001), (x + 0.012, y0, 0.001), (x + 0.012, y1, 0.001), (x - 0.012, y1, 0.001)], p.BRONZE
    )


def _side_walls(g: Groups) -> None:
    w, d, high = at.WIDTH / 2, at.DEPTH / 2, at.DOOR_HEIGHT
    ends = [at.door_ends(y) for y in at.DOOR_YS]
    (_, low), (_, top) = _right_edge()[1], _right_edge()[4]
    g.lit.append(room.wall((w, -d), (w, low), at.SOFFIT, p.PLASTER))
    g.lit.append(room.wall((w, top), (w, d), at.SOFFIT, p.PLASTER, [(a - top, b - top, 0.0, high) for a, b in ends]))
    behind = (d - at.MEDIA_Y - at.MEDIA_HALF + 0.03, d - at.MEDIA_Y + at.MEDIA_HALF - 0.03, 0.0, at.SOFFIT)
    holes = [*((d - b, d - a, 0.0, high) for a, b in ends), behind]  # the wall of screens hides the last
    g.lit.append(room.wall((-w, d), (-w, -d), at.SOFFIT, p.PLASTER, holes))
    for side in (-1, 1):
        for k, y in enumerate(at.DOOR_YS):
            frame, glazed = room.doorway(at.DOOR_WIDTH, high, 0.22, p.WALNUT, p.PORTAL)
            number = k if side < 0 else k + 2  # its quarter of the doors' picture
            for leaf in glazed:
                leaf.uv = (leaf.uv + (number, 0)) / (4, 1)
            g.put((frame, glazed), side * w, y, -side * math.pi / 2)
        frames = [-d if side < 0 else top, *(v for a, b in ends for v in (a - 0.12, b + 0.12)), d]
        for y0, y1 in zip(frames[::2], frames[1::2]):
            line = ((w, y0), (w, y1)) if side > 0 else ((-w, y1), (-w, y0))
            g.lit.append(room.skirting(*line, p.BRONZE))


def _front(g: Groups) -> None:
    w, y = at.WIDTH / 2, at.FRONT
    # three pieces, because a chart with a large hole would waste lightmap
    header = room.wall((-w, y), (w, y), at.SOFFIT - 3.4, p.PLASTER)
    g.lit += [
        header.moved(z=3.4),
        room.wall((-w, y), (-w + 0.35, y), 3.4, p.PLASTER),
        room.wall((w - 0.35, y), (w, y), 3.4, p.PLASTER),
    ]
    bars, panes = room.glazing(-w + 0.35, w - 0.35, y - 0.06, 3.4, (-1.25, 1.25, 2.6), 1.56, p.BRONZE, p.GLASS)
    g.lit += bars
    g.glass += panes
    g.put(furniture.rug(2.9, 1.3, 0.02, p.CARPET, 0.006), 0, -5.25)
    g.outside.append(polygon([(-18, -24, -0.03), (18, -24, -0.03), (18, y, -0.03), (-18, y, -0.03)], p.PAVING))
    for side in (-1, 1):
        lawn = polygon(
            [(4.2 * side, -9.6, -0.02), (18 * side, -9.6, -0.02), (18 * side, -15, -0.02), (4.2 * side, -15, -0.02)],
            p.PAVING,
            flip=side > 0,
        )
        lawn.tint = (158, 178, 112)
        g.outside.append(lawn)
    g.outside.append(_backdrop(y))


def _backdrop(y: float, radius: float = 17.0) -> Part:
    """Half a cylinder outside the glass, its picture spread once over it; its horizon lies at eye height. Above it the
    sky closes to a dome in the colour of the picture's upper edge, for who stands at the glass and looks up."""
    angle = np.linspace(math.pi * 0.98, math.pi * 2.02, 33)
    low, high = -2.6, 9.4
    rings = ((1.0, low), (1.0, high), (0.82, 13.6), (0.48, 16.0), (0.02, 17.0))
    rows = np.array(
        [
            np.stack([np.cos(angle) * radius * k, np.sin(angle) * radius * k + y, np.full_like(angle, z)], axis=1)
            for k, z in rings
        ]
    )
    part = sweep(rows, p.BACKDROP, flip=True)
    height = np.concatenate([part.verts[list(f), 2] for f in part.faces])
    part.uv = np.stack([part.uv[:, 1] / part.uv[:, 1].max(), np.clip((height - low) / (high - low), 0, 0.996)], axis=1)
    return part
