"""One bot's connection, against a real socket whose other end speaks from a script."""

import json
from typing import Any

from bots_kit import chat, hello, member, tick
from websockets.asyncio.server import ServerConnection

from vbranch.protocol import messages as m
from vbranch.protocol.codec import encode


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
        await socket.send(tick(30, chat(12), chat(8)))
        await socket.send(tick(60))
        await socket.send(tick(80, movers=0))
        await socket.send(tick(100))
        await socket.close(1001)

    async with member(script) as (bot, totals, _):
        await bot.hello("ticket", "Bot 1", 1)
    assert (totals.frames, totals.poses_received) == (6, 6)
    assert bot.entries.count == 4, "7 is in the state already"
    assert bot.entries.doubled == 1
    assert (bot.entries.jumps, bot.ticks.jumps) == ([(9, 12)], [(30, 60)]), (
        "of ticks everybody gets one a second at least"
    )
    assert totals.parsed.kinds == {"chat": 5}


async def test_it_knows_how_often_it_is_wanted() -> None:
    paces = []

    async def script(socket: ServerConnection) -> None:
        await hello(socket)
        await socket.send(tick(10, chat(8), pace=2))
        await socket.close(1001)

    async with member(script) as (bot, _, _):
        paces.append(bot.pace)
        await bot.hello("ticket", "Bot 1", 1)
    assert [*paces, bot.pace] == [0, 2]


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
