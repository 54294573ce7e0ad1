"""10,000 mutated frames from connections that come and go: memory is back at its level.

What is measured is resident memory, which never shrinks by itself; so the same number of frames
first warms the server up, and what they made it take must then be enough for all that follow.
"""

import asyncio
from pathlib import Path
from typing import Final

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from mutations import Mouth
from raw_socket import Raw
from visitor import Browser, Visitor

from server_process import TRANSPORTS

FRAMES: Final = 10_000
FRAMES_A_VISIT: Final = 20
AT_ONCE: Final = 16
GROWTH_MB: Final = 5.0
CODES: Final = {1000, 1001, 1002, 1003, 1005, 1007, 1008, 1009, 4003, 4008, None}
"""None: the mutant said a good close frame, or waits within a frame that never ends. 1005: it said
a close frame without a code, and was answered with one."""
ECHOED: Final = {*range(3000, 4000), *range(4010, 5000)}
"""Codes for libraries and applications (RFC 6455, 7.4.2) that this server never says by itself: the
mutant said a good close frame with it, and the answer repeats its code (5.5.1)."""


class Mutants:
    """Sessions that each come back again and again, for one visit holds one place."""

    def __init__(self, branch: BranchProcess, http: aiohttp.ClientSession) -> None:
        self._branch = branch
        self._http = http
        self._seed = 0
        self.sent = 0
        self.codes: set[int | None] = set()

    async def send(self, frames: int) -> None:
        target = self.sent + frames
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._come_back_until(target))

    async def _come_back_until(self, target: int) -> None:
        browser = await Browser.open(self._branch.url, self._http, BOT_KEY)
        while self.sent < target:
            rogue = await Raw.enter(browser, "Mutant")
            self._seed += 1
            mouth = Mouth(self._seed, int(rogue.welcome["you"]["slot"]))
            try:
                for data in mouth.stream(FRAMES_A_VISIT):
                    self.sent += 1
                    await rogue.send(data)
                    await asyncio.sleep(0.01)  # a drain may lie between
                    if rogue.code is not None or rogue.over:
                        break
            except OSError:  # it was hung up on
                pass
            self.codes.add(rogue.code)
            await rogue.hang_up()
            # A session gets five tickets a second, all of this address together 50 connections.
            await asyncio.sleep(AT_ONCE / 40)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_mutated_frames_leave_nothing_behind(
    tmp_path: Path, warm_cache: Path, transport: str
) -> None:
    branch = BranchProcess(tmp_path, warm_cache, transport=transport)
    try:
        branch.start()
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            mutants = Mutants(branch, http)
            await mutants.send(FRAMES)
            await asyncio.to_thread(branch.wait_until_empty)
            before = branch.memory_mb()
            await mutants.send(FRAMES)
            await asyncio.to_thread(branch.wait_until_empty)
            after = branch.memory_mb()
            print(f"{transport}: {before:.1f} MB, then {after:.1f} MB; codes {mutants.codes}")
            assert mutants.codes <= CODES | ECHOED
            assert 1002 in mutants.codes
            assert after <= before + GROWTH_MB
            survivor = await Visitor.enter(await Browser.open(branch.url, http), "Survivor")
            assert (await survivor.ask("chat", text="all is well"))["outcome"] == "accepted"
            await survivor.leave()
            await survivor.done()
        worst = [r for r in branch.records() if r.get("level") in ("error", "critical")]
        assert worst == []
        assert branch.stop() == 0
    finally:
        branch.end()
