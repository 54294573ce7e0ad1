"""Frames that break RFC 6455 or T-4 are closed with the right code at once; what is merely odd is
understood. Each comes from a member of the room, from whom poses are read by the shortest way."""

import asyncio
import itertools
import struct
from collections.abc import AsyncIterator
from typing import Any, Final

import aiohttp
import numpy as np
import pytest
from branch_process import BOT_KEY, BranchProcess
from bystanders import Bystanders
from raw_socket import Raw, frame, text
from visitor import Browser, Enter, Visitor
from websockets.frames import Opcode

from vbranch.protocol.constants import MAX_FRAGMENTS, FrameKind
from vbranch.protocol.poses import DesktopPoses, Quantiser, pack_desktop

pytestmark = pytest.mark.usefixtures("released")

CARD: Final = "welcome-card"
POSE: Final = b"\x02" + bytes(15)
"""As long as a screen member's pose, and of its kind."""
AT_ONCE_S: Final = 4.0
"""Far below every deadline of the protocol: whoever needs longer has waited for one."""

CONT, TEXT, BINARY = Opcode.CONT, Opcode.TEXT, Opcode.BINARY
CLOSE, PING, PONG = Opcode.CLOSE, Opcode.PING, Opcode.PONG
OPEN_TEXT: Final = frame(TEXT, b"{", fin=False)

BROKEN: Final[dict[str, tuple[bytes, int]]] = {
    "an unmasked message": (frame(TEXT, b"{}", masked=False), 1002),
    "an unmasked pose": (frame(BINARY, POSE, masked=False), 1002),
    "an unmasked pose whose mask would fit": (frame(BINARY, POSE + bytes(4), masked=False), 1002),
    "a pose with the first reserved bit": (frame(BINARY, POSE, reserved=4), 1002),
    "a pose with the last reserved bit": (frame(BINARY, POSE, reserved=1), 1002),
    "text with a reserved bit": (frame(TEXT, b"{}", reserved=2), 1002),
    "a reserved opcode": (frame(3, b"{}"), 1002),
    "a reserved opcode as long as a pose": (frame(3, POSE), 1002),
    "a reserved control opcode": (frame(11), 1002),
    "a ping in fragments": (frame(PING, fin=False), 1002),
    "a ping of 126 bytes": (frame(PING, bytes(126)), 1002),
    "a pong of 1 kB": (frame(PONG, bytes(1000)), 1002),
    "a close of one byte": (frame(CLOSE, b"\x03"), 1002),
    "a close with a code for nobody's use": (frame(CLOSE, struct.pack(">H", 1005)), 1002),
    "a close with a reason that is not UTF-8": (
        frame(CLOSE, struct.pack(">H", 1000) + b"\xff"),
        1007,
    ),
    "a continuation of nothing": (frame(CONT, POSE), 1002),
    "a message in a message": (OPEN_TEXT + frame(TEXT, b"}"), 1002),
    "a pose in a message": (OPEN_TEXT + frame(BINARY, POSE), 1002),
    "text that is not UTF-8": (frame(TEXT, b'"\xc3\x28"'), 1007),
    "text that ends within a character": (frame(TEXT, b'"\xe2\x82'), 1007),
    "fragments that are not UTF-8": (OPEN_TEXT + frame(CONT, b"\xff"), 1007),
    "a frame that says it is a terabyte": (
        frame(BINARY, length=struct.pack(">BQ", 127, 1 << 40)),
        1009,
    ),
    "fragments that say they are a terabyte": (
        OPEN_TEXT + frame(CONT, length=struct.pack(">BQ", 127, 1 << 40)),
        1009,
    ),
    "a length beyond the RFC": (frame(BINARY, length=struct.pack(">BQ", 127, 1 << 63)), 1009),
    "300,000 empty continuations": (OPEN_TEXT + frame(CONT, fin=False) * 300_000, 1009),
    "300,000 empty pings": (frame(PING) * 300_000, 1008),
    "300,000 empty pongs": (frame(PONG) * 300_000, 1008),
    "another request": (b"GET / HTTP/1.1\r\nHost: here\r\n\r\n", 1002),
    "a hello of TLS": (bytes.fromhex("160301020001fc0303") + bytes(64), 1002),
    "nothing but zeros": (bytes(4096), 1002),
    "nothing but ones": (b"\xff" * 4096, 1002),
}


@pytest.mark.parametrize(
    ("data", "code"), BROKEN.values(), ids=[name.replace(" ", "-") for name in BROKEN]
)
async def test_what_breaks_the_rules_is_closed_at_once(
    branch: BranchProcess, http: aiohttp.ClientSession, data: bytes, code: int
) -> None:
    rogue = await Raw.enter(await Browser.open(branch.url, http, BOT_KEY))
    rogue.pour([data])
    assert await rogue.told(AT_ONCE_S) == code
    await rogue.reset()


async def test_nobody_else_notices(
    branch: BranchProcess, http: aiohttp.ClientSession, bystanders: Bystanders
) -> None:
    """All of it at the same time, from members of a room in which others walk and talk."""

    async def break_in(data: bytes, code: int) -> None:
        rogue = await Raw.enter(await Browser.open(branch.url, http, BOT_KEY))
        rogue.pour([data])
        assert await rogue.told() == code
        await rogue.reset()

    await asyncio.gather(*(break_in(data, code) for data, code in BROKEN.values()))


async def test_a_pose_within_a_message_breaks_the_rules_in_a_later_drain_too(
    branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    rogue = await Raw.enter(await Browser.open(branch.url, http, BOT_KEY))
    await rogue.send(OPEN_TEXT)
    await asyncio.sleep(0.1)  # some drains; if it is shorter the test proves less
    await rogue.send(frame(BINARY, POSE))
    assert await rogue.told(AT_ONCE_S) == 1002
    await rogue.reset()


async def test_a_payload_that_looks_like_a_pose_is_a_payload(
    branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    """The bytes of one message in three pieces, of which the middle one is a pose's frame."""
    rogue = await Raw.enter(await Browser.open(branch.url, http, BOT_KEY))
    wire = frame(BINARY, bytes(100))
    for data in (wire[:40], frame(BINARY, POSE), wire[62:]):
        await rogue.send(data)
        await asyncio.sleep(0.1)
    await rogue.until(lambda: error_codes(rogue), "an error")
    assert error_codes(rogue) == ["bad_frame"], "one message of 100 bytes, and nothing else"
    await rogue.hang_up()


async def test_before_the_hello_the_rules_are_the_same(branch: BranchProcess) -> None:
    for name, (data, code) in BROKEN.items():
        stranger = await Raw.dial(branch.url)
        stranger.pour([data])
        assert await stranger.told(AT_ONCE_S) == code, name
        await stranger.reset()


async def test_who_does_not_hang_up_is_hung_up_on(
    branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    """Neither an answer to the close frame nor an end of the bytes: the deadline drops both."""
    idle, busy = [await Raw.enter(await Browser.open(branch.url, http, BOT_KEY)) for _ in range(2)]
    for rogue in (idle, busy):
        await rogue.send(frame(3))
    busy.pour(itertools.repeat(frame(BINARY, POSE)), pause=0.01)
    for rogue in (idle, busy):
        assert await rogue.told(AT_ONCE_S) == 1002
    await busy.poured()  # ends with the reset that the server sends


ENDS: Final = {
    "between frames": b"",
    "in a header": frame(TEXT, b"{}")[:3],
    "in a pose": frame(BINARY, POSE)[:-1],
    "in a long frame": frame(TEXT, bytes(8000))[:6000],
    "in a message": OPEN_TEXT,
}


@pytest.mark.parametrize("reset", [False, True], ids=["FIN", "RST"])
async def test_whoever_ends_anywhere_is_gone(
    branch: BranchProcess, http: aiohttp.ClientSession, enter: Enter, reset: bool
) -> None:
    """What was whole before counts; the member is away at once, and nothing waits for the rest."""
    witness = await enter(branch.url, "Witness", bot=True)
    browsers = [await Browser.open(branch.url, http, BOT_KEY) for _ in ENDS]
    held = branch.descriptors()
    for browser, (name, begun) in zip(browsers, ENDS.items(), strict=True):
        rogue = await Raw.enter(browser)
        member, words = rogue.welcome["you"]["member"], f"the last words, {name}"
        await rogue.send(text(type="chat", id="last-words", text=words) + begun)
        if reset:  # the kernel throws away what was not read yet
            await rogue.until(lambda r=rogue: acks(r), "the ack")
            await rogue.reset()
        else:
            rogue.finish()
            await rogue.ended(AT_ONCE_S)
            await rogue.hang_up()
        gone = ("away", member)
        await witness.until(
            lambda m=gone: m in [(e["kind"], e["member"]) for e in witness.entries], "the loss"
        )
        assert words in [spoken for _, spoken in witness.chats()], name
        async with asyncio.timeout(AT_ONCE_S):
            while branch.descriptors() > held:  # noqa: ASYNC110, another process
                await asyncio.sleep(0.02)


class Screen:
    """Somebody at a screen whose poses are built by hand, and a witness who sees where they are."""

    def __init__(self, raw: Raw, witness: Visitor) -> None:
        self.raw = raw
        self._witness = witness
        self._slot = int(raw.welcome["you"]["slot"])
        bounds = raw.welcome["bounds"]
        self._quantiser = Quantiser((tuple(bounds["min"]), tuple(bounds["max"])))
        self._numbers = itertools.count(1)
        self._turns = itertools.count(1)

    def pose(self) -> tuple[bytes, bytes]:
        """The next message, and the record that others will get."""
        yaw = 0.01 * (next(self._turns) % 600)
        pose = DesktopPoses([self._slot], [self.raw.welcome["place"]["position"]], [yaw])
        record = pack_desktop(pose, self._quantiser)[0].tobytes()
        head = struct.pack("<BBH", FrameKind.POSE_DESKTOP, 0, next(self._numbers))
        return head + record, record

    async def seen(self, record: bytes) -> None:
        def is_seen() -> bool:
            seen = self._witness.records.get(self._slot)
            return seen is not None and seen.tobytes() == record

        await self._witness.until(is_seen, "the pose")


@pytest.fixture
async def screen(
    branch: BranchProcess, http: aiohttp.ClientSession, enter: Enter
) -> AsyncIterator[Screen]:
    witness = await enter(branch.url, "Witness", bot=True)
    raw = await Raw.enter(await Browser.open(branch.url, http, BOT_KEY), "Screen")
    yield Screen(raw, witness)
    await raw.hang_up()


async def test_a_pose_in_two_pieces_is_a_pose(screen: Screen) -> None:
    """Cut at each byte; the pieces come in different drains."""
    size = len(frame(BINARY, screen.pose()[0]))
    for cut in range(1, size):
        message, record = screen.pose()
        wire = frame(BINARY, message)
        await screen.raw.send(wire[:cut])
        await asyncio.sleep(0.02)  # longer than a drain; if it is shorter the test proves less
        await screen.raw.send(wire[cut:])
        await screen.seen(record)
    assert screen.raw.code is None


async def test_a_frame_byte_by_byte_is_a_frame(screen: Screen) -> None:
    """A slow but honest sender: the command of some 200 bytes is acknowledged."""
    wire = text(type="chat", id="slow-chat-1", text="x" * 150)
    assert len(wire) > 200
    for byte in wire:
        await screen.raw.send(bytes([byte]))
        await asyncio.sleep(0.005)
    await screen.raw.until(lambda: acks(screen.raw), "the ack")
    assert acks(screen.raw)["slow-chat-1"]["outcome"] == "accepted"


async def test_what_comes_in_one_packet_is_taken_in_order(screen: Screen) -> None:
    """Poses, commands and control frames mixed, with half a pose at the end."""
    (first, _), (second, _), (last, record) = (screen.pose() for _ in range(3))
    wires = [
        frame(BINARY, first),
        text(type="exhibit.hotspot", id="packet-1", exhibit=CARD, hotspot="chip"),
        frame(BINARY, second),
        frame(PING, b"are you there?"),
        text(type="exhibit.hotspot", id="packet-2", exhibit=CARD, hotspot=None),
        frame(BINARY, last),
    ]
    packet = b"".join(wires)
    await screen.raw.send(packet[:-9])
    await asyncio.sleep(0.02)
    await screen.raw.send(packet[-9:])
    await screen.seen(record)
    await screen.raw.until(lambda: len(acks(screen.raw)) == 2, "both acks")
    seqs = [acks(screen.raw)[name]["seq"] for name in ("packet-1", "packet-2")]
    assert seqs == sorted(seqs)
    pongs = [f.data for f in screen.raw.frames if f.opcode is PONG]
    assert pongs == [b"are you there?"]


@pytest.mark.parametrize("form", ["two fragments", "many fragments", "two bytes", "eight bytes"])
async def test_a_pose_in_an_odd_form_is_a_pose(screen: Screen, form: str) -> None:
    """Fragments (T-4), a ping between them, and lengths written longer than they need be."""
    message, record = screen.pose()
    pieces = [message[i : i + 1] for i in range(len(message))]
    wire = {
        "two fragments": frame(BINARY, message[:4], fin=False)
        + frame(PING, b"between")
        + frame(CONT, message[4:]),
        "many fragments": frame(BINARY, fin=False)
        + b"".join(frame(CONT, piece, fin=False) for piece in pieces)
        + frame(CONT),
        "two bytes": frame(BINARY, message, length=struct.pack(">BH", 126, len(message))),
        "eight bytes": frame(BINARY, message, length=struct.pack(">BQ", 127, len(message))),
    }[form]
    await screen.raw.send(wire)
    await screen.seen(record)
    plain, record = screen.pose()
    await screen.raw.send(frame(BINARY, plain))
    await screen.seen(record)
    assert screen.raw.code is None


@pytest.mark.parametrize("number", [2, 10, 60])
async def test_the_newest_of_many_poses_in_a_packet_counts(screen: Screen, number: int) -> None:
    poses = [screen.pose() for _ in range(number)]
    await screen.raw.send(b"".join(frame(BINARY, message) for message, _ in poses))
    await screen.seen(poses[-1][1])
    await screen.raw.send(text(type="chat", id="still-here-1", text="and I am still here"))
    await screen.raw.until(lambda: acks(screen.raw), "the ack")
    assert not [m for m in screen.raw.messages if m["type"] == "error"]


LIMIT: Final = 16 * 1024


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("fragments", [1, 2, MAX_FRAGMENTS])
async def test_a_message_is_at_most_16_kib(
    branch: BranchProcess, http: aiohttp.ClientSession, opcode: Opcode, fragments: int
) -> None:
    """T-4, in one frame and in fragments: the last byte that is too many decides."""
    rogue = await Raw.enter(await Browser.open(branch.url, http, BOT_KEY))
    await rogue.send(message_of(LIMIT, opcode, fragments))
    await rogue.until(lambda: error_codes(rogue), "an error, not a close")
    assert error_codes(rogue) == ["bad_json" if opcode is TEXT else "bad_frame"]
    rogue.pour([message_of(LIMIT + 1, opcode, fragments)])
    assert await rogue.told(AT_ONCE_S) == 1009
    await rogue.reset()


def message_of(size: int, opcode: Opcode, fragments: int) -> bytes:
    cuts = np.linspace(0, size, fragments + 1).astype(int).tolist()
    sizes = [b - a for a, b in itertools.pairwise(cuts)]
    wires = [
        frame(opcode if n == 0 else CONT, b"x" * part, fin=n == fragments - 1)
        for n, part in enumerate(sizes)
    ]
    return b"".join(wires)


def acks(raw: Raw) -> dict[str, dict[str, Any]]:
    return {m["id"]: m for m in raw.messages if m["type"] == "ack"}


def error_codes(raw: Raw) -> list[str]:
    return [m["code"] for m in raw.messages if m["type"] == "error"]
