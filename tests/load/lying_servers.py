"""Servers for the generator's tests that pass poses on, honestly or not.

Each sends what it got at once, to all, after ``twist`` has had it: one that changes nothing is an
honest server, any other must be found out.
"""

import json
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import WSMsgType, web

Twist = Callable[[bytes], bytes]
SLOTS_FROM = 40


class Raw:
    """The dialect of the batching peers: every batch has one pose."""

    def __init__(self, twist: Twist) -> None:
        self._twist = twist
        self._sockets: list[web.WebSocketResponse] = []
        self.app = web.Application()
        self.app.router.add_get("/ws", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        async for message in socket:
            batch = struct.pack("<IHHH", 1, 1, 0, 7) + self._twist(message.data)
            for other in self._sockets:
                await other.send_bytes(batch)
        self._sockets.remove(socket)
        return socket


class Branch:
    """As little of a branch as the generator needs: session, ticket, hello, poses, chat."""

    def __init__(self, twist: Twist, outcome: str = "accepted") -> None:
        self._twist = twist
        self._outcome = outcome
        self._sockets: list[web.WebSocketResponse] = []
        self.records: list[bytes] = []
        self.app = web.Application()
        self.app.router.add_post("/api/v1/session", self._session)
        self.app.router.add_post("/api/v1/tickets", self._ticket)
        self.app.router.add_get("/ws", self._serve)

    async def _session(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer a-key"
        response = web.json_response({"role": "bot"})
        response.set_cookie("vbranch_session", "of-this-bot", httponly=True)
        return response

    async def _ticket(self, request: web.Request) -> web.Response:
        assert request.cookies["vbranch_session"] == "of-this-bot"
        assert (await request.json())["room"] == "hall"
        return web.json_response({"ticket": "t" * 20, "expires_in": 30})

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(protocols=["vbranch.v1"])
        await socket.prepare(request)
        assert socket.ws_protocol == "vbranch.v1"
        self._sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._answer(socket, json.loads(message.data))
            else:
                await self._tell(message.data[4:])
        self._sockets.remove(socket)
        return socket

    async def _answer(self, socket: web.WebSocketResponse, message: dict) -> None:
        if message["type"] == "join":
            you = {"member": "m", "slot": SLOTS_FROM + len(self._sockets), "role": "bot"}
            bounds = {"min": [-8.0, -0.2, -6.0], "max": [8.0, 4.2, 6.0]}
            place = {"position": [1.0, 0.0, -2.0], "yaw": 0.0}
            await socket.send_json(
                {"type": "welcome", "you": you, "bounds": bounds, "place": place}
            )
        else:
            ack = {"type": "ack", "id": message["id"], "seq": 1, "outcome": self._outcome}
            await socket.send_json(ack)

    async def _tell(self, record: bytes) -> None:
        self.records.append(record)
        frame = struct.pack("<BBHHHHHII", 1, 0, 1, 0, 0, 0, 0, 1, 1) + self._twist(record)
        for other in self._sockets:
            await other.send_bytes(frame)


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[int]:
    """The application on a free port."""
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
