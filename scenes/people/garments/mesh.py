"""Cutting, hemming and smoothing of cloth as a plain polygon mesh: what a tailor does with a piece before it is
sewn."""

from dataclasses import dataclass

import numpy as np

SNAP = 0.42  # a vertex nearer to a cut than this share of its edge moves onto it: no slivers along hems


@dataclass
class Mesh:
    """Faces are triangles or quads, wound counter-clockwise seen from outside."""

    vertices: np.ndarray  # (V, 3)
    faces: list[list[int]]

    def triangles(self) -> np.ndarray:
        return np.array([(f[0], f[i], f[i + 1]) for f in self.faces for i in range(1, len(f) - 1)], dtype=int)

    def normals(self) -> np.ndarray:
        """(V, 3) unit normals, by area."""
        tri = self.triangles()
        a, b, c = (self.vertices[tri[:, i]] for i in range(3))
        flat = np.cross(b - a, c - a)
        made = np.zeros_like(self.vertices)
        for i in range(3):
            np.add.at(made, tri[:, i], flat)
        return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)

    def edges(self) -> np.ndarray:
        """(E, 2) each edge once, the lower vertex first."""
        found = {(min(a, b), max(a, b)) for f in self.faces for a, b in zip(f, f[1:] + f[:1], strict=True)}
        return np.array(sorted(found), dtype=int).reshape(-1, 2)

    def borders(self) -> list[list[int]]:
        """Closed loops of open edges, in the direction of the faces that they belong to."""
        sides = {(a, b) for f in self.faces for a, b in zip(f, f[1:] + f[:1], strict=True)}
        after: dict[int, list[int]] = {}
        for a, b in sorted(sides):
            if (b, a) not in sides:
                after.setdefault(a, []).append(b)
        loops = []
        while after:
            start = min(after)
            loop, at = [start], _take(after, start)
            while at != start and at in after:
                loop.append(at)
                at = _take(after, at)
            loops.append(loop)
        return loops


def _take(after: dict[int, list[int]], at: int) -> int:
    nexts = after[at]
    found = nexts.pop()
    if not nexts:
        del after[at]
    return found


def compact(mesh: Mesh) -> Mesh:
    """Without the vertices that no face uses."""
    used = np.array(sorted({i for f in mesh.faces for i in f}), dtype=int)
    to = np.full(len(mesh.vertices), -1)
    to[used] = np.arange(len(used))
    return Mesh(mesh.vertices[used], [[int(to[i]) for i in f] for f in mesh.faces])


def largest(mesh: Mesh) -> Mesh:
    """The piece with most faces: a cut may leave scraps."""
    piece = np.arange(len(mesh.vertices))
    edges, before = mesh.edges(), None
    while before is None or (piece != before).any():
        before = piece.copy()
        low = np.minimum(piece[edges[:, 0]], piece[edges[:, 1]])
        np.minimum.at(piece, edges[:, 0], low)
        np.minimum.at(piece, edges[:, 1], low)
    of_faces = [int(piece[f[0]]) for f in mesh.faces]
    most = max(sorted(set(of_faces)), key=of_faces.count)
    return compact(Mesh(mesh.vertices, [f for f, own in zip(mesh.faces, of_faces, strict=True) if own == most]))


def join(*meshes: Mesh) -> Mesh:
    """Several meshes as one, not welded."""
    vertices, faces, start = [], [], 0
    for mesh in meshes:
        vertices.append(mesh.vertices)
        faces += [[i + start for i in f] for f in mesh.faces]
        start += len(mesh.vertices)
    return Mesh(np.concatenate(vertices), faces)


def weld(mesh: Mesh, within: float = 1e-5) -> Mesh:
    """Vertices at the same place become one."""
    keys, to, first = {}, [], []
    for i, point in enumerate(np.round(mesh.vertices / within).astype(int).tolist()):
        at = keys.setdefault(tuple(point), len(keys))
        if at == len(first):
            first.append(i)
        to.append(at)
    faces = []
    for f in mesh.faces:
        g = [to[i] for i in f]
        g = [a for a, b in zip(g, g[1:] + g[:1], strict=True) if a != b]
        if len(g) >= 3:
            faces.append(g)
    return Mesh(mesh.vertices[first], faces)


def clip(mesh: Mesh, field: np.ndarray) -> Mesh:
    """What lies where `field` (a number for each vertex) is positive, with a clean edge at zero."""
    vertices, field = _snap(mesh, np.asarray(field, float))
    made = list(vertices)
    new: dict[tuple[int, int], int] = {}

    def crossing(a: int, b: int) -> int:
        key = (min(a, b), max(a, b))
        if key not in new:
            a, b = key
            new[key] = len(made)
            made.append(vertices[a] + (vertices[b] - vertices[a]) * field[a] / (field[a] - field[b]))
        return new[key]

    faces = []
    for f in mesh.faces:
        cut = _clipped(f, field, crossing)
        if cut:
            faces += [cut] if len(cut) <= 4 else [cut[:4], [cut[0], *cut[3:]]]
    return compact(Mesh(np.array(made), faces))


def _clipped(face: list[int], field: np.ndarray, crossing) -> list[int]:
    if all(field[i] <= 0 for i in face):
        return []
    cut = []
    for a, b in zip(face, face[1:] + face[:1], strict=True):
        if field[a] >= 0:
            cut.append(a)
        if field[a] * field[b] < 0:
            cut.append(crossing(a, b))
    return cut if len(cut) >= 3 else []


def _snap(mesh: Mesh, field: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    edges = mesh.edges()
    a, b = np.concatenate([edges, edges[:, ::-1]]).T
    cross = field[a] * field[b] < 0
    a, b = a[cross], b[cross]
    share = field[a] / (field[a] - field[b])
    vertices, field = mesh.vertices.copy(), field.copy()
    for i in np.argsort(-share, kind="stable"):  # the nearest crossing is written last
        if share[i] < SNAP:
            vertices[a[i]] = mesh.vertices[a[i]] + (mesh.vertices[b[i]] - mesh.vertices[a[i]]) * share[i]
            field[a[i]] = 0.0
    return vertices, field


def smooth(mesh: Mesh, times: int, how_much: np.ndarray | float = 0.5, pinned: np.ndarray | None = None) -> Mesh:
    """Laplacian smoothing; `pinned` vertices stay, open edges only slide along themselves."""
    edges, count = mesh.edges(), np.zeros(len(mesh.vertices))
    border = {i for loop in mesh.borders() for i in loop}
    on_border = np.zeros(len(mesh.vertices), bool)
    on_border[list(border)] = True
    rim = {(min(a, b), max(a, b)) for loop in mesh.borders() for a, b in zip(loop, loop[1:] + loop[:1], strict=True)}
    along = np.array([tuple(e) in rim for e in edges.tolist()])
    a, b = np.concatenate([edges, edges[:, ::-1]]).T
    use = ~on_border[a] | np.concatenate([along, along])  # a border vertex listens to its border alone
    a, b = a[use], b[use]
    np.add.at(count, a, 1)
    share = np.broadcast_to(np.asarray(how_much, float), len(mesh.vertices)).copy()
    if pinned is not None:
        share[pinned] = 0
    at = mesh.vertices.copy()
    for _ in range(times):
        mean = np.zeros_like(at)
        np.add.at(mean, a, at[b])
        at += (mean / np.maximum(count, 1)[:, None] - at) * (share * (count > 0))[:, None]
    return Mesh(at, mesh.faces)


def spread(mesh: Mesh, values: np.ndarray, times: int, how_much: float = 0.5) -> np.ndarray:
    """Values of the vertices (weights, shade), smoothed over the mesh."""
    edges = mesh.edges()
    a, b = np.concatenate([edges, edges[:, ::-1]]).T
    count = np.zeros(len(values))
    np.add.at(count, a, 1)
    made = np.asarray(values, float).copy()
    shape = (-1,) + (1,) * (made.ndim - 1)
    for _ in range(times):
        mean = np.zeros_like(made)
        np.add.at(mean, a, made[b])
        made += (mean / np.maximum(count, 1).reshape(shape) - made) * how_much
    return made


def inwards(mesh: Mesh, loop: list[int], normals: np.ndarray) -> np.ndarray:
    """At each vertex of an open loop the direction along the surface into the cloth."""
    at = mesh.vertices[loop]
    along = np.roll(at, -1, axis=0) - np.roll(at, 1, axis=0)
    made = np.cross(normals[loop], along)
    return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)


def hem(mesh: Mesh, thickness: float = 0.003, depth: float = 0.012, loops: list[list[int]] | None = None) -> Mesh:
    """Open edges folded inwards: a rim as thick as the cloth, then a band on the inside. The rim has creases."""
    normals = mesh.normals()
    vertices, faces = list(mesh.vertices), list(mesh.faces)
    for loop in mesh.borders() if loops is None else loops:
        into = inwards(mesh, loop, normals)
        outer = mesh.vertices[loop]
        inner = outer - normals[loop] * thickness
        end = inner + into * depth - normals[loop] * thickness * 0.3
        start, n = len(vertices), len(loop)
        vertices += [*outer, *inner, *inner, *end]
        for i in range(n):
            j = (i + 1) % n
            faces.append([start + j, start + i, start + n + i, start + n + j])
            faces.append([start + 2 * n + j, start + 2 * n + i, start + 3 * n + i, start + 3 * n + j])
    return Mesh(np.array(vertices), faces)


def grid(points: np.ndarray, closed: bool = False, flip: bool = False) -> Mesh:
    """(R, C, 3) points as quads; `closed` joins the last column to the first. Outside is where rows x columns
    points."""
    rows, columns = points.shape[:2]
    faces = []
    for r in range(rows - 1):
        for c in range(columns if closed else columns - 1):
            d = (c + 1) % columns
            face = [r * columns + c, (r + 1) * columns + c, (r + 1) * columns + d, r * columns + d]
            faces.append(face[::-1] if flip else face)
    return Mesh(points.reshape(-1, 3).copy(), faces)


def extrude(mesh: Mesh, loop: list[int], rings: np.ndarray) -> Mesh:
    """An open loop drawn out through `rings` (K, len(loop), 3)."""
    vertices, faces, last = [mesh.vertices], list(mesh.faces), list(loop)
    start, n = len(mesh.vertices), len(loop)
    for ring in rings:
        vertices.append(ring)
        now = list(range(start, start + n))
        for i in range(n):
            j = (i + 1) % n
            faces.append([last[j], last[i], now[i], now[j]])
        last, start = now, start + n
    return Mesh(np.concatenate(vertices), faces)
