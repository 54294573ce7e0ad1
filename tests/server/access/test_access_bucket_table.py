"""Token buckets in columns: the rule of a single bucket, for many at once."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbranch.access.bucket_table import BucketTable
from vbranch.access.limits import TokenBucket


def rows(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.intp)


def counts(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 3),
            st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=6),
        ),
        max_size=30,
    )
)
def test_a_table_decides_as_single_buckets_do_when_each_is_asked_alone(
    asks: list[tuple[float, list[tuple[int, int]]]],
) -> None:
    table, now = BucketTable(), 5.0
    kinds = [(1.0, 3.0), (2.5, 8.0), (0.5, 1.0)]
    places = [table.open(*kind) for kind in kinds]
    single = [TokenBucket(*kind) for kind in kinds]
    for passed, wants in asks:
        now += passed
        for which, n in wants:
            assert table.take(places[which], now, n) == single[which].take(now, n)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5)), min_size=1, max_size=12))
def test_many_at_once_never_take_more_than_is_there_and_nobody_pays_for_another(
    wants: list[tuple[int, int]],
) -> None:
    table = BucketTable()
    places = [table.open(1, 6) for _ in range(3)]
    asked = rows(*(places[which] for which, _ in wants))
    may = table.take_all(asked, counts(*(n for _, n in wants)), 0.0)
    if may is None:
        may = np.ones(len(wants), dtype=np.bool_)
    for which in range(3):
        taken = sum(n for (w, n), ok in zip(wants, may, strict=True) if ok and w == which)
        total = sum(n for w, n in wants if w == which)
        assert taken <= 6
        if total <= 6:
            assert taken == total
        left = next(n for n in range(6, -1, -1) if n == 0 or table.take(places[which], 0.0, n))
        assert left == 6 - taken


def test_of_a_row_that_asks_too_much_the_first_get_what_is_there() -> None:
    table = BucketTable()
    one, other = table.open(1, 3), table.open(1, 3)
    may = table.take_all(rows(one, other, one, one, one), None, 0.0)
    assert may is not None
    assert may.tolist() == [True, True, True, True, False]
    assert table.take_all(rows(other, other), None, 0.0) is None


# ---- taking is put off -------------------------------------------------------------------------

BURSTS = (1, 3, 7, 8, 9, 20)


@given(
    st.lists(
        st.one_of(
            st.lists(st.integers(0, 5), min_size=1, max_size=9),
            st.tuples(st.sampled_from(["take", "reopen"]), st.integers(0, 5)),
        ),
        max_size=40,
    )
)
def test_at_one_moment_putting_off_changes_nothing(steps: list[Any]) -> None:
    """Whoever asks in whatever way; a bucket that comes may be smaller than what is put off."""
    table = BucketTable()
    places, left = [table.open(1, burst) for burst in BURSTS], list(BURSTS)
    for step in steps:
        if isinstance(step, list):
            most = max(map(step.count, step))
            may = table.take_all(rows(*(places[which] for which in step)), None, 0.0, most)
            for index, which in enumerate(step):
                assert (may is None or may[index]) == (left[which] > 0)
                left[which] = max(left[which] - 1, 0)
            continue
        what, which = step
        if what == "take":
            assert table.take(places[which], 0.0, 2) == (left[which] >= 2)
            left[which] -= 2 * (left[which] >= 2)
        else:
            table.close(places[which])
            places[which], left[which] = table.open(1, BURSTS[which]), BURSTS[which]


def test_without_a_bound_a_row_may_be_all_who_ask() -> None:
    table = BucketTable()
    row = table.open(1, 12)
    answers = [table.take_all(rows(row, row, row), None, 0.0) for _ in range(5)]
    assert answers[:4] == [None] * 4
    assert answers[4] is not None
    assert answers[4].tolist() == [False] * 3


def test_after_a_pause_eight_more_than_a_burst_may_pass_and_no_more() -> None:
    """What is put off is as if it had been taken before the pause."""
    table = BucketTable()
    row = table.open(10, 100)
    assert table.take_all(rows(row), None, 0.0) is None
    taken = 0
    while table.take_all(rows(row), None, 1000.0) is None:
        taken += 1
    assert 100 <= taken <= 108


def test_it_is_put_off_though_rows_are_free() -> None:
    table = BucketTable()
    row = table.open(1, 100)
    table.take_all(rows(row), None, 0.0)
    table.take_all(rows(row), None, 0.0)
    assert len(table._put_off) == 1


def test_a_newcomer_with_a_small_bucket_ends_the_putting_off() -> None:
    table = BucketTable()
    table.take_all(rows(table.open(1, 100)), None, 0.0)
    row = table.open(1, 1)
    assert table.take_all(rows(row), None, 0.0) is None
    assert table.take_all(rows(row), None, 0.0) is not None


def test_for_nobody_nothing_is_put_off() -> None:
    """Or the list of what was put off would have no end."""
    table = BucketTable()
    table.take_all(rows(table.open(1, 100)), None, 0.0)
    assert table.take_all(rows(), None, 0.0) is None
    assert table._put_off == []


def test_what_was_put_off_of_a_row_that_is_closed_is_nobodys() -> None:
    table = BucketTable()
    one, other = table.open(1, 100), table.open(1, 100)
    for _ in range(2):
        table.take_all(rows(one, one, other), None, 0.0)
    table.close(one)
    assert table.take_all(rows(other), counts(96), 0.0) is None
    assert table.take(table.open(1, 100), 0.0, 100)


def test_what_was_put_off_is_no_idleness() -> None:
    table = BucketTable()
    row = table.open(1, 100)
    table.take_all(rows(row), None, 0.0)
    assert table.idle(row, 1.0)
    table.take_all(rows(row), None, 1.0)
    table.take_all(rows(row), None, 1.0)
    assert not table.idle(row, 1.5)


# ---- rows --------------------------------------------------------------------------------------


def test_a_closed_row_is_given_out_again_full() -> None:
    table = BucketTable()
    row = table.open(1, 2)
    assert table.take(row, 0.0, 2)
    table.close(row)
    assert len(table) == 0
    assert not table.take(row, 10.0)
    again = table.open(1, 2)
    assert again == row
    assert table.take(again, 10.0, 2)


def test_it_grows_and_keeps_what_was_taken() -> None:
    table = BucketTable()
    places = [table.open(1, 2) for _ in range(1000)]
    assert len(set(places)) == len(table) == 1000
    assert table.take(places[0], 0.0, 2)
    more = [table.open(1, 2) for _ in range(1000)]
    assert not set(more) & set(places)
    assert not table.take(places[0], 0.0)
    assert table.take(places[999], 0.0, 2)


def test_idle_is_full_again() -> None:
    table = BucketTable()
    row = table.open(2, 4)
    assert table.idle(row, 0.0)
    table.take(row, 0.0, 3)
    assert not table.idle(row, 1.0)
    assert table.idle(row, 1.5)


@pytest.mark.parametrize(("rate", "burst"), [(0, 1), (-1, 1), (1, 0.5)])
def test_bad_numbers_are_refused(rate: float, burst: float) -> None:
    with pytest.raises(ValueError, match="bucket"):
        BucketTable().open(rate, burst)
