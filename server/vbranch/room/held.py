"""Exhibits in people's hands: how they are turned right now (PROTOCOL.md X-1, P-4).

Few are held at a time, so they are a small dictionary beside the crowd's table. Who holds what is
decided by the log; the crowd is only told.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from vbranch.protocol.constants import HELD_ROTATION_BITS, SLOT_BITS, FrameKind, PoseFault
from vbranch.protocol.rotations import Words, rotation_faults

_FRAME = struct.Struct("<BBHIIII")
_SLOT_MASK = (1 << SLOT_BITS) - 1
_RESERVED = 29  # bits from here on in word 0
_NONE: Words = np.empty((0, 4), dtype="<u4")
FRAME_BYTES = _FRAME.size


@dataclass(slots=True)
class Hold:
    """Who holds the exhibit and what they last said; ``seq`` is None before the first."""

    slot: int
    seq: int | None = None
    words: tuple[int, int, int, int] | None = None
    fresh: bool = False


class Held:
    """The held exhibits of one room."""

    def __init__(self) -> None:
        self._holds: dict[int, Hold] = {}
        self._inbox: dict[tuple[int, int], bytes] = {}

    def hold(self, exhibit: int, slot: int | None) -> None:
        """The log says that ``slot`` (None: nobody) holds the exhibit from now on.

        What a former holder said since the last tick was right when they said it, and is void now.
        """
        former = self._holds.get(exhibit)
        if former is not None and former.slot != slot:
            self._inbox.pop((former.slot, exhibit), None)
        if slot is None:
            self._holds.pop(exhibit, None)
        else:
            self._holds[exhibit] = Hold(slot)

    def put(self, slot: int, frame: bytes | bytearray | memoryview) -> None:
        """Keep the member's newest frame for that exhibit until the tick."""
        exhibit = frame[4] | frame[5] << 8
        self._inbox[slot, exhibit] = bytes(frame)

    def forget(self, slot: int) -> None:
        """The member begins to count anew, and what came in since the last tick is dropped."""
        self._inbox = {key: frame for key, frame in self._inbox.items() if key[0] != slot}
        for hold in self._holds.values():
            if hold.slot == slot:
                hold.seq = None

    def read(self) -> Iterator[tuple[int, PoseFault | None]]:
        """Judge what came in since the last tick: each sender's slot with the fault, if any."""
        inbox, self._inbox = self._inbox, {}
        for (slot, exhibit), frame in inbox.items():
            yield slot, self._judge(slot, exhibit, frame)

    def records(self, everything: bool) -> Words:
        """Held records ``(n, 2)``: those said since the last tick, or all that were ever said."""
        said = [hold.words for hold in self._holds.values() if hold.fresh or everything]
        words = [word for word in said if word]
        return np.array(words, dtype="<u4") if words else _NONE

    def told(self) -> None:
        """A tick's frames are packed: nothing is fresh any more."""
        for hold in self._holds.values():
            hold.fresh = False

    def _judge(self, slot: int, exhibit: int, frame: bytes) -> PoseFault | None:
        _, zero, seq, word, turn, *place = _FRAME.unpack(frame)
        hold = self._holds.get(exhibit)
        if zero or word >> _RESERVED:
            return PoseFault.RESERVED
        if (word >> 16) & _SLOT_MASK != slot:
            return PoseFault.NOT_YOURS
        if hold is None or hold.slot != slot:
            return PoseFault.NOT_HOLDER
        if hold.seq is not None and not 0 < (seq - hold.seq) & 0xFFFF < 0x8000:
            return PoseFault.STALE
        if rotation_faults(np.array([turn], dtype=np.uint32), HELD_ROTATION_BITS)[0]:
            return PoseFault.ROTATION
        hold.seq, hold.words, hold.fresh = seq, (word, turn, place[0], place[1]), True
        return None


def is_held(frame: bytes | bytearray | memoryview) -> bool:
    """Whether the frame has the kind and length of a held record."""
    return len(frame) == FRAME_BYTES and frame[0] == FrameKind.HELD
