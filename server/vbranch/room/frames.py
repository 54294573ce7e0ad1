"""The frames of a whole tick in one buffer, and who gets which of them (PROTOCOL.md F-3)."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .checks import Rows

LEAD: Final = 12  # of which a server's WebSocket header needs up to 10, and payloads are aligned
WORD: Final = 4


class Told(NamedTuple):
    """How many pose records the receivers of a tick get in all, by tier (I-1)."""

    near: int = 0
    middle: int = 0
    far: int = 0


class Packed(NamedTuple):
    """The frames of one tick; valid until the next ``pack`` of the same crowd.

    Frame ``i`` is ``buffer[starts[i]:ends[i]]``, and the ``LEAD`` bytes before it are free for its
    WebSocket header. ``slots[bounds[i]:bounds[i + 1]]`` get it; nobody is there twice, and a frame
    always has somebody who gets it.
    """

    buffer: NDArray[np.uint8]
    starts: Rows
    ends: Rows
    slots: Rows
    bounds: Rows
    tails: Sequence[bytes]
    """The different entries at the ends of frames; the first is ``b""``."""
    tail_of: Rows
    """Which of ``tails`` is at the end of each frame: what a reader who is behind is to get
    nevertheless (F-4)."""
    told: Told

    def __len__(self) -> int:
        return len(self.starts)


def joined(frames: Sequence[tuple[bytes, Rows, bytes]]) -> Packed:
    """Frames, each with the slots of those who get it and with the entries at its end."""
    sizes = np.array([len(frame) for frame, _, _ in frames], dtype=np.intp)
    room = LEAD + (sizes + WORD - 1) // WORD * WORD
    starts = room.cumsum() - room + LEAD
    buffer = np.zeros(int(room.sum()), dtype=np.uint8)
    tails = [b""]
    for (frame, _, tail), start in zip(frames, starts.tolist(), strict=True):
        buffer[start : start + len(frame)] = np.frombuffer(frame, dtype=np.uint8)
        if tail not in tails:
            tails.append(tail)
    bounds = np.cumsum([0, *(len(slots) for _, slots, _ in frames)])
    slots = np.concatenate([np.empty(0, dtype=np.intp), *(slots for _, slots, _ in frames)])
    tail_of = np.array([tails.index(tail) for _, _, tail in frames], dtype=np.intp)
    return Packed(buffer, starts, starts + sizes, slots, bounds, tails, tail_of, Told())


def each(packed: Packed) -> Iterator[tuple[bytes, Rows, bytes]]:
    """The frames one by one: a copy of the payload, the slots of those who get it, its entries."""
    rows = zip(packed.starts, packed.ends, packed.tail_of, strict=True)
    for i, (start, end, tail) in enumerate(rows):
        slots = packed.slots[packed.bounds[i] : packed.bounds[i + 1]]
        yield packed.buffer[start:end].tobytes(), slots, packed.tails[tail]
