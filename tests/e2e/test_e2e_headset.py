"""With an emulated headset: one enters VR, and the others see head and hands move."""

import pytest
from browser import CLIENT, distance, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

IWER = CLIENT / "node_modules" / "iwer" / "build" / "iwer.min.js"
# Chromium has a navigator.xr of its own, so the emulator is installed by force.
DEVICE = """
const device = new IWER.XRDevice(IWER.metaQuest3);
device.installRuntime({ forceInstall: true });
window.emulatedHeadset = device;
"""


def test_a_headset_is_seen_with_head_and_hands_and_walks_by_its_stick(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo", script=IWER.read_text() + DEVICE)
    ann.enter()
    bo.enter()
    ann.wait_to_see(bo)
    assert ann.sees(bo)["headset"] is False
    before = bo.me["position"]
    bo.page.get_by_role("button", name="Enter VR").click()
    wait_for(lambda: ann.sees(bo)["headset"] is True, "Ann sees Bo with a headset")
    assert distance(ann.sees(bo)["position"], before) < 0.5
    wait_for(lambda: None not in ann.sees(bo)["hands"], "Ann sees both hands")

    # What the person does with the real thing, done to the emulated one.
    bo.page.evaluate("emulatedHeadset.position.set(0.3, 1.4, 0.2)")
    wait_for(lambda: abs(ann.sees(bo)["headY"] - 1.4) < 0.03, "Ann sees the head come down")
    rest = ann.sees(bo)["hands"][1]
    bo.page.evaluate("emulatedHeadset.controllers.right.position.set(0.5, 1.7, -0.1)")
    wait_for(lambda: ann.sees(bo)["hands"][1][1] > rest[1] + 0.1, "Ann sees the right hand go up")

    start = ann.sees(bo)["position"]
    bo.page.evaluate("emulatedHeadset.controllers.left.updateAxes('thumbstick', 0, -1)")
    wait_for(lambda: distance(ann.sees(bo)["position"], start) > 0.7, "Bo walks by the stick")
    bo.page.evaluate("emulatedHeadset.controllers.left.updateAxes('thumbstick', 0, 0)")
    yaw = ann.sees(bo)["yaw"]
    bo.page.evaluate("emulatedHeadset.controllers.right.updateAxes('thumbstick', 1, 0)")
    wait_for(lambda: abs(ann.sees(bo)["yaw"] - yaw) > 0.4, "Bo turns by a snap")
    bo.page.evaluate("emulatedHeadset.activeSession.end()")
    wait_for(lambda: ann.sees(bo)["headset"] is False, "Bo is back at the screen")
