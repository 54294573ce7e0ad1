"""The rooms' logs in the embedded database (``ports.log``).

Appends that wait for the writer together share one statement each for their numbers and their
rows: a busy room costs the writer two statements a commit. Followers hear of a record in the
commit's callback on the loop, so neither order nor delivery depends on which caller wakes first.
"""

import asyncio
import secrets
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from vbranch.ids import RoomId
from vbranch.ports.log import Follower, LogRecord, LogUnavailable, RoomLog, StoredState
from vbranch.stores.database import Database
from vbranch.stores.errors import StoreUnavailable, raising
from vbranch.stores.feeds import Feed, Feeds
from vbranch.stores.tables import LOG_ENTRIES, ROOM_LOGS, ROOM_STATES

RETRY_S: Final = 0.5
MAX_GROUP: Final = 4096
"""Bodies that share one statement; more wait for the next group."""

_NEXT: Final = (
    update(ROOM_LOGS)
    .where(ROOM_LOGS.c.room == bindparam("of"))
    .values(last=ROOM_LOGS.c.last + bindparam("count"))
    .returning(ROOM_LOGS.c.last)
)
_INSERT: Final = insert(LOG_ENTRIES)


class _Group:
    """Bodies of one room that will be appended together; closed when the writer begins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bodies: list[bytes] = []
        self._open = True

    def join(self, bodies: Sequence[bytes]) -> int | None:
        """Add bodies; their place in the group, or None if it is closed or full."""
        with self._lock:
            if not self._open or len(self._bodies) >= MAX_GROUP:
                return None
            place = len(self._bodies)
            self._bodies.extend(bodies)
            return place

    def close(self) -> list[bytes]:
        """On the writer's thread: nobody joins any more."""
        with self._lock:
            self._open = False
            return self._bodies


class DatabaseRoomLog(RoomLog):
    """``RoomLog`` on a ``Database``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._feeds = Feeds()
        self._groups: dict[RoomId, tuple[_Group, asyncio.Future[list[LogRecord]]]] = {}

    async def open(self, room: RoomId) -> str:
        with raising(LogUnavailable):
            return await self._database.write(partial(_open, room))

    async def append(self, room: RoomId, bodies: Sequence[bytes]) -> list[int]:
        if not bodies:
            return []
        place, future = self._join(room, bodies)
        with raising(LogUnavailable):
            # Others may share the future: one caller's cancellation must not reach them.
            records = await asyncio.shield(future)
        for feed in self._feeds.of(room):
            await feed.caught_up()
        return [record.seq for record in records[place : place + len(bodies)]]

    async def read(self, room: RoomId, after: int, limit: int = 1000) -> list[LogRecord]:
        with raising(LogUnavailable):
            return await self._database.read(partial(_records, room, after, limit))

    def follow(self, room: RoomId, after: int, sink: Follower) -> Callable[[], None]:
        feed = Feed(sink, after)
        self._feeds.add(room, feed)
        self._catch_up(room, feed)
        return partial(self._feeds.remove, room, feed)

    async def load_state(self, room: RoomId) -> StoredState | None:
        with raising(LogUnavailable):
            return await self._database.read(partial(_load_state, room))

    async def save_state(self, room: RoomId, state: StoredState) -> None:
        with raising(LogUnavailable):
            await self._database.write(partial(_save_state, room, state))

    async def ready(self) -> None:
        with raising(LogUnavailable):
            await self._database.probe()

    async def close(self) -> None:
        """Close the database, which the sessions share."""
        await self._database.close()
        self._feeds.end()

    def _join(
        self, room: RoomId, bodies: Sequence[bytes]
    ) -> tuple[int, asyncio.Future[list[LogRecord]]]:
        """Join the group that waits for the writer, or begin one."""
        waiting = self._groups.get(room)
        if waiting is not None:
            group, future = waiting
            place = group.join(bodies)
            if place is not None:
                return place, future
        group = _Group()
        group.join(bodies)
        future = self._database.submit(
            partial(_append, room, group), committed=partial(self._feeds.publish, room)
        )
        self._groups[room] = group, future
        future.add_done_callback(partial(self._forget, room))
        return 0, future

    def _forget(self, room: RoomId, future: asyncio.Future[list[LogRecord]]) -> None:
        if not future.cancelled():
            future.exception()  # seen, even if every caller was cancelled
        if room in self._groups and self._groups[room][1] is future:
            del self._groups[room]

    def _catch_up(self, room: RoomId, feed: Feed) -> None:
        """Read on the writer's thread what lies above the feed's mark.

        There it stands in the same order as the appends: whatever was committed before is in it,
        and whatever comes after finds the feed live.
        """
        if feed.ended:
            return
        future = self._database.submit(
            partial(_records, room, feed.mark, None), committed=feed.start
        )
        future.add_done_callback(partial(self._caught_up, room, feed))

    def _caught_up(self, room: RoomId, feed: Feed, future: asyncio.Future[list[LogRecord]]) -> None:
        error = None if future.cancelled() else future.exception()
        if error is None or self._database.closed:
            return
        if isinstance(error, StoreUnavailable):
            future.get_loop().call_later(RETRY_S, self._catch_up, room, feed)
        else:
            raise error


def _open(room: RoomId, connection: Connection) -> str:
    query = select(ROOM_LOGS.c.epoch).where(ROOM_LOGS.c.room == room)
    known = connection.execute(query).scalar_one_or_none()
    if known is not None:
        return str(known)
    epoch = secrets.token_urlsafe(12)
    connection.execute(insert(ROOM_LOGS).values(room=room, epoch=epoch, last=0))
    return epoch


def _append(room: RoomId, group: _Group, connection: Connection) -> list[LogRecord]:
    bodies = group.close()
    last = connection.execute(_NEXT, {"of": room, "count": len(bodies)}).scalar_one_or_none()
    if last is None:
        raise LookupError(f"the log of room {room} was never opened")
    first = last - len(bodies) + 1
    records = [LogRecord(first + place, body) for place, body in enumerate(bodies)]
    connection.execute(
        _INSERT, [{"room": room, "seq": record.seq, "body": record.body} for record in records]
    )
    return records


def _records(
    room: RoomId, after: int, limit: int | None, connection: Connection
) -> list[LogRecord]:
    query = (
        select(LOG_ENTRIES.c.seq, LOG_ENTRIES.c.body)
        .where(LOG_ENTRIES.c.room == room, LOG_ENTRIES.c.seq > after)
        .order_by(LOG_ENTRIES.c.seq)
        .limit(limit)
    )
    return [LogRecord(seq, body) for seq, body in connection.execute(query)]


def _load_state(room: RoomId, connection: Connection) -> StoredState | None:
    row = connection.execute(select(ROOM_STATES).where(ROOM_STATES.c.room == room)).one_or_none()
    return None if row is None else StoredState(row.seq, row.epoch, row.version, row.body)


def _save_state(room: RoomId, state: StoredState, connection: Connection) -> None:
    log = connection.execute(select(ROOM_LOGS).where(ROOM_LOGS.c.room == room)).one_or_none()
    if log is None:
        raise LookupError(f"the log of room {room} was never opened")
    if log.epoch != state.epoch:
        return
    if log.last < state.seq:
        raise ValueError("the state is ahead of the log")
    stored = _load_state(room, connection)
    if stored is not None and stored.seq > state.seq:
        return
    connection.execute(delete(ROOM_STATES).where(ROOM_STATES.c.room == room))
    connection.execute(
        insert(ROOM_STATES).values(
            room=room, seq=state.seq, epoch=state.epoch, version=state.version, body=state.body
        )
    )
    connection.execute(
        delete(LOG_ENTRIES).where(LOG_ENTRIES.c.room == room, LOG_ENTRIES.c.seq <= state.seq)
    )
