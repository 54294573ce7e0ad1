"""The upgrade on a real aiohttp server: who is let in, and that aiohttp then holds nothing."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from realtime_kit import TRANSPORTS, Beat, until
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from vbranch.protocol.constants import SUBPROTOCOL
from vbranch.realtime.base_link import BaseLink
from vbranch.realtime.link import text_wire
from vbranch.realtime.upgrade import Refused, Switched, take_over
from vbranch.web.lan import certificate_for, utc_now

V1 = [Subprotocol(SUBPROTOCOL)]
HANDSHAKE = (
    b"GET /ws HTTP/1.1\r\nHost: branch\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: vbranch.v1\r\n\r\n"
)


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@dataclass
class Served:
    port: int
    runner: web.AppRunner
    links: list[BaseLink] = field(default_factory=list)
    unread: bytes = b""
    """What waits to be sent on a connection when its handshake comes."""

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    @property
    def held(self) -> int:
        """Connections that aiohttp knows."""
        assert self.runner.server is not None
        return len(self.runner.server.connections)


@contextlib.asynccontextmanager
async def serving(transport: str, tls: ssl.SSLContext | None = None) -> AsyncIterator[Served]:
    beat = Beat()
    plane = beat.plane if transport == "tick" else None

    async def handler(request: web.Request) -> web.StreamResponse:
        if served.unread and request.transport is not None:
            request.transport.write(served.unread)
        try:
            link = take_over(
                request, ["https://partner.example"], traffic=beat.traffic, plane=plane
            )
        except Refused as refused:
            return refused.response
        link.stir = beat.stir
        served.links.append(link)
        return Switched()

    app = web.Application()
    app.router.add_get("/ws", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    served = Served(runner.addresses[0][1], runner)
    beating = asyncio.create_task(beat.run())
    try:
        yield served
    finally:
        for link in served.links:
            link.abort()
        await until(lambda: all(link.gone for link in served.links))
        beating.cancel()
        beat.plane.close()
        await runner.cleanup()


async def said(served: Served) -> list[str | bytes]:
    """What the first client said, at least one message."""
    got: list[str | bytes] = []

    def heard() -> list[str | bytes]:
        got.extend(served.links[0].receive())
        return got

    await until(heard)
    return got


async def test_a_link_both_ways_and_aiohttp_holds_neither_connection_nor_task(
    transport: str,
) -> None:
    async with serving(transport) as served:
        before = asyncio.all_tasks()
        async with connect(served.url, subprotocols=V1, compression=None) as client:
            assert client.subprotocol == SUBPROTOCOL
            link = served.links[0]
            await client.send("hello")
            assert await said(served) == ["hello"]
            link.send_reliable(text_wire(b"hi"))
            link.flush()
            assert await client.recv() == "hi"
            await until(lambda: served.held == 0)
            ours = [t for t in asyncio.all_tasks() - before if "RequestHandler" in repr(t)]
            assert ours == []


async def test_the_link_outlives_aiohttps_own_shutdown(transport: str) -> None:
    """Ending links is the hub's affair; aiohttp does not know them any more."""
    async with serving(transport) as served, connect(served.url, subprotocols=V1) as client:
        await served.runner.shutdown()
        await client.send("still here")
        assert await said(served) == ["still here"]


async def refused(served: Served, **kwargs: object) -> InvalidStatus:
    with pytest.raises(InvalidStatus) as caught:
        async with connect(served.url, **kwargs):  # type: ignore[arg-type]
            pass
    assert served.links == []
    return caught.value


@pytest.mark.parametrize("offered", [None, ["vbranch.v0"]])
async def test_without_our_subprotocol_400(offered: list[str] | None, transport: str) -> None:
    async with serving(transport) as served:
        status = await refused(served, subprotocols=offered)
        assert status.response.status_code == 400
        assert b'"handshake"' in (status.response.body or b"")


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:1", "ftp://127.0.0.1", "http://x:y"],
)
async def test_a_foreign_origin_403(origin: str, transport: str) -> None:
    async with serving(transport) as served:
        status = await refused(served, subprotocols=V1, origin=Origin(origin))
        assert status.response.status_code == 403


@pytest.mark.parametrize("origin", ["http://127.0.0.1:{port}", "https://partner.example"])
async def test_own_and_configured_origins_are_let_in(origin: str, transport: str) -> None:
    async with serving(transport) as served:
        said = Origin(origin.format(port=served.port))
        async with connect(served.url, subprotocols=V1, origin=said):
            assert len(served.links) == 1


async def test_a_plain_request_gets_426_and_the_next_one_on_the_connection_is_served(
    transport: str,
) -> None:
    async with serving(transport) as served, ClientSession() as session:
        for _ in range(2):
            async with session.get(f"http://127.0.0.1:{served.port}/ws") as response:
                assert response.status == 426
                assert response.headers["Upgrade"] == "websocket"


async def test_compression_is_not_negotiated(transport: str) -> None:
    async with serving(transport) as served, connect(served.url, subprotocols=V1) as client:
        assert client.protocol.extensions == []


async def test_a_client_that_speaks_before_the_101_is_refused(transport: str) -> None:
    async with serving(transport) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(HANDSHAKE + b"\x81\x80abcd")
        answer = await reader.readuntil(b"\r\n")
        assert b"400" in answer
        assert served.links == []
        writer.close()


async def test_a_client_that_has_not_read_earlier_responses_is_refused(transport: str) -> None:
    """What aiohttp still has to send could not be handed over."""
    async with serving(transport) as served:
        served.unread = bytes(20_000_000)
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(HANDSHAKE)
        assert await reader.readexactly(len(served.unread)) == served.unread
        assert b"400" in await reader.readuntil(b"\r\n")
        assert b'"unread"' in await reader.read()
        assert served.links == []
        writer.close()


async def test_the_names_of_aiohttps_insides_that_we_rely_on(transport: str) -> None:
    """``_holds_bytes`` reads them; if aiohttp renames them this fails before a release does."""
    async with serving(transport) as served:
        _, writer = await asyncio.open_connection("127.0.0.1", served.port)
        await until(lambda: served.held == 1)
        assert served.runner.server is not None
        handler = served.runner.server.connections[0]
        assert handler._message_tail == b""
        assert len(handler._messages) == 0
        writer.close()


async def test_over_tls_messages_and_the_close_handshake(tmp_path: Path, transport: str) -> None:
    files = certificate_for(["127.0.0.1"], tmp_path, utc_now())
    theirs = ssl.create_default_context(cafile=files.certificate)
    async with serving(transport, files.context()) as served:
        url = served.url.replace("ws:", "wss:")
        async with connect(url, subprotocols=V1, ssl=theirs, compression=None) as client:
            link = served.links[0]
            await client.send("x" * 10_000)
            assert await said(served) == ["x" * 10_000]
            link.send_reliable(text_wire(b"y" * 200_000))
            link.close(1012, "come_back")
            assert await client.recv() == "y" * 200_000
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1012
        await until(lambda: link.gone)
        assert served.held == 0
