"""Who is near enough to whom to be heard, and which of these pairs are made (PROTOCOL.md V-3).

The nearest pairs first, as long as the hearer hears and the speaker reaches not too many. What is
there already counts as nearer, so that nothing changes unless somebody has really moved: asked
again with its own answer, it answers the same.

A thousand who all speak before a stage are half a million pairs, of which eight thousand are made,
nearly all of them between people side by side. So it goes outwards, ring by ring: a pair is looked
at only if both of it still have room when its ring is reached. All of a ring is decided at once.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol.constants import (
    VOICE_HEARERS,
    VOICE_REACH_M,
    VOICE_SPEAKERS,
    VOICE_STAY_M,
)

Rows = NDArray[np.intp]
Places = NDArray[np.float64]
"""A row a member: x, y and z in metres."""

RINGS: Final = tuple(VOICE_REACH_M / 2**step for step in (4, 3, 2, 1, 0))
"""Up to where each goes, metres; the last is the reach."""


class Pairs(NamedTuple):
    """From whom to whom (rows), and how near that counts, metres."""

    speaker: Rows
    hearer: Rows
    near: NDArray[np.float64]

    def where(self, keep: NDArray[np.bool_]) -> "Pairs":
        return Pairs(self.speaker[keep], self.hearer[keep], self.near[keep])

    def and_also(self, more: "Pairs") -> "Pairs":
        return Pairs(
            np.concatenate([self.speaker, more.speaker]),
            np.concatenate([self.hearer, more.hearer]),
            np.concatenate([self.near, more.near]),
        )


def heard(at: Places, speaks: NDArray[np.bool_], there: Rows) -> Rows:
    """The pairs to be made, ``(n, 2)``: speaker and hearer; ``there`` are those that are made
    already, in the same form."""
    number = len(at)
    speak_to = np.where(speaks, VOICE_HEARERS, 0)  # how many more each may reach
    hear_of = np.full(number, VOICE_SPEAKERS)
    known = _known(at, speaks, there)
    codes = np.sort(known.speaker * number + known.hearer)
    made: list[Rows] = [np.empty((0, 2), dtype=np.intp)]
    inner = -np.inf
    for outer in RINGS:
        fresh = _around(at, speak_to.nonzero()[0], hear_of.nonzero()[0], outer)
        fresh = fresh.where((fresh.near > inner) & (fresh.near <= outer))
        fresh = fresh.where(~_among(fresh.speaker * number + fresh.hearer, codes))
        old = known.where((known.near > inner) & (known.near <= outer))
        made.extend(_take(old.and_also(fresh), speak_to, hear_of))
        inner = outer
    return np.concatenate(made)


def _known(at: Places, speaks: NDArray[np.bool_], there: Rows) -> Pairs:
    speaker, hearer = there[:, 0], there[:, 1]
    near = _apart(at, speaker, hearer) - VOICE_STAY_M
    return Pairs(speaker, hearer, near).where(speaks[speaker] & (speaker != hearer))


def _around(at: Places, speakers: Rows, hearers: Rows, reach: float) -> Pairs:
    """Each speaker with every hearer in their own square of that size and the eight about it."""
    cell = np.floor((at[:, ::2] - at[:, ::2].min(axis=0, initial=np.inf)) / reach).astype(np.intp)
    wide = cell[:, 0].max(initial=0) + 3  # a square's number; there is nobody beside the edges
    square = (cell[:, 1] + 1) * wide + cell[:, 0] + 1
    hearers = hearers[square[hearers].argsort(kind="stable")]
    numbers, own = square[hearers], square[speakers]
    first = np.concatenate([np.searchsorted(numbers, own + side - 1) for side in (-wide, 0, wide)])
    end = np.concatenate([np.searchsorted(numbers, own + side + 2) for side in (-wide, 0, wide)])
    counts = end - first
    within = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
    speaker = np.repeat(np.tile(speakers, 3), counts)
    hearer = hearers[np.repeat(first, counts) + within]
    pairs = Pairs(speaker, hearer, _apart(at, speaker, hearer))
    return pairs.where(speaker != hearer)


def _apart(at: Places, one: Rows, other: Rows) -> NDArray[np.float64]:
    x, y, z = (np.take(axis, one) - np.take(axis, other) for axis in np.ascontiguousarray(at.T))
    distance: NDArray[np.float64] = np.sqrt(x * x + y * y + z * z)
    return distance


def _among(codes: Rows, known: Rows) -> NDArray[np.bool_]:
    """Which of them are in ``known``, which is sorted."""
    if not len(known):
        return np.zeros(len(codes), dtype=np.bool_)
    place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    found: NDArray[np.bool_] = known[place] == codes
    return found


def _take(ring: Pairs, speak_to: Rows, hear_of: Rows) -> Iterator[Rows]:
    """The nearest first, of equal ones the same at every time. Takes from what is left to each.

    Whoever is among the first of a hearer and of a speaker, as many as these still have room for,
    is taken whatever becomes of the others; so are all of those at once, and then it is seen who is
    first among the rest.
    """
    order = np.lexsort((ring.hearer, ring.speaker, ring.near))
    speaker, hearer = ring.speaker[order], ring.hearer[order]
    number = len(hear_of)
    while len(speaker):
        sure = (_place(hearer) < hear_of[hearer]) & (_place(speaker) < speak_to[speaker])
        yield np.stack([speaker[sure], hearer[sure]], axis=1)
        hear_of -= np.bincount(hearer[sure], minlength=number)
        speak_to -= np.bincount(speaker[sure], minlength=number)
        left = ~sure & (hear_of[hearer] > 0) & (speak_to[speaker] > 0)
        speaker, hearer = speaker[left], hearer[left]


def _place(rows: Rows) -> Rows:
    """Of each how many of the same row come before it."""
    small = rows.astype(np.int16)  # rows are slots' (13 bits): a sort by digits
    order = small.argsort(kind="stable")
    ordered = small[order]
    begins = np.concatenate([[True], ordered[1:] != ordered[:-1]]).nonzero()[0]
    counts = np.diff(np.concatenate([begins, [len(rows)]]))
    place = np.empty(len(rows), dtype=np.intp)
    place[order] = np.arange(len(rows)) - np.repeat(begins, counts)
    return place
