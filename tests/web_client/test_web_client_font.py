"""The interface's font: made by the build's own script from real texts."""

import json
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from server_process import ROOT

SCRIPT = ROOT / "web_client" / "scripts" / "interface_font.py"
BUILT = ROOT / "server" / "vbranch" / "web" / "static" / "assets"


def made(folder: Path, everybody: str, **languages: str) -> tuple[TTFont, dict[str, Any]]:
    """The font that everybody needs, and what the script tells."""
    texts = {"everybody": everybody, **languages}
    for who, text in texts.items():
        (folder / f"{who}.ts").write_text(text, "utf-8")
    files = json.dumps({who: [str(folder / f"{who}.ts")] for who in texts})
    command = [sys.executable, SCRIPT, folder]
    done = subprocess.run(command, capture_output=True, check=True, input=files.encode())
    return TTFont(folder / "interface.woff2"), json.loads(done.stdout)


def codes(ranges: str) -> set[int]:
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip()[2:].partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_it_has_the_characters_of_the_texts_and_no_other_file_has_them(tmp_path: Path) -> None:
    font, told = made(tmp_path, "港湾 ハーバー")
    assert set(map(ord, "港湾ハーバー Harbour é")) <= set(font.getBestCmap())
    assert ord("彼") not in font.getBestCmap()
    assert codes(told["own"]["interface.woff2"]) == set(font.getBestCmap())
    others = {name: codes(ranges) for name, ranges in told["others"].items()}
    assert not any(set(font.getBestCmap()) & covered for covered in others.values())
    assert any(ord("彼") in covered for covered in others.values())


def test_each_language_has_its_own_and_what_several_have_is_there_once(tmp_path: Path) -> None:
    _, told = made(tmp_path, "港", zh="港银行们", ja="港銀行と")
    own = {name: set(map(chr, codes(ranges))) for name, ranges in told["own"].items()}
    assert "港" in own.pop("interface.woff2")
    assert own == {
        "interface-shared.woff2": {"行"},
        "interface-zh.woff2": set("银们"),
        "interface-ja.woff2": set("銀と"),
    }
    for name, characters in own.items():
        assert set(map(chr, TTFont(tmp_path / name).getBestCmap())) == characters


def test_every_character_can_be_light_and_bold(tmp_path: Path) -> None:
    made(tmp_path, "港H", zh="们")
    for name, letters in (("interface.woff2", "港H"), ("interface-zh.woff2", "们")):
        font = TTFont(tmp_path / name)
        (axis,) = font["fvar"].axes
        assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 100, 900)
        for letter in letters:
            glyph = font.getBestCmap()[ord(letter)]
            assert font["glyf"][glyph].numberOfContours > 0
            assert font["gvar"].variations[glyph]


def test_the_same_texts_make_the_same_file(tmp_path: Path) -> None:
    made(tmp_path, "银行")
    once = (tmp_path / "interface.woff2").read_bytes()
    made(tmp_path, "银行")
    assert (tmp_path / "interface.woff2").read_bytes() == once


def built() -> dict[str, set[str]]:
    """The characters of each font of the built page."""
    paths = sorted(BUILT.glob("interface-*.woff2"))
    assert len(paths) == 4
    return {
        re.sub(r"-[\w-]{8}$", "", path.stem): set(map(chr, TTFont(path).getBestCmap()))
        for path in paths
    }


def signs(path: Path) -> list[dict[str, str]]:
    """What is written on the signs of a model, by language."""
    data = path.read_bytes()
    model = json.loads(data[20 : 20 + struct.unpack_from("<I", data, 12)[0]])
    marks = [node.get("extras", {}).get("vbranch", {}) for node in model["nodes"]]
    return [mark["sign"]["text"] for mark in marks if "sign" in mark]


def test_signs_and_screens_of_all_rooms_speak_all_languages_with_what_everybody_has() -> None:
    everybody = built()["interface"]
    models = [path for path in ROOT.glob("assets/scenes/*/*.glb") if ".nav." not in path.name]
    written = {path.name: signs(path) for path in models}
    assert all(written.values()), "a model without signs: the test reads them wrongly"
    for name, texts in written.items():
        for text in texts:
            assert set(text) == {"en", "zh", "ja"}, name
            assert set("".join(text.values())) <= everybody, (name, text)
    boards = ROOT.glob("web_client/src/i18n/??/boards.ts")
    for path in (*boards, *ROOT.glob("branches/*/branch.toml"), *ROOT.glob("scenes/*/scene.toml")):
        letters = {one for one in path.read_text("utf-8") if one > " "}
        assert letters <= everybody, (path.name, letters - everybody)


def test_captions_of_the_rooms_are_in_the_fonts() -> None:
    has = set().union(*built().values())
    paths = list(ROOT.glob("assets/scenes/*/*.vtt"))
    assert {path.name.split(".")[-2] for path in paths} == {"en", "zh", "ja"}
    for path in paths:
        letters = {one for one in path.read_text("utf-8") if one > " "}
        assert letters <= has, (path.name, letters - has)


def test_the_built_page_has_every_character_of_its_texts() -> None:
    has = set().union(*built().values())
    texts = [*(ROOT / "web_client/src/i18n").glob("??/*.ts"), *ROOT.glob("branches/*/branch.toml")]
    texts += ROOT.glob("scenes/*/scene.toml")
    letters = set(re.sub(r"[\x00-\x7f]", "", "".join(t.read_text("utf-8") for t in texts)))
    assert letters <= has, letters - has
