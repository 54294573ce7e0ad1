"""Who is near at any distance: on the stage, speaking, in one's own party (PROTOCOL.md I-4).

They are few beside all members, so for each frame there is a row that says which of them are near
in it; wherever else they would be in that frame they are left out.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import SPEAKERS_MOST

from .cells import FAR
from .checks import Mask, Rows
from .ragged import NOBODY, Pairs, window
from .table import Table


class Shown(NamedTuple):
    """Who of ``slots`` is near in which frame; the last column is for all others and is empty."""

    slots: Rows
    column_of: Rows
    """By slot."""
    near: Mask

    def columns(self, slots: Rows) -> Mask:
        """For each frame, whether these are near in it anyway."""
        return self.near.take(self.column_of[slots], axis=1)

    def pairs(self, due: Mask) -> Pairs:
        """Those who are due, which is said by slot."""
        frames, columns = (self.near[:, :-1] & due[self.slots]).nonzero()
        return Pairs(frames, self.slots[columns])


class Close:
    """Who is on the stage and who speaks in one room; parties stand in the table."""

    def __init__(self) -> None:
        self._spotlit = self._speaking = NOBODY
        self._parties = False

    def spotlight(self, slots: Collection[int]) -> None:
        self._spotlit = np.array(sorted(slots), dtype=np.intp)

    def speaking(self, slots: Collection[int]) -> None:
        self._speaking = np.array(sorted(slots), dtype=np.intp)

    def companions(self, parties: Mapping[int, int], table: Table) -> None:
        """Numbers of parties are made small, from 1: they are parts of the keys of frames."""
        known = {slot: party for slot, party in parties.items() if slot < len(table)}
        table.party.fill(0)
        self._parties = bool(known)
        if known:
            _, numbers = np.unique(list(known.values()), return_inverse=True)
            table.party[list(known)] = numbers + 1

    @property
    def nobody(self) -> bool:
        """Whether there is nobody of whom to take care."""
        return not (self._parties or len(self._spotlit) or len(self._speaking))

    def who(self, table: Table) -> Rows:
        """All who may be near somebody anywhere."""
        chosen = table.party != 0
        for slots in (self._spotlit, self._speaking):
            chosen[slots[slots < len(chosen)]] = True
        chosen &= table.present
        here: Rows = chosen.nonzero()[0]
        return here

    def shown(
        self, table: Table, tiers: NDArray[np.uint8], leaf: Rows, parties: Rows, turn: int
    ) -> Shown | None:
        """For frames whose receivers have these ``tiers`` of leaves and ``parties``; None: nobody
        is near for such a reason. ``leaf`` is said by slot."""
        slots = NOBODY if self.nobody else self.who(table)
        if not len(slots):
            return None
        near = np.zeros((len(tiers), len(slots) + 1), dtype=np.bool_)
        near[:, :-1] = table.party[slots] == np.where(parties, parties, -1)[:, None]
        near[:, :-1] |= np.isin(slots, self._spotlit)
        self._hear(near, np.isin(slots, self._speaking), tiers.take(leaf[slots], axis=1), turn)
        column_of = np.full(len(leaf), len(slots), dtype=np.intp)
        column_of[slots] = np.arange(len(slots))
        return Shown(slots, column_of, near)

    def _hear(self, near: Mask, speaks: Mask, tiers: NDArray[np.uint8], turn: int) -> None:
        """Who speaks is near for all for whom they are not far, in turns if there are too many."""
        heard = (tiers != FAR) & speaks & ~near[:, :-1]
        frames, columns = heard.nonzero()
        keep = window(frames, np.zeros(len(frames), np.bool_), len(near), SPEAKERS_MOST, turn)
        if keep is not None:
            frames, columns = frames.compress(keep), columns.compress(keep)
        near[frames, columns] = True

    def lifted(self, leaf: Rows, count: int) -> Mask:
        """Leaves of whose members more is seen than from near (I-5)."""
        leaves = np.zeros(count, dtype=np.bool_)
        for slots in (self._spotlit, self._speaking):
            leaves[leaf[slots[slots < len(leaf)]]] = True
        return leaves
