"""One run: a fresh server on one core, the generator on another, one row of figures."""

import json
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from . import places
from .orders import HALL, Frames, Orders
from .processes import GENERATOR_CPU, SERVER_CPU, cpu_seconds, free_port, resident_kib, start, stop
from .rogues import Rogues
from .servers import OURS, SAME, Server

SETTLE_S: Final = 0.7
"""After a server says that it is ready: whatever it still does first."""
STEP_S: Final = 240.0
"""How long the generator may need to bring everybody in, or for its findings."""

Row = dict[str, Any]


class RunFailed(Exception):
    """No figures came of a run; the text says why."""


@dataclass(slots=True)
class _Usage:
    """What the server used, read at the generator's words."""

    before_kib: int
    joined_kib: int = 0
    after_kib: int = 0
    cpu_s: float = 0.0


def frames_of_ours(rows: Sequence[Row], orders: Orders) -> Frames | None:
    """What our server sent in the latest run of this workload and size, if there was one."""
    for row in reversed(rows):
        same = (row["server"], row["workload"], row["n"]) == (OURS, orders.workload, orders.n)
        if same and row.get("frames_per_s"):
            per_s = row["frames_per_s"]
            return Frames(round(1000 * row["kb_per_client_s"] / per_s), per_s)
    return None


def run(server: Server, orders: Orders) -> Row:
    """The row of one run; with ``error`` where there are no figures."""
    row: Row = {"server": server.name, "n": orders.n, "workload": orders.workload}
    if server.name == SAME and orders.frames is None:
        return row | {"error": "there is no run of ours that it could equal"}
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            return row | _measure(server, orders, Path(folder))
    except (RunFailed, RuntimeError) as why:
        return row | {"error": str(why)}


def _measure(server: Server, orders: Orders, folder: Path) -> Row:
    port = free_port()
    with _served(server, port, folder, orders) as process:
        usage = _Usage(resident_kib(process.pid))
        with _generator(server, port, orders) as generator, Rogues(port) as rogues:
            _expect(generator, "joined")
            usage.joined_kib = resident_kib(process.pid)
            if orders.rogues:
                rogues.begin()
            _expect(generator, "begin")
            began = cpu_seconds(process.pid)
            _expect(generator, "end", orders.seconds)
            usage.cpu_s = cpu_seconds(process.pid) - began
            usage.after_kib = resident_kib(process.pid)
            refused = _refused(port) if server.metrics else {}
            told = rogues.end()
            found = _findings(generator)
        return figures(orders, found, usage) | refused | told


@contextmanager
def _served(
    server: Server, port: int, folder: Path, orders: Orders
) -> Iterator["subprocess.Popen[str]"]:
    """The server, ready; its words go to a file, as a supervisor would have it."""
    log_path = folder / "server.log"
    data = folder / "data"
    data.mkdir()
    cache = places.CACHE / "scenes"
    cache.mkdir(parents=True, exist_ok=True)
    (data / "cache").symlink_to(cache, target_is_directory=True)
    env = {"PORT": str(port), "NODE_ENV": "production", **server.env}
    with log_path.open("w") as log:
        command = server.command(port, data, orders)
        process = start(command, SERVER_CPU, env=env, stdout=log, stderr=log, cwd=folder)
    try:
        server.wait_until_ready(port, lambda: process.poll() is None)
        time.sleep(SETTLE_S)
        yield process
        if process.poll() is not None:
            raise RunFailed(f"the server ended: {log_path.read_text()[-300:]}")
    except RuntimeError as why:
        raise RunFailed(f"{why}: {log_path.read_text()[-300:]}") from None
    finally:
        stop(process)


@contextmanager
def _generator(server: Server, port: int, orders: Orders) -> Iterator["subprocess.Popen[str]"]:
    command = [str(places.BIN / "generator"), server.dialect, str(port), str(orders.n)]
    command += [*orders.generator_options(), *server.options]
    process = start(command, GENERATOR_CPU, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        stop(process)


def _expect(generator: "subprocess.Popen[str]", word: str, more_s: float = 0) -> None:
    line = _line(generator, more_s)
    if line != word:
        raise RunFailed(f"the generator said {line!r} where {word!r} was due")


def _findings(generator: "subprocess.Popen[str]") -> Row:
    assert generator.stdin is not None
    generator.stdin.write("measured\n")
    generator.stdin.flush()
    found: Row = json.loads(_line(generator))
    return found


def _line(generator: "subprocess.Popen[str]", more_s: float = 0) -> str:
    """The next line, or why there is none. A generator that hangs is killed; ``more_s`` is how long
    it has to be silent."""
    assert generator.stdout is not None
    assert generator.stderr is not None
    watchdog = threading.Timer(STEP_S + more_s, generator.kill)
    watchdog.start()
    try:
        line = generator.stdout.readline()
    finally:
        watchdog.cancel()
    if not line:
        raise RunFailed(_last_words(generator.stderr) or "the generator said nothing in time")
    return line.strip()


def _last_words(pipe: IO[str]) -> str:
    return pipe.read()[-300:].strip()


def figures(orders: Orders, found: Row, usage: _Usage) -> Row:
    """The generator's findings and the server's usage as a row of ``docs/benchmarks.json``."""
    seconds = found["seconds"]
    delivered = found.pop("delivered")
    due = found.pop("frames_due_share")
    ideal = found.pop("delivered_ideal")
    members = orders.n + found.get("entered", 0)
    return {
        "upd_per_cpu_s": round(delivered / usage.cpu_s) if usage.cpu_s else None,
        "core": round(usage.cpu_s / seconds, 4),
        "kb_per_client_s": round(found.pop("bytes") / seconds / orders.n / 1000, 2),
        **{name: _or_none(found.pop(name)) for name in list(found) if name.endswith("_ms")},
        "delivered_ideal": ideal if orders.room == HALL else _of_frames(due, orders),
        "kib_per_member": round((usage.after_kib - usage.before_kib) / members, 2),
        "rss_before_kib": usage.before_kib,
        "rss_joined_kib": usage.joined_kib,
        "rss_after_kib": usage.after_kib,
        "cpu_us_per_client_tick": round(1e6 * usage.cpu_s / seconds / orders.n / 20, 2),
        **found,
    }


def _of_frames(due: float, orders: Orders) -> float:
    """Of the frames that there should have been; fewer are due where fewer were ordered."""
    return round(due * 20 / orders.frames.per_s, 4) if orders.frames else due


def _or_none(value: float) -> float | None:
    """None where the generator counted nothing."""
    return value if value >= 0 else None


def _refused(port: int) -> Row:
    """What the branch did not take, by its own count; without rogues it must be nothing. And how
    much it left out for want of time (I-5), when the run had ended."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return {
        "rejects": int(_sum(lines, "vbranch_rejects_total")),
        "poses_cut": int(_sum(lines, "vbranch_poses_cut_total")),
        "beats_skipped": int(_sum(lines, "vbranch_beats_skipped_total")),
        "overload_step": int(_sum(lines, "vbranch_overload_step")),
        "overload_changes": int(_sum(lines, "vbranch_overload_changes_total")),
    }


def _sum(lines: list[str], name: str) -> float:
    starts = (name + " ", name + "{")
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(starts))
