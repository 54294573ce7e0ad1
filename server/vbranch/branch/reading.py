"""From a GLB file to a ``SceneModel``: check the bytes, then have the limited process read them.

A reading depends on nothing but the bytes and the reader's version, so it can be kept: ``Shelf``
stores readings by the file's hash in a folder that anybody may delete at any time.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from .glb import check_glb, read_bytes
from .gltf import Gltf
from .model import READER_VERSION, Reading, SceneModel
from .problems import BranchError, Problem, warning

WALL_S = 20.0
"""Far above the reader's own limit of processor time, for a machine that is busy."""

KNOWN_MARKS = (
    "exhibit, hotspot, screen, probe, sign, lod, walkable, collision, invisible, lightmapped, title"
)
PACKAGE_ROOT = Path(__file__).resolve().parents[2]


class Shelf:
    """Readings kept by content: ``<folder>/<sha256>.<version>.json``. Harmless to delete."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, digest: str) -> SceneModel | None:
        """The stored reading; one that is damaged counts as none."""
        try:
            return SceneModel.model_validate_json(self._path(digest).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep(self, digest: str, model: SceneModel) -> None:
        """Store atomically; a folder that cannot be written only costs time at the next start."""
        path = self._path(digest)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_text(model.model_dump_json(), "utf-8")
            fresh.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.{READER_VERSION}.json"


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read, its size in bytes, and warnings that do not prevent its use."""

    path: Path
    bytes: int
    model: SceneModel
    warnings: tuple[Problem, ...]


def read_glb(path: Path, shelf: Shelf | None = None) -> ReadFile:
    """Check and read one GLB file. Raises ``BranchError``."""
    data = read_bytes(path)
    where = str(path)
    glb = check_glb(data, where)
    digest = hashlib.sha256(data).hexdigest()
    model = shelf.find(digest) if shelf else None
    if model is None:
        model = _read_apart(data, where)
        if shelf:
            shelf.keep(digest, model)
    return ReadFile(path, len(data), model, _unknown_marks(glb.gltf, where))


def _unknown_marks(gltf: Gltf, where: str) -> tuple[Problem, ...]:
    return tuple(
        warning(
            f"{where}: nodes[{i}] {node.name!r}",
            f"extras.vbranch has {key!r}, which means nothing",
            f"known are {KNOWN_MARKS}",
        )
        for i, node in enumerate(gltf.nodes)
        for key in sorted(node.extras.vbranch.model_extra or {})
    )


def _read_apart(data: bytes, where: str) -> SceneModel:
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-B", "-m", "vbranch.branch.reader"],
            input=data,
            capture_output=True,
            timeout=WALL_S,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BranchError([_given_up(where, f"took more than {WALL_S:.0f} s to read")]) from None
    if done.returncode != 0:
        what = f"the reader gave up on it (status {done.returncode})"
        raise BranchError([_given_up(where, what)])
    try:
        reading = Reading.model_validate_json(done.stdout)
    except ValidationError:
        raise BranchError([_given_up(where, "the reader's answer makes no sense")]) from None
    if reading.model is None:
        raise BranchError(
            Problem(f"{where}: {found.where}", found.what, found.remedy)
            for found in reading.problems
        )
    return reading.model


def _environment() -> dict[str, str]:
    """What Python needs to start, and nothing of the server's settings or secrets."""
    kept = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
    passed = {name: os.environ[name] for name in kept if name in os.environ}
    return passed | {"PYTHONPATH": str(PACKAGE_ROOT), "OPENBLAS_NUM_THREADS": "1"}


def _given_up(where: str, what: str) -> Problem:
    return Problem(where, what, "simplify the file; gltf-validator may name what is unusual in it")
