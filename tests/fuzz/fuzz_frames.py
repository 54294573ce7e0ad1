"""Bytes of a connection: the plane's short way, the long way, and any cutting say the same.

The input is a sequence of pieces as they arrive, one a drain. Before each stand two bytes, little-
endian: its length, and in the highest bit whether the drain is followed by a tick. One connection
goes through ``Plane`` and ``TickLink``, whose pose frames may take the short way; its twin goes
through ``Framing`` alone, and a third one gets its bytes one at a time. At each tick they must have
understood the same. The bounds are small, so that the fuzzer gets to them.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from vbranch.access.bucket_table import Counts, Mask, Rows
from vbranch.protocol.constants import FrameKind
from vbranch.protocol.rotations import Words
from vbranch.realtime.allowance import PoseLimits, Rate
from vbranch.realtime.framing import Framing
from vbranch.realtime.link import Bounds, Slots, Traffic
from vbranch.realtime.plane import Plane

BOUNDS: Final = Bounds(message=300, fragments=6)
MOST_AT_ONCE: Final = 4096
"""Less than a tick link reads in one drain, so that a piece is read whole."""
SLOT: Final = 5
KINDS: Final = {16: FrameKind.POSE_DESKTOP, 28: FrameKind.POSE_VR}


def pieces(data: bytes) -> Iterator[tuple[bytes, bool]]:
    while len(data) > 2:
        head = int.from_bytes(data[:2], "little")
        size = head % MOST_AT_ONCE + 1
        yield data[2 : 2 + size], head >= 0x8000
        data = data[2 + size :]


@dataclass
class Heard:
    """How many poses and the last of them (it alone counts), how many messages as long as poses
    that are none, all other messages in order, what was answered, and the close code."""

    poses: int = 0
    last: bytes = b""
    misfits: int = 0
    others: list[str | bytes] = field(default_factory=list)
    answers: bytes = b""
    code: int | None = None

    def note(self, messages: list[str | bytes]) -> None:
        for message in messages:
            assert len(message) <= BOUNDS.message
            if isinstance(message, str) or len(message) not in KINDS:
                self.others.append(message)
            elif message[0] == KINDS[len(message)]:
                self.poses, self.last = self.poses + 1, message
            else:
                self.misfits += 1


class LongWay:
    def __init__(self) -> None:
        self.heard = Heard()
        self._framing = Framing(BOUNDS)

    def feed(self, piece: bytes) -> None:
        self._framing.feed(piece)
        self._note()

    def end(self) -> None:
        self._framing.feed_eof()
        self._note()

    def _note(self) -> None:
        self.heard.note(self._framing.take())
        self.heard.answers += b"".join(self._framing.answers)
        self._framing.answers.clear()
        self.heard.code = self._framing.code


class Unlimited(PoseLimits):
    """Counts the poses that it is asked about and allows them all."""

    def __init__(self) -> None:
        super().__init__(Rate(1, 1))
        self.heard = Heard()

    def take_all(
        self, rows: Rows, poses: Counts | None, now: float, most: int | None = None
    ) -> Mask | None:
        self.heard.poses += len(rows) if poses is None else int(poses.sum())
        return None


class Inbox:
    """Where the short way ends."""

    def __init__(self) -> None:
        self.heard = Heard()

    def put_all(self, slots: Slots, frames: Words) -> None:
        assert set(slots.tolist()) == {SLOT}
        whole = frames[-1].astype("<u4").tobytes()
        self.heard.last = next(whole[:size] for size, kind in KINDS.items() if whole[0] == kind)

    def too_fast(self, slot: int, poses: int, now: float) -> None:
        raise AssertionError("nothing is limited here")


LIMITS: Final = Unlimited()
INBOX: Final = Inbox()
TRAFFIC: Final = Traffic()
PLANE: Final = Plane(LIMITS, TRAFFIC)
ALLOWANCE: Final = LIMITS.open(Rate(1, 1), None, 0.0)


class ShortWay:
    def __init__(self) -> None:
        self.heard = LIMITS.heard = INBOX.heard = Heard()
        server, self._client = socket.socketpair()
        self._client.setblocking(False)
        self._link = PLANE.adopt(server, BOUNDS)
        self._link.route(INBOX, SLOT, ALLOWANCE)

    def feed(self, piece: bytes) -> None:
        assert self._client.send(piece) == len(piece)
        self._drain()

    def end(self) -> None:
        self._client.shutdown(socket.SHUT_WR)
        self._drain()

    def close(self) -> None:
        self._link.abort()
        self._client.close()

    def tick(self) -> None:
        PLANE.deliver(0.0)
        self._note()

    def _drain(self) -> None:
        before = -1
        while before != TRAFFIC.received:
            before = TRAFFIC.received
            PLANE.drain(0.0)
            self._note()

    def _note(self) -> None:
        self.heard.note(list(self._link.receive()))
        self._link.flush()
        self.heard.code = self._link.code
        try:
            while said := self._client.recv(65536):
                self.heard.answers += said
        except OSError:
            pass


def run(data: bytes) -> None:
    short, long, bytewise = ShortWay(), LongWay(), LongWay()
    try:
        for piece, tick in pieces(data):
            short.feed(piece)
            long.feed(piece)
            for byte in piece:
                if bytewise.heard.code is None:
                    bytewise.feed(bytes([byte]))
            _agree_on_cuts(long.heard, bytewise.heard)
            if tick:
                short.tick()
                assert short.heard == long.heard
            if long.heard.code is not None:
                _agree_on_the_end(short.heard, long.heard)
                return
        short.tick()
        assert short.heard == long.heard
        short.end()
        long.end()
        _agree_on_the_end(short.heard, long.heard)
    finally:
        short.close()


def _agree_on_cuts(whole: Heard, bytewise: Heard) -> None:
    """Of two faults in one piece the parser may see the second first; then the codes differ."""
    if whole.code is None:
        assert whole == bytewise
    else:
        assert bytewise.code is not None
        assert replace(whole, code=0, answers=b"") == replace(bytewise, code=0, answers=b"")


def _agree_on_the_end(short: Heard, long: Heard) -> None:
    """What a connection said with its last breath is of no use to the room, if it was a pose."""
    assert (short.others, short.answers, short.code) == (long.others, long.answers, long.code)
