"""A sweep: the frames of one tick and who gets which, written to all sockets in one go.

The frames lie in one buffer, each with room before it. Their RFC 6455 headers (5.2) are put there
for all of them at once, so that nothing of a frame is copied between its making and the kernel.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import TICK_HEADER_BYTES
from vbranch.room.frames import Packed

from .link import FIN_BINARY, Slots, Wire, binary_head, binary_wire

Octets = NDArray[np.uint8]

HEADER_MOST: Final = 10
"""Bytes of the longest header, that of a message of 64 KiB and more."""
_FLAGS: Final = 1  # of a tick frame's header (F-3)
_FULL: Final = 1
_COUNTS: Final = slice(2, 12)
_FROM: Final = np.array((126, 1 << 16))  # lengths from which on two, and eight, bytes say it
_HEADER: Final = np.array((2, 4, HEADER_MOST))


class Sweep(NamedTuple):
    """Of the receivers, who are listed elsewhere in the same order, those before ``ends[0]`` get
    the first frame, those from there to ``ends[1]`` the second, and so on."""

    wires: Sequence[Wire | memoryview]
    """With their headers. Those that are views are good until the next tick is packed."""
    bares: Sequence[Wire | None]
    """Of each frame the entries alone, for those who are behind (F-4); None where it has none."""
    ends: Sequence[int]

    def at(self, places: Slots) -> Iterator[tuple[Wire, Wire | None]]:
        """What the receivers at these places of the list get, to be kept beyond the tick."""
        frame, wire = -1, Wire(b"")
        for number in np.searchsorted(self.ends, places, side="right").tolist():
            if number != frame:
                frame, wire = number, as_wire(self.wires[number])
            yield wire, self.bares[frame]


Berths = NDArray[np.int64]
Offer = Callable[[Berths, Sweep], None]
"""Writes to the receivers with these berths; -1, who are not in the plane, are passed over."""


def write_headers(buffer: Octets, starts: Slots, ends: Slots) -> list[memoryview]:
    """The payloads from ``starts`` to ``ends`` as binary messages. The ``HEADER_MOST`` bytes before
    each are free for its header."""
    sizes = ends - starts
    forms = _FROM.searchsorted(sizes, side="right")
    heads = starts - _HEADER.take(forms)
    buffer[heads] = FIN_BINARY
    said = sizes.astype(">u8").view(np.uint8).reshape(-1, 8)
    short = forms == 0
    buffer[starts[short] - 1] = said[short, 7]
    medium = starts[forms == 1]
    buffer[medium - 3] = 126
    buffer[medium[:, None] + np.arange(-2, 0)] = said[forms == 1, 6:]
    if forms.any() and (forms == 2).any():
        long = starts[forms == 2]
        buffer[long - 9] = 127
        buffer[long[:, None] + np.arange(-8, 0)] = said[forms == 2]
    data = buffer.data
    pairs = zip(heads.tolist(), ends.tolist(), strict=True)
    return [data[start:end] for start, end in pairs]


def sweep_of(packed: Packed) -> Sweep:
    """The frames of a tick, with headers; their receivers are ``packed.slots``."""
    if len(packed) == 1:
        wires = [_only_frame(packed)]
    else:
        wires = write_headers(packed.buffer, packed.starts, packed.ends)
    return Sweep(wires, _bares(packed), packed.bounds[1:].tolist())


def _only_frame(packed: Packed) -> memoryview:
    """That of a small room. What is done for many at once takes a fifth of its tick for one."""
    start, end = int(packed.starts[0]), int(packed.ends[0])
    head = binary_head(end - start)
    data = packed.buffer.data
    data[start - len(head) : start] = head
    return data[start - len(head) : end]


def _bares(packed: Packed) -> Sequence[Wire | None]:
    """Frames without records, which say the same of the receivers' rate."""
    if len(packed.tails) == 1 or not packed.tail_of.any():
        return [None] * len(packed)
    flags = packed.buffer[packed.starts + _FLAGS] & ~np.uint8(_FULL)
    made: dict[tuple[int, int], Wire | None] = {(0, flag): None for flag in set(flags.tolist())}
    keys = list(zip(packed.tail_of.tolist(), flags.tolist(), strict=True))
    for start, key in zip(packed.starts.tolist(), keys, strict=True):
        if key not in made:
            head = packed.buffer[start : start + TICK_HEADER_BYTES].copy()
            head[_FLAGS], head[_COUNTS] = key[1], 0
            made[key] = binary_wire(head.tobytes() + packed.tails[key[0]])
    return [made[key] for key in keys]


def as_wire(wire: Wire | memoryview) -> Wire:
    """A frame that may be kept beyond its tick."""
    return wire if isinstance(wire, bytes) else Wire(bytes(wire))


def offer_nothing(berths: Berths, sweep: Sweep) -> None:
    """``Offer`` where there is no plane: everybody is somebody who is not in it."""
