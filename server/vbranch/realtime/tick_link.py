"""A link whose socket is read and written only at the drain (see ``plane``).

The plane reads for it. What is a whole pose frame between two messages never comes here; the rest
comes through ``feed``. Writing is ours: what the socket does not take waits for the next drain.
"""

import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from .base_link import BaseLink
from .link import Bounds, PoseInbox, Traffic, Wire

if TYPE_CHECKING:
    from .plane import Plane

READ_MORE: Final = 4 * 1024  # after a full row: what one peer may have parsed in one drain


class TickLink(BaseLink):
    """Made by ``Plane.adopt``, which alone reads ``sock``."""

    __slots__ = ("_blocked", "_pending", "_plane", "_routed", "_shut", "row", "sock")

    def __init__(
        self, plane: "Plane", sock: socket.socket, traffic: Traffic, bounds: Bounds
    ) -> None:
        self._plane = plane
        self.sock = sock
        self.row = sock.fileno()
        super().__init__(traffic, bounds, plane.sweeper.berth(self.row))
        self.ready = True
        self._pending = b""  # the rest of what the socket has taken a part of
        self._blocked = False  # the last write was not taken whole
        self._routed = False
        self._shut = False

    @property
    def behind(self) -> bool:
        return self._blocked

    @property
    def ready(self) -> bool:
        """See ``Link``; kept by the plane, which looks at those of all links at once."""
        return self._plane.sweeper.is_ready(self.berth)

    @ready.setter
    def ready(self, on: bool) -> None:
        self._plane.sweeper.set_ready(self.berth, on)

    # ---- for the plane -----------------------------------------------------------------------

    def take(self, data: bytes) -> None:
        """What the plane read and did not take the short way; more may wait in the socket."""
        if len(data) == self._plane.room:
            try:
                data += self.sock.recv(READ_MORE)
                # An end, or an error, is reported once more at the next drain.
            except OSError:
                pass
            else:
                self._traffic.received += len(data) - self._plane.room
        self.feed(data)
        self._show_quiet()

    def take_message(self, payload: bytes) -> None:
        """A whole binary message that only looked like a pose."""
        self._framing.accept(payload)
        self._show_quiet()
        self.stir(self)

    def take_end(self) -> None:
        """The peer has ended its half, or is lost. No half-close is kept: nobody reads any more."""
        self.feed_eof()
        self._drop()

    def was_cut(self, wire: Wire, entries: Wire | None, written: int) -> None:
        """The plane wrote a tick's frame and the socket took only a part, or nothing."""
        self._block()
        if written > 0:
            self._moved = True
            self._pending = wire[written:]
        else:
            self.send_tick(wire, entries)

    # ---- Link --------------------------------------------------------------------------------

    def receive(self) -> Sequence[str | bytes]:
        taken = super().receive()
        if taken:
            self._show_quiet()
        return taken

    def route(self, inbox: PoseInbox, slot: int, allowance: int) -> None:
        if not self.closed:
            self._plane.route(self.row, inbox, slot, allowance)
            self._routed = True
            self._show_quiet()

    def unroute(self) -> None:
        self._routed = False
        if not self._lost:
            self._plane.unroute(self.row)
            self._show_quiet()

    # ---- BaseLink's hooks --------------------------------------------------------------------

    def _pump(self) -> None:
        while not self._lost:
            if not self._pending:
                if not self._outbox:
                    break
                self._pending = self._outbox.next_chunk()
            if not self._write():
                return
        self._blocked = False
        if self._framing.ended and not (self._shut or self._lost):
            self._shut = True
            self._finish()
        self.ready = not self.closed

    def _write(self) -> bool:
        """Write what is pending; False if something is left, or the peer is lost."""
        try:
            written = self.sock.send(self._pending)
        except BlockingIOError:
            written = 0
        except OSError:
            self._drop()
            return False
        self._traffic.sent += written
        self._moved |= written > 0
        self._pending = self._pending[written:]
        if self._pending:
            self._block()
            return False
        return True

    def _block(self) -> None:
        self._blocked = True
        self.ready = False
        self._plane.retry_later(self)

    def _read(self, on: bool) -> None:
        self._plane.watch(self.row, on)
        self._show_quiet()

    def _drop(self) -> None:
        if not self._lost:
            self._plane.release(self.row)
            self.sock.close()
            self._pending = b""
            self._released()

    def _last_heard(self, now: float) -> float:
        return now if self._plane.heard(self.row) else self._heard_at

    def _finish(self) -> None:
        """End our half and let the peer end its own: closing outright resets the connection, and
        the peer might never read why."""
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop()

    def _show_quiet(self) -> None:
        """Tell the plane whether whole pose frames may go the short way."""
        if not self._lost:
            quiet = self._routed and self._reading and self._framing.quiet
            self._plane.allow_short_way(self.row, quiet and not self._framing.messages)
