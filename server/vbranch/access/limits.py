"""Token buckets (PROTOCOL.md L-2). Pure: ``now`` is an argument, monotonic seconds."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

MAX_KEYS: Final = 65_536


class TokenBucket:
    """Lets ``rate`` things a second through, and ``burst`` at once after a pause.

    Starts full. A clock that steps back neither fills nor empties it.
    """

    __slots__ = ("_burst", "_level", "_rate", "_seen")

    def __init__(self, rate: float, burst: float) -> None:
        if not (rate > 0 and burst >= 1):
            raise ValueError("a bucket needs rate > 0 and burst >= 1")
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._seen: float | None = None

    def take(self, now: float, n: float = 1) -> bool:
        """Take ``n`` tokens if they are there; nothing is taken otherwise."""
        if self._seen is None:
            self._seen = now
        elif now > self._seen:
            self._level = min(self._burst, self._level + (now - self._seen) * self._rate)
            self._seen = now
        if self._level < n:
            return False
        self._level -= n
        return True

    def idle(self, now: float) -> bool:
        """Full again, so that forgetting it changes nothing."""
        if self._seen is None:
            return True
        return self._level + (now - self._seen) * self._rate >= self._burst


class Buckets(Generic[Key]):
    """One bucket a key (an address, a session); full ones are forgotten, so memory stays bounded.

    At most ``max_keys`` are kept. Beyond, the one that was used longest ago is given up: whoever
    commands that many addresses is not held by a limit for each address anyway, and newcomers must
    not pay for it.
    """

    def __init__(self, rate: float, burst: float, *, max_keys: int = MAX_KEYS) -> None:
        if max_keys < 1:
            raise ValueError("max_keys must be at least 1")
        TokenBucket(rate, burst)  # refuses bad numbers here, not at the first visitor
        self._rate = rate
        self._burst = burst
        self._max_keys = max_keys
        self._buckets: OrderedDict[Key, TokenBucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: Key, now: float, n: float = 1) -> bool:
        """Take ``n`` tokens of this key's bucket if they are there."""
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = TokenBucket(self._rate, self._burst)
        else:
            self._buckets.move_to_end(key)
        taken = bucket.take(now, n)
        self._forget(now)
        return taken

    def _forget(self, now: float) -> None:
        """Drop two idle buckets at most, oldest first: each call pays for itself and one more."""
        for _ in range(2):
            key, oldest = next(iter(self._buckets.items()))
            if len(self._buckets) > self._max_keys or (len(self._buckets) > 1 and oldest.idle(now)):
                del self._buckets[key]
            else:
                return
