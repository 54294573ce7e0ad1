"""Nothing acknowledged is lost or doubled when the server is killed (E-2, M-4, R-2, R-4).

The ledger of what was acknowledged is kept here, in the test's process. After each kill everybody
resumes and repeats what had no answer under the same ids, as R-4 says. Then the server's memory is
compared with the ledger in two ways: a visitor who has never been here looks at the fresh state,
and every command that was acknowledged is said once more, which must bring the first outcome.
"""

import asyncio
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from visitor import Browser, Visitor

from server_process import TRANSPORTS
from vbranch.protocol.constants import CHAT_HISTORY

CARD: Final = "welcome-card"
HOTSPOTS: Final = ("chip", "contactless", "back")
WINDOW: Final = 4
READY_S: Final = 3.0
PEOPLE: Final = {"chat": 20, "exhibit.settle": 1, "exhibit.hotspot": 6}
MOST: Final = {"chat": 4, "exhibit.settle": 25, "exhibit.hotspot": 25}
"""What one says between two kills. Said twice it is within a bot's limits (L-2), and all chat of
that time is still in the fresh state."""

Ack = dict[str, Any]
Command = dict[str, Any]


@dataclass
class Ledger:
    """What this process knows: ``asked`` and ``acked`` by visit and command id."""

    asked: dict[tuple[str, str], Command] = field(default_factory=dict)
    acked: dict[tuple[str, str], Ack] = field(default_factory=dict)

    def note(self, who: str, command: str, ack: Ack) -> None:
        """An outcome never changes, whether it is told again or not."""
        known = self.acked.setdefault((who, command), ack)
        same = ("seq", "outcome", "reason")
        assert [known[k] for k in same] == [ack[k] for k in same], (known, ack)

    def accepted(self, kind: str) -> list[tuple[int, Command]]:
        """(seq, command) of all accepted ones of this kind, in the order of the log."""
        return sorted(
            (
                (ack["seq"], self.asked[key])
                for key, ack in self.acked.items()
                if ack["outcome"] == "accepted" and self.asked[key]["kind"] == kind
            ),
            key=lambda pair: pair[0],
        )


class Regular:
    """Somebody who says one kind of thing again and again, and survives the server's deaths."""

    def __init__(self, name: str, kind: str, visitor: Visitor, ledger: Ledger) -> None:
        self.name = name
        self.kind = kind
        self.visitor = visitor
        self.ledger = ledger
        self.mine: list[str] = []
        self._numbers = itertools.count()

    def unanswered(self) -> list[str]:
        return [c for c in self.mine if (self.name, c) not in self.ledger.acked]

    def listen(self) -> None:
        """Take the acks that have come into the ledger."""
        for command, ack in self.visitor.acks.items():
            self.ledger.note(self.name, command, ack)

    async def begin(self) -> None:
        """Take the card in hand, if that is what this one does; the server's death took it away."""
        if self.kind == "exhibit.settle":
            await self.say("exhibit.take", exhibit=CARD)
            await self.visitor.until(lambda: not self._open(), "the card in hand")

    async def talk(self, said: Callable[[], None]) -> None:
        """Say all of one's share, never more than ``WINDOW`` without an answer."""
        for _ in range(MOST[self.kind]):
            await self.visitor.until(lambda: len(self._open()) < WINDOW, "an ack")
            await self.say(self.kind, **self._words(next(self._numbers)))
            said()

    async def say(self, kind: str, **fields: Any) -> None:
        command = f"{self.name}-{len(self.mine):06d}"
        self.mine.append(command)
        self.ledger.asked[self.name, command] = {"kind": kind, **fields}
        await self.visitor.post(kind, command, **fields)

    def _open(self) -> list[str]:
        self.listen()
        return self.unanswered()

    def _words(self, number: int) -> dict[str, Any]:
        if self.kind == "chat":
            return {"text": f"{self.name} says {number}"}
        if self.kind == "exhibit.hotspot":
            return {"exhibit": CARD, "hotspot": HOTSPOTS[number % len(HOTSPOTS)]}
        angle = number * 0.001
        return {"exhibit": CARD, "rotation": [0.0, math.sin(angle), 0.0, math.cos(angle)]}

    async def come_back(self, lately: list[str]) -> None:
        """Resume, repeat what has no ack, and say again what of ``lately`` had one."""
        again = [command for command in lately if (self.name, command) in self.ledger.acked]
        old, url = self.visitor, self.visitor.url
        self.visitor = await Visitor.resume(url, old.welcome["resume"])
        assert self.visitor.welcome["resumed"], self.visitor.errors
        assert self.visitor.member == old.member
        commands = [*again, *self.unanswered()]
        for place, command in enumerate(commands):
            await self.visitor.until(
                lambda place=place: place - len(self.visitor.acks) < WINDOW, "acks of repeats"
            )
            fields = dict(self.ledger.asked[self.name, command])
            await self.visitor.post(fields.pop("kind"), command, **fields)
        await self.visitor.until(
            lambda: len(self.visitor.acks) == len(commands), "the acks of all repeats"
        )
        assert all(self.visitor.acks[command]["repeat"] for command in again)
        self.listen()


async def until_killed(branch: BranchProcess, regulars: list[Regular], acks: int) -> int:
    """Let everybody talk and kill the server after ``acks`` acks; how many had no answer then.

    It is killed by whoever has just said something, so there is always something in flight.
    """
    ledger = regulars[0].ledger
    before = len(ledger.acked)

    def perhaps_kill() -> None:
        for regular in regulars:
            regular.listen()
        if len(ledger.acked) - before >= acks and not branch.killed:
            branch.kill()

    talking = [asyncio.create_task(regular.talk(perhaps_kill)) for regular in regulars]
    try:
        await asyncio.gather(*(regular.visitor.ended() for regular in regulars))
    finally:
        for task in talking:
            task.cancel()
        ends = await asyncio.gather(*talking, return_exceptions=True)
    assert branch.killed, f"the server was not killed but ended; {ends}"
    for regular in regulars:
        regular.listen()
    assert len(ledger.acked) - before >= acks
    return sum(len(r.unanswered()) for r in regulars)


async def arrive(branch: BranchProcess, http: aiohttp.ClientSession, name: str) -> Visitor:
    return await Visitor.enter(await Browser.open(branch.url, http, BOT_KEY), name)


async def compare(branch: BranchProcess, http: aiohttp.ClientSession, ledger: Ledger) -> None:
    """What somebody new is told must be what the ledger says."""
    stranger = await arrive(branch, http, "Stranger")
    told = [(chat["seq"], chat["text"]) for chat in stranger.state["chat"]]
    said = [(seq, command["text"]) for seq, command in ledger.accepted("chat")]
    assert told == said[-len(told) :], "the last chat, each once, in the log's order"
    assert len(told) == min(len(said), CHAT_HISTORY)
    card = next(e for e in stranger.state["exhibits"] if e["exhibit"] == CARD)
    settled = ledger.accepted("exhibit.settle")
    assert card["rotation"] == pytest.approx(settled[-1][1]["rotation"])
    assert card["holder"] is None, "who held it went away with the server"
    pointed = ledger.accepted("exhibit.hotspot")
    assert card["hotspot"] == pointed[-1][1]["hotspot"]
    await stranger.leave()
    await stranger.done()


async def endure(
    branch: BranchProcess, http: aiohttp.ClientSession, kills: int, acks: int
) -> list[float]:
    """Returns how many seconds each start after a kill took."""
    branch.start()
    ledger = Ledger()
    kinds = [kind for kind, number in PEOPLE.items() for _ in range(number)]
    visitors = await asyncio.gather(
        *(arrive(branch, http, f"Regular {n}") for n in range(len(kinds)))
    )
    regulars = [
        Regular(f"regular-{n}", kind, visitor, ledger)
        for n, (kind, visitor) in enumerate(zip(kinds, visitors, strict=True))
    ]
    in_flight, starts = 0, list[float]()
    for _ in range(kills):
        for regular in regulars:
            await regular.begin()
        marks = {r.name: len(r.mine) for r in regulars}
        in_flight += await until_killed(branch, regulars, acks)
        starts.append(branch.start_timed())
        await asyncio.gather(*(r.come_back(r.mine[marks[r.name] :]) for r in regulars))
        assert not any(r.unanswered() for r in regulars)
        await compare(branch, http, ledger)
    assert in_flight >= kills, "commands were in flight at each kill"
    seqs = [ack["seq"] for ack in ledger.acked.values()]
    assert len(seqs) == len(set(seqs)), "every command has a place of its own in the log"
    for regular in regulars:
        await regular.visitor.leave()
        await regular.visitor.done()
    return starts


@pytest.mark.parametrize("transport", TRANSPORTS[:1], scope="module")
async def test_two_kills(own_branch: BranchProcess, http: aiohttp.ClientSession) -> None:
    await endure(own_branch, http, kills=2, acks=80)


@pytest.mark.slow
async def test_twenty_kills(own_branch: BranchProcess, http: aiohttp.ClientSession) -> None:
    starts = await endure(own_branch, http, kills=20, acks=200)
    assert median(starts) < READY_S, "one start may suffer from what else this machine does"
