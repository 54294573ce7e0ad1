"""Bots look like different people (A-1)."""

import itertools

from vbranch.bots.personas import avatar_of
from vbranch.protocol.constants import AVATAR_PERSON_BITS, MAX_AVATAR


def test_neighbours_are_different_people_and_colours_vary():
    numbers = [avatar_of(bot) for bot in range(1000)]
    assert all(0 <= number <= MAX_AVATAR for number in numbers)
    people = [number & ((1 << AVATAR_PERSON_BITS) - 1) for number in numbers]
    assert all(a != b for a, b in itertools.pairwise(people))
    assert len(set(people)) == 1 << AVATAR_PERSON_BITS
    assert len({number >> AVATAR_PERSON_BITS for number in numbers}) > 500
