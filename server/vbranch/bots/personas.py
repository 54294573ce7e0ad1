"""What kinds of bot there are: how they walk, how often they speak, react and use exhibits."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from vbranch.protocol.constants import (
    AVATAR_PERSON_BITS,
    AVATAR_SECOND_BITS,
    AVATAR_TOP_BITS,
)

DRESSES: Final = 1 << (AVATAR_PERSON_BITS + AVATAR_TOP_BITS + AVATAR_SECOND_BITS)
SPREAD: Final = 661
"""Odd, so that ``DRESSES`` bots in a row all differ."""


@dataclass(frozen=True, slots=True)
class Persona:
    """``share`` of all bots; pauses and means between acts in seconds, 0 for never."""

    name: str
    share: float
    pause: tuple[float, float]
    reach: float
    """How far from where they stand they look for the next goal, metres."""
    chat_every: float
    exhibit_every: float
    react_every: float


PERSONAS: Final = (
    Persona("wanderer", 0.50, (1.0, 6.0), 12.0, 120.0, 0.0, 60.0),
    Persona("onlooker", 0.25, (20.0, 60.0), 1.5, 180.0, 0.0, 30.0),
    Persona("chatter", 0.15, (6.0, 20.0), 4.0, 15.0, 0.0, 20.0),
    Persona("exhibit_user", 0.10, (4.0, 12.0), 6.0, 90.0, 8.0, 60.0),
)

LINES: Final = (
    "Hello, is this the right place for the savings plan?",
    "I like the light in here.",
    "Has anybody tried the exhibit over there?",
    "您好，请问这里可以了解理财产品吗？",
    "这个展台很有意思。",
    "大家好！",
    "こんにちは、はじめまして。",
    "この商品の説明はどこで見られますか？",
    "Thank you, that was helpful.",
    "See you at the counter.",
)


def cast(count: int, rng: np.random.Generator) -> list[Persona]:
    """A persona for each bot: shares kept as exactly as whole numbers allow, order by chance."""
    edges = np.cumsum([p.share for p in PERSONAS]) * count
    kinds = np.searchsorted(edges, np.arange(count) + 0.5)
    rng.shuffle(kinds)
    return [PERSONAS[min(int(k), len(PERSONAS) - 1)] for k in kinds]


def next_time(now: float, mean: float, rng: np.random.Generator) -> float:
    """When something that happens every ``mean`` seconds by chance happens next; never for 0."""
    return now + float(rng.exponential(mean)) if mean > 0 else float("inf")


def avatar_of(bot: int) -> int:
    """An avatar number (A-1): everybody dressed otherwise, hair and skin are the person's own."""
    return bot * SPREAD % DRESSES
