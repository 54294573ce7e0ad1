"""A server that gets too little time: what it leaves out, what it never does, and that it recovers.

The process is stopped again and again, as if something else had the machine; no setting is touched.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from branch_process import BOT_KEY, BranchProcess, clean_environment
from visitor import Enter

from vbranch.protocol.codec import TickFrame
from vbranch.room.overload import STEPS

STOPPED_S, RUNNING_S = 0.12, 0.03
HALF = [step.name for step in STEPS].index("half")
LINES = 10  # as many as a bot may say at once (L-2)
SECONDS = 25


@contextlib.asynccontextmanager
async def squeezed(branch: BranchProcess) -> AsyncIterator[None]:
    """It runs for a fifth of the time."""

    async def squeeze() -> None:
        try:
            while True:
                os.kill(branch.pid, signal.SIGSTOP)
                await asyncio.sleep(STOPPED_S)
                os.kill(branch.pid, signal.SIGCONT)
                await asyncio.sleep(RUNNING_S)
        finally:
            os.kill(branch.pid, signal.SIGCONT)

    task = asyncio.create_task(squeeze())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def step_of(branch: BranchProcess) -> int:
    return int((await asyncio.to_thread(branch.metric, "vbranch_overload_step"))[""])


@pytest.mark.slow
async def test_under_overload_poses_get_fewer_and_no_entry_is_lost(
    branch: BranchProcess, enter: Enter, tmp_path: Path
) -> None:
    """I-5, E-4."""
    ada, bob = await enter(branch.url, "Ada", bot=True), await enter(branch.url, "Bob")
    file = tmp_path / "report.json"
    crowd = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "vbranch", "bots", branch.url, "--count", "24", "--ramp", "2"),
        *("--seconds", str(SECONDS), "--bot-key", BOT_KEY, "--json", str(file)),
        env=clean_environment(),
        stdout=asyncio.subprocess.DEVNULL,
    )
    frames: list[TickFrame] = []
    bob.on_frame = frames.append
    await bob.until(lambda: len(bob.records) > 20, "the bots")
    assert {frame.stride for frame in frames} == {1}
    async with squeezed(branch), asyncio.timeout(40):
        while await step_of(branch) < HALF:  # noqa: ASYNC110, another process
            await asyncio.sleep(0.2)
        frames.clear()
        for n in range(LINES):
            await ada.post("chat", text=f"line {n}")
            await asyncio.sleep(0.15)
        await bob.until(lambda: len(said(bob.entries)) == LINES, "all lines")
        strides = {frame.stride for frame in frames}
        top = await step_of(branch)
    assert strides & {2, 4}, "frames say that they come more seldom"
    assert said(bob.entries) == said(ada.entries) == [f"line {n}" for n in range(LINES)]
    numbers = [entry["seq"] for entry in bob.entries]
    assert numbers == sorted(set(numbers)), "in order, each once"

    async with asyncio.timeout(60):
        while await step_of(branch) >= top:  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        assert await crowd.wait() == 0
    changes = await asyncio.to_thread(branch.metric, "vbranch_overload_changes_total")
    assert changes['{step="thin"}'] >= 1
    assert changes['{step="half"}'] >= 1
    records = await asyncio.to_thread(branch.metric, "vbranch_records_total")
    assert records['{tier="near"}'] > 0
    assert any("overload" in line and "half" in line for line in branch.lines)
    report = json.loads(file.read_text())
    assert report["entries"]["missing"] == report["entries"]["doubled"] == 0
    assert report["ticks"]["doubled"] == 0


def said(entries: list[dict[str, object]]) -> list[object]:
    return [entry["text"] for entry in entries if entry["kind"] == "chat" and "line" in str(entry)]
