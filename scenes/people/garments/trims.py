"""What is sewn onto cloth: collars, lapels, ties, pockets, buttons, belt, hood, badge."""

import numpy as np
from mathutils.bvhtree import BVHTree

from people.garments.cloth import Form, smoothstep
from people.garments.drape import Tube
from people.garments.mesh import Mesh, grid, join

NECK_UP = np.array([0.0, 0.94, -0.34])  # the neck leans forward: a collar's height runs along it


def neck_height(form: Form, points: np.ndarray) -> np.ndarray:
    """How high points are along the neck, from its lower joint."""
    return (points - form.body.joint("neck")) @ NECK_UP


def neckline(form: Form, mesh: Mesh, away: float) -> np.ndarray:
    """Positive outside a column round the neck: `away` is how far from the neck a garment ends.

    The column leans with the neck above its joint and is upright below: a leaning one would come out of the back.
    """
    off = mesh.vertices - form.body.joint("neck")
    flat = off[:, [0, 2]] - np.array([0, NECK_UP[2] / NECK_UP[1]]) * np.maximum(off[:, 1:2], 0)
    column = (off[:, 1] > 0.015) & (off[:, 1] < 0.05)
    middle = np.array([0.0, (flat[column, 1].min() + flat[column, 1].max()) / 2])
    reach = np.linalg.norm(flat - middle, axis=1)
    behind = (flat - middle)[:, 1] / np.maximum(reach, 1e-6)
    nape = smoothstep(-0.1, 0.6, behind)  # there neck runs into back without a step: a height cuts it
    around = np.where(off[:, 1] > -0.1, reach - np.median(reach[column]) - away, 0.1)
    return around * (1 - nape) + (0.022 - away - off[:, 1]) * nape


def neck_ring(form: Form, mesh: Mesh, angles: np.ndarray) -> np.ndarray:
    """Points of the neck's open edge at angles about it (0 front, positive to the right)."""
    centre = form.body.joint("neck")
    high = [run for run in mesh.borders() if mesh.vertices[run, 1].mean() > centre[1] - 0.12]
    at = mesh.vertices[max(high, key=len)]
    turn = np.arctan2(at[:, 0], -(at[:, 2] - centre[2] - 0.01))
    order = np.argsort(turn)
    turn, at = turn[order], at[order]
    for _ in range(2):
        at = (np.roll(at, 1, axis=0) + 2 * at + np.roll(at, -1, axis=0)) / 4
    turn = np.concatenate([turn - 2 * np.pi, turn, turn + 2 * np.pi])
    return np.stack([np.interp(angles, turn, np.tile(at[:, i], 3)) for i in range(3)], axis=1)


def _outwards(ring: np.ndarray, angles: np.ndarray) -> np.ndarray:
    return np.stack([np.sin(angles), np.zeros(len(angles)), -np.cos(angles)], axis=1)


def collar(form: Form, mesh: Mesh, *, gap: float, stand: float, fall: float, point: float, out: float) -> Mesh:
    """A stand along the neck's edge and a fall over it; `gap` is the half angle open in front, `point` the longer
    tip."""
    angles = np.linspace(gap, 2 * np.pi - gap, 27)
    ring = neck_ring(form, mesh, angles)
    away = _outwards(ring, angles)
    front = smoothstep(0.3, 1.0, np.cos(angles))[:, None]
    edge = out * (0.55 + 0.45 * front)  # the fall lies on the shoulders behind and at the sides
    rows = [
        ring - NECK_UP * 0.006 + away * 0.001,
        ring + NECK_UP * stand * (1 - 0.5 * front) - away * 0.004,
        ring + NECK_UP * (stand * (1 - 0.5 * front) + 0.003) + away * 0.001,
        ring + NECK_UP * (stand * 0.4 * (1 - front)) + away * (0.4 * edge + 0.004),
        ring - NECK_UP * (fall + point * front) + away * (edge + 0.004),
        ring - NECK_UP * (fall + point * front) + away * (edge - 0.001),
    ]
    return grid(np.array(rows), flip=True)


def band(form: Form, mesh: Mesh, height: float, thick: float, rows: int = 6) -> Mesh:
    """A rolled band round the neck: a knitted neck, a neckerchief."""
    angles = np.arange(28) / 28 * 2 * np.pi
    ring = neck_ring(form, mesh, angles)
    away = _outwards(ring, angles)
    turns = np.linspace(-0.3, np.pi + 0.3, rows)
    return grid(np.array([ring + NECK_UP * (0.5 - 0.5 * np.cos(t)) * height + away * (np.sin(t) * thick - 0.002)
                          for t in turns]), closed=True)  # fmt: skip


def hood(form: Form, mesh: Mesh) -> Mesh:
    """A hood lying on the back: a roll round the neck that grows into a pouch behind."""
    angles = np.linspace(0.35, 2 * np.pi - 0.35, 29)
    ring = neck_ring(form, mesh, angles)
    away, back = _outwards(ring, angles), (0.5 - 0.5 * np.cos(angles))[:, None]
    turns = np.linspace(-0.6, np.pi + 1.2, 9)
    thick, high = 0.016 + 0.034 * back**2, 0.018 + 0.022 * back
    rows = [ring + away * (0.4 + 0.6 * np.sin(t)) * thick + NECK_UP * (0.6 - np.cos(t)) * high
            - np.array([0, 1, 0]) * np.maximum(t - 1.6, 0) * back**2 * 0.06 for t in turns]  # fmt: skip
    return grid(np.array(rows))


def front(cast: BVHTree, xs: np.ndarray, ys: np.ndarray, lift: float | np.ndarray, behind: bool = False) -> np.ndarray:
    """Places on the front of a garment, seen straight on, lifted off it."""
    made = np.zeros((*np.shape(xs), 3))
    last = -0.1
    for i, (x, y) in enumerate(zip(np.ravel(xs), np.ravel(ys), strict=True)):
        hit, *_ = cast.ray_cast((float(x), float(y), -0.6), (0, 0, 1), 0.8)
        last = hit[2] if hit is not None else last
        made.reshape(-1, 3)[i] = (x, y, last)
    made[..., 2] -= lift
    return made


def patch(cast: BVHTree, x0: float, x1: float, y0: float, y1: float, lift: float = 0.003, n: int = 5) -> Mesh:
    """A plate on the front with its edges down to the cloth: flap, welt, badge. From `x0` to `x1`, `y0` up to `y1`."""
    u = np.concatenate([[0], np.linspace(0, 1, n), [1]])
    v = np.array([0, 0, 0.5, 1, 1])
    lifts = np.full((len(v), len(u)), lift)
    lifts[[0, -1]] = lifts[:, [0, -1]] = -0.002
    xs, ys = np.meshgrid(x0 + (x1 - x0) * u, y0 + (y1 - y0) * v)
    return grid(front(cast, xs, ys, lifts), flip=x1 < x0)


def flaps(tube: Tube, angle: float, half: float, low: float, high: float, lift: float = 0.004) -> Mesh:
    """The two pocket flaps of a jacket, about `angle` to the right and to the left of the front."""
    u = np.array([-1, -1, -0.4, 0.4, 1, 1]) * half + angle
    v = np.array([low, low, high, high])
    deep = np.full((4, 6), lift)
    deep[[0, -1]] = deep[:, [0, -1]] = -0.003
    angles, ys = np.meshgrid(u, v)
    points = tube.points(angles.ravel(), ys.ravel(), deep.ravel()).reshape(4, 6, 3)
    return join(grid(points), grid(points * [-1, 1, 1], flip=True))


def lapel(cast: BVHTree, low: float, high: float, edge, width: float) -> Mesh:
    """Both lapels: from the top button up along the V `edge(y)`, with a notch below the collar."""
    share = np.array([0, 0.12, 0.25, 0.4, 0.55, 0.7, 0.8, 0.86, 0.93, 1.0])
    ys = low + (high - low) * share
    wide = width * np.array([0.1, 0.42, 0.64, 0.82, 0.94, 1.0, 1.02, 0.66, 0.6, 0.5])
    columns = np.array([-0.12, 0.0, 0.35, 0.7, 1.0, 1.0])
    lifts = np.array([0.000, 0.010, 0.011, 0.009, 0.007, -0.001])
    xs = edge(ys)[:, None] + wide[:, None] * columns
    tilt = np.where(columns > 0, columns, 0) * smoothstep(0.5, 0.8, share)[:, None] * -0.018  # the notch slants
    points = front(cast, xs, ys[:, None] + tilt, np.broadcast_to(lifts, xs.shape))
    return join(grid(points), grid(points * [-1, 1, 1], flip=True))


def tie(cast: BVHTree, top: float, low: float, wide: float = 0.034) -> Mesh:
    """A knot below the collar and a blade that widens downwards."""
    share = np.array([0, 0.0, 0.07, 0.09, 0.13, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    half = np.interp(share, [0, 0.001, 0.07, 0.09, 0.13, 1], [0.016, 0.018, 0.012, 0.012, 0.014, wide])
    lift = np.interp(share, [0, 0.07, 0.09, 0.13, 1], [0.016, 0.014, 0.009, 0.009, 0.007])
    lift[0] = 0.002
    columns = np.array([-1.0, -1, -0.5, 0, 0.5, 1, 1])
    rise = np.array([-0.6, 0.5, 0.9, 1, 0.9, 0.5, -0.6])
    ys = np.broadcast_to((top + (low - top) * share)[:, None], (14, 7))
    points = front(cast, half[:, None] * columns, ys, 0.0)
    points[..., 2] = points[:, 2:5, 2].min(axis=1)[:, None]
    points[..., 2] -= lift[:, None] * rise
    return grid(points, flip=True)


def buttons(cast: BVHTree, x: float, heights: list[float], radius: float = 0.008, lift: float = 0.004) -> Mesh:
    """Small discs on the front."""
    made = []
    turn = np.arange(8) / 8 * 2 * np.pi
    for y in heights:
        centre = front(cast, np.array([x]), np.array([y]), lift)[0]
        rim = [np.stack([np.cos(turn) * r, np.sin(turn) * r, np.full(8, d)], axis=1) + centre
               for r, d in ((radius, 0.006), (radius, 0.0), (radius * 0.55, 0.0005), (0.0005, 0.0005))]  # fmt: skip
        made.append(grid(np.array(rim), closed=True))
    return join(*made)


def belt(form: Form, tube: Tube, y: float) -> tuple[Mesh, Mesh]:
    """A strap round the waist, and its buckle."""
    angles = np.arange(40) / 40 * 2 * np.pi
    rows = [
        tube.points(angles, np.full(40, y + dy), more)
        for dy, more in ((0.017, 0.0), (0.016, 0.006), (-0.016, 0.006), (-0.017, 0.0))
    ]
    z = tube.points(np.zeros(1), np.array([y]), 0.0055)[0, 2]
    u, v = np.array([-1.0, -1, 1, 1]) * 0.021, np.array([1.0, 1, -1, -1]) * 0.018
    deep = np.full((4, 4), 0.004)
    deep[1:3, 1:3] = -0.003
    points = np.stack([*np.meshgrid(u, y + v), z + deep], axis=-1)
    return grid(np.array(rows), closed=True, flip=True), grid(points, flip=True)
