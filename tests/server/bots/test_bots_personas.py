"""What kinds of bot there are, and how they look."""

from collections import Counter

import numpy as np

from vbranch.bots.personas import PERSONAS, avatar_of, cast
from vbranch.protocol.constants import MAX_AVATAR


def test_the_shares_are_kept() -> None:
    kinds = Counter(p.name for p in cast(200, np.random.default_rng(1)))
    assert kinds == {p.name: round(200 * p.share) for p in PERSONAS}


def test_a_thousand_bots_differ_and_each_person_is_met_as_often() -> None:
    numbers = [avatar_of(bot) for bot in range(1000)]
    assert len(set(numbers)) == 1000
    assert max(numbers) <= MAX_AVATAR
    persons = Counter(number & 15 for number in numbers)
    assert len(persons) == 16
    assert max(persons.values()) - min(persons.values()) <= 1
    assert all(number >> 10 == 0 for number in numbers), "hair and skin are a person's own"
