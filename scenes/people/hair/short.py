"""Men's short cuts: sides and back in rings of short locks, and a top that is combed across, forward or back."""

import numpy as np

from people.hair.locks import Comb, Field, Shape, along, comb, cut, falling, steps, sweep, waved
from people.hair.scalp import Head, Line, angles, hairline
from people.hair.shell import cap, outline
from people.part import Part

MAN: Line = (
    (0, 0.66),
    (22, 0.68),
    (38, 0.66),
    (50, 0.45),
    (58, 0.28),
    (64, 0.16),
    (67, 0.0),
    (69, -0.28),
    (77, -0.30),
    (80, 0.02),
    (86, 0.17),
    (100, 0.17),
    (110, 0.05),
    (116, -0.2),
    (124, -0.52),
    (150, -0.66),
    (180, -0.70),
)
RECEDED: Line = ((0, 0.74), (14, 0.76), (26, 0.90), (36, 0.90), (46, 0.62), (54, 0.36), (62, 0.2), *MAN[6:])


FARTHEST = 0.128  # metres from the skull's middle: what is farther has slid on to a shoulder


def ring(head: Head, line: Line, share: float, count: int, *, start: float = 0, end: float = 360, rng=None):
    """Directions on a line that runs `share` of the way from the hairline to the crown, from azimuth to azimuth
    (degrees)."""
    azimuth = np.radians(np.linspace(start, end, count, endpoint=end - start < 359.9))
    if rng is not None:
        azimuth = azimuth + rng.uniform(-0.3, 0.3, count) * np.radians((end - start) / count)
    low = hairline(head, line, azimuth)
    return azimuth, low + (np.pi / 2 - low) * share


def trim(head: Head, curves: np.ndarray, line: Line, beyond: float) -> np.ndarray:
    """Locks cut where they reach farther than `beyond` metres over the hairline."""
    azimuth, elevation = angles(curves - head.centre)
    made = cut(curves, (elevation - hairline(head, line, azimuth)) * 0.1 + beyond)
    return made[np.linalg.norm(made - head.centre, axis=2).max(axis=1) < FARTHEST]


def sides(
    head: Head, line: Line, rng: np.random.Generator, *, high: float, length: float, around: int = 36, top: float = 0.62
) -> list[Part]:
    """Rings of short locks from the hairline upwards; the upper ones overlap the lower. `top`: how far up they go."""
    made = []
    levels = ((0.03, 0.4, 40), (0.14, 0.65, 46), (0.30, 0.9, 50), (0.46, 1.0, 62), (0.62, 1.0, 96))
    for k, (share, up, start) in enumerate(one for one in levels if one[0] <= top):
        count = round(around * (1 - 0.5 * share) * (360 - 2 * start) / 280)
        azimuth, elevation = ring(head, line, share, count, start=start, end=360 - start, rng=rng)
        room = (elevation - hairline(head, line, azimuth)) * head.radius(azimuth, elevation)
        height = steps((0, 0.002), (0.4, high * up), (1, 0.0012 + 0.0035 * up * up + high * up * 0.3))
        how = Comb(falling(head, 0.6), np.minimum(length, room + 0.007), height, points=4, rough=0.0012, stray=0.14)
        curves = trim(head, comb(head, azimuth, elevation, how, rng), line, 0.006)
        shape = Shape(overlap=1.7, ridge=0.24, most=0.015, taper=steps((0, 0.75), (0.3, 1), (0.7, 0.7), (1, 0)))
        made.append(sweep(head, f"hair side {k}", curves, shape, rng))
    return made


def across(
    head: Head,
    way: Field,
    rows: list[tuple[np.ndarray, np.ndarray, float, float]],
    rng: np.random.Generator,
    *,
    ridge: float = 0.3,
    wave: float = 0.0,
) -> list[Part]:
    """Rows of locks over the top: each (azimuths, elevations, length, height) in the order in which they overlap."""
    made = []
    for k, (azimuth, elevation, length, high) in enumerate(rows):
        height = steps((0, 0.002), (0.25, high * 0.85), (0.6, high), (1, high * 0.35))
        how = Comb(way, length, height, points=6, rough=0.002, stray=0.10)
        shape = Shape(overlap=1.7, most=0.019, ridge=ridge, taper=steps((0, 0.7), (0.3, 1), (0.65, 0.8), (1, 0)))
        curves = comb(head, azimuth, elevation, how, rng)
        if wave:
            curves = waved(curves, head, wave, 1.6, rng)
        made.append(sweep(head, f"hair top {k}", curves, shape, rng))
    return made


def finish(head: Head, near: list[Part], line: Line) -> list[Part]:
    """With the shells that stand for the locks from farther away."""
    return [
        *near,
        outline(head, near, line, level="middle", around=22, rows=6),
        outline(head, near, line, level="far", around=9, rows=3),
    ]


def _points(head: Head, spots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Directions of spots given as (metres to the right, metres forward of the middle) on the top."""
    way = np.stack([spots[:, 0], np.sqrt(np.maximum(0.0081 - (spots**2).sum(axis=1), 1e-5)), -spots[:, 1]], axis=1)
    return angles(way)


def parted(head: Head, rng: np.random.Generator) -> list[Part]:
    """Business: a parting on the left, the top combed over it to the right and back."""
    line = MAN
    made = [cap(head, line), *sides(head, line, rng, high=0.009, length=0.045)]
    rows = []
    for x, length, high in (
        (0.035, 0.055, 0.012),
        (0.008, 0.075, 0.016),
        (-0.022, 0.095, 0.019),
        (-0.045, 0.10, 0.017),
    ):
        z = np.linspace(-0.062, 0.066, 15)
        rows.append((*_points(head, np.stack([x + 0 * z, z], axis=1)), length, high))
    made += across(head, along(1.0, 0.0, 0.55), rows, rng)
    azimuth, elevation = ring(head, line, 0.02, 17, start=-44, end=40, rng=rng)
    made += across(head, along(0.75, 0.5, 1.0), [(azimuth, elevation, 0.085, 0.019)], rng)
    return finish(head, made, line)


def _rows(head: Head, xs: tuple[float, ...], zs: tuple[float, ...], length: float, high: float) -> list:
    """Rows across the top, one for each z (metres forward of the middle), for locks that go forward or back."""
    made = []
    for z in zs:
        x = np.linspace(*xs)
        made.append((*_points(head, np.stack([x, z - 0.25 * np.abs(x)], axis=1)), length, high))
    return made


def crop(head: Head, rng: np.random.Generator) -> list[Part]:
    """Short all over, the top combed forward and a little to the side."""
    made = [cap(head, MAN), *sides(head, MAN, rng, high=0.008, length=0.042)]
    rows = _rows(head, (-0.052, 0.052, 13), (0.072, 0.05, 0.025, 0.0, -0.025, -0.05), 0.048, 0.013)
    made += across(head, along(0.35, 0.15, -1.0), rows, rng)
    return finish(head, made, MAN)


def receding(head: Head, rng: np.random.Generator) -> list[Part]:
    """An older man's: high at the temples, combed back, closely cut."""
    made = [cap(head, RECEDED, thick=0.004), *sides(head, RECEDED, rng, high=0.007, length=0.04)]
    rows = _rows(head, (-0.055, 0.055, 13), (-0.045, -0.02, 0.005, 0.03, 0.052), 0.055, 0.010)
    azimuth, elevation = ring(head, RECEDED, 0.02, 9, start=-17, end=17, rng=rng)
    made += across(head, along(0.25, 0.2, 1.0), [*rows, (azimuth, elevation, 0.06, 0.011)], rng)
    return finish(head, made, RECEDED)


def wavy(head: Head, rng: np.random.Generator) -> list[Part]:
    """Fuller and wavy, combed back from the forehead."""
    made = [cap(head, MAN), *sides(head, MAN, rng, high=0.011, length=0.05)]
    rows = _rows(head, (-0.056, 0.056, 12), (-0.04, -0.012, 0.015, 0.04, 0.06), 0.07, 0.019)
    azimuth, elevation = ring(head, MAN, 0.02, 16, start=-42, end=42, rng=rng)
    made += across(head, along(0.3, 0.35, 1.0), [*rows, (azimuth, elevation, 0.08, 0.021)], rng, wave=0.0045)
    return finish(head, made, MAN)
