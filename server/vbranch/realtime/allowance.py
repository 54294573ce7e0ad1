"""How much one session and one address may say (PROTOCOL.md L-2, L-3)."""

from dataclasses import dataclass, field

from vbranch.access.limits import Buckets, TokenBucket
from vbranch.ids import SessionId
from vbranch.protocol.constants import Role


@dataclass(frozen=True, slots=True)
class Rate:
    """``rate`` a second, ``burst`` at once after a pause."""

    rate: float
    burst: float

    def times(self, factor: float) -> "Rate":
        return Rate(self.rate * factor, self.burst * factor)


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of L-2. An address has ``address_factor`` times a session's, for an office shares
    one; bots have ``bot_factor`` times a session's, and no limit by address."""

    poses: Rate = field(default=Rate(60, 120))
    commands: Rate = field(default=Rate(10, 30))
    chat: Rate = field(default=Rate(1, 5))
    connections: Rate = field(default=Rate(50, 500))
    """New connections of one address."""
    address_factor: float = 50
    bot_factor: float = 2


@dataclass(frozen=True, slots=True)
class _Group:
    """Buckets of one kind of key for everything that is limited."""

    poses: Buckets[str]
    commands: Buckets[str]
    chat: Buckets[str]


class Allowance:
    """What one connection may say; each question takes if it may.

    Poses are counted by connection (a reconnection gains a burst and nothing more) and by address;
    the rest by session and by address.
    """

    def __init__(self, session: str, own: _Group, poses: Rate, address: str, all_: _Group | None):
        self._session, self._own = session, own
        self._poses = TokenBucket(poses.rate, poses.burst)
        self._address, self._all = address, all_

    def pose(self, now: float) -> bool:
        return self._poses.take(now) and (
            self._all is None or self._all.poses.take(self._address, now)
        )

    def command(self, now: float) -> bool:
        return self._own.commands.take(self._session, now) and (
            self._all is None or self._all.commands.take(self._address, now)
        )

    def chat(self, now: float) -> bool:
        return self._own.chat.take(self._session, now) and (
            self._all is None or self._all.chat.take(self._address, now)
        )


class Allowances:
    """The buckets of all sessions and addresses of this server."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members = _group(limits, 1)
        self._bots = _group(limits, limits.bot_factor)
        self._addresses = _group(limits, limits.address_factor)
        self._connections = _buckets(limits.connections)

    def connection(self, address: str, now: float) -> bool:
        """May this address open one more connection?"""
        return self._connections.take(address, now)

    def of(self, session: SessionId, role: Role, address: str) -> Allowance:
        """For a connection whose session and role are known."""
        if role is Role.BOT:
            poses = self._limits.poses.times(self._limits.bot_factor)
            return Allowance(session, self._bots, poses, address, None)
        return Allowance(session, self._members, self._limits.poses, address, self._addresses)


def _buckets(rate: Rate) -> Buckets[str]:
    return Buckets(rate.rate, rate.burst)


def _group(limits: Limits, factor: float) -> _Group:
    return _Group(
        _buckets(limits.poses.times(factor)),
        _buckets(limits.commands.times(factor)),
        _buckets(limits.chat.times(factor)),
    )
