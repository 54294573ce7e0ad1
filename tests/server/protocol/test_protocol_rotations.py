"""Smallest-three rotations (PROTOCOL.md P-4, P-5)."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vbranch.protocol.rotations import (
    decode_rotations,
    encode_rotations,
    least_room,
    room_of,
    rotation_faults,
)

GREATEST_ERROR = {9: 0.32, 10: 0.16}  # degrees, P-4
components = st.floats(-1, 1, allow_subnormal=False)
quaternions = st.tuples(components, components, components, components).filter(
    lambda q: math.hypot(*q) > 1e-3
)


def degrees_between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The angle of the turn from one unit quaternion to another; exact for small angles too."""
    a = a * np.sign(np.einsum("ij,ij->i", a, b))[:, None]
    return np.degrees(4 * np.arcsin(np.clip(np.linalg.norm(a - b, axis=1) / 2, 0, 1)))


@pytest.mark.parametrize("bits", [9, 10])
@given(q=quaternions)
@example(q=(0.5, 0.5, 0.5, 0.5))
@example(q=(-0.5, 0.5, -0.5, -0.5))
@example(q=(0.0, 0.0, 0.0, -1.0))
@example(q=(0.4995, 0.4997, 0.4994, 0.501398))
def test_any_rotation_comes_back_within_the_stated_error(bits, q):
    unit = np.array([q]) / math.hypot(*q)
    back = decode_rotations(encode_rotations(unit, bits), bits)
    assert np.linalg.norm(back) == pytest.approx(1)
    assert degrees_between(unit, back)[0] <= GREATEST_ERROR[bits]


@pytest.mark.parametrize("bits", [9, 10])
def test_the_worst_region_stays_within_the_stated_error(bits):
    """Where all components are alike, rounding each by itself would turn by 0.54 degrees."""
    random = np.random.default_rng(7)
    q = (0.5 + random.normal(size=(50_000, 4)) * 0.01) * random.choice([-1, 1], (50_000, 4))
    q /= np.linalg.norm(q, axis=1)[:, None]
    errors = degrees_between(q, decode_rotations(encode_rotations(q, bits), bits))
    assert 0.75 * GREATEST_ERROR[bits] < errors.max() <= GREATEST_ERROR[bits]


def test_a_rotation_and_its_negative_are_the_same_words():
    q = np.array([[0.1, -0.7, 0.2, 0.4], [0.5, 0.5, 0.5, 0.5]])
    assert (encode_rotations(q, 9) == encode_rotations(-q, 9)).all()


def test_the_largest_is_named_in_the_lowest_bits():
    words = encode_rotations(np.eye(4), 9)
    assert (words & 3).tolist() == [0, 1, 2, 3]
    assert (words < 1 << 29).all()


@pytest.mark.parametrize("q", [[0, 0, 0, 0], [math.nan, 0, 0, 1], [math.inf, 0, 0, 0]])
def test_what_is_no_rotation_cannot_be_encoded(q):
    with pytest.raises(ValueError, match="no rotation"):
        encode_rotations(np.array([q]), 9)


@pytest.mark.parametrize("bits", [9, 10])
def test_faults_are_sums_of_squares_above_the_limit(bits):
    top = (1 << bits) - 1

    def word(*steps):
        return sum(step << (2 + i * bits) for i, step in enumerate(steps))

    def squares(word_):
        parts = [(word_ >> (2 + i * bits)) & top for i in range(3)]
        return sum(((2 * k - top) / top) ** 2 / 2 for k in parts)

    middle = top // 2
    edge = next(k for k in range(middle, top) if squares(word(top, top, k)) > 1.01)
    words = [word(middle, middle, middle), word(top, top, edge - 1), word(top, top, edge)]
    words += [word(top, top, top), 0]
    faults = rotation_faults(np.array(words, dtype=np.uint32), bits)
    assert faults.tolist() == [squares(w) > 1.01 for w in words]
    assert faults.tolist() == [False, False, True, True, True]


def test_bits_above_a_rotation_do_not_matter():
    words = encode_rotations(np.array([[0.1, 0.2, 0.3, 0.9]]), 9)
    high = words | np.uint32(7 << 29)
    assert (decode_rotations(high, 9) == decode_rotations(words, 9)).all()
    assert not rotation_faults(high, 9).any()


@pytest.mark.parametrize("bits", [9, 10])
def test_room_falls_as_squares_rise(bits):
    """The limit in whole numbers is that of P-5, for the triples nearest to it too."""
    top = (1 << bits) - 1
    k = np.arange(top + 1)
    for c in (0, 1, top // 5, top // 2, top - 1):
        steps = np.array(np.meshgrid(k, k, [c], indexing="ij")).reshape(3, -1)
        squares = ((2 * steps - top) ** 2).sum(axis=0)
        fits = room_of(steps.astype(np.uint32), bits) >= least_room(bits)
        assert (fits == (squares <= 1.01 * 2 * top**2)).all()
        assert fits.any()
