"""The line breaks, the page is reloaded, a second tab is opened: one comes back as who one was."""

import pytest
from browser import distance, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_after_a_kill_the_page_comes_back_by_itself_and_says_what_was_not_said(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo")
    ann.enter()
    bo.enter()
    ann.walk(1.0)
    before = ann.me
    ann.say("before the kill")
    bo.reads("before the kill")

    server.kill()
    ann.until("probe.phase === 'lost'")
    ann.page.get_by_text("Connection lost").wait_for()
    ann.say("said while away")
    server.start()

    ann.until("probe.phase === 'joined'")
    bo.until("probe.phase === 'joined'")
    assert ann.me["member"] == before["member"]
    assert ann.me["slot"] == before["slot"]
    assert distance(ann.me["position"], before["position"]) < 0.2
    bo.wait_to_see(ann)
    wait_for(
        lambda: distance(bo.sees(ann)["position"], ann.me["position"]) < 0.1,
        "Bo sees Ann where she was",
    )
    for visitor in (ann, bo):
        visitor.reads("before the kill")
        visitor.reads("said while away")
    ann.page.get_by_text("Connection lost").wait_for(state="detached")


def test_a_reload_leads_back_to_the_same_place(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    ann.walk(1.0)
    before = ann.me
    ann.page.reload()
    ann.until("probe.phase === 'joined' && probe.frame > 1")
    assert ann.me["member"] == before["member"]
    assert distance(ann.me["position"], before["position"]) < 0.3


@pytest.mark.slow
def test_a_second_tab_replaces_the_first_which_can_come_back(server, invite):
    first = invite(server.url, "Ann")
    first.enter()
    member = first.me["member"]
    second = invite(server.url, "Ann", like=first)
    second.open()
    second.page.get_by_text("You are here already, as Ann").wait_for()
    assert second.page.get_by_label("Your name").count() == 0
    second.page.get_by_role("button", name="Continue as Ann").click()
    second.until("probe.phase === 'joined'")
    assert second.me["member"] == member
    first.page.get_by_role("heading", name="You are here in another window").wait_for()
    first.page.get_by_role("button", name="Continue here").click()
    first.until("probe.phase === 'joined'")
    second.page.get_by_role("heading", name="You are here in another window").wait_for()


@pytest.mark.slow
def test_one_can_leave_and_come_again(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    ann.page.get_by_role("button", name="Leave").click()
    ann.page.get_by_role("heading", name="Thank you for your visit").wait_for()
    ann.page.get_by_role("button", name="Come back").click()
    ann.page.get_by_label("Your name").wait_for()


@pytest.mark.slow
def test_who_is_away_is_not_in_the_room_but_in_the_list_and_comes_back(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo")
    ann.enter()
    bo.enter()
    ann.wait_to_see(bo)
    member = bo.me["member"]
    ann.page.keyboard.press("p")
    listed = ann.page.locator(".people li", has_text="Bo")
    bo.page.close()
    listed.get_by_text("away").wait_for()
    wait_for(lambda: ann.probe("probe.members") == [], "Bo is hidden")
    again = invite(server.url, "Bo", like=bo)
    again.enter()
    assert again.me["member"] == member
    ann.wait_to_see(again)
    listed.get_by_text("away").wait_for(state="detached")
