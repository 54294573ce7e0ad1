"""Two people meet in the lobby: they see each other walk, chat, and turn the same exhibit."""

import math
from itertools import accumulate

import pytest
from browser import HOLD_PICTURES, Visitor, distance, turned, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CARD = (2.7, 1.52, 0.5)
WHERE_IT_IS_SEEN = (-1.7, 0.0, 3.0)  # nothing stands between, nor on the way there

MIDDLE_Z = 1.4  # of where one can walk ahead of the entrance, some 4 m to either side
LEAST_WAY_M = 1.5
PLACES = 3
APART_M = 0.1
# Where nothing newer is known the others are drawn a little further on, and then back.
FORESIGHT_M = 0.7


@pytest.mark.slow
def test_two_meet_chat_and_turn_the_exhibit_and_a_third_finds_it_so(server, invite):
    ann = invite(server.url, "Ann", script=HOLD_PICTURES)
    bo = invite(server.url, "小波")
    ann.enter()
    bo.enter()
    ann.wait_to_see(bo)
    bo.wait_to_see(ann)
    assert distance(ann.sees(bo)["position"], bo.me["position"]) < 0.05

    _walks_and_is_seen(ann, bo)
    with ann.without_pictures():
        _walks_and_is_seen(ann, bo)
    _walks_and_is_seen(bo, ann)

    ann.say("Hello, 你好")
    bo.reads("Hello, 你好")
    bo.say("こんにちは")
    ann.reads("こんにちは")

    _takes_the_card(ann)
    assert bo.page.get_by_text("Ann is turning it").count() == 0  # nobody told bo to look at it
    _turns_it_while_the_other_watches(ann, bo)
    ann.page.keyboard.press("e")
    ann.page.get_by_role("button", name="Take and turn").wait_for()
    wait_for(lambda: turned(bo.exhibit(), ann.exhibit()) < 0.5, "both see it where it was put")

    cleo = invite(server.url, "Cleo")
    cleo.enter()
    assert turned(cleo.exhibit(), ann.exhibit()) < 0.5  # from the room's state, at once
    cleo.reads("Hello, 你好")
    cleo.wait_to_see(ann)
    cleo.wait_to_see(bo)
    assert cleo.probe("probe.drawCalls") < 80


def _walks_and_is_seen(walker: Visitor, watcher: Visitor) -> None:
    """To and fro until the watcher was shown them on their way, not only at its ends."""
    seen: list[list[float]] = []
    for _ in range(10):
        seen += _walks_one_way(walker, watcher)
        if len(seen) >= PLACES:
            return
    raise AssertionError(f"{watcher.name} saw {walker.name} on the way only at {seen}")


def _walks_one_way(walker: Visitor, watcher: Visitor) -> list[list[float]]:
    """Where there is more room; the places seen on it that lie between its ends."""
    begin, yaw = walker.me["position"], walker.me["yaw"]
    key = "w" if begin[2] > MIDDLE_Z else "s"
    watcher.watch(walker)
    with walker.holding(key):
        seen = _seen_while_walking(walker, watcher, begin)
    walker.comes_to_rest()
    end = walker.me["position"]
    ahead = (begin[0] - end[0]) * math.sin(yaw) + (begin[2] - end[2]) * math.cos(yaw)
    assert ahead > 0 if key == "w" else ahead < 0
    wait_for(
        lambda: distance(watcher.sees(walker)["position"], end) < 0.05,
        "the other stands where they stopped",
    )
    _goes_only_on(watcher.watched, end)
    return _apart([p for p in seen if min(distance(p, begin), distance(p, end)) > APART_M])


def _seen_while_walking(walker: Visitor, watcher: Visitor, begin: list[float]) -> list[list[float]]:
    """What was drawn before the walker was found further on; until it is enough, or to the wall."""
    seen: list[list[float]] = []
    shown: list[list[float]] = []
    here = begin

    def enough() -> bool:
        nonlocal seen, shown, here
        drawn, now = watcher.watched, walker.me["position"]
        if distance(now, here) > APART_M:
            seen = shown
        shown, here = drawn, now
        if distance(now, begin) < LEAST_WAY_M:
            return False
        return len(_apart([begin, *seen])) > PLACES or walker.at_rest

    wait_for(enough, f"{walker.name} walks")
    return seen


def _apart(places: list[list[float]]) -> list[list[float]]:
    """Without those that hardly differ from the one before."""
    found = places[:1]
    for place in places:
        if distance(place, found[-1]) > APART_M:
            found.append(place)
    return found


def _goes_only_on(places: list[list[float]], end: list[float]) -> None:
    left = [distance(place, end) for place in places]
    for now, least_yet in zip(left, accumulate(left, min), strict=True):
        assert now < least_yet + FORESIGHT_M, f"drawn at so many metres from the end: {left}"


def _points_at_the_card(visitor: Visitor) -> None:
    visitor.walk_to(WHERE_IT_IS_SEEN)
    visitor.face(CARD)
    visitor.sees_a_new_picture()
    visitor.page.mouse.click(*visitor.screen_place(CARD))
    visitor.page.get_by_role("heading", name="Welcome card").wait_for()


def _takes_the_card(visitor: Visitor) -> None:
    _points_at_the_card(visitor)
    visitor.page.keyboard.press("e")
    visitor.page.get_by_role("button", name="Put back").wait_for()


def _turns_it_while_the_other_watches(turner: Visitor, watcher: Visitor) -> None:
    before = watcher.exhibit()
    mouse = turner.page.mouse
    mouse.move(60, 100)
    mouse.down()
    for x in range(60, 240, 6):
        mouse.move(x, 100)
    wait_for(lambda: turned(watcher.exhibit(), before) > 30, "the other sees it turn in the hand")

    def heard() -> bool:
        for x in (220, 240):
            mouse.move(x, 100)
        return bool(watcher.probe("probe.heldRecords") >= 3)

    # Seen in the crowd lane while it turned, not only when it was settled.
    wait_for(heard, "the other hears it turn in the hand")
    wait_for(lambda: turned(watcher.exhibit(), turner.exhibit()) < 0.5, "both see it the same")
    mouse.up()


@pytest.mark.slow
def test_one_takes_it_and_the_other_is_told_who_has_it(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo")
    ann.enter()
    bo.enter()
    _takes_the_card(ann)
    _points_at_the_card(bo)
    bo.page.get_by_text("Ann is turning it").wait_for()
    # By keyboard: the arrows turn it, the buttons do too.
    before = ann.exhibit()
    with ann.holding("ArrowRight"):
        wait_for(lambda: turned(ann.exhibit(), before) > 20, "the arrow key turns it")
    before = ann.exhibit()
    ann.page.get_by_role("button", name="Tilt up").press("Enter")
    wait_for(lambda: turned(ann.exhibit(), before) > 5, "the button turns it")
    # A hotspot opens for everybody.
    bo.page.get_by_role("button", name="Chip", exact=True).press("Enter")
    ann.page.get_by_text("The chip makes a new code").wait_for()
