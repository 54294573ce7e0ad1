"""Draws the plots of ``docs/benchmarks.md`` as SVG; run with the benchmark's own Python.

plots.py ROWS.json FOLDER
"""

import json
import sys
from pathlib import Path
from statistics import median

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "benchmarks"  # the same figures give the same file
import matplotlib.pyplot as plt  # noqa: E402

OURS, OTHERS = "#0b6e4f", "#8d99ae"


def main() -> None:
    rows_path, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    rows = [row for row in json.loads(rows_path.read_text("utf-8"))["rows"] if "error" not in row]
    broadcast = [row for row in rows if row["workload"] == "broadcast"]
    for n in sorted({row["n"] for row in broadcast}):
        some = [row for row in broadcast if row["n"] == n]
        cost = "server CPU, µs a client and tick (less is better)"
        bars(some, "cpu_us_per_client_tick", f"{n} clients: {cost}", folder / f"cpu-{n}.svg")
        memory = "memory a member, KiB (less is better)"
        bars(some, "kib_per_member", f"{n} clients: {memory}", folder / f"memory-{n}.svg")
    latency([row for row in broadcast if row["server"] != "naf-socketio"], folder / "latency.svg")
    crowds(rows, folder)
    largest([row for row in rows if row["workload"] in ("spread", "largest")], folder)


def crowds(rows: list[dict], folder: Path) -> None:
    """A thousand people in a field, by workload and server."""
    names = ("spread", "stage", "spread-adaptive", "stage-adaptive")
    some = [
        row | {"server": row["server"] + ", " + row["workload"]}
        for row in rows
        if row["workload"] in names and row["n"] == 1000
    ]
    if some:
        cost = "1,000 people in a field: server CPU, µs a client and tick (less is better)"
        bars(some, "cpu_us_per_client_tick", cost, folder / "crowd-cpu.svg")
        traffic = "1,000 people in a field: kB/s a client (less is better)"
        bars(some, "kb_per_client_s", traffic, folder / "crowd-traffic.svg")


def largest(rows: list[dict], folder: Path) -> None:
    """What a room of our server costs as it grows, and what share of the frames comes."""
    sizes: dict[int, list[dict]] = {}
    for row in rows:
        if row["server"] == "vbranch":
            sizes.setdefault(row["n"], []).append(row)
    if not sizes:
        return
    figure, axes = plt.subplots(figsize=(8, 3))
    for column, label in (("core", "share of a core"), ("delivered_ideal", "frames / due")):
        values = [median(row[column] for row in sizes[n]) for n in sorted(sizes)]
        axes.plot(sorted(sizes), values, "-o", label=label)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("people in one room, spread over 160 m", fontsize=8)
    axes.legend(frameon=False)
    axes.set_title("one room that grows", fontsize=10)
    save(figure, axes, folder / "largest.svg")


def bars(rows: list[dict], column: str, title: str, path: Path) -> None:
    """One bar a server: the median, with a dot for every round."""
    values: dict[str, list[float]] = {}
    for row in rows:
        values.setdefault(row["server"], []).append(row[column])
    names = sorted(values, key=lambda name: -median(values[name]))
    figure, axes = plt.subplots(figsize=(8, 0.6 + 0.45 * len(names)))
    colours = [OURS if name.startswith("vbranch") else OTHERS for name in names]
    axes.barh(names, [median(values[name]) for name in names], color=colours)
    for name in names:
        axes.plot(values[name], [name] * len(values[name]), "k.", markersize=4)
        axes.text(max(values[name]), name, f"  {median(values[name]):.1f}", va="center")
    if max(map(median, values.values())) > 8 * min(map(median, values.values())):
        axes.set_xscale("log")
        axes.set_xlabel("logarithmic", fontsize=8)
    axes.margins(x=0.15)
    axes.set_title(title, fontsize=10)
    save(figure, axes, path)


def latency(rows: list[dict], path: Path) -> None:
    """p50 and p99 of each server and size."""
    groups: dict[tuple[int, str], list[dict]] = {}
    for row in rows:
        groups.setdefault((row["n"], row["server"]), []).append(row)
    names = [f"{server}, {n}" for n, server in groups]
    figure, axes = plt.subplots(figsize=(8, 0.8 + 0.4 * len(names)))
    for name, (_, server), some in zip(names, groups, groups.values(), strict=True):
        low, high = (median(row[column] for row in some) for column in ("p50_ms", "p99_ms"))
        axes.plot([low, high], [name] * 2, "-o", color=OURS if server == "vbranch" else OTHERS)
        axes.text(high, name, f"  {low:.0f} to {high:.0f}", va="center")
    axes.set_xlim(left=0)
    axes.margins(x=0.15)
    axes.set_title("from a pose's sending to its arrival, p50 to p99, ms", fontsize=10)
    save(figure, axes, path)


def save(figure: plt.Figure, axes: plt.Axes, path: Path) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
