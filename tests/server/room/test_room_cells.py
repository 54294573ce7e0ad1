"""The adaptive grid against a recursive one (PROTOCOL.md I-1)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from room_reference import Partition

from vbranch.protocol import poses
from vbranch.room.cells import FAR, MIDDLE, NEAR, Cells

WIDE = np.array([16383, 1000, 16383])
CROWDS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 163), st.integers(0, 163), st.integers(0, 60)),
    max_size=8,
)
"""How wide a crowd stands, around where, and how many they are."""


def places(crowds) -> np.ndarray:
    """Metres ``(n, 2)``, in whole steps of the wire."""
    rng = np.random.default_rng(1)
    parts = [
        np.clip(rng.normal((x, z), 0.5 + 3 * wide, (n, 2)), 0, 163.83) for wide, x, z, n in crowds
    ]
    return np.floor(np.concatenate([np.empty((0, 2)), *parts]) * 100 + 0.5) / 100


def numbers(cells: Cells, at: np.ndarray) -> np.ndarray:
    floor = np.stack([at[:, 0], np.zeros(len(at)), at[:, 1]], axis=1)
    quantiser = poses.Quantiser(((0.0, 0.0, 0.0), (163.83, 10.0, 163.83)))
    slots = np.arange(len(at))
    return cells.places(
        poses.pack_desktop(poses.DesktopPoses(slots, floor, 0.0 * slots), quantiser)
    )


@given(crowds=st.lists(CROWDS, min_size=1, max_size=4))
@settings(deadline=None, max_examples=30)
def test_members_are_divided_as_the_reference_says(crowds):
    """Also after other crowds: cells that were split stay so until they are half as full."""
    cells, reference = Cells(WIDE), Partition()
    for crowd in crowds:
        at = places(crowd)
        there = numbers(cells, at)
        cells.plan(there)
        reference.plan([(x, z) for x, z in at.tolist()])
        leaves = cells.leaves(there).tolist()
        squares = [reference.leaf((x, z)) for x, z in at.tolist()]
        names = dict(zip(leaves, squares, strict=True))
        assert len(names) == len(set(squares))
        assert [names[leaf] for leaf in leaves] == squares
        tiers = {"near": NEAR, "middle": MIDDLE, "far": FAR}
        for to in names:
            expected = [tiers[reference.tier(names[to], names[of])] for of in names]
            assert cells.tiers[to, list(names)].tolist() == expected


@given(crowd=CROWDS)
@settings(deadline=None, max_examples=30)
def test_runs_name_the_leaves_of_their_tier(crowd):
    cells = Cells(WIDE)
    cells.plan(numbers(cells, places(crowd)))
    for runs, tier in ((cells.near, NEAR), (cells.middle, MIDDLE)):
        for leaf in range(cells.count):
            part = slice(runs.until[leaf], runs.until[leaf + 1])
            spans = zip(runs.first[part].tolist(), runs.last[part].tolist(), strict=True)
            named = [number for first, last in spans for number in range(first, last)]
            assert named == (cells.tiers[leaf] == tier).nonzero()[0].tolist()


def test_a_cell_is_split_beyond_twelve_and_whole_again_below_six():
    cells, at = Cells(WIDE), np.tile([[30.0, 30.0]], (13, 1)) + 0.01 * np.arange(13)[:, None]
    counts = []
    for n in (12, 13, 12, 6, 5, 6, 12):
        cells.plan(numbers(cells, at[:n]))
        counts.append(cells.count)
    whole, split = 81, 81 + 3 * 3
    assert counts == [whole, split, split, split, whole, whole, whole]


def test_nothing_is_reckoned_anew_while_the_partition_stays():
    cells, at = Cells(WIDE), places([(3, 50, 50, 60)])
    assert cells.plan(numbers(cells, at))
    tiers = cells.tiers
    assert not cells.plan(numbers(cells, at + 0.01))
    assert cells.tiers is tiers


@pytest.mark.parametrize("metres", [0.5, 2.5, 9.99])
def test_whoever_is_within_two_and_a_half_metres_is_near(metres):
    """I-3, however crowded it is."""
    cells, rng = Cells(WIDE), np.random.default_rng(3)
    at = places([(1, 80, 80, 400), (3, 20, 20, 60)])
    cells.plan(numbers(cells, at))
    beside = np.clip(np.round(at + rng.uniform(-metres, metres, at.shape), 2), 0, 163.83)
    tiers = cells.tiers[cells.leaves(numbers(cells, at)), cells.leaves(numbers(cells, beside))]
    assert (tiers == NEAR).all() == (metres <= 2.5)


def test_neighbours_take_turns():
    """I-5: a quarter of the frames at each of four ticks."""
    cells = Cells(WIDE)
    phase = cells.phase.reshape(9, 9)
    assert (phase[1:] != phase[:-1]).all()
    assert (phase[:, 1:] != phase[:, :-1]).all()
    assert np.bincount(cells.phase).min() >= 16


@pytest.mark.parametrize(
    ("x", "z", "compact"), [(1599, 1200, True), (3999, 3999, True), (4000, 1200, False)]
)
def test_a_compact_room_has_no_cells_that_do_not_touch(x, z, compact):
    assert Cells(np.array([x, 300, z])).compact is compact
