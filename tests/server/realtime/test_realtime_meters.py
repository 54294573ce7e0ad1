"""The histogram of ticks says what prometheus's own would."""

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram, generate_latest

from vbranch.realtime.meters import _TICK_S, Durations

SECONDS = st.one_of(st.floats(0, 0.5), st.sampled_from(_TICK_S))


@given(st.lists(SECONDS, max_size=50))
def test_it_reads_as_a_histogram_does(times: list[float]) -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    mine = Durations("vbranch_tick_seconds", "Work of one tick", ours)
    plain = Histogram("vbranch_tick_seconds", "Work of one tick", registry=theirs, buckets=_TICK_S)
    for seconds in times:
        mine.observe(seconds)
        plain.observe(seconds)

    def lines(registry: CollectorRegistry) -> list[bytes]:
        return [line for line in generate_latest(registry).splitlines() if b"_created" not in line]

    assert lines(ours) == lines(theirs)
