"""In a headset, by its panels alone: talking, muting, reporting, languages, going aside, leaving.

Bo wears an emulated headset and acts by pointing and pulling; Ann is at a screen, with the list.
"""

from collections.abc import Callable

import pytest
from browser import LIST, Visitor, wait_for
from catalogue import NAMED, said
from playwright.sync_api import Locator
from wearer import DEVICE, WITHOUT_DRAWING, Wearer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

Two = tuple[Visitor, Wearer]

TYPED = {"en": "Hi", "zh": "nihao", "ja": "ぎんこう"}
"""What is pressed; capitals and voiced kana take a key of their own before or after."""
MEANT = {"en": "Hi", "zh": "你好", "ja": "銀行"}
PLAIN = {"ぎ": "き"}

# Whatever is smaller than can be read (16 pixels) or hit (48 by 48).
TOO_SMALL = """() => {
  const found = [];
  for (const one of document.querySelectorAll('#spatial > [data-place] *')) {
    const { width, height } = one.getBoundingClientRect();
    if (width < 2 || height < 2) continue;
    const text = ({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim() !== '';
    const size = parseFloat(getComputedStyle(one).fontSize);
    if ([...one.childNodes].some(text) && size < 16) found.push(`${one.textContent}: ${size}`);
    const pressed = one.matches('button, textarea, input[type=range], .choice label');
    if (pressed && (width < 48 || height < 48))
      found.push(`${one.className} ${one.textContent}: ${width} x ${height}`);
  }
  return found;
}"""


@pytest.fixture
def meet(server, invite) -> Callable[[], Two]:
    def two() -> Two:
        ann = invite(server.url, "Ann", script=LIST)
        ann.enter_list()
        bo = invite(server.url, "Bo", script=DEVICE + WITHOUT_DRAWING)
        bo.enter()
        wearer = Wearer(bo)
        wearer.put_on()
        return ann, wearer

    return two


def menu(wearer: Wearer, language: str, key: str) -> None:
    """By the button of the left hand, then the entry of the menu."""
    wearer.press("left", "menu")
    wearer.press_on(wearer.spatial.locator(".at-menu .item").filter(has_text=said(language, key)))


def press_at_last(wearer: Wearer, element: Locator) -> None:
    """After this press no more pictures may come."""
    wearer.point_on(element)
    wearer.trigger("right", down=True)
    wearer.device("controllers.right.updateButtonValue('trigger', 0)")


def panel(wearer: Wearer, name: str) -> Locator:
    return wearer.spatial.locator(f'[data-panel="{name}"]')


def button(wearer: Wearer, within: str, name: str) -> Locator:
    return panel(wearer, within).get_by_role("button", name=name, exact=True)


def speak(wearer: Wearer, language: str) -> None:
    """Chooses the language, and puts the settings away."""
    menu(wearer, "en", "hud.settings")
    choose(wearer, language)
    wearer.press("left", "menu")
    panel(wearer, "settings").wait_for(state="detached")


def choose(wearer: Wearer, language: str) -> None:
    settings = panel(wearer, "settings")
    wearer.press_on(settings.locator("label").filter(has_text=NAMED[language]))
    title = said(language, "settings.title")
    settings.get_by_role("heading", name=title, exact=True).wait_for(state="attached")


def write(wearer: Wearer, language: str) -> None:
    for letter in TYPED[language]:
        if letter.isupper():
            wearer.press_on(button(wearer, "keyboard", said(language, "type.shift")))
        wearer.press_on(button(wearer, "keyboard", PLAIN.get(letter, letter)))
        if letter in PLAIN:
            wearer.press_on(button(wearer, "keyboard", said(language, "type.small")))


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_says_a_ready_phrase_and_writes_one_by_the_keyboard(meet, language):
    ann, bo = meet()
    if language != "en":
        speak(bo, language)
    menu(bo, language, "hud.chat")
    phrase = said(language, "phrases.hello")
    bo.press_on(panel(bo, "chat").locator(".phrase").filter(has_text=phrase))
    ann.reads(phrase)

    bo.press_on(panel(bo, "chat").locator("textarea"))
    panel(bo, "keyboard").wait_for(state="attached")
    write(bo, language)
    if language != "en":
        offer = panel(bo, "keyboard").locator(".offer").filter(has_text=MEANT[language]).first
        bo.press_on(offer)
    wait_for(
        lambda: panel(bo, "chat").locator("textarea").input_value() == MEANT[language],
        "what is written stands in the field",
    )
    assert bo.page.evaluate(TOO_SMALL) == []
    bo.press_on(button(bo, "keyboard", said(language, "type.enter")))
    ann.reads(MEANT[language])
    bo.press_on(panel(bo, "keyboard").locator(".scripts > .round"))
    panel(bo, "keyboard").wait_for(state="detached")


def test_reads_what_is_said_mutes_and_reports(meet):
    ann, bo = meet()
    ann.say("Good morning!")
    captions = panel(bo, "captions")
    captions.get_by_text("Good morning!").wait_for(state="attached")

    menu(bo, "en", "hud.people")
    bo.press_on(panel(bo, "people").locator("li:not(.own) > button"))
    bo.press_on(button(bo, "people", said("en", "people.mute")))
    panel(bo, "people").get_by_text(said("en", "people.muted")).wait_for(state="attached")
    ann.say("Can you hear me?")
    bo.press_on(button(bo, "people", said("en", "people.report")))
    assert bo.page.evaluate(TOO_SMALL) == []
    bo.press_on(panel(bo, "person").locator("label").filter(has_text=said("en", "report.spam")))
    bo.press_on(button(bo, "person", said("en", "report.send")))
    sent = said("en", "report.sent", name="Ann")
    panel(bo, "person").get_by_text(sent).wait_for(state="attached")
    bo.press_on(panel(bo, "person").locator("header .round").last)
    panel(bo, "person").wait_for(state="detached")
    assert bo.spatial.get_by_text("Can you hear me?").count() == 0


def test_speaks_another_language_and_is_as_large_in_each(meet):
    _, bo = meet()
    menu(bo, "en", "hud.settings")
    for language in ("ja", "zh"):
        choose(bo, language)
        assert bo.page.evaluate(TOO_SMALL) == []


def test_goes_aside_at_once_comes_back_and_leaves(meet):
    ann, bo = meet()
    menu(bo, "en", "aside.go")
    button(bo, "aside", said("en", "aside.back")).wait_for(state="attached")
    gone = (
        ann.page.get_by_role("listitem")
        .filter(has_text="Bo")
        .get_by_text(said("en", "people.away"))
    )
    gone.wait_for()
    bo.press_on(button(bo, "aside", said("en", "aside.back")))
    gone.wait_for(state="detached")

    menu(bo, "en", "headset.leaveVr")
    bo.visitor.until("probe.headset.worn === false", "the headset is off")
    assert bo.spatial.locator("*").count() == 0
    bo.put_on()
    bo.press("left", "menu")
    press_at_last(bo, button(bo, "menu", said("en", "headset.leaveBranch")))
    bo.page.get_by_role("heading", name=said("en", "end.left.title")).wait_for()
    assert bo.probe("worn") is False


def test_is_told_in_the_headset_that_the_visit_goes_on_elsewhere(invite, meet, server):
    _, bo = meet()
    second = invite(server.url, "Bo", like=bo.visitor)
    second.open()
    second.page.get_by_role("button", name="Continue as Bo").click()
    second.until("probe.phase === 'joined'")
    ended = said("en", "end.replaced.title")
    panel(bo, "page").get_by_role("heading", name=ended).wait_for(state="attached")
    press_at_last(bo, button(bo, "page", said("en", "headset.toScreen")))
    bo.visitor.until("probe.headset.worn === false", "the headset is off")
    bo.page.get_by_role("heading", name=ended).wait_for()
