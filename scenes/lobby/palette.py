"""The lobby's materials: pale, warm and quiet, with one brand accent."""

from __future__ import annotations

import numpy as np
from kit import brandmarks, textures
from kit.materials import Materials, picture, srgb
from kit.part import Surface

TEAL = srgb(18, 126, 138)
DEEP = srgb(22, 62, 92)

STONE = Surface("floor_stone", 2.4)
OAK = Surface("oak", 1.6)
TAMBOUR = Surface("tambour", 1.6)
BACKING = Surface("oak_dark", 1.6)
PLASTER = Surface("plaster", 2.0)
CEILING = Surface("ceiling")
QUARTZ = Surface("quartz")
BRONZE = Surface("bronze")
DARK = Surface("dark")
WOOL = Surface("wool", 0.35)
ACCENT = Surface("accent_cloth", 0.35)
CARPET = Surface("carpet", 0.5)
POT = Surface("pot")
SOIL = Surface("soil", 0.5)
BARK = Surface("bark")
ART = Surface("art")
LEAF = Surface("leaf")
GLASS = Surface("glass")
FROSTED = Surface("frosted")
GLOW = Surface("glow")
BRAND_GLOW = Surface("brand_glow")
PORTAL = Surface("portal_glow")
LOGO = Surface("logo")
BRAND = Surface("brand_disc")
BRAND_HALO = Surface("halo")
SCREEN = Surface("screen")
BACKDROP = Surface("backdrop")
PAVING = Surface("paving", 3.0)
CARD_FRONT = Surface("card_front")
CARD_BACK = Surface("card_back")
CHIP = Surface("card_chip")
MARK = Surface("card_mark")
STRIPE = Surface("card_stripe")
PAPER = Surface("card_paper")


def make_materials() -> Materials:
    m = Materials()
    _stone_and_wood(m)
    _cloth(m)
    _plain(m)
    _lights(m)
    _card(m)
    return m


def _stone_and_wood(m: Materials) -> None:
    colour, rough = textures.stone()
    packed = np.stack([np.ones_like(rough), rough, np.zeros_like(rough)], axis=2)[::2, ::2]
    m.add("floor_stone", (1, 1, 1), image=picture("stone", colour), rough_image=picture("stone_rough", packed, False))
    oak = picture("oak", textures.oak())
    m.add("oak", (1, 1, 1), rough=0.55, image=oak)
    m.add("tambour", (1, 1, 1), rough=0.5, image=picture("tambour", textures.tambour()))
    m.add("oak_dark", (0.60, 0.55, 0.50), rough=0.7, image=oak)
    m.add("plaster", (1, 1, 1), rough=0.9, image=picture("plaster", textures.plaster()))


def _cloth(m: Materials) -> None:
    m.add("wool", (1, 1, 1), rough=0.95, image=picture("wool", textures.fabric((196, 189, 178))))
    weave = picture("weave", textures.fabric((236, 236, 236), seed=44))
    m.add("accent_cloth", tuple(v * 0.85 for v in TEAL), rough=0.95, image=weave, brand="primary")
    m.add("carpet", (0.40, 0.42, 0.42), rough=1.0, image=weave)


def _plain(m: Materials) -> None:
    m.add("ceiling", srgb(244, 242, 238), 0.95)
    m.add("quartz", srgb(240, 238, 233), 0.28)
    m.add("bronze", srgb(104, 92, 80), 0.42)
    m.add("dark", srgb(46, 48, 50), 0.35)
    m.add("pot", srgb(226, 222, 214), 0.7)
    m.add("soil", srgb(74, 60, 48), 1.0)
    m.add("bark", srgb(120, 100, 80), 0.9)
    m.add("art", (1, 1, 1), 0.8, image=picture("art", art_picture()))
    m.add("leaf", srgb(88, 128, 74), 0.55, two_sided=True)
    m.add("glass", (0.9, 0.97, 0.97), 0.03, alpha=0.08)
    m.add("frosted", (0.9, 0.96, 0.96), 0.35, alpha=0.38)
    m.add("brand_disc", TEAL, 0.45, brand="primary")
    m.add("logo", srgb(250, 250, 248), 0.35, emit=(1, 1, 1), emit_strength=0.25, brand="logo")


def _lights(m: Materials) -> None:
    m.add("glow", (1, 1, 1), 0.6, emit=(1.0, 0.90, 0.76), emit_strength=2.0)
    m.add("halo", (1, 1, 1), 0.6, emit=(1.0, 0.95, 0.88), emit_strength=1.4)
    m.add("brand_glow", TEAL, 0.5, emit=srgb(70, 190, 200), emit_strength=1.6)
    m.add("portal_glow", (0, 0, 0), 0.6, image=None, emit=(1, 1, 1), emit_strength=1.0)
    m.glow_picture("portal_glow", picture("portal", portal_picture()))
    m.add("screen", (0.01, 0.01, 0.01), 0.6, emit=(1, 1, 1), emit_strength=1.0)
    m.glow_picture("screen", picture("screen", screen_picture()))
    m.add("backdrop", (1, 1, 1), 1.0, image=picture("backdrop", backdrop_picture()))
    m.add("paving", srgb(228, 228, 226), 0.9, image=picture("paving", textures.stone(256, 15)[0]))


def _card(m: Materials) -> None:
    face = picture("card", brandmarks.card_picture())
    m.add("card_front", tuple(v * 1.25 for v in TEAL), 0.32, image=face, brand="primary")
    m.add("card_back", tuple(v * 1.6 for v in DEEP), 0.38, image=face, brand="secondary")
    m.add("card_chip", srgb(222, 190, 120), 0.30, metal=1.0)
    m.add("card_mark", srgb(246, 248, 248), 0.4, emit=(1, 1, 1), emit_strength=0.15)
    m.add("card_stripe", srgb(30, 32, 36), 0.4)
    m.add("card_paper", srgb(236, 234, 228), 0.8)


def _mix(a, b, t) -> np.ndarray:
    return np.array(a, float) / 255 * (1 - t[..., None]) + np.array(b, float) / 255 * t[..., None]


def _grid(width: int, height: int):
    y, x = np.mgrid[0:height, 0:width]
    return x / width, y / height


def portal_picture() -> np.ndarray:
    """A soft vertical light, brighter near the middle: somewhere bright lies behind."""
    x, y = _grid(128, 256)
    glow = np.exp(-(((x - 0.5) / 0.42) ** 2)) * (0.55 + 0.45 * y)
    return _mix((40, 120, 134), (206, 236, 236), glow)


def screen_picture() -> np.ndarray:
    """An idle picture for screens: a calm gradient with two leaf-like sweeps, no text."""
    x, y = _grid(256, 256)
    base = _mix((16, 74, 96), (40, 150, 158), np.clip(0.6 * x + 0.5 * (1 - y), 0, 1))
    for cx, cy, r, gain in ((0.9, 1.1, 0.75, 0.07), (0.1, 1.2, 0.85, 0.05)):
        base += gain / (1 + np.exp((np.hypot(x - cx, y - cy) - r) * 160))[..., None]
    return np.clip(base, 0, 1)


def art_picture() -> np.ndarray:
    """A large calm painting: three overlapping hills of sand, sage and teal under a warm sun."""
    x, y = _grid(512, 256)
    picture_ = _mix((240, 232, 218), (232, 214, 190), y)
    sun = 1 / (1 + np.exp((np.hypot((x - 0.70) * 2, y - 0.40) - 0.24) * 240))
    picture_ = picture_ * (1 - sun[..., None]) + np.array([226, 168, 120]) / 255 * sun[..., None]
    hills = (
        ((186, 196, 182), 0.52, 0.10, 2.1, 0.3),
        ((98, 150, 150), 0.66, 0.09, 1.6, 2.2),
        ((30, 96, 110), 0.80, 0.08, 1.9, 4.2),
    )
    for colour, level, swing, waves, phase in hills:
        edge = level + swing * np.sin(x * waves * np.pi + phase)
        cover = (1 / (1 + np.exp((edge - y) * 300)))[..., None]
        picture_ = picture_ * (1 - cover) + np.array(colour) / 255 * cover
    return picture_ * (1 + textures.spectral(256, 0.4, 9).repeat(2, axis=1)[..., None] * 0.012)


def backdrop_picture(width: int = 2048, height: int = 384) -> np.ndarray:
    """A bright morning over a park with a few houses behind it, a little out of focus, seen through the glass."""
    x, y = _grid(width, height)
    view = _mix((150, 194, 228), (238, 243, 244), np.clip(y / 0.60, 0, 1) ** 0.9)
    rng = np.random.default_rng(17)
    for _k in range(30):
        left, wide, top = rng.random(), 0.012 + 0.02 * rng.random(), 0.36 + 0.16 * rng.random()
        tone = np.array([206, 212, 216]) / 255 + rng.normal() * 0.018
        windows = 1 - 0.05 * (np.sin(x * 1400) > 0.2) * (np.sin(y * 340) > 0)
        _paint(view, _soft(np.minimum(x - left, left + wide - x), 900) * _soft(y - top, 300), tone * windows[..., None])
    for level, colour, size, count in ((0.585, (168, 188, 164), 0.045, 130), (0.635, (132, 162, 118), 0.055, 110)):
        for _ in range(count):
            cx, r = rng.random() * 1.04 - 0.02, size * (0.5 + 0.7 * rng.random())
            distance = np.hypot((x - cx) * 4.2, (y - level) * (0.8 + 0.5 * rng.random()))
            light = 1 + 0.16 * np.clip((level - y) / r, -1, 1) + rng.normal() * 0.035
            _paint(view, _soft(r - distance, 260), np.array(colour) / 255 * light[..., None])
    _paint(view, _soft(y - 0.645, 220), np.array([176, 196, 150]) / 255)
    _paint(view, _soft(y - 0.70, 260), np.array([189, 183, 174]) / 255)
    return view


def _soft(distance: np.ndarray, sharpness: float) -> np.ndarray:
    """1 where `distance` is positive, 0 elsewhere, with a soft edge."""
    return 1 / (1 + np.exp(-np.clip(distance * sharpness, -40, 40)))


def _paint(view: np.ndarray, cover: np.ndarray, colour) -> None:
    view[:] = view * (1 - cover[..., None]) + colour * cover[..., None]
