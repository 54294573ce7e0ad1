"""Which content coding an answer has: the browser's wish (RFC 9110, 12.5.3) and what is there."""

import re
from collections.abc import Collection
from typing import Final

from aiohttp import hdrs, web

_ACCEPTED: Final = re.compile(
    r"\s*([A-Za-z0-9*-]+)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.ASCII
)


def choose_coding(request: web.BaseRequest, there: Collection[str]) -> str:
    """The coding that the browser likes best, the first of equals; empty for none.

    A part that is not of the header's form says nothing about any coding.
    """
    weights: dict[str, float] = {}
    for part in ",".join(request.headers.getall(hdrs.ACCEPT_ENCODING, [])).split(","):
        match = _ACCEPTED.fullmatch(part)
        if match:
            weights[match[1].lower()] = float(match[2] or 1)
    rest = weights.get("*", 0.0)
    fitting = [name for name in there if weights.get(name, rest) > 0]
    return max(fitting, key=lambda name: weights.get(name, rest), default="")
