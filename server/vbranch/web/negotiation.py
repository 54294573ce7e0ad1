"""Which form of an answer a browser likes best of those that are there (RFC 9110, 12.5)."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from aiohttp import hdrs, web

_PART: Final = re.compile(
    r"\s*([A-Za-z0-9*-]+)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.ASCII
)


def choose_coding(request: web.BaseRequest, there: Collection[str]) -> str:
    """The best content coding, the first of equals; empty for none."""
    weights = _weights(request.headers.getall(hdrs.ACCEPT_ENCODING, []))
    rest = weights.get("*", 0.0)
    fitting = [name for name in there if weights.get(name, rest) > 0]
    return max(fitting, key=lambda name: weights.get(name, rest), default="")


def choose_language(request: web.BaseRequest, there: Collection[str], otherwise: str) -> str:
    """The best language; of a tag like ``zh-Hans-CN`` only the language counts."""
    weights = _weights(request.headers.getall(hdrs.ACCEPT_LANGUAGE, []))
    for tag in sorted(weights, key=lambda tag: -weights[tag]):
        language = tag.partition("-")[0]
        if language in there and weights[tag] > 0:
            return language
    return otherwise


def _weights(said: Iterable[str]) -> dict[str, float]:
    """What is accepted and how much; a part that has not the form says nothing."""
    weights: dict[str, float] = {}
    for part in ",".join(said).split(","):
        match = _PART.fullmatch(part)
        if match:
            weights[match[1].lower()] = float(match[2] or 1)
    return weights
