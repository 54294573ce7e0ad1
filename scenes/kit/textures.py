"""Tileable textures as arrays: stone, wood, plaster, cloth and leaves, with roughness and normals.

Noise shaped in the frequency domain repeats without a seam by construction, so no blending is needed.
Colours are sRGB values from 0 to 1, [height, width, 3]; all depend on nothing but their seed.
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


def normals(height: np.ndarray, metres: float, relief: float) -> np.ndarray:
    """A normal map (OpenGL's green) of a height field 0..1 that repeats every `metres` and is `relief` metres deep."""
    step = metres / height.shape[0]
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * relief / (2 * step)
    dy = (np.roll(height, 1, 0) - np.roll(height, -1, 0)) * relief / (2 * step)
    n = np.stack([-dx, -dy, np.ones_like(height)], axis=2)
    return n / np.linalg.norm(n, axis=2, keepdims=True) * 0.5 + 0.5


def orm(rough: np.ndarray) -> np.ndarray:
    """Roughness as glTF packs it: green. Blue is full, so that a material's own factor says how metallic it is."""
    return np.stack([np.ones_like(rough), np.clip(rough, 0.04, 1), np.ones_like(rough)], axis=2)


def joints(size: int, tiles: int, width: int) -> np.ndarray:
    """1 on the lines between square slabs, 0 elsewhere, softened by one pixel."""
    line = np.zeros((size, size))
    for k in range(tiles):
        at = (k * size) // tiles
        line[at : at + width, :] = 1
        line[:, at : at + width] = 1
    return (line * 2 + np.roll(line, 1, 0) + np.roll(line, 1, 1)) / 4


def slabs(size: int = 256, seed: int = 15, tiles: int = 4) -> np.ndarray:
    """Pavement in pale slabs, seen from afar: tones and joints only, no grain that would flicker."""
    tone = np.kron(np.random.default_rng(seed).normal(size=(tiles, tiles)) * 0.02, np.ones((size // tiles,) * 2))
    return tint((204, 201, 195), (tone, 1.0), (joints(size, tiles, 2), -0.16))


def _scattered(size: int, seed: int, count: int, radii) -> np.ndarray:
    """For each pixel the number of the chip that covers it, 0 for none: stones strewn into a binder."""
    rng = np.random.default_rng(seed)
    chips = np.zeros((size, size), int)
    for number in range(1, count + 1):
        cx, cy = rng.random(2) * size
        r, squash, turn = rng.uniform(*radii), rng.uniform(0.6, 1.0), rng.random() * np.pi
        r0 = int(r) + 2
        xs, ys = (int(cx) + np.arange(-r0, r0 + 1)), (int(cy) + np.arange(-r0, r0 + 1))
        dx, dy = np.meshgrid(xs - cx, ys - cy)
        a, b = dx * np.cos(turn) + dy * np.sin(turn), -dx * np.sin(turn) + dy * np.cos(turn)
        angle = np.arctan2(b, a)
        edge = r * (1 + 0.18 * np.sin(3 * angle + turn * 9) + 0.1 * np.sin(5 * angle + cx))
        inside = np.hypot(a, b / squash) < edge
        rows, columns = np.meshgrid(ys % size, xs % size, indexing="ij")
        chips[rows[inside], columns[inside]] = number
    return chips


def terrazzo(size: int = 1024, seed: int = 11, tiles: int = 2):
    """Polished pale terrazzo in large slabs. Returns (colour, roughness)."""
    rng = np.random.default_rng(seed)
    cloud = spectral(size, 1.6, seed + 2)
    colour = tint((180, 176, 169), (cloud, 0.012), (spectral(size, 0.4, seed + 3), 0.012))
    tones = np.array([(222, 216, 204), (164, 150, 132), (138, 122, 104), (128, 130, 126), (206, 196, 180)]) / 255
    rough = 0.15 + cloud * 0.02
    for k, (count, radii) in enumerate(((2600, (2.0, 4.5)), (420, (5.0, 11.0)))):
        chips = _scattered(size, seed + 7 + k, count, radii)
        tone = np.concatenate([[np.zeros(3)], tones[rng.integers(0, len(tones), count)]])
        cover = (chips > 0)[..., None] * (0.62 if k else 0.5)
        colour = colour * (1 - cover) + tone[chips] * cover
        rough = rough - (chips > 0) * 0.04
    slab = np.kron(rng.normal(size=(tiles, tiles)) * 0.012, np.ones((size // tiles, size // tiles)))
    line = joints(size, tiles, 3)
    colour = colour * (1 + slab[..., None]) * (1 - line[..., None] * 0.30)
    return np.clip(colour, 0, 1), np.clip(rough + line * 0.4, 0.08, 1)


def travertine(size: int = 512, seed: int = 91, courses: int = 2):
    """Cut across the bed: layers along u, long open pores. Returns (colour, roughness, height)."""
    bed = spectral(size, 1.15, seed, along_x=0.10, along_y=1.0)
    fine = spectral(size, 0.7, seed + 1, along_x=0.12, along_y=1.0)
    pore = np.clip(spectral(size, 0.75, seed + 2, along_x=0.25, along_y=1.0) - 1.55, 0, 1.2)
    line = np.zeros((size, size))
    for k in range(courses):
        at = k * size // courses
        line[at : at + 2, :] = 1
        shift = (k % 2) * size // 2
        line[at : at + size // courses, shift : shift + 2] = 1
    colour = tint((204, 190, 170), (bed, 0.040), (fine, 0.018), (pore, -0.24)) * (1 - line[..., None] * 0.28)
    colour = np.clip(colour * (1 + bed[..., None] * np.array([0.0, -0.008, -0.022])), 0, 1)
    rough = 0.50 + fine * 0.04 + pore * 0.3 + line * 0.2
    height = 1 - np.clip(pore * 0.8 + line * 0.9, 0, 1) + fine * 0.02
    return colour, rough, height


def marble(size: int = 512, seed: int = 51):
    """Near-white stone with thin grey-gold veins for tops. Returns (colour, roughness)."""
    warp = spectral(size, 1.9, seed)
    vein = np.exp(-np.abs(warp + 0.25 * spectral(size, 1.3, seed + 1)) * 22)
    broad = np.exp(-np.abs(spectral(size, 2.0, seed + 2)) * 5)
    colour = tint((224, 220, 212), (broad, -0.035), (spectral(size, 0.6, seed + 3), 0.006))
    cover = (np.clip(vein, 0, 1) * 0.45)[..., None]
    return np.clip(colour * (1 - cover) + np.array([158, 146, 128]) / 255 * cover, 0, 1), 0.22 + vein * 0.08


def wood(size: int = 512, seed: int = 21, colour=(196, 160, 118), figure: float = 1.0) -> np.ndarray:
    """Straight-grown wood; the grain runs along u. `figure` is how lively it is."""
    band = spectral(size, 1.2, seed, along_x=1.0, along_y=0.05)
    fine = spectral(size, 0.7, seed + 1, along_x=1.0, along_y=0.02)
    pore = np.clip(spectral(size, 0.5, seed + 2, along_x=0.9, along_y=0.03) - 1.4, 0, None)
    warm = tint(colour, (band, 0.055 * figure), (fine, 0.03), (pore, -0.10))
    return np.clip(warm * (1 + band[..., None] * np.array([0.0, -0.012, -0.03])), 0, 1)


def planks(size: int = 1024, seed: int = 27, rows: int = 10):
    """Floor boards along u, each from another tree, their ends apart. Returns (colour, roughness, height)."""
    rng = np.random.default_rng(seed)
    grain = wood(size, seed, (172, 140, 106))
    colour, line = np.empty_like(grain), np.zeros((size, size))
    for k in range(rows):
        low, top = k * size // rows, (k + 1) * size // rows
        ends = sorted((int(rng.random() * size) + j * size // 2) % size for j in range(2))
        for a, b in ((ends[0], ends[1]), (ends[1], ends[0] + size)):
            columns = np.arange(a, b) % size
            piece = np.roll(grain, int(rng.random() * size), axis=0)[low:top][:, columns]
            colour[low:top, columns] = piece * (1 + rng.normal() * 0.07)
            line[low:top, a % size : a % size + 2] = 1
        line[low : low + 2] = 1
    soft = (line * 2 + np.roll(line, 1, 0) + np.roll(line, 1, 1)) / 4
    grey = colour.mean(axis=2)
    rough = 0.46 - (grey - grey.mean()) * 0.5 + soft * 0.3
    return np.clip(colour * (1 - soft[..., None] * 0.45), 0, 1), rough, 1 - soft * 0.9 + (grey - grey.mean()) * 0.4


FLUTES = 8  # half-rounds that one repeat of `tambour` shows


def tambour(size: int = 512, seed: int = 25) -> np.ndarray:
    """Half-rounds side by side: dark in the grooves, each stave from another board."""
    v = (np.arange(size) + 0.5) / size * FLUTES
    groove = 0.60 + 0.40 * np.sin(v % 1 * np.pi) ** 0.55
    board = np.random.default_rng(seed).normal(size=FLUTES)[v.astype(int)] * 0.035
    return np.clip(wood(size, seed) * ((1 + board) * groove)[:, None, None], 0, 1)


def plaster(size: int = 256, seed: int = 31):
    """Lime plaster with the trowel's soft clouds. Returns (colour, height)."""
    cloud, fine = spectral(size, 1.5, seed), spectral(size, 0.6, seed + 1)
    colour = tint((227, 223, 216), (cloud, 0.006), (fine, 0.004))
    return colour, 0.5 + cloud * 0.12 + fine * 0.05


def boucle(colour, size: int = 256, seed: int = 41):
    """Loops of wool: soft lumps all over. Returns (colour, height)."""
    lump = spectral(size, 0.2, seed)
    fx = np.fft.fftfreq(size) * size
    f = np.hypot(fx[None, :], fx[:, None])
    band = np.exp(-(((f - 30) / 11) ** 2))
    loops = np.real(np.fft.ifft2(np.fft.fft2(lump) * band))
    loops = loops / loops.std()
    height = np.clip(0.5 + loops * 0.22, 0, 1)
    return tint(colour, (loops, 0.045), (lump, 0.02), (spectral(size, 1.2, seed + 1), 0.02)), height


def weave(colour, size: int = 256, seed: int = 44, threads: int = 32):
    """A plain weave: two crossing sets of threads and some wool-like unevenness. Returns (colour, height)."""
    t = np.arange(size) / size * 2 * np.pi * threads
    cross = np.sin(t)[None, :] * np.sin(t)[:, None]
    fuzz = spectral(size, 0.4, seed)
    colour = tint(colour, (cross, 0.08), (fuzz, 0.06), (spectral(size, 1.2, seed + 1), 0.02))
    return colour, np.clip(0.5 + cross * 0.3 + fuzz * 0.08, 0, 1)


def shades(size: int = 64) -> np.ndarray:
    """How lamp shades shine, from their lower edge (the picture's foot) to the upper one. Left half: a linen drum with
    its lamp in the middle and hems at both ends. Right half: a globe of opal glass, dimmer towards its cap."""
    up = 1 - (np.arange(size) + 0.5) / size
    drum = 0.60 + 0.36 * np.exp(-(((up - 0.46) / 0.30) ** 2))
    drum = drum * np.where((up < 0.045) | (up > 0.955), 0.72, 1.0)
    globe = 0.60 + 0.38 * np.exp(-(((up - 0.36) / 0.42) ** 2))
    linen, opal = np.array([255, 236, 208]) / 255, np.array([255, 244, 228]) / 255
    halves = [(drum[:, None] ** 0.8) * linen, (globe[:, None] ** 0.8) * opal]
    return np.concatenate([np.repeat(h[:, None], size // 2, axis=1) for h in halves], axis=1)


def leaf(size: int = 128) -> np.ndarray:
    """One leaf over the whole square: u across, v from stalk to tip; a pale midrib and side veins."""
    v, u = np.mgrid[0:size, 0:size] / size
    across = np.abs(u - 0.5) * 2
    rib = np.exp(-across * 26)
    veins = np.exp(-np.abs(((1 - v) * 9 - across * 1.6) % 1 - 0.5) * 14) * 0.5
    shade = spectral(size, 1.0, 5)
    base = tint((104, 140, 80), (shade, 0.05), (across, -0.10), (veins, 0.10))
    cover = (rib * 0.6)[..., None]
    return np.clip(base * (1 - cover) + np.array([168, 186, 120]) / 255 * cover, 0, 1)
