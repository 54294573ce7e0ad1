"""When the hub does what: at the beat, between two beats, and at a sweep."""

import asyncio
import socket
from itertools import count

import pytest
from realtime_kit import until
from realtime_world import LOBBY, living

from vbranch.protocol.constants import RESUME_WINDOW_S
from vbranch.realtime.hub import PROBE_EVERY_SWEEPS
from vbranch.realtime.link import binary_wire


async def test_what_a_socket_did_not_take_is_tried_again_at_each_flush() -> None:
    async with living() as world:
        assert world.hub._plane is not None
        ours, theirs = socket.socketpair()
        link = world.hub._plane.adopt(ours)
        world.hub.accept(link, "192.0.2.1")
        wire = binary_wire(bytes(1 << 19))
        link.send_reliable(wire, counted=False)
        world.hub._rhythm.start()
        reader, writer = await asyncio.open_connection(sock=theirs)
        async with asyncio.timeout(10):
            assert await reader.readexactly(len(wire)) == wire
        link.abort()
        writer.close()


async def test_the_drains_between_two_ticks_are_one_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lasts a second here, by a clock that goes on by one whenever it is read."""
    async with living() as world:
        seconds = count()
        monkeypatch.setattr("vbranch.realtime.hub.perf_counter", lambda: float(next(seconds)))
        for drains in (2, 1):
            for _ in range(drains):
                world.hub.drain()
            world.hub.tick()
        monkeypatch.undo()
        assert world.metric("drain_seconds_count") == 2
        assert world.metric("drain_seconds_sum") == 3


# ---- sweeps ------------------------------------------------------------------------------------


async def test_a_visit_that_is_over_is_ended_without_waiting_for_a_probe() -> None:
    """R-1."""
    async with living() as world:
        ada = await world.arrive("Ada")
        ada.link.lose()
        await world.beat(2)
        world.clock.now += RESUME_WINDOW_S + 2
        await world.hub.sweep(probe=False)
        await world.idle()
        assert world.hub.rooms[LOBBY].state.members == {}


async def test_a_sweep_without_probe_asks_no_store_while_nothing_is_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with living() as world:
        await world.arrive("Ada")
        asked: list[str] = []

        async def expire(now: float) -> list[str]:
            asked.append("sessions")
            return []

        async def ready() -> None:
            asked.append("log")

        monkeypatch.setattr(world.visits, "expire", expire)
        monkeypatch.setattr(world.log, "ready", ready)
        await world.hub.sweep(probe=False)
        assert asked == []
        await world.hub.sweep()
        assert asked == ["sessions", "log"]


async def test_every_fifth_sweep_probes_and_each_while_something_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vbranch.realtime.hub.SWEEP_EVERY_S", 0.001)
    async with living() as world:
        seen: list[tuple[bool, bool]] = []
        sweep = world.hub.sweep

        async def watched(*, probe: bool) -> None:
            seen.append((world.hub.ready() is None, probe))
            await sweep(probe=probe)

        monkeypatch.setattr(world.hub, "sweep", watched)
        await until(lambda: len(seen) >= 2 * PROBE_EVERY_SWEEPS)
        well = [probe for ready, probe in seen if ready]
        assert sum(well[:PROBE_EVERY_SWEEPS]) == sum(well[-PROBE_EVERY_SWEEPS:]) == 1
        world.log.broken = True
        await until(lambda: world.hub.ready() == "the log cannot be written")
        del seen[:]
        await until(lambda: len(seen) >= 2 * PROBE_EVERY_SWEEPS)
        assert set(seen) == {(False, True)}
        world.log.broken = False
        await until(lambda: world.hub.ready() is None)


async def test_a_sweep_that_ends_after_the_stop_does_not_say_ready() -> None:
    async with living() as world:
        world.hub._rhythm.start()
        await world.hub.stop()
        await world.hub.sweep()
        assert world.hub.ready() == "stopping"
