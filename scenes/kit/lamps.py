"""Lamps that stand, hang or lie along an edge. Each returns (lit parts, glowing parts)."""

from __future__ import annotations

import numpy as np

from .part import Part, Surface
from .shapes import at_height, box, circle, lathe, polygon, rounded_rect, sweep

# A shade's picture (`textures.shades`) shows how a drum shines from rim to rim in its left half, a globe in its right.
DRUM, GLOBE = 0.25, 0.75


def _shining(parts: list[Part], column: float) -> list[Part]:
    """Let the picture of a shade run up these bodies: v is the height."""
    low = min(p.verts[:, 2].min() for p in parts)
    high = max(p.verts[:, 2].max() for p in parts)
    for part in parts:
        corner = np.concatenate([part.verts[list(f)] for f in part.faces])
        part.uv = np.stack([np.full(len(corner), column), (corner[:, 2] - low) / (high - low)], axis=1)
    return parts


def floor_lamp(height: float, metal: Surface, shade: Surface) -> tuple[list[Part], list[Part]]:
    """A slim stem with a linen drum that shines, hemmed with metal."""
    lit = lathe([(0.15, 0), (0.15, 0.012), (0.14, 0.02), (0.012, 0.024), (0.012, height - 0.1)], metal, 20, weight=0.5)
    low, high = (0.21, height - 0.34), (0.19, height)
    for radius, z in (low, high):
        hem = [(radius - 0.004, z), (radius + 0.003, z), (radius + 0.003, z + 0.011), (radius - 0.004, z + 0.011)]
        lit += lathe(hem, metal, 24, weight=0.3)
    walls = [low, ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2), high]
    return lit, _shining(lathe(walls, shade, 24) + lathe(walls, shade, 24, inside=True), DRUM)


def globe_pendant(drop: float, radius: float, metal: Surface, shade: Surface) -> tuple[list[Part], list[Part]]:
    """A globe of opal glass under a metal cap, hanging `drop` below its origin."""
    lit = lathe([(0.006, -drop + radius), (0.006, 0)], metal, 6, weight=0.3)
    lit += lathe([(radius * 0.62, -drop + radius * 0.80), (0.02, -drop + radius + 0.03)], metal, 18, weight=0.4)
    angles = np.linspace(-np.pi / 2, np.pi * 0.30, 8)
    globe = [(max(np.cos(a) * radius, 0.002), -drop + np.sin(a) * radius) for a in angles]
    return lit, _shining(lathe(globe, shade, 20), GLOBE)


def line(start, end, width: float, z: float, glow: Surface) -> list[Part]:
    """A flat line of light in a ceiling, seen from below."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    along = (end - start) / np.linalg.norm(end - start)
    side = np.array([-along[1], along[0]]) * width / 2
    points = [(*(start - side), z), (*(end - side), z), (*(end + side), z), (*(start + side), z)]
    return [polygon(points, glow, flip=True)]


def downlight(radius: float, metal: Surface, glow: Surface) -> tuple[list[Part], list[Part]]:
    """A small lamp let into a ceiling at z=0: a thin ring and a lit disc."""
    rows = np.array([at_height(circle(radius, 14), -0.012), at_height(circle(radius + 0.016, 14), -0.001)])
    disc = polygon(at_height(circle(radius, 14), -0.006), glow, flip=True)
    return [sweep(rows, metal, closed=True, weight=0.4)], [disc]


def dome_pendant(drop: float, white: Surface, metal: Surface, glow: Surface) -> tuple[list[Part], list[Part]]:
    """A dome lamp hanging `drop` below its origin."""
    bell = [(0.25, -drop), (0.24, -drop + 0.06), (0.19, -drop + 0.13), (0.10, -drop + 0.18), (0.03, -drop + 0.20)]
    lit = lathe(bell, white, 24) + lathe([(r - 0.008, z) for r, z in bell], white, 24, inside=True, weight=0.5)
    lit += lathe([(0.008, -drop + 0.19), (0.008, 0)], metal, 6, weight=0.3)
    disc = at_height(rounded_rect(0.34, 0.34, 0.17, 5), -drop + 0.04)
    return lit, [polygon(disc, glow, flip=True)]


def shelf_line(width: float, y: float, z: float, glow: Surface) -> Part:
    """A line of light along the under edge of something, looking to -y."""
    return box((0, y, z), (width, 0.008, 0.018), glow, 0.002, ("+y",))
