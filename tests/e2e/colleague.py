"""Somebody of the staff at the console: signs in at /staff and acts by mouse and keyboard only."""

import os
import re
import subprocess
import sys
import time
from typing import Final

from browser import PATIENCE_S
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from server_process import ROOT, ServerProcess

PASSWORD: Final = "a long password for tests"
DESK: Final = {"width": 1360, "height": 860}
PHONE: Final = {"width": 360, "height": 740}

PRESS_AT = """([name, at]) => {
  const button = [...document.querySelectorAll('button')].find((one) => one.ariaLabel === name);
  setTimeout(() => button.click(), at - Date.now());
}"""

# Keeps what the page tells for a moment.
KEEP_TOLD = """() => {
  const told = (window.told = []);
  const look = () => {
    for (const { textContent } of document.querySelectorAll('.toast'))
      if (told.at(-1) !== textContent) told.push(textContent);
  };
  const all = { childList: true, subtree: true, characterData: true };
  new MutationObserver(look).observe(document.body, all);
}"""


def vbranch(server: ServerProcess, *args: str, stdin: str = "") -> str:
    """Run the command line beside the running server; what it says."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VBRANCH_")}
    done = subprocess.run(
        [sys.executable, "-m", "vbranch", *args, "--data-dir", str(server.data_dir)],
        input=stdin,
        env={**environment, "PYTHONPATH": str(ROOT / "server")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def employ(server: ServerProcess, login: str, role: str) -> None:
    """An account whose password is ``PASSWORD``; others see the name with a capital."""
    name = login.capitalize()
    said = ["staff", "add", login, "--role", role, "--name", name, "--password-stdin"]
    vbranch(server, *said, stdin=f"{PASSWORD}\n")


class Colleague:
    """One member of staff in a browser of their own."""

    def __init__(self, browser: Browser, server: ServerProcess, login: str, **options: object):
        usual = {"viewport": DESK, "locale": "en-GB", "reduced_motion": "reduce"}
        self.context: BrowserContext = browser.new_context(**{**usual, **options})
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_S * 1000)
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.server = server
        self.login = login

    @property
    def name(self) -> str:
        return self.login.capitalize()

    # ---- the door

    def knock(self) -> None:
        self.page.goto(f"{self.server.url}/staff")
        self.page.get_by_role("heading", name="Staff sign-in").wait_for()

    def try_in(self, password: str, login: str | None = None) -> None:
        self.page.get_by_label("Name", exact=True).fill(login or self.login)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).press("Enter")

    def come(self) -> "Colleague":
        """Through the door to the console of the first room."""
        self.knock()
        self.try_in(PASSWORD)
        self.is_inside()
        return self

    def is_inside(self) -> None:
        self.page.locator(".pieces").wait_for()

    # ---- the console

    def part(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name)

    def sees(self, name: str) -> Locator:
        """The row of somebody in the list of people."""
        row = self.part("Who is here").locator("button.person-row", has_text=name)
        row.wait_for()
        return row

    def turn_to(self, name: str) -> Locator:
        """The card of somebody."""
        card = self.page.get_by_role("dialog", name=name)
        if card.count() == 0:
            self.sees(name).press("Enter")
        card.wait_for()
        return card

    def act(self, name: str, action: str, do: str, *, why: str, words: str = "") -> None:
        """What needs a reason."""
        card = self.turn_to(name)
        card.get_by_role("button", name=action).press("Enter")
        self.explain(card, do, why=why, words=words)

    def explain(self, form: Locator, do: str, *, why: str, words: str = "") -> None:
        form.get_by_role("radio", name=why).check(force=True)
        if words:
            form.get_by_label("Note for the record").fill(words)
        form.get_by_role("button", name=do, exact=True).press("Enter")

    def is_told(self, text: str) -> None:
        self.page.locator(".toast", has_text=text).wait_for()

    def keep_told(self) -> None:
        """From now on ``told`` has it, however long ago it went."""
        self.page.evaluate(KEEP_TOLD)

    @property
    def told(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.told")
        return found

    def announce(self, text: str) -> None:
        self.page.get_by_label("Announcement to everybody here").fill(text)
        self.page.get_by_role("button", name="Announce", exact=True).press("Enter")

    def say(self, text: str) -> None:
        field = self.page.locator("#say")
        field.fill(text)
        field.press("Enter")

    def open_page(self, name: str) -> None:
        pages = self.page.get_by_role("navigation", name="Pages")
        pages.get_by_role("button", name=name, exact=True).press("Enter")


def press_together(colleagues: list[Colleague], button: str) -> None:
    """All press the button of this name in the same moment."""
    at = time.time() * 1000 + 1500
    for colleague in colleagues:
        colleague.page.get_by_role("button", name=button).wait_for()
        colleague.page.evaluate(PRESS_AT, [button, at])


def secret_of(said: str) -> str:
    """The second factor's secret, as the command line tells it."""
    found = re.search(r"\b[A-Z2-7]{32}\b", said)
    assert found, said
    return found.group()
