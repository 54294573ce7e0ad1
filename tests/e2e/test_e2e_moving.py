"""Getting around: by click, on a seat, by thumb on a phone, and at once for who wants no glides."""

import math
from typing import Any

import pytest
from browser import Visitor, distance, wait_for
from hands import Finger

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAIR = (2.85, 0.45, -2.5)
SEAT = "seat:9"
SEAT_PLACE = [2.85, 0.0, -2.5]
CARD = (2.7, 1.52, 0.5)
FLOOR = (-1.6, 0.0, -0.6)  # ahead of the entrance, above the line for words
WIDE: dict[str, Any] = {"viewport": {"width": 640, "height": 360}}
MOVING: dict[str, Any] = {"reduced_motion": "no-preference"}
PHONE: dict[str, Any] = {"has_touch": True, "is_mobile": True, "device_scale_factor": 1}
UPRIGHT = {"width": 360, "height": 640}
LYING = {"width": 640, "height": 360}
STRIDE_M = 0.3


def _points_at(visitor: Visitor, point: tuple[float, float, float]) -> tuple[float, float]:
    visitor.face(point)
    visitor.sees_a_new_picture()
    place = visitor.screen_place(point)
    visitor.page.mouse.move(*place)
    return place


def test_a_click_walks_and_a_key_ends_it(server, invite):
    ann = invite(server.url, "Ann", **WIDE, **MOVING)
    ann.enter()
    start = ann.me["position"]
    ann.page.mouse.click(*_points_at(ann, FLOOR))
    wait_for(lambda: distance(ann.me["position"], list(FLOOR)) < STRIDE_M, "there")
    ann.until("probe.moving.target === null")

    place = _points_at(ann, tuple(start))
    ann.page.mouse.click(*place)
    with ann.holding("s"):
        ann.until("probe.moving.target === null", "a key ends the walk")
    ann.comes_to_rest()
    assert distance(ann.me["position"], start) > 2 * STRIDE_M
    assert ann.probe("probe.moving.blocked") is False


@pytest.mark.slow
def test_a_click_on_a_seat_sits_and_the_others_see_it(server, invite):
    ann, bo = invite(server.url, "Ann", **WIDE, **MOVING), invite(server.url, "Bo")
    ann.enter()
    bo.enter()
    bo.wait_to_see(ann)
    place = _points_at(ann, CHAIR)
    ann.until(f"probe.moving.hover === 'seat {SEAT}'", "the seat is named")
    ann.page.get_by_text("Sit down").wait_for()
    ann.page.mouse.click(*place)
    ann.until(f"probe.moving.seat === '{SEAT}'", "sits")
    ann.until("probe.moving.eyes[1] < 1.25", "the view sinks to a sitter's eyes")
    assert distance(ann.me["position"], SEAT_PLACE) < 0.01
    wait_for(lambda: bool((bo.sees(ann) or {}).get("seated")), "Bo sees Ann sit")
    wait_for(lambda: distance(bo.sees(ann)["position"], SEAT_PLACE) < 0.05, "on the seat")

    with ann.holding("w"):
        ann.until("probe.moving.seat === null", "walking off, one gets up")
    wait_for(lambda: bo.sees(ann)["seated"] is False, "Bo sees Ann get up")
    ann.until("probe.moving.eyes[1] > 1.55", "the view rises")
    assert distance(ann.me["position"], SEAT_PLACE) > STRIDE_M


def test_without_motion_one_is_there_at_once(server, invite):
    ann = invite(server.url, "Ann", **WIDE)
    ann.enter()
    place = _points_at(ann, FLOOR)
    watched = _keeps_places(ann)
    ann.page.mouse.click(*place)
    wait_for(lambda: distance(ann.me["position"], list(FLOOR)) < STRIDE_M, "there")
    places = ann.page.evaluate(watched)
    assert len(places) == 2, f"between the ends: {places}"


def _keeps_places(visitor: Visitor) -> str:
    """Keeps every place at which one stands from now on; what is returned reads them."""
    visitor.page.evaluate("""() => {
      const places = (window.stood = []);
      setInterval(() => {
        const { position } = window.vbranchProbe.self;
        if (String(position) !== String(places.at(-1))) places.push(position);
      }, 10);
    }""")
    visitor.page.wait_for_timeout(100)
    return "window.stood"


def test_a_thumb_on_the_pad_walks_and_runs_at_its_rim(server, invite):
    ann = invite(server.url, "Ann", viewport=UPRIGHT, **MOVING, **PHONE)
    ann.enter()
    pad = ann.page.get_by_role("img", name="Walk: drag")
    box = pad.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= UPRIGHT["width"]
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    begin = ann.me["position"]
    with Finger(ann).pushing(middle, (middle[0], middle[1] - 30)):
        wait_for(lambda: begin[2] - ann.me["position"][2] > 1, "walks ahead")
        assert "running" not in (pad.get_attribute("class") or "")
    ann.comes_to_rest()
    there = ann.me["position"]
    with Finger(ann).pushing(middle, (middle[0], middle[1] + 60)):
        assert "running" in (pad.get_attribute("class") or "")
        wait_for(lambda: ann.me["position"][2] - there[2] > 0.5, "and back")
    ann.comes_to_rest()


def test_a_finger_looks_around_and_a_tap_means_an_exhibit(server, invite):
    ann = invite(server.url, "Ann", viewport=LYING, **MOVING, **PHONE)
    ann.enter()
    finger = Finger(ann)
    for _ in range(12):
        angle = _left_to_turn(ann, CARD)
        if abs(angle) < 0.25:
            break
        with finger.pushing((320, 110), (320 + max(-150, min(150, angle / 0.0042)), 110)):
            pass
    ann.sees_a_new_picture()
    finger.tap(*ann.screen_place(CARD))
    ann.page.get_by_role("heading", name="Welcome card").wait_for()
    ann.until("probe.moving.target === null", "has come near")
    assert distance(ann.me["position"], list(CARD)) < 3.2


def _left_to_turn(visitor: Visitor, point: tuple[float, float, float]) -> float:
    me = visitor.me
    x, _, z = (p - q for p, q in zip(point, me["position"], strict=True))
    return math.remainder(math.atan2(-x, -z) - me["yaw"], math.tau)
