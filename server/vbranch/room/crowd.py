"""One room's crowd lane: everybody's pose in one table (PROTOCOL.md P, F-5, F-6, X-1).

A message in costs one copy into the member's inbox row. Once a tick ``step`` judges and applies
all inbox rows at once, and ``pack`` makes the frames, each encoded once however many receive it.
Nothing here is logged or stored (P-9). Positions inside are steps of ``UNIT_M`` from
``bounds.min``; a row's number is its member's slot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol import poses
from vbranch.protocol.constants import (
    DESKTOP_RECORD_BYTES,
    JUMPS_PER_S,
    POSE_HEADER_BYTES,
    TICK_HZ,
    VR_RECORD_BYTES,
    WALK_MAX_M_S,
    FrameKind,
    PoseFault,
)
from vbranch.protocol.messages import Place
from vbranch.protocol.rotations import Words

from .checks import FAULTS, faults_of, is_vr, jumps_of
from .floor import Floor
from .held import Held, is_held
from .interest import Interest
from .plan import RoomPlan, Spawn, Vector
from .snapshots import Batch, Mask, Rows, Scene, Tick, empty, far_words, full, regular
from .table import ROW_BYTES, Table

_SIZES: Final = {
    POSE_HEADER_BYTES + DESKTOP_RECORD_BYTES: FrameKind.POSE_DESKTOP,
    POSE_HEADER_BYTES + VR_RECORD_BYTES: FrameKind.POSE_VR,
}
_JUMP_FAULT: Final = FAULTS.index(PoseFault.JUMP) + 1


@dataclass(frozen=True, slots=True)
class Step:
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
        self._floor = Floor(plan.walkable, self._quantiser)
        self._interest = Interest(self._quantiser.limit)
        self._held = Held()
        self._stepped: float | None = None
        self._table = Table(max(1, plan.capacity))

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
        record = poses.pack_desktop(pose, self._quantiser)
        table.begin(slot, record[0])
        table.steps[slot] = poses.steps_of(record)[0]
        self._held.forget(slot)

    def leave(self, slot: int) -> None:
        """The row is free; it may be another's soon (P-2)."""
        self._table.clear(slot)
        self._held.forget(slot)

    def hold(self, exhibit_index: int, slot: int | None) -> None:
        """The log says that this member (None: nobody) holds the exhibit (X-1)."""
        self._held.hold(exhibit_index, slot)

    def place_of(self, slot: int) -> Place:
        """The floor under a member and the direction they face, as of the last step."""
        words, vr = self._table.words[slot, None], self._table.vr[slot, None]
        far = poses.unpack_far(far_words(words, vr), self._quantiser)
        x, y, z = (float(c) for c in np.asarray(far.position)[0])
        return Place(position=(x, y, z), yaw=float(np.asarray(far.yaw)[0]))

    def walkable(self, position: Vector) -> bool:
        """Whether one may stand at that floor point, metres: in bounds and on a floor (P-7)."""
        point = np.asarray(position)
        if np.any(point < self._quantiser.low) or np.any(point > self._high):
            return False
        return bool(self._floor.holds(self._quantiser.steps(point[None]))[0])

    # ---- once a message ------------------------------------------------------------------------

    def put(self, slot: int, frame: bytes | bytearray | memoryview) -> bool:
        """Copy a client's binary frame into the member's inbox; the last before a tick counts.

        False if it is no frame of kind 2, 3 or 4 with its length: ``bad_frame`` (F-2).
        """
        size = len(frame)
        if size and _SIZES.get(size) == frame[0]:
            start = slot * ROW_BYTES
            self._table.inbox_bytes[start : start + size] = frame
            return True
        if is_held(frame):
            self._held.put(slot, frame)
            return True
        return False

    def put_all(self, slots: Rows, frames: Words) -> None:
        """``put`` for many members at once: frames of kind 2 or 3 as rows ``(n, 7)``, each of its
        kind's length; what follows a shorter one means nothing."""
        self._table.inbox[slots] = frames

    # ---- once a tick ---------------------------------------------------------------------------

    def step(self, now: float) -> Step:
        """Judge and apply everything that came in since the last step (P-5 to P-7, X-1)."""
        passed = 0.0 if self._stepped is None else max(0.0, now - self._stepped)
        self._stepped = now
        self._table.refill(passed, WALK_MAX_M_S * poses.PER_M, JUMPS_PER_S)
        faults: list[tuple[int, PoseFault, Vector | None]] = []
        rows = np.flatnonzero(self._table.inbox_kind)
        accepted = self._read(rows, faults) if len(rows) else 0
        cut = self._move()
        for slot, fault in self._held.read():
            if fault is None:
                accepted += 1
            else:
                faults.append((slot, fault, None))
        return Step(faults, cut, accepted)

    def _read(self, rows: Rows, faults: list[tuple[int, PoseFault, Vector | None]]) -> int:
        """Empty the inbox rows; what is good becomes what its member wants to be (``said``)."""
        table = self._table
        frames, before = table.inbox[rows], table.said[rows]
        table.inbox_kind[rows] = 0
        vr = is_vr(frames)
        steps = poses.steps_of(frames[:, 1:])
        numbers = faults_of(frames, rows, before, steps, self._quantiser.limit)
        frames[~vr, 4:] = 0  # what a longer frame left in the row
        begun = before[:, 0] != 0
        jumped = begun & (jumps_of(frames, vr) != jumps_of(before, is_vr(before)))
        if jumped.any():
            self._jump(rows, steps, vr, jumped & (numbers == 0), numbers)

        good = numbers == 0
        if not good.all():
            for index in np.flatnonzero(numbers):
                slot, number = int(rows[index]), int(numbers[index])
                at = self.place_of(slot).position if number == _JUMP_FAULT else None
                faults.append((slot, FAULTS[number - 1], at))
            rows, frames = rows[good], frames[good]
        table.said[rows] = frames
        table.lag[rows] = True
        return len(rows)

    def _jump(
        self,
        rows: Rows,
        steps: poses.Bits,
        vr: Mask,
        jumped: Mask,
        numbers: NDArray[np.uint8],
    ) -> None:
        """Put those who jump at their targets, or note their fault in ``numbers`` (P-7)."""
        table, at = self._table, np.flatnonzero(jumped)
        slots, targets = rows[at], steps[at]
        floors = targets.copy()
        floors[:, 1] = np.maximum(0, floors[:, 1] - poses.EYE_STEPS * vr[at])
        may = (table.jumps[slots] >= 1) & self._floor.holds(floors)
        numbers[at[~may]] = _JUMP_FAULT
        table.jumps[slots[may]] -= 1
        table.steps[slots[may]] = targets[may]
        table.vr[slots[may]] = vr[at[may]]

    def _move(self) -> int:
        """Bring everybody towards what they last said, as far as P-6 allows; how many were cut.

        Whoever was cut goes on at the next step, also if they say nothing more.
        """
        table = self._table
        rows = np.flatnonzero(table.lag)
        if not len(rows):
            return 0
        said = table.said[rows]
        vr, was_vr = is_vr(said), table.vr[rows]
        here, words = table.steps[rows], said[:, 1:]
        target = poses.steps_of(words)
        if (vr != was_vr).any():  # putting a headset on moves the point from floor to head
            lift = (vr.astype(np.int64) - was_vr) * poses.EYE_STEPS
            here[:, 1] = np.maximum(0, here[:, 1] + lift)
        way = target - here
        length = np.sqrt(np.einsum("ij,ij->i", way, way))
        reach = table.reach[rows]
        cut = length > reach
        if cut.any():
            share = np.where(cut, reach / np.maximum(length, 1), 1.0)
            way = np.trunc(way * share[:, None]).astype(np.int64)
            length = np.sqrt(np.einsum("ij,ij->i", way, way))
            words[cut] = _placed(words[cut], (here + way)[cut])
        table.reach[rows] = reach - length
        changed = rows[(words != table.words[rows]).any(axis=1) | (vr != was_vr)]
        table.words[rows], table.steps[rows], table.vr[rows] = words, here + way, vr
        table.lag[rows] = cut
        table.moved[changed] = table.moved_far[changed] = True
        return int(np.count_nonzero(cut))

    def pack(
        self, *, tick: int, time_ms: int, entries: bytes, newcomers: Sequence[int]
    ) -> list[Batch]:
        """The frames of this tick (F-3, F-5, F-6). Every member gets at most one.

        ``entries`` are encoded and go to all. Members in ``newcomers`` get a full frame.
        """
        table = self._table
        slots = np.flatnonzero(table.present)
        steps = table.steps[slots]
        scene = Scene(slots, table.words[slots], table.vr[slots], self._interest.cells(steps))
        new = np.isin(slots, newcomers) if len(newcomers) else np.zeros(len(slots), np.bool_)
        now = Tick(tick, time_ms, entries)
        moved, moved_far = table.moved[slots], table.moved_far[slots]
        held = self._held.records(everything=False)
        batches = list(regular(self._interest, scene, ~new, moved, moved_far, held, now))
        if len(newcomers):
            held = self._held.records(everything=True)
            batches += full(self._interest, scene, new, held, now)
        self._held.told()
        table.moved[:] = False
        if now.has_far:
            table.moved_far[:] = False
        for batch in batches:
            table.told[batch.slots] = tick
        silent = slots[table.told[slots] <= tick - TICK_HZ]
        if len(silent):
            table.told[silent] = tick
            batches.append(empty(now, silent))
        return batches


def _placed(words: Words, steps: poses.Bits) -> Words:
    """Records with another position."""
    word0, word1 = poses.position_words(steps, poses.slots_of(words))
    words[:, 0] = word0
    words[:, 1] = (words[:, 1] & ~np.uint32(poses.POSITION_1)) | word1.astype(np.uint32)
    return words
