"""Poses between the drains and the tick: only whole frames, in their order, and nobody else's."""

import numpy as np
import pytest

from vbranch.protocol.constants import FrameKind
from vbranch.protocol.rotations import Words
from vbranch.realtime.kept_poses import (
    HEADS,
    SCREEN_FRAME,
    VR_FRAME,
    KeptPoses,
    Rows,
    whole_frames,
)

MASK = bytes((0xA1, 0xB2, 0xC3, 0xD4))


def frame(size: int, seq: int = 0, kind: int | None = None, mask: bytes = MASK) -> bytes:
    """A client's frame of that length; its payload says ``kind`` and ``seq``."""
    payload = bytearray(size - 6)
    right = FrameKind.POSE_VR if size == VR_FRAME else FrameKind.POSE_DESKTOP
    payload[:4] = bytes((right if kind is None else kind, 0)) + seq.to_bytes(2, "little")
    masked = bytes(octet ^ mask[n % 4] for n, octet in enumerate(payload))
    return bytes((0x82, 0x80 | len(payload))) + mask + masked


def table(*frames: bytes) -> Words:
    rows = [(bytes(2) + octets).ljust(36, b"\xee") for octets in frames]
    return np.frombuffer(b"".join(rows), dtype="<u4").reshape(len(frames), 9)


def rows(*numbers: int) -> Rows:
    return np.array(numbers, dtype=np.intp)


def seqs(kept: KeptPoses) -> list[int]:
    taken = kept.take()
    assert taken is not None
    return (taken.frames[:, 0] >> 16).tolist()


def test_what_was_kept_is_taken_once_in_its_order() -> None:
    kept = KeptPoses()
    assert kept.take() is None
    kept.keep(rows(4, 5), table(frame(VR_FRAME, 1), frame(VR_FRAME, 2)), HEADS[VR_FRAME])
    kept.keep(rows(4), table(frame(SCREEN_FRAME, 3)), HEADS[SCREEN_FRAME])
    taken = kept.take()
    assert taken is not None
    assert taken.rows.tolist() == [4, 5, 4]
    assert (taken.frames[:, 0] >> 16).tolist() == [1, 2, 3]
    assert taken.right.all()
    assert taken.most == 2
    assert kept.take() is None


@pytest.mark.parametrize(("size", "other"), [(VR_FRAME, SCREEN_FRAME), (SCREEN_FRAME, VR_FRAME)])
def test_what_begins_with_another_head_is_not_kept(size: int, other: int) -> None:
    """Also the head of the other kind: of that frame only a part would be there."""
    kept = KeptPoses()
    words = table(frame(size, 1), frame(other, 2), b"\x81" + frame(size, 3)[1:])
    assert kept.keep(rows(1, 2, 3), words, HEADS[size]) == {2, 3}
    assert seqs(kept) == [1]


@pytest.mark.parametrize("size", [VR_FRAME, SCREEN_FRAME])
def test_a_message_of_another_kind_is_told_from_a_pose(size: int) -> None:
    kept = KeptPoses()
    words = table(frame(size, 1), frame(size, 2, kind=FrameKind.HELD))
    kept.keep(rows(1, 2), words, HEADS[size])
    taken = kept.take()
    assert taken is not None
    assert taken.right.tolist() == [True, False]
    assert taken.heads.tolist() == [HEADS[size]] * 2


def test_of_a_row_that_is_forgotten_nothing_is_left() -> None:
    kept = KeptPoses()
    kept.rows |= {1, 2}
    kept.keep(rows(1, 2), table(frame(VR_FRAME, 1), frame(VR_FRAME, 2)), HEADS[VR_FRAME])
    kept.pass_over(1, 3)
    kept.pass_over(2, 3)
    kept.pass_over(2, 1)
    kept.forget(1)
    assert kept.rows == {2}
    taken = kept.take()
    assert taken is not None
    assert (taken.rows.tolist(), taken.passed_over) == ([2], {2: 4})
    assert kept.rows == set()


def test_several_frames_are_whole_when_nothing_else_is_there() -> None:
    for size in (VR_FRAME, SCREEN_FRAME):
        both = frame(size, 1) + frame(size, 2, mask=bytes(4))
        assert whole_frames(memoryview(both), len(both)) == size
        assert whole_frames(memoryview(both), len(both) - 1) == 0
        held = frame(size, 1) + frame(size, 2, kind=FrameKind.HELD)
        assert whole_frames(memoryview(held), len(held)) == 0
        text = frame(size, 1) + b"\x81" + frame(size, 2)[1:]
        assert whole_frames(memoryview(text), len(text)) == 0
    mixed = frame(VR_FRAME, 1) + frame(SCREEN_FRAME, 2)
    assert whole_frames(memoryview(mixed), len(mixed)) == 0
