"""Processes on a core of their own, and what they use: CPU time and memory of a process tree."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

SERVER_CPU: Final = 0
GENERATOR_CPU: Final = 1
STOP_S: Final = 20.0
_FIRST: Final = -15
_AUTOGROUP: Final = Path("/proc/self/autogroup")


def start(
    command: Sequence[str | Path], cpu: int, *, env: Mapping[str, str] | None = None, **more: Any
) -> "subprocess.Popen[str]":
    """Start a command that runs on this core alone, threads and children too."""
    pinned = ["taskset", "--cpu-list", str(cpu), *map(str, command)]
    whole = {**os.environ, **(env or {})}
    return subprocess.Popen(pinned, env=whole, stdin=subprocess.PIPE, text=True, **more)


def stop(process: "subprocess.Popen[str]") -> int:
    """SIGTERM, SIGKILL when that does not help; the exit status."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        status = process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        status = process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        close_quietly(pipe)
    return status


def close_quietly(pipe: IO[str] | None) -> None:
    if pipe is not None:
        with suppress(OSError):
            pipe.close()


def cpu_seconds(pid: int) -> float:
    """Time that all threads of the process and its children have run; precise to nanoseconds."""
    total = 0
    for process in tree(pid):
        for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
            with suppress(OSError):
                total += int(thread.read_text().split()[0])
    return total / 1e9


def resident_kib(pid: int) -> int:
    """Resident memory of the process and its children."""
    total = 0
    for process in tree(pid):
        with suppress(OSError):
            status = Path(f"/proc/{process}/status").read_text()
            total += sum(int(n.split()[1]) for n in status.splitlines() if n.startswith("VmRSS:"))
    return total


def tree(pid: int) -> Iterator[int]:
    """The process and all its children, theirs included."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                yield from tree(int(child))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def go_first() -> None:
    """On a shared machine, let what else runs wait for the processes that are started from here."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, _FIRST)
    if sys.stdin.isatty():
        return  # a session of our own would be out of reach of Ctrl+C
    with suppress(OSError):
        os.setsid()  # some kernels share time by session before they look at priorities
        _AUTOGROUP.write_text(str(_FIRST))


def end_on_sigterm() -> None:
    """Whoever ends the benchmark ends what it has started, too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
