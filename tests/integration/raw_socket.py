"""A connection whose every byte is the test's own, for what no well-behaved client can send.

``frame`` builds any RFC 6455 frame, right or wrong. What the server says is read all the while,
unless the test wants a peer who does not read; nothing is answered by itself.
"""

import asyncio
import base64
import contextlib
import json
import os
import socket
import struct
from collections.abc import Iterable
from typing import Any, ClassVar, Final, Self

from visitor import PATIENCE_S, Browser
from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side, State

from vbranch.protocol.constants import SUBPROTOCOL

CHUNK: Final = 64 * 1024
RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    reserved: int = 0,
    masked: bool = True,
    length: bytes | None = None,
) -> bytes:
    """``reserved`` are the three bits; ``length`` is what stands there instead of the true one."""
    if length is None:
        size = len(payload)
        if size < 126:
            length = bytes([size])
        elif size < 1 << 16:
            length = struct.pack(">BH", 126, size)
        else:
            length = struct.pack(">BQ", 127, size)
    head = bytes([fin << 7 | reserved << 4 | opcode, length[0] | masked << 7]) + length[1:]
    if not masked:
        return head + payload
    mask = os.urandom(4)
    stream = (mask * (len(payload) // 4 + 1))[: len(payload)]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")
    return head + mask + mixed.to_bytes(len(payload), "big")


def text(**message: Any) -> bytes:
    return frame(Opcode.TEXT, json.dumps(message).encode())


def opening(url: str) -> bytes:
    """The request of the opening handshake."""
    host = url.removeprefix("http://")
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET /ws HTTP/1.1\r\nHost: {host}\r\nOrigin: {url}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n"
    ).encode()


async def connect(port: int, receive_buffer: int | None = None) -> socket.socket:
    """A TCP connection; a small ``receive_buffer`` keeps the kernel from hiding a lazy reader."""
    tcp = socket.socket()
    tcp.setblocking(False)
    if receive_buffer is not None:
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    await asyncio.get_running_loop().sock_connect(tcp, ("127.0.0.1", port))
    return tcp


class Raw:
    """``code`` is that of the server's close frame, ``over`` when TCP has ended."""

    open: ClassVar[list["Raw"]] = []
    """Those of this test; a fixture ends what the test left."""

    def __init__(self, tcp: socket.socket) -> None:
        self.messages: list[dict[str, Any]] = []
        """What came as text."""
        self.frames: list[Frame] = []
        """Everything that came, but text."""
        self.code: int | None = None
        self.over = False
        self._tcp = tcp
        self._loop = asyncio.get_running_loop()
        self._parser = Protocol(Side.CLIENT, state=State.OPEN, max_size=None)
        self._news = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._pouring: asyncio.Task[None] | None = None
        self.open.append(self)

    @classmethod
    async def dial(cls, url: str, receive_buffer: int | None = None) -> Self:
        """Open the socket and say nothing."""
        self = cls(await connect(int(url.rpartition(":")[2]), receive_buffer))
        await self.send(opening(url))
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = await self._loop.sock_recv(self._tcp, 1)
            assert byte, head
            head += byte
        assert head.startswith(b"HTTP/1.1 101 "), head
        self.read()
        return self

    @classmethod
    async def enter(cls, browser: Browser, name: str = "Rogue", **options: Any) -> Self:
        """Join and wait for the fresh state."""
        self = await cls.dial(browser.url, **options)
        await self.send(text(type="join", ticket=await browser.ticket(), name=name, avatar=3))
        await self.until(lambda: any(m["type"] == "state" for m in self.messages), "a state")
        return self

    @property
    def welcome(self) -> dict[str, Any]:
        return next(m for m in self.messages if m["type"] == "welcome")

    # ---- saying -------------------------------------------------------------------------------

    async def send(self, data: bytes) -> None:
        """Waits until the kernel has it; raises ``OSError`` when the server has hung up."""
        await self._loop.sock_sendall(self._tcp, data)

    def pour(self, pieces: Iterable[bytes], pause: float = 0.0) -> None:
        """Begin to send as much of it as the server takes, with pauses after the pieces."""
        self._pouring = asyncio.create_task(self._pour(pieces, pause))

    async def poured(self, patience: float = PATIENCE_S) -> None:
        """Wait until all of it is sent, or the server has ended the connection."""
        assert self._pouring is not None
        async with asyncio.timeout(patience):
            await self._pouring

    def finish(self) -> None:
        """FIN: nothing more will be said."""
        self._tcp.shutdown(socket.SHUT_WR)

    async def reset(self) -> None:
        """RST: gone without a word."""
        self._tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        await self.hang_up()

    async def hang_up(self) -> None:
        for task in (self._reader, self._pouring):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        self._tcp.close()
        if self in self.open:
            self.open.remove(self)

    # ---- hearing ------------------------------------------------------------------------------

    def read(self) -> None:
        """Read from now on."""
        self._reader = asyncio.create_task(self._read())

    def deaf(self) -> None:
        """Read no more."""
        if self._reader is not None:
            self._reader.cancel()

    async def until(self, happened: Any, what: str, patience: float = PATIENCE_S) -> None:
        """Wait until ``happened()`` is true; fails when the connection ends first."""
        try:
            async with asyncio.timeout(patience):
                while not happened():
                    assert not self.over, f"over with {self.code} while waiting for {what}"
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"waited {patience:.0f} s for {what}") from None

    async def told(self, patience: float = PATIENCE_S) -> int:
        """The close code, as soon as the server has said it."""
        await self.until(lambda: self.code is not None, "a close frame", patience)
        assert self.code is not None
        return self.code

    async def ended(self, patience: float = PATIENCE_S) -> None:
        """Wait for the end of TCP."""
        await self.until(lambda: self.over, "the end", patience)

    async def _pour(self, pieces: Iterable[bytes], pause: float) -> None:
        with contextlib.suppress(OSError):
            for piece in pieces:
                await self.send(piece)
                await asyncio.sleep(pause)

    async def _read(self) -> None:
        with contextlib.suppress(OSError):
            while data := await self._loop.sock_recv(self._tcp, CHUNK):
                self._parser.receive_data(data)
                for event in self._parser.events_received():
                    assert isinstance(event, Frame)
                    if event.opcode is Opcode.TEXT:
                        self.messages.append(json.loads(event.data))
                    else:
                        self.frames.append(event)
                if self._parser.close_rcvd is not None:
                    self.code = self._parser.close_rcvd.code
                self._news.set()
        self.over = True
        self._news.set()
