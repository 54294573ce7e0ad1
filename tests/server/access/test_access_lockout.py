"""Pauses grow after failures; names that do not exist are locked in the same way."""

from hypothesis import given
from hypothesis import strategies as st

from vbranch.access.lockout import LONGEST_PAUSE_S, UnknownNames, pause_after


def test_four_failures_are_free_then_the_pause_doubles() -> None:
    pauses = [pause_after(failures) for failures in range(1, 17)]
    assert pauses == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


@given(st.integers(0, 10**9))
def test_a_pause_is_never_longer_than_the_longest(failures: int) -> None:
    assert 0 <= pause_after(failures) <= pause_after(failures + 1) <= LONGEST_PAUSE_S


def test_an_unknown_name_is_locked_from_its_fifth_try() -> None:
    names = UnknownNames()
    assert [names.attempt("nobody", 100.0) for _ in range(5)] == [0.0, 100, 100, 100, 100]
    assert names.attempt("nobody", 100.5) == 101.0
    assert names.attempt("another", 100.5) == 0.0


def test_a_try_while_locked_does_not_count() -> None:
    names = UnknownNames()
    for _ in range(5):
        names.attempt("nobody", 100.0)
    for _ in range(50):
        assert names.attempt("nobody", 100.9) == 101.0
    assert names.attempt("nobody", 101.0) == 101.0  # this one counts: two seconds
    assert names.attempt("nobody", 102.9) == 103.0


def test_memory_is_bounded_and_the_name_tried_last_is_kept() -> None:
    names = UnknownNames(most=3)
    for _ in range(5):
        names.attempt("kept", 1.0)
    for number in range(50):
        names.attempt(f"name {number}", 1.0)
        assert names.attempt("kept", 1.0) == 2.0
    assert len(names) == 3
