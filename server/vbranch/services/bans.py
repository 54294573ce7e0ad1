"""Who is kept out, and until when. An address is known here only for the moment of the question.

Times are Unix seconds. All methods but ``make_up`` let ``BansUnavailable`` pass.
"""

import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

from vbranch.ids import AccountId, BanId, SessionId
from vbranch.ports.bans import Ban, BanStore, BansUnavailable

IPV6_PREFIX: Final = 64
"""What one household or office has; whoever is in it changes the rest at will."""


@dataclass(frozen=True, slots=True)
class BanOrder:
    """Keep that session out until then; with ``address`` also all who come from there anew."""

    session: SessionId
    until: float
    address: str | None


class Bans:
    """``key`` hides addresses: without it nobody can find out whose hash it is by trying all."""

    def __init__(self, store: BanStore, key: bytes) -> None:
        self._store = store
        self._key = key
        self._unlifted: set[BanId] = set()

    async def of(self, session: SessionId, now: float) -> Ban | None:
        """What keeps the session out."""
        return await self._store.of_session(session, now)

    async def at(self, address: str, now: float) -> Ban | None:
        """What keeps out who comes from there and has no session."""
        return await self._store.of_network(self._network(address), now)

    async def in_force(self, now: float) -> list[Ban]:
        """The one that ends first before the others."""
        return await self._store.in_force(now)

    async def put(self, order: BanOrder, reason: str, by: AccountId, now: float) -> Ban:
        """A ban that is in force from now on."""
        ban = Ban(
            id=BanId(secrets.token_urlsafe(9)),
            session=order.session,
            network=None if order.address is None else self._network(order.address),
            until=order.until,
            reason=reason,
            by=by,
            created=now,
        )
        await self._store.add(ban)
        return ban

    async def lift(self, ban: BanId) -> bool:
        """End it by hand. False: there is none."""
        return await self._store.lift(ban)

    async def take_back(self, ban: Ban) -> None:
        """It should not be; what the store cannot do now is made up for."""
        self._unlifted.add(ban.id)
        with suppress(BansUnavailable):
            await self._lift_unlifted()

    async def make_up(self, now: float) -> None:
        """Now and then: destroy what is over and what should not be."""
        with suppress(BansUnavailable):
            await self._lift_unlifted()
            await self._store.expire(now)

    async def _lift_unlifted(self) -> None:
        for ban in list(self._unlifted):
            await self._store.lift(ban)
            self._unlifted.discard(ban)

    def _network(self, address: str) -> bytes:
        return hmac.digest(self._key, network_of(address).encode(), "sha256")


def network_of(address: str) -> str:
    """An IPv4 address, or the network of an IPv6 address."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if known.version == 6:
        known = known.ipv4_mapped or known
    prefix = 32 if known.version == 4 else IPV6_PREFIX
    return str(ip_network((known, prefix), strict=False))
