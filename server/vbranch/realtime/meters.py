"""What the socket side counts, for Prometheus. No label holds anything of a person."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

_TICK_S = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.1, 0.25)
_ACK_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Durations(Collector):
    """A histogram for what happens at every tick: to observe is two additions, the rest is done
    when somebody asks. (``Histogram`` takes a lock for each sum and bucket.)"""

    def __init__(self, name: str, text: str, registry: CollectorRegistry) -> None:
        self._name, self._text = name, text
        self._counts = [0] * (len(_TICK_S) + 1)
        self._sum = 0.0
        registry.register(self)

    def observe(self, seconds: float) -> None:
        self._counts[bisect_left(_TICK_S, seconds)] += 1
        self._sum += seconds

    def collect(self) -> Iterator[Metric]:
        bounds = [*map(floatToGoString, _TICK_S), "+Inf"]
        buckets = list(zip(bounds, accumulate(self._counts), strict=True))
        yield HistogramMetricFamily(self._name, self._text, buckets, sum_value=self._sum)


class Meters:
    """The collectors on one registry; two servers in one process have two registries."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"vbranch_{name}", text, labels, registry=registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"vbranch_{name}", text, labels, registry=registry)

        self.connections = gauge("connections", "Open connections")
        self.members = gauge("members", "Members of a room, those away included", "room")
        self.waiting = gauge("waiting", "Connections that wait for a place", "room")
        self.tasks = gauge("tasks", "asyncio tasks of the process")
        self.queued = gauge("queue_bytes", "Bytes in all reliable queues")
        self.longest_queue = gauge("queue_bytes_longest", "Bytes in the longest reliable queue")
        self.bytes_in = counter("received_bytes", "Bytes from clients")
        self.bytes_out = counter("sent_bytes", "Bytes to clients")
        self.poses = counter("poses", "Poses accepted")
        self.poses_cut = counter("poses_cut", "Poses brought back because they were too far (P-6)")
        self.entries = counter("entries", "Log entries applied", "room", "outcome")
        self.rejects = counter("rejects", "What was not taken", "reason")
        self.closes = counter("closes", "Connections that ended", "code")
        self.voice_sessions = gauge("voice_sessions", "Ways from a speaker to a hearer", "room")
        self.voice_signals = counter("voice_signals", "Signals passed on between the two")
        self.tick_s = Durations("vbranch_tick_seconds", "Work of one tick", registry)
        self.drain_s = Durations(
            "vbranch_drain_seconds", "Work of the drains between two ticks", registry
        )
        self.load = gauge("load", "Part of the period that ticks and drains take, smoothed")
        self.overload_step = gauge("overload_step", "How much is left out for want of time (I-5)")
        self.overload_changes = counter("overload_changes", "Changes to this step", "step")
        self.records = counter("records", "Pose records sent, by tier (I-1)", "tier")
        self.skipped = counter("beats_skipped", "Ticks left out because a beat took too long")
        self.ack_s = Histogram(
            "vbranch_ack_seconds",
            "From reading a command to queueing its acknowledgement",
            registry=registry,
            buckets=_ACK_S,
        )
