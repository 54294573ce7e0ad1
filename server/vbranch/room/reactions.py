"""Reactions of a moment: shown to everybody in one frame, then forgotten (PROTOCOL.md G).

They are few, so they are a list beside the crowd's table, and one array at the ticks that have any.
"""

import struct
from collections.abc import Iterator
from typing import Final

import numpy as np

from vbranch.protocol.codec import NO_REACTIONS
from vbranch.protocol.constants import (
    POSE_HEADER_BYTES,
    REACTION_BITS,
    REACTION_RECORD_BYTES,
    SLOT_BITS,
    FrameKind,
    PoseFault,
    Reaction,
)
from vbranch.protocol.rotations import Words

_FRAME: Final = struct.Struct("<BBHI")
_SLOT_MASK: Final = (1 << SLOT_BITS) - 1
_RESERVED: Final = SLOT_BITS + REACTION_BITS  # bits from here on
_KNOWN: Final = frozenset(Reaction)


class Reactions:
    """What the members of one room show at this tick."""

    def __init__(self) -> None:
        self._inbox: list[tuple[int, bytes]] = []
        self._aside: set[int] = set()
        self._shown: list[int] = []

    def put(self, slot: int, frame: bytes | bytearray | memoryview) -> None:
        """Keep a member's frame until the tick; all that come count, in order."""
        self._inbox.append((slot, bytes(frame)))

    def forget(self, slot: int) -> None:
        """The slot may be another's soon, and whoever has it is not aside."""
        self._aside.discard(slot)
        self._inbox = [(who, frame) for who, frame in self._inbox if who != slot]
        self._shown = [word for word in self._shown if word & _SLOT_MASK != slot]

    def step_aside(self, slot: int) -> None:
        """What this member shows, and showed since the last tick, is for nobody (Q-4)."""
        self.forget(slot)
        self._aside.add(slot)

    def read(self) -> Iterator[tuple[int, PoseFault | None]]:
        """Judge what came in since the last tick: each sender's slot with the fault, if any."""
        inbox, self._inbox = self._inbox, []
        for slot, frame in inbox:
            yield slot, self._judge(slot, frame)

    def take(self) -> Words:
        """The records ``(n, 1)`` of this tick, each once."""
        if not self._shown:
            return NO_REACTIONS
        words, self._shown = self._shown, []
        return np.array(words, dtype="<u4").reshape(-1, 1)

    def _judge(self, slot: int, frame: bytes) -> PoseFault | None:
        _, zero, _, word = _FRAME.unpack(frame)
        if zero or word >> _RESERVED:
            return PoseFault.RESERVED
        if word & _SLOT_MASK != slot:
            return PoseFault.NOT_YOURS
        if word >> SLOT_BITS not in _KNOWN:
            return PoseFault.REACTION
        if slot in self._aside:
            return PoseFault.ASIDE
        self._shown.append(word)
        return None


def is_reaction(frame: bytes | bytearray | memoryview) -> bool:
    """Whether the frame has the kind and length of a reaction."""
    size = POSE_HEADER_BYTES + REACTION_RECORD_BYTES
    return len(frame) == size and frame[0] == FrameKind.REACTION
