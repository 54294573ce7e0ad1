"""Port: a room's log. Order and durability are its only promises (PROTOCOL.md E-1, E-2, E-6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from vbranch.ids import RoomId


class LogUnavailable(Exception):
    """The log cannot be written or read now; nothing was acknowledged. The caller may try again."""


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One entry in the log: ``seq`` rises by one from 1; ``body`` is opaque to the store."""

    seq: int
    body: bytes


@dataclass(frozen=True, slots=True)
class StoredState:
    """A room's state after entry ``seq`` of history ``epoch``, by reducer ``version``."""

    seq: int
    epoch: str
    version: int
    body: bytes


Follower = Callable[[Sequence[LogRecord]], None]


class RoomLog(Protocol):
    """All methods may raise ``LogUnavailable``. Used from one event loop."""

    async def open(self, room: RoomId) -> str:
        """Make the room's log if there is none; return its epoch (a new one for a new history)."""

    async def append(self, room: RoomId, bodies: Sequence[bytes]) -> list[int]:
        """Append in this order, atomically; durable when it returns. Returns the sequence numbers.

        Followers have been called with the records before it returns. A caller that is cancelled
        while it waits does not know the outcome; followers hear of the records all the same.
        ``LookupError`` when the room was never opened.
        """

    async def read(self, room: RoomId, after: int, limit: int = 1000) -> list[LogRecord]:
        """Records with ``seq > after`` in order, at most ``limit``. Trimmed ones are gone."""

    def follow(self, room: RoomId, after: int, sink: Follower) -> Callable[[], None]:
        """Call ``sink`` on the loop with each committed record above ``after``, in order, once.

        Includes what this process appends, and what lay in the log before the call. It is never
        called from within ``follow`` itself. Returns the function that ends it. What a sink raises
        goes to the loop's exception handler and stops neither the append nor other followers.
        """

    async def load_state(self, room: RoomId) -> StoredState | None:
        """The newest stored state."""

    async def save_state(self, room: RoomId, state: StoredState) -> None:
        """Store the state and trim the log up to and including ``state.seq``, in one transaction.

        Ignored when a newer state is stored, or when its epoch is not the log's (E-6).
        ``ValueError`` when it is ahead of the log, ``LookupError`` when the room was never opened.
        """

    async def ready(self) -> None:
        """Raise ``LogUnavailable`` unless a durable write is possible now."""

    async def close(self) -> None:
        """Finish what is queued, then let go of files and connections."""
