"""An application behind the real door (acceptor, guards, deadlines of a test's own), and the real
application without it."""

import asyncio
import gc
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from web_kit import Branch, Http, Serve

from vbranch.web.connections import Connections
from vbranch.web.delivery import deliver
from vbranch.web.errors import error_middleware
from vbranch.web.guard import Deadlines, Guard, check_head
from vbranch.web.listener import Listeners, bind
from vbranch.web.security import Perimeter, add_headers
from vbranch.web.server import create_app

BIG = bytes(range(256)) * 16 * 1024  # 4 MiB: more than all buffers on the way


@dataclass
class Door:
    """``seen`` are the paths whose handlers were called; ``/wait`` answers once ``go`` is set."""

    connections: Connections
    seen: list[str] = field(default_factory=list)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    close: Callable[[], Awaitable[None]] | None = None
    writing: list[asyncio.Transport] = field(default_factory=list)

    def most_held(self) -> int:
        """How much of an answer is held in this process at most."""
        return max(transport.get_write_buffer_size() for transport in self.writing)

    def rejects(self) -> dict[str, float]:
        """What the metrics say was refused, by reason."""
        _, rejects = self.connections.collect()
        return {
            sample.labels["reason"]: sample.value
            for sample in rejects.samples
            if sample.name.endswith("_total")
        }

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait for what no event tells."""
        while not so():  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def emptied(self) -> None:
        """Wait until nothing is left of any connection: not counted, no task, no object."""
        await self.until(lambda: not len(self.connections))
        await self.until(lambda: not _guards())
        assert all("Guard" not in repr(task) for task in asyncio.all_tasks())

    def application(self) -> web.Application:
        app = web.Application(middlewares=[error_middleware, check_head])
        app.on_response_prepare.append(_add_headers)
        app.router.add_route("*", "/", self._small)
        app.router.add_get("/big", self._big)
        app.router.add_post("/read", self._read)
        app.router.add_get("/wait", self._wait)
        app.router.add_get("/stuck", self._stuck)
        app.router.add_get("/taken", self._taken)
        return app

    async def _small(self, request: web.Request) -> web.Response:
        self.seen.append(request.path)
        return web.Response(text="ok")

    async def _read(self, request: web.Request) -> web.Response:
        self.seen.append(request.path)
        return web.Response(body=await request.read())

    async def _big(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request.path)
        assert request.transport is not None
        self.writing.append(request.transport)
        return await deliver(request, web.StreamResponse(), BIG)

    async def _wait(self, request: web.Request) -> web.Response:
        self.seen.append(request.path)
        await self.go.wait()
        return web.Response(text="ok")

    async def _stuck(self, request: web.Request) -> web.Response:
        """Fill what lies between us and the reader, so that the answer's end cannot go out."""
        assert request.transport is not None
        calm = 0
        while calm < 20:
            if request.transport.get_write_buffer_size():
                calm += 1
                await asyncio.sleep(0.01)
            else:
                calm = 0
                request.transport.write(bytes(1024))
        response = web.Response(text="ok")
        response.force_close()
        return response

    async def _taken(self, request: web.Request) -> web.StreamResponse:
        """What the hub does with a socket: aiohttp is told that it is lost, and it lives on."""
        transport, handler = request.transport, request.protocol
        assert transport is not None
        handler.transport = None
        handler.connection_lost(None)
        transport.write(b"taken")
        return _Nothing()


def _guards() -> list[Guard]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Guard)]


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    add_headers(Perimeter(), request, response)


class _Nothing(web.StreamResponse):
    async def prepare(self, request: web.BaseRequest) -> None:
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        return None


OpenDoor = Callable[..., Awaitable[Door]]


@pytest.fixture
async def open_door() -> AsyncIterator[OpenDoor]:
    """``await open_door(Deadlines(...), people=50, tls=None)``; closed after the test."""
    opened: list[tuple[Door, Listeners]] = []

    async def open_(
        deadlines: Deadlines | None = None, *, people: int = 50, tls: ssl.SSLContext | None = None
    ) -> Door:
        door = Door(Connections(people_per_address=people))
        listeners = Listeners(door.application(), door.connections, deadlines)
        bound = bind("127.0.0.1", 0, tls)
        door.port = bound.port
        await listeners.open([bound])
        opened.append((door, listeners))
        door.close = listeners.close
        return door

    yield open_
    for door, listeners in opened:
        door.go.set()
        await listeners.close()
        assert len(door.connections) == 0, "no connection is left counted"


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """``await serve(branch)``: a client of the real application; closed after the test."""
    opened: list[tuple[Branch, Http]] = []

    async def open_(branch: Branch) -> Http:
        app = create_app(branch.parts, Connections())
        client = TestClient(TestServer(app))
        await client.start_server()
        opened.append((branch, client))
        return client

    yield open_
    for branch, client in opened:
        await client.close()
        await branch.parts.staff.close()
