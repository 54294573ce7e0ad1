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


def test_a_pose_is_recognised_once_by_each_receiver() -> None:
    poses = SentPoses(bots=3, receivers=2)
    assert poses.sent(1, record(7, 8, 9), 10.0)
    bots, records = np.array([1]), record(7, 8, 9)[None]
    assert poses.received(0, bots, records, 10.25) == pytest.approx([0.25])
    assert poses.received(0, bots, records, 12.0).size == 0, "a repeat of F-5 is no new delay"
    assert poses.received(1, bots, records, 10.5) == pytest.approx([0.5])


def test_a_pose_of_somebody_else_is_not_recognised() -> None:
    poses = SentPoses(bots=3, receivers=1)
    poses.sent(1, record(7, 8, 9), 10.0)
    assert poses.received(0, np.array([2]), record(7, 8, 9)[None], 11.0).size == 0
    assert poses.received(0, np.array([1]), record(7, 8, 1)[None], 11.0).size == 0


def test_coming_back_to_an_earlier_pose_counts_from_the_later_sending() -> None:
    poses = SentPoses(bots=1, receivers=1)
    a, b, bot = record(1, 1, 1), record(2, 2, 2), np.array([0])
    for at, pose in ((1.0, a), (2.0, b), (3.0, a)):
        poses.sent(0, pose, at)
        assert poses.received(0, bot, pose[None], at + 0.1) == pytest.approx([0.1])


def test_standing_still_is_sent_once() -> None:
    poses = SentPoses(bots=1, receivers=1)
    assert poses.sent(0, record(1, 2, 3), 1.0)
    assert not poses.sent(0, record(1, 2, 3), 2.0)
    assert poses.received(0, np.array([0]), record(1, 2, 3)[None], 2.5) == pytest.approx([1.5])


def test_headset_records_of_many_bots_at_once() -> None:
    poses = SentPoses(bots=4, receivers=1)
    records = np.arange(24, dtype=np.uint32).reshape(4, 6)
    for bot in range(4):
        poses.sent(bot, records[bot], float(bot))
    assert poses.received(0, np.arange(4), records, 10.0) == pytest.approx([10.0, 9.0, 8.0, 7.0])


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
