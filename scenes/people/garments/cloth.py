"""The cut of every garment: cloth over the body's own suit surface, loosened along trunk, arms and legs; and its
weights."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from mathutils.bvhtree import BVHTree

from people.body import Body
from people.garments.drape import Tube, loosen, measure, push
from people.garments.mesh import Mesh, compact, smooth, spread
from people.part import Part
from people.skeleton import INDEX, NAMES, SIDES

ARM = [INDEX[f"{s}{b}"] for s in SIDES for b in ("UpperArm", "LowerArm", "LowerArmTwist", "Hand")]
LEG = [INDEX[f"{s}{b}"] for s in SIDES for b in ("UpperLeg", "LowerLeg", "Foot", "Toes")]
FINGERS = [i for i, n in enumerate(NAMES) if any(f in n for f in ("Thumb", "Index", "Middle", "Ring", "Little"))]


def smoothstep(low: float, high: float, x: np.ndarray) -> np.ndarray:
    t = np.clip((np.asarray(x, float) - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


@dataclass
class Form:
    """What the cutters need to know of a body: its suit (symmetric), its skin for distances, how much arm a vertex
    is."""

    body: Body
    suit: Mesh
    arm: np.ndarray  # (V,) of the suit
    skin: BVHTree
    skin_faces: list[list[int]]

    def y(self, joint: str) -> float:
        return float(self.body.joint(joint)[1])

    @property
    def shoulder(self) -> float:
        return self.y("leftUpperArm")

    @property
    def hip(self) -> float:
        return self.y("leftUpperLeg")

    @property
    def waist(self) -> float:
        """The height of the belt."""
        return self.y("hips") + 0.35 * (self.y("spine") - self.y("hips"))

    @property
    def knee(self) -> float:
        return self.y("leftLowerLeg")


@lru_cache(maxsize=1)
def _mirrors() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The suit's vertices and the mirror image of each, found on the base mesh."""
    from people.body import base

    which = sorted({i for f, g in zip(base().faces, base().groups, strict=True) if g == "helper-tights" for i in f})
    at = base().vertices[which]
    other = [which[int(np.argmin(((at - p * [-1, 1, 1]) ** 2).sum(axis=1)))] for p in at]
    return tuple(which), tuple(other)


def form(body: Body) -> Form:
    which, other = (np.array(x) for x in _mirrors())
    points = body.vertices.copy()
    points[which] = (body.vertices[which] + body.vertices[other] * [-1, 1, 1]) / 2
    suit = compact(Mesh(points, [body.base.faces[i] for i in body.faces_of("helper-tights")]))
    faces = [body.base.faces[i] for i in body.faces_of("body")]
    skin = BVHTree.FromPolygons(body.vertices.tolist(), faces)
    made = Form(body, suit, np.zeros(0), skin, faces)
    made.arm = weights_at(made, suit.vertices)[:, ARM].sum(axis=1)
    return made


def weights_at(form: Form, points: np.ndarray) -> np.ndarray:
    """The skin's weights at the place of the skin nearest to each point; fingers count as the hand."""
    made = np.zeros((len(points), len(NAMES)))
    for i, p in enumerate(points):
        hit, _, face, _ = form.skin.find_nearest(p)
        corners = form.skin_faces[face]
        near = 1 / (((form.body.vertices[corners] - np.array(hit)) ** 2).sum(axis=1) + 1e-8)
        made[i] = near @ form.body.weights[corners] / near.sum()
    for side in SIDES:
        which = [i for i in FINGERS if NAMES[i].startswith(side)]
        made[:, INDEX[f"{side}Hand"]] += made[:, which].sum(axis=1)
        made[:, which] = 0
    for name in ("jaw", "leftEye", "rightEye", "leftUpperEyelid", "rightUpperEyelid"):
        made[:, INDEX["head"]] += made[:, INDEX[name]]
        made[:, INDEX[name]] = 0
    return made


def clear(form: Form, mesh: Mesh, gap: float) -> Mesh:
    """No vertex nearer to the skin than `gap`."""
    made = mesh.vertices.copy()
    for i, p in enumerate(made):
        hit, normal, *_ = form.skin.find_nearest(p)
        hit, normal = np.array(hit), np.array(normal)
        inside = gap - (p - hit) @ normal
        if inside > 0:
            made[i] = p + normal * inside
    return Mesh(made, mesh.faces)


def hanging(form: Form, points: np.ndarray, weights: np.ndarray, below: float, knees: bool = False) -> np.ndarray:
    """Weights of what hangs free below the hips: both legs share it smoothly across the middle."""
    made = weights.copy()
    hip, across = form.hip, abs(form.body.joint("leftUpperLeg")[0]) * 0.4
    legs = 1 - smoothstep(hip - 0.14, hip + 0.1, points[:, 1])
    side = smoothstep(-across, across, points[:, 0])
    free = np.zeros_like(made)
    free[:, INDEX["hips"]] = 1 - legs
    low = 0.5 * (1 - smoothstep(form.knee - 0.06, form.knee + 0.1, points[:, 1])) if knees else 0.0
    for share, name in ((1 - side, "left"), (side, "right")):
        free[:, INDEX[f"{name}UpperLeg"]] = legs * share * (1 - low)
        free[:, INDEX[f"{name}LowerLeg"]] = legs * share * low
    mix = 1 - smoothstep(below, below + 0.1, points[:, 1])
    return made * (1 - mix[:, None]) + free * mix[:, None]


def part(form: Form, name: str, mesh: Mesh, zone: str, *, weights: np.ndarray | None = None, shade=None, soft: int = 3,
         detail: float = 0.4, levels=("near", "middle", "far")) -> Part:  # fmt: skip
    """A piece of cloth with the weights of the skin below it, softened."""
    if weights is None:
        weights = spread(mesh, weights_at(form, mesh.vertices), soft)
    weights = np.where(weights < 0.004, 0, weights)
    shade = creases(mesh) if shade is None else shade
    weights = weights / weights.sum(axis=1, keepdims=True)
    return Part(name, mesh.vertices, mesh.faces, [zone] * len(mesh.faces), weights, shade, None, detail, True, levels)


def creases(mesh: Mesh) -> np.ndarray:
    """Hollows of cloth are darker: folds, the bend of an elbow, the roll of a collar."""
    edges, normals = mesh.edges(), mesh.normals()
    a, b = np.concatenate([edges, edges[:, ::-1]]).T
    way = mesh.vertices[b] - mesh.vertices[a]
    rise = (way * normals[a]).sum(axis=1) / np.maximum(np.linalg.norm(way, axis=1), 1e-6)
    total, count = np.zeros(len(normals)), np.zeros(len(normals))
    np.add.at(total, a, rise)
    np.add.at(count, a, 1)
    return np.clip(1 - 1.3 * np.clip(total / np.maximum(count, 1), 0, 0.35), 0.55, 1)


# ---- trunk ----------------------------------------------------------------------------------


def trunk_tube(form: Form, low: float, ease: float, slope: float, flare: float = 0.0) -> Tube:
    """The silhouette of trunk and thighs down to the height `low`, loosened."""
    suit = form.suit
    bare = compact(Mesh(suit.vertices, [f for f in suit.faces if max(form.arm[i] for i in f) < 0.5]))
    ys = np.arange(form.shoulder - 0.02, low - 0.02, -0.02)
    near = bare.vertices[np.abs(bare.vertices[:, 1] - form.waist) < 0.1]
    axis = np.tile([0.0, (near[:, 2].min() + near[:, 2].max()) / 2], (len(ys), 1))
    tube = loosen(measure(bare, ys, axis), ease, slope)
    down = np.clip(form.hip + 0.06 - ys, 0, None)
    tube.radius += (flare * down)[:, None]
    return tube


def on_trunk(form: Form, mesh: Mesh, arm: np.ndarray, tube: Tube) -> Mesh:
    """Trunk vertices brought onto the tube, less and less towards armpits and shoulders."""
    points = mesh.vertices
    angle, _ = tube.polar(points)
    sideways = np.abs(np.sin(angle)) ** 2
    top = form.shoulder - 0.06 - sideways * 0.1
    share = (1 - smoothstep(0.05, 0.5, arm)) * (1 - smoothstep(0, 1, (points[:, 1] - top + 0.03) / 0.08))
    return Mesh(push(points, tube, share), mesh.faces)


# ---- arms -----------------------------------------------------------------------------------


def along_arm(form: Form, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How far down the arm (0 shoulder, 1 elbow, 2 wrist), the foot on its axis, and the way from there."""
    side = np.where(points[:, 0] < 0, 1.0, -1.0)[:, None] * [1, 0, 0] + [0, 1, 1]
    mirrored = points * side  # every point on the left
    a, b, c = (form.body.joint(f"left{n}") for n in ("UpperArm", "LowerArm", "Hand"))
    u = np.clip((mirrored - a) @ (b - a) / ((b - a) @ (b - a)), -1, 1)
    v = np.clip((mirrored - b) @ (c - b) / ((c - b) @ (c - b)), 0, 1.3)
    foot = np.where((v > 0)[:, None], b + v[:, None] * (c - b), a + u[:, None] * (b - a))
    return np.where(v > 0, 1 + v, u), foot * side, (mirrored - foot) * side


def sleeves(form: Form, mesh: Mesh, arm: np.ndarray, upper: float, cuff: float, ease: float) -> Mesh:
    """Arms become tubes that lie `ease` over the arm's own girth and are never narrower than `upper` at the shoulder,
    on a middling build, to `cuff` at the wrist."""
    t, foot, way = along_arm(form, mesh.vertices)
    r = np.linalg.norm(way, axis=1)
    girth = arm_girth(form)
    build = float(np.clip(np.interp(0.6, GIRTH_AT, girth) / 0.045, 0.78, 1.15))
    least = np.interp(t, [0.0, 1.0, 2.0], [upper * build, upper * build * 0.4 + cuff * 0.6, cuff * (0.4 + 0.6 * build)])
    wrinkle = 0.003 * np.sin(t * 34) * np.exp(-(((t - 1.0) / 0.22) ** 2)) + 0.002 * np.sin(t * 40 + 1) * smoothstep(
        1.6, 1.95, t
    )
    want = np.maximum(np.interp(t, GIRTH_AT, girth) + ease, least) + wrinkle
    share = smoothstep(0.35, 0.9, arm) * smoothstep(0.1, 0.5, t)
    r = np.maximum(r, 1e-5)
    return Mesh(foot + way * (1 + (want / r - 1) * share)[:, None], mesh.faces)


GIRTH_AT = np.arange(0.1, 2.0, 0.2)


def arm_girth(form: Form) -> np.ndarray:
    """The arm's radius at places along it, as the wider parts of its outline have it."""
    which = form.body.of("body")
    points = form.body.vertices[which[form.body.weights[which][:, ARM].sum(axis=1) > 0.6]]
    t, _, way = along_arm(form, points)
    r = np.linalg.norm(way, axis=1)
    made = np.array([np.percentile(r[np.abs(t - at) < 0.15], 70) for at in GIRTH_AT])
    return np.minimum.accumulate(made)  # cloth falls straight past the elbow


# ---- legs -----------------------------------------------------------------------------------


def leg_tube(form: Form, ease: float, slope: float, hem_radius: float, suit: Mesh | None = None) -> Tube:
    """The left leg's silhouette from the crotch to the floor, falling straight to the hem's width."""
    suit = suit or form.suit
    left = compact(Mesh(suit.vertices, [f for f in suit.faces if max(suit.vertices[i, 0] for i in f) <= 1e-4
                                        and max(suit.vertices[i, 1] for i in f) < form.hip + 0.05]))  # fmt: skip
    hip, knee, foot = (form.body.joint(f"left{n}") for n in ("UpperLeg", "LowerLeg", "Foot"))
    ys = np.arange(form.hip - 0.06, 0.0, -0.02)
    line = np.array([foot, knee, hip])
    axis = np.stack([np.interp(ys, line[:, 1], line[:, i]) for i in (0, 2)], axis=1)
    tube = measure(left, ys, axis, 48, 0.3)
    low = ys < 0.13
    tube.radius[low] = tube.radius[np.argmax(low) - 1]  # the foot comes out of the hem, it does not widen it
    tube = loosen(tube, ease, slope)
    least = np.interp(-ys, [-form.knee, -0.05], [hem_radius * 1.02, hem_radius])
    tube.radius = np.where((ys < form.knee + 0.1)[:, None], np.maximum(tube.radius, least[:, None]), tube.radius)
    return tube


def on_legs(form: Form, mesh: Mesh, tube: Tube, crease: float = 0.0) -> Mesh:
    """Both legs brought onto the left leg's tube and its mirror image; below the crotch only."""
    points = mesh.vertices.copy()
    side = np.where(points[:, 0] < 0, 1.0, -1.0)
    left = points * np.stack([side, np.ones_like(side), np.ones_like(side)], axis=1)
    share = 1 - smoothstep(form.hip - 0.16, form.hip - 0.07, left[:, 1])
    angle, _ = tube.polar(left)
    made = push(left, tube, share)
    ridge = crease * np.exp(-((np.sin(angle / 2) / 0.12) ** 2)) * share
    made[:, 2] -= ridge
    lower = 1 - smoothstep(0.05, 0.26, made[:, 1])
    fold = 0.004 * np.sin(made[:, 1] * 95 + 1.5 * np.cos(angle)) * lower * share
    knee = 0.003 * np.sin((made[:, 1] - form.knee) * 80) * np.exp(-(((made[:, 1] - form.knee) / 0.08) ** 2))
    out = made[:, [0, 2]] - tube.centre(made[:, 1])
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-6)
    made[:, [0, 2]] += out * (fold + knee * share)[:, None]
    made[:, 0] = np.minimum(made[:, 0], np.where(share > 0.5, -0.004, made[:, 0]))  # the legs keep apart
    made[:, 0] *= side
    return Mesh(made, mesh.faces)


def upper_suit(form: Form, low: float) -> tuple[Mesh, np.ndarray]:
    """The suit without legs below `low` (a height), and how much arm each of its vertices is."""
    from people.garments.mesh import clip

    made = clip(form.suit, form.suit.vertices[:, 1] - low + np.where(form.arm > 0.5, 9.0, 0.0))
    return made, weights_at(form, made.vertices)[:, ARM].sum(axis=1)


def relaxed(mesh: Mesh, arm: np.ndarray, times: int) -> Mesh:
    """Anatomy smoothed away, more on the trunk than on the arms."""
    return smooth(mesh, times, 0.35 + 0.15 * (1 - arm))
