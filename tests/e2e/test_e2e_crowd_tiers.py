"""A large field with crowds: who walks from one to the next sees nobody blink, jump or rush.

The page itself keeps where everybody is drawn in each picture; what the server told of whom, and
how, is read off the socket, so that it is certain that people did cross the borders of interest.
"""

import math
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from browser import CLIENT, Visitor, distance
from playwright.sync_api import WebSocket

from vbranch.protocol.codec import parse_tick_frame
from vbranch.protocol.constants import FrameKind
from vbranch.protocol.poses import slots_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

FIELD = Path(__file__).resolve().parents[1] / "load" / "bench" / "field"
BOTS = 200
CROWDS_APART_M = 50.0
TINY = {"width": 240, "height": 136}  # many pictures a second, also without a graphics card
WALK_M = 42.0
FASTEST_M_S = 3.8
"""Bots walk at 0.7 to 1.6 m/s, a quarter more while a delay is made up for; a correction on top."""
STEP_M = 0.1
HARDEST_M_S2 = 12.0
"""From one third of a second to the next: bots start and stop at once, and turn on their heels."""
WINDOW_S = 0.33
ASLEEP_S = 0.9
"""A page without a picture for so long shows the present at once; nobody saw what was before."""

# The moment that each picture shows, and where everybody is drawn in it; how many there were at
# least in any picture, once all had come.
WATCH = """() => {
  const seen = (window.watched = {});
  window.fewest = Infinity;
  window.pictures = 0;
  let frame = -1;
  const look = () => {
    const probe = window.vbranchProbe;
    if (probe.frame !== frame) {
      frame = probe.frame;
      window.pictures++;
      window.fewest = Math.min(window.fewest, probe.members.length);
      for (const { member, position: [x, , z] } of probe.members)
        (seen[member] ??= []).push([probe.drawnAt / 1000, x, z]);
    }
    requestAnimationFrame(look);
  };
  look();
}"""

Places = list[tuple[float, float, float]]


@contextmanager
def crowds(url: str, key: str) -> Iterator[None]:
    """Bots that walk about where they appear: some at each of the field's nine places."""
    command = [sys.executable, "-m", "vbranch", "bots", url, "--bot-key", key, "--room", "field"]
    command += ["--count", str(BOTS), "--ramp", "8", "--seconds", "900"]
    path = {"PYTHONPATH": str(CLIENT.parent / "server")}
    with subprocess.Popen(command, env={**os.environ, **path}, stdout=subprocess.DEVNULL) as bots:
        try:
            yield
        finally:
            bots.terminate()


class Tiers:
    """In which frames each slot was told of in full, and in which as far away."""

    def __init__(self, visitor: Visitor) -> None:
        self.full: set[int] = set()
        self.far: set[int] = set()
        visitor.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._hear)

    def _hear(self, message: str | bytes) -> None:
        if isinstance(message, str) or message[0] != FrameKind.TICK:
            return
        frame = parse_tick_frame(message)
        for records in (frame.vr, frame.desktop):
            self.full.update(slots_of(records).tolist())
        if not frame.full:
            self.far.update(slots_of(frame.far).tolist())

    def crossed(self) -> set[int]:
        return self.full & self.far

    def anew(self) -> None:
        self.full.clear()
        self.far.clear()


def enter(visitor: Visitor) -> None:
    visitor.open()
    visitor.page.get_by_label("Your name").fill(visitor.name)
    visitor.page.get_by_role("button", name="Enter Field").press("Enter")
    visitor.until("probe.phase === 'joined' && probe.frame > 1")
    steps = visitor.page.get_by_role("region", name="First steps")
    if steps.count():
        steps.get_by_role("button", name="Skip").press("Enter")


def another_crowd(visitor: Visitor) -> tuple[float, float, float]:
    """Where the next crowd is, straight ahead along an axis of the field."""
    x, _, z = (round(c / CROWDS_APART_M) * CROWDS_APART_M for c in visitor.me["position"])
    return (x - math.copysign(CROWDS_APART_M, x), 0.0, z)


def test_nobody_blinks_jumps_or_rushes_at_the_borders_of_interest(launch, invite):
    server = launch(env={"VBRANCH_BRANCH_DIR": str(FIELD)})
    ann = invite(server.url, "Ann", reduced_motion="no-preference")
    tiers = Tiers(ann)
    with crowds(server.url, (server.data_dir / "bot.key").read_text().strip()):
        enter(ann)
        ann.until(f"probe.members.length === {BOTS}", "everybody has come")
        ann.face(another_crowd(ann))
        ann.page.set_viewport_size(TINY)
        tiers.anew()
        ann.page.evaluate(WATCH)
        for way in (1, -1):  # there, and back again
            start = ann.me["position"]
            with ann.holding("w" if way > 0 else "s"):
                ann.until(
                    f"Math.hypot(probe.self.position[0] - {start[0]},"
                    f" probe.self.position[2] - {start[2]}) > {WALK_M}",
                    "has walked",
                )
            ann.comes_to_rest()
        watched: dict[str, Places] = ann.page.evaluate("window.watched")
        fewest, pictures = ann.page.evaluate("[window.fewest, window.pictures]")
    assert distance(ann.me["position"], start) > WALK_M
    assert pictures > 60
    assert fewest == BOTS, "nobody was missing in any picture"
    assert len(tiers.crossed()) > BOTS / 20, "people were told of in full and as far away"
    gone = sum(math.dist(places[0][1:], places[-1][1:]) for places in watched.values())
    assert gone > BOTS / 4, "there was something to see"
    for member, places in watched.items():
        excess = worst_excess(places)
        assert excess < STEP_M, f"{member} rushes or jumps: {excess:.2f} m too far"
    hardest = sorted(pull for places in watched.values() for pull in pulls(places))
    assert hardest[-1] < HARDEST_M_S2


def worst_excess(places: Places) -> float:
    """Metres by which somebody was drawn further on than at the quickest pace, over any stretch."""
    worst = 0.0
    for i, a in enumerate(places):
        for before, b in pairwise(places[i : i + 9]):
            if b[0] - before[0] > ASLEEP_S:
                break
            worst = max(worst, math.dist(a[1:], b[1:]) - FASTEST_M_S * (b[0] - a[0]))
    return worst


def pulls(places: Places) -> Iterator[float]:
    """The changes of velocity from one stretch to the next, where there were pictures enough."""
    velocity: np.ndarray | None = None
    start = places[0]
    last = start[0]
    for now in places[1:]:
        if now[0] - last > ASLEEP_S:
            velocity, start = None, now
        last = now[0]
        seconds = now[0] - start[0]
        if seconds < WINDOW_S:
            continue
        after = np.subtract(now[1:], start[1:]) / seconds
        if velocity is not None:
            yield float(np.hypot(*(after - velocity)) / seconds)
        velocity, start = after, now
