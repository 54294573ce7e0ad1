"""Who is in which frame, and when (PROTOCOL.md I, F-5).

What a tier gets is decided by when somebody last moved, which each member's memory tells for any
number of beats at once, and by whose turn it is: turns come by slot, so that every beat has its
share. Each period divides the longer ones, so that what a farther tier is told at a beat all nearer
ones are told too: nobody misses anything by changing the tier.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import FAR_MOST, MIDDLE_MOST, NEAR_MOST
from vbranch.protocol.poses import Bits

from .cells import FAR, NEAR, Cells, Runs
from .checks import Mask, Rows
from .close import Close, Shown
from .ragged import NO_PAIRS, NOBODY, Pairs, bounds_of, ranges, window
from .table import Table

REPEAT_TICKS: Final = 32  # F-5: with the longest stride after it well within two seconds
REPLAN_TICKS: Final = 10
WHOLE_MOST: Final = 128  # so many are all near each other in a small room, while they are no more
WHOLE_AGAIN: Final = 96  # and again when they are no more than this


class Rates(NamedTuple):
    """Beats from one record to the next of somebody who moves: powers of two."""

    middle: int = 4
    far: int = 16


class Group(NamedTuple):
    """Frames with the same stride: leaf and party of those who get each of them, and how many
    beats these have to be told of at most."""

    leaves: Rows
    parties: Rows
    stride: int
    beats: int


class Told(NamedTuple):
    """Of ``Interest.members``, whom a tier is told of; ``firm``: also if they stand, and whatever
    the caps say (F-5)."""

    due: Mask
    firm: Mask


class Seen(NamedTuple):
    """Who is in each frame, by tier; ``close`` are near for another reason than their place."""

    close: Pairs = NO_PAIRS
    near: Pairs = NO_PAIRS
    middle: Pairs = NO_PAIRS
    far: Pairs = NO_PAIRS


def in_turn(slots: Rows, beat: int, period: int, beats: int = 1) -> Mask:
    """Whose turn it was at one of the last beats; ``period`` is a power of two."""
    turn: Mask = (beat - slots) & (period - 1) < beats
    return turn


def moved(memory: NDArray[np.uint64], beats: int) -> Mask:
    """Who moved at one of the last beats."""
    flags: Mask = (memory & np.uint64((1 << beats) - 1)) != 0
    return flags


class Interest:
    """The members of one room, leaf by leaf, as they stand at one beat."""

    def __init__(self, limit: Bits) -> None:
        self.cells = Cells(limit)
        self.close = Close()
        self.rates = Rates()
        self.whole = self.cells.compact
        """Everybody is near everybody, without caps (I-2)."""
        self._plan = (self.whole, 0)  # for which the partition was made, and how long ago

    def is_whole(self, members: int) -> bool:
        """Whether all are near each other because the room is small and they are few."""
        most = WHOLE_MOST if self.whole else WHOLE_AGAIN
        self.whole = self.cells.compact and members <= most
        return self.whole

    def look(self, table: Table) -> bool:
        """See where everybody is; whether the partition was looked at too."""
        self._table = table
        places = self.cells.places(table.words)
        whole, since = self._plan
        anew = whole != self.whole or since % REPLAN_TICKS == 0
        if anew:
            self.cells.plan(NOBODY if self.whole else places[table.slots])
        self._plan = (self.whole, 1 if anew else since + 1)
        self.leaf = self.cells.leaves(places)
        """By slot."""
        leaves = self.leaf[table.slots].astype(np.int16)
        order = leaves.argsort(kind="stable")
        self.members: Rows = table.slots[order]
        self._until: Rows = bounds_of(np.bincount(leaves, minlength=self.cells.count))
        self._memory: NDArray[np.uint64] = table.memory[self.members]
        return anew

    def company(self) -> Rows:
        """How many members are near each leaf, its own among them."""
        runs = self.cells.near
        return np.add.reduceat(self._until[runs.last] - self._until[runs.first], runs.until[:-1])

    # ---- frames ------------------------------------------------------------------------------

    def seen(self, group: Group, beat: int) -> Seen:
        """Who is in the frames of the group at this beat."""
        near, middle, far = self._told(beat, group.beats)
        turn = beat // group.stride
        tiers = self.cells.tiers.take(group.leaves, axis=0)
        shown = self.close.shown(self._table, tiers, self.leaf, group.parties, turn)
        seen = Seen(
            near=self._around(self.cells.near, group.leaves, near, shown, NEAR_MOST, turn),
            middle=self._around(self.cells.middle, group.leaves, middle, shown, MIDDLE_MOST, turn),
            far=self._beyond(tiers, far, shown, FAR_MOST * group.beats, turn),
        )
        if shown is None:
            return seen
        due = np.zeros(len(self.leaf), dtype=np.bool_)
        due[self.members] = near.due
        return seen._replace(close=shown.pairs(due))

    def everybody(self, group: Group, beat: int) -> Seen:
        """All members in each frame: those who are near in full, up to the cap, all others far."""
        tiers = self.cells.tiers.take(group.leaves, axis=0)
        shown = self.close.shown(self._table, tiers, self.leaf, group.parties, beat)
        here = tiers.take(self.leaf[self.members], axis=1) == NEAR
        close = np.zeros_like(here) if shown is None else shown.columns(self.members)
        here |= close
        frames, columns = here.nonzero()
        most = len(self.members) if self.whole else NEAR_MOST
        keep = window(frames, close[frames, columns], len(here), most, beat)
        if keep is not None:
            here[frames[~keep], columns[~keep]] = False
        return Seen(near=_pairs(here, self.members), far=_pairs(~here, self.members))

    def _told(self, beat: int, beats: int) -> tuple[Told, Told, Told]:
        """Who is due for the near, for those in the middle distance and for the far."""
        slots, rates = self.members, self.rates
        firm = in_turn(slots, beat, REPEAT_TICKS, beats)
        period = REPEAT_TICKS if len(slots) > FAR_MOST * rates.far else rates.far
        far = in_turn(slots, beat, period, beats)
        far &= moved(self._memory, period + beats - 1)
        far |= firm
        middle = in_turn(slots, beat, rates.middle, beats)
        middle &= moved(self._memory, rates.middle + beats - 1)
        middle |= far
        near = moved(self._memory, beats)
        near |= middle
        return Told(near, firm), Told(middle, firm), Told(far, firm)

    def _around(
        self, runs: Runs, leaves: Rows, told: Told, shown: Shown | None, most: int, turn: int
    ) -> Pairs:
        """Whom frames for these leaves are told of in the leaves of ``runs``."""
        candidates = told.due.nonzero()[0]
        until = bounds_of(told.due)[self._until]
        sizes = runs.until[leaves + 1] - runs.until[leaves]
        run = ranges(runs.until[leaves], sizes)
        start = until[runs.first[run]]
        counts = until[runs.last[run]] - start
        frames = np.arange(len(leaves)).repeat(sizes).repeat(counts)
        rows = candidates[ranges(start, counts)]
        if shown is not None:
            keep = ~shown.near[frames, shown.column_of[self.members[rows]]]
            frames, rows = frames.compress(keep), rows.compress(keep)
        pairs = Pairs(frames, self.members[rows])
        if self.whole:
            return pairs
        return pairs.only(window(frames, told.firm[rows], len(leaves), most, turn))

    def _beyond(
        self, tiers: NDArray[np.uint8], told: Told, shown: Shown | None, most: int, turn: int
    ) -> Pairs:
        """Whom frames are told of who are far for them."""
        rows = told.due.nonzero()[0]
        keep = window(np.zeros_like(rows), told.firm[rows], 1, most, turn)
        slots = self.members[rows if keep is None else rows.compress(keep)]
        far = tiers.take(self.leaf[slots], axis=1) == FAR
        if shown is not None:
            far &= ~shown.columns(slots)
        return _pairs(far, slots)


def _pairs(chosen: Mask, slots: Rows) -> Pairs:
    """The ``slots`` that are chosen for each frame, a column each."""
    counts = np.add.reduce(chosen, axis=1, dtype=np.intp)
    columns = chosen.ravel().nonzero()[0] % max(1, len(slots))
    return Pairs(np.arange(len(chosen)).repeat(counts), slots[columns])
