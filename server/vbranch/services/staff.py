"""Signing in and out of staff, and their sessions.

The HTTP routes call this. Whoever is refused is told the same, and costs the same, whether the
name is unknown, the account disabled or the password wrong. All methods may raise
``StaffUnavailable`` or ``SessionsUnavailable``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from vbranch.ids import AccountId, SessionId
from vbranch.ports.clock import Clock
from vbranch.ports.sessions import Session, SessionStore
from vbranch.ports.staff import Account, Identity, StaffStore
from vbranch.protocol.constants import StaffRole

SESSION_LIFE_S: Final = 10 * 3600
"""A working day; then one signs in again."""

LABEL_LENGTH: Final = 60


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
        raise NotImplementedError

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
        raise NotImplementedError

    async def sign_in_external(
        self, claims: Claims, *, label: str, replaces: SessionId | None = None
    ) -> SignedIn:
        """Sign in somebody whom an identity provider has proved; the first time makes an account.

        Name and role follow the provider. An account with the same login name but not this identity
        is somebody else's. Raises ``SignInRefused`` (``NOT_STAFF``, and ``WRONG`` when disabled);
        who has no role any more loses the sessions that they have.
        """
        raise NotImplementedError

    async def sign_out(self, session: Session) -> None:
        """End the session."""
        raise NotImplementedError

    async def account(self, session: Session) -> Account | None:
        """The account of a session; None for a visitor's or bot's."""
        raise NotImplementedError

    async def accounts(self) -> list[Account]:
        """All, in the order of their login names."""
        raise NotImplementedError

    async def sessions(self, account: AccountId | None = None) -> list[Session]:
        """The living sessions of one account, or of all staff; newest first."""
        raise NotImplementedError

    async def revoke(self, session: SessionId, *, of: AccountId | None = None) -> bool:
        """End a session; with ``of`` only if it is one of that account. False: there is none."""
        raise NotImplementedError

    async def living(self, sessions: Sequence[SessionId]) -> set[SessionId]:
        """Those of them that still count."""
        raise NotImplementedError

    async def close(self) -> None:
        """Wait for what is under way."""
        raise NotImplementedError
