"""Signing in and out of staff, and their sessions.

The HTTP routes call this. Whoever is refused is told the same, and costs the same, whether the
name is unknown, the account disabled or the password wrong. All methods may raise
``StaffUnavailable``, ``SessionsUnavailable`` or ``AuditUnavailable``: who signs in is recorded.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

import structlog

from vbranch.access.limits import Buckets
from vbranch.access.lockout import UnknownNames, pause_after
from vbranch.access.passwords import MAX_LOGIN, BadLogin, login_form, needs_rehash
from vbranch.access.second_factor import matching_step
from vbranch.access.tokens import new_token, token_hash
from vbranch.ids import AccountId, SessionId
from vbranch.ports.audit import AuditStore, AuditUnavailable
from vbranch.ports.clock import Clock
from vbranch.ports.sessions import Session, SessionStore
from vbranch.ports.staff import Account, Attempt, StaffStore, StaffUnavailable
from vbranch.protocol.constants import Role, StaffRole
from vbranch.services.hashing import Hashing, TooManyWaiting
from vbranch.services.sealing import Seal
from vbranch.services.sign_in import Claims, Credentials, Refusal, SignedIn, SignInRefused
from vbranch.services.sign_in_records import SignInRecords
from vbranch.services.staff_accounts import name_or, provision

log = structlog.get_logger("vbranch.staff")

SESSION_LIFE_S: Final = 10 * 3600
"""A working day; then one signs in again."""

LABEL_LENGTH: Final = 60

ADDRESS_RATE: Final = 0.5
ADDRESS_BURST: Final = 30
"""Tries of an address: an office of people may begin their day at once."""

BUSY_S: Final = 3.0

_PASSWORD: Final = "password"  # noqa: S105  how somebody signed in, in the audit
_CODE: Final = "password and code"
_PROVIDER: Final = "provider"


class Staff:
    """The signing in of staff. Used from one event loop; ``close`` it before the stores."""

    def __init__(
        self,
        store: StaffStore,
        sessions: SessionStore,
        audit: AuditStore,
        key: bytes,
        clock: Clock,
    ) -> None:
        """``key`` opens the second factors' secrets (``vbranch.folder.staff_key``)."""
        self._store = store
        self._sessions = sessions
        self._key = key
        self._clock = clock
        self._hashing = Hashing()
        self._addresses = Buckets[str](ADDRESS_RATE, ADDRESS_BURST)
        self._unknown = UnknownNames()
        self._records = SignInRecords(audit, clock)

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
        label = label[:LABEL_LENGTH]
        try:
            account, step = await self._prove(attempt, credentials)
            signed_in = await self._open(account, step, label)
        except SignInRefused as refused:
            self._record_refused(attempt, refused.reason, label)
            raise
        await self._record(signed_in, _PASSWORD if step is None else _CODE)
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
        label = label[:LABEL_LENGTH]
        known = await self._store.find_identity(claims.identity)
        if claims.role is None:
            if known is not None:
                await self._sessions.revoke_account(known.id)
                self._records.refused(known, Refusal.NOT_STAFF, label, by=_PROVIDER)
            raise SignInRefused(Refusal.NOT_STAFF)
        account = await self._provided(known, claims, claims.role)
        try:
            signed_in = await self._open(account, None, label)
        except SignInRefused as refused:
            self._records.refused(account, refused.reason, label, by=_PROVIDER)
            raise
        await self._record(signed_in, ", ".join((_PROVIDER, *_changes(known, account))))
        if replaces is not None:
            await self._sessions.revoke(replaces)
        return signed_in

    async def sign_out(self, session: Session) -> None:
        """End the session. It ends also where that cannot be recorded at once."""
        account = await self.account(session)
        if await self._sessions.revoke(session.id) and account is not None:
            self._records.signed_out(account, session)

    async def account(self, session: Session) -> Account | None:
        """The account of a session; None for a visitor's or bot's."""
        return None if session.account is None else await self._store.find(session.account)

    async def accounts(self) -> list[Account]:
        """All, in the order of their login names."""
        return await self._store.all()

    async def sessions(self, account: AccountId | None = None) -> list[Session]:
        """The living sessions of one account, or of all staff; newest first."""
        return await self._sessions.staff_sessions(self._clock.unix(), account)

    async def session(self, session: SessionId) -> Session | None:
        """A living session of staff."""
        return await self._sessions.staff_session(session, self._clock.unix())

    async def end_own(self, by: Session, session: SessionId) -> bool:
        """End a session of one's own, perhaps the very one. False: one has no such."""
        account = await self.account(by)
        if account is None or not await self._sessions.revoke(session, account.id):
            return False
        if session == by.id:
            self._records.signed_out(account, by)
        else:
            self._records.ended_own(account, by)
        return True

    async def living(self, sessions: Sequence[SessionId]) -> set[SessionId]:
        """Those of them that still count."""
        return await self._sessions.living(sessions, self._clock.unix())

    async def close(self) -> None:
        """Wait for what is under way."""
        await self._hashing.close()
        await self._records.close()

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

    async def _prove(self, attempt: Attempt, typed: Credentials) -> tuple[Account, int | None]:
        """Whose they are, and the time step of the second factor's code."""
        account = attempt.account
        kept = None if account is None or account.disabled else account.password
        try:
            right = await self._hashing.verify(kept, typed.password)
        except TooManyWaiting:
            await self._store.forgive(attempt)
            raise SignInRefused(Refusal.BUSY, BUSY_S) from None
        if account is None or not right:
            raise SignInRefused(Refusal.WRONG)
        return account, await self._check_code(attempt, account, typed.code)

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
            label=label,
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

    async def _record(self, signed_in: SignedIn, by: str) -> None:
        """Before anybody has the token; a session that is not recorded ends unused."""
        try:
            await self._records.signed_in(signed_in, by)
        except AuditUnavailable:
            await self._sessions.revoke(signed_in.session.id)
            raise

    def _record_refused(self, attempt: Attempt, reason: Refusal, label: str) -> None:
        if reason is Refusal.BUSY:
            return  # nothing was looked at
        if attempt.account is None:
            self._records.nobody()
        else:
            self._records.refused(attempt.account, reason, label, by=_PASSWORD)

    async def _provided(self, known: Account | None, claims: Claims, role: StaffRole) -> Account:
        """The account of somebody whom the provider proves, as the provider has them now."""
        if known is not None:
            return await self._follow(known, role, claims.name)
        return await provision(
            self._store,
            claims.identity,
            wish=claims.login,
            name=claims.name,
            role=role,
            now=self._clock.unix(),
        )

    async def _follow(self, account: Account, role: StaffRole, name: str) -> Account:
        """The account as the provider has the person now."""
        name = name_or(name, account.name)
        if account.role is not role:
            await self._store.set_role(account.id, role)
        if account.name != name:
            await self._store.set_name(account.id, name)
        return replace(account, role=role, name=name)


def _changes(before: Account | None, account: Account) -> Iterator[str]:
    """What a sign-in by the provider has made of an account, for the audit."""
    if before is None:
        yield f"account made as {account.role}"
    elif before.role is not account.role:
        yield f"role {before.role} to {account.role}"
