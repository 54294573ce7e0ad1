"""One running room: its log lane, its crowd lane and the line of those who wait for a place.

The lanes meet in ``_applied``: what the log decided is kept for the next tick's frame, and the
crowd learns who holds what and who is gone. Nothing here waits for a peer; only ``start`` and
``close`` wait for the log.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from vbranch.ids import Home, MemberId, RoomId, Slot, VisitId
from vbranch.ports.clock import Clock
from vbranch.ports.log import RoomLog
from vbranch.protocol import codec
from vbranch.protocol import messages as m
from vbranch.protocol.constants import TICK_HZ, Close, Refusal
from vbranch.room import entries as e
from vbranch.room.fresh_state import FreshState
from vbranch.room.plan import RoomPlan, Spawn
from vbranch.room.room import Applied
from vbranch.room.state import Member, State
from vbranch.room.views import NAMELESS, own_view, wire_entry
from vbranch.services.visits import Visits

from .clock import frame_time
from .connection import Connection, Inside
from .crowd_lane import CrowdLane, spawn_point
from .ledger import Ledger
from .link import Wire, text_wire
from .meters import Meters
from .sweep import Offer
from .untold import Untold
from .voice import VoiceDesk, VoiceParts
from .waiting import WaitingLine

HOLD_LINE_S: Final = 1.0
STATES_A_TICK: Final = 4 * 1024 * 1024
"""Bytes of fresh states after which the others who came are served with the next tick: about 4 ms
of writing, and a hundred newcomers a second in a room of five thousand."""


class RoomRuntime:
    """``scene`` is the address of the room's scene description, which ``welcome`` names."""

    def __init__(
        self,
        plan: RoomPlan,
        scene: str,
        *,
        log: RoomLog,
        visits: Visits,
        home: Home,
        clock: Clock,
        meters: Meters,
        offer: Offer,
        voice: VoiceParts,
    ) -> None:
        self.id: RoomId = plan.room
        self.ledger = Ledger(plan, log, self._applied)
        self.lane = CrowdLane(plan, meters, offer)
        self.voice = VoiceDesk(plan.room, voice, self.lane, lambda: self.state, clock.unix, meters)
        self.line = WaitingLine(plan.room, plan.capacity)
        self.reserved = 0
        """Places for joins that are on their way."""
        self._plan = plan
        self._scene = scene
        self._visits = visits
        self._home = home
        self._clock = clock
        self._meters = meters
        self._untold = Untold()
        self._ended: set[VisitId] = set()
        self._slots: dict[MemberId, Slot] = {}  # of those who were welcomed
        self._hold_line_until = 0.0
        self._fresh = FreshState()
        self._state_wires: tuple[Sequence[bytes], Sequence[Wire], int] = ((), (), 0)
        self._states_left = 0  # of ``STATES_A_TICK``

    @property
    def state(self) -> State:
        return self.ledger.room.state

    async def start(self) -> None:
        """Continue the room from its log. Whoever was here is away now, or gone (R-1).

        No other server shares this log, so every home in the state but ours is a dead one. Whoever
        said something and moved on is a member of another room, whose start brings their key.
        """
        await self.ledger.open()
        self.lane.show_holders(self.state)
        members = list(self.state.members.values())
        visits = sorted(VisitId(member.visit) for member in members)
        self.ended(await self._visits.load_keys(visits))
        for home in sorted({member.home for member in members if not member.away} - {self._home}):
            await self.ledger.append(e.HomeLost(at=self.at(), home=home))

    async def close(self) -> None:
        await self.ledger.close()

    def at(self) -> int:
        """The stamp for an entry: ms since 1970."""
        return int(self._clock.unix() * 1000)

    # ---- members -----------------------------------------------------------------------------

    def member_of(self, visit: VisitId) -> Member | None:
        return self.state.member_of(visit)

    def hindrance(self, draft: e.Joined) -> Refusal | None:
        """Why this join has to wait. Places on their way count, and nobody passes the line."""
        found = self.ledger.room.check(draft)
        if found is not None or draft.watching:
            return found
        ahead = 0 if self.state.locked else len(self.line)
        taken = self.state.crowded + self.reserved + ahead
        return Refusal.FULL if taken >= self._plan.capacity else None

    def next_waiting(self, now: float) -> Connection | None:
        """Who may come in now; a place is reserved for them. None when nobody may.

        Asked at every tick: the places are counted only where somebody waits for one.
        """
        if not len(self.line) or self.state.locked or now < self._hold_line_until:
            return None
        if self.state.crowded + self.reserved >= self._plan.capacity:
            return None
        connection = self.line.take()
        if connection is not None:
            self.reserved += 1
        return connection

    def put_back(self, connection: Connection) -> None:
        """It did not work out: back to the front of the line, and no haste."""
        self.line.put_back(connection)
        self._hold_line_until = self._clock.monotonic() + HOLD_LINE_S

    def place_for(self, slot: int, offered: m.OfferedPose | None) -> Spawn:
        """Where somebody who comes or comes back stands: the offered pose if it will do (R-3)."""
        if offered is not None:
            place = Spawn(offered.position, offered.yaw)
            if self.lane.may_stand(place):
                return place
        return spawn_point(self._plan, slot)

    def welcome(
        self, connection: Connection, member: Member, place: Spawn, token: str, *, resumed: bool
    ) -> None:
        """The connection is this member's from now on (H-3)."""
        slot = Slot(member.slot)
        now = self._clock.monotonic()
        self.lane.attach(connection, slot, place, now, aside=member.aside, watching=member.watching)
        connection.phase = Inside(member.member, slot, self.id)
        self._slots[member.member] = slot
        low, high = self._plan.bounds
        name = self._visits.open(VisitId(member.visit), member.name)
        connection.send(
            m.Welcome(
                room=self.id,
                scene=self._scene,
                you=m.You(
                    member=member.member,
                    slot=slot,
                    role=member.role,
                    staff=member.staff,
                    name=name or NAMELESS,
                ),
                bounds=m.Bounds(min=low, max=high),
                place=m.Place(position=place.position, yaw=place.yaw),
                epoch=self.ledger.epoch,
                resume=token,
                resumed=resumed,
                tick_hz=TICK_HZ,
                capacity=self._plan.capacity,
                time=self.at(),
                frame_time=frame_time(self._clock.monotonic()),
            )
        )
        self.voice.welcomed(member)

    # ---- the log lane ------------------------------------------------------------------------

    def _applied(self, entry: e.Entry, outcome: Applied) -> None:
        self._meters.entries.labels(self.id, "accepted" if outcome.accepted else "refused").inc()
        self._fresh.note(outcome.shown)
        for shown in outcome.shown:
            wire = wire_entry(shown, self._open)
            if wire is not None:
                self._untold.add(codec.encode(wire), shown.only)
        if outcome.accepted and not outcome.repeat:
            self.lane.show_holders(self.state)
            if isinstance(entry, e.Left):
                self._gone(MemberId(entry.member))
            elif isinstance(entry, e.Removed):
                self._gone(MemberId(entry.about), told=True)
            elif isinstance(entry, e.AsideSet):
                slot = self.state.members[MemberId(entry.member)].slot
                self.lane.set_aside(
                    slot, entry.on, self._clock.monotonic(), watching=entry.watching
                )
            self.voice.applied(entry)

    def _gone(self, who: MemberId, *, told: bool = False) -> None:
        """A member left the room. Unless a step did it, which tells them, they are told here."""
        slot = self._slots.pop(who, None)
        connection = None if slot is None else self.lane.connection(slot)
        where = None if connection is None else connection.phase
        if connection is None or not isinstance(where, Inside) or where.member != who:
            return
        self.lane.detach(where.slot, connection)
        if not (told or connection.busy):
            connection.part(Close.REMOVED, "you were taken out of the room")

    def _open(self, visit: str, sealed: str) -> str | None:
        return self._visits.open(VisitId(visit), sealed)

    # ---- the rhythm --------------------------------------------------------------------------

    def tick(self, now: float, time_ms: int) -> None:
        """20 times a second: poses checked, packed and sent, with the entries since last time."""
        self.lane.step(now)
        self._states_left = STATES_A_TICK
        entries = self._untold.next()
        own = {
            member.slot: json
            for who, json in entries.own.items()
            if (member := self.state.members.get(who)) is not None
        }
        self.voice.tick()
        self.lane.send(time_ms, entries.shared, own, None if self._untold else self._fresh_state)

    def _fresh_state(self, member: MemberId) -> Sequence[Wire] | None:
        """The state as it is, encoded once a sequence number (S-2), and what is this member's own
        of it (S-4). None when this tick has brought enough: they get that of a later one."""
        if self._states_left <= 0:
            return None
        chunks = self._fresh.chunks(self.ledger.room, self.ledger.epoch, self._open)
        if self._state_wires[0] is not chunks:
            self._state_wires = (chunks, [text_wire(one) for one in chunks], sum(map(len, chunks)))
        self._states_left -= self._state_wires[2]
        own = own_view(self.ledger.room, member, self._open)
        return [*self._state_wires[1], text_wire(codec.encode(own))]

    def tell_waiting(self) -> None:
        """Tell those who wait their places and why, if these have changed (H-5)."""
        reason = Refusal.LOCKED if self.state.locked else Refusal.FULL
        self.line.tell(reason, self.state.lock_reason)
        self._meters.waiting.labels(self.id).set(len(self.line))
        self._meters.members.labels(self.id).set(len(self.state.members))

    def ended(self, visits: Collection[VisitId]) -> None:
        """These visits are over; their members leave with the next ``reconcile``."""
        self._ended |= set(visits)
        for visit in visits:
            member = self.member_of(visit)
            self._fresh.forget(None if member is None else member.member)

    def reconcile(self, busy: Callable[[VisitId], bool]) -> None:
        """Append what should have been and is not, because the log was not there at the time.

        ``busy`` names visits that are in the middle of a step.
        """
        for member in list(self.state.members.values()):
            draft = self._owed(member)
            if draft is not None and not busy(VisitId(member.visit)):
                self.ledger.submit(draft)
        if self._ended:
            self._ended = {visit for visit in self._ended if self.member_of(visit) is not None}

    def _owed(self, member: Member) -> e.Draft | None:
        """Asked of everybody at every sweep, so that what is seldom so is looked at last."""
        connected = self.lane.connection(member.slot) is not None
        if self._ended and not connected and member.visit in self._ended:
            return e.Left(at=self.at(), member=member.member, reason="expired")
        if connected and member.away:
            return e.CameBack(at=self.at(), member=member.member, home=self._home)
        if not connected and not member.away and member.home == self._home:
            return e.WentAway(at=self.at(), member=member.member, home=self._home)
        return None
