"""The records of exhibits in hand (PROTOCOL.md P-4, X-6), between metres and 32-bit words.

As in ``poses``, all functions work on whole tables, one row a record: words are ``uint32`` of the
shape ``(n, 4)``, positions ``(n, 3)`` metres in the room's frame, rotations ``(n, 4)``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .constants import (
    HELD_RECORD_BYTES,
    HELD_ROTATION_BITS,
    HELD_SCALE_BITS,
    HELD_SCALE_MAX,
    HELD_SCALE_STEPS,
    HELD_UNIT_M,
    HELD_X_BITS,
    HELD_Y_BITS,
    SLOT_BITS,
)
from .poses import Bits, Vector
from .rotations import Words, decode_rotations, encode_rotations

HELD_WORDS: Final = HELD_RECORD_BYTES // 4
PER_M: Final = round(1 / HELD_UNIT_M)
CARRIED_SHIFT: Final = 16 + SLOT_BITS  # in word 0
_SCALE_RANGE: Final = 2 * np.log2(HELD_SCALE_MAX)
_TOPS: Final = np.array([(1 << bits) - 1 for bits in (HELD_X_BITS, HELD_Y_BITS, HELD_X_BITS)])


@dataclass(frozen=True, slots=True)
class HeldPoses:
    """An exhibit in somebody's hands: its index, who holds it, how it is turned, and where they
    carry it in which size; what is not carried stands in its own place."""

    exhibit: ArrayLike
    slot: ArrayLike
    rotation: ArrayLike
    carried: ArrayLike = False
    position: ArrayLike = (0.0, 0.0, 0.0)
    scale: ArrayLike = 1.0


def pack_held(poses: HeldPoses, low: Vector) -> Words:
    """Held records, ``(n, 4)``; ``low`` is ``bounds.min`` of the room. Positions and scales are
    brought into the range of their fields; what is not carried has none."""
    quaternions = np.asarray(poses.rotation, dtype=np.float64).reshape(-1, 4)
    carried = np.asarray(poses.carried).astype(np.int64)
    metres = np.asarray(poses.position, dtype=np.float64).reshape(-1, 3) - low
    place = np.floor(np.clip(metres * PER_M, 0, _TOPS) + 0.5).astype(np.int64)
    x, y, z = (place[:, axis] * carried for axis in range(3))
    words = np.empty((len(quaternions), HELD_WORDS), dtype="<u4")
    exhibit, slot = (np.asarray(values).astype(np.int64) for values in (poses.exhibit, poses.slot))
    words[:, 0] = exhibit | (slot << 16) | (carried << CARRIED_SHIFT)
    words[:, 1] = encode_rotations(quaternions, HELD_ROTATION_BITS)
    words[:, 2] = x | (y << HELD_X_BITS)
    words[:, 3] = z | (_scale_steps(poses.scale) * carried << HELD_X_BITS)
    return words


def unpack_held(words: Words, low: Vector) -> HeldPoses:
    """What is not carried has the position (0, 0, 0) and the scale 1."""
    carried = carried_of(words)
    metres = place_steps(words) * HELD_UNIT_M + np.asarray(low)
    scale = np.exp2((scale_steps(words) / HELD_SCALE_STEPS - 0.5) * _SCALE_RANGE)
    return HeldPoses(
        exhibit=(words[:, 0] & 0xFFFF).astype(np.int64),
        slot=(words[:, 0] >> 16 & ((1 << SLOT_BITS) - 1)).astype(np.int64),
        rotation=decode_rotations(words[:, 1], HELD_ROTATION_BITS),
        carried=carried,
        position=np.where(carried[:, None], metres, 0.0),
        scale=np.where(carried, scale, 1.0),
    )


def carried_of(words: Words) -> NDArray[np.bool_]:
    """Which of them are carried."""
    carried: NDArray[np.bool_] = (words[:, 0] >> CARRIED_SHIFT & 1) == 1
    return carried


def place_steps(words: Words) -> Bits:
    """Positions in steps of ``HELD_UNIT_M`` from ``bounds.min``, ``(n, 3)``."""
    x_mask = (1 << HELD_X_BITS) - 1
    fields = (words[:, 2] & x_mask, words[:, 2] >> HELD_X_BITS, words[:, 3] & x_mask)
    return np.stack(fields, axis=1).astype(np.int64)


def scale_steps(words: Words) -> Bits:
    """The scales as they stand in the records, up to ``HELD_SCALE_STEPS``."""
    return (words[:, 3] >> HELD_X_BITS & ((1 << HELD_SCALE_BITS) - 1)).astype(np.int64)


def _scale_steps(scale: ArrayLike) -> Bits:
    doublings = np.log2(np.asarray(scale, dtype=np.float64))
    steps = np.floor((doublings / _SCALE_RANGE + 0.5) * HELD_SCALE_STEPS + 0.5)
    whole: Bits = np.clip(steps, 0, HELD_SCALE_STEPS).astype(np.int64)
    return whole
