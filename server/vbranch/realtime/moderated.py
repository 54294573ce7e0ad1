"""What staff do to a room or a member, a step of their connection: the audit keeps it first (D-2).

Whatever concerns a member is done in a step of that member's visit, so that nobody slips into
another room between being found and being muted or put out.
"""

from collections.abc import Mapping
from functools import partial

from vbranch.ids import MemberId, RoomId, VisitId
from vbranch.ports.clock import Clock
from vbranch.ports.sessions import Visit
from vbranch.protocol.constants import Close, ErrorCode
from vbranch.room import entries as e
from vbranch.room.room import Applied
from vbranch.services.bans import BanOrder
from vbranch.services.moderation import UNAVAILABLE, Moderation, Order, SignedOut
from vbranch.services.visits import Visits

from .connection import Connection, Inside
from .presence import Farewell, Presence
from .runtime import RoomRuntime
from .steps import Act, Moderated


class ModeratedSteps:
    """Used by the dispatcher."""

    def __init__(
        self,
        rooms: Mapping[RoomId, RoomRuntime],
        presence: Presence,
        visits: Visits,
        moderation: Moderation,
        clock: Clock,
    ) -> None:
        self._rooms = rooms
        self._presence = presence
        self._visits = visits
        self._moderation = moderation
        self._clock = clock

    async def take(self, connection: Connection, step: Moderated, command: str) -> None:
        """Do it and answer. A repeat of what is known is neither done nor recorded again (M-4)."""
        visit, where = connection.visit, connection.phase
        if visit is None or not isinstance(where, Inside):
            return
        runtime = self._rooms[where.room]
        known = runtime.ledger.room.outcome(visit.id, command)
        if known is not None:
            connection.acknowledge(command, known)
            return
        try:
            outcome = await self._act(visit, runtime, step, command)
        except SignedOut:
            connection.error(ErrorCode.NOT_ALLOWED, "you are not signed in any more", command)
        except UNAVAILABLE:
            connection.acknowledge(command, None)
        else:
            connection.acknowledge(command, outcome)

    async def _act(
        self, visit: Visit, runtime: RoomRuntime, step: Moderated, command: str
    ) -> Applied:
        act = step.act
        target = None if act.about is None else self._visit_of(act.about)
        ban = await self._ban(act, target)
        order = Order(
            by=visit.session,
            what=act.what,
            command=command,
            room=runtime.id,
            about=act.about,
            visit=target,
            reason=act.reason,
            words=act.words,
            detail=_detail(act, ban),
            ban=ban,
        )
        return await self._moderation.act(order, partial(self._do, runtime, step, target, ban))

    async def _do(
        self,
        runtime: RoomRuntime,
        step: Moderated,
        target: VisitId | None,
        ban: BanOrder | None,
    ) -> Applied:
        """The room's log decides; who it takes out is put out."""
        if target is None:
            return await runtime.ledger.append(step.entry)
        async with self._presence.step_of(target):
            outcome = await runtime.ledger.append(step.entry)
            if not outcome.accepted:
                return outcome
            if isinstance(step.entry, e.Removed):
                await self._presence.put_out(target, _farewell(step.entry, ban))
            elif isinstance(step.entry, e.MuteSet):
                await self._visits.mute(target, step.entry.mute)
        return outcome

    async def _ban(self, act: Act, target: VisitId | None) -> BanOrder | None:
        """Whom a ban keeps out. None: it is no ban, or there is nobody; then the log refuses it."""
        if act.what != "member.ban" or act.seconds is None or target is None:
            return None
        banned = await self._visits.find(target)
        if banned is None:
            return None
        connection = self._presence.connection(target) if act.network else None
        address = None if connection is None else connection.address
        return BanOrder(banned.session, self._clock.unix() + act.seconds, address)

    def _visit_of(self, member: MemberId) -> VisitId | None:
        """Looked for in all rooms: whoever moves is always in one of them."""
        for runtime in self._rooms.values():
            known = runtime.state.members.get(member)
            if known is not None:
                return VisitId(known.visit)
        return None


def _farewell(entry: e.Removed, ban: BanOrder | None) -> Farewell:
    if ban is None:
        return Farewell(Close.REMOVED, "you were taken out of the room", entry.reason)
    until = int(ban.until * 1000)
    return Farewell(Close.BANNED, "you may come again later", entry.reason, until)


def _detail(act: Act, ban: BanOrder | None) -> str | None:
    """What else the act says, for the audit."""
    if act.on is not None:
        return "on" if act.on else "off"
    if act.seconds is None:
        return None
    if not act.network:
        return f"{act.seconds} s"
    known = ban is not None and ban.address is not None
    return f"{act.seconds} s, {'address too' if known else 'address not known'}"
