"""200 bots for 30 s on the demo branch: nobody fails, nothing is lost; the figures are printed.

Figures are no assertions: they depend on the machine. ``pytest -m slow -s tests/load`` shows them.
"""

import asyncio
import json
from pathlib import Path

import pytest
from branch_process import BOT_KEY, BranchProcess

from vbranch.bots.driver import Driver, Orders
from vbranch.bots.report import build

BOTS = 200


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / 100


@pytest.mark.slow
def test_two_hundred_bots(tmp_path: Path, warm_cache: Path) -> None:
    server = BranchProcess(tmp_path, warm_cache)
    try:
        server.start()
        before = cpu_seconds(server.pid)
        run = asyncio.run(Driver(Orders(server.url, BOT_KEY, count=BOTS)).drive())
        report = build(run) | {"server_cpu_s": cpu_seconds(server.pid) - before}
        print(json.dumps(report, indent=2))
        assert report["joined"] == BOTS
        assert report["errors"] == {}
        assert report["closes"] == {"1000": BOTS}
        assert report["entries"]["missing"] == report["entries"]["doubled"] == 0
        assert server.stop() == 0
    finally:
        server.end()
