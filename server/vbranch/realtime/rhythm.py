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
    """Calls ``beat(skipped)`` ``hz`` times a second from ``start``.

    A beat that takes too long makes the next ones fall out, never come in a burst; ``skipped`` is
    how many.
    """

    def __init__(self, hz: float, beat: Callable[[int], None]) -> None:
        self._period = 1.0 / hz
        self._beat = beat
        self._timer: int | None = None

    def start(self) -> None:
        """Begin to beat on the running loop. Raises ``OSError``."""
        self._timer = timer_descriptor(self._period)
        asyncio.get_running_loop().add_reader(self._timer, self._due)

    def stop(self) -> None:
        if self._timer is not None:
            asyncio.get_running_loop().remove_reader(self._timer)
            os.close(self._timer)
            self._timer = None

    def _due(self) -> None:
        if self._timer is None:
            return
        try:
            expired = int.from_bytes(os.read(self._timer, _COUNT_BYTES), sys.byteorder)
        except BlockingIOError:
            return
        self._beat(expired - 1)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
