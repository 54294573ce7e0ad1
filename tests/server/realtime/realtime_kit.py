"""What the tests of this folder share: a client's end of a link, a link without a network."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side, State

from vbranch.realtime.allowance import PoseLimits, Rate
from vbranch.realtime.asyncio_link import AsyncioLink
from vbranch.realtime.base_link import BaseLink
from vbranch.realtime.link import Bounds, Link, Traffic
from vbranch.realtime.plane import Plane
from vbranch.realtime.tick_link import TickLink


class Peer:
    """A WebSocket client on a stream, frame by frame, so that it can also misbehave."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.ws = Protocol(Side.CLIENT, state=State.OPEN, max_size=None)
        self.frames: list[Frame] = []

    def raw(self, data: bytes) -> None:
        self.writer.write(data)

    def frame(self, opcode: Opcode, data: bytes, *, fin: bool = True, mask: bool = True) -> None:
        self.raw(Frame(opcode, data, fin=fin).serialize(mask=mask))

    def text(self, text: str) -> None:
        self.frame(Opcode.TEXT, text.encode())

    def binary(self, data: bytes) -> None:
        self.frame(Opcode.BINARY, data)

    async def read(self, *opcodes: Opcode) -> Frame:
        """The next frame, of these kinds if any are named; EOFError at the end."""
        async with asyncio.timeout(10):
            while True:
                while self.frames:
                    frame = self.frames.pop(0)
                    if not opcodes or frame.opcode in opcodes:
                        return frame
                await self._more()

    async def _more(self) -> None:
        data = await self.reader.read(65536)
        if not data:
            raise EOFError
        self.ws.receive_data(data)
        self.frames += [e for e in self.ws.events_received() if isinstance(e, Frame)]
        for out in self.ws.data_to_send():
            if out:
                self.writer.write(out)

    async def closed_with(self) -> int:
        """Read to the close frame; its code."""
        frame = await self.read(Opcode.CLOSE)
        return int.from_bytes(bytes(frame.data)[:2], "big")

    async def end(self) -> None:
        """Read to the end of the stream."""
        with contextlib.suppress(EOFError, ConnectionError):
            while True:
                await self.read()


async def until(condition: Callable[[], object]) -> None:
    """Let the loop run until the condition holds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  the conditions are of any kind
            await asyncio.sleep(0.001)


TRANSPORTS = ("asyncio", "tick")


class Beat:
    """What the hub does for its links, as often as the loop allows: drain, take note, flush."""

    def __init__(self) -> None:
        self.traffic = Traffic()
        self.plane = Plane(PoseLimits(Rate(1e6, 1e6)), self.traffic)
        self.flushing = True
        self.reading = True
        self._stirred: dict[Link, None] = {}

    def stir(self, link: Link) -> None:
        self._stirred[link] = None

    async def run(self) -> None:
        while True:
            if self.reading:
                self.plane.drain(0.0)
                self.plane.deliver(0.0)
            if self.flushing:
                stirred, self._stirred = self._stirred, {}
                for link in stirred:
                    link.flush()
                self.plane.retry()
            await asyncio.sleep(0.001)


@dataclass
class Pair:
    link: BaseLink
    peer: Peer
    beat: Beat

    def __iter__(self) -> Iterator[Any]:
        return iter((self.link, self.peer))


@contextlib.asynccontextmanager
async def pair(
    transport: str, receive_buffer: int | None = None, bounds: Bounds | None = None
) -> AsyncIterator[Pair]:
    """A link and its peer over a real TCP connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    theirs = socket.socket()
    if receive_buffer is not None:
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    theirs.connect(listener.getsockname())
    ours, _ = listener.accept()
    listener.close()
    for end in (ours, theirs):
        end.setblocking(False)
    beat = Beat()
    link: AsyncioLink | TickLink
    if transport == "tick":
        link = beat.plane.adopt(ours, bounds)
    else:
        loop = asyncio.get_running_loop()
        stream, _ = await loop.create_connection(asyncio.Protocol, sock=ours)
        link = AsyncioLink.adopt(stream, beat.traffic, bounds)
    link.stir = beat.stir
    beating = asyncio.create_task(beat.run())
    reader, writer = await asyncio.open_connection(sock=theirs, limit=1024)
    try:
        yield Pair(link, Peer(reader, writer), beat)
    finally:
        writer.close()
        link.abort()
        await until(lambda: link.gone)
        beating.cancel()
        beat.plane.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
