"""How the bots move: one numeric table for all of them, stepped once a tick.

Frame: glTF's (metres, y up, yaw about +Y, 0 looks along -Z). Everybody walks at a person's speed,
so that the branch never has to cut a pose (PROTOCOL.md P-6) and nobody jumps (P-7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .personas import Persona

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SPEED_M_S: Final = (0.7, 1.6)
TURN_RAD_S: Final = 2.5
MARGIN_M: Final = 0.4
ARRIVED_M: Final = 0.03
HEAD_M: Final = (1.50, 1.80)
LEFT_HAND: Final = np.array([-0.22, -0.48, -0.22])


@dataclass(frozen=True, slots=True)
class Looks:
    """Where everybody is and looks: positions (n, 3) of the floor point, angles (n,) in radians."""

    floor: Floats
    yaw: Floats
    pitch: Floats
    head: Floats
    """Height of the head above the floor (n,), metres."""
    swing: Floats
    """Of the hands (n,), metres, forward for the left one."""


class Troupe:
    """Positions, goals and pauses of ``personas``; bots are rows."""

    def __init__(self, personas: Sequence[Persona], rng: np.random.Generator) -> None:
        n = len(personas)
        self._rng = rng
        self._pause = np.array([p.pause for p in personas])
        self._reach = np.array([p.reach for p in personas])
        self._speed = rng.uniform(*SPEED_M_S, n)
        self._height = rng.uniform(*HEAD_M, n)
        self._phase = rng.uniform(0, 2 * np.pi, n)
        self._floor = np.zeros((n, 3))
        self._goal = np.zeros((n, 2))
        self._yaw = np.zeros(n)
        self._low = np.zeros((n, 2))
        self._high = np.zeros((n, 2))
        self._rest_until = np.full(n, np.inf)
        self._moving = np.zeros(n, np.bool_)

    def enter(
        self,
        bot: int,
        position: Sequence[float],
        yaw: float,
        bounds: tuple[Sequence[float], Sequence[float]],
        now: float,
    ) -> None:
        """Stand where the branch says; walk inside ``bounds`` (min, max) from then on."""
        low, high = np.array(bounds[0])[[0, 2]], np.array(bounds[1])[[0, 2]]
        margin = np.minimum(MARGIN_M, (high - low) / 4)
        self._low[bot], self._high[bot] = low + margin, high - margin
        self._floor[bot] = position
        self._goal[bot] = self._floor[bot, [0, 2]]
        self._yaw[bot] = yaw
        self._rest_until[bot] = now + float(self._rng.uniform(0.0, 2.0))

    def step(self, now: float, dt: float) -> None:
        """Everybody moves on by ``dt`` seconds."""
        gap = self._goal - self._floor[:, [0, 2]]
        distance = np.hypot(gap[:, 0], gap[:, 1])
        walking = now >= self._rest_until
        arrived = walking & (distance < ARRIVED_M)
        moving = walking & ~arrived
        heading = np.arctan2(-gap[:, 0], -gap[:, 1])
        off = np.remainder(heading - self._yaw + np.pi, 2 * np.pi) - np.pi
        self._yaw += np.where(moving, np.clip(off, -TURN_RAD_S * dt, TURN_RAD_S * dt), 0.0)
        stride = np.minimum(self._speed * dt * np.clip(np.cos(off), 0.0, 1.0), distance)
        share = np.where(moving, stride / np.maximum(distance, ARRIVED_M), 0.0)
        self._floor[:, [0, 2]] += gap * share[:, None]
        self._moving = moving
        self._rest(np.flatnonzero(arrived), now)

    def _rest(self, bots: NDArray[np.int64], now: float) -> None:
        if not bots.size:
            return
        reach = self._reach[bots, None]
        goal = self._floor[bots][:, [0, 2]] + self._rng.uniform(-1, 1, (bots.size, 2)) * reach
        self._goal[bots] = np.clip(goal, self._low[bots], self._high[bots])
        low, high = self._pause[bots].T
        self._rest_until[bots] = now + self._rng.uniform(low, high)

    def looks(self, now: float) -> Looks:
        """Everybody's body: who stands looks about, who walks looks ahead and swings the hands."""
        wave = np.sin(1.1 * now + self._phase)
        step = np.sin(9.0 * now + self._phase)
        stands = ~self._moving
        return Looks(
            floor=self._floor,
            yaw=self._yaw + np.where(stands, 0.5 * wave, 0.0),
            pitch=0.12 * np.sin(0.7 * now + 2 * self._phase),
            head=self._height + np.where(stands, 0.0, 0.02 * step),
            swing=np.where(stands, 0.02 * wave, 0.18 * step),
        )


def turn(yaw: Floats, pitch: Floats) -> Floats:
    """Quaternions (n, 4), x y z w, of a head that looks along ``yaw`` and up by ``pitch``."""
    sy, cy = np.sin(yaw / 2), np.cos(yaw / 2)
    sx, cx = np.sin(pitch / 2), np.cos(pitch / 2)
    return np.stack([cy * sx, sy * cx, -sy * sx, cy * cx], axis=1)


def hands(yaw: Floats, swing: Floats) -> tuple[Floats, Floats]:
    """Left and right hand relative to the head in the room's axes, (n, 3) metres."""
    sides = []
    for side in (1.0, -1.0):
        x = np.full_like(yaw, LEFT_HAND[0] * side)
        z = LEFT_HAND[2] - side * swing
        y = np.full_like(yaw, LEFT_HAND[1])
        s, c = np.sin(yaw), np.cos(yaw)
        sides.append(np.stack([x * c + z * s, y, -x * s + z * c], axis=1))
    return sides[0], sides[1]
