"""What must be reached (floor) and what is aimed at (goal), and whether a set of rows does.

Comparisons with other servers are paired: ours against theirs in the same round, then the median of
the rounds. Noise that hits a whole round cancels out so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from .servers import OURS
from .workloads import BROADCAST, CALM, ROGUES, ROGUES_N

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """``values`` gives one figure a round."""

    title: str
    n: int
    floor: float
    goal: float
    values: Callable[[Sequence[Row]], list[float]]
    less_is_better: bool = False
    unit: str = "×"

    def reaches(self, value: float, limit: float) -> bool:
        return value <= limit if self.less_is_better else value >= limit


@dataclass(frozen=True, slots=True)
class Verdict:
    target: Target
    values: list[float]

    @property
    def value(self) -> float | None:
        """The median of the rounds; None if it was not measured."""
        return median(self.values) if self.values else None

    @property
    def word(self) -> str:
        value = self.value
        if value is None:
            return "not measured"
        if self.target.reaches(value, self.target.goal):
            return "goal"
        return "floor" if self.target.reaches(value, self.target.floor) else "SHORT"


def paired(
    rows: Sequence[Row], column: str, ours: tuple[str, str], theirs: tuple[str, str], n: int
) -> list[float]:
    """Our figure divided by theirs, for each round that has both; a side is (server, workload)."""

    def by_round(side: tuple[str, str]) -> dict[int, float]:
        return {
            row["round"]: row[column]
            for row in rows
            if (row["server"], row["workload"]) == side and row["n"] == n and row.get(column)
        }

    mine, others = by_round(ours), by_round(theirs)
    return [mine[number] / others[number] for number in sorted(mine.keys() & others.keys())]


def _against(server: str, n: int, floor: float, goal: float) -> Target:
    def values(rows: Sequence[Row]) -> list[float]:
        ours, theirs = (OURS, BROADCAST), (server, BROADCAST)
        return paired(rows, "upd_per_cpu_s", ours, theirs, n)

    return Target(f"updates per CPU-second against `{server}`", n, floor, goal, values)


def _memory(rows: Sequence[Row]) -> list[float]:
    return [
        row["kib_per_member"]
        for row in rows
        if (row["server"], row["workload"], row["n"]) == (OURS, BROADCAST, 500)
        and "kib_per_member" in row
    ]


def _disturbance(rows: Sequence[Row]) -> list[float]:
    return paired(rows, "p99_ms", (OURS, ROGUES), (OURS, CALM), ROGUES_N)


TARGETS: Final = (
    _against("colyseus-ws", 100, 3, 5),
    _against("sio-batch", 100, 4, 6),
    _against("bun-batch", 100, 1.2, 2),
    _against("naf-socketio", 100, 30, 50),
    _against("limit-lazy", 100, 0.45, 0.65),
    _against("limit-lazy", 500, 0.65, 0.9),
    Target("memory a member", 500, 24, 12, _memory, less_is_better=True, unit=" KiB"),
    Target("p99 with rogues against p99 without", ROGUES_N, 1.2, 1.1, _disturbance, True),
)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    return [Verdict(target, target.values(rows)) for target in TARGETS]


def shortcomings(verdicts: Sequence[Verdict], rounds: int) -> list[str]:
    """Floors that were missed, and comparisons that have not all of their ``rounds``."""
    found = []
    for verdict in verdicts:
        target, value = verdict.target, verdict.value
        name = f"{target.title}, n={target.n}"
        if len(verdict.values) < rounds:
            found.append(f"{name}: {len(verdict.values)} rounds of {rounds}")
        if value is not None and not target.reaches(value, target.floor):
            found.append(f"{name}: {value:.2f}, floor {target.floor:g}{target.unit}")
    return found


def defects(rows: Iterable[Row]) -> list[str]:
    """What makes a run of ours worthless whatever its figures: somebody was refused or cut off, or
    got something that nobody sent."""
    found = []
    for row in rows:
        name = f"{row['server']} n={row['n']} {row['workload']} round {row['round']}"
        if "error" in row:
            found.append(f"{name}: {row['error']}")
            continue
        must_be_none = ["bad", "dead", "errors"]
        if row["workload"] != ROGUES:
            must_be_none += ["rejects", "poses_cut", "strangers"]
        wrong = [f"{column} = {row[column]}" for column in must_be_none if row.get(column)]
        if wrong:
            found.append(f"{name}: {', '.join(wrong)}")
    return found
