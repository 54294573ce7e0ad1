"""What somebody shows who signs in to staff, and what they are told."""

from dataclasses import dataclass, field
from enum import StrEnum

from vbranch.ports.sessions import Session
from vbranch.ports.staff import Account, Identity
from vbranch.protocol.constants import StaffRole


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
