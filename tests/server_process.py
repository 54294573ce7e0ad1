"""The real server as a process: ``python -m vbranch serve`` with its flags and its log."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
START_S = 180.0  # patience, no promise: 5 s alone, over 60 where the load is 20
STOP_S = 60.0
TRANSPORTS = ("auto", "asyncio")
"""What ``--transport`` may be; the first is the default, and what is tested where one is enough."""


def transport_environment(transport: str) -> dict[str, str]:
    """The default is left unsaid: tests run on what an operator gets who says nothing."""
    return {} if transport == TRANSPORTS[0] else {"VBRANCH_TRANSPORT": transport}


class ServerProcess:
    """``python -m vbranch serve`` with JSON logs; ``url`` has no slash at its end."""

    def __init__(
        self, data_dir: Path, port: int, flags: tuple[str, ...], env: Mapping[str, str]
    ) -> None:
        self.data_dir = data_dir
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.under: tuple[str, ...] = ()
        """A command to run it under, a tracer for example."""
        self._flags = flags
        self._env = env
        self.lines: list[str] = []
        """Everything that any of this server's processes wrote, stdout and stderr."""
        self._said = threading.Condition()
        self._readers: list[threading.Thread] = []
        self._process: subprocess.Popen[str] | None = None
        self._begun_at = 0

    @property
    def pid(self) -> int:
        return self._running().pid

    def start(self, *, wait: bool = True) -> None:
        """Start a process; ``wait`` until visitors can enter."""
        command = [*self.under, sys.executable, "-m", "vbranch", "serve"]
        command += ["--port", str(self.port)]
        command += ["--data-dir", str(self.data_dir), "--log-format", "json", *self._flags]
        clean = {k: v for k, v in os.environ.items() if not k.startswith("VBRANCH_")}
        path = os.pathsep.join(filter(None, (str(ROOT / "server"), clean.get("PYTHONPATH"))))
        self._begun_at = len(self.lines)
        self._process = subprocess.Popen(
            command,
            env={**clean, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **self._env},
            cwd=self.data_dir.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._readers.append(threading.Thread(target=self._read, args=(self._process,)))
        self._readers[-1].start()
        if wait:
            self.wait_for("ready")

    def wait_for(self, event: str, timeout: float = START_S) -> dict[str, Any]:
        """The first log record with this ``event`` since the last start."""
        found: list[dict[str, Any]] = []

        def said() -> bool:
            found[:] = [r for r in self.records() if r.get("event") == event]
            return bool(found) or self._running().poll() is not None

        with self._said:
            if not self._said.wait_for(said, timeout) or not found:
                raise AssertionError(f"no {event!r} in:\n" + "\n".join(self.lines))
        return found[0]

    def records(self) -> list[dict[str, Any]]:
        """The log records since the last start."""
        return [json.loads(line) for line in self.lines[self._begun_at :] if line[:1] == "{"]

    def signal(self, number: int) -> None:
        self._running().send_signal(number)

    def wait(self, timeout: float = STOP_S) -> int:
        """The exit status; everything it wrote is in ``lines`` by then."""
        status = self._running().wait(timeout)
        self._readers[-1].join(timeout)
        return status

    def kill(self) -> None:
        """SIGKILL: no chance to save anything."""
        self.signal(signal.SIGKILL)
        self.wait()

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def restart(self) -> None:
        """A new process on the same port and data, whatever has become of the one before."""
        if self._running().poll() is None:
            self.stop()
        self.start()

    def end(self) -> None:
        """Leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join()

    def _running(self) -> "subprocess.Popen[str]":
        assert self._process is not None, "not started"
        return self._process

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                with self._said:
                    self.lines.append(line.rstrip("\n"))
                    self._said.notify_all()
        with self._said:
            process.wait()
            self._said.notify_all()


Launch = Callable[..., ServerProcess]


def find_free_port() -> int:
    """A port that nothing listens on; the kernel does not give it out again soon."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
