"""A short full beard: the lower face's own surface, lifted by a few millimetres and grooved, so that it moves with
the jaw;
and brows as thin strips over the skin."""

from functools import lru_cache

import numpy as np

from people.body import macros, make_body
from people.hair.scalp import Head, smoothstep
from people.part import Part
from people.skeleton import INDEX


@lru_cache(maxsize=1)
def _mask() -> np.ndarray:
    """(V,) 0..1: how much beard grows at each vertex of the base mesh, measured on a middling man."""
    man = make_body(macros(sex="male", race={"caucasian": 1.0}, age=0.2, weight=0, muscle=0, height=0), 1.76)
    head = Head(man)
    marks, v = head.marks, man.vertices
    mouth = v[man.of("joint-mouth")].mean(axis=0)
    ear = np.array([marks.ear_low[0], (marks.ear_low[1] + marks.ear_high[1]) / 2, marks.ear_front[2]])
    x, y, z = np.abs(v[:, 0]), v[:, 1], v[:, 2]
    back = np.clip((z - mouth[2]) / (ear[2] - mouth[2]), 0, 1)  # 0 at the mouth, 1 at the ear
    top = np.interp(back, (0, 0.35, 0.7, 1), (mouth[1] + 0.012, mouth[1] - 0.004, mouth[1] + 0.008, ear[1] + 0.012))
    bottom = np.interp(back, (0, 0.5, 1), (marks.chin - 0.012, marks.chin - 0.004, mouth[1] - 0.025))
    inside = smoothstep(-0.003, 0.007, top - y) * smoothstep(-0.002, 0.010, y - bottom)
    inside *= smoothstep(ear[2] + 0.004, ear[2] - 0.006, z)
    lips = ((x / 0.029) ** 2 + ((y - mouth[1]) / 0.0125) ** 2) < 1
    grown = np.where(lips & (z < mouth[2] + 0.03), 0, inside)
    skin = np.zeros(len(v), dtype=bool)
    skin[man.of("body")] = True
    return np.where(skin & (man.weights[:, INDEX["head"]] + man.weights[:, INDEX["jaw"]] > 0.3), grown, 0)


def beard(head: Head, rng: np.random.Generator) -> list[Part]:
    """3 to 6 mm, following the jaw."""
    body = head.body
    mask = _mask()
    faces = [f for i in body.faces_of("body") if mask[(f := body.base.faces[i])].min() > 0.05]
    used = sorted({v for f in faces for v in f})
    new = {v: i for i, v in enumerate(used)}
    faces = [[new[v] for v in f] for f in faces]
    points = body.vertices[used]
    normal = _normals(points, faces)
    comb_x = points[:, 0] * 900 + points[:, 1] * 160
    groove = 0.5 + 0.5 * np.sin(comb_x + rng.uniform(0, 2, len(points)))
    thick = 0.0006 + mask[used] * (0.0028 + 0.0022 * groove)
    shade = 0.6 + 0.4 * groove * mask[used]
    made = Part(
        name="beard", vertices=points + normal * thick[:, None], faces=faces, zones=["hair"] * len(faces),
        weights=body.weights[used], shade=shade, detail=0.6,
    )  # fmt: skip
    return [made]


def _normals(points: np.ndarray, faces: list[list[int]]) -> np.ndarray:
    made = np.zeros_like(points)
    for f in faces:
        a, b, c = points[f[0]], points[f[1]], points[f[2]]
        made[f] += np.cross(b - a, c - a)
    return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)
