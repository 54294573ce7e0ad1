"""A `Part` is a piece of geometry as plain arrays, before Blender sees it.

Blender's axes are used while authoring: x to the right, y away from the entrance, z up, metres.
Working on arrays keeps the generators fast and repeatable; `assemble.py` makes the Blender meshes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np


@dataclass(frozen=True)
class Surface:
    """A material by name and the size in metres that one repeat of its texture covers."""

    name: str
    tile: float = 1.0


@dataclass
class Part:
    """Faces index `verts`; `uv` and `chart` have one row for each corner of each face, in order.

    `uv` is for the tileable texture, `chart` is the piece of lightmap, in metres, packed later.
    `weight` scales the chart: ceilings need fewer texels than floors.
    """

    verts: np.ndarray
    faces: list[tuple[int, ...]]
    surface: Surface
    uv: np.ndarray
    chart: np.ndarray
    smooth: bool = True
    weight: float = 1.0
    shade: np.ndarray | None = field(default=None)
    tint: tuple[int, int, int] | None = None  # one sRGB colour for all of it, as vertex colours

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0, yaw: float = 0.0) -> Part:
        """The same part turned around the vertical axis, then moved."""
        c, s = np.cos(yaw), np.sin(yaw)
        turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        return replace(self, verts=self.verts @ turn.T + (x, y, z))

    def scaled(self, factor: float) -> Part:
        return replace(self, verts=self.verts * factor)

    def turned_over(self) -> Part:
        """The same faces seen from their other side."""
        rows, first = [], 0
        for face in self.faces:
            rows += range(first + len(face) - 1, first - 1, -1)
            first += len(face)
        return replace(self, faces=[f[::-1] for f in self.faces], uv=self.uv[rows], chart=self.chart[rows])

    def weighed(self, weight: float) -> Part:
        return replace(self, weight=weight)


def placed(parts: list[Part], x: float, y: float, yaw: float = 0.0, z: float = 0.0) -> list[Part]:
    """A whole piece of furniture, built around its own origin, set down in the room."""
    return [part.moved(x, y, z, yaw) for part in parts]


def face_normals(verts: np.ndarray, faces: list[tuple[int, ...]]) -> np.ndarray:
    """Newell's normals: right for polygons of any number of corners, also slightly bent ones."""
    normals = np.zeros((len(faces), 3))
    for i, face in enumerate(faces):
        p = verts[list(face)]
        n = np.cross(p, np.roll(p, -1, axis=0)).sum(axis=0)
        normals[i] = n / max(np.linalg.norm(n), 1e-12)
    return normals


def box_uv(verts: np.ndarray, faces, tile: float, grain: int = 0) -> np.ndarray:
    """Project every face along its main axis; the texture's u runs along the `grain` axis if it can."""
    rows = []
    for face, normal in zip(faces, face_normals(verts, faces)):
        main = int(np.argmax(np.abs(normal)))
        axes = [a for a in range(3) if a != main]
        if grain in axes and axes[0] != grain:
            axes.reverse()
        rows.append(verts[list(face)][:, axes] / tile)
    return np.concatenate(rows)


def axis_charts(verts: np.ndarray, faces) -> np.ndarray:
    """One flat chart for each of the six directions a face can look, far apart so that they stay separate."""
    rows = []
    for face, normal in zip(faces, face_normals(verts, faces)):
        main = int(np.argmax(np.abs(normal)))
        side = main * 2 + int(normal[main] > 0)
        axes = [a for a in range(3) if a != main]
        rows.append(verts[list(face)][:, axes] + 100.0 * side)
    return np.concatenate(rows)


def solid(verts, faces, surface: Surface, grain: int = 0, smooth: bool = True, weight: float = 1.0) -> Part:
    """A part whose texture and lightmap coordinates come from projection along the axes."""
    verts = np.asarray(verts, float)
    faces = [tuple(int(i) for i in f) for f in faces]
    uv = box_uv(verts, faces, surface.tile, grain)
    return Part(verts, faces, surface, uv, axis_charts(verts, faces), smooth, weight)
