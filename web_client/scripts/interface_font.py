"""Makes the one font file that the entrance, the interface, signs and screens need.

    python interface_font.py OUT.woff2 TEXT...      (the plugin `interface_font.mjs` runs it)

Fontsource cuts Noto Sans SC into a hundred files by how often characters are used on the web; three
languages of short texts touch half of them, two megabytes. This joins the characters that the given
files use (texts as they are; of a GLB its JSON) into one variable font of a tenth of that, and says
as JSON what it has (`own`) and what is left to Fontsource's files (`others`), which browsers load
when somebody types it. Characters are in one of the two only: `document.fonts.load` brings every
face that has one.

All parts were cut from one design, so axes and metrics are equal and joining is copying outlines
with their variations. Kerning and the like are those of the Latin part. Same input, same file.
"""

import json
import re
import struct
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONT = Path(__file__).resolve().parents[1] / "node_modules/@fontsource-variable/noto-sans-sc"
LATIN = "noto-sans-sc-latin-wght-normal.woff2"
FEATURES = ["kern", "liga", "ccmp", "locl"]
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


def join(wanted: set[int]) -> TTFont:
    """A font with the Latin part and every wanted character that some part has."""
    font = TTFont(FONT / "files" / LATIN, recalcTimestamp=False)
    options = Options(layout_features=FEATURES, drop_tables=NOT_NEEDED, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    open_wide(font)
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


def main(out: Path, texts: list[Path]) -> None:
    wanted = set().union(*map(characters, texts))
    font = join(wanted)
    font.flavor = "woff2"
    font.save(out)
    has = set(font.getBestCmap())
    left = {name: ranges(covered - has) for name, covered in parts().items() if covered - has}
    print(json.dumps({"own": ranges(has), "others": left}))
    lacking = "".join(map(chr, sorted(wanted - has)))
    if lacking:
        print(f"Noto Sans SC has not: {lacking}", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), list(map(Path, sys.argv[2:])))
