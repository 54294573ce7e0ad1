"""The crowd lane of one room on this server: its pose table and the connections that share it.

Also carries what the log lane has for the members, since one frame a tick brings both (F-3).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import add

import numpy as np
from numpy.typing import NDArray

from vbranch.ids import MemberId
from vbranch.protocol.rotations import Words
from vbranch.room.crowd import Crowd
from vbranch.room.frames import Packed, Told
from vbranch.room.plan import RoomPlan, Spawn
from vbranch.room.state import State

from .connection import Connection, Inside
from .link import Link, Slots, Wire
from .meters import Meters
from .sweep import Berths, Offer, sweep_of

FreshState = Callable[[MemberId], Iterable[Wire] | None]
"""None: this tick has brought enough of it; whoever is left is asked for again at the next."""


class CrowdLane:
    """Implements ``PoseInbox``. ``offer`` brings a tick's frames to the links of the plane.

    A newcomer gets the fresh state at the end of the tick in which they came, so that entries
    of later ticks follow it without gap (S-1), and at the next tick a frame with everybody."""

    def __init__(self, plan: RoomPlan, meters: Meters, offer: Offer) -> None:
        self._plan = plan
        self._offer = offer
        self._crowd = Crowd(plan)
        self._meters = meters
        self._connections: dict[int, Connection] = {}
        self._links: dict[int, Link] = {}  # of those who have got the state
        self._berths: Berths = np.full(plan.capacity, -1, dtype=np.int64)  # theirs, by slot
        self._elsewhere = 0  # how many of them are not in the plane
        self._fresh: dict[int, None] = {}  # the state is due, in the order of coming
        self._newcomers: set[int] = set()  # the full frame is due
        self._holds: list[int | None] = [None] * len(plan.exhibits)
        self._tick = 0
        self._accepted = self._cut = 0  # poses, not yet counted
        self._told = Told()  # likewise

    # ---- who is here -------------------------------------------------------------------------

    def attach(
        self,
        connection: Connection,
        slot: int,
        place: Spawn,
        now: float,
        *,
        aside: bool = False,
        watching: bool = False,
    ) -> None:
        self._crowd.enter(slot, place, now)
        if aside:
            self._crowd.step_aside(slot, watching=watching)
        self._connections[slot] = connection
        self._forget_link(slot)
        self._newcomers.discard(slot)
        self._fresh.pop(slot, None)
        self._fresh[slot] = None
        if connection.allowance is not None:
            connection.link.route(self, slot, connection.allowance.row)

    def detach(self, slot: int, connection: Connection) -> bool:
        """False if this connection is not, or no longer, the slot's."""
        if self._connections.get(slot) is not connection:
            return False
        del self._connections[slot]
        self._forget_link(slot)
        connection.link.unroute()
        self._crowd.leave(slot)
        self._fresh.pop(slot, None)
        self._newcomers.discard(slot)
        return True

    def _keep_link(self, slot: int, link: Link) -> None:
        if slot >= len(self._berths):
            more = np.full(max(slot + 1 - len(self._berths), len(self._berths)), -1)
            self._berths = np.concatenate((self._berths, more))
        self._links[slot] = link
        self._berths[slot] = link.berth
        self._elsewhere += link.berth < 0

    def _forget_link(self, slot: int) -> None:
        link = self._links.pop(slot, None)
        if link is not None:
            self._berths[slot] = -1
            self._elsewhere -= link.berth < 0

    def connections(self) -> list[Connection]:
        return list(self._connections.values())

    def connection(self, slot: int) -> Connection | None:
        return self._connections.get(slot)

    def place_of(self, slot: int) -> Spawn:
        """Where somebody who is attached stands."""
        place = self._crowd.place_of(slot)
        return Spawn(place.position, place.yaw)

    def floors(self, slots: Slots) -> NDArray[np.float64]:
        """Where those stand who are attached, ``(n, 3)`` in metres; only for comparing."""
        return self._crowd.floors(slots)

    def may_stand(self, place: Spawn) -> bool:
        """In bounds and walkable (R-3)."""
        low, high = self._plan.bounds
        within = all(a <= p <= b for a, p, b in zip(low, place.position, high, strict=True))
        return within and self._crowd.walkable(place.position)

    def show_close(
        self, stage: Collection[int], speaking: Collection[int], parties: Mapping[int, int]
    ) -> None:
        """Who is near though they may be far away (I-4): whoever is on the stage, or can be heard,
        and by slot the number of the party in which somebody is."""
        self._crowd.spotlight(stage)
        self._crowd.speaking(speaking)
        self._crowd.companions(parties)

    def show_holders(self, state: State) -> None:
        """Tell the crowd who holds what (X-1)."""
        for index, exhibit in enumerate(state.exhibits):
            member = state.members.get(exhibit.holder) if exhibit.holder is not None else None
            slot = None if member is None else member.slot
            if slot != self._holds[index]:
                self._holds[index] = slot
                self._crowd.hold(index, slot)

    def set_aside(self, slot: int, on: bool, now: float, *, watching: bool = False) -> None:
        """The log says that the member goes aside or comes back (Q); to whom sees the room again
        the frame with everybody is due."""
        if slot not in self._connections:
            return
        if on:
            self._crowd.step_aside(slot, watching=watching)
            if not watching:
                return
        else:
            self._crowd.step_back(slot, now)
        if slot in self._links:
            self._newcomers.add(slot)

    # ---- the rhythm --------------------------------------------------------------------------

    def put(self, slot: int, frame: bytes) -> bool:
        """A binary message of this member, for the next tick. False: ``bad_frame``."""
        return self._crowd.put(slot, frame)

    def put_all(self, slots: Slots, frames: Words) -> None:
        """See ``PoseInbox``."""
        self._crowd.put_all(slots, frames)

    def too_fast(self, slot: int, poses: int, now: float) -> None:
        """See ``PoseInbox``."""
        self._connections[slot].drop_poses(poses, now)

    def step(self, now: float) -> None:
        """Check and apply the poses that came since the last tick; tell who sent a bad one."""
        if not self._connections:
            return
        step = self._crowd.step(now)
        self._accepted += step.accepted
        self._cut += step.cut
        for slot, fault, at in step.faults:
            connection = self._connections.get(slot)
            if connection is not None:
                connection.bad_pose(fault, at, now)

    def degrade(self, step: int) -> None:
        """The step of the process's overload from now on (I-5)."""
        self._crowd.degrade(step)

    def count(self) -> None:
        """Bring what was accepted, cut and told since the last time to the meters."""
        self._meters.poses.inc(self._accepted)
        self._meters.poses_cut.inc(self._cut)
        for tier, records in self._told._asdict().items():
            self._meters.records.labels(tier).inc(records)
        self._accepted = self._cut = 0
        self._told = Told()

    def send(
        self, time_ms: int, entries: bytes, own: Mapping[int, bytes], state: FreshState | None
    ) -> None:
        """Pack this tick and offer it to all; then the state to those who came during it.

        The members of these slots get their ``own`` entries instead (E-4). No ``state`` while
        entries that are in it still wait for a frame: each is to come once.
        """
        self._tick += 1
        if not self._connections:
            return
        packed = self._crowd.pack(
            tick=self._tick,
            time_ms=time_ms,
            entries=entries,
            own=own,
            newcomers=self._newcomers,
        )
        self._told = Told(*map(add, self._told, packed.told))
        self._offer_all(packed)
        # Whoever was behind has not got the full frame and stays a newcomer.
        self._newcomers = {slot for slot in self._newcomers if self._links[slot].behind}
        if state is not None:
            self._send_states(state)

    def _offer_all(self, packed: Packed) -> None:
        sweep = sweep_of(packed)
        berths = self._berths.take(packed.slots)
        self._offer(berths, sweep)
        if self._elsewhere:
            (places,) = (berths < 0).nonzero()
            slots = packed.slots[places].tolist()
            for slot, frame in zip(slots, sweep.at(places), strict=True):
                self._links[slot].send_tick(*frame)

    def _send_states(self, state: FreshState) -> None:
        for slot in list(self._fresh):
            connection = self._connections[slot]
            where = connection.stands
            wires = state(where.member) if isinstance(where, Inside) else ()
            if wires is None:
                return
            del self._fresh[slot]
            link = connection.link
            self._keep_link(slot, link)
            self._crowd.listen(slot)
            self._newcomers.add(slot)
            for wire in wires:
                link.send_reliable(wire, counted=False)


def spawn_point(plan: RoomPlan, slot: int) -> Spawn:
    """Where the member of this slot appears: the spawn points take turns."""
    spawns: Sequence[Spawn] = plan.spawns
    return spawns[slot % len(spawns)]
