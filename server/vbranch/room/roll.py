"""What follows from who the members are and is asked at every join: slots, places, visits.

Kept with the members and never stored, so that a thousand who come to five thousand do not each
look at all of them.
"""

from collections.abc import Iterable
from heapq import heappop, heappush
from typing import Generic, Protocol, TypeVar


class Enrolled(Protocol):
    """What is asked of a member here."""

    slot: int
    visit: str
    watching: bool


E = TypeVar("E", bound=Enrolled)


class Roll(Generic[E]):
    __slots__ = ("_free", "_next", "by_visit", "watching")

    def __init__(self, members: Iterable[E]) -> None:
        known = list(members)
        self.by_visit = {one.visit: one for one in known}
        self.watching = sum(one.watching for one in known)
        """How many have no place in the room (Q-7)."""
        taken = {one.slot for one in known}
        self._next = max(taken, default=-1) + 1  # from here on nobody has a slot
        self._free = [slot for slot in range(self._next) if slot not in taken]  # a heap

    @property
    def free_slot(self) -> int:
        """The lowest slot that nobody has (P-2)."""
        return self._free[0] if self._free else self._next

    def add(self, member: E) -> None:
        """They have taken the free slot."""
        if self._free:
            heappop(self._free)
        else:
            self._next += 1
        self.by_visit[member.visit] = member
        self.watching += member.watching

    def remove(self, member: E) -> None:
        """They have given it back."""
        heappush(self._free, member.slot)
        del self.by_visit[member.visit]
        self.watching -= member.watching
