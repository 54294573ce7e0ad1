"""What is run: the workloads, the servers that take part in each, and the order of the rounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .runner import Orders
from .servers import OURS, SERVERS

BROADCAST: Final = "broadcast"
CALM: Final = "calm"
ROGUES: Final = "rogues"
WORKLOADS: Final = (BROADCAST, ROGUES)

_AT_100: Final = (OURS, "limit-lazy", "bun-batch", "colyseus-ws", "sio-batch", "naf-socketio")
_AT_500: Final = (OURS, "limit-lazy", "bun-batch", "colyseus-ws")
ROGUES_N: Final = 200
_COMMANDS: Final = {BROADCAST: 1.0, CALM: 10.0, ROGUES: 10.0}
"""Chat messages a second: few where CPU time is compared with servers that have none of them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to have run; the defaults are everything."""

    servers: Sequence[str] = tuple(SERVERS)
    sizes: Sequence[int] = (100, 500)
    workloads: Sequence[str] = WORKLOADS
    rounds: int = 5
    warm_s: float = 2.0
    seconds: float = 5.0

    @property
    def complete(self) -> bool:
        """Enough for the published figures."""
        whole = Choice()
        return (
            set(self.servers) >= set(whole.servers)
            and set(self.sizes) >= set(whole.sizes)
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
    if BROADCAST in choice.workloads:
        for n in choice.sizes:
            usual = _AT_100 if n <= 100 else _AT_500
            for server in (name for name in choice.servers if name in usual):
                yield Turn(number, server, _orders(choice, BROADCAST, n))
    if ROGUES in choice.workloads and OURS in choice.servers:
        for workload in (CALM, ROGUES):
            yield Turn(number, OURS, _orders(choice, workload, ROGUES_N))


def _orders(choice: Choice, workload: str, n: int) -> Orders:
    """Rogues are given twice the time: to be thrown out and come back."""
    seconds = choice.seconds if workload == BROADCAST else 2 * choice.seconds
    commands = _COMMANDS[workload]
    return Orders(workload, n, choice.warm_s, seconds, commands, workload == ROGUES)
