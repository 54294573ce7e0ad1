"""The bots walk like people, inside the room, and what they send reads back as it was meant."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vbranch.bots.frames import Carried, PoseTable, held_frame, records_in
from vbranch.bots.personas import PERSONAS, cast, next_time
from vbranch.bots.walk import SPEED_M_S, Troupe
from vbranch.protocol.codec import parse_tick_frame, tick_frame
from vbranch.protocol.constants import TICK_HZ
from vbranch.protocol.held_records import unpack_held
from vbranch.protocol.poses import Quantiser, unpack_desktop, unpack_vr

BOUNDS = ((-6.0, 0.0, -4.0), (6.0, 3.5, 8.0))


def troupe(count: int, seed: int) -> Troupe:
    rng = np.random.default_rng(seed)
    walkers = Troupe(cast(count, rng), rng)
    for bot in range(count):
        walkers.enter(bot, (0.5, 0.0, 1.0), 0.3, BOUNDS, 0.0)
    return walkers


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_nobody_runs_or_leaves_the_room(seed: int) -> None:
    walkers, before, moved = troupe(12, seed), None, False
    for tick in range(600):
        walkers.step(tick / TICK_HZ, 1 / TICK_HZ)
        floor = walkers.looks(tick / TICK_HZ).floor.copy()
        if before is not None:
            stride = np.linalg.norm(floor - before, axis=1)
            assert stride.max() <= SPEED_M_S[1] / TICK_HZ + 1e-9
            moved |= bool(stride.max() > 0.01)
        before = floor
        assert np.all((floor >= BOUNDS[0]) & (floor <= BOUNDS[1]))
    assert moved


def test_the_same_seed_gives_the_same_walk() -> None:
    pair = [troupe(6, 5), troupe(6, 5)]
    for tick in range(300):
        for walkers in pair:
            walkers.step(tick / TICK_HZ, 1 / TICK_HZ)
    first, second = (walkers.looks(15.0) for walkers in pair)
    assert np.array_equal(first.floor, second.floor)


def test_the_cast_keeps_its_shares() -> None:
    people = cast(200, np.random.default_rng(3))
    assert [sum(p is q for p in people) for q in PERSONAS] == [100, 50, 30, 20]


def test_what_never_happens_has_no_time() -> None:
    assert next_time(5.0, 0.0, np.random.default_rng(1)) == float("inf")
    assert next_time(5.0, 2.0, np.random.default_rng(1)) > 5.0


def table(headsets: list[bool]) -> tuple[PoseTable, Troupe, Quantiser]:
    walkers = troupe(len(headsets), 2)
    poses, quantiser = PoseTable(np.array(headsets)), Quantiser(BOUNDS)
    for bot in range(len(headsets)):
        poses.enter(bot, 100 + bot, quantiser)
    for tick in range(200):
        walkers.step(tick / TICK_HZ, 1 / TICK_HZ)
        poses.update(walkers.looks(tick / TICK_HZ))
    return poses, walkers, quantiser


def test_frames_say_where_the_bots_are() -> None:
    poses, walkers, quantiser = table([False, True, False, True])
    looks = walkers.looks(199 / TICK_HZ)
    screen_frame, screen = poses.frame(2)
    assert (screen_frame[0], len(screen_frame)) == (2, 4 + 12)
    assert int.from_bytes(screen_frame[2:4], "little") == 200
    read = unpack_desktop(screen[None], quantiser)
    assert read.slot[0] == 102
    assert np.allclose(read.position[0], looks.floor[2], atol=0.0051)

    headset_frame, headset = poses.frame(3)
    assert (headset_frame[0], len(headset_frame)) == (3, 4 + 24)
    head = unpack_vr(headset[None], quantiser)
    assert head.slot[0] == 103
    assert np.allclose(head.position[0] - (0, looks.head[3], 0), looks.floor[3], atol=0.0051)
    assert head.left.tracked[0]
    assert head.right.tracked[0]


def test_left_and_right_hands_are_on_their_sides() -> None:
    """A body looks along -Z of its own frame, so its left is at -X."""
    poses, walkers, quantiser = table([True])
    yaw = walkers.looks(199 / TICK_HZ).yaw[0]
    head = unpack_vr(poses.frame(0)[1][None], quantiser)
    right_of_body = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
    ahead = np.array([-np.sin(yaw), 0.0, -np.cos(yaw)])
    assert head.left.offset[0] @ right_of_body < -0.15
    assert head.right.offset[0] @ right_of_body > 0.15
    assert head.left.offset[0] @ ahead > -0.05


def test_records_of_a_tick_frame_are_found_again() -> None:
    poses, _, _ = table([False, True])
    desktop, vr = poses.frame(0)[1][None], poses.frame(1)[1][None]
    none = np.empty((0, 2), np.uint32)
    frame = tick_frame(
        tick=9, time_ms=1, full=False, vr=vr, desktop=desktop, far=none, held=none, entries=b"[]"
    )
    got = {int(slots[0]): records[0] for slots, records in records_in(frame, 1, 1)}
    assert np.array_equal(got[100], desktop[0])
    assert np.array_equal(got[101], vr[0])


def test_a_held_frame_names_exhibit_and_holder() -> None:
    frame = held_frame((3, 77), [0.0, 0.6, 0.0, 0.8], 513, BOUNDS)
    assert (frame[0], frame[1], frame[2:4], len(frame)) == (4, 0, b"\x01\x02", 20)
    held = unpack_held(np.frombuffer(frame, "<u4", offset=4)[None], BOUNDS[0])
    assert (held.exhibit[0], held.slot[0], held.carried[0]) == (3, 77, False)
    assert np.allclose(held.rotation[0], [0, 0.6, 0, 0.8], atol=0.005)


def test_what_is_carried_stays_in_the_bounds() -> None:
    """X-7."""
    carried = Carried((1.5, 1.0, 8.5), 2.0)
    frame = held_frame((3, 77), [0.0, 0.6, 0.0, 0.8], 513, BOUNDS, carried)
    held = unpack_held(np.frombuffer(frame, "<u4", offset=4)[None], BOUNDS[0])
    assert held.carried[0]
    assert np.allclose(held.position[0], [1.5, 1.0, 8.0], atol=0.001)
    assert abs(held.scale[0] - 2.0) < 0.003


def test_a_bot_with_a_headset_has_a_hand_where_its_record_says() -> None:
    poses, _, quantiser = table([False, True])
    assert poses.hand(0) is None
    read = unpack_vr(poses.frame(1)[1][None], quantiser)
    assert np.allclose(poses.hand(1), read.position[0] + read.right.offset[0], atol=0.011)


def test_the_codec_agrees_about_the_frame() -> None:
    poses, _, _ = table([False])
    none6, none2 = np.empty((0, 6), np.uint32), np.empty((0, 2), np.uint32)
    frame = tick_frame(
        tick=9,
        time_ms=1,
        full=True,
        vr=none6,
        desktop=poses.frame(0)[1][None],
        far=none2,
        held=none2,
        entries=b"",
    )
    assert np.array_equal(parse_tick_frame(frame).desktop[0], poses.frame(0)[1])
