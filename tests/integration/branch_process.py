"""The real server as a process of its own, which a test can kill, start again and look through."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vbranch.resources import demo_branch

BOT_KEY: Final = "a-bot-key-for-tests-only"
START_S: Final = 30.0
SERVER: Final = Path(__file__).resolve().parents[2] / "server"


def clean_environment() -> dict[str, str]:
    """Ours without a setting of the branch, able to import the package from anywhere."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("VBRANCH_")}
    path = os.pathsep.join(filter(None, (str(SERVER), clean.get("PYTHONPATH"))))
    return clean | {"PYTHONPATH": path}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def branch_for(capacity: int, folder: Path) -> Path:
    """A copy of the demo branch in ``folder`` whose rooms hold ``capacity`` people."""
    shutil.copytree(demo_branch(), folder)
    manifest = folder / "branch.toml"
    text, rooms = re.subn(r"capacity = \d+", f"capacity = {capacity}", manifest.read_text("utf-8"))
    assert rooms
    manifest.write_text(text, "utf-8")
    return folder


class BranchProcess:
    """``vbranch serve`` on a data folder; ``log`` collects what it says over all its lives.

    ``cache`` is a folder for compressed content that many servers of a test run share.
    """

    def __init__(self, folder: Path, cache: Path | None = None, **settings: str) -> None:
        self.data = folder / "data"
        if cache is not None:
            self.data.mkdir(parents=True)
            (self.data / "cache").symlink_to(cache, target_is_directory=True)
        self.log = folder / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = {
            "VBRANCH_HOST": "127.0.0.1",
            "VBRANCH_PORT": str(self.port),
            "VBRANCH_DATA_DIR": str(self.data),
            "VBRANCH_BOT_KEY": BOT_KEY,
            "VBRANCH_LOG_LEVEL": "debug",
        } | {f"VBRANCH_{name.upper()}": value for name, value in settings.items()}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, before: Sequence[str] = ()) -> float:
        """Start it (under the command ``before``), wait until it is ready; returns the seconds."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*before, sys.executable, "-m", "vbranch", "serve"],
                env=clean_environment() | self._settings,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() - began > START_S:
                self.kill()
                raise AssertionError(f"the server did not start: {self.said()[-4000:]}")
            time.sleep(0.02)
        return time.monotonic() - began

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    @property
    def dead(self) -> bool:
        return self.process is not None and self.process.poll() == -signal.SIGKILL

    def kill(self) -> None:
        """SIGKILL: no last words, nothing flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(30)

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

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
