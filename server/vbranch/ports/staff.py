"""Port: staff accounts, and the one step in which somebody signs in.

An account's sessions are in the same store (``ports.sessions``), so that an account and what it has
signed in change together: whoever is disabled, or gets another password, second factor or role, is
signed out everywhere in the same step, and nobody can sign in by what was true a moment before.
Times are Unix seconds (float) and are always an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from vbranch.ids import AccountId
from vbranch.ports.sessions import Session
from vbranch.protocol.constants import StaffRole


class StaffUnavailable(Exception):
    """The store cannot be read or written now; nothing was changed. The caller may try again."""


class LoginTaken(Exception):
    """Another account has this login name, or this identity."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody as an identity provider (OpenID Connect) knows them; never matched by name."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class Account:
    """One person of the bank's staff.

    ``login`` is in the form that ``access.passwords.login_form`` gives. ``password`` is an argon2id
    hash, None for somebody who comes by an identity provider only. ``totp`` is the second factor's
    secret, sealed; ``totp_step`` the time step of the last code that was used: it and all before
    are used up. ``failures`` counts wrong sign-ins since the last right one.
    """

    id: AccountId
    login: str
    name: str
    role: StaffRole
    created: float
    password: str | None = field(default=None, repr=False)
    totp: bytes | None = field(default=None, repr=False)
    totp_step: int = 0
    disabled: bool = False
    failures: int = 0
    locked_until: float = 0.0
    identity: Identity | None = None

    def same_credentials(self, seen: "Account") -> bool:
        """Whether what let somebody in a moment ago is still what lets them in."""
        return (self.password, self.totp, self.role, self.identity) == (
            seen.password,
            seen.totp,
            seen.role,
            seen.identity,
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the store says to a try: it is counted already, unless the account is locked."""

    account: Account | None
    """As it was before the try; None: there is no such account."""
    locked_until: float
    """Later than now: this try does not count and must not be looked at."""


class StaffStore(Protocol):
    """Every method is one atomic, durable step and may raise ``StaffUnavailable``."""

    async def add(self, account: Account) -> None:
        """``LoginTaken`` if its login name or its identity belongs to another."""

    async def find(self, account: AccountId) -> Account | None: ...

    async def find_login(self, login: str) -> Account | None: ...

    async def find_identity(self, identity: Identity) -> Account | None: ...

    async def all(self) -> list[Account]:
        """In the order of their login names."""

    async def attempt(self, login: str, now: float, pause: Callable[[int], float]) -> Attempt:
        """Somebody tries a password. The try counts as a failure *before* it is looked at, so that
        many at once, or a server that dies meanwhile, win none.

        With the n-th failure the account is locked for ``pause(n)`` seconds. For an unknown name,
        or while it is locked, a commit is made all the same: no answer is the quicker one.
        """

    async def forgive(self, attempt: Attempt) -> None:
        """That try was no failure, though nobody has signed in (the code is still missing)."""

    async def sign_in(
        self, seen: Account, token_hash: bytes, session: Session, totp_step: int | None = None
    ) -> bool:
        """Store the session of an account that is still as it was ``seen``; failures end.

        False, and nothing is done, when its password, second factor, role or identity are others
        by now, when it is disabled, or when ``totp_step`` is not later than the last one used: a
        code is good once.
        """

    async def rehash(self, account: AccountId, old: str, new: str) -> None:
        """The same password by today's parameters; nothing happens if it is another by now."""

    async def set_password(self, account: AccountId, password: str) -> bool:
        """Ends the account's sessions, its failures and its lock. False: unknown account."""

    async def set_totp(self, account: AccountId, sealed: bytes | None) -> bool:
        """Give or take the second factor; ends the account's sessions. False: unknown account."""

    async def set_role(self, account: AccountId, role: StaffRole) -> bool:
        """Ends the account's sessions if it is another role. False: unknown account."""

    async def set_disabled(self, account: AccountId, disabled: bool) -> bool:
        """Disabling ends the account's sessions; enabling ends failures and lock. False: unknown
        account."""

    async def set_name(self, account: AccountId, name: str) -> bool:
        """The name that others see. False: unknown account."""

    async def close(self) -> None:
        """Finish what is queued, then let go of files and connections."""
