"""Pages that the server writes itself: a title, a sentence and a link, in the reader's language.

Their style is a file of its own, since the policy of every page allows none within it.
"""

import hashlib
import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Final

from aiohttp import hdrs, web

from .negotiation import choose_language

Words = Mapping[str, Mapping[str, str]]
"""By language (en, zh, ja): ``title``, ``text`` and ``link``."""

_FOLDER: Final = Path(__file__).with_name("small_page")
_TAGS: Final = {"en": "en", "zh": "zh-Hans", "ja": "ja"}


class SmallPages:
    """The makers of such pages share one: its style is ``register``ed once."""

    def __init__(self, name: Mapping[str, str], styles: Sequence[str]) -> None:
        """``name`` is the branch's, by language; ``styles`` are those of the entrance: its fonts
        have every character that a page needs, not every system's have."""
        self._name = name
        self._template = Template((_FOLDER / "page.html").read_text("utf-8"))
        self._style = (_FOLDER / "style.css").read_bytes()
        digest = hashlib.sha256(self._style).hexdigest()[:12]
        self._style_path = f"/page.{digest}.css"
        self._styles = "\n".join(
            f'<link rel="stylesheet" href="{html.escape(path)}">'
            for path in (*styles, self._style_path)
        )

    def register(self, app: web.Application) -> None:
        app.router.add_get(self._style_path, self._send_style)

    def make(self, words: Words, href: str) -> "SmallPage":
        """A page whose link leads to ``href``."""
        return SmallPage({language: self._html(language, words, href) for language in words})

    async def _send_style(self, request: web.Request) -> web.Response:
        headers = {hdrs.CACHE_CONTROL: "public, max-age=31536000, immutable"}
        return web.Response(
            body=self._style, content_type="text/css", charset="utf-8", headers=headers
        )

    def _html(self, language: str, words: Words, href: str) -> bytes:
        told = {
            "name": self._name[language],
            "lang": _TAGS[language],
            "href": href,
            **words[language],
        }
        safe = {key: html.escape(word) for key, word in told.items()}
        return self._template.substitute(safe, styles=self._styles).encode()


class SmallPage:
    """One page, in every language."""

    def __init__(self, pages: Mapping[str, bytes]) -> None:
        self._pages = pages

    def answer(
        self, request: web.Request, status: int, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        """The page in the language that the browser asks for."""
        language = choose_language(request, self._pages, "en")
        return web.Response(
            status=status,
            body=self._pages[language],
            content_type="text/html",
            charset="utf-8",
            headers={
                hdrs.CACHE_CONTROL: "no-store",
                hdrs.CONTENT_LANGUAGE: _TAGS[language],
                hdrs.VARY: f"{hdrs.ACCEPT}, {hdrs.ACCEPT_LANGUAGE}",
                **(headers or {}),
            },
        )
