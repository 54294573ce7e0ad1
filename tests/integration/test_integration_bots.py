"""``vbranch bots`` as a command against the real server: its figures, its limit, its refusals."""

import json
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from branch_process import BOT_KEY, BranchProcess, clean_environment

from vbranch.protocol.constants import TICK_HZ


def bots(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vbranch", "bots", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=cwd,
        env=clean_environment(),
    )


def test_fifty_bots_fill_the_lobby(branch: BranchProcess, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    done = bots(
        branch.url,
        *("--count", "50", "--seconds", "5", "--ramp", "2", "--vr", "0.3"),
        *("--bot-key", BOT_KEY, "--json", str(file), "--max-p99-ms", "2000"),
    )
    assert done.returncode == 0, done.stderr
    assert "pose delay" in done.stdout
    report: dict[str, Any] = json.loads(file.read_text())
    assert (report["joined"], report["failed"]) == (50, {})
    assert report["errors"] == {}, "bots walk at a person's speed and keep to their limits"
    assert report["unknown_messages"] == 0
    assert report["closes"] == {"1000": 50}
    assert report["ticks"]["doubled"] == report["entries"]["doubled"] == 0
    assert report["entries"]["missing"] == 0
    assert report["entries"]["kinds"]["join"] >= 25, "those before are in the state of the first"

    sent, delay = report["poses"]["sent"], report["poses"]["delay_ms"]
    assert sent > 50 * TICK_HZ * report["seconds"] * 0.5
    assert report["poses"]["received"] > sent, "each is told to many"
    assert report["poses"]["recognised_share"] > 0.5
    assert 0 < delay["p50"] <= delay["p95"] <= delay["p99"] <= delay["max"]
    assert report["acks"]["delay_ms"]["count"] > 0
    assert report["bytes"]["in"] > report["bytes"]["out"] > sent * 16
    # The gauge is set twice a second.
    end = monotonic() + 10
    while (after := branch.metric("vbranch_members")['{room="lobby"}']) and monotonic() < end:
        sleep(0.1)
    assert after == 0, "they left properly"


def test_beyond_the_limit_is_a_failure(branch: BranchProcess) -> None:
    done = bots(
        branch.url,
        *("--count", "5", "--seconds", "1", "--ramp", "0"),
        *("--bot-key", BOT_KEY, "--max-p99-ms", "0.001"),
    )
    assert done.returncode == 1
    assert "above the limit of 0.001 ms" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("vbranch bots: ")
    return line


def test_a_wrong_key_is_told_in_one_line(branch: BranchProcess) -> None:
    line = one_line(bots(branch.url, "--count", "3", "--ramp", "0", "--bot-key", "x" * 20))
    assert "the branch does not know this bot key" in line
    assert "x" * 20 not in line


def test_nobody_at_home_is_told_in_one_line(free_port: int) -> None:
    address = f"http://127.0.0.1:{free_port}"
    assert "cannot be reached" in one_line(bots(address, "--bot-key", BOT_KEY))


def test_no_address_and_no_room_are_told_in_one_line(branch: BranchProcess) -> None:
    assert "is not an address" in one_line(bots("ftp://x", "--bot-key", BOT_KEY))
    line = one_line(bots(branch.url, "--bot-key", BOT_KEY, "--room", "cellar"))
    assert "no room 'cellar'" in line
    assert "lobby" in line


def test_without_a_key_it_says_where_one_is_looked_for(
    branch: BranchProcess, tmp_path: Path
) -> None:
    line = one_line(bots(branch.url, cwd=tmp_path))
    assert "bot.key" in line
