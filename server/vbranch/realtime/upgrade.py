"""From an HTTP request to a link: the RFC 6455 opening handshake on aiohttp's own transport.

aiohttp only carries the handshake. Its own WebSocket is not used: it takes unmasked frames and
cannot be drained at our rhythm. After the switch aiohttp holds neither connection nor task.
"""

import asyncio
import os
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_protocol import RequestHandler
from websockets.datastructures import Headers
from websockets.exceptions import InvalidOrigin, InvalidUpgrade
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol
from websockets.typing import Origin, Subprotocol

from vbranch.protocol.constants import SUBPROTOCOL

from .asyncio_link import AsyncioLink
from .link import Bounds, Traffic
from .plane import Plane
from .tick_link import TickLink

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Refused(Exception):
    """The upgrade is refused; ``response`` is what to answer, and ``last`` on its connection."""

    def __init__(
        self, status: int, code: str, message: str, headers: dict[str, str], *, last: bool = False
    ) -> None:
        super().__init__(code)
        self.response = web.json_response(
            {"error": {"code": code, "message": message}}, status=status, headers=headers
        )
        if last:
            self.response.force_close()  # a header alone would only announce it


class Switched(web.StreamResponse):
    """What the handler returns after the 101 has gone out by itself: writes nothing."""

    def __init__(self) -> None:
        super().__init__(status=101)

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        return None


def take_over(
    request: web.Request,
    origins: Collection[str],
    *,
    traffic: Traffic,
    plane: Plane | None,
    bounds: Bounds | None = None,
) -> AsyncioLink | TickLink:
    """Answer the handshake and take the connection from aiohttp.

    ``origins`` are those that are allowed besides the server's own (T-2). The socket goes to the
    ``plane``, unless there is none or TLS ends here. There is no await in here, so nothing can
    arrive between the 101 and the link. Raises ``Refused``.
    """
    switching = _handshake(request, origins)
    transport = request.transport
    if transport is None or transport.is_closing():
        raise Refused(400, "gone", "The connection is closing.", {})
    handler = request.protocol
    if _holds_bytes(handler):
        raise Refused(
            400, "early", "A client may not speak before the handshake ends.", {}, last=True
        )
    if transport.get_write_buffer_size():
        raise Refused(400, "unread", "Earlier responses have not been read.", {}, last=True)
    if plane is None or transport.get_extra_info("sslcontext") is not None:
        transport.write(switching.serialize())
        link = AsyncioLink.adopt(transport, traffic, bounds)
        _let_go(handler)
        return link
    transport.pause_reading()
    transport.write(switching.serialize())
    if transport.get_write_buffer_size():
        transport.abort()
        raise Refused(400, "unread", "The handshake's answer could not be written.", {}, last=True)
    own = socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno()))
    transport.abort()  # closes aiohttp's descriptor of the socket; it forgets the connection
    return plane.adopt(own, bounds)


def _handshake(request: web.Request, origins: Collection[str]) -> Response:
    """The 101, by websockets' rules for the opening handshake, T-1 and T-2."""
    headers = Headers()
    for name, value in request.headers.items():
        headers[name] = value
    accepted: list[Origin | None] = [None, *(Origin(origin) for origin in origins)]
    origin = request.headers.get("Origin")
    if origin is not None and _is_own(origin, request.headers.get("Host", "")):
        accepted.append(Origin(origin))
    protocol = ServerProtocol(origins=accepted, subprotocols=[Subprotocol(SUBPROTOCOL)])
    version = f"HTTP/{request.version.major}.{request.version.minor}"
    response = protocol.accept(
        Request(request.raw_path, headers, method=request.method, protocol=version)
    )
    if response.status_code != 101:
        raise _refusal(protocol.handshake_exc, response)
    return response


def _refusal(reason: Exception | None, response: Response) -> Refused:
    """In the form of the HTTP API's errors, without repeating what the client sent."""
    keep = {
        name: response.headers[name] for name in ("Allow", "Upgrade") if name in response.headers
    }
    if isinstance(reason, InvalidOrigin):
        return Refused(403, "origin", "This origin may not connect here.", keep)
    if isinstance(reason, InvalidUpgrade):
        return Refused(426, "upgrade", "This address speaks WebSocket only.", keep)
    message = f"Not a WebSocket handshake of version 13 that offers {SUBPROTOCOL}."
    return Refused(response.status_code, "handshake", message, keep)


def _is_own(origin: str, host: str) -> bool:
    """The origin names the host that was asked (T-2). The scheme is not compared: TLS may end in
    a proxy."""
    try:
        its, own = urlsplit(origin), urlsplit(f"//{host}")
        default = _DEFAULT_PORTS.get(its.scheme)
        same_port = (its.port or default) == (own.port or default)
    except ValueError:  # a port that is no number
        return False
    return default is not None and its.hostname == own.hostname and same_port


def _holds_bytes(handler: RequestHandler) -> bool:
    """aiohttp read on past the request. It has no public word for that; a test holds the names."""
    return bool(handler._message_tail or handler._messages)


def _let_go(handler: RequestHandler) -> None:
    """To aiohttp the connection is lost now: it forgets it, its timers and its task end.

    It must not see the transport any more, since it closes what it lost.
    """
    assert isinstance(handler, asyncio.Protocol)
    handler.transport = None
    handler.connection_lost(None)
