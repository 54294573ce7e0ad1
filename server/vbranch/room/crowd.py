"""One room's crowd lane: everybody's pose in one table (PROTOCOL.md P, F-5, F-6, X-1, Q-2).

A message in costs one copy into the member's inbox row. Once a tick ``step`` judges and applies
all inbox rows at once, and ``pack`` makes the frames, each encoded once however many receive it.
Nothing here is logged or stored (P-9). Positions inside are steps of ``UNIT_M`` from
``bounds.min``; a row's number is its member's slot.
"""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol import held_records, poses
from vbranch.protocol.constants import (
    DESKTOP_RECORD_BYTES,
    POSE_HEADER_BYTES,
    VR_RECORD_BYTES,
    WALK_MAX_M_S,
    FrameKind,
    PoseFault,
)
from vbranch.protocol.messages import Place
from vbranch.protocol.rotations import Words

from .checks import FAULTS, Mask, Reading, Rows, faults_of, is_vr, jumps_of, limits_of
from .floor import Floor
from .frames import Moment, Packed
from .held import Held, Steps, is_held
from .interest import Interest
from .news import Beat
from .plan import RoomPlan, Spawn, Vector
from .reactions import Reactions, is_reaction
from .snapshots import Snapshots
from .table import MOVED, ROW_BYTES, Table, far_words

_SIZES: Final = {
    POSE_HEADER_BYTES + DESKTOP_RECORD_BYTES: FrameKind.POSE_DESKTOP,
    POSE_HEADER_BYTES + VR_RECORD_BYTES: FrameKind.POSE_VR,
}
_HELD_STEPS: Final = held_records.PER_M // poses.PER_M  # in a step of a pose
_JUMP_FAULT: Final = FAULTS.index(PoseFault.JUMP) + 1


class Step(NamedTuple):
    """What a tick's poses came to. ``faults``: slot, fault, and for a jump where to return to.

    ``cut`` is the number of members who were brought only a part of their way (P-6).
    """

    faults: list[tuple[int, PoseFault, Vector | None]]
    cut: int
    accepted: int


class Crowd:
    """The pose table of one room. ``now`` is seconds on any clock that does not go back."""

    def __init__(self, plan: RoomPlan) -> None:
        self._quantiser = poses.Quantiser(plan.bounds)
        self._high = np.asarray(plan.bounds[1])
        seats = [seat.position for seat in plan.seats]
        self._floor = Floor(plan.walkable, self._quantiser, seats)
        extent = self._high - self._quantiser.low
        x, y, z = np.floor(extent * held_records.PER_M + 0.5).astype(np.int64).tolist()
        self._held = Held((x, y, z), self._head_of)
        self._reactions = Reactions()
        self._limits = limits_of(self._quantiser.limit)
        self._stepped: float | None = None
        self._cut = 0  # at the last step
        self._table = Table(max(1, plan.capacity))
        self._interest = Interest(self._quantiser.limit)
        self._snapshots = Snapshots(self._interest, self._held)

    # ---- members come and go -------------------------------------------------------------------

    def enter(self, slot: int, place: Spawn, now: float) -> None:
        """The member stands at ``place``, on the floor, and has said nothing yet.

        Also for one who is here already and comes back with another connection (R-3): the row
        begins anew, with the jump counter raised, so that the others do not see a walk (P-7).
        """
        if slot >= len(self._table):
            self._table = self._table.grown(slot + 1)
        if self._stepped is None:
            self._stepped = now
        table = self._table
        jump = (int(table.words[slot, 2 if table.vr[slot] else 1]) >> 29) + 1
        pose = poses.DesktopPoses(slot, place.position, place.yaw, jump=jump)
        table.begin(slot, poses.pack_desktop(pose, self._quantiser)[0])
        self._held.forget(slot)
        self._reactions.forget(slot)
        self._snapshots.forget(slot)

    def listen(self, slot: int) -> None:
        """The member gets frames from the next tick on, with the entries of that tick and later
        ones. What was before it is in the state that they have got (S-1). ``enter`` ends this, to
        begin anew; going aside and coming back do not."""
        self._table.listen(slot, self._snapshots.beat)

    def leave(self, slot: int) -> None:
        """The row is free; it may be another's soon (P-2)."""
        self._table.clear(slot)
        self._held.forget(slot)
        self._reactions.forget(slot)
        self._snapshots.forget(slot)

    def step_aside(self, slot: int, *, watching: bool = False) -> None:
        """The member is not to be seen from now on and, unless they are ``watching``, sees nobody,
        until they ``step_back``."""
        self._table.set_aside(slot, watching=watching)
        self._held.forget(slot)
        self._reactions.step_aside(slot)
        self._snapshots.forget(slot)

    def step_back(self, slot: int, now: float) -> None:
        """Back where they stood (Q-3), with what they might walk and jump (P-6, P-7)."""
        place, table = self.place_of(slot), self._table
        kept = table.kept_for(slot)
        self.enter(slot, Spawn(place.position, place.yaw), now)
        table.keep(slot, kept)

    def hold(self, exhibit_index: int, slot: int | None) -> None:
        """The log says that this member (None: nobody) holds the exhibit (X-1)."""
        self._held.hold(exhibit_index, slot)

    def place_of(self, slot: int) -> Place:
        """The floor under a member and the direction they face, as of the last step."""
        words, vr = self._table.words[slot, None], self._table.vr[slot, None]
        far = poses.unpack_far(far_words(words, vr), self._quantiser)
        x, y, z = (float(c) for c in np.asarray(far.position)[0])
        return Place(position=(x, y, z), yaw=float(np.asarray(far.yaw)[0]))

    def floors(self, slots: Rows) -> NDArray[np.float64]:
        """The floor under these members, ``(n, 3)`` in metres from ``bounds.min``."""
        table = self._table
        steps = poses.steps_of(table.words[slots]).astype(np.float64)
        steps[:, 1] -= poses.EYE_STEPS * is_vr(table.shown[slots])
        return steps / poses.PER_M

    def walkable(self, position: Vector) -> bool:
        """Whether one may stand at that floor point, metres: in bounds and on a floor (P-7)."""
        point = np.asarray(position)
        if np.any(point < self._quantiser.low) or np.any(point > self._high):
            return False
        return bool(self._floor.holds(self._quantiser.steps(point[None]))[0])

    def _head_of(self, slot: int) -> Steps:
        """In steps of held records (X-7)."""
        x, y, z = (_HELD_STEPS * at for at in self._table.head_of(slot))
        return x, y, z

    # ---- once a message ------------------------------------------------------------------------

    def put(self, slot: int, frame: bytes | bytearray | memoryview) -> bool:
        """Copy a client's binary frame into the member's inbox; the last before a tick counts.

        False if it is no frame of kind 2, 3, 4 or 5 with its length: ``bad_frame`` (F-2).
        """
        size = len(frame)
        if size and _SIZES.get(size) == frame[0]:
            start = slot * ROW_BYTES
            self._table.inbox_bytes[start : start + size] = frame
            return True
        if is_held(frame):
            self._held.put(slot, frame)
            return True
        if is_reaction(frame):
            self._reactions.put(slot, frame)
            return True
        return False

    def put_all(self, slots: Rows, frames: Words) -> None:
        """``put`` for many members at once: frames of kind 2 or 3 as rows ``(n, 7)``, each of its
        kind's length; what follows a shorter one means nothing. Of a member the last counts."""
        self._table.inbox[slots] = frames

    # ---- once a tick ---------------------------------------------------------------------------

    def step(self, now: float) -> Step:
        """Judge and apply everything that came in since the last step (P-5 to P-7, X-1)."""
        table = self._table
        passed = 0.0 if self._stepped is None else max(0.0, now - self._stepped)
        self._stepped = now
        table.refill(passed, WALK_MAX_M_S * poses.PER_M)
        if len(table.apart):
            table.inbox[table.apart] = 0  # what they say of their place is for nobody
        faults: list[tuple[int, PoseFault, Vector | None]] = []
        readings, accepted = [], 0
        rows = table.inbox_kind.nonzero()[0]
        if len(rows):
            frames = table.frames.take(rows, axis=1)
            table.inbox.fill(0)
            readings.append(self._judged(Reading.of(rows, frames), faults))
            rows = readings[0].rows
            accepted = len(rows)
        if self._cut:
            readings.append(self._still_on_the_way(rows))
        self._cut = sum(map(self._move, readings))
        for slot, fault in (*self._held.read(), *self._reactions.read()):
            if fault is None:
                accepted += 1
            else:
                faults.append((slot, fault, None))
        return Step(faults, self._cut, accepted)

    def _judged(
        self, reading: Reading, faults: list[tuple[int, PoseFault, Vector | None]]
    ) -> Reading:
        """What is left of it without the faulty ones, who are named in ``faults``."""
        odd = reading.odd(self._limits)
        if odd is None:
            return reading
        numbers = np.zeros(len(odd), dtype=np.uint8)
        numbers[odd] = self._judge(reading, odd)
        good = numbers == 0
        if good.all():
            return reading
        for index in np.flatnonzero(numbers):
            slot, number = int(reading.rows[index]), int(numbers[index])
            at = self.place_of(slot).position if number == _JUMP_FAULT else None
            faults.append((slot, FAULTS[number - 1], at))
        return reading.only(good)

    def _judge(self, reading: Reading, odd: Mask) -> NDArray[np.uint8]:
        """The numbers of the faults of those who are odd.

        Those who may jump then stand ``here`` where they jump to (P-7), and those who have put a
        headset on, or off, where their head, or the floor below it, was: that is no walk.
        """
        rows, said, before = reading.rows[odd], reading.said[:, odd].T, reading.before[:, odd].T
        target, here = (at[:, odd].astype(np.int64) for at in (reading.target, reading.here))
        numbers = faults_of(said, rows, before, target.T, self._quantiser.limit)
        vr, was_vr = is_vr(said), is_vr(before)
        lift = (vr.astype(np.int64) - was_vr) * poses.EYE_STEPS
        here[1] = np.clip(here[1] + lift, 0, self._quantiser.limit[1])
        begun = before[:, 0] != 0
        jumped = begun & (jumps_of(said, vr) != jumps_of(before, was_vr)) & (numbers == 0)
        if jumped.any():
            may = self._may_jump(rows[jumped], target[:, jumped].T, vr[jumped])
            numbers[jumped] = np.where(may, 0, _JUMP_FAULT)
            here[:, jumped] = target[:, jumped]
        reading.here[:, odd] = here
        self._table.memory[rows[(vr != was_vr) & (numbers == 0)]] |= MOVED
        return numbers

    def _may_jump(self, slots: Rows, floors: poses.Bits, vr: Mask) -> Mask:
        """Who may jump to these places, heads of those in ``vr``; it counts as done (P-7)."""
        table = self._table
        table.refill_jumps()
        floors[:, 1] = np.maximum(0, floors[:, 1] - poses.EYE_STEPS * vr)
        may: Mask = (table.jumps[slots] >= 1) & self._floor.holds(floors)
        table.jumps[slots[may]] -= 1
        return may

    def _still_on_the_way(self, but: Rows) -> Reading:
        """Those who were cut at the last step, without those who have said something new."""
        table = self._table
        table.lag[but] = False
        rows = table.lag.nonzero()[0]
        table.lag[rows] = False
        return Reading.of(rows, np.stack((table.said[rows], table.shown[rows])))

    def _move(self, reading: Reading) -> int:
        """Bring everybody towards what they last said, as far as P-6 allows; how many were cut.

        Whoever was cut goes on at the next step, also if they say nothing more.
        """
        table, rows, cut = self._table, reading.rows, 0
        if not len(rows):
            return 0
        way = reading.target - reading.here
        left = table.reach.take(rows)
        left -= np.sqrt(np.add.reduce(way * way, dtype=np.uint32))
        if np.minimum.reduce(left) < 0:
            cut = self._shorten(reading, way.view(np.int32), left)
        table.shown[rows] = reading.said.T
        table.reach[rows] = left
        table.memory[rows] |= np.bitwise_or.reduce(reading.changes[1:]) != 0
        return cut

    def _shorten(self, reading: Reading, ways: NDArray[np.int32], left: NDArray[np.float64]) -> int:
        """Cut the ways for which too little is ``left``; how many they are."""
        table, far = self._table, (left < 0).nonzero()[0]
        rows, said, way = reading.rows[far], reading.said[:, far], ways[:, far].astype(np.int64)
        table.said[rows], table.lag[rows] = said.T, True
        reach = table.reach[rows]
        way = np.trunc(way * (reach / np.sqrt(np.add.reduce(way * way)))).astype(np.int64)
        left[far] = reach - np.sqrt(np.add.reduce(way * way))
        _place(said, reading.here[:, far] + way)
        reading.said[:, far], reading.changes[:, far] = said, said ^ reading.before[:, far]
        return len(far)

    # ---- whom others are to see well, and how well there is time for --------------------------

    def spotlight(self, slots: Collection[int]) -> None:
        """These are on the stage from now on, instead of those before: near to everybody (I-4)."""
        self._interest.close.spotlight(slots)

    def speaking(self, slots: Collection[int]) -> None:
        """These can be heard from now on, instead of those before: near to all for whom they are
        not far (I-4)."""
        self._interest.close.speaking(slots)

    def companions(self, parties: Mapping[int, int]) -> None:
        """The number, not 0, of the party in which each of these members is, of all others none,
        until it is said anew. Those of one party are near to each other (I-4)."""
        self._interest.close.companions(parties, self._table)

    def degrade(self, step: int) -> None:
        """The step of ``overload.Overload`` from the next ``pack`` on; 0: everything (I-5)."""
        self._snapshots.degrade(step)

    def pack(
        self,
        *,
        tick: int,
        time_ms: int,
        entries: bytes = b"",
        own: Mapping[int, bytes] | None = None,
        newcomers: Collection[int] = (),
    ) -> Packed:
        """The frames of this tick (F-3, F-5, F-6). Every member gets at most one.

        ``entries`` are a JSON array or nothing and go to all but those in ``own``, who get their
        own instead (E-4), at once or, where a receiver has no frame at this tick (I-5), in order
        with their next one. Members in ``newcomers`` get a full frame, and those who are aside
        nothing but entries, unless they watch. Nobody gets anything before ``listen``.
        """
        beat = Beat(entries, own or {}, self._reactions.take())
        return self._snapshots.pack(self._table, Moment(tick, time_ms), beat, newcomers)


def _place(frames: Words, steps: poses.Bits) -> None:
    """Give frames, ``(7, n)``, other positions, ``(3, n)``."""
    word0, word1 = poses.position_words(steps.T, poses.slots_of(frames[1:].T))
    frames[1] = word0
    frames[2] = (frames[2] & ~np.uint32(poses.POSITION_1)) | word1.astype(np.uint32)
