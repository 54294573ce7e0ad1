"""The command of the benchmark: ``make bench``, or ``python -m bench`` in ``tests/load``."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from . import places
from .build import build
from .peers import install
from .processes import end_on_sigterm, go_first
from .publish import publish
from .report import tables, verdict_table
from .runner import Row, frames_of_ours, run
from .servers import OURS, SAME, SERVERS
from .targets import Verdict, defects, judge, shortcomings
from .workloads import LARGEST, WORKLOADS, Choice, Turn, plan

_DEFAULTS: Final = Choice()
_LAST: Final = places.CACHE / "last.json"


def main() -> int:
    choice = _read_arguments()
    end_on_sigterm()
    build()
    install(choice.servers)
    go_first()
    rows = _run_all(list(plan(choice)))
    verdicts = judge(rows)
    shown = [line for lines in tables(rows).values() if len(lines) > 2 for line in ["", *lines]]
    print("\n".join([*shown, "", *verdict_table(verdicts)]))
    if choice.complete:
        publish(rows, verdicts)
    return _status(choice, rows, verdicts)


def _read_arguments() -> Choice:
    parser = argparse.ArgumentParser("bench", description=__doc__)
    add = parser.add_argument
    add("--servers", default=",".join(SERVERS), help="names, separated by commas")
    add("--n", help="numbers of clients, instead of each workload's own")
    add("--workloads", default=",".join(WORKLOADS))
    add("--rounds", type=int, default=_DEFAULTS.rounds)
    add("--warm", type=float, default=_DEFAULTS.warm_s, help="seconds before measuring")
    add("--seconds", type=float, default=_DEFAULTS.seconds, help="seconds of measuring")
    given = parser.parse_args()
    servers, workloads = given.servers.split(","), given.workloads.split(",")
    for word, known in [(s, SERVERS) for s in servers] + [(w, WORKLOADS) for w in workloads]:
        if word not in known:
            parser.error(f"there is no {word!r}; there is {', '.join(known)}")
    sizes = [int(n) for n in given.n.split(",")] if given.n else None
    return Choice(servers, sizes, workloads, given.rounds, given.warm, given.seconds)


def _run_all(turns: list[Turn]) -> list[Row]:
    """Run the plan and tell how it goes; the rows so far are in ``.cache/bench/last.json``."""
    rows: list[Row] = []
    began = time.monotonic()
    for number, turn in enumerate(turns, 1):
        row = _run(turn, rows) | {"round": turn.round}
        rows.append(row)
        _save(rows, _LAST)
        left = (time.monotonic() - began) / number * (len(turns) - number)
        print(f"[{number}/{len(turns)}, {left / 60:.0f} min left] {_summary(row)}", flush=True)
    return rows


def _run(turn: Turn, rows: Sequence[Row]) -> Row:
    """The row of one turn; a server that is to send the same as ours is told what that was."""
    orders = turn.orders
    if turn.server == SAME:
        orders = replace(orders, frames=frames_of_ours(rows, orders))
    return run(SERVERS[turn.server], orders)


def _save(rows: list[Row], path: Path) -> None:
    path.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", "utf-8")


def _summary(row: Row) -> str:
    name = f"round {row['round']} {row['workload']} n={row['n']} {row['server']}:"
    if "error" in row:
        return f"{name} FAILED: {row['error']}"
    return (
        f"{name} {row['upd_per_cpu_s'] or 0:,} upd/cpu-s, {row['core']:.3f} core, "
        f"{row['kb_per_client_s']:.1f} kB/s, p99 {row['p99_ms']:.1f} ms, "
        f"delivered {row['delivered_ideal']:.3f}, {row['kib_per_member']:.1f} KiB a member"
        + (f", entry p99 {row['entry_p99_ms']:.0f} ms" if "entry_p99_ms" in row else "")
    )


def _status(choice: Choice, rows: list[Row], verdicts: list[Verdict]) -> int:
    """1 if a floor was missed, a run of ours was not clean, or a whole benchmark has gaps.

    Faults of the others are only told, and ours where it is looked for how many are too many.
    """
    must = [row for row in rows if row["server"] == OURS and row["workload"] != LARGEST]
    for line in defects([row for row in rows if row not in must]):
        print(f"note: {line}", file=sys.stderr)
    failures = [f"not clean: {line}" for line in defects(must)]
    failures += shortcomings(verdicts, choice.rounds if choice.complete else 0)
    for line in failures:
        print(f"FAILED: {line}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
