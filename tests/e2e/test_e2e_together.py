"""Being together: words to one person, muting, reactions, a report, input methods, the list.

Most visitors here have no 3D view: the list is quicker to draw, and does all that the room does.
"""

import re
from itertools import pairwise

import pytest
from browser import LIST, Visitor, distance, grave, wait_for
from playwright.sync_api import Locator

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


# Keeps what the live region says, as a screen reader hears it.
LISTEN = """() => {
  const heard = (window.heard = []);
  const region = document.querySelector('[role=status][aria-live=polite]');
  const note = () => heard.push({ text: region.textContent, at: performance.now() });
  const all = { childList: true, characterData: true, subtree: true };
  new MutationObserver(note).observe(region, all);
}"""


def _come(invite, url: str, name: str) -> Visitor:
    visitor: Visitor = invite(url, name, script=LIST)
    visitor.enter_list()
    return visitor


def _write(visitor: Visitor, text: str) -> None:
    field = visitor.page.locator("#say")
    field.fill(text)
    field.press("Enter")


def _unfold(visitor: Visitor, other: str) -> None:
    visitor.page.locator(".people button.person-row", has_text=other).click()


def _act(visitor: Visitor, other: str, action: str) -> None:
    """Through the list of people."""
    acts = visitor.page.get_by_role("group", name=f"What you can do with {other}")
    if acts.count() == 0:
        _unfold(visitor, other)
    acts.get_by_role("button", name=action).click()


def _thread(visitor: Visitor, other: str) -> Locator:
    threads = visitor.page.get_by_role("group", name="Conversations")
    return threads.get_by_role("button", name=re.compile(f"^{other}"))


def _listen(visitor: Visitor) -> None:
    visitor.page.evaluate(LISTEN)


def _hears(visitor: Visitor, text: str) -> None:
    def heard() -> bool:
        return any(text in one["text"] for one in visitor.page.evaluate("window.heard"))

    wait_for(heard, f"{visitor.name} hears {text!r}")


def test_words_to_one_person_reach_that_one_alone_and_are_marked(server, invite):
    ann, bo, cy = (_come(invite, server.url, name) for name in ("Ann", "Bo", "Cy"))
    _listen(bo)
    _act(ann, "Bo", "Write privately")
    ann.page.get_by_label("Private message to Bo").wait_for()
    assert ann.page.evaluate("document.activeElement.id") == "say"
    _write(ann, "between us")
    _hears(bo, "Ann to you alone: between us")
    thread = _thread(bo, "Ann")
    assert "1 new message" in thread.inner_text()
    assert (
        bo.page.get_by_text("between us").count() == 1
    )  # in the live region, not among the room's words
    thread.click()
    bo.reads("between us")
    assert "new message" not in thread.inner_text()
    _write(bo, "nobody else hears")
    ann.reads("nobody else hears")
    _write(cy, "to all of you")
    ann.page.get_by_role("button", name=re.compile("Everybody.*1 new message", re.S)).click()
    ann.reads("to all of you")
    assert ann.page.locator(".log", has_text="between us").count() == 0
    # Who comes into the room again finds the conversation, and nobody else does.
    bo.page.reload()
    bo.until("probe.phase === 'joined'")
    _thread(bo, "Ann").click()
    bo.reads("between us")
    assert "between us" not in cy.page.content()
    assert cy.page.get_by_role("group", name="Conversations").get_by_role("button").count() == 1


def test_words_to_somebody_who_has_left_are_said_to_be_unsent(server, invite):
    ann, bo = (_come(invite, server.url, name) for name in ("Ann", "Bo"))
    _act(ann, "Bo", "Write privately")
    bo.page.get_by_role("button", name="Leave").click()
    ann.page.get_by_text("1 person").wait_for()
    _write(ann, "are you there?")
    ann.page.get_by_text("not sent: Bo has left").wait_for()


def test_who_is_muted_is_silent_for_oneself_alone_until_heard_again(server, invite):
    ann, bo, cy = (_come(invite, server.url, name) for name in ("Ann", "Bo", "Cy"))
    _write(bo, "before")
    ann.reads("before")
    _act(ann, "Bo", "Mute for me")
    ann.page.locator(".people").get_by_text("muted for you").wait_for()
    ann.page.locator(".log", has_text="before").wait_for(state="detached")
    _write(bo, "while muted")
    cy.reads("while muted")
    bo.page.locator("#react").click()
    bo.page.get_by_role("button", name="Heart").click()
    cy.until("probe.reactions === 1")
    _write(cy, "and after that")
    ann.reads("and after that")
    assert ann.page.locator(".log", has_text="while muted").count() == 0
    assert ann.probe("probe.reactions") == 0
    _act(ann, "Bo", "Hear again")
    ann.reads("while muted")


def test_a_reaction_is_seen_and_told(server, invite):
    ann = _come(invite, server.url, "Ann")
    bo = invite(server.url, "Bo")
    bo.enter()
    _listen(ann)
    bo.page.keyboard.press("1")
    _hears(ann, "Bo waves.")
    bo.page.keyboard.press("r")
    bo.page.get_by_role("button", name="Celebrate").press("Enter")
    _hears(ann, "Bo celebrates.")
    # The other way: on the figure and above the head, in the picture.
    bo.wait_to_see(ann)
    bo.until("probe.members[0].level === 3", "the figure has a body")
    bo.page.evaluate(KEEP_SHOWN)
    ann.page.locator("#react").click()
    ann.page.get_by_role("button", name="Wave").click()
    _shows(bo, "wave")
    ann.page.locator("#react").click()
    ann.page.get_by_role("button", name="Heart").click()
    _shows(bo, "heart")


# Keeps every gesture and sign that the page shows of its first member.
KEEP_SHOWN = """() => {
  const shown = (window.shown = new Set());
  const look = () => {
    const member = window.vbranchProbe.members[0];
    if (member?.gesture) shown.add(member.gesture);
    if (member?.sign) shown.add(member.sign);
    requestAnimationFrame(look);
  };
  look();
}"""


def _shows(visitor: Visitor, name: str) -> None:
    wait_for(
        lambda: name in visitor.page.evaluate("[...window.shown]"), f"{visitor.name} sees {name}"
    )


def test_somebody_is_reported_to_staff(server, invite):
    ann, _ = (_come(invite, server.url, name) for name in ("Ann", "Bo"))
    _act(ann, "Bo", "Report")
    form = ann.page.get_by_role("dialog", name="Report Bo")
    form.get_by_role("button", name="Send the report").click()
    form.get_by_text("Please choose what it is about").wait_for()
    form.get_by_label("Insults or harassment").check(force=True)
    form.get_by_label("In your words").fill("said bad words")
    assert grave(ann.page) == []
    form.get_by_role("button", name="Send the report").click()
    form.get_by_text("Staff have your report about Bo").wait_for()
    form.get_by_role("button", name="Close").last.click()
    form.wait_for(state="detached")


def test_an_input_method_takes_enter_for_itself_and_nobody_walks(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    ann.page.keyboard.press("Enter")
    field = ann.page.locator("#say")
    line = ann.context.new_cdp_session(ann.page)
    start = ann.me["position"]
    ann.page.keyboard.type("wasd ")
    line.send("Input.imeSetComposition", {"text": "にほn", "selectionStart": 3, "selectionEnd": 3})
    key = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    line.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    line.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    assert field.input_value() == "wasd にほn"  # nothing was sent
    line.send("Input.insertText", {"text": "日本"})
    assert field.input_value() == "wasd 日本"
    ann.page.keyboard.press("Shift+Enter")
    ann.page.keyboard.type("zwei")
    ann.page.keyboard.press("Enter")
    ann.reads("wasd 日本\nzwei")
    assert field.input_value() == ""
    assert ann.me["position"] == start


def test_what_is_typed_outlives_a_lost_line_and_a_folded_chat(launch, invite):
    server = launch()
    ann = invite(server.url, "Ann")
    ann.enter()
    ann.page.keyboard.press("Enter")
    ann.page.keyboard.type("half a sent")
    ann.page.get_by_role("button", name="Make the chat small").click()
    server.kill()
    ann.until("probe.phase === 'lost'")
    assert ann.page.locator("#say").input_value() == "half a sent"
    ann.page.locator("#say").focus()
    ann.page.keyboard.press("End")
    ann.page.keyboard.type("ence")
    ann.page.keyboard.press("Enter")
    ann.page.locator(".log .sending", has_text="half a sentence").wait_for(state="attached")
    server.start()
    ann.until("probe.phase === 'joined'")
    ann.reads("half a sentence")


def test_escape_closes_one_thing_at_a_press(server, invite):
    ann = invite(server.url, "Ann")
    ann.enter()
    ann.page.get_by_role("button", name="People").click()
    ann.page.locator("#react").click()
    palette = ann.page.get_by_role("region", name="Show a reaction")
    palette.wait_for()
    ann.page.keyboard.press("Escape")
    palette.wait_for(state="detached")
    panel = ann.page.get_by_role("heading", name="In this room")
    assert panel.count() == 1
    ann.page.keyboard.press("Escape")
    panel.wait_for(state="detached")


def test_keys_that_follow_at_once_find_the_palette_open(server, invite):
    ann = _come(invite, server.url, "Ann")
    palette = ann.page.get_by_role("region", name="Show a reaction")
    choices = palette.get_by_role("button")
    for again in range(5):
        _tab_to(ann, "Show a reaction", backwards=again > 0)
        ann.page.keyboard.press("Enter")
        ann.page.keyboard.press("Tab")
        assert choices.nth(1).evaluate("(choice) => choice === document.activeElement")
        ann.page.keyboard.press("Escape")
        palette.wait_for(state="detached")


def test_the_list_does_all_by_keyboard(server, invite):
    ann = _come(invite, server.url, "Ann")
    bo = invite(server.url, "Bo")
    bo.enter()
    assert grave(ann.page) == []
    _listen(ann)

    # To Bo: the others see Ann stand there.
    keyboard = ann.page.keyboard
    _tab_to(ann, "Bo")
    keyboard.press("Enter")
    _tab_to(ann, "Take me there")
    keyboard.press("Enter")
    bo.until("probe.members.length === 1")
    here = bo.me["position"]
    wait_for(lambda: distance(bo.sees(ann)["position"], here) < 1.4, "Ann stands before Bo")

    # An exhibit: its parts for everybody, then in hand, turned in words, and back.
    _tab_to(ann, "Take in hand")
    keyboard.press("Enter")
    ann.page.get_by_text("It is in your hands").wait_for()
    _tab_to(ann, "Turn right")
    for _ in range(4):
        keyboard.press("Enter")
    ann.page.get_by_text("turned 45° to the right").wait_for()
    bo.until("probe.heldRecords > 0")
    _tab_to(ann, "Put back", backwards=True)
    keyboard.press("Enter")
    ann.page.get_by_text("Nobody has it in hand").first.wait_for()
    _tab_to(ann, "Show to everybody")
    keyboard.press("Enter")
    ann.page.get_by_text("shown to everybody now").wait_for()

    # A word, a reaction, another room.
    _tab_to(ann, "Message to everybody", backwards=True)
    keyboard.type("By keys alone")
    keyboard.press("Enter")
    bo.reads("By keys alone")
    _tab_to(ann, "Show a reaction", backwards=True)
    keyboard.press("Enter")
    _tab_to(ann, "Smile")
    keyboard.press("Enter")
    bo.until("probe.reactions === 1")
    _tab_to(ann, "Go there: Lobby, east side", backwards=True)
    keyboard.press("Enter")
    ann.until("probe.room !== 'lobby' && probe.phase === 'joined'")
    _hears(ann, "You are now in Lobby, east side")
    assert grave(ann.page) == []


def _tab_to(visitor: Visitor, name: str, *, backwards: bool = False) -> None:
    """Until what has this name has the focus."""
    for _ in range(60):
        focused = visitor.page.evaluate(FOCUSED)
        if focused.startswith(name):
            return
        visitor.page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"{visitor.name} does not come to {name!r} by keyboard")


# The name of what has the focus, in short.
FOCUSED = """() => {
  const { labels, ariaLabel, textContent } = document.activeElement;
  const label = labels?.[0]?.textContent ?? ariaLabel ?? textContent;
  return label.replaceAll(/\\s+/g, ' ').trim();
}"""


def test_the_live_region_never_floods(server, invite):
    ann, bo = (_come(invite, server.url, name) for name in ("Ann", "Bo"))
    _listen(ann)
    for number in range(8):
        _write(bo, f"line {number}")
    _hears(ann, "line 7")
    times = [one["at"] for one in ann.page.evaluate("window.heard")]
    assert times
    assert all(later - earlier > 1900 for earlier, later in pairwise(times))
