"""How the server is, for a supervisor (`/healthz`, `/readyz`) and for Prometheus (`/metrics`)."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from .errors import WebError
from .security import Perimeter

Ready = Callable[[], Awaitable[str | None]]
"""None when visitors can be let in, else the reason in a few words."""

_NO_STORE = {"Cache-Control": "no-store"}


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
