"""Curly and closely cut African hair: many small bent locks, each with a direction of its own, over a dark core."""

from dataclasses import replace

import numpy as np

from people.hair.locks import Shape, steps, sweep, unit
from people.hair.scalp import Head, Line, angles, direction, hairline, smoothstep
from people.hair.shell import cap
from people.hair.short import MAN, finish
from people.part import Part

WOMAN_CURLS: Line = (
    (0, 0.62),
    (22, 0.63),
    (38, 0.60),
    (48, 0.44),
    (57, 0.28),
    (64, 0.14),
    (69, 0.0),
    (72, -0.14),
    (78, -0.14),
    (82, 0.05),
    (88, 0.18),
    (100, 0.18),
    (110, 0.06),
    (116, -0.16),
    (124, -0.45),
    (150, -0.60),
    (180, -0.64),
)


def _spread(
    head: Head, line: Line, count: int, from_share: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Directions spread evenly over the hairy part of the head (a spiral, shaken)."""
    k = np.arange(count * 4) + 0.5
    elevation = np.arcsin(1 - 2 * k / len(k)) + rng.normal(0, 0.02, len(k))
    azimuth = (k * np.pi * (3 - np.sqrt(5)) + rng.normal(0, 0.05, len(k))) % (2 * np.pi)
    low = hairline(head, line, azimuth)
    keep = np.flatnonzero(elevation > low + (np.pi / 2 - low) * from_share)
    keep = keep[np.linspace(0, len(keep) - 1, min(count, len(keep))).astype(int)] if len(keep) > count else keep
    return azimuth[keep], elevation[keep]


def _curl(head: Head, azimuth: np.ndarray, elevation: np.ndarray, high: np.ndarray, size: float, rng) -> np.ndarray:
    """(locks, 4, 3): arcs that leave the core, bend over and come back to it."""
    count = len(azimuth)
    out = direction(azimuth, elevation)
    across = unit(np.cross(out, rng.normal(0, 1, (count, 3))))
    other = np.cross(out, across)
    turn = np.array([-0.55, 0.35, 1.1, 1.9])
    bend = rng.choice([-1.0, 1.0], count)[:, None]
    x, y = np.sin(turn)[None, :] * size, np.cos(turn * 0.8)[None, :] * bend * size * 0.5
    up = high[:, None] * np.array([0.55, 0.98, 0.95, 0.55])[None, :]
    flat = (
        head.point(azimuth, elevation)[:, None, :]
        + across[:, None, :] * x[..., None]
        + other[:, None, :] * y[..., None]
    )
    return head.above(flat, np.maximum(up, 0.002))


def _curly(head: Head, line: Line, rng, *, count: int, high: float, size: float, sides: float, name: str) -> Part:
    """Curls of `high` metres on top and a share `sides` of it at the rim."""
    azimuth, elevation = _spread(head, line, count, 0.02, rng)
    low = hairline(head, line, azimuth)
    share = (elevation - low) / (np.pi / 2 - low)
    height = high * (sides + (1 - sides) * smoothstep(0.0, 0.4, share)) * rng.uniform(0.85, 1.12, len(azimuth))
    curves = _curl(head, azimuth, elevation, height, size, rng)
    steep = np.linalg.norm(np.diff(curves, axis=1), axis=-1).max(axis=1)
    # under the skull rays meet the neck: such curls would be spikes
    curves = curves[steep < np.where(elevation > -0.3, 2.2, 1.15) * size]
    shape = Shape(
        overlap=9,
        least=size * 0.8,
        most=size * 1.1,
        ridge=0.42,
        groove=0.5,
        uneven=0.16,
        taper=steps((0, 0.8), (0.4, 1), (1, 0.5)),
        tone=steps((0, 0.6), (0.4, 1), (1, 0.7)),
    )
    return sweep(head, name, curves, shape, rng)


def natural(head: Head, rng: np.random.Generator) -> list[Part]:
    """Natural short curls, a round volume."""
    core = cap(head, WOMAN_CURLS, thick=0.016, tone=0.5)
    made = [core, _curly(head, WOMAN_CURLS, rng, count=230, high=0.032, size=0.013, sides=0.45, name="hair curls")]
    return finish(head, made, WOMAN_CURLS)


def _clipped(head: Head) -> Part:
    """Hair of a millimetre: skin that gets darker and darker away from the hairline, as a fade does."""
    made = cap(head, MAN, thick=0.0035, tone=0.5, ragged=0.02)
    low = hairline(head, MAN, angles(made.vertices - head.centre)[0])
    above = (angles(made.vertices - head.centre)[1] - low) / (np.pi / 2 - low)
    dark = np.interp(above, (0.02, 0.14, 0.35, 0.6), (1.0, 0.55, 0.2, 0.1))
    return replace(made, zones=["skin"] * len(made.faces), shade=dark[:, None] ** np.array([1.1, 1.0, 0.9]))


def fade(head: Head, rng: np.random.Generator) -> list[Part]:
    """Sides clipped to almost nothing, short curls on top."""
    made = [_clipped(head)]
    top: Line = tuple((azimuth, max(share, 0.62 if azimuth < 40 else 0.52)) for azimuth, share in MAN)
    made.append(_curly(head, top, rng, count=190, high=0.019, size=0.0105, sides=0.35, name="hair top"))
    return finish(head, made, MAN)
