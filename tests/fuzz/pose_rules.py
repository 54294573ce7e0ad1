"""P-5, X-7, G-2 and Q-4 once more, for one frame at a time in plain numbers.

The crowd looks at all frames at once and in a hurry; this is what it must come to. The room is 40 m
by 6.5 m by 30 m. Whether one may jump (P-7) is not judged here.
"""

import math
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from vbranch.protocol.constants import FrameKind, PoseFault, Reaction

LIMIT: Final = (4000, 650, 3000)
EYES: Final = 160
REACH_MM: Final = 2500
SIZES: Final = {
    FrameKind.POSE_DESKTOP: 16,
    FrameKind.POSE_VR: 28,
    FrameKind.HELD: 20,
    FrameKind.REACTION: 8,
}

Words = Sequence[int]
Head = Callable[[int], Sequence[int]]
"""Where somebody's head is, centimetres."""


class Said:
    """A frame of a member, taken apart."""

    def __init__(self, frame: bytes) -> None:
        self.kind, self.zero, self.seq = struct.unpack("<BBH", frame[:4])
        self.words: Words = struct.unpack(f"<{len(frame) // 4 - 1}I", frame[4:])

    @property
    def jump(self) -> int:
        return self.words[2 if self.kind == FrameKind.POSE_VR else 1] >> 29

    def pose_fault(self, slot: int, before: "Said | None") -> PoseFault | None:
        if self.zero or _has_reserved_bits(self.kind, self.words):
            return PoseFault.RESERVED
        if _bits(self.words, 0, 0, 13) != slot:
            return PoseFault.NOT_YOURS
        if before is not None and not _is_newer(self.seq, before.seq):
            return PoseFault.STALE
        if self.kind == FrameKind.POSE_VR and _has_no_rotation(self.words):
            return PoseFault.ROTATION
        if any(at > limit for at, limit in zip(place_of(self.words), LIMIT, strict=True)):
            return PoseFault.BOUNDS
        return None

    def held_fault(
        self, slot: int, holder: int | None, seq: int | None, head: Head
    ) -> PoseFault | None:
        if self.zero or _is_odd_held(self.words):
            return PoseFault.RESERVED
        if _bits(self.words, 0, 16, 13) != slot:
            return PoseFault.NOT_YOURS
        if holder != slot:
            return PoseFault.NOT_HOLDER
        if seq is not None and not _is_newer(self.seq, seq):
            return PoseFault.STALE
        if _is_no_rotation(self.words, 1, 10):
            return PoseFault.ROTATION
        return self._misplaced(head(slot)) if _bits(self.words, 0, 29, 1) else None

    def _misplaced(self, head: Sequence[int]) -> PoseFault | None:
        """``head`` in centimetres, what is carried in millimetres."""
        at = _bits(self.words, 2, 0, 18), _bits(self.words, 2, 18, 14), _bits(self.words, 3, 0, 18)
        if any(mm > 10 * limit for mm, limit in zip(at, LIMIT, strict=True)):
            return PoseFault.BOUNDS
        return PoseFault.REACH if math.dist(at, [10 * cm for cm in head]) > REACH_MM else None

    def reaction_fault(self, slot: int, aside: bool) -> PoseFault | None:
        if self.zero or _bits(self.words, 0, 19, 13):
            return PoseFault.RESERVED
        if _bits(self.words, 0, 0, 13) != slot:
            return PoseFault.NOT_YOURS
        if _bits(self.words, 0, 13, 6) not in list(Reaction):
            return PoseFault.REACTION
        return PoseFault.ASIDE if aside else None


class Rules:
    """What the crowd must find, from what it was told."""

    def __init__(self) -> None:
        self.before: dict[int, Said] = {}
        """The last good pose of each slot."""
        self._poses: dict[int, Said] = {}
        self._held: dict[tuple[int, int], Said] = {}
        self._reactions: list[tuple[int, Said]] = []
        self._holders: dict[int, int] = {}
        self._seqs: dict[int, int] = {}
        self._aside: set[int] = set()

    def put(self, slot: int, frame: bytes) -> bool:
        """F-2: whether it is a frame; the newest before a step counts."""
        if not frame or SIZES.get(frame[0]) != len(frame):  # type: ignore[call-overload]
            return False
        said = Said(frame)
        if said.kind == FrameKind.HELD:
            self._held.pop((slot, said.words[0] & 0xFFFF), None)
            self._held[slot, said.words[0] & 0xFFFF] = said
        elif said.kind == FrameKind.REACTION:
            self._reactions.append((slot, said))
        else:
            self._poses[slot] = said
        return True

    def forget(self, slot: int) -> None:
        """Somebody comes or goes."""
        self._aside.discard(slot)
        self.before.pop(slot, None)
        self._poses.pop(slot, None)
        self._held = {key: said for key, said in self._held.items() if key[0] != slot}
        self._reactions = [(who, said) for who, said in self._reactions if who != slot]
        for exhibit in [e for e, holder in self._holders.items() if holder == slot]:
            self._seqs.pop(exhibit, None)

    def set_aside(self, slot: int) -> None:
        self.forget(slot)
        self._aside.add(slot)

    def hold(self, exhibit: int, slot: int | None) -> None:
        former = self._holders.pop(exhibit, None)
        if former is not None and former != slot:
            self._held.pop((former, exhibit), None)
        self._seqs.pop(exhibit, None)
        if slot is not None:
            self._holders[exhibit] = slot

    def agree_with(self, found: Sequence[tuple[int, PoseFault]], head: Head) -> None:
        """A step is over, in which these faults were found."""
        left = Counter(found)
        for slot, said in self._poses.items():
            if slot in self._aside:
                continue
            before = self.before.get(slot)
            fault = said.pose_fault(slot, before)
            if fault is None and before is not None and said.jump != before.jump:
                fault = PoseFault.JUMP if left[slot, PoseFault.JUMP] else None
            if fault is None:
                self.before[slot] = said
            else:
                left[slot, fault] -= 1
        for (slot, exhibit), said in self._held.items():
            fault = said.held_fault(slot, self._holders.get(exhibit), self._seqs.get(exhibit), head)
            if fault is None:
                self._seqs[exhibit] = said.seq
            else:
                left[slot, fault] -= 1
        for slot, said in self._reactions:
            if (fault := said.reaction_fault(slot, slot in self._aside)) is not None:
                left[slot, fault] -= 1
        assert not any(left.values()), left
        self._reactions.clear()
        self._poses.clear()
        self._held.clear()


def _bits(words: Words, word: int, shift: int, width: int) -> int:
    return words[word] >> shift & (1 << width) - 1


def _is_newer(seq: int, before: int) -> bool:
    return 0 < (seq - before) % 0x10000 < 0x8000


def place_of(words: Words) -> tuple[int, int, int]:
    y = _bits(words, 0, 27, 5) | _bits(words, 1, 14, 5) << 5
    return _bits(words, 0, 13, 14), y, _bits(words, 1, 0, 14)


def _hands(words: Words) -> Iterator[tuple[bool, int, tuple[int, int, int]]]:
    """For each hand of a headset record: tracked, the word of its rotation, its position."""
    left = _bits(words, 5, 0, 8), _bits(words, 5, 8, 8), _bits(words, 5, 16, 8)
    z = _bits(words, 1, 27, 5) | _bits(words, 4, 29, 3) << 5
    right = _bits(words, 5, 24, 8), _bits(words, 1, 19, 8), z
    yield bool(_bits(words, 3, 29, 1)), 3, left
    yield bool(_bits(words, 3, 30, 1)), 4, right


def _has_reserved_bits(kind: int, words: Words) -> bool:
    if kind == FrameKind.POSE_DESKTOP:
        return bool(words[2] >> 10)
    return any(
        0 in place if tracked else any(place) or bool(_bits(words, word, 0, 29))
        for tracked, word, place in _hands(words)
    )


def _is_odd_held(words: Words) -> bool:
    if _bits(words, 0, 30, 2):
        return True
    if not _bits(words, 0, 29, 1):
        return bool(words[2] or words[3])
    return bool(_bits(words, 3, 28, 4)) or _bits(words, 3, 18, 10) == 1023


def _has_no_rotation(words: Words) -> bool:
    turned = [2, *(word for tracked, word, _ in _hands(words) if tracked)]
    return any(_is_no_rotation(words, word, 9) for word in turned)


def _is_no_rotation(words: Words, word: int, width: int) -> bool:
    """Three components, each read as (2k - most) / most * sqrt(1/2)."""
    most = (1 << width) - 1
    steps = (_bits(words, word, 2 + width * k, width) for k in range(3))
    return sum((2 * k - most) ** 2 for k in steps) > 1.01 * 2 * most**2
