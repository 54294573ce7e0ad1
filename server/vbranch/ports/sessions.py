"""Port: sessions, single-use tickets, visits with their keys, resume tokens (PROTOCOL.md H, R).

Stores see only SHA-256 hashes of cookies, tickets and tokens. Times are Unix seconds (float) and
are always an argument. A visit's key seals the visitor's name and words in the log; destroying the
key is how they are forgotten, so an implementation must also overwrite its bytes on disk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vbranch.ids import Home, MemberId, RoomId, SessionId, VisitId
from vbranch.protocol.constants import Role


class SessionsUnavailable(Exception):
    """The store cannot be reached now."""


@dataclass(frozen=True, slots=True)
class Session:
    id: SessionId
    role: Role
    created: float
    expires: float


@dataclass(frozen=True, slots=True)
class Ticket:
    session: SessionId
    room: RoomId
    expires: float


@dataclass(frozen=True, slots=True)
class Visit:
    """``home`` is where the connection lives now, None while there is none; ``seen`` is when it was lost."""

    id: VisitId
    session: SessionId
    member: MemberId
    role: Role
    key: bytes
    home: Home | None
    seen: float


class SessionStore(Protocol):
    """Every method is one atomic, durable step."""

    async def add_session(self, token_hash: bytes, session: Session) -> None: ...

    async def find_session(self, token_hash: bytes, now: float) -> Session | None:
        """None when unknown or expired."""

    async def add_ticket(self, token_hash: bytes, ticket: Ticket) -> None: ...

    async def use_ticket(self, token_hash: bytes, now: float) -> tuple[Ticket, Session] | None:
        """Take it: of many callers at once only one gets it. None when unknown, used or expired (H-2)."""

    async def open_visit(self, fresh: Visit) -> Visit:
        """The session's visit that still lasts, or ``fresh`` if there is none (stored); home is set to ``fresh.home``."""

    async def add_resume(self, visit: VisitId, token_hash: bytes) -> None:
        """Make this the newest token; the one before stays valid until this is used (R-2)."""

    async def use_resume(self, token_hash: bytes, home: Home, now: float) -> Visit | None:
        """The visit of a valid token whose visit lasts; older tokens of it end; home is set (R-2, R-5)."""

    async def part(self, visit: VisitId, home: Home, now: float) -> None:
        """The connection at ``home`` is gone; nothing happens if the visit lives elsewhere by now."""

    async def end_visit(self, visit: VisitId) -> None:
        """End it now: key, tokens and row destroyed."""

    async def find_visit(self, visit: VisitId) -> Visit | None: ...

    async def keys(self, visits: Sequence[VisitId]) -> dict[VisitId, bytes]:
        """The keys that still exist."""

    async def orphan(self, living: Sequence[Home], now: float) -> int:
        """Visits whose home is not among ``living`` count as parted now (their server died). Returns how many."""

    async def expire(self, now: float, window: float) -> list[VisitId]:
        """End visits parted for more than ``window`` s, drop expired sessions and tickets; who ended (R-1)."""

    async def ready(self) -> None:
        """Raise ``SessionsUnavailable`` unless it can be written."""

    async def close(self) -> None: ...
