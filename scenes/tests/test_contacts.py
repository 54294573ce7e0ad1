"""The checks for surfaces that share a plane and for things that hang in the air find both, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kit.contacts import check_contacts
from kit.glb import write_nav
from kit.part import Surface
from kit.shapes import box, polygon

ANY = Surface("any")
FLOOR = polygon([(-2, -2, 0), (2, -2, 0), (2, 2, 0), (-2, 2, 0)], ANY)


def problems(folder: Path, *parts, afloat=(), loose=()) -> list[str]:
    """Of a room with a floor and these parts, one node each: `thing0`, `thing1`..."""
    meshes = {}
    for number, part in enumerate([FLOOR, *parts]):
        tris = [(f[0], f[k], f[k + 1]) for f in part.faces for k in range(1, len(f) - 1)]
        meshes["floor" if number == 0 else f"thing{number - 1}"] = (part.verts, np.array(tris), {})
    write_nav(folder / "room.glb", meshes, [])
    return check_contacts(folder / "room.glb", set(afloat), set(loose))


def cube(z: float, x: float = 0.0):
    return box((x, 0, z), (0.4, 0.4, 0.4), ANY)


def test_a_thing_on_the_floor_is_well(tmp_path: Path) -> None:
    assert problems(tmp_path, cube(0.205)) == []


def test_a_thing_in_the_air_is_found(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, cube(0.25))
    assert problem == "a piece of thing0 hangs in the air at 0.00, 0.25, 0.00"


def test_a_room_around_it_does_not_hold_a_thing(tmp_path: Path) -> None:
    shell = box((0, 0, 1.0), (3.8, 3.8, 2.0), ANY)
    (problem,) = problems(tmp_path, shell, cube(0.8))
    assert problem.startswith("a piece of thing1 hangs")


def test_a_thing_on_a_thing_is_held_by_it(tmp_path: Path) -> None:
    assert problems(tmp_path, cube(0.2), cube(0.605)) == []
    assert len(problems(tmp_path, cube(0.22), cube(0.625))) == 2


def test_what_floats_on_purpose_or_is_loose_is_left_alone(tmp_path: Path) -> None:
    assert problems(tmp_path, cube(1.0), afloat=["thing0"]) == []
    assert problems(tmp_path, cube(1.0), loose=["thing0"]) == []


@pytest.mark.parametrize(("gap", "fights"), [(0.0, True), (0.0005, True), (0.002, False)])
def test_two_surfaces_that_share_a_plane_are_found(tmp_path: Path, gap: float, fights: bool) -> None:
    inlay = polygon([(-1, -1, gap), (1, -1, gap), (1, 1, gap), (-1, 1, gap)], ANY)
    assert bool(problems(tmp_path, inlay)) is fights


def test_surfaces_that_only_meet_or_face_away_do_not_fight(tmp_path: Path) -> None:
    beside = polygon([(2, -2, 0), (4, -2, 0), (4, 2, 0), (2, 2, 0)], ANY)
    below = polygon([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)], ANY, flip=True)
    assert problems(tmp_path, beside) == []
    assert problems(tmp_path, below) == []


def test_slanted_surfaces_fight_too(tmp_path: Path) -> None:
    def ramp(low: float, high: float):
        return polygon([(-1, low, low), (1, low, low), (1, high, high), (-1, high, high)], ANY)

    assert any("fight" in problem for problem in problems(tmp_path, ramp(0, 1), ramp(0.5, 1.5)))
    assert not any("fight" in problem for problem in problems(tmp_path, ramp(0, 1), ramp(1, 1.5)))
