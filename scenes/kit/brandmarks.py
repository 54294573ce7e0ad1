"""Things that carry the brand: the emblem (two leaves on a branch, in a logo's place), its shield and the bank card."""

from __future__ import annotations

import numpy as np

from .part import Part, Surface
from .shapes import circle, loft, polygon, rounded_rect, sweep
from .signs import quad
from .textures import spectral


def leaf_outline(length: float, width: float, steps: int = 14) -> np.ndarray:
    """A pointed leaf along +y from the origin, counter-clockwise."""
    t = np.linspace(0, 1, steps)
    half = np.sin(np.pi * t) * width / 2 * (1 - 0.25 * t)
    right = np.stack([half, t * length], axis=1)
    left = np.stack([-half, t * length], axis=1)[::-1][1:-1]
    return np.concatenate([right, left])


def _turned(outline: np.ndarray, angle: float, shift) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return outline @ np.array([[c, s], [-s, c]]) + shift


def outlines() -> list[np.ndarray]:
    """The emblem's three pieces in a unit square around the origin."""
    return [
        _turned(leaf_outline(0.62, 0.34), np.radians(-34), (0.03, -0.14)),
        _turned(leaf_outline(0.50, 0.28), np.radians(42), (-0.03, -0.24)),
        rounded_rect(0.055, 0.42, 0.027, 4) + (0.0, -0.31),
    ]


def roundel(radius: float, surface: Surface, halo: Surface) -> tuple[list[Part], list[Part]]:
    """A round shield for the emblem on a wall at y=0, looking to -y. Returns (shield, the light behind it)."""
    front, back, e = -0.07, -0.03, 0.01
    loops = [_upright(circle(r, 64), y) for r, y in ((radius, back), (radius, front + e), (radius - e, front))]
    glow = [_upright(circle(r, 64), back + 0.004) for r in (radius - 0.012, radius - 0.06)]
    return loft(loops, surface), [sweep(np.array(glow)[:, ::-1], halo, closed=True, flip=True)]


def _upright(outline: np.ndarray, y: float) -> np.ndarray:
    """Stand an outline of the ground plan up so that its front looks to -y."""
    return np.column_stack([outline[:, 0], np.full(len(outline), y), outline[:, 1]])


CARD = (0.80, 0.5045, 0.014)  # ten times as wide as a real card, in its proportions


def card(
    body: Surface, reverse: Surface, chip: Surface, mark: Surface, stripe: Surface, paper: Surface, logo: Surface
) -> list[Part]:
    """A bank card around the origin, its front to -y. Front and back differ; the only words on it are the logo's."""
    w, h, t = CARD
    bevel = 0.004
    outline, inner = rounded_rect(w, h, 0.035, 8), rounded_rect(w - 2 * bevel, h - 2 * bevel, 0.032, 8)
    back, edge0, edge1, front = (
        _upright(o, y)
        for o, y in ((inner, t / 2), (outline, t / 2 - bevel), (outline, -t / 2 + bevel), (inner, -t / 2))
    )
    face = _fit_uv(polygon(front, body), w, h)
    rear = _fit_uv(polygon(back, reverse, flip=True), w, h, mirror=True)
    rim = sweep(np.array([back, edge0, edge1, front]), reverse, closed=True)
    rim.uv = np.full_like(rim.uv, 0.02)
    parts = [face, rear, rim]
    parts += _relief(rounded_rect(0.125, 0.098, 0.018, 5) + (-0.255, 0.035), -t / 2, chip)
    parts += _chip_lines(-0.255, 0.035, -t / 2 - 0.0035, stripe)
    parts += _waves(-0.135, 0.035, -t / 2 - 0.001, mark)
    parts.append(quad(0.20, 0.20, logo).moved(0.275, -t / 2 - 0.0015, 0.135))
    parts += _relief(rounded_rect(w - 0.001, 0.095, 0.0004, 1) + (0, 0.135), t / 2, stripe, rear=True)
    parts += _relief(rounded_rect(0.46, 0.075, 0.006, 3) + (0.11, -0.015), t / 2, paper, rear=True)
    return parts


def _fit_uv(part: Part, width: float, height: float, mirror: bool = False) -> Part:
    """Spread one picture over the whole face, upright and readable from its front."""
    corner = np.concatenate([part.verts[list(f)] for f in part.faces])
    u = corner[:, 0] / width + 0.5
    part.uv = np.stack([1 - u if mirror else u, corner[:, 2] / height + 0.5], axis=1)
    return part


def _relief(outline: np.ndarray, y: float, surface: Surface, rear: bool = False, lift: float = 0.003) -> list[Part]:
    """A thin raised plate on the front or on the back of the card."""
    side = 1 if rear else -1
    centre = outline.mean(axis=0)
    top = centre + (outline - centre) * (1 - 0.006 / np.abs(outline - centre).max())
    loops = [_upright(outline, y), _upright(top, y + side * lift)]
    if rear:
        loops = [loop[::-1] for loop in loops]
    return loft(loops, surface)


def _chip_lines(x: float, z: float, y: float, surface: Surface) -> list[Part]:
    """The contact fields of the chip, as fine dark lines."""
    lines = [((x - 0.0625, z + s), (x - 0.022, z + s)) for s in (-0.018, 0.018)]
    lines += [((x + 0.022, z + s), (x + 0.0625, z + s)) for s in (-0.018, 0.018)]
    lines += [((x + s, z - 0.049), (x + s, z + 0.049)) for s in (-0.022, 0.022)]
    parts = []
    for (x0, z0), (x1, z1) in lines:
        dx, dz = (0.0, 0.0009) if z0 == z1 else (0.0009, 0.0)
        parts.append(
            polygon(
                [
                    (x0 - dx, y, z0 - dz),
                    (x1 + dx, y, z0 - dz if dx == 0 else z0),
                    (x1 + dx, y, z1 + dz),
                    (x0 - dx, y, z1 + dz if dx == 0 else z1),
                ],
                surface,
            )
        )
    return parts


def _waves(x: float, z: float, y: float, surface: Surface) -> list[Part]:
    """The four arcs of contactless payment."""
    parts = []
    for k in range(4):
        radius = 0.022 + 0.019 * k
        a = np.radians(np.linspace(-38, 38, 14))
        rows = [
            np.stack([x - 0.03 + np.cos(a) * r, np.full_like(a, y), z + np.sin(a) * r], axis=1)
            for r in (radius + 0.0042, radius - 0.0042)
        ]
        parts.append(sweep(np.array(rows), surface, flip=False))
    return parts


def card_picture(size: int = 512, seed: int = 3) -> np.ndarray:
    """The card's face in greys: it is multiplied by the brand colour, so any branch can recolour it."""
    y, x = np.mgrid[0:size, 0:size] / size
    base = 1.0 - 0.55 * np.clip(0.75 * x + 0.6 * (1 - y) - 0.25, 0, 1)
    for _k, (cx, cy, r) in enumerate(((1.05, 0.1, 0.55), (1.05, 0.1, 0.80), (1.05, 0.1, 1.05))):
        distance = np.hypot((x - cx) * 1.585, y - cy)
        base += 0.07 / (1 + np.exp((distance - r) * 220))
    base += spectral(size, 0.2, seed) * 0.004
    return np.repeat(np.clip(base, 0, 1)[..., None], 3, axis=2)
