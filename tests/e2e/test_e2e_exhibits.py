"""Exhibits together: looking closer, following somebody who leads, a clip in step, handing over.

Most visitors here have no 3D view: the list is quicker to draw, and says the same of the exhibits.
"""

import re
from typing import Any

import pytest
from browser import LIST, Visitor, distance, grave, wait_for
from playwright.sync_api import Locator

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDE: dict[str, Any] = {"viewport": {"width": 640, "height": 360}}
MOVING: dict[str, Any] = {"reduced_motion": "no-preference"}
CARD = (2.7, 1.52, 0.5)
CARD_TITLE, PHONE_TITLE = "Welcome card", "The bank in your pocket"
IN_STEP_S = 0.15
CLIP = "probe.clips['mobile']"


def _reads(invite: Any, url: str, name: str) -> Visitor:
    visitor: Visitor = invite(url, name, script=LIST)
    visitor.enter_list()
    return visitor


def _sees(invite: Any, url: str, name: str, **options: Any) -> Visitor:
    """In the room."""
    visitor: Visitor = invite(url, name, **WIDE, **options)
    visitor.enter()
    return visitor


def _article(visitor: Visitor, title: str) -> Locator:
    """The exhibit in the list."""
    return visitor.page.get_by_role("article", name=title)


def _press(place: Locator, name: str | re.Pattern[str]) -> None:
    place.get_by_role("button", name=name).press("Enter")


def _goes_to_the_card(visitor: Visitor) -> None:
    visitor.face(CARD)
    visitor.sees_a_new_picture()
    visitor.page.mouse.click(*visitor.screen_place(CARD))
    visitor.page.get_by_role("heading", name=CARD_TITLE).wait_for()
    visitor.until("probe.moving.target === null")
    visitor.comes_to_rest()


@pytest.mark.slow
def test_who_looks_closer_is_seen_beside_it_and_walks_off_again(server, invite):
    ann, bo = _sees(invite, server.url, "Ann", **MOVING), _sees(invite, server.url, "Bo")
    bo.wait_to_see(ann)
    _goes_to_the_card(ann)
    ann.page.keyboard.press("f")
    ann.until("probe.closer?.exhibit === 'welcome-card' && probe.closer.left === 0", "is close")
    ann.comes_to_rest()
    eyes = ann.probe("probe.moving.eyes")
    assert 0.4 < distance(eyes, list(CARD)) < 2.2
    place = ann.me["position"]
    assert 0.8 < distance(place, list(CARD)) < 1.5
    assert distance(place, eyes) > 0.4, "one's body does not stand in the way of one's eyes"
    wait_for(lambda: distance(bo.sees(ann)["position"], place) < 0.05, "Bo sees her beside it")

    ann.page.get_by_role("button", name="Back of the card").press("Enter")
    ann.until("probe.moving.eyes[2] < 0.2", "the view goes round to the back")
    with ann.holding("s"):
        ann.until("probe.closer === null", "walking off, one looks from where one is")
    ann.comes_to_rest()
    ann.sees_a_new_picture()
    ann.until("Math.abs(probe.moving.eyes[0] - probe.self.position[0]) < 0.05")


def test_without_motion_and_without_3d_one_is_there_at_once(server, invite):
    ann, bo = _sees(invite, server.url, "Ann"), _reads(invite, server.url, "Bo")
    _goes_to_the_card(ann)
    ann.page.get_by_role("button", name="Look closer").click()
    ann.until("probe.closer?.left === 0")
    ann.page.keyboard.press("Escape")
    ann.until("probe.closer === null")

    _press(_article(bo, CARD_TITLE), re.compile("^Look closer"))
    ann.wait_to_see(bo)
    wait_for(lambda: distance(ann.sees(bo)["position"], list(CARD)) < 1.5, "Bo stands at it")


@pytest.mark.slow
def test_who_leads_takes_the_others_along_and_a_late_one_comes_in(server, invite):
    ann, bo = _reads(invite, server.url, "Ann"), _reads(invite, server.url, "Bo")
    mine = _article(ann, CARD_TITLE)
    _press(mine, "Show everybody around it")
    tour = bo.page.locator(".invitation", has_text="Ann is showing")
    tour.get_by_text("Ann is showing “Welcome card”").wait_for()
    tour.get_by_text("1 of 3").wait_for()
    _press(mine, "Pause")
    _press(mine, "Next")
    tour.get_by_text("2 of 3").wait_for()
    _press(tour, "Watch")
    tour.get_by_role("button", name="Leave").wait_for()
    theirs = _article(bo, CARD_TITLE)
    theirs.get_by_text("Ann is showing this").wait_for()
    assert theirs.get_by_role("button", name="Next").is_disabled()
    assert grave(bo.page) == []

    cleo = _reads(invite, server.url, "Cleo")
    late = cleo.page.locator(".invitation", has_text="Ann is showing “Welcome card”")
    late.get_by_text("2 of 3").wait_for()
    part = _article(cleo, CARD_TITLE).locator("li.open")
    part.get_by_text("shown to everybody now").wait_for()
    assert "Contactless payment" in part.inner_text()
    _press(mine, "Go on")
    late.get_by_text("3 of 3").wait_for()  # by itself, once there was time to read

    ann.page.get_by_role("button", name="Leave").first.press("Enter")
    late.wait_for(state="detached")
    tour.wait_for(state="detached")
    assert cleo.page.get_by_role("alert").count() == 0


def _places(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = visitor.probe(CLIP)
    return found


def _apart(a: Visitor, b: Visitor) -> float:
    """Seconds between what two screens show; both pages are on one machine and share its clock."""
    one, other = _places(a), _places(b)
    return abs((one["screen"] - one["at"] / 1000) - (other["screen"] - other["at"] / 1000))


def _in_step(a: Visitor, b: Visitor) -> None:
    wait_for(lambda: _apart(a, b) < IN_STEP_S, f"{a.name}'s and {b.name}'s screens are in step")
    wait_for(lambda: abs(_places(b)["screen"] - _places(b)["room"]) < IN_STEP_S, "with the room")


@pytest.mark.slow
def test_a_clip_plays_for_everybody_in_step(server, invite):
    ann, bo = _reads(invite, server.url, "Ann"), _reads(invite, server.url, "Bo")
    assert ann.probe("Object.keys(probe.clips)") == []  # nothing plays by itself
    mine, theirs = _article(ann, PHONE_TITLE), _article(bo, PHONE_TITLE)
    _press(mine, "Play for everybody")
    for visitor in (ann, bo):
        visitor.until(f"{CLIP}?.screen > 0.5", "it plays")
    _in_step(ann, bo)
    assert bo.page.evaluate("document.querySelector('video').muted") is True

    cleo = _reads(invite, server.url, "Cleo")
    cleo.until(f"{CLIP} && !{CLIP}.paused && {CLIP}.screen > 1", "comes in where the others are")
    _in_step(ann, cleo)

    _press(_article(bo, PHONE_TITLE), "Pause for everybody")
    for visitor in (ann, bo, cleo):
        visitor.until(f"{CLIP}.paused", "it stops for all")
    stopped = _places(bo)["room"]
    assert 0 < stopped < 20
    mine.get_by_role("slider", name="Position in the clip").focus()
    ann.page.keyboard.press("Home")
    for visitor in (ann, bo, cleo):
        visitor.until(f"{CLIP}.room === 0 && {CLIP}.screen < 0.05", "all are at its beginning")
    ann.page.keyboard.press("ArrowRight")
    bo.until(f"{CLIP}.room === 1", "a second further on")
    theirs.get_by_text("Your face opens the app").wait_for()  # it stands still, so it stays
    assert grave(cleo.page) == []


def test_what_is_in_hand_is_offered_taken_over_and_let_go(server, invite):
    ann, bo = _reads(invite, server.url, "Ann"), _reads(invite, server.url, "Bo")
    mine = _article(ann, CARD_TITLE)
    _press(mine, re.compile("^Take in hand"))
    _press(mine, "Offer it to …")
    _press(mine.get_by_role("group", name="Offer it to …"), "Bo")
    mine.get_by_text("Offered to Bo").wait_for()
    bo.page.get_by_role("alert").get_by_text("Ann offers you “Welcome card”").wait_for()
    assert grave(bo.page) == []
    bo.page.get_by_role("button", name="Take it", exact=True).press("Enter")
    mine.get_by_text("Bo is turning it").wait_for()
    _article(bo, CARD_TITLE).get_by_text("It is in your hands").wait_for()
    assert bo.page.get_by_role("alert").count() == 0

    bo.page.close()
    mine.get_by_text("Nobody has it in hand").wait_for()
