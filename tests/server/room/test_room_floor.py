"""The raster of floors (PROTOCOL.md P-7)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vbranch.protocol.poses import Quantiser
from vbranch.room.floor import Floor

QUANTISER = Quantiser(((-10.0, -1.0, -10.0), (10.0, 8.0, 10.0)))


def square(x0, z0, x1, z1, y=0.0, rise=0.0):
    """Two triangles; ``rise`` is how much higher it is at ``x1``."""
    a, b, c, d = (x0, y, z0), (x1, y + rise, z0), (x1, y + rise, z1), (x0, y, z1)
    return (a, b, c), (a, c, d)


def holds(floor: Floor, *points) -> list[bool]:
    return floor.holds(QUANTISER.steps(points)).tolist()


def test_without_triangles_one_can_stand_anywhere():
    assert holds(Floor((), QUANTISER), (0, 0, 0), (10, 8, 10)) == [True, True]


def test_one_stands_on_the_floor_and_not_beside_it():
    floor = Floor(square(-5, -5, 5, 5), QUANTISER)
    assert holds(
        floor, (0, 0, 0), (4.99, 0, -4.99), (5.3, 0, 0), (0, 0, -5.3), (9.99, 0, 9.99)
    ) == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_one_stands_within_a_metre_of_the_height():
    floor = Floor(square(-5, -5, 5, 5, y=2.0), QUANTISER)
    assert holds(floor, (0, 1.0, 0), (0, 3.0, 0), (0, 0.99, 0), (0, 3.01, 0)) == [
        True,
        True,
        False,
        False,
    ]


def test_storeys_lie_above_one_another():
    triangles = square(-5, -5, 5, 5, y=6.0) + square(-5, -5, 5, 5) + square(-5, -5, 0, 0, y=3.0)
    floor = Floor(triangles, QUANTISER)
    heights = [(-2, y, -2) for y in (0, 1.5, 3, 4.5, 6)]
    assert holds(floor, *heights) == [True, False, True, False, True]
    assert holds(floor, (2, 3, 2), (2, 6, 2)) == [False, True]


def test_a_ramp_is_as_high_as_it_is_there():
    floor = Floor(square(-10, -2, 10, 2, rise=7.0), QUANTISER)
    for x in (-9.0, -3.0, 0.0, 6.0, 9.9):
        y = (x + 10) / 20 * 7
        assert holds(floor, (x, y, 0), (x, y + 1.2, 0), (x, y - 1.2, 0)) == [True, False, False]


def test_walls_and_what_lies_outside_are_no_floor():
    wall = ((0.0, 0.0, -5.0), (0.0, 3.0, -5.0), (0.0, 0.0, 5.0))
    outside = square(20, 20, 30, 30)
    assert holds(Floor((wall, *outside), QUANTISER), (0, 0, 0), (9.99, 0, 9.99)) == [False, False]


def test_a_floor_that_reaches_out_of_the_bounds_is_cut_there():
    floor = Floor(square(-50, -50, 50, 50), QUANTISER)
    assert holds(floor, (-10, 0, -10), (10, 0, 10), (0, 0, 0)) == [True] * 3


def test_the_winding_does_not_matter():
    a, b, c = square(-5, -5, 5, 5)[0]
    points = [(4.0, 0, 2.0), (-4.0, 0, 2.0)]
    assert holds(Floor(((a, b, c),), QUANTISER), *points) == holds(
        Floor(((c, b, a),), QUANTISER), *points
    )


@given(
    corners=st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=3, max_size=3),
    weights=st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1)), min_size=1, max_size=20
    ),
)
@settings(deadline=None)
def test_every_point_of_a_triangle_holds(corners, weights):
    """Thin triangles too: a cell counts as soon as a floor touches it."""
    triangle = tuple((x, 1.0, z) for x, z in corners)
    (x1, z1), (x2, z2), (x3, z3) = corners
    if abs((x2 - x1) * (z3 - z1) - (x3 - x1) * (z2 - z1)) < 1e-3:
        return
    mixed = [np.average(triangle, axis=0, weights=weight) for weight in weights]
    inside = [np.clip(point, -9.99, 9.99) for point in mixed]
    assert all(holds(Floor((triangle,), QUANTISER), *inside))


@pytest.mark.parametrize("point", [(-10, 0, -10), (10, 0, 10), (-10, 0, 10)])
def test_the_rim_of_the_bounds_can_be_asked_for(point):
    assert holds(Floor(square(-10, -10, 10, 10), QUANTISER), point) == [True]


def test_a_seat_holds_where_no_floor_is():
    """W-3."""
    floor = Floor(square(-5, -5, 5, 5), QUANTISER, [(7.0, 0.0, 7.0), (8.0, 4.0, -8.0)])
    on_it = [(7, 0, 7), (7.5, 0.9, 6.5), (8, 3.1, -8), (0, 0, 0)]
    beside = [(7.6, 0, 7), (7, 1.1, 7), (8, 0, -8), (-7, 0, -7)]
    assert holds(floor, *on_it) == [True] * 4
    assert holds(floor, *beside) == [False] * 4
