"""With an emulated headset: one enters VR, and the others see head and hands move."""

import math

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


# The emulated bare hand's palm from where the hand is put, metres (P-10); its wrist is elsewhere.
PALM = (0.029, 0.002, 0.045)


def test_a_bare_hand_is_seen_where_its_palm_is(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo", script=IWER.read_text() + DEVICE)
    ann.enter()
    bo.enter()
    ann.wait_to_see(bo)
    bo.page.get_by_role("button", name="Enter VR").click()
    wait_for(lambda: None not in ann.sees(bo)["hands"], "Ann sees both hands")
    bo.page.evaluate("emulatedHeadset.position.set(0, 1.6, 0)")
    bo.page.evaluate("emulatedHeadset.primaryInputMode = 'hand'")
    for side, sign in (("left", -1), ("right", 1)):
        place = (sign * 0.3, 1.2, -0.4)
        bo.page.evaluate(f"emulatedHeadset.hands.{side}.position.set{place}")
        x, y, z = (p + q for p, q in zip(place, (sign * PALM[0], *PALM[1:]), strict=True))
        wanted = (math.hypot(x, z), y - 1.6)

        def seen(hand: int = (1 + sign) // 2, wanted: tuple[float, float] = wanted) -> bool:
            palm = ann.sees(bo)["hands"][hand]  # from the head
            return (
                palm is not None
                and math.dist((math.hypot(palm[0], palm[2]), palm[1]), wanted) < 0.025
            )

        wait_for(seen, f"Ann sees the palm of the {side} hand")
