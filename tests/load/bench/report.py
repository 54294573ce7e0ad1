"""The rows as a table, with medians over the rounds."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any, Final

from .targets import Verdict
from .workloads import BEFORE_STORM, BROADCAST, CALM, ROGUES, STORM

Row = dict[str, Any]

Columns = Mapping[str, str]
COLUMNS: Final = {
    "upd_per_cpu_s": "updates / CPU-s",
    "cpu_us_per_client_tick": "µs / client and tick",
    "core": "core",
    "kb_per_client_s": "kB/s a client",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "ack_p50_ms": "ack p50 ms",
    "ack_p99_ms": "ack p99 ms",
    "delivered_ideal": "delivered / ideal",
    "kib_per_member": "KiB a member",
}
CROWD: Final = {
    "core": "core",
    "cpu_us_per_client_tick": "µs / client and tick",
    "kb_per_client_s": "kB/s a client",
    "frames_per_s": "frames/s",
    "delivered_ideal": "frames / due",
    "p50_ms": "near p50 ms",
    "p99_ms": "near p99 ms",
    "rest_p99_ms": "rest p99 ms",
    "near_interval_p99_ms": "near interval p99 ms",
    "worst_gap_ms": "worst gap ms",
    "headset_records_per_s": "headset records/s",
    "screen_records_per_s": "screen records/s",
    "far_records_per_s": "far records/s",
    "overload_step": "overload step",
    "dead": "lost clients",
}
STORMS: Final = {
    "core": "core",
    "entered": "came in",
    "refused": "refused",
    "entry_p50_ms": "entry p50 ms",
    "entry_p99_ms": "entry p99 ms",
    "longest_frame_gap_ms": "longest wait for a frame, ms",
    "p99_ms": "near p99 ms",
}
_ROOMS: Final = (BROADCAST, CALM, ROGUES)
_STORMS: Final = (BEFORE_STORM, STORM)


def groups(rows: Sequence[Row]) -> dict[tuple[str, int, str], list[Row]]:
    """Rows that have figures, by workload, size and server, in the order of their first run."""
    found: dict[tuple[str, int, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["workload"], row["n"])):
        if "error" not in row:
            found.setdefault((row["workload"], row["n"], row["server"]), []).append(row)
    return found


def medians(rows: Sequence[Row], columns: Iterable[str] = COLUMNS) -> dict[str, float | None]:
    """Of each column, over the rows that have it."""
    result: dict[str, float | None] = {}
    for column in columns:
        values = [row[column] for row in rows if row.get(column) is not None]
        result[column] = median(values) if values else None
    return result


def tables(rows: Sequence[Row]) -> dict[str, list[str]]:
    """The medians of one room, of crowds and of storms, each as lines of Markdown."""
    rooms = [row for row in rows if row["workload"] in _ROOMS]
    storms = [row for row in rows if row["workload"] in _STORMS]
    crowds = [row for row in rows if row["workload"] not in (*_ROOMS, *_STORMS)]
    chosen = {"rooms": (rooms, COLUMNS), "crowds": (crowds, CROWD), "storms": (storms, STORMS)}
    return {name: table(some, columns) for name, (some, columns) in chosen.items()}


def table(rows: Sequence[Row], columns: Columns = COLUMNS) -> list[str]:
    """The medians as lines of Markdown, within a workload and size those first who did most with
    their CPU time."""
    head = ["workload", "n", "server", "runs", *columns.values()]
    lines = [_line(head), _line(["---"] * len(head))]
    summary = []
    for key, some in groups(rows).items():
        best = medians(some, ["upd_per_cpu_s"])["upd_per_cpu_s"] or 0
        summary.append((*key, len(some), best, medians(some, columns)))
    summary.sort(key=lambda s: (s[0], s[1], -s[4]))
    for workload, n, server, runs, _, values in summary:
        shown = [_figure(column, values[column]) for column in columns]
        lines.append(_line([workload, str(n), f"`{server}`", str(runs), *shown]))
    return lines


def verdict_table(verdicts: Sequence[Verdict]) -> list[str]:
    """Each target with the median, every round's figure and whether it is reached."""
    head = ["what", "n", "floor", "goal", "median", "rounds", "reached"]
    lines = [_line(head), _line(["---"] * len(head))]
    for verdict in verdicts:
        t, unit = verdict.target, verdict.target.unit
        middle = "-" if verdict.value is None else f"**{_short(verdict.value)}{unit}**"
        rounds = " ".join(map(_short, verdict.values)) or "-"
        limits = [f"{t.floor:g}{unit}", f"{t.goal:g}{unit}"]
        lines.append(_line([t.title, str(t.n), *limits, middle, rounds, verdict.word]))
    return lines


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"


def _figure(column: str, value: float | None) -> str:
    if value is None:
        return "-"
    if column in ("upd_per_cpu_s", "entered", "refused", "dead", "overload_step"):
        return f"{value:,.0f}"
    if column in ("core", "delivered_ideal"):
        return f"{value:.3f}"
    return f"{value:.1f}"
