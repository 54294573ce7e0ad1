"""The page is for everybody: axe finds nothing serious, the keyboard reaches all, 3D or not."""

import pytest
from browser import Visitor, grave, launch_chromium

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_axe_finds_nothing_serious_at_the_entrance_and_in_the_room(server, invite):
    ann = invite(server.url, "Ann")
    ann.open()
    ann.page.get_by_text("The room is ready").wait_for()
    assert grave(ann.page) == []
    # By keyboard alone from the entrance into the room and its panels.
    ann.page.get_by_label("Your name").focus()
    ann.page.keyboard.type("Ann")
    ann.page.keyboard.press("Enter")
    ann.until("probe.phase === 'joined'")
    ann.say("Hello")
    ann.reads("Hello")
    for key, heading in (("p", "In this room"), ("h", "How to get around")):
        ann.page.keyboard.press(key)
        ann.page.get_by_role("heading", name=heading).wait_for()
        assert grave(ann.page) == [], heading


def test_the_languages_change_at_once(server, invite):
    ann = invite(server.url, "Ann")
    ann.open()
    ann.page.get_by_role("radio", name="日本語").check()
    ann.page.get_by_role("heading", name="ようこそ").wait_for()
    ann.page.get_by_role("radio", name="中文").check()
    ann.page.get_by_role("heading", name="欢迎光临").wait_for()
    assert ann.page.get_attribute("html", "lang") == "zh-Hans"
    ann.page.reload()
    ann.page.get_by_role("heading", name="欢迎光临").wait_for()


def test_without_a_name_one_is_asked_for_it(server, invite):
    ann = invite(server.url, "Ann")
    ann.open()
    ann.page.get_by_role("button", name="Enter Lobby").click()
    ann.page.get_by_text("Please enter a name first").wait_for()
    assert ann.page.evaluate("document.activeElement.id") == "name"


@pytest.mark.slow
def test_without_webgl_one_still_sees_who_is_here_and_chats(server, invite, playwright):
    ann = invite(server.url, "Ann")
    ann.enter()
    browser = launch_chromium(playwright, "--disable-3d-apis")
    try:
        bo = Visitor(browser.new_context(locale="en-GB"), server.url, "Bo")
        bo.open("")
        bo.page.get_by_text("cannot show 3D graphics").wait_for()
        bo.page.get_by_label("Your name").fill("Bo")
        bo.page.get_by_role("button", name="Enter Lobby").click()
        bo.until("probe.phase === 'joined'")
        bo.page.locator(".people").get_by_text("Ann").wait_for()
        bo.say("I see you in the list")
        ann.reads("I see you in the list")
        assert bo.problems == []
        assert grave(bo.page) == []
    finally:
        browser.close()
