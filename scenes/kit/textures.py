"""Tileable textures as arrays: pale stone, oak, plaster and fabric.

Noise shaped in the frequency domain repeats without a seam by construction, so no blending is needed.
All functions return sRGB values from 0 to 1, [height, width, 3], and depend on nothing but their seed.
"""

from __future__ import annotations

import numpy as np


def spectral(size: int, slope: float, seed: int, along_x: float = 1.0, along_y: float = 1.0) -> np.ndarray:
    """Noise with a 1/f^slope spectrum, mean 0, deviation 1; smaller `along_*` means finer in that direction."""
    rng = np.random.default_rng(seed)
    fx = np.fft.fftfreq(size)[None, :] * size * along_x
    fy = np.fft.fftfreq(size)[:, None] * size * along_y
    f = np.sqrt(fx**2 + fy**2)
    f[0, 0] = 1
    wave = (rng.normal(size=(size, size)) + 1j * rng.normal(size=(size, size))) / f**slope
    wave[0, 0] = 0
    noise = np.real(np.fft.ifft2(wave))
    return (noise - noise.mean()) / noise.std()


def tint(colour, *layers) -> np.ndarray:
    """A flat sRGB colour (0..255) modulated by (noise, strength) layers."""
    shade = 1 + sum(noise * strength for noise, strength in layers)
    return np.clip(np.array(colour, float) / 255 * shade[..., None], 0, 1)


def joints(size: int, tiles: int, width: int) -> np.ndarray:
    """1 on the lines between square slabs, 0 elsewhere, softened by one pixel."""
    line = np.zeros((size, size))
    for k in range(tiles):
        at = (k * size) // tiles
        line[at : at + width, :] = 1
        line[:, at : at + width] = 1
    return (line * 2 + np.roll(line, 1, 0) + np.roll(line, 1, 1)) / 4


def stone(size: int = 1024, seed: int = 11, tiles: int = 2):
    """Pale limestone slabs with quiet clouds. Returns (colour, roughness); each slab has its own tone."""
    cloud, grain = spectral(size, 1.7, seed), spectral(size, 0.5, seed + 1)
    vein = np.exp(-np.abs(spectral(size, 1.75, seed + 2)) * 16)
    rng = np.random.default_rng(seed + 3)
    tone = np.kron(rng.normal(size=(tiles, tiles)) * 0.012, np.ones((size // tiles, size // tiles)))
    colour = tint((208, 202, 193), (cloud, 0.014), (grain, 0.008), (vein, -0.035), (tone, 1.0))
    line = joints(size, tiles, 3)
    colour = colour * (1 - line[..., None] * 0.26)
    rough = np.clip(0.30 + cloud * 0.035 + vein * 0.03 + line * 0.35, 0.05, 1)
    return colour, rough


def oak(size: int = 512, seed: int = 21) -> np.ndarray:
    """Light oak; the grain runs along u."""
    band = spectral(size, 1.2, seed, along_x=1.0, along_y=0.05)
    fine = spectral(size, 0.7, seed + 1, along_x=1.0, along_y=0.02)
    pore = np.clip(spectral(size, 0.5, seed + 2, along_x=0.9, along_y=0.03) - 1.4, 0, None)
    warm = tint((201, 165, 122), (band, 0.055), (fine, 0.03), (pore, -0.10))
    return np.clip(warm * (1 + band[..., None] * np.array([0.0, -0.012, -0.03])), 0, 1)


FLUTES = 8  # half-rounds that one repeat of `tambour` shows


def tambour(size: int = 512, seed: int = 25) -> np.ndarray:
    """Oak half-rounds side by side: dark in the grooves, each stave from another board."""
    v = (np.arange(size) + 0.5) / size * FLUTES
    groove = 0.60 + 0.40 * np.sin(v % 1 * np.pi) ** 0.55
    board = np.random.default_rng(seed).normal(size=FLUTES)[v.astype(int)] * 0.035
    return np.clip(oak(size, seed) * ((1 + board) * groove)[:, None, None], 0, 1)


def plaster(size: int = 256, seed: int = 31) -> np.ndarray:
    return tint((238, 234, 227), (spectral(size, 1.3, seed), 0.005), (spectral(size, 0.3, seed + 1), 0.006))


def fabric(colour, size: int = 256, seed: int = 41, threads: int = 64) -> np.ndarray:
    """A plain weave: two crossing sets of threads and some wool-like unevenness."""
    t = np.arange(size) / size * 2 * np.pi * threads
    weave = np.sin(t)[None, :] * np.sin(t)[:, None]
    return tint(colour, (weave, 0.07), (spectral(size, 0.4, seed), 0.06), (spectral(size, 1.2, seed + 1), 0.02))
