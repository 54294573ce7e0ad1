"""Connections that ask for nothing: a slow or silent request head must not hold one for ever.

aiohttp waits without end for a request's first line and headers. A timer starts when a connection
is made and ends when its first request is complete; later requests are covered by aiohttp's
keep-alive timer.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware
from aiohttp.web_protocol import RequestHandler

from .errors import Handler

HEAD_TIMEOUT_S: Final = 10.0
BODY_TIMEOUT_S: Final = 10.0

Factory = Callable[[], asyncio.Protocol]


class HeadTimer:
    """Wraps aiohttp's protocol factory and is told of each connection's first request."""

    def __init__(self, timeout: float = HEAD_TIMEOUT_S) -> None:
        self._timeout = timeout
        self._waiting: dict[asyncio.BaseProtocol, asyncio.TimerHandle] = {}
        """Holds a protocol until its first request, at most ``timeout`` after its connection."""

    def guard(self, make: Factory) -> Factory:
        """A factory whose connections are closed unless their first request comes in time."""

        def guarded() -> asyncio.Protocol:
            protocol = make()
            loop = asyncio.get_running_loop()
            self._waiting[protocol] = loop.call_later(self._timeout, self._give_up, protocol)
            return protocol

        return guarded

    def _give_up(self, protocol: asyncio.BaseProtocol) -> None:
        self._waiting.pop(protocol, None)
        transport = protocol.transport if isinstance(protocol, RequestHandler) else None
        if transport is not None:
            transport.abort()

    @property
    def middleware(self) -> Middleware:
        """The outermost one: a request has arrived, its connection is no longer suspect."""

        @web.middleware
        async def first_request(request: web.Request, handler: Handler) -> web.StreamResponse:
            timer = self._waiting.pop(request.protocol, None)
            if timer is not None:
                timer.cancel()
            return await handler(request)

        return first_request
