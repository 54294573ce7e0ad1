"""Token buckets: never more than burst + rate·t, never less than they owe; bounded memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbranch.access.limits import Buckets, TokenBucket


def test_a_burst_then_the_rate() -> None:
    bucket = TokenBucket(rate=2, burst=3)
    assert [bucket.take(100.0) for _ in range(4)] == [True, True, True, False]
    assert not bucket.take(100.25)
    assert bucket.take(100.5)
    assert not bucket.take(100.5)
    assert [bucket.take(1000.0) for _ in range(4)] == [True, True, True, False]


def test_what_is_refused_takes_nothing() -> None:
    bucket = TokenBucket(rate=1, burst=5)
    assert bucket.take(0.0, 4)
    assert not bucket.take(0.0, 2)
    assert bucket.take(0.0, 1)
    assert not bucket.take(9.0, 6)  # more than it can ever hold


def test_a_clock_that_steps_back_neither_fills_nor_empties() -> None:
    bucket = TokenBucket(rate=1, burst=2)
    assert bucket.take(100.0)
    assert bucket.take(50.0)
    assert not bucket.take(50.0)
    assert not bucket.take(100.5)
    assert bucket.take(101.0)


@pytest.mark.parametrize(("rate", "burst"), [(0, 1), (-1, 1), (1, 0.5), (float("nan"), 1)])
def test_numbers_that_make_no_bucket_are_refused(rate: float, burst: float) -> None:
    with pytest.raises(ValueError, match="bucket"):
        TokenBucket(rate, burst)
    with pytest.raises(ValueError, match="bucket"):
        Buckets[str](rate, burst)


@given(
    st.lists(st.floats(0, 5), max_size=60),
    st.floats(0.1, 20),
    st.floats(1, 30),
)
def test_never_more_than_burst_and_rate(pauses: list[float], rate: float, burst: float) -> None:
    bucket, now, taken = TokenBucket(rate, burst), 0.0, 0
    for pause in pauses:
        now += pause
        taken += bucket.take(now)
        assert taken <= burst + rate * now + 1e-6


@given(st.lists(st.integers(0, 8), max_size=60))
def test_who_keeps_to_the_rate_is_never_refused(ticks: list[int]) -> None:
    bucket, now = TokenBucket(rate=4, burst=1), 0.0
    for extra in ticks:
        assert bucket.take(now)
        now += 0.25 + extra / 8


def test_each_key_has_its_own_bucket() -> None:
    buckets = Buckets[str](rate=1, burst=1)
    assert buckets.take("a", 0.0)
    assert buckets.take("b", 0.0)
    assert not buckets.take("a", 0.0)
    assert buckets.take("a", 1.0)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.integers(0, 40), st.integers(1, 3)), max_size=120
    )
)
def test_forgetting_changes_no_answer(calls: list[tuple[str, int, int]]) -> None:
    """The same as one bucket for each key that is kept for ever."""
    buckets, kept, now = Buckets[str](rate=0.5, burst=4), dict[str, TokenBucket](), 0.0
    for key, pause, n in calls:
        now += pause / 8
        expected = kept.setdefault(key, TokenBucket(0.5, 4)).take(now, n)
        assert buckets.take(key, now, n) == expected


def test_idle_keys_are_forgotten() -> None:
    buckets = Buckets[int](rate=1, burst=2)
    for key in range(1000):
        buckets.take(key, now=key / 10)
    assert len(buckets) <= 12  # a key is full again after 1 s, when ten more have come


def test_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    buckets = Buckets[int](rate=0.001, burst=1, max_keys=3)
    for key in (1, 2, 3):
        assert buckets.take(key, 0.0)
    assert not buckets.take(1, 0.0)  # used just now: not the oldest any more
    assert buckets.take(4, 0.0)
    assert len(buckets) == 3
    assert not buckets.take(1, 0.0)
    assert not buckets.take(3, 0.0)
    assert buckets.take(2, 0.0)  # was given up, begins anew
    with pytest.raises(ValueError, match="max_keys"):
        Buckets[int](1, 1, max_keys=0)
