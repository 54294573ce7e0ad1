"""Plants. Leaves are not lightmapped (too many tiny charts); they carry baked-in depth as vertex colours."""

from __future__ import annotations

import numpy as np

from .part import Part, Surface
from .shapes import at_height, circle, sweep


def _leaf_part(blades: list[np.ndarray], shades: list[np.ndarray], surface: Surface) -> Part:
    """Join blades, each a grid [rows, 3, 3] with a fold along the middle, into one part."""
    verts, faces, corners = [], [], []
    for rows in blades:
        base = sum(len(v) for v in verts)
        verts.append(rows.reshape(-1, 3))
        for r in range(len(rows) - 1):
            for c in range(2):
                cell = [(r, c), (r, c + 1), (r + 1, c + 1), (r + 1, c)]
                faces.append(tuple(base + rr * 3 + cc for rr, cc in cell))
                corners += [(cc / 2, rr / (len(rows) - 1)) for rr, cc in cell]
    uv = np.array(corners)
    return Part(np.concatenate(verts), faces, surface, uv, np.zeros_like(uv), True, 1.0, np.concatenate(shades))


def _blade(root, direction, side, length: float, width: float, droop: float, rows: int) -> np.ndarray:
    """A pointed, folded leaf that bends down towards its tip."""
    t = np.linspace(0, 1, rows)[:, None]
    spine = root + direction * length * t - np.array([0, 0, 1]) * droop * length * t**2
    half = np.sin(np.pi * np.clip(t * 0.94 + 0.06, 0, 1)) ** 0.85 * width / 2
    fold = np.array([0, 0, 1]) * half * 0.35
    return np.stack([spine - side * half + fold, spine, spine + side * half + fold], axis=1)


def broadleaf(height: float, leaves: int, surface: Surface, seed: int) -> Part:
    """An indoor plant: long leaves that spring from the middle, golden angle apart."""
    rng = np.random.default_rng(seed)
    blades, shades = [], []
    for k in range(leaves):
        turn = k * 2.39996 + rng.normal() * 0.15
        age = k / leaves  # outer, older leaves lie lower
        rise = np.radians(80 - 52 * age + rng.normal() * 5)
        out = np.array([np.cos(turn), np.sin(turn), 0])
        direction = out * np.cos(rise) + np.array([0, 0, np.sin(rise)])
        side = np.array([-np.sin(turn), np.cos(turn), 0])
        length = height * (0.95 - 0.25 * age) * (0.85 + 0.3 * rng.random())
        blade = _blade(out * 0.03, direction, side, length, length * 0.22, 0.25 + 0.35 * age, 5)
        blades.append(blade)
        depth = np.clip(np.linspace(0.35, 1.05, 5) - 0.12 * age + rng.normal() * 0.06, 0.25, 1)
        shades.append(np.repeat(depth, 3))
    return _leaf_part(blades, shades, surface)


def tree(
    height: float, crown: float, leaves: int, bark: Surface, surface: Surface, seed: int, size: float = 1.0
) -> tuple[list[Part], Part]:
    """A small indoor tree: a forked trunk and a loose, light crown. Returns (lit trunk, leaves)."""
    rng = np.random.default_rng(seed)
    middle = np.array([0, 0, height - crown * 0.75])
    trunk: list[Part] = []
    for k in range(5):
        turn = k / 5 * 2 * np.pi + rng.random() * 0.6
        lean = 0.10 + 0.10 * rng.random()
        reach = np.array([np.cos(turn) * 0.45, np.sin(turn) * 0.45, (rng.random() - 0.2) * 0.5])
        top = middle + reach * crown
        trunk.append(_limb(np.array([np.cos(turn) * 0.05, np.sin(turn) * 0.05, 0]), top, 0.035, 0.012, lean, bark))
    blades, shades = [], []
    for _ in range(leaves):
        away = rng.normal(size=3)
        away /= np.linalg.norm(away)
        radius = crown * (0.35 + 0.65 * rng.random() ** 0.6)
        root = middle + away * radius * np.array([1, 1, 0.72])
        direction = away * 0.7 + rng.normal(size=3) * 0.45 + np.array([0, 0, -0.05])
        direction /= np.linalg.norm(direction)
        side = np.cross(direction, [0, 0, 1.0])
        side /= max(np.linalg.norm(side), 1e-6)
        blades.append(_blade(root, direction, side, (0.15 + 0.06 * rng.random()) * size, 0.070 * size, 0.35, 4))
        light = 0.42 + 0.58 * np.clip((radius / crown) ** 2 * 0.8 + away[2] * 0.3, 0, 1)
        shades.append(np.full(12, np.clip(light + rng.normal() * 0.07, 0.3, 1)))
    return trunk, _leaf_part(blades, shades, surface)


def _limb(start, end, thick: float, thin: float, bend: float, bark: Surface) -> Part:
    """A bent branch as a swept ring; its rings stay level, which is enough for near-vertical limbs."""
    outward = (end - start) * [1, 1, 0]
    rows = []
    for k in np.linspace(0, 1, 7):
        centre = start + (end - start) * k - outward * bend * np.sin(np.pi * k) * 2
        rows.append(at_height(circle(thick + (thin - thick) * k, 8), 0) + centre)
    return sweep(np.array(rows), bark, closed=True, weight=0.5)
