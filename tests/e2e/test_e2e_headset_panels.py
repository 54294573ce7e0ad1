"""Panels in the room, used through an emulated headset alone: opened, pressed, rolled, written in.

What a panel does is done by the page's own elements, which are off the screen: only what the page
then shows is read from them, nothing is done to them.
"""

import math

import pytest
from browser import LIST, Visitor, distance, wait_for
from catalogue import pattern, said
from playwright.sync_api import Locator
from wearer import DEVICE, WITHOUT_DRAWING, Wearer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

FRONTS = {
    "people": "hud.people",
    "chat": "hud.chat",
    "reactions": "headset.reactions",
    "rooms": "list.rooms",
    "settings": "hud.settings",
    "help": "hud.help",
}
TELEPHONE = (7.32, 1.357, -0.05)
PAINTED = 4  # frames, also for what is painted in strips


@pytest.fixture
def wearer(server, invite) -> Wearer:
    """Bo, with a headset on."""
    bo = invite(server.url, "Bo", script=DEVICE + WITHOUT_DRAWING)
    bo.enter()
    worn = Wearer(bo)
    worn.put_on()
    return worn


def _open(wearer: Wearer, name: str) -> Locator:
    """By the menu's button, and the menu's entry."""
    if "menu" not in wearer.panels():
        wearer.press("right", "menu")
    menu = wearer.spatial.locator("[data-panel=menu]")
    wearer.press_on(menu.get_by_role("button", name=pattern("en", FRONTS[name])).first)
    wait_for(lambda: name in wearer.panels(), f"the panel {name}")
    wearer.frames(PAINTED)
    return wearer.spatial.locator(f"[data-panel={name}]")


def _top(log: Locator) -> float:
    found: float = log.evaluate("(element) => element.scrollTop")
    return found


def _middle(wearer: Wearer, name: str) -> list[float]:
    corners = wearer.panels()[name]["corners"]
    return [sum(values) / 4 for values in zip(*corners, strict=True)]


def test_every_panel_opens_from_the_menu_and_closes(wearer):
    for name in FRONTS:
        panel = _open(wearer, name)
        assert "menu" not in wearer.panels()
        eyes = wearer.probe("head.position")
        middle = _middle(wearer, name)
        assert 0.9 < math.dist(middle, eyes) < 1.3, "within reach of the eyes"
        assert -0.6 < middle[1] - eyes[1] < 0, "a little below the eyes"
        close = panel.get_by_role("button", name=said("en", "hud.close"), exact=True)
        wearer.press_on(close.first, "left")
        wait_for(lambda name=name: name not in wearer.panels(), f"{name} is closed")


def test_the_menu_is_at_the_wrist_that_is_looked_at(wearer):
    assert "wrist" not in wearer.panels()
    head = wearer.probe("head.position")
    wearer.look_at((head[0], head[1] - 0.25, head[2] - 0.5))
    wearer.hand("left", (head[0] - 0.05, head[1] - 0.25, head[2] - 0.4))
    wait_for(lambda: "wrist" in wearer.panels(), "the menu is at the wrist")
    menu = wearer.spatial.locator("[data-panel=wrist]")
    wearer.press_on(menu.get_by_role("button", name=said("en", "hud.help"), exact=True))
    wait_for(lambda: "help" in wearer.panels(), "help is open")
    wearer.rest()
    wearer.look_at((head[0], head[1], head[2] - 2))
    wait_for(lambda: "wrist" not in wearer.panels(), "the menu goes with the look")


def test_panels_stay_where_they_are_until_one_has_turned_away(wearer):
    _open(wearer, "help")
    wearer.rest()
    wearer.frames(2)
    hung = _middle(wearer, "help")
    wearer.stand_at((0.2, 1.6, 0.1), yaw=0.4)
    wearer.frames(30)
    assert distance(_middle(wearer, "help"), hung) < 0.001
    wearer.stand_at((0.2, 1.6, 0.1), yaw=2.2)

    def ahead() -> bool:
        head, middle = wearer.probe("head.position"), _middle(wearer, "help")
        x, z = middle[0] - head[0], middle[2] - head[2]
        yaw = 2.2 + wearer.probe("space.yaw")
        return bool(abs(math.remainder(math.atan2(-x, -z) - yaw, math.tau)) < 0.02)

    wait_for(ahead, "the panel has come after")


def test_a_phrase_is_said_and_the_chat_rolls_by_ray_and_stick(server, invite, wearer):
    ann: Visitor = invite(server.url, "Ann", script=LIST)
    ann.enter_list()
    for number in range(14):
        ann.say(f"Line {number}")
    panel = _open(wearer, "chat")
    phrase = panel.locator(".phrase").first
    wearer.press_on(phrase)
    ann.reads(phrase.inner_text())

    log = panel.get_by_role("log")
    wait_for(lambda: log.locator("li").count() == 15, "all lines have come")
    wearer.frames(PAINTED)
    end = _top(log)
    assert end > 100, "the end of the chat is to be seen"
    middle = wearer.place_of(log)
    wearer.aim("right", middle)
    wearer.trigger("right", True)
    wearer.aim("right", (middle[0], middle[1] - 0.08, middle[2]))
    wearer.trigger("right", False)
    wait_for(lambda: _top(log) < end - 20, "the list is drawn along")
    drawn = _top(log)

    place = wearer.visitor.me["position"]
    wearer.aim("right", middle)
    wearer.stick("right", 0, -1)
    wait_for(lambda: _top(log) < drawn - 20, "the list rolls by the stick")
    wearer.stick("right", 0, 0)
    assert distance(wearer.visitor.me["position"], place) < 0.01, "the stick moves the list alone"


def test_a_field_has_the_focus_and_the_keyboard_writes_into_it(server, invite, wearer):
    ann: Visitor = invite(server.url, "Ann", script=LIST)
    ann.enter_list()
    panel = _open(wearer, "chat")
    field = panel.get_by_role("textbox")
    wearer.press_on(field)
    wait_for(lambda: "keyboard" in wearer.panels(), "the keyboard is there")
    assert wearer.panels()["chat"]["focus"]
    keyboard = wearer.spatial.locator("[data-panel=keyboard]")
    for letter in "hi":
        wearer.press_on(keyboard.get_by_role("button", name=letter, exact=True))
    assert field.input_value() == "hi"
    wearer.touch(keyboard.get_by_role("button", name="o", exact=True))
    wait_for(lambda: field.input_value() == "hio", "a finger's tip has pressed a key")
    assert wearer.panels()["chat"]["focus"], "the field keeps the focus"
    wearer.press_on(keyboard.locator(".enter"))
    ann.reads("hio")


def test_a_slider_is_dragged(server, invite):
    bo: Visitor = invite(server.url, "Bo", script=DEVICE + WITHOUT_DRAWING)
    bo.enter()
    bo.face(TELEPHONE)
    bo.sees_a_new_picture()
    bo.page.mouse.click(*bo.screen_place(TELEPHONE))
    bo.until("probe.moving.target === null")
    wearer = Wearer(bo)
    wearer.put_on()
    wearer.press("right", "menu")
    menu = wearer.spatial.locator("[data-panel=menu]")
    wearer.press_on(menu.get_by_role("button", name=said("en", "headset.here"), exact=True))
    panel = wearer.spatial.locator("[data-panel=exhibit]")
    wearer.press_on(panel.get_by_role("button", name=said("en", "exhibit.play"), exact=True))
    slider = panel.get_by_role("slider")
    wearer.point_on(slider)
    wearer.trigger("right", True)
    tl, tr, *_ = wearer.panels()["exhibit"]["corners"]
    middle = wearer.place_of(slider)
    right = [p + (b - a) * 0.25 for p, a, b in zip(middle, tl, tr, strict=True)]
    before = float(slider.input_value())
    wearer.aim("right", right)
    wait_for(lambda: float(slider.input_value()) > before + 2, "the slider goes along")
    wearer.trigger("right", False)
    bo.until("probe.clips['mobile'].room > 10", "the clip goes on from there for everybody")
