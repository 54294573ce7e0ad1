"""Cells and groups of receivers (PROTOCOL.md F-3)."""

import numpy as np
import pytest

from vbranch.room.interest import Interest, far_repeats, repeats


def limit(x: float, z: float) -> np.ndarray:
    return np.array([round(x * 100), 300, round(z * 100)])


@pytest.mark.parametrize(
    ("x", "z", "cells", "groups", "has_far"),
    [
        (12.0, 19.99, 1, 1, False),
        (39.0, 39.0, 4, 1, False),
        (59.0, 19.0, 3, 3, True),
        (59.0, 59.0, 9, 9, True),
        (163.83, 163.83, 81, 81, True),
    ],
)
def test_cells_with_the_same_neighbours_form_a_group(x, z, cells, groups, has_far):
    interest = Interest(limit(x, z))
    xs, zs = range(0, round(x * 100), 2000), range(0, round(z * 100), 2000)
    far_corner = (round(x * 100), 0, round(z * 100))
    found = interest.cells(np.array([far_corner, *((i, 0, j) for i in xs for j in zs)]))
    assert len(set(found.tolist())) == cells
    assert len(interest.groups(found)) == groups
    assert interest.has_far is has_far


def test_near_is_the_own_cell_and_its_eight_neighbours():
    interest = Interest(limit(100.0, 100.0))
    points = np.array([(2000 * i + 10, 0, 2000 * j + 1990) for i in range(5) for j in range(5)])
    cells = interest.cells(points)
    for group, rows in interest.groups(cells):
        near = interest.near(group, cells)
        for row in rows:
            i, j = divmod(int(row), 5)
            expected = [abs(i - a) <= 1 and abs(j - b) <= 1 for a in range(5) for b in range(5)]
            assert near.tolist() == expected


def test_no_receivers_no_groups():
    assert Interest(limit(100, 100)).groups(np.array([], dtype=np.int64)) == []


@pytest.mark.parametrize(
    ("due", "ticks"), [(repeats, range(5, 45)), (far_repeats, range(4, 44, 4))]
)
def test_everybodys_turn_comes_once_in_two_seconds(due, ticks):
    slots = np.arange(8192)
    turns = sum(due(slots, tick).astype(int) for tick in ticks)
    assert (turns == 1).all()
