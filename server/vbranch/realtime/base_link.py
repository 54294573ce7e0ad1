"""What every link does whatever carries it: order, limits, pings, deadlines (F-4, L-1, T-4, T-6).

A transport adds how bytes are read and written (``_pump`` and the other hooks). Every buffer has an
end. Inbound: reading pauses when more waits than one drain should take. Outbound: the kernel's
buffers are kept small, so that a reader who stops is seen, and what waits beyond them is counted.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Final

from vbranch.protocol.constants import RELIABLE_QUEUE_BYTES, STALL_S, Close

from .framing import PING, Framing
from .link import Bounds, Link, PoseInbox, Traffic, Wire
from .outbox import Outbox

PING_S: Final = 20.0  # T-6
SILENT_S: Final = 60.0  # T-6
CLOSE_S: Final = 5.0  # how long the peer may take to answer a close frame
SEND_BUFFER: Final = 32 * 1024  # Linux doubles it; left alone it grows to megabytes
INBOX_MESSAGES: Final = 64
INBOX_BYTES: Final = 64 * 1024
LATE_BYTES: Final = 16 * 1024  # looked at after closing began, to see the peer's close frame


def _nobody(link: Link) -> None:
    """Nobody listens yet."""


class BaseLink(ABC):
    """Implements ``Link`` but for its I/O."""

    __slots__ = (
        "_close_by",
        "_framing",
        "_heard_at",
        "_late",
        "_lost",
        "_moved",
        "_moved_at",
        "_outbox",
        "_pinged_at",
        "_reading",
        "_tended",
        "_traffic",
        "berth",
        "ready",
        "stir",
    )

    def __init__(self, traffic: Traffic, bounds: Bounds, berth: int = -1) -> None:
        self.stir: Callable[[Link], object] = _nobody
        self.berth = berth
        self.ready = False
        self._traffic = traffic
        self._framing = Framing(bounds)
        self._outbox = Outbox()
        self._lost = False
        self._reading = True
        self._moved = True  # the reader took something since the last ``tend``
        self._tended = False
        self._heard_at = self._moved_at = self._pinged_at = 0.0
        self._close_by: float | None = None
        self._late: int | None = None  # bytes that came since closing began; None while open

    # ---- the transport's part ----------------------------------------------------------------

    @property
    @abstractmethod
    def behind(self) -> bool:
        """See ``Link``."""

    @abstractmethod
    def route(self, inbox: PoseInbox, slot: int, allowance: int) -> None:
        """See ``Link``."""

    @abstractmethod
    def unroute(self) -> None:
        """See ``Link``; also called when closing begins."""

    @abstractmethod
    def _pump(self) -> None:
        """Write what waits, as far as the reader takes it, and half-close after the last answer."""

    @abstractmethod
    def _read(self, on: bool) -> None:
        """Go on reading, or pause."""

    @abstractmethod
    def _drop(self) -> None:
        """Release the transport at once; ends in ``_released``."""

    @abstractmethod
    def _last_heard(self, now: float) -> float:
        """When something last came from the peer; ``now`` if it was since the last question."""

    # ---- Link: state -------------------------------------------------------------------------

    @property
    def closed(self) -> bool:
        return self._lost or self._framing.code is not None

    @property
    def gone(self) -> bool:
        return self._lost

    @property
    def code(self) -> int | None:
        if self._framing.code is None and self._lost:
            return 1006
        return self._framing.code

    @property
    def queued(self) -> int:
        return self._outbox.queued

    # ---- Link: messages ----------------------------------------------------------------------

    def receive(self) -> Sequence[str | bytes]:
        if not self._framing.messages:
            return ()
        taken = self._framing.take()
        if not self._reading:
            self._set_reading(True)
        return taken

    def send_reliable(self, wire: Wire, *, counted: bool = True) -> None:
        if self.closed:
            return
        self._queue(wire, len(wire) if counted else 0)
        if self._outbox.queued > RELIABLE_QUEUE_BYTES:
            self._too_slow()

    def send_tick(self, wire: Wire, entries: Wire | None) -> None:
        if self.closed:
            return
        self._outbox.pose = None  # older than what comes now
        if entries is None:
            self._outbox.pose = wire
            self.ready = False
            self.stir(self)
        else:
            self.send_reliable(entries if self.behind else wire)

    def flush(self) -> None:
        if not self._lost:
            self._pump()

    def close(self, code: int, reason: str) -> None:
        if self.closed:
            return
        self._framing.close(code, reason)
        self._answer()
        self._pump()

    def abort(self) -> None:
        if not self._lost:
            self._drop()

    # ---- Link: time --------------------------------------------------------------------------

    def tend(self, now: float) -> None:
        if self._lost:
            return
        if not self._tended:
            self._tended = True
            self._pinged_at = now
        self._heard_at = self._last_heard(now)
        self._framing.relax()
        if self.closed:
            self._tend_closing(now)
            return
        self._tend_writer(now)
        if now - self._heard_at >= SILENT_S:
            self.close(Close.GOING_AWAY, "silent")
        elif now - self._pinged_at >= PING_S:
            self._pinged_at = now
            self._queue(PING, len(PING))
            self._pump()

    def _tend_closing(self, now: float) -> None:
        """A peer who does not finish the closing handshake is dropped."""
        if self._close_by is None:
            self._close_by = now + CLOSE_S
        elif now >= self._close_by:
            self._drop()
            return
        self._set_reading(True)

    def _tend_writer(self, now: float) -> None:
        """L-1: behind, and not a byte was taken for STALL_S."""
        if self._moved or not self.behind:
            self._moved, self._moved_at = False, now
        elif now - self._moved_at >= STALL_S:
            self._too_slow()

    # ---- for the transport -------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Bytes came."""
        if self._late is not None:
            self._late += len(data)
            if self._late > LATE_BYTES:  # it talks on: nothing is parsed any more, little is read
                self._set_reading(False)
                return
        framing = self._framing
        framing.feed(data)
        self._answer()
        if framing.messages:
            self.stir(self)
            if len(framing.messages) >= INBOX_MESSAGES or framing.size >= INBOX_BYTES:
                self._set_reading(False)

    def feed_eof(self) -> None:
        """The peer has ended its half."""
        self._framing.feed_eof()
        self._outbox.clear()
        self.stir(self)

    def _released(self) -> None:
        """The transport is gone; once."""
        self._lost = True
        self.ready = False
        self._outbox.clear()
        self.stir(self)

    # ---- inside ------------------------------------------------------------------------------

    def _set_reading(self, on: bool) -> None:
        if on != self._reading and not self._lost:
            self._reading = on
            self._read(on)

    def _queue(self, data: bytes, counted: int) -> None:
        self._outbox.add(data, counted)
        self.ready = False
        self.stir(self)

    def _too_slow(self) -> None:
        """L-1: what waits is given up; the close frame arrives if the peer ever reads again."""
        self._outbox.clear()
        self.close(Close.TOO_SLOW, "too_slow")

    def _answer(self) -> None:
        """Queue what the protocol wants to say (pongs, close) behind what is queued.

        In the queue it counts: who pings without reading the answers is a slow reader.
        """
        framing = self._framing
        if framing.answers:
            answers, framing.answers = framing.answers, []
            for data in answers:
                self._queue(data, len(data))
        if framing.code is not None:
            self._begin_closing()
        elif self._outbox.queued > RELIABLE_QUEUE_BYTES:
            self._too_slow()

    def _begin_closing(self) -> None:
        if self._late is not None:
            return
        self._late = 0
        self.ready = False
        self._outbox.pose = None
        self._set_reading(True)  # to see the peer's close frame and the end
        self.unroute()
        self.stir(self)
