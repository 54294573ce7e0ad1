"""The one place where an address gets its handler together with what it needs.

A route says which permission it needs and which form its body has; both are checked here, before
the handler runs, and in the same order everywhere: rate of the address, origin, session, rate of
the session, permission, body. What somebody may is asked of the one table (``access.policy``).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from aiohttp import hdrs, web
from pydantic import BaseModel, ConfigDict, ValidationError

from vbranch.access.policy import Permission, allows, standing_of
from vbranch.ports.clock import Clock
from vbranch.ports.sessions import Session, SessionsUnavailable
from vbranch.services.moderation import UNAVAILABLE, SignedOut
from vbranch.services.visits import Visits

from .errors import WebError
from .limits import RequestLimits
from .security import SAFE_METHODS, Perimeter
from .session import find_session

MAX_BODY_BYTES: Final = 64 * 1024
BODY_S: Final = 10.0  # for a whole body: ours are tiny


NEEDS: Final[web.AppKey[dict[tuple[str, str], Permission | None]]] = web.AppKey("needs", dict)
"""What each route of an application needs, by method and path."""


class Form(BaseModel):
    """Base of request bodies: strict, closed, finite, like the messages of the socket."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


class Nothing(Form):
    """The body of a request that has nothing to say: ``{}``, or none where none is usual (GET,
    DELETE)."""


B = TypeVar("B", bound=Form)


@dataclass(frozen=True, slots=True)
class Call(Generic[B]):
    """What a handler gets: everything about the request has been checked."""

    request: web.Request
    body: B
    session: Session | None
    address: str
    secure: bool
    """The browser came by https."""
    now: float
    """Unix seconds."""

    @property
    def member(self) -> Session:
        """The session of a route that needs a permission."""
        assert self.session is not None, "a route without permission has no session"
        return self.session


class Routes:
    """Registers the API's routes on an application."""

    def __init__(
        self,
        app: web.Application,
        *,
        perimeter: Perimeter,
        visits: Visits,
        limits: RequestLimits,
        clock: Clock,
    ) -> None:
        self._app = app
        self._needs: dict[tuple[str, str], Permission | None] = {}
        app[NEEDS] = self._needs
        self._perimeter = perimeter
        self._visits = visits
        self._limits = limits
        self._clock = clock

    def add(
        self,
        method: str,
        path: str,
        handler: Callable[[Call[B]], Awaitable[web.StreamResponse]],
        *,
        needs: Permission | None,
        body: type[B],
    ) -> None:
        """``needs`` is None where everybody may, even without a session."""

        async def checked(request: web.Request) -> web.StreamResponse:
            session = await self._admit(request, needs)
            form = await _read_body(request, body)
            secure = self._perimeter.secure(request)
            address = self._perimeter.address(request)
            call = Call(request, form, session, address, secure, self._clock.unix())
            try:
                return await handler(call)
            except UNAVAILABLE:
                raise unavailable() from None
            except SignedOut:  # between the check and the act
                raise no_session() from None

        self._app.router.add_route(method, path, checked)
        self._needs[method, path] = needs

    async def _admit(self, request: web.Request, needs: Permission | None) -> Session | None:
        self._limits.check_address(self._perimeter.address(request))
        if request.method not in SAFE_METHODS:
            self._perimeter.check_origin(request)
        try:
            session = await find_session(
                self._visits,
                request,
                secure=self._perimeter.secure(request),
                now=self._clock.unix(),
            )
        except SessionsUnavailable:
            raise unavailable() from None
        if session is not None:
            self._limits.check_session(session.id)
        if needs is not None:
            if session is None:
                raise no_session()
            if not allows(standing_of(session.role, session.staff), needs):
                raise WebError(403, "not_allowed", "your role may not do this")
        return session


def no_session() -> WebError:
    """Nobody is known by the request's cookie, or not any more."""
    return WebError(401, "no_session", "there is no session; open one first")


def unavailable() -> WebError:
    """A store cannot be read or written now; it may pass."""
    return WebError(
        503, "try_again", "the server cannot do this now; try again", headers={"Retry-After": "1"}
    )


async def _read_body(request: web.Request, form: type[B]) -> B:
    """The body as the route's form; raises 400, 408, 413, 415."""
    if request.method in SAFE_METHODS:
        return form()
    if request.method == hdrs.METH_DELETE and not request.body_exists:
        return form()
    if request.content_type != "application/json":
        raise WebError(415, "bad_type", "the body must be application/json")
    if request.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise WebError(415, "bad_coding", "the body must not be compressed")
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise _too_big()
    raw = await _bytes_of_body(request)
    try:
        return form.model_validate_json(raw)
    except ValidationError as fault:
        raise _bad_body(fault) from None


async def _bytes_of_body(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_S):
            return await request.read()
    except TimeoutError:
        raise WebError(408, "too_slow", "the body did not come in time", close=True) from None
    except web.HTTPRequestEntityTooLarge:  # found out by counting: its length was not told
        raise _too_big() from None
    except web.RequestPayloadError:
        fault = WebError(400, "bad_body", "the body is not what its headers say", close=True)
        raise fault from None


def _too_big() -> WebError:
    return WebError(413, "too_big", f"a body is at most {MAX_BODY_BYTES} bytes", close=True)


def _bad_body(fault: ValidationError) -> WebError:
    """Bad JSON or bad form (the two are different codes, as in M-2); nothing sent is repeated."""
    first = fault.errors(include_input=False, include_context=False, include_url=False)[0]
    if first["type"] == "json_invalid":
        return WebError(400, "bad_json", "the body is not JSON in UTF-8")
    field = ".".join(str(part) for part in first["loc"])[:100] or None
    if first["type"] == "extra_forbidden":
        return WebError(400, "bad_form", "the body has a field that is not known", field)
    return WebError(400, "bad_form", first["msg"], field)
