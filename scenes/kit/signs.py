"""Signs: flat quads on which the client writes, in the visitor's language first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .part import Part, Surface
from .shapes import box, polygon


@dataclass(frozen=True)
class Sign:
    """`x`, `y`, `z` is the middle, metres; with `yaw` 0 it is read by somebody who looks away from the entrance."""

    id: str
    text: dict[str, str]
    x: float
    y: float
    z: float
    width: float
    height: float
    yaw: float = 0.0
    arrow: str = "none"

    def extras(self) -> dict:
        return {"sign": {"text": self.text, "arrow": self.arrow}}


def quad(width: float, height: float, surface: Surface) -> Part:
    """An upright quad in the x-z plane that looks to -y, UV 0..1."""
    w, h = width / 2, height / 2
    part = polygon([(-w, 0, -h), (w, 0, -h), (w, 0, h), (-w, 0, h)], surface)
    part.uv = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    return part


def face(sign: Sign, surface: Surface) -> Part:
    return quad(sign.width, sign.height, surface).moved(sign.x, sign.y, sign.z, sign.yaw)


def plate_behind(sign: Sign, surface: Surface) -> Part:
    """A thin metal plate that frames the sign and holds it off the wall."""
    size = (sign.width + 0.03, 0.018, sign.height + 0.03)
    return box((0, 0.0105, 0), size, surface, 0.003, ("+y",), weight=0.6).moved(sign.x, sign.y, sign.z, sign.yaw)
