"""Port: sessions, single-use tickets, visits with their keys, resume tokens (PROTOCOL.md H, R).

Stores see only SHA-256 hashes of cookies, tickets and tokens. Times are Unix seconds (float) and
are always an argument. A visit's key seals the visitor's name and words in the log; destroying the
key is how they are forgotten, so an implementation must also overwrite its bytes on disk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from vbranch.ids import AccountId, Home, MemberId, RoomId, SessionId, VisitId
from vbranch.protocol.constants import Role, StaffRole
from vbranch.room.entries import Mute


class SessionsUnavailable(Exception):
    """The store cannot be read or written now; nothing was changed. The caller may try again."""


@dataclass(frozen=True, slots=True)
class Session:
    """A cookie's session; good while ``now < expires``.

    That of a member of staff has their ``account`` and ``staff`` role as it was at their signing
    in (a change ends the session, see ``ports.staff``), and ``label``: by what the person tells
    their sessions apart, such as "Firefox, Linux". Never an address. ``mute`` outlasts the visit in
    which staff muted the visitor (D-5).
    """

    id: SessionId
    role: Role
    created: float
    expires: float
    account: AccountId | None = None
    staff: StaffRole | None = None
    label: str = ""
    mute: Mute | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A session's permission to enter one room once; good while ``now < expires`` (H-2)."""

    session: SessionId
    room: RoomId
    expires: float


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit and its present connection.

    ``home`` is where the connection lives, None while there is none. ``seen`` is when it came, or
    was lost. ``connection`` numbers the visit's connections from 1, so that the late farewell of a
    replaced connection is not taken for that of the present one (H-6). ``key`` is 32 secret bytes.
    ``role``, ``staff`` and ``mute`` are those of its session.
    """

    id: VisitId
    session: SessionId
    member: MemberId
    role: Role
    key: bytes = field(repr=False)
    home: Home | None
    seen: float
    connection: int = 1
    staff: StaffRole | None = None
    mute: Mute | None = None


class SessionStore(Protocol):
    """Every method is one atomic, durable step and may raise ``SessionsUnavailable``.

    A visit *lasts* until ``end_visit`` or ``expire`` ends it; nothing else looks at the clock for
    it, so that room and store agree on who is still there.
    """

    async def add_session(self, token_hash: bytes, session: Session) -> None: ...

    async def find_session(self, token_hash: bytes, now: float) -> Session | None:
        """None when unknown or expired."""

    async def staff_sessions(self, now: float, account: AccountId | None = None) -> list[Session]:
        """The living sessions of that account, or of all staff; the newest first."""

    async def staff_session(self, session: SessionId, now: float) -> Session | None:
        """That one; None when it is not staff's, unknown, revoked or expired."""

    async def living(self, sessions: Sequence[SessionId], now: float) -> set[SessionId]:
        """Those that are neither revoked nor expired."""

    async def revoke(self, session: SessionId, account: AccountId | None = None) -> bool:
        """End a session: its row and its tickets are destroyed. False: there was none.

        With ``account`` only if it is a session of that account.
        """

    async def revoke_account(self, account: AccountId) -> int:
        """End all sessions of an account. Returns how many."""

    async def extend(self, session: SessionId, until: float) -> None:
        """It expires not before ``until``; nothing happens if there is none."""

    async def set_mute(self, visit: VisitId, mute: Mute | None) -> None:
        """Mute the visit's session, or no longer; nothing happens if visit or session are over."""

    async def add_ticket(self, token_hash: bytes, ticket: Ticket) -> None: ...

    async def use_ticket(self, token_hash: bytes, now: float) -> tuple[Ticket, Session] | None:
        """Take it: of many callers at once only one gets it (H-2).

        None when it is unknown, used or expired, or when its session has expired.
        """

    async def open_visit(self, fresh: Visit) -> Visit:
        """The session's visit that still lasts, else ``fresh``, which is then stored.

        Of a visit that lasts, ``home`` and ``seen`` become those of ``fresh`` and ``connection``
        rises by one.
        """

    async def add_resume(self, visit: VisitId, token_hash: bytes) -> None:
        """Make this the newest token; the one before stays valid until this is used (R-2).

        Also the token that was last used stays valid until a newer one is used: the client holds
        that one for certain. Nothing happens if the visit has ended.
        """

    async def use_resume(self, token_hash: bytes, home: Home, now: float) -> Visit | None:
        """The visit of a valid token, if it lasts; tokens older than this one end (R-2, R-5).

        None also for a visit of staff whose session is revoked or has expired.
        ``home`` and ``seen`` are set and ``connection`` rises by one.
        """

    async def part(self, visit: VisitId, home: Home, connection: int, now: float) -> None:
        """This connection at ``home`` is gone; nothing happens if the visit has another by now."""

    async def end_visit(self, visit: VisitId) -> None:
        """End it now: key, tokens and row destroyed."""

    async def find_visit(self, visit: VisitId) -> Visit | None: ...

    async def keys(self, visits: Sequence[VisitId]) -> dict[VisitId, bytes]:
        """The keys that still exist."""

    async def orphan(self, living: Sequence[Home], now: float) -> int:
        """Visits whose home is not among ``living`` part now: it died. Returns how many."""

    async def expire(self, now: float, window: float) -> list[VisitId]:
        """End the visits that parted more than ``window`` s ago, return them (R-1).

        Expired sessions and tickets are dropped with them.
        """

    async def ready(self) -> None:
        """Raise ``SessionsUnavailable`` unless it can be written."""

    async def close(self) -> None:
        """Finish what is queued, then let go of files and connections."""
