"""Acknowledged means durable (E-2): as the kernel sees it, the log is synced before the ack."""

import asyncio
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from visitor import Browser, Visitor

COMMANDS: Final = 20
HOTSPOTS: Final = ("chip", "back")
CALL: Final = re.compile(r"^(?P<pid>\d+) +(?P<call>[a-z_0-9]+)\((?P<rest>.*)$")
RESUMED: Final = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<call>[a-z_0-9]+) resumed>(?P<rest>.*)$")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
]


def events(trace: Path) -> Iterator[str]:
    """``synced`` when a sync of the write-ahead log has come back, and the ids of acks sent.

    A call that another thread interrupts is two lines: the file is named in the first, and the
    second tells when it is over. An ack counts from when its call begins.
    """
    pending: dict[str, str] = {}
    for line in trace.read_text("utf-8", "replace").splitlines():
        begun, over = CALL.match(line), RESUMED.match(line)
        if begun and "sync" not in begun["call"]:
            yield from re.findall(r'\\"type\\":\\"ack\\",\\"id\\":\\"([\w-]+)\\"', begun["rest"])
        elif begun and "-wal>" in begun["rest"]:
            if "<unfinished" in begun["rest"]:
                pending[begun["pid"]] = begun["call"]
            elif begun["rest"].rstrip().endswith("= 0"):
                yield "synced"
        elif (
            over
            and pending.pop(over["pid"], None) == over["call"]
            and over["rest"].rstrip().endswith("= 0")
        ):
            yield "synced"


def written(trace: Path, pid: int) -> bool:
    """Has the tracer written the end of the process within 20 s?"""
    for _ in range(400):
        if re.search(rf"^{pid} +\+\+\+ exited", trace.read_text("utf-8", "replace"), re.MULTILINE):
            return True
        time.sleep(0.05)
    return False


async def test_the_log_is_synced_before_the_ack(
    own_branch: BranchProcess, http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,sendto,sendmsg,write,writev"
    # with -D the tracer is the grandchild, so that signals reach the server
    own_branch.under = ("strace", "-D", "-f", "-y", "-s", "65536", "-e", calls, "-o", str(trace))
    own_branch.start()
    visitor = await Visitor.enter(await Browser.open(own_branch.url, http, BOT_KEY), "Visitor")
    asked = []
    for n in range(COMMANDS):
        ack = await visitor.ask("exhibit.hotspot", exhibit="welcome-card", hotspot=HOTSPOTS[n % 2])
        assert ack["outcome"] == "accepted"
        asked.append(ack["id"])
    await visitor.leave()
    await visitor.done()
    own_branch.stop()
    assert await asyncio.to_thread(written, trace, own_branch.pid)

    order = [e for e in events(trace) if e == "synced" or e in asked]
    acked = [e for e in order if e != "synced"]
    assert acked == asked
    for ack in asked:
        at = order.index(ack)
        assert order[at - 1] == "synced", f"no sync between {order[at - 1]} and {ack}"
