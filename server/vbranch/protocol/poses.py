"""The pose records of PROTOCOL.md P-4, between metres and radians and 32-bit words.

All functions take and return whole tables, one row a record: words are ``uint32`` of the shape
``(n, words of the record)``, positions ``(n, 3)`` metres in the room's frame, rotations ``(n, 4)``
unit quaternions ``[x, y, z, w]``, yaw and pitch radians. ``numpy`` broadcasting makes a table of
one row as good as a table of a thousand.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .constants import (
    EYE_HEIGHT_M,
    HAND_RANGE_M,
    JUMP_BITS,
    MAX_SLOTS,
    PITCH_BITS,
    REACTION_BITS,
    ROTATION_BITS,
    SLOT_BITS,
    UNIT_M,
    X_BITS,
    Y_BITS,
    YAW_BITS,
)
from .rotations import Floats, Words, decode_rotations, encode_rotations

Bits = NDArray[np.int64]
Vector = tuple[float, float, float]

PER_M: Final = round(1 / UNIT_M)  # quantisation steps in a metre
EYE_STEPS: Final = round(EYE_HEIGHT_M * PER_M)
ROTATION_MASK: Final = (1 << (2 + 3 * ROTATION_BITS)) - 1
Y_LOW_BITS: Final = 5
POSITION_0: Final = 0xFFFFFFFF ^ (MAX_SLOTS - 1)  # bits of word 0 that are position
POSITION_1: Final = (1 << (X_BITS + Y_LOW_BITS)) - 1  # bits of word 1 that are position
# Where words 0 and 1 hold x and low y, z and high y: bits to shift out, bits to keep after that.
_POSITION_SHIFTS: Final = np.array(
    [[SLOT_BITS, SLOT_BITS + X_BITS], [0, X_BITS - Y_LOW_BITS]], dtype=np.uint32
)
_POSITION_MASKS: Final = np.array(
    [
        [(1 << X_BITS) - 1, (1 << Y_LOW_BITS) - 1],
        [(1 << X_BITS) - 1, (1 << Y_BITS) - (1 << Y_LOW_BITS)],
    ],
    dtype=np.int64,
)
_HAND_ZERO: Final = 128
_AXIS_TOPS: Final = np.array([(1 << X_BITS) - 1, (1 << Y_BITS) - 1, (1 << X_BITS) - 1])


class Quantiser:
    """Between metres and whole steps of ``UNIT_M`` from ``bounds.min`` (P-1).

    ``limit`` is the last step inside the bounds on each axis. Raises ``ValueError`` for bounds
    that are empty or too wide for the records.
    """

    def __init__(self, bounds: tuple[Vector, Vector]) -> None:
        low, high = (np.asarray(corner, dtype=np.float64) for corner in bounds)
        extent = np.floor((high - low) * PER_M + 0.5)
        if not np.all((extent > 0) & (extent <= _AXIS_TOPS)):
            raise ValueError("bounds must be wider than nothing and at most what P-1 allows")
        self.low: Floats = low
        self.limit: Bits = extent.astype(np.int64)

    def steps(self, positions: ArrayLike) -> Bits:
        """Metres to steps, brought into the range of the fields (not of the bounds)."""
        metres = np.clip(np.asarray(positions, dtype=np.float64) - self.low, 0, _AXIS_TOPS * UNIT_M)
        return np.floor(metres * PER_M + 0.5).astype(np.int64)

    def metres(self, steps: ArrayLike) -> Floats:
        """Steps to metres."""
        return np.asarray(steps) * UNIT_M + self.low


@dataclass(frozen=True, slots=True)
class FarPoses:
    """Somebody far away: floor point, yaw and jump counter."""

    slot: ArrayLike
    position: ArrayLike
    yaw: ArrayLike
    jump: ArrayLike = 0


@dataclass(frozen=True, slots=True)
class DesktopPoses:
    """A screen member: floor point, yaw, pitch (up is positive), jump counter, seated."""

    slot: ArrayLike
    position: ArrayLike
    yaw: ArrayLike
    pitch: ArrayLike = 0.0
    jump: ArrayLike = 0
    seated: ArrayLike = False


@dataclass(frozen=True, slots=True)
class Hands:
    """One hand of each row: ``offset`` is from the head, in the room's axes, metres (P-4)."""

    tracked: ArrayLike = False
    offset: ArrayLike = (0.0, 0.0, 0.0)
    rotation: ArrayLike = (0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class VrPoses:
    """A headset member: ``position`` is the head's."""

    slot: ArrayLike
    position: ArrayLike
    head: ArrayLike
    left: Hands = field(default_factory=Hands)
    right: Hands = field(default_factory=Hands)
    jump: ArrayLike = 0
    seated: ArrayLike = False


@dataclass(frozen=True, slots=True)
class Reactions:
    """Who shows what just now (G-2)."""

    slot: ArrayLike
    reaction: ArrayLike


# ---- packing ----------------------------------------------------------------------------------


def pack_far(poses: FarPoses, quantiser: Quantiser) -> Words:
    """Far records, ``(n, 2)``."""
    steps = quantiser.steps(poses.position).reshape(-1, 3)
    word0, word1 = position_words(steps, poses.slot)
    word1 |= (_yaw_steps(poses.yaw) << 19) | (_whole(poses.jump, JUMP_BITS) << 29)
    return _table(len(steps), word0, word1)


def pack_desktop(poses: DesktopPoses, quantiser: Quantiser) -> Words:
    """Screen records, ``(n, 3)``."""
    far = pack_far(FarPoses(poses.slot, poses.position, poses.yaw, poses.jump), quantiser)
    top = (1 << PITCH_BITS) - 1
    pitch = np.floor((np.asarray(poses.pitch, dtype=np.float64) / np.pi + 0.5) * top + 0.5)
    word2 = np.clip(pitch, 0, top).astype(np.int64) | (_whole(poses.seated, 1) << PITCH_BITS)
    return _table(len(far), far[:, 0], far[:, 1], word2)


def pack_vr(poses: VrPoses, quantiser: Quantiser) -> Words:
    """Headset records, ``(n, 6)``; a hand beyond ``HAND_RANGE_M`` is brought to that range."""
    steps = quantiser.steps(poses.position).reshape(-1, 3)
    word0, word1 = position_words(steps, poses.slot)
    (lx, ly, lz), left_turn, left = _hand_steps(poses.left)
    (rx, ry, rz), right_turn, right = _hand_steps(poses.right)
    head = _turn(poses.head, ROTATION_BITS)
    word1 |= (ry << 19) | ((rz & 31) << 27)
    word2 = head | (_whole(poses.jump, JUMP_BITS) << 29)
    word3 = left_turn | (left << 29) | (right << 30) | (_whole(poses.seated, 1) << 31)
    word4 = right_turn | ((rz >> 5) << 29)
    word5 = lx | (ly << 8) | (lz << 16) | (rx << 24)
    return _table(len(steps), word0, word1, word2, word3, word4, word5)


def pack_reactions(shown: Reactions) -> Words:
    """Reaction records, ``(n, 1)``."""
    word = _whole(shown.slot, SLOT_BITS) | (_whole(shown.reaction, REACTION_BITS) << SLOT_BITS)
    return _table(np.size(word), np.reshape(word, -1))


# ---- unpacking --------------------------------------------------------------------------------


def unpack_far(words: Words, quantiser: Quantiser) -> FarPoses:
    return FarPoses(
        slot=slots_of(words),
        position=quantiser.metres(steps_of(words)),
        yaw=_field(words, 1, 19, YAW_BITS) * (2 * np.pi / (1 << YAW_BITS)),
        jump=_field(words, 1, 29, JUMP_BITS),
    )


def unpack_desktop(words: Words, quantiser: Quantiser) -> DesktopPoses:
    far = unpack_far(words, quantiser)
    pitch = (_field(words, 2, 0, PITCH_BITS) / ((1 << PITCH_BITS) - 1) - 0.5) * np.pi
    seated = _field(words, 2, PITCH_BITS, 1) == 1
    return DesktopPoses(far.slot, far.position, far.yaw, pitch, far.jump, seated)


def unpack_vr(words: Words, quantiser: Quantiser) -> VrPoses:
    """An untracked hand has the offset 0 and no rotation (identity)."""
    left, right = hand_bits(words)
    return VrPoses(
        slot=slots_of(words),
        position=quantiser.metres(steps_of(words)),
        head=decode_rotations(words[:, 2], ROTATION_BITS),
        left=_hands(_field(words, 3, 29, 1) == 1, left, words[:, 3]),
        right=_hands(_field(words, 3, 30, 1) == 1, right, words[:, 4]),
        jump=_field(words, 2, 29, JUMP_BITS),
        seated=_field(words, 3, 31, 1) == 1,
    )


def unpack_reactions(words: Words) -> Reactions:
    return Reactions(_field(words, 0, 0, SLOT_BITS), _field(words, 0, SLOT_BITS, REACTION_BITS))


# ---- parts that the crowd reads without unpacking ---------------------------------------------


def slots_of(words: Words) -> Bits:
    """The slots of far, screen or headset records."""
    return _field(words, 0, 0, SLOT_BITS)


def steps_of(words: Words) -> Bits:
    """Positions in steps, ``(n, 3)``, of far, screen or headset records."""
    fields = (words[:, :2, None] >> _POSITION_SHIFTS) & _POSITION_MASKS
    fields[:, 0, 1] |= fields[:, 1, 1]  # low and high bits of y
    steps: Bits = fields.reshape(-1, 4)[:, :3]
    return steps


def position_words(steps: Bits, slot: ArrayLike) -> tuple[Bits, Bits]:
    """Words 0 and 1 with nothing but slot and position."""
    x, y, z = steps[:, 0], steps[:, 1], steps[:, 2]
    word0 = _whole(slot, SLOT_BITS) | (x << SLOT_BITS) | ((y & 31) << 27)
    return word0, z | ((y >> Y_LOW_BITS) << X_BITS)


def hand_bits(words: Words) -> tuple[Bits, Bits]:
    """The position bytes of the left and right hands of headset records, each ``(n, 3)``."""
    last, second = words[:, 5].astype(np.int64), words[:, 1].astype(np.int64)
    left = np.stack([last & 255, (last >> 8) & 255, (last >> 16) & 255], axis=1)
    right_z = (second >> 27) | (_field(words, 4, 29, 3) << 5)
    right = np.stack([last >> 24, (second >> 19) & 255, right_z], axis=1)
    return left, right


def far_from_desktop(words: Words) -> Words:
    """Far records of screen records, ``(n, 2)``: they begin alike (P-4)."""
    return words[:, :2].copy()  # never a view: callers write into it


def far_from_vr(words: Words) -> Words:
    """Far records of headset records, ``(n, 2)``: the head's yaw, the floor 1.6 m below (P-8)."""
    steps = steps_of(words)
    steps[:, 1] = np.maximum(0, steps[:, 1] - EYE_STEPS)
    word0, word1 = position_words(steps, slots_of(words))
    word1 |= (_yaw_steps(head_yaw(words)) << 19) | (_field(words, 2, 29, JUMP_BITS) << 29)
    return _table(len(words), word0, word1)


def head_yaw(words: Words) -> Floats:
    """Yaw of the heads of headset records: the twist about +Y, steady even when looking down."""
    q = decode_rotations(words[:, 2], ROTATION_BITS)
    yaw: Floats = 2 * np.arctan2(q[:, 1], q[:, 3])
    return yaw


def _field(words: Words, word: int, shift: int, bits: int) -> Bits:
    return ((words[:, word] >> shift) & ((1 << bits) - 1)).astype(np.int64)


def _whole(values: ArrayLike, bits: int) -> Bits:
    return np.asarray(values).astype(np.int64) & ((1 << bits) - 1)


def _yaw_steps(yaw: ArrayLike) -> Bits:
    turns = np.asarray(yaw, dtype=np.float64) / (2 * np.pi)
    steps = np.floor((turns - np.floor(turns)) * (1 << YAW_BITS) + 0.5)
    return steps.astype(np.int64) & ((1 << YAW_BITS) - 1)


def _turn(rotation: ArrayLike, bits: int) -> Bits:
    quaternions = np.asarray(rotation, dtype=np.float64).reshape(-1, 4)
    return encode_rotations(quaternions, bits).astype(np.int64)


def _hand_steps(hands: Hands) -> tuple[tuple[Bits, Bits, Bits], Bits, Bits]:
    """Position bytes, rotation bits and tracked bit; all zero where the hand is not tracked."""
    tracked = _whole(hands.tracked, 1)
    reach = np.clip(np.asarray(hands.offset, dtype=np.float64), -HAND_RANGE_M, HAND_RANGE_M)
    place = (np.floor(reach * PER_M + 0.5).astype(np.int64) + _HAND_ZERO).reshape(-1, 3)
    x, y, z = (place[:, axis] * tracked for axis in range(3))
    return (x, y, z), _turn(hands.rotation, ROTATION_BITS) * tracked, tracked


def _hands(tracked: NDArray[np.bool_], place: Bits, turn: Words) -> Hands:
    seen = tracked[:, None]
    offset = np.where(seen, (place - _HAND_ZERO) * UNIT_M, 0.0)
    rotation = np.where(seen, decode_rotations(turn, ROTATION_BITS), (0.0, 0.0, 0.0, 1.0))
    return Hands(tracked, offset, rotation)


def _table(rows: int, *columns: ArrayLike) -> Words:
    words = np.empty((rows, len(columns)), dtype="<u4")
    for index, column in enumerate(columns):
        words[:, index] = column
    return words
