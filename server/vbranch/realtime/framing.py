"""RFC 6455 for one connection without I/O: bytes in, messages out, and what to answer.

websockets' sans-I/O protocol does the work; here are the bounds that it leaves open (fragments,
control frames, T-4), and whether the stream stands at a frame boundary, which the short way for
poses needs to know. The protocol object lives only while something is unfinished: an open
connection between two frames has no state, and a thousand of them need not hold a parser each.
"""

import logging
from typing import Final

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import SEND_EOF, Protocol, Side, State

from vbranch.protocol.constants import Close

from .link import Bounds

MAX_CONTROLS: Final = 64  # control frames between two calls of ``relax``
PING: Final = Frame(Opcode.PING, b"").serialize(mask=False)

_DATA = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)

_log = logging.getLogger(__name__)
_log.setLevel(logging.WARNING)  # websockets tells each closing at INFO


class Framing:
    """One side of a connection whose opening handshake is over."""

    __slots__ = (
        "_bounds",
        "_controls",
        "_fragments",
        "_opcode",
        "_unparsed",
        "_ws",
        "answers",
        "code",
        "deaf",
        "ended",
        "messages",
        "size",
    )

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._ws: Protocol | None = None
        self._fragments: list[bytes] | None = None
        self._opcode = Opcode.TEXT
        self._controls = 0
        self._unparsed = 0  # bytes fed that are not yet part of a whole frame
        self.messages: list[str | bytes] = []
        """What came and was not taken; ``size`` is its length in bytes."""
        self.size = 0
        self.answers: list[bytes] = []
        """Bytes to send: pongs and close frames."""
        self.ended = False
        """After the answers our half of the connection ends."""
        self.code: int | None = None
        """None while open; then the close code that was sent or received, or 1006."""
        self.deaf = False
        """We have said close: what still comes is nobody's."""

    @property
    def quiet(self) -> bool:
        """Open and between two messages: the next byte begins a frame that begins a message."""
        return self._ws is None and self.code is None

    def take(self) -> list[str | bytes]:
        """The messages, in order."""
        taken, self.messages = self.messages, []
        self.size = 0
        return taken

    def accept(self, message: bytes) -> None:
        """A whole message that somebody else has read from the stream."""
        self.messages.append(message)
        self.size += len(message)

    def relax(self) -> None:
        """Some time has passed: control frames are counted anew."""
        self._controls = 0

    # ---- from the network --------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        """Bytes as they came."""
        ws = self._protocol()
        self._unparsed += len(data)
        ws.receive_data(data)
        for event in ws.events_received():
            if isinstance(event, Frame):
                self._unparsed -= wire_size(len(event.data))
                self._take(ws, event)
        self._settle(ws)

    def feed_eof(self) -> None:
        """The peer has ended its half, or is lost."""
        ws = self._protocol()
        ws.receive_eof()
        self._settle(ws)

    # ---- from our side -----------------------------------------------------------------------

    def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake. Only while open."""
        self.deaf = True
        ws = self._protocol()
        ws.send_close(code, reason)
        self._settle(ws)

    # ---- inside ------------------------------------------------------------------------------

    def _protocol(self) -> Protocol:
        if self._ws is None:
            size = self._bounds.message
            self._ws = Protocol(Side.SERVER, state=State.OPEN, max_size=size, logger=_log)
        return self._ws

    def _settle(self, ws: Protocol) -> None:
        """Take what the protocol wants to say, and let go of it between two messages.

        A frame whose length is written with more bytes than needed leaves ``_unparsed`` above 0 for
        good; such a client is never quiet and keeps its parser, which is correct and its own loss.
        """
        for data in ws.data_to_send():
            if data == SEND_EOF:
                self.ended = True
            else:
                self.answers.append(data)
        if ws.state is not State.OPEN:
            said = ws.close_sent or ws.close_rcvd
            self.code = said.code if said is not None else CloseCode.ABNORMAL_CLOSURE
            self.deaf = True
        elif self._unparsed == 0 and self._fragments is None:
            self._ws = None

    def _take(self, ws: Protocol, frame: Frame) -> None:
        if frame.opcode not in _DATA:
            self._controls += 1
            if self._controls > MAX_CONTROLS:
                self._fail(ws, CloseCode.POLICY_VIOLATION, "too many control frames")
            return
        if self.deaf:
            return
        if frame.opcode is not Opcode.CONT:
            self._opcode = frame.opcode
            self._fragments = []
        assert self._fragments is not None, "a continuation without a beginning is a 1002"
        self._fragments.append(bytes(frame.data))
        if len(self._fragments) > self._bounds.fragments:
            self._fail(ws, Close.TOO_BIG, "too many fragments")
        elif frame.fin:
            payload = b"".join(self._fragments)
            self._fragments = None
            self._deliver(ws, payload)

    def _deliver(self, ws: Protocol, payload: bytes) -> None:
        message: str | bytes = payload
        if self._opcode is Opcode.TEXT:
            try:
                message = payload.decode()
            except UnicodeDecodeError:
                self._fail(ws, CloseCode.INVALID_DATA, "text is not UTF-8")
                return
        self.messages.append(message)
        self.size += len(payload)

    def _fail(self, ws: Protocol, code: int, reason: str) -> None:
        """Close for a broken rule of RFC 6455 or T-4; nothing more of this peer is looked at."""
        if not self.deaf:
            self.deaf = True
            ws.fail(code, reason)


def wire_size(payload: int) -> int:
    """The bytes of a masked frame with its length written as short as possible (RFC 6455, 5.2)."""
    if payload < 126:
        return payload + 6
    return payload + (8 if payload < 1 << 16 else 14)
