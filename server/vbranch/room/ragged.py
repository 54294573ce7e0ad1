"""Lists of different lengths, end to end in one array, without a loop over them."""

from typing import Final, NamedTuple

import numpy as np

from .checks import Mask, Rows

NOBODY: Final[Rows] = np.empty(0, dtype=np.intp)


class Pairs(NamedTuple):
    """Who is in which frame: numbers of frames, in order, and slots."""

    frames: Rows
    slots: Rows

    def only(self, chosen: Mask | None) -> "Pairs":
        """Some of them; None: all."""
        if chosen is None:
            return self
        return Pairs(self.frames.compress(chosen), self.slots.compress(chosen))


NO_PAIRS: Final = Pairs(NOBODY, NOBODY)


def ranges(starts: Rows, sizes: Rows) -> Rows:
    """For each start as many numbers from there on as its size says."""
    ends = sizes.cumsum()
    numbers = np.arange(int(ends[-1]) if len(ends) else 0)
    if len(numbers):
        numbers += (starts - ends + sizes).repeat(sizes)
    return numbers


def bounds_of(sizes: Rows | Mask) -> Rows:
    """Where each part begins and the last one ends."""
    bounds = np.zeros(len(sizes) + 1, dtype=np.intp)
    sizes.cumsum(out=bounds[1:])
    return bounds


def sizes_of(bounds: Rows) -> Rows:
    """The other way round. (``numpy.diff`` takes longer than all that is done with it.)"""
    return bounds[1:] - bounds[:-1]


def window(frames: Rows, firm: Mask, count: int, most: int, turn: int) -> Mask | None:
    """Which entries to keep so that none of ``count`` frames has more than ``most``; None: all.

    Those that are ``firm`` stay, however many. Of the others the window moves on by its own width
    with every turn, so that all come by and by. ``frames`` are in order.
    """
    if len(frames) <= most:
        return None
    bounds = frames.searchsorted(np.arange(count + 1))
    sizes = sizes_of(bounds)
    if np.maximum.reduce(sizes) <= most:
        return None
    optional = bounds_of(~firm)
    before = optional.take(bounds)
    waiting = sizes_of(before)
    width = np.maximum(most - (sizes - waiting), 0)
    start = turn * width % np.maximum(waiting, 1)
    # Each one's place behind the window's beginning, around its frame's end.
    behind = optional[:-1] - (before[:-1] + start).repeat(sizes)
    behind += waiting.repeat(sizes) * (behind < 0)
    keep: Mask = behind < width.repeat(sizes)
    keep |= firm
    return keep
