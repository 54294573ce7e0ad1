"""Records between metres and words (PROTOCOL.md P-1 to P-4, P-8)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbranch.protocol import poses
from vbranch.protocol.rotations import decode_rotations, encode_rotations

BOUNDS = ((-20.0, -0.5, -15.0), (143.83, 9.73, 148.83))
QUANTISER = poses.Quantiser(BOUNDS)
HALF_CM = 0.00501
YAW_ERROR = math.pi / 1024 + 1e-9
PITCH_ERROR = math.pi / 511 / 2 + 1e-9

positions = st.tuples(*(st.floats(low, high) for low, high in zip(*BOUNDS, strict=True)))
angles = st.floats(-10, 10)
offsets = st.tuples(*[st.floats(-1.27, 1.27)] * 3)
slots = st.integers(0, 8191)
jumps = st.integers(0, 7)
units = (
    st.tuples(*[st.floats(-1, 1, allow_subnormal=False)] * 4)
    .filter(lambda q: math.hypot(*q) > 0.01)
    .map(lambda q: tuple(c / math.hypot(*q) for c in q))
)
hands = st.one_of(
    st.just(poses.Hands()),
    st.builds(poses.Hands, tracked=st.just(True), offset=offsets, rotation=units),
)


def bits(*fields: tuple[int, int]) -> int:
    """A word from its fields, each (value, width), from the least significant bit up (P-4)."""
    word = at = 0
    for value, width in fields:
        assert 0 <= value < 1 << width
        word |= value << at
        at += width
    assert at == 32
    return word


def turned(a, b) -> float:
    return math.degrees(2 * math.acos(min(1.0, abs(float(np.dot(np.ravel(a), np.ravel(b)))))))


def away(a, b) -> float:
    """The difference of two angles on the circle."""
    return abs(math.remainder(float(np.ravel(a)[0]) - float(np.ravel(b)[0]), 2 * math.pi))


# ---- layouts, bit by bit ----------------------------------------------------------------------


def test_screen_record_has_the_layout_of_p4():
    pose = poses.DesktopPoses(4321, (1.5, 3.21, -7.0), math.pi / 2, 0.3, jump=5, seated=True)
    x, y, z = 2150, 371, 800
    pitch = math.floor((0.3 / math.pi + 0.5) * 511 + 0.5)
    assert poses.pack_desktop(pose, QUANTISER).tolist() == [
        [
            bits((4321, 13), (x, 14), (y & 31, 5)),
            bits((z, 14), (y >> 5, 5), (256, 10), (5, 3)),
            bits((pitch, 9), (1, 1), (0, 22)),
        ]
    ]


def test_far_record_is_the_beginning_of_the_screen_record():
    far = poses.FarPoses(4321, (1.5, 3.21, -7.0), -1.0, 2)
    screen = poses.DesktopPoses(4321, (1.5, 3.21, -7.0), -1.0, 0.7, 2, True)
    words = poses.pack_desktop(screen, QUANTISER)
    assert (poses.pack_far(far, QUANTISER) == words[:, :2]).all()
    assert (poses.far_from_desktop(words) == words[:, :2]).all()


def test_headset_record_has_the_layout_of_p4():
    head, left, right = (0.1, 0.7, 0.0, 0.7), (0.6, 0.0, 0.0, 0.8), (0.0, 0.0, 1.0, 0.0)
    pose = poses.VrPoses(
        17,
        (0.0, 1.2, 0.0),
        head,
        poses.Hands(True, (-0.3, -0.4, 0.5), left),
        poses.Hands(True, (1.27, -1.27, 0.99), right),
        jump=6,
        seated=True,
    )
    head_word, left_word, right_word = (
        int(encode_rotations(np.array([q]), 9)[0]) for q in (head, left, right)
    )
    x, y, z = 2000, 170, 1500
    rx, ry, rz = 255, 1, 227
    assert poses.pack_vr(pose, QUANTISER).tolist() == [
        [
            bits((17, 13), (x, 14), (y & 31, 5)),
            bits((z, 14), (y >> 5, 5), (ry, 8), (rz & 31, 5)),
            bits((head_word, 29), (6, 3)),
            bits((left_word, 29), (1, 1), (1, 1), (1, 1)),
            bits((right_word, 29), (rz >> 5, 3)),
            bits((98, 8), (88, 8), (178, 8), (rx, 8)),
        ]
    ]


def test_an_untracked_hand_has_no_bits():
    hand = poses.Hands(False, (0.3, 0.3, 0.3), (0.6, 0.0, 0.0, 0.8))
    words = poses.pack_vr(poses.VrPoses(0, (0, 1, 0), (0, 0, 0, 1), hand, hand), QUANTISER)
    assert words[0, 1] >> 19 == 0
    assert words[0, 3:].tolist() == [0, 0, 0]


# ---- there and back ---------------------------------------------------------------------------


@given(slot=slots, position=positions, yaw=angles, pitch=st.floats(-1.57, 1.57), jump=jumps)
def test_screen_records_come_back_within_the_stated_errors(slot, position, yaw, pitch, jump):
    pose = poses.DesktopPoses(slot, position, yaw, pitch, jump, seated=slot % 2)
    back = poses.unpack_desktop(poses.pack_desktop(pose, QUANTISER), QUANTISER)
    assert (back.slot[0], back.jump[0], back.seated[0]) == (slot, jump, slot % 2 == 1)
    assert np.abs(back.position - np.array(position)).max() <= HALF_CM
    assert away(back.yaw, yaw) <= YAW_ERROR
    assert abs(back.pitch[0] - pitch) <= PITCH_ERROR


@given(slot=slots, position=positions, head=units, left=hands, right=hands, jump=jumps)
def test_headset_records_come_back_within_the_stated_errors(
    slot, position, head, left, right, jump
):
    pose = poses.VrPoses(slot, position, head, left, right, jump, seated=slot % 2)
    back = poses.unpack_vr(poses.pack_vr(pose, QUANTISER), QUANTISER)
    assert (back.slot[0], back.jump[0], back.seated[0]) == (slot, jump, slot % 2 == 1)
    assert np.abs(back.position - np.array(position)).max() <= HALF_CM
    assert turned(back.head, head) <= 0.32
    for said, read in ((left, back.left), (right, back.right)):
        assert read.tracked[0] == said.tracked
        assert np.abs(read.offset - np.array(said.offset)).max() <= HALF_CM
        assert turned(read.rotation, said.rotation) <= 0.32


def test_a_table_is_packed_row_by_row():
    rows = [poses.DesktopPoses(i, (i, 0.1 * i, -i), i / 3, i / 9, i % 8, i % 2) for i in range(9)]
    columns = [[getattr(row, name) for row in rows] for name in poses.DesktopPoses.__slots__]
    whole = poses.pack_desktop(poses.DesktopPoses(*columns), QUANTISER)
    assert (whole == np.concatenate([poses.pack_desktop(row, QUANTISER) for row in rows])).all()


# ---- ranges -----------------------------------------------------------------------------------


def test_a_hand_beyond_reach_is_brought_to_it():
    hand = poses.Hands(True, (9.0, -9.0, 1.271), (0, 0, 0, 1))
    pose = poses.VrPoses(0, (0, 1, 0), (0, 0, 0, 1), hand, hand)
    back = poses.unpack_vr(poses.pack_vr(pose, QUANTISER), QUANTISER)
    for side in (back.left, back.right):
        assert side.offset[0] == pytest.approx([1.27, -1.27, 1.27])


@pytest.mark.parametrize("far_off", [1e308, -1e308, 1e6, -1e6])
def test_positions_are_brought_into_the_fields(far_off):
    steps = QUANTISER.steps([(far_off, far_off, far_off)])
    assert steps.tolist() == [[16383, 1023, 16383] if far_off > 0 else [0, 0, 0]]


@pytest.mark.parametrize("yaw", [1e308, -1e308])
def test_any_finite_yaw_can_be_packed(yaw):
    words = poses.pack_far(poses.FarPoses(0, (0, 0, 0), yaw), QUANTISER)
    assert words.shape == (1, 2)


@pytest.mark.parametrize(
    "high", [(0, 1, 1), (1, -1, 1), (163.84, 10, 10), (10, 10.24, 10), (10, 10, math.nan)]
)
def test_bounds_that_the_records_cannot_span_are_refused(high):
    with pytest.raises(ValueError, match="bounds"):
        poses.Quantiser(((0.0, 0.0, 0.0), high))


def test_the_widest_bounds_are_those_of_p1():
    limit = poses.Quantiser(((0.0, 0.0, 0.0), (163.83, 10.23, 163.83))).limit
    assert limit.tolist() == [16383, 1023, 16383]


# ---- far records of headsets (P-8) ------------------------------------------------------------


@given(yaw=st.floats(-3.1, 3.1), pitch=st.floats(-1.5, 1.5), y=st.floats(0, 3), jump=jumps)
def test_a_far_headset_has_the_heads_yaw_and_stands_on_the_floor(yaw, pitch, y, jump):
    c, s, cp, sp = math.cos(yaw / 2), math.sin(yaw / 2), math.cos(pitch / 2), math.sin(pitch / 2)
    head = (c * sp, s * cp, -s * sp, c * cp)  # yaw, then pitch
    vr = poses.VrPoses(9, (2.0, y, 3.0), head, jump=jump)
    words = poses.pack_vr(vr, QUANTISER)
    far = poses.unpack_far(poses.far_from_vr(words), QUANTISER)
    assert (far.slot[0], far.jump[0]) == (9, jump)
    floor = max(-0.5, y - 1.6)
    assert far.position[0] == pytest.approx([2.0, floor, 3.0], abs=0.0101)
    assert away(far.yaw, yaw) <= YAW_ERROR + math.radians(0.32) / math.cos(pitch / 2)


def test_the_parts_that_the_crowd_reads_agree_with_unpacking():
    left = poses.Hands(True, (0.1, 0.2, 0.3), (0, 0, 0, 1))
    right = poses.Hands(True, (-0.1, -0.2, -0.3), (0, 0, 0, 1))
    pose = poses.VrPoses(8191, (143.83, 9.73, 148.83), (0, 0, 0, 1), left, right)
    words = poses.pack_vr(pose, QUANTISER)
    assert poses.slots_of(words).tolist() == [8191]
    assert poses.steps_of(words).tolist() == [[16383, 1023, 16383]]
    assert [side.tolist() for side in poses.hand_bits(words)] == [
        [[138, 148, 158]],
        [[118, 108, 98]],
    ]
    word0, word1 = poses.position_words(poses.steps_of(words), [8191])
    assert word0[0] == words[0, 0]
    assert word1[0] == words[0, 1] & poses.POSITION_1
    assert decode_rotations(words[:, 2], 9)[0, 3] == pytest.approx(1, abs=1e-4)
