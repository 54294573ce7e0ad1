"""Exhibits in people's hands: how they are turned and where they are carried (PROTOCOL.md X, P-4).

Few are held at a time, so they are a small dictionary beside the crowd's table, and are judged one
by one in plain numbers. Who holds what is decided by the log; the crowd is only told.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from vbranch.protocol.constants import (
    CARRY_REACH_M,
    HELD_ROTATION_BITS,
    HELD_SCALE_BITS,
    HELD_SCALE_STEPS,
    HELD_X_BITS,
    SLOT_BITS,
    FrameKind,
    PoseFault,
)
from vbranch.protocol.held_records import CARRIED_SHIFT, HELD_WORDS, PER_M
from vbranch.protocol.rotations import Words, rotation_faults

from .interest import REPEAT_TICKS

Steps = tuple[int, int, int]
HeldWords = tuple[int, int, int, int]

_FRAME: Final = struct.Struct("<BBH4I")
FRAME_BYTES: Final = _FRAME.size
_SLOT_MASK: Final = (1 << SLOT_BITS) - 1
_X_MASK: Final = (1 << HELD_X_BITS) - 1
_CARRIED: Final = 1 << CARRIED_SHIFT
_REACH: Final = round(CARRY_REACH_M * PER_M)
_NONE: Final[Words] = np.empty((0, HELD_WORDS), dtype="<u4")
_OLD: Final = REPEAT_TICKS  # beats: nobody has to be told of it any more


@dataclass(slots=True)
class Hold:
    """Who holds the exhibit and what they last said; ``seq`` is None before the first, ``age`` is
    for how many beats it has been told."""

    slot: int
    seq: int | None = None
    words: HeldWords | None = None
    age: int = _OLD


class Held:
    """The held exhibits of one room. Places are steps of ``HELD_UNIT_M`` from ``bounds.min``.

    ``limit`` is the last step inside the bounds on each axis; ``head_of`` tells where the head of
    the member with that slot is.
    """

    def __init__(self, limit: Steps, head_of: Callable[[int], Steps]) -> None:
        self._limit = limit
        self._head_of = head_of
        self._holds: dict[int, Hold] = {}
        self._inbox: dict[tuple[int, int], bytes] = {}

    def hold(self, exhibit: int, slot: int | None) -> None:
        """The log says that ``slot`` (None: nobody) holds the exhibit from now on.

        What a former holder said since the last tick was right when they said it, and is void now.
        What is passed on stays where it was carried until its new holder says otherwise (X-9).
        """
        former = self._holds.get(exhibit)
        if former is not None and former.slot != slot:
            self._inbox.pop((former.slot, exhibit), None)
        if slot is None:
            self._holds.pop(exhibit, None)
        else:
            words = None if former is None else _passed_on(former, slot)
            self._holds[exhibit] = Hold(slot, words=words, age=0 if words is not None else _OLD)

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

    def __bool__(self) -> bool:
        """Whether anything is held."""
        return bool(self._holds)

    def records(self, tick: int, beats: int = 1) -> Words:
        """Held records ``(n, 4)`` for who has to be told of the last ``beats``: those said since,
        and those whose turn it was to be repeated (X-8)."""
        return _table(
            hold.words
            for exhibit, hold in self._holds.items()
            if hold.age < beats or (tick - exhibit) % REPEAT_TICKS < beats
        )

    def everything(self) -> Words:
        """All that was ever said of what is held."""
        return _table(hold.words for hold in self._holds.values())

    def told(self) -> None:
        """A tick's frames are packed: what was said is a beat older."""
        for hold in self._holds.values():
            hold.age += 1

    def _judge(self, slot: int, exhibit: int, frame: bytes) -> PoseFault | None:
        _, zero, seq, *said = _FRAME.unpack(frame)
        words: HeldWords = (said[0], said[1], said[2], said[3])
        hold = self._holds.get(exhibit)
        if zero or _has_reserved_bits(words):
            return PoseFault.RESERVED
        if (words[0] >> 16) & _SLOT_MASK != slot:
            return PoseFault.NOT_YOURS
        if hold is None or hold.slot != slot:
            return PoseFault.NOT_HOLDER
        if hold.seq is not None and not 0 < (seq - hold.seq) & 0xFFFF < 0x8000:
            return PoseFault.STALE
        if rotation_faults(np.array([words[1]], dtype=np.uint32), HELD_ROTATION_BITS)[0]:
            return PoseFault.ROTATION
        if words[0] & _CARRIED and (fault := self._misplaced(slot, _place(words))):
            return fault
        hold.seq, hold.words, hold.age = seq, words, 0
        return None

    def _misplaced(self, slot: int, place: Steps) -> PoseFault | None:
        """Carried out of the room, or farther from the holder than arms go (X-7)."""
        if any(at > limit for at, limit in zip(place, self._limit, strict=True)):
            return PoseFault.BOUNDS
        away = sum((a - b) ** 2 for a, b in zip(place, self._head_of(slot), strict=True))
        return PoseFault.REACH if away > _REACH**2 else None


def _passed_on(former: Hold, slot: int) -> HeldWords | None:
    """The former holder's words as the new one's, if the exhibit was carried."""
    if former.words is None or not former.words[0] & _CARRIED:
        return None
    first, *others = former.words
    return (first & ~(_SLOT_MASK << 16) | slot << 16, others[0], others[1], others[2])


def _has_reserved_bits(words: HeldWords) -> bool:
    """Bits that mean nothing: the zeros of P-4, a place of what is not carried, no scale."""
    if not words[0] & _CARRIED:
        return bool(words[0] >> CARRIED_SHIFT or words[2] or words[3])
    scale = words[3] >> HELD_X_BITS
    return bool(words[0] >> CARRIED_SHIFT + 1 or scale >> HELD_SCALE_BITS) or (
        scale > HELD_SCALE_STEPS
    )


def _place(words: HeldWords) -> Steps:
    return words[2] & _X_MASK, words[2] >> HELD_X_BITS, words[3] & _X_MASK


def _table(said: Iterator[HeldWords | None]) -> Words:
    words = [word for word in said if word is not None]
    return np.array(words, dtype="<u4") if words else _NONE


def is_held(frame: bytes | bytearray | memoryview) -> bool:
    """Whether the frame has the kind and length of a held record."""
    return len(frame) == FRAME_BYTES and frame[0] == FrameKind.HELD
