"""Ambience without a recording: everything is made from numbers, so it is ours, and it loops without a seam.

All parts repeat after `SECONDS`: noise is shaped in the frequency domain, tones have a whole number of swings.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE, SECONDS = 48_000, 24


def _noise(low: float, high: float, slope: float, seed: int) -> np.ndarray:
    """Noise between two frequencies, falling by `slope`, loudness 1."""
    count = RATE * SECONDS
    f = np.fft.rfftfreq(count, 1 / RATE)
    gain = 1 / np.maximum(f, 20) ** slope / (1 + (low / np.maximum(f, 1)) ** 4) / (1 + (f / high) ** 4)
    rng = np.random.default_rng(seed)
    wave = np.fft.irfft(gain * np.exp(2j * np.pi * rng.random(len(f))), count)
    return wave / wave.std()


def _swell(rate: int, phase: float, depth: float) -> np.ndarray:
    """A slow wave around 1 that comes `rate` times in a loop."""
    t = np.arange(RATE * SECONDS) / (RATE * SECONDS)
    return 1 - depth * (0.5 + 0.5 * np.cos(2 * np.pi * (rate * t + phase)))


def _tone(hertz: float, voice: float) -> np.ndarray:
    t = np.arange(RATE * SECONDS) / RATE
    whole = round(hertz * SECONDS) / SECONDS
    return np.sin(2 * np.pi * whole * t + voice) + 0.25 * np.sin(4 * np.pi * whole * t + 2 * voice)


def hall() -> np.ndarray:
    """The air of a large quiet room, far murmur, water of a small fountain, and a chord that comes and goes."""
    air = _noise(60, 900, 0.9, 1) * 0.022
    murmur = _noise(180, 1200, 0.5, 2) * _swell(7, 0.1, 0.7) * _swell(11, 0.4, 0.6) * 0.006
    water = _noise(900, 5200, 0.3, 3) * _swell(5, 0.3, 0.3) * 0.0035
    chords = ((174.61, 220.0, 261.63, 329.63), (146.83, 220.0, 293.66, 349.23))
    pad = np.zeros(RATE * SECONDS)
    for k, chord in enumerate(chords):
        shape = np.clip(1 - _swell(1, 0.5 * k, 1.0), 0, 1) ** 1.5
        pad += shape * sum(_tone(note, voice) for voice, note in enumerate(chord)) * 0.006
    return air + murmur + water + pad


def write_ogg(wave: np.ndarray, path: Path, bits: int = 20_000) -> None:
    """Opus in Ogg, one channel; there is little in it above 6 kHz, so that few bits are enough."""
    import av

    with av.open(str(path), "w", format="ogg") as file:
        stream = file.add_stream("libopus", rate=RATE, options={"application": "audio"})
        stream.bit_rate, stream.layout = bits, "mono"
        for first in range(0, len(wave), 960):
            block = np.clip(wave[first : first + 960], -1, 1).astype(np.float32)[None, :]
            frame = av.AudioFrame.from_ndarray(block, format="flt", layout="mono")
            frame.sample_rate, frame.pts = RATE, first
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
