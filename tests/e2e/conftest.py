"""Visitors for the tests of the page: one Chromium for all, a fresh person for each."""

from collections.abc import Iterator

import pytest
from browser import CLIENT, launch_chromium
from inviting import Invite, inviting
from playwright.sync_api import Browser, Playwright, sync_playwright

STATIC = CLIENT.parent / "server" / "vbranch" / "web" / "static" / "index.html"


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
