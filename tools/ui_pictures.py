"""Pictures of every page and notice of the interface, to be looked at; none is kept here.

    .venv/bin/python tools/ui_pictures.py --to some/folder
    .venv/bin/python tools/ui_pictures.py --to folder entrance queue --size phone --language ja

How each comes about stands in ``tests/e2e/pages.py``. ``--axe`` tells what axe-core finds, too.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "e2e")]

from browser import grave, launch_chromium  # noqa: E402
from pages import SCENES, Scene  # noqa: E402

from server_process import ServerProcess, find_free_port  # noqa: E402

LANGUAGES = {"en": "en-GB", "zh": "zh-CN", "ja": "ja-JP"}
PATIENCE_MS = 120_000
SETTLED_MS = 700
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 720}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "lying": {"viewport": {"width": 844, "height": 390}, "has_touch": True, "is_mobile": True},
    "narrow": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
    "zoomed": {"viewport": {"width": 640, "height": 360}},
}


@contextmanager
def running() -> Iterator[tuple[Browser, str]]:
    with TemporaryDirectory() as data, sync_playwright() as playwright:
        server = ServerProcess(Path(data) / "data", find_free_port(), (), {})
        server.data_dir.mkdir()
        browser = launch_chromium(playwright)
        try:
            server.start()
            yield browser, server.url
        finally:
            browser.close()
            server.end()


def take(browser: Browser, url: str, asked: argparse.Namespace, name: str) -> None:
    context = browser.new_context(
        **SIZES[asked.size], locale=LANGUAGES[asked.language], color_scheme=asked.theme
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: print(f"{name}: {error}"))
    try:
        SCENES[name](Scene(page, url))
        page.wait_for_timeout(SETTLED_MS)
        path = asked.to / f"{name}-{asked.size}-{asked.language}-{asked.theme}.png"
        page.screenshot(path=path, timeout=PATIENCE_MS)
        print(path)
        for problem in grave(page) if asked.axe else ():
            print(f"  axe: {problem}")
    finally:
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SCENES))
    parser.add_argument("--to", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--size", choices=SIZES, default="desktop")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--axe", action="store_true", help="tell what axe-core finds")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with running() as (browser, url):
        for name in asked.names or SCENES:
            take(browser, url, asked, name)


if __name__ == "__main__":
    main()
