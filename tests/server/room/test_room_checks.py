"""Looking at all frames of a tick at once (PROTOCOL.md P-5): nobody faulty passes, few are odd."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from room_kit import BOUNDS, Stage

from vbranch.protocol import poses
from vbranch.protocol.constants import FrameKind
from vbranch.room import checks

LIMIT = poses.Quantiser(BOUNDS).limit
LIMITS = checks.limits_of(LIMIT)
SCREEN, HEADSET = FrameKind.POSE_DESKTOP, FrameKind.POSE_VR
FLIPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 31)), max_size=3)
WHOLE = st.none() | st.lists(st.integers(0, 0xFFFFFFFF), min_size=6, max_size=6)


def frame(kind: FrameKind, seq: int, words: np.ndarray) -> np.ndarray:
    row = np.zeros(7, dtype="<u4")
    row[0] = kind | seq << 16
    row[1 : 1 + words.shape[1]] = words[0]
    return row


def good_frames(slot: int, seq: int, t: float, reach: float = 0.32) -> list[np.ndarray]:
    """A screen and a headset with each combination of hands, all walking and turning with ``t``."""
    stage = Stage()
    turn = (0.0, np.sin(t), 0.1, np.cos(t))
    found = [frame(SCREEN, seq, stage.desktop(slot, t, -t, yaw=t, pitch=t / 9, jump=5))]
    for left in (False, True):
        for right in (False, True):
            sides = [poses.Hands(tracked, (reach, reach, reach), turn) for tracked in (left, right)]
            hands = dict(zip(("left", "right"), sides, strict=True))
            words = stage.vr(slot, t, -t, head=turn, jump=5, seated=t > 1, **hands)
            found.append(frame(HEADSET, seq, words))
    return found


def reading(said: list[np.ndarray], before: list[np.ndarray]) -> checks.Reading:
    rows = np.arange(len(said))
    return checks.Reading.of(rows, np.array([said, before], dtype="<u4"))


@pytest.mark.parametrize("before", range(5))
def test_ordinary_frames_are_not_odd(before):
    """Whoever moves, turns, sits down or loses a hand is not looked at twice."""
    for said in range(5):
        if bool(said) is bool(before):
            old, new = good_frames(0, 65_535, 0.7)[before], good_frames(0, 3, 1.2)[said]
            assert reading([new], [old]).odd(LIMITS) is None


@pytest.mark.parametrize(("before", "said"), [(0, 1), (1, 0)])
def test_who_puts_a_headset_on_or_off_is_odd(before, said):
    old, new = good_frames(0, 1, 0.7)[before], good_frames(0, 2, 0.7)[said]
    assert reading([new], [old]).odd(LIMITS).tolist() == [True]


@pytest.mark.parametrize(("kind", "word"), [(0, 2), (1, 3)])
def test_who_jumps_is_odd_and_others_are_not(kind, word):
    old, new = good_frames(0, 1, 0.7)[kind], good_frames(0, 2, 0.7)[kind]
    neighbour = [frames[kind] for frames in (good_frames(1, 2, 1.0), good_frames(1, 1, 0.9))]
    new[word] ^= 1 << 31
    odd = reading([new, neighbour[0]], [old, neighbour[1]]).odd(LIMITS)
    assert odd.tolist() == [True, False]


@pytest.mark.parametrize("reach", [0.0, -1.27])
@pytest.mark.parametrize("slot", [0, 0x1FFF])
def test_of_all_single_bits_those_that_matter_are_odd_and_no_others(reach, slot):
    """A hand at 0 has one bit set in each byte of its position, and so has one at -1.27 m."""
    bits = [(word, bit) for word in range(7) for bit in range(32) if word or bit >= 8]
    for kind in range(5):
        before = good_frames(slot, 1000, 0.7, reach)[kind]
        said = [good_frames(slot, 1001, 0.7, reach)[kind] for _ in bits]
        for row, (word, bit) in zip(said, bits, strict=True):
            row[word] ^= np.uint32(1 << bit)
        frames = np.array(said, dtype="<u4")
        frames[:, 4:] *= np.uint32(bool(kind))
        was = np.array([before] * len(said), dtype="<u4")
        rows, steps = np.full(len(said), slot), poses.steps_of(frames[:, 1:])
        faults = checks.faults_of(frames, rows, was, steps, LIMIT)
        vr = checks.is_vr(frames)
        matters = (faults != 0) | (checks.jumps_of(frames, vr) != checks.jumps_of(was, vr))
        odd = checks.Reading.of(rows, np.array([said, was], dtype="<u4")).odd(LIMITS)
        assert (odd == matters).all()
        assert len(set(faults.tolist())) > 3  # reserved, not_yours, stale, bounds


@given(
    chosen=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 65_535), FLIPS, WHOLE),
        min_size=1,
        max_size=6,
    )
)
@settings(deadline=None)
def test_who_is_not_odd_has_no_fault(chosen):
    """Good frames with some bits turned over, or other words, all of a tick together."""
    said, before = [], []
    for slot, (old, new, seq, flips, words) in enumerate(chosen):
        before.append(good_frames(slot, 1000, 0.7)[old])
        row = good_frames(slot, seq, 0.9)[new]
        if words is not None:
            row[1:] = words
        for word, bit in flips:
            row[word] ^= np.uint32(1 << bit)
        row[0] = (row[0] & 0xFFFFFF00) | (HEADSET if new else SCREEN)  # as Crowd.put lets in
        said.append(row)
    look = reading(said, before)
    frames, rows = look.said.T.copy(), look.rows
    steps = poses.steps_of(frames[:, 1:])
    assert (steps == look.target.T).all()
    faults = checks.faults_of(frames, rows, np.array(before, dtype="<u4"), steps, LIMIT)
    odd = look.odd(LIMITS)
    assert not faults[~odd if odd is not None else slice(None)].any()


def test_what_a_longer_frame_left_is_gone():
    screen = good_frames(0, 2, 0.7)[0]
    rest = screen.copy()
    rest[4:] = 0xFFFFFFFF
    look = reading([rest], [good_frames(0, 1, 0.7)[0]])
    assert look.odd(LIMITS) is None
    assert (look.said[:, 0] == screen).all()
