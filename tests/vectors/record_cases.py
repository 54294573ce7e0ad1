"""Cases of the records of P-4; ``make.py`` writes them to ``records.json``."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from vbranch.protocol import held_records, poses

BOUNDS = ((-20.0, -0.5, -15.0), (20.0, 6.0, 15.0))
QUANTISER = poses.Quantiser(BOUNDS)
IDENTITY = [0.0, 0.0, 0.0, 1.0]
TOLERANCE = {
    "position_m": 0.00501,
    "offset_m": 0.00501,
    "yaw_rad": 0.00307,
    "pitch_rad": 0.00308,
    "rotation_deg": 0.32,
    "held_rotation_deg": 0.16,
    "held_position_m": 0.000501,
    "held_scale": 0.00137,
}


def turn(x: float, y: float, z: float, degrees: float) -> list[float]:
    """The unit quaternion of a turn about an axis."""
    axis = np.array([x, y, z]) / math.hypot(x, y, z)
    half = math.radians(degrees) / 2
    return [*(float(v) for v in axis * math.sin(half)), math.cos(half)]


def desktop(slot: int, position: list[float], yaw: float, **more: Any) -> dict[str, Any]:
    pose = {"slot": slot, "position": position, "yaw": yaw, "pitch": 0.0, "jump": 0}
    return {**pose, "seated": False, **more}


def carried(exhibit: int, slot: int, position: list[float], scale: float) -> dict[str, Any]:
    rotation = turn(2, -1, 0.5, 130.0)
    held = {"exhibit": exhibit, "slot": slot, "rotation": rotation, "carried": True}
    return {**held, "position": position, "scale": scale}


def vr(slot: int, position: list[float], head: list[float], **more: Any) -> dict[str, Any]:
    pose = {"slot": slot, "position": position, "head": head, "jump": 0, "seated": False}
    return {**pose, "left": None, "right": None, **more}


FAR = {
    "far at the origin of the bounds": desktop(0, [-20.0, -0.5, -15.0], 0.0),
    "far at the end of the bounds": desktop(8191, [20.0, 6.0, 15.0], 6.2, jump=7),
    "far with a negative yaw": desktop(5, [1.234, 0.001, -7.218], -1.0, jump=2),
}
DESKTOP = {
    "desktop at rest": desktop(0, [0.0, 0.0, 0.0], 0.0),
    "desktop with every field": desktop(
        4321, [12.342, 3.217, -14.993], 2.5, pitch=0.6, jump=5, seated=True
    ),
    "desktop looking straight down": desktop(1, [-3.0, 0.0, 4.0], math.pi, pitch=-math.pi / 2),
    "desktop looking straight up": desktop(2, [-3.0, 5.99, 4.0], -math.pi, pitch=math.pi / 2),
    "desktop with a yaw that rounds up to a whole turn": desktop(3, [9.99, 0.0, 0.0], 6.2822),
}
VR = {
    "headset without hands": vr(7, [0.0, 1.62, 0.0], IDENTITY),
    "headset with both hands": vr(
        4095,
        [-19.37, 1.713, 14.021],
        turn(0.2, 1.0, -0.1, 73.0),
        left={"offset": [-0.31, -0.524, -0.282], "rotation": turn(1, 0, 0, 40.0)},
        right={"offset": [0.297, -0.47, 0.111], "rotation": turn(0.3, -1, 2, 170.0)},
        jump=3,
        seated=True,
    ),
    "headset with a right hand at the edge of its reach": vr(
        8191,
        [19.99, 5.99, 14.99],
        turn(0, 1, 0, 200.0),
        right={"offset": [1.27, -1.27, 1.27], "rotation": turn(1, 1, 1, 120.0)},
        jump=7,
    ),
    "headset with a left hand only": vr(
        1, [3.0, 1.1, -2.0], [0.5, 0.5, 0.5, 0.5], left={"offset": [0, 0, 0], "rotation": IDENTITY}
    ),
    "headset whose rotation needs the best of eight roundings": vr(
        2, [0.0, 1.5, 0.0], [0.4995, 0.4997, 0.4994, 0.501398]
    ),
}
HELD = {
    "held upright": {"exhibit": 0, "slot": 0, "rotation": IDENTITY},
    "held and turned": {"exhibit": 65535, "slot": 8191, "rotation": turn(1, 2, 3, 211.0)},
    "held with a negative largest component": {
        "exhibit": 3,
        "slot": 12,
        "rotation": [0.1, -0.9, 0.3, math.sqrt(1 - 0.91)],
    },
    "carried in its own size": carried(4, 21, [1.2344, 1.0716, -3.5], 1.0),
    "carried at the origin of the bounds, as small as can be": carried(
        0, 0, [-20.0, -0.5, -15.0], 0.25
    ),
    "carried at the end of the bounds, as large as can be": carried(
        65535, 8191, [20.0, 6.0, 15.0], 4.0
    ),
    "carried larger than it is": carried(12, 300, [-7.2226, 0.9994, 14.0], 1.613),
}


REACTION = {
    "reaction of the body": {"slot": 0, "reaction": 1},
    "reaction with every bit": {"slot": 8191, "reaction": 63},
}


def pack(kind: str, fields: dict[str, Any]) -> np.ndarray:
    """Words ``(1, n)`` of a record given by its fields as they stand in the vectors."""
    f = dict(fields)
    if kind == "held":
        return held_records.pack_held(held_records.HeldPoses(**f), BOUNDS[0])
    if kind == "reaction":
        return poses.pack_reactions(poses.Reactions(**f))
    if kind == "vr":
        for side in ("left", "right"):
            hand = f[side]
            f[side] = poses.Hands(True, **hand) if hand else poses.Hands()
        return poses.pack_vr(poses.VrPoses(**f), QUANTISER)
    if kind == "far":
        far = poses.FarPoses(f["slot"], f["position"], f["yaw"], f["jump"])
        return poses.pack_far(far, QUANTISER)
    return poses.pack_desktop(poses.DesktopPoses(**f), QUANTISER)


def far_fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in ("slot", "position", "yaw", "jump")}


def all_records() -> Iterator[tuple[str, str, dict[str, Any]]]:
    tables = {"far": FAR, "desktop": DESKTOP, "vr": VR, "held": HELD, "reaction": REACTION}
    for kind, table in tables.items():
        for name, fields in table.items():
            yield kind, name, far_fields(fields) if kind == "far" else fields


def records() -> dict[str, Any]:
    about = (
        "Records of P-4: packing `fields` gives `hex` exactly; unpacking `hex` gives `fields` "
        "within `tolerance`. Angles in rad, places in m. A hand that is null is not tracked."
    )
    return {
        "about": about,
        "bounds": {"min": list(BOUNDS[0]), "max": list(BOUNDS[1])},
        "tolerance": TOLERANCE,
        "records": [
            {
                "name": name,
                "kind": kind,
                "fields": fields,
                "hex": pack(kind, fields).tobytes().hex(),
            }
            for kind, name, fields in all_records()
        ],
        "far_of": [
            {
                "name": f"what others far away get of: {name}",
                "kind": kind,
                "hex": pack(kind, fields).tobytes().hex(),
                "far": far_of(kind, pack(kind, fields)).tobytes().hex(),
            }
            for kind, name, fields in all_records()
            if kind in ("desktop", "vr")
        ],
    }


def far_of(kind: str, words: np.ndarray) -> np.ndarray:
    return poses.far_from_vr(words) if kind == "vr" else poses.far_from_desktop(words)
