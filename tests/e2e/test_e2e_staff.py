"""The staff's page: signing in, the console of a room, what staff do there and what becomes of it.

Visitors here have the list in place of the 3D view, which is quicker to draw.
"""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyotp
import pytest
from browser import LIST, Visitor, grave, wait_for
from colleague import (
    PASSWORD,
    PHONE,
    Colleague,
    employ,
    press_together,
    secret_of,
    vbranch,
)
from playwright.sync_api import Browser

from server_process import ServerProcess

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Hire = Callable[..., Colleague]
REVOKED_WITHIN_S = 15.0  # a second by the server, and what a busy page needs
GONE_MS = 10_000

MANY_TRIES = 12


@pytest.fixture
def hire(server: ServerProcess, chromium: Browser) -> Iterator[Hire]:
    """``hire(login, role)``: an account, and its person in a browser of their own."""
    hired: list[Colleague] = []

    def one(login: str, role: str | None = "host", **options: Any) -> Colleague:
        if role is not None:
            employ(server, login, role)
        hired.append(Colleague(chromium, server, login, **options))
        return hired[-1]

    yield one
    problems = [f"{one.name}: {problem}" for one in hired for problem in one.problems]
    for colleague in hired:
        colleague.context.close()
    assert not problems, problems


def _come(invite: Any, url: str, name: str) -> Visitor:
    visitor: Visitor = invite(url, name, script=LIST)
    visitor.enter_list()
    return visitor


def _call(visitor: Visitor, topic: str) -> None:
    visitor.page.get_by_role("button", name="Call staff").press("Enter")
    visitor.page.get_by_label("Or in your words").fill(topic)
    visitor.page.get_by_role("button", name="Call", exact=True).press("Enter")


# ---- the door


def _try_until_locked(colleague: Colleague) -> None:
    """The lock grows with each try: a page that is slow meets one that lasts."""
    page = colleague.page
    locked = page.get_by_text(re.compile("too many wrong tries .* You can try again in .* s"))
    for _ in range(MANY_TRIES):
        colleague.try_in("nor this one")
        page.get_by_text("Name or password is not right").or_(locked).first.wait_for()
        if locked.count():
            return
    raise AssertionError("never locked")


@pytest.mark.slow
def test_wrong_answers_are_told_kindly_and_the_lock_counts_down(hire: Hire) -> None:
    kim = hire("kim")
    kim.knock()
    assert grave(kim.page) == []
    kim.page.get_by_role("button", name="Sign in", exact=True).press("Enter")
    kim.page.get_by_text("Please enter your name").wait_for()
    assert kim.page.evaluate("document.activeElement.name") == "name"
    kim.try_in("not this one")
    kim.page.get_by_role("alert").get_by_text("Name or password is not right").wait_for()
    assert kim.page.evaluate("document.activeElement.name") == "password"
    _try_until_locked(kim)
    assert kim.page.get_by_role("button", name="Sign in", exact=True).is_disabled()
    assert grave(kim.page) == []
    kim.page.get_by_text("You can try again now").wait_for()
    kim.try_in(PASSWORD)
    kim.is_inside()


def test_the_code_is_asked_for_after_the_right_password_alone(
    server: ServerProcess, hire: Hire
) -> None:
    kim = hire("kim")
    secret = secret_of(vbranch(server, "staff", "totp", "kim"))
    kim.knock()
    kim.try_in("wrong")
    kim.page.get_by_text("Name or password is not right").wait_for()
    assert kim.page.get_by_label("Code from your authenticator app").count() == 0
    kim.try_in(PASSWORD)
    code = kim.page.get_by_label("Code from your authenticator app")
    code.fill("000000")
    code.press("Enter")
    kim.page.get_by_text("This code is not right").wait_for()
    assert grave(kim.page) == []
    code.fill(pyotp.TOTP(secret).now())
    code.press("Enter")
    kim.is_inside()


@pytest.mark.slow
def test_who_is_signed_in_stays_so_over_a_reload_and_can_sign_out(hire: Hire) -> None:
    kim = hire("kim").come()
    kim.page.reload()
    kim.is_inside()
    kim.page.get_by_role("button", name="Sign out").press("Enter")
    kim.page.get_by_text("You are signed out").wait_for()
    kim.page.reload()
    kim.page.get_by_role("heading", name="Staff sign-in").wait_for()


# ---- the console


def test_the_console_helps_while_nobody_is_here_and_is_for_everybody(hire: Hire) -> None:
    kim = hire("kim").come()
    for helps in ("Nobody is here yet", "Nobody is waiting", "Nobody is in the room"):
        kim.page.get_by_text(helps).wait_for()
    assert grave(kim.page) == []
    kim.page.emulate_media(color_scheme="dark")
    assert grave(kim.page) == []
    for width, height in (PHONE["width"], PHONE["height"]), (820, 900), (1920, 1000):
        kim.page.set_viewport_size({"width": width, "height": height})
        kim.page.wait_for_timeout(200)
        over = kim.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"wider than a screen of {width}"
        assert grave(kim.page) == []


@pytest.mark.slow
def test_staff_see_who_comes_are_not_seen_and_greet_them(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    kim = hire("kim").come()
    ann = _come(invite, server.url, "Ann")
    bo = invite(server.url, "Bo")
    bo.enter()
    kim.sees("Ann")
    kim.sees("Bo")
    signs = kim.page.locator("svg.plan [data-member]:not(.unplaced)")
    wait_for(lambda: signs.count() == 2, "both are on the plan, and Kim is not")
    # Bo walks, and so does the sign.
    sign = kim.page.locator(f"svg.plan [data-member='{bo.me['member']}']")
    before = sign.get_attribute("transform")
    bo.walk(1.0)
    wait_for(lambda: sign.get_attribute("transform") != before, "the sign goes with Bo")
    # Of Kim nothing is drawn, and all may know that she is there.
    assert bo.probe("probe.members.map(({ member }) => member)") == [ann.me["member"]]
    ann.page.locator(".people", has_text="at their desk").wait_for()
    kim.page.get_by_role("button", name="Greet: Ann").press("Enter")
    field = kim.page.locator("#say")
    focused = "document.activeElement.id"  # with the next picture
    wait_for(lambda: kim.page.evaluate(focused) == "say", "Kim can write to Ann at once")
    kim.page.get_by_role("button", name="Greet: Ann").wait_for(state="detached")
    ann.page.get_by_text("Kim (Host) welcomes you.").wait_for()
    field.fill("How can I help you?")
    field.press("Enter")
    ann.page.get_by_role("button", name="Answer").click()
    ann.reads("How can I help you?")
    assert grave(kim.page) == []


@pytest.mark.slow
def test_an_announcement_reaches_all_and_those_who_come_later(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    kim = hire("kim").come()
    ann, bo = (_come(invite, server.url, name) for name in ("Ann", "Bo"))
    kim.announce("We close in ten minutes.")
    for visitor in (ann, bo):
        visitor.page.get_by_text("We close in ten minutes.").first.wait_for()
    late = _come(invite, server.url, "Late")
    late.page.get_by_text("We close in ten minutes.").first.wait_for()
    assert kim.page.get_by_label("Announcement to everybody here").input_value() == ""


@pytest.mark.slow
def test_who_is_muted_cannot_write_to_the_room_until_they_may_again(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    kim = hire("kim").come()
    ann, bo = (_come(invite, server.url, name) for name in ("Ann", "Bo"))
    kim.act("Ann", "Mute for everybody", "Mute", why="Advertising", words="third time")
    kim.is_told("Ann is muted for everybody")
    ann.page.get_by_text("Staff have muted you").first.wait_for()
    ann.page.reload()
    ann.until("probe.phase === 'joined'")
    ann.page.get_by_text("Staff have muted you").first.wait_for()
    kim.act("Ann", "Let speak again", "Let speak", why="Another reason")
    ann.page.get_by_text("Staff have muted you").first.wait_for(state="detached")
    field = ann.page.locator("#say")
    field.fill("thank you")
    field.press("Enter")
    bo.reads("thank you")


@pytest.mark.slow
def test_slow_mode_and_the_door_with_a_reason_each(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    kim = hire("kim").come()
    ann = _come(invite, server.url, "Ann")
    room = kim.part("Room")
    room.get_by_role("button", name="Slow chat").press("Enter")
    room.get_by_role("radio", name="30", exact=True).check(force=True)
    kim.explain(room, "Set", why="Disturbing others")
    ann.page.get_by_text("Slow chat").first.wait_for()
    room.get_by_role("button", name="Close the door").press("Enter")
    kim.explain(room, "Close the door", why="Safety")
    late: Visitor = invite(server.url, "Late", script=LIST)
    late.ask_to_enter()
    late.page.get_by_text("The door is closed").first.wait_for()
    room.get_by_role("button", name="Open the door").press("Enter")
    kim.explain(room, "Open the door", why="Another reason")
    late.until("probe.phase === 'joined'")


@pytest.mark.slow
def test_a_removal_holds_on_reconnect_and_one_may_come_again(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    mo = hire("mo", "moderator").come()
    ann = _come(invite, server.url, "Ann")
    member = ann.me["member"]
    kept = ann.page.evaluate("sessionStorage.getItem('vbranch.visit')")
    mo.act("Ann", "Take out of the room", "Take out", why="Insults", words="shouted")
    ann.page.get_by_role("heading", name="Your visit was ended").wait_for()
    mo.page.locator(".person-row", has_text="Ann").wait_for(state="detached")
    # The token that the page had is of no use any more: Ann comes as somebody new.
    ann.page.evaluate("(kept) => sessionStorage.setItem('vbranch.visit', kept)", kept)
    ann.page.reload()
    ann.until("probe.phase === 'joined'")
    assert ann.me["member"] != member
    mo.open_page("Audit")
    row = mo.page.get_by_role("row", name=re.compile("Mo.*Took out of the room.*shouted.*done"))
    row.wait_for()
    assert grave(mo.page) == []


@pytest.mark.slow
def test_a_ban_keeps_out_until_it_is_ended(server: ServerProcess, hire: Hire, invite: Any) -> None:
    mo = hire("mo", "moderator").come()
    ann = _come(invite, server.url, "Ann")
    mo.act("Ann", "Keep out for a time", "Keep out", why="Insults")
    ann.page.locator("main.entry h1").wait_for()
    ann.until("probe.phase === 'ended'")
    ann.page.reload()
    ann.page.get_by_label("Your name").fill("Ann")
    ann.page.get_by_role("button", name="Enter Lobby").click()
    ann.page.get_by_text(re.compile(r"You can come again from .*\d\d:\d\d")).wait_for()
    mo.open_page("Bans")
    mo.page.get_by_role("button", name="End now").press("Enter")
    mo.page.get_by_text("Nobody is kept out").wait_for()
    ann.page.reload()
    ann.page.get_by_label("Your name").fill("Ann")
    ann.page.get_by_role("button", name="Enter Lobby").click()
    ann.until("probe.phase === 'joined'")


@pytest.mark.slow
def test_of_two_hosts_who_press_at_once_one_goes(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    kim, lee = hire("kim").come(), hire("lee").come()
    ann = _come(invite, server.url, "Ann")
    _call(ann, "a loan")
    for host in (kim, lee):
        waiting = host.part("Who is waiting for staff")
        waiting.get_by_text("a loan").wait_for()
        waiting.get_by_text(re.compile(r"waiting for \d")).wait_for()
        host.keep_told()
    press_together([kim, lee], "I am on my way: Ann")
    ann.page.get_by_text(re.compile("(Kim|Lee) is on the way to you")).first.wait_for()

    def going() -> list[Colleague]:
        return [h for h in (kim, lee) if h.page.get_by_text("you are on the way").count()]

    wait_for(lambda: len(going()) == 1, "one of them is on the way")
    (first,) = going()
    other = lee if first is kim else kim
    ann.page.get_by_text(f"{first.name} is on the way to you").first.wait_for()
    other.part("Who is waiting for staff").get_by_text(f"{first.name} is on the way").wait_for()
    wait_for(lambda: f"{first.name} is on the way already." in other.told, "who was later is told")
    assert not [words for words in first.told if "already" in words]
    first.page.get_by_role("button", name="Helped: Ann").press("Enter")
    for host in (kim, lee):
        host.page.get_by_text("Nobody is waiting").wait_for()


@pytest.mark.slow
def test_an_invitation_names_a_place(server: ServerProcess, hire: Hire, invite: Any) -> None:
    kim = hire("kim").come()
    ann = _come(invite, server.url, "Ann")
    card = kim.turn_to("Ann")
    card.get_by_label("Where to?").select_option(label="To “Welcome card”")
    card.get_by_role("button", name="Invite", exact=True).press("Enter")
    ann.page.get_by_text("Kim invites you to a place in this room").wait_for()
    ann.page.get_by_role("button", name="Go there").first.press("Enter")
    kim.sees("Ann").get_by_text("Welcome card").wait_for()


def test_an_advisers_console_has_what_an_adviser_may(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    ada = hire("ada", "adviser").come()
    _come(invite, server.url, "Ann")
    card = ada.turn_to("Ann")
    card.get_by_label("Where to?").wait_for()
    for absent in ("Mute", "Take out", "Keep out", "Greet"):
        assert card.get_by_role("button", name=re.compile(absent)).count() == 0
    assert ada.page.get_by_label("Announcement to everybody here").count() == 0
    pages = ada.page.get_by_role("navigation", name="Pages").get_by_role("button")
    assert pages.all_inner_texts() == ["Console", "Sessions"]


# ---- sessions


def test_a_session_that_is_revoked_ends_in_the_middle_of_it(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    kim = hire("kim").come()
    ann = _come(invite, server.url, "Ann")
    kim.sees("Ann")
    vbranch(server, "staff", "disable", "kim")
    began = time.monotonic()
    kim.page.get_by_text("Your session has ended").wait_for()
    assert time.monotonic() - began < REVOKED_WITHIN_S
    ann.page.locator(".people", has_text="Kim").wait_for(state="detached", timeout=GONE_MS)
    kim.try_in(PASSWORD)
    kim.page.get_by_text("Name or password is not right").wait_for()


@pytest.mark.slow
def test_one_signs_out_elsewhere_from_here(hire: Hire) -> None:
    here, there = hire("kim").come(), hire("kim", role=None).come()
    here.open_page("Sessions")
    rows = here.page.get_by_role("button", name=re.compile("Sign out there"))
    rows.first.wait_for()
    rows.first.press("Enter")
    there.page.get_by_text("Your session has ended").wait_for()
    here.page.get_by_text("You are signed in nowhere else").wait_for()
    assert grave(here.page) == []


# ---- into the room

# The room's page, and in it as a member.
IN_ROOM = "window.vbranchProbe?.phase === 'joined' && window.vbranchProbe.self.member !== ''"


@pytest.mark.slow
def test_from_the_console_into_the_room_and_back(
    server: ServerProcess, hire: Hire, invite: Any
) -> None:
    kim = hire("kim").come()
    ann = _come(invite, server.url, "Ann")
    kim.sees("Ann")
    kim.page.get_by_role("link", name="Go into the room").press("Enter")
    kim.page.wait_for_url(re.compile(r"/$"))
    wait_for(lambda: bool(kim.page.evaluate(IN_ROOM)), "Kim is in the room")
    ann.page.locator(".people", has_text="at their desk").wait_for(state="detached")
    ann.page.locator(".people .person-row", has_text="Kim").wait_for()
    kim.page.goto(f"{server.url}/staff")
    kim.is_inside()
    ann.page.locator(".people", has_text="at their desk").wait_for()


@pytest.mark.slow
def test_all_is_done_by_keyboard_on_a_phone(server: ServerProcess, hire: Hire, invite: Any) -> None:
    colleague = hire("kim", viewport=PHONE).come()
    _come(invite, server.url, "Ann")
    parts = colleague.page.get_by_role("navigation", name="Parts of the console")
    for part, heading in (("Plan", "Floor plan"), ("Chat", "Chat"), ("Room", "Room")):
        parts.get_by_role("button", name=part, exact=True).press("Enter")
        colleague.page.get_by_role("heading", name=heading, exact=True).wait_for()
        assert grave(colleague.page) == []
    parts.get_by_role("button", name="People", exact=True).press("Enter")
    card = colleague.turn_to("Ann")
    assert colleague.page.evaluate("document.activeElement.id") == "person-title"
    colleague.page.keyboard.press("Escape")
    card.wait_for(state="detached")
