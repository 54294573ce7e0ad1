"""How a person moves who wears a headset and holds controllers: key poses and the ways between.

Metres in the headset's own space: the floor is at 0, the person looks along -Z. Hands are grips
(PROTOCOL.md P-10), given by where they are, where their fingers point and where their back shows.
Head and hands have keys of their own, since they do not start and stop together: the head leads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HZ: Final = 20
DURATION_S: Final = 23.0
MOMENTS: Final = (0.2, 2.2, 5.1, 8.1, 10.6, 13.0, 16.4, 20.0)
"""What is worth a picture: stands, looks, nods, waves, takes, waits, crouches, points."""

PIVOT: Final = np.array([0.0, -0.12, 0.09])
"""Of a head that nods and turns, from its eyes: eyes go down with a look down."""


@dataclass(frozen=True, slots=True)
class Grip:
    """A hand's frame: -Y along the fingers, the back of the right hand to +X, of the left to -X."""

    matrix: Floats

    @classmethod
    def of(cls, place: Floats, fingers: Floats, back: Floats, side: int) -> "Grip":
        y = -fingers / np.linalg.norm(fingers)
        x = side * back
        x = x - y * (x @ y)
        x /= np.linalg.norm(x)
        matrix = np.eye(4)
        matrix[:3, :3] = np.stack([x, y, np.cross(x, y)], axis=1)
        matrix[:3, 3] = place
        return cls(matrix)

    @staticmethod
    def rotation_of(m: Floats) -> Floats:
        """The unit quaternion of a rotation matrix, by its largest component."""
        whole = np.array([m[0, 0], m[1, 1], m[2, 2], np.trace(m)])
        i = int(whole.argmax())
        q = np.empty(4)
        if i == 3:
            q[:] = [m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], 1 + whole[3]]
        else:
            j, k = (i + 1) % 3, (i + 2) % 3
            q[i] = 1 + m[i, i] - m[j, j] - m[k, k]
            q[j], q[k], q[3] = m[i, j] + m[j, i], m[i, k] + m[k, i], m[k, j] - m[j, k]
        return q / np.linalg.norm(q)


# Seconds, then eyes (x, y, z) if the head were upright, then degrees: yaw (left), pitch (up) and
# roll (left ear down).
HEAD: Final[Sequence[tuple[float, ...]]] = (
    (0.0, 0, 1.60, 0, 0, -3, 0),
    (0.9, 0, 1.60, 0, 0, -3, 0),
    (1.8, -0.02, 1.60, -0.01, 52, -4, 3),  # looks about
    (2.4, -0.02, 1.60, -0.01, 55, 2, 3),
    (3.5, 0.03, 1.60, 0, -46, -6, -2),
    (4.0, 0.03, 1.60, 0, -48, -4, -2),
    (4.7, 0, 1.60, 0, 0, 0, 0),
    (5.1, 0, 1.595, -0.01, 0, -20, 0),  # nods
    (5.4, 0, 1.60, 0, 0, -2, 0),
    (5.7, 0, 1.597, -0.01, 0, -16, 0),
    (6.1, 0, 1.60, 0, 0, -1, 0),
    (7.0, 0.015, 1.60, 0, 6, 3, 4),  # waves
    (9.0, 0.02, 1.60, 0, 4, 3, 5),
    (9.7, 0, 1.60, -0.02, 0, -14, 0),
    (10.5, 0, 1.58, -0.07, 0, -26, 0),  # takes
    (11.3, 0, 1.59, -0.04, 0, -20, 0),
    (12.3, 0, 1.60, 0.01, 8, 1, 0),  # waits
    (13.6, 0.01, 1.60, 0.01, -10, 2, -1),
    (14.5, 0, 1.56, -0.06, 0, -16, 0),
    (15.8, 0, 1.10, -0.16, 4, -18, 0),  # crouches
    (16.9, 0, 1.09, -0.17, -14, -8, -2),
    (18.2, 0, 1.60, -0.01, -6, -2, 0),
    (18.9, 0, 1.60, -0.01, -20, 1, 0),  # points
    (20.6, 0, 1.60, -0.01, -17, 2, -1),
    (21.4, 0, 1.60, 0, 0, -4, 0),
    (23.0, 0, 1.60, 0, 0, -3, 0),
)

# Seconds, then place, fingers and back of the right hand; a left hand is written as its mirror.
HANGS: Final = (0.25, 0.82, -0.03, 0.05, -1, -0.16, 1, 0.1, -0.25)
TAKES: Final = (0.17, 1.14, -0.45, -0.12, 0.02, -1, 0.85, 0.5, 0)
WAITS: Final = (0.235, 1.0, -0.1, -0.55, -0.35, -0.72, 0.75, 0.5, -0.5)
KNEES: Final = (0.2, 0.62, -0.44, -0.1, -0.5, -0.85, 0.45, 0.8, -0.4)
LEFT: Final = (
    (0.0, *HANGS),
    (9.5, *HANGS),
    (10.4, *TAKES),
    (11.3, 0.14, 1.1, -0.36, -0.12, 0.1, -1, 0.85, 0.5, 0),
    (12.4, *WAITS),
    (14.2, *WAITS),
    (15.7, *KNEES),
    (16.9, *KNEES),
    (18.3, *HANGS),
    (23.0, *HANGS),
)
RIGHT: Final = (
    (0.0, *HANGS),
    (6.3, *HANGS),
    (7.1, 0.38, 1.5, -0.26, 0.05, 1, -0.15, 0.1, 0.15, 1),
    (8.9, 0.38, 1.52, -0.26, 0.05, 1, -0.15, 0.1, 0.15, 1),
    (9.6, 0.26, 0.98, -0.18, 0.0, -0.6, -0.8, 1, 0.1, 0),
    (10.5, *TAKES),
    (11.4, 0.14, 1.1, -0.36, -0.12, 0.1, -1, 0.85, 0.5, 0),
    (12.5, *WAITS),
    (14.3, *WAITS),
    (15.8, *KNEES),
    (17.0, *KNEES),
    (18.2, 0.26, 0.95, -0.2, 0.05, -0.5, -0.85, 0.9, 0.5, 0),
    (19.2, 0.35, 1.38, -0.52, 0.25, 0.05, -1, 0.45, 0.9, 0.1),  # points
    (20.5, 0.36, 1.39, -0.51, 0.28, 0.06, -1, 0.45, 0.9, 0.1),
    (21.6, *HANGS),
    (23.0, *HANGS),
)
WAVE_S: Final = (7.1, 8.9)
WAVE_HZ: Final = 1.7


def moment(seconds: float) -> tuple[Floats, Floats, Grip, Grip]:
    """Eyes, their rotation, left and right grip."""
    head = _between(HEAD, seconds)
    pivot = head[:3] + PIVOT + _sway(seconds, 0.004, 0.0)
    angles = head[3:] + 1.2 * np.array([_wander(seconds, 5.0), _wander(seconds, 6.0), 0.0])
    turn = _turn(*np.radians(angles))
    eyes = pivot - _turned(turn, PIVOT)
    left = _between(LEFT, seconds) * np.tile([-1.0, 1.0, 1.0], 3)
    right = _between(RIGHT, seconds)
    return eyes, turn, _grip(left, -1, seconds), _grip(_waved(right, seconds), 1, seconds)


def _grip(hand: Floats, side: int, seconds: float) -> Grip:
    place = hand[:3] + _sway(seconds, 0.005, 2.0 + side)
    fingers = hand[3:6] + _sway(seconds, 0.02, 7.0 + side)
    return Grip.of(place, fingers, hand[6:9], side)


def _waved(hand: Floats, seconds: float) -> Floats:
    """To and fro from the elbow, most in the middle of the time."""
    t = (seconds - WAVE_S[0]) / (WAVE_S[1] - WAVE_S[0])
    if not 0 < t < 1:
        return hand
    swing = np.sin(2 * np.pi * WAVE_HZ * (seconds - WAVE_S[0])) * min(1.0, 4 * t, 4 * (1 - t))
    made = hand.copy()
    made[0] += 0.07 * swing
    made[1] -= 0.02 * swing * swing
    made[3] += 0.38 * swing
    return made


def _between(keys: Sequence[tuple[float, ...]], seconds: float) -> Floats:
    """From key to key with the least jerk: it starts and stops gently."""
    table = np.array(keys)
    i = int(np.clip(np.searchsorted(table[:, 0], seconds) - 1, 0, len(table) - 2))
    a, b = table[i], table[i + 1]
    t = float(np.clip((seconds - a[0]) / (b[0] - a[0]), 0, 1))
    soft = t * t * t * (10 - 15 * t + 6 * t * t)
    found: Floats = a[1:] + (b[1:] - a[1:]) * soft
    return found


def _sway(seconds: float, metres: float, seed: float) -> Floats:
    """Nobody stands quite still."""
    return metres * np.array([_wander(seconds, seed + k) for k in range(3)])


def _wander(seconds: float, seed: float) -> float:
    """A slow wandering between -1 and 1."""
    waves = np.sin(seconds * np.array([0.9, 1.7, 2.9]) + seed * np.array([1.3, 2.1, 3.7]))
    return float(waves @ [0.5, 0.3, 0.2])


def _turned(q: Floats, v: Floats) -> Floats:
    t = 2 * np.cross(q[:3], v)
    found: Floats = v + q[3] * t + np.cross(q[:3], t)
    return found


def _turn(yaw: float, pitch: float, roll: float) -> Floats:
    """Yaw, then pitch, then roll, as a quaternion x y z w."""
    sy, cy, sp, cp, sr, cr = (
        f(angle / 2) for angle in (yaw, pitch, roll) for f in (np.sin, np.cos)
    )
    return np.array(
        [
            sp * cy * cr + cp * sy * sr,
            cp * sy * cr - sp * cy * sr,
            cp * cy * sr - sp * sy * cr,
            cp * cy * cr + sp * sy * sr,
        ]
    )
