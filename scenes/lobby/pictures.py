"""Pictures painted by number: the view outside, the art on the walls, idle screens, the emblem."""

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


def portal(width: int = 192, height: int = 320) -> np.ndarray:
    """Frosted double doors with light behind them and bronze pulls: true from every side, unlike a painted passage."""
    x, y = grid(width, height)
    glow = 0.62 + 0.38 * np.exp(-(((x - 0.5) / 0.55) ** 2) - ((y - 0.36) / 0.5) ** 2)
    view = np.array([226, 226, 216]) / 255 * glow[..., None]
    for k in range(9):  # etched lines, closer towards the middle of the door
        paint(view, soft(0.0022 - np.abs(y - 0.60 - 0.022 * k), 900) * 0.5, np.array([246, 246, 240]) / 255)
    bronze = np.array([92, 72, 52]) / 255
    paint(view, soft(0.006 - np.abs(x - 0.5), 500), bronze * 0.6)
    for side in (-1, 1):
        paint(view, soft(0.013 - np.abs(x - 0.5 - side * 0.075), 400) * soft(0.17 - np.abs(y - 0.56), 300), bronze)
    for edge in (x, 1 - x, y, 1 - y):
        paint(view, soft(0.022 - edge, 500), bronze * 0.8)
    return np.clip(view, 0, 1)


def screen(width: int = 256, height: int = 256) -> np.ndarray:
    """An idle picture for screens: a calm gradient with leaf-like sweeps, no text."""
    x, y = grid(width, height)
    base = mix((10, 52, 66), (28, 118, 126), np.clip(0.6 * x + 0.5 * (1 - y), 0, 1))
    for cx, cy, r, gain in ((0.9, 1.1, 0.75, 0.07), (0.1, 1.2, 0.85, 0.05)):
        base += gain / (1 + np.exp((np.hypot(x - cx, y - cy) - r) * 160))[..., None]
    return np.clip(base, 0, 1)


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
    return _canvas(view)


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
    return _canvas(view)


def _canvas(view: np.ndarray) -> np.ndarray:
    return np.clip(view * (1 + textures.spectral(512, 0.3, 9)[..., None] * 0.012), 0, 1)


def harbour(width: int = 2048, height: int = 512) -> np.ndarray:
    """A clear morning over a harbour: sky, far hills, a town along the water, trees and a railing on the quay."""
    x, y = grid(width, height)
    rng, horizon = np.random.default_rng(17), 0.575
    view = mix((116, 172, 222), (226, 236, 240), np.clip(y / horizon, 0, 1) ** 1.2)
    cloud = textures.spectral(2048, 1.55, 3, along_x=0.35, along_y=1.0)[: height * 3 : 3, :width]
    haze = np.clip(cloud * 0.5 + 0.1 - np.abs(y - 0.26) * 1.4, 0, 0.85)
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
            cover = soft(np.minimum(x - left, left + wide - x), 2600) * soft(y - top, 900) * (y < horizon)
            paint(view[:, part], cover, colour * light[..., None])
    x, y = whole_x, whole_y
    tree_line = horizon - 0.012 - 0.010 * np.abs(np.sin(x * 190) * np.sin(x * 71 + 1))
    paint(view, soft(y - tree_line, 700) * (y < horizon), np.array([112, 138, 104]) / 255)


def _water(view, x, y, horizon: float) -> None:
    """A rippled mirror of what stands above it."""
    shore = 0.70
    rows = np.arange(view.shape[0])
    below = (rows / view.shape[0] > horizon) & (rows / view.shape[0] < shore + 0.02)
    ripple = textures.spectral(2048, 0.9, 6, along_x=0.10, along_y=1.0)[: view.shape[0], : view.shape[1]]
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
        paint(view, soft(0.0012 - np.abs(y - rail), 4000), np.array([66, 74, 80]) / 255)
    posts = (np.mod(x, 1 / 96) < 0.0009) & (y > 0.652) & (y < 0.703)
    view[posts] = np.array([66, 74, 80]) / 255
    foliage = textures.spectral(2048, 0.75, 12, along_x=1.0, along_y=0.45)[: view.shape[0], : view.shape[1]]
    for k in range(15):
        cx, size = (k + 0.2 + 0.6 * rng.random()) / 15, 0.75 + 0.5 * rng.random()
        part = strip(view, cx - 0.045, cx + 0.045)
        x, y = whole_x[:, part], whole_y[:, part]
        trunk = soft(0.0016 - np.abs(x - cx), 3000) * (y > 0.46) * (y < 0.725)
        paint(view[:, part], trunk, np.array([98, 82, 68]) / 255)
        crown = 1 - np.hypot((x - cx) / (0.020 * size), (y - 0.45) / (0.105 * size))
        leaves = crown * 2.2 + foliage[:, part] * 0.42
        light = 0.92 - (y - 0.45) * 2.4 + foliage[:, part] * 0.10 - (x - cx) * 5
        paint(view[:, part], soft(leaves - 0.55, 9) * 0.96, np.array([108, 142, 82]) / 255 * light[..., None])
