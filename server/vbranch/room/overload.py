"""What is left out while there is too little time for everything, step by step (PROTOCOL.md I-5).

The log lane is never touched: entries come with fewer frames, but all of them, in order. A step up
is taken as soon as ticks are too full for a moment, a step down when they have been easy for a
while; after a step that did not hold, the way down is tried more seldom.
"""

import math
from dataclasses import dataclass
from typing import Final

from .interest import Rates


@dataclass(frozen=True, slots=True)
class Step:
    """``stride`` and ``quiet`` are places in ``STRIDES``: of all, and of those who have little
    company."""

    name: str
    rates: Rates
    quiet: int
    stride: int


THIN: Final = Rates(middle=8, far=32)
STEPS: Final = (
    Step("full", Rates(), 0, 0),
    Step("thin", THIN, 0, 0),
    Step("quiet half", THIN, 1, 0),
    Step("half", THIN, 1, 1),
    Step("quarter", THIN, 2, 2),
)

UP: Final = 0.8  # of the period
DOWN: Final = 0.55
SMOOTH: Final = 0.15  # of a new load in the mean: about a third of a second
SETTLE_S: Final = 1.0  # before what a step has brought is judged
CALM_S: Final = 5.0  # below ``DOWN`` before a step down
CALM_MOST_S: Final = 80.0
HOLD_S: Final = 20.0  # a step that lasts so long has held


class Overload:
    """The step of one process; ``period`` is that of a tick in seconds, ``now`` any clock's."""

    def __init__(self, period: float) -> None:
        self._period = period
        self._load = 0.0
        self._changed = self._busy = -math.inf  # a step was taken; the load forbade a step down
        self._eased = False  # the last step was one down
        self._calm = CALM_S
        self.step = 0
        """A place in ``STEPS``."""

    @property
    def load(self) -> float:
        """The part of the period that ticks take, smoothed; above 1 where beats are skipped."""
        return self._load

    def note(self, now: float, work: float, skipped: int = 0) -> int:
        """A tick took ``work`` seconds, and so many beats were skipped before it; the step now."""
        self._load += SMOOTH * (work / self._period + skipped - self._load)
        if self._load >= DOWN:
            self._busy = now
        since = now - self._changed
        if self._load > UP and self.step < len(STEPS) - 1 and since >= SETTLE_S:
            self._learn(since)
            self._take(self.step + 1, now)
        elif self.step and now - max(self._busy, self._changed) >= self._calm:
            self._take(self.step - 1, now)
        return self.step

    def _learn(self, since: float) -> None:
        """A step up is due: if the one before was down and did not hold, wait longer next time."""
        if self._eased and since < HOLD_S:
            self._calm = min(2 * self._calm, CALM_MOST_S)
        elif since >= HOLD_S:
            self._calm = CALM_S

    def _take(self, step: int, now: float) -> None:
        self._eased = step < self.step
        self.step, self._changed = step, now
