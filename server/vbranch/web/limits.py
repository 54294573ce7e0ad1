"""How often HTTP may be asked: by session, and more generously by address (PROTOCOL.md L-2, L-3).

An office or a school comes from one address, so an address's limits only stop a flood; what one
person may do is held by the session. Bots with the key open sessions by a limit of their own.
"""

import ipaddress
from dataclasses import dataclass
from typing import Final

from vbranch.access.limits import Buckets
from vbranch.ids import SessionId
from vbranch.ports.clock import Clock
from vbranch.protocol.constants import Role

from .errors import WebError


@dataclass(frozen=True, slots=True)
class Rate:
    """``rate`` a second, ``burst`` at once after a pause."""

    rate: float
    burst: float


SESSION: Final = Rate(5, 40)
NEW_BOTS: Final = Rate(500, 5000)
"""Sessions opened with the bot key, for each address."""


class RequestLimits:
    """Every method takes one token or raises 429 ``too_fast``.

    ``people_per_address`` is how many visitors one address may stand for.
    """

    def __init__(self, clock: Clock, *, people_per_address: int) -> None:
        self._clock = clock
        people = float(people_per_address)
        self._address = Buckets[str](SESSION.rate * people, SESSION.burst * people)
        self._new_visitors = Buckets[str](0.2 * people, 6 * people)
        self._session = Buckets[SessionId](SESSION.rate, SESSION.burst)
        self._identities = Buckets[str](0.02 * people, people)
        self._new_bots = Buckets[str](NEW_BOTS.rate, NEW_BOTS.burst)

    def check_address(self, address: str) -> None:
        """Anything that is asked of the API or the socket."""
        self._check(self._address.take(bucket_key(address), self._clock.monotonic()))

    def check_session(self, session: SessionId) -> None:
        """Anything that is asked under a session."""
        self._check(self._session.take(session, self._clock.monotonic()))

    def check_new_session(self, address: str, role: Role) -> None:
        """A session that is to be opened; a bot's key has been checked before."""
        buckets = self._new_bots if role is Role.BOT else self._new_visitors
        self._check(buckets.take(bucket_key(address), self._clock.monotonic()))

    def check_identity(self, address: str) -> None:
        """Somebody comes back from the identity provider, which will be asked who they are: as
        often as people of an office begin their day, not as often as programs can."""
        self._check(self._identities.take(bucket_key(address), self._clock.monotonic()))

    def _check(self, taken: bool) -> None:
        if not taken:
            raise WebError(429, "too_fast", "too many requests; wait", headers={"Retry-After": "1"})


def bucket_key(address: str) -> str:
    """An IPv6 customer owns a /64 and could use a new address for each request."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.IPv6Network((parsed, 64), strict=False).network_address)
