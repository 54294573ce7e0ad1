"""Locks of hair: curves that are combed over the head, and the solid strips with a ridge that are swept along them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from people.hair.scalp import Head, angles, smoothstep
from people.part import Part

Field = Callable[[np.ndarray, float], np.ndarray]  # points, how far along (0..1) -> where the hair wants to go
Profile = Callable[[np.ndarray], np.ndarray]  # how far along (0..1) -> metres or shares


def unit(v: np.ndarray) -> np.ndarray:
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)


def steps(*pairs: tuple[float, float]) -> Profile:
    """A smooth profile through (along, value)."""
    along, value = np.array(pairs).T
    return lambda s: np.interp(s, along, value)


@dataclass(frozen=True)
class Comb:
    """How a layer of locks lies."""

    field: Field
    length: float | np.ndarray  # metres, of each lock or of all
    height: Profile  # over the skin, along the lock
    # 1: keeps its height over the skin; 0: hangs free and is only kept outside
    glue: Profile = steps((0, 1), (1, 1))  # noqa: RUF009
    points: int = 7
    ears: bool = False  # hanging hair keeps outside of the ears, too
    rough: float = 0.0  # metres by which locks lie unevenly high
    stray: float = 0.0  # radians by which locks go astray


def comb(head: Head, azimuth: np.ndarray, elevation: np.ndarray, how: Comb, rng: np.random.Generator) -> np.ndarray:
    """(locks, points, 3): curves that begin at these directions on the scalp."""
    count = len(azimuth)
    along = np.linspace(0, 1, how.points)
    height, glue = how.height(along), how.glue(along)
    uneven = rng.uniform(-1, 1, count) * how.rough
    astray = rng.normal(0, 1, count) * how.stray
    step = np.broadcast_to(how.length, (count,))[:, None] / (how.points - 1)
    made = [head.point(azimuth, elevation, np.full(count, height[0]))]
    for i in range(1, how.points):
        here = made[-1]
        out = unit(here - head.centre)
        way = unit(how.field(here, float(along[i])))
        flat = unit(way - out * np.sum(way * out, axis=-1, keepdims=True))
        way = unit(flat * glue[i] + way * (1 - glue[i]))
        way = _turned(way, out, astray)
        there = here + way * step
        high = np.maximum(height[i] + uneven * smoothstep(0, 0.4, along[i]), 0.001)
        stuck = head.above(there, high)
        free = head.at_least(there, high, ears=how.ears)
        made.append(stuck * glue[i] + free * (1 - glue[i]))
    return np.stack(made, axis=1)


def _turned(way: np.ndarray, axis: np.ndarray, angle: np.ndarray) -> np.ndarray:
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return way * cos + np.cross(axis, way) * sin


def spacing(curves: np.ndarray, *, closed: bool) -> np.ndarray:
    """How far neighbouring locks of a layer are from each other, at each point."""
    gap = np.linalg.norm(np.roll(curves, -1, axis=0) - curves, axis=-1)
    if not closed:
        gap[-1] = gap[-2]
    before = np.roll(gap, 1, axis=0)
    if not closed:
        before[0] = gap[0]
    return (gap + before) / 2


@dataclass(frozen=True)
class Shape:
    """The cross-section of a layer's locks."""

    overlap: float = 1.5  # widths as a multiple of the spacing
    least: float = 0.004
    most: float = 0.022
    ridge: float = 0.28  # height of the ridge as a share of the width
    taper: Profile = steps((0, 0.7), (0.3, 1), (0.7, 0.95), (1, 0))  # noqa: RUF009
    tone: Profile = steps((0, 0.62), (0.35, 0.95), (1, 1.0))  # noqa: RUF009  shade along the lock
    groove: float = 0.55  # shade at the edges
    uneven: float = 0.10  # by how much locks differ in shade
    closed: bool = False


def sweep(
    head: Head,
    name: str,
    curves: np.ndarray,
    shape: Shape,
    rng: np.random.Generator,
    middle_of: np.ndarray | None = None,
) -> Part:
    """Solid strips along the curves: two edges and a ridge between, ending in a point. The ridge looks away from the
    head's middle, or from the middle of a bun or tail."""
    count, points = curves.shape[:2]
    along = np.linspace(0, 1, points)
    width = np.clip(spacing(curves, closed=shape.closed) * shape.overlap, shape.least, shape.most)
    width = width * shape.taper(along) * rng.uniform(0.85, 1.15, count)[:, None]
    tangent = unit(np.gradient(curves, axis=1))
    out = curves - (head.centre if middle_of is None else middle_of)
    if middle_of is None:
        out[..., 1] *= np.where(out[..., 1] < 0, 0.35, 1)  # below the head outwards is level
    out = unit(out)
    side = unit(np.cross(tangent, out))
    out = np.cross(side, tangent)
    lean = rng.uniform(-0.25, 0.25, count)[:, None, None]
    edges = [
        curves + side * (sign * width[..., None] / 2) - out * (width * shape.ridge * 0.4)[..., None] for sign in (1, -1)
    ]
    middle = curves + out * (width * shape.ridge * 0.6)[..., None] + side * lean * width[..., None]
    rows = np.stack([edges[0], middle, edges[1]], axis=2)  # (locks, points, 3, 3)
    rows = head.at_least(rows, 0.0006, ears=False)
    tone = shape.tone(along) * (1 + rng.uniform(-1, 1, count)[:, None] * shape.uneven)
    shade = np.stack([tone * shape.groove, tone, tone * shape.groove], axis=2)
    return _strips(head, name, rows, np.clip(shade, 0, 1))


def _strips(head: Head, name: str, rows: np.ndarray, shade: np.ndarray) -> Part:
    """Joins the rows of each lock; the last row is one point, the ridge's."""
    count, points = rows.shape[:2]
    vertices, faces, tones = [], [], []
    for lock in range(count):
        base = len(vertices)
        vertices += [*rows[lock, :-1].reshape(-1, 3), rows[lock, -1, 1]]
        tones += [*shade[lock, :-1].ravel(), shade[lock, -1, 1]]
        for i in range(points - 2):
            a, b = base + 3 * i, base + 3 * (i + 1)
            faces += [[a, b, b + 1, a + 1], [a + 1, b + 1, b + 2, a + 2]]
        a, tip = base + 3 * (points - 2), base + 3 * (points - 1)
        faces += [[a, tip, a + 1], [a + 1, tip, a + 2]]
    return part(head, name, np.array(vertices), faces, np.array(tones), levels=("near",))


def part(
    head: Head, name: str, vertices: np.ndarray, faces: list[list[int]], shade: np.ndarray, *,
    levels: tuple[str, ...], zone: str = "hair", detail: float = 0.7,
) -> Part:  # fmt: skip
    return Part(
        name=name, vertices=vertices, faces=faces, zones=[zone] * len(faces), weights=head.weights(vertices),
        shade=shade, detail=detail, levels=levels,
    )  # fmt: skip


def towards(point: np.ndarray) -> Field:
    return lambda here, _: point - here


def along(*way: float) -> Field:
    return lambda here, _: np.broadcast_to(np.array(way, dtype=float), here.shape)


def falling(head: Head, back: float = 0.5) -> Field:
    """Down, and at the sides backwards."""

    def field(here: np.ndarray, _: float) -> np.ndarray:
        made = np.zeros_like(here)
        azimuth, _up = angles(here - head.centre)
        made[..., 1] = -1
        made[..., 2] = back * np.abs(np.sin(azimuth))
        return made

    return field


def mixed(first: Field, then: Field, start: float, end: float) -> Field:
    """One field at the root and another one towards the tip."""

    def field(here: np.ndarray, s: float) -> np.ndarray:
        share = float(smoothstep(start, end, np.array(s)))
        return unit(first(here, s)) * (1 - share) + unit(then(here, s)) * share

    return field


def waved(curves: np.ndarray, head: Head, deep: float, turns: float, rng: np.random.Generator) -> np.ndarray:
    """The curves with waves to the side and outwards, stronger towards the tips."""
    along = np.linspace(0, 1, curves.shape[1])
    phase = 2 * np.pi * (turns * along[None, :] + rng.uniform(-0.15, 0.15, len(curves))[:, None])
    tangent = unit(np.gradient(curves, axis=1))
    out = unit(curves - head.centre)
    size = (deep * smoothstep(0, 0.3, along))[None, :, None]
    return (
        curves + np.cross(tangent, out) * np.sin(phase)[..., None] * size + out * np.cos(phase)[..., None] * size * 0.5
    )


def cut(curves: np.ndarray, over: np.ndarray) -> np.ndarray:
    """The curves up to where `over` (locks, points) falls below 0, with their points spread anew."""
    made = curves.copy()
    points = curves.shape[1]
    for lock in np.flatnonzero((over < 0).any(axis=1)):
        end = max(int(np.argmax(over[lock] < 0)), 1)
        before, after = over[lock, end - 1], over[lock, end]
        stop = end - 1 + float(np.clip(before / max(before - after, 1e-9), 0.15, 1))
        want = np.linspace(0, stop, points)
        for k in range(3):
            made[lock, :, k] = np.interp(want, np.arange(points), curves[lock, :, k])
    return made
