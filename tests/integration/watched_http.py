"""What the tests of the HTTP side share: a server that is watched, and clients of every kind."""

import asyncio
import contextlib
import json
import os
import re
import socket
import ssl
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, Final

import aiohttp

from server_process import ServerProcess

ASK: Final = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
HALF: Final = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "
POST: Final = b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
SLACK_S: Final = 20.0  # a busy machine may be late by this much

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Watched:
    """A server, and what it says of itself over HTTP and its process."""

    def __init__(self, server: ServerProcess, http: aiohttp.ClientSession) -> None:
        self.server = server
        self.url = server.url
        self._http = http
        self._streams: list[Stream] = []
        self._sockets: list[socket.socket] = []

    async def connect(self, port: int | None = None, **options: Any) -> Stream:
        """A connection that is closed after the test, whatever becomes of it."""
        port = port or self.server.port
        self._streams.append(await asyncio.open_connection("127.0.0.1", port, **options))
        return self._streams[-1]

    def narrow(self) -> socket.socket:
        """A client whose kernel takes little on its own; closed like the others."""
        client = socket.socket()
        self._sockets.append(client)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", self.server.port))
        client.setblocking(False)
        return client

    async def leave(self) -> None:
        """Close every connection that is left."""
        for client in self._sockets:
            client.close()
        for _, writer in self._streams:
            writer.transport.abort()
        for _, writer in self._streams:
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def get(self, path: str, **headers: str) -> aiohttp.ClientResponse:
        async with self._http.get(self.url + path, headers=headers) as answer:
            await answer.read()
            return answer

    async def metric(self, name: str) -> dict[str, float]:
        """Samples by the value of their label, empty if there is none."""
        text = await (await self.get("/metrics")).text()
        found = re.findall(rf'^{name}(?:{{\w+="(\w+)"}})? (\S+)$', text, re.MULTILINE)
        return {label: float(value) for label, value in found}

    async def rejects(self) -> dict[str, float]:
        return await self.metric("vbranch_http_rejects_total")

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.server.pid}/fd"))

    def resident(self) -> int:
        """Bytes of memory."""
        status = Path(f"/proc/{self.server.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]

    async def until_rejected(self, reason: str, count: int, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while (await self.rejects()).get(reason, 0) < count:  # noqa: ASYNC110, another process
                await asyncio.sleep(0.5)

    async def until_at_rest(self, descriptors: int) -> None:
        """Nobody is connected but who asks, and every descriptor has come back."""
        async with asyncio.timeout(SLACK_S):
            while (await self.metric("vbranch_http_connections"))[""] > 1:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            while self.descriptors() > descriptors + 1:  # noqa: ASYNC110, another process
                await asyncio.sleep(0.1)

    def complaints(self) -> list[object]:
        return [r for r in self.server.records() if r["level"] in ("warning", "error", "critical")]


async def rest(reader: asyncio.StreamReader) -> bytes:
    """All that comes before the end, whichever way it ends."""
    said = bytearray()
    with contextlib.suppress(ConnectionError):
        while piece := await reader.read(65536):
            said += piece
    return bytes(said)


def code_of(answer: bytes) -> tuple[int, str]:
    """Status and code of one answer in the form of our errors."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"\r\nServer: vbranch" in head
    assert b"ython" not in answer
    return int(head.split()[1]), json.loads(body)["error"]["code"]


async def drip(writer: asyncio.StreamWriter, said: bytes) -> None:
    """A byte every second, for ever."""
    with contextlib.suppress(ConnectionError):
        writer.write(said)
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(1)


async def how_it_ends(
    opening: Awaitable[Stream], said: bytes = b"", *, dripping: bool = False, first: bool = False
) -> tuple[float, bytes]:
    """After how long, and with which last words, the server ends a connection that says this."""
    reader, writer = await opening
    if first:
        writer.write(ASK)
        await reader.readuntil(b'{"status": "alive"}')
    begin = time.monotonic()
    speaking = asyncio.create_task(drip(writer, said)) if dripping else None
    if speaking is None:
        writer.write(said)
    words = await rest(reader)
    took = time.monotonic() - begin
    if speaking is not None:
        speaking.cancel()
    return took, words


def trusting() -> ssl.SSLContext:
    """Believes every certificate, as one who has clicked the warning away."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def scene_of(watched: Watched) -> str:
    """The address of the lobby's model, the biggest file that a visitor loads."""
    text = await (await watched.get("/api/v1/scenes/lobby")).text()
    return re.search(r'"(/content/[^"]+\.glb)"', text)[1]  # type: ignore[index]


async def read_at(client: socket.socket, size: int, pause: float) -> None:
    """Read so much every ``pause`` s until there is no more."""
    with contextlib.suppress(ConnectionError):
        while await asyncio.get_running_loop().sock_recv(client, size):  # noqa: ASYNC110
            await asyncio.sleep(pause)
