"""From the generator's findings and the server's usage to a row."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bench import runner
from bench.orders import Frames, Orders
from bench.processes import cpu_seconds, resident_kib, tree
from bench.publish import page, write_rows
from bench.runner import RunFailed, frames_of_ours
from bench.servers import SERVERS
from bench.targets import judge

ORDERS = Orders("broadcast", 100, 2, 5)
FOUND = {
    "seconds": 5.0,
    "delivered": 1_000_000,
    "delivered_ideal": 1.0,
    "bytes": 50_000_000,
    "p50_ms": 25.0,
    "p99_ms": 50.0,
    "rest_p50_ms": -1,
    "rest_p99_ms": -1,
    "near_interval_p50_ms": 50.0,
    "near_interval_p99_ms": 60.0,
    "frames_due_share": 0.97,
    "ack_p50_ms": -1,
    "ack_p99_ms": -1,
    "bad": 0,
}


def usage(**changes: float) -> runner._Usage:
    found = runner._Usage(100_000, 101_000, 102_400, 0.25)
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def test_a_row_has_the_columns_that_are_published() -> None:
    row = runner.figures(ORDERS, dict(FOUND), usage())
    assert row["upd_per_cpu_s"] == 4_000_000
    assert row["core"] == 0.05
    assert row["cpu_us_per_client_tick"] == 25.0
    assert row["kb_per_client_s"] == 100.0
    assert row["kib_per_member"] == 24.0
    assert row["delivered_ideal"] == 1.0
    assert (row["p50_ms"], row["p99_ms"]) == (25.0, 50.0)


def test_no_acknowledgements_are_no_figure() -> None:
    row = runner.figures(ORDERS, dict(FOUND), usage())
    assert row["ack_p99_ms"] is None
    acked = dict(FOUND) | {"ack_p99_ms": 31.0}
    assert runner.figures(ORDERS, acked, usage())["ack_p99_ms"] == 31.0


def test_a_server_that_used_no_time_has_no_figure() -> None:
    assert runner.figures(ORDERS, dict(FOUND), usage(cpu_s=0.0))["upd_per_cpu_s"] is None


def test_of_a_crowd_what_counts_is_the_share_of_the_frames_that_were_due() -> None:
    crowd = replace(ORDERS, workload="spread", layout="spread")
    assert runner.figures(crowd, dict(FOUND), usage())["delivered_ideal"] == 0.97
    half = replace(crowd, frames=Frames(2000, 10.0))  # told to send half as many
    found = dict(FOUND) | {"frames_due_share": 0.48}
    assert runner.figures(half, found, usage())["delivered_ideal"] == 0.96


def test_the_limit_sends_what_ours_sent_last() -> None:
    ours = {"server": "vbranch", "n": 100, "workload": "broadcast"}
    rows = [ours | {"kb_per_client_s": kb, "frames_per_s": 20.0} for kb in (90, 50)]
    rows += [ours | {"error": "gone"}, ours | {"n": 200, "kb_per_client_s": 9, "frames_per_s": 9.0}]
    rows += [{**rows[0], "server": "limit-same"}]
    assert frames_of_ours(rows, ORDERS) == Frames(2500, 20.0)
    assert frames_of_ours(rows, replace(ORDERS, workload="stage")) is None
    row = runner.run(SERVERS["limit-same"], ORDERS)
    assert "no run of ours" in row["error"]


def test_metrics_are_summed_over_their_labels() -> None:
    lines = ['a_total{reason="x"} 2.0', 'a_total{reason="y"} 3.0', "a_total_created 9.0", "b 1"]
    assert runner._sum(lines, "a_total") == 5
    assert runner._sum(lines, "c_total") == 0


def test_a_generator_that_ends_tells_why() -> None:
    program = "import sys; print('joined'); print('no room', file=sys.stderr)"
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=pipe, stderr=pipe, text=True
    ) as p:
        runner._expect(p, "joined")
        with pytest.raises(RunFailed, match="no room"):
            runner._expect(p, "begin")


def test_time_and_memory_of_children_count() -> None:
    child = (
        "b = bytearray(40_000_000)\nfor _ in range(3_000_000): pass\nprint(1, flush=True)\ninput()"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", parent], stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert len(list(tree(process.pid))) == 2
        own = [pid for pid in tree(process.pid) if pid != process.pid]
        assert cpu_seconds(process.pid) > cpu_seconds(own[0]) > 0
        assert resident_kib(process.pid) > 40_000
        process.communicate(b"\n")


def test_the_page_has_every_part_filled_in(tmp_path: Path) -> None:
    row = {"server": "vbranch", "n": 100, "workload": "broadcast", "round": 0}
    row |= runner.figures(ORDERS, dict(FOUND), usage())
    wild = row | {"workload": "rogues", "n": 200}
    wild["rogues"] = [{"kind": "flood", "visits": 3, "ends": {"4008": 2}}]
    text = page([row, wild], judge([row, wild]), {"kernel": "a kernel"}, ["vbranch"])
    assert "<<" not in text
    assert "- flood: 3 visits; ended with 4008 (2 times)" in text
    assert "| kernel | a kernel |" in text
    write_rows([row], {"kernel": "a kernel"}, tmp_path / "rows.json")
    assert '"upd_per_cpu_s": 4000000' in (tmp_path / "rows.json").read_text()
