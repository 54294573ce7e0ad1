"""Where one can be: the plan's floor triangles as a raster of heights, and its seats (PROTOCOL.md
P-7, W-3).

A cell holds the heights of the floors that touch it, one a storey. Coordinates are steps (P-1).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.poses import PER_M, Bits, Quantiser

from .plan import Vector

CELL: Final = PER_M // 4  # 0.25 m
REACH: Final = PER_M  # P-7: a floor within 1 m of where one is said to stand
GRACE: Final = 1  # a place on the rim may have been rounded off it (P-1)
SEAT: Final = PER_M // 2  # W-3: so far around a seat's place one is on it
STOREY: Final = PER_M // 2  # floors that are closer than this count as one

Heights = NDArray[np.float64]


class Floor:
    """Tests whole tables of floor points. Without triangles one can stand anywhere."""

    def __init__(
        self,
        triangles: Sequence[tuple[Vector, Vector, Vector]],
        quantiser: Quantiser,
        seats: Sequence[Vector] = (),
    ) -> None:
        self._shape = tuple(int(n) // CELL + 1 for n in quantiser.limit[[0, 2]])
        self._storeys: list[Heights] = []
        self._everywhere = not triangles
        corners = np.asarray(triangles, dtype=np.float64).reshape(-1, 3, 3)
        for triangle in (corners - quantiser.low) * PER_M:
            self._add(triangle)
        self._seats = quantiser.steps(np.asarray(seats, dtype=np.float64).reshape(-1, 3))

    def holds(self, steps: Bits) -> NDArray[np.bool_]:
        """Which of the points ``(n, 3)``, all inside the bounds, have a floor within reach."""
        if self._everywhere:
            return np.ones(len(steps), dtype=np.bool_)
        x, z = steps[:, 0] // CELL, steps[:, 2] // CELL
        held = np.zeros(len(steps), dtype=np.bool_)
        for storey in self._storeys:
            held |= np.abs(storey[x, z] - steps[:, 1]) <= REACH
        return held if held.all() else held | self._on_a_seat(steps)

    def _on_a_seat(self, steps: Bits) -> NDArray[np.bool_]:
        """A seat stands on the floor but hides it, so that the raster may have none there."""
        gaps = np.abs(steps[:, None] - self._seats)
        near: NDArray[np.bool_] = np.all(gaps <= (SEAT, REACH, SEAT), axis=2).any(axis=1)
        return near

    def _add(self, triangle: NDArray[np.float64]) -> None:
        """Put one triangle, (3, 3) in steps, into every cell that it touches."""
        flat = triangle[:, [0, 2]]
        first = np.maximum(np.floor((flat.min(axis=0) - GRACE) / CELL), 0).astype(int)
        last = np.minimum(np.floor((flat.max(axis=0) + GRACE) / CELL), np.subtract(self._shape, 1))
        (dx1, dz1), (dx2, dz2) = flat[1] - flat[0], flat[2] - flat[0]
        area = dx1 * dz2 - dz1 * dx2
        if abs(area) < 1 or np.any(last < first):  # upright, or outside the bounds
            return
        xs, zs = (np.arange(first[i], int(last[i]) + 1) for i in range(2))
        x, z = np.meshgrid((xs + 0.5) * CELL, (zs + 0.5) * CELL, indexing="ij")
        touched = np.ones(x.shape, dtype=np.bool_)
        for a, b in zip(flat, np.roll(flat, -1, axis=0), strict=True):
            side = ((b[0] - a[0]) * (z - a[1]) - (b[1] - a[1]) * (x - a[0])) * np.sign(area)
            touched &= side + (CELL / 2 + GRACE) * np.abs(b - a).sum() >= 0
        along, across = x - flat[0, 0], z - flat[0, 1]
        rise1, rise2 = triangle[1, 1] - triangle[0, 1], triangle[2, 1] - triangle[0, 1]
        height = (
            triangle[0, 1]
            + (rise1 * (along * dz2 - across * dx2) + rise2 * (across * dx1 - along * dz1)) / area
        )
        height = np.clip(height, triangle[:, 1].min(), triangle[:, 1].max())
        self._store(np.ix_(xs, zs), np.where(touched, height, np.nan))

    def _store(self, cells: tuple[NDArray[np.intp], ...], heights: Heights) -> None:
        """Put heights into the first storey that is free or as high as they are."""
        for storey in self._storeys:
            known = storey[cells]
            storey[cells] = np.where(np.isnan(known), heights, known)
            taken = np.isnan(known) | (np.abs(known - heights) < STOREY)
            heights = np.where(taken, np.nan, heights)
        if not np.all(np.isnan(heights)):
            storey = np.full(self._shape, np.nan)
            storey[cells] = heights
            self._storeys.append(storey)
