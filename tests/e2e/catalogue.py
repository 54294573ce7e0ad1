"""What the interface says in each language, read from the client's catalogues."""

import re
from functools import cache

from browser import CLIENT

LOCALES = {"en": "en-GB", "zh": "zh-CN", "ja": "ja-JP"}
"""Of a browser that speaks the language."""
NAMED = {"en": "English", "zh": "中文", "ja": "日本語"}
"""Each language in itself, as one chooses it."""

_CATALOGUES = CLIENT / "src" / "i18n"
_TOKEN = re.compile(r"(\w+):\s*\{|(\w+):\s*'((?:[^'\\]|\\.)*)'|(\})", re.DOTALL)


@cache
def _texts(language: str) -> dict[str, str]:
    """Every text by its full key, such as ``entry.name``."""
    found: dict[str, str] = {}
    for path in (_CATALOGUES / f"{language}.ts", *(_CATALOGUES / language).glob("*.ts")):
        within: list[str] = []
        for opened, key, text, closed in _TOKEN.findall(path.read_text("utf-8")):
            if opened:
                within.append(opened)
            elif closed:
                del within[-1:]
            else:
                found[".".join((*within, key))] = text.replace("\\'", "'")
    assert "entry.name" in found, "the catalogues are written in another way than this reads"
    return found


def said(language: str, key: str, **values: object) -> str:
    """The text with its values."""
    text = _texts(language)[key]
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", str(value))
    return text


def pattern(language: str, key: str) -> re.Pattern[str]:
    """The text, whatever its values are."""
    parts = re.split(r"\{\{\w+\}\}", _texts(language)[key])
    return re.compile(".+".join(re.escape(part) for part in parts))
