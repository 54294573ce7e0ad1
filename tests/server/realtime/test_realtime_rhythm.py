"""The beat: steady, and never in a burst."""

import asyncio
import os
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from realtime_kit import until

from vbranch.realtime.rhythm import Rhythm, timer_descriptor

NEVER_HZ = 0.01
"""A rhythm that does not beat as long as a test lasts, however slow the machine is: for what is
called in between."""


@contextmanager
def started(rhythm: Rhythm, listen: int | None = None) -> Iterator[Rhythm]:
    """Stopped also when the test fails: what it listens to is closed then, and a rhythm that goes
    on would call that a bad file descriptor, and hide why the test failed."""
    rhythm.start(listen)
    try:
        yield rhythm
    finally:
        rhythm.stop()


async def test_it_beats_as_often_as_the_clock_says() -> None:
    """Counted against the clock, not against another timer: what is missed is told as skipped."""
    beats = 0
    told: list[tuple[int, float]] = []

    def beat(skipped: int) -> None:
        nonlocal beats
        beats += 1 + skipped
        told.append((beats, time.monotonic()))

    began = time.monotonic()
    with started(Rhythm(200, beat)):
        begun = time.monotonic()
        await until(lambda: len(told) >= 50)
    for count, now in told:
        # No more than there can have been; fewer only if the machine stood still in the beat.
        assert count <= (now - began) * 200 + 1
    short = min((now - begun) * 200 - count for count, now in told)
    assert short <= 1


async def test_a_beat_that_took_too_long_skips_and_does_not_catch_up() -> None:
    seen: list[tuple[int, float]] = []

    def slow(skipped: int) -> None:
        seen.append((skipped, time.monotonic()))
        if len(seen) == 2:
            time.sleep(0.1)  # the beat is synchronous, so this is what a slow one does

    with started(Rhythm(50, slow)):
        await until(lambda: len(seen) >= 9)
    assert seen[2][0] >= 4, "five periods went by, of which the last is this beat"
    times = [now for _, now in seen[2:]]
    periods = (times[-1] - times[0]) * 50
    assert len(times) - 1 <= periods + 1.1, "what was missed does not come in a burst"


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
    await asyncio.sleep(0.02)  # ten beats' time
    assert len(seen) == 1, "it goes on although it was stopped"
    rhythm.start()
    await until(lambda: len(seen) == 2)
    await asyncio.sleep(0.02)
    assert len(seen) == 2


async def test_in_between_it_calls_only_who_hurries_and_not_at_once_again() -> None:
    """As soon as may be, at most so often, and again after a beat that has taken all (F-1)."""
    loop = asyncio.get_running_loop()
    calls: list[tuple[str, float]] = []

    def called(what: str) -> int:
        return sum(call == what for call, _ in calls)

    def hurried(count: int) -> bool:
        """Asked again and again: a beat takes what was hurried before it."""
        if called("between") == count:
            rhythm.hurry()
        return called("between") > count

    rhythm = Rhythm(
        2,
        lambda skipped: calls.append(("beat", loop.time())),
        lambda: calls.append(("between", loop.time())),
        20,
    )
    with started(rhythm):
        await until(lambda: called("beat"))
        assert not called("between"), "nobody has asked"
        for count in range(3):
            rhythm.hurry()
            rhythm.hurry()
            assert called("between") == count, "never on the spot"
            await until(lambda count=count: hurried(count))
    assert called("between") == 3
    gaps = [then - before for (_, before), (what, then) in pairwise(calls) if what == "between"]
    assert min(gaps) > 1 / 20 - 0.002


@pytest.mark.parametrize(("last", "hurries"), [(0, True), (60, True), (70, False), (100, False)])
async def test_a_hurry_just_before_a_beat_is_left_to_the_beat(last: float, hurries: bool) -> None:
    """The beat comes every 100 s, a call 25 s after the last at the earliest, and half of that is
    near."""
    with started(Rhythm(0.01, lambda skipped: None, lambda: None, 0.04)) as rhythm:
        rhythm._last = rhythm._last_beat + last
        rhythm.hurry()
        assert (rhythm._hurried is not None) == hurries


async def test_a_beat_takes_what_was_hurried_before_it() -> None:
    between: list[bool] = []
    seen: list[int] = []
    rhythm = Rhythm(5, seen.append, lambda: between.append(True), 20)
    rhythm.start()
    rhythm.hurry()
    time.sleep(0.25)  # noqa: ASYNC251  the loop is late for both
    await until(lambda: seen)
    rhythm.stop()
    assert not between


async def test_before_the_start_and_after_the_end_nobody_is_hurried() -> None:
    between: list[bool] = []
    rhythm = Rhythm(10, lambda skipped: None, lambda: between.append(True), 1000)
    rhythm.hurry()
    rhythm.start()
    await asyncio.sleep(0.02)
    rhythm.hurry()
    rhythm.stop()
    rhythm.hurry()
    await asyncio.sleep(0.02)
    assert not between


async def test_it_hears_that_something_came_once_until_it_was_called() -> None:
    """A descriptor that stays readable does not keep the loop busy."""
    one, other = socket.socketpair()
    between: list[float] = []
    woken: list[int] = []
    with one, other:

        def take() -> None:
            between.append(asyncio.get_running_loop().time())
            if len(between) == 3:
                one.recv(100)

        rhythm = Rhythm(NEVER_HZ, lambda skipped: None, take, 50)
        something = rhythm._something
        rhythm._something = lambda: (woken.append(1), something())  # type: ignore[method-assign]
        with started(rhythm, listen=one.fileno()):
            other.send(b"x")
            await until(lambda: len(between) == 3)
            await asyncio.sleep(0.1)
            assert len(between) == 3, "nothing is there any more"
            assert len(woken) == 3
            other.send(b"x")
            await until(lambda: len(between) > 3)  # it stays, so there may be more by now
        count = len(between)
        other.send(b"x")
        await asyncio.sleep(0.1)
        assert len(between) == count, "and after the end nothing is heard"


@pytest.mark.parametrize("within", [False, True])
async def test_after_the_end_the_descriptor_is_not_listened_to(within: bool) -> None:
    """Its number may be somebody else's soon. ``within`` a call it is not listened to anyhow."""
    loop = asyncio.get_running_loop()
    one, other = socket.socketpair()
    ended: list[bool] = []

    def end() -> None:
        ended.append(True)
        rhythm.stop()

    with one, other:
        rhythm = Rhythm(NEVER_HZ, lambda skipped: None, end, 50)
        with started(rhythm, listen=one.fileno()):
            if within:
                other.send(b"x")
                await until(lambda: ended)
        assert not loop.remove_reader(one.fileno())


async def test_what_stirs_within_a_call_waits_for_the_next() -> None:
    """Who is called takes care of it: else each drain would bring another."""
    between: list[bool] = []

    def take() -> None:
        between.append(True)
        rhythm.hurry()

    rhythm = Rhythm(NEVER_HZ, lambda skipped: None, take, 100)
    with started(rhythm):
        rhythm.hurry()
        await until(lambda: between)
        await asyncio.sleep(0.05)
    rhythm.hurry()
    assert len(between) == 1


async def test_who_could_not_do_everything_is_called_again() -> None:
    between: list[bool] = []
    beats: list[int] = []

    def beat(skipped: int) -> None:
        beats.append(skipped)
        if len(between) < 3:
            rhythm.call_again()

    def take() -> None:
        between.append(True)
        if len(between) < 3:
            rhythm.call_again()

    rhythm = Rhythm(2, beat, take, 100)
    with started(rhythm):
        await until(lambda: len(between) == 3)
        await asyncio.sleep(0.05)
    assert len(between) == 3
    assert len(beats) < 3, "not each by a beat of its own"


def test_the_timer_is_closed_to_other_programs_and_does_not_block() -> None:
    timer = timer_descriptor(3600)
    assert not os.get_inheritable(timer)
    with pytest.raises(BlockingIOError):
        os.read(timer, 8)
    assert select.select([timer], [], [], 0) == ([], [], [])
    os.close(timer)
