"""What is due about twice a second, spread over the beats.

With thousands of connections, looking at all of them at once would be felt by everybody; so each
beat looks at those whose turn has come.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final, Generic, TypeVar

import structlog

from vbranch.ids import RoomId
from vbranch.protocol.constants import Close

from .connection import Connection, Hello
from .link import Link, Traffic
from .meters import Meters
from .runtime import RoomRuntime

TEND_EVERY_S: Final = 0.5

_log = structlog.get_logger(__name__)

T = TypeVar("T")


class Turns(Generic[T]):
    """A turn for each of these within so many ``seconds``, in their order; the first at once."""

    def __init__(self, items: Sequence[T], began: float, seconds: float) -> None:
        self._items, self._began, self._seconds = items, began, seconds
        self._next = 0

    def due(self, now: float) -> Sequence[T]:
        """Those whose turn has come since the last question."""
        share = (now - self._began) / self._seconds
        first, self._next = self._next, max(self._next, int(len(self._items) * share) + 1)
        return self._items[first : self._next]


class Tending:
    """Called at every beat. ``leaving`` are links that are closed but not gone."""

    def __init__(
        self,
        connections: Mapping[Link, Connection],
        leaving: Collection[Link],
        rooms: Mapping[RoomId, RoomRuntime],
        meters: Meters,
        traffic: Traffic,
    ) -> None:
        self._connections = connections
        self._leaving = leaving
        self._rooms = rooms
        self._meters = meters
        self._traffic = traffic
        self._counted = replace(traffic)  # of the traffic, what the meters know
        self._round = 0
        self._ends = 0.0
        self._links = Turns[Link]((), 0.0, TEND_EVERY_S)
        self._runtimes = Turns[RoomRuntime]((), 0.0, TEND_EVERY_S)
        self._queued = [0]

    def tend(self, now: float, tasks: Callable[[], Collection[object]]) -> None:
        """Those whose turn it is. ``tasks`` are counted once a round."""
        if now >= self._ends:
            self._look_at(now)
            self._count(len(tasks()))
            self._begin(now)
        self._look_at(now)

    def _begin(self, now: float) -> None:
        """A round. After a pause as long as one everybody's turn has come."""
        began = now - TEND_EVERY_S if now >= self._ends + TEND_EVERY_S else now
        self._round += 1
        self._ends = now + TEND_EVERY_S
        self._links = Turns([*self._connections, *self._leaving], began, TEND_EVERY_S)
        self._runtimes = Turns(list(self._rooms.values()), began, TEND_EVERY_S)

    def _look_at(self, now: float) -> None:
        for link in self._links.due(now):
            if not (link.ready and self._round % 2):  # nothing waits there: once a second will do
                self._tend_link(link, now)
        for runtime in self._runtimes.due(now):
            runtime.tell_waiting()
            runtime.lane.count()
            try:
                runtime.voice.decide(now)
            except Exception:
                _log.exception("voice_broken", room=runtime.id)

    def _tend_link(self, link: Link, now: float) -> None:
        link.tend(now)
        connection = self._connections.get(link)
        if connection is None:
            return
        self._queued.append(link.queued)
        hello = connection.phase
        if isinstance(hello, Hello) and not connection.busy and now >= hello.deadline:
            connection.part(Close.HELLO_TIMEOUT, "say join or resume first")

    def _count(self, tasks: int) -> None:
        """Once a round: a collector costs more than what it counts when asked at every tick."""
        now, before = self._traffic, self._counted
        self._meters.bytes_in.inc(now.received - before.received)
        self._meters.bytes_out.inc(now.sent - before.sent)
        self._counted = replace(now)
        self._meters.tasks.set(tasks)
        self._meters.connections.set(len(self._connections))
        self._meters.queued.set(sum(self._queued))
        self._meters.longest_queue.set(max(self._queued))
        self._queued = [0]
