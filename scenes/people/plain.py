"""Plain clothes: a top, trousers and shoes laid over the body, smoothed so that cloth lies over hollows.

Whoever has no outfit of their own wears these. The cuts are heights and lengths of the limbs, so they fit every body.
"""

from dataclasses import dataclass

import numpy as np

from people.body import Body
from people.part import Part
from people.skeleton import INDEX

COLLAR_OVER_NECK_M = -0.012
CUFF_SHARE = 0.93  # of the way from elbow to wrist
WAIST_OVER_HIPS_M = 0.045
SHOE_OVER_ANKLE_M = 0.03
EASE_M = {"top": 0.011, "bottom": 0.012, "shoes": 0.007}


@dataclass(frozen=True)
class Dressed:
    parts: list[Part]
    hidden: set[int]  # faces of the body that are covered


def dress(body: Body) -> Dressed:
    faces = body.faces_of("body")
    zones = {i: _zone(body, body.vertices[body.base.faces[i]].mean(axis=0), body.weights[body.base.faces[i]].mean(axis=0))
             for i in faces}  # fmt: skip
    parts = [_shell(body, zone, [i for i in faces if zones[i] == zone]) for zone in EASE_M]
    return Dressed(parts, _covered(body, zones))


def _zone(body: Body, centre: np.ndarray, weights: np.ndarray) -> str:
    """What is worn over a face of the body."""
    side = "left" if centre[0] < 0 else "right"
    arm = sum(weights[INDEX[f"{side}{part}"]] for part in ("LowerArm", "LowerArmTwist", "Hand"))
    if arm > 0.5 or weights[59 - 30 :].sum() > 0.3:
        elbow, wrist = body.joint(f"{side}LowerArm"), body.joint(f"{side}Hand")
        along = (centre - elbow) @ (wrist - elbow) / ((wrist - elbow) @ (wrist - elbow))
        return "top" if along < CUFF_SHARE and weights[59 - 30 :].sum() < 0.2 else "skin"
    if centre[1] < body.joint("leftFoot")[1] + SHOE_OVER_ANKLE_M:
        return "shoes"
    if centre[1] < body.joint("hips")[1] + WAIST_OVER_HIPS_M and weights[INDEX[f"{side}UpperArm"]] < 0.2:
        return "bottom"
    # The collar falls from the neck to the front.
    collar = body.joint("neck")[1] + COLLAR_OVER_NECK_M - 0.5 * max(0.0, body.joint("neck")[2] - centre[2] - 0.01)
    return "top" if centre[1] < collar else "skin"


def _shell(body: Body, zone: str, faces: list[int]) -> Part:
    used = sorted({i for f in faces for i in body.base.faces[f]})
    number = {v: i for i, v in enumerate(used)}
    quads = [[number[i] for i in body.base.faces[f]] for f in faces]
    points = body.vertices[used]
    moved = _smooth(points, quads, rounds=14 if zone != "shoes" else 6)
    moved = moved + normals(moved, quads) * EASE_M[zone]
    # Never below the skin.
    outwards = normals(points, quads)
    depth = ((moved - points) * outwards).sum(axis=1)
    moved += outwards * np.maximum(0, EASE_M[zone] * 0.45 - depth)[:, None]
    return Part(zone, moved, quads, [zone] * len(quads), body.weights[used], detail=0.4)


def _smooth(points: np.ndarray, faces: list[list[int]], rounds: int) -> np.ndarray:
    """Laplace, with open edges smoothed along themselves only."""
    pairs: dict[tuple[int, int], int] = {}
    for face in faces:
        for a, b in zip(face, face[1:] + face[:1]):
            pairs[min(a, b), max(a, b)] = pairs.get((min(a, b), max(a, b)), 0) + 1
    edges = np.array(list(pairs))
    open_ = np.array([count == 1 for count in pairs.values()])
    rim = np.zeros(len(points), bool)
    rim[edges[open_].ravel()] = True
    keep = open_ | (~rim[edges[:, 0]] & ~rim[edges[:, 1]])
    made = points.copy()
    for _ in range(rounds):
        total, count = np.zeros_like(made), np.zeros(len(made))
        for a, b, which in ((0, 1, keep | ~rim[edges[:, 0]]), (1, 0, keep | ~rim[edges[:, 1]])):
            np.add.at(total, edges[which, a], made[edges[which, b]])
            np.add.at(count, edges[which, a], 1)
        mean = total / np.maximum(count, 1)[:, None]
        made = np.where((count > 0)[:, None], made * 0.5 + mean * 0.5, made)
    return made


def normals(points: np.ndarray, faces: list[list[int]]) -> np.ndarray:
    """Of vertices, from their faces by area."""
    made = np.zeros_like(points)
    for face in faces:
        a, b, c = points[face[0]], points[face[1]], points[face[2]]
        normal = np.cross(b - a, c - a)
        for i in face:
            made[i] += normal
    return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)


def _covered(body: Body, zones: dict[int, str]) -> set[int]:
    """Faces whose every neighbour is covered too: a little skin goes on below each hem."""
    bare = {v for i, zone in zones.items() if zone == "skin" for v in body.base.faces[i]}
    return {i for i, zone in zones.items() if zone != "skin" and bare.isdisjoint(body.base.faces[i])}
