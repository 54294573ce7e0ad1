"""A steady beat on the event loop: calls at fixed times, without drift and without catching up.

Made of Linux's timerfd (timerfd_create(2)): the kernel keeps the time and counts the beats that
were missed. asyncio's own timers round to a millisecond and cost a heap of handles at every beat.
"""

import asyncio
import ctypes
import os
import sys
import time
from collections.abc import Callable
from typing import Final

_COUNT_BYTES: Final = 8  # how often the timer has expired since it was read last
_libc = ctypes.CDLL(None, use_errno=True)


class _Itimerspec(ctypes.Structure):
    """``struct itimerspec``: the period, and the time to the first expiry."""

    _fields_ = (
        ("interval_s", ctypes.c_long),
        ("interval_ns", ctypes.c_long),
        ("value_s", ctypes.c_long),
        ("value_ns", ctypes.c_long),
    )


def timer_descriptor(seconds: float) -> int:
    """A descriptor that becomes readable every so many seconds. Raises ``OSError``."""
    flags = os.O_NONBLOCK | os.O_CLOEXEC  # TFD_NONBLOCK and TFD_CLOEXEC are the same numbers
    descriptor = _checked(_libc.timerfd_create(time.CLOCK_MONOTONIC, flags))
    whole, part = divmod(round(seconds * 1e9), 10**9)
    spec = _Itimerspec(whole, part, whole, part)
    try:
        _checked(_libc.timerfd_settime(descriptor, 0, ctypes.byref(spec), None))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


class Rhythm:
    """Calls ``beat(skipped)`` ``hz`` times a second from ``start``, and ``between()`` when somebody
    asked to ``hurry``; both together at most ``at_most_hz`` times a second.

    A beat that takes too long makes the next ones fall out, never come in a burst; ``skipped`` is
    how many. Waking a process costs more than most of what there is to do in between, so nothing
    is called there for nothing: ``listen`` to what may have something, and be called only then.
    """

    def __init__(
        self,
        hz: float,
        beat: Callable[[int], None],
        between: Callable[[], None] | None = None,
        at_most_hz: float | None = None,
    ) -> None:
        self._period = 1.0 / hz
        self._pause = 1.0 / (at_most_hz or hz)
        self._beat = beat
        self._between = between
        self._heard: int | None = None  # the descriptor that is listened to
        self._listening = False
        self._busy = self._again = False
        self._timer: int | None = None
        self._hurried: asyncio.TimerHandle | None = None
        self._last = self._last_beat = 0.0  # of the loop's time

    def start(self, listen: int | None = None) -> None:
        """Begin to beat on the running loop, and hurry when the descriptor ``listen`` is readable.

        What it has must be taken in ``beat`` and ``between``. Raises ``OSError``.
        """
        self._loop = asyncio.get_running_loop()
        self._timer = timer_descriptor(self._period)
        self._last = self._last_beat = self._loop.time()
        self._heard = listen
        self._loop.add_reader(self._timer, self._due)
        self._listen()

    def stop(self) -> None:
        if self._timer is None:
            return
        self._loop.remove_reader(self._timer)
        os.close(self._timer)
        self._timer = None
        self._not_so_fast()
        self._listen_no_more()

    def hurry(self) -> None:
        """Something waits: call ``between`` soon, unless it or the beat is about to come."""
        if self._busy or self._timer is None or self._hurried is not None:
            return
        when = self._last + self._pause
        if when < self._last_beat + self._period - self._pause / 2:
            self._hurried = self._loop.call_at(when, self._in_between)

    def call_again(self) -> None:
        """Within a call: it could not do everything now, and wants to go on before long."""
        self._again = True

    def _due(self) -> None:
        if self._timer is None:
            return
        try:
            expired = int.from_bytes(os.read(self._timer, _COUNT_BYTES), sys.byteorder)
        except BlockingIOError:
            return
        self._not_so_fast()
        self._last_beat = self._loop.time()
        self._call(self._beat, expired - 1)

    def _in_between(self) -> None:
        self._hurried = None
        if self._between is not None:
            self._call(self._between)

    def _call(self, what: Callable[..., None], *arguments: int) -> None:
        self._busy = True
        try:
            what(*arguments)
        finally:
            self._busy = False
            self._last = self._loop.time()
            self._listen()
        if self._again:
            self._again = False
            self.hurry()

    # ---- listening ---------------------------------------------------------------------------

    def _listen(self) -> None:
        """A descriptor stays readable until it is taken from, so it is heard once, then not before
        the next call."""
        if self._heard is not None and self._timer is not None and not self._listening:
            self._loop.add_reader(self._heard, self._something)
            self._listening = True

    def _listen_no_more(self) -> None:
        if self._heard is not None and self._listening:
            self._loop.remove_reader(self._heard)
            self._listening = False

    def _something(self) -> None:
        self._listen_no_more()
        self.hurry()

    def _not_so_fast(self) -> None:
        if self._hurried is not None:
            self._hurried.cancel()
            self._hurried = None


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
