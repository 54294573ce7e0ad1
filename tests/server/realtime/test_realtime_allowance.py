"""Who may send how many poses: by connection and by address (L-2, L-3)."""

import numpy as np

from vbranch.ids import SessionId
from vbranch.protocol.constants import Role
from vbranch.realtime.allowance import Allowances, Limits, PoseLimits, Rate


def ask(limits: PoseLimits, rows: list[int], now: float, each: int = 1) -> list[bool]:
    counts = np.full(len(rows), each, dtype=np.int64)
    may = limits.take_all(np.array(rows, dtype=np.intp), counts, now)
    return [True] * len(rows) if may is None else may.tolist()


def test_a_connection_is_held_by_its_own_bucket_and_by_its_addresss() -> None:
    limits = PoseLimits(Rate(1, 5))
    office = [limits.open(Rate(1, 3), "192.0.2.1", 0.0) for _ in range(2)]
    other = limits.open(Rate(1, 3), "192.0.2.2", 0.0)
    assert limits.take(office[0], 0.0, 3)
    assert not limits.take(office[0], 0.0)
    assert limits.take(office[1], 0.0, 2)
    assert not limits.take(office[1], 0.0), "the address has given its five"
    assert limits.take(other, 0.0, 3)


def test_all_at_once_says_the_same_as_one_by_one() -> None:
    one, many = PoseLimits(Rate(10, 7)), PoseLimits(Rate(10, 7))
    addresses = ["192.0.2.1", "192.0.2.1", "192.0.2.1", None, "192.0.2.9"]
    for limits in (one, many):
        for address in addresses:
            limits.open(Rate(2, 3), address, 0.0)
    rows, now = list(range(5)), 0.0
    for step in range(40):
        now += 0.1 * (step % 4)
        assert ask(many, rows, now) == [one.take(row, now) for row in rows]


def test_one_each_is_counted_tick_by_tick_by_connection_and_by_address() -> None:
    """A connection is named up to three times, and an address as often as all of its members."""
    one, many = PoseLimits(Rate(1, 40)), PoseLimits(Rate(1, 40))
    for limits in (one, many):
        for burst, address in ((12, "192.0.2.1"), (30, "192.0.2.1"), (20, None)):
            limits.open(Rate(1, burst), address, 0.0)
    rows = [0, 1, 2] * 3
    for _ in range(10):
        may = many.take_all(np.array(rows, dtype=np.intp), None, 0.0, 3)
        said = [True] * len(rows) if may is None else may.tolist()
        assert said == [one.take(row, 0.0) for row in rows]


def test_an_address_gives_no_more_though_none_of_its_connections_sends_too_much() -> None:
    limits = PoseLimits(Rate(1, 12))
    rows = np.array([limits.open(Rate(1, 100), "192.0.2.1", 0.0) for _ in range(3)], dtype=np.intp)
    assert [limits.take_all(rows, None, 0.0, 1) for _ in range(4)] == [None] * 4
    may = limits.take_all(rows, None, 0.0, 1)
    assert may is not None
    assert not may.any()


def test_the_address_is_asked_only_for_what_the_connection_may() -> None:
    limits = PoseLimits(Rate(1, 5))
    rows = [limits.open(Rate(1, burst), "192.0.2.1", 0.0) for burst in (2, 9)]
    may = limits.take_all(np.array(rows, dtype=np.intp), np.array([3, 5]), 0.0)
    assert may is not None
    assert may.tolist() == [False, True]


def test_a_connection_without_an_address_has_only_its_own_limit() -> None:
    limits = PoseLimits(Rate(1, 1))
    bots = [limits.open(Rate(1, 100), None, 0.0) for _ in range(3)]
    assert ask(limits, bots, 0.0, 100) == [True] * 3
    assert ask(limits, bots, 0.0) == [False] * 3


def test_reconnecting_does_not_fill_the_addresss_bucket() -> None:
    limits = PoseLimits(Rate(1, 5))
    row = limits.open(Rate(100, 100), "192.0.2.1", 0.0)
    assert limits.take(row, 0.0, 5)
    limits.close(row)
    limits.open(Rate(1, 1), "192.0.2.2", 0.1)  # newcomers clean up
    again = limits.open(Rate(100, 100), "192.0.2.1", 0.2)
    assert not limits.take(again, 0.2)
    assert limits.take(again, 3.3, 3)


def test_addresses_that_are_full_again_are_forgotten() -> None:
    limits = PoseLimits(Rate(1, 5))
    for number in range(500):
        row = limits.open(Rate(1, 1), f"192.0.2.{number}", 10.0 * number)
        assert limits.take(row, 10.0 * number)
        limits.close(row)
    assert len(limits._rows) < 5


def test_bots_have_their_factor_and_no_address() -> None:
    allowances = Allowances(Limits(poses=Rate(60, 120), bot_factor=2, address_factor=1))
    bots = [allowances.of(SessionId(f"b{n}"), Role.BOT, "192.0.2.1", 0.0) for n in range(3)]
    people = [allowances.of(SessionId(f"p{n}"), Role.VISITOR, "192.0.2.1", 0.0) for n in range(3)]
    assert ask(allowances.poses, [bot.row for bot in bots], 0.0, 240) == [True] * 3
    assert ask(allowances.poses, [one.row for one in people], 0.0, 120) == [True, False, False]
    people[0].close()
    assert not people[1].pose(0.0)


def test_signals_of_voice_are_counted_apart_by_session_and_by_address() -> None:
    """V-5."""
    limits = Limits(signals=Rate(1, 3), commands=Rate(1, 1), address_factor=2)
    allowances = Allowances(limits)
    office = [allowances.of(SessionId(f"s{i}"), Role.VISITOR, "192.0.2.1", 0.0) for i in range(3)]
    assert [office[0].signal(0.0) for _ in range(4)] == [True] * 3 + [False]
    assert office[0].command(0.0), "they are no commands"
    assert [office[1].signal(0.0) for _ in range(3)] == [True] * 3
    assert not office[2].signal(0.0), "the address has given its six"
    assert office[2].signal(2.0)


def test_an_office_comes_all_at_once_and_nobody_of_it_is_refused() -> None:
    """L-2: as many connections as the people whom the operator says an address may stand for."""
    office = Allowances(Limits(address_factor=1000))
    assert all(office.connection("192.0.2.1", 0.0) for _ in range(10_000))
    assert not office.connection("192.0.2.1", 0.0)
    assert office.connection("192.0.2.2", 0.0)
    few = Allowances(Limits())
    assert sum(few.connection("192.0.2.1", 0.0) for _ in range(600)) == 500
    one = Allowances(Limits(address_factor=1))
    assert sum(one.connection("192.0.2.1", 0.0) for _ in range(60)) == 50
