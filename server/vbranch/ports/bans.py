"""Port: bans. A session, and if a moderator asked for it the address it came from, is kept out
until a time. An address is known only by its keyed hash, and everything of a ban is destroyed
when it is over."""

from dataclasses import dataclass, field
from typing import Protocol

from vbranch.ids import AccountId, BanId, SessionId


class BansUnavailable(Exception):
    """Bans cannot be written or read now; nothing was changed. The caller may try again."""


@dataclass(frozen=True, slots=True)
class Ban:
    """In force while ``now < until`` (Unix seconds). ``network`` is the address's keyed hash."""

    id: BanId
    session: SessionId
    network: bytes | None = field(repr=False)
    until: float
    reason: str
    by: AccountId
    created: float


class BanStore(Protocol):
    """Every method is one atomic, durable step and may raise ``BansUnavailable``."""

    async def add(self, ban: Ban) -> None:
        """Put it in force."""

    async def lift(self, ban: BanId) -> bool:
        """End it by hand. False when there is none."""

    async def of_session(self, session: SessionId, now: float) -> Ban | None:
        """The session's ban that ends last."""

    async def of_network(self, network: bytes, now: float) -> Ban | None:
        """The address's ban that ends last."""

    async def in_force(self, now: float) -> list[Ban]:
        """All of them, the one that ends first before the others."""

    async def expire(self, now: float) -> int:
        """Destroy those that are over; returns how many."""

    async def close(self) -> None:
        """Finish what is queued, then let go of files and connections."""
