"""A link on an asyncio transport, plain or TLS: the transport where TLS ends in this process."""

import asyncio
import socket
from typing import Final, cast

from .base_link import SEND_BUFFER, BaseLink
from .link import Bounds, PoseInbox, Traffic

WRITE_HIGH: Final = 16 * 1024
WRITE_LOW: Final = 4 * 1024
READ_CHUNK: Final = 8 * 1024  # how much one peer may have parsed before others get a turn

_scratch = memoryview(bytearray(READ_CHUNK))  # recv and parse are one callback: one for all links


class AsyncioLink(BaseLink, asyncio.BufferedProtocol):
    """Born by ``adopt`` on a transport over which the 101 has been written."""

    def __init__(self, traffic: Traffic, bounds: Bounds) -> None:
        super().__init__(traffic, bounds)
        self._transport: asyncio.Transport | None = None
        self._paused = False
        self._heard = True
        self._unsent = 0
        self._shut = False

    @classmethod
    def adopt(
        cls, transport: asyncio.Transport, traffic: Traffic, bounds: Bounds | None = None
    ) -> "AsyncioLink":
        """Take the transport over from its protocol, with small buffers."""
        link = cls(traffic, bounds or Bounds())
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        transport.set_protocol(link)
        link.connection_made(transport)
        return link

    @property
    def behind(self) -> bool:
        return self._paused

    def route(self, inbox: PoseInbox, slot: int, allowance: int) -> None:
        """There is no short way here."""

    def unroute(self) -> None:
        """There is none."""

    # ---- asyncio's side ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=WRITE_HIGH, low=WRITE_LOW)

    def get_buffer(self, sizehint: int) -> memoryview:
        return _scratch

    def buffer_updated(self, nbytes: int) -> None:
        self._heard = True
        self._traffic.received += nbytes
        self.feed(bytes(_scratch[:nbytes]))
        self._pump()

    def eof_received(self) -> bool:
        self.feed_eof()
        return False  # the transport closes itself

    def connection_lost(self, exc: BaseException | None) -> None:
        self._released()

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._moved = True
        self._pump()

    # ---- BaseLink's hooks --------------------------------------------------------------------

    def _pump(self) -> None:
        while self._outbox and not (self._paused or self._lost):
            chunk = self._outbox.next_chunk()
            self._traffic.sent += len(chunk)
            self._writer().write(chunk)
        if self._framing.ended and not (self._outbox or self._paused or self._lost or self._shut):
            self._shut = True
            self._finish()

    def _read(self, on: bool) -> None:
        if on:
            self._writer().resume_reading()
        else:
            self._writer().pause_reading()

    def _drop(self) -> None:
        self._writer().abort()

    def _last_heard(self, now: float) -> float:
        heard, self._heard = self._heard, False
        return now if heard else self._heard_at

    def _tend_writer(self, now: float) -> None:
        """asyncio's own buffer may shrink without falling below its mark: that is movement too."""
        unsent = self._writer().get_write_buffer_size()
        self._moved |= unsent < self._unsent
        self._unsent = unsent
        super()._tend_writer(now)

    def _finish(self) -> None:
        """End our half and let the peer end its own: closing outright resets the connection, and
        the peer might never read why. TLS has no half-close; it flushes and then closes."""
        transport = self._writer()
        if transport.can_write_eof():
            transport.write_eof()
        else:
            transport.close()

    def _writer(self) -> asyncio.Transport:
        assert self._transport is not None, "the link has no transport yet"
        return self._transport
