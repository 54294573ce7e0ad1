"""Connections whose request head does not come are closed, the others are not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
from aiohttp import web

from vbranch.web.connections import HeadTimer

Listen = Callable[[float], Awaitable[int]]


@pytest.fixture
async def listen() -> AsyncIterator[Listen]:
    """Serve ``ok`` with a head timer of so many seconds; returns the port."""
    undo: list[Callable[[], Awaitable[None]]] = []

    async def open_(seconds: float) -> int:
        timer = HeadTimer(seconds)
        app = web.Application(middlewares=[timer.middleware])

        async def ok(request: web.Request) -> web.Response:
            return web.Response(text="ok")

        app.router.add_get("/", ok)
        runner = web.AppRunner(app)
        await runner.setup()
        assert runner.server is not None
        loop = asyncio.get_running_loop()
        server = await loop.create_server(timer.guard(runner.server), "127.0.0.1", 0)

        async def close() -> None:
            server.close()
            await runner.cleanup()

        undo.append(close)
        return int(server.sockets[0].getsockname()[1])

    yield open_
    for close in undo:
        await close()


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
async def test_head_that_does_not_come_ends_the_connection(listen: Listen, said: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", await listen(0.05))
    writer.write(said)
    with suppress(ConnectionResetError):
        assert await reader.read() == b""  # the end: nothing but the timer closes it
    writer.close()


async def test_first_request_ends_the_suspicion(listen: Listen) -> None:
    port = await listen(1.0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    other, other_writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    with pytest.raises((asyncio.IncompleteReadError, ConnectionResetError)):
        await other.readexactly(1)  # made later, silent, and gone: so the first one's time is over
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.close()
    other_writer.close()
