"""A bad line between page and branch: motion stays smooth, people stay, nothing is said twice."""

import math
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from browser import CLIENT, distance
from faulty_line import FaultyLine, Weather

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BAD = Weather(delay=0.06, jitter=0.08, loss=0.02, repair=0.8)
"""A mobile line in a train: 120 to 280 ms there and back, and 2% of the pieces come after 0.8 s."""
STEP_M = 0.3
FASTEST_M_S = 3.8
"""Bots walk at 0.7 to 1.6 m/s; what is drawn may catch up by 2.2 more, and never in one step."""
WALKERS = 8
PICTURES = 120
ASLEEP_S = 0.9
"""A page without a picture for so long shows the present at once; nobody saw what was before."""
TINY = {"width": 240, "height": 136}  # many pictures a second, also without a graphics card

# The moment that each picture shows, and the places at which everybody is drawn in it; and how far
# all of them have gone, as bots stand still now and then, and a quick machine sees nothing else.
WATCH = """() => {
  const seen = (window.watched = {});
  window.gone = 0;
  let frame = -1;
  const look = () => {
    const probe = window.vbranchProbe;
    if (probe.frame !== frame) {
      frame = probe.frame;
      for (const { member, position: [x, , z] } of probe.members) {
        const places = (seen[member] ??= []);
        const [, beforeX, beforeZ] = places.at(-1) ?? [0, x, z];
        window.gone += Math.hypot(x - beforeX, z - beforeZ);
        places.push([probe.drawnAt / 1000, x, z]);
      }
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


@contextmanager
def walkers(url: str, key: str) -> Iterator[None]:
    """Bots that walk about, on a good line of their own."""
    command = [sys.executable, "-m", "vbranch", "bots", url, "--bot-key", key]
    command += ["--count", str(WALKERS), "--vr", "0", "--ramp", "0", "--seconds", "600"]
    path = {"PYTHONPATH": str(CLIENT.parent / "server")}
    with subprocess.Popen(command, env={**os.environ, **path}, stdout=subprocess.DEVNULL) as bots:
        try:
            yield
        finally:
            bots.terminate()


def test_on_a_bad_line_nobody_jumps(server, line, invite):
    bo = invite(line.url, "Bo")
    bo.page.set_viewport_size(TINY)
    bo.enter()
    with walkers(server.url, (server.data_dir / "bot.key").read_text().strip()):
        bo.until(f"probe.members.length === {WALKERS}")
        line.weather = BAD
        bo.page.evaluate(WATCH)
        enough = bo.probe("probe.frame") + PICTURES
        bo.until(
            f"probe.frame >= {enough} && window.gone > {WALKERS}", "there was something to see"
        )
        watched: dict[str, Seen] = bo.page.evaluate("window.watched")
    excess, stretch = max(worst_excess(seen) for seen in watched.values())
    assert excess < STEP_M, stretch


@pytest.mark.slow
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


def worst_excess(seen: Seen) -> tuple[float, Seen]:
    """Metres by which anybody was drawn further on, over any stretch, than at a run's pace; and the
    stretch."""
    worst, stretch = 0.0, seen[:0]
    for i, a in enumerate(seen):
        for n, (before, b) in enumerate(pairwise(seen[i : i + 9]), start=2):
            if b[0] - before[0] > ASLEEP_S:
                break
            excess = math.dist(a[1:], b[1:]) - FASTEST_M_S * (b[0] - a[0])
            if excess > worst:
                worst, stretch = excess, seen[i : i + n]
    return worst, stretch
