"""Staff's own HTTP API: signing in and out, who one is, sessions, accounts.

Signing in always makes a new session with a new cookie, and ends the one that the browser had, so
that nobody can sit in a session that they have prepared for somebody else.
"""

from collections.abc import Iterable
from math import ceil
from typing import Annotated, Any, Final

import structlog
from aiohttp import hdrs, web
from pydantic import StringConstraints

from vbranch.access.policy import Permission, allows, standing_of
from vbranch.ids import AccountId, SessionId
from vbranch.ports.sessions import Session
from vbranch.ports.staff import Account
from vbranch.services.moderation import Moderation
from vbranch.services.sign_in import Credentials, Refusal, SignedIn, SignInRefused
from vbranch.services.staff import Staff

from .api import API
from .errors import WebError
from .label import label_of
from .limits import bucket_key
from .routes import Call, Form, Nothing, Routes, no_session
from .session import clear_cookie, write_cookie

log = structlog.get_logger("vbranch.web")

STAFF: Final = f"{API}/staff"
OIDC_START: Final = f"{STAFF}/oidc/start"
NO_STORE: Final = {hdrs.CACHE_CONTROL: "no-store"}

_REFUSED: Final = {
    Refusal.WRONG: (401, "name or password is wrong"),
    Refusal.CODE_NEEDED: (401, "the code of your second factor is needed too"),
    Refusal.CODE_WRONG: (401, "the code is wrong, or was used before"),
    Refusal.LOCKED: (429, "too many wrong tries; wait"),
    Refusal.TOO_FAST: (429, "too many tries from one address; wait"),
    Refusal.BUSY: (503, "too many people sign in at this moment; try again"),
    Refusal.NOT_STAFF: (403, "you have no role in this branch"),
}


class SignIn(Form):
    """What somebody types. Lengths only keep nonsense out; what is right is found out later."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    code: Annotated[str, StringConstraints(max_length=16)] | None = None


class StaffApi:
    """Handlers; ``register`` says which permission and form each needs."""

    def __init__(
        self, *, staff: Staff, moderation: Moderation, passwords: bool, oidc: bool
    ) -> None:
        """``passwords`` and ``oidc``: the ways in that the settings open."""
        self._staff = staff
        self._moderation = moderation
        self._passwords = passwords
        self._ways = {"password": passwords, "oidc": OIDC_START if oidc else None}

    def register(self, routes: Routes) -> None:
        see, sessions = Permission.CONSOLE_SEE, f"{STAFF}/sessions"
        routes.add("GET", f"{STAFF}/ways", self.show_ways, needs=None, body=Nothing)
        routes.add("POST", f"{STAFF}/sign-in", self.sign_in, needs=None, body=SignIn)
        routes.add("POST", f"{STAFF}/sign-out", self.sign_out, needs=None, body=Nothing)
        routes.add("GET", f"{STAFF}/me", self.show_me, needs=see, body=Nothing)
        routes.add("GET", sessions, self.show_sessions, needs=see, body=Nothing)
        routes.add("DELETE", f"{sessions}/{{session}}", self.revoke, needs=see, body=Nothing)
        routes.add(
            "GET",
            f"{sessions}/all",
            self.show_all_sessions,
            needs=Permission.SESSIONS_SEE,
            body=Nothing,
        )
        routes.add(
            "GET",
            f"{STAFF}/accounts",
            self.show_accounts,
            needs=Permission.ACCOUNTS_SEE,
            body=Nothing,
        )

    async def show_ways(self, call: Call[Nothing]) -> web.Response:
        """How one can sign in here."""
        return web.json_response(self._ways, headers=NO_STORE)

    async def sign_in(self, call: Call[SignIn]) -> web.Response:
        """Sign in by name, password and, where the account has one, second factor."""
        if not self._passwords:
            raise WebError(403, "no_passwords", "staff of this branch do not sign in by password")
        typed = call.body
        try:
            signed_in = await self._staff.sign_in(
                Credentials(typed.name, typed.password, typed.code),
                address=bucket_key(call.address),
                label=label_of(call.request.headers.get(hdrs.USER_AGENT, "")),
                replaces=call.session.id if call.session else None,
            )
        except SignInRefused as refused:
            log.info("sign_in_refused", reason=refused.reason.value)
            raise _refused(refused) from None
        log.info("signed_in", by="password")
        response = web.json_response(_me(signed_in.account, signed_in.session), headers=NO_STORE)
        give_session(response, signed_in, call)
        return response

    async def sign_out(self, call: Call[Nothing]) -> web.Response:
        """End one's session; whoever is signed out already is as signed out as they want to be."""
        response = web.json_response({}, headers=NO_STORE)
        if call.session is None or call.session.account is not None:
            if call.session is not None:
                await self._staff.sign_out(call.session)
            clear_cookie(response, secure=call.secure)
        return response

    async def show_me(self, call: Call[Nothing]) -> web.Response:
        """Who one is and what one may."""
        account = await self._staff.account(call.member)
        if account is None:
            raise no_session()
        return web.json_response(_me(account, call.member), headers=NO_STORE)

    async def show_sessions(self, call: Call[Nothing]) -> web.Response:
        """One's own sessions, the newest first."""
        found = await self._staff.sessions(_account_of(call))
        shown = [_session(one, call.member) for one in found]
        return web.json_response({"sessions": shown}, headers=NO_STORE)

    async def show_all_sessions(self, call: Call[Nothing]) -> web.Response:
        """Everybody's sessions, with whose they are."""
        names = names_of(await self._staff.accounts())
        shown = [
            _session(one, call.member)
            | {"account": one.account, "name": names.get(one.account), "role": one.staff}
            for one in await self._staff.sessions()
        ]
        return web.json_response({"sessions": shown}, headers=NO_STORE)

    async def revoke(self, call: Call[Nothing]) -> web.Response:
        """End one of one's own sessions, or, with the right to it, somebody else's."""
        session = SessionId(call.request.match_info["session"])
        if not await self._revoke(call, session):
            raise WebError(404, "no_such_session", "there is no such session")
        response = web.json_response({}, headers=NO_STORE)
        if session == call.member.id:
            clear_cookie(response, secure=call.secure)
        return response

    async def _revoke(self, call: Call[Nothing], session: SessionId) -> bool:
        """Others' only on the record; of one's own one is rid in any case."""
        if await self._staff.end_own(call.member, session):
            return True
        standing = standing_of(call.member.role, call.member.staff)
        if not allows(standing, Permission.SESSIONS_REVOKE):
            return False  # nor does one hear whether there is such a session
        theirs = await self._staff.session(session)
        return theirs is not None and await self._moderation.revoke(call.member.id, theirs)

    async def show_accounts(self, call: Call[Nothing]) -> web.Response:
        """All accounts; nothing of their secrets, only which they have."""
        shown = [_account(one, call.now) for one in await self._staff.accounts()]
        return web.json_response({"accounts": shown}, headers=NO_STORE)


def give_session(response: web.Response, signed_in: SignedIn, call: Call[Any]) -> None:
    """The cookie of a session that has just begun."""
    write_cookie(response, signed_in.token, signed_in.session, secure=call.secure, now=call.now)


def _refused(refused: SignInRefused) -> WebError:
    status, message = _REFUSED[refused.reason]
    headers = None
    if refused.retry_after is not None:
        headers = {"Retry-After": str(max(1, ceil(refused.retry_after)))}
    return WebError(status, refused.reason.value, message, headers=headers)


def _account_of(call: Call[Any]) -> AccountId:
    account = call.member.account
    assert account is not None, "only staff may come here, and they have an account"
    return account


def _me(account: Account, session: Session) -> dict[str, Any]:
    standing = standing_of(session.role, session.staff)
    return {
        "account": account.id,
        "login": account.login,
        "name": account.name,
        "role": session.staff,
        "permissions": [one for one in Permission if allows(standing, one)],
        "expires": _ms(session.expires),
    }


def _session(session: Session, own: Session) -> dict[str, Any]:
    return {
        "session": session.id,
        "label": session.label,
        "created": _ms(session.created),
        "expires": _ms(session.expires),
        "current": session.id == own.id,
    }


def _account(account: Account, now: float) -> dict[str, Any]:
    return {
        "account": account.id,
        "login": account.login,
        "name": account.name,
        "role": account.role,
        "created": _ms(account.created),
        "disabled": account.disabled,
        "locked_until": _ms(account.locked_until) if account.locked_until > now else None,
        "password": account.password is not None,
        "second_factor": account.totp is not None,
        "oidc": account.identity is not None,
    }


def names_of(accounts: Iterable[Account]) -> dict[AccountId | None, str]:
    return {account.id: account.name for account in accounts}


def _ms(seconds: float) -> int:
    """Times are in ms since 1970, as on the socket (E-1)."""
    return int(seconds * 1000)
