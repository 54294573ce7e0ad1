"""The picture of a face: brows hair by hair, lash lines, lips with an edge, pores, freckles, stubble, lines of age.

It lies on the part of the base mesh's UV that shows the face, so that what is painted follows the features of every
shape of head, and it multiplies the skin's colour, so it fits any tone. Where it ends it is white. Everything is
painted in millimetres of the face seen from the front, about the middle between the eyes, and then brought onto the
texture by where each of its points lies on the head.
"""

import io
import itertools
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from people.body import Body, base
from people.face import linear, mask_at
from people.figures import Figure

SIZE = 512
U, V = (0.735, 0.985), (0.3832, 0.5832)  # of the base mesh's UV; u runs from the hairline down to the chin
INNER_EYE, INNER_MOUTH = (0.0, 0.17, 0.5, 0.66), (0.75, 0.92, 0.0, 0.06)  # the patches behind lids and lips
BEHIND_DM = 0.6  # so far do lids and lips go back into the head
WIDE_MM, HIGH_MM, DOTS = 180, 230, 6  # the canvas seen from the front, and its dots a millimetre
EYES_AT_MM = 100  # from the canvas's top
BROW_SHARE = 0.4  # brows are darker than the hair
RIM = (0.002, 0.998)  # the edges are without paint
WHITE = (RIM[0], RIM[0])  # the place of everything that is not skin


@dataclass(frozen=True)
class Sheet:
    """How the base mesh meets the picture; the same for everybody."""

    places: np.ndarray  # (V, 2) in the picture, 0..1, v down; in a corner where a vertex is not of the face
    corners: np.ndarray  # (T, 3) triangles of the face
    rims: tuple[np.ndarray, np.ndarray]  # vertices along the lids' edge: right, left
    seam: np.ndarray  # vertices where the lips meet what is behind them


def _on_sheet(uv: np.ndarray) -> bool:
    return U[0] < uv[0] < U[1] and V[0] < uv[1] < V[1]


def _within(uv: np.ndarray, patch: tuple[float, float, float, float]) -> bool:
    return patch[0] <= uv[0] <= patch[1] and patch[2] <= uv[1] <= patch[3]


def _beside(vertices: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Corners of the picture for what is not on it: such that a triangle to a vertex at the picture's edge, or between
    two of them, runs along that edge and never over the face."""
    right, above = vertices[:, 0] < 0, vertices[:, 1] > vertices[shown, 1].mean()
    return np.stack([np.where(right, RIM[0], RIM[1]), np.where(above, RIM[0], RIM[1])], axis=1)


@lru_cache(maxsize=1)
def sheet() -> Sheet:
    """Inner sides of lids and lips take the place of the edge that they begin at: the colour there."""
    uvs: dict[int, set[int]] = {}
    own = base()
    faces = [i for i, group in enumerate(own.groups) if group == "body"]
    for i in faces:
        for vertex, uv in zip(own.faces[i], own.face_uvs[i], strict=True):
            uvs.setdefault(vertex, set()).add(uv)
    shown = {v: next(own.uvs[u] for u in us if _on_sheet(own.uvs[u])) for v, us in uvs.items()
             if any(_on_sheet(own.uvs[u]) for u in us)}  # fmt: skip
    seams = {
        patch: [v for v in shown if any(_within(own.uvs[u], patch) for u in uvs[v])]
        for patch in (INNER_EYE, INNER_MOUTH)
    }
    places = _beside(own.vertices, np.array(sorted(shown)))
    for v, (u, w) in shown.items():
        places[v] = (w - V[0]) / (V[1] - V[0]), (u - U[0]) / (U[1] - U[0])
    for patch, edge in seams.items():
        for v, us in uvs.items():
            if v not in shown and any(_within(own.uvs[u], patch) for u in us):
                far = np.linalg.norm(own.vertices[edge] - own.vertices[v], axis=1)
                if far.min() < BEHIND_DM:  # the trunk's patch overlaps with the eyes'
                    places[v] = places[edge[int(np.argmin(far))]]
    corners = [
        [face[0], face[k], face[k + 1]]
        for face, face_uvs in ((own.faces[i], own.face_uvs[i]) for i in faces)
        if all(_on_sheet(own.uvs[u]) for u in face_uvs)
        for k in range(1, len(face) - 1)
    ]
    rim = np.array(seams[INNER_EYE])
    right = own.vertices[rim, 0] < 0  # the data looks the other way
    return Sheet(np.clip(places, 0, 1), np.array(corners), (rim[right], rim[~right]), np.array(seams[INNER_MOUTH]))


def uvs(vertices: np.ndarray) -> np.ndarray:
    return sheet().places[vertices]


@dataclass(frozen=True)
class Chart:
    """Where each texel lies on one head: millimetres before the middle of the eyes, and what it belongs to."""

    body: Body
    points: np.ndarray  # (SIZE, SIZE, 3) x to the person's right, y up, z back
    covered: np.ndarray  # (SIZE, SIZE) 1 where the face is


def chart(body: Body) -> Chart:
    """The head's points drawn into the picture, triangle by triangle."""
    made, covered = np.zeros((SIZE, SIZE, 3)), np.zeros((SIZE, SIZE), bool)
    places = sheet().places * SIZE - 0.5
    local = _local(body, body.vertices)
    for corner in sheet().corners:
        a, b, c = places[corner]
        low = np.maximum(np.floor(np.minimum(np.minimum(a, b), c)).astype(int) - 1, 0)
        high = np.minimum(np.ceil(np.maximum(np.maximum(a, b), c)).astype(int) + 2, SIZE)
        x, y = np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1]))
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if abs(area) < 1e-9 or x.size == 0:
            continue
        s = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
        t = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area
        inside = (s > -0.15) & (t > -0.15) & (s + t < 1.15)  # a little beyond: no gaps between triangles
        share = np.stack([1 - s - t, s, t], axis=-1)[inside]
        made[y[inside], x[inside]] = share @ local[corner]
        covered[y[inside], x[inside]] = True
    return Chart(body, made, covered)


def _local(body: Body, points: np.ndarray) -> np.ndarray:
    middle = (body.joint("leftEye") + body.joint("rightEye")) / 2
    return (points - middle) * 1000


def away(points: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """How far points are from a chain of points, which is close enough to a line where the chain is dense."""
    flat = points.reshape(-1, 3)
    made = np.full(len(flat), np.inf)
    for one in curve:
        made = np.minimum(made, ((flat - one) ** 2).sum(axis=1))
    return np.sqrt(made).reshape(points.shape[:-1])


def chain(points: np.ndarray) -> np.ndarray:
    """Points along x, three between each two."""
    ordered = points[np.argsort(points[:, 0])]
    steps = np.arange(4)[:, None] / 4
    return np.vstack([a + (b - a) * steps for a, b in itertools.pairwise(ordered)] + [ordered[-1:]])


def lids(body: Body) -> list[tuple[np.ndarray, np.ndarray]]:
    """The edge of the upper and of the lower lid, right and left, millimetres from the inner to the outer corner or
    back."""
    made = []
    for rim in sheet().rims:
        edge = _local(body, body.vertices[rim])
        ends = edge[[np.argmin(edge[:, 0]), np.argmax(edge[:, 0])]]
        line = np.interp(edge[:, 0], ends[:, 0], ends[:, 1])
        front = edge[:, 2] <= np.interp(edge[:, 0], ends[:, 0], ends[:, 2]) + 0.5
        upper = edge[front & (edge[:, 1] > line - 1e-6)]
        lower = edge[front & (edge[:, 1] <= line + 1e-6)]
        made.append((chain(np.vstack([upper, ends])), chain(np.vstack([lower, ends]))))
    return made


def _soft(distance: np.ndarray, width: float) -> np.ndarray:
    return np.exp(-((distance / width) ** 2))


def paint(person: Figure, body: Body) -> Image.Image:
    """The picture as it is shipped, sRGB."""
    where = chart(body)
    made = np.ones((SIZE, SIZE, 3))

    def tint(share: np.ndarray, colour) -> None:
        made[:] *= 1 - np.clip(share, 0, 1)[..., None] * (1 - np.asarray(colour, float))

    _complexion(person, where, tint)
    _eyes(person, where, tint)
    _mouth(person, where, tint)
    _hairs(person, where, tint)
    made = np.clip(made, 0, 1)
    made[~where.covered] = 1
    made = 1 + (made - 1) * _fade()[..., None]
    coded = np.where(made <= 0.0031308, made * 12.92, 1.055 * made ** (1 / 2.4) - 0.055)
    return Image.fromarray((coded * 255 + 0.5).astype(np.uint8))


def _fade() -> np.ndarray:
    """1 inside, 0 at the picture's edges: there the bare skin goes on."""
    at = (np.arange(SIZE) + 0.5) / SIZE
    rise = np.clip(np.minimum(at, 1 - at) / 0.06 - 0.2, 0, 1)
    return rise[:, None] * rise[None, :]


def _blots(seed: int, size_mm: float) -> np.ndarray:
    """Soft noise about 0, the same for the same seed."""
    few = max(4, int(WIDE_MM / size_mm))
    rough = np.random.default_rng(seed).standard_normal((few, few)).astype(np.float32)
    return np.asarray(Image.fromarray(rough, "F").resize((SIZE, SIZE), Image.Resampling.BICUBIC))


def _complexion(person: Figure, where: Chart, tint) -> None:
    face, p = person.face, where.points
    x, y = p[..., 0], p[..., 1]
    side, eye = np.abs(x), abs(where.body.joint("rightEye")[0]) * 1000

    def near(cx: float, cy: float, rx: float, ry: float) -> np.ndarray:
        return np.exp(-(((side - cx) / rx) ** 2) - ((y - cy) / ry) ** 2)

    tint(0.04 * np.clip(_blots(1, 9), -1.5, 1.5) + 0.06, (1.0, 0.86, 0.82))
    tint(0.42 * face.blush * near(eye + 10, -33, 19, 14), (1.0, 0.66, 0.62))
    tint(0.2 * near(0, -32, 11, 12), (1.0, 0.74, 0.7))
    tint(0.12 * near(0, -100, 16, 9), (1.0, 0.78, 0.74))
    tint(0.3 * near(eye - 15, -1, 6, 9), (0.74, 0.6, 0.58))  # beside the bridge of the nose
    tint(0.2 * near(eye, -11, 15, 5), (0.86, 0.74, 0.76))
    tint(0.3 * near(0, -60, 3, 6) + 0.4 * near(0, -87, 15, 4), (0.82, 0.7, 0.68))  # philtrum; below the lip
    if face.freckles:
        spots = np.random.default_rng(5).random((SIZE, SIZE)) < 0.035 * near(16, -28, 28, 16)
        soft = Image.fromarray((spots * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.1))
        tint(np.asarray(soft) / 255 * 2.2 * face.freckles, (0.72, 0.52, 0.42))
    if face.lines:
        fold = side - np.interp(-y, [28, 45, 62, 76], [16, 23, 29, 31])
        tint(0.5 * face.lines * _soft(fold, 1.3) * (y < -30) * (y > -74), (0.72, 0.6, 0.58))
        for at, much in ((44, 0.5), (53, 0.6), (62, 0.4)):
            tint(0.4 * face.lines * much * _soft(y - at + 0.003 * x**2, 0.8) * (side < 34), (0.74, 0.62, 0.6))


def _eyes(person: Figure, where: Chart, tint) -> None:
    face, p = person.face, where.points
    for k, (upper, lower) in enumerate(lids(where.body)):
        own = (p[..., 0] > 0) == (k == 0)
        up, down = away(p, upper), away(p, lower)
        middle = (upper[:, 1].mean() + lower[:, 1].mean()) / 2
        above = own * (p[..., 1] > np.interp(p[..., 0], upper[:, 0], upper[:, 1]) - 0.6)
        below = own * (p[..., 1] < middle)
        outwards = np.clip((np.abs(p[..., 0]) - np.abs(upper[:, 0]).min()) / 20, 0, 1)
        tint(face.shadow * 0.8 * _soft(up, 6.0) * above, (0.66, 0.5, 0.52))
        tint(0.55 * _soft(up - 5.0, 1.2) * above * (0.5 + 0.5 * outwards), (0.55, 0.4, 0.38))  # the crease
        tint(
            (0.6 + 0.38 * face.lashes) * _soft(up, 0.9 + 0.75 * face.lashes * (0.4 + outwards)) * above,
            (0.1, 0.07, 0.07),
        )
        tint(0.35 * _soft(down, 0.7) * below, (0.95, 0.6, 0.58))
        tint((0.2 + 0.35 * face.lashes) * _soft(down - 0.9, 0.7) * below * (0.3 + outwards), (0.3, 0.22, 0.2))
        tint(0.35 * face.lines * _soft(down - 7, 1.6) * below, (0.7, 0.58, 0.58))


def _mouth(person: Figure, where: Chart, tint) -> None:
    face, p = person.face, where.points
    ratio = np.clip(linear(face.lips) / linear(person.colours["skin"][0]), 0.2, 1.1)
    lips = _lips()
    tone = ratio * np.array([1.0, 0.86, 0.86])
    slit = chain(_local(where.body, where.body.vertices[sheet().seam]))
    from_slit = away(p, slit)
    fine = 1 + 0.06 * np.sin(p[..., 0] * 3.1 + 0.7 * np.sin(p[..., 0]))
    tint(lips * (0.5 + 0.45 * face.lip_strength) * fine, np.clip(tone, 0, 1))
    edge = lips * (1 - lips) * 4
    tint(0.22 * edge, (0.75, 0.52, 0.5))
    tint(0.75 * _soft(from_slit, 0.9), (0.3, 0.14, 0.14))
    tint(0.3 * _soft(from_slit, 3.0) * lips, (0.7, 0.5, 0.5))
    reach = np.abs(slit[:, 0]).max()
    corner = np.hypot(np.abs(p[..., 0]) - reach, p[..., 1] - slit[np.argmax(np.abs(slit[:, 0])), 1])
    tint(0.5 * _soft(corner, 3.0), (0.6, 0.46, 0.44))


def _lips() -> np.ndarray:
    """How much of a lip each texel is, from the data's own mask."""
    at = (np.arange(SIZE) + 0.5) / SIZE
    u, v = U[0] + at * (U[1] - U[0]), V[0] + at * (V[1] - V[0])
    made = mask_at("lips", *np.meshgrid(u, v, indexing="ij"))
    soft = Image.fromarray((made * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2.0))
    return np.asarray(soft) / 255


def _hairs(person: Figure, where: Chart, tint) -> None:
    """Brows and stubble: strokes on the canvas seen from the front, brought onto the face."""
    face, p = person.face, where.points
    hair = np.clip(BROW_SHARE * linear(person.colours["hair"][0]) / linear(person.colours["skin"][0]), 0.03, 0.6)
    canvas = Image.new("L", (WIDE_MM * DOTS, HIGH_MM * DOTS))
    _brow_strokes(ImageDraw.Draw(canvas), face.brow_width, where.body)
    tint(_seen(canvas.filter(ImageFilter.GaussianBlur(1.6)), p) * (0.6 + 0.4 * face.brows), hair)
    soft = canvas.filter(ImageFilter.GaussianBlur(9))
    tint(_seen(soft, p) * 0.8 * face.brows, np.maximum(hair, 0.25))
    if face.stubble:
        side, y = np.abs(p[..., 0]), p[..., 1]
        jaw = np.clip((-y - np.interp(side, [0, 30, 50, 62], [52, 58, 52, 30])) / 10, 0, 1)
        dots = 0.5 + 0.5 * np.random.default_rng(9).random((SIZE, SIZE))
        tint(face.stubble * 2.2 * jaw * dots * (1 - _lips()), (0.5, 0.46, 0.48))


def _seen(canvas: Image.Image, points: np.ndarray) -> np.ndarray:
    """What of the canvas lies on each texel."""
    pixels = np.asarray(canvas, float) / 255
    column = np.clip(((WIDE_MM / 2 - points[..., 0]) * DOTS).astype(int), 0, pixels.shape[1] - 1)
    row = np.clip(((EYES_AT_MM - points[..., 1]) * DOTS).astype(int), 0, pixels.shape[0] - 1)
    return pixels[row, column]


def _brow_strokes(draw: ImageDraw.ImageDraw, width: float, body: Body) -> None:
    """Each hair leaves the ridge: steep at the nose, then along the brow, down to it from above at the temple."""
    eye = abs(body.joint("rightEye")[0]) * 1000
    rim = lids(body)[0][0]
    low = float(rim[:, 1].max()) + 10.5
    rng = np.random.default_rng(3)
    for side in (1, -1):
        for t in np.sort(rng.random(300)):
            x = eye - 17 + 42 * t
            arch = 5.0 * np.sin(np.pi * min(1.0, t * 1.2) * 0.62) - 6.0 * max(0.0, t - 0.62) / 0.38
            thick = 3.6 * width * (0.75 + 0.35 * np.sin(np.pi * (0.15 + t * 0.85))) * (1 - 0.75 * t**2.2)
            y = low + arch + thick * (rng.random() * 2 - 1) * 0.85
            lean = np.interp(t, [0, 0.2, 0.6, 1], [1.25, 0.75, 0.15, -0.5]) + 0.15 * rng.standard_normal()
            if y > low + arch and t > 0.3:
                lean -= 0.35
            long = (5.2 - 1.6 * t) * (0.8 + 0.4 * rng.random())
            ends = [(x, y), (x + long * np.cos(lean), y + long * np.sin(lean) * 0.75)]
            draw.line([((WIDE_MM / 2 - side * a) * DOTS, (EYES_AT_MM - b) * DOTS) for a, b in ends],
                      fill=int(150 + 105 * rng.random()), width=4)  # fmt: skip


def encoded(picture: Image.Image) -> bytes:
    """As it goes into the model's file."""
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=86, subsampling=0, optimize=True)
    return made.getvalue()
