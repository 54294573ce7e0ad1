"""Floods end with their code, cost the server little, and nobody else notices (L-2, L-4).

What a flood costs is compared with what letting somebody in costs on the same machine in the same
minute, so that no figure depends on how fast the machine is.
"""

import itertools
import json
import random
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from bystanders import Bystanders
from raw_socket import Raw, frame, text
from visitor import Browser, Enter
from websockets.frames import Opcode

pytestmark = pytest.mark.usefixtures("released")

CARD: Final = "welcome-card"
CONT, TEXT, BINARY = Opcode.CONT, Opcode.TEXT, Opcode.BINARY
PING, PONG = Opcode.PING, Opcode.PONG
OPEN_TEXT: Final = frame(TEXT, b"{", fin=False)
ROGUES: Final = 4
ENTRIES: Final = 20
COST: Final = 10
"""How many times the cost of an entry a flood may cost until TCP has ended. The dearest is that of
poses, 3,120 of which are taken before it is closed: 2 to 3. To read on for the five seconds that a
peer has for its close frame costs 50 to 100."""
TAKEN_BYTES: Final = 500_000
"""How much of a flood may be read at all: 60 to 270 kB are. Reading on for those five seconds takes
hundreds of MB."""
DEADLINE_S: Final = 10.0

Packets = list[bytes]


def packets(frames: Iterator[bytes], number: int, size: int = 50) -> Packets:
    """The first ``number`` frames in bunches, as a flood sends them."""
    bunch = iter(lambda: b"".join(itertools.islice(frames, size)), b"")
    return list(itertools.islice(bunch, -(-number // size)))


def poses(kind: int, size: int) -> Packets:
    numbered = (
        frame(BINARY, struct.pack("<BBH", kind, 0, n) + bytes(size)) for n in itertools.count(1)
    )
    return packets(numbered, 4000)


def commands(**fields: Any) -> Packets:
    return packets((text(id=f"flood-{n:06d}", **fields) for n in itertools.count()), 1000)


def same(data: bytes) -> Packets:
    return [data * max(1, 4096 // len(data))]


def garbage() -> Packets:
    return [random.Random(7).randbytes(4096)]


FLOODS: Final[dict[str, tuple[Callable[[], Packets], set[int]]]] = {
    # Of zeros, so they are too many and they are bad: whichever bound is met first.
    "screen poses": (lambda: poses(2, 12), {4008, 4003}),
    "headset poses": (lambda: poses(3, 24), {4008, 4003}),
    "held frames": (lambda: poses(4, 16), {4008, 4003}),
    "chat": (lambda: commands(type="chat", text="x" * 500), {4008}),
    "commands": (
        lambda: commands(type="exhibit.hotspot", exhibit=CARD, hotspot=None),
        {4008},
    ),
    "commands of another role": (
        lambda: commands(type="room.lock", locked=True, reason="other"),
        {4008},
    ),
    "pings": (lambda: same(frame(PING, bytes(125))), {1008}),
    "pongs": (lambda: same(frame(PONG)), {1008}),
    "empty texts": (lambda: same(frame(TEXT)), {4003}),
    "empty binary messages": (lambda: same(frame(BINARY)), {4003}),
    "JSON that is no message": (
        lambda: same(frame(TEXT, json.dumps({"a": [1, 2, 3]}).encode())),
        {4003},
    ),
    "deep JSON": (lambda: [frame(TEXT, b"[" * 16_000)], {4003}),
    "large binary messages": (lambda: [frame(BINARY, bytes(16_000))], {4003}),
    "empty continuations": (lambda: [OPEN_TEXT + frame(CONT, fin=False) * 300_000], {1009}),
    "random bytes": (garbage, {1002}),
}


async def rogue_of(branch: BranchProcess, http: aiohttp.ClientSession) -> Raw:
    return await Raw.enter(await Browser.open(branch.url, http, BOT_KEY))


@pytest.fixture
async def entry_cost(branch: BranchProcess, enter: Enter) -> float:
    """Server CPU to let in somebody who then leaves, in seconds; found once for each server."""
    if branch.entry_cost is None:
        before = branch.cpu_seconds()
        for n in range(ENTRIES):
            person = await enter(branch.url, f"Honest {n}", bot=True)
            await person.leave()
        branch.entry_cost = (branch.cpu_seconds() - before) / ENTRIES
    return branch.entry_cost


async def cost_of(
    branch: BranchProcess, http: aiohttp.ClientSession, names: Sequence[str]
) -> tuple[float, float]:
    """CPU seconds and bytes taken, a flood. They go on until the server has ended TCP, whatever
    they are told."""
    rogues = [(name, await rogue_of(branch, http)) for name in names]
    floods = {name: FLOODS[name][0]() for name in set(names)}
    before, taken = branch.cpu_seconds(), branch.metric("vbranch_received_bytes_total")[""]
    for name, rogue in rogues:
        rogue.pour(itertools.cycle(floods[name]))
    for name, rogue in rogues:
        assert await rogue.told(DEADLINE_S) in FLOODS[name][1], name
    for _, rogue in rogues:
        await rogue.poured()
    cost = (branch.cpu_seconds() - before) / len(names)
    taken = (branch.metric("vbranch_received_bytes_total")[""] - taken) / len(names)
    return cost, taken


async def test_floods_are_closed_and_cost_little(
    branch: BranchProcess, http: aiohttp.ClientSession, entry_cost: float
) -> None:
    cost, taken = await cost_of(branch, http, list(FLOODS))
    assert cost <= COST * entry_cost
    assert taken <= TAKEN_BYTES


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOODS, ids=[name.replace(" ", "-") for name in FLOODS])
async def test_each_flood_costs_little(
    branch: BranchProcess, http: aiohttp.ClientSession, entry_cost: float, name: str
) -> None:
    cost, taken = await cost_of(branch, http, [name] * ROGUES)
    assert cost <= COST * entry_cost
    assert taken <= TAKEN_BYTES


async def test_nobody_else_notices(
    branch: BranchProcess, http: aiohttp.ClientSession, bystanders: Bystanders
) -> None:
    """All floods at once into a room in which others walk and talk."""
    rogues = {name: await rogue_of(branch, http) for name in FLOODS}
    for name, rogue in rogues.items():
        rogue.pour(itertools.cycle(FLOODS[name][0]()))
    for name, rogue in rogues.items():
        assert await rogue.told(2 * DEADLINE_S) in FLOODS[name][1], name
    watcher = bystanders.watchers[0]
    ticks = len(watcher.ticks)
    await watcher.until(lambda: len(watcher.ticks) > ticks + 5, "more ticks after all that")
    for rogue in rogues.values():
        await rogue.reset()
