"""What the figures were measured on and with: machine, kernel, versions."""

import os
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from . import places, tools
from .peers import pinned_version
from .servers import SERVERS


def describe(servers: Sequence[str]) -> dict[str, str]:
    """Words for the report, by what they are about."""
    found = {
        "machine": f"{_cpu_model()}, {_cpus()} CPUs, {_memory_gib():.0f} GiB",
        "load average at the end": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "kernel": f"{platform.system()} {platform.release()}",
        "this project": _commit(),
        "Python": platform.python_version(),
        "numpy": version("numpy"),
        "aiohttp": version("aiohttp"),
        "websockets": version("websockets"),
        "Node": _said(*tools.node(), "--version").removeprefix("v"),
        "g++": _said("g++", "-dumpfullversion"),
    }
    packages = dict.fromkeys(name for server in servers for name in SERVERS[server].packages)
    return found | {name: pinned_version(name) for name in packages}


def _cpu_model() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _cpus() -> int:
    return Path("/proc/cpuinfo").read_text().count("processor\t")


def _memory_gib() -> float:
    first = Path("/proc/meminfo").read_text().splitlines()[0]
    return int(first.split()[1]) / 2**20


def _commit() -> str:
    """The commit, and whether the server's code was changed since."""
    where = ("git", "-C", str(places.ROOT))
    commit = _said(*where, "rev-parse", "--short", "HEAD")
    changed = _said(*where, "status", "--porcelain", "--", "server")
    return f"{commit}{' and changes' if changed else ''}" if commit else "no git checkout"


def _said(*command: str) -> str:
    """The output of a command; empty where it is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
