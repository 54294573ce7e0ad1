"""How full the ticks are, and what is left out of them while they are too full (I-5).

All rooms of the process share one thread, so they share one step; operators see it in the metrics
and in the log.
"""

from collections.abc import Callable, Iterable
from time import thread_time
from typing import Final

import structlog

from vbranch.room.overload import STEPS, Overload

from .meters import Meters

_log = structlog.get_logger(__name__)

SKIP_WEIGHT: Final = 1
"""However many beats one pause has swallowed, it is one pause: a single one is no overload."""


class Pressure:
    """``degrade`` is called with the step that holds from now on. ``cpu`` is the time that this
    thread has had, in seconds."""

    def __init__(
        self,
        period: float,
        meters: Meters,
        degrade: Iterable[Callable[[int], None]],
        cpu: Callable[[], float] = thread_time,
    ) -> None:
        self._overload = Overload(period)
        self._meters = meters
        self._degrade = list(degrade)
        self._cpu = cpu
        self._cpu_before: float | None = None
        meters.load.set_function(lambda: self._overload.load)
        for step in STEPS:
            meters.overload_changes.labels(step.name)

    def note(self, now: float, work: float, skipped: int) -> None:
        """Once a beat: drains and tick took ``work`` seconds since the last one.

        What the thread did besides counts too (pages, joins, answers of the log), so it is the
        greater of the two that is looked at."""
        cpu = self._cpu()
        if self._cpu_before is not None:
            work = max(work, cpu - self._cpu_before)
        self._cpu_before = cpu
        before = self._overload.step
        step = self._overload.note(now, work / (1 + skipped), min(skipped, SKIP_WEIGHT))
        if step != before:
            self._change(step, up=step > before)

    def _change(self, step: int, *, up: bool) -> None:
        for degrade in self._degrade:
            degrade(step)
        name, load = STEPS[step].name, round(self._overload.load, 2)
        self._meters.overload_step.set(step)
        self._meters.overload_changes.labels(name).inc()
        (_log.warning if up else _log.info)("overload", step=step, name=name, load=load)
