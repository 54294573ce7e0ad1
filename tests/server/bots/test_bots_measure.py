"""The bots' instruments: percentiles, the recognition of poses, and losses among the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbranch.bots.measure import Histogram, Ledger, Reader, SentPoses


@given(st.lists(st.floats(1e-4, 50.0), min_size=1, max_size=300), st.floats(0.01, 1.0))
def test_a_percentile_is_true_to_one_percent(values: list[float], share: float) -> None:
    histogram = Histogram()
    histogram.add(values)
    exact = sorted(values)[int(np.ceil(share * len(values) - 1e-12)) - 1]
    got = histogram.percentile(share)
    assert got is not None
    assert exact * 0.99 <= got <= exact * 1.011


def test_an_empty_histogram_has_no_percentiles() -> None:
    assert Histogram().figures() == {"count": 0, "p50": None, "p95": None, "p99": None, "max": None}


def test_durations_outside_the_bins_still_count() -> None:
    histogram = Histogram()
    histogram.add([0.0, 500.0])
    assert histogram.count == 2
    assert histogram.figures()["max"] == 500_000.0


def record(*words: int) -> np.ndarray:
    return np.array(words, np.uint32)


BOT = np.array([1])


def sees(poses: SentPoses, receiver: int, pose: np.ndarray, now: float) -> list[float]:
    return poses.received(receiver, BOT, pose[None], now).tolist()


@pytest.fixture
def poses() -> SentPoses:
    """Three bots; both receivers know where bot 1 stands."""
    poses = SentPoses(bots=3, receivers=2)
    poses.sent(1, record(0, 0, 0), 1.0)
    for receiver in (0, 1):
        assert sees(poses, receiver, record(0, 0, 0), 9.0) == [], "first sight tells no delay"
    return poses


def test_a_pose_is_recognised_once_by_each_receiver(poses: SentPoses) -> None:
    assert poses.sent(1, record(7, 8, 9), 10.0)
    assert sees(poses, 0, record(7, 8, 9), 10.25) == [0.25]
    assert sees(poses, 0, record(7, 8, 9), 12.0) == [], "a repeat of F-5 is no new delay"
    assert sees(poses, 1, record(7, 8, 9), 10.5) == [0.5]


def test_a_pose_of_somebody_else_is_not_recognised(poses: SentPoses) -> None:
    poses.sent(1, record(7, 8, 9), 10.0)
    assert poses.received(0, np.array([2]), record(7, 8, 9)[None], 11.0).size == 0
    assert sees(poses, 0, record(7, 8, 1), 11.0) == []


def test_coming_back_to_an_earlier_pose_counts_from_the_later_sending(poses: SentPoses) -> None:
    a, b = record(1, 1, 1), record(2, 2, 2)
    for at, pose in ((11.0, a), (12.0, b), (13.0, a)):
        poses.sent(1, pose, at)
        assert sees(poses, 0, pose, at + 0.125) == [0.125]


def test_what_may_have_been_sent_at_two_times_is_not_counted(poses: SentPoses) -> None:
    for at, pose in ((11.0, record(1, 1, 1)), (12.0, record(2, 2, 2)), (13.0, record(1, 1, 1))):
        poses.sent(1, pose, at)
    assert sees(poses, 0, record(1, 1, 1), 13.5) == []
    assert sees(poses, 0, record(1, 1, 1), 14.0) == [], "it is recognised all the same"


def test_standing_still_is_sent_once(poses: SentPoses) -> None:
    assert poses.sent(1, record(1, 2, 3), 11.0)
    assert not poses.sent(1, record(1, 2, 3), 12.0)
    assert sees(poses, 0, record(1, 2, 3), 12.5) == [1.5]


def test_headset_records_of_many_bots_at_once() -> None:
    poses = SentPoses(bots=4, receivers=1)
    first, second = np.arange(48, dtype=np.uint32).reshape(2, 4, 6)
    for bot in range(4):
        poses.sent(bot, first[bot], 0.0)
    assert poses.received(0, np.arange(4), first, 1.0).size == 0
    for bot in range(4):
        poses.sent(bot, second[bot], float(bot))
    assert poses.received(0, np.arange(4), second, 10.0).tolist() == [10.0, 9.0, 8.0, 7.0]


def test_what_others_saw_in_a_jump_is_missing() -> None:
    ledger = Ledger()
    whole, broken = Reader(ledger), Reader(ledger)
    whole.read([1, 2, 3, 5])
    broken.read([1])
    broken.read([5])
    assert ledger.missing([whole, broken]) == 2, "4 was seen by nobody: a refused entry"
    assert ledger.missing([whole]) == 0


def test_the_state_covers_what_came_before() -> None:
    ledger = Ledger()
    early, late = Reader(ledger), Reader(ledger)
    early.read([1, 2, 3, 4])
    late.start(3)
    late.read([2, 3, 4])
    assert (late.count, late.doubled) == (1, 0)
    assert ledger.missing([early, late]) == 0


def test_a_number_that_comes_again_is_doubled_but_not_within_one_frame() -> None:
    reader = Reader(Ledger())
    reader.read([1, 2, 2, 2])
    assert reader.doubled == 0
    reader.read([2])
    assert reader.doubled == 1
