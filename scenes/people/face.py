"""What makes a face of a head, besides its picture (`face_picture.py`): eyes with sharp rings, nails; and lips, brows,
cheeks, stubble as colours of vertices for who is far away.

The masks are the data's own pictures in the base mesh's UV; colours multiply the skin's, so they fit any tone.
"""

import io
from functools import lru_cache

import numpy as np
from PIL import Image

from people.body import Body, base, read_data
from people.figures import Face
from people.part import Part
from people.skeleton import INDEX, NAMES


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
    return mask_at(name, *_uvs()[vertices].T)


def mask_at(name: str, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The same at places of the base mesh's UV."""
    picture = _mask(name)
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
    tint(0.6 * face.brows * near(eye[0] + 0.003, 0.021, 0.018, 0.004 * face.brow_width), (0.3, 0.25, 0.22))
    tint(0.5 * face.shadow * near(eye[0], 0.009, 0.018, 0.007), (0.62, 0.5, 0.52))
    tint(face.stubble * near(0.0, -0.098, 0.06, 0.036) * (y < -0.058), (0.42, 0.42, 0.45))
    tint(0.2 * face.lines * near(eye[0], -0.022, 0.016, 0.006), (0.75, 0.66, 0.64))
    lips = mask("lips", vertices) * of_head
    own, wanted = linear(skin), linear(face.lips)
    tint(lips * (0.45 + 0.5 * face.lip_strength), tuple(np.clip(wanted / own, 0.25, 1.1) * [1.0, 0.86, 0.86]))
    return made


def nails(vertices: np.ndarray) -> np.ndarray:
    """(V, 3) what the skin's colour is multiplied by, where there is no picture: at the hands, inside the mouth."""
    nail, inside = (mask(name, vertices)[:, None] for name in ("fingernails", "inside-mouth"))
    return (1 - 0.18 * nail * [0.0, 0.18, 0.2]) * (1 - 0.5 * inside * [0.65, 0.8, 0.8])


def linear(colour: str) -> np.ndarray:
    """`#rrggbb` as linear light."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


# Rings of an eyeball from the pupil outwards: angle from straight ahead, and what colour begins there.
RINGS = (
    (0.0, "pupil"),
    (0.10, "pupil"),
    (0.155, "pupil"),
    (0.17, "inner"),
    (0.30, "iris"),
    (0.38, "rim"),
    (0.415, "rim"),
    (0.44, "white"),
    (0.70, "white"),
    (1.0, "white"),
    (1.3, "white"),
    (1.6, "white"),
)
AROUND = 16
GLINT = (0.16, 0.15, 0.055)  # to the right, up, radius: where a window is seen in the eye, radians
LID_SHADE = 0.6  # how much darker the ball is below the upper lid


def eyeball(body: Body, side: str, iris: str) -> Part:
    """The visible half of an eye with sharp rings and a glint; it turns about its joint.

    It looks at the middle of what the lids leave open, a little higher: so a calm face looks at who stands before it.
    """
    centre = body.joint(f"{side}Eye")
    own = body.vertices[body.of(f"helper-{side[0]}-eye")]
    radius = float(np.linalg.norm(own - centre, axis=1).mean())
    tone = linear(iris)
    colours_of = {
        "pupil": np.full(3, 0.008),
        "inner": tone * 1.2,
        "iris": tone * 1.9,
        "rim": tone * 0.3,
        "white": np.array([0.80, 0.79, 0.78]),
    }
    high, low = opening(body, side)
    tilt = np.arcsin(np.clip(((high + low) / 2 + 0.0006) / radius, -0.3, 0.3))
    points, shades, quads = [], [], []
    for angle, colour in RINGS:
        for k in range(AROUND):
            turn = 2 * np.pi * k / AROUND
            points.append(_ahead(angle * np.cos(turn), angle * np.sin(turn), tilt))
            covered = np.clip((points[-1][1] * radius - high + 0.0045) / 0.0045, 0, 1)
            shades.append(np.clip(colours_of[colour], 0, 1) * (1 - LID_SHADE * covered))
    for r in range(len(RINGS) - 1):
        for k in range(AROUND):
            j = (k + 1) % AROUND
            quads.append([r * AROUND + k, (r + 1) * AROUND + k, (r + 1) * AROUND + j, r * AROUND + j][::-1])
    ball = centre + np.array(points) * radius
    x, y, wide = GLINT
    turns = 2 * np.pi * np.arange(6) / 6
    glint = np.array([_ahead(x + wide * np.cos(t), y + wide * np.sin(t), tilt) for t in turns])
    quads += [[len(ball) + i for i in corner][::-1] for corner in ([0, 1, 2, 3], [0, 3, 4, 5])]
    points = np.vstack([ball, centre + glint * (radius + 0.0003)])
    weights = np.zeros((len(points), len(NAMES)))
    weights[:, INDEX[f"{side}Eye"]] = 1
    shade = np.vstack([shades, np.ones((6, 3))])
    return Part(f"{side}-eye", points, quads, ["eye"] * len(quads), weights, shade, detail=1)


def _ahead(across: float, up: float, tilt: float) -> np.ndarray:
    """The direction so many radians beside the eye's axis, which is tilted upwards."""
    angle = float(np.hypot(across, up))
    share = np.sin(angle) / max(angle, 1e-9)
    x, y, z = across * share, up * share, -np.cos(angle)
    return np.array([x, y * np.cos(tilt) - z * np.sin(tilt), z * np.cos(tilt) + y * np.sin(tilt)])


def opening(body: Body, side: str) -> tuple[float, float]:
    """How high the middles of the upper and the lower lid are, metres from the eye's joint."""
    from people.face_picture import sheet

    rim = body.vertices[sheet().rims[side == "left"]] - body.joint(f"{side}Eye")
    middle = rim[np.abs(rim[:, 0] - (rim[:, 0].min() + rim[:, 0].max()) / 2) < 0.003]
    return float(middle[:, 1].max()), float(middle[:, 1].min())
