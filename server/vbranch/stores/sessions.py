"""Sessions, tickets, visits and resume tokens in the embedded database (``ports.sessions``).

What every entry needs is a statement made once, with parameters: to build one costs several times
what SQLite needs to carry it out, and a hundred people may come in a second.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import (
    Connection,
    LargeBinary,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    select,
    update,
)

from vbranch.ids import AccountId, Home, MemberId, RoomId, SessionId, VisitId
from vbranch.ports.sessions import Session, SessionStore, SessionsUnavailable, Ticket, Visit
from vbranch.protocol.constants import Role, StaffRole
from vbranch.room.entries import Mute
from vbranch.stores import session_rows
from vbranch.stores.database import Database
from vbranch.stores.errors import raising
from vbranch.stores.tables import KEY_SLOTS, RESUME_TOKENS, SESSIONS, TICKETS, VISITS

_PAGE: Final = 500
"""Ids in one IN list; SQLite takes 32,766 parameters."""

_NO_KEY: Final = bytes(32)

_WHOLE: Final = (
    select(VISITS, KEY_SLOTS.c.key, SESSIONS.c.staff, SESSIONS.c.muted_by, SESSIONS.c.muted_why)
    .join(KEY_SLOTS, KEY_SLOTS.c.slot == VISITS.c.slot)
    .outerjoin(SESSIONS, SESSIONS.c.id == VISITS.c.session)
)
_WHOLE_OF: Final = _WHOLE.where(VISITS.c.id == bindparam("visit"))

_TAKE_TICKET: Final = (
    delete(TICKETS).where(TICKETS.c.token_hash == bindparam("ticket")).returning(*TICKETS.c)
)
_HOLDER: Final = select(SESSIONS).where(
    SESSIONS.c.id == bindparam("holder"), SESSIONS.c.expires > bindparam("now")
)
_COME_AGAIN: Final = (
    update(VISITS)
    .where(VISITS.c.session == bindparam("of"))
    .values(home=bindparam("at"), seen=bindparam("since"), connection=VISITS.c.connection + 1)
    .returning(VISITS.c.id)
)
_FREE_SLOT: Final = select(func.min(KEY_SLOTS.c.slot)).where(~KEY_SLOTS.c.used)
_FILL_SLOT: Final = (
    update(KEY_SLOTS)
    .where(KEY_SLOTS.c.slot == bindparam("free"))
    .values(used=True, key=bindparam("secret"))
)
_NEW_SLOT: Final = insert(KEY_SLOTS).returning(KEY_SLOTS.c.slot)
_UNUSED: Final = (RESUME_TOKENS.c.visit == bindparam("of")) & RESUME_TOKENS.c.used.is_(False)
_SUPERSEDE: Final = delete(RESUME_TOKENS).where(
    _UNUSED,
    RESUME_TOKENS.c.ordinal
    < select(func.max(RESUME_TOKENS.c.ordinal)).where(_UNUSED).scalar_subquery(),
)
_NEW_TOKEN: Final = insert(RESUME_TOKENS).from_select(
    ["visit", "token_hash", "used"],
    select(VISITS.c.id, bindparam("token", type_=LargeBinary), false()).where(
        VISITS.c.id == bindparam("of")
    ),
)


class DatabaseSessions(SessionStore):
    """``SessionStore`` on a ``Database``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_session(self, token_hash: bytes, session: Session) -> None:
        with raising(SessionsUnavailable):
            await self._database.write(partial(session_rows.add, token_hash, session))

    async def find_session(self, token_hash: bytes, now: float) -> Session | None:
        with raising(SessionsUnavailable):
            return await self._database.read(partial(session_rows.find, token_hash, now))

    async def staff_sessions(self, now: float, account: AccountId | None = None) -> list[Session]:
        with raising(SessionsUnavailable):
            return await self._database.read(partial(session_rows.of_staff, now, account))

    async def staff_session(self, session: SessionId, now: float) -> Session | None:
        with raising(SessionsUnavailable):
            return await self._database.read(partial(session_rows.one_of_staff, session, now))

    async def living(self, sessions: Sequence[SessionId], now: float) -> set[SessionId]:
        with raising(SessionsUnavailable):
            return await self._database.read(partial(session_rows.living, sessions, now))

    async def revoke(self, session: SessionId, account: AccountId | None = None) -> bool:
        with raising(SessionsUnavailable):
            return await self._database.write(partial(session_rows.revoke, session, account))

    async def revoke_account(self, account: AccountId) -> int:
        with raising(SessionsUnavailable):
            return await self._database.write(partial(session_rows.revoke_account, account))

    async def extend(self, session: SessionId, until: float) -> None:
        with raising(SessionsUnavailable):
            await self._database.write(partial(session_rows.extend, session, until))

    async def set_mute(self, visit: VisitId, mute: Mute | None) -> None:
        with raising(SessionsUnavailable):
            await self._database.write(partial(session_rows.set_mute, visit, mute))

    async def add_ticket(self, token_hash: bytes, ticket: Ticket) -> None:
        with raising(SessionsUnavailable):
            await self._database.write(partial(_add_ticket, token_hash, ticket))

    async def use_ticket(self, token_hash: bytes, now: float) -> tuple[Ticket, Session] | None:
        with raising(SessionsUnavailable):
            return await self._database.write(partial(_use_ticket, token_hash, now))

    async def open_visit(self, fresh: Visit) -> Visit:
        with raising(SessionsUnavailable):
            return await self._database.write(partial(_open_visit, fresh))

    async def add_resume(self, visit: VisitId, token_hash: bytes) -> None:
        with raising(SessionsUnavailable):
            await self._database.write(partial(_add_resume, visit, token_hash))

    async def use_resume(self, token_hash: bytes, home: Home, now: float) -> Visit | None:
        with raising(SessionsUnavailable):
            return await self._database.write(partial(_use_resume, token_hash, home, now))

    async def part(self, visit: VisitId, home: Home, connection: int, now: float) -> None:
        with raising(SessionsUnavailable):
            await self._database.write(partial(_part, visit, home, connection, now))

    async def end_visit(self, visit: VisitId) -> None:
        with raising(SessionsUnavailable):
            await self._database.write(partial(_end_visit, visit), erases=bool)

    async def find_visit(self, visit: VisitId) -> Visit | None:
        with raising(SessionsUnavailable):
            return await self._database.read(partial(_find_visit, visit))

    async def keys(self, visits: Sequence[VisitId]) -> dict[VisitId, bytes]:
        with raising(SessionsUnavailable):
            return await self._database.read(partial(_keys, visits))

    async def orphan(self, living: Sequence[Home], now: float) -> int:
        with raising(SessionsUnavailable):
            return await self._database.write(partial(_orphan, living, now))

    async def expire(self, now: float, window: float) -> list[VisitId]:
        with raising(SessionsUnavailable):
            return await self._database.write(partial(_expire, now, window), erases=bool)

    async def ready(self) -> None:
        with raising(SessionsUnavailable):
            await self._database.probe()

    async def close(self) -> None:
        """Close the database, which the rooms' logs share."""
        await self._database.close()


def _visit(row: Row[Any]) -> Visit:
    return Visit(
        id=VisitId(row.id),
        session=SessionId(row.session),
        member=MemberId(row.member),
        role=Role(row.role),
        key=row.key,
        home=None if row.home is None else Home(row.home),
        seen=row.seen,
        connection=row.connection,
        staff=None if row.staff is None else StaffRole(row.staff),
        mute=session_rows.mute_of(row),
    )


def _add_ticket(token_hash: bytes, ticket: Ticket, connection: Connection) -> None:
    row = {"session": ticket.session, "room": ticket.room, "expires": ticket.expires}
    connection.execute(insert(TICKETS), {"token_hash": token_hash, **row})


def _use_ticket(
    token_hash: bytes, now: float, connection: Connection
) -> tuple[Ticket, Session] | None:
    used = connection.execute(_TAKE_TICKET, {"ticket": token_hash}).one_or_none()
    if used is None or used.expires <= now:
        return None
    holder = connection.execute(_HOLDER, {"holder": used.session, "now": now}).one_or_none()
    if holder is None:
        return None
    ticket = Ticket(SessionId(used.session), RoomId(used.room), used.expires)
    return ticket, session_rows.session_of(holder)


def _open_visit(fresh: Visit, connection: Connection) -> Visit:
    arrival = {"of": fresh.session, "at": fresh.home, "since": fresh.seen}
    known = connection.execute(_COME_AGAIN, arrival).scalar_one_or_none()
    if known is not None:
        return _visit(connection.execute(_WHOLE_OF, {"visit": known}).one())
    row = {
        "id": fresh.id,
        "session": fresh.session,
        "member": fresh.member,
        "role": fresh.role.value,
        "slot": _keep_key(fresh.key, connection),
        "home": fresh.home,
        "seen": fresh.seen,
        "connection": fresh.connection,
    }
    connection.execute(insert(VISITS), row)
    return fresh


def _keep_key(key: bytes, connection: Connection) -> int:
    """Write the key into a free slot, in place, or into a new one at the end."""
    free = connection.execute(_FREE_SLOT).scalar_one()
    if free is None:
        return int(connection.execute(_NEW_SLOT, {"used": True, "key": key}).scalar_one())
    connection.execute(_FILL_SLOT, {"free": free, "secret": key})
    return int(free)


def _destroy_keys(slots: Sequence[int], connection: Connection) -> None:
    """Overwrite the keys where they lie."""
    for start in range(0, len(slots), _PAGE):
        connection.execute(
            update(KEY_SLOTS)
            .where(KEY_SLOTS.c.slot.in_(slots[start : start + _PAGE]))
            .values(used=False, key=_NO_KEY)
        )


def _add_resume(visit: VisitId, token_hash: bytes, connection: Connection) -> None:
    """Of those that were not used the newest is now the one before, and the others end."""
    connection.execute(_SUPERSEDE, {"of": visit})
    connection.execute(_NEW_TOKEN, {"of": visit, "token": token_hash})


def _use_resume(token_hash: bytes, home: Home, now: float, connection: Connection) -> Visit | None:
    token = connection.execute(
        update(RESUME_TOKENS)
        .where(RESUME_TOKENS.c.token_hash == token_hash, RESUME_TOKENS.c.visit.in_(_resumable(now)))
        .values(used=True)
        .returning(RESUME_TOKENS.c.visit, RESUME_TOKENS.c.ordinal)
    ).one_or_none()
    if token is None:
        return None
    connection.execute(
        delete(RESUME_TOKENS).where(
            RESUME_TOKENS.c.visit == token.visit, RESUME_TOKENS.c.ordinal < token.ordinal
        )
    )
    connection.execute(
        update(VISITS)
        .where(VISITS.c.id == token.visit)
        .values(home=home, seen=now, connection=VISITS.c.connection + 1)
    )
    return _visit(connection.execute(_WHOLE_OF, {"visit": token.visit}).one())


def _resumable(now: float) -> Select[tuple[str]]:
    """Visits that may be continued: of staff only by who is still signed in."""
    signed_in = exists().where(SESSIONS.c.id == VISITS.c.session, SESSIONS.c.expires > now)
    return select(VISITS.c.id).where((VISITS.c.role != Role.STAFF.value) | signed_in)


def _part(visit: VisitId, home: Home, number: int, now: float, connection: Connection) -> None:
    connection.execute(
        update(VISITS)
        .where(VISITS.c.id == visit, VISITS.c.home == home, VISITS.c.connection == number)
        .values(home=None, seen=now)
    )


def _end_visit(visit: VisitId, connection: Connection) -> bool:
    ended = delete(VISITS).where(VISITS.c.id == visit).returning(VISITS.c.slot)
    slots = connection.execute(ended).scalars().all()
    _destroy_keys(slots, connection)
    return bool(slots)


def _find_visit(visit: VisitId, connection: Connection) -> Visit | None:
    row = connection.execute(_WHOLE_OF, {"visit": visit}).one_or_none()
    return None if row is None else _visit(row)


def _keys(visits: Sequence[VisitId], connection: Connection) -> dict[VisitId, bytes]:
    found: dict[VisitId, bytes] = {}
    for start in range(0, len(visits), _PAGE):
        page = visits[start : start + _PAGE]
        rows = connection.execute(_WHOLE.where(VISITS.c.id.in_(page)))
        found.update((VisitId(row.id), row.key) for row in rows)
    return found


def _orphan(living: Sequence[Home], now: float, connection: Connection) -> int:
    return connection.execute(
        update(VISITS)
        .where(VISITS.c.home.is_not(None), VISITS.c.home.not_in(living))
        .values(home=None, seen=now)
    ).rowcount


def _expire(now: float, window: float, connection: Connection) -> list[VisitId]:
    ended = connection.execute(
        delete(VISITS)
        .where(VISITS.c.home.is_(None), now - VISITS.c.seen > window)
        .returning(VISITS.c.id, VISITS.c.slot)
    ).all()
    _destroy_keys([row.slot for row in ended], connection)
    connection.execute(delete(TICKETS).where(TICKETS.c.expires <= now))
    connection.execute(delete(SESSIONS).where(SESSIONS.c.expires <= now))
    return [VisitId(row.id) for row in ended]
