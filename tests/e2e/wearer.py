"""Somebody who wears a headset: acts by head, hands, sticks and buttons of an emulated one alone.

    bo = invite(server.url, "Bo", script=DEVICE)
    bo.enter()
    wearer = Wearer(bo)
    wearer.put_on()

Places are of the room, metres; a hand is moved so that its ray or its palm is there. Nothing on the
page is clicked: what is in a panel is pointed at where the panel stands in the room.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from browser import CLIENT, Visitor, wait_for
from playwright.sync_api import Locator

IWER = CLIENT / "node_modules" / "iwer" / "build" / "iwer.min.js"
# Chromium has a navigator.xr of its own, so the emulator is installed by force.
INSTALL = """
window.emulatedHeadset = new IWER.XRDevice(IWER.metaQuest3);
emulatedHeadset.installRuntime({ forceInstall: true });
"""
#: To be run before the page: the script of a visitor who has a headset.
DEVICE = IWER.read_text() + INSTALL

# Nothing is asked of the graphics card: what a page does is the same, and many times as fast.
WITHOUT_DRAWING = """
for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'])
  WebGL2RenderingContext.prototype[name] = () => undefined;
"""

Side = Literal["left", "right"]
Point = Sequence[float]
Turn = tuple[float, float, float, float]

BUTTONS = {
    "leap": {"left": "x-button", "right": "a-button"},
    "menu": {"left": "y-button", "right": "b-button"},
    "talk": {"left": "thumbstick", "right": "thumbstick"},
}
# Where hands are while they do nothing, from below the head: a little out, ahead and down.
AT_REST: dict[Side, tuple[float, float, float]] = {
    "left": (-0.22, 1.15, -0.3),
    "right": (0.22, 1.15, -0.3),
}
DOWN = -0.9  # radians: rays of hands at rest meet nothing but the floor

# Where the middle of an element lies on its panel, as shares of the panel's width and height.
SHARES = """(element) => {
  const panel = element.closest('[data-place]');
  const inner = element.getBoundingClientRect();
  const outer = panel.getBoundingClientRect();
  return [
    panel.dataset.panel ?? panel.dataset.place,
    (inner.left + inner.width / 2 - outer.left) / outer.width,
    (inner.top + inner.height / 2 - outer.top) / outer.height,
  ];
}"""


def facing(direction: Point) -> Turn:
    """The rotation of what looks along its -Z that way, upright."""
    x, y, z = direction
    return turn(math.atan2(-x, -z), math.atan2(y, math.hypot(x, z)))


def turn(yaw: float, pitch: float = 0.0) -> Turn:
    """To the left, then up, radians."""
    sy, cy = math.sin(yaw / 2), math.cos(yaw / 2)
    sp, cp = math.sin(pitch / 2), math.cos(pitch / 2)
    return (cy * sp, sy * cp, -sy * sp, cy * cp)


class Wearer:
    """The headset of a visitor, and what its wearer does."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.hands = False

    # ---- on and off

    def put_on(self, height: float = 1.6) -> None:
        """By the page's own button; hands hang at the sides. ``height``: of the eyes."""
        self.device(f"position.set(0, {height}, 0)")
        self.device("quaternion.set(0, 0, 0, 1)")
        self.rest()
        self.page.get_by_role("button", name="Enter VR").press("Enter")
        self.visitor.until("probe.headset?.worn === true", "the headset is worn")
        self.frames(2)

    def take_off(self) -> None:
        """As the device's own button does it."""
        self.page.evaluate("() => void emulatedHeadset.activeSession.end()")
        self.visitor.until("probe.headset.worn === false", "the headset is off")
        self.frames(2)

    def use_hands(self) -> None:
        self._use("hand")

    def use_controllers(self) -> None:
        self._use("controller")

    def _use(self, kind: str) -> None:
        self.hands = kind == "hand"
        self.device(f"primaryInputMode = '{kind}'")
        found = f"probe.headset.sources.filter((one) => one.kind === '{kind}').length === 2"
        self.visitor.until(found, f"two of kind {kind}")
        self.frames(2)

    def rest(self) -> None:
        """Both hands down, pointing at nothing but the floor ahead."""
        for side, place in AT_REST.items():
            self._put(side, place, turn(0.0, DOWN))

    # ---- head and hands

    def stand_at(self, position: Point, yaw: float = 0.0, pitch: float = 0.0) -> None:
        """Moves the head in the headset's own space, as its wearer's legs would."""
        self.device(f"position.set({numbers(position)})")
        self.device(f"quaternion.set({numbers(turn(yaw, pitch))})")
        self.frames(2)

    def look_at(self, point: Point) -> None:
        head = self.probe("head.position")
        direction = [p - q for p, q in zip(self.inside(point), self.inside(head), strict=True)]
        self.device(f"quaternion.set({numbers(facing(direction))})")
        self.frames(2)

    def hand(self, side: Side, position: Point, rotation: Turn = (0.0, 0.0, 0.0, 1.0)) -> None:
        """Its ray begins at this place of the room; ``rotation`` as in the headset's space."""
        self._put(side, self.inside(position), rotation)
        self.frames(2)

    def aim(self, side: Side, point: Point, start: Point | None = None) -> None:
        """Points with this hand, held where it is or at `start`, both in the room."""
        origin = self.inside(start) if start else self._place(side)
        direction = [p - q for p, q in zip(self.inside(point), origin, strict=True)]
        self._put(side, origin, facing(direction))
        self.frames(3 if self.hands else 2)
        if self.hands:  # a bare hand's ray is held steady: it comes there
            self._comes_to(side, point)

    def _comes_to(self, side: Side, point: Point) -> None:
        def there() -> bool:
            found = self.source(side)
            way = [p - q for p, q in zip(point, found["origin"], strict=True)]
            dot = sum(a * b for a, b in zip(way, found["direction"], strict=True))
            return bool(dot > math.hypot(*way) * math.cos(math.radians(0.4)))

        wait_for(there, f"the {side} hand points at {point}")

    def source(self, side: str) -> dict[str, Any]:
        found: dict[str, Any] = self.probe(f"sources.find((one) => one.side === '{side}')")
        return found

    # ---- buttons

    def trigger(self, side: Side, down: bool | None = None) -> None:
        """Pulls it and lets go; or only one of both."""
        self._button(side, "trigger", down)

    def squeeze(self, side: Side, down: bool | None = None) -> None:
        self._button(side, "squeeze", down)

    def press(
        self, side: Side, button: Literal["leap", "menu", "talk"], down: bool | None = None
    ) -> None:
        """A or X (leap), B or Y (menu), the thumbstick (talk)."""
        self._button(side, BUTTONS[button][side], down)

    def pinch(self, side: Side, down: bool | None = None) -> None:
        for value in (down,) if down is not None else (True, False):
            self.device(f"hands.{side}.updatePinchValue({int(value)})")
            self.frames(2)

    def stick(self, side: Side, x: float, y: float) -> None:
        """`x` to the right, `y` towards oneself."""
        self.device(f"controllers.{side}.updateAxes('thumbstick', {x}, {y})")
        self.frames(2)

    def flick(self, side: Side, x: float, y: float) -> None:
        """Pushes the stick there and lets it come back."""
        self.stick(side, x, y)
        self.stick(side, 0, 0)

    def click(self, side: Side) -> None:
        """With what this hand has: the trigger, or thumb and finger."""
        if self.hands:
            self.pinch(side)
        else:
            self.trigger(side)

    # ---- panels

    @property
    def spatial(self) -> Locator:
        """What the panels show, as elements of the page."""
        return self.page.locator("#spatial")

    def panels(self) -> dict[str, dict[str, Any]]:
        """Those that are to be seen, by name."""
        return {one["name"]: one for one in self.probe("panels") if one["shown"]}

    def place_of(self, element: Locator) -> list[float]:
        """Where the middle of an element is in the room, once its panel is to be seen."""
        name, right, down = element.evaluate(SHARES)

        def found() -> dict[str, Any] | None:
            return self.panels().get(name)

        wait_for(lambda: found() is not None, "the panel is to be seen")
        panel = found()
        assert panel
        a, b, _, d = panel["corners"]
        return [p + (q - p) * right + (r - p) * down for p, q, r in zip(a, b, d, strict=True)]

    def point_on(self, element: Locator, side: Side = "right") -> None:
        """Aims at an element of a panel, from where a hand comfortably is."""
        element.wait_for(state="attached")
        self.aim(side, self.place_of(element))
        wait_for(lambda: bool(self.source(side)["onPanel"]), "the ray is on the panel")

    def press_on(self, element: Locator, side: Side = "right") -> None:
        """Aims at an element of a panel and pulls the trigger (or pinches)."""
        self.point_on(element, side)
        self.click(side)

    def press_named(self, name: str, side: Side = "right", role: Any = "button") -> None:
        self.press_on(self.spatial.get_by_role(role, name=name, exact=True).first, side)

    def touch(self, element: Locator, side: Side = "right") -> None:
        """Taps an element of a panel with the tip of this hand, from before it."""
        middle = self.place_of(element)
        head = self.probe("head.position")
        way = [p - q for p, q in zip(head, middle, strict=True)]
        length = math.hypot(*way)
        for before in (0.08, 0.04, 0.01, -0.02, 0.05, 0.2):
            tip = [p + w / length * before for p, w in zip(middle, way, strict=True)]
            self._bring_tip(side, tip, [-w for w in way])

    def _bring_tip(self, side: Side, tip: Point, direction: Point) -> None:
        """The tip is not where the ray begins: how far off, one sees when the hand is there."""
        rotation = facing(self.inside_way(direction))
        self.hand(side, tip, rotation)
        found = self.source(side)
        off = [p - q for p, q in zip(found["tip"], tip, strict=True)]
        self.hand(side, [p - q for p, q in zip(tip, off, strict=True)], rotation)

    # ---- what all of it needs

    def probe(self, expression: str) -> Any:
        return self.visitor.probe(f"probe.headset.{expression}")

    def frames(self, count: int) -> None:
        """So many more pictures have been drawn."""
        self.visitor.until(f"probe.frame >= {self.visitor.probe('probe.frame') + count}")

    def device(self, what: str) -> None:
        """Does something with the emulated headset."""
        self.page.evaluate(f"() => void (emulatedHeadset.{what})")

    def inside(self, point: Point) -> list[float]:
        """A place of the room in the headset's own space."""
        x, y, z = (p - q for p, q in zip(point, self._space["position"], strict=True))
        return self._turned_back((x, y, z))

    def inside_way(self, way: Point) -> list[float]:
        return self._turned_back(way)

    def _turned_back(self, way: Point) -> list[float]:
        yaw = self._space["yaw"]
        x, y, z = way
        sin, cos = math.sin(yaw), math.cos(yaw)
        return [x * cos - z * sin, y, x * sin + z * cos]

    @property
    def _space(self) -> dict[str, Any]:
        found: dict[str, Any] | None = self.visitor.probe("probe.headset?.space ?? null")
        return found or {"position": [0.0, 0.0, 0.0], "yaw": 0.0}

    def _place(self, side: Side) -> list[float]:
        """Where this hand is in the headset's own space."""
        kind = "hands" if self.hands else "controllers"
        script = (
            f"() => {{ const p = emulatedHeadset.{kind}.{side}.position; return [p.x, p.y, p.z]; }}"
        )
        found: list[float] = self.page.evaluate(script)
        return found

    def _put(self, side: Side, position: Iterable[float], rotation: Turn) -> None:
        for kind in ("hands", "controllers"):
            self.device(f"{kind}.{side}.position.set({numbers(position)})")
            self.device(f"{kind}.{side}.quaternion.set({numbers(rotation)})")

    def _button(self, side: Side, button: str, down: bool | None) -> None:
        for value in (down,) if down is not None else (True, False):
            self.device(f"controllers.{side}.updateButtonValue('{button}', {int(value)})")
            self.frames(2)


def numbers(values: Iterable[float]) -> str:
    return ", ".join(f"{value:.6f}" for value in values)
