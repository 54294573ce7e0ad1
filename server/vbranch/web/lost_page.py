"""What a visitor sees who typed a wrong address: a small page with the way to the entrance.

Programs get JSON as ever; the page is for a browser that asks for HTML outside of the API. Its
style is a file of its own, since the policy of every page allows none within it.
"""

import hashlib
import html
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from string import Template
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from .errors import Handler, WebError
from .negotiation import choose_language
from .security import SAFE_METHODS

_FOLDER: Final = Path(__file__).with_name("lost")
_FOR_PROGRAMS: Final = ("/api/", "/ws")
_TAGS: Final = {"en": "en", "zh": "zh-Hans", "ja": "ja"}

WORDS: Final = {
    "en": {
        "title": "Page not found",
        "text": "There is nothing at this address. It may have been mistyped, or it has moved.",
        "entrance": "Go to the entrance",
    },
    "zh": {
        "title": "找不到页面",
        "text": "此地址没有内容，可能输入有误，或页面已经移走。",
        "entrance": "前往入口",
    },
    "ja": {
        "title": "ページが見つかりません",
        "text": "このアドレスには何もありません。入力の誤りか、ページが移動した可能性があります。",
        "entrance": "入口へ進む",
    },
}


class LostPage:
    """``register`` it; its ``middleware`` stands next to the handlers."""

    def __init__(self, name: Mapping[str, str], styles: Sequence[str]) -> None:
        """``name`` is the branch's, by language; ``styles`` are those of the entrance: its fonts
        have every character that the page needs, not every system's have."""
        self._style = (_FOLDER / "style.css").read_bytes()
        digest = hashlib.sha256(self._style).hexdigest()[:12]
        self._style_path = f"/lost.{digest}.css"
        self._styles = "\n".join(
            f'<link rel="stylesheet" href="{html.escape(path)}">'
            for path in (*styles, self._style_path)
        )
        self._pages = {language: self._page(language, name[language]) for language in WORDS}

    def register(self, app: web.Application) -> None:
        app.router.add_get(self._style_path, self._send_style)

    @property
    def middleware(self) -> Middleware:
        @web.middleware
        async def show(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except (WebError, web.HTTPNotFound) as fault:
                if fault.status != HTTPStatus.NOT_FOUND or not _by_a_visitor(request):
                    raise
            return self._answer(request)

        return show

    def _answer(self, request: web.Request) -> web.Response:
        language = choose_language(request, WORDS, "en")
        return web.Response(
            status=HTTPStatus.NOT_FOUND,
            body=self._pages[language],
            content_type="text/html",
            charset="utf-8",
            headers={
                hdrs.CACHE_CONTROL: "no-store",
                hdrs.CONTENT_LANGUAGE: _TAGS[language],
                hdrs.VARY: f"{hdrs.ACCEPT}, {hdrs.ACCEPT_LANGUAGE}",
            },
        )

    async def _send_style(self, request: web.Request) -> web.Response:
        headers = {hdrs.CACHE_CONTROL: "public, max-age=31536000, immutable"}
        return web.Response(
            body=self._style, content_type="text/css", charset="utf-8", headers=headers
        )

    def _page(self, language: str, name: str) -> bytes:
        page = Template((_FOLDER / "page.html").read_text("utf-8"))
        words = {"name": name, "lang": _TAGS[language], **WORDS[language]}
        safe = {key: html.escape(word) for key, word in words.items()}
        return page.substitute(safe, styles=self._styles).encode()


def _by_a_visitor(request: web.Request) -> bool:
    return (
        request.method in SAFE_METHODS
        and not request.path.startswith(_FOR_PROGRAMS)
        and "text/html" in request.headers.get(hdrs.ACCEPT, "")
    )
