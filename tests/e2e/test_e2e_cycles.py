"""Twenty visits on one page, one after the other: the page's memory comes back to its level."""

import pytest
from browser import STATE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

CYCLES = 20
SETTLED = 4  # after so many everything has been made that is made once
FEW = 4
SLACK_BYTES = 1_500_000  # a room's description alone takes more when it is kept twice
SLACK_NODES = 60


def test_after_twenty_visits_the_page_keeps_no_more_than_after_four(server, invite):
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo")
    bo.enter()
    ann.enter()
    kept = []
    for number in range(CYCLES):
        if number:
            come_again(ann)
        ann.wait_to_see(bo)
        ann.say(f"visit {number}")
        ann.reads(f"visit {number}")
        leave(ann)
        kept.append(memory(ann))
    # Where one arrives and how near the other stands differ, and with them what is on the card.
    level = {
        what: max(visit[what] for visit in kept[SETTLED - 1 : SETTLED + FEW]) for what in kept[0]
    }
    last = {what: min(visit[what] for visit in kept[-FEW:]) for what in kept[0]}
    assert last["heap"] < level["heap"] + SLACK_BYTES, kept
    assert last["nodes"] < level["nodes"] + SLACK_NODES, kept
    assert last["listeners"] <= level["listeners"] + SETTLED, kept
    assert last["geometries"] <= level["geometries"], kept
    assert last["textures"] <= level["textures"], kept


def leave(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Leave").click()
    visitor.page.get_by_role("heading", name="Thank you for your visit").wait_for()


def come_again(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Come back").click()
    visitor.page.get_by_label("Your name").fill(visitor.name)
    visitor.page.get_by_role("button", name="Enter Lobby").click()
    visitor.until(f"probe.phase === 'joined' && {STATE} && probe.members.length === 1")


def memory(visitor: Visitor) -> dict[str, float]:
    """What the page keeps without garbage: on the heap, in the document, on the card."""
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("HeapProfiler.enable")
    devtools.send("HeapProfiler.collectGarbage")
    devtools.send("Performance.enable")
    found = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
    devtools.detach()
    card = visitor.probe("probe.memory")
    return {
        "heap": found["JSHeapUsedSize"],
        "nodes": found["Nodes"],
        "listeners": found["JSEventListeners"],
        "geometries": card["geometries"],
        "textures": card["textures"],
    }
