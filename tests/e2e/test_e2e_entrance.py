"""The first minutes: entrance, way in, first steps and settings, by mouse and keyboard."""

import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from browser import CLIENT, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

THEME = "document.documentElement.dataset.theme"


def test_one_reads_what_is_on_and_what_is_kept_before_coming_in(server, invite):
    ann = invite(server.url, "Ann")
    ann.open()
    page = ann.page
    page.get_by_text("This device gets a simpler picture").wait_for()
    details = page.get_by_text("There is nothing more to switch on")
    assert not details.is_visible()
    page.get_by_text("What we keep, exactly").click()
    details.wait_for()
    page.get_by_text("always on").wait_for()
    page.get_by_role("radio", name="日本語").check()
    page.get_by_text("常に有効").wait_for()


def test_while_the_room_is_on_its_way_one_reads_what_is_on_today(server, invite):
    ann = invite(server.url, "Ann")
    waiting = []
    ann.page.route(re.compile(r"/content/.*glb"), lambda route: waiting.append(route))
    ann.ask_to_enter()
    ann.page.get_by_role("heading", name="On the way to Lobby").wait_for()
    ann.page.get_by_text("First home: what it really costs").wait_for()
    assert ann.probe("probe.phase") == "idle"
    # The person loses patience, and is in at once, without a byte of the room.
    ann.page.get_by_role("button", name="Go without 3D").click()
    ann.until("probe.phase === 'joined'")
    ann.page.get_by_role("heading", name="People").first.wait_for()
    for route in waiting:
        route.abort()


def test_the_first_steps_notice_that_one_takes_them_and_can_be_found_again(server, invite):
    ann = invite(server.url, "Ann")
    ann.arrive()
    guide = ann.page.get_by_role("region", name="First steps")
    guide.get_by_text("Drag the picture").wait_for()
    ann.drag(180.0)
    guide.get_by_text("Walk with W A S D").wait_for()
    with ann.holding("w"):
        guide.get_by_text("Just like that.").wait_for()
    guide.get_by_text("Press Enter to write").wait_for()
    ann.page.keyboard.press("Enter")
    guide.wait_for(state="detached")
    ann.page.keyboard.press("Escape")

    ann.page.get_by_role("button", name="Help").press("Enter")
    ann.page.get_by_role("button", name="Show the first steps again").press("Enter")
    guide.get_by_role("button", name="Skip").press("Enter")
    guide.wait_for(state="detached")
    ann.page.reload()
    ann.until("probe.phase === 'joined' && probe.frame > 1")
    assert guide.count() == 0


def test_settings_are_made_at_once_and_remembered(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    page = ann.page
    page.get_by_role("button", name="Settings").press("Enter")
    assert page.evaluate(THEME) == "light"
    page.get_by_role("group", name="Appearance").get_by_role("radio", name="Dark").press("Space")
    assert page.evaluate(THEME) == "dark"
    page.get_by_role("radio", name="List without 3D").press("Space")
    page.get_by_role("heading", name="People").first.wait_for()
    drawn = ann.probe("probe.frame")
    page.reload()
    assert page.evaluate(THEME) == "dark"  # before the page's own script has run
    ann.until("probe.phase === 'joined'")
    page.get_by_role("heading", name="People").first.wait_for()
    assert ann.probe("probe.frame") == 0 <= drawn


def test_a_lost_picture_is_told_of_and_comes_back(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    card = ann.probe("(window.card = document.querySelector('#view').getContext('webgl2')"
                     ".getExtension('WEBGL_lose_context'), true)")  # fmt: skip
    assert card
    ann.page.evaluate("window.card.loseContext()")
    ann.page.get_by_role("heading", name="The picture has stopped").wait_for()
    assert ann.probe("probe.phase") == "joined"
    ann.page.evaluate("window.card.restoreContext()")
    ann.page.get_by_role("heading", name="The picture has stopped").wait_for(state="detached")
    drawn = ann.probe("probe.frame")
    wait_for(lambda: ann.probe("probe.frame") > drawn + 1, "pictures are drawn again")
    assert ann.probe("probe.drawCalls") > 0


def test_an_old_browser_is_told_in_three_languages(server, invite):
    ann = invite(server.url, "Ann", script="HTMLScriptElement.supports = undefined;")
    ann.page.route("**/assets/index-*.js", lambda route: route.abort())  # it cannot read it
    ann.open()
    for text in ("Your browser is too old", "您的浏览器版本过旧", "お使いのブラウザー"):
        ann.page.get_by_role("heading", name=text).wait_for()


def test_a_closed_branch_says_when_it_opens(launch, invite, tmp_path):
    branch = tmp_path / "resting"
    shutil.copytree(CLIENT.parent / "branches" / "demo", branch)
    opens = f"{datetime.now(UTC) + timedelta(days=3):%A}"
    hours = f'\n[hours]\ntimezone = "UTC"\n{opens.lower()} = ["09:00-17:00"]\n'
    with (branch / "branch.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(hours)
    ann = invite(launch("--branch-dir", str(branch)).url, "Ann")
    ann.ask_to_enter()
    ann.page.get_by_role("heading", name="The branch is closed right now").wait_for()
    ann.page.get_by_text(f"It opens {opens}").wait_for()
    assert ann.page.get_by_role("term").count() == 7
    ann.page.get_by_role("button", name="See whether it is open").click()
    ann.page.get_by_label("Your name").wait_for()
    ann.page.get_by_text(f"It opens {opens}").wait_for()
