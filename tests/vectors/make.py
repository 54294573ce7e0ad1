"""Makes the wire vectors that the Python and TypeScript tests both read (PROTOCOL.md).

``python tests/vectors/make.py`` writes the JSON files beside this script; with ``--check`` it
writes nothing and fails if they differ. What the files hold is described in each one's ``about``.
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from vbranch.protocol import codec, poses
from vbranch.protocol import messages as m
from vbranch.protocol.constants import ErrorCode, FrameKind, Refusal, Role

HERE = Path(__file__).parent
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
}


def turn(x: float, y: float, z: float, degrees: float) -> list[float]:
    """The unit quaternion of a turn about an axis."""
    axis = np.array([x, y, z]) / math.hypot(x, y, z)
    half = math.radians(degrees) / 2
    return [*(float(v) for v in axis * math.sin(half)), math.cos(half)]


def desktop(slot: int, position: list[float], yaw: float, **more: Any) -> dict[str, Any]:
    pose = {"slot": slot, "position": position, "yaw": yaw, "pitch": 0.0, "jump": 0}
    return {**pose, "seated": False, **more}


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
}


def pack(kind: str, fields: dict[str, Any]) -> np.ndarray:
    """Words ``(1, n)`` of a record given by its fields as they stand in the vectors."""
    f = dict(fields)
    if kind == "held":
        return poses.pack_held(poses.HeldPoses(**f))
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
    for kind, table in (("far", FAR), ("desktop", DESKTOP), ("vr", VR), ("held", HELD)):
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


KINDS = {"desktop": FrameKind.POSE_DESKTOP, "vr": FrameKind.POSE_VR, "held": FrameKind.HELD}
ENTRIES: list[m.WireEntry] = [
    m.JoinEntry(
        seq=7,
        at=1_790_000_000_000,
        member="m_1",
        slot=0,
        role=Role.VISITOR,
        name="芽衣 é",
        avatar=3,
    ),
    m.ChatEntry(seq=8, at=1_790_000_000_050, member="m_1", text='"hello" \\ 你好\n👋'),
    m.ExhibitReleased(
        seq=9, at=1_790_000_000_051, member=None, exhibit="card", rotation=(0.0, 0.6, 0.0, 0.8)
    ),
]


def table(kind: str, *names: str) -> np.ndarray:
    width = {"far": 2, "desktop": 3, "vr": 6, "held": 2}[kind]
    found = {name: pack(kind, fields) for record, name, fields in all_records() if record == kind}
    return np.concatenate([np.empty((0, width), "<u4"), *(found[name] for name in names)])


def ticks() -> list[dict[str, Any]]:
    cases = [
        ("empty", {"tick": 0, "time_ms": 0, "full": False}, {}, []),
        ("wrapped", {"tick": 2**32 - 1, "time_ms": 2**32 - 1, "full": True}, {}, []),
        ("entries only", {"tick": 9, "time_ms": 450, "full": False}, {}, ENTRIES),
        (
            "everything",
            {"tick": 123456, "time_ms": 987654321, "full": True},
            {"far": list(FAR), "desktop": list(DESKTOP), "vr": list(VR), "held": list(HELD)},
            ENTRIES,
        ),
        (
            "one screen member",
            {"tick": 5, "time_ms": 250, "full": False},
            {"desktop": list(DESKTOP)[:1]},
            [],
        ),
    ]
    made = []
    for name, head, names, entries in cases:
        tables = {
            kind: table(kind, *names.get(kind, ())) for kind in ("vr", "desktop", "far", "held")
        }
        frame = codec.tick_frame(**head, **tables, entries=codec.encode_entries(entries))
        parsed = [json.loads(entry.model_dump_json()) for entry in entries]
        made.append(
            {
                "name": name,
                **head,
                **{k: names.get(k, []) for k in tables},
                "entries": parsed,
                "hex": frame.hex(),
            }
        )
    return made


def frames() -> dict[str, Any]:
    about = (
        "`poses`: client frames of P-3, `fields` as in records.json. `ticks`: tick frames of F-3; "
        "the tables name records of records.json. `malformed_ticks`, `malformed_poses`: frames "
        "that must be refused as `bad_frame`. `faulty_poses`: frames of a good form, said by the "
        "member of slot 7 who stands at [0, 0, 0], whose last sequence number is 100 and jump "
        "counter 0; the server refuses them with `fault` (P-5)."
    )
    said = [
        {
            "name": name,
            "kind": kind,
            "seq": seq,
            "fields": fields,
            "hex": codec.pose_frame(KINDS[kind], seq, pack(kind, fields)).hex(),
        }
        for seq, (kind, name, fields) in zip((0, 1, 258, 65535) * 9, all_records(), strict=False)
        if kind != "far"
    ]
    return {
        "about": about,
        "poses": said,
        "ticks": ticks(),
        "malformed_ticks": malformed_ticks(),
        "malformed_poses": malformed_poses(),
        "faulty_poses": faulty_poses(),
    }


def malformed_ticks() -> list[dict[str, Any]]:
    head = bytearray(bytes.fromhex(ticks()[4]["hex"]))
    changed = {}
    for name, at, value in (
        ("not a tick frame", 0, 2),
        ("unknown flag", 1, 2),
        ("more records than bytes", 5, 255),
        ("the zero is not zero", 10, 1),
    ):
        frame = bytearray(head)
        frame[at] = value
        changed[name] = bytes(frame)
    changed["no bytes"] = b""
    changed["half a header"] = bytes(head[:19])
    changed["half a record"] = bytes(head[:-1])
    changed["entries are no JSON"] = bytes(head) + b"["
    changed["entries are no entries"] = bytes(head) + b'[{"kind":"dance"}]'
    changed["an entry too much in it"] = bytes(head) + (
        b'[{"kind":"away","seq":1,"at":1,"member":"m","session":"s"}]'
    )
    return [{"name": name, "hex": data.hex()} for name, data in changed.items()]


def malformed_poses() -> list[dict[str, Any]]:
    good = codec.pose_frame(FrameKind.POSE_DESKTOP, 1, pack("desktop", DESKTOP["desktop at rest"]))
    return [
        {"name": name, "hex": data.hex()}
        for name, data in {
            "no bytes": b"",
            "kind only": good[:1],
            "a byte short": good[:-1],
            "a byte long": good + b"\0",
            "kind 0": b"\0" + good[1:],
            "kind 1 is the server's": b"\x01" + good[1:],
            "kind 5": b"\x05" + good[1:],
            "a screen record as a headset's": b"\x03" + good[1:],
            "a screen record as a held one": b"\x04" + good[1:],
        }.items()
    ]


def faulty_poses() -> list[dict[str, Any]]:
    here = desktop(7, [0.0, 0.0, 0.0], 0.0)
    hands = {"offset": [0.1, 0.1, 0.1], "rotation": IDENTITY}
    head = vr(7, [0.0, 1.6, 0.0], IDENTITY, left=hands, right=hands)

    def of(fault: str, name: str, fields: dict[str, Any], seq: int = 101, **bits: int) -> Any:
        """``bits``: words that are overwritten, ``w3=0x...``, or xored, ``x3=...``."""
        kind = "vr" if "head" in fields else "desktop"
        words = pack(kind, fields)
        for key, value in bits.items():
            word = int(key[1:])
            words[0, word] = value if key[0] == "w" else words[0, word] ^ np.uint32(value)
        return {
            "name": name,
            "fault": fault,
            "hex": codec.pose_frame(KINDS[kind], seq, words).hex(),
        }

    bare = vr(7, [0.0, 1.6, 0.0], IDENTITY)
    header = of("reserved", "second byte of the header", here)
    header["hex"] = header["hex"][:2] + "01" + header["hex"][4:]
    return [
        header,
        of("reserved", "first zero of a screen record", here, x2=1 << 10),
        of("reserved", "last zero of a screen record", here, x2=1 << 31),
        of("reserved", "rotation of an untracked left hand", bare, x3=1),
        of("reserved", "rotation of an untracked right hand", bare, x4=1 << 28),
        of("reserved", "place of an untracked left hand", bare, x5=1 << 23),
        of("reserved", "x of an untracked right hand", bare, x5=1 << 31),
        of("reserved", "y of an untracked right hand", bare, x1=1 << 19),
        of("reserved", "z of an untracked right hand", bare, x4=1 << 31),
        of("reserved", "a tracked left hand without a place", head, w5=138 << 24),
        of("not_yours", "the neighbour's slot", desktop(8, [0.0, 0.0, 0.0], 0.0)),
        of("stale", "the same sequence number", here, seq=100),
        of("stale", "an older sequence number", here, seq=99),
        of("stale", "half the circle ahead is behind", here, seq=(100 + 0x8000) % 0x10000),
        of("rotation", "head: three components of the greatest size", head, x2=0x1FFFFFFF & ~3),
        of("rotation", "head: all bits zero", head, w2=0),
        of("rotation", "left hand", head, w3=0x60000000),
        of("rotation", "right hand", head, w4=0),
        of("bounds", "x beyond the bounds", desktop(7, [20.01, 0.0, 0.0], 0.0)),
        of("bounds", "y beyond the bounds", desktop(7, [0.0, 6.01, 0.0], 0.0)),
        of("bounds", "z beyond the bounds", desktop(7, [0.0, 0.0, 15.01], 0.0)),
        of("bounds", "the farthest that can be said", here, x0=0x3FFF << 13),
        of(
            "reserved",
            "several faults at once",
            desktop(9, [20.01, 0.0, 0.0], 0.0),
            seq=3,
            x2=1 << 31,
        ),
        of(
            "not_yours",
            "another's slot, too old and outside",
            desktop(9, [20.01, 0.0, 0.0], 0.0),
            seq=3,
        ),
    ]


def good_messages() -> list[dict[str, Any]]:
    id_, token = "c-000001", "A" * 43
    return [
        {"type": "join", "ticket": token, "name": "芽衣", "avatar": 255},
        {"type": "join", "ticket": token, "name": "x" * 24},
        {"type": "resume", "token": token},
        {"type": "resume", "token": token, "pose": {"position": [1, 0.5, -2.25], "yaw": -3}},
        {"type": "resume", "token": token, "pose": None},
        {"type": "leave", "id": id_},
        {"type": "enter", "id": id_, "room": "education-centre"},
        {"type": "chat", "id": id_, "text": 'two\nlines, a\ttab, 👋 and "quotes"'},
        {"type": "chat", "id": "x" * 36, "text": "字" * 500},
        {"type": "exhibit.take", "id": id_, "exhibit": "card"},
        {"type": "exhibit.settle", "id": id_, "exhibit": "card", "rotation": [0, 0.6, 0, 0.8]},
        {
            "type": "exhibit.release",
            "id": id_,
            "exhibit": "card",
            "rotation": [0.5, -0.5, 0.5, -0.5],
        },
        {"type": "exhibit.hotspot", "id": id_, "exhibit": "card", "hotspot": "fees"},
        {"type": "exhibit.hotspot", "id": id_, "exhibit": "card", "hotspot": None},
        {"type": "room.lock", "id": id_, "locked": True},
    ]


def malformed_messages() -> Iterator[dict[str, Any]]:
    chat = {"type": "chat", "id": "c-000001", "text": "hello"}
    settle = {"type": "exhibit.settle", "id": "c-000001", "exhibit": "card"}
    join = {"type": "join", "ticket": "A" * 43, "name": "A"}

    def bad(name: str, code: str, field: str | None, message: Any, hello: bool = False) -> Any:
        text = message if isinstance(message, str) else json.dumps(message)
        case = {"name": name, "code": code, "field": field, "text": text}
        return {**case, "hello": True} if hello else case

    yield {"name": "no UTF-8", "code": "bad_json", "field": None, "hex": "7b22ff227d"}
    for name, text in {
        "nothing": "",
        "half an object": '{"type":',
        "a list": "[]",
        "a number": "1",
        "null": "null",
        "two objects": "{}{}",
        "a number of 5,000 digits": '{"type":' + "9" * 5000 + "}",
    }.items():
        yield bad(name, "bad_json", None, text)
    deep = {"code": "bad_json", "field": None, "count": 100_000}
    yield {"name": "100,000 lists deep", "repeat": "[", **deep}
    yield {"name": "100,000 objects deep", "repeat": '{"a":', **deep}
    yield bad("500 deep", "bad_json", None, '{"type":"chat","x":' + "[" * 500 + "]" * 500 + "}")
    yield bad("no type", "bad_form", "type", {})
    yield bad("a type that is a number", "bad_form", "type", {"type": 1})
    yield bad("an unknown type", "unknown_type", "type", {"type": "dance", "id": "c-000001"})
    yield bad("an entry's kind as type", "unknown_type", "type", {"type": "exhibit.taken"})
    yield bad("a second hello", "bad_form", "type", join)
    yield bad("a good command as hello", "not_joined", None, chat, hello=True)
    yield bad("a bad command as hello", "bad_form", "text", {**chat, "text": 1}, hello=True)
    yield bad("an unknown type as hello", "unknown_type", "type", {"type": "dance"}, hello=True)
    for name, field, change in (
        ("NUL", "text", {"text": "a\0b"}),
        ("escape", "text", {"text": "\x1b[2J"}),
        ("DEL", "text", {"text": "\x7f"}),
        ("a lone leading surrogate", "text", {"text": "\ud800"}),
        ("a lone trailing surrogate", "text", {"text": "a\udc00b"}),
        ("blank", "text", {"text": " \n\u3000"}),
        ("empty", "text", {"text": ""}),
        ("501 characters", "text", {"text": "x" * 501}),
        ("null as text", "text", {"text": None}),
        ("a number as text", "text", {"text": 5}),
        ("a list as text", "text", {"text": ["a"]}),
        ("NaN as text", "text", {"text": math.nan}),
        ("an extra key", "member", {"member": "m_2"}),
        ("a surrogate in an extra key", "more", {"more": {"a": "\ud800"}}),
        ("an extra key that is no name", None, {"<b>": 1}),
        ("a short id", "id", {"id": "c-00001"}),
        ("a long id", "id", {"id": "x" * 37}),
        ("an id with a line end", "id", {"id": "c-000001\n"}),
        ("a number as id", "id", {"id": 12345678}),
    ):
        yield bad(f"chat: {name}", "bad_form", field, {**chat, **change})
    yield bad("chat: no id", "bad_form", "id", {"type": "chat", "text": "hello"})
    for name, field, rotation in (
        ("NaN", "rotation.0", [math.nan, 0, 0, 1]),
        ("Infinity", "rotation.3", [0, 0, 0, math.inf]),
        ("-Infinity", "rotation.1", [0, -math.inf, 0, 0]),
        ("the zero quaternion", "rotation", [0, 0, 0, 0]),
        ("too long a quaternion", "rotation", [0, 0, 0, 1.1]),
        ("three numbers", "rotation.3", [0, 0, 1]),
        ("five numbers", "rotation", [0, 0, 0, 1, 0]),
        ("a string", "rotation.0", ["0", 0, 0, 1]),
        ("a boolean", "rotation.3", [0, 0, 0, True]),
        ("an object", "rotation", {"x": 0}),
    ):
        yield bad(f"settle: {name}", "bad_form", field, {**settle, "rotation": rotation})
    overflow = json.dumps({**settle, "rotation": [1, 0, 0, 0]}).replace("[1,", "[1e999,")
    yield bad("settle: a number that overflows", "bad_form", "rotation.0", overflow)
    yield bad(
        "lock: 1 for true",
        "bad_form",
        "locked",
        {"type": "room.lock", "id": "c-000001", "locked": 1},
    )
    for name, field, change in (
        ("no name", "name", {"name": None}),
        ("25 characters", "name", {"name": "x" * 25}),
        ("two lines", "name", {"name": "a\nb"}),
        ("a role", "role", {"role": "staff"}),
        ("an avatar out of range", "avatar", {"avatar": 256}),
        ("half an avatar", "avatar", {"avatar": 1.5}),
        ("a boolean as avatar", "avatar", {"avatar": True}),
        ("a short ticket", "ticket", {"ticket": "abc"}),
    ):
        yield bad(f"join: {name}", "bad_form", field, {**join, **change}, hello=True)
    resume = {"type": "resume", "token": "A" * 43}
    pose = {"position": [0, 0, math.nan], "yaw": 0}
    yield bad("resume: NaN", "bad_form", "pose.position.2", {**resume, "pose": pose}, hello=True)


def server_messages() -> list[m.Message]:
    place = m.Place(position=(1.0, 0.0, -2.0), yaw=0.5)
    return [
        m.Welcome(
            room="lobby",
            scene="/api/v1/scenes/lobby",
            you=m.You(member="m_1", slot=3, role=Role.STAFF, name="Ren"),
            bounds=m.Bounds(min=BOUNDS[0], max=BOUNDS[1]),
            place=place,
            epoch="e1",
            resume="r" * 43,
            resumed=False,
            tick_hz=20,
            capacity=50,
        ),
        m.Waiting(room="lobby", reason=Refusal.FULL, capacity=50, place=2, waiting=3),
        m.Ack(id="c-000001", seq=17, outcome="accepted"),
        m.Ack(id="c-000001", seq=17, outcome="refused", reason=Refusal.HELD_BY_OTHER, repeat=True),
        m.Error(code=ErrorCode.BAD_FORM, message="is blank", id="c-000001", field="text"),
        m.Error(code=ErrorCode.BAD_POSE, message="go back", detail="jump", at=(0.0, 0.0, 1.0)),
        m.Goodbye(code=1012, message="the server restarts", retry_after=1.5),
        m.StateChunk(part=0, of=2, data='{"room":"'),
    ]


def messages() -> dict[str, Any]:
    about = (
        "`client`: messages that parse. `malformed`: texts (or `hex` bytes, or `repeat` said "
        "`count` times) with the error's `code` and `field`; `hello` marks those said before the "
        "hello. `server`: messages as the server encodes them, `text` byte for byte. `state`: a "
        "fresh state and the chunk texts that bring it (S-2)."
    )
    state = m.RoomState(
        room="lobby",
        epoch="e1",
        seq=9,
        locked=False,
        members=[
            m.MemberView(member="m_1", slot=0, role=Role.VISITOR, name="芽衣", avatar=1, away=False)
        ],
        exhibits=[
            m.ExhibitView(
                exhibit="card", index=0, holder=None, rotation=(0.0, 0.0, 0.0, 1.0), hotspot=None
            )
        ],
        chat=[
            m.ChatView(
                seq=n, at=1_790_000_000_000 + n, member="m_1", name="芽衣", text='\\"你好👋\n' * 70
            )
            for n in range(12)
        ],
    )
    return {
        "about": about,
        "client": good_messages(),
        "malformed": list(malformed_messages()),
        "server": [
            {"message": json.loads(codec.encode(message)), "text": codec.encode(message).decode()}
            for message in server_messages()
        ],
        "state": {
            "state": json.loads(codec.encode(state)),
            "chunks": [chunk.decode() for chunk in codec.state_chunks(state)],
        },
    }


def documents() -> dict[str, str]:
    """File names and their text."""
    made = {"records.json": records(), "frames.json": frames(), "messages.json": messages()}
    return {name: json.dumps(document, indent=1) + "\n" for name, document in made.items()}


def main(arguments: list[str]) -> int:
    stale = [
        name
        for name, text in documents().items()
        if not (HERE / name).exists() or (HERE / name).read_text() != text
    ]
    if "--check" in arguments:
        print("\n".join(f"{name} is not what make.py makes" for name in stale))
        return 1 if stale else 0
    for name in stale:
        (HERE / name).write_text(documents()[name])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
