"""Short clips drawn by number: a canvas with anti-aliased shapes, easing, soft bells, and WebM (VP9, Opus)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

RATE = 48_000  # of the sound
FPS = 24
FINE = 2  # drawn so much larger, then made smaller

Colour = tuple[int, int, int]


def between(t: float, start: float, end: float) -> float:
    """How far `t` is from `start` to `end`, 0 to 1, slow at both ends."""
    share = min(1.0, max(0.0, (t - start) / (end - start)))
    return share * share * (3 - 2 * share)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))


class Canvas:
    """A picture in units of its width: x from 0 to 1, y downwards."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.size = (width, height)
        self.unit = width * FINE
        self.image = Image.new("RGB", (width * FINE, height * FINE), ground)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def _all(self, *values: float) -> list[float]:
        return [value * self.unit for value in values]

    def plate(self, left: float, top: float, right: float, foot: float, colour: Colour, radius=0.03, cover=1.0) -> None:
        if right > left and foot > top and cover > 0:
            self.draw.rounded_rectangle(
                self._all(left, top, right, foot), radius * self.unit, (*colour, round(255 * cover))
            )

    def disc(self, x: float, y: float, radius: float, colour: Colour, cover=1.0) -> None:
        self.draw.ellipse(self._all(x - radius, y - radius, x + radius, y + radius), (*colour, round(255 * cover)))

    def arc(self, x: float, y: float, radius: float, start: float, end: float, width: float, colour: Colour) -> None:
        """Of a ring, in turns from the top, clockwise."""
        if end <= start:
            return
        box = self._all(x - radius, y - radius, x + radius, y + radius)
        self.draw.arc(box, start * 360 - 90, end * 360 - 90, colour, round(width * self.unit))

    def line(self, points: list[tuple[float, float]], width: float, colour: Colour) -> None:
        """With round ends and corners."""
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            self.draw.line(self._all(x0, y0, x1, y1), colour, round(width * self.unit))
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def polygon(self, points: list[tuple[float, float]], colour: Colour) -> None:
        self.draw.polygon([(x * self.unit, y * self.unit) for x, y in points], colour)

    def digits(self, x: float, y: float, text: str, height: float, colour: Colour, anchor="lm") -> None:
        """Pillow's own font (Aileron, CC0)."""
        font = ImageFont.load_default(height * self.unit)
        self.draw.text(self._all(x, y), text, colour, font, anchor)

    def over(self, other: Canvas, cover: float) -> None:
        """`other` shines through by `cover`."""
        self.image = Image.blend(self.image, other.image, cover)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    @property
    def pixels(self) -> np.ndarray:
        return np.asarray(self.image.resize(self.size, Image.LANCZOS))


def bell(wave: np.ndarray, at: float, hertz: float, loudness=0.1) -> None:
    """Adds a soft bell that begins at `at` seconds."""
    first = round(at * RATE)
    t = np.arange(len(wave) - first) / RATE
    swell = np.minimum(1, t / 0.012) * np.exp(-t / 0.55)
    wave[first:] += (
        loudness * swell * (np.sin(2 * math.pi * hertz * t) + 0.3 * np.sin(4 * math.pi * hertz * t) * np.exp(-t / 0.2))
    )


def write_webm(path: Path, seconds: float, frame: Callable[[float], Canvas], wave: np.ndarray) -> None:
    """`frame` draws the picture of a moment; `wave` is the sound, one channel."""
    import av

    with av.open(str(path), "w", format="webm") as file:
        width, height = frame(0.0).size
        picture = file.add_stream(
            "libvpx-vp9", rate=FPS, options={"crf": "38", "b": "0", "cpu-used": "2", "g": str(FPS)}
        )
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        sound = file.add_stream("libopus", rate=RATE, options={"application": "audio"})
        sound.bit_rate, sound.layout = 28_000, "mono"
        for k in range(round(seconds * FPS)):
            file.mux(picture.encode(av.VideoFrame.from_ndarray(frame(k / FPS).pixels, format="rgb24")))
            for first in range(k * RATE // FPS, (k + 1) * RATE // FPS, 1000):
                file.mux(sound.encode(_heard(wave[first : first + 1000], first)))
        file.mux(picture.encode(None))
        file.mux(sound.encode(None))


def _heard(block: np.ndarray, first: int):
    import av

    heard = av.AudioFrame.from_ndarray(np.clip(block, -1, 1).astype(np.float32)[None, :], format="flt", layout="mono")
    heard.sample_rate, heard.pts = RATE, first
    return heard
