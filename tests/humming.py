"""A microphone that hums, with aiortc in place of a browser, and what is heard of it."""

import asyncio
import math
from fractions import Fraction

import numpy as np
from aiortc import MediaStreamTrack
from av import AudioFrame

RATE, FRAME = 48_000, 960
WITHIN_S = 30.0


def tone(number: int, hertz: float = 440.0, rate: int = RATE) -> AudioFrame:
    """The frame of that number of a lasting tone."""
    size = rate // 50
    at = (np.arange(size) + number * size) / rate
    wave = (8_000 * np.sin(2 * math.pi * hertz * at)).astype(np.int16)
    frame = AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, number * size, Fraction(1, rate)
    return frame


def loudest_hertz(frames: list[AudioFrame]) -> float:
    """Of the first channel; 0 for silence."""
    wave = np.concatenate(
        [frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0] for frame in frames]
    ).astype(float)
    if np.abs(wave).max() < 100:
        return 0.0
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    return float(spectrum.argmax() * frames[0].sample_rate / len(wave))


class Tone(MediaStreamTrack):
    """In real time."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._began: float | None = None

    async def recv(self) -> AudioFrame:
        now = asyncio.get_running_loop().time()
        self._began = self._began or now
        await asyncio.sleep(max(0.0, self._began + self._number * FRAME / RATE - now))
        self._number += 1
        return tone(self._number)


async def frames_of(track: MediaStreamTrack, count: int) -> list[AudioFrame]:
    frames = []
    async with asyncio.timeout(WITHIN_S):
        while len(frames) < count:
            frame = await track.recv()
            assert isinstance(frame, AudioFrame)
            frames.append(frame)
    return frames
