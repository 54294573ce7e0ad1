"""Which connection is a visit's present one (H-6), whose steps never overlap; putting one out."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakValueDictionary

from vbranch.ids import RoomId, VisitId
from vbranch.ports.sessions import Visit
from vbranch.protocol.constants import Close, ModerationReason
from vbranch.services.visits import Visits

from .connection import Connection, Inside, Waiting
from .runtime import RoomRuntime


@dataclass(frozen=True, slots=True)
class Farewell:
    """What somebody is told who is put out; ``until`` (ms, Unix) is the end of a ban."""

    code: Close
    words: str
    reason: ModerationReason | None = None
    until: int | None = None


class Presence:
    """The visits that are here."""

    def __init__(self, rooms: Mapping[RoomId, RoomRuntime], visits: Visits) -> None:
        self._rooms = rooms
        self._visits = visits
        self._present: dict[VisitId, Connection] = {}
        self._locks: WeakValueDictionary[VisitId, asyncio.Lock] = WeakValueDictionary()

    def busy(self, visit: VisitId) -> bool:
        """The visit is in the middle of a step."""
        lock = self._locks.get(visit)
        return lock is not None and lock.locked()

    def step_of(self, visit: VisitId) -> asyncio.Lock:
        """Held while something is done with the visit that has to wait for a store."""
        lock = self._locks.get(visit)
        if lock is None:
            lock = self._locks[visit] = asyncio.Lock()
        return lock

    def connection(self, visit: VisitId) -> Connection | None:
        """Its present connection."""
        return self._present.get(visit)

    def here(self) -> Iterator[tuple[Visit, Connection]]:
        """All visits that have a connection."""
        for connection in list(self._present.values()):
            if connection.visit is not None:
                yield connection.visit, connection

    def room_of(self, visit: VisitId) -> RoomRuntime | None:
        """A room of which the visit's member is a member, connected or not."""
        return next((r for r in self._rooms.values() if r.member_of(visit) is not None), None)

    def is_newest(self, visit: Visit) -> bool:
        """Of two connections of a visit the one that was admitted last stays."""
        present = self._present.get(visit.id)
        newest = present.visit if present is not None else None
        return newest is None or newest.connection < visit.connection

    def settle(self, connection: Connection, visit: Visit) -> Connection | None:
        """This is the visit's connection from now on; the one before, if there was one."""
        old = self._present.get(visit.id)
        self._present[visit.id] = connection
        return old

    def detach(self, connection: Connection) -> bool:
        """Out of the crowd or the line, if it was there. True if it was a member's."""
        where = connection.stands
        if isinstance(where, Inside):
            return self._rooms[where.room].lane.detach(where.slot, connection)
        if isinstance(where, Waiting):
            self._rooms[where.room].line.leave(connection)
        return False

    def forget(self, connection: Connection, visit: VisitId) -> None:
        """The connection is no visit's any more."""
        connection.visit = None
        if self._present.get(visit) is connection:
            del self._present[visit]

    async def put_out(self, visit: VisitId, farewell: Farewell) -> None:
        """End the visit, whether it has a connection or not: it cannot be resumed (D-7).

        Call it in a step of the visit. Where it is still a member it leaves soon.
        """
        connection = self._present.get(visit)
        if connection is not None:
            self.detach(connection)
            self.forget(connection, visit)
            connection.part(
                farewell.code, farewell.words, reason=farewell.reason, until=farewell.until
            )
        for runtime in self._rooms.values():
            if runtime.member_of(visit) is not None:
                runtime.ended([visit])
        await self._visits.end(visit)
