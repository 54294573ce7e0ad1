"""Visitors for the tests of the page: one Chromium for all, a fresh person for each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browser import CLIENT, SMALL, Visitor, launch_chromium
from playwright.sync_api import Browser, Playwright, sync_playwright

STATIC = CLIENT.parent / "server" / "vbranch" / "web" / "static" / "index.html"

Invite = Callable[..., Visitor]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    assert STATIC.exists(), "the web client is not built: make test builds it, or npm run build"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launch_chromium(playwright)
    yield browser
    browser.close()


@pytest.fixture
def invite(chromium: Browser) -> Iterator[Invite]:
    """See ``inviting``."""
    with inviting(chromium) as come:
        yield come


@contextmanager
def inviting(browser: Browser) -> Iterator[Invite]:
    """``invite(url, name, like=visitor, script=...)``: a person with a browser of their own.

    ``like`` opens a second tab of the same person; ``script`` runs before the page's own; further
    options are those of Playwright's ``new_context``.
    Whatever broke on a page fails the test at its end.
    """
    visitors: list[Visitor] = []

    def come(
        url: str,
        name: str,
        like: Visitor | None = None,
        script: str | None = None,
        **options: Any,
    ) -> Visitor:
        width, height = SMALL
        usual = {
            "viewport": {"width": width, "height": height},
            "locale": "en-GB",
            "reduced_motion": "reduce",
        }
        context = like.context if like else browser.new_context(**{**usual, **options})
        if script:
            context.add_init_script(script)
        visitors.append(Visitor(context, url, name))
        return visitors[-1]

    yield come
    problems = [f"{v.name}: {problem}" for v in visitors for problem in v.problems]
    for visitor in visitors:
        visitor.context.close()
    assert not problems, problems
