"""The session cookie: how a browser is recognised between requests; no token is in any URL (T-3).

Under https the name has the prefix ``__Host-``: browsers then guarantee Secure, this host alone and
the whole path. It also keeps the two listeners of a LAN apart, since cookies know no ports and a
browser would not let the http page replace the https page's Secure cookie.
"""

from typing import Final

from aiohttp import web

from vbranch.ports.sessions import Session
from vbranch.services.visits import Visits

COOKIE: Final = "vbranch_session"
SECURE_COOKIE: Final = f"__Host-{COOKIE}"
MAX_COOKIE: Final = 256


def read_cookie(request: web.Request, *, secure: bool) -> str | None:
    """The session's token as the browser sent it; programs may use the plain name under https."""
    names = (SECURE_COOKIE, COOKIE) if secure else (COOKIE,)
    for name in names:
        token = request.cookies.get(name)
        if token and len(token) <= MAX_COOKIE:
            return token
    return None


def write_cookie(
    response: web.Response, token: str, session: Session, *, secure: bool, now: float
) -> None:
    """Give the browser its session until that expires."""
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        token,
        max_age=max(1, int(session.expires - now)),
        path="/",
        httponly=True,
        samesite="Strict",
        secure=secure,
    )


def clear_cookie(response: web.Response, *, secure: bool) -> None:
    """Take the browser's session away; the store must have ended it before."""
    response.del_cookie(
        SECURE_COOKIE if secure else COOKIE,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=secure,
    )


async def find_session(
    visits: Visits, request: web.Request, *, secure: bool, now: float
) -> Session | None:
    """The living session of this request, or None."""
    token = read_cookie(request, secure=secure)
    return None if token is None else await visits.session(token, now)
