"""The rows as a table, with medians over the rounds."""

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

from .targets import Verdict

Row = dict[str, Any]

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


def groups(rows: Sequence[Row]) -> dict[tuple[str, int, str], list[Row]]:
    """Rows that have figures, by workload, size and server, in the order of their first run."""
    found: dict[tuple[str, int, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["workload"], row["n"])):
        if "error" not in row:
            found.setdefault((row["workload"], row["n"], row["server"]), []).append(row)
    return found


def medians(rows: Sequence[Row]) -> dict[str, float | None]:
    """Of each column, over the rows that have it."""
    result: dict[str, float | None] = {}
    for column in COLUMNS:
        values = [row[column] for row in rows if row.get(column) is not None]
        result[column] = median(values) if values else None
    return result


def table(rows: Sequence[Row]) -> list[str]:
    """The medians as lines of Markdown, best first within a workload and size."""
    head = ["workload", "n", "server", "runs", *COLUMNS.values()]
    lines = [_line(head), _line(["---"] * len(head))]
    summary = [(*key, len(some), medians(some)) for key, some in groups(rows).items()]
    summary.sort(key=lambda s: (s[0], s[1], -(s[4]["upd_per_cpu_s"] or 0)))
    for workload, n, server, runs, values in summary:
        shown = [_figure(column, values[column]) for column in COLUMNS]
        lines.append(_line([workload, str(n), f"`{server}`", str(runs), *shown]))
    return lines


def verdict_table(verdicts: Sequence[Verdict]) -> list[str]:
    """Each target with the median, every round's figure and whether it is reached."""
    head = ["what", "n", "floor", "goal", "median", "rounds", "reached"]
    lines = [_line(head), _line(["---"] * len(head))]
    for verdict in verdicts:
        t, unit = verdict.target, verdict.target.unit
        middle = "-" if verdict.value is None else f"**{verdict.value:.2f}{unit}**"
        rounds = " ".join(f"{value:.2f}" for value in verdict.values) or "-"
        limits = [f"{t.floor:g}{unit}", f"{t.goal:g}{unit}"]
        lines.append(_line([t.title, str(t.n), *limits, middle, rounds, verdict.word]))
    return lines


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(column: str, value: float | None) -> str:
    if value is None:
        return "-"
    if column == "upd_per_cpu_s":
        return f"{value:,.0f}"
    if column in ("core", "delivered_ideal"):
        return f"{value:.3f}"
    return f"{value:.1f}"
