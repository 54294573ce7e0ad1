"""One HTTP connection with deadlines: aiohttp waits without end for a head and for a reader.

- A request head has ``head`` seconds from the moment of connection, TLS handshake included, and a
  later one on the same connection from its first byte. Half a head is answered with 408.
- A connection that asks for nothing more is kept ``idle`` seconds.
- Who does not take what we say has ``patience``: it runs in real time, and every byte that arrives
  at the reader earns some of it back. No byte for 20 s is the end, and so is a rate below
  ``SLOWEST`` over a longer time; the slowest mobile line is ten times as fast.
- What is no HTTP, or has too much of a head, gets our own form of error and is no event in the log.

The names of aiohttp with an underscore that are used here are checked by mypy and held by tests.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import HttpVersion11, StreamReader, hdrs, web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError, LineTooLong

from .connections import Connections
from .errors import Handler, WebError, error_response, raw_answer
from .security import HEADERS
from .sockets import forget_unsent, keep_little, taken_bytes

log = structlog.get_logger("vbranch.web")

MAX_LINE: Final = 4096
MAX_FIELD: Final = 8192  # must differ from MAX_LINE: the limit is how aiohttp tells which it was
MAX_FIELDS: Final = 64
MAX_HEAD: Final = 32 * 1024
LINGER_S: Final = 2.0  # how long the rest of a body is thrown away that nobody asked for
YOUNG_S: Final = 1.0  # a connection has at least this long to say what it wants
SLOWEST: Final = 256  # bytes a second
WRITE_HIGH: Final = 16 * 1024
WRITE_LOW: Final = 4 * 1024

# Answers, never raised: an exception that is raised twice keeps both its traces.
TOO_SLOW: Final = WebError(408, "too_slow", "the request did not come in time", close=True)
LONG_LINE: Final = WebError(414, "long_address", "the address is too long", close=True)
BIG_HEAD: Final = WebError(431, "big_head", "the request's head is too big", close=True)
NOT_HTTP: Final = WebError(400, "not_http", "this is not an HTTP request", close=True)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds."""

    head: float = 10.0
    idle: float = 75.0  # longer than proxies keep theirs: theirs to close, or requests get lost
    patience: float = 20.0
    look: float = 2.0
    """How often a reader is looked at while something waits for it."""


class Guard(web.RequestHandler):
    """aiohttp's handler of one connection; counted in ``connections`` until it is let go of.

    ``opening`` is the task of its TLS handshake, if any.
    """

    __slots__ = (
        "_connections",
        "_deadlines",
        "_head_bytes",
        "_head_timer",
        "_heads",
        "_patience",
        "_payload",
        "_pipe",
        "_since",
        "_taken",
        "_watch",
        "opening",
    )

    def __init__(
        self,
        server: web.Server,
        connections: Connections,
        deadlines: Deadlines,
        access_log: type[AbstractAccessLogger],
    ) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(
            server,
            loop=loop,
            access_log_class=access_log,
            keepalive_timeout=deadlines.idle,
            lingering_time=LINGER_S,
            max_line_size=MAX_LINE,
            max_field_size=MAX_FIELD,
            max_headers=MAX_FIELDS,
            auto_decompress=False,  # no body of ours is compressed, and a small one can be a bomb
        )
        self.opening: asyncio.Task[None] | None = None
        self._connections = connections
        self._deadlines = deadlines
        self._pipe: asyncio.Transport | None = None
        self._since = loop.time()
        # the head that is awaited
        self._heads = 0
        self._payload: StreamReader | None = None
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._await_head()
        # the reader of our answers
        self._watch: asyncio.TimerHandle | None = None
        self._patience = 0.0
        self._taken = 0

    # ---- Held: for ``Connections`` -----------------------------------------------------------

    def spare(self, now: float) -> bool:
        idle = self._heads == 0 or self._waiter is not None
        return idle and now - self._since > YOUNG_S

    def dismiss(self) -> None:
        if self._pipe is not None:
            self._pipe.abort()
        elif self.opening is not None:
            self.opening.cancel()

    # ---- asyncio's side ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._pipe = transport
        transport.set_write_buffer_limits(high=WRITE_HIGH, low=WRITE_LOW)
        keep_little(transport)
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Also said by whoever takes the socket over; from then on nothing here touches it."""
        self.let_go()
        super().connection_lost(exc)

    def let_go(self) -> None:
        """Forget the connection; saying so twice does no harm."""
        self._connections.leave(self)
        self._pipe = self.opening = None
        for timer in (self._head_timer, self._watch):
            if timer is not None:
                timer.cancel()
        self._head_timer = self._watch = None

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._pipe is None or self._pipe.is_closing():
            return
        if self._request_count != self._heads:
            self._head_came()
        elif data and (self._payload is None or self._payload.is_eof()):
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD:
                self._say_no(BIG_HEAD)
            elif self._head_timer is None:
                self._await_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    async def start(self) -> None:
        """aiohttp's loop over requests; it ends by closing the transport, which waits for a reader
        as long as that pleases."""
        try:
            await super().start()
        finally:
            if self._pipe is not None and self._watch is None:
                self._watch_reader()

    # ---- heads -------------------------------------------------------------------------------

    def _await_head(self) -> None:
        self._head_timer = self._loop.call_later(self._deadlines.head, self._head_is_late)

    def _head_came(self) -> None:
        self._heads = self._request_count
        self._head_bytes = 0
        if self._messages:
            self._payload = self._messages[-1][1]
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._head_timer = None
        if self._heads and self._waiter is None:  # we still answer an earlier request
            self._await_head()
            return
        if self._pipe is None or not self._head_bytes:  # nobody asked, nobody is answered
            self._connections.reject("silent")
            self.dismiss()
        else:
            self._say_no(TOO_SLOW)

    def _say_no(self, fault: WebError) -> None:
        """Between requests: aiohttp has nothing to answer with."""
        self._connections.reject(fault.code)
        pipe = self._pipe
        assert pipe is not None, "who said too much is connected"
        if self._heads == 0 or self._waiter is not None:  # else it would cut into an answer
            pipe.write(raw_answer(fault))
        self.force_close()

    # ---- readers -----------------------------------------------------------------------------

    def log_access(
        self, request: web.BaseRequest, response: web.StreamResponse, time: float | None
    ) -> None:
        self._since = self._loop.time()  # an answer has gone out
        super().log_access(request, response, time)

    def _watch_reader(self) -> None:
        assert self._pipe is not None, "nothing is written without a connection"
        self._patience = self._deadlines.patience
        self._taken = taken_bytes(self._pipe)
        self._watch = self._loop.call_later(self._deadlines.look, self._look)

    def _look(self) -> None:
        pipe = self._pipe
        assert pipe is not None, "the watch ends with the connection"
        taken = taken_bytes(pipe)
        earned = (taken - self._taken) / SLOWEST
        self._taken = taken
        left = self._patience - self._deadlines.look + earned
        self._patience = min(left, self._deadlines.patience)
        if self._patience > 0:
            self._watch = self._loop.call_later(self._deadlines.look, self._look)
            return
        self._watch = None
        self._connections.reject("slow_reader")
        forget_unsent(pipe)
        pipe.abort()

    # ---- errors ------------------------------------------------------------------------------

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What no middleware of ours saw: requests that are none, peers that are gone, defects."""
        if isinstance(exc, ConnectionError) or request.writer.output_size > 0:
            raise ConnectionResetError("the answer cannot be sent") from exc
        if isinstance(exc, HttpProcessingError):
            fault = _told(exc)
            self._connections.reject(fault.code)
        else:
            log.error("request_failed", exc_info=exc)
            fault = WebError(500, "internal", "the server failed; it has been logged", close=True)
        response = error_response(fault)
        response.headers.update(HEADERS)
        return response


@web.middleware
async def check_head(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What aiohttp lets pass: heads that are big and came at once, and framing that a proxy before
    us could read in another way (RFC 9112, 3.2.2 and 6.1)."""
    if sum(len(name) + len(value) for name, value in request.raw_headers) > MAX_HEAD:
        raise WebError(BIG_HEAD.status, BIG_HEAD.code, BIG_HEAD.message, close=True)
    coding = request.headers.get(hdrs.TRANSFER_ENCODING)
    if coding is not None and request.version < HttpVersion11:
        raise WebError(400, "bad_framing", "HTTP/1.0 has no transfer codings", close=True)
    if coding is not None and coding.strip().lower() != "chunked":
        raise WebError(501, "bad_framing", "chunked is the only transfer coding here", close=True)
    if request.raw_path[:1] not in "/*" and not _names_host(request):
        raise WebError(400, "two_hosts", "the address and Host name different hosts", close=True)
    return await handler(request)


def _names_host(request: web.Request) -> bool:
    """The address in its absolute form (RFC 9112, 3.2.2) is of the host that Host names."""
    _, _, rest = request.raw_path.partition("://")
    return rest.partition("/")[0].lower() == request.headers.get(hdrs.HOST, "").lower()


def _told(fault: HttpProcessingError) -> WebError:
    """aiohttp has one exception for all lines that are too long and words for the rest."""
    if isinstance(fault, LineTooLong):
        return LONG_LINE if fault.args[1] == MAX_LINE else BIG_HEAD
    return BIG_HEAD if fault.message.startswith("Too many headers") else NOT_HTTP
