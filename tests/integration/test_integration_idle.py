"""Whoever is slow or silent holds nothing beyond a deadline (H-1, T-6, L-1), and nobody waits."""

import asyncio
import contextlib
from time import monotonic
from typing import Final

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from bystanders import Bystanders
from raw_socket import Raw, connect, frame, opening, text
from visitor import Browser
from websockets.frames import Opcode

from vbranch.protocol.constants import HELLO_TIMEOUT_S, STALL_S

pytestmark = pytest.mark.usefixtures("released")

MANY: Final = 300
HEAD_TIMEOUT_S: Final = 10.0
SILENT_S: Final = 60.0  # T-6
CLOSE_S: Final = 5.0
LATE_S: Final = 10.0
"""How late a busy machine may be."""


async def test_who_connects_and_goes_no_further_is_hung_up_on(
    branch: BranchProcess, bystanders: Bystanders
) -> None:
    """300 with half a request and 300 who never say hello, beside people who walk and talk."""
    door = asyncio.Semaphore(20)  # they do not all come in the same moment

    async def half_open() -> float:
        loop = asyncio.get_running_loop()
        async with door:
            began = monotonic()
            tcp = await connect(branch.port)
            await loop.sock_sendall(tcp, opening(branch.url)[:100])
        with contextlib.closing(tcp), contextlib.suppress(ConnectionError):
            async with asyncio.timeout(HEAD_TIMEOUT_S + LATE_S):
                while await loop.sock_recv(tcp, 4096):
                    pass
        return monotonic() - began

    async def mute() -> tuple[int, float]:
        async with door:
            began = monotonic()  # before: the server may count from then on
            stranger = await Raw.dial(branch.url)
        code = await stranger.told(HELLO_TIMEOUT_S + LATE_S)
        await stranger.hang_up()
        return code, monotonic() - began

    at_rest = branch.descriptors()
    waiting = [asyncio.create_task(half_open()) for _ in range(MANY)]
    strangers = [asyncio.create_task(mute()) for _ in range(MANY)]
    while branch.descriptors() < at_rest + 2 * MANY:  # noqa: ASYNC110, another process
        await asyncio.sleep(0.02)
    assert not any(task.done() for task in (*waiting, *strangers)), "all are held at once"
    held = await asyncio.gather(*waiting)
    assert max(held) < HEAD_TIMEOUT_S + LATE_S
    told = await asyncio.gather(*strangers)
    assert {code for code, _ in told} == {4001}
    assert min(after for _, after in told) > HELLO_TIMEOUT_S - 1, "nobody is closed before"


@pytest.mark.slow  # limits has a quicker one, whom chat fills
async def test_who_asks_and_never_reads_is_closed(
    branch: BranchProcess, http: aiohttp.ClientSession, bystanders: Bystanders
) -> None:
    """L-1, by the smallest thing that asks for an answer: pings, within their limit, until some of
    the answers wait in the server. From then on nothing is said, and not a byte is taken."""
    browser = await Browser.open(branch.url, http, BOT_KEY)
    lazy = await Raw.enter(browser, receive_buffer=4096)
    lazy.deaf()
    ping = frame(Opcode.PING, bytes(125))

    def closed() -> float:
        return branch.metric("vbranch_closes_total").get('{code="4005"}', 0.0)

    def waits() -> bool:
        return branch.metric("vbranch_queue_bytes_longest")[""] >= len(ping)

    async with asyncio.timeout(60):
        while not waits():
            await lazy.send(ping * 12)  # at most 64 in half a second
            await asyncio.sleep(0.25)
            if waits():  # or were they only on their way when the server looked?
                await asyncio.sleep(1.5)
    async with asyncio.timeout(STALL_S + LATE_S):
        while not closed():  # noqa: ASYNC110, another process
            await asyncio.sleep(0.1)
    lazy.read()
    assert await lazy.told() == 4005
    await lazy.hang_up()


@pytest.mark.slow
async def test_who_falls_silent_is_let_go(
    branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    """T-6: a minute after the last byte, wherever in a frame it was. The kernel of a process that
    hangs, or a network that swallows, answers no ping and no close frame either."""
    begun = {
        "between frames": b"",
        "in a header": frame(Opcode.BINARY, bytes(16))[:1],
        "in a pose": frame(Opcode.BINARY, b"\x02" + bytes(15))[:-1],
        "in a message": frame(Opcode.TEXT, b"{", fin=False),
    }
    browsers = [await Browser.open(branch.url, http, BOT_KEY) for _ in begun]
    talker = await Raw.enter(await Browser.open(branch.url, http, BOT_KEY))
    talker.pour([text(type="chat", id=f"alive-{n:04d}", text="x") for n in range(90)], pause=1.0)
    silent = {}
    before, began = branch.descriptors(), monotonic()
    for browser, (name, data) in zip(browsers, begun.items(), strict=True):
        silent[name] = await Raw.enter(browser)
        await silent[name].send(data)
        silent[name].deaf()

    def closed() -> float:
        return branch.metric("vbranch_closes_total").get('{code="1001"}', 0.0)

    async with asyncio.timeout(SILENT_S + LATE_S):
        while closed() < len(silent):
            assert not closed() or monotonic() - began > SILENT_S - 1
            await asyncio.sleep(0.5)
    assert talker.code is None, "who says something stays"
    async with asyncio.timeout(CLOSE_S + LATE_S):
        while branch.descriptors() > before:  # noqa: ASYNC110, another process
            await asyncio.sleep(0.1)
    await talker.hang_up()
    for name, rogue in silent.items():
        rogue.read()
        with contextlib.suppress(AssertionError):  # what was sent before the reset may be lost
            assert await rogue.told() == 1001, name
        await rogue.hang_up()
