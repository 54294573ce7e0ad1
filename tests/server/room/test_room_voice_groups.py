"""Closed groups of voice: who is in which (PROTOCOL.md V-7, V-8)."""

from itertools import count

import pytest

from vbranch.ids import MemberId
from vbranch.protocol.constants import VOICE_GROUP, VoiceRefusal
from vbranch.room.voice_groups import Circle, Circles, Moved

ADA, BOB, EVE, HOST = (MemberId(name) for name in ("ada", "bob", "eve", "host"))
HERE = {ADA, BOB, EVE, HOST}


@pytest.fixture
def circles() -> Circles:
    numbers = count(1)
    return Circles(lambda: f"group-{next(numbers)}")


def test_all_of_a_group_know_it(circles: Circles) -> None:
    assert circles.open(HOST, [ADA, ADA], HERE) == Moved((HOST, ADA), ())
    assert circles.of(HOST) == circles.of(ADA) == Circle("group-1", HOST, (HOST, ADA))
    assert (set(circles.members()), BOB in circles) == ({HOST, ADA}, False)


def test_who_comes_and_who_goes_by_another_opening(circles: Circles) -> None:
    circles.open(HOST, [ADA, BOB], HERE)
    assert circles.open(HOST, [BOB, EVE], HERE) == Moved((ADA, EVE), (HOST, BOB))
    assert circles.of(EVE) == Circle("group-1", HOST, (HOST, BOB, EVE))
    assert ADA not in circles


def test_with_its_opener_or_the_last_but_one_it_ends(circles: Circles) -> None:
    circles.open(HOST, [ADA, BOB], HERE)
    assert circles.leave(ADA) == Moved((ADA,), (HOST, BOB))
    assert circles.of(HOST) == Circle("group-1", HOST, (HOST, BOB))
    assert circles.leave(BOB) == Moved((HOST, BOB), ())
    circles.open(HOST, [ADA, BOB], HERE)
    assert circles.leave(HOST) == Moved((HOST, ADA, BOB), ())
    assert circles.members() == set()
    assert circles.leave(HOST) is None


def test_another_group_has_another_name(circles: Circles) -> None:
    circles.open(HOST, [ADA], HERE)
    circles.open(EVE, [BOB], HERE)
    circles.leave(HOST)
    circles.open(HOST, [ADA], HERE)
    assert {circles.of(EVE).id, circles.of(HOST).id} == {"group-2", "group-3"}  # type: ignore[union-attr]


def test_what_is_no_group_changes_nothing(circles: Circles) -> None:
    circles.open(EVE, [BOB], HERE)
    many = [MemberId(f"m{i}") for i in range(VOICE_GROUP)]
    for members, here, why in (
        ([], HERE, VoiceRefusal.NO_SUCH_MEMBER),
        ([HOST], HERE, VoiceRefusal.NO_SUCH_MEMBER),
        ([ADA], HERE - {ADA}, VoiceRefusal.NO_SUCH_MEMBER),
        ([ADA], HERE - {HOST}, VoiceRefusal.NO_SUCH_MEMBER),
        (many, HERE | set(many), VoiceRefusal.TOO_MANY),
        ([ADA, BOB], HERE, VoiceRefusal.IN_GROUP),
    ):
        assert circles.open(HOST, members, here) is why
    assert set(circles.members()) == {EVE, BOB}
    assert circles.open(HOST, many[:-1], HERE | set(many)) is not None
    assert len(circles.of(HOST).members) == VOICE_GROUP  # type: ignore[union-attr]
