"""Visitors and staff in a room: calls, announcements, muting, the door, invitations, ends.

Most people here have no 3D view: the list is quicker to draw, and does all that the room does.
"""

import re

import pytest
from browser import LIST, Visitor, distance, grave, wait_for
from colleague import vbranch
from playwright.sync_api import Locator, expect
from staff import on_duty
from wearer import DEVICE, WITHOUT_DRAWING, Wearer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _come(invite, url: str, name: str) -> Visitor:
    visitor: Visitor = invite(url, name, script=LIST)
    visitor.enter_list()
    return visitor


def _tool(visitor: Visitor, name: str) -> None:
    """Opens its panel, if that is not open."""
    tool = visitor.page.get_by_role("navigation", name="Room controls").get_by_role(
        "button", name=name
    )
    if tool.get_attribute("aria-expanded") != "true":
        tool.press("Enter")


def _panel(visitor: Visitor) -> Locator:
    return visitor.page.locator("#panel")


def _call(visitor: Visitor, topic: str | None = None) -> None:
    _tool(visitor, "Call staff")
    if topic:
        _panel(visitor).get_by_role("button", name=topic).click()
    _panel(visitor).get_by_role("button", name="Call", exact=True).click()


def _about(visitor: Visitor, other: str, act: str) -> None:
    """What staff do about one person, through the list of people."""
    acts = visitor.page.get_by_role("group", name=f"What staff can do about {other}")
    if acts.count() == 0:
        visitor.page.locator(".people button.person-row", has_text=other).click()
    acts.get_by_role("button", name=act).click()


def _because(within: Locator, reason: str, act: str) -> None:
    within.get_by_label(reason).check(force=True)
    within.get_by_role("button", name=act, exact=True).click()


def _notice(visitor: Visitor, text: str) -> Locator:
    return visitor.page.locator(".invitation", has_text=text)


def _write(visitor: Visitor, text: str) -> None:
    field = visitor.page.locator("#say")
    field.fill(text)
    field.press("Enter")


def _conversation(visitor: Visitor, name: str) -> None:
    """Turns to it in the chat."""
    tabs = visitor.page.get_by_role("group", name="Conversations")
    tabs.get_by_role("button", name=re.compile(f"^{name}")).click()


@pytest.mark.slow
def test_staff_are_known_by_their_badge_and_counted(server, invite):
    ann = _come(invite, server.url, "Ann")
    people = ann.page.locator("#list-people")
    people.get_by_text("None of the bank's staff is in this room").wait_for()
    aiko = on_duty(server, invite, "Aiko", "host")
    people.get_by_text("One of the bank's staff is here.").wait_for()
    on_duty(server, invite, "Ren", "adviser")
    people.get_by_text("2 of the bank's staff are here.").wait_for()
    rows = people.locator(".people li")
    expect(rows.nth(1)).to_contain_text("Aiko")
    expect(rows.nth(1)).to_contain_text("Host")
    expect(rows.nth(2)).to_contain_text("Adviser")
    assert (
        aiko.page.get_by_role("button", name="Call staff").count() == 0
    )  # staff do not call staff


def test_a_visitor_calls_waits_in_line_and_is_come_to(server, invite):
    onlooker = invite(server.url, "Cy")
    onlooker.enter()
    aiko = on_duty(server, invite, "Aiko", "host")
    ann, bo = (_come(invite, server.url, name) for name in ("Ann", "Bo"))
    _call(ann, "Cards and payments")
    _notice(ann, "You are next").wait_for()
    assert grave(ann.page) == []
    _call(bo)
    _notice(bo, "You are number 2").wait_for()
    assert _notice(ann, "number 2").count() == 0

    _tool(aiko, "Staff")
    callers = _panel(aiko).locator(".callers li")
    expect(callers).to_have_count(2)
    expect(callers.first).to_contain_text("Ann")
    expect(callers.first).to_contain_text("Cards and payments")
    assert grave(aiko.page) == []
    callers.first.get_by_role("button", name="I am on my way").click()
    _notice(ann, "Aiko is on the way to you").wait_for()
    _notice(bo, "You are next").wait_for()
    wait_for(lambda: _beside(onlooker, aiko, ann), "Aiko stands before Ann")

    ann.page.reload()  # a line that breaks changes nothing
    ann.until("probe.phase === 'joined'")
    _notice(ann, "Aiko is on the way to you").wait_for()
    callers.first.get_by_role("button", name="Helped").click()
    _notice(ann, "Aiko is on the way").wait_for(state="detached")
    _notice(bo, "You are next").get_by_role("button", name="Cancel the call").click()
    _notice(bo, "You are next").wait_for(state="detached")
    _panel(aiko).get_by_text("Nobody is calling").wait_for()


def _beside(onlooker: Visitor, one: Visitor, other: Visitor) -> bool:
    """As drawn in the room."""
    seen = [onlooker.sees(who) for who in (one, other)]
    return all(seen) and distance(*(who["position"] for who in seen if who)) < 2.5


@pytest.mark.slow
def test_an_announcement_reaches_all_also_who_comes_later_and_is_put_away_for_oneself(
    server, invite
):
    aiko = on_duty(server, invite, "Aiko", "host")
    ann = _come(invite, server.url, "Ann")
    _tool(aiko, "Staff")
    _panel(aiko).get_by_label("Announcement to everybody here").fill(
        "The talk begins in the lounge."
    )
    _panel(aiko).get_by_role("button", name="Announce").click()
    notice = _notice(ann, "The talk begins in the lounge.")
    notice.wait_for()
    spoken = ann.page.locator(
        "[role=status][aria-live=polite]", has_text="The bank says: The talk begins"
    )
    spoken.wait_for(state="attached")
    assert grave(ann.page) == []
    notice.get_by_role("button", name="Put this notice away").click()
    notice.wait_for(state="detached")
    bo = _come(invite, server.url, "Bo")
    _notice(bo, "The talk begins in the lounge.").wait_for()
    assert notice.count() == 0


def test_who_is_muted_is_told_why_and_can_still_write_to_staff(server, invite):
    aiko = on_duty(server, invite, "Aiko", "host")
    ann, bo = (_come(invite, server.url, name) for name in ("Ann", "Bo"))
    _about(aiko, "Bo", "Mute for everybody")
    form = aiko.page.locator(".people .why")
    form.get_by_role("button", name="Mute", exact=True).click()
    form.get_by_text("Please choose why").wait_for()
    _because(form, "Advertising or flooding the chat", "Mute")
    chat = bo.page.locator(".chat")
    chat.get_by_text("Staff have muted you (Advertising or flooding the chat)").wait_for()
    assert bo.page.locator("#say").get_attribute("readonly") is not None
    assert grave(bo.page) == []
    bo.page.locator(".people button.person-row", has_text="Aiko").click()
    bo.page.get_by_role("group", name="What you can do with Aiko").get_by_role(
        "button", name="Write privately"
    ).click()
    _write(bo, "I am sorry")
    _conversation(aiko, "Bo")
    aiko.reads("I am sorry")
    assert ann.page.locator(".people li", has_text="Bo").get_by_text("muted by staff").count() == 0
    _about(aiko, "Bo", "Let speak again")
    _because(aiko.page.locator(".people .why"), "Another reason", "Let speak")
    chat.get_by_text("Staff have muted you").wait_for(state="detached")
    _conversation(bo, "Everybody")
    _write(bo, "back again")
    ann.reads("back again")


@pytest.mark.slow
def test_in_slow_mode_one_sees_how_long_to_wait(server, invite):
    aiko = on_duty(server, invite, "Aiko", "host")
    ann = _come(invite, server.url, "Ann")
    _tool(aiko, "Staff")
    _panel(aiko).get_by_role("button", name="Slow chat").click()
    _panel(aiko).get_by_label("10", exact=True).check(force=True)
    _because(_panel(aiko), "Disturbing others", "Set")
    chat = ann.page.locator(".chat")
    chat.get_by_text("each visitor can write once in 10 seconds").wait_for()
    _write(ann, "one")
    ann.reads("one")
    chat.get_by_text(re.compile(r"you can write again in \d+ s")).wait_for()
    _write(ann, "two")
    assert ann.page.locator("#say").input_value() == "two"  # kept, not sent
    assert ann.page.locator(".log", has_text="two").count() == 0
    chat.get_by_text("you can write again").wait_for(state="detached")
    ann.page.locator("#say").press("Enter")
    ann.reads("two")
    _write(aiko, "staff write as they like")
    _write(aiko, "and again")
    ann.reads("and again")


@pytest.mark.slow
def test_who_is_taken_out_is_told_why_and_may_come_again(server, invite):
    mona = on_duty(server, invite, "Mona", "moderator")
    ann = _come(invite, server.url, "Ann")
    _about(mona, "Ann", "Take out of the room")
    _because(mona.page.locator(".people .why"), "Disturbing others", "Take out")
    ann.page.get_by_role("heading", name="Your visit was ended").wait_for()
    ann.page.get_by_text("Reason: Disturbing others").wait_for()
    assert (
        ann.page.get_by_role("link", name="Write to the bank").get_attribute("href")
        == "mailto:branch@harbour-bank.example"
    )
    assert grave(ann.page) == []
    mona.page.locator(".people li", has_text="Ann").wait_for(state="detached")
    ann.page.get_by_role("button", name="To the entrance").click()
    ann.page.get_by_label("Your name").fill("Ann")
    ann.page.get_by_role("button", name="Enter Lobby").click()
    ann.until("probe.phase === 'joined'")


def test_who_is_kept_out_is_told_until_when_also_at_the_door(server, invite):
    mona = on_duty(server, invite, "Mona", "moderator")
    ann = _come(invite, server.url, "Ann")
    _about(mona, "Ann", "Keep out for a time")
    form = mona.page.locator(".people .why")
    form.get_by_label("1 day").check(force=True)
    _because(form, "Insults or harassment", "Keep out")
    title = ann.page.get_by_role("heading", name="You cannot come in for now")
    title.wait_for()
    until = ann.page.get_by_text(re.compile(r"You can come again from .+ at \d\d:\d\d"))
    when = until.inner_text()
    ann.page.get_by_text("Reason: Insults or harassment").wait_for()
    ann.page.get_by_role("button", name="See whether it is time").click()
    ann.page.get_by_label("Your name").fill("Ann again")
    ann.page.get_by_role("button", name="Enter Lobby").click()
    title.wait_for()
    assert until.inner_text() == when  # but not why: it is another visit, and another name
    assert grave(ann.page) == []


@pytest.mark.slow
def test_a_host_has_no_button_for_what_a_host_may_not_do(server, invite):
    aiko = on_duty(server, invite, "Aiko", "host")
    _come(invite, server.url, "Ann")
    aiko.page.locator(".people button.person-row", has_text="Ann").click()
    acts = aiko.page.get_by_role("group", name="What staff can do about Ann")
    acts.get_by_role("button", name="Mute for everybody").wait_for()
    assert acts.get_by_role("button", name="Take out of the room").count() == 0
    assert acts.get_by_role("button", name="Keep out").count() == 0


@pytest.mark.slow
def test_a_closed_door_is_told_inside_and_outside(server, invite):
    aiko = on_duty(server, invite, "Aiko", "host")
    ann = _come(invite, server.url, "Ann")
    _tool(aiko, "Staff")
    _panel(aiko).get_by_role("button", name="Close the door").click()
    _because(_panel(aiko), "Safety", "Close the door")
    ann.page.locator("#list-rooms li[aria-current]").get_by_text("door closed").wait_for()
    bo = invite(server.url, "Bo", script=LIST)
    bo.ask_to_enter()
    bo.page.get_by_role("heading", name="The door is closed for the moment").wait_for()
    _panel(aiko).get_by_role("button", name="Open the door").click()
    _because(_panel(aiko), "Another reason", "Open the door")
    bo.until("probe.phase === 'joined'")  # by itself
    ann.page.locator("#list-rooms").get_by_text("door closed").wait_for(state="detached")


@pytest.mark.slow
def test_an_invitation_leads_beside_who_invites_or_is_put_away(server, invite):
    onlooker = invite(server.url, "Cy")
    onlooker.enter()
    aiko = on_duty(server, invite, "Aiko", "host")
    ann = _come(invite, server.url, "Ann")
    _about(aiko, "Ann", "Invite beside me")
    asked = _notice(ann, "Aiko invites you to come over.")
    asked.get_by_role("button", name="Not now").click()
    asked.wait_for(state="detached")
    _about(aiko, "Ann", "Invite beside me")
    asked.get_by_role("button", name="Go there").press("Enter")
    wait_for(lambda: _beside(onlooker, ann, aiko), "Ann stands before Aiko")
    assert asked.count() == 0


@pytest.mark.slow
def test_sounds_are_off_until_one_wants_them(server, invite):
    ann = _come(invite, server.url, "Ann")
    _come(invite, server.url, "Bo")
    ann.page.locator(".people").get_by_text("Bo").wait_for()
    assert ann.probe("probe.chimes") == 0
    _tool(ann, "Settings")
    _panel(ann).get_by_label(re.compile("^Soft sounds")).check(force=True)
    _come(invite, server.url, "Cy")
    ann.until("probe.chimes === 1")


@pytest.mark.slow
def test_in_3d_screens_tell_who_is_there_and_a_call_is_at_hand(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    ann.page.set_viewport_size({"width": 900, "height": 600})
    ann.until("probe.scene.told.staff.length === 0")
    aiko = on_duty(server, invite, "Aiko", "host")
    ann.until("probe.scene.told.staff[0]?.name === 'Aiko'")
    ann.wait_to_see(aiko)
    _call(ann)
    _notice(ann, "You are next").wait_for()
    _tool(aiko, "Staff")
    _panel(aiko).get_by_label("Announcement to everybody here").fill("Tea is served.")
    _panel(aiko).get_by_role("button", name="Announce").click()
    ann.until("probe.scene.told.announcement === 'Tea is served.'")
    assert grave(ann.page) == []
    ann.page.keyboard.press("Escape")
    ann.page.keyboard.press("p")
    ann.page.locator(".people li", has_text="Aiko").get_by_text("Host").wait_for()


@pytest.mark.slow
def test_who_is_signed_out_is_told_and_led_to_the_sign_in(server, invite):
    aiko = on_duty(server, invite, "Aiko", "host")
    vbranch(server, "staff", "disable", "aiko")
    aiko.page.get_by_role("heading", name="You are signed out").wait_for()
    aiko.page.get_by_role("button", name="To the sign-in").wait_for()


@pytest.mark.slow
def test_in_a_headset_one_calls_from_the_menu(server, invite):
    aiko = on_duty(server, invite, "Aiko", "host")
    bo = invite(server.url, "Bo", script=DEVICE + WITHOUT_DRAWING)
    bo.enter()
    wearer = Wearer(bo)
    wearer.put_on()
    wearer.press("left", "menu")
    wearer.press_on(wearer.spatial.locator(".at-menu .item").filter(has_text="Call staff"))
    panel = wearer.spatial.locator('[data-panel="call"]')
    wearer.press_on(panel.get_by_role("button", name="Cards and payments"))
    wearer.press_on(panel.get_by_role("button", name="Call", exact=True))
    panel.get_by_text("You are next").wait_for(state="attached")
    _tool(aiko, "Staff")
    _panel(aiko).get_by_role("button", name="I am on my way").click()
    prompts = wearer.spatial.locator('[data-panel="prompts"]')
    prompts.get_by_text("Aiko is on the way to you").wait_for(state="attached")
    _panel(aiko).get_by_label("Announcement to everybody here").fill("Tea is served.")
    _panel(aiko).get_by_role("button", name="Announce").click()
    prompts.get_by_text("Tea is served.").wait_for(state="attached")
    wearer.press_on(prompts.get_by_role("button", name="Put this notice away"))
    prompts.get_by_text("Tea is served.").wait_for(state="detached")
