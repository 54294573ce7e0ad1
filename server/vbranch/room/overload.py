"""What is left out while there is too little time for everything, step by step (PROTOCOL.md I-5).

The log lane is never touched: entries come with fewer frames, but all of them, in order. A step up
is taken as soon as ticks are too full for a moment, a step down when they have been easy for a
while; after a step that did not hold, the way down is tried more seldom.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

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
SMOOTH: Final = 0.1  # of a new load in the mean: about half a second
SETTLE_S: Final = 1.0  # before what a step has brought is judged
CALM_S: Final = 5.0  # below ``DOWN`` before a step down
CALM_MOST_S: Final = 80.0


class Overload:
    """The step of one process; ``period`` is that of a tick in seconds, ``now`` any clock's."""

    def __init__(self, period: float) -> None:
        self._period = period
        self._load = 0.0
        self._changed = -np.inf
        self._busy = -np.inf  # when the load was last too high for a step down
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
        if self._load > UP and self.step < len(STEPS) - 1 and now - self._changed >= SETTLE_S:
            held = now - self._changed >= 2 * self._calm
            self._calm = CALM_S if held else min(2 * self._calm, CALM_MOST_S)
            self._change(self.step + 1, now)
        elif self.step and now - max(self._busy, self._changed) >= self._calm:
            self._change(self.step - 1, now)
        return self.step

    def _change(self, step: int, now: float) -> None:
        self.step, self._changed = step, now
