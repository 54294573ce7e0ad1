"""The benchmark's judgement: ratios paired by round, medians, floors, runs that do not count."""

from typing import Any

import pytest
from bench.report import medians, table, tables, verdict_table
from bench.targets import TARGETS, Target, Verdict, defects, judge, paired, shortcomings


def row(server: str, round_: int, upd: float, **more: Any) -> dict[str, Any]:
    base = {"server": server, "n": 100, "workload": "broadcast", "round": round_}
    return base | {"upd_per_cpu_s": upd} | more


def verdict(title: str, n: int, rows: list[dict[str, Any]]) -> Verdict:
    return next(v for v in judge(rows) if title in v.target.title and v.target.n == n)


def test_ratios_are_of_the_same_round() -> None:
    """A machine twice as fast in one round changes nothing."""
    rows = [row("vbranch", 0, 50), row("limit-lazy", 0, 100)]
    rows += [row("limit-lazy", 1, 200), row("vbranch", 1, 100)]
    sides = ("vbranch", "broadcast"), ("limit-lazy", "broadcast")
    assert paired(rows, "upd_per_cpu_s", *sides, 100) == [0.5, 0.5]


def test_a_round_without_one_side_does_not_count() -> None:
    rows = [row("vbranch", 0, 50), row("limit-lazy", 1, 100), row("vbranch", 2, 30)]
    rows += [{**row("limit-lazy", 0, 0), "error": "gone"}, row("limit-lazy", 2, 60)]
    sides = ("vbranch", "broadcast"), ("limit-lazy", "broadcast")
    assert paired(rows, "upd_per_cpu_s", *sides, 100) == [0.5]


def test_the_other_sizes_and_workloads_are_not_mixed_in() -> None:
    rows = [row("vbranch", 0, 50), row("limit-lazy", 0, 100, n=500)]
    rows += [row("limit-lazy", 0, 100, workload="calm")]
    assert verdict("limit-lazy", 100, rows).word == "not measured"


@pytest.mark.parametrize(
    ("ratios", "word"),
    [
        ((0.44, 0.2, 0.9), "SHORT"),
        ((0.46, 0.2, 0.9), "floor"),
        ((0.65, 0.2, 0.9), "goal"),
    ],
)
def test_the_median_of_the_rounds_decides(ratios: tuple[float, ...], word: str) -> None:
    rows = [row("limit-lazy", number, 100) for number in range(3)]
    rows += [row("vbranch", number, 100 * ratio) for number, ratio in enumerate(ratios)]
    found = verdict("limit-lazy", 100, rows)
    assert found.word == word
    assert found.value == pytest.approx(ratios[0])


@pytest.mark.parametrize(
    ("kib", "word"), [(24.1, "SHORT"), (24.0, "floor"), (12.5, "floor"), (12.0, "goal")]
)
def test_of_memory_less_is_better(kib: float, word: str) -> None:
    rows = [row("vbranch", 0, 1, n=500, kib_per_member=kib)]
    assert verdict("memory", 500, rows).word == word


def test_rogues_are_compared_with_the_calm_of_their_round() -> None:
    calm = [row("vbranch", r, 1, n=200, workload="calm", p99_ms=50 + r) for r in range(2)]
    wild = [row("vbranch", r, 1, n=200, workload="rogues", p99_ms=75 + 1.5 * r) for r in range(2)]
    found = verdict("rogues", 200, calm + wild)
    assert found.values == [1.5, 1.5]
    assert found.word == "SHORT"


def test_the_targets_are_those_of_the_issues() -> None:
    limits = [(target.n, target.floor, target.goal) for target in TARGETS]
    assert limits == [
        (100, 3, 5),
        (100, 4, 6),
        (100, 1.2, 2),
        (100, 30, 50),
        (100, 0.45, 0.65),
        (500, 2, 1.3),
        (500, 24, 12),
        (200, 1.2, 1.1),
        (1000, 2, 1.3),
        (1000, 2, 1.3),
        (1000, 0.45, 0.3),
        (1000, 60, 40),
        (1000, 60, 45),
        (1000, 1.5, 1.2),
        (1000, 1.5, 1.2),
        (1000, 1.5, 1.2),
        (5000, 3000, 5000),
        (200, 2000, 2000),
        (200, 100, 100),
    ]


NEVER = ("bad", "dead", "errors", "rejects", "poses_cut", "strangers")
LOST = ("entries_lost", "entries_doubled", "refused")


@pytest.mark.parametrize("column", [*NEVER, *LOST])
def test_a_run_is_not_clean_with_any_of(column: str) -> None:
    clean = row("vbranch", 0, 1, **dict.fromkeys([*NEVER, *LOST], 0))
    assert defects([clean]) == []
    assert f"{column} = 2" in defects([clean | {column: 2}])[0]


def test_a_missed_floor_and_a_gap_are_told_and_nothing_else() -> None:
    target = Target("speed", 100, 2, 4, lambda rows: [])
    assert shortcomings([Verdict(target, [2.0, 2.0])], rounds=2) == []
    assert shortcomings([Verdict(target, [])], rounds=0) == []
    assert shortcomings([Verdict(target, [1.9, 1.9])], rounds=2) == ["speed, n=100: 1.90, floor 2×"]
    assert shortcomings([Verdict(target, [3.0])], rounds=2) == ["speed, n=100: 1 rounds of 2"]
    assert shortcomings([Verdict(target, [])], rounds=2) == ["speed, n=100: 0 rounds of 2"]


def crowd(n: int = 1000, **more: Any) -> dict[str, Any]:
    base = row("vbranch", 0, 1, n=n, workload="spread", delivered_ideal=0.99, worst_gap_ms=1900.0)
    return base | more


def test_a_crowd_is_compared_with_the_same_bytes_in_its_round() -> None:
    rows = [crowd(core=0.3, p99_ms=60.0, round=r) for r in range(2)]
    rows += [crowd(server="limit-same", core=0.2 + r / 10, p99_ms=50.0, round=r) for r in range(2)]
    found = verdict("CPU time against `limit-same`, spread", 1000, rows)
    assert found.values == pytest.approx([1.5, 1.0])
    assert verdict("age against `limit-same`, spread", 1000, rows).word == "goal"
    assert verdict("CPU time against `limit-same`, stage", 1000, rows).word == "not measured"


def test_of_a_member_the_cpu_time_may_grow_little() -> None:
    rows = [crowd(100, cpu_us_per_client_tick=10.0), crowd(cpu_us_per_client_tick=13.0)]
    rows += [crowd(100, cpu_us_per_client_tick=10.0, server="limit-same")]
    found = verdict("against that at n = 100", 1000, rows)
    assert found.values == [1.3]
    assert found.word == "floor"


def largest(n: int, **more: Any) -> dict[str, Any]:
    return crowd(n, workload="largest") | more


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        ({}, 4000),
        ({"delivered_ideal": 0.89}, 2000),
        ({"worst_gap_ms": 2101.0}, 2000),
        ({"dead": 1}, 2000),
        ({"bad": 1}, 2000),
        ({"error": "gone"}, 2000),
    ],
)
def test_the_most_in_a_room_is_below_the_first_number_that_it_does_not_carry(
    fault: dict[str, Any], most: float
) -> None:
    rows = [largest(4000), largest(2000), largest(3000, **fault), crowd()]
    assert verdict("most in one room", 5000, rows).values == [most]


def test_nothing_is_carried_where_a_thousand_are_not() -> None:
    rows = [largest(2000), crowd(delivered_ideal=0.5)]
    assert verdict("most in one room", 5000, rows).values == [0.0]
    assert verdict("most in one room", 5000, [crowd()]).word == "not measured"


def test_the_most_in_a_room_is_found_in_one_round() -> None:
    target = next(t for t in TARGETS if "most" in t.title)
    assert shortcomings([Verdict(target, [4000.0])], rounds=3) == []
    assert shortcomings([Verdict(target, [])], rounds=3) != []


@pytest.mark.parametrize("fault", [{"delivered_ideal": 0.8}, {"worst_gap_ms": 2500.0}])
def test_a_crowd_that_is_starved_is_a_defect(fault: dict[str, Any]) -> None:
    assert defects([crowd()]) == []
    (told,) = defects([crowd(**fault)])
    assert f"{next(iter(fault))} = " in told
    assert defects([largest(5000, **fault)]) == []  # how many are too many is to be found out
    assert defects([crowd(server="colyseus-ws", **fault)]) == []


def test_of_a_storm_entries_and_what_those_inside_notice_are_judged() -> None:
    before = row("vbranch", 0, 1, n=200, workload="before-storm", longest_frame_gap_ms=60.0)
    storm = before | {"workload": "storm", "entry_p99_ms": 1800.0, "longest_frame_gap_ms": 175.0}
    assert verdict("entry", 200, [before, storm]).word == "goal"
    hiccup = verdict("longest wait", 200, [before, storm])
    assert hiccup.values == [115.0]
    assert hiccup.word == "SHORT"
    assert defects([storm | {"strangers": 4}]) == []
    assert "refused = 1" in defects([storm | {"refused": 1}])[0]


def test_rogues_may_be_rejected_but_nobody_else_may_suffer() -> None:
    wild = row("vbranch", 0, 1, workload="rogues", rejects=600, strangers=9, bad=0, dead=0)
    assert defects([wild]) == []
    assert "dead = 1" in defects([wild | {"dead": 1}])[0]


def test_a_run_without_figures_is_a_defect() -> None:
    assert "it ended" in defects([{**row("vbranch", 3, 0), "error": "it ended"}])[0]


def test_medians_leave_out_what_a_server_does_not_have() -> None:
    rows = [row("vbranch", r, upd, ack_p99_ms=None) for r, upd in enumerate((3, 100, 5))]
    found = medians(rows)
    assert found["upd_per_cpu_s"] == 5
    assert found["ack_p99_ms"] is None


def test_the_table_has_the_best_first_and_no_failed_runs() -> None:
    rows = [row("vbranch", 0, 10), row("limit-lazy", 0, 20)]
    rows += [{**row("bun-batch", 0, 0), "error": "gone"}]
    lines = table(rows)
    assert "limit-lazy" in lines[2]
    assert "vbranch" in lines[3]
    assert len(lines) == 4


def test_rooms_crowds_and_storms_have_tables_of_their_own() -> None:
    rows = [row("vbranch", 0, 10), crowd(), largest(2000)]
    rows += [row("vbranch", 0, 1, workload="storm", entered=1000)]
    found = tables(rows)
    assert [len(lines) - 2 for lines in found.values()] == [1, 2, 1]
    assert "| 1900.0 |" in found["crowds"][2] + found["crowds"][3]
    assert "| 1,000 |" in found["storms"][2]


def test_the_verdicts_show_every_round() -> None:
    target = Target("a title", 100, 2, 4, lambda rows: [])
    lines = verdict_table([Verdict(target, [1.0, 3.0, 2.5]), Verdict(target, [])])
    assert "**2.50×**" in lines[2]
    assert "1.00 3.00 2.50" in lines[2]
    assert lines[2].endswith("| floor |")
    assert lines[3].endswith("| not measured |")
