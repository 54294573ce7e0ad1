"""The walkable ground seen from above: what height it has under a point."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .model import Triangle, Vector

Array = NDArray[np.float64]
EDGE = 1e-6


class Ground:
    """Walkable triangles, metres, scene frame. Without any, every place is ground (P-7)."""

    def __init__(self, triangles: Sequence[Triangle]) -> None:
        self._corners = np.array(triangles, float).reshape(-1, 3, 3)

    def under(self, point: Vector, reach: float) -> bool:
        """Is there ground below or above ``point`` within ``reach`` metres?"""
        if not len(self._corners):
            return True
        a, b, c = (self._corners[:, i] for i in range(3))
        area = _cross(b - a, c - a)
        flat = np.abs(area) > EDGE
        a, b, c, area = a[flat], b[flat], c[flat], area[flat]
        at = np.array(point)
        u = _cross(c - b, at - b) / area
        v = _cross(a - c, at - c) / area
        w = 1 - u - v
        height = u * a[:, 1] + v * b[:, 1] + w * c[:, 1]
        inside = (u >= -EDGE) & (v >= -EDGE) & (w >= -EDGE)
        return bool(np.any(inside & (np.abs(height - at[1]) <= reach)))


def _cross(p: Array, q: Array) -> Array:
    """Twice the signed area of the triangle (0, p, q) seen from above."""
    area: Array = p[..., 0] * q[..., 2] - p[..., 2] * q[..., 0]
    return area
