"""What a run of bots came to: one dictionary for programs, a table for people, a verdict."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from .driver import Run

NOTE = (
    "Delays are stamped end to end in the driver and hold its own lag too. A few bots look into "
    "the poses; all count frames and bytes and check tick and entry numbers. Bytes are WebSocket "
    "payload."
)


def build(run: Run) -> dict[str, Any]:
    """All figures of a finished run; rates are per second of the measured time, delays in ms."""
    counted = {name: run.after[name] - run.before[name] for name in run.after}
    seconds = 0.0
    if run.measured_from is not None and run.measured_until is not None:
        seconds = run.measured_until - run.measured_from
    joined = sum(m.welcome is not None for m in run.members)
    readers = [m.entries for m in run.members]
    clocks = [m.ticks for m in run.members]
    visible = run.changed_sent * run.eyes * max(0, joined - 1) / max(1, joined)
    return {
        "orders": {
            "url": run.orders.url,
            "room": run.orders.room,
            "count": run.orders.count,
            "seconds": run.orders.seconds,
            "ramp": run.orders.ramp,
            "vr": run.orders.vr,
            "seed": run.orders.seed,
            "steady": run.orders.steady,
        },
        "seconds": round(seconds, 3),
        "joined": joined,
        "waiting": run.waiting,
        "failed": dict(run.failures),
        "reasons": dict(run.reasons),
        "poses": {
            "sent": counted["poses_sent"],
            "sent_per_s": _rate(counted["poses_sent"], seconds),
            "received": counted["poses_received"],
            "received_per_s": _rate(counted["poses_received"], seconds),
            "far_received": counted["far_received"],
            "held_received": counted["held_received"],
            "left_out": counted["poses_skipped"],
            "delay_ms": run.delays.figures(),
            "recognised_share": _share(run.delays.count, visible),
        },
        "acks": {"commands": counted["commands"], "delay_ms": run.ack.figures()},
        "refused": dict(run.totals.refused),
        "ticks": {
            "frames": counted["frames"],
            "missing": run.totals.ticks.missing(clocks),
            "doubled": sum(c.doubled for c in clocks),
        },
        "entries": {
            "seen": len(run.totals.entries.seen),
            "received": sum(r.count for r in readers),
            "missing": run.totals.entries.missing(readers),
            "doubled": sum(r.doubled for r in readers),
            "kinds": dict(run.totals.parsed.kinds),
        },
        "errors": dict(run.totals.errors),
        "closes": dict(run.totals.closes),
        "unknown_messages": run.totals.unknown,
        "bytes": _bytes(counted, joined, seconds),
        "driver_lag_ms": run.lag.figures(),
        "note": NOTE,
    }


def _bytes(counted: Mapping[str, int], joined: int, seconds: float) -> dict[str, float | int]:
    return {
        "in": counted["bytes_in"],
        "out": counted["bytes_out"],
        "in_per_member_s": _rate(counted["bytes_in"], seconds * joined),
        "out_per_member_s": _rate(counted["bytes_out"], seconds * joined),
    }


def _rate(count: int, seconds: float) -> float:
    return round(count / seconds, 1) if seconds > 0 else 0.0


def _share(part: int, whole: float) -> float | None:
    return round(part / whole, 4) if whole > 0 else None


def verdict(report: Mapping[str, Any], max_p99_ms: float | None) -> str | None:
    """Why the run did not pass, in one line; None when it did."""
    count, joined = report["orders"]["count"], report["joined"]
    if joined < count:
        why = "; ".join(f"{n} × {report['reasons'][c]}" for c, n in report["failed"].items())
        if report["waiting"]:
            why = "; ".join(filter(None, [why, f"{report['waiting']} wait, the room is full"]))
        return f"only {joined} of {count} bots could join: {why or 'no welcome came in time'}"
    p99 = report["poses"]["delay_ms"]["p99"]
    if max_p99_ms is None:
        return None
    if p99 is None:
        return f"no pose was recognised, so the limit of {max_p99_ms:g} ms could not be held"
    if p99 > max_p99_ms:
        return f"pose delay p99 is {p99:.1f} ms, above the limit of {max_p99_ms:g} ms"
    return None


def table(report: Mapping[str, Any]) -> Table:
    """The figures that a person looks at first."""
    poses, ticks, entries = report["poses"], report["ticks"], report["entries"]
    rows = Table(title=f"{report['joined']} bots, {report['seconds']:.0f} s", show_header=False)
    rows.add_column(style="bold")
    rows.add_column()
    rows.add_row("joined", f"{report['joined']} of {report['orders']['count']}")
    rows.add_row(
        "poses", f"{poses['sent_per_s']:,.0f}/s sent, {poses['received_per_s']:,.0f}/s received"
    )
    rows.add_row("pose delay", _delays(poses["delay_ms"]))
    rows.add_row("acknowledgement", _delays(report["acks"]["delay_ms"]))
    rows.add_row("ticks missed", f"{ticks['missing']} in {ticks['frames']:,} frames")
    rows.add_row(
        "entries", f"{entries['seen']:,}; missing {entries['missing']}, twice {entries['doubled']}"
    )
    per = report["bytes"]
    rows.add_row(
        "a member",
        f"{per['in_per_member_s'] / 1024:.1f} KiB/s in, {per['out_per_member_s'] / 1024:.2f} out",
    )
    rows.add_row("errors", _counts(report["errors"]))
    rows.add_row("refused", _counts(report["refused"]))
    rows.add_row("closes", _counts(report["closes"]))
    rows.add_row("driver lag", _delays(report["driver_lag_ms"]))
    return rows


def _delays(figures: Mapping[str, float | int | None]) -> str:
    if not figures["count"]:
        return "none measured"
    parts = ", ".join(f"{name} {figures[name]:.1f}" for name in ("p50", "p95", "p99"))
    return f"{parts} ms ({figures['count']:,})"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counts.items())) or "none"
