"""The ways in, through and out: join, resume, waiting, change of room, leave, loss.

Each is a step of one connection that has to wait for stores; steps of one visit never overlap. The
hub runs them and answers for what they raise: ``LogUnavailable``, ``SessionsUnavailable``.
"""

from collections.abc import Mapping
from typing import Final

from vbranch.access.policy import Permission, allows, standing_of
from vbranch.ids import Home, RoomId
from vbranch.ports.clock import Clock
from vbranch.ports.log import LogUnavailable
from vbranch.ports.sessions import SessionsUnavailable, Visit
from vbranch.protocol import messages as m
from vbranch.protocol.constants import Close, ErrorCode, Refusal
from vbranch.room import entries as e
from vbranch.room.plan import Spawn
from vbranch.services.bans import Bans
from vbranch.services.visits import Visits

from .allowance import Allowances
from .commands import EndVisit, GoTo
from .connection import Connection, Inside, Waiting
from .presence import Presence
from .runtime import RoomRuntime

_AT_THE_DOOR: Final = frozenset({Refusal.FULL, Refusal.LOCKED})
_MATTERS: Final[Mapping[e.Told, Permission]] = {
    "reports": Permission.REPORTS_READ,
    "calls": Permission.CALL_ANSWER,
}
"""What staff are told of in a room (N-2, K-2), and by which right."""


class Reception:
    """Each way is a method; ``Presence`` knows who is here."""

    def __init__(
        self,
        rooms: Mapping[RoomId, RoomRuntime],
        visits: Visits,
        presence: Presence,
        bans: Bans,
        allowances: Allowances,
        clock: Clock,
        home: Home,
    ) -> None:
        self._rooms = rooms
        self._visits = visits
        self._presence = presence
        self._bans = bans
        self._allowances = allowances
        self._clock = clock
        self._home = home

    # ---- in ----------------------------------------------------------------------------------

    async def join(self, connection: Connection, hello: m.Join) -> None:
        """H-2 to H-5."""
        admitted = await self._visits.admit(hello.ticket, self._clock.unix())
        if admitted is None:
            connection.error(ErrorCode.TICKET_REFUSED, "this ticket is not, or no longer, good")
            connection.part(Close.TICKET_REFUSED, "ask for a new ticket")
            return
        visit, room = admitted
        connection.visit = visit
        runtime = self._rooms.get(room)
        if runtime is None:
            connection.error(ErrorCode.NO_SUCH_ROOM, "the branch has no such room any more")
            connection.part(Close.TICKET_REFUSED, "ask for a new ticket")
            return
        async with self._presence.step_of(visit.id):
            if not self._is_newest(connection, visit):
                return
            if await self._is_kept_out(connection, visit):
                return
            place = self._replace(connection, visit, runtime)
            if runtime.member_of(visit.id) is not None:
                await self._come_back(connection, visit, runtime, place)
                self._place(visit, runtime, watching=_watches(visit, hello))
                return
            connection.phase = Waiting(hello, runtime.id)
            await self._come_in(connection, visit, runtime, self._draft(visit, hello, runtime))

    async def resume(self, connection: Connection, hello: m.Resume) -> None:
        """R-1 to R-5."""
        visit = await self._visits.resume(hello.token, self._clock.unix())
        connection.visit = visit
        if visit is None:
            self._refuse_resume(connection)
            return
        async with self._presence.step_of(visit.id):
            if not self._is_newest(connection, visit):
                return
            runtime = self._presence.room_of(visit.id)
            if runtime is None or not self._visits.lasts(visit.id):
                self._refuse_resume(connection)
                return
            place = self._replace(connection, visit, runtime)
            await self._come_back(connection, visit, runtime, place, hello.pose)

    async def let_in(self, connection: Connection, runtime: RoomRuntime) -> None:
        """The first of the line takes the place that was reserved for them (H-5)."""
        visit = connection.visit
        if visit is None:
            runtime.reserved -= 1
            return
        async with self._presence.step_of(visit.id):
            where = connection.phase
            if not isinstance(where, Waiting):  # replaced meanwhile
                runtime.reserved -= 1
                return
            try:
                draft = self._draft(visit, where.hello, runtime)
                await self._take_place(connection, visit, runtime, draft)
            except (LogUnavailable, SessionsUnavailable):
                runtime.put_back(connection)

    async def _come_in(
        self, connection: Connection, visit: Visit, runtime: RoomRuntime, draft: e.Joined
    ) -> None:
        if runtime.hindrance(draft) is None:
            runtime.reserved += 1
            await self._take_place(connection, visit, runtime, draft)
        elif runtime.line.full:
            connection.error(ErrorCode.ROOM_FULL, "the room and its waiting list are full")
            connection.part(Close.ROOM_FULL, "come again later")
        else:
            runtime.line.join(connection)
            runtime.tell_waiting()

    async def _take_place(
        self, connection: Connection, visit: Visit, runtime: RoomRuntime, draft: e.Joined
    ) -> None:
        """The join entry decides (H-5). Gives the reserved place back, used or not."""
        try:
            token = await self._visits.resume_token(visit.id)
            outcome = await runtime.ledger.append(draft)
        finally:
            runtime.reserved -= 1
        if outcome.accepted:
            self._settle_in(connection, visit, runtime, token)
        elif outcome.reason in _AT_THE_DOOR:
            runtime.put_back(connection)
        else:
            raise RuntimeError(f"a join was refused: {outcome.reason}")

    async def _come_back(
        self,
        connection: Connection,
        visit: Visit,
        runtime: RoomRuntime,
        place: Spawn | None,
        offered: m.OfferedPose | None = None,
    ) -> None:
        """Appended even if the state does not say away: that entry may be on its way."""
        token = await self._visits.resume_token(visit.id)
        draft = e.CameBack(at=runtime.at(), member=visit.member, home=self._home)
        outcome = await runtime.ledger.append(draft)
        if not outcome.accepted:
            raise RuntimeError(f"a return was refused: {outcome.reason}")
        self._settle_in(connection, visit, runtime, token, place, offered, resumed=True)

    def _settle_in(
        self,
        connection: Connection,
        visit: Visit,
        runtime: RoomRuntime,
        token: str,
        place: Spawn | None = None,
        offered: m.OfferedPose | None = None,
        *,
        resumed: bool = False,
    ) -> None:
        """Out of every other room, then welcome in this one."""
        self._presence.detach(connection)
        for other in self._rooms.values():
            if other is not runtime and other.member_of(visit.id) is not None:
                other.ledger.submit(e.Left(at=other.at(), member=visit.member, reason="moved"))
        member = runtime.member_of(visit.id)
        if member is None:
            raise RuntimeError("a member vanished while coming in")
        place = place or runtime.place_for(member.slot, offered)
        runtime.welcome(connection, member, place, token, resumed=resumed)

    # ---- through and out ---------------------------------------------------------------------

    async def enter(self, connection: Connection, step: GoTo) -> None:
        """Another room on the same socket; if it refuses, nothing has changed (H-7)."""
        target = self._rooms.get(step.room)
        visit = connection.visit
        if target is None or visit is None:
            connection.error(ErrorCode.NO_SUCH_ROOM, "the branch has no such room", step.command)
            return
        async with self._presence.step_of(visit.id):
            where = connection.phase
            here = (
                self._rooms[where.room].member_of(visit.id) if isinstance(where, Inside) else None
            )
            if here is None:
                return
            target.reserved += 1
            try:
                token = await self._visits.resume_token(visit.id)
                outcome = await target.ledger.append(
                    self._joined(visit, target, here.name, here.avatar, step.command)
                )
            except (LogUnavailable, SessionsUnavailable):
                connection.acknowledge(step.command, None)
                return
            finally:
                target.reserved -= 1
            connection.acknowledge(step.command, outcome)
            if outcome.accepted and not outcome.repeat:
                self._settle_in(connection, visit, target, token)

    async def leave(self, connection: Connection, step: EndVisit, command: str) -> None:
        """The visit ends, from inside or from the waiting line; its key is destroyed."""
        visit = connection.visit
        if visit is None:
            return
        async with self._presence.step_of(visit.id):
            where = connection.phase
            if isinstance(where, Inside):
                try:
                    outcome = await self._rooms[where.room].ledger.append(step.entry)
                except LogUnavailable:
                    connection.acknowledge(command, None)
                    return
                connection.acknowledge(command, outcome)
                if not outcome.accepted:
                    return
            elif not isinstance(where, Waiting):
                return
            self._presence.detach(connection)
            self._presence.forget(connection, visit.id)
            connection.part(Close.NORMAL, "the visit has ended")
            await self._visits.end(visit.id)

    async def lost(self, connection: Connection) -> None:
        """The connection is over, whoever ended it; the visit lasts a while without it (R-1)."""
        visit, where = connection.visit, connection.stands
        attached = self._presence.detach(connection)
        if visit is None:
            return
        self._presence.forget(connection, visit.id)
        if attached and isinstance(where, Inside):
            runtime = self._rooms[where.room]
            runtime.ledger.submit(e.WentAway(at=runtime.at(), member=where.member, home=self._home))
        await self._visits.part(visit, self._clock.unix())

    # ---- shared ------------------------------------------------------------------------------

    def _is_newest(self, connection: Connection, visit: Visit) -> bool:
        """Of two connections of a visit the one that was admitted last stays (H-6)."""
        if self._presence.is_newest(visit):
            return True
        connection.visit = None
        connection.part(Close.REPLACED, "this visit has another connection")
        return False

    async def _is_kept_out(self, connection: Connection, visit: Visit) -> bool:
        """The ticket may be from before the visit was ended, or its session banned (D-7, D-8)."""
        ban = await self._bans.of(visit.session, self._clock.unix())
        if ban is None and self._visits.lasts(visit.id):
            return False
        connection.error(ErrorCode.TICKET_REFUSED, "this ticket is not, or no longer, good")
        if ban is None:
            connection.part(Close.TICKET_REFUSED, "ask for a new ticket")
        else:
            connection.part(Close.BANNED, "you may come later", until=int(ban.until * 1000))
        return True

    def _refuse_resume(self, connection: Connection) -> None:
        connection.error(ErrorCode.RESUME_REFUSED, "this visit cannot be continued")
        connection.part(Close.RESUME_REFUSED, "ask for a new ticket")

    def _replace(self, connection: Connection, visit: Visit, runtime: RoomRuntime) -> Spawn | None:
        """Make this the visit's connection. Where the member stands, if in this room (H-6)."""
        connection.allowance = self._allowances.of(
            visit.session, visit.role, connection.address, self._clock.monotonic()
        )
        old = self._presence.settle(connection, visit)
        if old is None:
            return None
        where, place = old.stands, None
        if isinstance(where, Inside) and where.room == runtime.id:
            place = runtime.lane.place_of(where.slot)
        self._presence.detach(old)
        old.part(Close.REPLACED, "this visit has another connection")
        return place

    def _draft(self, visit: Visit, hello: m.Join, runtime: RoomRuntime) -> e.Joined:
        name = self._visits.seal(visit.id, hello.name)
        joined = self._joined(visit, runtime, name, hello.avatar, None)
        return joined.model_copy(update={"watching": _watches(visit, hello)})

    def _place(self, visit: Visit, runtime: RoomRuntime, *, watching: bool) -> None:
        """From the room to the console, or from there into the room (Q-7)."""
        member = runtime.member_of(visit.id)
        if member is not None and member.watching != watching:
            runtime.ledger.submit(
                e.AsideSet(at=runtime.at(), member=visit.member, on=watching, watching=watching)
            )

    def _joined(
        self, visit: Visit, runtime: RoomRuntime, name: str, avatar: int, command: str | None
    ) -> e.Joined:
        """What was said of the visit in its room before comes along (D-5, D-6), of a mute also
        what was said on a visit before, and whether it only watches (Q-7)."""
        left = self._presence.room_of(visit.id)
        before = None if left is None else left.member_of(visit.id)
        return e.Joined(
            at=runtime.at(),
            visit=visit.id,
            command=command,
            member=visit.member,
            role=visit.role,
            staff=visit.staff,
            told=_told(visit),
            name=name,
            avatar=avatar,
            home=self._home,
            mute=visit.mute if before is None else before.mute,
            said_at=None if before is None else before.said_at,
            watching=before is not None and before.watching,
        )


def _watches(visit: Visit, hello: m.Join) -> bool:
    """Staff who see the console may; of others the word means nothing."""
    return hello.watch and allows(standing_of(visit.role, visit.staff), Permission.CONSOLE_SEE)


def _told(visit: Visit) -> tuple[e.Told, ...]:
    standing = standing_of(visit.role, visit.staff)
    return tuple(matter for matter, right in _MATTERS.items() if allows(standing, right))
