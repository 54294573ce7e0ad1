"""Passwords are hashed two at a time on threads that step back, and only so many wait."""

import asyncio
import os
import threading
from collections.abc import Iterator

import pytest

from vbranch.access import passwords
from vbranch.services.hashing import AT_ONCE, MOST_WAITING, Hashing, TooManyWaiting


class Held:
    """Stands for the work: counts who is in it, and holds them until ``go``."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.inside = threading.Semaphore(0)
        self.most = self._now = 0
        self._lock = threading.Lock()
        self.niceness: set[int] = set()

    def verify(self, kept: str | None, password: str) -> bool:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.niceness.add(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        self.inside.release()
        self.go.wait()
        with self._lock:
            self._now -= 1
        return True


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    work = Held()
    monkeypatch.setattr(passwords, "verify_password", work.verify)
    yield work
    work.go.set()


async def test_what_is_hashed_is_found_again() -> None:
    hashing = Hashing()
    kept = await hashing.hash("correct horse battery")
    assert await hashing.verify(kept, "correct horse battery")
    assert not await hashing.verify(kept, "another horse battery")
    await hashing.close()


async def test_two_at_once_beside_the_loop_and_behind_it(held: Held) -> None:
    hashing = Hashing()
    tries = [asyncio.ensure_future(hashing.verify(None, "x")) for _ in range(6)]
    for _ in range(AT_ONCE):
        await asyncio.to_thread(held.inside.acquire)
    held.go.set()
    assert await asyncio.gather(*tries) == [True] * 6
    assert held.most == AT_ONCE == 2
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert held.niceness == {max(own, 10)}
    assert own == os.getpriority(os.PRIO_PROCESS, 0), "the loop's thread keeps its own"
    await hashing.close()


async def test_only_so_many_wait_and_who_gives_up_makes_room(held: Held) -> None:
    hashing = Hashing()
    tries = [asyncio.ensure_future(hashing.verify(None, "x")) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyWaiting):
        hashing.check()
    with pytest.raises(TooManyWaiting):
        await hashing.verify(None, "x")
    tries[-1].cancel()
    await asyncio.wait([tries[-1]])
    hashing.check()
    held.go.set()
    await asyncio.gather(*tries[:-1])
    await hashing.close()
