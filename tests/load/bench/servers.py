"""The servers under test: how each is started, how one knows it is ready, how it is spoken to."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_connection
from typing import Final

from . import places, tools
from .orders import Orders

BOT_KEY: Final = "key-of-the-benchmark"
START_S: Final = 60.0
OURS: Final = "vbranch"
SAME: Final = "limit-same"
"""Its frames are those of our latest run of the same workload and size."""

Command = Callable[[int, Path, Orders], list[str]]


@dataclass(frozen=True, slots=True)
class Server:
    """``command`` gets the port, an empty folder and what the run is to do; ``dialect`` is the
    generator's name for the wire."""

    name: str
    about: str
    dialect: str
    command: Command
    ready_path: str | None = None
    """An address that answers 200 when clients may come; None: when it listens."""
    env: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    """For the generator."""
    metrics: bool = False
    """It counts itself what it did not take."""
    packages: tuple[str, ...] = ()
    """The npm packages that make it what it is."""

    @property
    def node(self) -> bool:
        """It runs on what npm installs."""
        return bool(self.packages)

    def wait_until_ready(self, port: int, alive: Callable[[], bool]) -> None:
        """Raises ``RuntimeError`` when it ends or does not come up."""
        until = time.monotonic() + START_S
        while not self._answers(port):
            if not alive():
                raise RuntimeError(f"{self.name} ended while starting")
            if time.monotonic() > until:
                raise RuntimeError(f"{self.name} was not ready within {START_S:g} s")
            time.sleep(0.1)

    def _answers(self, port: int) -> bool:
        try:
            if self.ready_path is None:
                create_connection(("127.0.0.1", port), 1).close()
                return True
            url = f"http://127.0.0.1:{port}{self.ready_path}"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False


def _vbranch(port: int, folder: Path, orders: Orders) -> list[str]:
    """As anybody starts it; everything not named here is a default."""
    command = [str(places.VBRANCH), "serve", "--port", str(port)]
    branch = places.BRANCHES[orders.room]
    return [*command, "--data-dir", str(folder), "--branch-dir", str(branch)]


def _limit(port: int, _: Path, orders: Orders) -> list[str]:
    command = [str(places.BIN / "limit"), str(port)]
    if orders.frames is None:
        return command
    return [*command, str(orders.frames.bytes), str(orders.frames.per_s)]


def _node(script: str, *words: str) -> Command:
    start = [*tools.node(), str(places.NODE_PEERS / script), *words]
    return lambda port, *_: [*start, str(port)]


def _bun(port: int, *_: object) -> list[str]:
    return [str(tools.bun()), str(places.NODE_PEERS / "batch_server.js"), "bun", str(port)]


_LIST: Final = (
    Server(
        OURS,
        "this project's server, started by its command with default settings",
        "vbranch",
        _vbranch,
        ready_path="/readyz",
        env={"VBRANCH_BOT_KEY": BOT_KEY},
        options=("--key", BOT_KEY),
        metrics=True,
    ),
    Server(
        "limit-lazy",
        "C++, one thread, sockets read only at the tick, no checks: the least it can cost",
        "raw",
        _limit,
    ),
    Server(
        SAME,
        "the same program told to send as many bytes in as many frames as `vbranch` did",
        "raw",
        _limit,
    ),
    Server(
        "bun-batch",
        "Bun: a batch a tick by `server.publish`",
        "raw",
        _bun,
        packages=(tools.bun_package(),),
    ),
    Server(
        "sio-batch",
        "socket.io on Node: a batch a tick to a room, WebSocket transport alone",
        "socketio",
        _node("batch_server.js", "socketio"),
        packages=("socket.io", "bufferutil"),
    ),
    Server(
        "colyseus-ws",
        "Colyseus on ws: its own state synchronisation, patches at 20 Hz",
        "colyseus",
        _node("colyseus_server.js"),
        packages=("@colyseus/core", "@colyseus/ws-transport", "@colyseus/schema", "bufferutil"),
    ),
    Server(
        "naf-socketio",
        "networked-aframe's own socket.io server: every pose is passed on to everybody by itself",
        "naf",
        _node("naf_server.js"),
        packages=("networked-aframe", "socket.io", "bufferutil"),
    ),
)
SERVERS: Final[Mapping[str, Server]] = {server.name: server for server in _LIST}
