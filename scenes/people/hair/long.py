"""Women's longer hair: a bob, hair tied to a low tail, hair put up in a low bun."""

import numpy as np

from people.hair.locks import (
    Comb,
    Field,
    Profile,
    Shape,
    along,
    comb,
    cut,
    falling,
    mixed,
    part,
    steps,
    sweep,
    towards,
    unit,
)
from people.hair.scalp import Head, Line, angles, hairline, smoothstep
from people.hair.shell import cap
from people.hair.short import finish, ring
from people.part import Part

WOMAN: Line = (
    (0, 0.63),
    (22, 0.63),
    (38, 0.58),
    (48, 0.42),
    (57, 0.26),
    (64, 0.12),
    (68, 0.0),
    (71, -0.2),
    (77, -0.22),
    (80, 0.02),
    (86, 0.16),
    (100, 0.16),
    (110, 0.04),
    (116, -0.2),
    (124, -0.5),
    (150, -0.66),
    (180, -0.70),
)
PARTING = np.radians(-24)  # the azimuth at which a parting meets the forehead


def _to(head: Head, azimuth: np.ndarray, elevation: np.ndarray, hem: np.ndarray | float) -> np.ndarray:
    """The length of a lock that falls over the skull and ends at height `hem`."""
    radius = head.radius(azimuth, elevation)
    root = head.point(azimuth, elevation)[:, 1]
    return radius * np.maximum(elevation, 0) * 1.08 + np.minimum(root, head.centre[1]) - hem


def bob(head: Head, rng: np.random.Generator) -> list[Part]:
    """Chin-long, parted on the left, turned inwards a little at the tips."""
    made = [cap(head, WOMAN, tone=0.5)]
    marks = head.marks
    down = falling(head, 0.05)
    glue = steps((0, 1), (0.5, 1), (0.68, 0), (1, 0))
    shape = Shape(overlap=2.0, most=0.024, ridge=0.2, taper=steps((0, 0.7), (0.3, 1), (0.85, 0.9), (1, 0)), groove=0.6)
    for k, (share, high, start, count) in enumerate(
        ((0.1, 0.007, 52, 27), (0.3, 0.011, 46, 29), (0.55, 0.015, 40, 26), (0.78, 0.017, 88, 18))
    ):
        azimuth, elevation = ring(head, WOMAN, share, count, start=start, end=360 - start, rng=rng)
        hem = (
            marks.chin + 0.012 + 0.012 * (1 - np.cos(azimuth)) / 2 + 0.003 * (2 - k) + rng.uniform(-0.004, 0.004, count)
        )
        height = steps((0, 0.003), (0.3, high), (0.75, high), (1, high * 0.5))
        how = Comb(
            down, _to(head, azimuth, elevation, hem), height, glue, points=7, ears=True, rough=0.0015, stray=0.03
        )
        curves = comb(head, azimuth, elevation, how, rng)
        made.append(sweep(head, f"hair fall {k}", cut(curves, curves[..., 1] - hem[:, None]), shape, rng))
    made += _parted(head, rng, shape, glue)
    return finish(head, made, _hem(head))


def _parted(head: Head, rng: np.random.Generator, shape: Shape, glue: Profile) -> list[Part]:
    """Locks from the parting to both sides, over everything else."""
    made = []
    share = np.linspace(0.01, 0.84, 12)
    for k, (side, count) in enumerate(((-1.0, 12), (1.0, 12))):
        azimuth = np.full(count, PARTING + 0.05 * side)
        low = hairline(head, WOMAN, azimuth)
        elevation = low + (np.pi / 2 - low) * share
        hem = head.marks.chin + 0.010 + 0.012 * share + rng.uniform(-0.003, 0.003, count)
        length = _to(head, azimuth, elevation, hem) + (0.05 if side > 0 else 0.02)
        height = steps((0, 0.007), (0.15, 0.013), (0.45, 0.016), (0.7, 0.013), (1, 0.006))
        how = Comb(_swept(head, side), length, height, glue, points=9, ears=True, rough=0.0015, stray=0.02)
        curves = comb(head, azimuth, elevation, how, rng)
        made.append(sweep(head, f"hair parting {k}", cut(curves, curves[..., 1] - hem[:, None]), shape, rng))
    return made


def _swept(head: Head, side: float) -> Field:
    """To the side and back over the forehead; down as soon as the temple is reached, so that the eyes stay free."""
    down = falling(head, 0.25)

    def field(here: np.ndarray, s: float) -> np.ndarray:
        azimuth, _up = angles(here - head.centre)
        share = smoothstep(np.radians(34), np.radians(62), azimuth * side)[:, None]
        return unit(np.array([side, 0.15, 0.6]))[None] * (1 - share) + unit(down(here, s)) * share

    return field


def _hem(head: Head) -> Line:
    """Where the shells of the bob end: like the hairline in front, at the chin's height at the sides and behind."""
    marks = head.marks
    chin = (marks.chin + 0.02 - marks.eye[1]) / (marks.top - marks.eye[1])
    return ((0, 0.62), (30, 0.6), (46, 0.35), (56, -0.2), (62, chin), (180, chin))


def _tied(head: Head, rng: np.random.Generator, tie: np.ndarray) -> list[Part]:
    """Hair combed from everywhere to one point behind."""
    made = [cap(head, WOMAN, tone=0.55)]
    taper = steps((0, 0.6), (0.15, 1), (0.8, 1), (1, 0.4))
    shape = Shape(overlap=1.9, most=0.02, ridge=0.2, taper=taper, groove=0.62, closed=True)
    for k, (share, high, count) in enumerate(((0.02, 0.006, 46), (0.25, 0.009, 34), (0.5, 0.011, 26))):
        azimuth, elevation = ring(head, WOMAN, share, count, rng=rng)
        roots = head.point(azimuth, elevation)
        a, b = unit(roots - head.centre), unit(tie - head.centre)
        angle = np.arccos(np.clip(a @ b, -1, 1))
        radius = head.radius(azimuth, elevation)
        length = np.maximum(angle * radius * 1.06 - 0.006, 0.012)
        height = steps((0, 0.0012), (0.2, high), (0.85, high), (1, 0.008))
        way = mixed(along(0.0, 0.45, 1.0), towards(tie), 0.0, 0.5)
        how = Comb(way, length, height, points=8 if k == 0 else 7, rough=0.001, stray=0.0)
        made.append(sweep(head, f"hair tied {k}", comb(head, azimuth, elevation, how, rng), shape, rng))
    return made


def _tie_point(head: Head, level: float) -> np.ndarray:
    """Behind the head at a height between the ears' lobes (0) and their tops (1), a little off the skin."""
    low, high = head.marks.ear_low[1], head.marks.ear_high[1]
    want = low + (high - low) * level
    elevation = np.radians(np.arange(-60, 60, 1.0))
    points = head.point(np.full(len(elevation), np.pi), elevation, 0.008)
    return points[np.argmin(np.abs(points[:, 1] - want))]


def tail(head: Head, rng: np.random.Generator) -> list[Part]:
    """Straight hair tied to a low tail that hangs over the collar."""
    tie = _tie_point(head, 0.15)
    made = _tied(head, rng, tie)
    hang, count = 0.21, 16
    turn = np.arange(count) * 2 * np.pi / count
    along_it = np.linspace(0, 1, 8)
    thick = np.interp(along_it, (0, 0.12, 0.45, 1), (0.009, 0.017, 0.019, 0.007))
    back = np.interp(along_it, (0, 0.1, 0.3, 1), (0.0, 0.016, 0.024, 0.014))
    axis = tie + np.stack([0 * along_it, -hang * along_it**1.15, back], axis=1)
    offset = np.stack([np.cos(turn), 0 * turn, np.sin(turn) * 0.75], axis=1)
    curves = axis[None] + offset[:, None, :] * thick[None, :, None] * rng.uniform(0.85, 1.1, (count, 1, 1))
    curves[:, -1, 1] += rng.uniform(-0.018, 0.018, count)
    curves = head.at_least(curves, 0.012, ears=False)
    shape = Shape(overlap=1.9, most=0.02, ridge=0.25, taper=steps((0, 0.9), (0.8, 1), (1, 0)), groove=0.6, closed=True)
    made.append(sweep(head, "hair tail", curves, shape, rng, middle_of=head.at_least(axis, 0.012, ears=False)[None]))
    made.append(_ribbon(head, tie, 0.0135))
    return finish(head, made, WOMAN)


def _ribbon(head: Head, tie: np.ndarray, radius: float) -> Part:
    """The band around a tail: a short tube."""
    count = 10
    turn = np.arange(count) * 2 * np.pi / count
    rings = []
    for down, wide in ((0.001, 0.8), (-0.003, 1.0), (-0.010, 1.0), (-0.014, 0.8)):
        ring_ = np.stack([np.cos(turn) * radius * wide, 0 * turn + down, 0.008 + np.sin(turn) * radius * wide], axis=1)
        rings.append(tie + ring_)
    faces = []
    for j in range(3):
        for i in range(count):
            n = (i + 1) % count
            faces.append([j * count + i, j * count + n, (j + 1) * count + n, (j + 1) * count + i])
    return part(head, "hair band", np.vstack(rings), faces, np.ones(4 * count), levels=("near",), zone="dark")


def bun(head: Head, rng: np.random.Generator) -> list[Part]:
    """Put up in a low bun of coiled strands."""
    tie = _tie_point(head, 0.42)
    made = _tied(head, rng, tie)
    middle = tie + np.array([0, -0.004, 0.020])
    count, points = 12, 9
    phase = np.arange(count) * 2 * np.pi / count
    s = np.linspace(0, 1, points)
    turn = phase[:, None] + 2.6 * s[None, :]
    rise = np.sin(np.pi * (0.08 + 0.86 * s))[None, :]
    wide = 0.036 * rise * rng.uniform(0.93, 1.06, (count, 1))
    deep = np.interp(s, (0, 0.35, 0.7, 1), (-0.012, 0.008, 0.024, 0.024))
    curves = middle + np.stack(
        [np.cos(turn) * wide, np.sin(turn) * wide * 0.92, np.broadcast_to(deep, turn.shape)], axis=2
    )
    shape = Shape(
        overlap=1.7, most=0.024, ridge=0.35, taper=steps((0, 0.8), (0.5, 1), (1, 0.3)), groove=0.5, closed=True
    )
    made.append(sweep(head, "hair bun", curves, shape, rng, middle_of=middle))
    return finish(head, made, WOMAN)
