"""What a bot does besides walking: it uses an exhibit as the protocol wants, and speaks."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
from bots_kit import hello, member, until
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from vbranch.bots.acts import Acts
from vbranch.bots.member import Member, Totals
from vbranch.bots.personas import PERSONAS, Persona
from vbranch.protocol import messages as m
from vbranch.protocol import poses
from vbranch.protocol.codec import COMMANDS, encode, parse_pose_frame
from vbranch.protocol.constants import TICK_HZ, FrameKind, Reaction

USER = replace(PERSONAS[3], chat_every=5.0, exhibit_every=2.0, react_every=0.0)
REACTING = replace(USER, chat_every=0.0, exhibit_every=0.0, react_every=2.0)


class Branch:
    """Acks every command with ``outcome`` and keeps what it was sent, held frames as bytes."""

    def __init__(self, outcome: str) -> None:
        self.outcome = outcome
        self.heard: list[dict[str, Any] | bytes] = []

    async def __call__(self, socket: ServerConnection) -> None:
        await hello(socket)
        try:
            while True:
                message = await socket.recv()
                if isinstance(message, bytes):
                    self.heard.append(message)
                    continue
                command = json.loads(message)
                COMMANDS[command["type"]].model_validate_json(message)
                self.heard.append(command)
                ack = m.Ack(id=command["id"], seq=8, outcome=self.outcome)  # type: ignore[arg-type]
                await socket.send(encode(ack).decode())
                if command["type"] == "leave":
                    await socket.close()
        except ConnectionClosed:
            pass


async def live(bot: Member, totals: Totals, seconds: float, persona: Persona = USER) -> None:
    """Let the bot act for so long by its own clock; each act's answer is waited for."""
    await bot.hello("ticket", "Bot 1", 1)
    await until(lambda: bool(bot.exhibits))
    bot.persona = persona
    acts = Acts(bot, {"card": ("chip",)}, np.random.default_rng(4), 0.0)
    for step in range(int(seconds * TICK_HZ)):
        await acts.step(step / TICK_HZ, 1 / TICK_HZ)
        await until(lambda: totals.ack.count == totals.commands)
    await bot.ask("leave")


def kinds(heard: list[dict[str, Any] | bytes]) -> list[str]:
    return ["held" if isinstance(h, bytes) else h["type"] for h in heard]


async def test_an_exhibit_is_taken_turned_settled_and_put_down() -> None:
    branch = Branch("accepted")
    async with member(branch) as (bot, totals, listening):
        await live(bot, totals, 40)
        await listening
    doings = [kind for kind in kinds(branch.heard) if kind != "chat"]
    first = doings[: doings.index("exhibit.hotspot") + 1]
    assert first[0] == "exhibit.take"
    assert first[-2:] == ["exhibit.release", "exhibit.hotspot"]
    middle = first[1:-2]
    assert set(middle) == {"held", "exhibit.settle"}
    pauses = "".join("h" if kind == "held" else " " for kind in middle).split()
    assert max(map(len, pauses)) <= 2 * TICK_HZ, "settled at least every 2 s (X-2)"
    assert "chat" in kinds(branch.heard)


async def test_what_somebody_else_holds_is_left_alone() -> None:
    branch = Branch("refused")
    async with member(branch) as (bot, totals, listening):
        await live(bot, totals, 40)
        await listening
    doings = [kind for kind in kinds(branch.heard) if kind != "chat"]
    assert doings.count("exhibit.take") > 2, "it tries another time"
    assert set(doings) == {"exhibit.take", "leave"}


async def test_it_reacts_now_and_then_as_itself() -> None:
    """G-2."""
    branch = Branch("accepted")
    async with member(branch) as (bot, totals, listening):
        await live(bot, totals, 40, REACTING)
        await listening
    frames = [parse_pose_frame(heard) for heard in branch.heard if isinstance(heard, bytes)]
    assert 5 < len(frames) < 60
    for kind, _, words in frames:
        read = poses.unpack_reactions(words)
        assert (kind, read.slot[0]) == (FrameKind.REACTION, 5)
        assert read.reaction[0] in list(Reaction)
