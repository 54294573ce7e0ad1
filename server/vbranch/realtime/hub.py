"""The hub: holds the connections, keeps the time, hands messages to where they belong.

A beat 20 times a second drains all links and is a tick that packs the poses; in between links are
drained when one has something, at most 60 times a second (F-1). What must wait for a
store is a step of its connection, run as a task; the beat itself waits for nothing. A defect in
one connection's handling closes that connection and touches no other.
"""

import asyncio
from collections.abc import Collection, Coroutine, Mapping
from itertools import count
from time import perf_counter
from typing import Any, Final

import structlog
from aiohttp import web

from vbranch.ids import Home, RoomId
from vbranch.ports.bans import BansUnavailable
from vbranch.ports.clock import Clock
from vbranch.ports.log import LogUnavailable, RoomLog
from vbranch.ports.sessions import SessionsUnavailable
from vbranch.protocol.constants import DRAIN_HZ, HELLO_TIMEOUT_S, TICK_HZ, Close, ErrorCode
from vbranch.room.glance import Glance, glance
from vbranch.room.plan import RoomPlan
from vbranch.services.moderation import Moderation
from vbranch.services.visits import Visits

from .allowance import Allowances, Limits
from .clock import frame_time
from .connection import Connection
from .dispatch import Dispatcher
from .link import Link, Traffic
from .meters import Meters
from .moderated import ModeratedSteps
from .presence import Presence
from .pressure import Pressure
from .reception import Reception
from .rhythm import Rhythm
from .runtime import RoomRuntime
from .staff_watch import StaffWatch
from .sweep import offer_nothing
from .tending import Tending
from .transport import Transport, open_plane
from .upgrade import Refused, Switched, take_over
from .voice import VoiceParts

SWEEP_EVERY_S: Final = 1.0
PROBE_EVERY_SWEEPS: Final = 5
STOP_WITHIN_S: Final = 8.0
RETRY_AFTER_S: Final = 1.0
RETRY_SPREAD_S: Final = 2.0

_log = structlog.get_logger(__name__)


class Hub:
    """``plans`` and ``scenes`` (addresses of scene descriptions) have the same rooms.

    ``origins`` are allowed besides the server's own (T-2). ``voice`` None: people may talk, but
    nobody to all.
    """

    def __init__(
        self,
        *,
        plans: Mapping[RoomId, RoomPlan],
        scenes: Mapping[RoomId, str],
        log: RoomLog,
        visits: Visits,
        moderation: Moderation,
        home: Home,
        limits: Limits,
        meters: Meters,
        clock: Clock,
        origins: Collection[str] = (),
        transport: Transport = "auto",
        voice: VoiceParts | None = None,
    ) -> None:
        self._traffic = Traffic()
        self._allowances = Allowances(limits)
        self._plane = open_plane(transport, self._allowances.poses, self._traffic)
        offer = offer_nothing if self._plane is None else self._plane.offer
        self.rooms = {
            room: RoomRuntime(
                plan,
                scenes[room],
                log=log,
                visits=visits,
                home=home,
                clock=clock,
                meters=meters,
                offer=offer,
                voice=voice or VoiceParts(),
            )
            for room, plan in plans.items()
        }
        self._log = log
        self._visits = visits
        self._clock = clock
        self._meters = meters
        self._origins = origins
        self._moderation = moderation
        self._presence = Presence(self.rooms, visits)
        self._reception = Reception(
            self.rooms, visits, self._presence, moderation.bans, self._allowances, clock, home
        )
        moderated = ModeratedSteps(self.rooms, self._presence, visits, moderation, clock)
        self._dispatcher = Dispatcher(
            self.rooms, self._reception, moderated, visits, clock, meters, self._run
        )
        self._staff_watch = StaffWatch(self._presence, visits, clock)
        self._connections: dict[Link, Connection] = {}  # in the order of arrival
        self._due: dict[Link, None] = {}  # stirred since the last drain
        self._unwritten: dict[Link, None] = {}  # stirred since the last flush
        self._leaving: set[Link] = set()  # closed, but not gone
        self._steps: set[asyncio.Task[None]] = set()
        self._rhythm = Rhythm(TICK_HZ, self._beat, self._between, DRAIN_HZ)
        self._sweeper: asyncio.Task[None] | None = None
        self._tending = Tending(self._connections, self._leaving, self.rooms, meters, self._traffic)
        degrade = [runtime.lane.degrade for runtime in self.rooms.values()]
        self._pressure = Pressure(1 / TICK_HZ, meters, degrade)
        self._drain_s = 0.0  # since the last tick
        self._work_s = 0.0  # since the last beat
        self._unready: str | None = "starting"
        self._alone = asyncio.Event()

    # ---- life --------------------------------------------------------------------------------

    async def start(self) -> None:
        """Continue all rooms, then begin to beat. ``Visits.start`` has been called.

        Raises ``LogUnavailable``, ``SessionsUnavailable``, ``StateUnreadable``.
        """
        for runtime in self.rooms.values():
            await runtime.start()
        await self.sweep()
        self._rhythm.start(None if self._plane is None else self._plane.descriptor)
        self._sweeper = asyncio.create_task(self._sweep_forever())
        self._staff_watch.start()

    async def stop(self) -> None:
        """Answer what is on its way, tell everybody to come back (1012), let go of all links.

        Takes at most ``STOP_WITHIN_S``, whatever stores and clients do.
        """
        if self._sweeper is None:
            return
        self._unready = "stopping"
        self._sweeper.cancel()
        self._sweeper = None
        self._staff_watch.stop()
        try:
            async with asyncio.timeout(STOP_WITHIN_S):
                await self._finish_steps()
                self._say_goodbye()
                self._alone.clear()
                await self._alone.wait()
                await self._finish_steps()
                for runtime in self.rooms.values():
                    await runtime.close()
        except TimeoutError:
            _log.warning("stopped_late", connections=len(self._connections) + len(self._leaving))
        finally:
            self._rhythm.stop()
            self._abandon()

    def ready(self) -> str | None:
        """None when ready, else the reason."""
        return self._unready

    def glances(self) -> list[Glance]:
        """All rooms as they are now."""
        return [glance(one.ledger.room, len(one.line)) for one in self.rooms.values()]

    async def serve(self, request: web.Request, address: str) -> web.StreamResponse:
        """The handler of ``/ws``: the upgrade, T-1 and T-2. ``address`` is the visitor's (L-3)."""
        if self._unready is not None:
            return _http_error(503, "not_ready", "The server is not ready; try again soon.")
        if not self._allowances.connection(address, self._clock.monotonic()):
            self._meters.rejects.labels("connections_too_fast").inc()
            return _http_error(429, "too_fast", "Too many connections from your address.")
        try:
            link = take_over(request, self._origins, traffic=self._traffic, plane=self._plane)
        except Refused as refused:
            self._meters.rejects.labels("handshake").inc()
            return refused.response
        self.accept(link, address)
        return Switched()

    def accept(self, link: Link, address: str) -> Connection:
        """A new link, on which nothing was said yet."""
        deadline = self._clock.monotonic() + HELLO_TIMEOUT_S
        connection = Connection(link, address, self._meters, deadline)
        self._connections[link] = connection
        link.stir = self._stir
        self._stir(link)
        return connection

    def _stir(self, link: Link) -> None:
        self._due[link] = self._unwritten[link] = None
        self._rhythm.hurry()

    # ---- the beat ----------------------------------------------------------------------------

    def _beat(self, skipped: int) -> None:
        if skipped:
            self._meters.skipped.inc(skipped)
        began = perf_counter()
        self.drain()
        self.tick()
        self.flush()
        work, self._work_s = self._work_s + perf_counter() - began, 0.0
        self._pressure.note(self._clock.monotonic(), work, skipped)

    def _between(self) -> None:
        began = perf_counter()
        self.drain(at_tick=False)
        self.flush()
        self._work_s += perf_counter() - began

    def drain(self, *, at_tick: bool = True) -> None:
        """Take what came on all links, and see which of them are over. Poses may wait for the drain
        ``at_tick``, since they leave with the tick."""
        began = perf_counter()
        now = self._clock.monotonic()
        if self._plane is not None:
            self._plane.drain(now, at_tick=at_tick)
        due, self._due = self._due, {}
        for link in due:
            self._drain_link(link, now)
        if self._leaving:
            self._leaving.difference_update([link for link in self._leaving if link.gone])
        if not (self._connections or self._leaving):
            self._alone.set()
        if at_tick:
            self._tending.tend(now, asyncio.all_tasks)
        self._drain_s += perf_counter() - began  # observed with the tick

    def tick(self) -> None:
        """Pack and offer the poses and entries of all rooms, let in who waits."""
        began = perf_counter()
        now = self._clock.monotonic()
        if self._plane is not None:
            self._plane.deliver(now)
        time_ms = frame_time(now)
        for runtime in self.rooms.values():
            try:
                runtime.tick(now, time_ms)
                while (waiting := runtime.next_waiting(now)) is not None:
                    self._run(waiting, self._reception.let_in(waiting, runtime))
            except Exception:
                _log.exception("tick_broken", room=runtime.id)
        self._meters.drain_s.observe(self._drain_s)
        self._meters.tick_s.observe(perf_counter() - began)
        self._drain_s = 0.0

    def flush(self) -> None:
        """Write what was queued, and what sockets did not take before."""
        unwritten, self._unwritten = self._unwritten, {}
        for link in unwritten:
            link.flush()
        if self._plane is not None:
            self._plane.retry()
            if self._plane.blocked:
                self._rhythm.call_again()

    def _drain_link(self, link: Link, now: float) -> None:
        connection = self._connections.get(link)
        if connection is None:
            return
        try:
            while (message := connection.next_message()) is not None:
                self._dispatcher.take(connection, message, now)
        except Exception:
            _log.exception("connection_broken")
            connection.part(Close.INTERNAL, "the server failed; come back")
        if link.closed and not connection.busy:
            self._part_with(link, connection)

    def _part_with(self, link: Link, connection: Connection) -> None:
        del self._connections[link]
        self._leaving.add(link)
        self._meters.closes.labels(str(link.code)).inc()
        if connection.allowance is not None:
            connection.allowance.close()
            connection.allowance = None
        self._run(connection, self._reception.lost(connection))

    # ---- steps that wait ---------------------------------------------------------------------

    def _run(self, connection: Connection, step: Coroutine[Any, Any, None]) -> None:
        connection.busy = True
        task = asyncio.get_running_loop().create_task(self._guard(connection, step))
        self._steps.add(task)
        task.add_done_callback(self._steps.discard)

    async def _guard(self, connection: Connection, step: Coroutine[Any, Any, None]) -> None:
        try:
            await step
        except (BansUnavailable, LogUnavailable, SessionsUnavailable):
            connection.error(ErrorCode.TRY_AGAIN, "the branch cannot store anything now")
            connection.part(Close.COME_BACK, "come back in a moment", RETRY_AFTER_S)
        except Exception:
            _log.exception("step_broken")
            connection.part(Close.INTERNAL, "the server failed; come back")
        finally:
            connection.busy = False
            self._stir(connection.link)

    async def _sweep_forever(self) -> None:
        for number in count(1):
            await asyncio.sleep(SWEEP_EVERY_S)
            try:
                await self.sweep(probe=bool(self._unready) or number % PROBE_EVERY_SWEEPS == 0)
            except Exception:
                _log.exception("sweep_broken")

    async def sweep(self, *, probe: bool = True) -> None:
        """Every second: end visits that are over (R-1), append what the log could not take before;
        now and then, and while they cannot, see whether log and sessions can be written."""
        reason: str | None = None
        try:
            now = self._clock.unix()
            ended = await self._visits.expire(now) if probe or self._visits.due(now) else []
        except SessionsUnavailable:
            ended, reason = [], "the session store cannot be written"
        for runtime in self.rooms.values():
            runtime.ended(ended)
            runtime.reconcile(self._presence.busy)
        try:
            if probe:
                await self._moderation.make_up()
                await self._log.ready()
        except LogUnavailable:
            reason = "the log cannot be written"
        if self._unready != "stopping":
            self._unready = reason

    # ---- the end -----------------------------------------------------------------------------

    async def _finish_steps(self) -> None:
        """Wait for steps and appends, so that their answers are sent before the goodbye."""
        while self._steps:
            await asyncio.wait(self._steps)
        for runtime in self.rooms.values():
            await runtime.ledger.settle()

    def _say_goodbye(self) -> None:
        """The last entries, then 1012; not all come back at the same moment."""
        self.tick()
        for number, connection in enumerate(list(self._connections.values())):
            spread = RETRY_SPREAD_S * number / len(self._connections)
            connection.part(Close.COME_BACK, "the server restarts", RETRY_AFTER_S + spread)

    def _abandon(self) -> None:
        for link in [*self._leaving, *self._connections]:
            link.abort()
        if self._plane is not None:
            self._plane.close()
        for task in self._steps:
            task.cancel()


def _http_error(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
