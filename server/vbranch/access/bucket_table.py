"""Token buckets in columns, for limits that are asked of hundreds at once (PROTOCOL.md L-2).

The same rule as ``limits.TokenBucket``. Pure: ``now`` is an argument, monotonic seconds.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]

PUT_OFF: Final = 8
"""Tokens of one bucket that may be taken later than they are asked for."""


class BucketTable:
    """One bucket a row. Rows are opened and closed; a closed row is given out again."""

    def __init__(self) -> None:
        self._level = np.zeros(64)
        self._rate = np.zeros(64)
        self._burst = np.zeros(64)
        self._free: list[int] = list(range(63, -1, -1))
        self._seen: float | None = None
        self._spare = 0  # tokens that everybody has left, whatever was put off
        self._put_off: list[Rows] = []

    def __len__(self) -> int:
        return len(self._level) - len(self._free)

    def open(self, rate: float, burst: float) -> int:
        """A full bucket; its row."""
        if not (rate > 0 and burst >= 1):
            raise ValueError("a bucket needs rate > 0 and burst >= 1")
        self._settle()
        if not self._free:
            self._grow()
        row = self._free.pop()
        self._level[row] = self._burst[row] = burst
        self._rate[row] = rate
        return row

    def close(self, row: int) -> None:
        self._settle()
        self._level[row] = self._rate[row] = self._burst[row] = 0
        self._free.append(row)

    def idle(self, row: int, now: float) -> bool:
        """Full again, so that closing it changes nothing."""
        self._refill(now)
        return bool(self._level[row] >= self._burst[row])

    def take(self, row: int, now: float, n: int = 1) -> bool:
        """Take ``n`` tokens if they are there; nothing is taken otherwise."""
        self._refill(now)
        if self._level[row] < n:
            return False
        self._level[row] -= n
        return True

    def take_all(
        self, rows: Rows, counts: Counts | None, now: float, most: int | None = None
    ) -> Mask | None:
        """``take`` for many, in order. A row may come more than once, ``most`` times at most.
        ``counts`` None is one each.

        Which of them may; None if all may, which is the usual answer and costs less: while nobody
        can have run out, taking is put off. It is done within ``PUT_OFF`` tokens, so that in the
        meantime a bucket may look so much fuller, and overflow so much sooner, than it is.
        """
        most = len(rows) if most is None else most
        if counts is None and 0 < most <= self._spare:
            self._spare -= most
            self._put_off.append(rows)
            return None
        self._refill(now)
        asked = np.bincount(rows, counts, len(self._level))
        enough = asked <= self._level
        if np.logical_and.reduce(enough):
            self._level -= asked
            least = np.minimum.reduce(np.where(self._burst, self._level, PUT_OFF))
            self._spare = int(min(PUT_OFF, least))
            return None
        self._level -= np.where(enough, asked, 0.0)
        may: Mask = enough[rows]
        for index in np.flatnonzero(~may):
            count = 1 if counts is None else int(counts[index])
            may[index] = self.take(int(rows[index]), now, count)
        return may

    def _settle(self) -> None:
        """Take what was put off."""
        self._spare = 0
        if self._put_off:
            rows, self._put_off = np.concatenate(self._put_off), []
            self._level -= np.bincount(rows, minlength=len(self._level))

    def _refill(self, now: float) -> None:
        self._settle()
        if self._seen is None:
            self._seen = now
        elif now > self._seen:
            self._level += (now - self._seen) * self._rate
            np.minimum(self._level, self._burst, out=self._level)
            self._seen = now

    def _grow(self) -> None:
        size = len(self._level)
        self._free = list(range(2 * size - 1, size - 1, -1))
        for name in ("_level", "_rate", "_burst"):
            setattr(self, name, np.concatenate([getattr(self, name), np.zeros(size)]))
