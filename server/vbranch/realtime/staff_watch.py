"""Staff whose session was revoked, or has expired, are out within a second, whoever did it."""

import asyncio
from typing import Final

import structlog

from vbranch.ids import VisitId
from vbranch.ports.clock import Clock
from vbranch.ports.sessions import SessionsUnavailable
from vbranch.protocol.constants import Close, Role
from vbranch.room import entries as e
from vbranch.services.visits import Visits

from .presence import Farewell, Presence

LOOK_EVERY_S: Final = 0.5

_FAREWELL: Final = Farewell(Close.SIGNED_OUT, "you are signed out")
_log = structlog.get_logger(__name__)


class StaffWatch:
    """Asks the store, since another process may have revoked a session (``vbranch staff``)."""

    def __init__(self, presence: Presence, visits: Visits, clock: Clock) -> None:
        self._presence = presence
        self._visits = visits
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look twice a second from now on."""
        self._task = asyncio.create_task(self._look_forever())

    def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()

    async def look(self) -> None:
        """Part at once with whoever is not signed in any more, then end their visits."""
        here = [(v, c) for v, c in self._presence.here() if v.role is Role.STAFF]
        if not here:
            return
        living = await self._visits.living([visit.session for visit, _ in here], self._clock.unix())
        gone = [(visit, connection) for visit, connection in here if visit.session not in living]
        for _, connection in gone:
            connection.part(_FAREWELL.code, _FAREWELL.words)
        await asyncio.gather(*(self._end(visit.id) for visit, _ in gone))

    async def _end(self, visit: VisitId) -> None:
        """A visit that could be resumed would bring them back."""
        async with self._presence.step_of(visit):
            runtime = self._presence.room_of(visit)
            member = None if runtime is None else runtime.member_of(visit)
            await self._presence.put_out(visit, _FAREWELL)
            if runtime is not None and member is not None:
                runtime.ledger.submit(e.Left(at=runtime.at(), member=member.member, reason="left"))

    async def _look_forever(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except SessionsUnavailable:
                _log.warning("staff_sessions_not_read")
            except Exception:
                _log.exception("staff_watch_broken")
