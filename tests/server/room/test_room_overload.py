"""Steps of overload, up at once and down with patience (PROTOCOL.md I-5)."""

from itertools import pairwise

import pytest

from vbranch.room.overload import CALM_S, STEPS, Overload

PERIOD = 0.05


def run(overload: Overload, seconds: float, load, begin: float = 0.0, skipped: int = 0) -> float:
    """Ticks of that load, or of what it is at a step; the time at the end."""
    now = begin
    while now < begin + seconds:
        now += PERIOD
        work = load(overload.step) if callable(load) else load
        overload.note(now, work * PERIOD, skipped)
    return now


@pytest.mark.parametrize("load", [0.1, 0.5, 0.79])
def test_below_four_fifths_of_the_period_everything_is_sent(load):
    overload = Overload(PERIOD)
    run(overload, 60, load)
    assert overload.step == 0
    assert overload.load == pytest.approx(load)


def test_one_long_tick_changes_nothing_and_a_busy_second_does():
    overload = Overload(PERIOD)
    now = run(overload, 5, 0.3)
    overload.note(now, 3 * PERIOD)
    run(overload, 1, 0.3, now)
    assert overload.step == 0
    run(overload, 2, 1.1, now)
    assert overload.step >= 1


def test_steps_are_taken_one_by_one_until_it_is_enough():
    overload, seen = Overload(PERIOD), set()
    costs = (1.6, 1.5, 1.2, 0.75, 0.4)
    now = run(overload, 10, lambda step: seen.add(step) or costs[step])
    assert seen == {0, 1, 2, 3}
    assert overload.step == 3
    run(overload, 60, lambda step: costs[step], now)
    assert overload.step == 3, "75 % is neither too much nor little"


def test_skipped_beats_count_as_overload_whatever_the_tick_took():
    overload = Overload(PERIOD)
    run(overload, 10, 0.4, skipped=1)
    assert overload.step == len(STEPS) - 1


def test_it_recovers_by_itself_a_step_at_a_time():
    overload = Overload(PERIOD)
    now = run(overload, 10, 2.0)
    assert overload.step == len(STEPS) - 1
    steps = []
    for _ in range(6):
        now = run(overload, CALM_S + 0.5, 0.2, now)
        steps.append(overload.step)
    assert steps[0] >= len(STEPS) - 2
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] == 0


def test_a_step_down_that_does_not_hold_is_tried_more_and_more_seldom():
    overload, changes, before = Overload(PERIOD), [], 0
    now = 0.0
    while now < 600:
        now += PERIOD
        overload.note(now, (0.95, 0.5, 0.4, 0.4, 0.4)[overload.step] * PERIOD)
        if overload.step != before:
            changes.append((now, overload.step))
            before = overload.step
    downs = [at for at, step in changes if step == 0]
    gaps = [b - a for a, b in pairwise(downs)]
    assert gaps[0] < 2.5 * CALM_S
    assert gaps[-1] > 50
    assert len(changes) < 30


def test_quick_steps_up_do_not_delay_the_first_step_down():
    overload = Overload(PERIOD)
    now = run(overload, 8, 2.0)
    run(overload, CALM_S + 2, 0.1, now)
    assert overload.step == len(STEPS) - 2


def test_what_costs_much_and_tells_little_goes_first():
    """Far tiers, then the rate of the quiet, then of all."""
    assert [step.name for step in STEPS] == ["full", "thin", "quiet half", "half", "quarter"]
    assert STEPS[1].rates != STEPS[0].rates
    assert [(step.quiet, step.stride) for step in STEPS] == [(0, 0), (0, 0), (1, 0), (1, 1), (2, 2)]
