"""What each kind of entry decides and changes (PROTOCOL.md E, H-5, H-6, R-1, S-3, X-2)."""

import typing

import pytest
from room_kit import Log

from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal, Role
from vbranch.room import entries as e
from vbranch.room.reducers import REDUCERS
from vbranch.room.room import Applied

TURNED = (0.0, 0.6, 0.0, 0.8)
UPRIGHT = (0.0, 0.0, 0.0, 1.0)


def shown(applied: Applied) -> list[m.WireEntry]:
    assert applied.accepted
    assert all(entry.entry.seq == applied.seq for entry in applied.shown)
    return [entry.entry for entry in applied.shown]


def refused(applied: Applied) -> Refusal:
    assert not applied.accepted
    assert applied.shown == ()
    assert applied.reason is not None
    return applied.reason


def two() -> Log:
    """Ann and Bo are in the room."""
    log = Log()
    log.join("ann")
    log.join("bo", home="h2")
    return log


def holding() -> Log:
    """Ann holds the card, which she has settled once."""
    log = two()
    log.do(e.Took, "ann", exhibit="card")
    log.do(e.Settled, "ann", exhibit="card", rotation=TURNED)
    return log


def test_every_kind_of_entry_has_a_reducer():
    (union,) = [a for a in typing.get_args(e.Entry) if typing.get_args(a)]
    assert set(typing.get_args(union)) == set(REDUCERS)


# ---- join and leave ---------------------------------------------------------------------------


def test_a_join_takes_the_lowest_free_slot():
    """P-2."""
    log = Log()
    for name in "abc":
        log.join(name)
    log.do(e.Left, "b", reason="left")
    (entry,) = shown(log.join("d", role=Role.BOT, avatar=9))
    assert entry == m.JoinEntry(
        seq=5, at=1, member="m_d", slot=1, role=Role.BOT, name="sealed d", avatar=9
    )
    assert {member.member: member.slot for member in log.room.state.members.values()} == {
        "m_a": 0,
        "m_c": 2,
        "m_d": 1,
    }


def test_a_full_room_refuses_and_the_away_keep_their_places():
    """H-5, R-1."""
    log = Log(capacity=2)
    log.join("ann")
    log.join("bo")
    log.server(e.WentAway, member="m_bo", home="h1")
    assert refused(log.join("cy")) == Refusal.FULL
    assert refused(log.join("dee", role=Role.STAFF)) == Refusal.FULL
    log.server(e.Left, member="m_bo", reason="expired")
    assert log.join("cy").accepted


def test_a_locked_room_lets_only_staff_in():
    log = two()
    assert shown(log.do(e.LockSet, "ann", locked=True)) == [
        m.RoomLocked(seq=3, at=5, member="m_ann", locked=True)
    ]
    assert refused(log.join("cy")) == Refusal.LOCKED
    assert log.join("dee", role=Role.STAFF).accepted
    log.do(e.LockSet, "ann", locked=False)
    assert log.join("cy").accepted


def test_setting_the_lock_as_it_is_changes_nothing():
    assert refused(two().do(e.LockSet, "ann", locked=False)) == Refusal.UNCHANGED


@pytest.mark.parametrize("more", [{}, {"member": "m_other"}, {"visit": "v_other"}])
def test_who_is_in_does_not_join_again(more):
    log = two()
    again = e.Joined(
        **{
            "at": 1,
            "visit": "v_ann",
            "member": "m_ann",
            "role": Role.VISITOR,
            "name": "n",
            "avatar": 0,
            "home": "h",
            **more,
        }
    )
    assert refused(log.add(again)) == Refusal.ALREADY_MEMBER


def test_a_join_of_no_visit_is_refused():
    nobody = e.Joined(at=1, member="m", role=Role.VISITOR, name="n", avatar=0, home="h")
    assert refused(Log().add(nobody)) == Refusal.NOT_MEMBER


@pytest.mark.parametrize("reason", ["left", "expired", "removed", "moved"])
def test_leaving_lets_go_and_is_shown_after_that(reason):
    log = holding()
    assert shown(log.server(e.Left, member="m_ann", reason=reason)) == [
        m.ExhibitReleased(seq=5, at=6, member=None, exhibit="card", rotation=TURNED),
        m.LeaveEntry(seq=5, at=6, member="m_ann", reason=reason),
    ]
    assert list(log.room.state.members) == ["m_bo"]
    assert log.room.state.exhibits[0].holder is None


def test_what_somebody_said_goes_with_their_visit():
    """S-3: who only moved to another room keeps their words here."""
    log = two()
    log.do(e.Said, "ann", text="sealed words")
    log.do(e.Said, "bo", text="sealed answer")
    log.do(e.Left, "ann", reason="moved")
    assert len(log.room.state.chat) == 2
    log.join("ann")
    log.do(e.Left, "ann", reason="left")
    assert [chat.visit for chat in log.room.state.chat] == ["v_bo"]


# ---- away and back ----------------------------------------------------------------------------


def test_going_away_lets_go_and_keeps_slot_and_name():
    """R-1, X-2."""
    log = holding()
    assert shown(log.server(e.WentAway, member="m_ann", home="h1")) == [
        m.ExhibitReleased(seq=5, at=6, member=None, exhibit="card", rotation=TURNED),
        m.AwayEntry(seq=5, at=6, member="m_ann"),
    ]
    ann = log.room.state.members["m_ann"]
    assert (ann.slot, ann.name, ann.away_since) == (0, "sealed ann", 6)


def test_only_the_members_own_home_can_lose_them():
    log = two()
    assert refused(log.server(e.WentAway, member="m_ann", home="h2")) == Refusal.UNCHANGED
    assert refused(log.server(e.WentAway, member="m_cy", home="h1")) == Refusal.NOT_MEMBER
    log.server(e.WentAway, member="m_ann", home="h1")
    assert refused(log.server(e.WentAway, member="m_ann", home="h1")) == Refusal.UNCHANGED


def test_coming_back_sets_the_home():
    log = two()
    log.server(e.WentAway, member="m_ann", home="h1")
    assert shown(log.server(e.CameBack, member="m_ann", home="h9")) == [
        m.BackEntry(seq=4, at=6, member="m_ann")
    ]
    ann = log.room.state.members["m_ann"]
    assert (ann.home, ann.away) == ("h9", False)
    assert refused(log.server(e.WentAway, member="m_ann", home="h1")) == Refusal.UNCHANGED


def test_a_replaced_connection_is_shown_to_nobody():
    """H-6."""
    log = holding()
    assert shown(log.server(e.CameBack, member="m_ann", home="h9")) == []
    assert log.room.state.members["m_ann"].home == "h9"
    assert log.room.state.exhibits[0].holder == "m_ann"


def test_the_unknown_do_not_come_back():
    assert refused(two().server(e.CameBack, member="m_cy", home="h1")) == Refusal.NOT_MEMBER


def test_a_lost_home_sends_all_its_members_away():
    log = holding()
    log.join("cy")
    assert shown(log.server(e.HomeLost, home="h1")) == [
        m.ExhibitReleased(seq=6, at=6, member=None, exhibit="card", rotation=TURNED),
        m.AwayEntry(seq=6, at=6, member="m_ann"),
        m.AwayEntry(seq=6, at=6, member="m_cy"),
    ]
    assert [member.away for member in log.room.state.members.values()] == [True, False, True]
    assert refused(log.server(e.HomeLost, home="h1")) == Refusal.UNCHANGED
    assert refused(log.server(e.HomeLost, home="h7")) == Refusal.UNCHANGED


# ---- chat -------------------------------------------------------------------------------------


def test_what_is_said_is_shown_sealed_and_kept():
    log = two()
    applied = log.do(e.Said, "bo", text="sealed words")
    assert shown(applied) == [m.ChatEntry(seq=3, at=5, member="m_bo", text="sealed words")]
    assert applied.shown[0].visit == "v_bo"
    (chat,) = log.room.state.chat
    assert (chat.seq, chat.visit, chat.name, chat.text) == (3, "v_bo", "sealed bo", "sealed words")


def test_the_last_hundred_are_kept():
    """S-3."""
    log = two()
    for i in range(130):
        log.do(e.Said, "ann", text=str(i))
    assert [chat.text for chat in log.room.state.chat] == [str(i) for i in range(30, 130)]


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


# ---- in whose name ----------------------------------------------------------------------------

COMMANDS = [
    (e.Left, {"reason": "left"}),
    (e.CameBack, {"home": "h1"}),
    (e.Said, {"text": "x"}),
    (e.Took, {"exhibit": "globe"}),
    (e.Settled, {"exhibit": "card", "rotation": UPRIGHT}),
    (e.Released, {"exhibit": "card", "rotation": UPRIGHT}),
    (e.HotspotShown, {"exhibit": "card", "hotspot": "fees"}),
    (e.LockSet, {"locked": True}),
]


@pytest.mark.parametrize(("kind", "fields"), COMMANDS)
def test_nobody_acts_in_anothers_name_or_without_being_here(kind, fields):
    """H-4."""
    log = holding()
    in_anothers = kind(at=5, visit="v_bo", member="m_ann", **fields)
    assert refused(log.add(in_anothers)) == Refusal.NOT_MEMBER
    assert refused(log.do(kind, "cy", **fields)) == Refusal.NOT_MEMBER
    assert log.do(kind, "ann", **fields).accepted
