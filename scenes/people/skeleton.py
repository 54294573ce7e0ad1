"""The skeleton that all people share: joints in the order of the pose rows, their parents, their canonical directions.

Names are those of VRM 1.0's humanoid, and a few of our own (eyelids, forearm twists). A person looks along -Z, so the
left side is at -X. At rest every joint's axes are those of the room: arms straight out to the sides, legs straight
down,
palms down; only the lengths differ from person to person. So one clip, which is local rotations alone, fits everybody.
"""

from collections.abc import Iterable

SIDES = ("left", "right")
FINGERS = ("Index", "Middle", "Ring", "Little")

_TRUNK = [
    ("hips", None),
    ("spine", "hips"),
    ("chest", "spine"),
    ("upperChest", "chest"),
    ("neck", "upperChest"),
    ("head", "neck"),
    ("jaw", "head"),
    ("leftEye", "head"),
    ("rightEye", "head"),
    ("leftUpperEyelid", "head"),
    ("rightUpperEyelid", "head"),
]


def _limbs(side: str) -> list[tuple[str, str | None]]:
    arm = [
        (f"{side}Shoulder", "upperChest"),
        (f"{side}UpperArm", f"{side}Shoulder"),
        (f"{side}LowerArm", f"{side}UpperArm"),
        (f"{side}LowerArmTwist", f"{side}LowerArm"),
        (f"{side}Hand", f"{side}LowerArm"),
    ]
    leg = [
        (f"{side}UpperLeg", "hips"),
        (f"{side}LowerLeg", f"{side}UpperLeg"),
        (f"{side}Foot", f"{side}LowerLeg"),
        (f"{side}Toes", f"{side}Foot"),
    ]
    return [*arm, *leg]


def _fingers(side: str) -> list[tuple[str, str | None]]:
    chains = [("Thumb", ("Metacarpal", "Proximal", "Distal"))]
    chains += [(finger, ("Proximal", "Intermediate", "Distal")) for finger in FINGERS]
    made: list[tuple[str, str | None]] = []
    for finger, bones in chains:
        above = f"{side}Hand"
        for bone in bones:
            made.append((f"{side}{finger}{bone}", above))
            above = f"{side}{finger}{bone}"
    return made


# Fingers come last: who is far away does without them.
JOINTS: list[tuple[str, str | None]] = [
    *_TRUNK,
    *(joint for side in SIDES for joint in _limbs(side)),
    *(joint for side in SIDES for joint in _fingers(side)),
]
NAMES: list[str] = [name for name, _ in JOINTS]
INDEX: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
PARENTS: list[int] = [-1 if parent is None else INDEX[parent] for _, parent in JOINTS]


def _directions() -> dict[str, tuple[float, float, float]]:
    """Where a joint's bone points at rest; joints that are not here keep the direction that the body has."""
    made: dict[str, tuple[float, float, float]] = {}
    for side, x in (("left", -1.0), ("right", 1.0)):
        for bone in ("UpperArm", "LowerArm", "Hand"):
            made[side + bone] = (x, 0.0, 0.0)
        for finger in FINGERS:
            for bone in ("Proximal", "Intermediate", "Distal"):
                made[f"{side}{finger}{bone}"] = (x, 0.0, 0.0)
        for bone in ("Metacarpal", "Proximal", "Distal"):
            made[f"{side}Thumb{bone}"] = (x * 0.6, -0.25, -0.76)
        for bone in ("UpperLeg", "LowerLeg"):
            made[side + bone] = (0.0, -1.0, 0.0)
    return made


DIRECTIONS = _directions()
# The bone of a joint ends here: at a child, or (fingers' tips, hands) at a point that only the body knows.
ENDS: dict[str, str] = {
    **{f"{s}UpperArm": f"{s}LowerArm" for s in SIDES},
    **{f"{s}LowerArm": f"{s}Hand" for s in SIDES},
    **{f"{s}Hand": f"{s}MiddleProximal" for s in SIDES},
    **{f"{s}UpperLeg": f"{s}LowerLeg" for s in SIDES},
    **{f"{s}LowerLeg": f"{s}Foot" for s in SIDES},
}


def joint_nodes(rest: Iterable[Iterable[float]]) -> list[dict]:
    """The joints as glTF nodes, in their order; `rest` is each one's way from its parent, metres."""
    nodes: list[dict] = [
        {"name": name, "translation": [float(x) for x in row]} for name, row in zip(NAMES, rest, strict=True)
    ]
    for i, parent in enumerate(PARENTS):
        if parent >= 0:
            nodes[parent].setdefault("children", []).append(i)
    return nodes
