"""The whole realtime side on a real aiohttp server, at its own rhythm, with real sockets."""

import asyncio
import contextlib
import json
import secrets
import socket
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession, web
from prometheus_client import CollectorRegistry
from realtime_kit import TRANSPORTS, Peer, until
from realtime_world import LOBBY, desktop_frame, plan
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol

from vbranch.ids import Home
from vbranch.protocol import codec
from vbranch.protocol.constants import MAX_FRAGMENTS, MAX_MESSAGE_BYTES, SUBPROTOCOL, Role
from vbranch.realtime.allowance import FEWEST, Limits, Rate
from vbranch.realtime.clock import SystemClock
from vbranch.realtime.hub import Hub
from vbranch.realtime.meters import Meters
from vbranch.realtime.transport import Transport
from vbranch.services.bans import Bans
from vbranch.services.moderation import Moderation
from vbranch.services.visits import Visits
from vbranch.stores.memory import MemoryRoomLog, MemorySessions
from vbranch.stores.memory_moderation import MemoryAudit, MemoryBans
from vbranch.stores.memory_staff import MemoryStaff

V1 = [Subprotocol(SUBPROTOCOL)]
OPEN = Limits(commands=Rate(1e6, 1e6), chat=Rate(1e6, 1e6))


@dataclass
class Branch:
    hub: Hub
    visits: Visits
    clock: SystemClock
    port: int
    registry: CollectorRegistry

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    async def join(self, name: str, cookie: str | None = None) -> dict[str, Any]:
        """The first message of somebody with a good ticket."""
        now = self.clock.unix()
        if cookie is None:
            cookie, _ = await self.visits.open_session(Role.VISITOR, now)
        session = await self.visits.session(cookie, now)
        assert session is not None
        ticket = await self.visits.ticket(session, LOBBY, now)
        return {"type": "join", "ticket": ticket, "name": name}

    def metric(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(f"vbranch_{name}", labels) or 0.0


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> Transport:
    chosen: Transport = "asyncio" if request.param == "asyncio" else "auto"
    return chosen


@contextlib.asynccontextmanager
async def branch(transport: Transport, limits: Limits = OPEN) -> AsyncIterator[Branch]:
    clock, sessions, registry = SystemClock(), MemorySessions(), CollectorRegistry()
    home = Home("here")
    visits = Visits(sessions, home)
    hub = Hub(
        plans={LOBBY: plan(LOBBY)},
        scenes={LOBBY: "/scene"},
        log=MemoryRoomLog(),
        visits=visits,
        moderation=Moderation(
            audit=MemoryAudit(),
            bans=Bans(MemoryBans(), b"key"),
            staff=MemoryStaff(sessions),
            sessions=sessions,
            clock=clock,
        ),
        home=home,
        limits=limits,
        meters=Meters(registry),
        clock=clock,
        transport=transport,
    )

    async def socket_handler(request: web.Request) -> web.StreamResponse:
        return await hub.serve(request, request.remote or "-")

    app = web.Application()
    app.router.add_get("/ws", socket_handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await hub.start()
    try:
        yield Branch(hub, visits, clock, runner.addresses[0][1], registry)
    finally:
        await hub.stop()
        await runner.cleanup()


class Client:
    """A page, as far as these tests need one: keeps what it was told."""

    def __init__(self, ws: ClientConnection) -> None:
        self.ws = ws
        self.told: list[dict[str, Any]] = []
        self.entries: list[Any] = []

    async def say(self, **message: object) -> None:
        await self.ws.send(json.dumps(message))

    async def chat(self, text: str) -> None:
        await self.say(type="chat", id=secrets.token_hex(8), text=text)

    async def hear(self, kind: str) -> dict[str, Any]:
        """Read on until a message of this type."""
        async with asyncio.timeout(10):
            while True:
                message = await self.ws.recv()
                if isinstance(message, bytes):
                    self.entries += codec.parse_tick_frame(message).entries
                    continue
                self.told.append(json.loads(message))
                if self.told[-1]["type"] == kind:
                    return self.told[-1]

    async def hear_entries(self, kind: str, count: int = 1) -> list[Any]:
        """Read on until so many entries of this kind were heard in all."""
        async with asyncio.timeout(20):
            while len(found := [entry for entry in self.entries if entry.kind == kind]) < count:
                message = await self.ws.recv()
                if isinstance(message, bytes):
                    self.entries += codec.parse_tick_frame(message).entries
        return found

    async def close_code(self) -> int:
        """Read to the end."""
        async with asyncio.timeout(20):
            with contextlib.suppress(ConnectionClosed):
                while True:
                    await self.ws.recv()
        code = self.ws.close_code
        assert code is not None
        return code


@contextlib.asynccontextmanager
async def entered(
    served: Branch, name: str, cookie: str | None = None, **kwargs: Any
) -> AsyncIterator[Client]:
    async with connect(served.url, subprotocols=V1, compression=None, **kwargs) as ws:
        client = Client(ws)
        await ws.send(json.dumps(await served.join(name, cookie)))
        await client.hear("state")
        yield client


async def test_two_meet_talk_and_see_each_other_move(transport: Transport) -> None:
    async with (
        branch(transport) as served,
        entered(served, "Ada") as ada,
        entered(served, "Bob") as bob,
    ):
        await ada.hear_entries("join")
        await bob.chat("hello")
        assert (await ada.hear_entries("chat"))[0].text == "hello"
        slot = bob.told[0]["you"]["slot"]
        await bob.ws.send(desktop_frame(slot, 1, (12.5, 0.0, 10.0)))
        await until(lambda: served.metric("poses_total") == 1)
        await bob.chat("there")
        await ada.hear_entries("chat", 2)
        assert served.metric("members", room="lobby") in (0, 2)
        assert served.metric("ack_seconds_count") == 2


async def test_answers_do_not_wait_for_the_beat(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F-1. There is none here for as long as the test lasts."""
    monkeypatch.setattr("vbranch.realtime.hub.TICK_HZ", 0.001)
    monkeypatch.setattr("vbranch.realtime.hub.STOP_WITHIN_S", 0.1)
    async with branch(transport) as served, connect(served.url, subprotocols=V1) as ws:
        ada = Client(ws)
        await ada.say(**await served.join("Ada"))
        await ada.hear("welcome")
        await ada.chat("hello")
        assert (await ada.hear("ack"))["outcome"] == "accepted"
        async with asyncio.timeout(10):
            await (await ws.ping())


async def test_a_second_connection_replaces_the_first(transport: Transport) -> None:
    async with branch(transport) as served:
        cookie, _ = await served.visits.open_session(Role.VISITOR, served.clock.unix())
        async with entered(served, "Ada", cookie) as first, entered(served, "Ada", cookie) as again:
            assert await first.close_code() == 4006
            await again.chat("me")
            assert (await again.hear("ack"))["outcome"] == "accepted"


async def test_a_cut_connection_resumes(transport: Transport) -> None:
    async with branch(transport) as served, entered(served, "Bob") as bob:
        async with entered(served, "Ada") as ada:
            welcome = ada.told[0]
            ada.ws.transport.abort()
        await bob.hear_entries("away")
        async with connect(served.url, subprotocols=V1) as ws:
            again = Client(ws)
            await again.say(type="resume", token=welcome["resume"])
            back = await again.hear("welcome")
            assert back["you"] == welcome["you"]
            await bob.hear_entries("back")


async def talk(client: Client, lines: int) -> None:
    for _ in range(lines):
        await client.chat("長" * 500)


async def test_a_slow_reader_is_closed_and_the_neighbour_misses_nothing(
    transport: Transport,
) -> None:
    """L-1."""
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    async with branch(transport) as served, entered(served, "Ada") as ada:
        small.connect(("127.0.0.1", served.port))
        small.setblocking(False)
        async with entered(served, "Slow", sock=small, max_queue=1) as slow:
            reading = asyncio.create_task(ada.hear_entries("chat", 600))
            talking = asyncio.create_task(talk(ada, 600))
            await until(lambda: served.metric("closes_total", code="4005"))
            assert await slow.close_code() == 4005  # reads again before the close's deadline
            await talking
            assert len(await reading) == 600
        await ada.hear_entries("away")


async def knock(served: Branch) -> Peer:
    """A raw connection after the handshake."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(
        b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Protocol: vbranch.v1\r\n\r\n"
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101 ")
    return Peer(reader, writer)


def frames(*parts: tuple[Opcode, bytes, bool, bool]) -> bytes:
    """Frames of (opcode, payload, fin, masked)."""
    return b"".join(Frame(op, data, fin=fin).serialize(mask=mask) for op, data, fin, mask in parts)


def fragments(count: int) -> Iterable[tuple[Opcode, bytes, bool, bool]]:
    yield Opcode.TEXT, b"x", False, True
    for i in range(2, count + 1):
        yield Opcode.CONT, b"x", i == count, True


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frames((Opcode.TEXT, b"x" * (MAX_MESSAGE_BYTES + 1), True, True)), 1009),
        (frames(*fragments(MAX_FRAGMENTS + 1)), 1009),
        (frames((Opcode.TEXT, b"{}", True, False)), 1002),
        (b"\xc1\x80aaaa", 1002),
        (b"\x83\x80aaaa", 1002),
        (frames((Opcode.TEXT, b"\xff\xfe", True, True)), 1007),
        (frames(*[(Opcode.TEXT, b"[" * 16_000, True, True)] * 10), 4003),
        (frames(*[(Opcode.BINARY, b"\x00", True, True)] * 10), 4003),
    ],
    ids=[
        "oversized",
        "fragments",
        "unmasked",
        "reserved bit",
        "unknown opcode",
        "not utf-8",
        "deep json",
        "not joined",
    ],
)
async def test_whoever_breaks_the_rules_is_closed_and_nobody_else(
    data: bytes, code: int, transport: Transport
) -> None:
    async with branch(transport) as served, entered(served, "Ada") as ada:
        rude = await knock(served)
        rude.raw(data)
        assert await rude.closed_with() == code
        rude.writer.close()
        await ada.chat("all is well")
        assert (await ada.hear("ack"))["outcome"] == "accepted"


async def test_too_many_connections_of_one_address_are_429(transport: Transport) -> None:
    async with (
        branch(transport, Limits(connections=Rate(0.001, 2 / FEWEST), address_factor=1)) as served,
        ClientSession() as session,
    ):
        statuses = []
        for _ in range(3):
            async with session.get(served.url.replace("ws:", "http:")) as response:
                statuses.append(response.status)
        assert statuses == [426, 426, 429]


async def test_a_hub_that_is_stopping_refuses_and_closes_with_1012(transport: Transport) -> None:
    async with (
        branch(transport) as served,
        entered(served, "Ada") as ada,
        ClientSession() as session,
    ):
        stopping = asyncio.create_task(served.hub.stop())
        goodbye = await ada.hear("goodbye")
        assert goodbye["retry_after"] >= 1
        assert await ada.close_code() == 1012
        async with session.get(served.url.replace("ws:", "http:")) as response:
            assert response.status == 503
        await stopping
