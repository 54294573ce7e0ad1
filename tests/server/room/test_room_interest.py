"""Who is told of whom, and when (PROTOCOL.md I, F-5)."""

from collections.abc import Iterator

import numpy as np
import pytest
from room_kit import LOBBY, WIDE, plan

from vbranch.protocol import poses
from vbranch.protocol.codec import parse_tick_frame
from vbranch.protocol.constants import (
    FAR_MOST,
    MIDDLE_MOST,
    NEAR_MOST,
    STRIDES,
    TICK_HZ,
    FrameKind,
)
from vbranch.room.checks import Rows
from vbranch.room.crowd import Crowd
from vbranch.room.frames import each
from vbranch.room.interest import REPEAT_TICKS, Interest, Rates, in_turn, moved
from vbranch.room.overload import STEPS
from vbranch.room.plan import Spawn


def limit(x: float, z: float) -> np.ndarray:
    return np.array([round(x * 100), 300, round(z * 100)])


@pytest.mark.parametrize(
    ("x", "z", "members", "whole"),
    [
        (12.0, 39.99, [96, 128, 129, 97, 96, 97], [True, True, False, False, True, True]),
        (40.0, 12.0, [1], [False]),
        (12.0, 160.0, [1], [False]),
    ],
)
def test_in_a_small_room_with_few_people_all_are_near(x, z, members, whole):
    """I-2; and it does not go to and fro with one who comes and goes."""
    interest = Interest(limit(x, z))
    assert [interest.is_whole(count) for count in members] == whole


@pytest.mark.parametrize("period", [4, 8, 16, 32])
@pytest.mark.parametrize("stride", [1, 2, 4])
def test_everybodys_turn_comes_once_in_a_period(period, stride):
    slots = np.arange(8192)
    frames = range(stride - 1, 2 * REPEAT_TICKS, stride)
    turns = sum(in_turn(slots, beat, period, stride).astype(int) for beat in frames)
    assert (turns == 2 * REPEAT_TICKS // period).all()


def test_whose_turn_it_is_for_the_far_has_it_for_the_nearer_too():
    """So that nobody misses anything who changes the tier; and 2 s are enough for all (F-5)."""
    for rates in [Rates(), *(step.rates for step in STEPS)]:
        assert REPEAT_TICKS % rates.far == rates.far % rates.middle == 0
    assert REPEAT_TICKS + STRIDES[-1] < 2 * TICK_HZ


@pytest.mark.parametrize(
    ("beats", "found"), [(1, [0]), (3, [0, 2]), (18, [0, 2, 17]), (39, [0, 2, 17, 38])]
)
def test_the_memory_knows_how_long_ago_somebody_moved(beats, found):
    memory = np.uint64(1) << np.array([0, 2, 17, 38, 63], dtype=np.uint64)
    ages = np.array([0, 2, 17, 38, 63])
    assert ages[moved(memory, beats)].tolist() == found


# ---- a crowd that gathers and disperses -------------------------------------------------------


class Gathering:
    """Many members, moved at once; they gather at a place and disperse, again and again."""

    def __init__(self, n: int, bounds: tuple) -> None:
        self.crowd = Crowd(plan(bounds=bounds, capacity=n))
        self.n, self.tick, self.step = n, 0, 0
        self.quantiser = poses.Quantiser(bounds)
        self.low, self.high = (np.array(corner)[[0, 2]] for corner in bounds)
        self.rng = np.random.default_rng(4)
        self.at = self.rng.uniform(self.low, self.high, (n, 2))
        self.goal = self.at
        for slot, (x, z) in enumerate(self.at):
            self.crowd.enter(slot, Spawn((x, 0.0, z), 0.0), 0.0)
            self.crowd.listen(slot)
        self.seen = np.zeros((n, n), dtype=np.int64)

    def gather(self, width: float) -> None:
        away = self.rng.uniform(-width / 2, width / 2, (self.n, 2))
        self.goal = np.clip((self.low + self.high) / 2 + away, self.low, self.high)

    def degrade(self, step: int) -> None:
        self.step = step
        self.crowd.degrade(step)

    def frames(self) -> Iterator[tuple[Rows, Rows, Rows]]:
        """A tick: those who get each frame, and who is in it in full and as a far record."""
        self.tick += 1
        way = self.goal - self.at
        self.at = self.at + np.clip(way, -0.38, 0.38)  # 0.54 m in a tick are 10.7 m/s
        floor = np.stack([self.at[:, 0], np.zeros(self.n), self.at[:, 1]], axis=1)
        slots = np.arange(self.n)
        frames = np.zeros((self.n, 7), dtype="<u4")
        frames[:, 0] = FrameKind.POSE_DESKTOP | self.tick << 16 & 0xFFFF0000
        said = poses.DesktopPoses(slots, floor, np.full(self.n, self.tick % 60 / 10))
        frames[:, 1:4] = poses.pack_desktop(said, self.quantiser)
        self.crowd.put_all(slots, frames)
        assert self.crowd.step(self.tick / TICK_HZ).faults == []
        for frame, to, _ in each(self.crowd.pack(tick=self.tick, time_ms=0)):
            words = np.frombuffer(frame, "<u4")
            screens, far = int(words[1]) & 0xFFFF, int(words[1]) >> 16
            full = words[5 : 5 + 3 * screens : 3] & 0x1FFF
            yield to, full, words[5 + 3 * screens : 5 + 3 * screens + 2 * far : 2] & 0x1FFF

    def check(self) -> list[int]:
        """The sizes of a tick's frames, after having looked whether they are right."""
        beats = STRIDES[max(STEPS[self.step].quiet, STEPS[self.step].stride)]
        firm = -(-self.n // REPEAT_TICKS) * STRIDES[-1]
        sizes = []
        for to, full, far in self.frames():
            told = np.concatenate((full, far))
            assert len(np.unique(told)) == len(told), "nobody is twice in a frame"
            self.seen[np.ix_(to, told)] = self.tick
            sizes.append(len(full))
            if len(told) < self.n:
                assert len(full) <= max(NEAR_MOST, firm) + max(MIDDLE_MOST, firm)
                assert len(far) <= max(FAR_MOST * max(beats, STRIDES[-1]), firm)
        assert self.tick - self.seen.min() < 2 * TICK_HZ, "F-5"
        return sizes


def test_nobody_starves_and_caps_hold_while_a_crowd_gathers_and_disperses():
    """I-2, F-5: two thousand ticks, at each step of overload."""
    hall = Gathering(260, WIDE)
    hall.crowd.spotlight([7])
    largest = []
    for tick in range(2000):
        if tick % 200 == 0:
            hall.gather(6.0 if tick // 200 % 2 else 160.0)
            hall.degrade(tick // 400 % len(STEPS))
        largest.append(max(hall.check(), default=0))
    assert max(largest) >= NEAR_MOST + MIDDLE_MOST // 2, "the caps were needed"


def test_a_small_room_that_fills_gets_caps_and_loses_them_when_it_is_empty_again():
    """I-2: from one frame for all to frames by leaf and back, and nobody misses anything."""
    hall = Gathering(200, LOBBY)
    sizes = {}
    for members in (200, 120, 90, 200):
        for slot in range(members, 200):
            hall.crowd.leave(slot)
        for slot in range(members):
            if not hall.crowd._table.present[slot]:
                hall.crowd.enter(slot, Spawn((0.0, 0.0, 0.0), 0.0), hall.tick / TICK_HZ)
                hall.crowd.listen(slot)
        hall.seen[:] = hall.tick
        hall.seen[members:] = hall.seen[:, members:] = 1 << 40
        hall.gather(8.0)
        for _ in range(45):
            frames = hall.check()
        sizes[members] = (len(frames), max(frames))
    assert sizes[200][0] > 1
    assert sizes[120][0] > 1, "not yet again"
    assert sizes[90] == (1, 90)


def test_of_the_far_only_those_are_told_beyond_the_cap_who_have_to_be():
    """I-2: all slots have their turn at the same beat, and half of them have to be repeated."""
    slots = np.arange(0, 8192, 16)
    crowd = Crowd(plan(bounds=WIDE, capacity=8192))
    crowd.enter(1, Spawn((1.0, 0.0, 1.0), 0.0), 0.0)
    crowd.listen(1)
    for slot in slots.tolist():
        crowd.enter(slot, Spawn((150.0, 0.0, 150.0), 0.0), 0.0)
    told: list[int] = []
    for tick in range(1, 33):
        for frame, _, _ in each(crowd.pack(tick=tick, time_ms=0)):
            told.append(len(parse_tick_frame(frame).far))
    assert sum(told) >= len(slots)
    assert max(told) == len(slots) // 2
