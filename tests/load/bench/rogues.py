"""Visitors who mean harm, beside a run: one floods, one never reads, one sends garbage."""

import json
import os
import subprocess
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

from . import places
from .orders import HALL
from .processes import GENERATOR_CPU, start, stop
from .servers import BOT_KEY

KINDS: Final = ("flood", "mute", "garbage")
NICE: Final = 10
"""They share the generator's core and must not disturb its clock."""


class Rogues:
    """Nobody until ``begin``; ``end`` tells how their visits went."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._processes: dict[str, subprocess.Popen[str]] = {}

    def __enter__(self) -> "Rogues":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, what: BaseException | None, at: TracebackType | None
    ) -> None:
        for process in self._processes.values():
            stop(process)

    def begin(self) -> None:
        """Start them; they are in the room when this returns. Raises ``RuntimeError``."""
        for kind in KINDS:
            command = [str(places.BIN / "rogue"), kind, str(self._port), BOT_KEY, HALL]
            pipe = subprocess.PIPE
            process = start(command, GENERATOR_CPU, stdout=pipe, stderr=pipe)
            self._processes[kind] = process
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
            assert process.stdout is not None
            if process.stdout.readline() != "in\n":
                raise RuntimeError(f"the rogue {kind!r} did not get in: {_words(process)}")

    def end(self) -> dict[str, Any]:
        """Columns for the row; empty without rogues. Raises ``RuntimeError`` if one gave up."""
        told = []
        for kind, process in self._processes.items():
            out, _ = process.communicate("stop\n", timeout=30)
            if not out:
                raise RuntimeError(f"the rogue {kind!r} gave up")
            told.append(json.loads(out))
        return {"rogues": told} if told else {}


def _words(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    return process.stderr.read()[-300:]
