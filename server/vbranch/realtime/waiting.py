"""The line of those who wait for a place in a full or locked room (H-5, D-10)."""

from typing import Final

from vbranch.protocol import messages as m
from vbranch.protocol.constants import ModerationReason, Refusal

from .connection import Connection

MAX_WAITING: Final = 1000

_Told = tuple[int, Refusal, ModerationReason | None]
"""A place in the line, and why one waits."""


class WaitingLine:
    """First come, first served; each is told its place and why it waits when these change."""

    def __init__(self, room: str, capacity: int) -> None:
        self._room = room
        self._capacity = capacity
        self._line: dict[Connection, _Told | None] = {}  # in order, with what was last told

    def __len__(self) -> int:
        return len(self._line)

    @property
    def full(self) -> bool:
        return len(self._line) >= MAX_WAITING

    def join(self, connection: Connection) -> None:
        """Stand at the end."""
        self._line[connection] = None

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
        self._line = {connection: None, **self._line}

    def tell(self, reason: Refusal, lock_reason: ModerationReason | None) -> None:
        """Tell those whose place, or what they wait for, has changed."""
        for place, (connection, told) in enumerate(self._line.items(), start=1):
            if (news := (place, reason, lock_reason)) != told:
                self._line[connection] = news
                connection.send(
                    m.Waiting(
                        room=self._room,
                        reason=reason,
                        lock_reason=lock_reason,
                        capacity=self._capacity,
                        place=place,
                        waiting=len(self._line),
                    )
                )
