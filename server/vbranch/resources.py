"""Where the files lie that are shipped beside the code: the demo branch, scenes and built models.

An installed wheel carries them in ``vbranch/_data``; in a checkout they are folders at its root.
"""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_WHEEL: Final = _PACKAGE / "_data"
_CHECKOUT: Final = _PACKAGE.parents[1]


def root() -> Path:
    """The folder that has ``assets``, ``branches`` and ``scenes`` in it."""
    return _WHEEL if _WHEEL.is_dir() else _CHECKOUT


def demo_branch() -> Path:
    """The branch that is opened when no other is named."""
    return root() / "branches" / "demo"


def built_client() -> Path:
    """Where Vite puts the page; empty or missing until it is built."""
    return _PACKAGE / "web" / "static"
