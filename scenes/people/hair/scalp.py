"""The head as hair sees it: how far the skin is from the skull's middle in every direction, and where the hairline
runs.

Directions are (azimuth, elevation) in radians: azimuth 0 looks forward, positive is the person's right (+X), pi is the
back. Ears are taken away before the measure, so that hair lies on the skull below them.
"""

from dataclasses import dataclass
from functools import lru_cache

import bpy  # noqa: F401  (mathutils comes with it)
import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree

from people import body as bodies
from people.body import Body
from people.skeleton import INDEX, NAMES

AROUND, UP = 96, 60  # samples of the measure
LOWEST = np.radians(-75)
REACH = 0.30  # metres from the middle at which a ray begins


def smoothstep(low: float, high: float, x: np.ndarray) -> np.ndarray:
    t = np.clip((np.asarray(x, dtype=float) - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def direction(azimuth: np.ndarray, elevation: np.ndarray) -> np.ndarray:
    """Unit vectors of (azimuth, elevation)."""
    azimuth, elevation = np.broadcast_arrays(azimuth, elevation)
    flat = np.cos(elevation)
    return np.stack([flat * np.sin(azimuth), np.sin(elevation), -flat * np.cos(azimuth)], axis=-1)


def angles(way: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(azimuth, elevation) of vectors."""
    length = np.maximum(np.linalg.norm(way, axis=-1), 1e-9)
    return np.arctan2(way[..., 0], -way[..., 2]), np.arcsin(np.clip(way[..., 1] / length, -1, 1))


@lru_cache(maxsize=1)
def ear_vertices() -> frozenset[int]:
    """The vertices that move when the ears are spread: the ears themselves."""
    found: set[int] = set()
    for side in "lr":
        which, way = bodies.target(f"ears/{side}-ear-wing-incr")
        found |= set(which[np.linalg.norm(way, axis=1) > 0.013].tolist())
    return frozenset(found)


@dataclass(frozen=True)
class Marks:
    """Heights and depths that a hairline is told by, in metres in the body's pose."""

    eye: np.ndarray  # the left eye's middle
    top: float  # the highest point of the skull
    front: float  # z of the forehead, above the eyes
    back: float  # z of the back of the head
    ear_low: np.ndarray  # the left ear's lowest, highest, foremost and hindmost points
    ear_high: np.ndarray
    ear_front: np.ndarray
    ear_back: np.ndarray
    chin: float  # the lowest point of the chin


class Head:
    """One body's head. `radius` is the skin without ears, `outer` with them."""

    def __init__(self, body: Body) -> None:
        self.body = body
        faces = [body.base.faces[i] for i in body.faces_of("body")]
        self.marks = _marks(body)
        middle = (self.marks.front + self.marks.back) / 2
        self.centre = np.array([0.0, self.marks.eye[1] + 0.018, middle])
        ears = ear_vertices()
        bare = [f for f in faces if not ears.intersection(f)]
        self.tree = BVHTree.FromPolygons(body.vertices.tolist(), faces)
        self._radius = _smooth(_measure(body.vertices, bare, self.centre))
        self._outer = np.maximum(_measure(body.vertices, faces, self.centre), self._radius)

    def radius(self, azimuth: np.ndarray, elevation: np.ndarray) -> np.ndarray:
        return _look_up(self._radius, azimuth, elevation)

    def outer(self, azimuth: np.ndarray, elevation: np.ndarray) -> np.ndarray:
        return _look_up(self._outer, azimuth, elevation)

    def point(self, azimuth: np.ndarray, elevation: np.ndarray, height: np.ndarray | float = 0.0) -> np.ndarray:
        """A point `height` metres above the skin in this direction."""
        far = self.radius(azimuth, elevation) + height
        return self.centre + direction(azimuth, elevation) * far[..., None]

    def above(self, points: np.ndarray, height: np.ndarray | float) -> np.ndarray:
        """The points, moved along their ray so that they are `height` above the skin."""
        azimuth, elevation = angles(points - self.centre)
        return self.point(azimuth, elevation, height)

    def at_least(self, points: np.ndarray, height: np.ndarray | float, *, ears: bool = True) -> np.ndarray:
        """The points, pushed outwards where they are nearer to the skin than `height`."""
        way = points - self.centre
        azimuth, elevation = angles(way)
        far = np.linalg.norm(way, axis=-1)
        least = (self.outer if ears else self.radius)(azimuth, elevation)
        beside = (elevation < -0.5) & (np.abs(np.abs(azimuth) - np.pi / 2) < 1.05)  # over the shoulders, not on them
        least = np.where(beside, np.minimum(least, 0.104), least) + height
        return self.centre + way * (np.maximum(far, least) / np.maximum(far, 1e-9))[..., None]

    def weights(self, points: np.ndarray) -> np.ndarray:
        """Skin weights: all the head's, and below the chin more and more the neck's and the chest's."""
        made = np.zeros((len(points), len(NAMES)))
        neck, head = self.body.joint("neck")[1], self.body.joint("head")[1]
        of_head = smoothstep(neck - 0.10, head - 0.01, points[:, 1])
        of_neck = smoothstep(neck - 0.16, neck - 0.02, points[:, 1])
        made[:, INDEX["head"]] = of_head
        made[:, INDEX["neck"]] = (1 - of_head) * of_neck
        made[:, INDEX["upperChest"]] = (1 - of_head) * (1 - of_neck)
        return made


def _marks(body: Body) -> Marks:
    ears = np.array(sorted(ear_vertices()))
    left = body.vertices[ears][body.vertices[ears][:, 0] < 0]
    head = body.vertices[[i for i in body.of("body") if body.weights[i, INDEX["head"]] > 0.5]]
    eye = body.joint("leftEye")
    brow = head[(head[:, 1] > eye[1] + 0.03) & (np.abs(head[:, 0]) < 0.03)]
    jaw = body.vertices[[i for i in body.of("body") if body.weights[i, INDEX["jaw"]] > 0.6]]
    return Marks(
        eye=eye,
        top=float(head[:, 1].max()),
        front=float(brow[:, 2].min()),
        back=float(head[:, 2].max()),
        ear_low=left[np.argmin(left[:, 1])],
        ear_high=left[np.argmax(left[:, 1])],
        ear_front=left[np.argmin(left[:, 2])],
        ear_back=left[np.argmax(left[:, 2])],
        chin=float(jaw[:, 1].min()),
    )


def _measure(vertices: np.ndarray, faces: list[list[int]], centre: np.ndarray) -> np.ndarray:
    """(UP, AROUND) distance from the middle to the outermost skin; NaN where a ray finds none."""
    tree = BVHTree.FromPolygons(vertices.tolist(), faces)
    azimuth = np.arange(AROUND) * 2 * np.pi / AROUND
    elevation = np.linspace(LOWEST, np.pi / 2, UP)
    made = np.full((UP, AROUND), np.nan)
    for j in range(UP):
        for i, way in enumerate(direction(azimuth, np.full(AROUND, elevation[j]))):
            hit = tree.ray_cast(Vector(centre + way * REACH), Vector(-way), REACH)
            if hit[0] is not None:
                made[j, i] = REACH - hit[3]
    return made


def _smooth(made: np.ndarray) -> np.ndarray:
    """Holes are filled from around; the surface is then smoothed a little (it lies under hair)."""
    known = ~np.isnan(made)
    made = np.where(known, made, np.nanmean(made))
    for turn in range(220):
        below, over = np.vstack([made[:1], made[:-1]]), np.vstack([made[1:], made[-1:]])
        mean = (below + over + np.roll(made, 1, 1) + np.roll(made, -1, 1)) / 4
        made = np.where(known, made, mean)
        if turn > 217:
            made = np.where(known, made * 0.6 + mean * 0.4, made)
    return made


def _look_up(table: np.ndarray, azimuth: np.ndarray, elevation: np.ndarray) -> np.ndarray:
    """Between the four samples around a direction."""
    table = np.where(np.isnan(table), 0.1, table)
    x = (np.asarray(azimuth) % (2 * np.pi)) * AROUND / (2 * np.pi)
    y = np.clip((np.asarray(elevation) - LOWEST) / (np.pi / 2 - LOWEST) * (UP - 1), 0, UP - 1.001)
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = x - i, y - j
    i, n = i % AROUND, (i + 1) % AROUND
    low = table[j, i] * (1 - u) + table[j, n] * u
    return low * (1 - v) + (table[j + 1, i] * (1 - u) + table[j + 1, n] * u) * v


# How high the hairline is at an azimuth (degrees, both sides alike): 0 at the eyes, 1 at the top of the head.
Line = tuple[tuple[float, float], ...]
# Where a rim has its points: close together where the line is steep, before and behind the ears.
STATIONS = np.radians(
    [0, 9, 18, 27, 36, 44, 51, 57, 62, 66, 70, 74, 78, 82, 88, 95, 102, 109, 114, 118, 124, 134, 146, 158, 170]
)


def stations() -> np.ndarray:
    """Azimuths around the head, from the back over the left side to the front and on."""
    return np.concatenate([[-np.pi], -STATIONS[:0:-1], STATIONS])


def hairline(head: Head, line: Line, azimuth: np.ndarray) -> np.ndarray:
    """The elevation at which hair begins, at each azimuth."""
    azimuth = np.asarray(azimuth, dtype=float)
    turned = np.abs((azimuth + np.pi) % (2 * np.pi) - np.pi)
    degrees, shares = np.array(line).T
    marks = head.marks
    level = marks.eye[1] + np.interp(np.degrees(turned), degrees, shares) * (marks.top - marks.eye[1])
    elevation = np.radians(np.arange(-68, 89, 1.0))
    grid = head.point(azimuth.ravel()[:, None], elevation[None, :])[..., 1]
    grid = np.maximum.accumulate(grid, axis=1)
    found = [np.interp(y, row, elevation) for y, row in zip(level.ravel(), grid, strict=True)]
    return np.array(found).reshape(azimuth.shape)
