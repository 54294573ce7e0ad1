"""The paintings on the walls, side by side in one picture so that all of them are one draw call."""

from __future__ import annotations

import numpy as np
from kit import textures
from kit.part import Part

from .pictures import grid, mix, paint, soft

HILLS, SHAPES, SAILS = range(3)
COUNT = 3
INSET = 0.008  # of a painting's side: its neighbour must not show in small mipmaps


def sheet() -> np.ndarray:
    return np.concatenate([_canvas(view) for view in (hills(), shapes(), sails())], axis=1)


def show(quad: Part, number: int) -> Part:
    """The same quad with one of the paintings instead of the whole sheet."""
    inner = INSET + quad.uv * (1 - 2 * INSET)
    quad.uv = (inner + (number, 0)) / (COUNT, 1)
    return quad


def hills() -> np.ndarray:
    """A large calm painting: three overlapping hills of sand, sage and teal under a warm sun."""
    x, y = grid(512, 512)
    view = mix((240, 230, 214), (234, 210, 180), y)
    paint(view, soft(0.15 - np.hypot((x - 0.64), y - 0.34), 300), np.array([224, 150, 96]) / 255)
    bands = (
        ((196, 198, 176), 0.50, 0.09, 2.1, 0.3),
        ((206, 164, 118), 0.60, 0.06, 1.3, 3.4),
        ((112, 148, 138), 0.70, 0.08, 1.6, 2.2),
        ((34, 84, 92), 0.83, 0.07, 1.9, 4.2),
    )
    for colour, level, swing, waves, phase in bands:
        edge = level + swing * np.sin(x * waves * np.pi + phase)
        paint(view, soft(y - edge, 400), np.array(colour) / 255)
    return view


def shapes() -> np.ndarray:
    """Cut-paper forms: arches and a leaf in clay, ochre, ink and sage."""
    x, y = grid(512, 512)
    view = np.full((512, 512, 3), np.array([236, 228, 214]) / 255)

    def arch(cx: float, base: float, r: float, colour) -> None:
        head = np.minimum(r - np.abs(x - cx), y - (base - 1.6 * r))
        cover = np.where(y < base - 0.6 * r, soft(r - np.hypot(x - cx, y - (base - 0.6 * r)), 400), soft(head, 400))
        paint(view, cover * soft(base - y, 400), np.array(colour) / 255)

    for ring, colour in enumerate(((186, 104, 78), (236, 228, 214), (206, 150, 92), (236, 228, 214), (44, 62, 72))):
        arch(0.40, 0.86, 0.29 - 0.052 * ring, colour)
    paint(view, soft(0.17 - np.hypot(x - 0.74, y - 0.26), 400), np.array([206, 168, 96]) / 255)
    leaf = 0.11 - np.abs((x - 0.76) - 0.10 * np.sin((y - 0.42) * 5)) - 0.9 * (y - 0.66) ** 2
    paint(view, soft(leaf, 400), np.array([92, 122, 100]) / 255)
    return view


def sails() -> np.ndarray:
    """Three sails over a long swell, in ink, clay and sand."""
    x, y = grid(512, 512)
    view = mix((232, 228, 216), (244, 232, 210), y)
    paint(view, soft(0.10 - np.hypot(x - 0.24, y - 0.25), 400), np.array([214, 140, 92]) / 255)
    for left, foot, wide, tall, lean, colour in (
        (0.60, 0.735, 0.20, 0.40, 0.10, (206, 186, 150)),
        (0.30, 0.775, 0.26, 0.50, 0.16, (36, 84, 96)),
        (0.50, 0.79, 0.14, 0.34, -0.06, (190, 110, 80)),
    ):
        up = (foot - y) / tall  # 0 at the foot of a sail, 1 at its head
        mast, leech = left + lean * 0.2 * up, left + wide * np.clip(1 - up, 0, 1) ** 0.75 + lean * 0.2 * up
        inside = np.minimum(x - mast, leech - x)
        paint(view, soft(inside, 380) * soft(up, 200) * soft(1 - up, 200), np.array(colour) / 255)
    for level, swing, phase, colour in (
        (0.76, 0.018, 0.4, (150, 176, 172)),
        (0.82, 0.022, 2.0, (88, 130, 136)),
        (0.89, 0.020, 3.9, (30, 70, 84)),
    ):
        edge = level + swing * np.sin(x * 2.6 * np.pi + phase)
        paint(view, soft(y - edge, 400), np.array(colour) / 255)
    return view


def _canvas(view: np.ndarray) -> np.ndarray:
    return np.clip(view * (1 + textures.spectral(512, 0.3, 9)[..., None] * 0.012), 0, 1)
