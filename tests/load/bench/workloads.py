"""What is run: the workloads, the servers that take part in each, and the order of the rounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .orders import Orders
from .servers import OURS, SAME, SERVERS

BROADCAST: Final = "broadcast"
CALM: Final = "calm"
ROGUES: Final = "rogues"
SPREAD: Final = "spread"
STAGE: Final = "stage"
SPREAD_ADAPTIVE: Final = "spread-adaptive"
STAGE_ADAPTIVE: Final = "stage-adaptive"
BEFORE_STORM: Final = "before-storm"
STORM: Final = "storm"
LARGEST: Final = "largest"

ROGUES_N: Final = 200
CROWD_N: Final = 1000
STORM_N: Final = 200
JOINS: Final = 1000
LARGEST_NS: Final = (2000, 3000, 4000, 5000)

_AT_100: Final = (OURS, "limit-lazy", "bun-batch", "colyseus-ws", "sio-batch", "naf-socketio")
_AT_500: Final = (OURS, SAME)  # from 129 on we do not send everybody to everybody (I-2)
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Run:
    """A workload of a size and who takes part, in the first ``rounds`` rounds at most."""

    workload: str
    n: int
    servers: Sequence[str] = (OURS,)
    rounds: int = _ROUNDS


PARTS: Final[dict[str, Sequence[Run]]] = {
    "broadcast": (Run(BROADCAST, 100, _AT_100), Run(BROADCAST, 500, _AT_500)),
    "rogues": (Run(CALM, ROGUES_N), Run(ROGUES, ROGUES_N)),
    "spread": (Run(SPREAD, 100), Run(SPREAD, CROWD_N, (OURS, SAME, "colyseus-ws"))),
    "stage": (Run(STAGE, CROWD_N, (OURS, SAME)),),
    "adaptive": (
        Run(SPREAD_ADAPTIVE, CROWD_N, rounds=1),
        Run(STAGE_ADAPTIVE, CROWD_N, rounds=1),
    ),
    "storm": (Run(BEFORE_STORM, STORM_N), Run(STORM, STORM_N)),
    "largest": tuple(Run(LARGEST, n, rounds=1) for n in LARGEST_NS),
}
"""What can be chosen by itself."""
WORKLOADS: Final = tuple(PARTS)
_OF_ONE_SIZE: Final = ("rogues", "storm")


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to have run; the defaults are everything. ``workloads`` are ``PARTS``;
    ``sizes`` replace those of each."""

    servers: Sequence[str] = tuple(SERVERS)
    sizes: Sequence[int] | None = None
    workloads: Sequence[str] = WORKLOADS
    rounds: int = _ROUNDS
    warm_s: float = 2.0
    seconds: float = 5.0

    @property
    def complete(self) -> bool:
        """Enough for the published figures."""
        whole = Choice()
        return (
            set(self.servers) >= set(whole.servers)
            and self.sizes is None
            and set(self.workloads) >= set(whole.workloads)
            and self.rounds >= whole.rounds
            and self.seconds >= whole.seconds
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """One run of the plan."""

    round: int
    server: str
    orders: Orders


def plan(choice: Choice) -> Iterator[Turn]:
    """Rounds one after another, each with every server once; every other round goes backwards, so
    that nobody is always the first or comes after the same other."""
    for number in range(choice.rounds):
        turns = list(_round(choice, number))
        yield from turns if number % 2 == 0 else reversed(turns)


def _round(choice: Choice, number: int) -> Iterator[Turn]:
    for word in choice.workloads:
        for run in _sized(word, choice.sizes):
            if number < run.rounds:
                for server in (name for name in choice.servers if name in run.servers):
                    yield Turn(number, server, _orders(choice, run))


def _sized(word: str, sizes: Sequence[int] | None) -> Iterator[Run]:
    """The runs of a part. Of a size that it does not have, they are as its next smaller one."""
    runs = PARTS[word]
    if sizes is None or word in _OF_ONE_SIZE:
        yield from runs
        return
    for workload in dict.fromkeys(run.workload for run in runs):
        own = [run for run in runs if run.workload == workload]
        for n in sizes:
            yield replace(max((run for run in own if run.n <= n), default=own[0], key=_size), n=n)


def _size(run: Run) -> int:
    return run.n


def _orders(choice: Choice, run: Run) -> Orders:
    orders = Orders(run.workload, run.n, choice.warm_s, choice.seconds, commands_per_s=1.0)
    if run.workload == BROADCAST:
        return orders
    if run.workload in (CALM, ROGUES):
        # Ten commands a second make a p99; rogues need time to be thrown out and come back.
        wild = run.workload == ROGUES
        return replace(orders, seconds=2 * choice.seconds, commands_per_s=10.0, rogues=wild)
    # Everybody jumps to their place first, which the server has to digest.
    orders = replace(orders, layout="spread", headsets=0.3, sampled=40, lazy=True)
    orders = replace(orders, warm_s=2 * choice.warm_s)
    if run.workload in (STORM, BEFORE_STORM):
        orders = replace(orders, seconds=3 * choice.seconds, joins_over_s=2 * choice.seconds)
        return replace(orders, joins=JOINS if run.workload == STORM else 0)
    if run.workload in (STAGE, STAGE_ADAPTIVE):
        orders = replace(orders, layout="stage")
    return replace(orders, adaptive=run.workload in (SPREAD_ADAPTIVE, STAGE_ADAPTIVE))
