"""The built-in stage of a real server: one speaks, ten hear it, nobody once it is over (V-9)."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from at_desk import hire_kim
from branch_process import BOT_KEY, BranchProcess
from stage_listener import AtStage
from visitor import Browser, Visitor

from humming import frames_of, loudest_hertz

LISTENERS = 10


@pytest.fixture
async def listeners(
    own_branch: BranchProcess, http: aiohttp.ClientSession
) -> AsyncIterator[list[AtStage]]:
    own_branch.start()
    browsers = [await Browser.open(own_branch.url, http, BOT_KEY) for _ in range(LISTENERS)]
    made = [AtStage(await Visitor.enter(one, f"Ann {n}")) for n, one in enumerate(browsers)]
    yield made
    for one in made:
        await one.close()


@pytest.mark.slow
async def test_ten_hear_who_speaks_to_all_and_nobody_once_it_is_over(
    own_branch: BranchProcess, http: aiohttp.ClientSession, listeners: list[AtStage]
) -> None:
    kim = AtStage(await Visitor.enter(await hire_kim(own_branch, http, "host"), "Kim"))
    await kim.speak()
    await asyncio.gather(*(one.hear() for one in listeners))
    heard = await asyncio.gather(*(frames_of(one.sound, 60) for one in listeners))
    for frames in heard:
        assert loudest_hertz(frames[10:]) == pytest.approx(440, abs=3)
    await kim.visitor.post("voice.stage", on=False)
    for one in listeners:
        await one.visitor.until(lambda one=one: one.told is None, "the end")  # type: ignore[misc]
    await kim.close()
