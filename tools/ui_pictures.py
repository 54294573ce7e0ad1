"""Pictures of every page and notice of the interface, to be looked at; none is kept here.

    .venv/bin/python tools/ui_pictures.py --to some/folder
    .venv/bin/python tools/ui_pictures.py --to folder entrance queue --size phone --language ja

Each is brought about in the running page: by the server where it can be, else by a line, a device
or an answer that fails as it would fail in life. ``--axe`` also tells what axe-core finds on each.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, Route, WebSocketRoute, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "e2e")]

from browser import CLIENT, launch_chromium  # noqa: E402

from server_process import ServerProcess, find_free_port  # noqa: E402

AXE = CLIENT / "node_modules" / "axe-core" / "axe.min.js"
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

NO_WEBGL = "HTMLCanvasElement.prototype.getContext = () => null;"
OFFLINE = "Object.defineProperty(navigator, 'onLine', { value: false });"
OLD = "HTMLScriptElement.supports = undefined;"
LOSE_PICTURE = """
const gl = document.querySelector('#view').getContext('webgl2');
window.lostContext = gl.getExtension('WEBGL_lose_context');
window.lostContext.loseContext();
"""


class Scene:
    """One page on its way to a picture."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, query: str = "?quality=low") -> None:
        self.page.goto(f"{self.url}/{query}")

    def ready(self) -> None:
        self.open()
        self.page.locator(".progress-text.done, .page").first.wait_for()

    def ask(self) -> None:
        self.page.locator("#name").fill("Mika")
        self.page.locator("form .primary").click()

    def enter(self) -> None:
        self.ready()
        self.ask()
        self.page.locator(".hud").wait_for()
        self.page.wait_for_function("window.vbranchProbe.frame > 2 || true")
        self.page.wait_for_timeout(1500)

    def tool(self, number: int) -> None:
        self.enter()
        self.page.locator(".tools .tool").nth(number).click()

    def answer(self, path: str, status: int, body: object) -> None:
        def fulfil(route: Route) -> None:
            route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

        self.page.route(f"**{path}", fulfil)

    def cut(self, pattern: str) -> None:
        self.page.route(pattern, lambda route: route.abort())

    def socket_ends(self, code: int) -> None:
        """Instead of the server somebody who closes."""

        def close(line: WebSocketRoute) -> None:
            line.on_message(lambda _: line.close(code=code))

        self.page.route_web_socket("**/ws**", close)


def entrance(scene: Scene) -> None:
    scene.ready()
    scene.page.wait_for_timeout(2500)


def keep(scene: Scene) -> None:
    scene.ready()
    scene.page.locator(".keep summary").click()


def way(scene: Scene) -> None:
    line = scene.page.context.new_cdp_session(scene.page)
    scene.page.goto("about:blank")
    line.send("Network.enable")
    slow = {
        "offline": False,
        "latency": 60,
        "downloadThroughput": 90_000,
        "uploadThroughput": 60_000,
    }
    scene.open()
    line.send("Network.emulateNetworkConditions", slow)
    scene.ask()
    scene.page.wait_for_timeout(4500)


def way_in_list(scene: Scene) -> None:
    scene.page.add_init_script("localStorage.setItem('vbranch.view', '\"list\"')")
    scene.open()
    scene.page.locator(".progress-text.done").wait_for()


def without_webgl(scene: Scene) -> None:
    scene.page.add_init_script(NO_WEBGL)
    scene.open("")
    scene.page.locator(".progress-text.done").wait_for()


def offline(scene: Scene) -> None:
    scene.page.add_init_script(OFFLINE)
    scene.cut("**/api/v1/branch")
    scene.open()
    scene.page.locator(".page").wait_for()


def unreachable(scene: Scene) -> None:
    scene.cut("**/api/v1/branch")
    scene.open()
    scene.page.locator(".note.alert").wait_for()


def failed(scene: Scene) -> None:
    scene.cut("**/content/**")
    scene.open()
    scene.page.locator(".note.alert").wait_for()


def nowhere(scene: Scene) -> None:
    scene.answer(
        "/api/v1/branch",
        200,
        {"name": {"en": "Harbour Bank"}, "brand": None, "today": [], "rooms": []},
    )
    scene.ready()


OPENS = "2026-12-01T09:00:00+09:00"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOURS = {
    "timezone": "Asia/Tokyo",
    "week": [{"day": day, "opens": "09:00", "closes": "17:00"} for day in DAYS],
    "opens_at": OPENS,
}


def shut(scene: Scene) -> None:
    """The entrance out of hours."""

    def with_hours(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "hours": HOURS})

    scene.page.route("**/api/v1/branch", with_hours)
    scene.ready()


def closed(scene: Scene) -> None:
    scene.answer("/api/v1/tickets", 403, {"error": {"code": "closed", "opens_at": OPENS}})
    shut(scene)
    scene.ask()
    scene.page.locator(".page").wait_for()


def ends(code: int) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        scene.socket_ends(code)
        scene.ready()
        scene.ask()
        scene.page.locator(".page").wait_for()

    return act


def left(scene: Scene) -> None:
    scene.enter()
    scene.page.locator(".tools .tool").last.click()
    scene.page.locator(".page").wait_for()


def queue(scene: Scene) -> None:
    waiting = {"type": "waiting", "reason": "room_full", "capacity": 300, "place": 3, "waiting": 12}

    def answer(line: WebSocketRoute) -> None:
        line.on_message(lambda _: line.send(json.dumps(waiting)))

    scene.page.route_web_socket("**/ws**", answer)
    scene.ready()
    scene.ask()
    scene.page.locator(".sign.number").wait_for()


def lost(scene: Scene) -> None:
    lines: list[WebSocketRoute] = []

    def pass_on(line: WebSocketRoute) -> None:
        if lines:
            line.close(code=1011)
        else:
            line.connect_to_server()
            lines.append(line)

    scene.page.route_web_socket("**/ws**", pass_on)
    scene.enter()
    lines[0].close(code=1011)
    scene.page.locator(".banner").wait_for()


def picture_lost(scene: Scene) -> None:
    scene.enter()
    scene.page.evaluate(LOSE_PICTURE)
    scene.page.locator("#picture-lost").wait_for()


def old(scene: Scene) -> None:
    scene.page.add_init_script(OLD)
    scene.cut("**/assets/index-*.js")
    scene.open()
    scene.page.locator(".early").wait_for()


def unloaded(scene: Scene) -> None:
    scene.cut("**/assets/index-*.js")
    scene.open()
    scene.page.locator(".early").wait_for()


SCENES: dict[str, Callable[[Scene], None]] = {
    "entrance": entrance,
    "keep": keep,
    "way": way,
    "list-entrance": way_in_list,
    "no-webgl": without_webgl,
    "guide": Scene.enter,
    "people": lambda scene: scene.tool(0),
    "help": lambda scene: scene.tool(1),
    "settings": lambda scene: scene.tool(2),
    "queue": queue,
    "full": ends(4004),
    "replaced": ends(4006),
    "removed": ends(4007),
    "misunderstood": ends(4003),
    "left": left,
    "shut": shut,
    "closed": closed,
    "offline": offline,
    "unreachable": unreachable,
    "failed": failed,
    "nowhere": nowhere,
    "lost": lost,
    "picture-lost": picture_lost,
    "old": old,
    "unloaded": unloaded,
}


def grave(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


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
