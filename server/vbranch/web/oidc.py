"""Signing in by the bank's identity provider (OpenID Connect): the way there and the way back.

The way back ends with a page and not with a redirect: it is a navigation that another site has
begun, on which the browser would not send the session's cookie (SameSite=Strict); the page goes on
by itself, as one of ours. There is one place to which it goes, so nothing that somebody writes into
an address leads anywhere else.
"""

import hmac
from typing import Final

import structlog
from aiohttp import hdrs, web

from vbranch.services.oidc import IdentityRefused, Oidc
from vbranch.services.oidc_provider import ProviderUnavailable
from vbranch.services.sign_in import SignInRefused
from vbranch.services.staff import Staff

from .errors import WebError
from .label import label_of
from .limits import RequestLimits
from .oidc_cookie import Kept, OidcCookie
from .oidc_words import FAILED, REFUSED, SIGNED_IN, UNAVAILABLE
from .routes import Call, Nothing, Routes
from .security import host_of
from .small_pages import SmallPage, SmallPages
from .staff import OIDC_START, STAFF, give_session

log = structlog.get_logger("vbranch.web")

STAFF_PAGE: Final = "/staff"
CALLBACK: Final = f"{STAFF}/oidc/callback"
MAX_CODE: Final = 4096


class Failed(Exception):
    """The sign-in ends here; ``reason`` is for the log and names no person."""

    def __init__(self, page: SmallPage, status: int, reason: str) -> None:
        super().__init__(reason)
        self.page = page
        self.status = status
        self.reason = reason


class OidcApi:
    """Handlers; ``register`` says which permission and form each needs."""

    def __init__(
        self, *, oidc: Oidc, staff: Staff, limits: RequestLimits, pages: SmallPages
    ) -> None:
        self._oidc = oidc
        self._staff = staff
        self._limits = limits
        self._cookie = OidcCookie()
        self._signed_in = pages.make(SIGNED_IN, STAFF_PAGE)
        self._failed = pages.make(FAILED, STAFF_PAGE)
        self._refused = pages.make(REFUSED, STAFF_PAGE)
        self._unavailable = pages.make(UNAVAILABLE, STAFF_PAGE)

    def register(self, routes: Routes) -> None:
        routes.add("GET", OIDC_START, self.start, needs=None, body=Nothing)
        routes.add("GET", CALLBACK, self.come_back, needs=None, body=Nothing)

    async def start(self, call: Call[Nothing]) -> web.Response:
        """Send the browser to the provider."""
        scheme, host = "https" if call.secure else "http", host_of(call.request)
        if host is None:
            raise WebError(400, "bad_host", "the request names no host")
        try:
            url, pending = await self._oidc.begin(f"{scheme}://{host}{CALLBACK}")
        except ProviderUnavailable as fault:
            log.error("identity_provider_unavailable", reason=fault.reason)
            return self._unavailable.answer(call.request, 503)
        headers = {hdrs.LOCATION: url, hdrs.CACHE_CONTROL: "no-store"}
        response = web.Response(status=303, headers=headers)
        kept = Kept(pending, call.session.id if call.session else None)
        self._cookie.write(response, kept, secure=call.secure, now=call.now)
        return response

    async def come_back(self, call: Call[Nothing]) -> web.Response:
        """Who the provider says it is, if this browser has begun that sign-in."""
        try:
            response = await self._finish(call)
        except Failed as end:
            log.info("sign_in_refused", reason=end.reason)
            response = end.page.answer(call.request, end.status)
        self._cookie.clear(response, secure=call.secure)
        return response

    async def _finish(self, call: Call[Nothing]) -> web.Response:
        self._limits.check_identity(call.address)
        query = call.request.query
        kept = self._cookie.take(call.request, secure=call.secure, now=call.now)
        if kept is None:
            raise Failed(self._failed, 400, "no_sign_in")
        if not hmac.compare_digest(query.get("state", "").encode(), kept.pending.state.encode()):
            raise Failed(self._failed, 400, "state")
        code = query.get("code", "")
        if not 0 < len(code) <= MAX_CODE:  # the provider says no; its words are not repeated
            raise Failed(self._failed, 400, "no_code")
        try:
            claims = await self._oidc.finish(kept.pending, code, query.get("iss"))
            signed_in = await self._staff.sign_in_external(
                claims,
                label=label_of(call.request.headers.get(hdrs.USER_AGENT, "")),
                replaces=kept.replaces,
            )
        except IdentityRefused as fault:
            raise Failed(self._failed, 400, fault.reason) from None
        except SignInRefused as fault:
            raise Failed(self._refused, 403, fault.reason.value) from None
        except ProviderUnavailable as fault:
            log.error("identity_provider_unavailable", reason=fault.reason)
            raise Failed(self._unavailable, 503, "unavailable") from None
        log.info("signed_in", by="oidc")
        response = self._signed_in.answer(call.request, 200, {"Refresh": f"0; url={STAFF_PAGE}"})
        give_session(response, signed_in, call)
        return response
