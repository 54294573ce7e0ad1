"""One's own body in a headset, the space one keeps around one's head, and the safe place."""

import math

import pytest
from browser import Visitor, wait_for
from wearer import DEVICE, Point, Side, Turn, Wearer, turn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SAME_M = 0.02
# From the middle of a fist to the wrist, in the hand's frame (PROTOCOL.md P-10); X is the hand's.
TO_WRIST: dict[Side, Point] = {"left": (-0.03, 0.07, 0.0), "right": (0.03, 0.07, 0.0)}
SIDES: tuple[Side, Side] = ("left", "right")
INDEX, MIDDLE = 1, 2
HALF_FADED_M = 0.475  # between 0.6 m, where one is all there, and 0.35 m, where one is not
WITHOUT_SPACE = "localStorage.setItem('vbranch.space', 'false')"


def rotated(q: Turn, v: Point) -> list[float]:
    x, y, z, w = q
    a, b, c = v
    tx, ty, tz = 2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)
    return [
        a + w * tx + y * tz - z * ty,
        b + w * ty + z * tx - x * tz,
        c + w * tz + x * ty - y * tx,
    ]


def wrists_are_where_hands_are(wearer: Wearer) -> None:
    def so() -> bool:
        for i, side in enumerate(SIDES):
            drawn = wearer.probe("wrists")[i]
            palm = wearer.source(side)["palm"]
            if drawn is None or palm is None:
                return False
            way = rotated(palm["rotation"], TO_WRIST[side])
            wrist = [p + q for p, q in zip(palm["position"], way, strict=True)]
            if math.dist(drawn, wrist) > SAME_M:
                return False
        return True

    wait_for(so, "both arms end where the hands are")


def bent(wearer: Wearer, side: Side, finger: int) -> float:
    found: float = wearer.probe("fingers")[finger + (0 if side == "left" else 5)]
    return found


@pytest.fixture
def bo(server, invite) -> Visitor:
    visitor: Visitor = invite(server.url, "Bo", script=DEVICE)
    visitor.enter()
    return visitor


def test_ones_own_arms_are_where_ones_hands_are_and_fingers_do_what_hands_do(bo):
    wearer = Wearer(bo)
    wearer.put_on()
    wrists_are_where_hands_are(wearer)
    x, y, z = wearer.probe("head.position")
    yaw = wearer.probe("space.yaw")
    ahead = (-math.sin(yaw), -math.cos(yaw))
    for i, side in enumerate(SIDES):
        reach = 0.3 + 0.15 * i
        place = (x + ahead[0] * reach, y - 0.35 + 0.2 * i, z + ahead[1] * reach)
        wearer.hand(side, place, turn(0.2, 0.3))
    wrists_are_where_hands_are(wearer)

    loose = bent(wearer, "right", INDEX)
    wearer.trigger("right", True)
    wait_for(lambda: bent(wearer, "right", INDEX) > 0.97, "the index finger pulls")
    assert bent(wearer, "right", MIDDLE) < 0.97
    assert bent(wearer, "left", INDEX) < 0.97
    wearer.trigger("right", False)
    wait_for(lambda: bent(wearer, "right", INDEX) < loose + 0.02, "the index finger lets go")
    wearer.squeeze("left", True)
    wait_for(lambda: bent(wearer, "left", MIDDLE) > 0.97, "the left hand closes")
    wearer.squeeze("left", False)

    wearer.use_hands()
    wrists_are_where_hands_are(wearer)
    wait_for(lambda: bent(wearer, "right", MIDDLE) < 0.6, "a bare hand is open at rest")
    open_index = bent(wearer, "right", INDEX)
    wearer.pinch("right", True)
    wait_for(lambda: bent(wearer, "right", INDEX) > open_index + 0.1, "it pinches")
    wearer.pinch("right", False)
    wearer.take_off()
    assert wearer.probe("wrists") == [None, None]


def test_who_comes_close_fades_for_oneself_alone_and_by_choice(server, invite, bo):
    ann = invite(server.url, "Ann", script=WITHOUT_SPACE)
    ann.enter()
    wearer = Wearer(bo)
    bo.wait_to_see(ann)
    wearer.put_on()
    assert bo.sees(ann)["presence"] == 1

    def comes_to(away: float) -> None:
        """Bo's head, as near to Ann as that, from where it is."""
        x, _, z = ann.me["position"]
        hx, y, hz = wearer.probe("head.position")
        share = away / math.hypot(hx - x, hz - z)
        wearer.stand_at(wearer.inside((x + (hx - x) * share, y, z + (hz - z) * share)))

    comes_to(HALF_FADED_M)
    wait_for(lambda: 0.3 < bo.sees(ann)["presence"] < 0.7, "Ann fades before Bo's eyes")
    near = wearer.probe("head.position")

    def ann_sees_bo_there() -> bool:
        seen = ann.sees(bo)
        return seen["headset"] and math.dist(seen["position"][::2], near[::2]) < 0.05

    wait_for(ann_sees_bo_there, "Ann, who wants no such space, sees Bo come")
    assert ann.sees(bo)["presence"] == 1
    comes_to(0.8)
    wait_for(lambda: bo.sees(ann)["presence"] == 1, "Bo sees all of Ann again")


def test_the_safe_place_hides_everything_at_once_and_gives_it_back(bo):
    wearer = Wearer(bo)
    wearer.put_on()
    before = wearer.probe("drawing")["calls"]
    front = wearer.spatial.locator("[data-place=front]")
    wearer.press("left", "menu")
    wearer.press_on(front.get_by_role("button", name="Safe place", exact=True))
    wait_for(lambda: wearer.probe("safePlace") is True, "the safe place")
    wearer.frames(1)
    # Dome and floor, oneself, what is in the hands, and the panel with the way back.
    assert wearer.probe("drawing")["calls"] < before - 20
    assert wearer.probe("drawing")["calls"] < 30
    wearer.press_on(front.get_by_role("button", name="Back to the room", exact=True).first)
    wait_for(lambda: wearer.probe("safePlace") is False, "the room")
    wearer.frames(1)
    assert wearer.probe("drawing")["calls"] > before - 10
