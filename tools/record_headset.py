"""Records somebody who wears a headset, as the others in the room hear of them.

    .venv/bin/python tools/record_headset.py

Starts the server, enters the lobby with Chromium and an emulated headset, and moves that headset
and its controllers as a person would who looks about, nods, waves, takes something, waits, crouches
and points. A second visitor listens; the records that the server sends it (PROTOCOL.md P-4) are
written to ``web_client/src/people_view/recorded_headset.json``.

Software rendering draws few pictures a second, so the headset is moved in steps of a twentieth of a
second, and each step waits until the listener has heard it: time in the recording is the motion's.
"""

import asyncio
import base64
import json
import sys
import tempfile
import threading
import time
from pathlib import Path

import aiohttp
import numpy as np
from headset_motion import DURATION_S, HZ, MOMENTS, Grip, moment
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [
    str(ROOT / "tests"),
    *(str(ROOT / "tests" / kind) for kind in ("e2e", "integration")),
]

import visitor as integration  # noqa: E402
from browser import CLIENT, Visitor, launch_chromium, wait_for  # noqa: E402

from server_process import ServerProcess, find_free_port  # noqa: E402

OUT = CLIENT / "src" / "people_view" / "recorded_headset.json"
IWER = CLIENT / "node_modules" / "iwer" / "build" / "iwer.min.js"
SIZE = {"width": 320, "height": 200}
STEP_S = 60.0

# The emulated headset, and the last pose frame that the page sent.
DEVICE = """
const device = new IWER.XRDevice(IWER.metaQuest3);
device.installRuntime({ forceInstall: true });
window.emulatedHeadset = device;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (data instanceof ArrayBuffer) window.lastPose = Array.from(new Uint8Array(data));
  send.call(this, data);
};
"""
# A controller is placed by its ray; what is held is its grip, which lies somewhere else in it.
MOVE = """async ([head, turn, hands]) => {
  const device = window.emulatedHeadset;
  device.position.set(...head);
  device.quaternion.set(...turn);
  for (const side of ['left', 'right']) {
    const controller = device.controllers[side];
    controller.position.set(...hands[side].position);
    controller.quaternion.set(...hands[side].rotation);
  }
  const frame = window.vbranchProbe.frame;
  while (window.vbranchProbe.frame < frame + 2) await new Promise((done) => setTimeout(done, 10));
  await new Promise((done) => setTimeout(done, 110));
  return window.lastPose;
}"""
GRIP_OFFSET = """(side) => {
  const { gripSpace } = window.emulatedHeadset.controllers[side].inputSource;
  const inner = Object.getOwnPropertySymbols(gripSpace).map((key) => gripSpace[key]);
  return Array.from(inner.find((part) => part?.offsetMatrix).offsetMatrix);
}"""


class Listener:
    """A second visitor, in a thread of its own; keeps the newest record of everybody."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.visitor: integration.Visitor | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._listen()))
        self._thread.start()
        wait_for(lambda: self.visitor is not None, "the listener is in the room")

    async def _listen(self) -> None:
        async with aiohttp.ClientSession() as http:
            browser = await integration.Browser.open(self.url, http)
            visitor = await integration.Visitor.enter(browser, "Listener")
            self.visitor = visitor
            await asyncio.to_thread(self._done.wait)
            await visitor.done()

    def hears(self, record: bytes, slot: int) -> bool:
        assert self.visitor is not None
        heard = self.visitor.records.get(slot)
        return heard is not None and heard.astype("<u4").tobytes() == record

    @property
    def bounds(self) -> dict[str, list[float]]:
        assert self.visitor is not None
        found: dict[str, list[float]] = self.visitor.welcome["bounds"]
        return found

    def end(self) -> None:
        self._done.set()
        self._thread.join()


def ray_of(grip: Grip, offset: np.ndarray) -> dict[str, list[float]]:
    """Where a controller's ray must be so that its grip is there; ``offset`` is the grip in it."""
    ray = grip.matrix @ np.linalg.inv(offset)
    return {"position": ray[:3, 3].tolist(), "rotation": Grip.rotation_of(ray[:3, :3]).tolist()}


def record(page: Page, listener: Listener, slot: int) -> list[str]:
    """Step by step through the motion; the records as the listener heard them."""
    offsets = {
        side: np.reshape(page.evaluate(GRIP_OFFSET, side), (4, 4)).T for side in ("left", "right")
    }
    heard: list[str] = []
    for step in range(round(DURATION_S * HZ) + 1):
        head, turn, left, right = moment(step / HZ)
        rays = {
            "left": ray_of(left, offsets["left"]),
            "right": ray_of(right, offsets["right"]),
        }
        sent = bytes(page.evaluate(MOVE, [head.tolist(), turn.tolist(), rays]))[4:]
        end = time.monotonic() + STEP_S
        while not listener.hears(sent, slot):
            if time.monotonic() > end:
                raise SystemExit(f"step {step} was not heard of")
            time.sleep(0.01)
        heard.append(base64.b64encode(sent).decode())
    return heard


def main() -> None:
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = ServerProcess(Path(data) / "data", find_free_port(), (), {})
        server.data_dir.mkdir()
        browser = launch_chromium(playwright)
        listener = None
        try:
            server.start()
            context = browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce")
            context.add_init_script(IWER.read_text() + DEVICE)
            wearer = Visitor(context, server.url, "Wearer")
            wearer.enter()
            listener = Listener(server.url)
            wearer.page.get_by_role("button", name="Enter VR").press("Enter")
            wearer.sees_a_new_picture()
            records = record(wearer.page, listener, wearer.me["slot"])
            bounds = listener.bounds
        finally:
            if listener is not None:
                listener.end()
            browser.close()
            server.end()
    made = {"hz": HZ, "bounds": bounds, "moments": MOMENTS, "records": records}
    OUT.write_text(json.dumps(made, indent=0) + "\n")
    print(f"{OUT}: {len(records)} records, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
