"""How many HTTP connections there may be: for each address, and for the process's descriptors.

An office or a school is one address, so its bound is generous (``people_per_address`` times what a
browser opens) and nobody is turned away while another connection of that address does nothing: the
one that waits longest for a request goes first. A single machine that opens connections and says
nothing therefore only loses its own. A proxy that is trusted stands for everybody and has no bound
of its own; descriptors bound it.

Who goes on to be a member counts no more: the socket is taken over and then held by the rooms'
capacity and the rates of L-2 and L-3. Descriptors are counted for all, whoever holds them.
"""

import asyncio
import resource
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from .errors import WebError
from .limits import bucket_key
from .security import Network, parse_address, within

PER_PERSON: Final = 20
"""A browser opens six for one host, twice that while it reloads; the rest is room for haste."""
SPARED_DESCRIPTORS: Final = 128
"""Kept for the database, files and refusals."""
LOOK_AT: Final = 64
"""How many of the oldest connections are looked at for one that may go."""

_FULL: Final = {"Retry-After": "5"}
ADDRESS_FULL: Final = WebError(
    429, "too_many_connections", "too many connections from one address; wait", headers=_FULL
)
SERVER_FULL: Final = WebError(503, "full", "the server is full; try again", headers=_FULL)


class Held(Protocol):
    """What is asked of a connection here."""

    def spare(self, now: float) -> bool:
        """Does it wait for a request, and has it had its chance?"""
        ...

    def dismiss(self) -> None:
        """Close it."""
        ...


class Connections(Collector):
    """All HTTP connections of the process, and a count of what was refused (as metrics)."""

    def __init__(
        self, *, people_per_address: int = 50, trusted_proxies: Sequence[Network] = ()
    ) -> None:
        self._most = people_per_address * PER_PERSON
        self._proxies = trusted_proxies
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        limit = 1 << 30 if soft == resource.RLIM_INFINITY else soft
        spared = min(SPARED_DESCRIPTORS, limit // 2)
        self._descriptors = limit - spared
        self.most_refused = spared // 2
        """How many may be told at a time why they cannot come in."""
        self._all: dict[Held, str] = {}
        self._by_address: dict[str, dict[Held, None]] = {}
        self._rejects: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._all)

    def admit(self, held: Held, address: str, descriptor: int) -> WebError | None:
        """Count ``held`` until it ``leave``s, or say why not.

        A new descriptor is the lowest free number (POSIX), so its number tells how many are used.
        """
        peer = parse_address(address)
        key = bucket_key(str(peer) if peer is not None else address)
        group = self._by_address.get(key, {})
        full = len(group) >= self._most and not within(peer, self._proxies)
        if full and not self._make_place(group):
            return self._refuse("address_full", ADDRESS_FULL)
        if descriptor >= self._descriptors and not self._make_place(self._all):
            return self._refuse("server_full", SERVER_FULL)
        self._all[held] = key
        self._by_address.setdefault(key, {})[held] = None
        return None

    def leave(self, held: Held) -> None:
        """It is closed or has been taken over; saying so twice does no harm."""
        key = self._all.pop(held, None)
        if key is not None:
            group = self._by_address[key]
            del group[held]
            if not group:
                del self._by_address[key]

    def reject(self, reason: str) -> None:
        """Count something that was refused or cut off."""
        self._rejects[reason] += 1

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        """For Prometheus."""
        open_ = GaugeMetricFamily("vbranch_http_connections", "Open HTTP connections")
        open_.add_metric([], len(self._all))
        yield open_
        rejects = CounterMetricFamily(
            "vbranch_http_rejects", "HTTP connections refused or cut off", labels=["reason"]
        )
        for reason, count in self._rejects.items():
            rejects.add_metric([reason], count)
        yield rejects

    def _make_place(self, group: Iterable[Held]) -> bool:
        now = asyncio.get_running_loop().time()
        for held in islice(group, LOOK_AT):
            if held.spare(now):
                self.leave(held)  # at once: its end comes only with the loop's next round
                self.reject("made_place")
                held.dismiss()
                return True
        return False

    def _refuse(self, reason: str, fault: WebError) -> WebError:
        self.reject(reason)
        return fault
