"""A full room shows the queue, and lets the next one in."""

import re
import shutil

import pytest
from browser import CLIENT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.slow
def test_who_finds_the_room_full_waits_and_is_let_in(launch, invite, tmp_path):
    branch = tmp_path / "narrow"
    shutil.copytree(CLIENT.parent / "branches" / "demo", branch)
    manifest = branch / "branch.toml"
    manifest.write_text(re.sub(r"capacity = \d+", "capacity = 1", manifest.read_text()))
    server = launch("--branch-dir", str(branch))

    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo")
    ann.enter()
    bo.ask_to_enter()
    bo.page.get_by_role("heading", name="The room is full").wait_for()
    bo.page.get_by_text("You are next").wait_for()
    assert bo.probe("probe.phase") == "waiting"

    ann.page.get_by_role("button", name="Leave").click()
    bo.until("probe.phase === 'joined' && probe.frame > 1")
