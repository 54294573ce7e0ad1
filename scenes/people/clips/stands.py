"""Standing and sitting: quiet ways to be there, with breath, weight that shifts, and hands that rest."""

import numpy as np

from people.clips import gaits
from people.clips.rig import (
    ANKLE_M,
    BALL,
    BALL_M,
    HIP,
    INDEX,
    OUT,
    REST,
    SIDES,
    Pose,
    ease,
    keyed,
    mix,
    mul,
    quat,
    slerp,
    turn,
)

TAU = 2 * np.pi
SEAT_HIPS_M = 0.58  # over a seat of 0.46 m, which gives way by 2 cm
FLOOR_Z = float(REST[0][2] + HIP["left"][2] - 0.118)  # of the balls: the ankles are a little behind the hips


def planted(pose: Pose, track: float = 0.1, stagger: float = 0.02, out: float = 9) -> None:
    """Both feet flat where a stander has them: the left one a little ahead by `stagger`."""
    for side in SIDES:
        foot = quat(y=-OUT[side] * out)
        z = FLOOR_Z + OUT[side] * stagger
        ankle = np.array([OUT[side] * track, BALL_M, z]) - turn(foot, BALL[side])
        ankle[1] = ANKLE_M
        pose.leg(side, ankle, foot, out=out * 0.8)


def breathe(pose: Pose, t: float, period: float, depth: float = 1.0) -> None:
    """Chest and shoulders rise, the head stays where it is."""
    b = depth * (0.5 - 0.5 * np.cos(TAU * t / period)) ** 1.2
    pose.bend("chest", x=0.7 * b)
    pose.bend("upperChest", x=1.1 * b)
    pose.bend("neck", x=-1.4 * b)
    for side in SIDES:
        pose.bend(f"{side}Shoulder", z=-OUT[side] * -1.6 * b)
        pose.bend(f"{side}UpperArm", z=OUT[side] * 1.2 * b)


def stand(weight: float = 0.0, head: tuple[float, float] = (0.0, 0.0), lean: float = 1.0) -> Pose:
    """A relaxed stand. `weight` -1 on the left foot, 1 on the right; `head` yaw and pitch in degrees."""
    pose = Pose()
    pose.hips = REST[0] + [0.032 * weight, -0.012 - 0.004 * abs(weight), 0.0]
    pose.set("hips", quat(z=2.6 * weight, y=-2.0 * weight))
    for name, share in (("spine", 0.4), ("chest", 0.35), ("upperChest", 0.35)):
        pose.set(name, quat(x=-lean * share, y=2.2 * weight * share, z=-3.4 * weight * share))
    pose.set("neck", quat(x=lean * 0.4 + head[1] * 0.4, y=head[0] * 0.4, z=0.8 * weight))
    pose.set("head", quat(x=lean * 0.6 + head[1] * 0.6, y=head[0] * 0.6, z=0.5 * weight))
    for side in SIDES:
        pose.hang(side, swing=3, away=10 - 2 * OUT[side] * weight, elbow=15, roll=8)
        pose.fingers(side, 25, thumb=22)
        pose.bend(f"{side}Shoulder", z=-OUT[side] * -3)
    planted(pose)
    return pose


def idle_1(t: float) -> Pose:
    """Weight goes slowly from one leg to the other; 8 s."""
    weight = keyed([(0, 0), (2.2, 0.75), (4.2, 0.6), (6.2, -0.25), (8, 0)], t)
    yaw = keyed([(0, 0), (1.6, 0), (2.4, 5), (4.0, 4), (5.0, -3), (6.6, -2), (8, 0)], t)
    pose = stand(weight, (yaw, 0.8 * np.sin(TAU * t / 4)))
    breathe(pose, t, 4)
    planted(pose)
    return pose


def idle_2(t: float) -> Pose:
    """On the left leg, a look aside and down, a loosened shoulder; 9 s."""
    weight = keyed([(0, 0), (1.8, -0.9), (6.6, -0.8), (9, 0)], t)
    yaw = keyed([(0, 0), (2.0, 0), (3.0, -9), (4.4, -8), (5.4, 4), (7, 3), (9, 0)], t)
    nod = keyed([(0, 0), (3.0, -3), (4.4, -3), (5.2, 1), (9, 0)], t)
    pose = stand(weight, (yaw, nod), lean=1.4)
    loose = keyed([(0, 0), (5.6, 0), (6.1, 1), (6.7, 0.2), (7.2, 0), (9, 0)], t)
    for side in SIDES:
        pose.bend(f"{side}Shoulder", z=-OUT[side] * 4.5 * loose, y=OUT[side] * 4 * loose)
        pose.bend(f"{side}UpperArm", x=-3 * loose)
    breathe(pose, t, 4.5)
    planted(pose)
    return pose


def idle_3(t: float) -> Pose:
    """Hands come together before the body, rest there and go down again; 10 s."""
    together = keyed([(0, 0), (1.6, 1), (7.4, 1), (9.2, 0), (10, 0)], t)
    weight = keyed([(0, 0), (2.5, 0.4), (5.5, -0.4), (10, 0)], t)
    yaw = keyed([(0, 0), (3, 6), (4.5, 5), (6, -5), (8, -3), (10, 0)], t)
    down = stand(weight, (yaw, 0.5))
    pose = mix(down, clasped(stand(weight, (yaw, 0.5))), together)
    pose.hips = down.hips
    breathe(pose, t, 5)
    planted(pose)
    return pose


def clasped(pose: Pose) -> Pose:
    """The right hand lies over the back of the left one, before the belly, thumbs up."""
    for side in SIDES:
        before = 0.035 if side == "right" else 0.0
        wrist = np.array([OUT[side] * 0.088, 0.975, -0.235 - before])
        pole = np.array([OUT[side] * 1.0, -0.35, 0.5])
        hand = mul(quat(y=OUT[side] * 158), mul(quat(z=-OUT[side] * 24), quat(x=74)))
        pose.arm(side, wrist, pole, hand)
        pose.fingers(side, 24 if side == "left" else 30, thumb=18)
    return pose


def sit(t: float) -> Pose:
    """On a seat, back upright, hands on the thighs; 8 s."""
    pose = Pose()
    pose.hips = np.array([0.004 * np.sin(TAU * t / 8), SEAT_HIPS_M, 0.02])
    pose.set("hips", quat(x=6))
    yaw = keyed([(0, 0), (2, 0), (3, 7), (4.8, 6), (5.8, -4), (7, -3), (8, 0)], t)
    for name, bent in (("spine", -3), ("chest", -2.5), ("upperChest", -1.5)):
        pose.set(name, quat(x=bent))
    pose.set("neck", quat(x=0.5, y=yaw * 0.4))
    pose.set("head", quat(x=0.8, y=yaw * 0.6))
    for side in SIDES:
        foot = quat(y=-OUT[side] * 8)
        ankle = np.array([OUT[side] * 0.125, ANKLE_M, -0.415 + 0.02 * OUT[side]])
        pose.leg(side, ankle, foot, out=8)
        wrist = np.array([OUT[side] * 0.145, 0.65, -0.215])
        hand = mul(quat(y=OUT[side] * 80), mul(quat(z=-OUT[side] * 13), quat(x=6)))
        pose.arm(side, wrist, np.array([OUT[side] * 0.9, -0.2, 0.9]), hand)
        pose.fingers(side, 14, spread=4)
    breathe(pose, t, 4, 0.8)
    return pose


SEAT_ANKLE_Z = -0.415  # before the seat; who sits down stands there first, so that nobody stands in a chair


def sit_down(t: float) -> Pose:
    """Stands before the seat, leans forward, the hips go back and down; 1.5 s."""
    s = t / 1.5
    back = keyed([(0.05, 0), (0.8, 1)], s)
    down = keyed([(0.12, 0), (0.86, 1)], s)
    lean = keyed([(0, 0), (0.5, 34), (0.66, 32), (1, 0)], s)
    return _before_seat(back, down, lean, hands=keyed([(0.3, 0), (0.95, 1)], s))


def stand_up(t: float) -> Pose:
    """Leans until the head is over the toes, then the hips rise and come forward; 1.4 s."""
    s = t / 1.4
    down = keyed([(0.2, 1), (0.82, 0)], s)
    back = keyed([(0.1, 1), (0.85, 0)], s)
    lean = keyed([(0, 0), (0.36, 38), (0.46, 36), (1, 0)], s)
    return _before_seat(back, down, lean, hands=keyed([(0.25, 1), (0.8, 0)], s))


def _before_seat(back: float, down: float, lean: float, hands: float) -> Pose:
    """Between the stand before a seat and the seat: how far the hips are back and down, how far the body leans."""
    standing, seated = stand(), sit(0)
    pose = mix(standing, seated, hands)
    for name in ("hips", "spine", "chest", "upperChest", "neck", "head"):
        pose.set(name, slerp(standing.rotations[INDEX[name]], seated.rotations[INDEX[name]], down))
    ahead = SEAT_ANKLE_Z - (FLOOR_Z + 0.135)
    pose.hips = np.array([0.0, *(
        a + (b - a) * s
        for a, b, s in ((standing.hips[1], seated.hips[1], down), (ahead + standing.hips[2], seated.hips[2], back))
    )])  # fmt: skip
    for name, share in (("hips", 0.55), ("spine", 0.25), ("chest", 0.2)):
        pose.bend(name, x=-lean * share)
    pose.bend("neck", x=lean * 0.3)
    pose.bend("head", x=lean * 0.3)
    between = np.sin(np.pi * hands)
    for side in SIDES:
        # The hands pass beside and over the thighs while these come up.
        pose.bend(f"{side}UpperArm", x=lean * (0.5 + 0.4 * hands) + 16 * between, z=OUT[side] * 10 * between)
        pose.bend(f"{side}LowerArm", y=OUT[side] * lean * 0.45 * hands)
        ankle = np.array([OUT[side] * (0.1 + 0.025 * down), ANKLE_M, SEAT_ANKLE_Z + 0.02 * OUT[side]])
        pose.leg(side, ankle, quat(y=-OUT[side] * 8), out=8)
    return pose


def start(t: float) -> Pose:
    """From the stand to the walk's phase 0.5: weight goes over the left foot, the body falls forward, the right foot
    catches it; the arms come after. The page plays it by the legs' phase, 0.08 to 0.5; 0.55 s."""
    share = t / 0.55
    pose = mix(stand(), gaits.at(gaits.WALK, 0.08 + 0.42 * share), ease(share))
    late = mix(stand(), gaits.at(gaits.WALK, 0.08 + 0.42 * max(0.0, share - 0.12)), ease(share - 0.1))
    for side in SIDES:
        for part in ("UpperArm", "LowerArm"):
            pose.set(side + part, late.rotations[INDEX[side + part]])
    fall = np.sin(np.pi * min(1.0, share * 1.15)) ** 2
    pose.bend("spine", x=-3.5 * fall)
    pose.bend("chest", x=-1.5 * fall)
    pose.bend("neck", x=2.5 * fall)
    return pose


def stop(t: float) -> Pose:
    """What the upper body does when the legs halt: it goes on a little, is caught, leans back, and settles; 0.9 s."""
    on = np.sin(TAU * t / 0.8) * np.exp(-3.2 * t) * min(1.0, (0.9 - t) / 0.2)
    pose = stand()
    pose.bend("spine", x=-4.0 * on)
    pose.bend("chest", x=-2.5 * on)
    pose.bend("neck", x=2.0 * on)
    pose.bend("head", x=2.0 * on)
    for side in SIDES:
        lag = np.sin(TAU * (t - 0.07) / 0.8) * np.exp(-3.0 * t) * min(1.0, (0.9 - t) / 0.2)
        pose.bend(f"{side}UpperArm", x=13 * lag)
        pose.bend(f"{side}LowerArm", y=OUT[side] * 8 * lag)
    return pose
