"""The beat: on time, and never in a burst."""

import asyncio
from typing import Any

import pytest

from vbranch.realtime.rhythm import Rhythm


class Loop:
    """The loop's clock and one timer, by hand."""

    def __init__(self) -> None:
        self.now = 5.0
        self.when: float | None = None
        self.call: Any = None

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, call: Any, *args: Any) -> asyncio.TimerHandle:
        self.when, self.call = when, lambda: call(*args)
        return self  # type: ignore[return-value]

    def cancel(self) -> None:
        self.when = None

    def fire(self, late: float = 0.0) -> None:
        assert self.when is not None
        self.now = self.when + late
        self.call()


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    loop = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: loop)
    return loop


def test_beats_come_at_multiples_of_the_period_whatever_the_delay(loop: Loop) -> None:
    seen: list[int] = []
    rhythm = Rhythm(10, seen.append)
    rhythm.start()
    for late in (0.0, 0.03, 0.01, -1e-9):
        loop.fire(late)
    assert seen == [0, 0, 0, 0]
    assert loop.when == pytest.approx(5.5)


def test_a_beat_that_took_too_long_skips_and_does_not_catch_up(loop: Loop) -> None:
    seen: list[int] = []

    def slow(skipped: int) -> None:
        seen.append(skipped)
        if len(seen) == 1:
            loop.now += 0.35

    rhythm = Rhythm(10, slow)
    rhythm.start()
    loop.fire()
    loop.now = max(loop.now, loop.when or 0.0)
    loop.call()
    loop.fire()
    assert seen == [0, 2, 0]
    assert loop.when == pytest.approx(5.6)


def test_stop_ends_it(loop: Loop) -> None:
    rhythm = Rhythm(10, lambda skipped: None)
    rhythm.start()
    rhythm.stop()
    rhythm.stop()
    assert loop.when is None
