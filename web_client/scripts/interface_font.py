"""Makes the font files that the entrance, the interface, signs and screens need.

    python interface_font.py FOLDER < texts.json      (the plugin `interface_font.mjs` runs it)

Fontsource cuts Noto Sans SC into a hundred files by how often characters are used on the web;
three languages of short texts touch half of them, two megabytes. This joins the characters that the
given files use (texts as they are; of a GLB its JSON) into variable fonts of a tenth of that. On
stdin it is told which files `everybody` sees and which belong to a language; it makes
`interface.woff2` with Latin and what everybody sees, `interface-<language>.woff2` with what one
language has besides, and `interface-shared.woff2` with what several have. As JSON it says what each
has (`own`) and what is left to Fontsource's files (`others`), which browsers load when somebody
types it. A character is in one of all these only: `document.fonts.load` brings every face that has
one.

All parts were cut from one design, so axes and metrics are equal and joining is copying outlines
with their variations. Kerning and the like are those of the Latin part. Same input, same files.
"""

import json
import re
import struct
import sys
from collections import Counter
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONT = Path(__file__).resolve().parents[1] / "node_modules/@fontsource-variable/noto-sans-sc"
LATIN = "noto-sans-sc-latin-wght-normal.woff2"
FEATURES = ["kern", "liga", "ccmp", "locl"]
EVERYBODY = "everybody"
NOT_NEEDED = ["vhea", "vmtx", "BASE", "HVAR", "DSIG"]
"""Vertical writing is not used; without HVAR widths vary by the outlines' own variations."""


def characters(path: Path) -> set[int]:
    """What the file writes beyond ASCII (the Latin part is taken whole)."""
    data = path.read_bytes()
    if path.suffix == ".glb":  # glTF 2.0, 4.4.3: the first chunk is JSON, 20 bytes in
        data = data[20 : 20 + struct.unpack_from("<I", data, 12)[0]]
    return {ord(letter) for letter in data.decode("utf-8") if ord(letter) > 0x7F}


def parts() -> dict[str, set[int]]:
    """Fontsource's files with the characters that its style sheet gives them."""
    sheet = (FONT / "index.css").read_text("utf-8")
    faces = re.findall(r"url\(\./files/([^)]+)\).*?unicode-range: ([^;]+);", sheet, re.DOTALL)
    return {name: set(_ranged(ranges)) for name, ranges in faces}


def _ranged(ranges: str) -> list[int]:
    found: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def join(wanted: set[int], latin: bool) -> TTFont:
    """A font with every wanted character that some part has, and perhaps the Latin part."""
    font = TTFont(FONT / "files" / LATIN, recalcTimestamp=False)
    options = Options(
        layout_features=FEATURES if latin else [], drop_tables=NOT_NEEDED, notdef_outline=True
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap() if latin else {ord(" ")})
    subsetter.subset(font)
    open_wide(font)
    if not latin:
        del font.getBestCmap()[ord(" ")]
    for name, covered in sorted(parts().items()):
        codes = sorted(covered & wanted - font.getBestCmap().keys())
        if codes and name != LATIN:
            copy(TTFont(FONT / "files" / name), font, codes)
    return font


def open_wide(font: TTFont) -> None:
    """One full character table, to which characters can be added."""
    best = font.getBestCmap()
    for table in font["cmap"].tables:
        table.cmap = best


def copy(part: TTFont, font: TTFont, codes: list[int]) -> None:
    names = part.getBestCmap()
    codes = [code for code in codes if code in names]
    added = {code: f"u{code:05X}" for code in codes}
    order = [*font.getGlyphOrder(), *added.values()]
    for code, name in added.items():
        glyph = part["glyf"][names[code]]
        if glyph.isComposite():
            raise SystemExit(f"U+{code:04X} is made of other glyphs, which this does not copy")
        font["glyf"].glyphs[name] = glyph
        font["hmtx"].metrics[name] = part["hmtx"].metrics[names[code]]
        font["gvar"].variations[name] = part["gvar"].variations[names[code]]
        font.getBestCmap()[code] = name
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order


def ranges(codes: set[int]) -> str:
    """As CSS writes it."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def portions(texts: dict[str, set[int]]) -> dict[str, set[int]]:
    """Characters by the file that gets them; each in one only."""
    everybody = texts.pop(EVERYBODY)
    rest = {language: found - everybody for language, found in texts.items()}
    times = Counter(code for found in rest.values() for code in found)
    shared = {code for code, count in times.items() if count > 1}
    named = {f"interface-{language}": found - shared for language, found in rest.items()}
    return {"interface": everybody, "interface-shared": shared, **named}


def make(folder: Path, texts: dict[str, set[int]]) -> dict[str, set[int]]:
    """Writes the fonts; which characters each has."""
    made: dict[str, set[int]] = {}
    for name, wanted in portions(texts).items():
        taken = set().union(*made.values())
        font = join(wanted - taken, latin=name == "interface")
        font.flavor = "woff2"
        font.save(folder / f"{name}.woff2")
        made[f"{name}.woff2"] = set(font.getBestCmap())
        if lacking := "".join(map(chr, sorted(wanted - taken - made[f"{name}.woff2"]))):
            print(f"Noto Sans SC has not: {lacking}", file=sys.stderr)
    return {name: has for name, has in made.items() if has}


def main(folder: Path, texts: dict[str, list[str]]) -> None:
    made = make(
        folder, {who: set().union(*(characters(Path(p)) for p in of)) for who, of in texts.items()}
    )
    has = set().union(*made.values())
    left = {name: ranges(covered - has) for name, covered in parts().items() if covered - has}
    print(json.dumps({"own": {name: ranges(own) for name, own in made.items()}, "others": left}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.load(sys.stdin))
