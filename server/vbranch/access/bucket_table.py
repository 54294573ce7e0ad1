"""Token buckets in columns, for limits that are asked of hundreds at once (PROTOCOL.md L-2).

The same rule as ``limits.TokenBucket``. Pure: ``now`` is an argument, monotonic seconds.
"""

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


class BucketTable:
    """One bucket a row. Rows are opened and closed; a closed row is given out again."""

    def __init__(self) -> None:
        self._level = np.zeros(64)
        self._rate = np.zeros(64)
        self._burst = np.zeros(64)
        self._free: list[int] = list(range(63, -1, -1))
        self._seen: float | None = None

    def __len__(self) -> int:
        return len(self._level) - len(self._free)

    def open(self, rate: float, burst: float) -> int:
        """A full bucket; its row."""
        if not (rate > 0 and burst >= 1):
            raise ValueError("a bucket needs rate > 0 and burst >= 1")
        if not self._free:
            self._grow()
        row = self._free.pop()
        self._level[row] = self._burst[row] = burst
        self._rate[row] = rate
        return row

    def close(self, row: int) -> None:
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

    def take_all(self, rows: Rows, counts: Counts | None, now: float) -> Mask | None:
        """``take`` for many, in order; a row may come more than once. ``counts`` None is one each.

        Which of them may; None if all may, which is the usual answer and costs less.
        """
        self._refill(now)
        asked = np.bincount(rows, counts, len(self._level))
        enough = asked <= self._level
        if np.logical_and.reduce(enough):
            self._level -= asked
            return None
        self._level -= np.where(enough, asked, 0.0)
        may: Mask = enough[rows]
        for index in np.flatnonzero(~may):
            count = 1 if counts is None else int(counts[index])
            may[index] = self.take(int(rows[index]), now, count)
        return may

    def _refill(self, now: float) -> None:
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
