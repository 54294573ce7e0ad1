"""How the hub notices that there is too little time, and what it does about it (I-5)."""

import pytest
from prometheus_client import CollectorRegistry
from realtime_world import living
from structlog.testing import capture_logs

from vbranch.protocol.constants import TICK_HZ
from vbranch.realtime.meters import Meters
from vbranch.realtime.pressure import Pressure
from vbranch.room.overload import STEPS

PERIOD = 1 / TICK_HZ


class Process:
    """Beats, each with its work."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.steps: list[int] = []
        self.now = self.cpu = 0.0
        self.pressure = Pressure(
            PERIOD, Meters(self.registry), [self.steps.append], lambda: self.cpu
        )

    def beat(self, share: float, seconds: float, *, skipped: int = 0, cpu: float = 0.0) -> None:
        """Beats whose work takes this share of the period, and the thread this one of the CPU."""
        passes = (1 + skipped) * PERIOD
        for _ in range(round(seconds / passes)):
            self.now += passes
            self.cpu += cpu * passes
            self.pressure.note(self.now, share * passes, skipped)

    def metric(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(f"vbranch_{name}", labels)


def test_an_easy_process_leaves_nothing_out() -> None:
    process = Process()
    process.beat(0.5, 60)
    assert process.steps == []
    assert process.metric("overload_step") == 0
    assert process.metric("load") == pytest.approx(0.5, abs=0.01)


def test_too_full_ticks_are_thinned_step_by_step_and_it_is_told() -> None:
    process = Process()
    with capture_logs() as logs:
        process.beat(0.95, 30)
    assert process.steps == list(range(1, len(STEPS)))
    assert process.metric("overload_step") == len(STEPS) - 1
    for step in STEPS[1:]:
        assert process.metric("overload_changes_total", step=step.name) == 1
    assert process.metric("overload_changes_total", step="full") == 0
    assert [line["event"] for line in logs] == ["overload"] * 4
    assert {line["log_level"] for line in logs} == {"warning"}
    assert logs[0]["name"] == STEPS[1].name


def test_it_recovers_by_itself() -> None:
    process = Process()
    process.beat(0.95, 30)
    with capture_logs() as logs:
        process.beat(0.2, 400)
    assert process.steps[-4:] == [3, 2, 1, 0]
    assert process.metric("overload_step") == 0
    assert {line["log_level"] for line in logs} == {"info"}


def test_what_the_thread_does_besides_counts_too() -> None:
    """Pages, joins and answers of the log take the same time away."""
    process = Process()
    process.beat(0.3, 10, cpu=0.95)
    assert process.steps


def test_beats_that_fall_out_count_though_each_is_short() -> None:
    """Something else takes the time of this machine."""
    process = Process()
    process.beat(0.2, 10, skipped=1)
    assert process.steps


@pytest.mark.parametrize("swallowed", [1, 10, 100])
def test_a_single_pause_is_no_overload(swallowed: int) -> None:
    process = Process()
    for _ in range(5):
        process.beat(0.4, 5)
        process.pressure.note(process.now, swallowed * PERIOD, swallowed)
    assert process.steps == []


async def test_all_rooms_of_the_process_take_the_step() -> None:
    async with living() as world:
        taken: list[tuple[str, int]] = []
        for name, runtime in world.hub.rooms.items():
            crowd = runtime.lane._crowd
            crowd.degrade = lambda step, name=name: taken.append((name, step))  # type: ignore[method-assign]
        for n in range(40):
            world.hub._pressure.note(n * PERIOD, PERIOD, 0)
        assert {name for name, step in taken if step == 1} == set(world.hub.rooms)


async def test_a_beat_is_measured_with_all_that_came_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with living() as world:
        noted: list[tuple[float, int]] = []
        monkeypatch.setattr(
            world.hub._pressure, "note", lambda now, work, skipped: noted.append((work, skipped))
        )
        time = iter(range(1000))
        monkeypatch.setattr("vbranch.realtime.hub.perf_counter", lambda: float(next(time)))
        world.hub._beat(0)
        world.hub._between()
        world.hub._beat(3)
        (first, none), (second, three) = noted
        assert (none, three) == (0, 3)
        assert second > first > 0, "the drain in between is in it"
