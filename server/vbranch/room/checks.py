"""The checks of PROTOCOL.md P-5 on whole tables of pose frames as clients sent them.

A frame is seven words: the header (kind, 0, sequence number) and a record, of which a screen
member's frame uses three words. Nearly all frames are good, and what a tick costs is first of all
the number of numpy calls, so a tick judges twice: ``Reading.odd`` measures all frames at once, in
few wide operations, and ``faults_of`` names the faults of the few that it finds.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import (
    PITCH_BITS,
    ROTATION_BITS,
    SLOT_BITS,
    X_BITS,
    FrameKind,
    PoseFault,
)
from vbranch.protocol.poses import ROTATION_MASK, Y_LOW_BITS, Bits, hand_bits
from vbranch.protocol.rotations import Words, least_room, room_of, rotation_faults

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]

FAULTS: Final = (
    PoseFault.RESERVED,
    PoseFault.NOT_YOURS,
    PoseFault.STALE,
    PoseFault.ROTATION,
    PoseFault.BOUNDS,
    PoseFault.JUMP,
)
"""In the order in which they are named; a fault's number is its place here, from 1."""

FRAME_WORDS: Final = 7
_SLOT_MASK: Final = (1 << SLOT_BITS) - 1
_LEFT, _RIGHT = 1 << 29, 1 << 30  # tracked bits in word 3
_SEATED_AND_PITCH: Final = PITCH_BITS + 1


def is_vr(frames: Words) -> Mask:
    """Which frames carry a headset record."""
    vr: Mask = (frames[:, 0] & 0xFF) == FrameKind.POSE_VR
    return vr


def jumps_of(frames: Words, vr: Mask) -> Words:
    """The jump counters (P-4)."""
    return np.where(vr, frames[:, 3], frames[:, 2]) >> np.uint32(29)


# ---- all frames of a tick ---------------------------------------------------------------------

_X, _LOW_Y, _HIGH_Y = (1 << X_BITS) - 1, (1 << Y_LOW_BITS) - 1, 31 << Y_LOW_BITS
_COMPONENT: Final = (1 << ROTATION_BITS) - 1
_BEFORE: Final = FRAME_WORDS
# The fields of a frame, and the position of the one before it: word, bits to shift out, mask. In a
# screen member's frame those of hands and rotations mean nothing and are made 0.
_FIELDS: Final = (
    *((1, SLOT_BITS, _X), (1, 27, _LOW_Y), (2, 0, _X)),  # x, y and z
    *((_BEFORE + 1, SLOT_BITS, _X), (_BEFORE + 1, 27, _LOW_Y), (_BEFORE + 2, 0, _X)),
    *((6, 24, 0xFF), (2, 27, 31), (2, 19, 0xFF), (5, 0, ROTATION_MASK)),  # right hand: x, z, y
    *((6, 0, 0xFF), (6, 8, 0xFF), (6, 16, 0xFF), (4, 0, ROTATION_MASK)),  # left hand
    *((0, 0, 1), (4, 30, 1), (4, 29, 1)),  # is there a headset (kind 3), right hand, left hand?
    *((word, 2 + ROTATION_BITS * k, _COMPONENT) for k in range(3) for word in (3, 5, 4)),
    *((2, X_BITS - Y_LOW_BITS, _HIGH_Y), (_BEFORE + 2, X_BITS - Y_LOW_BITS, _HIGH_Y)),
    (5, 24, 7 << 5),  # high bits, as those of y above: they join rows 1, 4 and 7
)
_FIELD_WORDS: Final = np.array([word for word, _, _ in _FIELDS])
_FIELD_SHIFTS: Final = np.array([[shift] for _, shift, _ in _FIELDS], dtype=np.uint32)
_FIELD_MASKS: Final = np.array([[mask] for _, _, mask in _FIELDS], dtype=np.uint32)
_LOW, _HIGH = slice(1, 8, 3), slice(26, 29)
_TARGET, _HERE, _RIGHT_Z_Y, _HANDS = slice(0, 3), slice(3, 6), slice(7, 9), slice(6, 14)
_SEEN, _TRACKED, _COMPONENTS = slice(14, 17), slice(15, 17), slice(17, 26)

# What of the first four words stays the same from frame to frame, unless a frame is odd: kind,
# slot, jump counter (P-7), a screen record's zeros. The first column is for screens.
_JUMP: Final = 7 << 29
_STEADY: Final = np.array(
    [
        [0xFFFF, 0xFFFF],
        [_SLOT_MASK, _SLOT_MASK],
        [_JUMP, 0],
        [0xFFFFFFFF ^ ((1 << _SEATED_AND_PITCH) - 1), _JUMP],
    ],
    dtype=np.uint32,
)
ONE: Final = np.uint32(1)
_MUCH: Final = np.uint32(1 << 20)  # more than ``room_of`` can be
_MEASURES: Final = 4 + 1 + 3 + 3 + 8


def limits_of(limit: Bits) -> Words:
    """What the measures of ``Reading.odd`` may be in a room; ``limit`` is its last step."""
    newer = [0x7FFF_FFFE]
    roomy = [int(_MUCH) - least_room(ROTATION_BITS)] * 3
    limits = [*[0] * 4, *newer, *limit.tolist(), *roomy, *[0] * 8]
    return np.array(limits, dtype=np.uint32)[:, None]


@dataclass(slots=True)
class Reading:
    """What members say and what the others see of them, taken apart.

    Tables stand word by word, ``(7, n)``, and axis by axis, ``(3, n)``, so that each numpy call
    works on long runs; their numbers are unsigned and of 32 bits, differences modulo 2^32.
    """

    rows: Rows
    said: Words
    """Frames; 0 where a screen member's has nothing."""
    before: Words
    """The last good ones; with a header of 0 for those who have not said anything good yet."""
    changes: Words
    """The bits in which these differ."""
    fields: Words

    @classmethod
    def of(cls, rows: Rows, frames: Words) -> "Reading":
        """``frames`` are said ones and those before, ``(2, n, 7)``."""
        columns = frames.transpose(0, 2, 1).copy()
        said, before = columns[0], columns[1]
        headset = said[0] & ONE
        said[4:] *= headset  # what a longer frame left in the row
        fields = columns.reshape(2 * FRAME_WORDS, -1).take(_FIELD_WORDS, axis=0)
        fields >>= _FIELD_SHIFTS
        fields &= _FIELD_MASKS
        fields[_LOW] |= fields[_HIGH]
        fields[_RIGHT_Z_Y] *= headset
        return cls(rows, said, before, said ^ before, fields)

    @property
    def target(self) -> Words:
        """Where they say they are, in steps."""
        return self.fields[_TARGET]

    @property
    def here(self) -> Words:
        """Where the others see them."""
        return self.fields[_HERE]

    def only(self, chosen: Mask) -> "Reading":
        """Some of them."""
        tables = (self.said, self.before, self.changes, self.fields)
        return Reading(self.rows[chosen], *(table.compress(chosen, axis=1) for table in tables))

    def odd(self, limits: Words) -> Mask | None:
        """Who is to be looked at closely, None for nobody.

        All others have none of the faults of ``faults_of``, and kind and jump counter of the frame
        before. Each row of measures is a number that must not be greater than its limit.
        """
        said, fields = self.said, self.fields
        measures = np.empty((_MEASURES, len(self.rows)), dtype=np.uint32)
        steady = _STEADY.take(fields[14], axis=1)
        np.bitwise_and(self.changes[:4], steady, out=measures[:4])
        # Newer by less than 2^15, where the lower halves of the headers are the same.
        np.subtract(said[0] - self.before[0], ONE, out=measures[4])
        measures[5:8] = fields[_TARGET]
        room = room_of(fields[_COMPONENTS].reshape(3, 3, -1), ROTATION_BITS)
        np.subtract(_MUCH, room, out=measures[8:11])
        measures[8:11] *= fields[_SEEN]
        # Of a tracked hand nothing is 0, of another one everything.
        shown = np.minimum(fields[_HANDS], ONE).reshape(2, 4, -1)
        np.bitwise_xor(shown, fields[_TRACKED, None], out=measures[11:].reshape(2, 4, -1))
        beyond = measures > limits
        if not np.logical_or.reduce(beyond, axis=None):
            return None
        odd: Mask = np.logical_or.reduce(beyond)
        return odd


# ---- the odd ones -----------------------------------------------------------------------------


def stale(frames: Words, before: Words) -> Mask:
    """Which frames are not newer than those ``before``; a row of zeros is older than all."""
    ahead = ((frames[:, 0] >> 16) - (before[:, 0] >> 16)) & 0xFFFF
    old: Mask = ((ahead == 0) | (ahead >= 0x8000)) & ((before[:, 0] & 0xFF) != 0)
    return old


def faults_of(
    frames: Words, slots: NDArray[np.intp], before: Words, steps: Bits, limit: Bits
) -> NDArray[np.uint8]:
    """The number of each frame's fault, 0 for none; jumps are not judged here.

    ``steps`` are the positions of the frames, ``limit`` the last step inside the bounds.
    """
    vr = is_vr(frames)
    reserved = (frames[:, 0] & 0xFF00) != 0
    reserved |= ~vr & ((frames[:, 3] >> _SEATED_AND_PITCH) != 0)
    rotation = np.zeros(len(frames), dtype=np.bool_)
    if vr.any():
        records = frames[vr, 1:]
        reserved[vr] |= _hand_faults(records)
        rotation[vr] = _rotation_faults(records)
    not_yours = (frames[:, 1] & _SLOT_MASK) != slots
    outside = (steps > limit).any(axis=1)
    found = (reserved, not_yours, stale(frames, before), rotation, outside)
    numbers = np.zeros(len(frames), dtype=np.uint8)
    for number in range(len(found), 0, -1):  # the first one named is written last
        numbers[found[number - 1]] = number
    return numbers


def _hand_faults(records: Words) -> Mask:
    """Untracked hands with any bit, tracked ones with a 0 in their position."""
    left, right = hand_bits(records)
    turns = records[:, 3:5] & ROTATION_MASK
    faults = np.zeros(len(records), dtype=np.bool_)
    for place, turn, bit in ((left, turns[:, 0], _LEFT), (right, turns[:, 1], _RIGHT)):
        tracked = (records[:, 3] & bit) != 0
        silent = (turn == 0) & ~place.any(axis=1)
        faults |= np.where(tracked, ~place.all(axis=1), ~silent)
    return faults


def _rotation_faults(records: Words) -> Mask:
    """No rotation of the head, or of a hand that is tracked."""
    wrong: Mask = rotation_faults(records[:, 2:5], ROTATION_BITS)
    tracked = records[:, 3, None] & np.array([_LEFT, _RIGHT], dtype=np.uint32)
    wrong[:, 1:] &= tracked != 0
    faults: Mask = np.any(wrong, axis=1)
    return faults
