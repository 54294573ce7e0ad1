"""What the plane has read of poses since the last tick: whole masked frames, as they came.

Drains keep them, the tick takes them all at once. A frame is what a row of the plane's table holds
from its beginning: word 0 has two empty octets and the frame's first two, word 1 is the mask, then
comes the payload (RFC 6455, 5.2).
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import (
    DESKTOP_RECORD_BYTES,
    POSE_HEADER_BYTES,
    VR_RECORD_BYTES,
    FrameKind,
)
from vbranch.protocol.rotations import Words

Rows = NDArray[np.intp]
Heads = Words | np.uint32

MASKED: Final = 6  # header and mask of a client's frame shorter than 126 bytes
VR_FRAME: Final = MASKED + POSE_HEADER_BYTES + VR_RECORD_BYTES
SCREEN_FRAME: Final = MASKED + POSE_HEADER_BYTES + DESKTOP_RECORD_BYTES
FIN_BINARY: Final = 0x82
HEADS: Final = {
    size: np.uint32(FIN_BINARY << 16 | (0x80 | size - MASKED) << 24)
    for size in (VR_FRAME, SCREEN_FRAME)
}
"""By the length of a pose frame its word 0: FIN, opcode, mask bit and length of the payload."""
KINDS: Final = {VR_FRAME: int(FrameKind.POSE_VR), SCREEN_FRAME: int(FrameKind.POSE_DESKTOP)}
_all = np.logical_and.reduce  # without the Python of ``ndarray.all``


class Taken(NamedTuple):
    """A tick's poses in the order in which they came; one row may come several times."""

    rows: Rows
    heads: Words
    frames: Words
    """Unmasked, ``(n, 7)``; what follows a shorter one means nothing."""
    right: NDArray[np.bool_]
    """Which are of the kind that has their length."""
    most: int
    """How often a row comes at most."""
    passed_over: dict[int, int]
    """By row: further ones, for which a newer one of the same read stands."""


@dataclass(slots=True)
class KeptPoses:
    """Drain by drain."""

    rows: set[int] = field(default_factory=set)
    """Of which something is kept."""
    _drains: list[tuple[Rows, Words]] = field(default_factory=list)
    _passed_over: dict[int, int] = field(default_factory=dict)

    def keep(self, rows: Rows, words: Words, heads: Heads) -> set[int]:
        """Rows and copies of what they hold. Those that do not begin with ``heads`` are no poses:
        they are not kept, but returned."""
        right = words[:, 0] == heads
        wrong: set[int] = set()
        if not _all(right):
            wrong.update(rows[~right].tolist())
            rows, words = rows[right], words[right]
        self._drains.append((rows, words))
        return wrong

    def pass_over(self, row: int, frames: int) -> None:
        """So many came in one read before the one that is kept."""
        self._passed_over[row] = self._passed_over.get(row, 0) + frames

    def forget(self, row: int) -> None:
        """What is kept of it goes nowhere: the row may be another member's at the tick."""
        self._passed_over.pop(row, None)
        if row in self.rows:
            self.rows.discard(row)
            self._drains = [(rows[rows != row], words[rows != row]) for rows, words in self._drains]

    def take(self) -> Taken | None:
        """All that was kept, unmasked; None for nothing."""
        if not self._drains:
            return None
        drains, self._drains = self._drains, []
        passed_over, self._passed_over = self._passed_over, {}
        self.rows.clear()
        rows, words = drains[0]
        if len(drains) > 1:
            rows = np.concatenate([rows for rows, _ in drains])
            words = np.concatenate([words for _, words in drains])
        frames = words[:, 2:] ^ words[:, 1:2]
        heads = words[:, 0]
        headset, vr, screen = heads == HEADS[VR_FRAME], KINDS[VR_FRAME], KINDS[SCREEN_FRAME]
        kinds = vr if _all(headset) else np.where(headset, vr, screen)
        right = (frames[:, 0] & 0xFF) == kinds
        return Taken(rows, heads, frames, right, len(drains), passed_over)


def whole_frames(data: memoryview, count: int) -> int:
    """The length of one, if the first ``count`` bytes are nothing but pose frames of one kind."""
    size = data[1] - 0x80 + MASKED
    kind = KINDS.get(size)
    if kind is None or count % size:
        return 0
    for start in range(0, count, size):
        head = data[start] == FIN_BINARY and data[start + 1] == 0x80 | size - MASKED
        if not head or data[start + 2] ^ data[start + MASKED] != kind:
            return 0
    return size
