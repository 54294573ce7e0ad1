"""How the server is, for a supervisor (`/healthz`, `/readyz`) and for Prometheus (`/metrics`)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from vbranch.ports.clock import Clock
from vbranch.ports.log import LogUnavailable, RoomLog
from vbranch.ports.sessions import SessionStore, SessionsUnavailable

from .errors import WebError
from .security import Perimeter

Ready = Callable[[], Awaitable[str | None]]
"""None when visitors can be let in, else the reason in a few words."""

_NO_STORE = {"Cache-Control": "no-store"}


STORES_ANSWER_S: Final = 2.0
FRESH_S: Final = 1.0


class Readiness:
    """Asks the hub each time, and the stores at most once in ``FRESH_S``: their answer is a durable
    write, and anybody may ask."""

    def __init__(
        self,
        hub: Callable[[], str | None],
        rooms: RoomLog,
        sessions: SessionStore,
        clock: Clock,
    ) -> None:
        self._hub = hub
        self._rooms = rooms
        self._sessions = sessions
        self._clock = clock
        self._asking = asyncio.Lock()
        self._fresh_until = float("-inf")
        self._stores_reason: str | None = None

    async def __call__(self) -> str | None:
        """The reason why nobody can be let in now, or None."""
        reason = self._hub()
        if reason is not None:
            return reason
        async with self._asking:
            if self._clock.monotonic() >= self._fresh_until:
                self._stores_reason = await self._ask_stores()
                self._fresh_until = self._clock.monotonic() + FRESH_S
        return self._stores_reason

    async def _ask_stores(self) -> str | None:
        try:
            async with asyncio.timeout(STORES_ANSWER_S):
                await self._rooms.ready()
                await self._sessions.ready()
        except LogUnavailable:
            return "the log cannot be written"
        except SessionsUnavailable:
            return "the sessions cannot be written"
        except TimeoutError:
            return f"the stores did not answer within {STORES_ANSWER_S:g} s"
        return None


class Health:
    """Handlers of the three addresses."""

    def __init__(self, ready: Ready, registry: CollectorRegistry, perimeter: Perimeter) -> None:
        self._ready = ready
        self._registry = registry
        self._perimeter = perimeter

    async def healthz(self, request: web.Request) -> web.Response:
        """The process answers; whether it can let anybody in is another question."""
        return web.json_response({"status": "alive"}, headers=_NO_STORE)

    async def readyz(self, request: web.Request) -> web.Response:
        """200 when a visitor could enter now, else 503 with the reason."""
        reason = await self._ready()
        if reason is None:
            return web.json_response({"status": "ready"}, headers=_NO_STORE)
        return web.json_response(
            {"status": "not_ready", "reason": reason}, status=503, headers=_NO_STORE
        )

    async def metrics(self, request: web.Request) -> web.Response:
        """For the allowed networks; to everybody else there is no such address."""
        if not self._perimeter.may_read_metrics(request):
            raise WebError(404, "not_found", "there is nothing at this address")
        headers = {"Content-Type": CONTENT_TYPE_LATEST, **_NO_STORE}
        return web.Response(body=generate_latest(self._registry), headers=headers)
