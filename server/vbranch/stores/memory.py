"""Both ports in memory: for tests of what stands on them, and as the model of the real stores."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from vbranch.ids import AccountId, Home, RoomId, SessionId, VisitId
from vbranch.ports.log import Follower, LogRecord, LogUnavailable, RoomLog, StoredState
from vbranch.ports.sessions import Session, SessionStore, SessionsUnavailable, Ticket, Visit
from vbranch.protocol.constants import Role
from vbranch.room.entries import Mute
from vbranch.stores.feeds import Feed, Feeds


@dataclass(slots=True)
class _Log:
    epoch: str
    records: list[LogRecord] = field(default_factory=list)
    last: int = 0
    state: StoredState | None = None


class MemoryRoomLog(RoomLog):
    """``RoomLog`` that is gone with the process."""

    def __init__(self) -> None:
        self._logs: dict[RoomId, _Log] = {}
        self._feeds = Feeds()
        self._closed = False

    async def open(self, room: RoomId) -> str:
        await self.ready()
        return self._logs.setdefault(room, _Log(secrets.token_urlsafe(12))).epoch

    async def append(self, room: RoomId, bodies: Sequence[bytes]) -> list[int]:
        if not bodies:
            return []
        await self.ready()
        log = self._log(room)
        records = [LogRecord(log.last + 1 + place, body) for place, body in enumerate(bodies)]
        log.last += len(records)
        log.records += records
        self._feeds.publish(room, records)
        for feed in self._feeds.of(room):
            await feed.caught_up()
        return [record.seq for record in records]

    async def read(self, room: RoomId, after: int, limit: int = 1000) -> list[LogRecord]:
        await self.ready()
        return self._above(room, after)[:limit]

    def follow(self, room: RoomId, after: int, sink: Follower) -> Callable[[], None]:
        feed = Feed(sink, after)
        self._feeds.add(room, feed)
        asyncio.get_running_loop().call_soon(self._start, room, feed, self._above(room, after))
        return partial(self._feeds.remove, room, feed)

    async def load_state(self, room: RoomId) -> StoredState | None:
        await self.ready()
        return self._logs[room].state if room in self._logs else None

    async def save_state(self, room: RoomId, state: StoredState) -> None:
        await self.ready()
        log = self._log(room)
        if log.epoch != state.epoch:
            return
        if log.last < state.seq:
            raise ValueError("the state is ahead of the log")
        if log.state is None or log.state.seq <= state.seq:
            log.state = state
            log.records = [record for record in log.records if record.seq > state.seq]

    async def ready(self) -> None:
        if self._closed:
            raise LogUnavailable("it is closed")

    async def close(self) -> None:
        self._closed = True
        self._feeds.end()

    def _log(self, room: RoomId) -> _Log:
        if room not in self._logs:
            raise LookupError(f"the log of room {room} was never opened")
        return self._logs[room]

    def _above(self, room: RoomId, after: int) -> list[LogRecord]:
        if room not in self._logs:
            return []
        return [record for record in self._logs[room].records if record.seq > after]

    def _start(self, room: RoomId, feed: Feed, earlier: list[LogRecord]) -> None:
        """``earlier`` was taken at the call: a state saved since may have trimmed it."""
        feed.give(earlier)
        feed.start(self._above(room, feed.mark))


@dataclass(slots=True)
class _Token:
    visit: VisitId
    used: bool = False


class MemorySessions(SessionStore):
    """``SessionStore`` that is gone with the process."""

    def __init__(self) -> None:
        self._sessions: dict[bytes, Session] = {}
        self._tickets: dict[bytes, Ticket] = {}
        self._visits: dict[VisitId, Visit] = {}
        self._tokens: dict[bytes, _Token] = {}  # in the order in which they were added
        self._closed = False

    async def add_session(self, token_hash: bytes, session: Session) -> None:
        await self.ready()
        self._sessions[token_hash] = session

    async def find_session(self, token_hash: bytes, now: float) -> Session | None:
        await self.ready()
        session = self._sessions.get(token_hash)
        return session if session is not None and now < session.expires else None

    async def staff_sessions(self, now: float, account: AccountId | None = None) -> list[Session]:
        await self.ready()
        found = [s for s in self._sessions.values() if s.account is not None and now < s.expires]
        own = [s for s in found if account is None or s.account == account]
        return sorted(own, key=lambda s: (-s.created, s.id))

    async def staff_session(self, session: SessionId, now: float) -> Session | None:
        found = await self.staff_sessions(now)
        return next((one for one in found if one.id == session), None)

    async def living(self, sessions: Sequence[SessionId], now: float) -> set[SessionId]:
        await self.ready()
        return {s.id for s in self._sessions.values() if s.id in sessions and now < s.expires}

    async def revoke(self, session: SessionId, account: AccountId | None = None) -> bool:
        await self.ready()
        known = self._session(session)
        if known is None or (account is not None and known.account != account):
            return False
        self._drop({session})
        return True

    async def revoke_account(self, account: AccountId) -> int:
        await self.ready()
        own = {s.id for s in self._sessions.values() if s.account == account}
        self._drop(own)
        return len(own)

    async def extend(self, session: SessionId, until: float) -> None:
        await self.ready()
        for token_hash, known in self._sessions.items():
            if known.id == session:
                longer = replace(known, expires=max(known.expires, until))
                self._sessions[token_hash] = longer

    async def set_mute(self, visit: VisitId, mute: Mute | None) -> None:
        await self.ready()
        known = self._visits.get(visit)
        if known is None:
            return
        for token_hash, session in self._sessions.items():
            if session.id == known.session:
                self._sessions[token_hash] = replace(session, mute=mute)
                self._visits[visit] = replace(known, mute=mute)

    async def add_ticket(self, token_hash: bytes, ticket: Ticket) -> None:
        await self.ready()
        self._tickets[token_hash] = ticket

    async def use_ticket(self, token_hash: bytes, now: float) -> tuple[Ticket, Session] | None:
        await self.ready()
        ticket = self._tickets.pop(token_hash, None)
        if ticket is None or now >= ticket.expires:
            return None
        session = self._session(ticket.session)
        return (ticket, session) if session is not None and now < session.expires else None

    async def open_visit(self, fresh: Visit) -> Visit:
        await self.ready()
        for visit in self._visits.values():
            if visit.session == fresh.session:
                return self._arrive(visit, fresh.home, fresh.seen)
        self._visits[fresh.id] = fresh
        return fresh

    async def add_resume(self, visit: VisitId, token_hash: bytes) -> None:
        await self.ready()
        if visit not in self._visits:
            return
        unused = [h for h, t in self._tokens.items() if t.visit == visit and not t.used]
        for superseded in unused[:-1]:
            del self._tokens[superseded]
        self._tokens[token_hash] = _Token(visit)

    async def use_resume(self, token_hash: bytes, home: Home, now: float) -> Visit | None:
        await self.ready()
        token = self._tokens.get(token_hash)
        if token is None or not self._resumable(self._visits[token.visit], now):
            return None
        token.used = True
        own = [h for h, t in self._tokens.items() if t.visit == token.visit]
        for older in own[: own.index(token_hash)]:
            del self._tokens[older]
        return self._arrive(self._visits[token.visit], home, now)

    async def part(self, visit: VisitId, home: Home, connection: int, now: float) -> None:
        await self.ready()
        known = self._visits.get(visit)
        if known is not None and (known.home, known.connection) == (home, connection):
            self._visits[visit] = replace(known, home=None, seen=now)

    async def end_visit(self, visit: VisitId) -> None:
        await self.ready()
        self._end(visit)

    async def find_visit(self, visit: VisitId) -> Visit | None:
        await self.ready()
        return self._visits.get(visit)

    async def keys(self, visits: Sequence[VisitId]) -> dict[VisitId, bytes]:
        await self.ready()
        return {visit: self._visits[visit].key for visit in visits if visit in self._visits}

    async def orphan(self, living: Sequence[Home], now: float) -> int:
        await self.ready()
        lost = [v for v in self._visits.values() if v.home is not None and v.home not in living]
        for visit in lost:
            self._visits[visit.id] = replace(visit, home=None, seen=now)
        return len(lost)

    async def expire(self, now: float, window: float) -> list[VisitId]:
        await self.ready()
        ended = [v.id for v in self._visits.values() if v.home is None and now - v.seen > window]
        for visit in ended:
            self._end(visit)
        self._sessions = {h: s for h, s in self._sessions.items() if now < s.expires}
        self._tickets = {
            h: t
            for h, t in self._tickets.items()
            if now < t.expires and self._session(t.session) is not None
        }
        return ended

    async def ready(self) -> None:
        if self._closed:
            raise SessionsUnavailable("it is closed")

    async def close(self) -> None:
        self._closed = True

    def _session(self, session: SessionId) -> Session | None:
        return next((s for s in self._sessions.values() if s.id == session), None)

    def _resumable(self, visit: Visit, now: float) -> bool:
        session = self._session(visit.session)
        return visit.role is not Role.STAFF or (session is not None and now < session.expires)

    def _drop(self, ended: set[SessionId]) -> None:
        self._sessions = {h: s for h, s in self._sessions.items() if s.id not in ended}
        self._tickets = {h: t for h, t in self._tickets.items() if t.session not in ended}

    def _arrive(self, visit: Visit, home: Home | None, seen: float) -> Visit:
        arrived = replace(visit, home=home, seen=seen, connection=visit.connection + 1)
        self._visits[visit.id] = arrived
        return arrived

    def _end(self, visit: VisitId) -> None:
        self._visits.pop(visit, None)
        self._tokens = {h: t for h, t in self._tokens.items() if t.visit != visit}
