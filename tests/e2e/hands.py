"""How somebody acts on the page: with a mouse, with a finger on a phone, or by keys alone.

All of them do the same on a visit, each with its own events only; nothing is focused, clicked or
filled in by a script.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from browser import PACE_M_S, RADIANS_A_PIXEL, Point, Visitor, distance, wait_for
from playwright.sync_api import Locator

TURN_RAD_S = 1.9
NEAR_M = 1.9


class Hands(Protocol):
    """What a visit needs of them."""

    kind: str
    """As the first steps name it."""

    def press(self, target: Locator) -> None: ...
    def choose(self, radio: Locator) -> None: ...
    def write(self, field: Locator, text: str) -> None: ...
    def send(self, button: Locator) -> None: ...
    def turn(self, angle: float) -> None: ...
    def walk(self, way: float) -> None: ...
    def use(self, point: Point) -> None: ...
    def sit(self, seat: Point) -> None: ...


def bearing(visitor: Visitor, point: Point) -> float:
    """How far to turn to the left until the point is ahead, radians."""
    me = visitor.me
    x, _, z = (p - q for p, q in zip(point, me["position"], strict=True))
    return math.remainder(math.atan2(-x, -z) - me["yaw"], math.tau)


def face(visitor: Visitor, hands: Hands, point: Point) -> None:
    for _ in range(20):
        angle = bearing(visitor, point)
        if abs(angle) < 0.12:
            return
        hands.turn(angle)
    raise AssertionError(f"{visitor.name} does not come to face {point}")


def _label(radio: Locator) -> Locator:
    return radio.locator("xpath=ancestor::label")


class Mouse:
    """With the keyboard beside it, as on a laptop."""

    kind = "mouse"

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    def press(self, target: Locator) -> None:
        target.click()

    def choose(self, radio: Locator) -> None:
        _label(radio).click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        self.page.keyboard.type(text)

    def send(self, button: Locator) -> None:
        del button
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")

    def turn(self, angle: float) -> None:
        way = max(-220.0, min(220.0, angle / RADIANS_A_PIXEL))
        x, y = _middle(self.visitor)
        mouse = self.page.mouse
        mouse.move(x - way / 2, y)
        mouse.down()
        mouse.move(x + way / 2, y, steps=5)
        mouse.up()

    def walk(self, way: float) -> None:
        self.visitor.walk(way)

    def use(self, point: Point) -> None:
        face(self.visitor, self, point)
        self.visitor.sees_a_new_picture()
        self.page.mouse.click(*self.visitor.screen_place(point))

    def sit(self, seat: Point) -> None:
        self.use(seat)


class Finger:
    """One finger on a phone, as the browser itself would report it."""

    kind = "touch"

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._session = visitor.context.new_cdp_session(visitor.page)

    def _say(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    @contextmanager
    def pushing(self, start: tuple[float, float], end: tuple[float, float]) -> Iterator[None]:
        self._say("touchStart", start)
        for step in range(1, 6):
            share = step / 5
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            self._say("touchMove", (x, y))
        try:
            yield
        finally:
            self._say("touchEnd")

    def tap(self, x: float, y: float) -> None:
        self._say("touchStart", (x, y))
        self._say("touchEnd")

    def press(self, target: Locator) -> None:
        target.tap()

    def choose(self, radio: Locator) -> None:
        _label(radio).tap()

    def write(self, field: Locator, text: str) -> None:
        """The phone's own keyboard says what was written."""
        field.tap()
        self._session.send("Input.insertText", {"text": text})

    def send(self, button: Locator) -> None:
        button.tap()

    def turn(self, angle: float) -> None:
        way = max(-150.0, min(150.0, angle / RADIANS_A_PIXEL))
        x, y = _middle(self.visitor)
        with self.pushing((x - way / 2, y), (x + way / 2, y)):
            pass

    def walk(self, way: float) -> None:
        box = self.visitor.page.locator(".pad").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        start = self.visitor.me["position"]
        with self.pushing((x, y), (x, y - 30)):
            wait_for(lambda: distance(self.visitor.me["position"], start) > way, "walks")
        self.visitor.comes_to_rest()

    def use(self, point: Point) -> None:
        face(self.visitor, self, point)
        self.visitor.sees_a_new_picture()
        self.tap(*self.visitor.screen_place(point))

    def sit(self, seat: Point) -> None:
        self.use(seat)


# How many steps of Tab lead from what has the focus to the element, backwards below 0.
# A group of radio buttons is one step.
TABS = """(target) => {
  const { activeElement: at } = document;
  const kinds = 'a[href], button, input, textarea, summary, [tabindex="0"]';
  const visible = (one) => !one.disabled && one.checkVisibility({ visibilityProperty: true });
  const chosen = (one) => [...document.getElementsByName(one.name)].find(({ checked }) => checked);
  const stop = (one) => (one.type === 'radio' && chosen(one)) || one;
  const all = [...document.querySelectorAll(kinds)].filter(visible);
  const stops = all.filter((one) => stop(one) === one);
  const { DOCUMENT_POSITION_PRECEDING: PRECEDING } = Node;
  const before = (one) => one === at || at.compareDocumentPosition(one) & PRECEDING;
  return stops.indexOf(stop(target)) - stops.findLastIndex(before);
}"""
FOCUSED = """(target) => {
  const { activeElement: at } = document;
  const radios = target.type === 'radio' && at.type === 'radio';
  return at === target || (radios && at.name === target.name);
}"""


class Keys:
    """By keys alone: Tab and Enter for what is on the page, letters and arrows in the room."""

    kind = "mouse"

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.keyboard = visitor.page.keyboard

    def _go(self, target: Locator) -> None:
        target.wait_for()
        for _ in range(120):
            if target.evaluate(FOCUSED):
                return
            back = target.evaluate(TABS) < 0
            self.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{self.visitor.name} does not come to {target} by keys")

    def press(self, target: Locator) -> None:
        self._go(target)
        self.keyboard.press("Enter")

    def choose(self, radio: Locator) -> None:
        self._go(radio)
        for _ in range(12):
            if radio.is_checked():
                return
            self.keyboard.press("ArrowRight")
        raise AssertionError(f"{self.visitor.name} cannot choose {radio} by keys")

    def write(self, field: Locator, text: str) -> None:
        self._go(field)
        self.keyboard.type(text)

    def send(self, button: Locator) -> None:
        del button
        self.keyboard.press("Enter")
        self.keyboard.press("Escape")

    def turn(self, angle: float) -> None:
        key = "ArrowLeft" if angle > 0 else "ArrowRight"
        self.keyboard.press(key, delay=1000 * min(abs(angle), 1.5) / TURN_RAD_S)

    def walk(self, way: float) -> None:
        self.visitor.walk(way)

    def use(self, point: Point) -> None:
        """Walks up to it: what one stands at is meant."""
        for _ in range(30):
            left = distance(self.visitor.me["position"], list(point))
            if left < NEAR_M:
                return
            face(self.visitor, self, point)
            self.keyboard.press("w", delay=1000 * min(1.2, left - NEAR_M + 0.2) / PACE_M_S)
            self.visitor.comes_to_rest()
        raise AssertionError(f"{self.visitor.name} does not come to {point} by keys")

    def sit(self, seat: Point) -> None:
        del seat
        self.keyboard.press("c")


def _middle(visitor: Visitor) -> tuple[float, float]:
    """Of the part of the picture that nothing covers."""
    size = visitor.page.viewport_size
    assert size is not None
    return size["width"] / 2, size["height"] * 0.3
