"""A crowd in the page: draw calls, triangles and the work of a frame, by the viewer of people."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LOBBY_CALLS = 58
MOST_CALLS = 120 - LOBBY_CALLS
MOST_FRAME_MS = 4.0


def measured(page, server, count: int) -> dict[str, str]:
    page.goto(f"{server.url}/people.html?people={count}&draw=off&frames=300&quality=low")
    page.wait_for_selector("html[data-state]", timeout=240_000)
    state: dict[str, str] = page.evaluate("({...document.documentElement.dataset})")
    assert state["state"] == "done", state
    assert state["people"] == str(count)
    return state


@pytest.fixture
def page(chromium):
    made = chromium.new_page(viewport={"width": 480, "height": 270})
    yield made
    made.close()


@pytest.mark.parametrize(("count", "fewest"), [(20, 3_000), (200, 40_000), (1000, 200_000)])
def test_a_crowd_keeps_its_budget_of_drawing(server, page, count, fewest):
    """The lobby's own draw calls come on top."""
    state = measured(page, server, count)
    assert 0 < int(state["calls"]) <= MOST_CALLS
    assert int(state["triangles"]) > fewest
    # When the crowd is disposed of, the graphics card keeps nothing of it.
    assert int(state["geometriesUsed"]) > 0
    assert (state["geometriesLeft"], state["texturesLeft"]) == ("0", "0")


@pytest.mark.slow
def test_a_thousand_people_leave_time_for_drawing(server, page):
    """Replica, interpolation, joints and instances, the middle of 300 frames without drawing."""
    assert float(measured(page, server, 1000)["medianMs"]) <= MOST_FRAME_MS
