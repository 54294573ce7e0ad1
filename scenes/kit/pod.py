"""A glass room in the room: posts, rails, a wooden roof with a line of light, panes and a door opening."""

from __future__ import annotations

from .part import Part, Surface
from .shapes import box, polygon


def pod(
    width: float, depth: float, height: float, door: tuple[float, float], bar: Surface, roof: Surface, glass: Surface
) -> tuple[list[Part], list[Part]]:
    """Stands on x from 0 (a wall of the house) to `width`, y from 0 to `depth`. The side at x=`width` has an opening
    between the `door` heights of y. Returns (lit parts, panes)."""
    t, roof_height = 0.05, 0.28
    sill = t - 0.008  # flush with the posts it would fight with them for depth
    lit = [
        box((width, y, height / 2), (t, t, height), bar, 0.006, ("-z", "+z"), weight=0.7)
        for y in sorted({0, depth, *door})
    ]
    lit += [box((width / 2, y, height / 2), (t, t, height), bar, 0.006, ("-z", "+z"), weight=0.6) for y in (0, depth)]
    for y in (0, depth):
        lit.append(box((width / 2, y, 0.03), (width, sill, 0.06), bar, 0.006, ("-x", "+x", "-z"), weight=0.6))
    for low, high in ((0, door[0]), (door[1], depth)):
        if high - low > 0.1:
            lit.append(box((width, (low + high) / 2, 0.03), (sill, high - low, 0.06), bar, 0.006, ("-z",), weight=0.6))
    lit.append(
        box(
            (width / 2 + 0.03, depth / 2, height + roof_height / 2),
            (width + 0.16, depth + 0.2, roof_height),
            roof,
            0.015,
            ("-x", "+z"),
        )
    )
    panes = [_pane((0, y), (width, y), 0.06, height, glass) for y in (0, depth)]
    panes += [
        _pane((width, a), (width, b), 0.06, height, glass) for a, b in ((0, door[0]), (door[1], depth)) if b - a > 0.1
    ]
    return lit, panes


def _pane(start, end, low: float, high: float, glass: Surface) -> Part:
    return polygon([(*start, low), (*end, low), (*end, high), (*start, high)], glass)


def manifestation(start, end, low: float, high: float, surface: Surface) -> Part:
    """The frosted band on a pane that keeps people from walking into it; a hand's breadth in front of nothing."""
    return _pane(start, end, low, high, surface)
