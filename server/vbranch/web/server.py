"""The aiohttp application: every address, in the order in which a request meets the layers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import structlog
from aiohttp import hdrs, web
from aiohttp.abc import AbstractAccessLogger
from prometheus_client import CollectorRegistry

from vbranch.ids import RoomId
from vbranch.ports.audit import AuditStore
from vbranch.ports.clock import Clock
from vbranch.protocol.constants import SOCKET_PATH
from vbranch.services.bans import Bans
from vbranch.services.moderation import Moderation
from vbranch.services.staff import Staff
from vbranch.services.visits import Visits

from .api import Api, Document, OpensAt
from .connections import Connections
from .content import CONTENT_PATH, Content
from .errors import error_middleware, route_of
from .guard import check_head
from .health import Health, Ready
from .limits import RequestLimits
from .lost_page import LostPage
from .routes import MAX_BODY_BYTES, Routes
from .security import Perimeter, add_headers
from .small_pages import SmallPages
from .sockets import keep_as_usual
from .staff import StaffApi
from .staff_records import RecordsApi
from .staff_rooms import Glances, RoomsApi
from .static import Client

if TYPE_CHECKING:  # it brings large libraries, which only a branch with a provider needs
    from vbranch.services.oidc import Oidc

log = structlog.get_logger("vbranch.http")

Socket = Callable[[web.Request, str], Awaitable[web.StreamResponse]]
"""The hub's handler of ``/ws``: the request and the visitor's address."""

_QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application is made from; built in ``vbranch.app``."""

    perimeter: Perimeter
    clock: Clock
    limits: RequestLimits
    visits: Visits
    socket: Socket
    ready: Ready
    registry: CollectorRegistry
    branch: Mapping[str, Any]
    """The answer of ``/api/v1/branch``."""
    scenes: Mapping[RoomId, Mapping[str, Any]]
    """The scene description of each room."""
    content: Content
    client: Client
    bot_key: str
    opens_at: OpensAt
    """The branch's hours."""
    staff: Staff
    moderation: Moderation
    bans: Bans
    audit: AuditStore
    staff_passwords: bool
    oidc: "Oidc | None"
    """The identity provider, if the settings name one."""
    glances: Glances
    """The rooms as they are now."""


def create_app(parts: Parts, connections: Connections) -> web.Application:
    """The application; ``connections`` are those of the listeners that will serve it."""
    pages = SmallPages(parts.branch["name"], parts.client.styles)
    lost = LostPage(pages)
    app = web.Application(
        client_max_size=MAX_BODY_BYTES,
        middlewares=[error_middleware, check_head, lost.middleware],
    )
    parts.registry.register(connections)

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        add_headers(parts.perimeter, request, response)

    app.on_response_prepare.append(prepare)
    _add_health(app, parts)
    _add_socket(app, parts)
    routes = Routes(
        app,
        perimeter=parts.perimeter,
        visits=parts.visits,
        limits=parts.limits,
        clock=parts.clock,
    )
    Api(
        visits=parts.visits,
        bans=parts.bans,
        limits=parts.limits,
        branch=parts.branch,
        opens_at=parts.opens_at,
        scenes={room: Document(scene) for room, scene in parts.scenes.items()},
        bot_key=parts.bot_key,
    ).register(routes)
    _add_staff(routes, parts, pages)
    app.router.add_get(CONTENT_PATH, parts.content.handle)
    parts.client.register(app)
    pages.register(app)
    return app


def _add_staff(routes: Routes, parts: Parts, pages: SmallPages) -> None:
    StaffApi(
        staff=parts.staff,
        moderation=parts.moderation,
        passwords=parts.staff_passwords,
        oidc=parts.oidc is not None,
    ).register(routes)
    RecordsApi(
        audit=parts.audit, bans=parts.bans, moderation=parts.moderation, staff=parts.staff
    ).register(routes)
    RoomsApi(parts.glances).register(routes)
    if parts.oidc is not None:
        from .oidc import OidcApi

        OidcApi(oidc=parts.oidc, staff=parts.staff, limits=parts.limits, pages=pages).register(
            routes
        )


def _add_health(app: web.Application, parts: Parts) -> None:
    health = Health(parts.ready, parts.registry, parts.perimeter)
    app.router.add_get("/healthz", health.healthz)
    app.router.add_get("/readyz", health.readyz)
    app.router.add_get("/metrics", health.metrics)


def _add_socket(app: web.Application, parts: Parts) -> None:
    async def socket(request: web.Request) -> web.StreamResponse:
        address = parts.perimeter.address(request)
        parts.limits.check_address(address)
        if request.transport is not None:
            keep_as_usual(request.transport)
        return await parts.socket(request, address)

    app.router.add_get(SOCKET_PATH, socket, allow_head=False)


class AccessLog(AbstractAccessLogger):
    """Method, route template, status, milliseconds: nothing that says who asked or for what."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        route = route_of(request)
        quiet = route in _QUIET or request.method not in hdrs.METH_ALL  # no HTTP, or not ours
        say = log.debug if quiet else log.info
        say(
            "request",
            method=request.method if request.method in hdrs.METH_ALL else "-",
            route=route,
            status=response.status,
            ms=round(time * 1000, 1),
        )
