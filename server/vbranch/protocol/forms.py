"""What the JSON messages are made of: their base, the forms of single fields (PROTOCOL.md M-1)."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from .constants import (
    MAX_ANNOUNCEMENT,
    MAX_BAN_S,
    MAX_CHAT,
    MAX_MEDIA_S,
    MAX_NAME,
    MAX_REASON,
    MAX_REPORT,
    MAX_SLOW_S,
    MAX_TOPIC,
    MIN_BAN_S,
)

UNIT_TOLERANCE = 0.01


class Message(BaseModel):
    """Base of everything on the wire: no coercion, no extra keys, no NaN or infinity, immutable."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        frozen=True,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


class EntryBase(Message):
    """What every entry has: its number and its time (E-1)."""

    seq: int
    at: int


_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidi_Control of Unicode (UAX 9)."""


def _plain(text: str) -> str:
    """Refuse control characters (NUL among them), lone surrogates, and what turns the direction of
    text: they break logs and fonts, and let one visitor write over another's name."""
    if any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in text):
        raise ValueError("has control characters")
    if not _DIRECTIONS.isdisjoint(text):
        raise ValueError("has characters that turn the direction of text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("has a lone surrogate") from None
    if not text.strip():
        raise ValueError("is blank")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("is more than one line")
    return text


def _unit(q: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Refuse what is no rotation; the zero quaternion is the usual one."""
    if abs(sum(c * c for c in q) - 1.0) > UNIT_TOLERANCE:
        raise ValueError("is not a unit quaternion")
    return q


PlainText = AfterValidator(_plain)
OneLine = AfterValidator(_one_line)
Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME), PlainText, OneLine]
ChatText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHAT), PlainText]
ReportText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_REPORT), PlainText]
Announcement = Annotated[
    str, StringConstraints(min_length=1, max_length=MAX_ANNOUNCEMENT), PlainText
]
ReasonText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_REASON), PlainText]
Topic = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TOPIC), PlainText, OneLine]
SlowSeconds = Annotated[int, Field(ge=0, le=MAX_SLOW_S)]
BanSeconds = Annotated[int, Field(ge=MIN_BAN_S, le=MAX_BAN_S)]
Command = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,36}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")]
NODE_NAME = r"^[A-Za-z0-9_:-]{1,80}$"
NodeName = Annotated[str, StringConstraints(pattern=NODE_NAME)]
MemberName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Seconds = Annotated[float, Field(ge=0, le=MAX_MEDIA_S)]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,128}$")]
Vector = tuple[float, float, float]
Rotation = Annotated[tuple[float, float, float, float], AfterValidator(_unit)]
