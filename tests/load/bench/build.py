"""The benchmark's own programs: generator, rogue and C server, built when they changed."""

import subprocess
from pathlib import Path
from typing import Final

from . import places

COMPILER: Final = ("g++", "-std=c++17", "-O2", "-Wall", "-Wextra")
_MAINS: Final = {"generator": "main.cc", "rogue": "rogue.cc"}


def build() -> None:
    """All that are older than any of their sources. Raises ``CalledProcessError``."""
    subprocess.run([places.ROOT / "tools" / "system-packages", "g++"], check=True)
    places.BIN.mkdir(parents=True, exist_ok=True)
    for name, main in _MAINS.items():
        _compile(name, generator_sources(main), [*places.GENERATOR.glob("*.h")])
    _compile("limit", [places.PEERS / "limit.cc"], [])


def generator_sources(main: str) -> list[Path]:
    """The sources of the program whose ``main`` is in that file."""
    others = {name for name in _MAINS.values() if name != main}
    return sorted(path for path in places.GENERATOR.glob("*.cc") if path.name not in others)


def _compile(name: str, sources: list[Path], headers: list[Path]) -> None:
    program = places.BIN / name
    newest = max(path.stat().st_mtime for path in (*sources, *headers))
    if not program.exists() or program.stat().st_mtime < newest:
        subprocess.run([*COMPILER, "-o", program, *sources], check=True)
