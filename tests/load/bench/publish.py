"""Writes ``docs/benchmarks.json``, ``docs/benchmarks.md`` and the plots in ``docs/benchmarks/``."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from . import places
from .machine import describe
from .peers import install_plots
from .report import tables, verdict_table
from .servers import SERVERS
from .targets import Verdict, defects

Row = dict[str, Any]
DOCS: Final = places.ROOT / "docs"
_TEXT: Final = places.HERE / "benchmarks.in.md"


def publish(rows: Sequence[Row], verdicts: Sequence[Verdict], docs: Path = DOCS) -> None:
    """Replace what is published by these rows."""
    names = list(dict.fromkeys(row["server"] for row in rows))
    environment = describe(names)
    write_rows(rows, environment, docs / "benchmarks.json")
    (docs / "benchmarks.md").write_text(page(rows, verdicts, environment, names), "utf-8")
    install_plots()
    command = [places.PLOT_PYTHON, places.HERE / "plots.py"]
    subprocess.run([*command, docs / "benchmarks.json", docs / "benchmarks"], check=True)


def write_rows(rows: Sequence[Row], environment: Mapping[str, str], path: Path) -> None:
    """One line a row, so that a change can be read."""
    lines = ",\n".join(f"    {json.dumps(row)}" for row in rows)
    about = json.dumps({"measured": _now(), **environment}, indent=2).replace("\n", "\n  ")
    path.write_text(f'{{\n  "environment": {about},\n  "rows": [\n{lines}\n  ]\n}}\n', "utf-8")


def page(
    rows: Sequence[Row],
    verdicts: Sequence[Verdict],
    environment: Mapping[str, str],
    names: Sequence[str],
) -> str:
    """The report: the text of ``benchmarks.in.md`` with the figures put in."""
    parts = {
        "verdicts": "\n".join(verdict_table(verdicts)),
        **{name: "\n".join(lines) for name, lines in tables(rows).items()},
        "servers": "\n".join(f"| `{name}` | {SERVERS[name].about} |" for name in names),
        "environment": "\n".join(f"| {what} | {value} |" for what, value in environment.items()),
        "measured": _now(),
        "rounds": str(1 + max(row["round"] for row in rows)),
        "coming_back": "\n".join(_rogues(rows)),
        "defects": "\n".join(f"- {line}" for line in defects(rows)) or "None.",
    }
    text = _TEXT.read_text("utf-8")
    for name, content in parts.items():
        text = text.replace(f"<<{name}>>", content)
    return text


def _rogues(rows: Sequence[Row]) -> list[str]:
    """What became of each kind of rogue, over all rounds."""
    visits: dict[str, dict[str, int]] = {}
    for row in rows:
        for rogue in row.get("rogues", ()):
            ends = visits.setdefault(rogue["kind"], {"visits": 0})
            ends["visits"] += rogue["visits"]
            for code, times in rogue["ends"].items():
                ends[code] = ends.get(code, 0) + times
    return [
        f"- {kind}: {ends.pop('visits')} visits; ended with "
        + (", ".join(f"{code} ({times} times)" for code, times in sorted(ends.items())) or "none")
        for kind, ends in visits.items()
    ]


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
