"""How much of the room's light reaches each vertex of a person: darker below the chin, in collars, armpits and folds.

Rays are cast from the finished parts over the half space before each vertex; what they hit nearby takes light away. The
result is multiplied into the parts' shade, so it costs nothing in the page.
"""

from dataclasses import replace

import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree

from people.garments.mesh import Mesh
from people.part import Part

RAYS = 40
REACH_M = 0.14  # what is farther away than this takes no light
LIFT_M = 0.0015  # rays start so far before the surface
STRENGTH = 0.85
FLOOR = 0.3  # light that always comes: it is reflected by what hides the rest
WARM = np.array([0.72, 1.0, 1.08])  # light that skin gives back to itself is red


def occluded(parts: list[Part], levels: tuple[str, ...]) -> list[Part]:
    """The parts with their shade darkened by one another. A part casts where it is drawn: with the first level that
    it has."""
    made = {}
    for level in levels:
        drawn = [part for part in parts if level in part.levels]
        tree = _tree([part for part in drawn if part.name != "hair cap"])  # it lies on the skin
        for part in drawn:
            if id(part) not in made:
                made[id(part)] = _darkened(part, tree)
    return [made[id(part)] for part in parts]


def _tree(parts: list[Part]) -> BVHTree:
    points, faces, start = [], [], 0
    for part in parts:
        points += np.asarray(part.vertices, float).tolist()
        faces += [[int(i) + start for i in face] for face in part.faces]
        start += len(part.vertices)
    return BVHTree.FromPolygons(points, faces)


def _darkened(part: Part, tree: BVHTree) -> Part:
    if "eye" in part.zones:  # they turn, their shade would turn along
        return part
    normals = Mesh(part.vertices, part.faces).normals()
    light = _smoothed(_open(part.vertices, normals, tree), part.faces)
    light = np.maximum(1 - STRENGTH * (1 - light), FLOOR)
    shade = np.ones((len(light), 3))
    if part.shade is not None:
        shade *= np.asarray(part.shade, float).reshape(len(light), -1)
    warm = WARM if part.zones[0] == "skin" else 1.0
    return replace(part, shade=shade * light[:, None] ** warm)


def _directions() -> np.ndarray:
    """Directions about +Z, denser where light counts more (cosine), always the same."""
    k = np.arange(RAYS) + 0.5
    radius, angle = np.sqrt(k / RAYS), k * np.pi * (3 - np.sqrt(5))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle), np.sqrt(1 - radius**2)], axis=1)


def _open(points: np.ndarray, normals: np.ndarray, tree: BVHTree) -> np.ndarray:
    """(V,) share of the light before each vertex that comes through."""
    about, made = _directions(), np.ones(len(points))
    for v, (point, normal) in enumerate(zip(points, normals, strict=True)):
        side = np.cross(normal, (1.0, 0, 0) if abs(normal[0]) < 0.8 else (0, 1.0, 0))
        side /= max(np.linalg.norm(side), 1e-9)
        ways = about @ np.stack([side, np.cross(normal, side), normal])
        start, lost = Vector(point + normal * LIFT_M), 0.0
        for way in ways.tolist():
            distance = tree.ray_cast(start, way, REACH_M)[3]
            if distance is not None:
                lost += 1 - distance / REACH_M
        made[v] = 1 - lost / RAYS
    return made


def _smoothed(values: np.ndarray, faces: list[list[int]]) -> np.ndarray:
    """Half of each value is its neighbours': no speckles where a vertex happens to lie in a gap."""
    total, count = np.zeros_like(values), np.zeros_like(values)
    for face in faces:
        for i in face:
            total[i] += values[face].sum() - values[i]
            count[i] += len(face) - 1
    return np.where(count > 0, values / 2 + total / np.maximum(count, 1) / 2, values)
