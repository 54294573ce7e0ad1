"""Passwords are hashed beside the event loop: two at a time, behind the rooms.

A hash takes a core and 64 MiB for a tenth of a second, on purpose. So two threads of low priority
do it, and only so many may wait: whoever comes in a flood is told to come back.
"""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from vbranch.access import passwords

T = TypeVar("T")

AT_ONCE: Final = 2
MOST_WAITING: Final = 20
_NICENESS: Final = 10


class TooManyWaiting(Exception):
    """Try again in a few seconds."""


class Hashing:
    """Used from one event loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(
            AT_ONCE, thread_name_prefix="vbranch-hash", initializer=_step_back
        )
        self._waiting = 0

    def check(self) -> None:
        """``TooManyWaiting`` if one more cannot be taken now."""
        if self._waiting >= MOST_WAITING:
            raise TooManyWaiting

    async def verify(self, kept: str | None, password: str) -> bool:
        """``access.passwords.verify_password``."""
        return await self._run(lambda: passwords.verify_password(kept, password))

    async def hash(self, password: str) -> str:
        """``access.passwords.hash_password``."""
        return await self._run(lambda: passwords.hash_password(password))

    async def close(self) -> None:
        """Wait for the last."""
        await asyncio.to_thread(self._threads.shutdown)

    async def _run(self, work: Callable[[], T]) -> T:
        self.check()
        self._waiting += 1
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        running.add_done_callback(self._done)
        return await running

    def _done(self, _: "asyncio.Future[T]") -> None:
        self._waiting -= 1


def _step_back() -> None:
    """On Linux the niceness is the thread's own: rooms that need the core get it first."""
    thread = threading.get_native_id()
    niceness = max(_NICENESS, os.getpriority(os.PRIO_PROCESS, thread))  # never back up
    os.setpriority(os.PRIO_PROCESS, thread, niceness)
