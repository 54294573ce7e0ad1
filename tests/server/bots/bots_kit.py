"""A real socket whose other end is a branch that speaks from a script, and a bot at this end."""

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
    time=1,
    frame_time=900,
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


def tick(number: int, *entries: m.EntryBase, movers: int = 1, pace: int = 0) -> bytes:
    none6, none2 = np.empty((0, 6), np.uint32), np.empty((0, 2), np.uint32)
    desktop = np.arange(3 * movers, dtype=np.uint32).reshape(movers, 3)
    said = b"[" + b",".join(e.model_dump_json().encode() for e in entries) + b"]"
    return tick_frame(
        tick=number,
        time_ms=0,
        full=False,
        pace=pace,
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


async def until(happened: Callable[[], bool]) -> None:
    """Let the socket work until ``happened``."""
    for _ in range(5000):
        if happened():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it did not happen within 5 s")
