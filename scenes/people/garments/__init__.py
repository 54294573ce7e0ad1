"""Garments and shoes: `dress(outfit, body)` gives the parts that a person wears, and the skin that need not be
drawn."""

from dataclasses import dataclass

import bpy  # noqa: F401  (brings mathutils, which the pieces use)
import numpy as np

from people.body import Body
from people.garments.cloth import form
from people.garments.drape import tree
from people.garments.mesh import Mesh, join
from people.garments.outfits import OUTFITS
from people.part import Part

COVER = 0.16  # cloth this near, straight out from the skin, covers it


@dataclass
class Dressed:
    """`hidden`: faces of the base mesh's group `body` that cloth covers everywhere."""

    parts: list[Part]
    hidden: set[int]


def dress(outfit: str, body: Body) -> Dressed:
    """The garments of an outfit cut to a body."""
    parts = OUTFITS[outfit](form(body))
    return Dressed(parts, _hidden(body, parts))


def _hidden(body: Body, parts: list[Part]) -> set[int]:
    """Faces whose corners and neighbours are covered: a rim of skin stays below every hem."""
    cloth = tree(join(*(Mesh(p.vertices, p.faces) for p in parts)))
    faces = {i: body.base.faces[i] for i in body.faces_of("body")}
    normals = Mesh(body.vertices, list(faces.values())).normals()
    bare = {v for f in faces.values() for v in f if not _covered(cloth, body.vertices[v], normals[v])}
    beside = {v for f in faces.values() if bare & set(f) for v in f}
    beside |= {v for f in faces.values() if beside & set(f) for v in f}
    return {i for i, f in faces.items() if not beside & set(f)}


def _covered(cloth, point: np.ndarray, normal: np.ndarray) -> bool:
    if point[1] < 0.03:  # the sole of the foot is in the shoe
        return True
    hit, *_ = cloth.ray_cast(point - normal * 0.004, normal, COVER)
    return hit is not None
