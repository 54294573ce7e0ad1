"""Followers of rooms' logs: each record once, in order, whatever a sink does."""

import asyncio
from collections.abc import Sequence

from vbranch.ids import RoomId
from vbranch.ports.log import Follower, LogRecord


class Feed:
    """One follower. It is *live* once it has caught up with what lay in the log before."""

    def __init__(self, sink: Follower, after: int) -> None:
        self._sink = sink
        self._mark = after
        self._live = asyncio.Event()
        self._ended = False

    @property
    def mark(self) -> int:
        """The highest sequence number that was given."""
        return self._mark

    @property
    def live(self) -> bool:
        """It takes new records as they come."""
        return self._live.is_set()

    @property
    def ended(self) -> bool:
        """Nobody listens any more."""
        return self._ended

    async def caught_up(self) -> None:
        """Wait until it is live, or has ended."""
        await self._live.wait()

    def start(self, records: Sequence[LogRecord]) -> None:
        """Give what lay in the log; live from now on."""
        self.give(records)
        self._live.set()

    def give(self, records: Sequence[LogRecord]) -> None:
        """Pass on what is above the mark."""
        fresh = [record for record in records if record.seq > self._mark]
        if not fresh or self._ended:
            return
        self._mark = fresh[-1].seq
        try:
            self._sink(fresh)
        except Exception as error:
            asyncio.get_running_loop().call_exception_handler(
                {"message": "a follower of a room's log failed", "exception": error}
            )

    def end(self) -> None:
        """Give nothing more."""
        self._ended = True
        self._live.set()


class Feeds:
    """The feeds of all rooms."""

    def __init__(self) -> None:
        self._feeds: dict[RoomId, list[Feed]] = {}

    def add(self, room: RoomId, feed: Feed) -> None:
        """Let the room's records go to this feed, too."""
        self._feeds.setdefault(room, []).append(feed)

    def remove(self, room: RoomId, feed: Feed) -> None:
        """End a feed; nothing happens the second time."""
        feed.end()
        feeds = self._feeds.get(room, [])
        if feed in feeds:
            feeds.remove(feed)
        if not feeds:
            self._feeds.pop(room, None)

    def of(self, room: RoomId) -> tuple[Feed, ...]:
        """The room's feeds now, in the order in which they were added."""
        return tuple(self._feeds.get(room, ()))

    def publish(self, room: RoomId, records: Sequence[LogRecord]) -> None:
        """Give new records to those that are live; the others find them while catching up."""
        for feed in self.of(room):
            if feed.live:
                feed.give(records)

    def end(self) -> None:
        """End them all."""
        for room in list(self._feeds):
            for feed in self.of(room):
                self.remove(room, feed)
