"""People: one chooses how one looks, and others see just that, with a name and what is said."""

import json
from typing import Any

import pytest
from browser import CLIENT, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PEOPLE = {
    person["id"]: person
    for person in json.loads(
        (CLIENT.parent / "assets" / "avatars" / "people.json").read_text("utf-8")
    )["people"]
}
STAFF_BY_NUMBER = 65529
"""Its person, 9, would be one of the staff if all people were counted."""

AS_STAFF = f"""
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {{
  const text = typeof data === 'string';
  const lie = '"avatar":{STAFF_BY_NUMBER}';
  return send.call(this, text ? data.replace(/"avatar":\\d+/, lie) : data);
}};
"""


def _drawn(watcher: Visitor, other: Visitor) -> dict[str, Any]:
    """The other as this page draws them, once their body has come and one looks at them."""
    watcher.wait_to_see(other)
    watcher.face(tuple(other.me["position"]))
    member = other.me["member"]
    found = f"probe.members.find((one) => one.member === '{member}')"
    watcher.until(f"{found}?.level > 0 && {found}.plate", f"draws {other.name}, named")
    drawn: dict[str, Any] = watcher.probe(found)
    return drawn


def _enter(visitor: Visitor) -> None:
    visitor.page.get_by_label("Your name").fill(visitor.name)
    visitor.page.get_by_role("button", name="Enter Lobby").click()
    visitor.until("probe.phase === 'joined' && probe.frame > 1")


@pytest.mark.slow
def test_two_choose_how_they_look_and_each_sees_what_the_other_chose(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "小波")
    ann.open()
    ann.page.get_by_role("radio", name="Aisha").check()
    ann.page.get_by_role("radio", name="Clothes, colour 2 of").check()
    ann.page.get_by_role("radio", name="Second colour, colour 3 of").check()
    assert ann.page.get_by_role("group", name="Hair").count() == 0  # nobody sees it
    ann.until("probe.preview === 'there'")
    ann.page.get_by_role("button", name="Turn to the left").click()
    _enter(ann)
    assert ann.probe("probe.preview") == "none"

    # By keyboard alone: to the people, along them and through the colours, to the door.
    bo.open()
    bo.page.get_by_role("radio", name="Mei").focus()
    bo.page.keyboard.press("Space")
    bo.page.keyboard.press("ArrowRight")
    bo.page.keyboard.press("Tab")
    bo.page.keyboard.press("ArrowRight")
    bo.page.get_by_label("Your name").focus()
    bo.page.keyboard.type(bo.name)
    bo.page.keyboard.press("Enter")
    bo.until("probe.phase === 'joined' && probe.frame > 1")

    seen, aisha = _drawn(bo, ann), PEOPLE["aisha"]["colours"]
    assert seen["person"] == "aisha"
    assert seen["colours"]["top"] == aisha["top"][1]
    assert seen["colours"]["accent"] == aisha["accent"][2]
    assert seen["colours"]["skin"] == aisha["skin"][0]
    seen, kenji = _drawn(ann, bo), PEOPLE["kenji"]["colours"]
    assert seen["person"] == "kenji"
    assert seen["colours"]["top"] == seen["colours"]["bottom"] == kenji["top"][1]

    assert not seen["bubble"]
    bo.say("Hello, 你好、こんにちは. This is a longer line, so that it can be read for a while.")
    member = bo.me["member"]
    ann.until(
        f"probe.members.some((one) => one.member === '{member}' && one.bubble)",
        "words stand over who said them",
    )
    ann.until(
        f"probe.members.every((one) => one.member !== '{member}' || !one.bubble)",
        "and go again",
    )


def test_a_surprise_is_somebody_else_and_a_reload_keeps_who_one_is(server, invite):
    ann = invite(server.url, "Ann")
    ann.open()
    ann.page.get_by_role("radio", name="Ravi").check()
    before = ann.probe("probe.avatar")
    for _ in range(3):  # by chance it could be the same once
        ann.page.get_by_role("button", name="Surprise me").click()
        if ann.probe("probe.avatar") != before:
            break
    chosen = ann.probe("probe.avatar")
    assert chosen != before
    _enter(ann)
    ann.page.reload()
    ann.until("probe.phase === 'joined' && probe.frame > 1")
    assert ann.probe("probe.avatar") == chosen


@pytest.mark.slow
def test_nobody_comes_as_staff_by_a_number(server, invite):
    ann, mallory = invite(server.url, "Ann"), invite(server.url, "Mallory", script=AS_STAFF)
    ann.enter()
    mallory.enter()
    seen = _drawn(ann, mallory)
    assert not PEOPLE[seen["person"]]["staff"]
    assert seen["person"] == "kenji"  # the ninth of eight visitors is the second again
