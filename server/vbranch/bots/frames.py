"""The bots' pose frames, packed for all at once, and the reading of others' records (P-3, P-4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.codec import pose_frame
from vbranch.protocol.constants import TICK_HEADER_BYTES, FrameKind
from vbranch.protocol.held_records import HeldPoses, pack_held
from vbranch.protocol.poses import (
    DesktopPoses,
    Hands,
    Quantiser,
    Reactions,
    VrPoses,
    pack_desktop,
    pack_reactions,
    pack_vr,
    slots_of,
)

from .walk import Looks, hands, turn

Words = NDArray[np.uint32]
Place = tuple[float, float, float]
DESKTOP_WORDS: Final = 3
VR_WORDS: Final = 6


class PoseTable:
    """The newest frame of every bot; ``headsets`` (n,) tells who wears one."""

    def __init__(self, headsets: NDArray[np.bool_]) -> None:
        n = len(headsets)
        self._headsets = headsets
        self._of_kind = (np.flatnonzero(~headsets), np.flatnonzero(headsets))
        self._row = np.zeros(n, np.int64)
        for bots in self._of_kind:
            self._row[bots] = np.arange(bots.size)
        self._slot = np.zeros(n, np.int64)
        self._quantiser: Quantiser | None = None
        self._desktop = np.zeros((self._of_kind[0].size, 1 + DESKTOP_WORDS), np.uint32)
        self._vr = np.zeros((self._of_kind[1].size, 1 + VR_WORDS), np.uint32)
        self._hands = np.zeros((self._of_kind[1].size, 3))
        self._sequence = 0

    def enter(self, bot: int, slot: int, quantiser: Quantiser) -> None:
        self._slot[bot] = slot
        self._quantiser = quantiser

    def update(self, looks: Looks) -> None:
        """Pack everybody's pose under the next number; nothing before the first ``enter``."""
        if self._quantiser is None:
            return
        self._sequence = (self._sequence + 1) & 0xFFFF
        screens, headsets = self._of_kind
        self._desktop[:, 0] = FrameKind.POSE_DESKTOP | self._sequence << 16
        self._desktop[:, 1:] = pack_desktop(
            DesktopPoses(
                self._slot[screens], looks.floor[screens], looks.yaw[screens], looks.pitch[screens]
            ),
            self._quantiser,
        )
        self._vr[:, 0] = FrameKind.POSE_VR | self._sequence << 16
        self._vr[:, 1:] = self._headset_records(looks, headsets, self._quantiser)

    def _headset_records(
        self, looks: Looks, bots: NDArray[np.int64], quantiser: Quantiser
    ) -> Words:
        head = looks.floor[bots].copy()
        head[:, 1] += looks.head[bots]
        level = turn(looks.yaw[bots], np.zeros(bots.size))
        left, right = hands(looks.yaw[bots], looks.swing[bots])
        self._hands = head + right
        return pack_vr(
            VrPoses(
                self._slot[bots],
                head,
                turn(looks.yaw[bots], looks.pitch[bots]),
                Hands(np.ones(bots.size, np.bool_), left, level),
                Hands(np.ones(bots.size, np.bool_), right, level),
            ),
            quantiser,
        )

    def frame(self, bot: int) -> tuple[bytes, Words]:
        """The frame to send, and the record in it as others will get it."""
        words = (self._vr if self._headsets[bot] else self._desktop)[self._row[bot]]
        return words.tobytes(), words[1:]

    def hand(self, bot: int) -> Place | None:
        """Where the right hand of a bot with a headset is, metres; None for one at a screen."""
        if not self._headsets[bot]:
            return None
        x, y, z = self._hands[self._row[bot]].tolist()
        return x, y, z


@dataclass(frozen=True, slots=True)
class Carried:
    """Where something is carried, and in which size."""

    place: Sequence[float]
    scale: float


def held_frame(
    held: tuple[int, int],
    rotation: Sequence[float],
    sequence: int,
    bounds: tuple[Place, Place],
    carried: Carried | None = None,
) -> bytes:
    """A frame of kind 4: exhibit and slot of ``held``, turned to ``rotation``, in its own place or
    ``carried``; never outside the bounds."""
    exhibit, slot = held
    place = np.zeros(3) if carried is None else np.clip(carried.place, *bounds)
    scale = 1.0 if carried is None else carried.scale
    words = HeldPoses(exhibit, slot, rotation, carried is not None, place, scale)
    return pose_frame(FrameKind.HELD, sequence, pack_held(words, bounds[0]))


def reaction_frame(slot: int, reaction: int) -> bytes:
    """A frame of kind 5; its number is compared with nothing (P-3)."""
    return pose_frame(FrameKind.REACTION, 0, pack_reactions(Reactions([slot], [reaction])))


def records_in(frame: bytes, vr: int, desktop: int) -> Iterator[tuple[NDArray[np.int64], Words]]:
    """Slots (n,) and records (n, words) of a tick frame's headset and screen members."""
    words = np.frombuffer(frame, "<u4", vr * VR_WORDS + desktop * DESKTOP_WORDS, TICK_HEADER_BYTES)
    cut = vr * VR_WORDS
    for records in (
        words[:cut].reshape(vr, VR_WORDS),
        words[cut:].reshape(desktop, DESKTOP_WORDS),
    ):
        if len(records):
            yield slots_of(records), records
