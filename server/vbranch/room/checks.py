"""The checks of PROTOCOL.md P-5 on whole tables of pose frames as clients sent them.

A frame is seven words: the header (kind, 0, sequence number) and a record, of which a screen
member's frame uses three words.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import PITCH_BITS, ROTATION_BITS, SLOT_BITS, FrameKind, PoseFault
from vbranch.protocol.poses import ROTATION_MASK, Bits, hand_bits
from vbranch.protocol.rotations import Words, rotation_faults

Mask = NDArray[np.bool_]

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
