"""How often a bot tells where it is (F-3, I-5)."""

import numpy as np
import pytest

from vbranch.bots.frames import Words
from vbranch.bots.pacing import EARLY_S, Pacing
from vbranch.protocol.constants import PACE_HZ, TICK_HZ

PERIOD_S = 1.0 / TICK_HZ


def record(place: int, words: int = 3) -> Words:
    return np.full(words, place, np.uint32)


def told(
    pacing: Pacing, seconds: float, moves: bool, pace: int = 0, uneven: float = 0.0
) -> list[float]:
    """When bot 1 of a driver whose moments are up to ``uneven`` early or late told of itself."""
    moments = [t * PERIOD_S + uneven * np.sin(2.4 * t) for t in range(round(seconds * TICK_HZ))]
    return [
        at
        for tick, at in enumerate(moments)
        if pacing.due(1, record(tick if moves else 0), pace, float(at))
    ]


@pytest.mark.parametrize("pace", range(len(PACE_HZ)))
@pytest.mark.parametrize("uneven", [0.0, 0.012])
def test_it_tells_of_moves_as_often_as_the_branch_wants_it(pace: int, uneven: float) -> None:
    times = told(Pacing(2), 20.0, moves=True, pace=pace, uneven=uneven)
    assert 20 * PACE_HZ[pace] * 0.97 < len(times) <= 20 * PACE_HZ[pace] + 1
    assert np.diff(times).min() >= 1.0 / PACE_HZ[pace] - EARLY_S - 1e-9


def test_it_tells_once_a_second_at_rest() -> None:
    assert len(told(Pacing(2), 5.0, moves=False)) == 5


def test_who_begins_to_move_tells_at_once() -> None:
    pacing = Pacing(2)
    told(pacing, 1.5, moves=False, pace=2)
    assert pacing.due(1, record(7), 2, 1.5)


def test_a_quicker_pace_holds_at_once() -> None:
    pacing = Pacing(2)
    assert pacing.due(1, record(1), 3, 0.0)
    assert not pacing.due(1, record(2), 3, 0.1)
    assert pacing.due(1, record(2), 0, 0.1)


def test_each_bot_has_its_own() -> None:
    pacing = Pacing(2)
    assert pacing.due(0, record(1, words=6), 0, 0.0)
    assert pacing.due(1, record(1), 0, 0.0)
