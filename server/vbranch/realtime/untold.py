"""What the log has for a room's members and no frame has brought them yet (PROTOCOL.md E-4)."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from vbranch.ids import MemberId

ENTRIES_BYTES: Final = 32 * 1024  # of one tick; a single entry is far smaller


class _Entry(NamedTuple):
    json: bytes
    only: frozenset[MemberId] | None


@dataclass(frozen=True, slots=True)
class TickEntries:
    """JSON arrays, or nothing. ``shared`` is for all but those in ``own``, who get their own."""

    shared: bytes = b""
    own: Mapping[MemberId, bytes] = field(default_factory=dict)


class Untold:
    """Entries in order, each for all or for some only."""

    def __init__(self) -> None:
        self._entries: deque[_Entry] = deque()

    def __bool__(self) -> bool:
        return bool(self._entries)

    def add(self, json: bytes, only: frozenset[MemberId] | None) -> None:
        self._entries.append(_Entry(json, only))

    def next(self) -> TickEntries:
        """Those of this tick. More than fits waits for the next tick: a burst must not fill the
        reliable queues of readers who keep up (L-1)."""
        if not self._entries:
            return TickEntries()
        taken: list[_Entry] = []
        size = 0
        while self._entries and size + len(self._entries[0].json) <= ENTRIES_BYTES:
            taken.append(self._entries.popleft())
            size += len(taken[-1].json)
        some = {member for entry in taken if entry.only for member in entry.only}
        own = {
            member: _array(entry.json for entry in taken if _is_for(entry, member))
            for member in some
        }
        return TickEntries(_array(entry.json for entry in taken if entry.only is None), own)


def _is_for(entry: _Entry, member: MemberId) -> bool:
    return entry.only is None or member in entry.only


def _array(entries: Iterable[bytes]) -> bytes:
    inside = b",".join(entries)
    return b"[" + inside + b"]" if inside else b""
