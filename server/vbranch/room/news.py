"""What a tick has for members beside poses, kept until all have had a frame (PROTOCOL.md E-4, I-5).

Where frames come with every second or fourth beat, entries and reactions of the beats between wait
for the next one, in order. Most receivers are owed the same; what ends their frames is made once.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple

import numpy as np

from vbranch.protocol.codec import NO_REACTIONS
from vbranch.protocol.constants import STRIDES
from vbranch.protocol.poses import slots_of
from vbranch.protocol.rotations import Words

from .checks import Rows
from .held import Held

MOST_BEATS: Final = STRIDES[-1]  # from one frame of a receiver to the next


class Beat(NamedTuple):
    """Entries are JSON arrays or nothing; those in ``own`` get theirs instead."""

    entries: bytes
    own: Mapping[int, bytes]
    reactions: Words


class Sight(Enum):
    """What somebody may see of the room."""

    REGULAR = 0
    FULL = 1
    BLIND = 2  # entries only


class Ending(NamedTuple):
    """What comes after the pose records of a frame."""

    held: int
    reactions: int
    data: bytes
    tail: bytes
    """The entries in ``data``."""


NOTHING: Final = Ending(0, 0, b"", b"")


class News:
    """The last beats of one room."""

    def __init__(self) -> None:
        self._beats: deque[Beat] = deque(maxlen=MOST_BEATS)
        self._left = 0  # beats after which there is nothing left to tell

    def add(self, beat: Beat) -> None:
        """What is new at this beat."""
        self._beats.appendleft(beat)
        if beat.entries or beat.own or len(beat.reactions):
            self._left = MOST_BEATS
        elif self._left:
            self._left -= 1

    @property
    def quiet(self) -> bool:
        """Whether the last beats had nothing."""
        return not self._left

    def forget(self, slot: int) -> None:
        """What this member showed is for nobody any more; the slot may be another's soon."""
        for index, beat in enumerate(self._beats):
            if len(beat.reactions):
                others = slots_of(beat.reactions) != slot
                self._beats[index] = beat._replace(reactions=beat.reactions[others])

    def own(self) -> set[int]:
        """Those who had entries of their own."""
        return {slot for beat in self._beats for slot in beat.own}

    def entries(self, beats: int, slot: int | None) -> bytes:
        """Those of the last beats in order; for one slot, or for all who have none of their own."""
        said = [
            beat.entries if slot is None else beat.own.get(slot, beat.entries)
            for beat in self._last(beats)
        ]
        inside = b",".join(entries[1:-1] for entries in said if entries)
        return b"[" + inside + b"]" if inside else b""

    def reactions(self, beats: int) -> Words:
        tables = [beat.reactions for beat in self._last(beats) if len(beat.reactions)]
        return np.concatenate(tables) if tables else NO_REACTIONS

    def _last(self, beats: int) -> Iterator[Beat]:
        """Oldest first."""
        return reversed([beat for beat, _ in zip(self._beats, range(beats), strict=False)])


class Endings:
    """The different endings of one tick's frames, each made once. Number 0 is ``NOTHING``."""

    def __init__(self, news: News, held: Held, beat: int) -> None:
        self._news, self._held, self._beat = news, held, beat
        self._numbers: dict[tuple[Sight, int, int | None], int] = {}
        self.all: list[Ending] = [NOTHING]

    def numbers(self, sight: Sight, slots: Rows, beats: Rows) -> Rows:
        """The number of each receiver's ending; ``beats`` they have to be told of."""
        by_beats = np.zeros(MOST_BEATS + 1, dtype=np.intp)
        if self._news.quiet and (sight is Sight.BLIND or not self._held):
            return by_beats.take(beats)
        for some in np.unique(beats).tolist():
            by_beats[some] = self._number(sight, some, None)
        numbers = by_beats.take(beats)
        if own := self._news.own():
            for index in np.isin(slots, list(own)).nonzero()[0].tolist():
                numbers[index] = self._number(sight, int(beats[index]), int(slots[index]))
        return numbers

    def _number(self, sight: Sight, beats: int, slot: int | None) -> int:
        key = (sight, beats, slot)
        if key not in self._numbers:
            ending = self._make(*key)
            self._numbers[key] = len(self.all) if ending.data else 0
            if ending.data:
                self.all.append(ending)
        return self._numbers[key]

    def _make(self, sight: Sight, beats: int, slot: int | None) -> Ending:
        tail = self._news.entries(beats, slot)
        if sight is Sight.BLIND:
            return Ending(0, 0, tail, tail)
        full = sight is Sight.FULL
        held = self._held.everything() if full else self._held.records(self._beat, beats)
        shown = self._news.reactions(beats)
        return Ending(len(held), len(shown), held.tobytes() + shown.tobytes() + tail, tail)
