"""Runs many bots from one loop: lets them in, moves them all at the tick's rate, sees them out.

The bots' poses are made for all of them at once; each bot then sends at its own moment within the
tick's period, as people do, so that no burst flatters or hurts the delays that are measured.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake
from websockets.typing import Origin, Subprotocol

from vbranch.protocol.constants import MAX_SLOTS, SUBPROTOCOL, TICK_HZ
from vbranch.protocol.poses import Quantiser

from .acts import Acts
from .door import Door, NotLetIn, Surroundings
from .frames import PoseTable, records_in
from .measure import Histogram, SentPoses
from .member import Member, Totals
from .pacing import Pacing
from .personas import Persona, avatar_of, cast
from .walk import Troupe

EYES: Final = 8
"""How many bots look into the poses they get; the others only count."""
GROUPS: Final = 10
GRACE_S: Final = 15.0
"""After the ramp, how long those who are not in yet are waited for."""
PARTING_S: Final = 10.0
CONNECT_TIMEOUT_S: Final = 15.0


@dataclass(frozen=True, slots=True)
class Orders:
    """What a run is to be: ``seconds`` count from when all are in; ``ramp``: how long they come."""

    url: str
    bot_key: str
    room: str = "lobby"
    count: int = 200
    seconds: float = 30.0
    ramp: float = 10.0
    vr: float = 0.3
    seed: int = 1
    steady: bool = False
    """Send at the tick's rate, whatever the branch wants (F-3)."""


@dataclass(slots=True)
class Run:
    """One run and what came of it; the live view reads it meanwhile, the report at the end."""

    orders: Orders
    totals: Totals = field(default_factory=Totals)
    delays: Histogram = field(default_factory=Histogram)
    lag: Histogram = field(default_factory=Histogram)
    """How late the driver itself was; when this grows, the driver is what is slow."""
    members: list[Member] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    started: float = 0.0
    measured_from: float | None = None
    measured_until: float | None = None
    before: dict[str, int] = field(default_factory=lambda: Totals().numbers())
    after: dict[str, int] = field(default_factory=lambda: Totals().numbers())
    """The totals' numbers when measuring began and ended."""
    ack: Histogram = field(default_factory=Histogram)
    """Acknowledgements while measuring; set at the end of it."""
    changed_sent: int = 0
    """Different records that were sent while measuring: what each eye could have seen."""
    eyes: int = 0

    @property
    def inside(self) -> int:
        return sum(m.inside for m in self.members)

    @property
    def waiting(self) -> int:
        return sum(m.waiting for m in self.members)

    def failed(self, code: str, reason: str) -> None:
        self.failures[code] += 1
        self.reasons.setdefault(code, reason)


class Driver:
    """Drives one ``Run``."""

    def __init__(self, orders: Orders, clock: Callable[[], float] = time.monotonic) -> None:
        self.run = Run(orders)
        self._clock = clock
        self._rng = np.random.default_rng(orders.seed)
        self._personas: list[Persona] = cast(orders.count, self._rng)
        self._troupe = Troupe(self._personas, self._rng)
        headsets = self._rng.permutation(orders.count) < round(orders.vr * orders.count)
        self._poses = PoseTable(headsets)
        self._eye_of = {
            int(bot): eye
            for eye, bot in enumerate(np.linspace(0, orders.count - 1, EYES).astype(int))
        }
        self.run.eyes = len(set(self._eye_of.values()))
        self._sent = SentPoses(orders.count, EYES)
        self._pacing = Pacing(orders.count)
        self._bot_of = np.full(MAX_SLOTS, -1, np.int64)
        self._inside: dict[int, tuple[Member, Acts]] = {}
        self._newcomers: dict[int, tuple[Member, Acts]] = {}
        """Inside too, but there is no pose of theirs before the next tick."""
        self._tasks: list[asyncio.Task[None]] = []

    async def drive(self) -> Run:
        """The whole run. NotLetIn if the branch or the room cannot be entered at all."""
        orders, run = self.run.orders, self.run
        async with Door(orders.url, orders.bot_key) as door:
            surroundings = await door.look(orders.room)
            run.started = self._clock()
            self._tasks = [
                asyncio.create_task(self._bot(bot, door, surroundings))
                for bot in range(orders.count)
            ]
            try:
                await self._move()
                await self._part()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
        return run

    async def _bot(self, bot: int, door: Door, surroundings: Surroundings) -> None:
        """One bot's life: wait for its turn in the ramp, enter, listen until the end."""
        orders, run = self.run.orders, self.run
        await asyncio.sleep(orders.ramp * bot / orders.count)
        try:
            ticket = await door.ticket(orders.room)
            async with connect(
                door.socket,
                subprotocols=[Subprotocol(SUBPROTOCOL)],
                origin=Origin(door.origin),
                compression=None,
                proxy=None,
                ping_interval=None,
                open_timeout=CONNECT_TIMEOUT_S,
            ) as socket:
                member = Member(
                    bot, self._personas[bot], socket, run.totals, self._clock, self._eye(bot)
                )
                run.members.append(member)
                await member.hello(ticket, f"Bot {bot + 1}", avatar_of(bot))
                await member.listen(lambda: self._entered(bot, member, surroundings))
        except NotLetIn as refused:
            run.failed(refused.code, str(refused))
        except (OSError, TimeoutError, InvalidHandshake) as problem:
            run.failed("no_socket", f"the socket could not be opened: {problem}")

    def _entered(self, bot: int, member: Member, surroundings: Surroundings) -> None:
        welcome, now = member.welcome, self._clock()
        assert welcome is not None
        place, bounds = welcome["place"], welcome["bounds"]
        self._troupe.enter(
            bot, place["position"], place["yaw"], (bounds["min"], bounds["max"]), now
        )
        self._poses.enter(bot, member.slot, Quantiser((tuple(bounds["min"]), tuple(bounds["max"]))))
        self._bot_of[member.slot] = bot
        self._newcomers[bot] = (member, Acts(member, surroundings.hotspots, self._rng, now))

    def _eye(self, bot: int) -> Callable[[bytes, int, int, float], None] | None:
        eye = self._eye_of.get(bot)
        if eye is None:
            return None

        def look(frame: bytes, vr: int, desktop: int, now: float) -> None:
            for slots, records in records_in(frame, vr, desktop):
                bots = self._bot_of[slots]
                ours = (bots >= 0) & (bots != bot)
                self.run.delays.add(self._sent.received(eye, bots[ours], records[ours], now))

        return look

    async def _move(self) -> None:
        """Move, send and act once a tick, until the time is over or nobody is left."""
        period = 1.0 / TICK_HZ
        begin = self._clock()
        tick = 0
        while not self._over():
            due = begin + tick * period
            await self._until(due)
            self._inside |= self._newcomers
            self._newcomers.clear()
            self._troupe.step(due, period)
            self._poses.update(self._troupe.looks(due))
            for group in range(GROUPS):
                await self._until(due + group * period / GROUPS)
                await self._send(group, period)
            tick += 1
            behind = int((self._clock() - due) / period) - 1
            tick += max(0, behind)
            self._begin_measuring()

    async def _until(self, due: float) -> None:
        await asyncio.sleep(max(0.0, due - self._clock()))
        self.run.lag.add([max(0.0, self._clock() - due)])

    async def _send(self, group: int, period: float) -> None:
        totals = self.run.totals
        for bot in [b for b in self._inside if b % GROUPS == group]:
            member, acts = self._inside[bot]
            if not member.inside:
                del self._inside[bot]
                continue
            now = self._clock()
            frame, record = self._poses.frame(bot)
            told = self.run.orders.steady or self._pacing.due(bot, record, member.pace, now)
            if told and await member.pose(frame):
                totals.poses_sent += 1
                self.run.changed_sent += self._sent.sent(bot, record, now)
            totals.poses_sent += await acts.step(now, period, self._poses.hand(bot))

    def _begin_measuring(self) -> None:
        """Measure from when everybody is in (or cannot be), so that the ramp does not blur it."""
        run, now = self.run, self._clock()
        if run.measured_from is not None:
            return
        settled = run.inside + run.waiting + sum(run.failures.values())
        ramp_over = now - run.started >= run.orders.ramp
        if ramp_over and (
            settled >= run.orders.count or now - run.started >= run.orders.ramp + GRACE_S
        ):
            run.measured_from = now
            run.before = run.totals.numbers()
            run.totals.ack, run.delays, run.lag = Histogram(), Histogram(), Histogram()
            run.changed_sent = 0

    def _over(self) -> bool:
        run, now = self.run, self._clock()
        if run.measured_from is None:
            over = bool(self._tasks) and all(task.done() for task in self._tasks)
        else:
            nobody = not (self._inside or self._newcomers)
            over = nobody or now - run.measured_from >= run.orders.seconds
        if over:
            run.measured_until, run.after = now, run.totals.numbers()
            run.ack, run.totals.ack = run.totals.ack, Histogram()
        return over

    async def _part(self) -> None:
        """Everybody leaves as a page does that is closed properly; the figures are taken before."""
        run = self.run
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PARTING_S):
                for member in run.members:
                    if member.inside:
                        await member.ask("leave")
                await asyncio.gather(*self._tasks, return_exceptions=True)
