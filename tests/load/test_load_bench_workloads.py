"""What the benchmark runs, and in which order."""

from itertools import groupby

import pytest
from bench.servers import SERVERS
from bench.workloads import Choice, plan


def order(choice: Choice) -> list[list[tuple[str, str, int]]]:
    """The runs of each round."""
    turns = groupby(plan(choice), key=lambda turn: turn.round)
    return [[(t.server, t.orders.workload, t.orders.n) for t in some] for _, some in turns]


def test_every_round_has_the_same_runs_in_alternating_order() -> None:
    rounds = order(Choice(rounds=4))
    assert len(rounds) == 4
    assert rounds[1] == rounds[0][::-1]
    assert rounds[2] == rounds[0]
    assert rounds[3] == rounds[1]
    assert len(set(rounds[0])) == len(rounds[0])


def test_all_servers_at_100_and_those_that_can_at_500() -> None:
    runs = order(Choice(rounds=1))[0]
    assert {s for s, workload, n in runs if (workload, n) == ("broadcast", 100)} == set(SERVERS)
    at_500 = {s for s, _, n in runs if n == 500}
    assert at_500 == {"vbranch", "limit-lazy", "bun-batch", "colyseus-ws"}


def test_rogues_come_beside_a_calm_run_of_the_same_round() -> None:
    turns = [t for t in plan(Choice(rounds=1)) if t.orders.workload != "broadcast"]
    assert [(t.server, t.orders.workload, t.orders.rogues) for t in turns] == [
        ("vbranch", "calm", False),
        ("vbranch", "rogues", True),
    ]
    assert turns[0].orders.commands_per_s == turns[1].orders.commands_per_s


@pytest.mark.parametrize(
    "choice",
    [
        Choice(servers=("vbranch",)),
        Choice(sizes=(100,)),
        Choice(workloads=("broadcast",)),
        Choice(rounds=4),
        Choice(seconds=1.0),
    ],
)
def test_a_part_is_not_published(choice: Choice) -> None:
    assert Choice().complete
    assert not choice.complete
