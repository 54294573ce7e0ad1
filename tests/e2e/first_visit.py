"""A first visit from its beginning to its end, station by station, whatever hands one has.

Names come from the catalogues, so that the same visit is made in each language. A witness in the
same room, who has the list alone, notices what is done.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from browser import STATE, Visitor, wait_for
from catalogue import NAMED, pattern, said
from glyphs import strangers
from hands import Hands
from playwright.sync_api import Locator, Route, TimeoutError

CARD = (2.7, 1.52, 0.5)
CHAIR = (2.85, 0.45, -2.5)
LOBBY = {"en": "Lobby", "zh": "大堂", "ja": "ロビー"}
CARD_TITLE = {"en": "Welcome card", "zh": "迎新银行卡", "ja": "ウェルカムカード"}
PROGRAMME = {"en": "Safe payments", "zh": "安全支付", "ja": "安全な支払い"}
HELLO = {"en": "Good morning!", "zh": "大家早上好！", "ja": "おはようございます！"}
PRIVATE = {"en": "Just for you", "zh": "只告诉您一个人", "ja": "あなたにだけお伝えします"}
NEXT = {"en": "zh", "zh": "ja", "ja": "en"}
"""To which language one changes during the visit."""

NOTICED_MS = 6000
"""The next step comes after a moment of praise."""

MODELS = re.compile(r"/content/.*glb")

LISTEN = """() => {
  const heard = (window.heard = []);
  const region = document.querySelector('[role=status][aria-live=polite]');
  const all = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => heard.push(region.textContent)).observe(region, all);
}"""


class Witness:
    """Somebody in the list, who speaks English."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.page.set_viewport_size({"width": 1000, "height": 640})
        visitor.ask_to_enter()
        visitor.until("probe.phase === 'joined'")
        self.page.evaluate(LISTEN)

    def hears(self, text: str) -> None:
        def heard() -> bool:
            return any(text in one for one in self.page.evaluate("window.heard"))

        wait_for(heard, f"{self.visitor.name} hears {text!r}")

    def answers(self, other: str, word: str, text: str) -> None:
        """To this word, in the conversation with the other alone."""
        threads = self.page.get_by_role("group", name="Conversations")
        threads.get_by_role(
            "button", name=re.compile(f"^{other}.*1 new message", re.DOTALL)
        ).click()
        self.visitor.reads(word)
        field = self.page.get_by_label(f"Private message to {other}")
        field.fill(text)
        field.press("Enter")


class Guest:
    """Somebody who is here for the first time."""

    def __init__(
        self, visitor: Visitor, language: str, hands: Hands, see: Callable[[str], None]
    ) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.language = language
        self.hands = hands
        self._see = see
        """Is told of each station."""
        self._held: list[Route] = []

    # ---- what things are called

    def said(self, key: str, **values: object) -> str:
        return said(self.language, key, **values)

    def button(self, key: str, within: Locator | None = None, **values: object) -> Locator:
        """By the beginning of its name: keys and numbers may follow."""
        name = re.compile("^" + re.escape(self.said(key, **values)))
        return (within or self.page.locator("body")).get_by_role("button", name=name).first

    def tool(self, key: str) -> Locator:
        return self.button(key, self.page.get_by_role("navigation", name=self.said("hud.controls")))

    def heading(self, text: str) -> Locator:
        return self.page.get_by_role("heading", name=text)

    def at(self, station: str) -> None:
        """Every character here is one of the page's own font."""
        assert strangers(self.page) == [], station
        self._see(station)

    # ---- the stations

    def reads_the_entrance(self) -> None:
        self.page.route(MODELS, lambda route: self._held.append(route))
        self.visitor.open()
        self.page.get_by_role("heading", name=self.said("entry.title"), exact=True).wait_for()
        assert (self.page.get_attribute("html", "lang") or "")[:2] == self.language
        self.hands.press(self.page.get_by_text(self.said("keep.more")))
        self.page.get_by_text(self.said("keep.nothingElse")).wait_for()
        self.at("entrance")

    def says_who(self) -> None:
        before = self.visitor.probe("probe.avatar")
        group = self.page.get_by_role("group", name=self.said("chooser.title"))
        people = group.get_by_role("radio")
        self.hands.choose(people.nth(2 if people.nth(4).is_checked() else 4))
        self.visitor.until(f"probe.avatar !== {before}", "another person")
        self.hands.write(self.page.get_by_label(self.said("entry.name")), self.visitor.name)
        self.hands.press(self.button("entry.enter", room=LOBBY[self.language]))

    def comes_in(self) -> None:
        self.heading(self.said("entry.onTheWay", room=LOBBY[self.language])).wait_for()
        self.page.get_by_text(PROGRAMME[self.language]).first.wait_for()
        self.page.get_by_text(pattern(self.language, "entry.bytes")).wait_for()
        self.at("way")
        self._lets_models_come()
        self.visitor.until(f"probe.phase === 'joined' && {STATE} && probe.frame > 1")
        self.heading(LOBBY[self.language]).first.wait_for()

    def _lets_models_come(self) -> None:
        while self._held:
            self._held.pop().continue_()
        self.page.unroute(MODELS)

    def does_without_3d(self) -> None:
        self.hands.press(self.button("device.goPlain"))
        self.page.get_by_text(self.said("entry.plain")).wait_for()
        self._lets_models_come()

    def comes_into_the_list(self) -> None:
        self.visitor.until("probe.phase === 'joined'")
        self.heading(self.said("list.peopleHere")).wait_for()
        self.page.get_by_text(PROGRAMME[self.language]).first.wait_for()
        assert self.visitor.probe("probe.frame") == 0, "nothing is drawn"
        self.at("list")

    def takes_the_first_steps(self) -> None:
        guide = self.page.get_by_role("region", name=self.said("guide.title"))
        guide.get_by_text(self.said(f"guide.look.{self.hands.kind}")).wait_for()
        self.at("guide")
        walk = guide.get_by_text(self.said(f"guide.walk.{self.hands.kind}"))
        self._turns_until(walk)
        self.hands.walk(1.4)
        guide.get_by_text(self.said(f"guide.meet.{self.hands.kind}")).wait_for()
        self.hands.press(self.button("guide.finish", guide))
        guide.wait_for(state="detached")

    def _turns_until(self, noticed: Locator) -> None:
        """A key that is held between two pictures of a busy machine turns little or nothing."""
        for _ in range(5):
            self.hands.turn(0.8)
            with suppress(TimeoutError):
                return noticed.wait_for(timeout=NOTICED_MS)
        raise AssertionError(f"{self.visitor.name} turns, and is not noticed")

    def shows_an_exhibit(self, witness: Witness) -> None:
        self.hands.use(CARD)
        self.heading(CARD_TITLE[self.language]).wait_for()
        self.visitor.comes_to_rest()
        self.hands.press(self.button("exhibit.closer"))
        self.visitor.until("probe.closer?.exhibit === 'welcome-card' && probe.closer.left === 0")
        parts = self.page.get_by_role("group", name=self.said("exhibit.hotspots"))
        self.hands.press(parts.get_by_role("button").nth(1))
        card = witness.page.get_by_role("article", name=CARD_TITLE["en"])
        card.locator("li.open", has_text="Contactless payment").wait_for()
        self.at("exhibit")
        self._leads(witness)

    def shows_an_exhibit_of_the_list(self, witness: Witness) -> None:
        mine = self.page.get_by_role("article", name=CARD_TITLE[self.language])
        self.hands.press(self.button("exhibit.closer", mine))
        self.hands.press(self.button("list.take", mine))
        card = witness.page.get_by_role("article", name=CARD_TITLE["en"])
        card.get_by_text(f"{self.visitor.name} is turning it").wait_for()
        self.hands.press(self.button("exhibit.turnRight", mine))
        self.hands.press(self.button("exhibit.putBack", mine))
        card.get_by_text("Nobody has it in hand").wait_for()
        self.hands.press(self.button("list.openForAll", mine))
        card.locator("li.open", has_text="Chip").wait_for()
        self._leads(witness)

    def _leads(self, witness: Witness) -> None:
        card = witness.page.get_by_role("article", name=CARD_TITLE["en"])
        self.hands.press(self.button("exhibit.guide"))
        card.get_by_text(f"{self.visitor.name} is showing this").wait_for()
        self.hands.press(self.button("exhibit.guideEnd"))
        card.get_by_text(f"{self.visitor.name} is showing this").wait_for(state="detached")

    def steps_back(self) -> None:
        self.hands.press(self.button("exhibit.back"))
        self.visitor.until("probe.closer === null")
        if self.hands.kind == "touch":  # there the card lies over the chat
            self.hands.press(self.button("hud.fold", self.page.locator(".exhibit")))

    def talks(self, witness: Witness) -> None:
        self._write("chat.label", HELLO[self.language])
        witness.visitor.reads(HELLO[self.language])
        self.hands.press(self.button("emotes.title"))
        palette = self.page.get_by_role("region", name=self.said("emotes.title"))
        self.hands.press(self.button("emotes.heart", palette))
        witness.hears(f"{self.visitor.name} sends a heart.")

    def talks_to_one(self, witness: Witness) -> None:
        other = witness.visitor.name
        self.hands.press(self.page.locator(".people button.person-row", has_text=other))
        self.hands.press(self.button("people.write"))
        self._write("chat.labelTo", PRIVATE[self.language], name=other)
        witness.answers(self.visitor.name, PRIVATE[self.language], "Thank you")
        self.visitor.reads("Thank you")

    def opens_people(self) -> None:
        self.hands.press(self.tool("hud.people"))
        self.heading(self.said("people.title")).wait_for()
        self.at("people")

    def _write(self, label: str, text: str, **values: Any) -> None:
        self.hands.write(self.page.get_by_label(self.said(label, **values)), text)
        self.hands.send(self.button("chat.send"))

    def closes_the_panel(self) -> None:
        if self.hands.kind != "touch":  # there it has made way for the chat
            self.hands.press(self.button("hud.close", self.page.locator("#panel")))
        self.page.locator("#panel aside").wait_for(state="detached")

    def sits(self, witness: Witness) -> None:
        self.hands.sit(CHAIR)
        self.visitor.until("probe.moving.seat !== null", "sits")
        witness.hears(f"{self.visitor.name} sat down.")
        self.at("seat")

    def sits_in_the_list(self, witness: Witness) -> None:
        self.hands.press(self.button("list.sit"))
        witness.hears(f"{self.visitor.name} sat down.")
        self.button("list.getUp").wait_for()

    def changes_settings(self) -> None:
        self.hands.press(self.tool("hud.settings"))
        look = self.page.get_by_role("group", name=self.said("settings.theme.title"))
        self.hands.choose(look.get_by_role("radio", name=self.said("settings.theme.dark")))
        wait_for(lambda: self.page.get_attribute("html", "data-theme") == "dark", "it is dark")
        self.language = NEXT[self.language]
        self.hands.choose(self.page.get_by_role("radio", name=NAMED[self.language]))
        self.heading(self.said("settings.title")).wait_for()
        assert (self.page.get_attribute("html", "lang") or "")[:2] == self.language
        self.at("settings")

    def leaves(self, witness: Witness) -> None:
        self.hands.press(self.tool("hud.leave"))
        self.heading(self.said("end.left.title")).wait_for()
        witness.hears(f"{self.visitor.name} left.")
        self.at("left")
        self.hands.press(self.button("end.left.act"))
        self.page.get_by_role("heading", name=self.said("entry.title"), exact=True).wait_for()


def whole_visit(guest: Guest, witness: Witness) -> None:
    """In the room."""
    guest.reads_the_entrance()
    guest.says_who()
    guest.comes_in()
    witness.hears(f"{guest.visitor.name} came in.")
    guest.takes_the_first_steps()
    guest.shows_an_exhibit(witness)
    guest.steps_back()
    guest.talks(witness)
    guest.opens_people()
    guest.talks_to_one(witness)
    guest.closes_the_panel()
    guest.sits(witness)
    guest.changes_settings()
    guest.leaves(witness)


def visit_in_the_list(guest: Guest, witness: Witness) -> None:
    """Without 3D, by one's own choice."""
    guest.reads_the_entrance()
    guest.does_without_3d()
    guest.says_who()
    guest.comes_into_the_list()
    witness.hears(f"{guest.visitor.name} came in.")
    guest.shows_an_exhibit_of_the_list(witness)
    guest.talks(witness)
    guest.talks_to_one(witness)
    guest.sits_in_the_list(witness)
    guest.changes_settings()
    guest.leaves(witness)
