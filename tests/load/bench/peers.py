"""Installs what the benchmark needs and the project does not: the other servers, and matplotlib.

All of it goes to ``.cache/bench``. Versions are pinned in ``peers/``: ``package.json`` and its lock
file for npm, ``requirements.txt`` for PyPI. What is there already is left alone, until a file of
``peers/`` changes.
"""

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from . import places, tools
from .servers import SERVERS

_STAMP: Final = ".installed"
_NAF_SOURCE: Final = "package/server/socketio-server.js"
_NAF_CHANGES: Final = (
    ("const maxOccupantsInRoom = 50;", "const maxOccupantsInRoom = 100000;"),
    ("webServer.listen(port, () => {", 'webServer.listen(port, "127.0.0.1", 1024, () => {'),
    ("const io = require(", "console.log = () => {};\nconst io = require("),
)
"""networked-aframe's own server with its room cap lifted, on loopback alone, its log quiet."""


class InstallFailed(Exception):
    """A peer is not what it should be."""


def install(servers: Sequence[str]) -> None:
    """What these servers need. Raises ``CalledProcessError`` or ``InstallFailed``."""
    if any(SERVERS[name].node for name in servers):
        _once(places.NODE_PEERS, _install_node_peers)


def install_plots() -> None:
    """matplotlib, in an environment of its own."""
    _once(places.CACHE / "venv", _install_plots)


def pins() -> dict[str, Any]:
    """What ``package.json`` says."""
    found: dict[str, Any] = json.loads((places.PEERS / "package.json").read_text("utf-8"))
    return found


def pinned_version(package: str) -> str:
    known = pins()
    if package in known["packed"]:
        return str(known["packed"][package]["version"])
    return str((known["dependencies"] | known["optionalDependencies"])[package])


def _once(folder: Path, work: Callable[[Path], None]) -> None:
    """Do it in an empty folder, unless that was done with the same files before."""
    stamp = folder / _STAMP
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"installing into {folder.relative_to(places.ROOT)} ...", flush=True)
    work(folder)
    stamp.write_text(wanted)


def _fingerprint() -> str:
    """Of all files in ``peers/`` and of the Node that will run them."""
    digest = hashlib.sha256(" ".join(tools.node()).encode())
    for path in sorted(path for path in places.PEERS.iterdir() if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _install_node_peers(folder: Path) -> None:
    for path in places.PEERS.iterdir():
        if path.suffix in (".js", ".json") or path.name == ".npmrc":
            shutil.copy(path, folder)
    tools.npm(folder, "install")
    _install_naf(folder)


def _install_naf(folder: Path) -> None:
    """Its package depends on one that is not in the registry; the server needs none of that."""
    name = "networked-aframe"
    version, integrity = pins()["packed"][name].values()
    tools.npm(folder, "pack", "--silent", f"{name}@{version}")
    content = (folder / f"{name}-{version}.tgz").read_bytes()
    check_integrity(content, integrity)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        member = archive.extractfile(_NAF_SOURCE)
        if member is None:
            raise InstallFailed(f"{name} has no {_NAF_SOURCE}")
        source = member.read().decode()
    (folder / "naf_server.js").write_text(change(source, _NAF_CHANGES), "utf-8")


def check_integrity(content: bytes, integrity: str) -> None:
    """Raises ``InstallFailed`` unless the content is the pinned one (Subresource Integrity)."""
    kind, _, expected = integrity.partition("-")
    if base64.b64encode(hashlib.new(kind, content).digest()).decode() != expected:
        raise InstallFailed("a package is not the one that is pinned")


def change(source: str, changes: Sequence[tuple[str, str]]) -> str:
    """Each change exactly once. Raises ``InstallFailed`` if a place is not there or not alone."""
    for old, new in changes:
        if source.count(old) != 1:
            raise InstallFailed(f"the source has {old!r} {source.count(old)} times, not once")
        source = source.replace(old, new)
    return source


def _install_plots(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    subprocess.run([*pip, "-r", places.PEERS / "requirements.txt"], check=True)
