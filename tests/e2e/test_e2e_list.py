"""Without 3D one sits down and gets up by a button; it is read in the list and seen in the room."""

import pytest
from browser import LIST, Visitor, distance, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _come(invite, url: str, name: str) -> Visitor:
    visitor: Visitor = invite(url, name, script=LIST)
    visitor.enter_list()
    return visitor


def _sits(onlooker: Visitor, other: Visitor) -> bool:
    """As drawn in the room."""
    seen = onlooker.sees(other)
    return seen is not None and bool(seen["seated"])


def test_one_sits_down_and_gets_up_as_the_others_read_and_see(server, invite):
    ann, bo = _come(invite, server.url, "Ann"), _come(invite, server.url, "Bo")
    onlooker = invite(server.url, "Cy")
    onlooker.enter()
    row = bo.page.locator(".people li", has_text="Ann")
    ann.page.get_by_text("16 of 16 seats are free").wait_for()
    ann.page.get_by_role("button", name="Sit down").press("Enter")
    row.get_by_text("sitting").wait_for()
    wait_for(lambda: _sits(onlooker, ann), "Ann sits in the room")
    assert ann.page.evaluate("document.activeElement.textContent") == "Get up"
    # Another one sits elsewhere.
    bo.page.get_by_role("button", name="Sit down").press("Enter")
    ann.page.get_by_text("14 of 16 seats are free").wait_for()
    wait_for(lambda: _sits(onlooker, bo), "Bo sits in the room")
    places = [onlooker.sees(one)["position"] for one in (ann, bo)]
    assert distance(*places) > 0.4
    ann.page.get_by_role("button", name="Get up").press("Enter")
    row.get_by_text("sitting").wait_for(state="detached")
    wait_for(lambda: not _sits(onlooker, ann), "Ann stands in the room")
    assert _sits(onlooker, bo)
