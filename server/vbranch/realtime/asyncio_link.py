"""A link on an asyncio transport, plain or TLS; websockets' sans-I/O protocol speaks RFC 6455.

Every buffer has an end. Inbound: reading pauses when more waits than one drain should take.
Outbound: one writer; the kernel's and asyncio's buffers are kept small, so that a reader who stops
is seen, and what waits beyond them is counted here (L-1).
"""

import asyncio
import logging
import socket
from collections import deque
from collections.abc import Sequence
from typing import Final, cast

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import SEND_EOF, Protocol, Side, State

from vbranch.protocol.constants import (
    MAX_FRAGMENTS,
    MAX_MESSAGE_BYTES,
    RELIABLE_QUEUE_BYTES,
    STALL_S,
    Close,
)

from .link import Wire

PING_S: Final = 20.0  # T-6
SILENT_S: Final = 60.0  # T-6
CLOSE_S: Final = 5.0  # how long the peer may take to answer a close frame
SEND_BUFFER: Final = 32 * 1024  # Linux doubles it; left alone it grows to megabytes
WRITE_HIGH: Final = 16 * 1024
WRITE_LOW: Final = 4 * 1024
WRITE_CHUNK: Final = 32 * 1024
READ_CHUNK: Final = 8 * 1024  # how much one peer may have parsed before others get a turn
INBOX_MESSAGES: Final = 64
INBOX_BYTES: Final = 64 * 1024
MAX_CONTROLS: Final = 64  # control frames between two calls of ``tend``

_DATA = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)
_scratch = memoryview(bytearray(READ_CHUNK))  # recv and parse are one callback: one for all links

_log = logging.getLogger(__name__)
_log.setLevel(logging.WARNING)  # websockets tells each closing at INFO


class AsyncioLink(asyncio.BufferedProtocol):
    """Implements ``Link``. Born by ``adopt`` on a transport over which the 101 has been written."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._lost = False
        self._ws = Protocol(Side.SERVER, state=State.OPEN, max_size=MAX_MESSAGE_BYTES, logger=_log)
        self.received = 0
        self.sent = 0
        # inbound
        self._inbox: list[str | bytes] = []
        self._inbox_bytes = 0
        self._fragments: list[bytes] = []
        self._opcode = Opcode.TEXT
        self._controls = 0
        self._reading = True
        # outbound
        self._queue: deque[tuple[bytes, int]] = deque()  # bytes, and how many of them count
        self._queued = 0
        self._pose: Wire | None = None
        self._paused = False
        self._eof = False
        self._closing = False  # we said close: what still comes is nobody's
        # times, set by ``tend``
        self._heard = self._moved = True
        self._heard_at = self._moved_at = self._pinged_at = 0.0
        self._close_by: float | None = None
        self._tended = False
        self._unsent = 0

    @classmethod
    def adopt(cls, transport: asyncio.Transport) -> "AsyncioLink":
        """Take the transport over from its protocol, with small buffers."""
        link = cls()
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        transport.set_protocol(link)
        link.connection_made(transport)
        return link

    # ---- Link: state -------------------------------------------------------------------------

    @property
    def closed(self) -> bool:
        return self._lost or self._ws.state is not State.OPEN

    @property
    def gone(self) -> bool:
        return self._lost

    @property
    def code(self) -> int | None:
        if not self.closed:
            return None
        said = self._ws.close_sent or self._ws.close_rcvd
        return said.code if said is not None else CloseCode.ABNORMAL_CLOSURE

    @property
    def behind(self) -> bool:
        return self._paused

    @property
    def queued(self) -> int:
        return self._queued

    # ---- Link: messages ----------------------------------------------------------------------

    def receive(self) -> Sequence[str | bytes]:
        if not self._inbox:
            return ()
        taken, self._inbox = self._inbox, []
        self._inbox_bytes = 0
        self._read_on()
        return taken

    def send_reliable(self, wire: Wire, *, counted: bool = True) -> None:
        if self.closed:
            return
        self._enqueue(wire, len(wire) if counted else 0)
        if self._queued > RELIABLE_QUEUE_BYTES:
            self._too_slow()

    def send_tick(self, wire: Wire, entries: Wire | None) -> None:
        if self.closed:
            return
        if entries is None:
            self._pose = wire
        elif self._paused:
            self._pose = None  # older than these entries; the next one follows
            self.send_reliable(entries)
        else:
            self._pose = None
            self.send_reliable(wire)

    def flush(self) -> None:
        while not (self._paused or self._lost) and (self._queue or self._pose is not None):
            chunk: list[bytes] = []
            size = 0
            while self._queue and size < WRITE_CHUNK:
                data, counted = self._queue.popleft()
                self._queued -= counted
                size += len(data)
                chunk.append(data)
            if not self._queue and self._pose is not None:
                chunk.append(self._pose)
                size += len(self._pose)
                self._pose = None
            self.sent += size
            self._writer().write(b"".join(chunk))
        if self._eof and not (self._queue or self._paused or self._lost):
            self._eof = False
            self._finish()

    def close(self, code: int, reason: str) -> None:
        if self.closed:
            return
        self._closing = True
        self._ws.send_close(code, reason)
        self._speak()

    def abort(self) -> None:
        if not self._lost:
            self._writer().abort()

    # ---- Link: time --------------------------------------------------------------------------

    def tend(self, now: float) -> None:
        if self._lost:
            return
        if not self._tended:
            self._tended = True
            self._pinged_at = now
        if self._heard:
            self._heard, self._heard_at = False, now
        self._controls = 0
        if self.closed:
            self._tend_closing(now)
            return
        self._tend_writer(now)
        if now - self._heard_at >= SILENT_S:
            self.close(Close.GOING_AWAY, "silent")
        elif now - self._pinged_at >= PING_S:
            self._pinged_at = now
            self._ws.send_ping(b"")
            self._speak()

    def _tend_closing(self, now: float) -> None:
        """A peer who does not finish the closing handshake is dropped."""
        if self._close_by is None:
            self._close_by = now + CLOSE_S
        elif now >= self._close_by:
            self._writer().abort()

    def _tend_writer(self, now: float) -> None:
        """L-1: paused, and not a byte was taken for STALL_S."""
        unsent = self._writer().get_write_buffer_size()
        if self._moved or not self._paused or unsent < self._unsent:
            self._moved, self._moved_at = False, now
        self._unsent = unsent
        if now - self._moved_at >= STALL_S:
            self._too_slow()

    # ---- asyncio's side ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=WRITE_HIGH, low=WRITE_LOW)

    def get_buffer(self, sizehint: int) -> memoryview:
        return _scratch

    def buffer_updated(self, nbytes: int) -> None:
        self._heard = True
        self.received += nbytes
        self._ws.receive_data(bytes(_scratch[:nbytes]))
        for event in self._ws.events_received():
            if isinstance(event, Frame):
                self._take(event)
        self._speak()

    def eof_received(self) -> bool:
        self._ws.receive_eof()
        self._queue.clear()
        return False  # the transport closes itself

    def connection_lost(self, exc: BaseException | None) -> None:
        self._lost = True
        self._queue.clear()
        self._queued = 0
        self._pose = None

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._moved = True
        self.flush()

    # ---- inbound -----------------------------------------------------------------------------

    def _take(self, frame: Frame) -> None:
        if frame.opcode not in _DATA:
            self._controls += 1
            if self._controls > MAX_CONTROLS:
                self._fail(CloseCode.POLICY_VIOLATION, "too many control frames")
            return
        if self._closing:
            return
        if frame.opcode is not Opcode.CONT:
            self._opcode = frame.opcode
        self._fragments.append(bytes(frame.data))
        if len(self._fragments) > MAX_FRAGMENTS:
            self._fail(Close.TOO_BIG, "too many fragments")
        elif frame.fin:
            payload = b"".join(self._fragments)
            self._fragments.clear()
            self._deliver(payload)

    def _deliver(self, payload: bytes) -> None:
        message: str | bytes = payload
        if self._opcode is Opcode.TEXT:
            try:
                message = payload.decode()
            except UnicodeDecodeError:
                self._fail(CloseCode.INVALID_DATA, "text is not UTF-8")
                return
        self._inbox.append(message)
        self._inbox_bytes += len(payload)
        if len(self._inbox) >= INBOX_MESSAGES or self._inbox_bytes >= INBOX_BYTES:
            self._reading = False
            self._writer().pause_reading()

    def _read_on(self) -> None:
        if not (self._reading or self._lost):
            self._reading = True
            self._writer().resume_reading()

    def _fail(self, code: int, reason: str) -> None:
        """Close for a broken rule of RFC 6455 or T-4; nothing more of this peer is looked at."""
        if not self._closing:
            self._closing = True
            self._ws.fail(code, reason)

    # ---- outbound ----------------------------------------------------------------------------

    def _enqueue(self, data: bytes, counted: int) -> None:
        self._queue.append((data, counted))
        self._queued += counted

    def _too_slow(self) -> None:
        """L-1: what waits is given up; the close frame arrives if the peer ever reads again."""
        self._queue.clear()
        self._queued = 0
        self.close(Close.TOO_SLOW, "too_slow")

    def _speak(self) -> None:
        """Queue what the protocol wants to say (pongs, pings, close) behind what is queued.

        In the queue they count: who pings without reading the answers is a slow reader.
        """
        for data in self._ws.data_to_send():
            if data == SEND_EOF:
                self._eof = True
            else:
                self._enqueue(data, len(data))
        if self._ws.state is not State.OPEN:
            self._closing = True
            self._pose = None
            self._read_on()  # to see the peer's close frame and the end
        elif self._queued > RELIABLE_QUEUE_BYTES:
            self._too_slow()
            return
        self.flush()

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
