"""Rows of the table of sessions, for the two stores that touch them: of sessions and of staff."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from vbranch.ids import AccountId, SessionId, VisitId
from vbranch.ports.sessions import Session
from vbranch.protocol.constants import ModerationReason, Role, StaffRole
from vbranch.room.entries import Mute
from vbranch.stores.tables import SESSIONS, VISITS

_PAGE: Final = 500
"""Ids in one IN list; SQLite takes 32,766 parameters."""

_BY_TOKEN: Final = select(SESSIONS).where(
    SESSIONS.c.token_hash == bindparam("token"), SESSIONS.c.expires > bindparam("now")
)


def session_of(row: Row[Any]) -> Session:
    """What a row says."""
    return Session(
        id=SessionId(row.id),
        role=Role(row.role),
        created=row.created,
        expires=row.expires,
        account=None if row.account is None else AccountId(row.account),
        staff=None if row.staff is None else StaffRole(row.staff),
        label=row.label or "",
        mute=mute_of(row),
    )


def mute_of(row: Row[Any]) -> Mute | None:
    """The mute of a row that has the session's columns of it."""
    return None if row.muted_by is None else Mute(row.muted_by, ModerationReason(row.muted_why))


def add(token_hash: bytes, session: Session, connection: Connection) -> None:
    """Store a session."""
    row = {
        "id": session.id,
        "token_hash": token_hash,
        "role": session.role.value,
        "created": session.created,
        "expires": session.expires,
        "account": session.account,
        "staff": None if session.staff is None else session.staff.value,
        "label": session.label or None,
        **mute_values(session.mute),
    }
    connection.execute(insert(SESSIONS), row)


def mute_values(mute: Mute | None) -> dict[str, str | None]:
    """The columns of a mute."""
    return {
        "muted_by": None if mute is None else mute.by,
        "muted_why": None if mute is None else mute.reason.value,
    }


def set_mute(visit: VisitId, mute: Mute | None, connection: Connection) -> None:
    """Of the session of a visit."""
    session = select(VISITS.c.session).where(VISITS.c.id == visit).scalar_subquery()
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == session).values(**mute_values(mute)))


def extend(session: SessionId, until: float, connection: Connection) -> None:
    """Let it last at least as long."""
    later = update(SESSIONS).where(SESSIONS.c.id == session, SESSIONS.c.expires < until)
    connection.execute(later.values(expires=until))


def find(token_hash: bytes, now: float, connection: Connection) -> Session | None:
    """The living session of a token."""
    row = connection.execute(_BY_TOKEN, {"token": token_hash, "now": now}).one_or_none()
    return None if row is None else session_of(row)


def of_staff(now: float, account: AccountId | None, connection: Connection) -> list[Session]:
    """The living sessions of an account, or of all; newest first."""
    query = select(SESSIONS).where(SESSIONS.c.account.is_not(None), SESSIONS.c.expires > now)
    if account is not None:
        query = query.where(SESSIONS.c.account == account)
    rows = connection.execute(query.order_by(SESSIONS.c.created.desc(), SESSIONS.c.id))
    return [session_of(row) for row in rows]


def one_of_staff(session: SessionId, now: float, connection: Connection) -> Session | None:
    """That living session, if it is staff's."""
    query = select(SESSIONS).where(
        SESSIONS.c.id == session, SESSIONS.c.account.is_not(None), SESSIONS.c.expires > now
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else session_of(row)


def living(sessions: Sequence[SessionId], now: float, connection: Connection) -> set[SessionId]:
    """Those that are there and not expired."""
    found: set[SessionId] = set()
    for start in range(0, len(sessions), _PAGE):
        page = sessions[start : start + _PAGE]
        query = select(SESSIONS.c.id).where(SESSIONS.c.id.in_(page), SESSIONS.c.expires > now)
        found.update(map(SessionId, connection.execute(query).scalars()))
    return found


def revoke(session: SessionId, account: AccountId | None, connection: Connection) -> bool:
    """Destroy a session's row, and by it its tickets; with an account only if it is of that."""
    query = delete(SESSIONS).where(SESSIONS.c.id == session)
    if account is not None:
        query = query.where(SESSIONS.c.account == account)
    return bool(connection.execute(query).rowcount)


def revoke_account(account: AccountId, connection: Connection) -> int:
    """Destroy the rows of all sessions of an account."""
    return connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account)).rowcount
