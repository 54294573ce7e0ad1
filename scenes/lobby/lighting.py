"""The light of the bake: a clear morning outside, warm hidden light inside. Nothing here is exported."""

from __future__ import annotations

import math

from kit import bake

from . import layout as at

DAY, WARM, LAMP = (0.90, 0.95, 1.0), (1.0, 0.945, 0.88), (1.0, 0.86, 0.68)


def light_rig(leaves) -> None:
    """`leaves` are objects that soften the light but throw no shadows of the sun: a lightmap is too coarse for
    single leaves, and what is left of their shadows looks like stains."""
    _daylight(leaves)
    _cove()
    _washes()
    _spots()
    _lamps()


def _daylight(leaves) -> None:
    """The sun stands left of the front, low enough to lay the mullions' shadows on the floor."""
    bake.sky((0.78, 0.89, 1.0), 1.0)
    middle = (0, at.FRONT - 0.25, 1.7)
    bake.area_light("sky portal", middle, (15.6, 3.4), (0, 1, 0), 1.0, DAY, portal=True)
    bake.area_light("daylight", middle, (15.0, 3.2), (0, 1, -0.10), 200, DAY)
    bake.unblocked_by(leaves, bake.sun((0.55, 1.0, -0.80), 4.0, (1.0, 0.965, 0.91), 1.4))


def _cove() -> None:
    """Strips behind the lip of the ceiling tray, shining up and inwards.

    Light that only arrives after a bounce is noisy, and noise ends up as blotches. So the strips just draw the
    bright edge, and a large soft light in the tray stands for what they would send down.
    """
    cx, cy, w, d = at.TRAY
    bake.area_light("tray", (cx, cy, at.HEIGHT - 0.03), (w - 1.0, d - 1.0), (0, 0, -1), 140, WARM)
    z, out = at.SOFFIT + 0.18, 0.18
    round_, along, across = 0.9, 2 * 0.9, 0.28
    for side in (-1, 1):
        ends = (cx, cy + side * (d / 2 + out), z), (cx + side * (w / 2 + out), cy, z)
        bake.area_light("cove", ends[0], (w - along, across), (0, -side * 0.35, 1), 3.0 * (w - along), WARM)
        bake.area_light("cove", ends[1], (d - along, across), (-side * 0.35, 0, 1), 3.0 * (d - along), WARM)
    for k in range(16):
        a = (k + 0.5) / 16 * 2 * math.pi
        east, north = math.cos(a), math.sin(a)
        x = cx + math.copysign(w / 2 - round_, east) + (round_ + out) * east
        y = cy + math.copysign(d / 2 - round_, north) + (round_ + out) * north
        bake.area_light("cove", (x, y, z), (across, across), (-east * 0.35, -north * 0.35, 1), 1.3, WARM)


def _washes() -> None:
    """Slots that graze the wooden wall, the wall of screens, the travertine and the art."""
    z = at.SOFFIT - 0.01
    bake.area_light("slats", (0, 5.50, at.SOFFIT - 0.24), (9.6, 0.10), (0, 0.30, -1), 85, WARM, spread=120)
    bake.area_light("media", (-7.55, at.MEDIA_Y, z), (3.9, 0.10), (-0.25, 0, -1), 24, WARM, spread=110)
    middle, length = (at.WALL_Y0 + at.WALL_Y1) / 2, at.WALL_Y1 - at.WALL_Y0
    bake.area_light("stone", (at.WALL_X - 0.42, middle, z), (length, 0.10), (0.28, 0, -1), 30, WARM, spread=110)
    for x in (-6.5, 6.5):
        bake.area_light("art", (x, 5.3, z), (1.2, 0.10), (0, 0.42, -1), 14, WARM, spread=100)
    bake.area_light("emblem", (0, 5.925, at.EMBLEM_Z), (1.34, 1.34), (0, 1, 0), 26, WARM)
    for side in (-1, 1):
        for y in at.DOOR_YS:
            centre = (side * (at.WIDTH / 2 + 0.20), y, 1.25)
            bake.area_light("door", centre, (1.3, 2.3), (-side, 0, -0.05), 12, (0.94, 0.98, 1.0))


def _spots() -> None:
    for x, y in at.downlights():
        bake.area_light("downlight", (x, y, at.SOFFIT - 0.02), (0.12, 0.12), (0, 0, -1), 13, WARM, spread=85)
    for y in at.NICHES:
        top = at.NICHE_SPRING + at.NICHE_WIDTH / 2
        bake.area_light("niche", (at.WALL_X + 0.30, y, top - 0.10), (0.25, 0.25), (0.10, 0, -1), 13, WARM, spread=100)
        back = (at.WALL_X + at.NICHE_DEPTH - 0.06, y, 1.55)
        bake.area_light("halo", back, (1.3, 1.7), (1, 0, 0), 5, WARM)
    x, y = at.EXHIBIT
    bake.area_light("exhibit", (x, y - 0.5, at.HEIGHT - 0.05), (0.3, 0.3), (0, 0.12, -1), 26, WARM, spread=45)
    px, py, _, depth, height = at.POD
    for dx in (0.8, 2.4):
        bake.area_light("pod", (px + dx, py + depth / 2, height - 0.02), (0.3, 0.3), (0, 0, -1), 15, WARM, spread=140)


def _lamps() -> None:
    for x in at.PENDANTS:
        bake.lamp("globe", (x, at.COUNTER_Y - 0.02, at.SOFFIT - 0.06 - 1.42), 0.15, 16, LAMP)
    for x, y in at.LAMPS:
        bake.lamp("floor lamp", (x, y, 1.40), 0.16, 22, LAMP)
    bake.area_light("shelf", (-7.75, at.MEDIA_Y, 0.19), (3.6, 0.06), (0.3, 0, -1), 5, LAMP)
