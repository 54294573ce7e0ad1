"""Held records between metres and words (PROTOCOL.md P-4, X-6)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbranch.protocol import held_records as records
from vbranch.protocol.rotations import encode_rotations

LOW = (-20.0, -0.5, -15.0)
HALF_MM = 0.000501
UPRIGHT = (0.0, 0.0, 0.0, 1.0)
SCALE_STEP = 4 * math.log(2) / 1022

positions = st.tuples(st.floats(-20, 143.83), st.floats(-0.5, 9.73), st.floats(-15, 148.83))
units = (
    st.tuples(*[st.floats(-1, 1, allow_subnormal=False)] * 4)
    .filter(lambda q: math.hypot(*q) > 0.01)
    .map(lambda q: tuple(c / math.hypot(*q) for c in q))
)


def turned(a, b) -> float:
    return math.degrees(2 * math.acos(min(1.0, abs(float(np.dot(np.ravel(a), np.ravel(b)))))))


def carried(position, scale=1.0) -> np.ndarray:
    return records.pack_held(records.HeldPoses(3, 7, UPRIGHT, True, position, scale), LOW)


def test_the_layout_is_that_of_p4():
    q = (0.1, -0.9, 0.3, 0.3)
    turn = int(encode_rotations(np.array([q]), 10)[0])
    place = (1.2344, 1.0716, 14.0)
    words = records.pack_held(records.HeldPoses(513, 8191, q, True, place, 2.0), LOW)
    x, y, z, scale = 21234, 1572, 29000, round(3 / 4 * 1022 + 0.01)
    expected = [513 | 8191 << 16 | 1 << 29, turn, x | y << 18, z | scale << 18]
    assert words.tolist() == [expected]


def test_what_is_not_carried_says_no_place_and_no_scale():
    held = records.HeldPoses(513, 8191, UPRIGHT, False, (1.0, 1.0, 1.0), 2.0)
    words = records.pack_held(held, LOW)
    assert words[0, 0] == 513 | 8191 << 16
    assert words[0, 2:].tolist() == [0, 0]
    back = records.unpack_held(words, LOW)
    assert (back.carried[0], back.position[0].tolist(), back.scale[0]) == (False, [0, 0, 0], 1)


@given(
    exhibit=st.integers(0, 65535),
    slot=st.integers(0, 8191),
    rotation=units,
    position=positions,
    scale=st.floats(0.25, 4),
)
def test_they_come_back_within_the_stated_errors(exhibit, slot, rotation, position, scale):
    held = records.HeldPoses(exhibit, slot, rotation, True, position, scale)
    back = records.unpack_held(records.pack_held(held, LOW), LOW)
    assert (back.exhibit[0], back.slot[0], back.carried[0]) == (exhibit, slot, True)
    assert turned(back.rotation, rotation) <= 0.16
    assert np.abs(back.position - np.array(position)).max() <= HALF_MM
    assert abs(math.log(back.scale[0] / scale)) <= SCALE_STEP / 2 + 1e-9


@pytest.mark.parametrize("scale", [0.25, 1.0, 4.0])
def test_these_sizes_are_said_exactly(scale):
    assert records.unpack_held(carried((0, 0, 0), scale), LOW).scale[0] == scale


@pytest.mark.parametrize(
    ("position", "scale", "place", "size"),
    [
        ((-99.0, -99.0, -99.0), 0.01, LOW, 0.25),
        ((999.0, 999.0, 999.0), 99.0, (242.143, 15.883, 247.143), 4.0),
    ],
)
def test_what_is_beyond_the_fields_is_brought_to_their_ends(position, scale, place, size):
    back = records.unpack_held(carried(position, scale), LOW)
    assert back.position[0] == pytest.approx(place)
    assert back.scale[0] == size


def test_a_table_is_packed_row_by_row():
    rows = [
        records.HeldPoses(i, 9 - i, (0, i, 0, 1), i % 2 == 1, (i, i / 2, -i), 0.5 + i / 9)
        for i in range(9)
    ]
    columns = [[getattr(row, name) for row in rows] for name in records.HeldPoses.__slots__]
    whole = records.pack_held(records.HeldPoses(*columns), LOW)
    assert (whole == np.concatenate([records.pack_held(row, LOW) for row in rows])).all()
