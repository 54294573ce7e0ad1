"""The verdict of a run: who could not join and whether the limit was held."""

import io
import json
from typing import Any

import pytest
from rich.console import Console

from vbranch.bots.driver import Orders, Run
from vbranch.bots.report import build, table, verdict


def finished(joined: int, p99: float | None) -> dict[str, Any]:
    report = build(
        Run(Orders("http://x", "k" * 16, count=4), measured_from=1.0, measured_until=3.0)
    )
    report["joined"] = joined
    report["poses"]["delay_ms"] = {"count": 9, "p50": 1.0, "p95": 2.0, "p99": p99, "max": 9.0}
    return report


def test_all_in_and_fast_enough() -> None:
    assert verdict(finished(4, 80.0), 100.0) is None
    assert verdict(finished(4, 80.0), None) is None


def test_too_slow() -> None:
    assert verdict(finished(4, 80.0), 79.0) == "pose delay p99 is 80.0 ms, above the limit of 79 ms"


def test_nothing_measured_is_not_a_pass() -> None:
    assert "no pose was recognised" in str(verdict(finished(4, None), 79.0))


@pytest.mark.parametrize(
    ("failed", "waiting", "words"),
    [
        ({"http_500": 2}, 0, "only 2 of 4 bots could join: 2 × it broke"),
        ({}, 2, "only 2 of 4 bots could join: 2 wait, the room is full"),
        ({}, 0, "only 2 of 4 bots could join: no welcome came in time"),
    ],
)
def test_who_stayed_outside(failed: dict[str, int], waiting: int, words: str) -> None:
    report = finished(2, 1.0)
    report.update(failed=failed, reasons={"http_500": "it broke"}, waiting=waiting)
    assert verdict(report, None) == words


def test_a_report_is_json_and_a_table() -> None:
    report = finished(4, 80.0)
    assert json.loads(json.dumps(report)) == report
    assert report["seconds"] == 2.0
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(table(report))
    assert "pose delay" in console.export_text()
