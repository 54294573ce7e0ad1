"""A wall with arched niches, each lit from a hidden line around its back: places for products."""

from __future__ import annotations

import numpy as np

from .part import Part, Surface
from .plates import arch, plate, rectangle
from .shapes import sweep


def arcade(
    length: float,
    height: float,
    depth: float,
    middles,
    width: float,
    spring: float,
    face: Surface,
    lining: Surface,
    rear: Surface,
) -> list[Part]:
    """The wall at y=0 from x=0 to `length`, looking to -y, with a niche `depth` deep at each of `middles`."""
    e = 0.02
    openings = [[(u, max(v, 0.0)) for u, v in arch(m, width, spring)] for m in middles]
    for ring in openings:  # stand on the plate's edge without touching it
        ring[0], ring[1] = (ring[0][0], e), (ring[1][0], e)
    front = plate(rectangle(0, 0, length, height), face, openings, lambda u, v: (u, 0.0, v))
    return [front, *(part for m in middles for part in _niche(m, width, spring, depth, lining, rear, e))]


def _niche(
    middle: float, width: float, spring: float, depth: float, lining: Surface, rear: Surface, low: float
) -> list[Part]:
    outline = np.array(arch(middle, width, spring))
    outline[:2, 1] = low
    jambs = np.concatenate([outline[1:], outline[:1]])  # from the right foot over the head to the left foot
    rows = np.array([[(u, y, v) for u, v in jambs] for y in (0.0, depth)])
    back = plate(outline, rear, place=lambda u, v: (u, depth, v))
    r = width / 2
    sill = plate(rectangle(middle - r, 0, middle + r, depth), lining, place=lambda u, v: (u, v, low), weight=0.8)
    return [sweep(rows, lining, weight=1.0), back, sill]


def halo(middle: float, width: float, spring: float, depth: float, glow: Surface) -> Part:
    """The visible line of light along the back edge of a niche."""
    outer, inner = np.array(arch(middle, width - 0.03, spring))[1:], np.array(arch(middle, width - 0.075, spring))[1:]
    feet = [np.vstack([ring, [ring[-1][0], 0.0]]) for ring in (outer, inner)]
    rows = np.array([[(u, depth - 0.012, max(v, 0.03)) for u, v in ring] for ring in feet])
    return sweep(rows, glow, flip=False, smooth=False)
