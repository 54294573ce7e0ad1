"""The interface's font: made by the build's own script from real texts."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from server_process import ROOT

SCRIPT = ROOT / "web_client" / "scripts" / "interface_font.py"
BUILT = ROOT / "server" / "vbranch" / "web" / "static" / "assets"


def made(folder: Path, *texts: Path) -> tuple[TTFont, dict[str, Any]]:
    out = folder / "font.woff2"
    command = [sys.executable, SCRIPT, out, *texts]
    done = subprocess.run(command, capture_output=True, check=True)
    return TTFont(out), json.loads(done.stdout)


def codes(ranges: str) -> set[int]:
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip()[2:].partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_it_has_the_characters_of_the_texts_and_no_other_file_has_them(tmp_path: Path) -> None:
    text = tmp_path / "text.ts"
    text.write_text("港湾 ハーバー", "utf-8")
    font, told = made(tmp_path, text)
    assert set(map(ord, "港湾ハーバー Harbour é")) <= set(font.getBestCmap())
    assert ord("彼") not in font.getBestCmap()
    assert codes(told["own"]) == set(font.getBestCmap())
    others = {name: codes(ranges) for name, ranges in told["others"].items()}
    assert not any(codes(told["own"]) & covered for covered in others.values())
    assert any(ord("彼") in covered for covered in others.values())


def test_every_character_can_be_light_and_bold(tmp_path: Path) -> None:
    text = tmp_path / "text.ts"
    text.write_text("港", "utf-8")
    font, _ = made(tmp_path, text)
    (axis,) = font["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 100, 900)
    for letter in "港H":
        name = font.getBestCmap()[ord(letter)]
        assert font["glyf"][name].numberOfContours > 0
        assert font["gvar"].variations[name]


def test_the_same_texts_make_the_same_file(tmp_path: Path) -> None:
    text = tmp_path / "text.ts"
    text.write_text("银行", "utf-8")
    made(tmp_path, text)
    once = (tmp_path / "font.woff2").read_bytes()
    made(tmp_path, text)
    assert (tmp_path / "font.woff2").read_bytes() == once


def test_the_built_page_has_every_character_of_its_texts() -> None:
    """Noto Sans SC has all but these, which no text uses to say something."""
    (path,) = BUILT.glob("interface-*.woff2")
    has = set(TTFont(path).getBestCmap())
    texts = [*(ROOT / "web_client/src/i18n").glob("??.ts"), *ROOT.glob("branches/*/branch.toml")]
    texts += ROOT.glob("scenes/*/scene.toml")
    letters = set(re.sub(r"[\x00-\x7f]", "", "".join(t.read_text("utf-8") for t in texts)))
    assert {letter for letter in letters if ord(letter) not in has} == set()
