"""What a visitor sees who typed a wrong address: a small page with the way to the entrance.

Programs get JSON as ever; the page is for a browser that asks for HTML outside of the API.
"""

from http import HTTPStatus
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from .errors import Handler, WebError
from .security import SAFE_METHODS
from .small_pages import SmallPages

_FOR_PROGRAMS: Final = ("/api/", "/ws")

WORDS: Final = {
    "en": {
        "title": "Page not found",
        "text": "There is nothing at this address. It may have been mistyped, or it has moved.",
        "link": "Go to the entrance",
    },
    "zh": {
        "title": "找不到页面",
        "text": "此地址没有内容，可能输入有误，或页面已经移走。",
        "link": "前往入口",
    },
    "ja": {
        "title": "ページが見つかりません",
        "text": "このアドレスには何もありません。入力の誤りか、ページが移動した可能性があります。",
        "link": "入口へ進む",
    },
}


class LostPage:
    """Its ``middleware`` stands next to the handlers."""

    def __init__(self, pages: SmallPages) -> None:
        self._page = pages.make(WORDS, "/")

    @property
    def middleware(self) -> Middleware:
        @web.middleware
        async def show(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except (WebError, web.HTTPNotFound) as fault:
                if fault.status != HTTPStatus.NOT_FOUND or not _by_a_visitor(request):
                    raise
            return self._page.answer(request, HTTPStatus.NOT_FOUND)

        return show


def _by_a_visitor(request: web.Request) -> bool:
    return (
        request.method in SAFE_METHODS
        and not request.path.startswith(_FOR_PROGRAMS)
        and "text/html" in request.headers.get(hdrs.ACCEPT, "")
    )
