"""What a bot does besides walking: it speaks, reacts, takes, turns, carries and passes exhibits."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from vbranch.protocol.constants import Reaction

from .frames import Carried, Place, held_frame, reaction_frame
from .member import Member
from .personas import LINES, next_time

HOLD_S: Final = (3.0, 8.0)
SETTLE_S: Final = 1.0
"""Between two settlements while turning; X-2 wants at most 2 s."""
TURN_RAD_S: Final = 1.2
PASSES: Final = 0.4
"""How often what was held is offered to another bot rather than put down."""
OFFER_S: Final = 3.0
"""How long it is held out, and then put down."""


class Acts:
    """The doings of one member; ``step`` is called once a tick."""

    def __init__(
        self,
        member: Member,
        hotspots: Mapping[str, tuple[str, ...]],
        rng: np.random.Generator,
        now: float,
    ) -> None:
        self._member = member
        self._hotspots = hotspots
        self._rng = rng
        self._chat_at = next_time(now, member.persona.chat_every, rng)
        self._exhibit_at = next_time(now, member.persona.exhibit_every, rng)
        self._react_at = next_time(now, member.persona.react_every, rng)
        self._asked: str | None = None
        self._exhibit = ""
        self._offered: str | None = None
        """An exhibit that somebody holds out to this bot."""
        self._held = False
        self._offering = False
        self._angle = 0.0
        self._settle_at = 0.0
        self._until = 0.0
        self._sequence = 0

    async def step(self, now: float, dt: float, hand: Place | None) -> int:
        """Do what is due; returns how many held frames were sent (0 or 1).

        ``hand`` is where the bot's hand is, if it has a headset: what it holds is carried there.
        """
        if now >= self._chat_at:
            self._chat_at = next_time(now, self._member.persona.chat_every, self._rng)
            await self._member.ask("chat", text=str(self._rng.choice(LINES)))
        if now >= self._react_at:
            self._react_at = next_time(now, self._member.persona.react_every, self._rng)
            shown = int(self._rng.choice(list(Reaction)))
            await self._member.pose(reaction_frame(self._member.slot, shown))
        passed, self._member.passed = self._member.passed, []
        for entry in passed:
            self._notice(entry, now)
        if self._held:
            return await self._hold(now, dt, hand)
        if self._asked is not None:
            self._hear(now)
        elif self._offered is not None:
            exhibit, self._offered = self._offered, None
            await self._take(exhibit)
        elif now >= self._exhibit_at and self._member.exhibits:
            await self._take(str(self._rng.choice(sorted(self._member.exhibits))))
        return 0

    async def _take(self, exhibit: str) -> None:
        self._exhibit = exhibit
        self._asked = await self._member.ask("exhibit.take", exhibit=exhibit)

    def _notice(self, entry: Mapping[str, Any], now: float) -> None:
        """An exhibit was held out to this bot, or another took what this one held out (X-3)."""
        exhibit, me = entry["exhibit"], self._member.member
        if entry.get("to") == me:
            self._offered = exhibit
        elif exhibit == self._offered:
            self._offered = None
        taken = entry["kind"] == "exhibit.taken" and entry["member"] != me
        if taken and self._held and exhibit == self._exhibit:
            self._let_go(now)

    def _hear(self, now: float) -> None:
        """Start turning if the take was accepted, else try another time."""
        accepted = self._member.outcomes.pop(str(self._asked), None)
        if accepted is None:
            return
        self._asked = None
        self._member.outcomes.clear()
        if accepted:
            self._held, self._offering = True, False
            self._settle_at = now + SETTLE_S
            self._until = now + float(self._rng.uniform(*HOLD_S))
        else:
            self._exhibit_at = next_time(now, self._member.persona.exhibit_every, self._rng)

    def _let_go(self, now: float) -> None:
        self._held = self._offering = False
        self._exhibit_at = next_time(now, self._member.persona.exhibit_every, self._rng)

    async def _hold(self, now: float, dt: float, hand: Place | None) -> int:
        """Turn it, then hold it out to somebody or put it down; what is held out is kept still."""
        if now >= self._until:
            if self._offering or not await self._offer(now):
                await self._put_down(now)
            return 0
        return 0 if self._offering else await self._turn(now, dt, hand)

    async def _offer(self, now: float) -> bool:
        others = self._member.others
        if not others or self._rng.random() >= PASSES:
            return False
        self._offering, self._until = True, now + OFFER_S
        to = str(self._rng.choice(others))
        await self._member.ask("exhibit.offer", exhibit=self._exhibit, to=to)
        return True

    async def _put_down(self, now: float) -> None:
        self._let_go(now)
        rotation = self._rotation()
        await self._member.ask("exhibit.release", exhibit=self._exhibit, rotation=rotation)
        await self._point()

    async def _turn(self, now: float, dt: float, hand: Place | None) -> int:
        member = self._member
        self._angle += TURN_RAD_S * dt
        rotation = self._rotation()
        if now >= self._settle_at:
            self._settle_at = now + SETTLE_S
            await member.ask("exhibit.settle", exhibit=self._exhibit, rotation=rotation)
        self._sequence = (self._sequence + 1) & 0xFFFF
        held = member.exhibits[self._exhibit], member.slot
        carried = None if hand is None else Carried(hand, 2.0 ** float(np.sin(self._angle)))
        frame = held_frame(held, rotation, self._sequence, member.bounds, carried)
        return int(await member.pose(frame))

    def _rotation(self) -> list[float]:
        return [0.0, float(np.sin(self._angle / 2)), 0.0, float(np.cos(self._angle / 2))]

    async def _point(self) -> None:
        """Open one of the exhibit's hotspots for everybody, or close what is open."""
        choices = [*self._hotspots.get(self._exhibit, ()), None]
        if len(choices) > 1:
            hotspot = choices[int(self._rng.integers(len(choices)))]
            await self._member.ask("exhibit.hotspot", exhibit=self._exhibit, hotspot=hotspot)
