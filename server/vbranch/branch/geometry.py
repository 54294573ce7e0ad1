"""Places and triangles of a glTF document as numpy arrays (used inside the reader process).

Expects a document that passed ``glb.check_glb``: indices and extents are right, the graph is a
forest. What is legal glTF but not plain enough for the server raises ``NotPlain``.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pygltflib import GLTF2, Node, Primitive  # type: ignore[import-untyped]

Array = NDArray[np.float64]

TRIANGLES = 4
FLOAT = 5126
INDEX_TYPES: dict[int, np.dtype[Any]] = {
    5121: np.dtype("u1"),
    5123: np.dtype("<u2"),
    5125: np.dtype("<u4"),
}
STEEPEST = 0.3
"""A direction whose horizontal part is shorter than this (of 1) says nothing about a yaw."""


class NotPlain(Exception):
    """``where`` in the file, ``what`` is not as the server needs it, ``remedy``."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.where, self.what, self.remedy = where, what, remedy


@dataclass(frozen=True, slots=True)
class Placed:
    """A node of the scene with its transform to the scene's frame (4 x 4) and its ancestors."""

    index: int
    node: Node
    world: Array
    above: tuple[int, ...]

    @property
    def label(self) -> str:
        return (
            f"nodes[{self.index}] {self.node.name!r}" if self.node.name else f"nodes[{self.index}]"
        )

    def position(self) -> tuple[float, float, float]:
        x, y, z = (round(float(value), 4) + 0.0 for value in self.world[:3, 3])
        return x, y, z

    def yaw(self) -> float:
        """The direction of -Z about +Y, radians. Raises ``NotPlain`` if it looks up or down."""
        ahead = -self.world[:3, 2]
        length = float(np.linalg.norm(ahead))
        if not length or math.hypot(ahead[0], ahead[2]) < STEEPEST * length:
            raise NotPlain(
                self.label, "its -Z axis points up or down", "turn it to look along the floor"
            )
        return round(math.atan2(-ahead[0], -ahead[2]), 6) + 0.0


def placed_nodes(gltf: GLTF2) -> Iterator[Placed]:
    """The nodes of the default scene, parents before children."""
    roots = gltf.scenes[gltf.scene or 0].nodes or []
    pending: list[tuple[int, Array, tuple[int, ...]]] = [
        (i, np.eye(4), ()) for i in reversed(roots)
    ]
    while pending:
        index, parent, above = pending.pop()
        node = gltf.nodes[index]
        world = parent @ _local(index, node)
        yield Placed(index, node, world, above)
        pending += ((i, world, (*above, index)) for i in reversed(node.children or []))


def _local(index: int, node: Node) -> Array:
    if node.matrix:
        return np.array(node.matrix, float).reshape(4, 4).T
    matrix = np.eye(4)
    if node.rotation:
        matrix[:3, :3] = _rotation(index, node)
    if node.scale:
        matrix[:3, :3] *= np.array(node.scale, float)
    if node.translation:
        matrix[:3, 3] = node.translation
    return matrix


def _rotation(index: int, node: Node) -> Array:
    q = np.array(node.rotation, float)
    length = float(np.linalg.norm(q))
    if abs(length - 1) > 0.01:
        raise NotPlain(f"nodes[{index}].rotation", "is not a unit quaternion", "normalise it")
    x, y, z, w = q / length
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def triangle_count(gltf: GLTF2, primitive: Primitive) -> int:
    """Triangles that a primitive draws; strips and fans count as such, lines and points as none."""
    index = primitive.indices if primitive.indices is not None else primitive.attributes.POSITION
    if index is None:
        return 0
    count = int(gltf.accessors[index].count)
    mode = TRIANGLES if primitive.mode is None else primitive.mode
    return count // 3 if mode == TRIANGLES else max(count - 2, 0) if mode in (5, 6) else 0


def world_triangles(gltf: GLTF2, blob: bytes, placed: Placed) -> Array:
    """Triangles of the node's mesh in the scene's frame, shape (n, 3, 3), metres."""
    found = [np.empty((0, 3, 3))]
    mesh = gltf.meshes[placed.node.mesh]
    for number, primitive in enumerate(mesh.primitives):
        here = f"meshes[{placed.node.mesh}].primitives[{number}] of {placed.label}"
        points = _points(gltf, blob, primitive, here)
        corners = _corners(gltf, blob, primitive, here, len(points))
        world = points @ placed.world[:3, :3].T + placed.world[:3, 3]
        found.append(world[corners].reshape(-1, 3, 3))
    return np.concatenate(found)


def _points(gltf: GLTF2, blob: bytes, primitive: Primitive, here: str) -> Array:
    if primitive.mode not in (None, TRIANGLES):
        raise NotPlain(here, "is not made of triangles", "triangulate it")
    index = primitive.attributes.POSITION
    if index is None:
        raise NotPlain(here, "has no POSITION", "export it with positions")
    accessor = gltf.accessors[index]
    if accessor.componentType != FLOAT or accessor.type != "VEC3":
        raise NotPlain(
            here, "has quantised positions", "keep ground in the nav file, as plain float32"
        )
    points = _elements(gltf, blob, index, np.dtype("<f4"), 3, here).astype(float)
    if not np.isfinite(points).all():
        raise NotPlain(here, "has positions that are not finite", "mend the mesh")
    return points


def _corners(
    gltf: GLTF2, blob: bytes, primitive: Primitive, here: str, points: int
) -> NDArray[np.int64]:
    if primitive.indices is None:
        corners = np.arange(points, dtype=np.int64)
    else:
        accessor = gltf.accessors[primitive.indices]
        kind = INDEX_TYPES.get(accessor.componentType)
        if kind is None or accessor.type != "SCALAR":
            raise NotPlain(here, "has indices that are not whole numbers", "export it again")
        found = _elements(gltf, blob, primitive.indices, kind, 1, here)
        corners = found.reshape(-1).astype(np.int64)
    if corners.size % 3:
        raise NotPlain(here, "does not consist of whole triangles", "triangulate it")
    if corners.size and int(corners.max()) >= points:
        raise NotPlain(here, "has indices beyond its positions", "export it again")
    return corners


def _elements(
    gltf: GLTF2, blob: bytes, index: int, kind: np.dtype[Any], width: int, here: str
) -> NDArray[Any]:
    """A plain accessor as an array of shape (count, width)."""
    accessor = gltf.accessors[index]
    view = None if accessor.bufferView is None else gltf.bufferViews[accessor.bufferView]
    if view is None or accessor.sparse is not None:
        raise NotPlain(here, "has sparse data", "export ground without sparse accessors")
    if any(name.endswith("meshopt_compression") for name in view.extensions or {}):
        raise NotPlain(here, "is compressed", "keep ground in the nav file, uncompressed")
    offset = (view.byteOffset or 0) + (accessor.byteOffset or 0)
    stride = view.byteStride or kind.itemsize * width
    return np.ndarray((accessor.count, width), kind, blob, offset, strides=(stride, kind.itemsize))
