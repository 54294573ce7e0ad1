"""Bans in the embedded database (``ports.bans``)."""

from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, insert, select

from vbranch.ids import AccountId, BanId, SessionId
from vbranch.ports.bans import Ban, BanStore, BansUnavailable
from vbranch.stores.database import Database
from vbranch.stores.errors import raising
from vbranch.stores.tables import BANS

_LAST: Final = (
    select(BANS).where(BANS.c.until > bindparam("now")).order_by(BANS.c.until.desc()).limit(1)
)
_LAST_OF_SESSION: Final = _LAST.where(BANS.c.session == bindparam("whose"))
_LAST_OF_NETWORK: Final = _LAST.where(BANS.c.network == bindparam("whose"))
"""Made once: they are asked at every entry."""


class DatabaseBans(BanStore):
    """``BanStore`` on a ``Database``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, ban: Ban) -> None:
        with raising(BansUnavailable):
            await self._database.write(partial(_add, ban))

    async def lift(self, ban: BanId) -> bool:
        with raising(BansUnavailable):
            lifted = await self._database.write(partial(_destroy, BANS.c.id == ban), erases=bool)
        return lifted > 0

    async def of_session(self, session: SessionId, now: float) -> Ban | None:
        with raising(BansUnavailable):
            return await self._database.read(partial(_last, _LAST_OF_SESSION, session, now))

    async def of_network(self, network: bytes, now: float) -> Ban | None:
        with raising(BansUnavailable):
            return await self._database.read(partial(_last, _LAST_OF_NETWORK, network, now))

    async def in_force(self, now: float) -> list[Ban]:
        with raising(BansUnavailable):
            return await self._database.read(partial(_in_force, now))

    async def expire(self, now: float) -> int:
        with raising(BansUnavailable):
            return await self._database.write(partial(_destroy, BANS.c.until <= now), erases=bool)

    async def close(self) -> None:
        """Close the database, which the other stores share."""
        await self._database.close()


def _ban(row: Row[Any]) -> Ban:
    return Ban(
        id=BanId(row.id),
        session=SessionId(row.session),
        network=row.network,
        until=row.until,
        reason=row.reason,
        by=AccountId(row.by),
        created=row.created,
    )


def _add(ban: Ban, connection: Connection) -> None:
    connection.execute(
        insert(BANS).values(
            id=ban.id,
            session=ban.session,
            network=ban.network,
            until=ban.until,
            reason=ban.reason,
            by=ban.by,
            created=ban.created,
        )
    )


def _destroy(which: ColumnElement[bool], connection: Connection) -> int:
    return connection.execute(delete(BANS).where(which)).rowcount


def _last(
    query: Select[Any], whose: SessionId | bytes, now: float, connection: Connection
) -> Ban | None:
    row = connection.execute(query, {"whose": whose, "now": now}).one_or_none()
    return None if row is None else _ban(row)


def _in_force(now: float, connection: Connection) -> list[Ban]:
    rows = connection.execute(select(BANS).where(BANS.c.until > now).order_by(BANS.c.until))
    return [_ban(row) for row in rows]
