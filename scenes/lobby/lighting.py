"""The light of the bake: a bright day outside, warm hidden light inside. Nothing here is exported."""

from __future__ import annotations

import math

from kit import bake

from . import layout as at

DAY, WARM = (0.86, 0.93, 1.0), (1.0, 0.92, 0.83)


def light_rig() -> None:
    _daylight()
    _cove()
    _washes()
    _pendants()


def _daylight() -> None:
    bake.sky((0.80, 0.90, 1.0), 0.9)
    middle = (0, at.FRONT - 0.25, 1.7)
    bake.area_light("sky portal", middle, (15.6, 3.4), (0, 1, 0), 1.0, DAY, portal=True)
    bake.area_light("daylight", middle, (15.0, 3.2), (0, 1, -0.12), 210, DAY)
    bake.sun((0.42, 1.0, -1.05), 2.2, (1.0, 0.93, 0.82), 2.5)


def _cove() -> None:
    """Strips behind the lip of the ceiling tray, shining up and inwards.

    Light that only arrives after a bounce is noisy, and noise ends up as blotches. So the strips just draw the
    bright edge, and a large soft light in the tray stands for what they would send down.
    """
    cx, cy, w, d = at.TRAY
    bake.area_light("tray", (cx, cy, at.HEIGHT - 0.03), (w - 1.0, d - 1.0), (0, 0, -1), 190, WARM)
    z, out = at.SOFFIT + 0.18, 0.18
    for side in (-1, 1):
        bake.area_light("cove", (cx, cy + side * (d / 2 + out), z), (w - 0.8, 0.28), (0, -side * 0.35, 1), 26, WARM)
        bake.area_light("cove", (cx + side * (w / 2 + out), cy, z), (0.28, d - 0.8), (-side * 0.35, 0, 1), 17, WARM)


def _washes() -> None:
    """Slots in the lower ceiling that graze the slat wall, the side walls and the exhibit."""
    z = at.SOFFIT - 0.01
    bake.area_light("slats", (0, 5.5, z), (10.4, 0.10), (0, 0.25, -1), 45, WARM, spread=110)
    for side in (-1, 1):
        bake.area_light("wall", (side * 7.45, 0, z), (0.10, 11), (side * 0.2, 0, -1), 34, WARM, spread=110)
    x, y = at.EXHIBIT
    bake.area_light("exhibit", (x, y - 0.4, at.HEIGHT - 0.05), (0.4, 0.4), (0, 0.1, -1), 22, WARM, spread=60)
    bake.area_light("emblem", (0, 5.925, 2.3), (1.3, 1.3), (0, 1, 0), 14, (1, 0.95, 0.88))


def _pendants() -> None:
    for x in at.PENDANTS:
        centre = (x, at.COUNTER_Y - 0.05, at.SOFFIT - 1.11)
        bake.area_light("pendant", centre, (0.34, 0.34), (0, 0, -1), 5, WARM, spread=math.degrees(2.6))
