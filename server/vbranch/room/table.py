"""The columns of a crowd: one row a slot, grown when a slot beyond the last is given."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import JUMPS_PER_S, TICK_HZ, WALK_BURST_M
from vbranch.protocol.poses import (
    EYE_STEPS,
    PER_M,
    far_from_desktop,
    far_from_vr,
    steps_of,
)
from vbranch.protocol.rotations import Words

from .checks import FRAME_WORDS, Mask, Rows, is_vr

ROW_BYTES: Final = 4 * FRAME_WORDS
BURST: Final = WALK_BURST_M * PER_M
MOVED: Final = np.uint64(1)  # in the memory: since the last frames
_COLUMNS: Final = (
    *("inbox", "shown", "said", "lag", "present", "aside", "watching"),
    *("memory", "party", "reach", "jumps", "told", "heard", "listening"),
)


class Kept(NamedTuple):
    """What of a row stays a member's who goes aside or comes back."""

    reach: np.float64
    jumps: np.float64
    listening: np.bool_


class Table:
    """``rows`` rows of zeros. Positions and distances are steps of ``UNIT_M``."""

    def __init__(self, rows: int) -> None:
        self.frames: Words = np.zeros((2, rows, FRAME_WORDS), dtype="<u4")
        """``inbox`` and ``shown``, together, so that a tick gathers both at once."""
        self.inbox = self.frames[0]
        """The newest frame since the last step, nothing where its first byte is 0."""
        octets = self.inbox.view(np.uint8)
        self.inbox_kind = octets[:, 0]
        self.inbox_bytes = octets.reshape(-1).data
        self.shown = self.frames[1]
        """The last good frame, but standing where the others see them now, which P-6 may have kept
        behind. Before the first one the header is 0; a screen member's last three words are 0."""
        self.words = self.shown[:, 1:]
        """The record of it, which others get."""
        self.said: Words = np.zeros((rows, FRAME_WORDS), dtype="<u4")
        """The last good frame itself, of those in ``lag``: where they want to be."""
        self.lag = np.zeros(rows, dtype=np.bool_)
        """``said`` is not yet reached (P-6)."""
        self.present = np.zeros(rows, dtype=np.bool_)
        """Somebody has this slot."""
        self.aside = np.zeros(rows, dtype=np.bool_)
        """Whoever has this slot is not to be seen, and sees nobody (Q-2); not ``present``."""
        self.watching = np.zeros(rows, dtype=np.bool_)
        """Whoever of those has the room in view all the same (Q-7)."""
        self.turns: dict[int, Rows] = {}
        """Those of the list whose turn it is though they stand (F-5): what was asked for so far."""
        self.memory = np.zeros(rows, dtype=np.uint64)
        """When they changed: bit 0 since the last frames, bit k in the beat k before that."""
        self.party = np.zeros(rows, dtype=np.int64)
        """The number of the party to which they belong, 0 for none (I-4); it stays until it is said
        anew, whoever comes and goes."""
        self.reach = np.zeros(rows)
        """What they may walk now (P-6)."""
        self.jumps = np.zeros(rows)
        """How often they might jump at the last ``refill_jumps`` (P-7)."""
        self._since_jumps = 0.0
        self.told = np.zeros(rows, dtype=np.int64)
        """The beat of the last frame they got (F-6)."""
        self.heard = np.zeros(rows, dtype=np.int64)
        """The beat up to which they have been told whatever there was (I-5)."""
        self.listening = np.zeros(rows, dtype=np.bool_)
        """Whoever has this slot gets frames."""
        self._list()

    def __len__(self) -> int:
        return len(self.present)

    @property
    def vr(self) -> Mask:
        """Whose ``words`` are a headset record."""
        return is_vr(self.shown)

    def records(self, width: int) -> NDArray[np.void]:
        """The first so many of ``words`` of each row as one value, to be copied as such."""
        return np.ndarray((len(self),), f"V{4 * width}", self.shown, 4, (ROW_BYTES,))

    def head_of(self, slot: int) -> tuple[int, int, int]:
        """Where somebody's head is; of a screen member it is as high as eyes are above a floor."""
        x, y, z = steps_of(self.words[slot, None])[0].tolist()
        vr = bool(is_vr(self.shown[slot, None])[0])
        return x, y if vr else y + EYE_STEPS, z

    def grown(self, rows: int) -> "Table":
        """A copy with at least that many rows."""
        table = Table(max(rows, 2 * len(self)))
        for name in _COLUMNS:
            getattr(table, name)[: len(self)] = getattr(self, name)
        table._since_jumps = self._since_jumps
        table._list()
        return table

    def begin(self, slot: int, record: Words) -> None:
        """Somebody has the slot from now on and stands as the screen record ``(3,)`` says."""
        self.clear(slot)
        self.shown[slot] = 0
        self.words[slot, : len(record)] = record
        self.present[slot] = True
        self.memory[slot] = 1
        self.reach[slot], self.jumps[slot] = BURST, JUMPS_PER_S
        self._list()

    def listen(self, slot: int, beat: int) -> None:
        """Whoever has the slot gets frames from now on, of what comes after that beat."""
        self.listening[slot] = True
        self.heard[slot], self.told[slot] = beat, beat - TICK_HZ
        self._list()

    def clear(self, slot: int) -> None:
        """Nobody has the slot; its last record stays for the jump counter in it (P-7)."""
        self.present[slot] = self.lag[slot] = self.aside[slot] = self.watching[slot] = False
        self.listening[slot] = False
        self.inbox[slot] = 0
        self._list()

    def set_aside(self, slot: int, *, watching: bool) -> None:
        """Somebody has the slot, but apart; their row stays as it is."""
        kept = self.kept_for(slot)
        self.clear(slot)
        self.aside[slot], self.watching[slot] = True, watching
        self.keep(slot, kept)

    def kept_for(self, slot: int) -> Kept:
        """What stays a member's while they go aside and come back."""
        return Kept(*(getattr(self, name)[slot] for name in Kept._fields))

    def keep(self, slot: int, kept: Kept) -> None:
        """Give it back."""
        for name, value in kept._asdict().items():
            getattr(self, name)[slot] = value
        self._list()

    def refill(self, passed: float, walk: float) -> None:
        """Let ``passed`` seconds go by; ``reach`` gains ``walk`` a second."""
        self.reach += passed * walk
        np.minimum(self.reach, BURST, out=self.reach)
        self._since_jumps += passed

    def refill_jumps(self) -> None:
        """Give ``jumps`` what the time since the last call brought; not at every tick: few jump."""
        self.jumps += self._since_jumps * JUMPS_PER_S
        np.minimum(self.jumps, JUMPS_PER_S, out=self.jumps)
        self._since_jumps = 0.0

    def _list(self) -> None:
        """After a change of who is here and how."""
        self.slots: Rows = self.present.nonzero()[0]
        """Those who are ``present``."""
        self.turns = {}
        self.apart: Rows = self.aside.nonzero()[0]
        """Those who are ``aside``."""
        sees = self.present | self.watching
        self.seeing: Rows = (sees & self.listening).nonzero()[0]
        """Those who get frames with poses."""
        self.blind: Rows = (self.aside & ~sees & self.listening).nonzero()[0]
        """Those who get frames without (Q-2)."""


def far_words(words: Words, vr: Mask) -> Words:
    """Far records ``(n, 2)`` of members' records ``(n, 6)`` (P-8)."""
    far = far_from_desktop(words)
    if vr.any():
        far[vr] = far_from_vr(words[vr])
    return far
