"""What the script of a frame takes in a headset with everything on, and how a picture is drawn.

People walk about and talk (bots by the public way), the list of them is open, hands point and move.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browser import Visitor
from wearer import DEVICE, WITHOUT_DRAWING, Wearer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

FRAMES = 300
LOOKS = 3
WINDOW_S = 900.0
STANDALONE = (
    "Mozilla/5.0 (X11; Linux x86_64; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) "
    "OculusBrowser/39.0 Chrome/136.0 VR Safari/537.36"
)

# Head and hands of somebody who looks about and points at this and that.
MOVES = """() => void setInterval(() => {
  const t = performance.now() / 1000;
  const { left, right } = emulatedHeadset.controllers;
  emulatedHeadset.position.set(Math.sin(t) * 0.1, 1.6, 0);
  left.position.set(-0.25, 1.15 + Math.sin(t * 2) * 0.15, -0.3);
  right.position.set(0.2 + Math.sin(t * 1.3) * 0.1, 1.3, -0.3);
}, 10)"""


@contextmanager
def bots(server: Any, count: int) -> Iterator[None]:
    key = (server.data_dir / "bot.key").read_text("utf-8").strip()
    command = [sys.executable, "-m", "vbranch", "bots", server.url, "--count", str(count)]
    command += ["--seconds", "3600", "--ramp", "5", "--bot-key", key]
    clean = {k: v for k, v in os.environ.items() if not k.startswith("VBRANCH_")}
    process = subprocess.Popen(command, cwd=server.data_dir.parent, env=clean)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def median_ms(visitor: Visitor) -> float:
    """The middle of the next frames' scripts."""
    first = visitor.probe("probe.frame")
    end = time.monotonic() + WINDOW_S
    while visitor.probe("probe.frame") < first + FRAMES:
        assert time.monotonic() < end, f"no {FRAMES} frames within {WINDOW_S:.0f} s"
        time.sleep(1.0)  # asked seldom: answers take time of the same thread
    script = visitor.probe("probe.headset.script")
    assert script["frames"] == FRAMES
    found: float = script["medianMs"]
    return found


@pytest.mark.timeout(3000)
@pytest.mark.parametrize(("people", "most_ms"), [(20, 4.0), (100, 8.0)])
def test_the_script_of_a_frame_leaves_time_for_drawing(server, invite, people, most_ms):
    bo = invite(server.url, "Bo", script=WITHOUT_DRAWING + DEVICE)
    bo.enter()
    wearer = Wearer(bo)
    wearer.put_on()
    with bots(server, people):
        bo.until(f"probe.members.length === {people}")
        wearer.press("left", "menu")
        front = wearer.spatial.locator("[data-place=front]")
        wearer.press_on(front.get_by_role("button", name="People"))
        bo.until("probe.headset.panels.length > 0 && probe.headset.wrists[0] !== null")
        bo.page.evaluate(MOVES)
        # Whatever else this machine does only adds to it: it is looked again.
        looks = [median_ms(bo)]
        while looks[-1] > most_ms and len(looks) < LOOKS:
            looks.append(median_ms(bo))
    print(f"{people} people: {', '.join(f'{look:.2f}' for look in looks)} ms")
    assert 0 < looks[-1] <= most_ms


def test_one_list_of_what_to_draw_serves_both_eyes(server, invite):
    bo = invite(server.url, "Bo", script=DEVICE, user_agent=STANDALONE)
    bo.enter("")
    assert bo.probe("probe.scene.variant") == "light", "a standalone headset takes the light files"
    wearer = Wearer(bo)

    def picture() -> dict[str, int]:
        found: dict[str, int] = bo.probe(
            "({ pictures: probe.frame, lists: probe.headset.drawing.lists,"
            " each: probe.headset.drawing.calls, all: probe.drawCalls })"
        )
        return found

    screen = picture()
    assert screen["all"] == screen["each"]
    wearer.put_on()
    first = picture()
    wearer.frames(3)
    last = picture()
    assert last["lists"] - first["lists"] == last["pictures"] - first["pictures"] >= 3
    assert last["all"] == 2 * last["each"] > 0
    assert bo.page.evaluate("() => emulatedHeadset.activeSession.frameRate") == 72
