"""Everybody has their turn, and no beat is for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry
from realtime_world import LOBBY, FakeLink, living

from vbranch.protocol.constants import HELLO_TIMEOUT_S, Close
from vbranch.realtime.connection import Connection
from vbranch.realtime.link import Link, Traffic
from vbranch.realtime.meters import Meters
from vbranch.realtime.tending import TEND_EVERY_S, Tending, Turns

BEAT_S = 0.05


@given(st.integers(0, 50), st.lists(st.floats(0, 0.4), max_size=40))
def test_each_has_one_turn_in_order_and_all_within_the_time(many: int, steps: list[float]) -> None:
    turns, now, seen = Turns(range(many), 100.0, 0.5), 100.0, list[int]()
    for step in steps:
        now += step
        before = len(seen)
        seen += turns.due(now)
        share = (now - 100.0) / 0.5
        assert len(seen) == max(before, min(many, int(many * share) + 1))
    seen += turns.due(max(now, 100.5))
    assert seen == list(range(many))


class Hall:
    """Connections on which nothing was said, and a clock."""

    def __init__(self, ready: int, late: int = 0) -> None:
        self.registry = CollectorRegistry()
        self.meters, self.traffic, self.now = Meters(self.registry), Traffic(), 1000.0
        self.links = [FakeLink() for _ in range(ready + late)]
        for number, link in enumerate(self.links):
            link.ready = number < ready
        deadline = self.now + HELLO_TIMEOUT_S
        self.connections: dict[Link, Connection] = {
            link: Connection(link, "192.0.2.1", self.meters, deadline) for link in self.links
        }
        self.leaving: set[Link] = set()
        self.tending = Tending(self.connections, self.leaving, {}, self.meters, self.traffic)

    def beat(self, times: int = 1, seconds: float = BEAT_S) -> None:
        for _ in range(times):
            self.tending.tend(self.now, lambda: range(7))
            self.now += seconds

    def metric(self, name: str) -> float | None:
        return self.registry.get_sample_value(f"vbranch_{name}")


def test_many_are_tended_some_at_each_beat() -> None:
    hall = Hall(ready=0, late=200)
    hall.beat(30)  # the first beat is after a pause: the connections came in it
    for link in hall.links:
        link.tended.clear()
    for _ in range(100):
        before = sum(len(link.tended) for link in hall.links)
        hall.beat()
        now = sum(len(link.tended) for link in hall.links)
        assert now - before <= 200 * BEAT_S / TEND_EVERY_S + 2
    assert {len(link.tended) for link in hall.links} <= {9, 10}, "twice a second"


def test_where_nothing_waits_once_a_second_will_do() -> None:
    hall = Hall(ready=100, late=1)
    hall.beat(100)
    tended = [len(link.tended) for link in hall.links]
    assert tended[-1] == pytest.approx(10, abs=1)
    assert {count == pytest.approx(5, abs=1) for count in tended[:-1]} == {True}


def test_after_a_pause_all_have_their_turn_at_once() -> None:
    hall = Hall(ready=0, late=100)
    hall.beat(13)
    hall.now += 60
    moment = hall.now
    hall.beat()
    assert all(link.tended[-1] == moment for link in hall.links)


def test_who_says_nothing_is_let_go_and_who_is_leaving_is_still_looked_after() -> None:
    """H-1."""
    hall = Hall(ready=2)
    gone = FakeLink()
    hall.leaving.add(gone)
    hall.beat(190)
    assert [link.code for link in hall.links] == [None, None]
    hall.beat(40)
    assert [link.code for link in hall.links] == [Close.HELLO_TIMEOUT] * 2
    assert gone.tended[-1] == pytest.approx(hall.now, abs=2 * TEND_EVERY_S)


def test_what_is_counted_once_a_round_is_right_when_it_is_over() -> None:
    hall = Hall(ready=0, late=10)
    for link in hall.links:
        link.queued = 3
    hall.links[4].queued = 50
    hall.traffic.sent, hall.traffic.received = 70, 9
    hall.beat(22)
    assert hall.metric("connections") == 10
    assert hall.metric("queue_bytes") == 77
    assert hall.metric("queue_bytes_longest") == 50
    assert hall.metric("sent_bytes_total") == 70
    assert hall.metric("received_bytes_total") == 9
    assert hall.metric("tasks") == 7


async def test_rooms_have_their_turns_too_and_one_that_fails_takes_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with living() as world:
        decided: list[str] = []

        def broken(now: float) -> None:
            decided.append("lobby")
            raise RuntimeError("a defect")

        monkeypatch.setattr(world.hub.rooms[LOBBY].voice, "decide", broken)
        other = next(room for name, room in world.hub.rooms.items() if name != LOBBY)
        monkeypatch.setattr(other.voice, "decide", lambda now: decided.append("other"))
        await world.beat(41)
        assert 3 <= decided.count("lobby") <= 5
        assert decided.count("other") == pytest.approx(decided.count("lobby"), abs=1)
        assert world.metric("waiting", room=LOBBY) == 0
