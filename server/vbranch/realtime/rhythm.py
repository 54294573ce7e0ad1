"""A steady beat on the event loop: calls at fixed times, without drift and without catching up."""

import asyncio
from collections.abc import Callable


class Rhythm:
    """Calls ``beat(skipped)`` at multiples of ``1 / hz`` s from ``start``.

    A beat that takes too long makes the next ones fall out, never come in a burst; ``skipped`` is
    how many. ``call_at`` costs less than a task that sleeps, and does not drift.
    """

    def __init__(self, hz: float, beat: Callable[[int], None]) -> None:
        self._period = 1.0 / hz
        self._beat = beat
        self._zero = 0.0
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._zero, self._count = loop.time(), 0
        self._schedule(loop)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _schedule(self, loop: asyncio.AbstractEventLoop) -> None:
        when = self._zero + (self._count + 1) * self._period
        self._timer = loop.call_at(when, self._due, loop)

    def _due(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop may call a hair too early; then this is still the beat that was scheduled."""
        number = max(self._count + 1, int((loop.time() - self._zero) / self._period))
        skipped, self._count = number - self._count - 1, number
        self._schedule(loop)
        self._beat(skipped)
