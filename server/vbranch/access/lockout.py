"""How long a name is locked after failures, and failures of names that do not exist. Pure.

The pauses grow, so that guessing is hopeless while somebody who mistypes is held up for seconds. A
name that does not exist is locked like one that does: the lock must not tell which there are.
"""

from collections import OrderedDict
from typing import Final

FREE_FAILURES: Final = 4
LONGEST_PAUSE_S: Final = 900.0
MAX_NAMES: Final = 10_000


def pause_after(failures: int) -> float:
    """Seconds of the lock with that many failures in a row: 1 s at the 5th, twice each time."""
    if failures <= FREE_FAILURES:
        return 0.0
    return min(LONGEST_PAUSE_S, 2.0 ** min(failures - FREE_FAILURES - 1, 20))


class UnknownNames:
    """Failures of names without an account. The name tried longest ago is forgotten first."""

    def __init__(self, most: int = MAX_NAMES) -> None:
        self._most = most
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tries)

    def attempt(self, login: str, now: float) -> float:
        """Count a failure unless the name is locked; until when it was locked before."""
        failures, locked_until = self._tries.get(login, (0, 0.0))
        if locked_until <= now:
            failures += 1
            self._tries[login] = failures, now + pause_after(failures)
        self._tries.move_to_end(login)
        if len(self._tries) > self._most:
            self._tries.popitem(last=False)
        return locked_until
