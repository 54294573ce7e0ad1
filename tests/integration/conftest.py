"""A running branch and visitors in it, for tests that use nothing but the public way."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from bystanders import Bystanders
from raw_socket import Raw
from visitor import PATIENCE_S, Browser, Enter, Visitor

from server_process import TRANSPORTS

DEFAULT, *OTHERS = TRANSPORTS


@pytest.fixture(
    scope="module", params=[DEFAULT, *(pytest.param(t, marks=pytest.mark.slow) for t in OTHERS)]
)
def transport(request: pytest.FixtureRequest) -> str:
    """How the server reads and writes its sockets: what is promised holds on each transport. The
    fast tests of `server/realtime` and Autobahn's cases run on each as well; here one is enough."""
    return str(request.param)


@pytest.fixture(scope="module")
def branch(
    tmp_path_factory: pytest.TempPathFactory, warm_cache: Path, transport: str
) -> Iterator[BranchProcess]:
    """One server for the tests of a module and transport; they leave it as they found it."""
    process = BranchProcess(tmp_path_factory.mktemp("branch"), warm_cache, transport=transport)
    try:
        process.start()
        yield process
        process.wait_until_empty()
    finally:
        process.end()


@pytest.fixture
def own_branch(tmp_path: Path, warm_cache: Path, transport: str) -> Iterator[BranchProcess]:
    """A server of the test's own, not yet started."""
    process = BranchProcess(tmp_path, warm_cache, transport=transport)
    yield process
    process.end()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@pytest.fixture(autouse=True)
async def no_sockets_left() -> AsyncIterator[None]:
    """Also after a test that failed."""
    yield
    while Raw.open:
        await Raw.open[-1].hang_up()
    while Visitor.open:
        visitor = Visitor.open.pop()
        visitor.socket.transport.abort()
        await visitor.ended()


@pytest.fixture
async def enter(http: aiohttp.ClientSession) -> AsyncIterator[Enter]:
    """``await enter(url, "Name", bot=False)``: a visitor in the room, gone after the test."""
    inside: list[Visitor] = []

    async def one(url: str, name: str, bot: bool = False, room: str = "lobby") -> Visitor:
        browser = await Browser.open(url, http, BOT_KEY if bot else None)
        visitor = await Visitor.enter(browser, name, room)
        inside.append(visitor)
        return visitor

    yield one
    for visitor in inside:
        if visitor.close_code is None:
            await visitor.post("leave")
            await visitor.until(lambda v=visitor: v.close_code is not None, "the close")  # type: ignore[misc]
        await visitor.done()


@pytest.fixture
async def bystanders(branch: BranchProcess, enter: Enter) -> AsyncIterator[Bystanders]:
    """Three people who must not notice what the test does in their room."""
    people = [await enter(branch.url, f"Person {n}", bot=True) for n in range(3)]
    group = Bystanders(people[:2], people[2])
    await group.settled()
    yield group
    await group.undisturbed()


@pytest.fixture
async def released(branch: BranchProcess) -> AsyncIterator[None]:
    """The descriptors of the test's connections are given back, whatever became of them."""
    if branch.at_rest is None:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            first = await Visitor.enter(await Browser.open(branch.url, http), "First")
            await first.leave()
            await first.done()
        await asyncio.to_thread(branch.wait_until_empty)
        branch.at_rest = branch.descriptors()
    yield
    try:
        async with asyncio.timeout(PATIENCE_S):
            while branch.descriptors() > branch.at_rest:  # noqa: ASYNC110, another process
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"{branch.descriptors()} open, {branch.at_rest} at rest") from None
