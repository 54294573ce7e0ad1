"""A thousand come within ten seconds: nobody is refused, and nobody inside misses anything.

``STORM_INSIDE`` says how many are in the room before them (200), ``STORM_JOINS`` how many come.
What it takes is shown by ``pytest -m slow -s tests/load``; the one time that is asserted is the
product's promise.
"""

import asyncio
import os
from pathlib import Path
from statistics import quantiles
from time import monotonic
from typing import Final

import pytest
from branch_process import BOT_KEY, BranchProcess
from newcomers import Entrance, Newcomer

from server_process import TRANSPORTS

INSIDE: Final = int(os.environ.get("STORM_INSIDE", "200"))
JOINS: Final = int(os.environ.get("STORM_JOINS", "1000"))
WITHIN_S: Final = 10.0
WATCHERS: Final = 20
QUIET_S: Final = 4.0
ENTRY_P99_S: Final = 2.0


class LaunchDay(BranchProcess):
    """A branch with room for all, one address of whose visitors is a whole company."""

    def __init__(self, folder: Path, cache: Path, transport: str) -> None:
        super().__init__(folder, cache, INSIDE + JOINS, transport)
        self._env = {**self._env, "VBRANCH_PEOPLE_PER_ADDRESS": "2000"}


def p99(values: list[float]) -> float:
    return quantiles(values, n=100)[-1]


def worst_gap(watchers: list[Newcomer], begin: float, end: float) -> float:
    return max(gap for one in watchers for at, gap in one.gaps if begin < at <= end)


async def fill(door: Entrance) -> list[Newcomer]:
    """Those who are inside before; the first of them watch."""
    watchers = [await door.enter(closely=True, walks=True) for _ in range(WATCHERS)]
    for _ in range(WATCHERS, INSIDE, 20):
        await asyncio.gather(*(door.enter() for _ in range(20)))
    return watchers


async def storm(door: Entrance) -> list[Newcomer]:
    """One every hundredth of a second, however long those before them take."""

    async def come(number: int) -> Newcomer:
        await asyncio.sleep(number * WITHIN_S / JOINS)
        return await door.enter()

    return await asyncio.gather(*(come(number) for number in range(JOINS)))


async def run(branch: BranchProcess) -> None:
    async with Entrance.open(branch.url, BOT_KEY, "lobby") as door:
        watchers = await fill(door)
        await asyncio.sleep(1)
        quiet = monotonic()
        await asyncio.sleep(QUIET_S)
        cpu, began = branch.cpu_seconds(), monotonic()
        newcomers = await storm(door)
        cpu, ended = branch.cpu_seconds() - cpu, monotonic()
        await asyncio.sleep(2)
        for one in watchers:
            seqs = [entry.seq for entry in one.entries]
            assert seqs == list(range(one.state.seq + 1, INSIDE + JOINS + 1))
            here = {member.member for member in one.state.members}
            here |= {entry.member for entry in one.entries if entry.kind == "join"}
            assert len(here) == INSIDE + JOINS
        assert all(one.closed is None for one in (*watchers, *newcomers))
        assert branch.metric("vbranch_members")['{room="lobby"}'] == INSIDE + JOINS
        took = [one.took for one in newcomers]
        print(
            f"\n{JOINS} came to {INSIDE} in {ended - began:.1f} s:"
            f" entry p50 {1e3 * sorted(took)[JOINS // 2]:.0f} ms, p99 {1e3 * p99(took):.0f} ms;"
            f" server {1e3 * cpu / JOINS:.1f} ms of CPU a join;"
            f" worst gap between frames {1e3 * worst_gap(watchers, began, ended):.0f} ms,"
            f" before the storm {1e3 * worst_gap(watchers, quiet, began):.0f} ms"
        )
        assert p99(took) < ENTRY_P99_S


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_thousand_come_at_once(tmp_path: Path, warm_cache: Path, transport: str) -> None:
    branch = LaunchDay(tmp_path, warm_cache, transport)
    branch.start()
    try:
        await run(branch)
    finally:
        branch.end()
