"""The room divided into cells, smaller where it is crowded (PROTOCOL.md I-1).

Leaves of a quadtree over the floor: 20 m wide where few are, 2.5 m where many stand. Receivers in
one leaf share what they get, and how near two leaves are is known beforehand, so that a tick never
compares members with members. The partition is looked at now and then; in which leaf somebody is
is looked up at every tick, so that whoever walks, jumps or comes is right at once.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import SLOT_BITS, X_BITS
from vbranch.protocol.poses import PER_M, Bits
from vbranch.protocol.rotations import Words

from .checks import Mask, Rows

LEVELS: Final = 3  # times that a cell can be split
FINEST: Final = round(2.5 * PER_M)
ROOT: Final = FINEST << LEVELS
SPLIT: Final = 12  # members of a cell beyond which it is split
MERGE: Final = SPLIT // 2  # and below which it is whole again: cells do not come and go
FAR, MIDDLE, NEAR = 0, 1, 2
"""The tiers, as they stand in ``tiers``."""

_AROUND: Final = 3  # widths of the receiver's leaf that are in the middle distance
_X_MASK: Final = np.uint32((1 << X_BITS) - 1)
_X_SHIFT: Final = np.uint32(SLOT_BITS)


class Runs(NamedTuple):
    """For each leaf those of one tier, as runs of numbers that follow each other.

    Those of leaf ``i`` are ``until[i]:until[i + 1]``, each from ``first`` to before ``last``.
    """

    until: Rows
    first: Rows
    last: Rows

    @classmethod
    def of(cls, chosen: Mask) -> "Runs":
        """``chosen[i, k]``: leaf ``k`` is of that tier for leaf ``i``."""
        leaves = len(chosen)
        edges = np.zeros((leaves, leaves + 1), dtype=np.bool_)
        edges[:, 1:-1] = chosen[:, 1:] != chosen[:, :-1]
        edges[:, 0], edges[:, -1] = chosen[:, 0], chosen[:, -1]
        ends = edges.ravel().nonzero()[0] % (leaves + 1)
        counts = np.add.reduce(edges, axis=1, dtype=np.intp) // 2
        return cls(np.concatenate(([0], counts.cumsum())), ends[::2], ends[1::2])


class Cells:
    """The leaves of one room, numbered from 0; ``limit`` is the last step inside the bounds."""

    def __init__(self, limit: Bits) -> None:
        self._roots = int(limit[0]) // ROOT + 1, int(limit[2]) // ROOT + 1
        self._fine = self._roots[0] << LEVELS, self._roots[1] << LEVELS
        self._split = [
            np.zeros((self._roots[0] << level, self._roots[1] << level), dtype=np.bool_)
            for level in range(LEVELS)
        ]
        self._depth: NDArray[np.int8] | None = None
        self.plan(np.empty(0, dtype=np.intp))

    @property
    def compact(self) -> bool:
        """Whether all cells of 20 m touch each other."""
        return max(self._roots) <= 2

    @property
    def count(self) -> int:
        return len(self.tiers)

    def places(self, words: Words) -> Rows:
        """The numbers of the finest cells in which these records (P-4) are."""
        x, z = (words[:, 0] >> _X_SHIFT) & _X_MASK, words[:, 1] & _X_MASK
        return (x // FINEST).astype(np.intp) * self._fine[1] + z // FINEST

    def leaves(self, places: Rows) -> Rows:
        """The leaves of these places."""
        return self._leaf_of.take(places)

    def plan(self, places: Rows) -> bool:
        """Split and merge for members at these places; whether anything has changed."""
        depth = self._depths(np.bincount(places, minlength=self._fine[0] * self._fine[1]))
        if self._depth is not None and np.array_equal(depth, self._depth):
            return False
        self._depth = depth
        self._number()
        return True

    def _depths(self, members: Rows) -> NDArray[np.int8]:
        """How often each finest cell's leaf has been split from 20 m."""
        depth = np.zeros(self._fine, dtype=np.int8)
        for level, before in enumerate(self._split):
            inside = 1 << LEVELS - level
            rows, columns = before.shape
            there = members.reshape(rows, inside, columns, inside).sum(axis=(1, 3))
            split = (there > SPLIT) | (before & (there >= MERGE))
            if level:
                split &= _finer(self._split[level - 1], 2)
            self._split[level] = split
            depth += _finer(split, inside)
        return depth

    def _number(self) -> None:
        """Number the leaves along x, then z, and find which are how near."""
        assert self._depth is not None
        width, depth = self._fine
        size = (1 << LEVELS) >> self._depth.astype(np.int32)
        x, z = np.arange(width)[:, None] // size * size, np.arange(depth) // size * size
        corner = (x * depth + z).ravel()
        heads = (corner == np.arange(width * depth)).nonzero()[0]
        number = np.zeros(width * depth, dtype=np.intp)
        number[heads] = np.arange(len(heads))
        self._leaf_of: Rows = number[corner]
        sizes = size.ravel()[heads]
        self._tell_tiers(heads // depth, heads % depth, sizes)
        self.phase: Rows = (heads // depth // sizes + 2 * (heads % depth // sizes)) & 3
        """0 to 3, so that neighbours have different ones."""

    def _tell_tiers(self, x: Rows, z: Rows, sizes: Rows) -> None:
        near: Mask | np.bool_ = np.True_
        around: Mask | np.bool_ = np.True_
        for axis in (x, z):
            low, high = axis.astype(np.int16), (axis + sizes).astype(np.int16)
            wide = (_AROUND * sizes).astype(np.int16)
            near = near & (low <= high[:, None]) & (high >= low[:, None])
            around = around & (low < (high + wide)[:, None]) & (high > (low - wide)[:, None])
        self.tiers: NDArray[np.uint8] = np.add(near, around, dtype=np.uint8)
        """``[i, k]``: how near leaf ``k`` is for those in leaf ``i``."""
        self.near = Runs.of(self.tiers == NEAR)
        self.middle = Runs.of(self.tiers == MIDDLE)


def _finer(cells: NDArray[np.bool_], times: int) -> NDArray[np.bool_]:
    """Each cell as a square of so many times so many."""
    return cells.repeat(times, axis=0).repeat(times, axis=1)
