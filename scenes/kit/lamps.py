"""Lamps that stand, hang or lie along an edge. Each returns (lit parts, glowing parts)."""

from __future__ import annotations

import numpy as np

from .part import Part, Surface
from .shapes import at_height, box, circle, lathe, polygon, rounded_rect, sweep


def floor_lamp(height: float, metal: Surface, glow: Surface) -> tuple[list[Part], list[Part]]:
    """A slim stem with a linen drum that shines."""
    lit = lathe([(0.15, 0), (0.15, 0.012), (0.14, 0.02), (0.012, 0.024), (0.012, height - 0.1)], metal, 20, weight=0.5)
    shade = [(0.21, height - 0.34), (0.19, height)]
    return lit, lathe(shade, glow, 24) + lathe(shade, glow, 24, inside=True)


def globe_pendant(drop: float, radius: float, metal: Surface, glow: Surface) -> tuple[list[Part], list[Part]]:
    """A glowing globe under a metal cap, hanging `drop` below its origin."""
    lit = lathe([(0.006, -drop + radius), (0.006, 0)], metal, 6, weight=0.3)
    lit += lathe([(radius * 0.62, -drop + radius * 0.80), (0.02, -drop + radius + 0.03)], metal, 18, weight=0.4)
    angles = np.linspace(-np.pi / 2, np.pi * 0.30, 8)
    globe = [(max(np.cos(a) * radius, 0.002), -drop + np.sin(a) * radius) for a in angles]
    return lit, lathe(globe, glow, 20)


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
