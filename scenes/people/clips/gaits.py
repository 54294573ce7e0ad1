"""Getting about: feet on paths that the floor dictates, the rest of the body above them.

The left foot touches the floor at phase 0, the right one at 0.5. While it carries weight, the ball of a foot goes
straight backwards at the speed with which the person goes forwards: played at that speed nothing slides.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from people.clips.rig import BALL, BALL_M, HEEL, HIP, OUT, REST, SIDES, Pose, mul, quat, turn

TAU = 2 * np.pi


@dataclass(frozen=True)
class Gait:
    """Lengths in metres on the reference body, angles in degrees. `way` is the direction of travel (x, z)."""

    stride: float
    duration: float
    duty: float  # the share of a cycle in which a foot stands
    way: tuple[float, float] = (0.0, -1.0)
    ahead: float = 0.5  # the share of its stand in which a foot is before the body
    strike: float = 18  # the toes' lift when the heel touches
    push: float = 52  # the heel's lift when the toes leave
    lift: float = 0.055
    track: float = 0.075  # half the width between the feet
    toe_out: float = 6
    low: float = 0.028  # how much lower the hips are than in a stand
    bob: float = 0.017
    sway: float = 0.02
    pelvis: float = 5
    shoulders: float = 6
    lean: float = 2.5
    arms: float = 20
    elbow: float = 16
    elbow_swing: float = 12
    curl: float = 26  # of the fingers; a runner's hands are loose fists
    thumb: float = 12
    lead: float = 0.0  # degrees to the left by which head and shoulders go before the body


WALK = Gait(stride=1.40, duration=1.0, duty=0.61, ahead=0.43, push=54, low=0.038, bob=0.018, arms=19)
STRIDE = Gait(stride=1.86, duration=1.86 / 2.3, duty=0.54, ahead=0.44, strike=20, push=63, low=0.066, bob=0.024,
              sway=0.016, pelvis=9, shoulders=9, lean=5, arms=26, elbow=34, elbow_swing=20, lift=0.075,
              track=0.065)  # fmt: skip
RUN = Gait(stride=2.6, duration=0.65, duty=0.34, ahead=0.36, strike=6, push=59, lift=0.26, low=0.078, bob=0.03,
           sway=0.01, pelvis=9, shoulders=11, lean=9, arms=30, elbow=80, elbow_swing=18, curl=48, thumb=34,
           track=0.05)  # fmt: skip
BACK = Gait(stride=0.9, duration=0.9, duty=0.62, way=(0.0, 1.0), ahead=0.53, strike=-14, push=-12, lift=0.05, low=0.036,
            bob=0.012, pelvis=3, shoulders=3, lean=1, arms=8, elbow_swing=4)  # fmt: skip
SIDE = Gait(stride=0.42, duration=0.56, duty=0.6, way=(-1.0, 0.0), strike=0, push=10, lift=0.05, low=0.03, bob=0.012,
            sway=0.012, pelvis=0, shoulders=0, lean=1, arms=4, elbow_swing=2, track=0.17)  # fmt: skip
TURN = Gait(stride=0.0, duration=0.9, duty=0.56, strike=0, push=14, lift=0.05, low=0.022, bob=0.008, sway=0.03,
            pelvis=0, shoulders=0, lean=0, arms=5, elbow_swing=2, track=0.1, lead=16)  # fmt: skip


def _hermite(a: float, b: float, slope: float, t: float) -> float:
    """From `a` to `b` in t 0..1 with the same slope at both ends."""
    return (
        (2 * t**3 - 3 * t**2 + 1) * a
        + (t**3 - 2 * t**2 + t) * slope
        + (3 * t**2 - 2 * t**3) * b
        + (t**3 - t**2) * slope
    )


def _smooth(t: float) -> float:
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)


def pitch(gait: Gait, local: float) -> float:
    """Of the foot, degrees, toes up is positive, at this share of its own cycle."""
    if local < gait.duty:
        down = gait.strike * (1 - _smooth(local / 0.13))
        off = gait.duty - 0.28 * gait.duty / 0.62
        return down - gait.push * _smooth((local - off) / (gait.duty - off)) ** 1.4
    t = (local - gait.duty) / (1 - gait.duty)
    return -gait.push * (1 - _smooth(t / 0.62)) + gait.strike * _smooth((t - 0.5) / 0.5)


def sole(gait: Gait, local: float) -> tuple[float, float]:
    """Where the flat foot's ball would be: how far ahead along the way, and over the floor, metres."""
    first, last = gait.stride * gait.duty * gait.ahead, -gait.stride * gait.duty * (1 - gait.ahead)
    if local < gait.duty:
        return first - gait.stride * local, 0.0
    t = (local - gait.duty) / (1 - gait.duty)
    slope = -gait.stride * (1 - gait.duty)
    return _hermite(last, first, slope, t), gait.lift * np.sin(np.pi * t**0.8) ** 1.3


def _foot(pose: Pose, gait: Gait, side: str, phase: float, shift: float) -> None:
    """Toes up it turns about its heel, heel up about its ball, so that the floor holds what it touches."""
    local = (phase - (0.0 if side == "left" else 0.5)) % 1
    ahead, rise = sole(gait, local)
    tilt = pitch(gait, local)
    opens = -OUT[side] * gait.lead  # turning, the foot that goes first lands open and behind, the other one closes up
    flat = quat(y=-OUT[side] * gait.toe_out + (0.75 if opens > 0 else 0.25) * gait.lead)
    shift += 0.0022 * opens
    foot = mul(flat, quat(x=tilt))
    x = OUT[side] * gait.track + gait.way[0] * ahead
    ball = np.array([x, BALL_M + rise, shift + gait.way[1] * ahead])
    still = HEEL if tilt > 0 else BALL[side]
    ankle = ball + turn(flat, still - BALL[side]) - turn(foot, still)
    fade = 1.0 if local < gait.duty else max(0.0, 1 - (local - gait.duty) / 0.15)
    pose.leg(side, ankle, foot, toes=max(0.0, -tilt) * fade, out=4)


def at(gait: Gait, phase: float) -> Pose:
    """The whole body at this share of a cycle."""
    pose = Pose()
    a = TAU * phase
    lowest = 0.25 if gait.duty > 0.5 else 1.0  # soon after the foot has come down; running, in the middle of its stand
    pose.hips = REST[0] + [-gait.sway * np.sin(a - 0.3), -gait.low - gait.bob * np.cos(2 * a - 2 * lowest), 0.0]
    roll = 3.0 * np.sin(a - 0.3) if gait.stride else 2.0 * np.sin(a - 0.3)
    pose.set("hips", quat(x=-gait.lean * 0.4, y=-gait.pelvis * np.cos(a), z=-roll))
    whole = gait.pelvis + gait.shoulders
    for name, share in (("spine", 0.3), ("chest", 0.35), ("upperChest", 0.35)):
        yaw = whole * np.cos(a - 0.12) + 0.6 * gait.lead
        pose.set(name, quat(x=-gait.lean * 0.25, y=yaw * share, z=roll * share * 1.25))
    for name, share in (("neck", 0.45), ("head", 0.55)):
        yaw = gait.lead - gait.shoulders * np.cos(a - 0.12)
        pose.set(name, quat(x=gait.lean * share, y=yaw * share, z=-roll * 0.12))
    for side in SIDES:
        back = np.cos(a - 0.28) if side == "left" else -np.cos(a - 0.28)
        bent = gait.elbow + gait.elbow_swing * (0.5 - 0.5 * np.cos(a - 0.55 + (0 if side == "left" else np.pi)))
        pose.hang(side, swing=-gait.arms * back, away=9 + gait.arms * 0.06, elbow=bent, roll=6)
        pose.fingers(side, gait.curl, thumb=gait.thumb)
        shrug = 1.2 * np.sin(2 * a)
        pose.bend(f"{side}Shoulder", y=-2.5 * back * OUT[side] * -1, z=-OUT[side] * (-3 + shrug * 0.4))
        _foot(pose, gait, side, phase, shift=_under(gait))
    return pose


def _under(gait: Gait) -> float:
    """The feet's middle lies under the hips, the balls a little before them."""
    return float(REST[0][2] + HIP["left"][2] - 0.085 - gait.lean * 0.002)


def cycle(gait: Gait) -> Callable[[float], Pose]:
    return lambda t: at(gait, t / gait.duration)


def mirrored_side(t: float) -> Pose:
    """Sidesteps to the right: those to the left, mirrored, with the feet's turns exchanged."""
    return _mirrored(SIDE, t)


def turn_right(t: float) -> Pose:
    """The steps of a turn to the left, mirrored in the same way."""
    return _mirrored(TURN, t)


def _mirrored(gait: Gait, t: float) -> Pose:
    return at(gait, (t / gait.duration + 0.5) % 1).mirrored()


__all__ = [
    "BACK",
    "RUN",
    "SIDE",
    "STRIDE",
    "TURN",
    "WALK",
    "Gait",
    "at",
    "cycle",
    "mirrored_side",
    "turn_right",
]
