"""The machine's own clock, for the port ``vbranch.ports.clock``."""

import time


class SystemClock:
    """``unix`` and ``monotonic`` of the operating system."""

    def unix(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()
