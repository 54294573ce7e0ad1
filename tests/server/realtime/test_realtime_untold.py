"""Entries on their way to members: in order, for all or for some, no more than a tick takes."""

import json

from vbranch.ids import MemberId
from vbranch.realtime.untold import ENTRIES_BYTES, TickEntries, Untold

ADA, BOB, EVE = (MemberId(name) for name in ("ada", "bob", "eve"))


def test_nothing_is_nothing():
    untold = Untold()
    assert not untold
    assert untold.next() == TickEntries(b"", {})


def test_what_is_for_all_is_one_array():
    untold = Untold()
    for n in range(3):
        untold.add(b"%d" % n, None)
    assert untold
    assert untold.next() == TickEntries(b"[0,1,2]", {})
    assert not untold


def test_who_is_told_something_alone_gets_everything_in_order():
    """E-4."""
    untold = Untold()
    for n, only in enumerate([None, {ADA, BOB}, None, {BOB}, set()]):
        untold.add(b"%d" % n, None if only is None else frozenset(only))
    told = untold.next()
    assert told.shared == b"[0,2]"
    assert told.own == {ADA: b"[0,1,2]", BOB: b"[0,1,2,3]"}


def test_with_nothing_for_all_the_others_get_nothing():
    untold = Untold()
    untold.add(b"1", frozenset({EVE}))
    assert untold.next() == TickEntries(b"", {EVE: b"[1]"})


def test_what_does_not_fit_waits_for_the_next_tick():
    """L-1."""
    untold = Untold()
    piece = b'"' + b"x" * (ENTRIES_BYTES // 4) + b'"'
    for only in (None, frozenset({ADA}), None, None):
        untold.add(piece, only)
    first, rest = untold.next(), untold.next()
    assert [len(json.loads(first.shared)), len(json.loads(first.own[ADA]))] == [2, 3]
    assert [len(json.loads(rest.shared)), rest.own] == [1, {}]
    assert not untold
