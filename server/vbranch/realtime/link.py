"""A link: one WebSocket connection as the hub sees it, whatever carries it.

The hub pulls what came (``receive``, 60 times a second), queues what goes and says ``flush`` once,
so that everything of one drain leaves in one write. How sockets are read and written is the
transport's affair: ``asyncio_link`` waits for the event loop, another may poll at the tick.
"""

from collections.abc import Sequence
from typing import NewType, Protocol

from websockets.frames import Frame, Opcode

Wire = NewType("Wire", bytes)
"""A message with its RFC 6455 frame header, ready for any link. Made once, sent to many."""


def text_wire(payload: bytes) -> Wire:
    """A text message; ``payload`` is UTF-8."""
    return Wire(Frame(Opcode.TEXT, payload).serialize(mask=False))


def binary_wire(payload: bytes) -> Wire:
    """A binary message."""
    return Wire(Frame(Opcode.BINARY, payload).serialize(mask=False))


class Link(Protocol):
    """One connection. No method waits or raises: on a closed link sending does nothing."""

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

    @property
    def received(self) -> int:
        """Bytes that came since the link began."""

    @property
    def sent(self) -> int:
        """Bytes handed to the transport since the link began."""

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
