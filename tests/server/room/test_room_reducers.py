"""Every kind of entry has its reducer, and asks whose it is (PROTOCOL.md E, H-4)."""

import typing

import pytest
from room_kit import UPRIGHT, holding, refused

from vbranch.protocol.constants import Refusal, ReportReason
from vbranch.room import entries as e
from vbranch.room.reducers import REDUCERS


def test_every_kind_of_entry_has_a_reducer():
    assert set(typing.get_args(e.EntryModel)) == set(REDUCERS)


# ---- in whose name ----------------------------------------------------------------------------

COMMANDS = [
    (e.Left, {"reason": "left"}),
    (e.CameBack, {"home": "h1"}),
    (e.Said, {"text": "x"}),
    (e.Took, {"exhibit": "globe"}),
    (e.Settled, {"exhibit": "card", "rotation": UPRIGHT}),
    (e.Released, {"exhibit": "card", "rotation": UPRIGHT}),
    (e.HotspotShown, {"exhibit": "card", "hotspot": "fees"}),
    (e.Reported, {"about": "m_bo", "reason": ReportReason.OTHER, "text": None}),
    (e.Offered, {"exhibit": "card", "to": "m_bo"}),
    (e.Guided, {"exhibit": "card", "on": True}),
    (e.MediaSet, {"exhibit": "card", "playing": True, "position": 0.0}),
    (e.SatDown, {"seat": "seat:2"}),
    (e.GotUp, {}),
    (e.AsideSet, {"on": True}),
    (e.LockSet, {"locked": True}),
]


@pytest.mark.parametrize(("kind", "fields"), COMMANDS)
def test_nobody_acts_in_anothers_name_or_without_being_here(kind, fields):
    """H-4."""
    log = holding()
    log.do(e.SatDown, "ann", seat="seat:1")
    in_anothers = kind(at=5, visit="v_bo", member="m_ann", **fields)
    assert refused(log.add(in_anothers)) == Refusal.NOT_MEMBER
    assert refused(log.do(kind, "cy", **fields)) == Refusal.NOT_MEMBER
    assert log.do(kind, "ann", **fields).accepted


# ---- aside ------------------------------------------------------------------------------------

ALLOWED_ASIDE = (e.Left, e.CameBack, e.Reported, e.LockSet)


@pytest.mark.parametrize(("kind", "fields"), COMMANDS)
def test_who_is_aside_does_nothing_in_the_room(kind, fields):
    """Q-4."""
    log = holding()
    log.do(e.AsideSet, "ann", on=True)
    outcome = log.do(kind, "ann", **fields)
    if kind in ALLOWED_ASIDE:
        assert outcome.accepted
    else:
        assert refused(outcome) == (Refusal.UNCHANGED if kind is e.AsideSet else Refusal.ASIDE)
