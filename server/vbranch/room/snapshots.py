"""The frames of a tick: what each group of receivers gets, encoded once (PROTOCOL.md F)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol import poses
from vbranch.protocol.codec import tick_frame
from vbranch.protocol.rotations import Words

from .interest import FAR_EVERY, Interest, far_repeats, repeats

Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]

_NO_FAR: Final[Words] = np.empty((0, 2), dtype="<u4")
_DESKTOP_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Batch:
    """A frame and the slots of the members who get it."""

    frame: bytes
    slots: Rows


@dataclass(frozen=True, slots=True)
class Tick:
    """What all frames of a tick have in common; ``entries`` are encoded already."""

    tick: int
    time_ms: int
    entries: bytes

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
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """Everybody who is in the room: one row a member, in the order of ``slots``."""

    slots: Rows
    words: Words
    vr: Mask
    cells: poses.Bits


def far_words(words: Words, vr: Mask) -> Words:
    """Far records ``(n, 2)`` of members' records ``(n, 6)`` (P-8)."""
    far = poses.far_from_desktop(words)
    if vr.any():
        far[vr] = poses.far_from_vr(words[vr])
    return far


def regular(
    interest: Interest,
    scene: Scene,
    to: Mask,
    moved: Mask,
    moved_far: Mask,
    held: Words,
    tick: Tick,
) -> Iterator[Batch]:
    """Frames with those who moved and those whose turn it is (F-5); none without content (F-6)."""
    near = moved | repeats(scene.slots, tick.tick)
    far = np.zeros(len(near), dtype=np.bool_)
    if tick.has_far:
        far = moved_far | far_repeats(scene.slots, tick.tick)
    for slots, vr, desktop, distant in _grouped(interest, scene, to, near, far):
        if tick.entries or len(held) or len(vr) or len(desktop) or len(distant):
            yield Batch(tick.frame(False, vr, desktop, distant, held), slots)


def full(interest: Interest, scene: Scene, to: Mask, held: Words, tick: Tick) -> Iterator[Batch]:
    """Frames with everybody, for those who have just got a fresh state."""
    everybody = np.ones(len(scene.slots), dtype=np.bool_)
    for slots, vr, desktop, distant in _grouped(interest, scene, to, everybody, everybody):
        yield Batch(tick.frame(True, vr, desktop, distant, held), slots)


def empty(tick: Tick, slots: Rows) -> Batch:
    """The sign of life for those who got nothing for a second (F-6)."""
    nothing = np.empty((0, 2), dtype="<u4")
    return Batch(tick.frame(False, nothing, nothing, nothing, nothing), slots)


def _grouped(
    interest: Interest, scene: Scene, to: Mask, near: Mask, far: Mask
) -> Iterator[tuple[Rows, Words, Words, Words]]:
    """For each group of the receivers ``to``: their slots and the records that they get.

    Those of ``near`` in its cells get headset and screen records, those of ``far`` elsewhere far
    ones.
    """
    headset, screen = np.flatnonzero(near & scene.vr), np.flatnonzero(near & ~scene.vr)
    headset_words, headset_cells = scene.words[headset], scene.cells[headset]
    screen_words, screen_cells = scene.words[screen, :_DESKTOP_WORDS], scene.cells[screen]
    distant = np.flatnonzero(far) if interest.has_far else np.empty(0, dtype=np.intp)
    distant_words, distant_cells = _NO_FAR, scene.cells[distant]
    if len(distant):
        distant_words = far_words(scene.words[distant], scene.vr[distant])
    receivers = np.flatnonzero(to)
    for group, chosen in interest.groups(scene.cells[receivers]):
        yield (
            scene.slots[receivers[chosen]],
            headset_words[interest.near(group, headset_cells)],
            screen_words[interest.near(group, screen_cells)],
            distant_words[~interest.near(group, distant_cells)],
        )
