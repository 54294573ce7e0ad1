"""One bot's connection, against a real socket whose other end speaks from a script."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from vbranch.bots.member import Member, Totals
from vbranch.bots.personas import PERSONAS
from vbranch.protocol import messages as m
from vbranch.protocol.codec import encode, state_chunks, tick_frame

Script = Callable[[ServerConnection], Awaitable[None]]

WELCOME = m.Welcome(
    room="lobby",
    scene="/api/v1/scenes/lobby",
    you=m.You(member="m1", slot=5, role=m.Role.BOT, name="Bot 1"),
    bounds=m.Bounds(min=(0, 0, 0), max=(9, 4, 9)),
    place=m.Place(position=(1, 0, 1), yaw=0.0),
    epoch="e",
    resume="0123456789abcdef",
    resumed=False,
    tick_hz=20,
    capacity=9,
)
STATE = m.RoomState(
    room="lobby",
    epoch="e",
    seq=7,
    locked=False,
    members=[],
    exhibits=[
        m.ExhibitView(exhibit="card", index=3, holder=None, rotation=(0, 0, 0, 1), hotspot=None)
    ],
    chat=[m.ChatView(seq=1, at=1, member="m0", name="n", text="x" * 30_000)],
)


def tick(number: int, *entries: m.EntryBase, movers: int = 1) -> bytes:
    none6, none2 = np.empty((0, 6), np.uint32), np.empty((0, 2), np.uint32)
    desktop = np.arange(3 * movers, dtype=np.uint32).reshape(movers, 3)
    said = b"[" + b",".join(e.model_dump_json().encode() for e in entries) + b"]"
    return tick_frame(
        tick=number,
        time_ms=0,
        full=False,
        vr=none6,
        desktop=desktop,
        far=none2,
        held=none2,
        entries=said if entries else b"",
    )


def chat(seq: int) -> m.ChatEntry:
    return m.ChatEntry(seq=seq, at=1, member="m0", text="hello")


@asynccontextmanager
async def member(script: Script) -> AsyncIterator[tuple[Member, Totals, "asyncio.Task[None]"]]:
    """A bot whose branch follows the script; the task is its listening, which ends by itself."""
    totals = Totals()
    async with serve(script, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", proxy=None) as socket:
            loop = asyncio.get_running_loop()
            bot = Member(0, PERSONAS[0], socket, totals, loop.time)
            listening = asyncio.create_task(bot.listen(lambda: None))
            yield bot, totals, listening
            await listening


async def hello(socket: ServerConnection) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(await socket.recv())
    await socket.send(encode(WELCOME).decode())
    for chunk in state_chunks(STATE):
        await socket.send(chunk.decode())
    return said


async def test_it_knows_where_it_is_and_what_can_be_turned() -> None:
    heard: list[dict[str, Any]] = []

    async def script(socket: ServerConnection) -> None:
        heard.append(await hello(socket))
        await socket.close(4006)

    async with member(script) as (bot, totals, listening):
        await bot.hello("ticket", "Bot 1", 1)
        await listening
    assert heard == [{"type": "join", "ticket": "ticket", "name": "Bot 1", "avatar": 1}]
    assert (bot.slot, bot.exhibits) == (5, {"card": 3})
    assert totals.closes == {"4006": 1}
    assert not bot.inside


async def test_it_counts_what_it_gets_and_what_it_misses() -> None:
    async def script(socket: ServerConnection) -> None:
        await hello(socket)
        await socket.send(tick(10, chat(7), chat(8), movers=2))
        await socket.send(tick(11, chat(9)))
        await socket.send(tick(14, chat(12), chat(8)))
        await socket.close(1001)

    async with member(script) as (bot, totals, _):
        await bot.hello("ticket", "Bot 1", 1)
    assert (totals.frames, totals.poses_received) == (3, 4)
    assert bot.entries.count == 4, "7 is in the state already"
    assert bot.entries.doubled == 1
    assert (bot.entries.jumps, bot.ticks.jumps) == ([(9, 12)], [(11, 14)])
    assert totals.parsed.kinds == {"chat": 5}


async def test_each_command_has_one_answer() -> None:
    async def script(socket: ServerConnection) -> None:
        await hello(socket)
        asked = [json.loads(await socket.recv()) for _ in range(3)]
        taken, chatted, pointed = (a["id"] for a in asked)
        accepted = m.Ack(id=taken, seq=8, outcome="accepted")
        await socket.send(encode(accepted).decode())
        refused = m.Ack(id=chatted, seq=9, outcome="refused", reason=m.Refusal.NOT_MEMBER)
        await socket.send(encode(refused).decode())
        error = m.Error(code=m.ErrorCode.TOO_FAST, message="slow down", id=pointed)
        await socket.send(encode(error).decode())
        await socket.send(encode(m.Ack(id="of-nobody", seq=9, outcome="accepted")).decode())
        await socket.close(1000)

    async with member(script) as (bot, totals, listening):
        await bot.hello("ticket", "Bot 1", 1)
        taken = await bot.ask("exhibit.take", exhibit="card")
        await bot.ask("chat", text="hello")
        pointed = await bot.ask("exhibit.hotspot", exhibit="card", hotspot=None)
        await listening
    assert bot.outcomes == {taken: True, pointed: False}
    assert totals.ack.count == 2
    assert totals.refused == {"not_member": 1}
    assert totals.errors == {"too_fast": 1}
    assert totals.unknown == 1


async def test_an_end_without_a_word_is_1006() -> None:
    async def script(socket: ServerConnection) -> None:
        await hello(socket)
        socket.transport.abort()

    async with member(script) as (bot, totals, _):
        await bot.hello("ticket", "Bot 1", 1)
    assert totals.closes == {"1006": 1}
