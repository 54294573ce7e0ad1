"""What one bot does besides walking: it speaks, reacts, takes, turns and puts down exhibits."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from vbranch.protocol.constants import Reaction

from .frames import held_frame, reaction_frame
from .member import Member
from .personas import LINES, next_time

HOLD_S: Final = (3.0, 8.0)
SETTLE_S: Final = 1.0
"""Between two settlements while turning; X-2 wants at most 2 s."""
TURN_RAD_S: Final = 1.2


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
        self._held = False
        self._angle = 0.0
        self._settle_at = 0.0
        self._until = 0.0
        self._sequence = 0

    async def step(self, now: float, dt: float) -> int:
        """Do what is due; returns how many held frames were sent (0 or 1)."""
        if now >= self._chat_at:
            self._chat_at = next_time(now, self._member.persona.chat_every, self._rng)
            await self._member.ask("chat", text=str(self._rng.choice(LINES)))
        if now >= self._react_at:
            self._react_at = next_time(now, self._member.persona.react_every, self._rng)
            shown = int(self._rng.choice(list(Reaction)))
            await self._member.pose(reaction_frame(self._member.slot, shown))
        if self._held:
            return await self._turn(now, dt)
        if self._asked is not None:
            self._hear(now)
        elif now >= self._exhibit_at and self._member.exhibits:
            self._exhibit = str(self._rng.choice(sorted(self._member.exhibits)))
            self._asked = await self._member.ask("exhibit.take", exhibit=self._exhibit)
        return 0

    def _hear(self, now: float) -> None:
        """Start turning if the take was accepted, else try another time."""
        accepted = self._member.outcomes.pop(str(self._asked), None)
        if accepted is None:
            return
        self._asked = None
        self._member.outcomes.clear()
        if accepted:
            self._held = True
            self._settle_at = now + SETTLE_S
            self._until = now + float(self._rng.uniform(*HOLD_S))
        else:
            self._exhibit_at = next_time(now, self._member.persona.exhibit_every, self._rng)

    async def _turn(self, now: float, dt: float) -> int:
        member = self._member
        self._angle += TURN_RAD_S * dt
        rotation = [0.0, float(np.sin(self._angle / 2)), 0.0, float(np.cos(self._angle / 2))]
        if now >= self._until:
            self._held = False
            self._exhibit_at = next_time(now, member.persona.exhibit_every, self._rng)
            await member.ask("exhibit.release", exhibit=self._exhibit, rotation=rotation)
            await self._point()
            return 0
        if now >= self._settle_at:
            self._settle_at = now + SETTLE_S
            await member.ask("exhibit.settle", exhibit=self._exhibit, rotation=rotation)
        self._sequence = (self._sequence + 1) & 0xFFFF
        index = member.exhibits[self._exhibit]
        return int(await member.pose(held_frame(index, member.slot, rotation, self._sequence)))

    async def _point(self) -> None:
        """Open one of the exhibit's hotspots for everybody, or close what is open."""
        choices = [*self._hotspots.get(self._exhibit, ()), None]
        if len(choices) > 1:
            hotspot = choices[int(self._rng.integers(len(choices)))]
            await self._member.ask("exhibit.hotspot", exhibit=self._exhibit, hotspot=hotspot)
