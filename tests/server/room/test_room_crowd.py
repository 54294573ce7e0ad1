"""The crowd lane: judging and applying poses (PROTOCOL.md P-5 to P-7, X, Q, R-3).

Longer than other test files: one section a rule, in the order of PROTOCOL.md.
"""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from room_kit import BOUNDS, ENTRY, TICK, WIDE, Stage

from vbranch.protocol import codec, poses
from vbranch.protocol import messages as m
from vbranch.protocol.constants import FrameKind, PoseFault
from vbranch.room.frames import each

VECTORS = Path(__file__).parents[2] / "vectors"
FRAMES = json.loads((VECTORS / "frames.json").read_text())
FLOOR = (
    ((-10.0, 0.0, -10.0), (10.0, 0.0, -10.0), (10.0, 0.0, 10.0)),
    ((-10.0, 0.0, -10.0), (10.0, 0.0, 10.0), (-10.0, 0.0, 10.0)),
)


def cases(rows):
    return [pytest.param(row, id=row["name"]) for row in rows]


# ---- one pose ---------------------------------------------------------------------------------


def test_a_pose_is_where_it_was_said():
    stage = Stage()
    stage.enter(3)
    assert stage.say(3, 1.0, -2.0, yaw=math.pi / 2, pitch=0.4, seated=True).accepted == 1
    place = stage.crowd.place_of(3)
    assert place.position == pytest.approx((1.0, 0.0, -2.0))
    assert place.yaw == pytest.approx(math.pi / 2, abs=0.004)


def test_the_record_goes_out_as_it_came_in():
    """P-3."""
    stage = Stage()
    stage.enter(3)
    stage.enter(4)
    hand = poses.Hands(True, (0.2, -0.3, -0.4), (0.6, 0.0, 0.0, 0.8))
    desktop = stage.desktop(3, 1.0, -1.0, yaw=1.0, pitch=0.4, seated=True)
    vr = stage.vr(4, -1.0, 1.0, head=(0.1, 0.7, 0.0, 0.7), left=hand, seated=True)
    stage.put(3, desktop)
    stage.put(4, vr)
    stage.step()
    frame = stage.frames()[3]
    assert (frame.desktop == desktop).all()
    assert (frame.vr == vr).all()


def test_the_latest_of_a_tick_wins():
    stage = Stage()
    stage.enter(0)
    for x in (0.1, 0.2, 0.3):
        stage.put(0, stage.desktop(0, x, 0.0))
    assert stage.step().accepted == 1
    assert stage.at(0) == (0.3, 0.0, 0.0)
    assert stage.step().accepted == 0


def test_of_frames_that_are_handed_in_together_each_members_last_wins():
    """Those of several drains come in one call, and a member may be in it more than once."""
    stage = Stage()
    said = []
    for number, slot in enumerate((0, 1, 0, 1, 0)):
        stage.enter(slot)
        frame = codec.pose_frame(
            FrameKind.POSE_DESKTOP, number, stage.desktop(slot, 0.1 * number, 0.0)
        )
        said.append((slot, np.frombuffer(frame.ljust(28, b"\xff"), "<u4")))
    slots, frames = zip(*said, strict=True)
    stage.crowd.put_all(np.array(slots), np.array(frames))
    assert stage.step().accepted == 2
    assert (stage.at(0), stage.at(1)) == ((0.4, 0.0, 0.0), (0.3, 0.0, 0.0))


def test_frames_may_be_any_bytes_like():
    stage = Stage()
    stage.enter(0)
    frame = codec.pose_frame(FrameKind.POSE_DESKTOP, 1, stage.desktop(0, 0.5, 0.0))
    for form in (bytes, bytearray, memoryview):
        assert stage.crowd.put(0, form(frame))
    assert stage.step().accepted == 1


@pytest.mark.parametrize("case", cases(FRAMES["malformed_poses"]))
def test_malformed_frames_are_bad_frames_and_change_nothing(case):
    stage = Stage()
    stage.enter(0, 1.0, 1.0)
    assert not stage.crowd.put(0, bytes.fromhex(case["hex"]))
    assert stage.step().accepted == 0
    assert stage.at(0) == (1.0, 0.0, 1.0)


@pytest.mark.parametrize("case", cases(FRAMES["faulty_poses"]))
def test_a_faulty_pose_is_named_and_the_pose_before_it_stays(case):
    """P-5; and the neighbour's pose of the same tick is not touched."""
    stage = Stage()
    stage.enter(7)
    stage.enter(8)
    stage.put(7, stage.desktop(7, 0.0, 0.0), seq=100)
    stage.step()
    stage.frames()
    assert stage.crowd.put(7, bytes.fromhex(case["hex"]))
    stage.put(8, stage.desktop(8, 0.5, 0.0))
    step = stage.step()
    assert step.faults == [(7, PoseFault(case["fault"]), None)]
    assert step.accepted == 1
    assert (stage.at(7), stage.at(8)) == ((0.0, 0.0, 0.0), (0.5, 0.0, 0.0))
    moved = [record for record in stage.frames()[8].desktop if record[0] & 0x1FFF == 7]
    assert moved == []


@given(garbage=st.lists(st.binary(min_size=28, max_size=28), max_size=8), vr=st.booleans())
@settings(deadline=None)
def test_no_bytes_harm_the_room(garbage, vr):
    """Whatever one member sends, their record stays one that P-5 allows, and others keep theirs."""
    stage = Stage(walkable=FLOOR)
    stage.enter(2, 1.0, 1.0)
    stage.enter(3, 2.0, 2.0)
    start = stage.frames()[3].desktop
    for data in garbage:
        frame = bytes([3, 0]) + data[2:] if vr else bytes([2, 0]) + data[2:16]
        assert stage.crowd.put(2, frame)
        stage.step()
    said = stage.frames(newcomers=[3])[3]
    others = said.desktop[poses.slots_of(said.desktop) == 3]
    assert (others == start[poses.slots_of(start) == 3]).all()
    own = stage.frames(newcomers=[3])[3]
    fresh = Stage()
    fresh.enter(2)
    for table in (own.vr, own.desktop):
        for record in table[poses.slots_of(table) == 2]:
            fresh.put(2, record[None])
            assert fresh.step().faults == []


# ---- sequence numbers -------------------------------------------------------------------------


def test_sequence_numbers_go_round():
    stage = Stage()
    stage.enter(0)
    for seq, fault in (
        (65534, None),
        (65535, None),
        (0, None),
        (65535, PoseFault.STALE),
        (1, None),
    ):
        stage.put(0, stage.desktop(0, 0.1, 0.0), seq=seq)
        step = stage.step()
        assert [f for _, f, _ in step.faults] == ([] if fault is None else [fault])


def test_the_first_pose_after_enter_may_have_any_number_and_jump_counter():
    """P-3; also when the same member comes back with another connection."""
    stage = Stage(walkable=FLOOR)
    for seq, jump in ((40_000, 5), (39_000, 2)):
        stage.enter(0, 15.0, 1.0)
        stage.put(0, stage.desktop(0, 15.5, 1.0, jump=jump), seq=seq)
        assert stage.step().faults == []
        assert stage.at(0) == (15.5, 0.0, 1.0)


# ---- walking and running (P-6) ----------------------------------------------------------------


def test_who_walks_like_a_person_is_never_cut():
    stage = Stage()
    stage.enter(0, -15.0, 0.0)
    for i in range(1, 50):
        step = stage.say(0, -15.0 + i * 11.9 * TICK, 0.0)
        assert (step.cut, step.faults) == (0, [])
        assert stage.at(0)[0] == pytest.approx(-15.0 + i * 11.9 * TICK, abs=0.006)


def test_who_runs_too_fast_is_cut_and_catches_up():
    stage = Stage()
    stage.enter(0, -15.0, 0.0)
    step = stage.say(0, 15.0, 0.0, yaw=1.0)
    assert (step.cut, step.accepted, step.faults) == (1, 1, [])
    assert stage.at(0) == (-12.0, 0.0, 0.0)
    assert stage.crowd.place_of(0).yaw == pytest.approx(1.0, abs=0.004)
    ticks = 0
    while stage.step().cut:
        ticks += 1
        assert stage.at(0)[0] <= -12.0 + 12 * TICK * ticks + 1e-6
    assert stage.at(0) == (15.0, 0.0, 0.0)
    assert ticks in (44, 45)  # 27 m in steps of 0.6 m


def test_being_cut_goes_straight_towards_the_place_in_space():
    stage = Stage()
    stage.enter(0, 0.0, 0.0)
    stage.say(0, 10.0, -10.0, 5.0)
    x, y, z = stage.at(0)
    assert math.hypot(x, y, z) == pytest.approx(3.0, abs=0.02)
    assert x == pytest.approx(-z, abs=0.011)
    assert y == pytest.approx(x / 2, abs=0.011)


def test_a_cut_headset_keeps_its_hands_and_is_shown_where_it_is():
    stage = Stage()
    stage.enter(0, 0.0, 0.0)
    hand = poses.Hands(True, (0.2, -0.3, -0.4), (0.6, 0.0, 0.0, 0.8))
    said = stage.vr(0, 10.0, 0.0, head=(0.1, 0.7, 0.0, 0.7), right=hand)
    stage.put(0, said)
    assert stage.step().cut == 1
    (record,) = stage.frames()[0].vr
    shown = poses.unpack_vr(record[None], stage.quantiser)
    assert shown.position[0] == pytest.approx((3.0, 1.6, 0.0), abs=0.011)
    assert (record[2:] == said[0, 2:]).all()
    assert shown.right.offset[0] == pytest.approx((0.2, -0.3, -0.4))


@given(
    targets=st.lists(
        st.tuples(st.floats(-20, 20), st.floats(-0.5, 6), st.floats(-15, 15), st.integers(0, 5)),
        max_size=30,
    )
)
def test_nobody_is_ever_faster_than_the_bucket_allows(targets):
    """P-6: 12 m/s with 3 m in hand, over any time and however it is tried."""
    stage = Stage()
    stage.enter(0)
    before, walked, passed = np.zeros(3), 0.0, 0.0
    for x, y, z, idle in targets:
        stage.put(0, stage.desktop(0, x, z, y))
        for _ in range(idle + 1):
            stage.step()
            passed += TICK
            here = np.array(stage.crowd.place_of(0).position)
            walked += float(np.linalg.norm(here - before))
            before = here
            assert walked <= 3 + 12 * passed + 1e-6


def test_putting_on_a_headset_is_no_walk():
    stage = Stage()
    stage.enter(0, 1.0, 1.0)
    for _ in range(10):
        stage.put(0, stage.vr(0, 1.0, 1.0, y=1.6))
        assert stage.step(0.0).cut == 0
        stage.put(0, stage.desktop(0, 1.0, 1.0))
        assert stage.step(0.0).cut == 0
    stage.say(0, 4.0, 1.0)
    assert stage.at(0) == (4.0, 0.0, 1.0)


def test_those_who_are_cut_and_those_who_are_not_do_not_disturb_each_other():
    """Silent ones go on, whoever says something new goes there, a refused pose changes nothing."""
    stage = Stage()
    for slot in range(4):
        stage.enter(slot, -15.0, float(slot))
        stage.put(slot, stage.desktop(slot, -15.0 if slot == 3 else 15.0, float(slot)))
    assert stage.step().cut == 3
    stage.put(1, stage.desktop(1, -12.0, 1.0))
    stage.put(2, stage.desktop(2, -19.0, 2.0), seq=0)
    stage.put(3, stage.desktop(3, -14.9, 3.0))
    step = stage.step(1 / 12)
    assert (step.cut, step.accepted) == (2, 2)
    assert step.faults == [(2, PoseFault.STALE, None)]
    assert [stage.at(slot)[0] for slot in range(4)] == [-11.0, -12.0, -11.0, -14.9]
    assert sorted(poses.slots_of(stage.frames()[0].desktop).tolist()) == [0, 1, 2, 3]


def test_the_bucket_keeps_what_was_not_walked():
    stage = Stage()
    stage.enter(0, -15.0)
    assert stage.say(0, -13.0, 0.0).cut == 0
    assert stage.say(0, -10.0, 0.0).cut == 1
    assert stage.at(0)[0] == pytest.approx(-15.0 + 3.0 + 12 * TICK, abs=0.02)


def test_putting_on_a_headset_below_the_ceiling_keeps_head_and_hands():
    """The head of one who stood 1 m below it would be beyond it, and beyond the record's bits."""
    stage = Stage(bounds=((-20.0, 0.0, -15.0), (20.0, 10.23, 15.0)))
    stage.enter(0, 0.0, 0.0, 9.23)
    hand = poses.Hands(True, (0.2, -0.3, -0.4), (0.6, 0.0, 0.0, 0.8))
    said = stage.vr(0, 10.0, 0.0, 10.23, right=hand)
    stage.put(0, said)
    assert stage.step().cut == 1
    (record,) = stage.frames()[0].vr
    shown = poses.unpack_vr(record[None], stage.quantiser)
    assert shown.position[0] == pytest.approx((3.0, 10.23, 0.0), abs=0.011)
    assert shown.right.offset[0] == pytest.approx((0.2, -0.3, -0.4))


# ---- jumping (P-7) ----------------------------------------------------------------------------


def test_a_jump_goes_at_once_to_a_walkable_place():
    stage = Stage(walkable=FLOOR)
    stage.enter(0, -9.0, -9.0)
    stage.say(0, -9.0, -9.0, jump=7)
    step = stage.say(0, 9.0, 9.0, jump=0)
    assert (step.cut, step.faults) == (0, [])
    assert stage.at(0) == (9.0, 0.0, 9.0)


def test_a_jump_off_the_floor_is_refused_and_says_where_one_stands():
    stage = Stage(walkable=FLOOR)
    stage.enter(0, -9.0, -9.0)
    stage.say(0, -9.0, -9.0)
    step = stage.say(0, 15.0, 0.0, jump=1)
    assert step.accepted == 0
    ((slot, fault, at),) = step.faults
    assert (slot, fault) == (0, PoseFault.JUMP)
    assert at == pytest.approx((-9.0, 0.0, -9.0))
    assert stage.at(0) == (-9.0, 0.0, -9.0)
    assert stage.say(0, 9.0, 9.0, jump=1).faults == []


def test_jumps_are_three_a_second():
    stage = Stage(walkable=FLOOR)
    stage.enter(0)
    stage.say(0, 0.0, 0.0)
    spots = [(9.0, 9.0), (-9.0, -9.0), (9.0, -9.0), (-9.0, 9.0)]
    faults = []
    for jump, (x, z) in enumerate(spots, 1):
        stage.put(0, stage.desktop(0, x, z, jump=jump))
        faults += [fault for _, fault, _ in stage.step(0.01).faults]
    assert faults == [PoseFault.JUMP]
    assert stage.at(0) == (9.0, 0.0, -9.0)
    stage.step(1 / 3)
    assert stage.say(0, -9.0, 9.0, jump=4).faults == []


def test_standing_long_saves_up_no_more_than_three_jumps():
    stage = Stage(walkable=FLOOR)
    stage.enter(0)
    stage.say(0, 0.0, 0.0)
    stage.step(60.0)
    stage.say(0, 1.0, 0.0, jump=1)
    stage.step(60.0)
    faults = []
    for jump in range(2, 6):
        stage.put(0, stage.desktop(0, 1.0, 1.0, jump=jump))
        faults += [fault for _, fault, _ in stage.step(0.01).faults]
    assert faults == [PoseFault.JUMP]


def test_who_is_refused_a_jump_can_jump_again_as_soon_as_others():
    """One bucket each: what one jumps, and when, is nothing to the others."""
    stage = Stage(walkable=FLOOR)
    for slot in range(2):
        stage.enter(slot)
        stage.put(slot, stage.desktop(slot, 0.0, 0.0))
    stage.step()
    faults = []
    for jump in range(1, 5):
        for slot in range(2):
            stage.put(slot, stage.desktop(slot, 1.0, 1.0, jump=jump if slot or jump > 2 else 0))
        faults += [slot for slot, _, _ in stage.step(0.01).faults]
    assert faults == [1]
    assert stage.step(0.3).faults == []
    stage.put(1, stage.desktop(1, 2.0, 2.0, jump=4))
    assert stage.step(0.01).faults == []


def test_a_headset_jumps_by_the_floor_below_it():
    stage = Stage(walkable=FLOOR)
    stage.enter(0)
    stage.put(0, stage.vr(0, 0.0, 0.0))
    stage.step()
    for y, faults in ((1.1, []), (2.5, []), (2.7, [PoseFault.JUMP])):
        stage.put(0, stage.vr(0, 9.0, 9.0, y=y, jump=1 if not faults else 2))
        assert [fault for _, fault, _ in stage.step(1.0).faults] == faults


def test_others_walk_while_one_jumps():
    stage = Stage(walkable=FLOOR)
    for slot in range(3):
        stage.enter(slot)
        stage.put(slot, stage.desktop(slot, 0.0, 0.0))
    stage.step()
    stage.put(0, stage.desktop(0, 15.0, 0.0, jump=1))
    stage.put(1, stage.desktop(1, 9.0, 0.0, jump=1))
    stage.put(2, stage.desktop(2, 1.0, 0.0))
    step = stage.step()
    assert [(slot, fault) for slot, fault, _ in step.faults] == [(0, PoseFault.JUMP)]
    assert [stage.at(slot)[0] for slot in range(3)] == [0.0, 9.0, 1.0]


# ---- coming and going -------------------------------------------------------------------------


def test_coming_back_raises_the_jump_counter():
    """P-7, R-3: the others see no walk."""
    stage = Stage()
    stage.enter(1)
    stage.put(1, stage.vr(1, 0.0, 0.0, jump=7))
    stage.step()
    assert stage.frames()[1].vr[0, 2] >> 29 == 7
    stage.enter(1, 5.0, 5.0)
    (record,) = stage.frames()[1].desktop
    assert record[1] >> 29 == 0
    assert stage.at(1) == (5.0, 0.0, 5.0)


def test_a_left_slot_starts_anew():
    stage = Stage()
    stage.enter(0)
    stage.put(0, stage.desktop(0, 12.0, 0.0))
    stage.step()
    stage.put(0, stage.desktop(0, 1.0, 0.0))
    stage.crowd.leave(0)
    assert (stage.step().accepted, stage.frames()) == (0, {})
    stage.enter(0, 5.0, 5.0)
    assert stage.step().cut == 0
    assert stage.at(0) == (5.0, 0.0, 5.0)


def test_slots_beyond_the_capacity_find_room():
    """A plan with fewer places than the stored members have slots."""
    stage = Stage(capacity=2)
    stage.enter(0, 1.0, 1.0)
    stage.put(0, stage.desktop(0, 1.5, 1.0))
    stage.enter(40, 3.0, 3.0)
    assert stage.step().accepted == 1
    stage.put(40, stage.desktop(40, 3.5, 3.0))
    assert stage.step().accepted == 1
    assert (stage.at(0), stage.at(40)) == ((1.5, 0.0, 1.0), (3.5, 0.0, 3.0))


def life_of_four(capacity: int) -> tuple[list, list]:
    """One moves and is told to the near ones only, one jumps and is told to nobody yet, one is on
    the way, one stands still; then somebody comes whose slot is 40; then all go on."""
    stage, steps, frames = Stage(capacity=capacity, bounds=WIDE, walkable=()), [], []
    stage.tick = 100

    def say(seconds: float, **places: tuple[float, int]) -> None:
        for name, (x, jump) in places.items():
            slot = int(name[1:])
            stage.put(slot, stage.desktop(slot, x, 1.0, jump=jump))
        steps.append(stage.step(seconds))

    def pack(ticks: int) -> None:
        for _ in range(ticks):
            frames.append([(frame, slots.tolist()) for frame, slots, _ in each(stage.pack())])

    for slot, x in enumerate((1.0, 100.0, 50.0, 150.0)):
        stage.enter(slot, x, 1.0)
    say(0.0, s0=(1.0, 0), s1=(100.0, 0), s2=(50.0, 0))
    pack(4)
    say(0.0, s0=(1.5, 0))
    pack(1)
    say(0.0, s1=(110.0, 1), s2=(60.0, 0))
    say(0.0, s1=(111.0, 2))
    stage.enter(40, 3.0, 3.0)
    pack(3)
    say(0.05)
    pack(1)
    say(0.01, s0=(4.0, 0), s1=(112.0, 3))
    say(0.01, s1=(113.0, 4))
    pack(4)
    return steps, frames


def test_growing_changes_nothing_for_those_who_are_there():
    """Buckets, ways and what is still to be told are the same in a table that had to grow."""
    steps, frames = life_of_four(4)
    assert (steps, frames) == life_of_four(60)
    assert [step.cut for step in steps] == [0, 0, 1, 1, 1, 1, 1]
    assert [fault for step in steps for _, fault, _ in step.faults] == [PoseFault.JUMP]


def test_asking_for_a_place_changes_nothing():
    """Found by the fuzzer: of a single headset the far record was written into the table."""
    stage = Stage()
    stage.enter(0)
    stage.put(0, stage.vr(0, 0.0, 0.0))
    stage.step()
    before = stage.crowd._table.words.copy()
    assert stage.crowd.place_of(0) == stage.crowd.place_of(0)
    assert (stage.crowd._table.words == before).all()


def test_floors_of_many_are_comparable_whatever_they_look_through():
    """V-3: metres from ``bounds.min``, in the order that was asked for."""
    stage = Stage()
    for slot in (2, 0, 5):
        stage.enter(slot)
    stage.say(0, 1.0, -2.0, y=0.5)
    stage.put(5, stage.vr(5, 1.5, 2.0, y=2.1))
    stage.step()
    low = np.array(BOUNDS[0])
    floors = stage.crowd.floors(np.array([5, 0])) + low
    assert floors == pytest.approx(np.array([(1.5, 0.5, 2.0), (1.0, 0.5, -2.0)]), abs=0.011)
    assert stage.crowd.floors(np.array([], dtype=np.intp)).shape == (0, 3)


def test_the_place_of_a_headset_is_the_floor_below_it():
    stage = Stage()
    stage.enter(0)
    stage.put(0, stage.vr(0, 1.0, 2.0, y=1.9, head=(0.0, math.sin(0.5), 0.0, math.cos(0.5))))
    stage.step()
    assert stage.at(0) == (1.0, 0.3, 2.0)
    assert stage.crowd.place_of(0).yaw == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("position", "may"),
    [
        ((0.0, 0.0, 0.0), True),
        ((0.0, 0.9, 0.0), True),
        ((0.0, 1.2, 0.0), False),
        ((15.0, 0.0, 0.0), False),
        ((20.01, 0.0, 0.0), False),
        ((0.0, -0.51, 0.0), False),
        ((1e308, -1e308, 0.0), False),
    ],
)
def test_walkable_is_in_bounds_and_on_a_floor(position, may):
    """R-3, P-7."""
    assert Stage(walkable=FLOOR).crowd.walkable(position) is may


def test_without_floor_triangles_the_bounds_are_walkable():
    crowd = Stage().crowd
    assert crowd.walkable(BOUNDS[0])
    assert crowd.walkable(BOUNDS[1])
    assert not crowd.walkable((0.0, 6.01, 0.0))


# ---- exhibits in hand (X-1) -------------------------------------------------------------------


def test_who_holds_an_exhibit_turns_it_for_all():
    stage = Stage()
    stage.enter(0)
    stage.enter(1)
    stage.frames()
    stage.crowd.hold(1, 0)
    stage.hold(0, exhibit=1, seq=9)
    assert stage.step().accepted == 1
    for frame in stage.frames().values():
        held = stage.held(frame)
        assert (held.exhibit.tolist(), held.slot.tolist()) == ([1], [0])
        assert held.rotation[0] == pytest.approx((0.0, 0.6, 0.0, 0.8), abs=0.002)


def test_anybody_else_is_no_holder_and_the_holder_goes_on():
    stage = Stage()
    stage.enter(0)
    stage.enter(1)
    stage.crowd.hold(0, 0)
    stage.hold(1, exhibit=0, seq=1)
    stage.hold(0, exhibit=0, seq=1)
    stage.hold(0, exhibit=1, seq=1)
    stage.hold(0, exhibit=777, seq=1)
    step = stage.step()
    assert sorted(step.faults) == [
        (0, PoseFault.NOT_HOLDER, None),
        (0, PoseFault.NOT_HOLDER, None),
        (1, PoseFault.NOT_HOLDER, None),
    ]
    assert step.accepted == 1
    assert stage.held(stage.frames()[1]).slot.tolist() == [0]


def test_an_exhibit_put_down_is_turned_no_more():
    stage = Stage()
    stage.enter(0)
    stage.crowd.hold(0, 0)
    stage.hold(0, exhibit=0, seq=1)
    stage.crowd.hold(0, None)
    assert stage.step().faults == [], "it was theirs when they said it"
    assert len(stage.frames(newcomers=[0])[0].held) == 0
    stage.hold(0, exhibit=0, seq=2)
    assert stage.step().faults == [(0, PoseFault.NOT_HOLDER, None)]
    assert len(stage.frames(newcomers=[0])[0].held) == 0


def test_poses_and_held_records_are_counted_apart():
    stage = Stage()
    stage.enter(0)
    stage.crowd.hold(0, 0)
    stage.put(0, stage.vr(0, 0.0, 0.0), seq=500)
    stage.hold(0, exhibit=0, seq=3)
    assert stage.step().accepted == 2


@pytest.mark.parametrize(
    ("vr", "at", "fault"),
    [
        (True, (3.0, 3.0, 5.0), None),
        (True, (3.0, 3.0, 6.99), None),
        (True, (3.0, 3.0, 7.01), PoseFault.REACH),
        (True, (3.0, 0.4, 4.5), PoseFault.REACH),
        (False, (3.0, 1.6, 6.99), None),
        (False, (3.0, 3.0, 7.01), PoseFault.REACH),
        (False, (3.0, 0.0, 5.0), None),
    ],
)
def test_an_exhibit_is_carried_within_reach_of_the_head(vr, at, fault):
    """X-7: of a screen member's, which is as high above the floor as eyes are."""
    stage = Stage()
    stage.enter(0, 3.0, 4.5)
    stage.crowd.hold(1, 0)
    stage.put(0, stage.vr(0, 3.0, 4.5, y=2.95) if vr else stage.desktop(0, 3.0, 4.5))
    stage.hold(0, exhibit=1, seq=1, at=at)
    assert [fault for _, fault, _ in stage.step().faults] == ([] if fault is None else [fault])
    held = stage.held(stage.frames()[0])
    assert held.carried.tolist() == ([True] if fault is None else [])
    assert held.position.tolist() == ([pytest.approx(at, abs=0.001)] if fault is None else [])


def test_where_the_holder_goes_at_this_tick_they_may_carry_it():
    """A teleport and the exhibit that goes along come in one tick."""
    stage = Stage()
    stage.enter(0)
    stage.crowd.hold(0, 0)
    stage.say(0, 0.0, 0.0)
    stage.put(0, stage.desktop(0, 15.0, 10.0, jump=1))
    stage.hold(0, exhibit=0, seq=1, at=(15.0, 1.0, 10.5))
    assert stage.step().faults == []


def test_who_runs_too_fast_does_not_carry_it_ahead_of_themselves():
    """X-7 with P-6: where they are seen counts."""
    stage = Stage()
    stage.enter(0)
    stage.crowd.hold(0, 0)
    stage.say(0, 0.0, 0.0)
    stage.put(0, stage.desktop(0, 15.0, 0.0))
    stage.hold(0, exhibit=0, seq=1, at=(15.0, 1.6, 0.0))
    assert stage.step().faults == [(0, PoseFault.REACH, None)]


def test_an_exhibit_is_not_carried_out_of_the_room():
    stage = Stage()
    stage.enter(0, 19.9, 14.9)
    stage.crowd.hold(0, 0)
    stage.hold(0, exhibit=0, seq=1, at=(20.01, 1.6, 14.9))
    assert stage.step().faults == [(0, PoseFault.BOUNDS, None)]
    stage.hold(0, exhibit=0, seq=1, at=(20.0, 1.6, 15.0))
    assert stage.step().faults == []


# ---- aside (Q) --------------------------------------------------------------------------------


def aside() -> Stage:
    """Of three who have seen each other the first is aside."""
    stage = Stage()
    for slot in range(3):
        stage.enter(slot, float(slot), 1.0)
    stage.say(0, 0.5, 1.0)
    stage.frames(newcomers=[0, 1, 2])
    stage.crowd.step_aside(0)
    return stage


def test_nothing_of_one_who_is_aside_is_told_and_nothing_told_to_them():
    """Q-2, over longer than everybody is repeated (F-5)."""
    stage = aside()
    stage.crowd.hold(0, 1)
    for tick in range(45):
        stage.put(0, stage.desktop(0, 0.5 + tick / 100, 1.0))
        stage.put(1, stage.desktop(1, 1.0 + tick / 100, 1.0))
        stage.hold(1, exhibit=0, seq=tick + 1)
        stage.crowd.put(1, reaction_of(1))
        assert stage.step().faults == []
        frames = stage.frames(newcomers=[2] if tick == 9 else [])
        for slot in (1, 2):
            assert 0 not in poses.slots_of(frames[slot].desktop).tolist()
        if 0 in frames:
            assert counts(frames[0]) == [0, 0, 0, 0, 0]
    assert stage.at(0) == (0.5, 0.0, 1.0), "what they said of their place is dropped"


def reaction_of(slot: int) -> bytes:
    words = poses.pack_reactions(poses.Reactions(slot, 1))
    return codec.pose_frame(FrameKind.REACTION, 1, words)


def counts(frame: codec.TickFrame) -> list[int]:
    return [len(t) for t in (frame.vr, frame.desktop, frame.far, frame.held, frame.reactions)]


def test_entries_come_to_one_who_is_aside_and_a_sign_of_life_every_second():
    """Q-2, F-6."""
    stage = aside()
    entry = m.AwayEntry(seq=1, at=2, member="m")
    told = stage.frames(entries=codec.encode_entries([entry]))
    assert [list(told[slot].entries) for slot in range(3)] == [[entry]] * 3
    assert counts(told[0]) == [0, 0, 0, 0, 0]
    ticks = [tick for tick in range(60) if 0 in stage.frames()]
    assert ticks == [19, 39, 59]


def test_all_may_be_aside():
    stage = aside()
    for slot in (1, 2):
        stage.crowd.step_aside(slot)
    stage.step()
    assert stage.frames(newcomers=[0, 1]) == {}
    assert all(counts(frame) == [0] * 5 for _ in range(25) for frame in stage.frames().values())


def test_what_one_who_is_aside_shows_is_refused():
    """Q-4, and what they showed at the same tick, before it, is not shown."""
    stage = aside()
    stage.crowd.put(0, reaction_of(0))
    assert stage.step().faults == [(0, PoseFault.ASIDE, None)]
    stage.crowd.put(1, reaction_of(1))
    stage.step()
    stage.crowd.step_aside(1)
    assert not len(stage.frames()[2].reactions)


def test_one_comes_back_where_one_stood_and_it_is_no_walk():
    """Q-3: the next pose may have any number, and what is left to walk and jump is not renewed."""
    stage = aside()
    stage.step(5.0)
    stage.crowd.step_back(0, stage.now)
    frames = stage.frames(newcomers=[0])
    assert sorted(poses.slots_of(frames[0].desktop).tolist()) == [0, 1, 2]
    assert frames[0].full
    back = poses.unpack_desktop(frames[1].desktop, stage.quantiser)
    assert (back.slot[0], back.jump[0]) == (0, 1), "it was 0"
    assert back.position[0] == pytest.approx((0.5, 0.0, 1.0))
    stage.put(0, stage.desktop(0, 0.6, 1.0, jump=5), seq=0)
    assert stage.step().faults == []
    assert stage.at(0) == (0.6, 0.0, 1.0)
    stage.crowd.put(0, reaction_of(0))
    assert stage.step().faults == []


def test_going_aside_and_back_does_not_let_one_walk_farther():
    """P-6."""
    stage = Stage()
    stage.enter(0, -19.0)
    for tick in range(1, 11):
        stage.put(0, stage.desktop(0, 19.0, 0.0), seq=tick)
        stage.step(0.001)
        stage.crowd.step_aside(0)
        stage.crowd.step_back(0, stage.now)
    assert stage.at(0)[0] <= -19.0 + 3.0 + 0.01 * 12 + 0.1


def test_who_leaves_from_aside_leaves_nothing_for_the_next_one():
    stage = aside()
    stage.crowd.leave(0)
    stage.enter(0, 4.0, 4.0)
    stage.crowd.put(0, reaction_of(0))
    assert stage.step().faults == []
    assert 0 in poses.slots_of(stage.frames()[1].desktop).tolist()


def test_those_who_are_aside_stay_so_when_the_table_grows():
    stage = aside()
    stage.enter(100)
    stage.say(0, 0.9, 1.0)
    frames = stage.frames(entries=ENTRY)
    assert sorted(frames) == [0, 1, 2, 100]
    assert counts(frames[0]) == [0, 0, 0, 0, 0]
    assert 0 not in poses.slots_of(frames[1].desktop).tolist()


def test_who_watches_sees_all_and_is_not_seen():
    """Q-7, over longer than everybody is repeated (F-5)."""
    stage = aside()
    stage.crowd.step_aside(0, watching=True)
    stage.crowd.hold(0, 1)
    for tick in range(45):
        stage.put(0, stage.desktop(0, 0.5 + tick / 100, 1.0))
        stage.put(1, stage.desktop(1, 1.0 + tick / 100, 1.0))
        stage.hold(1, exhibit=0, seq=tick + 1)
        stage.crowd.put(1, reaction_of(1))
        stage.step()
        frames = stage.frames(newcomers=[0] if tick == 9 else [])
        for frame in frames.values():
            assert 0 not in poses.slots_of(frame.desktop).tolist()
        assert 1 in poses.slots_of(frames[0].desktop).tolist()
        assert counts(frames[0])[3:] == [1, 1]
        assert frames[0].full == (tick == 9)
    assert stage.at(0) == (0.5, 0.0, 1.0), "what they said of their place is dropped"


def test_who_watches_shows_nothing_and_gets_each_entry_once():
    """Q-7."""
    stage = aside()
    stage.crowd.step_aside(0, watching=True)
    stage.crowd.put(0, reaction_of(0))
    assert stage.step().faults == [(0, PoseFault.ASIDE, None)]
    entry = m.AwayEntry(seq=1, at=2, member="m")
    tick, table = stage.tick + 1, codec.encode_entries([entry])
    packed = stage.crowd.pack(tick=tick, time_ms=0, entries=table)
    assert sorted(packed.slots.tolist()) == [0, 1, 2]


def test_who_watches_no_longer_is_seen_or_blind_again():
    stage = aside()
    stage.crowd.step_aside(0, watching=True)
    stage.crowd.step_back(0, stage.now)
    assert 0 in poses.slots_of(stage.frames()[1].desktop).tolist()
    stage.crowd.step_aside(0, watching=True)
    stage.crowd.step_aside(0)
    stage.say(1, 3.0, 1.0)
    assert counts(stage.frames(entries=ENTRY)[0]) == [0] * 5


def test_those_who_watch_go_on_when_the_table_grows():
    stage = aside()
    stage.crowd.step_aside(0, watching=True)
    stage.enter(100)
    stage.say(1, 3.0, 1.0)
    assert 1 in poses.slots_of(stage.frames()[0].desktop).tolist()
