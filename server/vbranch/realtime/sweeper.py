"""Writes sweeps to the links of the plane: at once to all who keep up, to the others as they can.

A link has a berth: its row (the descriptor) and a number, so that a room that has not yet heard
that a link is over writes to nobody, though the descriptor may be somebody else's by now.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from operator import mul, sub
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .link import Slots, Traffic
from .socket_calls import AGAIN, Backend
from .sweep import Berths, Sweep, as_wire
from .tick_link import TickLink

ROWS: Final = (1 << 24) - 1  # these bits of a berth are the row, the others the link's number

_NOBODY: Final = -2  # no link's berth, nor that of links elsewhere
_all = np.logical_and.reduce  # without the Python of ``ndarray.all``


class Sweeper:
    """``links`` are the plane's, by row; ``rows`` is how many there may be."""

    def __init__(
        self, backend: Backend, links: Mapping[int, TickLink], traffic: Traffic, rows: int
    ) -> None:
        self._backend = backend
        self._links = links
        self._traffic = traffic
        self._numbered = 0
        self._ready: NDArray[np.int64] = np.full(rows, _NOBODY)  # whose link takes frames there

    def berth(self, row: int) -> int:
        """For a new link in this row; never another's."""
        self._numbered += 1
        return self._numbered * (ROWS + 1) + row

    def grow(self, rows: int) -> None:
        more = np.full(rows - len(self._ready), _NOBODY)
        self._ready = np.concatenate((self._ready, more))

    def set_ready(self, berth: int, on: bool) -> None:
        """Whether a frame may be written to it at once. A link that is over has no say."""
        if on or self.is_ready(berth):
            self._ready[berth & ROWS] = berth if on else _NOBODY

    def is_ready(self, berth: int) -> bool:
        return bool(self._ready[berth & ROWS] == berth)

    def offer(self, berths: Berths, sweep: Sweep) -> None:
        """Write a tick's frames to all who keep up; the others are offered them (F-4). See
        ``Offer``."""
        rows = berths & ROWS
        ready = self._ready.take(rows, mode="clip") == berths
        if not _all(ready):
            self._offer_to_late(berths[~ready], (~ready).nonzero()[0], sweep)
            before = np.concatenate(((0,), ready.cumsum()))
            rows, sweep = rows[ready], sweep._replace(ends=before[list(sweep.ends)].tolist())
        receivers = rows.tolist()
        results = self._backend.send(receivers, sweep)
        due = sum(map(mul, map(len, sweep.wires), _counts(sweep.ends)))
        if sum(results) == due:
            self._traffic.sent += due
        else:
            self._take_note(receivers, results, sweep)

    def _offer_to_late(self, berths: Berths, places: Slots, sweep: Sweep) -> None:
        here = berths >= 0
        for berth, frame in zip(berths[here].tolist(), sweep.at(places[here]), strict=True):
            link = self._links.get(berth & ROWS)
            if link is not None and link.berth == berth:
                link.send_tick(*frame)

    def _take_note(self, rows: Sequence[int], results: Sequence[int], sweep: Sweep) -> None:
        """Somebody has not got all of their frame."""
        receivers = zip(rows, results, strict=True)
        for wire, bare, count in zip(sweep.wires, sweep.bares, _counts(sweep.ends), strict=True):
            for row, written in islice(receivers, count):
                if written >= 0 or written == AGAIN:
                    self._traffic.sent += max(written, 0)
                    if written < len(wire):
                        self._links[row].was_cut(as_wire(wire), bare, max(written, 0))
                else:
                    self._links[row].abort()


def _counts(ends: Sequence[int]) -> Iterable[int]:
    """How many there are up to each end from the one before."""
    return map(sub, ends, (0, *ends))
