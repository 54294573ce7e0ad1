"""The order of what waits on a link, and what counts towards its limit (L-1, F-4)."""

from vbranch.realtime.link import Wire
from vbranch.realtime.outbox import WRITE_CHUNK, Outbox


def test_reliable_first_in_order_then_the_newest_pose_in_one_write() -> None:
    box = Outbox()
    box.pose = Wire(b"old")
    box.add(b"one", 3)
    box.pose = Wire(b"new")
    box.add(b"two", 0)
    assert box.queued == 3
    assert box.next_chunk() == b"onetwonew"
    assert not box
    assert box.queued == 0


def test_a_long_queue_leaves_in_chunks_and_the_pose_with_the_last() -> None:
    box = Outbox()
    piece = bytes(10_000)
    for _ in range(10):
        box.add(piece, len(piece))
    box.pose = Wire(b"pose")
    sizes = []
    while box:
        before = box.queued
        chunk = box.next_chunk()
        sizes.append(len(chunk))
        assert before - box.queued == len(chunk) - (4 if chunk.endswith(b"pose") else 0)
    assert sizes == [40_000, 40_000, 20_004]
    assert max(sizes) < WRITE_CHUNK + len(piece)


def test_cleared_nothing_is_left() -> None:
    box = Outbox()
    box.add(b"one", 3)
    box.pose = Wire(b"pose")
    box.clear()
    assert not box
    assert box.queued == 0
