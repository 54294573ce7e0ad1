"""The machine's own clock, for the port ``vbranch.ports.clock``; and how clients are told of it."""

import time


class SystemClock:
    """``unix`` and ``monotonic`` of the operating system."""

    def unix(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()


def frame_time(monotonic: float) -> int:
    """Seconds of the port's ``monotonic`` as tick frames tell them (F-3)."""
    return int(monotonic * 1000) & 0xFFFFFFFF
