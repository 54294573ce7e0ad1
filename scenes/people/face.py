"""What makes a face of a head: lips, lids, warmth of cheeks and ears, stubble as colours of vertices; brows as thin
hair.

The masks are the data's own pictures in the base mesh's UV; colours multiply the skin's, so they fit any tone.
"""

import io
from functools import lru_cache

import bpy  # noqa: F401  (brings mathutils)
import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree
from PIL import Image

from people.body import Body, base, read_data
from people.figures import Face
from people.part import Part
from people.skeleton import INDEX, NAMES

BROW_COLUMNS, BROW_ROWS = 12, 3


@lru_cache(maxsize=8)
def _mask(name: str) -> np.ndarray:
    picture = Image.open(io.BytesIO(read_data(f"textures/mpfb_{name}.jpg"))).convert("L").resize((1024, 1024))
    return np.asarray(picture, float) / 255


@lru_cache(maxsize=1)
def _uvs() -> np.ndarray:
    """One place in the picture for each vertex."""
    made = np.zeros((len(base().vertices), 2))
    for face, corners in zip(base().faces, base().face_uvs, strict=True):
        made[face] = base().uvs[corners]
    return made


def mask(name: str, vertices: np.ndarray) -> np.ndarray:
    """How much of the named feature there is at these vertices of the base mesh, 0 to 1."""
    picture = _mask(name)
    u, v = _uvs()[vertices].T
    rows = np.clip(((1 - v) * 1023).astype(int), 0, 1023)
    return picture[rows, np.clip((u * 1023).astype(int), 0, 1023)]


def colours(body: Body, vertices: np.ndarray, face: Face, skin: str) -> np.ndarray:
    """(V, 3) what the skin's colour is multiplied by, linear light."""
    made = np.ones((len(vertices), 3))
    points = body.vertices[vertices]
    eye = body.joint("rightEye")
    x, y, z = np.abs(points[:, 0]), points[:, 1] - eye[1], points[:, 2]
    of_head = body.weights[vertices][:, [INDEX[n] for n in ("head", "jaw", "leftUpperEyelid", "rightUpperEyelid")]].sum(
        axis=1
    )
    ahead = np.clip((body.joint("head")[2] - 0.02 - z) / 0.08, 0, 1) * of_head

    def near(cx: float, cy: float, rx: float, ry: float) -> np.ndarray:
        return np.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2) * ahead

    def tint(share: np.ndarray, colour: tuple[float, float, float]) -> None:
        made[:] *= 1 - share[:, None] * (1 - np.array(colour))

    tint(0.3 * face.blush * near(eye[0] + 0.012, -0.036, 0.026, 0.02), (1.0, 0.62, 0.6))
    tint(0.16 * near(0.0, -0.03, 0.012, 0.018), (1.0, 0.75, 0.72))
    tint(0.22 * near(eye[0], 0.0, 0.022, 0.014), (0.86, 0.72, 0.7))  # the sockets
    tint(0.5 * face.shadow * near(eye[0], 0.009, 0.018, 0.007), (0.62, 0.5, 0.52))
    tint(face.stubble * near(0.0, -0.098, 0.06, 0.036) * (y < -0.058), (0.42, 0.42, 0.45))
    tint(0.2 * face.lines * near(eye[0], -0.022, 0.016, 0.006), (0.75, 0.66, 0.64))
    lips = mask("lips", vertices) * of_head
    own, wanted = linear(skin), linear(face.lips)
    tint(lips * (0.45 + 0.5 * face.lip_strength), tuple(np.clip(wanted / own, 0.25, 1.1) * [1.0, 0.86, 0.86]))
    tint(0.5 * mask("inside-mouth", vertices), (0.35, 0.2, 0.2))
    tint(0.18 * mask("fingernails", vertices), (1.0, 0.82, 0.8))
    return made


def linear(colour: str) -> np.ndarray:
    """`#rrggbb` as linear light."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def brows(body: Body, face: Face) -> Part:
    """Two thin strips of hair along the ridge over the eyes: full at the nose, thin at the temple."""
    faces = [body.base.faces[i] for i in body.faces_of("body")]
    skin = BVHTree.FromPolygons(body.vertices.tolist(), faces)
    eye = body.joint("rightEye")
    points, quads, shades = [], [], []
    for side in (1, -1):
        start = len(points)
        for c in range(BROW_COLUMNS):
            t = c / (BROW_COLUMNS - 1)
            x = side * (eye[0] - 0.0175 + 0.041 * t)
            middle = (
                eye[1] + 0.0205 + 0.0065 * np.sin(np.pi * min(1.0, t * 1.25) * 0.62) - 0.006 * max(0.0, t - 0.62) / 0.38
            )
            thick = 0.0029 * face.brow_width * (0.75 + 0.35 * np.sin(np.pi * (0.15 + t * 0.85))) * (1 - 0.72 * t**2.5)
            for r in range(BROW_ROWS):
                y = middle + thick * (r - 1)
                hit, normal, *_ = skin.ray_cast(Vector((x, y, -0.4)), Vector((0, 0, 1)), 0.5)
                rise = 0.0016 if r == 1 and 0 < c < BROW_COLUMNS - 1 else -0.0002
                points.append(np.array(hit) + np.array(normal) * rise)
                shades.append(1.0 if r == 1 else 0.8)
        for c in range(BROW_COLUMNS - 1):
            for r in range(BROW_ROWS - 1):
                a = start + c * BROW_ROWS + r
                quad = [a, a + BROW_ROWS, a + BROW_ROWS + 1, a + 1]
                quads.append(quad if side > 0 else quad[::-1])
    weights = np.zeros((len(points), len(NAMES)))
    weights[:, INDEX["head"]] = 1
    return Part(
        "brows",
        np.array(points),
        quads,
        ["hair"] * len(quads),
        weights,
        np.array(shades),
        detail=1,
        levels=("near", "middle"),
    )


# Rings of an eyeball from the pupil outwards: angle from straight ahead, and what colour begins there.
RINGS = (
    (0.0, "pupil"),
    (0.14, "pupil"),
    (0.21, "pupil"),
    (0.22, "inner"),
    (0.38, "iris"),
    (0.47, "rim"),
    (0.51, "rim"),
    (0.54, "white"),
    (0.75, "white"),
    (1.0, "white"),
    (1.3, "white"),
    (1.6, "white"),
)
AROUND = 16


def eyeball(body: Body, side: str, iris: str) -> Part:
    """The visible half of an eye, looking straight ahead, with sharp rings; it turns about its joint."""
    centre = body.joint(f"{side}Eye")
    own = body.vertices[body.of(f"helper-{side[0]}-eye")]
    radius = float(np.linalg.norm(own - centre, axis=1).mean())
    tone = linear(iris)
    colours_of = {
        "pupil": np.full(3, 0.01),
        "inner": tone * 0.8,
        "iris": tone * 1.5,
        "rim": tone * 0.35,
        "white": np.full(3, 0.9),
    }
    points, shades, quads = [], [], []
    for angle, colour in RINGS:
        for k in range(AROUND):
            turn = 2 * np.pi * k / AROUND
            ahead = np.array([np.sin(angle) * np.cos(turn), np.sin(angle) * np.sin(turn), -np.cos(angle)])
            points.append(centre + ahead * radius)
            shades.append(np.clip(colours_of[colour], 0, 1))
    for r in range(len(RINGS) - 1):
        for k in range(AROUND):
            j = (k + 1) % AROUND
            quads.append([r * AROUND + k, (r + 1) * AROUND + k, (r + 1) * AROUND + j, r * AROUND + j][::-1])
    weights = np.zeros((len(points), len(NAMES)))
    weights[:, INDEX[f"{side}Eye"]] = 1
    return Part(f"{side}-eye", np.array(points), quads, ["eye"] * len(quads), weights, np.array(shades), detail=1)
