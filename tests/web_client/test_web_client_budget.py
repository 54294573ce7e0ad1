"""Before the entrance: little script, and never three, which comes while one reads."""

import gzip
import re
from pathlib import Path

from server_process import ROOT

BUILT = ROOT / "server" / "vbranch" / "web" / "static"
MOST_SCRIPT = 250_000
"""Bytes of script before the scene, as gzip packs them."""
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*["']\./([\w.-]+\.js)["']""")
SCRIPT = re.compile(r"""<script[^>]*\bsrc="/([^"]+\.js)\"""")


def needed_at_once() -> set[Path]:
    """The page's own scripts and all that they import before they run."""
    waiting = {BUILT / name for name in SCRIPT.findall((BUILT / "index.html").read_text("utf-8"))}
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        found.add(path)
        imported = {path.parent / name for name in IMPORT.findall(path.read_text("utf-8"))}
        waiting |= imported - found
    return found


def test_the_script_before_the_scene_is_small() -> None:
    scripts = needed_at_once()
    assert len(scripts) > 2, "the page's scripts were not found"
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) < MOST_SCRIPT


def test_three_comes_later() -> None:
    names = [path.name for path in needed_at_once()]
    assert list(BUILT.glob("assets/three-*.js"))
    assert [name for name in names if name.startswith("three")] == []
