"""Exhibits in the hands of somebody in a headset, as others see them: taken, carried, turned and
scaled with two hands, passed to somebody at a screen and to another wearer, let go."""

import math
from typing import Any

import pytest
from browser import Point, Visitor, turned, wait_for
from wearer import DEVICE, Side, Turn, Wearer, turn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

CARD_ID, CARD_TITLE = "welcome-card", "Welcome card"
CARD = (2.7, 1.52, 0.5)
HALF = 0.4  # of its width
SAME_M = 0.02
SAME_DEG = 2.0
AHEAD = turn(0.0)


def _carried(visitor: Visitor) -> dict[str, Any] | None:
    """Where this page draws the card while it is not at home."""
    found: dict[str, Any] | None = visitor.probe(f"probe.carried['{CARD_ID}'] ?? null")
    return found


def _held(visitor: Visitor) -> list[float]:
    """Where it is drawn, once it has come to somebody's hand."""
    wait_for(lambda: (_carried(visitor) or {}).get("away") == 1, f"{visitor.name} sees it in hand")
    found = _carried(visitor)
    assert found
    position: list[float] = found["position"]
    return position


def _same(one: Visitor, other: Visitor) -> None:
    """Both see it in the same place, size and rotation."""

    def same() -> bool:
        a, b = _carried(one), _carried(other)
        return (
            a is not None
            and b is not None
            and math.dist(a["position"], b["position"]) < SAME_M
            and abs(math.log(a["scale"] / b["scale"])) < 0.01
            and turned(one.exhibit(), other.exhibit()) < SAME_DEG
        )

    wait_for(same, f"{one.name} and {other.name} see it in the same place")


def _at_home(*visitors: Visitor) -> None:
    for visitor in visitors:
        wait_for(lambda v=visitor: _carried(v) is None, f"{visitor.name} sees it at home")


def _goes_to_the_card(visitor: Visitor) -> None:
    visitor.face(CARD)
    visitor.sees_a_new_picture()
    visitor.page.mouse.click(*visitor.screen_place(CARD))
    visitor.page.get_by_role("heading", name=CARD_TITLE).wait_for()
    visitor.until("probe.moving.target === null")
    visitor.comes_to_rest()


def _wearer(invite: Any, url: str, name: str) -> Wearer:
    """In a headset, before the card, looking at it."""
    visitor: Visitor = invite(url, name, script=DEVICE)
    visitor.enter()
    _goes_to_the_card(visitor)
    wearer = Wearer(visitor)
    wearer.put_on()
    _step_before(wearer, CARD[2] + 0.7)
    return wearer


def _step_before(wearer: Wearer, z: float, yaw: float = 0.0) -> None:
    """On one's own feet, within an arm's reach of it."""
    wearer.stand_at(wearer.inside((CARD[0], 1.6, z)), yaw - wearer.probe("space.yaw"))
    wait_for(lambda: abs(wearer.probe("head.position")[2] - z) < 0.01, "stands before the card")


def _palm(wearer: Wearer, side: Side) -> list[float]:
    found: list[float] = wearer.source(side)["palm"]["position"]
    return found


def _bring(wearer: Wearer, side: Side, point: Point, rotation: Turn = AHEAD) -> None:
    """The palm is not where the ray begins: how far off, one sees when the hand is there."""
    wearer.hand(side, point, rotation)
    off = [p - q for p, q in zip(_palm(wearer, side), point, strict=True)]
    wearer.hand(side, [p - q for p, q in zip(point, off, strict=True)], rotation)
    assert math.dist(_palm(wearer, side), point) < 0.01


def _edge(place: Point, side: Side, along: float = HALF + 0.03, up: float = 0.0) -> Point:
    """Of the card as it hangs, seen from where the wearers stand."""
    sign = 1 if side == "right" else -1
    return place[0] + sign * along, place[1] + sign * up, place[2]


def _presses(wearer: Wearer, panel: str, name: str) -> None:
    wearer.press_on(
        wearer.spatial.locator(f"[data-panel={panel}]").get_by_role("button", name=name)
    )


def _hand_seen(visitor: Visitor, wearer: Visitor) -> list[float]:
    """Where the wearer's right hand is drawn on this page."""
    seen = visitor.sees(wearer)
    assert seen is not None
    x, _, z = seen["position"]
    return [p + q for p, q in zip((x, seen["headY"], z), seen["hands"][1], strict=True)]


def _takes(wearer: Wearer, side: Side = "right", at: Point | None = None) -> None:
    """By its edge, or there, with the grip."""
    _bring(wearer, side, at or _edge(CARD, side))
    wearer.squeeze(side, True)
    wait_for(lambda: wearer.probe("holding") == [side], f"the {side} hand has it")


def test_it_is_carried_turned_and_scaled_with_two_hands_and_goes_home(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    bo = _wearer(invite, server.url, "Bo")
    ann.wait_to_see(bo.visitor)
    before = ann.exhibit()
    _takes(bo)
    start = _held(ann)
    assert math.dist(start, CARD) < SAME_M, "it is where it was, until the hand moves"

    hand = _palm(bo, "right")
    _bring(bo, "right", [hand[0], hand[1] - 0.25, hand[2]])
    wait_for(lambda: abs(_held(ann)[1] - start[1] + 0.25) < SAME_M, "Ann sees it come down")
    _same(ann, bo.visitor)
    edge = _hand_seen(ann, bo.visitor)
    assert math.dist(edge, _edge(_held(ann), "right")) < 0.1, "she sees the hand at its edge"

    _bring(bo, "right", _palm(bo, "right"), turn(0.6))
    wait_for(lambda: abs(turned(ann.exhibit(), before) - math.degrees(0.6)) < SAME_DEG, "it turns")
    _bring(bo, "right", _palm(bo, "right"))
    _bring(bo, "left", _edge(_held(bo.visitor), "left"))
    bo.squeeze("left", True)
    wait_for(lambda: bo.probe("holding") == ["right", "left"], "both hands have it")
    middle = _held(bo.visitor)
    _bring(bo, "left", _edge(middle, "left", up=0.43))  # the left hand goes down, the right one up
    _bring(bo, "right", _edge(middle, "right", up=0.43))
    wait_for(lambda: abs(turned(ann.exhibit(), before) - 45) < SAME_DEG, "it turns with two hands")
    wait_for(lambda: abs(_carried(ann)["scale"] - math.sqrt(2)) < 0.03, "it has grown")
    assert math.dist(_held(ann), middle) < 2 * SAME_M, "about the middle between them"

    late = invite(server.url, "Cleo")
    late.enter()
    _same(late, bo.visitor)

    bo.squeeze("left", False)
    bo.squeeze("right", False)
    _at_home(ann, bo.visitor, late)
    for visitor in (ann, bo.visitor, late):
        wait_for(
            lambda v=visitor: abs(turned(v.exhibit(), before) - 45) < SAME_DEG, "it stays turned"
        )


def test_it_comes_to_a_hand_that_points_at_it_and_one_hand_alone_scales_it(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    bo = _wearer(invite, server.url, "Bo")
    bo.aim("left", CARD)
    bo.squeeze("left", True)
    wait_for(lambda: bo.probe("holding") == ["left"], "it has come")
    assert math.dist(_held(ann), _palm(bo, "left")) < 0.5
    bo.device("controllers.left.updateAxes('thumbstick', 0, -1)")
    wait_for(lambda: _carried(ann)["scale"] == pytest.approx(4, rel=0.01), "as large as can be")
    place = bo.visitor.me["position"]
    bo.device("controllers.left.updateAxes('thumbstick', 0, 1)")
    wait_for(lambda: _carried(ann)["scale"] == pytest.approx(0.25, rel=0.01), "as small as can be")
    bo.stick("left", 0, 0)
    assert bo.visitor.me["position"] == place, "who holds something does not walk by that stick"
    bo.squeeze("left", False)
    _at_home(ann, bo.visitor)


def test_it_is_passed_to_somebody_at_a_screen_and_back(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    bo = _wearer(invite, server.url, "Bo")
    _goes_to_the_card(ann)
    bo.visitor.wait_to_see(ann)
    _takes(bo)
    there = bo.visitor.sees(ann)
    assert there is not None
    x, _, z = there["position"]
    _bring(bo, "right", (x, 1.2, z))
    offer = ann.page.get_by_role("alert").get_by_text(f"Bo offers you “{CARD_TITLE}”")
    offer.wait_for()
    ann.page.get_by_role("button", name="Take it", exact=True).click()
    wait_for(lambda: bo.probe("holding") == [], "it is out of Bo's hand")
    bo.squeeze("right", False)
    _at_home(ann, bo.visitor)
    ann.page.get_by_role("button", name="Put back").wait_for()
    ann.page.keyboard.press("ArrowLeft", delay=400)
    wait_for(lambda: turned(bo.visitor.exhibit(), ann.exhibit()) < SAME_DEG, "Bo sees her turn it")

    _takes(bo, at=CARD)  # she offers it, since his hand is at it
    assert math.dist(_held(ann), CARD) < SAME_M
    wait_for(lambda: ann.page.get_by_role("button", name="Put back").count() == 0, "out of hers")
    bo.squeeze("right", False)
    _at_home(ann, bo.visitor)


def test_it_is_passed_from_hand_to_hand(server, invite):
    ann, bo = _wearer(invite, server.url, "Ann"), _wearer(invite, server.url, "Bo")
    ann.visitor.wait_to_see(bo.visitor)
    _takes(bo)
    _held(ann.visitor)
    before = _held(bo.visitor)
    _bring(ann, "left", _edge(_held(ann.visitor), "left"))
    ann.squeeze("left", True)
    wait_for(lambda: ann.probe("holding") == ["left"], "Ann has it")
    wait_for(lambda: bo.probe("holding") == [], "and Bo has not")
    assert math.dist(_held(bo.visitor), before) < 2 * SAME_M, "it stays where it was"
    bo.squeeze("right", False)
    hand = _palm(ann, "left")
    _bring(ann, "left", [hand[0], hand[1] - 0.2, hand[2]])
    wait_for(lambda: abs(_held(bo.visitor)[1] - before[1] + 0.2) < SAME_M, "Bo sees her carry it")
    ann.squeeze("left", False)
    _at_home(ann.visitor, bo.visitor)


def test_by_buttons_alone_it_comes_before_one_grows_and_goes_home(server, invite):
    bo = _wearer(invite, server.url, "Bo")
    seen = bo.visitor
    bo.press("right", "menu")
    _presses(bo, "menu", "This exhibit")
    _presses(bo, "exhibit", "Take and turn")
    head = bo.probe("head.position")
    assert 0.5 < math.dist(_held(seen), head) < 1.8
    assert bo.probe("holding") == []
    _presses(bo, "exhibit", "Larger")
    wait_for(lambda: _carried(seen)["scale"] == pytest.approx(1.25, rel=0.01), "it is larger")
    before = seen.exhibit()
    _presses(bo, "exhibit", "Turn right")
    wait_for(lambda: turned(seen.exhibit(), before) == pytest.approx(11.25, abs=SAME_DEG), "turned")
    _presses(bo, "exhibit", "Put back")
    _at_home(seen)
