"""A running branch and visitors in it, for tests that use nothing but the public way."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from visitor import Browser, Enter, Visitor

from server_process import TRANSPORTS


@pytest.fixture(scope="module", params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    """How the server reads and writes its sockets: what is promised holds on each transport."""
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
