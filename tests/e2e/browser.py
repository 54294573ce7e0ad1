"""Chromium as the tests of the page use it, and a visitor who acts by mouse and keyboard only.

What the page shows is read through its read-only ``window.vbranchProbe``. Software rendering is
slow, so pages are small and of low quality. A page may draw two pictures a second, and an answer
of it may take longer than that: whatever is asserted is a state that stays, or was kept by the
page itself while it lasted, and is waited for with patience.
"""

import json
import math
import os
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

CLIENT = Path(__file__).resolve().parents[2] / "web_client"
PATIENCE_S = 90.0
SMALL = (480, 270)
FOV = (math.radians(62), math.radians(78))  # upright field of view: of a wide picture, at most
WIDTH = math.radians(34)  # half of what an upright phone sees at least

RADIANS_A_PIXEL = 0.0042
PACE_M_S = 2.3  # of the walk

AXE = CLIENT / "node_modules" / "axe-core" / "axe.min.js"

# Runs before the page: this visitor has chosen the list in place of the 3D view.
LIST = """localStorage.setItem('vbranch.view', '"list"')"""
DESK = (1000, 640)

# The state of the room has come: what it tells of the exhibits is known.
STATE = "Object.keys(probe.exhibits).length > 0"

Point = tuple[float, float, float]

# Keeps every place at which a member is drawn, picture by picture, until it is asked to do it anew.
WATCH = """(member) => {
  const places = (window.watched = []);
  const look = () => {
    if (window.watched !== places) return;
    const found = window.vbranchProbe.members.find((one) => one.member === member);
    if (found && String(found.position) !== String(places.at(-1))) places.push(found.position);
    requestAnimationFrame(look);
  };
  look();
}"""

# As long as `window.picturesHeld` is true nothing is drawn, as by a device that is overtaxed.
HOLD_PICTURES = """
(() => {
  const request = window.requestAnimationFrame.bind(window);
  const held = [];
  let on = false;
  window.requestAnimationFrame = (draw) =>
    request((now) => (on ? held.push(draw) : draw(now)));
  Object.defineProperty(window, 'picturesHeld', {
    set(value) {
      on = value;
      if (!on) for (const draw of held.splice(0)) request(draw);
    },
  });
})();
"""

# The page walks 20 times a second also where it draws seldom: so long a standstill is a stand.
AT_REST = """async () => {
  const before = String(window.vbranchProbe.self.position);
  await new Promise((resolve) => setTimeout(resolve, 160));
  return String(window.vbranchProbe.self.position) === before;
}"""

FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Several visitors share one browser: none of them may be put to sleep.
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
]


def launch_chromium(playwright: Playwright, *more: str) -> Browser:
    """Debian's Chromium (or ``CHROMIUM``); ``more`` are flags on top of ``FLAGS``."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no chromium: apt-get install chromium, or set CHROMIUM to its path"
    return playwright.chromium.launch(
        executable_path=path, args=[*FLAGS, *more], timeout=PATIENCE_S * 1000
    )


class Visitor:
    """One person at one page."""

    def __init__(self, context: BrowserContext, url: str, name: str) -> None:
        self.context = context
        self.url = url
        self.name = name
        self.problems: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_S * 1000)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def open(self, query: str = "?quality=low") -> None:
        self.page.goto(f"{self.url}/{query}")

    def enter(self, query: str = "?quality=low") -> None:
        """Through the entrance into the room; the first steps are known."""
        self.arrive(query)
        steps = self.page.get_by_role("region", name="First steps")
        if steps.count():
            steps.get_by_role("button", name="Skip").press("Enter")
            steps.wait_for(state="detached")

    def enter_list(self) -> None:
        """On a desk, into the room as a list; for who was invited with ``LIST``."""
        width, height = DESK
        self.page.set_viewport_size({"width": width, "height": height})
        self.ask_to_enter()
        self.until("probe.phase === 'joined'")

    def arrive(self, query: str = "?quality=low") -> None:
        """Through the entrance into the room, where the first steps wait."""
        self.ask_to_enter(query)
        self.until(f"probe.phase === 'joined' && {STATE} && probe.frame > 1")

    def ask_to_enter(self, query: str = "?quality=low") -> None:
        self.open(query)
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_role("button", name="Enter Lobby").click()

    def choose_room(self, title: str) -> None:
        """In the menu of rooms, by keyboard."""
        self.page.get_by_role("button", name="change room").press("Enter")
        rooms = self.page.get_by_role("list", name="Rooms of this branch")
        rooms.get_by_role("button", name=title, exact=True).press("Enter")

    def go(self, room: str, title: str) -> None:
        """To another room; there when its state has come."""
        self.choose_room(title)
        self.until(f"probe.room === '{room}' && {STATE}")
        self.page.get_by_role("heading", name=title).wait_for()

    def probe(self, expression: str) -> Any:
        """Evaluates what only reads: ``probe`` is the page's probe."""
        script = f"(() => {{ const probe = window.vbranchProbe; return {expression} }})()"
        return self.page.evaluate(script)

    def until(self, expression: str, what: str = "") -> None:
        """Until the expression is true; asked from outside, as the page's policy forbids eval."""
        wait_for(lambda: bool(self.probe(expression)), f"{self.name}: {what or expression}")

    @property
    def me(self) -> dict[str, Any]:
        found: dict[str, Any] = self.probe("probe.self")
        return found

    def sees(self, other: "Visitor") -> dict[str, Any] | None:
        """The other as drawn on this page."""
        member = other.me["member"]
        seen: dict[str, Any] | None = self.probe(
            f"probe.members.find((m) => m.member === '{member}') ?? null"
        )
        return seen

    def wait_to_see(self, other: "Visitor") -> None:
        wait_for(lambda: self.sees(other) is not None, f"{self.name} sees {other.name}")

    @contextmanager
    def holding(self, key: str) -> Iterator[None]:
        """A key held down."""
        self.page.keyboard.down(key)
        try:
            yield
        finally:
            self.page.keyboard.up(key)

    @contextmanager
    def without_pictures(self) -> Iterator[None]:
        """Nothing is drawn meanwhile; for who was invited with ``HOLD_PICTURES``."""
        self.page.evaluate("window.picturesHeld = true")
        drawn = self.probe("probe.frame")
        try:
            yield
            assert self.probe("probe.frame") == drawn
        finally:
            self.page.evaluate("window.picturesHeld = false")

    def watch(self, other: "Visitor") -> None:
        """From now on every place is kept at which the other is drawn on this page."""
        self.page.evaluate(WATCH, other.me["member"])

    @property
    def watched(self) -> list[list[float]]:
        found: list[list[float]] = self.page.evaluate("window.watched")
        return found

    @property
    def at_rest(self) -> bool:
        return bool(self.page.evaluate(AT_REST))

    def comes_to_rest(self) -> None:
        wait_for(lambda: self.at_rest, f"{self.name} stands still")

    def sees_a_new_picture(self) -> None:
        """What was done before is in it: pointing is by what was drawn last."""
        self.until(f"probe.frame > {self.probe('probe.frame')}")

    def say(self, text: str) -> None:
        """By keyboard alone: Enter to write, Enter to send, Escape to go back to walking."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")

    def reads(self, text: str) -> None:
        """The chat shows this once, and as said."""
        line = self.page.locator(".log li:not(.sending)", has_text=text)
        line.first.wait_for(state="attached")
        assert line.count() == 1, f"{self.name} reads {text!r} {line.count()} times"

    def face(self, point: Point) -> None:
        """Turns with the mouse until the point is ahead."""
        for _ in range(20):
            me = self.me
            x, _, z = (p - q for p, q in zip(point, me["position"], strict=True))
            angle = math.remainder(math.atan2(-x, -z) - me["yaw"], math.tau)
            if abs(angle) < 0.1:
                return
            self.drag(max(-200.0, min(200.0, angle / RADIANS_A_PIXEL)))
        raise AssertionError(f"{self.name} does not come to face {point}")

    def walk(self, way: float) -> None:
        """Ahead, this far or somewhat more, to a stand."""
        start = self.me["position"]
        with self.holding("w"):
            wait_for(lambda: distance(self.me["position"], start) > way, f"{self.name} walks")
        self.comes_to_rest()

    def walk_to(self, point: Point) -> None:
        """In short straight ways, to less than a metre; nothing may stand between."""
        for _ in range(40):
            left = distance(self.me["position"], list(point))
            if left < 0.9:
                return
            self.face(point)
            self.page.keyboard.press("w", delay=1000 * min(1.5, left - 0.5) / PACE_M_S)
            self.comes_to_rest()
        raise AssertionError(f"{self.name} does not come to {point}")

    def drag(self, dx: float) -> None:
        """One drag over the free part of the picture."""
        x, y = (250.0 if dx < 0 else 40.0), 100.0
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for step in range(1, 6):
            self.page.mouse.move(x + dx * step / 5, y)
        self.page.mouse.up()

    def screen_place(self, point: Point) -> tuple[float, float]:
        """Where a point of the room is on the screen of somebody who looks straight ahead."""
        me = self.me
        x, y, z = (p - q for p, q in zip(point, me["position"], strict=True))
        y -= 1.6
        sin, cos = math.sin(me["yaw"]), math.cos(me["yaw"])
        right, ahead = x * cos - z * sin, -x * sin - z * cos
        size = self.page.viewport_size
        assert size is not None
        assert ahead > 0.1, "the point is behind"
        scale = size["height"] / 2 / math.tan(_upright_field(**size) / 2) / ahead
        return size["width"] / 2 + right * scale, size["height"] / 2 - y * scale

    def exhibit(self, exhibit: str = "welcome-card") -> list[float]:
        found: list[float] = self.probe(f"probe.exhibits['{exhibit}']")
        return found


def wait_for(true: Callable[[], bool], what: str) -> None:
    """Asks again and again; fails with ``what`` after a long patience."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"not within {PATIENCE_S:.0f} s: {what}")
        time.sleep(0.05)


def _upright_field(width: int, height: int) -> float:
    """As the page chooses it for a picture of this size."""
    low, high = FOV
    return min(high, max(low, 2 * math.atan(math.tan(WIDTH) * height / width)))


def grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical on the page."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def packed(url: str) -> bool:
    """The server has compressed both models of its lobby, which it does in the background."""
    with urllib.request.urlopen(f"{url}/api/v1/scenes/lobby") as answer:
        scene = json.load(answer)
    for model in (scene["model"], scene["light"]["model"]):
        asked = urllib.request.Request(url + model["url"], headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(asked) as answer:
            if answer.headers["Content-Encoding"] != "br":
                return False
    return True


def distance(a: list[float], b: list[float]) -> float:
    """Over the floor, metres."""
    return math.hypot(a[0] - b[0], a[2] - b[2])


def turned(a: list[float], b: list[float]) -> float:
    """The angle between two rotations, degrees."""
    dot = abs(sum(x * y for x, y in zip(a, b, strict=True)))
    length = math.hypot(*a) * math.hypot(*b)
    return math.degrees(2 * math.acos(min(1.0, dot / length)))
