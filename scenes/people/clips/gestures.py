"""What hands and head say: talking, waving, clapping, a raised hand, thinking, presenting, a nod.

All begin and end in the quiet stand; the page plays them from the spine up, over whatever the legs do.
"""

import numpy as np

from people.clips.rig import OUT, SIDES, Pose, ease, keyed, mix, mul, quat
from people.clips.stands import breathe, stand

TAU = 2 * np.pi
DOWN_OUT = {side: np.array([OUT[side] * 0.75, -1.0, 0.35]) for side in SIDES}


def _held(pose: Pose, side: str, wrist: tuple[float, float, float], hand: np.ndarray, curl: float,
          pole: np.ndarray | None = None, thumb: float = 12, spread: float = 0) -> None:  # fmt: skip
    """A hand at a place; x of `wrist` counts outwards."""
    x, y, z = wrist
    pose.arm(side, np.array([OUT[side] * x, y, z]), DOWN_OUT[side] if pole is None else pole, hand)
    pose.fingers(side, curl, spread=spread, thumb=thumb)


def palm(side: str, yaw: float, pitch: float, roll: float) -> np.ndarray:
    """A hand's turn in the figure's frame: fingers outwards and palm down at 0; `yaw` brings the fingers forwards (90),
    `pitch` lifts them, `roll` turns the palm inwards and up (90: the thumb is up)."""
    out = OUT[side]
    return mul(quat(y=out * yaw), mul(quat(z=out * pitch), quat(x=roll)))


def talk(t: float) -> Pose:
    """Both hands explain, the head goes along, the jaw too; 7 s."""
    nod = 2.4 * np.sin(TAU * t / 1.4) * np.sin(np.pi * t / 7) + keyed([(0, 0), (1.2, -3), (2.4, 1), (5, -2), (7, 0)], t)
    yaw = keyed([(0, 0), (1.5, 6), (3.2, -5), (5, 4), (7, 0)], t)
    pose = stand(0.15 * np.sin(TAU * t / 7), (yaw, nod))
    quiet = stand(0, (yaw, nod))
    up = keyed([(0, 0), (0.7, 1), (6.0, 1), (7, 0)], t)
    beat_l = keyed(
        [(0, 0), (0.9, 0.2), (1.5, 1), (2.2, 0.1), (2.9, 0.7), (3.6, 0.2), (4.6, 0.9), (5.4, 0.2), (7, 0)], t
    )
    beat_r = keyed(
        [(0, 0), (1.2, 0.1), (1.9, 0.7), (2.6, 0.15), (3.4, 1), (4.1, 0.3), (5.0, 0.8), (5.8, 0.2), (7, 0)], t
    )
    for side, beat in (("left", beat_l), ("right", beat_r)):
        wrist = (0.17 + 0.08 * beat, 1.04 + 0.09 * beat, -0.25 - 0.06 * beat)
        _held(
            pose,
            side,
            wrist,
            palm(side, 62 - 22 * beat, 12 + 10 * beat, 52 + 26 * beat),
            20 - 8 * beat,
            spread=4 * beat,
        )
    pose = mix(quiet, pose, up)
    pose.hips = quiet.hips
    words = max(0.0, np.sin(TAU * t * 2.9)) * (0.45 + 0.55 * np.sin(TAU * t * 0.83 + 1) ** 2)
    fade = min(1.0, t / 0.3, (7 - t) / 0.3)
    pose.set("jaw", quat(x=-(1.0 + 7.5 * words) * fade))
    breathe(pose, t, 3.5)
    return pose


def wave(t: float) -> Pose:
    """The right hand greets; 2.8 s."""
    up = keyed([(0, 0), (0.55, 1), (2.15, 1), (2.8, 0)], t)
    swing = np.sin(TAU * (t - 0.5) / 0.62) * keyed([(0, 0), (0.5, 0), (0.75, 1), (2.0, 1), (2.3, 0)], t)
    head = (-5 * up, 2 * up)
    pose = stand(0.1 * up, head)
    quiet = stand(0, head)
    # The forearm swings about an elbow that hangs low, the hand comes a little after it.
    after = np.sin(TAU * (t - 0.57) / 0.62) * keyed([(0, 0), (0.5, 0), (0.75, 1), (2.0, 1), (2.3, 0)], t)
    wrist = (0.33 + 0.06 * swing, 1.405 - 0.012 * swing, -0.19)
    hand = mul(quat(z=-14 * after), palm("right", 8, 84, 88))
    _held(pose, "right", wrist, hand, 7, pole=np.array([0.1, -1.0, 0.15]), spread=6, thumb=6)
    pose.bend("rightShoulder", z=3)
    made = mix(quiet, pose, up)
    made.bend("upperChest", z=2.2 * up, y=-2 * up)
    breathe(made, t, 2.8, 0.6)
    return made


def clap(t: float) -> Pose:
    """Palms meet before the chest, again and again; a loop of 1.92 s with four claps."""
    open_ = (0.5 + 0.5 * np.cos(TAU * t / 0.48)) ** 0.8
    pose = stand(0, (2 * np.sin(TAU * t / 1.92), 1.5 + np.sin(TAU * t / 0.96)))
    for side in SIDES:
        wrist = (0.02 + 0.1 * open_, 1.155 + 0.012 * OUT[side], -0.25)
        hand = palm(side, 90 - 26 * open_, 34, 88)
        _held(pose, side, wrist, hand, 6, pole=np.array([OUT[side], -0.75, 0.3]), thumb=6)
    return pose


def raise_hand(t: float) -> Pose:
    """The right arm goes up and asks to speak; 4 s, marks `in` and `out` lie about the hold."""
    up = keyed([(0, 0), (0.8, 1), (3.2, 1), (4.0, 0)], t)
    quiet = stand(0, (0, 1.5 * up))
    pose = stand(-0.1 * up, (0, 3 * up))
    sway = 0.012 * np.sin(TAU * t / 2)
    pose.bend("rightShoulder", z=16)
    _held(pose, "right", (0.27 + sway, 1.8, -0.11), palm("right", 4, 86, 84), 5,
          pole=np.array([1.0, -0.4, -0.1]), spread=3, thumb=4)  # fmt: skip
    made = mix(quiet, pose, up)
    made.bend("upperChest", z=3.5 * up)
    breathe(made, t, 4, 0.8)
    return made


def think(t: float) -> Pose:
    """A hand at the chin, the other arm across; the head tilts, the eyes may wander; 6 s."""
    up = keyed([(0, 0), (1.0, 1), (5.0, 1), (6, 0)], t)
    tilt = keyed([(0, 0), (1.2, 0.4), (2.6, 1), (4.4, -0.3), (6, 0)], t)
    quiet = stand(0)
    pose = stand(0.5, (5 * tilt, -2))
    _held(pose, "left", (-0.035, 1.075, -0.215), palm("left", 160, -2, 66), 30, pole=np.array([-1.0, -0.7, 0.25]))
    _held(pose, "right", (0.05, 1.362, -0.158), palm("right", 112, 62, 70), 52,
          pole=np.array([0.3, -1.0, -0.25]), thumb=8)  # fmt: skip
    pose.bend("head", z=3.5 * tilt)
    made = mix(quiet, pose, up)
    made.hips = quiet.hips
    breathe(made, t, 3, 0.8)
    return made


def present(t: float) -> Pose:
    """An open arm shows what stands to the right, the head looks there and back; 4.4 s."""
    up = keyed([(0, 0), (0.9, 1), (3.3, 1), (4.4, 0)], t)
    look = keyed([(0, 0), (0.7, 1), (2.1, 1), (2.8, 0.2), (4.4, 0)], t)
    head = (-24 * look, 1)
    quiet = stand(0, head)
    pose = stand(0.4 * up, head)
    drift = 0.02 * ease((t - 0.9) / 2)
    # An elbow that stays near the body is an invitation; a straight arm would be an order.
    _held(pose, "right", (0.415 + drift, 1.115 + drift, -0.29), palm("right", 40, 14, 112), 9,
          pole=np.array([0.3, -1.0, 0.3]), spread=4, thumb=6)  # fmt: skip
    _held(pose, "left", (0.1, 1.0, -0.24), palm("left", 118, -4, 62), 22)
    made = mix(quiet, pose, up)
    made.bend("chest", y=-5 * up)
    made.bend("upperChest", y=-5 * up)
    breathe(made, t, 4.4, 0.7)
    return made


def nod(t: float) -> Pose:
    """Yes, twice, after a little lift of the chin; 1.4 s."""
    down = keyed([(0, 0), (0.14, -0.2), (0.42, 1), (0.68, 0.1), (0.92, 0.7), (1.4, 0)], t)
    pose = stand(0, (0, -15 * down))
    pose.bend("upperChest", x=-2 * down)
    return pose
