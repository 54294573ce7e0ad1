"""An exhibit on one's own table, seen through an emulated headset or telephone."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from browser import STATE, Visitor, distance, grave, wait_for
from catalogue import LOCALES, said
from glyphs import WATCH_PENS, painted
from own_room import TABLE_M, TELEPHONE, AtHome, headset
from playwright.sync_api import WebSocket

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

CARD = (2.7, 1.52, 0.5)
SPOT = (0.1, TABLE_M, -0.7)
LOBBY = {"en": "Lobby", "zh": "大堂", "ja": "ロビー"}
CHIP = {"en": "Chip", "zh": "芯片", "ja": "ICチップ"}
CONTACTLESS = {"en": "Contactless payment", "zh": "非接触式支付", "ja": "タッチ決済"}
BEEN_HERE = "localStorage.setItem('vbranch.guideSeen', 'true');"
"""Runs before the page: this visitor needs no first steps."""
OTHER_SPOT = (-0.3, TABLE_M, -0.6)


def _at_the_card(visitor: Visitor) -> None:
    visitor.face(CARD)
    visitor.sees_a_new_picture()
    visitor.page.mouse.click(*visitor.screen_place(CARD))
    visitor.page.locator(".exhibit h2").wait_for()
    visitor.comes_to_rest()


def _near(a: list[float], b: tuple[float, float, float], most: float = 0.02) -> bool:
    return math.dist(a, b) < most


def test_an_exhibit_is_put_on_the_table_turned_and_put_elsewhere(server, invite):
    bo = invite(server.url, "Bo", script=headset())
    bo.enter()
    _at_the_card(bo)
    before = bo.me["position"]
    home = AtHome(bo)
    home.begin()

    home.aim(SPOT)
    home.until("table.real && !table.stands", "it is carried over the table")
    assert _near(home.table["at"], SPOT), "the ring is where the hand points"
    assert max(home.table["size"]) == pytest.approx(0.6, abs=0.01), "it fits on a table"
    home.pull()
    home.until("table.stands && table.anchored", "it stands there, by an anchor")
    home.aim(OTHER_SPOT)
    assert _near(home.table["at"], SPOT), "it stays when the hand goes away"

    yaw, size = home.table["yaw"], home.table["size"]
    home.do("controllers.right.updateAxes('thumbstick', 1, 0)")
    wait_for(lambda: abs(home.table["yaw"] - yaw) > 0.4, "the stick turns it")
    home.do("controllers.right.updateAxes('thumbstick', 0, 1)")
    wait_for(lambda: home.table["size"][1] < size[1] * 0.8, "the stick makes it smaller")
    home.do("controllers.right.updateAxes('thumbstick', 0, 0)")
    yaw = home.table["yaw"]
    home.pull(down=True)
    home.aim((SPOT[0] + 0.6, TABLE_M, -0.7))
    home.pull(down=False)
    assert abs(home.table["yaw"] - yaw) > 0.4, "a drag turns it"

    home.pull("squeeze")
    home.until("!table.stands", "it is taken up")
    home.aim(OTHER_SPOT)
    home.pull()
    home.until("table.stands")
    assert _near(home.table["at"], OTHER_SPOT)

    home.press("Back to the branch")
    bo.until("probe.table === null && probe.phase === 'joined'", "Bo is back")
    bo.sees_a_new_picture()
    assert distance(bo.me["position"], before) < 0.01
    bo.page.get_by_text("You are back in the branch, where you stood.").first.wait_for()
    home.begin()
    home.do("activeSession.end()")
    bo.until("probe.table === null", "taking the headset off is leaving, too")


def _sent(visitor: Visitor) -> list[Any]:
    """All that the page sends from now on, also after a lost connection."""
    sent: list[Any] = []

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(frame))

    visitor.page.on("websocket", watch)
    return sent


def test_nothing_of_ones_own_room_is_sent_and_others_see_one_stand(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo", script=headset())
    sent = _sent(bo)
    ann.enter()
    bo.enter()
    ann.wait_to_see(bo)
    _at_the_card(bo)
    place = bo.me["position"]
    wait_for(lambda: distance(ann.sees(bo)["position"], place) < 0.05, "Ann sees Bo at the card")
    wait_for(_silent(sent), "Bo stands still")
    yaw, told = ann.sees(bo)["yaw"], len(sent)
    ann.watch(bo)

    home = AtHome(bo)
    home.begin()
    for x in (-0.4, -0.1, 0.2):
        home.do(f"position.set({x}, {1.3 + x}, {x})")
        home.do(f"quaternion.set(0, {math.sin(x)}, 0, {math.cos(x)})")
        home.aim((x, TABLE_M, -0.7))
    home.pull()
    home.until("table.stands")
    home.pull(down=True)
    home.aim(OTHER_SPOT)
    home.pull(down=False)
    home.press("Next part")
    home.do("primaryInputMode = 'hand'")
    home.drawn()

    seen = ann.sees(bo)
    assert seen["headset"] is False
    assert seen["hands"] == [None, None]
    assert all(distance(one, place) < 0.05 for one in ann.watched)
    assert abs(seen["yaw"] - yaw) < 0.01
    during = sent[told:]
    assert not [one for one in during if isinstance(one, str)], "no command"
    assert {bytes(one)[4:] for one in during} <= {_last_pose(sent[:told])}
    home.do("activeSession.end()")
    bo.until("probe.table === null")


def _silent(sent: list[Any]) -> Callable[[], bool]:
    """True when nothing has been sent since it was asked before."""
    count = [-1]

    def silent() -> bool:
        before, count[0] = count[0], len(sent)
        return before == count[0]

    return silent


def _last_pose(sent: list[Any]) -> bytes:
    """Without its header: the sequence number rises with every frame."""
    return next(bytes(one)[4:] for one in reversed(sent) if not isinstance(one, str))


def test_without_known_surfaces_it_stands_on_a_table_that_is_thought_of(server, invite):
    bo = invite(server.url, "Bo", script=headset(table=False))
    bo.enter()
    _at_the_card(bo)
    home = AtHome(bo)
    home.begin()
    home.aim(SPOT)
    assert home.table["real"] is False
    x, y, z = home.table["at"]
    assert y == pytest.approx(0.74, abs=0.01)
    assert 0.3 < math.hypot(x - 0.2, z + 0.2) < 1.5
    home.pull()
    home.until("table.stands && !table.anchored")
    home.aim(OTHER_SPOT)
    assert _near(home.table["at"], (x, y, z))
    assert home.table["at"] == [x, y, z]


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_parts_are_read_in_ones_own_language(server, invite, language):
    script = headset() + WATCH_PENS + BEEN_HERE
    bo = invite(server.url, "Bo", script=script, locale=LOCALES[language])
    bo.open()
    bo.page.get_by_label(said(language, "entry.name")).fill("Bo")
    bo.page.get_by_role("button", name=said(language, "entry.enter", room=LOBBY[language])).click()
    bo.until(f"probe.phase === 'joined' && {STATE} && probe.frame > 1")
    _at_the_card(bo)
    home = AtHome(bo)
    home.begin(said(language, "table.begin"))
    home.aim(SPOT)
    home.pull()
    home.until("table.stands")
    panel = bo.page.locator("#table-panels")
    chip = CHIP[language]
    home.press(said(language, "table.next"))
    panel.get_by_role("heading", name=chip).wait_for()
    wait_for(lambda: chip in painted(bo.page)[0], "it is painted in the room")
    home.until("table.parts.length === 2", "the back of the card is hidden by the card")
    (mark,) = (part["at"] for part in home.table["parts"] if part["id"] == "contactless")
    home.aim(tuple(mark))
    home.pull()
    panel.get_by_role("heading", name=CONTACTLESS[language]).wait_for()
    wait_for(lambda: painted(bo.page)[1] == [], f"in the page's own font: {painted(bo.page)[1]}")
    home.do("activeSession.end()")


def test_on_a_telephone_the_page_lies_over_the_picture(server, invite):
    bo = invite(server.url, "Bo", script=headset() + TELEPHONE)
    bo.enter()
    _at_the_card(bo)
    home = AtHome(bo)
    home.begin()
    page = bo.page.locator(".on-table")
    page.get_by_text("Move your phone until the ring lies on your table.").wait_for()
    assert home.table["panels"] == []
    assert grave(bo.page) == []

    def press(name: str) -> None:
        page.get_by_role("button", name=name).press("Enter")

    press("Put it here")
    home.until("table.stands")
    size = home.table["size"]
    press("Larger")
    wait_for(lambda: home.table["size"][1] > size[1] * 1.2, "it is larger")
    press("Next part")
    page.get_by_role("heading", name="Chip").wait_for()
    press("Move it")
    home.until("!table.stands")
    press("Back to the branch")
    bo.until("probe.table === null")
    bo.page.get_by_role("heading", name="Welcome card").wait_for()


def test_what_a_headset_needs_comes_from_the_branchs_own_host(server, invite):
    bo = invite(server.url, "Bo", script=headset())
    bo.enter()
    bo.page.get_by_role("button", name="Enter VR").press("Enter")
    names = "performance.getEntriesByType('resource').map(({ name }) => name)"
    models = "meta-quest-touch-plus."
    wait_for(
        lambda: sum(models in name for name in bo.page.evaluate(names)) == 2, "both controllers"
    )
    assert [name for name in bo.page.evaluate(names) if not name.startswith(server.url)] == []
    bo.page.evaluate("emulatedHeadset.activeSession.end()")
