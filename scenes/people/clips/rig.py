"""A poseable reference skeleton: local rotations, forward kinematics, limbs that reach for a point.

Axes as in `people/README.md`. Positive turns: about X a leg or a hanging arm goes forwards (a spine backwards), about
Y to
the left, about Z the left side down. Angles in degrees here, because they are chosen by eye.
"""

import json
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

SKELETON = Path(__file__).resolve().parents[3] / "assets" / "avatars" / "skeleton.json"
_DATA = json.loads(SKELETON.read_text())["joints"]
NAMES: list[str] = [joint["name"] for joint in _DATA]
INDEX = {name: i for i, name in enumerate(NAMES)}
PARENTS: list[int] = [-1 if joint["parent"] is None else INDEX[joint["parent"]] for joint in _DATA]


def _above(i: int) -> list[int]:
    return [] if PARENTS[i] < 0 else [PARENTS[i], *_above(PARENTS[i])]


REST = np.array([joint["rest"] for joint in _DATA])
CHAINS = {name: [*reversed(_above(i)), i] for i, name in enumerate(NAMES)}  # from the hips down to each joint
SIDES = ("left", "right")
OUT = {"left": -1.0, "right": 1.0}  # where a side lies on X
FINGERS = ("Index", "Middle", "Ring", "Little")


def quat(x: float = 0.0, y: float = 0.0, z: float = 0.0) -> np.ndarray:
    """Turns about the axes, degrees: first z, then x, then y, all about the parent's axes."""
    return mul(axis(1, y), mul(axis(0, x), axis(2, z)))


def axis(which: int, degrees: float) -> np.ndarray:
    made = np.zeros(4)
    made[which] = np.sin(np.radians(degrees) / 2)
    made[3] = np.cos(np.radians(degrees) / 2)
    return made


def mul(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return np.array([
        aw * bx + ax * bw + ay * bz - az * by, aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw, aw * bw - ax * bx - ay * by - az * bz,
    ])  # fmt: skip


def inverse(q: np.ndarray) -> np.ndarray:
    return q * [-1, -1, -1, 1]


def turn(q: np.ndarray, v: np.ndarray) -> np.ndarray:
    x, y, z, w = q
    a, b, c = v
    i, j, k = 2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)
    return np.array([a + w * i + y * k - z * j, b + w * j + z * i - x * k, c + w * k + x * j - y * i])


def between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The smallest turn from one direction to another."""
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    made = np.append(np.cross(a, b), 1 + a @ b)
    return made / np.linalg.norm(made)


def slerp(a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
    if a @ b < 0:
        b = -b
    made = a * (1 - t) + b * t
    return made / np.linalg.norm(made)


@dataclass
class Pose:
    """One moment. `rotations` are local; `hips` is where they are over the floor point, metres."""

    rotations: np.ndarray = field(default_factory=lambda: np.tile([0.0, 0.0, 0.0, 1.0], (len(NAMES), 1)))
    hips: np.ndarray = field(default_factory=lambda: REST[0].copy())

    def set(self, name: str, q: np.ndarray) -> None:
        self.rotations[INDEX[name]] = q

    def bend(self, name: str, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> None:
        """Turns a joint further, about its parent's axes."""
        self.rotations[INDEX[name]] = mul(quat(x, y, z), self.rotations[INDEX[name]])

    def world(self, end: str | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Rotations (J, 4) and places (J, 3) of all joints in the figure's frame, or only of those down to `end`."""
        q, p = np.zeros((len(NAMES), 4)), np.zeros((len(NAMES), 3))
        for i in range(len(NAMES)) if end is None else CHAINS[end]:
            parent = PARENTS[i]
            if parent < 0:
                q[i], p[i] = self.rotations[i], self.hips
            else:
                q[i] = mul(q[parent], self.rotations[i])
                p[i] = p[parent] + turn(q[parent], REST[i])
        return q, p

    def _aim(self, upper: str, lower: str, end: str, target: np.ndarray, pole: np.ndarray) -> None:
        q, p = self.world(end)
        u, m, e = INDEX[upper], INDEX[lower], INDEX[end]
        a, b = np.linalg.norm(REST[m]), np.linalg.norm(REST[e])
        way = target - p[u]
        d = float(np.clip(np.linalg.norm(way), abs(a - b) + 0.01, (a + b) * 0.9995))
        way = way / np.linalg.norm(way)
        side = pole - way * (pole @ way)
        side /= np.linalg.norm(side)
        along = (a * a - b * b + d * d) / (2 * d)
        knee = way * along + side * np.sqrt(max(0.0, a * a - along * along))
        first = mul(between(p[m] - p[u], knee), q[u])
        self.rotations[u] = mul(inverse(q[PARENTS[u]]), first)
        bone = turn(mul(first, self.rotations[m]), REST[e])
        second = mul(between(bone, way * d - knee), mul(first, self.rotations[m]))
        self.rotations[m] = mul(inverse(first), second)

    def leg(self, side: str, ankle: np.ndarray, foot: np.ndarray, toes: float = 0.0, out: float = 6.0) -> None:
        """The ankle to a place, the foot turned so in the figure's frame; the knee forwards and a little out."""
        knee = turn(axis(1, -OUT[side] * out), np.array([0.0, 0.0, -1.0])) + [0, 0.1, 0]
        self._aim(f"{side}UpperLeg", f"{side}LowerLeg", f"{side}Foot", ankle, knee)
        q, _ = self.world(f"{side}LowerLeg")
        self.set(f"{side}Foot", mul(inverse(q[INDEX[f"{side}LowerLeg"]]), foot))
        self.set(f"{side}Toes", quat(x=toes))

    def arm(self, side: str, wrist: np.ndarray, pole: np.ndarray, hand: np.ndarray | None = None) -> None:
        """The wrist to a place, the elbow towards `pole`; the hand turned so in the figure's frame, or as the
        forearm."""
        self._aim(f"{side}UpperArm", f"{side}LowerArm", f"{side}Hand", wrist, pole)
        if hand is not None:
            q, _ = self.world(f"{side}LowerArm")
            self.hand(side, mul(inverse(q[INDEX[f"{side}LowerArm"]]), hand))

    def hand(self, side: str, local: np.ndarray) -> None:
        """The hand's turn against the forearm; half of its roll is the forearm's."""
        self.set(f"{side}Hand", local)
        roll = 2 * np.arctan2(local[0], local[3])
        roll = (roll + np.pi) % (2 * np.pi) - np.pi
        self.set(f"{side}LowerArmTwist", axis(0, np.degrees(roll / 2)))

    def hang(self, side: str, swing: float = 2.0, away: float = 12.0, elbow: float = 14.0, roll: float = 0.0) -> None:
        """An arm at the side: swung forwards, away from the body, bent, turned inwards about itself."""
        out = OUT[side]
        self.set(f"{side}UpperArm", mul(quat(x=swing), mul(quat(z=-out * (90 - away)), axis(0, -roll * out * out))))
        self.set(f"{side}LowerArm", quat(y=out * elbow))
        self.hand(side, mul(quat(z=-out * 4), axis(0, roll * 0.3)))

    def fingers(self, side: str, curl: float, spread: float = 0.0, thumb: float = 12.0) -> None:
        """All fingers bent by `curl` a joint (the little one most), as a resting hand's are."""
        out = OUT[side]
        for i, finger in enumerate(FINGERS):
            more = 0.8 + 0.16 * i
            fan = spread * (1.5 - i) / 1.5
            self.set(f"{side}{finger}Proximal", quat(y=out * fan, z=-out * curl * more * 0.8))
            self.set(f"{side}{finger}Intermediate", quat(z=-out * curl * more * 1.1))
            self.set(f"{side}{finger}Distal", quat(z=-out * curl * more * 0.7))
        self.set(f"{side}ThumbMetacarpal", quat(y=-out * thumb * 0.8, z=-out * 6))
        self.set(f"{side}ThumbProximal", quat(y=-out * thumb * 0.7))
        self.set(f"{side}ThumbDistal", quat(y=-out * thumb))

    def mirrored(self) -> "Pose":
        made = Pose()
        for i, name in enumerate(NAMES):
            other = name.replace("left", "RIGHT").replace("right", "left").replace("RIGHT", "right")
            made.rotations[INDEX[other]] = self.rotations[i] * [1, -1, -1, 1]
        made.hips = self.hips * [-1, 1, 1]
        return made


ANKLE_M = float(REST[INDEX["hips"]][1] + REST[INDEX["leftUpperLeg"]][1] + REST[INDEX["leftLowerLeg"]][1]
                + REST[INDEX["leftFoot"]][1])  # fmt: skip
BALL = {side: REST[INDEX[f"{side}Toes"]] for side in SIDES}  # from the ankle
HEEL = np.array([0.0, -ANKLE_M, 0.045])  # where it touches the floor, from the ankle
HIP = {side: REST[INDEX[f"{side}UpperLeg"]] for side in SIDES}
BALL_M = ANKLE_M + float(BALL["left"][1])


def ease(t: float) -> float:
    """0 to 1 with a soft start and end."""
    t = min(1.0, max(0.0, t))
    return t * t * t * (t * (6 * t - 15) + 10)


def keyed(keys: list[tuple[float, float]], t: float) -> float:
    """A value through keys (time, value): soft between them, flat at each."""
    if t <= keys[0][0]:
        return keys[0][1]
    for (t0, v0), (t1, v1) in pairwise(keys):
        if t <= t1:
            return v0 + (v1 - v0) * ease((t - t0) / (t1 - t0))
    return keys[-1][1]


def mix(a: Pose, b: Pose, t: float) -> Pose:
    made = Pose(hips=a.hips + (b.hips - a.hips) * t)
    for i in range(len(NAMES)):
        made.rotations[i] = slerp(a.rotations[i], b.rotations[i], t)
    return made
