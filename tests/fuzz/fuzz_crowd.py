"""Poses in a room: each is judged as P-5 says, everybody stays in bounds, nobody outruns P-6.

The input is a sequence of doings, a byte each with what it needs behind it. They are done to two
crowds, of which one gets its poses one by one and the other all at once with rubbish behind the
shorter ones, as the plane leaves it; both must do the same, and find the faults that ``pose_rules``
finds one by one.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from pose_rules import EYES, LIMIT, Rules, place_of

from vbranch.protocol import codec, poses
from vbranch.protocol.constants import (
    JUMPS_PER_S,
    TICK_HEADER_BYTES,
    WALK_BURST_M,
    WALK_MAX_M_S,
    FrameKind,
)
from vbranch.protocol.rotations import Words
from vbranch.room.checks import FRAME_WORDS
from vbranch.room.crowd import Crowd
from vbranch.room.frames import each
from vbranch.room.plan import ExhibitPlan, RoomPlan, Spawn
from vbranch.room.table import BURST

SLOTS: Final = 8
EXHIBITS: Final = 3
SIZES: Final = {FrameKind.POSE_DESKTOP: 12, FrameKind.POSE_VR: 24, FrameKind.HELD: 16}
PLAN: Final = RoomPlan(
    room="fuzz",  # type: ignore[arg-type]
    capacity=4,  # the table has to grow
    bounds=((-20.0, -0.5, -15.0), (20.0, 6.0, 15.0)),
    spawns=(Spawn((0.0, 0.0, 0.0), 0.0),),
    exhibits=tuple(ExhibitPlan(f"exhibit-{n}", ()) for n in range(EXHIBITS)),  # type: ignore[arg-type]
    walkable=(
        ((-10.0, 0.0, -10.0), (10.0, 0.0, -10.0), (10.0, 0.0, 10.0)),
        ((-10.0, 3.0, -10.0), (10.0, 3.0, 10.0), (-10.0, 3.0, 10.0)),
    ),
)


class Stream:
    """The fuzzer's bytes, taken from the front; zeros when they are used up."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._data)

    def bytes(self, number: int) -> bytes:
        taken = self._data[self._at : self._at + number]
        self._at += number
        return taken.ljust(number, b"\x00")

    def number(self, below: int) -> int:
        return self.bytes(1)[0] % below


class Pair:
    """The two crowds and what must hold of them."""

    def __init__(self) -> None:
        self.single, self.whole = Crowd(PLAN), Crowd(PLAN)
        self._present: set[int] = set()
        self._aside: set[int] = set()
        self._holder: dict[int, int] = {}
        self._seq = 0
        self._rules = Rules()
        self._now = 1000.0
        self._tick = 0

    # ---- doings ------------------------------------------------------------------------------

    def enter(self, stream: Stream) -> None:
        slot = stream.number(SLOTS)
        x, z = (stream.number(21) - 10.0 for _ in range(2))
        place = Spawn((x, 0.0, z), 0.1 * stream.number(60))
        for crowd in (self.single, self.whole):
            crowd.enter(slot, place, self._now)
            crowd.listen(slot)
        self._rules.forget(slot)
        self._present.add(slot)
        self._aside.discard(slot)

    def leave(self, stream: Stream) -> None:
        slot = stream.number(SLOTS)
        if slot not in self._present:
            return
        self._let_go(slot)
        for crowd in (self.single, self.whole):
            crowd.leave(slot)
        self._rules.forget(slot)
        self._present.discard(slot)
        self._aside.discard(slot)

    def aside(self, stream: Stream) -> None:
        """Aside, or back from there."""
        slot = stream.number(SLOTS)
        if slot not in self._present:
            return
        if slot in self._aside:
            self._aside.discard(slot)
            self._rules.forget(slot)
            for crowd in (self.single, self.whole):
                crowd.step_back(slot, self._now)
            return
        self._let_go(slot)
        self._aside.add(slot)
        self._rules.set_aside(slot)
        for crowd in (self.single, self.whole):
            crowd.step_aside(slot)

    def hold(self, stream: Stream) -> None:
        exhibit, slot = stream.number(EXHIBITS), stream.number(SLOTS)
        if slot in self._present - self._aside:
            self._holder[exhibit] = slot
            self._hold(exhibit, slot)

    def raw(self, stream: Stream) -> None:
        """A message of any length and kind."""
        self._put(stream.number(SLOTS), stream.bytes(stream.number(40)), stream)

    def likely(self, stream: Stream) -> None:
        """A message that has its length, and by the bits of one byte more that is right."""
        slot, right = stream.number(SLOTS), stream.bytes(1)[0]
        kind = list(SIZES)[right % len(SIZES)]
        words = np.frombuffer(stream.bytes(SIZES[kind]), "<u4").copy()
        self._seq += 1
        seq = self._seq if right & 4 else stream.number(256)
        if right & 8 and kind is not FrameKind.HELD:
            words[0] = words[0] & ~np.uint32(0x1FFF) | np.uint32(slot)
        if right & 8 and kind is FrameKind.HELD:
            words[0] = words[0] % EXHIBITS | np.uint32(slot << 16) | words[0] & np.uint32(1 << 29)
        if right & 16 and kind is FrameKind.HELD and slot in self._present:
            self._place(slot, words, near=bool(right & 1))
        if right & 16 and kind is FrameKind.POSE_DESKTOP:
            words[2] &= np.uint32(0x3FF)
        if right & 16 and kind is FrameKind.POSE_VR:
            words[3:] = 0
        self._put(slot, codec.pose_frame(kind, seq, words), stream)

    def step(self, stream: Stream) -> None:
        seconds = stream.bytes(1)[0] / 100
        self._now += seconds
        before = self._where()
        one, all_ = self.single.step(self._now), self.whole.step(self._now)
        assert one == all_
        self._rules.agree_with([(slot, fault) for slot, fault, _ in one.faults], self._head)
        self._check_records()
        self._check_table()
        after = self._where()
        reach = (WALK_BURST_M + WALK_MAX_M_S * seconds) * poses.PER_M + 2
        for slot, (x, z, jump) in after.items():
            x0, z0, jump0 = before[slot]
            assert jump != jump0 or np.hypot(x - x0, z - z0) <= reach, "P-6"

    def pack(self, stream: Stream) -> None:
        self._tick += 1
        marks = stream.bytes(1)[0]
        new = [slot for slot in sorted(self._present) if marks >> slot & 1]
        seen = self._present - self._aside
        batches = [
            [
                (frame, slots.tolist())
                for frame, slots, _ in each(
                    crowd.pack(tick=self._tick, time_ms=self._tick * 50, newcomers=new)
                )
            ]
            for crowd in (self.single, self.whole)
        ]
        assert batches[0] == batches[1]
        served = [slot for _, slots in batches[0] for slot in slots]
        assert len(served) == len(set(served))
        assert set(new) & seen <= set(served) <= self._present
        for payload, slots in batches[0]:
            frame = codec.parse_tick_frame(payload)
            for records in (frame.vr, frame.desktop, frame.far):
                assert set(poses.slots_of(records).tolist()) <= seen
            shown = poses.unpack_reactions(frame.reactions)
            assert set(np.asarray(shown.slot).tolist()) <= seen
            if self._aside & set(slots):
                assert len(payload) == TICK_HEADER_BYTES, "Q-2"
            assert {int(word) & 0xFFFF for word in frame.held[:, 0]} <= set(self._holder)

    def _place(self, slot: int, words: Words, *, near: bool) -> None:
        """Make of what is carried a good record, ``near`` its holder or anywhere."""
        if not words[0] >> 29 & 1:
            words[2:] = 0
            return
        words[3] %= np.uint32(1023 << 18)
        if near:
            x, y, z = (
                min(max(10 * cm + 25 * (int(word) % 256 - 128), 0), 10 * limit)
                for cm, word, limit in zip(self._head(slot), words[1:], LIMIT, strict=True)
            )
            words[2] = x | y << 18
            words[3] = int(words[3]) >> 18 << 18 | z

    def _head(self, slot: int) -> tuple[int, int, int]:
        """Where the others see somebody's head, centimetres."""
        words = self.single._table.shown[slot].tolist()
        x, y, z = place_of(words[1:])
        return x, y if words[0] & 0xFF == FrameKind.POSE_VR else y + EYES, z

    # ---- inside ------------------------------------------------------------------------------

    def _let_go(self, slot: int) -> None:
        for exhibit in [e for e, holder in self._holder.items() if holder == slot]:
            del self._holder[exhibit]
            self._hold(exhibit, None)

    def _hold(self, exhibit: int, slot: int | None) -> None:
        self._rules.hold(exhibit, slot)
        for crowd in (self.single, self.whole):
            crowd.hold(exhibit, slot)

    def _put(self, slot: int, frame: bytes, stream: Stream) -> None:
        if slot not in self._present:
            return
        taken = self.single.put(slot, frame)
        assert taken == self._rules.put(slot, frame)
        if taken and frame[0] in (FrameKind.POSE_DESKTOP, FrameKind.POSE_VR):
            padded = frame.ljust(4 * FRAME_WORDS, bytes([stream.number(256)]))
            row = np.frombuffer(padded, "<u4")[None]
            self.whole.put_all(np.array([slot]), row)
        else:
            assert self.whole.put(slot, frame) == taken

    def _check_records(self) -> None:
        """What the others see is what was said, but for the place of who is on the way (P-6)."""
        table = self.single._table
        for slot, said in self._rules.before.items():
            place = (0x1FFF, 0xFFF80000) if table.lag[slot] else (0xFFFFFFFF, 0xFFFFFFFF)
            masks = (*place, *[0xFFFFFFFF] * 4)
            told = [*said.words, 0, 0, 0][:6]
            shown = table.words[slot].tolist()
            assert [w & m for w, m in zip(shown, masks, strict=True)] == [
                w & m for w, m in zip(told, masks, strict=True)
            ]

    def _where(self) -> dict[int, tuple[int, int, int]]:
        table = self.single._table
        found = {}
        for slot in self._present:
            x, _, z = poses.steps_of(table.words[slot, None])[0].tolist()
            found[slot] = x, z, int(table.words[slot, 2 if table.vr[slot] else 1]) >> 29
        return found

    def _check_table(self) -> None:
        low, high = np.asarray(PLAN.bounds)
        for slot in self._present:
            place = self.single.place_of(slot)
            assert np.all(low - 0.01 <= place.position), place
            assert np.all(place.position <= high + 0.01), place
            assert np.isfinite(place.yaw)
        table = self.single._table
        assert np.all(np.isfinite(table.reach))
        assert np.all((table.reach >= -1e-6) & (table.reach <= BURST))
        assert np.all((table.jumps >= 0) & (table.jumps <= JUMPS_PER_S))
        for name, column in vars(table).items():
            if isinstance(column, np.ndarray) and name not in ("inbox", "inbox_kind", "said"):
                other = getattr(self.whole._table, name)
                assert np.array_equal(column, other), name


def run(data: bytes) -> None:
    pair, stream = Pair(), Stream(data)
    doings: tuple[Callable[[Stream], None], ...] = (
        *(pair.likely, pair.likely, pair.likely, pair.raw),
        *(pair.step, pair.step, pair.pack, pair.enter, pair.leave, pair.hold, pair.aside),
    )
    while stream:
        doings[stream.number(len(doings))](stream)
    pair.step(stream)
