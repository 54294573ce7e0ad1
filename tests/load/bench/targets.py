"""What must be reached (floor) and what is aimed at (goal), and whether a set of rows does.

Comparisons with other servers are paired: ours against theirs in the same round, then the median of
the rounds. Noise that hits a whole round cancels out so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from .servers import OURS, SAME
from .workloads import (
    BEFORE_STORM,
    BROADCAST,
    CALM,
    CROWD_N,
    LARGEST,
    LARGEST_NS,
    ROGUES,
    ROGUES_N,
    SPREAD,
    SPREAD_ADAPTIVE,
    STAGE,
    STAGE_ADAPTIVE,
    STORM,
    STORM_N,
)

Row = dict[str, Any]
DELIVERED: Final = 0.9
"""Of the frames that are due, so many must come for a room to count as carried."""
STARVED_MS: Final = 2100.0
"""Everybody is told of at least once in two seconds (F-5), and a frame may come two ticks late."""
_CROWDS: Final = (SPREAD, STAGE, SPREAD_ADAPTIVE, STAGE_ADAPTIVE)


@dataclass(frozen=True, slots=True)
class Target:
    """``values`` gives one figure a round, or, of what is run in one round alone, ``once`` one."""

    title: str
    n: int
    floor: float
    goal: float
    values: Callable[[Sequence[Row]], list[float]]
    less_is_better: bool = False
    unit: str = "×"
    once: bool = False

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


def _ratio(
    title: str,
    column: str,
    workload: str,
    server: str,
    floor: float,
    goal: float,
    n: int = CROWD_N,
) -> Target:
    """Of a crowd: our figure divided by another server's with the same workload."""

    def values(rows: Sequence[Row]) -> list[float]:
        return paired(rows, column, (OURS, workload), (server, workload), n)

    return Target(f"{title} against `{server}`, {workload}", n, floor, goal, values, True)


def _traffic(workload: str, floor: float, goal: float) -> Target:
    def values(rows: Sequence[Row]) -> list[float]:
        return _column(rows, "kb_per_client_s", workload, CROWD_N)

    title = f"kB/s a client, mean, {workload}"
    return Target(title, CROWD_N, floor, goal, values, True, " kB/s")


def _column(rows: Sequence[Row], column: str, workload: str, n: int) -> list[float]:
    """Our figures of all rounds."""
    key = (OURS, workload, n)
    some = [row for row in rows if (row["server"], row["workload"], row["n"]) == key]
    return [row[column] for row in some if row.get(column) is not None]


def _growth(rows: Sequence[Row]) -> list[float]:
    """A member's CPU time in a room of a thousand divided by that in one of a hundred."""
    costs: dict[int, dict[int, float]] = {100: {}, CROWD_N: {}}
    for row in rows:
        if (row["server"], row["workload"]) == (OURS, SPREAD) and row["n"] in costs:
            costs[row["n"]][row["round"]] = row.get("cpu_us_per_client_tick", 0)
    few, many = costs[100], costs[CROWD_N]
    return [many[r] / few[r] for r in sorted(few.keys() & many.keys()) if few[r] and many[r]]


def carries(row: Row) -> bool:
    """Whether a run shows that so many fit in one room: frames come, nobody is starved or lost."""
    return (
        "error" not in row
        and row["delivered_ideal"] >= DELIVERED
        and row["worst_gap_ms"] <= STARVED_MS
        and not any(row.get(column) for column in _NEVER)
    )


def _largest(rows: Sequence[Row]) -> list[float]:
    """The greatest number that was carried and below which none was not."""
    runs = [r for r in rows if r["server"] == OURS and r["workload"] == LARGEST]
    if not runs:
        return []
    crowd = [r for r in rows if (r["server"], r["workload"], r["n"]) == (OURS, SPREAD, CROWD_N)]
    most = 0
    for row in sorted([*crowd, *runs], key=lambda row: row["n"]):
        if not carries(row):
            break
        most = row["n"]
    return [float(most)]


def _entry(rows: Sequence[Row]) -> list[float]:
    return _column(rows, "entry_p99_ms", STORM, STORM_N)


def _hiccup(rows: Sequence[Row]) -> list[float]:
    """By how much those inside waited longer for a frame than in the run without the storm."""
    column = "longest_frame_gap_ms"

    def by_round(workload: str) -> dict[int, float]:
        ours = [row for row in rows if (row["server"], row["workload"]) == (OURS, workload)]
        return {row["round"]: row[column] for row in ours if column in row}

    calm, wild = by_round(BEFORE_STORM), by_round(STORM)
    return [wild[number] - calm[number] for number in sorted(calm.keys() & wild.keys())]


_CPU: Final = "CPU time"
_P99: Final = "p99 of pose age"

TARGETS: Final = (
    _against("colyseus-ws", 100, 3, 5),
    _against("sio-batch", 100, 4, 6),
    _against("bun-batch", 100, 1.2, 2),
    _against("naf-socketio", 100, 30, 50),
    _against("limit-lazy", 100, 0.45, 0.65),
    _ratio(_CPU, "core", BROADCAST, SAME, 2, 1.3, n=500),
    Target("memory a member", 500, 24, 12, _memory, less_is_better=True, unit=" KiB"),
    Target("p99 with rogues against p99 without", ROGUES_N, 1.2, 1.1, _disturbance, True),
    _ratio(_CPU, "core", SPREAD, SAME, 2, 1.3),
    _ratio(_CPU, "core", STAGE, SAME, 2, 1.3),
    _ratio(_CPU, "core", SPREAD, "colyseus-ws", 0.45, 0.3),
    _traffic(SPREAD, 60, 40),
    _traffic(STAGE, 60, 45),
    _ratio(_P99, "p99_ms", SPREAD, SAME, 1.5, 1.2),
    _ratio(_P99, "p99_ms", STAGE, SAME, 1.5, 1.2),
    Target("CPU time a member against that at n = 100, spread", CROWD_N, 1.5, 1.2, _growth, True),
    Target("the most in one room", LARGEST_NS[-1], 3000, 5000, _largest, unit="", once=True),
    Target("p99 of entry in a storm", STORM_N, 2000, 2000, _entry, True, " ms"),
    Target("longest wait for a frame, storm less calm", STORM_N, 100, 100, _hiccup, True, " ms"),
)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    return [Verdict(target, target.values(rows)) for target in TARGETS]


def shortcomings(verdicts: Sequence[Verdict], rounds: int) -> list[str]:
    """Floors that were missed, and comparisons that have not all of their ``rounds``."""
    found = []
    for verdict in verdicts:
        target, value = verdict.target, verdict.value
        name = f"{target.title}, n={target.n}"
        wanted = min(rounds, 1) if target.once else rounds
        if len(verdict.values) < wanted:
            found.append(f"{name}: {len(verdict.values)} rounds of {wanted}")
        if value is not None and not target.reaches(value, target.floor):
            found.append(f"{name}: {value:.2f}, floor {target.floor:g}{target.unit}")
    return found


_NEVER: Final = ("bad", "dead", "errors", "entries_lost", "entries_doubled", "refused")
_BUT_OF_ROGUES: Final = ("rejects", "poses_cut", "strangers")
_COMING: Final = (STORM, "strangers")
"""Those inside may be told of somebody who comes before that one has read its own welcome."""


def defects(rows: Iterable[Row]) -> list[str]:
    """What makes a run of ours worthless whatever its figures: somebody was refused, cut off or
    starved, or got something that nobody sent."""
    found = []
    for row in rows:
        name = f"{row['server']} n={row['n']} {row['workload']} round {row['round']}"
        if "error" in row:
            found.append(f"{name}: {row['error']}")
            continue
        must_be_none = [*_NEVER]
        if row["workload"] != ROGUES:
            must_be_none += [c for c in _BUT_OF_ROGUES if (row["workload"], c) != _COMING]
        wrong = [f"{column} = {row[column]:g}" for column in must_be_none if row.get(column)]
        if row["workload"] in _CROWDS and row["server"] == OURS and not carries(row) and not wrong:
            wrong = [f"{column} = {row[column]}" for column in ("delivered_ideal", "worst_gap_ms")]
        if wrong:
            found.append(f"{name}: {', '.join(wrong)}")
    return found
