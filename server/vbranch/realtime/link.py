"""A link: one WebSocket connection as the hub sees it, whatever carries it.

The hub pulls what came (``receive``), queues what goes and says ``flush`` once, so that everything
of one drain leaves in one write. A link ``stir``s when there is something to do about it, so that
those who are silent cost nothing. How sockets are read and written is the transport's affair:
``tick_link`` polls them at the drain, ``asyncio_link`` waits for the event loop.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NewType, Protocol

import numpy as np
from numpy.typing import NDArray
from websockets.frames import Frame, Opcode

from vbranch.protocol.constants import MAX_FRAGMENTS, MAX_MESSAGE_BYTES
from vbranch.protocol.rotations import Words

Wire = NewType("Wire", bytes)
"""A message with its RFC 6455 frame header, ready for any link. Made once, sent to many."""

Slots = NDArray[np.intp]

FIN_BINARY: Final = 0x82
"""A whole binary message: FIN and its opcode."""
_SHORT: Final = 126  # from this length on two bytes follow that say it
_MEDIUM: Final = 1 << 16  # and from this on eight


def text_wire(payload: bytes) -> Wire:
    """A text message; ``payload`` is UTF-8."""
    return Wire(Frame(Opcode.TEXT, payload).serialize(mask=False))


def binary_head(size: int) -> bytes:
    """The header of a binary message of so many bytes (RFC 6455, 5.2). Made at every tick, where a
    library's frame costs more than all that is in it."""
    if size < _SHORT:
        return bytes((FIN_BINARY, size))
    if size < _MEDIUM:
        return bytes((FIN_BINARY, _SHORT)) + size.to_bytes(2, "big")
    return bytes((FIN_BINARY, _SHORT + 1)) + size.to_bytes(8, "big")


def binary_wire(payload: bytes) -> Wire:
    """A binary message."""
    return Wire(binary_head(len(payload)) + payload)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a client may send in one message (T-4)."""

    message: int = MAX_MESSAGE_BYTES
    fragments: int = MAX_FRAGMENTS


@dataclass(slots=True)
class Traffic:
    """Bytes of all links of a server since its start, frame headers included."""

    received: int = 0
    sent: int = 0


class PoseInbox(Protocol):
    """Where a room takes the poses that came by the short way."""

    def put_all(self, slots: Slots, frames: Words) -> None:
        """Whole pose frames ``(n, 7)`` of these members, in order, since of a member the last
        counts; a screen member's frame has four words that mean something (PROTOCOL.md P)."""

    def too_fast(self, slot: int, poses: int, now: float) -> None:
        """So many poses of the member were dropped because they were too many (L-2)."""


class Link(Protocol):
    """One connection. No method waits or raises: on a closed link sending does nothing."""

    stir: Callable[["Link"], object]
    """Called with the link when messages came, when something is queued, and when it closes."""

    ready: bool
    """Open, and nothing waits to be written: the plane may write to it at once."""

    berth: int
    """Its place in the plane, never another link's; -1 on another transport, which is never
    ``ready`` in this sense."""

    @property
    def closed(self) -> bool:
        """Nothing can be sent any more: closing has begun on either side, or the peer is lost."""

    @property
    def gone(self) -> bool:
        """The transport is released; nothing of this link is left to look after."""

    @property
    def code(self) -> int | None:
        """The close code that was sent or received; 1006 for a lost peer; None while open."""

    @property
    def behind(self) -> bool:
        """Something waits because the reader has not taken what was sent before."""

    @property
    def queued(self) -> int:
        """Bytes that wait in the reliable queue and count towards its limit (L-1)."""

    def receive(self) -> Sequence[str | bytes]:
        """What came since the last call, in order; also what came before a close."""

    def send_reliable(self, wire: Wire, *, counted: bool = True) -> None:
        """Queue what must arrive, in order. Uncounted is the fresh state (S-2)."""

    def send_tick(self, wire: Wire, entries: Wire | None) -> None:
        """Offer this tick's frame (F-4).

        A reader who keeps up gets ``wire``. For one who is behind, poses are latest-wins: at most
        one pose frame waits and the next replaces it. ``entries`` are the entries of the frame as a
        frame without records, which is queued instead of it; None when it carries none.
        """

    def flush(self) -> None:
        """Write what is queued, as far as the reader takes it."""

    def close(self, code: int, reason: str) -> None:
        """Send what is queued, then the close frame; waits a short while for the peer's answer."""

    def tend(self, now: float) -> None:
        """Keep time: pings, silence (T-6), stall (L-1), end of closing. About twice a second.

        ``now`` is monotonic, in seconds.
        """

    def abort(self) -> None:
        """Drop the connection at once."""

    def route(self, inbox: PoseInbox, slot: int, allowance: int) -> None:
        """Whole pose frames may go straight to that inbox from now on, if the transport has a short
        way; ``allowance`` is the row of the connection in the pose limits."""

    def unroute(self) -> None:
        """No short way any more: everything comes through ``receive``."""
