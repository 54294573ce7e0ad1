"""Readiness: the hub's word first, then that of the stores, which are not asked by every caller."""

import asyncio

import pytest

from vbranch.ports.log import LogUnavailable
from vbranch.ports.sessions import SessionsUnavailable
from vbranch.stores.memory import MemoryRoomLog, MemorySessions
from vbranch.web.health import FRESH_S, Readiness


class HandClock:
    """Time that stands until it is turned."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now

    def unix(self) -> float:
        return self.now


class CountedLog(MemoryRoomLog):
    """Counts how often it is asked, and fails on request."""

    asked = 0
    fault: Exception | None = None

    async def ready(self) -> None:
        self.asked += 1
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault


class FailingSessions(MemorySessions):
    async def ready(self) -> None:
        raise SessionsUnavailable("disk full")


async def test_hub_is_asked_first_and_each_time() -> None:
    log, reasons = CountedLog(), ["starting", None]
    ready = Readiness(lambda: reasons.pop(0), log, MemorySessions(), HandClock())
    assert await ready() == "starting"
    assert log.asked == 0
    assert await ready() is None
    assert log.asked == 1


async def test_stores_are_asked_once_for_many_and_again_later() -> None:
    log, clock = CountedLog(), HandClock()
    ready = Readiness(lambda: None, log, MemorySessions(), clock)
    assert await asyncio.gather(*(ready() for _ in range(50))) == [None] * 50
    assert log.asked == 1
    log.fault = LogUnavailable("disk full")
    assert await ready() is None
    clock.now += FRESH_S
    assert await ready() == "the log cannot be written"
    clock.now += FRESH_S
    log.fault = None
    assert await ready() is None


async def test_sessions_that_cannot_be_written() -> None:
    ready = Readiness(lambda: None, MemoryRoomLog(), FailingSessions(), HandClock())
    assert await ready() == "the sessions cannot be written"


async def test_stores_that_do_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Frozen(MemoryRoomLog):
        async def ready(self) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr("vbranch.web.health.STORES_ANSWER_S", 0.01)
    ready = Readiness(lambda: None, Frozen(), MemorySessions(), HandClock())
    assert await ready() == "the stores did not answer within 0.01 s"
