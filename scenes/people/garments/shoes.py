"""Shoes lofted from the foot's outline: sole, welt, upper, opening; they replace the feet."""

from dataclasses import dataclass

import numpy as np

from people.body import Body
from people.garments.cloth import Form, smoothstep
from people.garments.drape import _hull, _reach
from people.garments.mesh import Mesh, grid
from people.part import Part
from people.skeleton import INDEX, NAMES

COLUMNS = 26


@dataclass(frozen=True)
class Last:
    """A kind of shoe: ease about the foot, sole's thickness and its edge, how the toe and the opening lie."""

    ease: float
    sole: float
    edge: float
    toe: float  # longer than the foot by this
    box: float  # height of the toe box
    top: float  # height of the opening above the floor
    throat: float  # how far forward the opening reaches, as a share of the foot
    sole_zone: str = "dark"


KINDS = {
    "oxford": Last(0.006, 0.016, 0.005, 0.016, 0.052, 0.088, 0.42),
    "sneaker": Last(0.008, 0.026, 0.006, 0.010, 0.058, 0.098, 0.42, "light"),
    "pump": Last(0.003, 0.010, 0.002, 0.018, 0.036, 0.052, 0.74),
}


def _foot(form: Form) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left foot's points, and its heel-to-toe direction and middle in the plan."""
    body = form.body
    which = body.of("body")
    at = body.vertices[which]
    at = at[
        (at[:, 0] < 0)
        & (at[:, 1] < 0.07)
        & (body.weights[which][:, [INDEX["leftFoot"], INDEX["leftToes"]]].sum(axis=1) > 0.3)
    ]
    way = (body.joint("leftToes") - body.joint("leftFoot"))[[0, 2]]
    way /= np.linalg.norm(way)
    flat = at[:, [0, 2]]
    along = flat @ way
    middle = flat[np.abs(along - along.mean()) < 0.1].mean(axis=0)
    return at, way, middle


def _outline(flat: np.ndarray, middle: np.ndarray, way: np.ndarray, last: Last) -> np.ndarray:
    """The sole's edge in the plan, `COLUMNS` points from the toe round by the outside, and rounder than toes are."""
    across = np.array([-way[1], way[0]])
    local = np.stack([(flat - middle) @ way, (flat - middle) @ across], axis=1)
    turn = np.arange(COLUMNS) / COLUMNS * 2 * np.pi
    stretch = np.where(np.abs(np.sin(turn)) < 1, np.arctan2(np.sin(turn), 2.4 * np.cos(turn)), turn)
    directions = np.stack([np.cos(stretch), np.sin(stretch)], axis=1)
    reach = _reach(_hull(local), directions)
    reach = (
        (np.roll(reach, 1) + 2 * reach + np.roll(reach, -1)) / 4
        + last.ease
        + last.toe * np.clip(directions[:, 0], 0, 1) ** 12
    )
    plan = directions * reach[:, None]
    return middle + plan[:, :1] * way + plan[:, 1:] * across


def _rows(form: Form, last: Last) -> np.ndarray:
    at, way, middle = _foot(form)
    outline = _outline(at[:, [0, 2]], middle, way, last)
    heel, length = ((outline - middle) @ way).min(), np.ptp((outline - middle) @ way)
    share = (((outline - middle) @ way) - heel) / length  # 0 heel, 1 toe
    across = np.array([-way[1], way[0]])
    narrow = 0.86 if last.throat < 0.6 else 0.93
    to_along = heel + length * (0.03 + share * (last.throat - 0.03))
    opening = middle + to_along[:, None] * way + ((outline - middle) @ across)[:, None] * narrow * across
    wide = last.top + np.where(last.throat < 0.6, 0.012, -0.014) * smoothstep(0.3, 1.0, share)

    def row(mix: float, y: np.ndarray | float) -> np.ndarray:
        flat = outline * (1 - mix) + opening * mix
        return np.stack([flat[:, 0], np.broadcast_to(y, len(flat)), flat[:, 1]], axis=1)

    def swell(out: float, y: float) -> np.ndarray:
        centre = outline.mean(axis=0)
        flat = outline + (outline - centre) / np.linalg.norm(outline - centre, axis=1, keepdims=True) * out
        return np.stack([flat[:, 0], np.full(len(flat), y), flat[:, 1]], axis=1)

    box = last.box - 0.006 * (1 - share)
    rows = [
        row(0.999, 0.001) * [0, 0, 0] + np.array([middle[0], 0.001, middle[1]]),
        swell(last.edge - 0.002, 0.0),
        swell(last.edge, 0.004),
        swell(last.edge, last.sole),
        swell(last.edge, last.sole),
        swell(0.0, last.sole + 0.001),
        swell(0.0, last.sole + 0.001),
        row(0.02, box * 0.62),
        row(0.10, box * 0.9),
        row(0.24, box + 0.10 * (wide - box)),
        row(0.5, box + 0.42 * (wide - box)),
        row(0.78, box + 0.78 * (wide - box)),
        row(1.0, wide),
        row(1.03, wide - 0.002),
        row(1.05, wide - 0.016),
    ]
    return np.array(rows)


def shoes(form: Form, kind: str) -> list[Part]:
    """Both shoes: the right one is the left one's mirror image."""
    last = KINDS[kind]
    rows = _rows(form, last)
    left = grid(rows, closed=True)
    a, b, c = (left.vertices[left.triangles()[:, i]] - left.vertices.mean(axis=0) for i in range(3))
    if (a * np.cross(b, c)).sum() < 0:  # inside out
        left = grid(rows, closed=True, flip=True)
    right = Mesh(left.vertices * [-1, 1, 1], [f[::-1] for f in left.faces])
    zones = [last.sole_zone if i // COLUMNS < 5 else "shoes" for i in range(len(left.faces))]
    return [
        Part(f"{side}Shoe", m.vertices, m.faces, list(zones), _weights(form.body, m.vertices, side), None, None, 0.6)
        for side, m in (("left", left), ("right", right))
    ]


def _weights(body: Body, points: np.ndarray, side: str) -> np.ndarray:
    """The ball of the foot bends, the rest is stiff."""
    toes, foot = body.joint(f"{side}Toes"), body.joint(f"{side}Foot")
    way = (toes - foot) * [1, 0, 1]
    along = (points - toes) @ way / np.linalg.norm(way)
    share = smoothstep(-0.03, 0.03, along)
    made = np.zeros((len(points), len(NAMES)))
    made[:, INDEX[f"{side}Toes"]], made[:, INDEX[f"{side}Foot"]] = share, 1 - share
    return made
