"""Rotations on the wire: the smallest three components of a unit quaternion (PROTOCOL.md P-4).

Every function takes whole tables. A quaternion is ``[x, y, z, w]``; ``bits`` is the width of one
component, ``ROTATION_BITS`` in records of members and ``HELD_ROTATION_BITS`` in held records.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .constants import HELD_ROTATION_BITS, ROTATION_BITS

Floats = NDArray[np.float64]
Words = NDArray[np.uint32]

IDENTITY: Final = (0.0, 0.0, 0.0, 1.0)
SUM_LIMIT: Final = 1.01  # P-5: more than this is no rotation

_HALF_ROOT: Final = np.sqrt(0.5)
_KEPT: Final = np.array([[k for k in range(4) if k != largest] for largest in range(4)])
_WIDTHS: Final = (ROTATION_BITS, HELD_ROTATION_BITS)
_SHIFTS: Final = {bits: np.array([2, 2 + bits, 2 + 2 * bits], dtype=np.uint32) for bits in _WIDTHS}
_ROUNDINGS: Final = np.array([[(o >> bit) & 1 for bit in range(3)] for o in range(8)])


def encode_rotations(quaternions: Floats, bits: int) -> Words:
    """Words of the rotations ``(n, 4)``, which need not be of length one.

    Of the eight roundings the one that turns least is taken; rounding each component by itself
    would exceed half a degree (P-4). Raises ``ValueError`` for what is no rotation at all.
    """
    q = np.asarray(quaternions, dtype=np.float64).reshape(-1, 4)
    length = np.sqrt(np.einsum("ij,ij->i", q, q))
    if not np.all(np.isfinite(length) & (length > 0)):
        raise ValueError("a zero or not finite quaternion is no rotation")
    q = q / length[:, None]
    largest = np.argmax(np.abs(q), axis=1)
    rows = np.arange(len(q))
    q = q * np.where(q[rows, largest] < 0, -1.0, 1.0)[:, None]
    kept = np.take_along_axis(q, _KEPT[largest], axis=1)

    top = (1 << bits) - 1
    down = np.floor((kept / _HALF_ROOT + 1) / 2 * top)
    options = np.clip(down[:, None, :] + _ROUNDINGS, 0, top)
    read, fourth = _components(options, top)
    likeness = np.einsum("noc,nc->no", read, kept) + fourth * q[rows, largest, None]
    best = options[rows, np.argmax(likeness, axis=1)].astype(np.uint32)
    packed: Words = np.bitwise_or.reduce(best << _SHIFTS[bits], axis=1) | largest.astype(np.uint32)
    return packed


def decode_rotations(words: Words, bits: int) -> Floats:
    """The quaternions ``(n, 4)`` of words whose bits above the rotation do not matter."""
    read, fourth = _components(_steps(words, bits), (1 << bits) - 1)
    largest = (words & 3).astype(np.intp)
    quaternions = np.empty((len(words), 4))
    np.put_along_axis(quaternions, _KEPT[largest], read, axis=1)
    np.put_along_axis(quaternions, largest[:, None], fourth[:, None], axis=1)
    return quaternions


def rotation_faults(words: Words, bits: int) -> NDArray[np.bool_]:
    """Where words, of any shape, say no rotation: components too long together (P-5)."""
    steps = (words >> _SHIFTS[bits].reshape(3, *[1] * words.ndim)) & np.uint32((1 << bits) - 1)
    faults: NDArray[np.bool_] = room_of(steps, bits) < least_room(bits)
    return faults


def room_of(steps: Words, bits: int) -> Words:
    """How far the three components, on the first axis, are from being too long together.

    A component's step k, of 0 to t, is c = (2k - t) / t * sqrt(1/2), so k (t - k) falls as c * c
    rises; it stays a small whole number. ``steps`` are used up.
    """
    steps *= np.uint32((1 << bits) - 1) - steps
    room: Words = np.add.reduce(steps, dtype=np.uint32)
    return room


def least_room(bits: int) -> int:
    """The least ``room_of`` that is a rotation: P-5's limit for (2k - t)^2, in these terms."""
    top = (1 << bits) - 1
    return -((int(SUM_LIMIT * 2 * top * top) - 3 * top * top) // 4)


def _steps(words: Words, bits: int) -> NDArray[np.int64]:
    """The three components as whole steps, on a last axis of their own."""
    return ((words[..., None] >> _SHIFTS[bits]) & ((1 << bits) - 1)).astype(np.int64)


def _components(steps: NDArray[np.float64] | NDArray[np.int64], top: int) -> tuple[Floats, Floats]:
    """The three kept components (last axis) and the fourth, which is never negative."""
    read = (2 * steps - top) / top * _HALF_ROOT
    fourth = np.sqrt(np.maximum(0.0, 1.0 - np.einsum("...c,...c->...", read, read)))
    return read, fourth
