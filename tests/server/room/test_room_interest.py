"""Who is told of whom, and when (PROTOCOL.md I, F-5)."""

import numpy as np
import pytest

from vbranch.protocol.constants import STRIDES, TICK_HZ
from vbranch.room.interest import REPEAT_TICKS, Interest, Rates, in_turn, moved
from vbranch.room.overload import STEPS


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
