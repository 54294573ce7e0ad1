"""Pictures painted by number: the view outside, idle screens, a telephone's, the emblem; and the brushes for them."""

from __future__ import annotations

import numpy as np
from kit import brandmarks, textures


def mix(a, b, t) -> np.ndarray:
    return np.array(a, float) / 255 * (1 - t[..., None]) + np.array(b, float) / 255 * t[..., None]


def grid(width: int, height: int):
    y, x = np.mgrid[0:height, 0:width]
    return x / width, y / height


def soft(distance: np.ndarray, sharpness: float) -> np.ndarray:
    """1 where `distance` is positive, 0 elsewhere, with a soft edge."""
    return 1 / (1 + np.exp(-np.clip(distance * sharpness, -40, 40)))


def paint(view: np.ndarray, cover: np.ndarray, colour) -> None:
    view[:] = view * (1 - cover[..., None]) + colour * cover[..., None]


def strip(view: np.ndarray, x0: float, x1: float) -> slice:
    """The columns between two places, so that small things do not cost a whole picture."""
    width = view.shape[1]
    return slice(max(0, int(x0 * width)), max(1, min(width, int(x1 * width) + 1)))


def screen(width: int = 256, height: int = 256) -> np.ndarray:
    """An idle picture for screens: a calm gradient with leaf-like sweeps, no text."""
    x, y = grid(width, height)
    base = mix((10, 52, 66), (28, 118, 126), np.clip(0.6 * x + 0.5 * (1 - y), 0, 1))
    for cx, cy, r, gain in ((0.9, 1.1, 0.75, 0.07), (0.1, 1.2, 0.85, 0.05)):
        base += gain / (1 + np.exp((np.hypot(x - cx, y - cy) - r) * 160))[..., None]
    return np.clip(base, 0, 1)


def telephone(width: int = 256, height: int = 512) -> np.ndarray:
    """A banking app without words: what there is, how it was spent, and the last payments."""
    x, y = grid(width, height)
    x, y = x * 0.5, y  # one unit is the screen's height
    view = np.full((height, width, 3), np.array([232, 238, 238]) / 255)

    def plate(left: float, top: float, right: float, foot: float, colour, radius: float = 0.015) -> None:
        dx = np.maximum(np.abs(x - (left + right) / 2) - (right - left) / 2 + radius, 0)
        dy = np.maximum(np.abs(y - (top + foot) / 2) - (foot - top) / 2 + radius, 0)
        paint(view, soft(radius - np.hypot(dx, dy), 700), np.array(colour) / 255)

    teal, ink, soft_grey = (16, 98, 108), (44, 66, 74), (170, 186, 188)
    plate(-0.1, -0.1, 0.6, 0.30, teal, 0.05)
    plate(0.04, 0.075, 0.17, 0.09, (150, 200, 204), 0.007)
    plate(0.04, 0.12, 0.30, 0.165, (248, 252, 252), 0.012)
    for left, colour in ((0.04, (232, 182, 92)), (0.16, (80, 160, 166))):
        plate(left, 0.205, left + 0.10, 0.245, colour, 0.02)
    plate(0.03, 0.325, 0.47, 0.60, (255, 255, 255), 0.025)
    ring, turn = np.hypot(x - 0.15, y - 0.4625), np.arctan2(x - 0.15, 0.4625 - y) / (2 * np.pi) % 1
    for low, high, colour in ((0.0, 0.46, teal), (0.48, 0.74, (232, 182, 92)), (0.76, 0.98, (206, 116, 84))):
        paint(view, soft(0.020 - np.abs(ring - 0.075), 700) * ((turn > low) & (turn < high)), np.array(colour) / 255)
    for k, colour in enumerate((teal, (232, 182, 92), (206, 116, 84))):
        plate(0.275, 0.395 + 0.055 * k, 0.295, 0.415 + 0.055 * k, colour, 0.008)
        plate(0.31, 0.398 + 0.055 * k, 0.43 - 0.02 * k, 0.412 + 0.055 * k, soft_grey, 0.006)
    for k in range(3):
        top = 0.635 + 0.095 * k
        plate(0.03, top, 0.47, top + 0.08, (255, 255, 255), 0.02)
        plate(0.05, top + 0.018, 0.095, top + 0.062, ((214, 232, 232), (246, 230, 200), (240, 216, 206))[k], 0.02)
        plate(0.115, top + 0.022, 0.25 + 0.03 * (k % 2), top + 0.036, ink, 0.006)
        plate(0.115, top + 0.048, 0.20, top + 0.058, soft_grey, 0.005)
        plate(0.38, top + 0.032, 0.45, top + 0.048, teal if k == 1 else ink, 0.006)
    plate(0.19, 0.972, 0.31, 0.980, ink, 0.004)
    return np.clip(view * 0.92, 0, 1)


def emblem(size: int = 256) -> np.ndarray:
    """Two leaves on a branch, white on nothing: what stands in the logo's place until a branch brings its own."""
    from PIL import Image, ImageDraw

    big = size * 4
    mask = Image.new("L", (big, big), 0)
    draw = ImageDraw.Draw(mask)
    for outline in brandmarks.outlines():
        draw.polygon([(float((x * 0.92 + 0.5) * big), float((0.5 - y * 0.92) * big)) for x, y in outline], fill=255)
    cover = np.asarray(mask.resize((size, size), Image.LANCZOS), float)[..., None] / 255
    return np.concatenate([np.ones((size, size, 3)), cover], axis=2)


def harbour(width: int = 3072, height: int = 768) -> np.ndarray:
    """A clear morning over a harbour: sky, far hills, a town along the water, trees and a railing on the quay."""
    x, y = grid(width, height)
    rng, horizon = np.random.default_rng(17), 0.575
    view = mix((116, 172, 222), (226, 236, 240), np.clip(y / horizon, 0, 1) ** 1.2)
    cloud = textures.spectral(width, 1.55, 3, along_x=0.35, along_y=1.0)[: height * 3 : 3, :width]
    cloud = cloud - cloud.mean(axis=0) + 0.5 * np.cos(x * 2 * np.pi * 3.2 + 0.6)  # on all sides, not on one
    haze = np.clip(cloud * 0.42 + 0.12 - np.abs(y - 0.24) * 1.2, 0, 0.85) * np.clip(y * 12, 0, 1)
    paint(view, haze, np.array([250, 249, 246]) / 255)
    for colour, level, swing, seed in (((168, 190, 206), 0.50, 0.035, 5), ((146, 172, 186), 0.535, 0.022, 8)):
        ridge = level - swing * _ridge(x[0], seed)
        paint(view, soft(y - ridge[None, :], 500), np.array(colour) / 255)
    _town(view, x, y, rng, horizon)
    _water(view, x, y, horizon)
    _quay(view, x, y, rng)
    return np.clip(view, 0, 1)


def _ridge(x: np.ndarray, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return sum(np.sin(x * 2 * np.pi * k + rng.random() * 6.3) / k for k in (1, 2, 3, 5, 9)) * 0.6


def _town(view, whole_x, whole_y, rng, horizon: float) -> None:
    """Houses in three depths, the nearer the darker; windows as a fine grid."""
    for depth, (count, tallest, tone, air) in enumerate(
        ((46, 0.23, (190, 202, 212), 0.5), (44, 0.15, (196, 188, 178), 0.25), (40, 0.085, (206, 180, 156), 0.0))
    ):
        for _ in range(count):
            left, wide = rng.random() * 1.02 - 0.02, 0.008 + 0.016 * rng.random()
            top = horizon - tallest * (0.35 + 0.65 * rng.random())
            colour = np.array(tone) / 255 * (1 + rng.normal() * 0.05) * (1 - 0.04 * depth)
            pitch, part = 0.0030 + 0.001 * depth, strip(view, left - 0.004, left + wide + 0.004)
            x, y = whole_x[:, part], whole_y[:, part]
            glass = (np.mod(x - left, pitch) > pitch * 0.4) & (np.mod(y - top, 0.017) > 0.007) & (y > top + 0.008)
            light = np.where(x - left > wide * 0.68, 0.84, 1.0) * np.where(glass, 0.72 + 0.2 * air, 1.0)
            cover = soft(np.minimum(x - left, left + wide - x), 4200) * soft(y - top, 1600) * (y < horizon)
            paint(view[:, part], cover, colour * light[..., None])
    x, y = whole_x, whole_y
    tree_line = horizon - 0.012 - 0.010 * np.abs(np.sin(x * 190) * np.sin(x * 71 + 1))
    paint(view, soft(y - tree_line, 700) * (y < horizon), np.array([112, 138, 104]) / 255)


def _water(view, x, y, horizon: float) -> None:
    """A rippled mirror of what stands above it."""
    shore = 0.70
    rows = np.arange(view.shape[0])
    below = (rows / view.shape[0] > horizon) & (rows / view.shape[0] < shore + 0.02)
    ripple = textures.spectral(view.shape[1], 0.9, 6, along_x=0.10, along_y=1.0)[: view.shape[0], : view.shape[1]]
    source = np.clip((2 * horizon * view.shape[0] - rows) * 1.0, 0, view.shape[0] - 1)[:, None] + ripple * 3
    blurred = np.mean([np.roll(view, (k, m), (0, 1)) for k in (-9, -4, 0, 4, 9) for m in (-3, 0, 3)], axis=0)
    mirror = blurred[
        np.clip(source, 0, int(horizon * view.shape[0]) - 1).astype(int), np.arange(view.shape[1])[None, :]
    ]
    tone = mirror * 0.40 + np.array([96, 140, 160]) / 255 * 0.60 + ripple[..., None] * 0.010
    view[below] = tone[below]


def _quay(view, whole_x, whole_y, rng) -> None:
    """Promenade, lawn, young trees and a railing."""
    x, y = whole_x, whole_y
    paint(view, soft(y - 0.700, 900), np.array([186, 180, 170]) / 255)
    paint(view, soft(y - 0.715, 900) * soft(0.74 - y, 900), np.array([140, 164, 108]) / 255)
    paint(view, soft(y - 0.740, 600), np.array([204, 199, 190]) / 255)
    for rail in (0.655, 0.675):
        paint(view, soft(0.0012 - np.abs(y - rail), 6000), np.array([66, 74, 80]) / 255)
    posts = (np.mod(x, 1 / 96) < 0.0009) & (y > 0.652) & (y < 0.703)
    view[posts] = np.array([66, 74, 80]) / 255
    foliage = textures.spectral(view.shape[1], 0.75, 12, along_x=1.0, along_y=0.45)[: view.shape[0], : view.shape[1]]
    for k in range(15):
        cx, size = (k + 0.2 + 0.6 * rng.random()) / 15, 0.75 + 0.5 * rng.random()
        part = strip(view, cx - 0.045, cx + 0.045)
        x, y = whole_x[:, part], whole_y[:, part]
        trunk = soft(0.0016 - np.abs(x - cx), 6000) * (y > 0.46) * (y < 0.725)
        paint(view[:, part], trunk, np.array([98, 82, 68]) / 255)
        crown = 1 - np.hypot((x - cx) / (0.020 * size), (y - 0.45) / (0.105 * size))
        leaves = crown * 2.2 + foliage[:, part] * 0.42
        light = 0.92 - (y - 0.45) * 2.4 + foliage[:, part] * 0.10 - (x - cx) * 5
        paint(view[:, part], soft(leaves - 0.55, 13) * 0.96, np.array([108, 142, 82]) / 255 * light[..., None])
