"""Exhibits in hand (PROTOCOL.md X-1, X-6 to X-9, P-3, P-5)."""

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbranch.protocol import held_records as records
from vbranch.protocol.codec import pose_frame
from vbranch.protocol.constants import CARRY_REACH_M, FrameKind, PoseFault
from vbranch.room.held import Held, is_held

LOW = (-20.0, -0.5, -15.0)
LIMIT = (40_000, 6500, 30_000)
HEAD = (20_000, 2100, 15_000)  # of everybody: in the middle, 1.6 m above the floor
AT_HAND = (0.3, 1.2, -0.4)


def frame(exhibit=0, slot=1, seq=1, turn=None, at=None, scale=1.0, **words) -> bytes:
    """``at``: carried there; ``words``: overwritten, ``w2=0x...``."""
    held = records.HeldPoses(exhibit, slot, (0.0, 0.6, 0.0, 0.8), at is not None, at or LOW, scale)
    said = records.pack_held(held, LOW)
    if turn is not None:
        said[0, 1] = turn
    for name, value in words.items():
        said[0, int(name[1:])] = value
    return pose_frame(FrameKind.HELD, seq, said)


def nobody_holds() -> Held:
    return Held(LIMIT, lambda slot: HEAD)


def held_by(slot: int) -> Held:
    held = nobody_holds()
    held.hold(0, slot)
    return held


def changed(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + bytes([value]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (frame(), None),
        (frame(at=AT_HAND), None),
        (changed(frame(), 1, 1), PoseFault.RESERVED),
        (changed(frame(), 7, 0x40), PoseFault.RESERVED),
        (changed(frame(at=AT_HAND), 7, 0xA0), PoseFault.RESERVED),
        (frame(w2=1), PoseFault.RESERVED),
        (frame(w3=1 << 18), PoseFault.RESERVED),
        (frame(at=AT_HAND, w3=1 << 28), PoseFault.RESERVED),
        (frame(at=AT_HAND, w3=1023 << 18), PoseFault.RESERVED),
        (frame(slot=2), PoseFault.NOT_YOURS),
        (frame(exhibit=1), PoseFault.NOT_HOLDER),
        (frame(turn=0), PoseFault.ROTATION),
        (frame(turn=0xFFFFFFFF), PoseFault.ROTATION),
        (frame(at=(20.001, 1.6, 0.0)), PoseFault.BOUNDS),
        (frame(at=(0.0, 6.001, 0.0)), PoseFault.BOUNDS),
        (frame(at=(0.0, 1.6, 15.001)), PoseFault.BOUNDS),
        (frame(at=(2.501, 1.6, 0.0)), PoseFault.REACH),
        (frame(at=(0.0, -0.5, 1.5)), PoseFault.REACH),
        (frame(at=(-1.5, 1.6, 2.0)), None),
        (frame(at=(21.0, 1.6, 0.0), turn=0), PoseFault.ROTATION),
    ],
)
def test_what_is_said_is_judged(data, fault):
    held = held_by(1)
    held.put(1, data)
    assert list(held.read()) == [(1, fault)]
    said = [] if fault else [list(struct.unpack("<4I", data[4:]))]
    assert held.everything().tolist() == said
    assert list(held.read()) == []


@given(place=st.tuples(st.floats(-20, 20), st.floats(-0.5, 6), st.floats(-15, 15)))
def test_one_carries_as_far_as_arms_go_and_no_farther(place):
    """X-7, to the millimetre or so of the wire."""
    held = held_by(1)
    held.put(1, frame(at=place))
    ((_, fault),) = held.read()
    away = math.dist(place, (0.0, 1.6, 0.0)) - CARRY_REACH_M
    assert abs(away) < 0.001 or fault == (PoseFault.REACH if away > 0 else None)


def test_what_is_refused_leaves_what_was_said_before():
    held = held_by(1)
    held.put(1, frame(at=AT_HAND))
    list(held.read())
    before = held.everything().tolist()
    held.put(1, frame(at=(9.0, 1.6, 0.0), seq=2))
    assert list(held.read()) == [(1, PoseFault.REACH)]
    assert held.everything().tolist() == before
    held.put(1, frame(seq=2))
    assert list(held.read()) == [(1, None)], "its number was not used up"
    assert not records.carried_of(held.everything())[0], "and it may be put back in its place"


def test_older_frames_are_stale_until_it_is_taken_anew():
    held = held_by(1)
    for seq, fault in ((65535, None), (0, None), (0, PoseFault.STALE), (65535, PoseFault.STALE)):
        held.put(1, frame(seq=seq))
        assert list(held.read()) == [(1, fault)]
    held.hold(0, 1)
    held.put(1, frame(seq=0))
    assert list(held.read()) == [(1, None)]


def test_another_connection_of_the_holder_counts_anew():
    """H-6: the exhibit is still theirs."""
    held = held_by(1)
    held.put(1, frame(seq=900))
    list(held.read())
    held.put(1, frame(seq=901))
    held.forget(1)
    assert list(held.read()) == []
    held.put(1, frame(seq=1))
    assert list(held.read()) == [(1, None)]


def test_the_latest_of_a_tick_wins_and_two_hands_hold_two():
    held = held_by(1)
    held.hold(5, 1)
    held.put(1, frame(exhibit=5))
    for seq, middle in enumerate((0x1FF, 0x200, 0x201), 1):
        held.put(1, frame(seq=seq, turn=middle << 2 | middle << 12 | middle << 22))
    assert list(held.read()) == [(1, None), (1, None)]
    said = held.records(tick=1)
    assert (said[:, 0] & 0xFFFF).tolist() == [0, 5]
    assert said[0, 1] >> 22 == 0x201


def test_what_the_holder_said_just_before_putting_it_down_is_no_fault():
    """Found by a soak: frame and release came in one drain, the release was applied first."""
    held = held_by(1)
    held.put(1, frame())
    held.hold(0, None)
    assert list(held.read()) == []
    held.hold(0, 1)
    held.put(1, frame())
    held.hold(0, 2)
    assert list(held.read()) == []
    held.put(1, frame(seq=2))
    assert list(held.read()) == [(1, PoseFault.NOT_HOLDER)]


def test_records_are_fresh_once_and_known_until_put_down():
    held = held_by(1)
    assert held.everything().shape == (0, 4)
    held.put(1, frame())
    list(held.read())
    assert held.records(tick=1).shape == (1, 4)
    held.told()
    assert held.records(tick=1).shape == (0, 4)
    assert np.asarray(held.everything()).shape == (1, 4)
    held.hold(0, None)
    assert held.everything().shape == (0, 4)


def test_what_was_said_is_repeated_within_two_seconds_while_it_is_held():
    """X-8: a slow reader may have missed the frame with it."""
    held = held_by(1)
    held.hold(77, 1)
    held.put(1, frame(exhibit=77, at=AT_HAND))
    list(held.read())
    held.told()
    said = [len(held.records(tick)) for tick in range(100, 164)]
    assert (said.count(1), said.count(0)) == (2, 62), "but not the one of which nothing was said"
    held.hold(77, None)
    assert not any(len(held.records(tick)) for tick in range(100, 180))


def test_who_gets_every_fourth_frame_is_told_what_was_said_between_and_whose_turn_it_was():
    """I-5."""
    held = held_by(1)
    held.put(1, frame(at=AT_HAND))
    list(held.read())
    told = []
    for _ in range(5):
        told.append([len(held.records(tick=10, beats=beats)) for beats in (1, 2, 4)])
        held.told()
    assert told == [[1, 1, 1], [0, 1, 1], [0, 0, 1], [0, 0, 1], [0, 0, 0]]
    assert [len(held.records(tick, beats=4)) for tick in range(31, 37)] == [0, 1, 1, 1, 1, 0]


# ---- passed on --------------------------------------------------------------------------------


def carried_by(slot: int, **more) -> Held:
    held = held_by(slot)
    held.put(slot, frame(slot=slot, at=AT_HAND, scale=1.5, **more))
    assert list(held.read()) == [(slot, None)]
    held.told()
    return held


def test_what_is_passed_on_stays_where_it_was_in_the_new_hands():
    """X-9."""
    held = carried_by(1, seq=700)
    held.hold(0, 8191)
    (said,) = (records.unpack_held(words, LOW) for words in [held.records(tick=1)])
    assert (said.exhibit[0], said.slot[0], said.carried[0]) == (0, 8191, True)
    assert said.position[0] == pytest.approx(AT_HAND, abs=0.001)
    assert said.scale[0] == pytest.approx(1.5, abs=0.002)
    held.put(8191, frame(slot=8191, seq=3))
    assert list(held.read()) == [(8191, None)], "the new holder counts anew"
    assert not records.carried_of(held.everything())[0]


def test_what_was_only_turned_is_passed_on_without_a_word():
    """Its rotation is what was settled (X-2)."""
    held = held_by(1)
    held.put(1, frame())
    list(held.read())
    held.hold(0, 2)
    assert not len(held.everything())


def test_what_was_released_in_between_is_in_its_own_place():
    """X-6."""
    held = carried_by(1)
    held.hold(0, None)
    held.hold(0, 2)
    assert not len(held.everything())


@pytest.mark.parametrize("data", [b"", frame()[:-1], frame() + b"\0", changed(frame(), 0, 3)])
def test_other_kinds_and_lengths_are_not_held_frames(data):
    assert is_held(frame())
    assert not is_held(data)
