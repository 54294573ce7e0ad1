"""Exhibits in hand (PROTOCOL.md X-1, P-3, P-5)."""

import struct

import numpy as np
import pytest

from vbranch.protocol import poses
from vbranch.protocol.codec import pose_frame
from vbranch.protocol.constants import FrameKind, PoseFault
from vbranch.room.held import Held, is_held


def frame(exhibit=0, slot=1, seq=1, turn=None) -> bytes:
    words = poses.pack_held(poses.HeldPoses(exhibit, slot, (0.0, 0.6, 0.0, 0.8)))
    if turn is not None:
        words[0, 1] = turn
    return pose_frame(FrameKind.HELD, seq, words)


def held_by(slot: int) -> Held:
    held = Held()
    held.hold(0, slot)
    return held


def changed(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + bytes([value]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (frame(), None),
        (changed(frame(), 1, 1), PoseFault.RESERVED),
        (changed(frame(), 7, 0x20), PoseFault.RESERVED),
        (frame(slot=2), PoseFault.NOT_YOURS),
        (frame(exhibit=1), PoseFault.NOT_HOLDER),
        (frame(turn=0), PoseFault.ROTATION),
        (frame(turn=0xFFFFFFFF), PoseFault.ROTATION),
    ],
)
def test_what_is_said_is_judged(data, fault):
    held = held_by(1)
    held.put(1, data)
    assert list(held.read()) == [(1, fault)]
    said = [] if fault else [list(struct.unpack("<II", data[4:]))]
    assert held.records(everything=False).tolist() == said
    assert list(held.read()) == []


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
    said = held.records(everything=False)
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
    assert held.records(everything=True).shape == (0, 2)
    held.put(1, frame())
    list(held.read())
    held.told()
    assert held.records(everything=False).shape == (0, 2)
    assert np.asarray(held.records(everything=True)).shape == (1, 2)
    held.hold(0, None)
    assert held.records(everything=True).shape == (0, 2)


@pytest.mark.parametrize("data", [b"", frame()[:-1], frame() + b"\0", changed(frame(), 0, 3)])
def test_other_kinds_and_lengths_are_not_held_frames(data):
    assert is_held(frame())
    assert not is_held(data)
