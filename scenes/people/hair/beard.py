"""A short full beard: the lower face's own surface, lifted by a few millimetres and grooved, so that it moves with the
jaw. It is cut along smooth lines: over the cheeks, under the jaw, round the lips.
"""

import numpy as np

from people import face as faces
from people.garments.mesh import Mesh
from people.hair.scalp import Head, smoothstep
from people.part import Part
from people.skeleton import INDEX

# Degrees round the head from the front (0) to the ear (90), and where the beard begins there: a share of the way from
# the mouth (0) to the foot of the nose (1), or from the mouth to the middle of the ear.
MOUSTACHE = ((0, 0.86), (8, 0.82), (15, 0.55), (22, 0.12), (30, -0.35), (42, -0.62), (54, -0.5))
CHEEK = ((0, 0.0), (54, -0.14), (66, -0.02), (76, 0.35), (84, 1.0), (90, 1.3))
THICK_M = (0.0005, 0.0042)  # at the rim, in the middle
GROOVE_M = 0.0014


def beard(head: Head, rng: np.random.Generator) -> list[Part]:
    """3 to 6 mm, following the jaw."""
    body = head.body
    inside = _inside(head)
    mouth = faces.mask("inside-mouth", np.arange(len(body.vertices)))
    quads = [f for i in body.faces_of("body") if inside[(f := body.base.faces[i])].max() > 0 and mouth[f].max() < 0.5]
    points, weights, depth, made = _cut(quads, body.vertices, body.weights, inside)
    normal = Mesh(points, made).normals()
    waves = points[:, 0] * 900 + points[:, 1] * 160
    groove = 0.5 + 0.5 * np.sin(waves + rng.uniform(0, 2, len(points)))
    full = smoothstep(0.0, 0.012, depth)
    lift = THICK_M[0] + full * (THICK_M[1] - THICK_M[0] - GROOVE_M * (1 - groove))
    shade = 0.72 + 0.28 * groove * full
    return [
        Part("beard", points + normal * lift[:, None], made, ["hair"] * len(made), weights, shade=shade, detail=0.6)
    ]


def _inside(head: Head) -> np.ndarray:
    """(V,) metres from the beard's rim, positive where it grows, for each vertex of the base mesh."""
    body, marks, v = head.body, head.marks, head.body.vertices
    lips = np.flatnonzero(faces.mask("lips", np.arange(len(v))) > 0.5)
    lips = lips[np.isin(lips, body.of("body"))]
    low, high, wide = v[lips, 1].min(), v[lips, 1].max(), np.abs(v[lips, 0]).max()
    mouth, front = (low + high) / 2, v[lips, 2].min()
    ear = (marks.ear_low[1] + marks.ear_high[1]) / 2
    nose = mouth + (marks.eye[1] - mouth) * 0.42
    x, y, z = np.abs(v[:, 0]), v[:, 1], v[:, 2]
    around = np.degrees(np.arctan2(x, np.maximum(marks.ear_front[2] - z, 1e-4)))
    over_mouth = mouth + _along(MOUSTACHE, around) * (nose - mouth)
    over_cheek = mouth + _along(CHEEK, around) * (ear - mouth)
    top = np.where(around < 54, over_mouth, over_cheek)
    bottom = np.interp(around, (0, 40, 70, 90), (-0.010, -0.006, 0.012, 0.03)) + marks.chin
    bare = np.hypot(x / (wide + 0.001), (y - mouth) / ((high - low) / 2 + 0.0015)) - 1
    made = np.minimum.reduce([top - y, y - bottom, marks.ear_front[2] - 0.004 - z])
    made = np.where(z < front + 0.04, np.minimum(made, bare * 0.012), made)
    moves = body.weights[:, INDEX["head"]] + body.weights[:, INDEX["jaw"]]
    return np.minimum(made, (moves - 0.3) * 0.05)


def _along(line: tuple[tuple[float, float], ...], degrees: np.ndarray) -> np.ndarray:
    where, values = np.array(line).T
    return np.interp(degrees, where, values)


def _cut(quads: list[list[int]], vertices: np.ndarray, weights: np.ndarray, inside: np.ndarray) -> tuple:
    """The part of the faces where `inside` is positive: points, weights, `inside`, faces. New points lie on the rim."""
    number: dict[tuple[int, int], int] = {}
    rows: list[tuple[np.ndarray, np.ndarray, float]] = []

    def at(a: int, b: int) -> int:
        key = (min(a, b), max(a, b))
        if key not in number:
            a, b = key
            t = 0.0 if a == b else float(inside[a] / (inside[a] - inside[b]))
            blend = [values[a] * (1 - t) + values[b] * t for values in (vertices, weights, inside)]
            number[key] = len(rows)
            rows.append((blend[0], blend[1], max(float(blend[2]), 0.0)))
        return number[key]

    made = []
    for quad in quads:
        ring: list[int] = []
        for a, b in zip(quad, quad[1:] + quad[:1], strict=True):
            if inside[a] > 0:
                ring.append(at(a, a))
            if (inside[a] > 0) != (inside[b] > 0):
                ring.append(at(a, b))
        if len(set(ring)) >= 3:
            made.append(ring)
    points, shares, depth = (np.array([row[k] for row in rows]) for k in range(3))
    return points, shares, depth, made
