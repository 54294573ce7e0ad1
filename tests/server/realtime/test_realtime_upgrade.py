"""The upgrade on a real aiohttp server: who is let in, and that aiohttp then holds nothing."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from realtime_kit import until
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from vbranch.protocol.constants import SUBPROTOCOL
from vbranch.realtime.asyncio_link import AsyncioLink
from vbranch.realtime.link import text_wire
from vbranch.realtime.upgrade import Refused, Switched, take_over
from vbranch.web.lan import certificate_for, utc_now

V1 = [Subprotocol(SUBPROTOCOL)]
HANDSHAKE = (
    b"GET /ws HTTP/1.1\r\nHost: branch\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: vbranch.v1\r\n\r\n"
)


@dataclass
class Served:
    port: int
    runner: web.AppRunner
    links: list[AsyncioLink] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    @property
    def held(self) -> int:
        """Connections that aiohttp knows."""
        assert self.runner.server is not None
        return len(self.runner.server.connections)


@contextlib.asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Served]:
    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            served.links.append(take_over(request, ["https://partner.example"]))
        except Refused as refused:
            return refused.response
        return Switched()

    app = web.Application()
    app.router.add_get("/ws", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    served = Served(runner.addresses[0][1], runner)
    try:
        yield served
    finally:
        for link in served.links:
            link.abort()
        await until(lambda: all(link.gone for link in served.links))
        await runner.cleanup()


async def test_a_link_both_ways_and_aiohttp_holds_neither_connection_nor_task() -> None:
    async with serving() as served:
        before = asyncio.all_tasks()
        async with connect(served.url, subprotocols=V1, compression=None) as client:
            assert client.subprotocol == SUBPROTOCOL
            link = served.links[0]
            await client.send("hello")
            await until(lambda: link._inbox)
            assert link.receive() == ["hello"]
            link.send_reliable(text_wire(b"hi"))
            link.flush()
            assert await client.recv() == "hi"
            await until(lambda: served.held == 0)
            ours = [t for t in asyncio.all_tasks() - before if "RequestHandler" in repr(t)]
            assert ours == []


async def test_the_link_outlives_aiohttps_own_shutdown() -> None:
    """Ending links is the hub's affair; aiohttp does not know them any more."""
    async with serving() as served, connect(served.url, subprotocols=V1) as client:
        await served.runner.shutdown()
        await client.send("still here")
        await until(lambda: served.links[0]._inbox)


async def refused(served: Served, **kwargs: object) -> InvalidStatus:
    with pytest.raises(InvalidStatus) as caught:
        async with connect(served.url, **kwargs):  # type: ignore[arg-type]
            pass
    assert served.links == []
    return caught.value


@pytest.mark.parametrize("offered", [None, ["vbranch.v0"]])
async def test_without_our_subprotocol_400(offered: list[str] | None) -> None:
    async with serving() as served:
        status = await refused(served, subprotocols=offered)
        assert status.response.status_code == 400
        assert b'"handshake"' in (status.response.body or b"")


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:1", "ftp://127.0.0.1", "http://x:y"],
)
async def test_a_foreign_origin_403(origin: str) -> None:
    async with serving() as served:
        status = await refused(served, subprotocols=V1, origin=Origin(origin))
        assert status.response.status_code == 403


@pytest.mark.parametrize("origin", ["http://127.0.0.1:{port}", "https://partner.example"])
async def test_own_and_configured_origins_are_let_in(origin: str) -> None:
    async with serving() as served:
        said = Origin(origin.format(port=served.port))
        async with connect(served.url, subprotocols=V1, origin=said):
            assert len(served.links) == 1


async def test_a_plain_request_gets_426_and_the_next_one_on_the_connection_is_served() -> None:
    async with serving() as served, ClientSession() as session:
        for _ in range(2):
            async with session.get(f"http://127.0.0.1:{served.port}/ws") as response:
                assert response.status == 426
                assert response.headers["Upgrade"] == "websocket"


async def test_compression_is_not_negotiated() -> None:
    async with serving() as served, connect(served.url, subprotocols=V1) as client:
        assert client.protocol.extensions == []


async def test_a_client_that_speaks_before_the_101_is_refused() -> None:
    async with serving() as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(HANDSHAKE + b"\x81\x80abcd")
        answer = await reader.readuntil(b"\r\n")
        assert b"400" in answer
        assert served.links == []
        writer.close()


async def test_the_names_of_aiohttps_insides_that_we_rely_on() -> None:
    """``_holds_bytes`` reads them; if aiohttp renames them this fails before a release does."""
    async with serving() as served:
        _, writer = await asyncio.open_connection("127.0.0.1", served.port)
        await until(lambda: served.held == 1)
        assert served.runner.server is not None
        handler = served.runner.server.connections[0]
        assert handler._message_tail == b""
        assert len(handler._messages) == 0
        writer.close()


async def test_over_tls_messages_and_the_close_handshake(tmp_path: Path) -> None:
    files = certificate_for(["127.0.0.1"], tmp_path, utc_now())
    theirs = ssl.create_default_context(cafile=files.certificate)
    async with serving(files.context()) as served:
        url = served.url.replace("ws:", "wss:")
        async with connect(url, subprotocols=V1, ssl=theirs, compression=None) as client:
            link = served.links[0]
            await client.send("x" * 10_000)
            await until(lambda: link._inbox)
            link.send_reliable(text_wire(b"y" * 200_000))
            link.close(1012, "come_back")
            assert await client.recv() == "y" * 200_000
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1012
        await until(lambda: link.gone)
        assert served.held == 0
