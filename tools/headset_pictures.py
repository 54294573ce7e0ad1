"""Pictures of the panels that the wearer of a headset sees, by one eye of an emulated one.

    .venv/bin/python tools/headset_pictures.py --to some/folder
    .venv/bin/python tools/headset_pictures.py --to folder people chat --language ja --theme dark

Each panel is opened through the emulated headset, in the language and theme that is asked for,
before a bright part of the lobby or (``--ground dark``) a dark one; what concerns an exhibit,
before the card. Somebody else is there, in the list. ``--beside`` also keeps the same panel as the
browser itself shows it: both have to look alike. Software rendering is slow: a picture takes a
minute or more.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "e2e")]

from browser import LIST, Visitor, launch_chromium, wait_for  # noqa: E402
from catalogue import NAMED, pattern, said  # noqa: E402
from wearer import DEVICE, Wearer  # noqa: E402

from server_process import ServerProcess, find_free_port  # noqa: E402

EYE = {"width": 1200, "height": 900}
PATIENCE_MS = 300_000
PAINTED = 4  # frames until a panel is there, also one that is painted in strips
LINES = {
    "en": ("Good morning! Where is the model of the house?", "Thank you, I see it."),
    "zh": ("早上好！“房贷”的展品在哪里？", "谢谢，我看到了。"),
    "ja": ("おはようございます。「住宅ローン」の展示はどこですか。", "ありがとうございます。"),
}
# Ahead of where one comes in, and to the side of the dark screens, metres.
GROUNDS = {"bright": (0.0, 1.5, -4.0), "dark": (-8.0, 1.6, 3.4)}
OTHER = {"en": "Robin", "zh": "小林", "ja": "ミカ"}
CARD = (2.7, 1.52, 0.5)
BEFORE_THE_CARD = ("prompts", "held", "exhibit")
# Puts a panel of the host before the page's picture, as it would stand on a screen, and back.
SHOW = "(host) => { host.style.left = '0'; host.style.zIndex = '2147483647'; }"
HIDE = "(host) => { host.style.left = host.style.zIndex = ''; }"


class Album:
    """Somebody with a headset, and where the pictures of what they see go."""

    def __init__(self, visitor: Visitor, other: Visitor, asked: argparse.Namespace) -> None:
        self.visitor, self.other, self.asked = visitor, other, asked
        self.language: str = asked.language
        self.wearer = Wearer(visitor)

    def begin(self) -> None:
        """Enters, with a few words in the chat, and comes to speak the language by the settings."""
        self.visitor.enter()
        self.other.enter_list()
        for line in LINES[self.language]:
            self.visitor.say(line)
        at_the_card = any(name in BEFORE_THE_CARD for name in self.asked.names)
        if at_the_card:
            self._go_to_the_card()
        self.wearer.put_on()
        self.wearer.look_at(CARD if at_the_card else GROUNDS[self.asked.ground])
        if self.language != "en":
            self.language = "en"
            self.open("hud.settings")
            chosen = self.wearer.spatial.get_by_text(NAMED[self.asked.language], exact=True)
            self.wearer.press_on(chosen.first)
            self.language = self.asked.language
            self.wearer.press("left", "menu")

    def open(self, key: str | None) -> None:
        """The menu in front, or what its entry with this text opens."""
        self.wearer.press("left", "menu")
        if "menu" not in self.wearer.panels():
            self.wearer.press("left", "menu")
        if key is not None:
            name = pattern(self.language, key)
            menu = self.wearer.spatial.locator("[data-panel=menu]")
            self.wearer.press_on(menu.get_by_role("button", name=name).first)
        self.wearer.rest()
        self.wearer.frames(PAINTED)

    def _go_to_the_card(self) -> None:
        self.visitor.face(CARD)
        self.visitor.sees_a_new_picture()
        self.visitor.page.mouse.click(*self.visitor.screen_place(CARD))
        self.visitor.until("probe.moving.target === null")
        self.visitor.comes_to_rest()

    def close(self) -> None:
        """Nothing is open in front."""
        self.open(None)
        self.wearer.press("left", "menu")
        self.wearer.frames(PAINTED)

    def person(self) -> None:
        self.open("hud.people")
        row = self.wearer.spatial.get_by_role("button", name=self.other.name).first
        self.wearer.press_on(row)
        self.wearer.rest()
        self.wearer.frames(PAINTED)

    def card(self) -> None:
        """Of somebody who is pointed at in the room."""
        self.close()
        seen = self.visitor.sees(self.other)
        assert seen is not None
        x, y, z = seen["position"]
        self.wearer.look_at((x, y + 1.2, z))
        self.wearer.aim("right", (x, y + 1.2, z))
        self.wearer.click("right")
        wait_for(lambda: "person" in self.wearer.panels(), "the card is open")
        self.wearer.rest()
        self.wearer.frames(PAINTED)

    def captions(self) -> None:
        """Below what is open in front."""
        self.open("hud.people")
        self.other.page.get_by_label(said("en", "chat.label")).fill(LINES[self.language][0])
        self.other.page.keyboard.press("Enter")
        wait_for(lambda: "captions" in self.wearer.panels(), "what is said is to be read")
        self.wearer.frames(PAINTED)

    def prompts(self) -> None:
        self.close()
        wait_for(lambda: "prompts" in self.wearer.panels(), "the exhibit is offered")
        self.wearer.frames(PAINTED)

    def exhibit(self) -> None:
        self.open("headset.here")

    def held(self) -> None:
        self.exhibit()
        panel = self.wearer.spatial.locator("[data-panel=exhibit]")
        take = panel.get_by_role("button", name=said(self.language, "exhibit.take")).first
        self.wearer.press_on(take)
        self.wearer.press_on(
            panel.get_by_role("button", name=said(self.language, "hud.close")).first
        )
        wait_for(lambda: "held" in self.wearer.panels(), "it is in hand")
        self.wearer.rest()
        self.wearer.frames(PAINTED)

    def wrist(self) -> None:
        place = self.ahead(0.42, -0.25)
        self.wearer.look_at(place)
        self.wearer.hand("left", place)
        wait_for(lambda: "wrist" in self.wearer.panels(), "the menu is at the wrist")
        self.wearer.frames(PAINTED)

    def keyboard(self) -> None:
        self.open("hud.chat")
        self.wearer.press_on(self.wearer.spatial.locator("textarea").first)
        self.wearer.rest()
        self.wearer.frames(PAINTED)

    def ahead(self, distance: float, up: float) -> list[float]:
        """A place of the room, so far before the eyes."""
        head = self.wearer.probe("head")
        x, y, z, w = head["rotation"]
        way = (-2 * (x * z + w * y), 0.0, -(1 - 2 * (x * x + y * y)))
        place = [p + q * distance for p, q in zip(head["position"], way, strict=True)]
        return [place[0], place[1] + up, place[2]]

    def keep(self, name: str) -> None:
        page, asked = self.visitor.page, self.asked
        stem = f"{name}-{asked.language}-{asked.theme}-{asked.ground}"
        page.screenshot(path=asked.to / f"{stem}.png", timeout=PATIENCE_MS)
        print(asked.to / f"{stem}.png", sorted(self.wearer.panels()))
        if not asked.beside:
            return
        self.wearer.spatial.evaluate(SHOW)
        panel = page.locator(f"#spatial [data-panel={name}]")
        panel.screenshot(path=asked.to / f"{stem}-page.png", timeout=PATIENCE_MS)
        self.wearer.spatial.evaluate(HIDE)


def scenes(album: Album) -> dict[str, Callable[[], None]]:
    def opened(key: str | None) -> Callable[[], None]:
        return lambda: album.open(key)

    return {
        "menu": opened(None),
        "people": opened("hud.people"),
        "chat": opened("hud.chat"),
        "reactions": opened("headset.reactions"),
        "rooms": opened("list.rooms"),
        "settings": opened("hud.settings"),
        "help": opened("hud.help"),
        "keyboard": album.keyboard,
        "wrist": album.wrist,
        "person": album.person,
        "card": album.card,
        "captions": album.captions,
        "prompts": album.prompts,
        "exhibit": album.exhibit,
        "held": album.held,
    }


ROOM = ("menu", "people", "chat", "reactions", "rooms", "settings", "help", "keyboard", "wrist")
NAMES = (*ROOM, "person", "card", "captions", *BEFORE_THE_CARD)


def take(browser: Browser, url: str, asked: argparse.Namespace) -> None:
    context = browser.new_context(
        viewport=EYE, locale="en-GB", reduced_motion="reduce", color_scheme=asked.theme
    )
    context.add_init_script(DEVICE)
    visitor = Visitor(context, url, said(asked.language, "people.you"))
    visitor.page.set_default_timeout(PATIENCE_MS)
    there = browser.new_context(locale="en-GB")
    there.add_init_script(LIST)
    album = Album(visitor, Visitor(there, url, OTHER[asked.language]), asked)
    album.begin()
    for name in asked.names:
        scenes(album)[name]()
        album.keep(name)
    context.close()
    there.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES), default=ROOM)
    parser.add_argument("--to", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--language", choices=NAMED, default="en")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--ground", choices=GROUNDS, default="bright", help="what lies behind")
    parser.add_argument("--beside", action="store_true", help="also as the browser shows it")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data, sync_playwright() as playwright:
        server = ServerProcess(Path(data) / "data", find_free_port(), (), {})
        server.data_dir.mkdir()
        browser = launch_chromium(playwright)
        try:
            server.start()
            take(browser, server.url, asked)
        finally:
            browser.close()
            server.end()


if __name__ == "__main__":
    main()
