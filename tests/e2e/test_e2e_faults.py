"""A bad line between page and branch: motion stays smooth, people stay, nothing is said twice."""

import math
from collections.abc import Iterator
from itertools import pairwise

import pytest
from browser import HOLD_PICTURES, Visitor, distance, wait_for
from faulty_line import FaultyLine, Weather

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BAD = Weather(delay=0.06, jitter=0.08, loss=0.02)
"""A mobile line in a train: 120 to 280 ms there and back, and 2% of the pieces come late."""
STEP_M = 0.3
FASTEST_M_S = 4.6
"""What is drawn may catch up at a run's pace, and never in one step."""
TINY = {"width": 240, "height": 136}  # many pictures a second, also without a graphics card

# The moment that each picture shows, and the place at which a member is drawn in it.
WATCH = """(member) => {
  const seen = (window.watched = []);
  let frame = -1;
  const look = () => {
    const probe = window.vbranchProbe;
    const found = probe.members.find((one) => one.member === member);
    if (found && probe.frame !== frame) {
      seen.push([probe.drawnAt / 1000, found.position[0], found.position[2]]);
      frame = probe.frame;
    }
    requestAnimationFrame(look);
  };
  look();
}"""

Seen = list[tuple[float, float, float]]


@pytest.fixture
def line(server) -> Iterator[FaultyLine]:
    line = FaultyLine(server.port)
    yield line
    line.close()


def test_on_a_bad_line_nobody_jumps(line, invite):
    ann = invite(line.url, "Ann", script=HOLD_PICTURES)
    bo = invite(line.url, "Bo")
    for visitor in (ann, bo):
        visitor.page.set_viewport_size(TINY)
        visitor.enter()
    bo.wait_to_see(ann)
    line.weather = BAD
    bo.page.evaluate(WATCH, ann.me["member"])
    with ann.without_pictures():
        for key in "wsws":
            with ann.holding(key):
                wait_for_pictures(bo, 12)
    ann.comes_to_rest()
    wait_for(
        lambda: distance(bo.sees(ann)["position"], ann.me["position"]) < 0.05, "Bo sees the end"
    )
    seen: Seen = bo.page.evaluate("window.watched")
    assert way(seen) > 2.0, "there was something to see"
    assert worst_excess(seen) < STEP_M


def test_what_is_said_and_done_while_the_line_is_cut_is_kept_and_said_once(line, invite):
    ann = invite(line.url, "Ann")
    bo = invite(line.url, "Bo")
    ann.enter()
    bo.enter()
    ann.walk(1.0)
    before = ann.me
    ann.wait_to_see(bo)
    line.cut()
    ann.until("probe.phase === 'lost'")
    ann.page.get_by_text("Connection lost").wait_for()
    assert ann.sees(bo) is not None, "who is there stays, frozen"
    ann.say("said into the dark")
    line.mend()
    for visitor in (ann, bo):
        visitor.until("probe.phase === 'joined'")
        visitor.reads("said into the dark")
    assert (ann.me["member"], ann.me["slot"]) == (before["member"], before["slot"])
    assert distance(ann.me["position"], before["position"]) < 0.2
    ann.wait_to_see(bo)


def wait_for_pictures(visitor: Visitor, count: int) -> None:
    visitor.until(f"probe.frame >= {visitor.probe('probe.frame')} + {count}")


def way(seen: Seen) -> float:
    return sum(math.dist(a[1:], b[1:]) for a, b in pairwise(seen))


def worst_excess(seen: Seen) -> float:
    """Metres by which anybody was drawn further on, over any stretch, than at a run's pace."""
    return max(
        math.dist(a[1:], b[1:]) - FASTEST_M_S * (b[0] - a[0])
        for i, a in enumerate(seen)
        for b in seen[i + 1 : i + 8]
    )
