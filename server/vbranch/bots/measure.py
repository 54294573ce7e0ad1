"""Instruments of the bots: delays, which pose arrived when, and whether the log came whole.

A pose is passed on unchanged (PROTOCOL.md P-3), so its delay is measured end to end without a
stamp inside it: the sender notes when it sent these exact words, the receiver looks them up.
"""

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]
Times = NDArray[np.float64]


class Histogram:
    """Durations in seconds, in bins that grow by 1 %, so percentiles are true to 1 % at any count.

    Durations below 10 µs fall in the first bin, those above 100 s in the last.
    """

    FLOOR: Final = 1e-5
    CEILING: Final = 100.0
    GROWTH: Final = 1.01

    def __init__(self) -> None:
        bins = math.ceil(math.log(self.CEILING / self.FLOOR) / math.log(self.GROWTH)) + 1
        self._bins = np.zeros(bins, np.int64)
        self._greatest = 0.0

    @property
    def count(self) -> int:
        return int(self._bins.sum())

    def add(self, seconds: Iterable[float] | Times) -> None:
        values = np.asarray(seconds, np.float64)
        if not values.size:
            return
        clipped = np.clip(values, self.FLOOR, self.CEILING)
        at = np.log(clipped / self.FLOOR) / math.log(self.GROWTH)
        self._bins += np.bincount(at.astype(np.int64), minlength=self._bins.size)
        self._greatest = max(self._greatest, float(values.max()))

    def percentile(self, share: float) -> float | None:
        """The duration that ``share`` (0 to 1) of all stay below, in seconds; None while empty."""
        total = self.count
        if not total:
            return None
        at = int(np.searchsorted(np.cumsum(self._bins), max(1, math.ceil(share * total))))
        return min(float(self.FLOOR * self.GROWTH ** (at + 1)), self._greatest)

    def figures(self) -> dict[str, float | int | None]:
        """``count`` and, in milliseconds, ``p50``, ``p95``, ``p99`` and ``max``."""
        return {
            "count": self.count,
            "p50": _ms(self.percentile(0.50)),
            "p95": _ms(self.percentile(0.95)),
            "p99": _ms(self.percentile(0.99)),
            "max": _ms(self._greatest if self.count else None),
        }


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 3)


class SentPoses:
    """When each bot sent which record: a ring of the last ``KEEP`` different records of each.

    A receiver counts a record once: it looks only behind what it recognised last, so the repeats of
    F-5 do not count. Nor does what may have been sent at two times, nor a receiver's first sight of
    somebody, who may have stood like that for long before it came.
    """

    KEEP: Final = 64  # 3.2 s at the tick's rate
    WORDS: Final = 6

    def __init__(self, bots: int, receivers: int) -> None:
        self._words = np.zeros((bots, self.KEEP, self.WORDS), np.uint32)
        self._at = np.full((bots, self.KEEP), np.nan)
        self._number = np.full((bots, self.KEEP), -1, np.int64)
        self._sent = np.zeros(bots, np.int64)
        self._recognised = np.full((receivers, bots), -1, np.int64)

    def sent(self, bot: int, record: Words, now: float) -> bool:
        """Note that ``bot`` sent ``record`` (3 or 6 words); False for a repeat of its last."""
        number = int(self._sent[bot])
        width = record.size
        newest = (number - 1) % self.KEEP
        if number and np.array_equal(self._words[bot, newest, :width], record):
            return False
        at = number % self.KEEP
        self._words[bot, at, :width] = record
        self._at[bot, at] = now
        self._number[bot, at] = number
        self._sent[bot] = number + 1
        return True

    def received(self, receiver: int, bots: NDArray[np.int64], records: Words, now: float) -> Times:
        """The delays of those ``records`` (n, words) of ``bots`` (n,) that are news here."""
        width = records.shape[1]
        same = (self._words[bots, :, :width] == records[:, None, :]).all(axis=2)
        numbers = self._number[bots]
        fresh = same & (numbers > self._recognised[receiver, bots][:, None])
        found = np.flatnonzero(fresh.any(axis=1))
        if not found.size:
            return np.empty(0)
        fresh, bots = fresh[found], bots[found]
        newest = np.where(fresh, numbers[found], -1).argmax(axis=1)
        certain = (fresh.sum(axis=1) == 1) & (self._recognised[receiver, bots] >= 0)
        self._recognised[receiver, bots] = numbers[found, newest]
        delays: Times = now - self._at[bots, newest][certain]
        return delays


class Ledger:
    """Every number (of a log entry, of a tick) that any bot saw, to find those that one bot missed.

    A jump in the numbers is a loss only if somebody else saw what lies in it: a refused entry takes
    a number and is shown to nobody (E-3). Jumps are kept and judged at the end.
    """

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def missing(self, readers: Iterable["Reader"]) -> int:
        """How many numbers the readers missed, over all of them."""
        known = np.array(sorted(self.seen), np.int64)
        lost = 0
        for reader in readers:
            for after, before in reader.jumps:
                low, high = np.searchsorted(known, [after + 1, before])
                lost += int(high - low)
        return lost


class Reader:
    """One bot's place in the numbers: what it jumped over, and how many it got twice.

    Up to ``step`` further on is no jump: of ticks everybody gets those with news for them, and one
    a second at least (F-6, I-5).
    """

    def __init__(self, ledger: Ledger, step: int = 1) -> None:
        self._ledger = ledger
        self._step = step
        self._base = -1
        self._last: int | None = None
        self.jumps: list[tuple[int, int]] = []
        self.doubled = 0
        self.count = 0

    def start(self, at: int | None = None) -> None:
        """Begin anew: ``at`` is known already, and what comes up to it is skipped (S-1)."""
        self._base = -1 if at is None else at
        self._last = at

    def passed(self, number: int) -> None:
        """So far at least, though by what nobody else may have got."""
        if self._last is not None:
            self._last = max(self._last, number)

    def read(self, numbers: Iterable[int]) -> None:
        """The numbers of one frame, in its order; equal ones in one frame count once."""
        for n in dict.fromkeys(numbers):
            if n <= self._base:
                continue
            self._ledger.seen.add(n)
            self.count += 1
            if self._last is not None and n <= self._last:
                self.doubled += 1
                continue
            if self._last is not None and n > self._last + self._step:
                self.jumps.append((self._last, n))
            self._last = n
