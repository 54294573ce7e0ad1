"""What the tests of this folder share: a client's end of a link, a link without a network."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable

from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side, State

from vbranch.realtime.asyncio_link import AsyncioLink


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


@contextlib.asynccontextmanager
async def pair(receive_buffer: int | None = None) -> AsyncIterator[tuple[AsyncioLink, Peer]]:
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
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_connection(asyncio.Protocol, sock=ours)
    reader, writer = await asyncio.open_connection(sock=theirs, limit=1024)
    link = AsyncioLink.adopt(transport)
    try:
        yield link, Peer(reader, writer)
    finally:
        writer.close()
        transport.abort()
        await until(lambda: link.gone)
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
