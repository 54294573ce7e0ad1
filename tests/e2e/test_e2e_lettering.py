"""What is written in the room itself (signs, screens, names, words): in the page's own font."""

import tomllib

import pytest
from browser import wait_for
from catalogue import NAMED, said
from glyphs import WATCH_PENS, painted

from server_process import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STRANGER = "黄建国 Zoë"
"""A name with characters that no text of ours has."""
SAYS = {"zh": "囍临门，谢谢款待", "ja": "鰻の蒲焼きをどうぞ", "en": "Café, voilà"}


def programmes(language: str) -> set[str]:
    branch = tomllib.loads((ROOT / "branches/demo/branch.toml").read_text("utf-8"))
    return {one["title"][language] for one in branch["today"]}


def test_all_that_is_written_in_the_room_is_in_the_pages_own_font(server, invite):
    ann = invite(server.url, "Ann", script=WATCH_PENS)
    bo = invite(server.url, STRANGER)
    ann.enter()
    bo.enter()
    ann.wait_to_see(bo)
    ann.page.get_by_role("button", name=said("en", "hud.settings")).press("Enter")
    for language in ("zh", "ja", "en"):
        ann.page.get_by_role("radio", name=NAMED[language]).press("Space")
        ann.until(f"probe.scene.language === '{language}'")
        bo.say(SAYS[language])
        due = programmes(language) | {said(language, "boards.today"), STRANGER, SAYS[language]}
        wait_for(lambda due=due: due <= set(painted(ann.page)[0]), f"it is written: {due}")
        wait_for(lambda: painted(ann.page)[1] == [], f"{language}: {painted(ann.page)[1]}")
