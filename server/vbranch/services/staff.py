"""Signing in and out of staff, and their sessions.

The HTTP routes call this. Whoever is refused is told the same, and costs the same, whether the
name is unknown, the account disabled or the password wrong. All methods may raise
``StaffUnavailable`` or ``SessionsUnavailable``.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

import structlog

from vbranch.access.limits import Buckets
from vbranch.access.lockout import UnknownNames, pause_after
from vbranch.access.passwords import MAX_LOGIN, BadLogin, login_form, needs_rehash
from vbranch.access.second_factor import matching_step
from vbranch.access.tokens import new_token, token_hash
from vbranch.ids import AccountId, SessionId
from vbranch.ports.clock import Clock
from vbranch.ports.sessions import Session, SessionStore
from vbranch.ports.staff import Account, Attempt, Identity, StaffStore, StaffUnavailable
from vbranch.protocol.constants import Role, StaffRole
from vbranch.services.hashing import Hashing, TooManyWaiting
from vbranch.services.sealing import Seal
from vbranch.services.staff_accounts import name_or, provision

log = structlog.get_logger("vbranch.staff")

SESSION_LIFE_S: Final = 10 * 3600
"""A working day; then one signs in again."""

LABEL_LENGTH: Final = 60

ADDRESS_RATE: Final = 0.5
ADDRESS_BURST: Final = 30
"""Tries of an address: an office of people may begin their day at once."""

BUSY_S: Final = 3.0


class Refusal(StrEnum):
    """Why somebody is not signed in."""

    WRONG = "wrong"
    """Name, password, or a disabled account: one answer for all."""
    CODE_NEEDED = "code_needed"
    """The password is right; the second factor's code is asked for."""
    CODE_WRONG = "code_wrong"
    """The password is right, the code is not, or was used before."""
    LOCKED = "locked"
    """Too many failures for this name, known or not; ``retry_after`` says how long."""
    TOO_FAST = "too_fast"
    """Too many tries from this address; ``retry_after``."""
    BUSY = "busy"
    """Too many people sign in at this moment; ``retry_after``."""
    NOT_STAFF = "not_staff"
    """The identity provider's word for the person gives them no role here."""


class SignInRefused(Exception):
    """Nobody is signed in."""

    def __init__(self, reason: Refusal, retry_after: float | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.retry_after = retry_after
        """Seconds, where waiting helps."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """``token`` is for the cookie and is stored nowhere."""

    account: Account
    session: Session
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody typed; nothing of it is ever in a log line."""

    login: str
    password: str = field(repr=False)
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Claims:
    """What an identity provider says of somebody; ``role`` is what the settings make of it."""

    identity: Identity
    login: str
    name: str
    role: StaffRole | None


class Staff:
    """The signing in of staff. Used from one event loop; ``close`` it before the stores."""

    def __init__(self, store: StaffStore, sessions: SessionStore, key: bytes, clock: Clock) -> None:
        """``key`` opens the second factors' secrets (``vbranch.folder.staff_key``)."""
        self._store = store
        self._sessions = sessions
        self._key = key
        self._clock = clock
        self._hashing = Hashing()
        self._addresses = Buckets[str](ADDRESS_RATE, ADDRESS_BURST)
        self._unknown = UnknownNames()

    async def sign_in(
        self,
        credentials: Credentials,
        *,
        address: str,
        label: str,
        replaces: SessionId | None = None,
    ) -> SignedIn:
        """Sign in by password and, where the account has one, second factor.

        Always a new session with a new token. ``replaces`` is the session that the browser had: it
        ends. ``address`` is counted (``web.limits.bucket_key``), never stored; ``label`` names the
        browser, for its person. Raises ``SignInRefused``.
        """
        self._check_load(address)
        attempt = await self._attempt(credentials.login)
        account = attempt.account
        kept = None if account is None or account.disabled else account.password
        try:
            right = await self._hashing.verify(kept, credentials.password)
        except TooManyWaiting:
            await self._store.forgive(attempt)
            raise SignInRefused(Refusal.BUSY, BUSY_S) from None
        if account is None or not right:
            raise SignInRefused(Refusal.WRONG)
        step = await self._check_code(attempt, account, credentials.code)
        signed_in = await self._open(account, step, label)
        await self._renew_hash(account, credentials.password)
        if replaces is not None:
            await self._sessions.revoke(replaces)
        return signed_in

    async def sign_in_external(
        self, claims: Claims, *, label: str, replaces: SessionId | None = None
    ) -> SignedIn:
        """Sign in somebody whom an identity provider has proved; the first time makes an account.

        Name and role follow the provider. An account with the same login name but not this identity
        is somebody else's. Raises ``SignInRefused`` (``NOT_STAFF``, and ``WRONG`` when disabled);
        who has no role any more loses the sessions that they have.
        """
        account = await self._store.find_identity(claims.identity)
        if claims.role is None:
            if account is not None:
                await self._sessions.revoke_account(account.id)
            raise SignInRefused(Refusal.NOT_STAFF)
        if account is None:
            account = await provision(
                self._store,
                claims.identity,
                wish=claims.login,
                name=claims.name,
                role=claims.role,
                now=self._clock.unix(),
            )
        else:
            account = await self._follow(account, claims.role, claims.name)
        signed_in = await self._open(account, None, label)
        if replaces is not None:
            await self._sessions.revoke(replaces)
        return signed_in

    async def sign_out(self, session: Session) -> None:
        """End the session."""
        await self._sessions.revoke(session.id)

    async def account(self, session: Session) -> Account | None:
        """The account of a session; None for a visitor's or bot's."""
        return None if session.account is None else await self._store.find(session.account)

    async def accounts(self) -> list[Account]:
        """All, in the order of their login names."""
        return await self._store.all()

    async def sessions(self, account: AccountId | None = None) -> list[Session]:
        """The living sessions of one account, or of all staff; newest first."""
        return await self._sessions.staff_sessions(self._clock.unix(), account)

    async def revoke(self, session: SessionId, *, of: AccountId | None = None) -> bool:
        """End a session; with ``of`` only if it is one of that account. False: there is none."""
        return await self._sessions.revoke(session, of)

    async def living(self, sessions: Sequence[SessionId]) -> set[SessionId]:
        """Those of them that still count."""
        return await self._sessions.living(sessions, self._clock.unix())

    async def close(self) -> None:
        """Wait for what is under way."""
        await self._hashing.close()

    def _check_load(self, address: str) -> None:
        """Before anything is counted or computed."""
        if not self._addresses.take(address, self._clock.monotonic()):
            raise SignInRefused(Refusal.TOO_FAST, 1 / ADDRESS_RATE)
        try:
            self._hashing.check()
        except TooManyWaiting:
            raise SignInRefused(Refusal.BUSY, BUSY_S) from None

    async def _attempt(self, typed: str) -> Attempt:
        """Count the try; refuse it if the name is locked, whether it exists or not."""
        now = self._clock.unix()
        try:
            login = name = login_form(typed)
        except BadLogin:
            login, name = "", typed[:MAX_LOGIN]  # nobody's
        attempt = await self._store.attempt(login, now, pause_after)
        locked_until = attempt.locked_until
        if attempt.account is None:
            locked_until = self._unknown.attempt(name, now)
        if locked_until > now:
            raise SignInRefused(Refusal.LOCKED, locked_until - now)
        return attempt

    async def _check_code(self, attempt: Attempt, account: Account, code: str | None) -> int | None:
        """The time step of the code, None where the account needs none."""
        if account.totp is None:
            return None
        if code is None or not code.strip():
            await self._store.forgive(attempt)
            raise SignInRefused(Refusal.CODE_NEEDED)
        secret = Seal(account.id, self._key).open(account.totp.decode("ascii"))
        if secret is None:
            log.error("second_factor_unreadable", account=account.id)
            raise SignInRefused(Refusal.CODE_WRONG)
        step = matching_step(secret, code, self._clock.unix(), account.totp_step)
        if step is None:
            raise SignInRefused(Refusal.CODE_WRONG)
        return step

    async def _open(self, account: Account, step: int | None, label: str) -> SignedIn:
        """A new session, unless the account has changed while the password was looked at."""
        now, token = self._clock.unix(), new_token()
        session = Session(
            id=SessionId(secrets.token_urlsafe(16)),
            role=Role.STAFF,
            created=now,
            expires=now + SESSION_LIFE_S,
            account=account.id,
            staff=account.role,
            label=label[:LABEL_LENGTH],
        )
        if not await self._store.sign_in(account, token_hash(token), session, step):
            raise SignInRefused(Refusal.WRONG if step is None else Refusal.CODE_WRONG)
        return SignedIn(account, session, token)

    async def _renew_hash(self, account: Account, password: str) -> None:
        """By today's parameters. It can wait for the next time, if it cannot be done now."""
        if account.password is not None and needs_rehash(account.password):
            with suppress(TooManyWaiting, StaffUnavailable):
                renewed = await self._hashing.hash(password)
                await self._store.rehash(account.id, account.password, renewed)

    async def _follow(self, account: Account, role: StaffRole, name: str) -> Account:
        """The account as the provider has the person now."""
        name = name_or(name, account.name)
        if account.role is not role:
            await self._store.set_role(account.id, role)
        if account.name != name:
            await self._store.set_name(account.id, name)
        return replace(account, role=role, name=name)
