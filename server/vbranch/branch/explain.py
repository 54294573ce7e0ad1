"""pydantic's findings turned into problems: the place in the author's words, and how to mend it."""

import difflib
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from .hours import DAYS
from .problems import Problem

EXAMPLES = {
    "format": "format = 1",
    "slug": 'slug = "lobby"',
    "id": 'id = "welcome-card"',
    "room": "a [[room]] table with room, scene and capacity",
    "scene": 'scene = "lobby"',
    "capacity": "capacity = 100",
    "name": 'name = { en = "...", zh = "...", ja = "..." }',
    "title": 'title = { en = "...", zh = "...", ja = "..." }',
    "summary": 'summary = { en = "...", zh = "...", ja = "..." }',
    "text": 'text = { en = "...", zh = "...", ja = "..." }',
    "en": "a text in English",
    "zh": "a text in Chinese",
    "ja": "a text in Japanese",
    "model": 'model = "lobby.glb", a file name without folders',
    "nav": 'nav = "lobby.nav.glb", a file name without folders',
    "file": 'file = "lobby.lightmap.webp", a file name without folders',
    "lightmap": 'lightmap = { file = "lobby.lightmap.webp", scale = 4.0 }',
    "scale": "scale = 4.0",
    "picture": 'picture = "lobby.light.glb", a file name without folders',
    "gain": "gain = 0.5",
    "seconds": "seconds = 20.0, how long the clip is",
    "material": 'material = "screen", the name of a material of the model',
    "captions": 'captions = { en = "card.en.vtt", zh = "card.zh.vtt", ja = "card.ja.vtt" }',
    "primary": 'primary = "#0f5e6b"',
    "secondary": 'secondary = "#0b3540"',
    "logo": 'logo = "logo.svg", a file beside branch.toml',
    "contact": 'contact = "mailto:branch@bank.example" or "https://bank.example/contact"',
    "time": 'time = "10:30"',
    "timezone": 'timezone = "Asia/Tokyo", a name of the IANA database (package tzdata)',
    **dict.fromkeys(DAYS, 'monday = ["09:00-12:30", "13:30-17:00"]'),
    "bounds": "bounds = { min = [-8.0, 0.0, -6.0], max = [8.0, 4.2, 6.0] }",
    "min": "min = [-8.0, 0.0, -6.0]",
    "max": "max = [8.0, 4.2, 6.0]",
    "node": 'node = "exhibit:card", the name of a node of the model',
    "turn": 'turn = "free" or turn = "y"',
}
KNOWN = [
    *EXAMPLES,
    "exhibit",
    "hotspot",
    "media",
    "files",
    "light",
    "sound",
    "brand",
    "today",
    "place",
    "hours",
]

WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a key that is known here",
    "string_pattern_mismatch": "has the wrong form",
    "string_type": "is not a text",
    "string_too_long": "is too long (at most {max_length} characters)",
    "string_too_short": "is empty",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_type": "is not a number",
    "finite_number": "is not a finite number",
    "greater_than": "is not more than {gt}",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
    "literal_error": "is none of {expected}",
    "tuple_type": "is not an array",
    "too_short": "has too few parts",
    "too_long": "has too many parts (at most {max_length})",
    "model_type": "is not an object",
    "dict_type": "is not an object",
    "list_type": "is not an array",
}

REMEDIES = {
    "grid": "use at most two decimals",
    "never_open": 'name a day, such as monday = ["09:00-17:00"], or take [hours] away',
    "box_empty": "put the smaller number of each axis in min",
    "box_large": "make the box smaller, or split the scene into rooms that portals join",
}


def place(loc: tuple[int | str, ...]) -> str:
    """A location such as ``exhibit[0].title.ja``."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def findings(fault: ValidationError) -> Iterator[tuple[tuple[int | str, ...], str, str]]:
    """Each finding as (location, kind, what is wrong in words)."""
    for error in fault.errors(include_url=False, include_input=False):
        yield error["loc"], error["type"], _what(error["type"], error.get("ctx", {}), error["msg"])


def _what(kind: str, context: dict[str, Any], message: str) -> str:
    words = WORDS.get(kind)
    if words is None:
        return message.removeprefix("Value error, ")
    return words.format(**context)


def manifest_problems(file: str, fault: ValidationError) -> list[Problem]:
    """Every finding in a manifest, with an example of what would be right."""
    return [
        Problem(f"{file}: {place(loc)}" if loc else file, what, _remedy(loc, kind))
        for loc, kind, what in findings(fault)
    ]


def _remedy(loc: tuple[int | str, ...], kind: str) -> str:
    if kind in REMEDIES:
        return REMEDIES[kind]
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(key, KNOWN, 1)
        return f"did you mean {near[0]}?" if near else "remove it"
    verb = "add" if kind == "missing" else "right would be"
    example = EXAMPLES.get(key)
    return f"{verb} {example}" if example else f"{verb} it" if verb == "add" else "correct it"
