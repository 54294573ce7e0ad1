"""The frames of a tick: who gets what, how often, encoded once (PROTOCOL.md F-3, F-5, F-6)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from room_kit import ENTRY, LOBBY, WIDE, Stage, slots_in
from room_reference import Hall

from vbranch.protocol import codec, poses
from vbranch.protocol import messages as m


def quiet(stage: Stage) -> Stage:
    """Everybody's first record is out."""
    for _ in range(4):
        stage.frames()
    return stage


def test_an_empty_room_packs_nothing():
    assert len(Stage().pack(entries=ENTRY, newcomers=[3])) == 0


def test_the_header_carries_tick_and_time():
    stage = Stage()
    stage.enter(0)
    stage.tick, stage.now = 76, 5.0
    frame = stage.frames()[0]
    assert (frame.tick, frame.time_ms, frame.full) == (77, 5000, False)


def test_who_moved_is_in_the_next_frame_and_who_stands_is_not():
    stage = Stage()
    for slot in range(3):
        stage.enter(slot)
        stage.put(slot, stage.desktop(slot, 0.0, 0.0))
    stage.step()
    quiet(stage)
    stage.put(0, stage.desktop(0, 0.0, 0.0))
    stage.put(1, stage.desktop(1, 0.1, 0.0))
    assert stage.step().accepted == 2
    assert slots_in(stage.frames()[2]) == {"vr": [], "desktop": [1], "far": []}
    stage.put(0, stage.desktop(0, 0.0, 0.0, yaw=0.1))
    stage.step()
    assert slots_in(stage.frames()[2])["desktop"] == [0]


def test_taking_a_headset_off_is_told_though_no_bit_of_the_record_changes():
    """Some headset records are screen records too; the receiver tells them by their place."""
    stage = Stage()
    stage.enter(0)
    head = stage.vr(0, 0.0, 0.0, y=1.0)
    head[0, 2] = 255 << 2  # one component in the middle, two at their end
    stage.put(0, head)
    assert stage.step().faults == []
    quiet(stage)
    stage.put(0, head[:, :3])
    assert stage.step().faults == []
    assert slots_in(stage.frames()[0]) == {"vr": [], "desktop": [0], "far": []}


def test_who_has_left_is_not_shown_and_the_jump_of_the_next_one_goes_on():
    stage = Stage()
    for slot in range(2):
        stage.enter(slot)
        stage.put(slot, stage.vr(slot, 0.1, 0.0, jump=3))
    stage.step()
    stage.crowd.leave(1)
    for _ in range(41):
        for frame in stage.frames().values():
            assert slots_in(frame)["vr"] + slots_in(frame)["desktop"] in ([0], [])
    stage.enter(1)
    (record,) = (r for r in stage.frames()[1].desktop if r[0] & 0x1FFF == 1)
    assert record[1] >> 29 == 4


def test_what_a_longer_frame_left_in_the_inbox_is_no_move():
    stage = Stage()
    stage.enter(0)

    def headset_then_screen(reach: float) -> None:
        hand = poses.Hands(True, (reach, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
        stage.put(0, stage.vr(0, 0.0, 0.0, left=hand))
        stage.put(0, stage.desktop(0, 0.0, 0.0))
        assert stage.step().accepted == 1

    headset_then_screen(0.1)
    quiet(stage)
    headset_then_screen(0.2)
    assert stage.frames() == {}


def test_who_is_still_being_brought_is_in_every_frame():
    stage = Stage()
    stage.enter(0, -15.0)
    quiet(stage)
    stage.say(0, 15.0, 0.0)
    for _ in range(10):
        assert slots_in(stage.frames()[0])["desktop"] == [0]
        stage.step()


def test_who_may_not_go_a_step_further_stands():
    stage = Stage()
    stage.enter(0, -15.0)
    stage.say(0, 15.0, 0.0)
    quiet(stage)
    stage.put(0, stage.desktop(0, 14.0, 0.0))
    assert stage.step(0.0).cut == 1
    assert stage.frames() == {}


def test_a_frame_is_encoded_once_for_all_who_get_it():
    stage = Stage()
    for slot in range(10):
        stage.enter(slot)
    packed = stage.pack()
    assert (len(packed), packed.slots.tolist()) == (1, list(range(10)))


def test_everybody_is_repeated_within_two_seconds():
    """F-5, near and far."""
    stage = Stage(bounds=WIDE, capacity=60)
    for slot in range(0, 60, 3):
        stage.enter(slot, 5.0 + 2 * slot, 5.0)
    quiet(stage)
    near, far = set(), set()
    for _ in range(40):
        if (frame := stage.frames().get(0)) is not None:
            near |= set(slots_in(frame)["desktop"])
            far |= set(slots_in(frame)["far"])
    assert near == {slot for slot in range(0, 60, 3) if 5.0 + 2 * slot < 80}
    assert near | far == set(range(0, 60, 3))
    assert not near & far


def test_who_comes_later_is_repeated_too():
    stage = Stage(bounds=LOBBY)
    stage.enter(0)
    for _ in range(45):
        stage.frames()
    stage.enter(1)
    stage.frames()
    repeated = [frame[0] for _ in range(32) if (frame := stage.frames())]
    assert [slots_in(frame)["desktop"] for frame in repeated].count([1]) == 1


def test_in_a_quiet_room_there_is_a_frame_a_second_and_not_more_than_needed():
    """F-6."""
    stage = Stage()
    stage.enter(7)
    quiet(stage)
    gaps, since, frames = [], 0, 0
    for _ in range(400):
        since += 1
        if stage.frames():
            gaps.append(since)
            since, frames = 0, frames + 1
    assert max(gaps) <= 20
    assert frames <= 30


def test_the_second_without_a_frame_counts_from_the_last_one():
    """F-6; also when that one went to all."""
    stage = Stage(bounds=LOBBY)
    stage.enter(39)
    quiet(stage)
    for i in range(1, 31):
        stage.say(39, i / 10, 0.0)
        assert set(stage.frames()) == {39}
    assert [stage.frames() for _ in range(4)] == [{}] * 4


def test_newcomers_get_everybody_marked_as_full_and_others_do_not():
    stage = Stage()
    for slot in range(4):
        stage.enter(slot)
    stage.put(2, stage.vr(2, 0.0, 0.0))
    stage.step()
    quiet(stage)
    stage.put(1, stage.desktop(1, 0.2, 0.0))
    stage.step()
    got = stage.frames(newcomers=[3])
    assert (got[3].full, got[0].full) == (True, False)
    assert slots_in(got[3]) == {"vr": [2], "desktop": [0, 1, 3], "far": []}
    assert slots_in(got[0]) == {"vr": [], "desktop": [1], "far": []}


def test_a_newcomer_of_a_wide_room_gets_the_far_ones_too():
    stage = Stage(bounds=WIDE)
    for slot, x in enumerate((5.0, 30.0, 50.0, 150.0)):
        stage.enter(slot, x, 5.0)
    stage.put(3, stage.vr(3, 150.0, 5.0))
    stage.step()
    quiet(stage)
    got = stage.frames(newcomers=[0, 3])
    assert slots_in(got[0]) == {"vr": [], "desktop": [0, 1], "far": [2, 3]}
    assert slots_in(got[3]) == {"vr": [3], "desktop": [], "far": [0, 1, 2]}


def test_the_farther_somebody_is_the_more_seldom_they_are_told():
    """I-1: 20 Hz, 5 Hz, and about once a second as a far record."""
    stage = Stage(bounds=WIDE)
    for slot, x in enumerate((5.0, 39.9, 40.1, 80.1)):
        stage.enter(slot, x, 5.0)
    quiet(stage)
    told = {1: [], 2: [], 3: []}
    for i in range(1, 33):
        for slot, x in ((1, 39.9), (2, 40.1), (3, 80.1)):
            stage.put(slot, stage.desktop(slot, x, 5.0 + i / 10))
        stage.step()
        records = slots_in(stage.frames()[0])
        for slot in (1, 2):
            told[slot] += [stage.tick] * (slot in records["desktop"])
        told[3] += [stage.tick] * (3 in records["far"])
        assert 3 not in records["desktop"]
        assert set(records["far"]) <= {3}
    assert [len(ticks) for ticks in told.values()] == [32, 8, 2]
    assert set(np.diff(told[2]).tolist()) == {4}
    assert np.diff(told[3]).tolist() == [16]


def test_a_far_move_between_two_far_ticks_is_not_forgotten():
    stage = Stage(bounds=WIDE)
    stage.enter(0, 5.0, 5.0)
    stage.enter(7, 150.0, 5.0)
    quiet(stage)
    stage.say(7, 150.5, 5.0)
    seen = [slots_in(frames[0])["far"] for _ in range(18) if 0 in (frames := stage.frames())]
    assert [7] in seen


def test_entries_go_to_all_in_the_tick_with_or_without_records():
    """F-3, E-4."""
    stage = Stage(bounds=WIDE)
    for slot, x in enumerate((5.0, 80.0, 150.0)):
        stage.enter(slot, x, 5.0)
    quiet(stage)
    entry = m.AwayEntry(seq=1, at=2, member="m")
    got = stage.frames(entries=codec.encode_entries([entry]), newcomers=[2])
    assert [list(got[slot].entries) for slot in range(3)] == [[entry]] * 3


def test_what_is_held_is_said_once_and_again_to_newcomers():
    """X-8."""
    stage = Stage()
    for slot in range(3):
        stage.enter(slot)
    quiet(stage)
    stage.crowd.hold(0, 0)
    stage.hold(0, exhibit=0, seq=1)
    stage.step()
    assert [len(frame.held) for frame in stage.frames().values()] == [1, 1, 1]
    got = stage.frames(newcomers=[2], entries=ENTRY)
    assert [len(got[slot].held) for slot in range(3)] == [0, 0, 1]


@given(
    places=st.lists(
        st.tuples(st.floats(0, 160), st.floats(0, 160), st.booleans()), min_size=1, max_size=25
    ),
    newcomers=st.sets(st.integers(0, 24)),
)
@settings(deadline=None)
def test_a_full_frame_has_everybody_once_whoever_is_where(places, newcomers):
    """Near ones in full, others as far; nobody beyond 40 m is near, everybody within 20 m is."""
    stage = Stage(bounds=WIDE, capacity=25)
    for slot, (x, z, headset) in enumerate(places):
        stage.enter(slot, x, z)
        stage.put(slot, stage.vr(slot, x, z) if headset else stage.desktop(slot, x, z))
    stage.step()
    here = [slot for slot in sorted(newcomers) if slot < len(places)]
    got = stage.frames(newcomers=here)
    assert set(got) == set(range(len(places)))
    assert {slot for slot, frame in got.items() if frame.full} == set(here)
    for slot in here:
        records = slots_in(got[slot])
        near = records["vr"] + records["desktop"]
        assert sorted(near + records["far"]) == list(range(len(places)))
        assert all(places[other][2] for other in records["vr"])
        away = {
            o: max(abs(np.subtract(places[o][:2], places[slot][:2]))) for o in range(len(places))
        }
        assert all(distance <= 40.01 for o, distance in away.items() if o in near)
        assert all(o in near for o, distance in away.items() if distance < 19.98)


# ---- pace and stride (I-5) --------------------------------------------------------------------


def paces(stage: Stage, ticks: int = 24) -> dict[int, int]:
    """The last that each was told, while all move."""
    found = {}
    for tick in range(ticks):
        for slot in stage.crowd._table.slots.tolist():
            x, _, z = stage.at(slot)
            stage.put(slot, stage.desktop(slot, x, z, yaw=0.1 * (tick + 1)))
        stage.step()
        found.update({slot: frame.pace for slot, frame in stage.frames().items()})
    return found


@pytest.mark.parametrize("bounds", [LOBBY, WIDE])
def test_the_pace_of_whoever_is_alone_is_slow_until_somebody_is_near(bounds):
    stage = Stage(bounds=bounds)
    stage.enter(0, 5.0, 5.0)
    assert paces(stage) == {0: 2}
    stage.enter(1, 6.0, 5.0)
    assert paces(stage) == {0: 0, 1: 0}
    stage.crowd.step_aside(1, watching=True)
    assert paces(stage)[0] == 2, "nobody of whom others are told"


def test_whoever_is_seen_well_from_afar_is_to_move_well():
    stage = Stage(bounds=WIDE)
    for slot, x in enumerate((5.0, 70.0, 150.0)):
        stage.enter(slot, x, 5.0)
    assert paces(stage) == {0: 2, 1: 2, 2: 2}
    stage.crowd.spotlight([1])
    assert paces(stage) == {0: 2, 1: 0, 2: 2}
    stage.crowd.spotlight([])
    stage.crowd.speaking([2])
    assert paces(stage) == {0: 2, 1: 2, 2: 0}
    stage.crowd.speaking([])
    stage.crowd.companions({0: 9, 1: 9, 2: 8})
    assert paces(stage) == {0: 0, 1: 0, 2: 2}


@pytest.mark.parametrize(
    ("step", "pace", "stride"), [(0, 0, 1), (1, 0, 1), (2, 0, 2), (3, 1, 2), (4, 2, 4)]
)
def test_with_each_step_of_overload_frames_and_poses_become_fewer(step, pace, stride):
    """And those of neighbouring leaves come at different ticks."""
    stage = Stage(bounds=WIDE)
    for slot, x in enumerate((5.0, 6.0, 25.0, 26.0)):
        stage.enter(slot, x, 5.0)
    stage.crowd.degrade(step)
    assert set(paces(stage, 8).values()) == {pace}
    got: dict[int, list[int]] = {slot: [] for slot in range(4)}
    for tick in range(24):
        stage.say(1, 6.0, 5.0, yaw=0.1 * (tick + 1))
        for slot, frame in stage.frames().items():
            got[slot].append(stage.tick)
            assert frame.stride == stride
            assert slots_in(frame)["desktop"] == [1] or len(slots_in(frame)["desktop"]) > 1
    assert all(set(np.diff(ticks).tolist()) == {stride} for ticks in got.values())
    assert got[0] == got[1]
    assert (got[0] == got[2]) == (stride == 1)


@pytest.mark.parametrize("step", range(5))
def test_staff_who_watch_an_empty_room_get_signs_of_life_at_any_step(step):
    """Q-7, F-6."""
    stage = Stage(bounds=WIDE)
    stage.enter(0, 5.0, 5.0)
    stage.crowd.step_aside(0, watching=True)
    stage.crowd.degrade(step)
    ticks = [tick for tick in range(60) if 0 in stage.frames(newcomers=[0] if not tick else [])]
    assert ticks[0] == 0
    assert max(np.diff(ticks)) <= 20
    assert len(ticks) <= 4


def test_who_has_much_company_goes_on_while_the_quiet_get_half():
    """I-5, the second step."""
    stage = Stage(bounds=WIDE, capacity=20)
    for slot in range(10):
        stage.enter(slot, 5.0 + slot, 5.0)
    stage.enter(10, 150.0, 150.0)
    stage.crowd.degrade(2)
    strides = {}
    for _ in range(4):
        for slot in range(11):
            x, _, z = stage.at(slot)
            stage.put(slot, stage.desktop(slot, x, z, yaw=0.01 * stage.tick + 0.1))
        stage.step()
        strides.update({slot: frame.stride for slot, frame in stage.frames().items()})
    assert [strides[slot] for slot in (0, 9, 10)] == [1, 1, 2]


# ---- against the reference (I, F-5, F-6, E-4, Q) ----------------------------------------------


@given(
    seed=st.integers(0, 2**32 - 1),
    wide=st.booleans(),
    steps=st.tuples(st.integers(0, 4), st.integers(0, 4)),
)
@settings(deadline=None, max_examples=8)
def test_everybody_is_told_what_the_reference_says_whatever_happens(seed, wide, steps):
    """Who is near is near, who is on the stage or a companion too, nobody starves for 2 s, each
    entry comes once and in order, while people come, go, walk and jump, at any stride."""
    hall = Hall(seed, wide=wide)
    for slot in range(40):
        hall.enter(slot)
    for step in (0, *steps, 0):
        hall.degrade(step)
        for _ in range(30):
            hall.tick()
