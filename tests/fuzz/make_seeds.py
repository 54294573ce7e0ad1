"""Writes the seeds that were thought of: one of each kind of thing that the targets understand.

``python tests/fuzz/make_seeds.py``; what the fuzzer has found lies beside them.
"""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).with_name("seeds")
MASK = b"\x5a\x00\xff\x21"
DRAIN, TICK = 0, 0x8000

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def frame(opcode: int, payload: bytes = b"", fin: bool = True, reserved: int = 0) -> bytes:
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else struct.pack(">BH", 0xFE, size)
    masked = bytes(b ^ MASK[n % 4] for n, b in enumerate(payload))
    return bytes([fin << 7 | reserved << 4 | opcode]) + length + MASK + masked


def piece(data: bytes, after: int = TICK) -> bytes:
    return struct.pack("<H", len(data) - 1 | after) + data


def screen(seq: int) -> bytes:
    return frame(BINARY, struct.pack("<BBH3I", 2, 0, seq, 5, 7, 9))


def headset(seq: int) -> bytes:
    return frame(BINARY, struct.pack("<BBH6I", 3, 0, seq, 5, 7, 9, 0, 0, 0))


def frames() -> Mapping[str, bytes]:
    chat = frame(TEXT, b'{"type":"chat","id":"command-1","text":"hi"}')
    pose = screen(4)
    return {
        "poses": b"".join(piece(screen(n)) for n in range(3)),
        "headset": piece(headset(1), DRAIN) + piece(headset(2)),
        "packet": piece(screen(1) + screen(2) + screen(3)) + piece(screen(4)),
        "mixed": piece(screen(1) + headset(2)) + piece(headset(3) + chat + screen(4)),
        "newer-the-long-way": piece(screen(1), DRAIN) + piece(screen(2) + chat) + piece(screen(3)),
        "in-pieces": piece(pose[:1]) + piece(pose[1:9]) + piece(pose[9:] + screen(5)),
        "fragments": piece(frame(TEXT, b"a", fin=False) + frame(CONT, b"b", fin=False))
        + piece(frame(PING, b"?") + frame(CONT, b"c"))
        + piece(screen(1)),
        "pose-in-fragments": piece(frame(BINARY, b"\x02" + bytes(7), fin=False), DRAIN)
        + piece(frame(CONT, bytes(8)))
        + piece(screen(9)),
        "pose-within-a-message": piece(frame(TEXT, b"a", fin=False)) + piece(screen(1)),
        "pose-within-a-payload": piece(frame(TEXT, bytes(99))[:50]) + piece(screen(1)),
        "too-many-fragments": piece(frame(TEXT, fin=False) + frame(CONT, fin=False) * 9),
        "too-long": piece(frame(BINARY, bytes(301))),
        "longest": piece(frame(BINARY, bytes(300))) + piece(screen(1)),
        "controls": piece(frame(PING, bytes(125)) + frame(PONG) + frame(PING)),
        "many-controls": piece(frame(PING) * 70),
        "close": piece(screen(1) + frame(CLOSE, struct.pack(">H", 1000) + b"bye")),
        "empty-close": piece(frame(CLOSE)) + piece(screen(1)),
        "reserved": piece(frame(BINARY, bytes([2]) + bytes(15), reserved=4)),
        "unmasked": piece(b"\x82\x10\x02" + bytes(15)),
        "opcode": piece(frame(3, bytes(16))),
        "not-utf-8": piece(frame(TEXT, b"\xff")),
        "wrong-kind": piece(frame(BINARY, b"\x03" + bytes(15))) + piece(screen(1)),
        "held": piece(frame(BINARY, b"\x04" + bytes(19))) + piece(screen(1)),
        "long-lengths": piece(struct.pack(">BBH", 0x82, 0xFE, 16) + MASK + bytes(16))
        + piece(struct.pack(">BBQ", 0x82, 0xFF, 16) + MASK + bytes(16))
        + piece(screen(1)),
        "terabyte": piece(struct.pack(">BBQ", 0x82, 0xFF, 1 << 40) + MASK),
        "request": piece(b"GET /ws HTTP/1.1\r\n\r\n"),
    }


LIKELY, RAW, STEP, PACK, ENTER, LEAVE, HOLD, ASIDE = 0, 3, 4, 6, 7, 8, 9, 10
SCREEN, HEADSET, HELD = 0, 1, 2
RIGHT = 4 | 8 | 16


def enter(slot: int) -> bytes:
    return bytes([ENTER, slot, 10, 10, 0])


def likely(slot: int, kind: int, words: bytes, right: int = RIGHT) -> bytes:
    """``right`` modulo 3 names the kind; see ``fuzz_crowd``."""
    mark = next(m for m in range(right, 256, 32) if m % 3 == kind)
    return bytes([LIKELY, slot, mark]) + words + (b"" if kind == HELD else b"\xaa")


def place(x: int, y: int, z: int, jump: int = 0) -> bytes:
    """Words 0 and 1 of a record (PROTOCOL.md P-4)."""
    return struct.pack("<II", x << 13 | (y & 31) << 27, z | (y >> 5) << 14 | jump << 29)


def crowd() -> Mapping[str, bytes]:
    tick = bytes([STEP, 5, PACK, 0])
    identity = 3 | 256 << 2 | 256 << 11 | 256 << 20
    walk = b"".join(
        likely(1, SCREEN, place(2000 + 20 * n, 50, 1500) + bytes(4)) + tick for n in range(5)
    )
    head = place(2000, 210, 1500) + struct.pack("<I", identity) + bytes(12)

    def vr(left: int, right: int, hands: int, turn: int = identity, word1: int = 0) -> bytes:
        """Words 2 to 5 as they are given, and what of the right hand is in word 1."""
        x, y = struct.unpack("<II", place(2000, 210, 1500))
        words = struct.pack("<6I", x, y | word1, turn, left, right, hands)
        return likely(2, HEADSET, words, right=4 | 8) + tick

    both = (1 << 30 | 1 << 29 | identity, identity | 4 << 29, 0x80808080, identity, 0x80 << 19)
    return {
        "hands": enter(2) + vr(*both) + vr(0, 0, 0) + vr(*both) + vr(1 << 31, 0, 0),
        "hand-without-a-place": enter(2) + vr(*both) + vr(*both[:2], 0x00808080, *both[3:]),
        "place-without-a-hand": enter(2) + vr(0, 0, 0x80) + vr(0, 1 << 29, 0) + vr(0, 5, 0),
        "spun": enter(2)
        + vr(0, 0, 0, turn=(1 << 29) - 1)
        + vr(0, 0, 0, turn=0)
        + vr(1 << 29, 0, 0x808080)
        + vr(0, 0, 0, turn=3 | 510 << 2 | 430 << 11 | 256 << 20)
        + vr(0, 0, 0, turn=3 | 511 << 2 | 511 << 11 | 256 << 20)
        + vr(0, 0, 0, turn=3 | 511 << 2 | 511 << 11 | 200 << 20),
        "walk": enter(1) + bytes([PACK, 2]) + walk,
        "run": enter(0) + likely(0, SCREEN, place(0, 50, 0) + bytes(4)) + tick * 4,
        "headset": enter(2) + likely(2, HEADSET, head) + tick + bytes([PACK, 255]),
        "jump": enter(3)
        + likely(3, SCREEN, place(2000, 50, 1500) + bytes(4))
        + b"".join(
            likely(3, SCREEN, place(2500, 50, 1200, n % 8) + bytes(4)) + tick for n in range(1, 6)
        ),
        "no-floor": enter(3)
        + likely(3, SCREEN, place(2000, 50, 1500) + bytes(4))
        + tick
        + likely(3, SCREEN, place(100, 50, 100, 1) + bytes(4))
        + tick,
        "rim": enter(1)
        + b"".join(
            likely(1, SCREEN, place(*at) + bytes(4)) + tick
            for at in ((4000, 650, 3000), (4001, 0, 0), (0, 651, 0), (0, 0, 3001), (0, 0, 0))
        ),
        "stale": enter(1)
        + b"".join(
            likely(1, SCREEN, place(2000, 50, 1500) + bytes(4) + bytes([seq]), right=8 | 16) + tick
            for seq in (5, 5, 3, 200, 0, 201)
        ),
        "grow": b"".join(enter(n) for n in range(8)) + tick,
        "held": enter(1)
        + bytes([HOLD, 0, 1])
        + likely(1, HELD, struct.pack("<4I", 0, 0x80200803, 0, 0))
        + tick
        + bytes([LEAVE, 1])
        + tick,
        "carried": enter(1)
        + enter(2)
        + bytes([HOLD, 0, 1])
        + likely(1, HELD, struct.pack("<4I", 1 << 29, 0x80200803, 140, 120), right=RIGHT | 1)
        + tick
        + likely(1, HELD, struct.pack("<4I", 1 << 29, 0x80200803, 1, 511 << 18), right=RIGHT)
        + tick
        + likely(1, HELD, struct.pack("<4I", 1 << 29, 0x80200803, 50_000, 0), right=RIGHT)
        + tick
        + bytes([HOLD, 0, 2, PACK, 255, HOLD, 0, 2])
        + likely(2, HELD, struct.pack("<4I", 0, 0x80200803, 0, 0))
        + tick,
        "aside": enter(1)
        + enter(2)
        + walk
        + bytes([HOLD, 0, 1, ASIDE, 1])
        + walk
        + bytes([RAW, 1, 8, 5, 0, 1, 0, 1, 32, 0, 0, STEP, 5, PACK, 255, ASIDE, 1])
        + walk,
        "raw": enter(1) + bytes([RAW, 1, 16, 2]) + bytes(16) + tick + bytes([RAW, 1, 28, 3]),
        "return": enter(1) + walk + enter(1) + walk,
    }


def messages() -> Mapping[str, bytes]:
    cases: list[Mapping[str, Any]] = [
        {"type": "join", "ticket": "0123456789abcdef", "name": "Zoë", "avatar": 3},
        {"type": "resume", "token": "0123456789abcdef"},
        {
            "type": "resume",
            "token": "0123456789abcdef",
            "pose": {"position": [1.0, 0.0, -2.5], "yaw": 0.5},
        },
        {"type": "leave", "id": "command-1"},
        {"type": "enter", "id": "command-1", "room": "lobby-east"},
        {"type": "chat", "id": "command-1", "text": "你好 😀"},
        {"type": "exhibit.take", "id": "command-1", "exhibit": "card"},
        {
            "type": "exhibit.settle",
            "id": "command-1",
            "exhibit": "card",
            "rotation": [0, 0.6, 0, 0.8],
        },
        {
            "type": "exhibit.release",
            "id": "command-1",
            "exhibit": "card",
            "rotation": [0.0, 0.0, 0.0, 1.0],
        },
        {"type": "exhibit.hotspot", "id": "command-1", "exhibit": "card", "hotspot": None},
        {"type": "room.lock", "id": "command-1", "locked": True, "reason": "safety"},
        {"type": "sudo", "id": "command-1"},
        {"type": "member.ban", "id": "command-1", "member": "m", "seconds": 60, "network": True}
        | {"reason": "spam", "text": "again"},
        {"type": "member.invite", "id": "command-1", "member": "m", "place": [1, 0, 2]},
        {"type": "staff.call", "id": "command-1", "topic": "loan"},
    ]
    found = {f"{n:02d}-{case['type']}": json.dumps(case).encode() for n, case in enumerate(cases)}
    return found | {
        "deep": b'{"a":' * 120,
        "deep-list": b"[" * 400,
        "surrogate": b'{"type":"chat","id":"command-1","text":"a\\ud800b"}',
        "nan": b'{"type":"exhibit.settle","id":"command-1","exhibit":"card",'
        b'"rotation":[NaN,0,1e999,true]}',
        "nul": b'{"type":"chat","id":"command-1","text":"a\\u0000b"}',
        "turned": b'{"type":"chat","id":"command-1","text":"a\\u202eb"}',
        "extra": b'{"type":"leave","id":"command-1","role":"staff"}',
        "twice": b'{"type":"leave","type":"chat","id":"command-1","text":"x"}',
        "long-type": b'{"type":"%b","id":"command-1"}' % (b"sudo" * 130),
        "long-text": b'{"type":"chat","id":"command-1","text":"%b"}' % (b"word" * 130),
        "long-key": b'{"type":"leave","id":"command-1","%b":1}' % (b"key" * 150),
        "list": b"[]",
        "no-utf-8": b"\xff{}",
    }


def main() -> None:
    for target in (frames, crowd, messages):
        folder = SEEDS / target.__name__
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in target().items():
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
