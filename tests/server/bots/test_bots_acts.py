"""What a bot does besides walking: it uses exhibits as the protocol wants, and speaks."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from bots_kit import WELCOME, hello, member, tick, until
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from vbranch.bots.acts import Acts
from vbranch.bots.frames import Place
from vbranch.bots.member import Member, Totals
from vbranch.bots.personas import PERSONAS, Persona
from vbranch.protocol import held_records, poses
from vbranch.protocol import messages as m
from vbranch.protocol.codec import COMMANDS, encode, parse_pose_frame
from vbranch.protocol.constants import TICK_HZ, FrameKind, Reaction

USER = replace(PERSONAS[3], chat_every=5.0, exhibit_every=2.0, react_every=0.0)
REACTING = replace(USER, chat_every=0.0, exhibit_every=0.0, react_every=2.0)


class Branch:
    """Acks every command with ``outcome`` and keeps what it was sent, held frames as bytes.

    After the ack of a command of this kind it tells what ``follows``.
    """

    def __init__(self, outcome: str, **follows: m.EntryBase) -> None:
        self.outcome = outcome
        self.follows = follows
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
                if (entry := self.follows.get(command["type"].split(".")[-1])) is not None:
                    await socket.send(tick(9, entry))
                if command["type"] == "leave":
                    await socket.close()
        except ConnectionClosed:
            pass


async def live(
    bot: Member,
    totals: Totals,
    seconds: float,
    persona: Persona = USER,
    hand: Place | None = None,
    others: Sequence[str] = (),
) -> None:
    """Let the bot act for so long by its own clock; each act's answer is waited for."""
    await bot.hello("ticket", "Bot 1", 1)
    await until(lambda: bool(bot.exhibits))
    bot.persona, bot.others = persona, list(others)
    acts = Acts(bot, {"card": ("chip",)}, np.random.default_rng(4), 0.0)
    for step in range(int(seconds * TICK_HZ)):
        await acts.step(step / TICK_HZ, 1 / TICK_HZ, hand)
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


def held(heard: list[dict[str, Any] | bytes]) -> list[held_records.HeldPoses]:
    low = WELCOME.bounds.min
    frames = (parse_pose_frame(frame) for frame in heard if isinstance(frame, bytes))
    return [held_records.unpack_held(words, low) for _, _, words in frames]


@pytest.mark.parametrize("hand", [(2.0, 1.2, 3.0), None])
async def test_who_has_hands_carries_it_in_them_in_one_size_or_another(hand: Place | None) -> None:
    """X-6."""
    branch = Branch("accepted")
    async with member(branch) as (bot, totals, listening):
        await live(bot, totals, 40, hand=hand)
        await listening
    said = held(branch.heard)
    assert len(said) > 50
    assert {bool(one.carried[0]) for one in said} == {hand is not None}
    sizes = [float(one.scale[0]) for one in said]
    if hand is not None:
        assert np.abs([one.position[0] - hand for one in said]).max() < 0.001
        assert min(sizes) < 0.6 < 1.7 < max(sizes)


async def test_what_is_held_out_to_another_is_kept_still_until_it_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """X-3: and when it is, it is no longer one's own to put down."""
    monkeypatch.setattr("vbranch.bots.acts.PASSES", 1.0)
    taken = m.ExhibitTaken(seq=8, at=1, member="m9", exhibit="card")
    branch = Branch("accepted", offer=taken)
    async with member(branch) as (bot, totals, listening):
        await live(bot, totals, 40, others=["m9"])
        await listening
    doings = [kind for kind in kinds(branch.heard) if kind != "chat"]
    assert "exhibit.release" not in doings
    offers = [n for n, kind in enumerate(doings) if kind == "exhibit.offer"]
    assert len(offers) > 2
    assert {doings[n + 1] for n in offers} <= {"exhibit.take", "leave"}
    offer = next(h for h in branch.heard if not isinstance(h, bytes) and h.get("to"))
    assert (offer["exhibit"], offer["to"]) == ("card", "m9")


async def test_what_nobody_takes_is_put_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbranch.bots.acts.PASSES", 1.0)
    branch = Branch("accepted")
    async with member(branch) as (bot, totals, listening):
        await live(bot, totals, 40, others=["m9"])
        await listening
    doings = [kind for kind in kinds(branch.heard) if kind != "chat"]
    offers = [n for n, kind in enumerate(doings) if kind == "exhibit.offer"]
    assert len(offers) > 1
    assert {doings[n + 1] for n in offers} <= {"exhibit.release", "leave"}


async def test_what_is_held_out_to_it_is_taken_and_what_others_get_is_not() -> None:
    offered = {"seq": 8, "at": 1, "member": "m9", "exhibit": "card"}
    for to, takes in (("m1", True), ("m8", False)):
        branch = Branch("accepted", chat=m.ExhibitOffered(**offered, to=to))
        async with member(branch) as (bot, totals, listening):
            speaker = replace(USER, exhibit_every=0.0)
            await live(bot, totals, 30, speaker)
            await listening
        assert ("exhibit.take" in kinds(branch.heard)) == takes


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
