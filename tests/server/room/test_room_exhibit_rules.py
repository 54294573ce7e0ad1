"""Exhibits: in hand, offered, led through, playing (PROTOCOL.md X, R-1)."""

import pytest
from room_kit import TURNED, UPRIGHT, Log, holding, refused, shown, two

from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal
from vbranch.room import entries as e
from vbranch.room.state import Exhibit, Media

# ---- exhibits ---------------------------------------------------------------------------------


def test_an_exhibit_is_taken_settled_and_released():
    log = two()
    assert shown(log.do(e.Took, "ann", exhibit="card")) == [
        m.ExhibitTaken(seq=3, at=5, member="m_ann", exhibit="card")
    ]
    assert shown(log.do(e.Settled, "ann", exhibit="card", rotation=TURNED)) == [
        m.ExhibitSettled(seq=4, at=5, member="m_ann", exhibit="card", rotation=TURNED)
    ]
    card = log.room.state.exhibits[0]
    assert (card.holder, card.rotation) == ("m_ann", TURNED)
    assert shown(log.do(e.Released, "ann", exhibit="card", rotation=UPRIGHT)) == [
        m.ExhibitReleased(seq=5, at=5, member="m_ann", exhibit="card", rotation=UPRIGHT)
    ]
    assert (card.holder, card.rotation) == (None, UPRIGHT)


def test_an_exhibit_is_in_one_hand():
    log = holding()
    assert refused(log.do(e.Took, "bo", exhibit="card")) == Refusal.HELD_BY_OTHER
    assert refused(log.do(e.Took, "ann", exhibit="card")) == Refusal.UNCHANGED
    assert log.do(e.Took, "bo", exhibit="globe").accepted


@pytest.mark.parametrize("kind", [e.Settled, e.Released])
def test_only_the_holder_turns_it(kind):
    log = holding()
    for name, exhibit, reason in (
        ("bo", "card", Refusal.NOT_HOLDER),
        ("ann", "globe", Refusal.NOT_HOLDER),
        ("ann", "chair", Refusal.NO_SUCH_EXHIBIT),
        ("cy", "card", Refusal.NOT_MEMBER),
    ):
        assert refused(log.do(kind, name, exhibit=exhibit, rotation=UPRIGHT)) == reason
    assert log.room.state.exhibits[0].rotation == TURNED


def test_who_is_away_takes_nothing():
    """R-1: a take that was on its way when the connection broke."""
    log = two()
    log.server(e.WentAway, member="m_ann", home="h1")
    assert refused(log.do(e.Took, "ann", exhibit="card")) == Refusal.NOT_MEMBER


def test_a_hotspot_is_opened_and_closed_for_all_by_anybody():
    log = two()
    assert shown(log.do(e.HotspotShown, "ann", exhibit="card", hotspot="fees")) == [
        m.ExhibitHotspotShown(seq=3, at=5, member="m_ann", exhibit="card", hotspot="fees")
    ]
    opened = {"exhibit": "card", "hotspot": "fees"}
    assert refused(log.do(e.HotspotShown, "bo", **opened)) == Refusal.UNCHANGED
    assert log.do(e.HotspotShown, "bo", exhibit="card", hotspot=None).accepted
    assert log.room.state.exhibits[0].hotspot is None


@pytest.mark.parametrize(
    ("exhibit", "hotspot", "reason"),
    [
        ("card", "rates", Refusal.NO_SUCH_HOTSPOT),
        ("globe", "fees", Refusal.NO_SUCH_HOTSPOT),
        ("chair", "fees", Refusal.NO_SUCH_EXHIBIT),
    ],
)
def test_unknown_hotspots_are_refused(exhibit, hotspot, reason):
    applied = two().do(e.HotspotShown, "ann", exhibit=exhibit, hotspot=hotspot)
    assert refused(applied) == reason


# ---- offered ----------------------------------------------------------------------------------


def offered() -> Log:
    """Ann holds the card and offers it to Bo; Cy is here, too."""
    log = holding()
    log.join("cy")
    log.do(e.Offered, "ann", exhibit="card", to="m_bo")
    return log


def card(log: Log) -> Exhibit:
    return log.room.state.exhibits[0]


def test_an_offer_lets_that_one_take_what_is_held():
    """X-3."""
    log = offered()
    assert card(log).offered == "m_bo"
    assert refused(log.do(e.Took, "cy", exhibit="card")) == Refusal.HELD_BY_OTHER
    assert shown(log.do(e.Took, "bo", exhibit="card")) == [
        m.ExhibitTaken(seq=8, at=5, member="m_bo", exhibit="card")
    ]
    assert (card(log).holder, card(log).offered) == ("m_bo", None)
    assert refused(log.do(e.Released, "ann", exhibit="card", rotation=UPRIGHT)) == (
        Refusal.NOT_HOLDER
    )


def test_an_offer_is_told_and_taken_back():
    log = holding()
    assert shown(log.do(e.Offered, "ann", exhibit="card", to="m_bo")) == [
        m.ExhibitOffered(seq=5, at=5, member="m_ann", exhibit="card", to="m_bo")
    ]
    again = log.do(e.Offered, "ann", exhibit="card", to="m_bo")
    assert refused(again) == Refusal.UNCHANGED
    assert log.do(e.Offered, "ann", exhibit="card", to=None).accepted
    assert refused(log.do(e.Took, "bo", exhibit="card")) == Refusal.HELD_BY_OTHER


@pytest.mark.parametrize(
    ("name", "exhibit", "to", "reason"),
    [
        ("bo", "card", "m_ann", Refusal.NOT_HOLDER),
        ("ann", "globe", "m_bo", Refusal.NOT_HOLDER),
        ("ann", "chair", "m_bo", Refusal.NO_SUCH_EXHIBIT),
        ("ann", "card", "m_ann", Refusal.NO_SUCH_MEMBER),
        ("ann", "card", "m_nobody", Refusal.NO_SUCH_MEMBER),
        ("ann", "card", None, Refusal.UNCHANGED),
    ],
)
def test_only_a_holder_offers_and_only_to_somebody_else(name, exhibit, to, reason):
    assert refused(holding().do(e.Offered, name, exhibit=exhibit, to=to)) == reason


def test_who_is_away_is_offered_nothing():
    log = holding()
    log.server(e.WentAway, member="m_bo", home="h2")
    offer = log.do(e.Offered, "ann", exhibit="card", to="m_bo")
    assert refused(offer) == Refusal.NO_SUCH_MEMBER


def test_an_offer_ends_when_the_one_it_is_for_goes_away():
    log = offered()
    assert shown(log.server(e.WentAway, member="m_bo", home="h2")) == [
        m.ExhibitOffered(seq=7, at=6, member=None, exhibit="card", to=None),
        m.AwayEntry(seq=7, at=6, member="m_bo"),
    ]
    assert (card(log).holder, card(log).offered) == ("m_ann", None)


@pytest.mark.parametrize("leaves", [True, False])
def test_an_offer_ends_with_the_holding(leaves):
    log = offered()
    if leaves:
        log.do(e.Left, "ann", reason="left")
    else:
        log.do(e.Released, "ann", exhibit="card", rotation=TURNED)
    assert (card(log).holder, card(log).offered) == (None, None)


# ---- led and played ---------------------------------------------------------------------------


def led() -> Log:
    """Ann leads through the card."""
    log = two()
    log.do(e.Guided, "ann", exhibit="card", on=True)
    return log


def test_one_leads_and_the_others_open_nothing():
    """X-4."""
    log = led()
    opened = {"exhibit": "card", "hotspot": "fees"}
    playing = {"exhibit": "card", "playing": True, "position": 1.0}
    assert refused(log.do(e.HotspotShown, "bo", **opened)) == Refusal.GUIDED_BY_OTHER
    assert refused(log.do(e.MediaSet, "bo", **playing)) == Refusal.GUIDED_BY_OTHER
    assert refused(log.do(e.Guided, "bo", exhibit="card", on=True)) == Refusal.GUIDED_BY_OTHER
    assert refused(log.do(e.Guided, "bo", exhibit="card", on=False)) == Refusal.GUIDED_BY_OTHER
    assert log.do(e.HotspotShown, "ann", **opened).accepted
    assert log.do(e.MediaSet, "ann", **playing).accepted
    assert log.do(e.Guided, "bo", exhibit="globe", on=True).accepted


def test_leading_is_told_and_ended():
    log = two()
    assert refused(log.do(e.Guided, "ann", exhibit="card", on=False)) == Refusal.UNCHANGED
    assert shown(log.do(e.Guided, "ann", exhibit="card", on=True)) == [
        m.ExhibitGuided(seq=4, at=5, member="m_ann", exhibit="card", on=True)
    ]
    assert refused(log.do(e.Guided, "ann", exhibit="card", on=True)) == Refusal.UNCHANGED
    assert log.do(e.Guided, "ann", exhibit="card", on=False).accepted
    assert card(log).guide is None
    assert log.do(e.HotspotShown, "bo", exhibit="card", hotspot="fees").accepted
    assert refused(log.do(e.Guided, "bo", exhibit="chair", on=True)) == Refusal.NO_SUCH_EXHIBIT


def test_who_goes_away_leads_no_longer():
    log = led()
    assert shown(log.server(e.WentAway, member="m_ann", home="h1")) == [
        m.ExhibitGuided(seq=4, at=6, member=None, exhibit="card", on=False),
        m.AwayEntry(seq=4, at=6, member="m_ann"),
    ]
    assert refused(log.do(e.Guided, "ann", exhibit="card", on=True)) == Refusal.NOT_MEMBER


def test_a_medium_is_where_it_was_put_last():
    """X-5."""
    log = two()
    assert shown(log.do(e.MediaSet, "bo", exhibit="card", playing=True, position=12.5)) == [
        m.ExhibitMediaSet(seq=3, at=5, member="m_bo", exhibit="card", playing=True, position=12.5)
    ]
    assert card(log).media == Media(True, 12.5, 5)
    assert log.do(e.MediaSet, "ann", exhibit="card", playing=False, position=20.0).accepted
    assert card(log).media == Media(False, 20.0, 5)
    strange = log.do(e.MediaSet, "ann", exhibit="chair", playing=True, position=0.0)
    assert refused(strange) == Refusal.NO_SUCH_EXHIBIT
