"""From room to room on the same socket: who and what is in one room is not in the other."""

import shutil

import pytest
from browser import CLIENT, Visitor, distance, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _downloads(visitor: Visitor) -> int:
    """Files of scenes that were asked for since the page came."""
    found: int = visitor.page.evaluate(
        "performance.getEntriesByType('resource').filter(({name}) => name.includes('/content/'))"
        ".length"
    )
    return found


def _has_not_read(visitor: Visitor, text: str) -> None:
    assert visitor.page.locator(".log li", has_text=text).count() == 0


def test_one_goes_east_and_comes_back_and_what_is_said_stays_in_its_room(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo")
    ann.enter()
    bo.enter()
    ann.wait_to_see(bo)
    bo.wait_to_see(ann)
    downloads = _downloads(bo)
    assert downloads >= 3

    bo.go("lobby-east", "Lobby, east side")
    assert "room=lobby-east" in bo.page.url
    wait_for(lambda: ann.probe("probe.members") == [], "Ann sees nobody")
    assert bo.probe("probe.members") == []
    ann.say("said in the lobby")
    ann.reads("said in the lobby")
    bo.say("said in the east")
    bo.reads("said in the east")
    _has_not_read(ann, "said in the east")
    _has_not_read(bo, "said in the lobby")

    bo.go("lobby", "Lobby")
    assert "room=" not in bo.page.url
    ann.wait_to_see(bo)
    bo.wait_to_see(ann)
    wait_for(
        lambda: distance(ann.sees(bo)["position"], bo.me["position"]) < 0.05,
        "Ann sees Bo where he stands",
    )
    bo.reads("said in the lobby")
    _has_not_read(bo, "said in the east")
    _has_not_read(ann, "said in the east")
    # On the socket of the beginning, with the files of the beginning.
    assert bo.probe("probe.sockets") == 1
    assert _downloads(bo) == downloads


@pytest.mark.slow
def test_a_full_room_lets_nobody_in_and_a_portal_leads_where_a_room_is_open(
    launch, invite, tmp_path
):
    branch = tmp_path / "portals"
    shutil.copytree(CLIENT.parent / "branches" / "demo", branch)
    showcase = '[[room]]\nroom = "showcase"\nscene = "lobby"\ncapacity = 1\n'
    showcase += 'title = { en = "Lobby showcase", zh = "展厅", ja = "展示室" }\n'
    with (branch / "branch.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(f"\n{showcase}")
    server = launch("--branch-dir", str(branch))

    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo")
    ann.enter("?quality=low&room=showcase")
    assert ann.probe("probe.room") == "showcase"
    bo.enter("?quality=low&room=nowhere")
    assert bo.probe("probe.room") == "lobby"
    ann.say("said in the showcase")
    ann.reads("said in the showcase")

    before = bo.me
    bo.choose_room("Lobby showcase")
    bo.page.get_by_text("Lobby showcase is full at the moment").wait_for()
    assert bo.probe("[probe.room, probe.phase, probe.sockets]") == ["lobby", "joined", 1]
    assert bo.me == before

    ann.go("lobby-east", "Lobby, east side")
    door = bo.page.get_by_role("button", name="Go to Lobby showcase")
    bo.walk_to((-1.5, 0.0, -2.2))
    assert door.count() == 0
    bo.walk_to((-7.4, 0.0, -2.5))
    door.click()
    bo.until("probe.room === 'showcase'")
    bo.reads("said in the showcase")
    assert bo.probe("probe.sockets") == 1
