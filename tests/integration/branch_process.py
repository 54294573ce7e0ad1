"""The server process as the integration tests use it: with a bot key, metrics and timed starts."""

import os
import re
import shutil
import signal
import time
import urllib.request
from pathlib import Path
from typing import Final

from server_process import (
    ROOT,
    TRANSPORTS,
    ServerProcess,
    find_free_port,
    transport_environment,
)
from vbranch.resources import demo_branch

BOT_KEY: Final = "a-bot-key-for-tests-only"


def branch_for(capacity: int, folder: Path) -> Path:
    """A copy of the demo branch in ``folder`` whose rooms hold ``capacity`` people."""
    shutil.copytree(demo_branch(), folder)
    manifest = folder / "branch.toml"
    text, rooms = re.subn(r"capacity = \d+", f"capacity = {capacity}", manifest.read_text("utf-8"))
    assert rooms
    manifest.write_text(text, "utf-8")
    return folder


def clean_environment() -> dict[str, str]:
    """Ours without a setting of the branch, able to import the package from anywhere."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("VBRANCH_")}
    path = os.pathsep.join(filter(None, (str(ROOT / "server"), clean.get("PYTHONPATH"))))
    return clean | {"PYTHONPATH": path}


class BranchProcess(ServerProcess):
    """A server that says all it can in its log; ``capacity`` is that of its rooms.

    ``transport`` is how it reads and writes its sockets.

    ``cache`` is a folder for compressed content that the servers of a test run share.
    """

    def __init__(
        self,
        folder: Path,
        cache: Path,
        capacity: int | None = None,
        transport: str = TRANSPORTS[0],
    ) -> None:
        data = folder / "data"
        data.mkdir(parents=True)
        (data / "cache").symlink_to(cache, target_is_directory=True)
        env = {"VBRANCH_BOT_KEY": BOT_KEY, "VBRANCH_LOG_LEVEL": "debug"}
        env |= transport_environment(transport)
        if capacity is not None:
            env["VBRANCH_BRANCH_DIR"] = str(branch_for(capacity, folder / "branch"))
        super().__init__(data, find_free_port(), (), env)
        self.at_rest: int | None = None
        """How many descriptors it has open when nobody is there; see the fixture ``released``."""
        self.entry_cost: float | None = None
        """CPU seconds of letting somebody in; see the tests of floods."""

    def start_timed(self) -> float:
        """Start it; how many seconds until it answered that it is ready."""
        began = time.monotonic()
        self.start()
        with urllib.request.urlopen(self.url + "/readyz", timeout=5) as answer:
            assert answer.status == 200
        return time.monotonic() - began

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def wait_until_empty(self, patience: float = 20.0) -> None:
        """Until it counts no connection and nothing that waits to be sent."""
        end = time.monotonic() + patience
        names = ("vbranch_connections", "vbranch_queue_bytes")
        while any(left := [self.metric(name)[""] for name in names]):
            assert time.monotonic() < end, f"connections and queued bytes: {left}"
            time.sleep(0.1)

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        stat = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Resident memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    @property
    def killed(self) -> bool:
        return self._process is not None and self._process.poll() == -signal.SIGKILL

    def said(self) -> str:
        """All it wrote, over all its lives."""
        return "\n".join(self.lines)

    def metric(self, name: str) -> dict[str, float]:
        """The samples of one metric, by their labels as written."""
        with urllib.request.urlopen(self.url + "/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        samples = {}
        for line in lines:
            head, _, value = line.rpartition(" ")
            if head == name or head.startswith(name + "{"):
                samples[head.removeprefix(name)] = float(value)
        return samples
