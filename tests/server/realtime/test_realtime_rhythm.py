"""The beat: steady, and never in a burst."""

import asyncio
import os
import select
import time
from itertools import pairwise

import pytest
from realtime_kit import until

from vbranch.realtime.rhythm import Rhythm, timer_descriptor


async def test_it_beats_as_often_as_the_clock_says() -> None:
    """Counted against the clock, not against another timer: what is missed is told as skipped."""
    seen: list[int] = []
    rhythm = Rhythm(200, seen.append)
    began = time.monotonic()
    rhythm.start()
    await until(lambda: len(seen) >= 50)
    periods = int((time.monotonic() - began) * 200)
    rhythm.stop()
    assert periods - 1 <= len(seen) + sum(seen) <= periods + 1


async def test_a_beat_that_took_too_long_skips_and_does_not_catch_up() -> None:
    seen: list[tuple[int, float]] = []

    def slow(skipped: int) -> None:
        seen.append((skipped, time.monotonic()))
        if len(seen) == 2:
            time.sleep(0.1)  # the beat is synchronous, so this is what a slow one does

    rhythm = Rhythm(50, slow)
    rhythm.start()
    await until(lambda: len(seen) >= 5)
    rhythm.stop()
    assert seen[2][0] >= 4, "five periods went by, of which the last is this beat"
    gaps = [after - before for (_, before), (_, after) in pairwise(seen[2:])]
    assert min(gaps) > 0.001, "what was missed does not come in a burst"


async def test_stop_ends_it_and_gives_the_descriptor_back() -> None:
    seen: list[int] = []
    before = set(os.listdir("/proc/self/fd"))
    rhythm = Rhythm(500, seen.append)
    rhythm.start()
    await until(lambda: seen)
    rhythm.stop()
    rhythm.stop()
    count = len(seen)
    assert set(os.listdir("/proc/self/fd")) == before
    await asyncio.sleep(0.02)
    assert len(seen) == count


async def test_it_may_stop_itself_and_start_again() -> None:
    seen: list[int] = []

    def once(skipped: int) -> None:
        seen.append(skipped)
        rhythm.stop()

    rhythm = Rhythm(500, once)
    rhythm.start()
    await until(lambda: seen)
    rhythm.start()
    await until(lambda: len(seen) == 2)


def test_the_timer_is_closed_to_other_programs_and_does_not_block() -> None:
    timer = timer_descriptor(3600)
    assert not os.get_inheritable(timer)
    with pytest.raises(BlockingIOError):
        os.read(timer, 8)
    assert select.select([timer], [], [], 0) == ([], [], [])
    os.close(timer)
