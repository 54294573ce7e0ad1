"""Cases of binary frames, good, malformed and faulty; ``make.py`` writes ``frames.json``."""

import json
from typing import Any

import numpy as np
import staff_cases
from record_cases import DESKTOP, FAR, HELD, IDENTITY, REACTION, VR, all_records, desktop, pack, vr

from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import FrameKind, Role

KINDS = {
    "desktop": FrameKind.POSE_DESKTOP,
    "vr": FrameKind.POSE_VR,
    "held": FrameKind.HELD,
    "reaction": FrameKind.REACTION,
}
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
    m.ChatEntry(seq=8, at=1_790_000_000_050, member="m_1", to="m_2", text="for you alone"),
    m.ExhibitReleased(
        seq=9, at=1_790_000_000_051, member=None, exhibit="card", rotation=(0.0, 0.6, 0.0, 0.8)
    ),
    m.MemberAside(seq=9, at=1_790_000_000_051, member="m_1", on=True),
]


TABLES = {kind: kind for kind in ("vr", "desktop", "far", "held")} | {"reactions": "reaction"}


def table(kind: str, *names: str) -> np.ndarray:
    width = {"far": 2, "desktop": 3, "vr": 6, "held": 4, "reaction": 1}[kind]
    found = {name: pack(kind, fields) for record, name, fields in all_records() if record == kind}
    return np.concatenate([np.empty((0, width), "<u4"), *(found[name] for name in names)])


def ticks() -> list[dict[str, Any]]:
    cases = [
        ("empty", {"tick": 0, "time_ms": 0, "full": False}, {}, []),
        ("wrapped", {"tick": 2**32 - 1, "time_ms": 2**32 - 1, "full": True}, {}, []),
        (
            "slower, full",
            {"tick": 7, "time_ms": 350, "full": True, "pace": 3, "stride": 4},
            {},
            [],
        ),
        (
            "half as often",
            {"tick": 8, "time_ms": 400, "full": False, "pace": 1, "stride": 2},
            {},
            [],
        ),
        ("entries only", {"tick": 9, "time_ms": 450, "full": False}, {}, ENTRIES),
        (
            "entries of staff and of calls",
            {"tick": 10, "time_ms": 500, "full": False},
            {},
            staff_cases.ENTRIES,
        ),
        (
            "everything",
            {"tick": 123456, "time_ms": 987654321, "full": True},
            {
                "far": list(FAR),
                "desktop": list(DESKTOP),
                "vr": list(VR),
                "held": list(HELD),
                "reactions": list(REACTION),
            },
            ENTRIES,
        ),
        (
            "reactions only",
            {"tick": 6, "time_ms": 300, "full": False},
            {"reactions": list(REACTION)},
            [],
        ),
        (
            "one screen member",
            {"tick": 5, "time_ms": 250, "full": False},
            {"desktop": list(DESKTOP)[:1]},
            [],
        ),
    ]
    made = []
    for name, told, names, entries in cases:
        head = {"pace": 0, "stride": 1, **told}
        tables = {part: table(kind, *names.get(part, ())) for part, kind in TABLES.items()}
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
    head = bytearray(bytes.fromhex(next(t["hex"] for t in ticks() if "one" in t["name"])))
    changed = {}
    for name, at, value in (
        ("not a tick frame", 0, 2),
        ("unknown flag", 1, 32),
        ("unknown stride", 1, 24),
        ("more records than bytes", 5, 255),
        ("more reactions than bytes", 10, 1),
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
            "a screen record as a reaction": b"\x05" + good[1:],
            "a screen record as a headset's": b"\x03" + good[1:],
            "a screen record as a held one": b"\x04" + good[1:],
            "a held one without a place": b"\x04" + good[1:12],
            "kind 6": b"\x06" + good[1:8],
            "a reaction of a held one's length": b"\x05" + good[1:] + bytes(4),
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
        of("rotation", "head: three components of the greatest size", head, w2=0x1FFFFFFC),
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
