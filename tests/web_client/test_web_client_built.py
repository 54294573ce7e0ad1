"""The built page keeps what its content security policy asks for."""

import re

from server_process import ROOT

BUILT = ROOT / "server" / "vbranch" / "web" / "static"
FROM_STRINGS = re.compile(r"\bnew Function\b|\beval\(|new_ called with constructor")
"""The last is what Emscripten's maker of functions says, whatever it is called once minified."""


def test_no_script_makes_code_of_strings() -> None:
    """Three's own Basis transcoder would; the build rewrites it (``basis_without_eval``)."""
    scripts = sorted(BUILT.rglob("*.js"))
    assert any("basis_transcoder" in path.name for path in scripts)
    assert [path.name for path in scripts if FROM_STRINGS.search(path.read_text("utf-8"))] == []


def test_pages_have_no_script_or_style_within() -> None:
    for path in BUILT.glob("*.html"):
        page = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", page), path.name
