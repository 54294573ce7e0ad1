"""How cloth hangs: round a trunk, a leg or an arm it bridges hollows and falls from what stands out, instead of
clinging."""

from dataclasses import dataclass

import numpy as np
from mathutils.bvhtree import BVHTree

from people.garments.mesh import Mesh


def tree(mesh: Mesh) -> BVHTree:
    return BVHTree.FromPolygons(mesh.vertices.tolist(), mesh.faces)


def _hull(points: np.ndarray) -> np.ndarray:
    """Convex hull of points in the plane, counter-clockwise."""
    order = sorted(set(map(tuple, points.tolist())))

    def half(run):
        made: list[tuple[float, float]] = []
        for p in run:
            while len(made) > 1:
                (ax, ay), (bx, by) = made[-2:]
                if (bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax) > 0:
                    break
                made.pop()
            made.append(p)
        return made[:-1]

    return np.array(half(order) + half(order[::-1]))


def _reach(hull: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """How far from the origin each direction leaves the convex polygon."""
    a, b = hull, np.roll(hull, -1, axis=0)
    normal = np.stack([(b - a)[:, 1], -(b - a)[:, 0]], axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    away = (normal * a).sum(axis=1)
    facing = directions @ normal.T
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.where(facing > 1e-6, away / facing, np.inf)
    return far.min(axis=1)


@dataclass
class Tube:
    """Radii about a nearly vertical axis: `radius[k, j]` at height `ys[k]` (falling) and angle `angles[j]` (0 is the
    front, a quarter turn is +X, the right side)."""

    ys: np.ndarray
    angles: np.ndarray
    axis: np.ndarray  # (K, 2) x and z at each height
    radius: np.ndarray  # (K, J)

    def centre(self, y: np.ndarray) -> np.ndarray:
        return np.stack([np.interp(-y, -self.ys, self.axis[:, i]) for i in (0, 1)], axis=-1)

    def polar(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Angle and radius of points about the axis."""
        off = points[:, [0, 2]] - self.centre(points[:, 1])
        return np.arctan2(off[:, 0], -off[:, 1]), np.hypot(off[:, 0], off[:, 1])

    def at(self, angle: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The radius there, between the samples."""
        k = np.interp(-np.asarray(y, float), -self.ys, np.arange(len(self.ys)))
        j = np.mod(angle, 2 * np.pi) / (2 * np.pi) * len(self.angles)
        k0, j0 = np.minimum(k.astype(int), len(self.ys) - 2), j.astype(int) % len(self.angles)
        a, b, j1 = k - k0, j - np.floor(j), (j0 + 1) % len(self.angles)
        upper = self.radius[k0, j0] * (1 - b) + self.radius[k0, j1] * b
        lower = self.radius[k0 + 1, j0] * (1 - b) + self.radius[k0 + 1, j1] * b
        return upper * (1 - a) + lower * a

    def points(self, angle: np.ndarray, y: np.ndarray, more: float | np.ndarray = 0.0) -> np.ndarray:
        r, c = self.at(angle, y) + more, self.centre(np.asarray(y, float))
        return np.stack([c[..., 0] + np.sin(angle) * r, np.asarray(y, float), c[..., 1] - np.cos(angle) * r], axis=-1)


def measure(mesh: Mesh, ys: np.ndarray, axis: np.ndarray, count: int = 64, within: float = 0.6) -> Tube:
    """The outer silhouette of a mesh about an axis, hollows bridged at each height."""
    angles = np.arange(count) / count * 2 * np.pi
    directions = np.stack([np.sin(angles), -np.cos(angles)], axis=1)
    cast, radius = tree(mesh), np.zeros((len(ys), count))
    for k, y in enumerate(ys):
        hits = []
        for dx, dz in directions:
            x, z = axis[k]
            hit, *_ = cast.ray_cast((x + dx * within, y, z + dz * within), (-dx, 0, -dz), within)
            if hit is not None:
                hits.append((hit[0] - x, hit[2] - z))
        radius[k] = _reach(_hull(np.array(hits)), directions) if len(hits) > 8 else radius[k - 1]
    return Tube(np.asarray(ys, float), angles, np.asarray(axis, float), radius)


def loosen(tube: Tube, ease: float | np.ndarray, slope: float | np.ndarray, rounds: int = 2) -> Tube:
    """Ease all round; and cloth recedes by `slope` metres a metre at most as it falls."""
    made = tube.radius + np.reshape(ease, (-1, 1)) if np.ndim(ease) else tube.radius + ease
    steep = np.broadcast_to(slope, len(tube.ys))
    for k in range(1, len(tube.ys)):
        made[k] = np.maximum(made[k], made[k - 1] - steep[k] * (tube.ys[k - 1] - tube.ys[k]))
    for _ in range(rounds):
        made = (np.roll(made, 1, axis=1) + 2 * made + np.roll(made, -1, axis=1)) / 4
        made[1:-1] = (made[:-2] + 2 * made[1:-1] + made[2:]) / 4
    return Tube(tube.ys, tube.angles, tube.axis, made)


def push(points: np.ndarray, tube: Tube, share: np.ndarray) -> np.ndarray:
    """Points moved out (or in) onto the tube, by their share of it."""
    angle, r = tube.polar(points)
    to = tube.points(angle, points[:, 1])
    return points + (to - points) * share[:, None] * (r > 1e-4)[:, None]
