"""Every page and notice of the interface, each brought about in the running page.

By the server where it can be, else by a line, a device or an answer that fails as it would in life.
"""

import json
from collections.abc import Callable

from playwright.sync_api import Page, Route, WebSocketRoute

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
        self.page.wait_for_timeout(1500)

    def tool(self, number: int) -> None:
        """Of those that open a panel: people, calling staff, help, settings."""
        self.enter()
        self.page.locator(".tools .tool[aria-controls]").nth(number).click()

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


def banned(scene: Scene) -> None:
    scene.answer("/api/v1/tickets", 403, {"error": {"code": "banned", "until": OPENS}})
    scene.ready()
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


def staff_door(scene: Scene) -> None:
    scene.page.goto(f"{scene.url}/staff")
    scene.page.locator("#door-password").wait_for()


def staff_refused(status: int, code: str) -> Callable[[Scene], None]:
    """At the door, with that answer to a name and a password."""

    def act(scene: Scene) -> None:
        error = json.dumps({"error": {"code": code, "message": ""}})
        headers = {"Retry-After": "75", "Content-Type": "application/json"}
        scene.page.route(
            "**/staff/sign-in",
            lambda route: route.fulfill(status=status, headers=headers, body=error),
        )
        staff_door(scene)
        scene.page.locator("#door-name").fill("mika")
        scene.page.locator("#door-password").fill("a password")
        scene.page.locator("form .primary").click()
        scene.page.locator("#door-trouble, #door-code").wait_for()

    return act


SCENES: dict[str, Callable[[Scene], None]] = {
    "entrance": entrance,
    "keep": keep,
    "way": way,
    "list-entrance": way_in_list,
    "no-webgl": without_webgl,
    "guide": Scene.enter,
    "people": lambda scene: scene.tool(0),
    "call": lambda scene: scene.tool(1),
    "help": lambda scene: scene.tool(2),
    "settings": lambda scene: scene.tool(3),
    "queue": queue,
    "full": ends(4004),
    "replaced": ends(4006),
    "removed": ends(4007),
    "banned": banned,
    "signed-out": ends(4010),
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
    "staff-door": staff_door,
    "staff-locked": staff_refused(429, "locked"),
    "staff-code": staff_refused(401, "code_needed"),
    "old": old,
    "unloaded": unloaded,
}
