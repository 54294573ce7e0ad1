"""What the benchmark runs, and in which order."""

from dataclasses import replace
from itertools import groupby

import pytest
from bench.servers import SERVERS
from bench.workloads import Choice, Turn, plan


def order(choice: Choice) -> list[list[tuple[str, str, int]]]:
    """The runs of each round."""
    turns = groupby(plan(choice), key=lambda turn: turn.round)
    return [[(t.server, t.orders.workload, t.orders.n) for t in some] for _, some in turns]


def test_every_round_has_the_same_runs_in_alternating_order() -> None:
    rounds = order(Choice(workloads=("broadcast", "spread", "storm")))
    assert len(rounds) == 3
    assert rounds[1] == rounds[0][::-1]
    assert rounds[2] == rounds[0]
    assert len(set(rounds[0])) == len(rounds[0])


def of(choice: Choice, workload: str) -> list[Turn]:
    return [turn for turn in plan(choice) if turn.orders.workload == workload]


def test_all_but_the_equal_one_at_100_and_that_one_alone_at_500() -> None:
    turns = of(Choice(rounds=1), "broadcast")
    at_100 = {turn.server for turn in turns if turn.orders.n == 100}
    assert at_100 == set(SERVERS) - {"limit-same"}
    at_500 = {turn.server for turn in turns if turn.orders.n == 500}
    assert at_500 == {"vbranch", "limit-same"}


def test_rogues_come_beside_a_calm_run_of_the_same_round() -> None:
    turns = list(plan(Choice(rounds=1, workloads=("rogues",))))
    assert [(t.server, t.orders.workload, t.orders.rogues) for t in turns] == [
        ("vbranch", "calm", False),
        ("vbranch", "rogues", True),
    ]
    assert turns[0].orders.commands_per_s == turns[1].orders.commands_per_s


def test_crowds_are_a_thousand_with_their_equal_right_beside_them() -> None:
    """30% in headsets, everybody sending at the full rate, in the field."""
    spread = [(t.server, t.orders.n) for t in of(Choice(rounds=1), "spread")]
    assert spread[:3] == [("vbranch", 100), ("vbranch", 1000), ("limit-same", 1000)]
    assert ("colyseus-ws", 1000) in spread
    for workload, layout in (("spread", "spread"), ("stage", "stage")):
        for turn in of(Choice(rounds=1), workload):
            orders = turn.orders
            assert (orders.layout, orders.headsets, orders.adaptive) == (layout, 0.3, False)
            assert orders.room == "field"
    stage = [(t.server, t.orders.n) for t in of(Choice(rounds=1), "stage")]
    assert stage == [("vbranch", 1000), ("limit-same", 1000)]


def test_adaptive_runs_differ_from_the_others_in_nothing_else() -> None:
    for workload in ("spread", "stage"):
        plain = next(t for t in of(Choice(rounds=1), workload) if t.orders.n == 1000).orders
        (adaptive,) = of(Choice(), f"{workload}-adaptive")
        assert replace(adaptive.orders, workload=workload, adaptive=False) == plain
        assert adaptive.orders.adaptive


def test_the_storm_comes_upon_those_of_the_run_before_it() -> None:
    before, storm = plan(Choice(rounds=1, workloads=("storm",)))
    assert (storm.orders.joins, storm.orders.joins_over_s) == (1000, 10)
    assert before.orders == replace(storm.orders, workload="before-storm", joins=0)


def test_the_most_in_one_room_is_looked_for_once() -> None:
    assert [t.orders.n for t in of(Choice(), "largest")] == [2000, 3000, 4000, 5000]


def test_other_sizes_replace_those_of_every_workload() -> None:
    choice = Choice(sizes=(50, 600), rounds=1, workloads=("broadcast", "spread", "rogues"))
    assert {t.orders.n for t in of(choice, "broadcast")} == {50, 600}
    at_600 = {turn.server for turn in of(choice, "broadcast") if turn.orders.n == 600}
    assert at_600 == {"vbranch", "limit-same"}
    assert {t.orders.n for t in of(choice, "rogues")} == {200}


@pytest.mark.parametrize(
    "choice",
    [
        Choice(servers=("vbranch",)),
        Choice(sizes=(100,)),
        Choice(workloads=("broadcast",)),
        Choice(rounds=2),
        Choice(seconds=1.0),
    ],
)
def test_a_part_is_not_published(choice: Choice) -> None:
    assert Choice().complete
    assert not choice.complete
