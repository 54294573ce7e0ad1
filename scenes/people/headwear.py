"""What is worn on the head: a headscarf that wraps head and neck, and glasses."""

from dataclasses import dataclass, field

import numpy as np
from mathutils.bvhtree import BVHTree

from people.body import Body
from people.hair.locks import part, unit
from people.hair.scalp import Head, angles, direction, smoothstep
from people.part import Part

LOWEST = np.radians(-56)  # the hood ends here; the drape goes on
SIZES = {"near": (44, 11, 9), "middle": (20, 6, 5), "far": (10, 3, 2)}  # around, rows of the hood, rows of the drape


@dataclass
class Headwear:
    parts: list[Part]
    hidden: set[int] = field(default_factory=set)  # faces of the base body that are covered


def make(kind: str, body: Body) -> Headwear:
    return {"headscarf": headscarf, "glasses": glasses}[kind](body)


# ---- headscarf ------------------------------------------------------------------------------


def headscarf(body: Body) -> Headwear:
    head = Head(body)
    parts = []
    for level, (around, rows, below) in SIZES.items():
        parts.append(_hood(head, level, around, rows))
        parts.append(_drape(head, level, around, below))
    return Headwear(parts, _covered(head))


def _opening(head: Head, turn: np.ndarray) -> np.ndarray:
    """Directions of the face's edge; `turn` 0 is above the forehead, a quarter is the person's right."""
    marks = head.marks
    top = np.arctan2(marks.eye[1] + 0.048 - head.centre[1], head.centre[2] - marks.front - 0.004)
    low = np.arctan2(marks.chin - 0.006 - head.centre[1], head.centre[2] - marks.front - 0.012)
    middle, tall = (top + low) / 2, (top - low) / 2
    wide = np.radians(50) - np.radians(5) * smoothstep(0.2, 1, -np.cos(turn))
    return direction(np.sin(turn) * wide, middle + np.cos(turn) * tall)


def _hood(head: Head, level: str, around: int, rows: int) -> Part:
    turn = np.arange(around) * 2 * np.pi / around
    edge = _opening(head, turn)
    behind = direction(np.pi, np.radians(8))
    share = np.concatenate([[-0.02, 0.0], (np.arange(1, rows) / (rows - 0.5)) ** 1.15])
    apart = np.arccos(np.clip(edge @ behind, -1, 1))[None, :]
    kept, gone = np.sin((1 - share)[:, None] * apart), np.sin(share[:, None] * apart)
    way = unit(edge[None] * kept[..., None] + behind * gone[..., None])
    azimuth, elevation = angles(way)
    elevation = np.maximum(elevation, LOWEST - 0.1 * (share[:, None] > 0))
    fold = _hood_folds(turn[None, :], share[:, None])
    rise = smoothstep(-0.02, 0.10, share)[:, None]
    bulge = 0.014 * np.exp(-((angles(way)[1] - 0.15) ** 2) / 0.25) * smoothstep(0.45, 1, share)[:, None]
    height = -0.001 + 0.0095 * rise + 0.0034 * fold * rise + bulge
    most = np.interp(elevation, (LOWEST, -0.6, 0), (0.136, 0.124, 0.16))
    far = np.minimum(_eased(head.outer(azimuth, elevation)), most) + height
    points = head.centre + direction(azimuth, elevation) * far[..., None]
    last = points[-1].mean(axis=0) + [0, 0, 0.002]
    vertices = np.vstack([points.reshape(-1, 3), last[None]])
    shade = np.append((0.86 + 0.14 * fold) * (0.72 + 0.28 * rise), 1.0)
    return part(
        head,
        "scarf hood",
        vertices,
        _tube(len(share), around, close=True, outwards=False),
        np.clip(shade, 0, 1),
        levels=(level,),
        zone="accent",
        detail=0.8,
    )


def _hood_folds(turn: np.ndarray, share: np.ndarray) -> np.ndarray:
    """-1..1: folds that run from below the chin up around the face and fade towards the crown."""
    low = smoothstep(-0.3, 0.9, -np.cos(turn))
    return np.sin(share * 26 + 1.5 * np.sin(turn)) * (0.25 + 0.75 * low) * smoothstep(0, 0.15, share)


def _eased(far: np.ndarray) -> np.ndarray:
    """Cloth bridges hollows: rounds of the mean, never below the skin."""
    made = far.copy()
    for _ in range(6):
        mean = (np.roll(made, 1, 1) + np.roll(made, -1, 1)) / 2
        made[1:-1] = np.maximum(made[1:-1], (mean[1:-1] + (made[:-2] + made[2:]) / 2) / 2)
    return made


def _drape(head: Head, level: str, around: int, rows: int) -> Part:
    """From under the jaw over the neck, in soft folds, into the neckline of what is worn below."""
    body, marks = head.body, head.marks
    azimuth = np.arange(around) * 2 * np.pi / around
    level_y = (marks.chin + body.joint("neck")[1]) / 2
    neck = body.vertices[body.of("body")]
    neck = neck[(np.abs(neck[:, 1] - level_y) < 0.012) & (np.abs(neck[:, 0]) < 0.08)]
    middle = np.array([0.0, level_y, (neck[:, 2].min() + neck[:, 2].max()) / 2])
    front = (1 + np.cos(azimuth)) / 2
    top = np.radians(50 - 35 * front)
    hem = _hem(body, middle, azimuth)
    share = np.linspace(0, 1, rows + 1)
    elevation = top[None, :] * (1 - share)[:, None] + hem[None, :] * share[:, None]
    fold = (
        np.sin(5 * azimuth[None, :] + 3.2 * share[:, None]) * 0.6
        + np.sin(9 * azimuth[None, :] - 4 * share[:, None]) * 0.4
    )
    loose = 0.003 + 0.009 * (1 - smoothstep(0, 0.4, share))[:, None]  # it is tucked into the neckline
    skin = _reach(body, middle, azimuth, elevation)
    far = _eased(np.vstack([skin, skin[-1:]]))[:-1] + loose
    points = middle + direction(np.broadcast_to(azimuth, far.shape), elevation) * far[..., None]
    inner = points[-1] - direction(azimuth, hem) * 0.003
    vertices = np.vstack([points.reshape(-1, 3), inner])
    shade = np.append(
        (0.84 + 0.16 * fold * share[:, None]) * (0.7 + 0.3 * smoothstep(0, 0.5, share))[:, None], np.full(around, 0.5)
    )
    return part(
        head,
        "scarf drape",
        vertices,
        _tube(rows + 2, around, close=False),
        np.clip(shade, 0, 1),
        levels=(level,),
        zone="accent",
        detail=0.7,
    )


def _hem(body: Body, middle: np.ndarray, azimuth: np.ndarray) -> np.ndarray:
    """The elevation, seen from the neck's middle, at which the cloth is well below the neckline."""
    turned = np.abs((azimuth + np.pi) % (2 * np.pi) - np.pi)
    limit = np.interp(turned, np.radians([0, 50, 90, 130, 180]), (0.125, 0.115, 0.1, 0.1, 0.11))
    elevation = np.radians(np.arange(-8, -58, -2.0))
    reach = _reach(body, middle, azimuth, np.broadcast_to(elevation[:, None], (len(elevation), len(azimuth))))
    beyond = (reach > limit) | (reach * np.sin(-elevation)[:, None] > 0.07)
    hem = np.where(beyond.any(axis=0), elevation[np.argmax(beyond, axis=0)], elevation[-1])
    for _ in range(max(2, len(azimuth) // 5)):
        hem = (np.roll(hem, 1) + 2 * hem + np.roll(hem, -1)) / 4
    return hem


def _reach(body: Body, middle: np.ndarray, azimuth: np.ndarray, elevation: np.ndarray) -> np.ndarray:
    """How far the skin is from the neck's middle."""
    tree = BVHTree.FromPolygons(body.vertices.tolist(), [body.base.faces[i] for i in body.faces_of("body")])
    made = np.zeros(elevation.shape)
    for index, up in np.ndenumerate(elevation):
        hit = tree.ray_cast(middle.tolist(), direction(azimuth[index[1]], up).tolist(), 0.3)
        made[index] = hit[3] if hit[0] is not None else 0.1
    return np.clip(made, 0.03, 0.2)


def _tube(rows: int, around: int, *, close: bool, outwards: bool = True) -> list[list[int]]:
    """Quads between rows of `around` vertices; `close` adds a cap to one last vertex."""
    faces = []
    for j in range(rows - 1):
        for i in range(around):
            n = (i + 1) % around
            faces.append([j * around + i, j * around + n, (j + 1) * around + n, (j + 1) * around + i])
    if close:
        last = (rows - 1) * around
        faces += [[last + i, last + (i + 1) % around, rows * around] for i in range(around)]
    return faces if outwards else [face[::-1] for face in faces]


def _covered(head: Head) -> set[int]:
    """Faces of head and neck that the scarf hides, with a margin at the face's edge and the hem."""
    body, marks = head.body, head.marks
    way = body.vertices - head.centre
    edge = _opening(head, np.radians(np.arange(0, 360, 6.0)))
    middle = unit(edge.mean(axis=0))
    aside = unit(way) - middle * (unit(way) @ middle)[:, None]
    rims = edge - middle * (edge @ middle)[:, None]
    nearest = np.argmax(unit(aside) @ unit(rims).T, axis=1)
    outside = np.arccos(np.clip(unit(way) @ middle, -1, 1)) > np.arccos(edge @ middle)[nearest] + np.radians(13)
    near = np.linalg.norm(way[:, [0, 2]], axis=1) < 0.115
    hidden = outside & near & (body.vertices[:, 1] > marks.chin - 0.035)
    return {i for i in body.faces_of("body") if hidden[body.base.faces[i]].all()}


# ---- glasses --------------------------------------------------------------------------------


def glasses(body: Body) -> Headwear:
    """Thin frames before the eyes, a bridge, arms that lie on the ears."""
    head = Head(body)
    eye, marks = head.marks.eye, head.marks
    face = body.vertices[[i for i in body.of("body") if abs(body.vertices[i, 1] - eye[1]) < 0.022]]
    before = face[(np.abs(np.abs(face[:, 0]) - abs(eye[0])) < 0.022)][:, 2].min() - 0.004
    middle = np.array([abs(eye[0]) + 0.001, eye[1] - 0.003, before])
    tubes = []
    for side in (-1.0, 1.0):
        rim = _rim(middle * [side, 1, 1], side)
        tubes.append(_wire(np.vstack([rim, rim[:1]]), 0.0013, 0.0019, closed=True))
        hinge = middle * [side, 1, 1] + [side * 0.0265, 0.009, 0.003]
        ear = np.array(
            [side * (abs(marks.ear_front[0]) + 0.001), marks.ear_high[1] - 0.001, marks.ear_front[2] + 0.004]
        )
        path = np.array(
            [
                hinge,
                hinge * [1, 1, 0] + [side * 0.004, 0, hinge[2] + 0.012],
                ear,
                ear + [-side * 0.001, -0.003, 0.014],
                ear + [-side * 0.004, -0.018, 0.022],
            ]
        )
        path[1:3, 0] = side * np.maximum(np.abs(path[1:3, 0]), _side_of(head, path[1:3]) + 0.003)
        tubes.append(_wire(path, 0.0011, 0.0021))
    bridge = np.array(
        [
            [x, middle[1] + 0.006 + 0.003 * (1 - (x / 0.009) ** 2), before - 0.001]
            for x in (-0.009, -0.003, 0.003, 0.009)
        ]
    )
    tubes.append(_wire(bridge, 0.0012, 0.0016))
    return Headwear([_joined(head, tubes)])


def _side_of(head: Head, points: np.ndarray) -> np.ndarray:
    """How far out the head's side is at these heights and depths."""
    skin = head.body.vertices[head.body.of("body")]
    made = []
    for p in points:
        close = (np.abs(skin[:, 1] - p[1]) < 0.008) & (np.abs(skin[:, 2] - p[2]) < 0.012) & (skin[:, 0] * p[0] > 0)
        made.append(np.abs(skin[close, 0]).min() if close.any() else 0.0)
    return np.array(made)


def _rim(middle: np.ndarray, side: float) -> np.ndarray:
    """A rounded rectangle, a little lower towards the nose's outside, wrapped slightly around the face."""
    turn = np.arange(18) * 2 * np.pi / 18
    cos, sin = np.cos(turn), np.sin(turn)
    x = np.sign(cos) * np.abs(cos) ** 0.62 * 0.0255
    y = np.sign(sin) * np.abs(sin) ** 0.68 * 0.0185
    return middle + np.stack([x, y, 0.003 * (x * side / 0.0255) + 0.0012 * y / 0.0185 * -1], axis=1)


def _wire(path: np.ndarray, wide: float, tall: float, *, closed: bool = False) -> tuple[np.ndarray, list[list[int]]]:
    """A bar of four sides along a path."""
    path = path[:-1] if closed else path
    around = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    tangent = unit(around if closed else np.gradient(path, axis=0))
    up = np.tile([0.0, 0.0, -1.0] if closed else [0.0, 1.0, 0.0], (len(path), 1))
    side = unit(np.cross(tangent, up))
    up = np.cross(side, tangent)
    corners = [path + side * a * wide + up * b * tall for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
    vertices = np.stack(corners, axis=1).reshape(-1, 3)
    count, faces = len(path), []
    for i in range(count if closed else count - 1):
        n = (i + 1) % count
        faces += [[4 * i + k, 4 * i + (k + 1) % 4, 4 * n + (k + 1) % 4, 4 * n + k] for k in range(4)]
    return vertices, faces if closed else [*faces, [3, 2, 1, 0], [4 * count - 4 + k for k in range(4)]]


def _joined(head: Head, tubes: list[tuple[np.ndarray, list[list[int]]]]) -> Part:
    vertices, faces = [], []
    for points, quads in tubes:
        faces += [[i + sum(map(len, vertices)) for i in quad] for quad in quads]
        vertices.append(points)
    made = np.vstack(vertices)
    return part(head, "glasses", made, faces, np.ones(len(made)), levels=("near", "middle"), zone="dark", detail=1.0)
