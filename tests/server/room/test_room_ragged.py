"""Lists end to end, and windows on them that move on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbranch.room.ragged import Pairs, bounds_of, ranges, sizes_of, window

SIZES = st.lists(st.integers(0, 5), max_size=8)


@given(sizes=SIZES, starts=st.lists(st.integers(0, 100), min_size=8, max_size=8))
def test_ranges_are_all_numbers_from_each_start_on(sizes, starts):
    some = np.array(starts[: len(sizes)], dtype=np.intp)
    found = ranges(some, np.array(sizes, dtype=np.intp))
    expected = [start + i for start, size in zip(starts, sizes, strict=False) for i in range(size)]
    assert found.tolist() == expected


@given(sizes=SIZES)
def test_bounds_and_sizes_are_one_thing(sizes):
    bounds = bounds_of(np.array(sizes, dtype=np.intp))
    assert bounds.tolist() == [sum(sizes[:i]) for i in range(len(sizes) + 1)]
    assert sizes_of(bounds).tolist() == sizes


def test_pairs_without_a_choice_are_all():
    pairs = Pairs(np.array([0, 0, 2]), np.array([5, 6, 5]))
    assert pairs.only(None) is pairs
    assert pairs.only(np.array([True, False, True])).slots.tolist() == [5, 5]


@given(
    sizes=st.lists(st.integers(0, 12), min_size=1, max_size=5),
    firm=st.sets(st.integers(0, 40)),
    most=st.integers(0, 6),
    turn=st.integers(0, 1000),
)
def test_a_window_keeps_the_firm_and_as_many_others_as_there_is_room_for(sizes, firm, most, turn):
    frames = np.arange(len(sizes)).repeat(sizes)
    must = np.isin(np.arange(len(frames)), list(firm))
    keep = window(frames, must, len(sizes), most, turn)
    if keep is None:
        assert max(sizes) <= most
        return
    assert keep[must].all()
    for frame, size in enumerate(sizes):
        there = frames == frame
        assert keep[there].sum() == min(size, max(most, must[there].sum()))


@pytest.mark.parametrize(("size", "most"), [(7, 3), (12, 5), (64, 63), (300, 64)])
def test_windows_give_everybody_as_many_turns(size, most):
    """I-2: nobody has two turns before all others have had one."""
    frames, firm = np.zeros(size, dtype=np.intp), np.arange(size) % 9 == 0
    had = np.zeros(size, dtype=np.intp)
    for turn in range(50):
        had += window(frames, firm, 1, most, turn)
    waiting = had[~firm]
    assert (had[firm] == 50).all()
    if most > firm.sum():
        assert waiting.max() - waiting.min() <= 1


def test_no_frames_need_no_window():
    none = np.empty(0, dtype=np.intp)
    assert window(none, np.empty(0, dtype=np.bool_), 0, 0, 3) is None
