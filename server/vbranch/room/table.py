"""The columns of a crowd: one row a slot, grown when a slot beyond the last is given."""

from typing import Final

import numpy as np

from vbranch.protocol.constants import JUMPS_PER_S, TICK_HZ, WALK_BURST_M
from vbranch.protocol.poses import PER_M
from vbranch.protocol.rotations import Words

from .checks import FRAME_WORDS

ROW_BYTES: Final = 4 * FRAME_WORDS
BURST: Final = WALK_BURST_M * PER_M


class Table:
    """``rows`` rows of zeros. Positions and distances are steps of ``UNIT_M``."""

    def __init__(self, rows: int) -> None:
        self.present = np.zeros(rows, dtype=np.bool_)
        """Somebody has this slot."""
        self.words: Words = np.zeros((rows, 6), dtype="<u4")
        """The record that others get; a screen member's last three words are 0."""
        self.steps = np.zeros((rows, 3), dtype=np.int64)
        """Where they are: the position in ``words``."""
        self.vr = np.zeros(rows, dtype=np.bool_)
        """``words`` is a headset record."""
        self.said: Words = np.zeros((rows, FRAME_WORDS), dtype="<u4")
        """The last good frame, 0 before the first; where they want to be."""
        self.lag = np.zeros(rows, dtype=np.bool_)
        """``said`` is not yet reached (P-6)."""
        self.moved = np.zeros(rows, dtype=np.bool_)
        """Something changed since the last frame for the near ones (F-5)."""
        self.moved_far = np.zeros(rows, dtype=np.bool_)
        """The same for those who are far."""
        self.reach = np.zeros(rows)
        """What they may walk now (P-6)."""
        self.jumps = np.zeros(rows)
        """How often they may jump now (P-7)."""
        self.told = np.zeros(rows, dtype=np.int64)
        """The tick of the last frame they got (F-6)."""
        self.inbox: Words = np.zeros((rows, FRAME_WORDS), dtype="<u4")
        """The newest frame since the last step, nothing where its first byte is 0."""
        octets = self.inbox.view(np.uint8)
        self.inbox_kind = octets[:, 0]
        self.inbox_bytes = octets.reshape(-1).data

    def __len__(self) -> int:
        return len(self.present)

    def grown(self, rows: int) -> "Table":
        """A copy with at least that many rows."""
        table = Table(max(rows, 2 * len(self)))
        for name, column in vars(self).items():
            if isinstance(column, np.ndarray):
                getattr(table, name)[: len(self)] = column
        return table

    def begin(self, slot: int, record: Words) -> None:
        """Somebody has the slot from now on and stands as the screen record ``(3,)`` says."""
        self.clear(slot)
        self.words[slot] = 0
        self.words[slot, : len(record)] = record
        self.vr[slot] = False
        self.present[slot] = self.moved[slot] = self.moved_far[slot] = True
        self.reach[slot], self.jumps[slot] = BURST, JUMPS_PER_S
        self.told[slot] = -TICK_HZ

    def clear(self, slot: int) -> None:
        """Nobody has the slot; the jump counter in ``words`` stays (P-7)."""
        self.present[slot] = self.lag[slot] = False
        self.said[slot] = self.inbox[slot] = 0

    def refill(self, passed: float, walk: float, jumps: float) -> None:
        """Let ``passed`` seconds go by for both buckets, which gain that much a second."""
        self.reach += passed * walk
        np.minimum(self.reach, BURST, out=self.reach)
        self.jumps += passed * jumps
        np.minimum(self.jumps, JUMPS_PER_S, out=self.jumps)
