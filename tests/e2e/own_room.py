"""An emulated headset in a room with a table, and who wears it there.

The emulator knows a room only through a module of its own; this puts a small one in its place: a
level surface that rays meet. What the person does is done to the emulated device.
"""

import math
from typing import Any

from browser import CLIENT, Visitor, wait_for

IWER = CLIENT / "node_modules" / "iwer" / "build" / "iwer.min.js"
TABLE_M = 0.7
HEAD = (0.0, 1.5, 0.0)
HAND = (0.2, 1.2, -0.2)

# `device` has been made. Chromium has a navigator.xr of its own, so it is installed by force.
_ROOM = f"""
device.installSEM(class {{
  environmentCanvas = document.createElement('canvas');
  trackedPlanes = new Set();
  trackedMeshes = new Set();
  render() {{}}
  computeHitTestResults(m) {{
    const way = (m[13] - {TABLE_M}) / m[9]; // against the ray's own Z axis
    if (!(way > 0)) return [];
    const [x, z] = [m[12] - m[8] * way, m[14] - m[10] * way];
    return [new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, {TABLE_M}, z, 1])];
  }}
}});
"""
_INSTALL = "device.installRuntime({ forceInstall: true }); window.emulatedHeadset = device;"


def headset(table: bool = True) -> str:
    """Runs before the page: a Quest 3; without a table one that knows no surfaces or anchors."""
    device = "IWER.metaQuest3"
    if not table:
        device = "{ ...IWER.metaQuest3, supportedFeatures: ['viewer', 'local', 'local-floor'] }"
    made = f"const device = new IWER.XRDevice({device});"
    return IWER.read_text() + made + (_ROOM if table else "") + _INSTALL


# A telephone shows the page over the picture; the emulator knows no such thing.
TELEPHONE = """
Object.defineProperty(XRSession.prototype, 'domOverlayState', { get: () => ({ type: 'screen' }) });
"""

# Where on the page the button of this name in the panel of one's own room is.
_BUTTON = """(name) => {
  const all = [...document.querySelectorAll('#table-panels button')];
  const button = all.find((one) => (one.ariaLabel ?? one.textContent).trim() === name);
  const { left, top, width, height } = button.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}"""


class AtHome:
    """Who looks at an exhibit in their own room."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    def begin(self, title: str = "On your own table") -> None:
        """With the exhibit at hand, from its card."""
        self.page.get_by_role("button", name=title).press("Enter")
        self.visitor.until("probe.table !== null", "the exhibit is in one's own room")
        self.do(f"position.set{HEAD}")
        self.do(f"controllers.right.position.set{HAND}")

    def do(self, what: str) -> None:
        self.page.evaluate(f"emulatedHeadset.{what}")

    @property
    def table(self) -> dict[str, Any]:
        found: dict[str, Any] = self.visitor.probe("probe.table")
        return found

    def until(self, expression: str, what: str = "") -> None:
        self.visitor.until(f"((table) => {expression})(probe.table)", what)

    def drawn(self) -> None:
        """Two pictures later: what was done before has had its effect."""
        self.visitor.until(f"probe.frame > {self.visitor.probe('probe.frame')} + 1")

    def aim(self, at: tuple[float, float, float], of: str = "controllers.right") -> None:
        """The hand points there from where it is."""
        x, y, z = (p - q for p, q in zip(at, HAND, strict=True))
        yaw, pitch = math.atan2(-x, -z), math.atan2(y, math.hypot(x, z))
        sy, cy, sp, cp = (f(a / 2) for a in (yaw, pitch) for f in (math.sin, math.cos))
        self.do(f"{of}.quaternion.set({cy * sp}, {sy * cp}, {-sy * sp}, {cy * cp})")
        self.drawn()

    def pull(self, button: str = "trigger", down: bool | None = None) -> None:
        """Down and up again, or one of them."""
        for value in (1, 0) if down is None else (int(down),):
            self.do(f"controllers.right.updateButtonValue('{button}', {value})")
            self.drawn()

    def press(self, name: str) -> None:
        """A button of the panel that hangs in the room, by pointing at it."""
        wait_for(lambda: any(p["shown"] for p in self.table["panels"]), "the panel is there")
        for _ in range(3):  # a panel turns to who looks at it
            self.aim(self._place_of(name))
        self.pull()

    def _place_of(self, name: str) -> tuple[float, float, float]:
        (panel,) = (p for p in self.table["panels"] if p["shown"])
        x, y = self.page.evaluate(_BUTTON, name)
        left, top, width, height = panel["box"]
        right, down = (x - left) / width, (y - top) / height
        upper_left, upper_right, _, lower_left = panel["corners"]
        a, b, c = (
            o + right * (r - o) + down * (d - o)
            for o, r, d in zip(upper_left, upper_right, lower_left, strict=True)
        )
        return a, b, c
