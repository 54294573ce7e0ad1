"""Who needs to hear of whom, and how often (PROTOCOL.md F-3, F-5).

The room is divided into cells of 20 m. Members in one's own cell and its eight neighbours are
near: their records come at every tick in full. All others come as far records at every fourth.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import TICK_HZ
from vbranch.protocol.poses import PER_M, Bits

CELL: Final = 20 * PER_M
FAR_EVERY: Final = 4
REPEAT_TICKS: Final = 2 * TICK_HZ  # F-5: everybody at least once in two seconds

Mask = NDArray[np.bool_]


class Interest:
    """The cells of one room. Cells that are near the same cells form one group of receivers."""

    def __init__(self, limit: Bits) -> None:
        """``limit`` is the last step inside the bounds on each axis."""
        width, depth = (int(n) // CELL + 1 for n in limit[[0, 2]])
        x, z = (axis.ravel() for axis in np.divmod(np.arange(width * depth), depth))
        near = (np.abs(x[:, None] - x) <= 1) & (np.abs(z[:, None] - z) <= 1)
        blocks, group = np.unique(near, axis=0, return_inverse=True)
        self._depth = depth
        self._group: Bits = group.ravel().astype(np.int64)
        self._near: NDArray[np.bool_] = blocks
        self.has_far = not bool(near.all())
        """Whether anybody can be far from anybody here."""

    def cells(self, steps: Bits) -> Bits:
        """The cell of each position ``(n, 3)``."""
        return steps[:, 0] // CELL * self._depth + steps[:, 2] // CELL

    def groups(self, cells: Bits) -> list[tuple[int, NDArray[np.intp]]]:
        """The groups of receivers in these cells, each with the rows of ``cells`` in it."""
        group = self._group[cells]
        order = group.argsort(kind="stable")
        sizes = np.bincount(group)
        (numbers,) = sizes.nonzero()
        ends = sizes[numbers].cumsum().tolist()
        runs = zip(numbers.tolist(), pairwise([0, *ends]), strict=True)
        return [(number, order[start:end]) for number, (start, end) in runs]

    def near(self, group: int | Sequence[int], cells: Bits) -> Mask:
        """Which of the members in ``cells`` are near that group; a row each for several groups."""
        near: Mask = self._near.take(group, axis=0).take(cells, axis=-1)
        return near


def repeats(slots: NDArray[np.intp], tick: int) -> Mask:
    """Whose near record is due at this tick though they did not move (F-5)."""
    due: Mask = slots % REPEAT_TICKS == tick % REPEAT_TICKS
    return due


def far_repeats(slots: NDArray[np.intp], tick: int) -> Mask:
    """The same for far records, at a tick that carries them."""
    turns = REPEAT_TICKS // FAR_EVERY
    due: Mask = slots % turns == tick // FAR_EVERY % turns
    return due
