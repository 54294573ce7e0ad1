"""The frames of a tick: what each group of receivers gets, encoded once (PROTOCOL.md F)."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from vbranch.protocol import poses
from vbranch.protocol.codec import NO_REACTIONS, tick_frame
from vbranch.protocol.held_records import HELD_WORDS
from vbranch.protocol.rotations import Words

from .checks import ONE, Mask, Rows
from .interest import FAR_EVERY, Interest
from .table import Table

_NONE: Final[Words] = np.empty((0, 2), dtype="<u4")
_NO_HELD: Final[Words] = np.empty((0, HELD_WORDS), dtype="<u4")
_DESKTOP: Final = slice(1, 4)  # a screen member's record in a frame


class Batch(NamedTuple):
    """A frame and the slots of the members who get it."""

    frame: bytes
    slots: Rows


class Tick(NamedTuple):
    """What all frames of a tick have in common; ``entries`` are encoded already, ``reactions`` are
    records ``(n, 1)``."""

    tick: int
    time_ms: int
    entries: bytes
    reactions: Words = NO_REACTIONS

    @property
    def has_far(self) -> bool:
        """Far records go with every fourth tick."""
        return self.tick % FAR_EVERY == 0

    def frame(self, full: bool, vr: Words, desktop: Words, far: Words, held: Words) -> bytes:
        return tick_frame(
            tick=self.tick,
            time_ms=self.time_ms,
            full=full,
            vr=vr,
            desktop=desktop,
            far=far,
            held=held,
            entries=self.entries,
            reactions=self.reactions,
        )


class Scene(NamedTuple):
    """What there is to see, and how far one sees."""

    interest: Interest
    table: Table

    def seen(self, to: Rows, near: Rows, far: Rows) -> Iterator[tuple[Rows, Words, Words, Words]]:
        """For each group of the receivers ``to``: their slots and the records that they get.

        Those of ``near`` in its cells get headset and screen records, those of ``far`` elsewhere
        far ones.
        """
        table = self.table
        frames = table.shown.take(near, axis=0)
        headset = frames[:, 0] & ONE
        order = headset.nonzero()[0]
        heads = len(order)
        if 0 < heads < len(near):  # the headsets first
            order = np.concatenate((order, (headset ^ ONE).nonzero()[0]))
            near, frames = near[order], frames.take(order, axis=0)
        if not self.interest.has_far:
            if len(to):
                yield to, frames[:heads, 1:], frames[heads:, _DESKTOP], _NONE
            return
        cells = self.interest.cells(table.steps)
        groups = self.interest.groups(cells[to])
        numbers = [number for number, _ in groups]
        here = self.interest.near(numbers, cells[near])
        there = ~self.interest.near(numbers, cells[far])
        splits = np.add.reduce(here[:, :heads], axis=1).tolist()
        distant = far_words(table.words[far], table.vr[far])
        for (_, chosen), mine, split, others in zip(groups, here, splits, there, strict=True):
            records = frames.compress(mine, axis=0)
            far_records = distant.compress(others, axis=0) if len(far) else _NONE
            yield to[chosen], records[:split, 1:], records[split:, _DESKTOP], far_records


def far_words(words: Words, vr: Mask) -> Words:
    """Far records ``(n, 2)`` of members' records ``(n, 6)`` (P-8)."""
    far = poses.far_from_desktop(words)
    if vr.any():
        far[vr] = poses.far_from_vr(words[vr])
    return far


def regular(
    scene: Scene, to: Rows, near: Rows, far: Rows, held: Words, tick: Tick
) -> Iterator[Batch]:
    """Frames with those who moved and those whose turn it is (F-5); none without content (F-6)."""
    to_all = bool(tick.entries or len(held) or len(tick.reactions))
    for slots, vr, desktop, distant in scene.seen(to, near, far):
        if to_all or len(vr) or len(desktop) or len(distant):
            yield Batch(tick.frame(False, vr, desktop, distant, held), slots)


def full(scene: Scene, to: Rows, everybody: Rows, held: Words, tick: Tick) -> Iterator[Batch]:
    """Frames with everybody, for those who have just got a fresh state."""
    for slots, vr, desktop, distant in scene.seen(to, everybody, everybody):
        yield Batch(tick.frame(True, vr, desktop, distant, held), slots)


def empty(tick: Tick, slots: Rows) -> Batch:
    """The tick's entries and nothing else: for those who are aside (Q-2), and, without entries, the
    sign of life for those who got nothing for a second (F-6)."""
    tick = tick._replace(reactions=NO_REACTIONS)
    return Batch(tick.frame(False, _NONE, _NONE, _NONE, _NO_HELD), slots)
