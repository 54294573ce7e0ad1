"""Who is near enough to whom to be heard, and which of these pairs are made (PROTOCOL.md V-3).

Both looks at everybody at once. What is there already counts as nearer, so that nothing changes
unless somebody has really moved: asked again with its own answer, it answers the same.
"""

from typing import NamedTuple

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


class Pairs(NamedTuple):
    """From whom to whom (rows), and how near that counts, metres."""

    speaker: Rows
    hearer: Rows
    near: NDArray[np.float64]


def audible(at: Places, speaks: NDArray[np.bool_], there: list[tuple[int, int]]) -> Pairs:
    """Every speaker with every hearer in reach; ``there`` are the pairs that are made already."""
    speaker, hearer = _along_x(at, speaks.nonzero()[0])
    near = np.linalg.norm(at[speaker] - at[hearer], axis=1)
    if there:
        known = np.array(there, dtype=np.intp)
        number = len(at)
        made = np.isin(speaker * number + hearer, known[:, 0] * number + known[:, 1])
        near -= made * VOICE_STAY_M
    keep = (near <= VOICE_REACH_M) & (speaker != hearer)
    return Pairs(speaker[keep], hearer[keep], near[keep])


def _along_x(at: Places, speakers: Rows) -> tuple[Rows, Rows]:
    """Speakers with all whose x is in reach, so that a large crowd is not a square of itself."""
    reach = VOICE_REACH_M + VOICE_STAY_M
    order = at[:, 0].argsort(kind="stable")
    x = at[order, 0]
    first = np.searchsorted(x, at[speakers, 0] - reach, "left")
    counts = np.searchsorted(x, at[speakers, 0] + reach, "right") - first
    within = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
    return np.repeat(speakers, counts), order[np.repeat(first, counts) + within]


def chosen(pairs: Pairs) -> list[tuple[int, int]]:
    """The nearest first, as long as the hearer hears and the speaker reaches not too many."""
    if not len(pairs.near):
        return []
    order = pairs.near.argsort(kind="stable")  # of equal ones the same at every time
    members = 1 + int(max(pairs.speaker.max(), pairs.hearer.max()))
    heard, reached = [0] * members, [0] * members
    made = []
    for pair in zip(pairs.speaker[order].tolist(), pairs.hearer[order].tolist(), strict=True):
        speaker, hearer = pair
        if heard[hearer] < VOICE_SPEAKERS and reached[speaker] < VOICE_HEARERS:
            heard[hearer] += 1
            reached[speaker] += 1
            made.append(pair)
    return made
