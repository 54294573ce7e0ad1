"""The kit's stairs are as comfortable as they say, and one can walk up them: by our server's own floor, too."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kit import stairs
from kit.glb import to_gltf
from kit.part import Surface

from vbranch.protocol.poses import PER_M, Quantiser
from vbranch.room.floor import Floor

WOOD, DARK, METAL = Surface("wood"), Surface("dark"), Surface("metal")
STRIDE = 0.12  # metres between two looks for the floor, as the client walks


@pytest.fixture(params=[0.48, 0.8, 1.28, 3.2, 3.6])
def flight(request: pytest.FixtureRequest) -> stairs.Flight:
    return stairs.Flight(1.8, request.param)


def height_at(verts: np.ndarray, tris: np.ndarray, x: float, y: float) -> float:
    """Where the vertical line through (x, y) meets the mesh; authoring axes, z up."""
    for corners in verts[tris]:
        edges = (corners[1:] - corners[0]).T[:2]
        along = np.linalg.solve(edges, np.array([x, y]) - corners[0, :2])
        if (along >= -1e-9).all() and along.sum() <= 1 + 1e-9:
            return float(corners[0, 2] + along @ (corners[1:, 2] - corners[0, 2]))
    return float("nan")


def test_every_flight_is_comfortable(flight: stairs.Flight) -> None:
    assert flight.problems() == []


@pytest.mark.parametrize(
    ("unfit", "why"),
    [
        (stairs.Flight(1.8, 0.56), "rise"),
        (stairs.Flight(1.8, 0.8, 0.25), "going"),
        (stairs.Flight(1.8, 0.85, 0.33), "pace"),
    ],
)
def test_unfit_flights_are_told(unfit: stairs.Flight, why: str) -> None:
    assert any(problem.startswith(why) for problem in unfit.problems())


def test_every_tread_lies_at_its_height_and_reaches_over_its_riser(flight: stairs.Flight) -> None:
    parts = stairs.steps(flight, WOOD, DARK, METAL)
    treads = [part for part in parts if part.surface is WOOD]
    assert len(treads) == flight.risers
    for k, part in enumerate(treads):
        assert part.verts[:, 2].max() == pytest.approx((k + 1) * flight.rise)
        assert part.verts[:, 1].min() == pytest.approx(k * flight.going - stairs.NOSING)
    tops = [part.verts[:, 2].max() for part in parts if part.surface is DARK]
    assert np.allclose(tops, [part.verts[:, 2].min() for part in treads])


def test_feet_are_on_every_tread_and_reach_the_upper_floor(flight: stairs.Flight) -> None:
    verts, tris = stairs.walk(flight)
    for k in range(flight.risers - 1):
        middle = height_at(verts, tris, 0.1, (k + 0.5) * flight.going)
        assert middle == pytest.approx((k + 1) * flight.rise)
    ends = verts[:, 1].min(), verts[:, 1].max()
    assert [height_at(verts, tris, 0.0, y) for y in ends] == pytest.approx([0.0, flight.height])
    normal = np.cross(*(verts[tris[0]][1:] - verts[tris[0]][0]))
    assert normal[2] > 0


def test_the_server_lets_people_stand_all_the_way_up(flight: stairs.Flight) -> None:
    verts, tris = stairs.walk(flight)
    low, high = (-3.0, -0.2, -14.0), (3.0, 6.0, 3.0)
    floor = Floor([tuple(map(tuple, corners)) for corners in to_gltf(verts)[tris]], Quantiser((low, high)))
    ys = np.arange(verts[:, 1].min(), verts[:, 1].max(), STRIDE)
    feet = to_gltf(np.array([(0.2, y, height_at(verts, tris, 0.2, y)) for y in ys]))
    steps = np.round((feet - low) * PER_M).astype(np.int64)
    assert floor.holds(steps).all()
    assert not floor.holds(steps + [0, 2 * PER_M, 0]).any()


def test_the_rail_follows_the_nosings_at_the_height_of_a_hand(flight: stairs.Flight) -> None:
    line = stairs.rail_line(flight)
    for k in range(flight.risers):
        over = np.interp(k * flight.going, line[:, 0], line[:, 1]) - (k + 1) * flight.rise
        assert over == pytest.approx(stairs.RAIL_HEIGHT)
    assert line[0, 0] == pytest.approx(-stairs.RAIL_OVER)
    assert line[-1, 0] == pytest.approx(flight.length + stairs.RAIL_OVER)


def test_no_head_fits_between_two_balusters(flight: stairs.Flight) -> None:
    places = sorted({round(float(part.verts[:, 1].mean()), 4) for part in stairs.balusters(flight, METAL)})
    gaps = np.diff([0.0, *places, flight.length])
    assert gaps.max() < 0.11
    feet = min(part.verts[:, 2].min() for part in stairs.balusters(flight, METAL))
    assert feet >= flight.rise + 0.08


def test_what_stands_in_the_way_is_as_high_as_what_one_sees(flight: stairs.Flight) -> None:
    boxes = stairs.solids(flight)
    tops = [top for *_, depth, top in boxes if depth == flight.going]
    assert tops == pytest.approx([(k + 1) * flight.rise for k in range(flight.risers - 1)])
    assert {x > 0 for x, *_ in boxes[-2:]} == {True, False}
