"""Servers for the generator's tests that pass poses on, honestly or not.

Each sends what it got at once, to all, after ``twist`` has had it: one that changes nothing is an
honest server, any other must be found out.
"""

import itertools
import json
import struct
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np
from aiohttp import WSMsgType, web

from vbranch.protocol import poses

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


def as_said(record: bytes) -> bytes:
    return record


def from_afar(record: bytes) -> bytes:
    """The far record of somebody who said this (P-8), by the server's own code."""
    words = np.frombuffer(record, "<u4")[None]
    far = poses.far_from_vr(words) if len(record) == 24 else poses.far_from_desktop(words)
    return far.astype("<u4").tobytes()


@dataclass
class Ways:
    """How a branch behaves."""

    outcome: str = "accepted"  # of a command
    flags: int = 0  # of tick frames (F-3)
    form: Twist = as_said  # what is told of a record
    seqs: Iterable[int] = ()  # of the entries, one with each frame
    silent_of: int | None = None  # this slot is never told of
    times: int = 1  # that a record is in a frame
    parts: Sequence[int] = (0, 1)  # of the state, of which there are two
    tickets: int = 1000


class Branch:
    """As little of a branch as the generator needs: session, ticket, hello, state, poses, chat."""

    def __init__(self, twist: Twist, ways: Ways | None = None) -> None:
        self._twist = twist
        self._ways = ways or Ways()
        self._seqs = iter(self._ways.seqs)
        self._slots = itertools.count(SLOTS_FROM + 1)
        self._tickets = self._ways.tickets
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
        self._tickets -= 1
        if self._tickets < 0:
            return web.json_response({"code": "too_fast"}, status=429)
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
            you = {"member": "m", "slot": next(self._slots), "role": "bot"}
            bounds = {"min": [-8.0, -0.2, -6.0], "max": [8.0, 4.2, 6.0]}
            place = {"position": [1.0, 0.0, -2.0], "yaw": 0.0}
            await socket.send_json(
                {"type": "welcome", "you": you, "bounds": bounds, "place": place}
            )
            for part in self._ways.parts:
                await socket.send_json({"type": "state", "part": part, "of": 2, "data": "{"})
            await socket.send_json({"type": "own", "seq": 1})
        else:
            ack = {"type": "ack", "id": message["id"], "seq": 1, "outcome": self._ways.outcome}
            await socket.send_json(ack)

    async def _tell(self, record: bytes) -> None:
        self.records.append(record)
        if struct.unpack_from("<I", record)[0] & 0x1FFF == self._ways.silent_of:
            return
        told = self._twist(self._ways.form(record))
        counts = [(len(told) == size) * self._ways.times for size in (24, 12, 8)]
        header = struct.pack("<BBHHHHHII", 1, self._ways.flags, *counts, 0, 0, 1, 1)
        seq = next(self._seqs, None)
        entries = b"" if seq is None else b'[{"seq":%d,"at":1,"kind":"back","member":"m"}]' % seq
        for other in self._sockets:
            await other.send_bytes(header + told * self._ways.times + entries)


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
