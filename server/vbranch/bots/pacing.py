"""How often each bot tells where it is: as often as the branch wants it, once a second at rest.

The same rule as a page's (``web_client/src/interaction/presence.ts``): F-3, I-5.
"""

from typing import Final

import numpy as np

from vbranch.protocol.constants import PACE_HZ

from .frames import VR_WORDS, Words

REST_S: Final = 1.0
EARLY_S: Final = 0.025
"""Who is early by so much is on time; what is gained by that is waited the next time."""


class Pacing:
    """What each of ``bots`` said last, and when."""

    def __init__(self, bots: int) -> None:
        self._said = np.zeros((bots, VR_WORDS), np.uint32)
        self._at = np.full(bots, -np.inf)

    def due(self, bot: int, record: Words, pace: int, now: float) -> bool:
        """Whether ``record`` (3 or 6 words) is to be sent now; then it counts as said.

        One that differs from the last one is, as soon as ``pace`` (a place in ``PACE_HZ``) allows.
        """
        at = float(self._at[bot])
        after = at + 1.0 / PACE_HZ[pace]
        if now < after - EARLY_S:
            return False
        said = self._said[bot, : record.size]
        if now - at < REST_S and np.array_equal(said, record):
            return False
        said[:] = record
        self._at[bot] = max(now, after)
        return True
