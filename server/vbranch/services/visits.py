"""Sessions, tickets and visits: who is here, by which token they return, the keys of their words.

The hub and the HTTP routes call this; storage is behind ``ports.sessions``. Times are Unix seconds.
A visit's key lies in memory only while the visit lasts, since sealing happens on the way of every
chat line. Methods that answer a client let ``SessionsUnavailable`` pass; the ways out (``part``,
``end``) and ``mute`` do not raise it: what the store could not take is tried again by the next
``expire``.
"""

import asyncio
import secrets
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from math import ceil
from typing import Final

from vbranch.access.tokens import new_token, token_hash
from vbranch.ids import Home, MemberId, RoomId, SessionId, VisitId
from vbranch.ports.sessions import Session, SessionStore, SessionsUnavailable, Ticket, Visit
from vbranch.protocol.constants import RESUME_WINDOW_S, TICKET_LIFE_S, Role
from vbranch.room.entries import Mute
from vbranch.services.sealing import Seal, new_key

SESSION_LIFE_S: Final = 12 * 3600
"""How long a session's cookie is good; a visit that is running is not cut by it."""


class VisitEnded(LookupError):
    """The visit's key is gone: nothing can be sealed for it any more."""


class Visits:
    """The visits of this server (``home``) in ``store``. Used from one event loop."""

    def __init__(self, store: SessionStore, home: Home) -> None:
        self._store = store
        self._home = home
        self._seals: dict[VisitId, Seal] = {}
        self._unparted: dict[tuple[VisitId, int], float] = {}
        self._unended: set[VisitId] = set()
        self._unmuted: dict[VisitId, Mute | None] = {}
        self._arrivals: dict[object, set[VisitId]] = {}
        self._strays: set[asyncio.Task[None]] = set()
        self._parted: deque[float] = deque()  # when windows of this server's visits began, R-1

    async def start(self, now: float) -> None:
        """Visits whose server died are parted from now on, so that they can resume or expire."""
        await self._store.orphan([self._home], now)
        self._note_parted(now)

    async def stop(self) -> None:
        """Wait for what cancelled connections left under way; call it before the store closes."""
        await asyncio.gather(*self._strays)

    async def open_session(self, role: Role, now: float) -> tuple[str, Session]:
        """A new session and the token for its cookie, which is stored nowhere."""
        token = new_token()
        session = Session(SessionId(secrets.token_urlsafe(16)), role, now, now + SESSION_LIFE_S)
        await self._store.add_session(token_hash(token), session)
        return token, session

    async def session(self, cookie: str, now: float) -> Session | None:
        """The session of a cookie's token; None when unknown or expired."""
        return await self._store.find_session(token_hash(cookie), now)

    async def ticket(self, session: Session, room: RoomId, now: float) -> str:
        """A ticket for one entry to ``room`` within ``TICKET_LIFE_S`` (H-2)."""
        token = new_token()
        await self._store.add_ticket(
            token_hash(token), Ticket(session.id, room, now + TICKET_LIFE_S)
        )
        return token

    async def admit(self, ticket: str, now: float) -> tuple[Visit, RoomId] | None:
        """Use the ticket and open, or continue, the visit of its session. None: refused (H-2)."""
        used = await self._store.use_ticket(token_hash(ticket), now)
        if used is None:
            return None
        granted, session = used
        visit = await self._arrive(self._store.open_visit(self._fresh(session, now)), now)
        return (visit, granted.room) if visit else None

    async def resume(self, token: str, now: float) -> Visit | None:
        """The visit that this token continues, now at home here. None: refused (R-5)."""
        return await self._arrive(self._store.use_resume(token_hash(token), self._home, now), now)

    def lasts(self, visit: VisitId) -> bool:
        """Whether a visit that was admitted or resumed here has not been ended since."""
        return visit in self._seals

    async def find(self, visit: VisitId) -> Visit | None:
        """A visit that lasts, whether it has a connection or not."""
        return await self._store.find_visit(visit)

    async def living(self, sessions: Sequence[SessionId], now: float) -> set[SessionId]:
        """Those of them that are neither revoked nor expired."""
        return await self._store.living(sessions, now)

    async def resume_token(self, visit: VisitId) -> str:
        """A fresh token for the next ``welcome`` (R-2)."""
        token = new_token()
        await self._store.add_resume(visit, token_hash(token))
        return token

    async def part(self, visit: Visit, now: float) -> None:
        """The connection for which ``visit`` was returned is gone; its window begins (R-1).

        Pass the very ``Visit`` that ``admit`` or ``resume`` gave this connection: if another one
        has replaced it meanwhile, even before the hub knows, nothing happens (H-6).
        """
        self._unparted[visit.id, visit.connection] = now
        with suppress(SessionsUnavailable):
            await self._try_part(visit.id, visit.connection, now)

    async def mute(self, visit: VisitId, mute: Mute | None) -> None:
        """What staff have made of a visitor holds beyond the visit, in that browser (D-5)."""
        self._unmuted[visit] = mute
        with suppress(SessionsUnavailable):
            await self._try_mute(visit)

    async def end(self, visit: VisitId) -> None:
        """The visit is over: its key is forgotten here at once, and destroyed in the store."""
        self._seals.pop(visit, None)
        self._unended.add(visit)
        for ended in self._arrivals.values():
            ended.add(visit)
        with suppress(SessionsUnavailable):
            await self._try_end(visit)

    def due(self, now: float) -> bool:
        """Whether ``expire`` has something to do for visits that were here; ask it every second."""
        if self._unparted or self._unended or self._unmuted:
            return True
        return bool(self._parted) and now - self._parted[0] > RESUME_WINDOW_S

    async def expire(self, now: float) -> list[VisitId]:
        """End visits that have been without a connection for too long (R-1): call it when it is
        ``due``, and now and then for all others and for sessions and tickets.

        Returns them, for the rooms to let their members leave. Their keys are destroyed.
        """
        for visit in list(self._unmuted):
            await self._try_mute(visit)
        for (visit, connection), since in list(self._unparted.items()):
            await self._try_part(visit, connection, since)
        for visit in list(self._unended):
            await self._try_end(visit)
        ended = await self._store.expire(now, RESUME_WINDOW_S)
        while self._parted and now - self._parted[0] > RESUME_WINDOW_S:
            self._parted.popleft()
        for visit in ended:
            self._seals.pop(visit, None)
        return ended

    async def load_keys(self, visits: Sequence[VisitId]) -> set[VisitId]:
        """After a restart: fetch the keys of the visits that a room's state names.

        Returns those that have ended while the server was down: their members have to leave.
        """
        keys = await self._store.keys(visits)
        for visit, key in keys.items():
            self._seals[visit] = Seal(visit, key)
        return set(visits) - keys.keys()

    def seal(self, visit: VisitId, text: str) -> str:
        """``text`` as it may lie in the log. ``VisitEnded`` if the visit is over."""
        seal = self._seals.get(visit)
        if seal is None:
            raise VisitEnded(visit)
        return seal.close(text)

    def open(self, visit: VisitId, sealed: str) -> str | None:
        """The text again; None when the visit is over or the text is not of this visit."""
        seal = self._seals.get(visit)
        return seal.open(sealed) if seal else None

    def _fresh(self, session: Session, now: float) -> Visit:
        return Visit(
            id=VisitId(secrets.token_urlsafe(16)),
            session=session.id,
            member=MemberId(secrets.token_urlsafe(9)),
            role=session.role,
            staff=session.staff,
            mute=session.mute,
            key=new_key(),
            home=self._home,
            seen=now,
        )

    async def _arrive(self, step: Awaitable[Visit | None], now: float) -> Visit | None:
        """Await the step that gives a visit its connection, and keep its key at hand.

        If the caller is cancelled meanwhile (its socket went), nobody would ever part the visit
        and its key would never be destroyed; so it is parted here once the step is done. If the
        visit is ended meanwhile by its other connection, this one comes too late.
        """
        arrival = asyncio.ensure_future(step)
        ended = self._arrivals[arrival] = set()
        try:
            visit = await asyncio.shield(arrival)
        except asyncio.CancelledError:
            stray = asyncio.ensure_future(self._part_stray(arrival, now))
            self._strays.add(stray)
            stray.add_done_callback(self._strays.discard)
            raise
        finally:
            del self._arrivals[arrival]
        if visit is None or visit.id in ended or visit.id in self._unended:
            return None
        if visit.id not in self._seals:
            self._seals[visit.id] = Seal(visit.id, visit.key)
        return visit

    async def _part_stray(self, arrival: asyncio.Future[Visit | None], now: float) -> None:
        with suppress(SessionsUnavailable):
            visit = await arrival
            if visit is not None:
                await self.part(visit, now)

    async def _try_mute(self, visit: VisitId) -> None:
        if visit not in self._unmuted:
            return  # made up for meanwhile
        mute = self._unmuted[visit]
        await self._store.set_mute(visit, mute)
        if self._unmuted.get(visit, mute) == mute:  # else it is another by now, and on its way
            self._unmuted.pop(visit, None)

    async def _try_part(self, visit: VisitId, connection: int, since: float) -> None:
        await self._store.part(visit, self._home, connection, since)
        self._note_parted(since)
        self._unparted.pop((visit, connection), None)

    def _note_parted(self, since: float) -> None:
        """By the second, so that there are never more of them than seconds in a window."""
        second = float(ceil(since))
        if second not in self._parted:
            insort(self._parted, second)  # one that is made up for is older than the last

    async def _try_end(self, visit: VisitId) -> None:
        await self._store.end_visit(visit)
        self._unended.discard(visit)
