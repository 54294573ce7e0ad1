"""A line with delay, jitter, loss and cuts between a browser and the server.

It stands where a network would: pages connect to ``url`` and know nothing of it. TCP repairs what
is lost, so a lost segment shows as silence for a retransmission's time, with everything behind it
waiting; that is what is done here to a share of what comes by (RFC 6298: 200 ms and more).
"""

import asyncio
import random
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Weather:
    """Of each direction: seconds of ``delay``, up to ``jitter`` more, and the share ``loss`` of
    pieces that come only after ``repair`` more. Order is kept, as TCP keeps it."""

    delay: float = 0.0
    jitter: float = 0.0
    loss: float = 0.0
    repair: float = 0.25


CLEAR = Weather()


class FaultyLine:
    """``weather`` may be changed at any time; ``cut`` breaks all connections, and ``down`` keeps
    new ones from being made until ``mend``."""

    def __init__(self, to_port: int, seed: int = 1) -> None:
        self.weather = CLEAR
        self.down = False
        self._to = to_port
        self._chance = random.Random(seed)
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Everything that is under way is gone, and nothing gets through until ``mend``."""
        self.down = True
        self._do(self._drop())

    def mend(self) -> None:
        self.down = False

    def close(self) -> None:
        self._server.close()
        self._do(self._drop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _drop(self) -> None:
        tasks = [*self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            if not self.down:
                await self._join(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._carry(reader, far_writer))
                ways.create_task(self._carry(far_reader, writer))
        except* OSError:
            pass
        finally:
            far_writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One direction. What comes is stamped with its time of arrival, in order."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sender = asyncio.create_task(self._deliver(waiting, writer))
        arrives = 0.0
        try:
            while piece := await reader.read(CHUNK):
                arrives = max(arrives, self._loop.time() + self._way())
                waiting.put_nowait((arrives, piece))
            waiting.put_nowait((arrives, b""))
            await sender
        finally:
            sender.cancel()

    async def _deliver(
        self, waiting: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        while True:
            arrives, piece = await waiting.get()
            await asyncio.sleep(arrives - self._loop.time())
            if not piece:
                writer.write_eof()
                return
            writer.write(piece)
            await writer.drain()

    def _way(self) -> float:
        """Seconds that a piece is on its way."""
        now = self.weather
        lost = now.repair if self._chance.random() < now.loss else 0.0
        return now.delay + self._chance.uniform(0, now.jitter) + lost
