"""How much one session and one address may say (PROTOCOL.md L-2, L-3)."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from vbranch.access.bucket_table import BucketTable, Counts, Mask, Rows
from vbranch.access.limits import Buckets
from vbranch.ids import SessionId
from vbranch.protocol.constants import (
    REACTIONS_BURST,
    REACTIONS_PER_S,
    VOICE_SIGNALS_BURST,
    VOICE_SIGNALS_PER_S,
    Role,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """``rate`` a second, ``burst`` at once after a pause."""

    rate: float
    burst: float

    def times(self, factor: float) -> "Rate":
        return Rate(self.rate * factor, self.burst * factor)


FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of L-2. An address has ``address_factor`` times a session's, for an office shares
    one; bots have ``bot_factor`` times a session's, and no limit by address."""

    poses: Rate = field(default=Rate(60, 120))
    commands: Rate = field(default=Rate(10, 30))
    chat: Rate = field(default=Rate(1, 5))
    reactions: Rate = field(default=Rate(REACTIONS_PER_S, REACTIONS_BURST))
    signals: Rate = field(default=Rate(VOICE_SIGNALS_PER_S, VOICE_SIGNALS_BURST))
    """Of voice: many at once when somebody comes into a conversation (V-5)."""
    connections: Rate = field(default=Rate(1, 10))
    """New connections for each person whom an address may stand for: those who come all at once
    from one office are as many as those who may be there; of ``FEWEST`` persons at least, since one
    whose line breaks again and again is to come back."""
    address_factor: float = 50
    bot_factor: float = 2


@dataclass(frozen=True, slots=True)
class _Group:
    """Buckets of one kind of key for what is said in words."""

    commands: Buckets[str]
    chat: Buckets[str]
    reactions: Buckets[str]
    signals: Buckets[str]


class PoseLimits:
    """The pose buckets of all connections and of all addresses, in two tables, since poses are
    judged for everybody at once. A connection's row says how much it may send and from where."""

    def __init__(self, address: Rate) -> None:
        self._rate = address
        self._own = BucketTable()
        self._addresses = BucketTable()
        self._free: Final = self._addresses.open(np.inf, np.inf)  # of those without such a limit
        self._counted = 0  # connections whose address is counted
        self._rows: OrderedDict[str, int] = OrderedDict()  # address: its row
        self._users = np.zeros(64, dtype=np.int64)  # by address row: connections
        self._address_of = np.zeros(64, dtype=np.intp)  # by connection row

    def open(self, rate: Rate, address: str | None, now: float) -> int:
        """A connection; its row. ``address`` is None where none is counted."""
        row = self._own.open(rate.rate, rate.burst)
        place = self._free if address is None else self._address_row(address, now)
        self._address_of = _reaching(self._address_of, row)
        self._users = _reaching(self._users, place)
        self._address_of[row] = place
        self._users[place] += 1
        self._counted += place != self._free
        return row

    def close(self, row: int) -> None:
        """The connection is over. Its address is remembered until its bucket is full again."""
        self._own.close(row)
        place = self._address_of[row]
        self._users[place] -= 1
        self._counted -= int(place != self._free)

    def take(self, row: int, now: float, poses: int = 1) -> bool:
        """May the connection send so many poses now?"""
        if not self._own.take(row, now, poses):
            return False
        return self._addresses.take(int(self._address_of[row]), now, poses)

    def take_all(
        self, rows: Rows, poses: Counts | None, now: float, most: int | None = None
    ) -> Mask | None:
        """The same for many at once; a connection may be named more than once, ``most`` times at
        most. ``poses`` None is one each; the answer None is that all may."""
        may = self._own.take_all(rows, poses, now, most)
        if not self._counted:  # nobody has an address to ask for
            return may
        if may is None:
            return self._addresses.take_all(self._address_of[rows], poses, now)
        some = None if poses is None else poses[may]
        too = self._addresses.take_all(self._address_of[rows[may]], some, now)
        if too is not None:
            may[may] = too
        return may

    def _address_row(self, address: str, now: float) -> int:
        row = self._rows.get(address)
        if row is None:
            self._forget(now)
            row = self._rows[address] = self._addresses.open(self._rate.rate, self._rate.burst)
        else:
            self._rows.move_to_end(address)
        return row

    def _forget(self, now: float) -> None:
        """Close two unused addresses at most, oldest first: each newcomer pays for one more."""
        for address, row in list(self._rows.items())[:2]:
            if self._users[row] == 0 and self._addresses.idle(row, now):
                self._addresses.close(row)
                del self._rows[address]


class Allowance:
    """What one connection may say; each question takes if it may.

    Poses are counted by connection (a reconnection gains a burst and nothing more) and by address;
    the rest by session and by address. ``close`` it when the connection is over.
    """

    __slots__ = ("_address", "_all", "_own", "_poses", "_session", "row")

    def __init__(
        self,
        session: str,
        own: _Group,
        poses: PoseLimits,
        row: int,
        address: str,
        all_: _Group | None,
    ):
        self._session, self._own = session, own
        self._poses, self.row = poses, row
        self._address, self._all = address, all_

    def pose(self, now: float) -> bool:
        return self._poses.take(self.row, now)

    def command(self, now: float) -> bool:
        return self._own.commands.take(self._session, now) and (
            self._all is None or self._all.commands.take(self._address, now)
        )

    def chat(self, now: float) -> bool:
        return self._own.chat.take(self._session, now) and (
            self._all is None or self._all.chat.take(self._address, now)
        )

    def signal(self, now: float) -> bool:
        """V-5: these are no commands of L-2."""
        return self._own.signals.take(self._session, now) and (
            self._all is None or self._all.signals.take(self._address, now)
        )

    def reaction(self, now: float) -> bool:
        """G-3: of a session alone, for it was counted as a pose already."""
        return self._own.reactions.take(self._session, now)

    def close(self) -> None:
        self._poses.close(self.row)


class Allowances:
    """The buckets of all sessions and addresses of this server."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members = _group(limits, 1)
        self._bots = _group(limits, limits.bot_factor)
        self._addresses = _group(limits, limits.address_factor)
        persons = max(FEWEST, limits.address_factor)
        self._connections = _buckets(limits.connections.times(persons))
        self.poses = PoseLimits(limits.poses.times(limits.address_factor))

    def connection(self, address: str, now: float) -> bool:
        """May this address open one more connection?"""
        return self._connections.take(address, now)

    def of(self, session: SessionId, role: Role, address: str, now: float) -> Allowance:
        """For a connection whose session and role are known."""
        if role is Role.BOT:
            row = self.poses.open(self._limits.poses.times(self._limits.bot_factor), None, now)
            return Allowance(session, self._bots, self.poses, row, address, None)
        row = self.poses.open(self._limits.poses, address, now)
        return Allowance(session, self._members, self.poses, row, address, self._addresses)


def _reaching(column: Rows, row: int) -> Rows:
    """The column, doubled until it has that row."""
    while row >= len(column):
        column = np.concatenate([column, np.zeros_like(column)])
    return column


def _buckets(rate: Rate) -> Buckets[str]:
    return Buckets(rate.rate, rate.burst)


def _group(limits: Limits, factor: float) -> _Group:
    rates = (limits.commands, limits.chat, limits.reactions, limits.signals)
    return _Group(*(_buckets(rate.times(factor)) for rate in rates))
