"""A wrong address: a page for visitors, JSON for programs."""

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from vbranch.web.errors import WebError, error_middleware
from vbranch.web.lost_page import WORDS, LostPage
from vbranch.web.small_pages import SmallPages

NAME = {"en": "Bank & <b>Sons</b>", "zh": "银行", "ja": "銀行"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
Http = TestClient[web.Request, web.Application]


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    async def hidden(request: web.Request) -> web.Response:
        raise WebError(404, "not_found", "there is nothing at this address")

    async def refused(request: web.Request) -> web.Response:
        raise WebError(403, "not_allowed", "no")

    pages = SmallPages(NAME, ["/assets/entrance.css"])
    lost = LostPage(pages)
    app = web.Application(middlewares=[error_middleware, lost.middleware])
    app.router.add_get("/hidden", hidden)
    app.router.add_get("/refused", refused)
    pages.register(app)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.mark.parametrize(
    ("accepted", "language", "tag"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh", "zh-Hans"),
        ("ja", "ja", "ja"),
        ("en-GB,ja;q=0.5", "en", "en"),
        ("fr-CH, fr;q=0.9, ja;q=0.7, en;q=0.8", "en", "en"),
        ("fr, ja;q=0, zh-Hant;q=0.1", "zh", "zh-Hans"),
        ("de", "en", "en"),
        ("ja;q=0, de", "en", "en"),
        ("", "en", "en"),
        ("!!;q=zh", "en", "en"),
    ],
)
async def test_the_page_speaks_the_visitors_language(
    http: Http, accepted: str, language: str, tag: str
) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": accepted}
    answer = await http.get("/nowhere?<script>", headers=headers)
    text = await answer.text()
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Language"] == tag
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.headers["Vary"].split(", ")) == {"Accept", "Accept-Language"}
    assert f'<html lang="{tag}">' in text
    for word in WORDS[language].values():
        assert word in text
    assert '<a href="/">' in text
    assert "$" not in text
    assert "nowhere" not in text, "nothing that was typed comes back"


async def test_the_branch_is_named_as_text(http: Http) -> None:
    text = await (await http.get("/nowhere", headers={"Accept": BROWSER})).text()
    assert "Bank &amp; &lt;b&gt;Sons&lt;/b&gt;" in text


async def test_its_style_is_a_file_as_the_policy_wants(http: Http) -> None:
    text = await (await http.get("/nowhere", headers={"Accept": BROWSER})).text()
    assert "style=" not in text
    assert "<style" not in text
    entrance, own = re.findall(r'rel="stylesheet" href="([^"]+)"', text)
    assert entrance == "/assets/entrance.css"
    answer = await http.get(own)
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "main {" in await answer.text()


async def test_what_is_hidden_looks_as_if_it_were_not_there(http: Http) -> None:
    pages = [await http.get(path, headers={"Accept": BROWSER}) for path in ("/hidden", "/nowhere")]
    assert await pages[0].read() == await pages[1].read()
    assert {page.status for page in pages} == {404}


@pytest.mark.parametrize(
    ("method", "path", "accepted"),
    [
        ("GET", "/nowhere", "*/*"),
        ("GET", "/nowhere", "application/json"),
        ("GET", "/api/v1/nowhere", BROWSER),
        ("GET", "/ws", BROWSER),
        ("POST", "/nowhere", BROWSER),
    ],
)
async def test_programs_get_json(http: Http, method: str, path: str, accepted: str) -> None:
    answer = await http.request(method, path, headers={"Accept": accepted})
    assert answer.status == 404
    assert (await answer.json())["error"]["code"] == "not_found"


async def test_other_refusals_are_as_ever(http: Http) -> None:
    answer = await http.get("/refused", headers={"Accept": BROWSER})
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "not_allowed")
    wrong = await http.post("/hidden", headers={"Accept": BROWSER})
    assert (wrong.status, (await wrong.json())["error"]["code"]) == (405, "method_not_allowed")
