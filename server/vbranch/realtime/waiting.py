"""The line of those who wait for a place in a full or locked room (H-5)."""

from typing import Final

from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal

from .connection import Connection

MAX_WAITING: Final = 1000


class WaitingLine:
    """First come, first served; each is told its place when it changes."""

    def __init__(self, room: str, capacity: int) -> None:
        self._room = room
        self._capacity = capacity
        self._line: dict[Connection, int] = {}  # in order, with the place last told

    def __len__(self) -> int:
        return len(self._line)

    @property
    def full(self) -> bool:
        return len(self._line) >= MAX_WAITING

    def join(self, connection: Connection) -> None:
        """Stand at the end."""
        self._line[connection] = 0

    def leave(self, connection: Connection) -> None:
        self._line.pop(connection, None)

    def take(self) -> Connection | None:
        """The first in the line leaves it."""
        first = next(iter(self._line), None)
        if first is not None:
            del self._line[first]
        return first

    def put_back(self, connection: Connection) -> None:
        """Stand at the front again: its place was taken by somebody at another server."""
        self._line = {connection: 0, **self._line}

    def tell(self, reason: Refusal) -> None:
        """Tell those whose place has changed."""
        for place, (connection, told) in enumerate(self._line.items(), start=1):
            if place != told:
                self._line[connection] = place
                connection.send(
                    m.Waiting(
                        room=self._room,
                        reason=reason,
                        capacity=self._capacity,
                        place=place,
                        waiting=len(self._line),
                    )
                )
