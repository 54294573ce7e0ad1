"""Members coming, going, away, aside; seats (PROTOCOL.md H-5, H-6, P-2, R-1, W, Q)."""

import pytest
from room_kit import TURNED, Log, holding, refused, shown, two

from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal, ReportReason, Role
from vbranch.room import entries as e

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


@pytest.mark.parametrize("reason", ["left", "expired", "removed", "banned", "moved"])
def test_leaving_lets_go_and_is_shown_after_that(reason):
    log = holding()
    assert shown(log.server(e.Left, member="m_ann", reason=reason)) == [
        m.ExhibitReleased(seq=5, at=6, member=None, exhibit="card", rotation=TURNED),
        m.LeaveEntry(seq=5, at=6, member="m_ann", reason=reason),
    ]
    assert list(log.room.state.members) == ["m_bo"]
    assert log.room.state.exhibits[0].holder is None


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


# ---- seats ------------------------------------------------------------------------------------


def seats(log: Log) -> dict[str, str | None]:
    return {member.member: member.seat for member in log.room.state.members.values()}


def test_a_seat_is_taken_and_left():
    """W-1."""
    log = two()
    assert shown(log.do(e.SatDown, "ann", seat="seat:1")) == [
        m.SeatTaken(seq=3, at=5, member="m_ann", seat="seat:1")
    ]
    assert seats(log) == {"m_ann": "seat:1", "m_bo": None}
    assert refused(log.do(e.SatDown, "bo", seat="seat:1")) == Refusal.SEAT_TAKEN
    assert refused(log.do(e.SatDown, "ann", seat="seat:1")) == Refusal.UNCHANGED
    assert shown(log.do(e.GotUp, "ann")) == [m.SeatLeft(seq=6, at=5, member="m_ann", seat="seat:1")]
    assert refused(log.do(e.GotUp, "ann")) == Refusal.UNCHANGED
    assert log.do(e.SatDown, "bo", seat="seat:1").accepted


def test_who_takes_another_seat_gives_up_the_first():
    """W-1: one entry says both."""
    log = two()
    log.do(e.SatDown, "ann", seat="seat:1")
    assert shown(log.do(e.SatDown, "ann", seat="seat:2")) == [
        m.SeatTaken(seq=4, at=5, member="m_ann", seat="seat:2")
    ]
    assert log.do(e.SatDown, "bo", seat="seat:1").accepted


def test_there_are_no_seats_but_the_scenes():
    assert refused(two().do(e.SatDown, "ann", seat="seat:3")) == Refusal.NO_SUCH_SEAT


def test_a_seat_waits_for_who_is_away_and_is_free_when_they_leave():
    """W-2."""
    log = two()
    log.do(e.SatDown, "ann", seat="seat:1")
    log.server(e.WentAway, member="m_ann", home="h1")
    assert refused(log.do(e.SatDown, "bo", seat="seat:1")) == Refusal.SEAT_TAKEN
    assert refused(log.do(e.SatDown, "ann", seat="seat:2")) == Refusal.NOT_MEMBER
    log.server(e.Left, member="m_ann", reason="expired")
    assert log.do(e.SatDown, "bo", seat="seat:1").accepted


# ---- aside ------------------------------------------------------------------------------------


def test_who_goes_aside_lets_go_of_everything_and_is_told_of_last():
    """Q-1."""
    log = holding()
    log.do(e.SatDown, "ann", seat="seat:1")
    log.do(e.Guided, "ann", exhibit="globe", on=True)
    log.do(e.Took, "bo", exhibit="globe")
    log.do(e.Offered, "bo", exhibit="globe", to="m_ann")
    told = shown(log.do(e.AsideSet, "ann", on=True))
    assert told == [
        m.ExhibitReleased(seq=9, at=5, member=None, exhibit="card", rotation=TURNED),
        m.ExhibitOffered(seq=9, at=5, member=None, exhibit="globe", to=None),
        m.ExhibitGuided(seq=9, at=5, member=None, exhibit="globe", on=False),
        m.SeatLeft(seq=9, at=5, member="m_ann", seat="seat:1"),
        m.MemberAside(seq=9, at=5, member="m_ann", on=True),
    ]
    ann = log.room.state.members["m_ann"]
    assert (ann.aside, ann.seat, ann.away, ann.slot) == (True, None, False, 0)


def test_one_comes_back_as_one_who_stands_there():
    """Q-3."""
    log = two()
    log.do(e.AsideSet, "ann", on=True)
    assert shown(log.do(e.AsideSet, "ann", on=False)) == [
        m.MemberAside(seq=4, at=5, member="m_ann", on=False)
    ]
    assert log.do(e.SatDown, "ann", seat="seat:1").accepted


@pytest.mark.parametrize("on", [True, False])
def test_aside_as_one_is_already_changes_nothing(on):
    """Q-4."""
    log = two()
    log.do(e.AsideSet, "ann", on=True)
    log.do(e.AsideSet, "ann", on=on)
    assert refused(log.do(e.AsideSet, "ann", on=on)) == Refusal.UNCHANGED


def test_who_is_aside_stays_so_away_and_back():
    """Q-5; who is away does not go aside any more (R-1)."""
    log = two()
    log.do(e.AsideSet, "ann", on=True)
    log.server(e.HomeLost, home="h1")
    assert refused(log.do(e.AsideSet, "ann", on=False)) == Refusal.NOT_MEMBER
    assert shown(log.server(e.CameBack, member="m_ann", home="h3")) == [
        m.BackEntry(seq=6, at=6, member="m_ann")
    ]
    assert log.room.state.members["m_ann"].aside
    assert refused(log.do(e.SatDown, "ann", seat="seat:1")) == Refusal.ASIDE


def test_one_who_is_aside_is_spoken_to_and_reported_but_offered_nothing():
    """Q-6."""
    log = holding()
    log.do(e.AsideSet, "bo", on=True)
    assert log.do(e.Said, "ann", text="x", to="m_bo").accepted
    assert log.do(e.Reported, "ann", about="m_bo", reason=ReportReason.OTHER, text=None).accepted
    offer = log.do(e.Offered, "ann", exhibit="card", to="m_bo")
    assert refused(offer) == Refusal.NO_SUCH_MEMBER


def test_a_seat_left_for_the_quiet_place_is_free():
    """Q-1, W-1."""
    log = two()
    log.do(e.SatDown, "ann", seat="seat:1")
    log.do(e.AsideSet, "ann", on=True)
    assert log.do(e.SatDown, "bo", seat="seat:1").accepted


# ---- watching ---------------------------------------------------------------------------------


def test_who_comes_to_the_console_takes_no_place_and_is_told_of():
    """Q-7."""
    log = Log(capacity=1)
    log.join("ann")
    (entry,) = shown(log.join("hal", role=Role.STAFF, watching=True))
    assert entry.watching
    hal = log.room.state.members["m_hal"]
    assert (hal.aside, hal.watching) == (True, True)
    assert refused(log.join("bo")) == Refusal.FULL
    log.server(e.Left, member="m_ann", reason="left")
    assert log.join("bo").accepted


def test_from_the_console_one_speaks_and_does_nothing_by_hand():
    """Q-7."""
    log = two()
    log.do(e.AsideSet, "ann", on=True, watching=True)
    assert log.do(e.Said, "ann", text="x").accepted
    assert log.do(e.Said, "ann", text="x", to="m_bo").accepted
    assert refused(log.do(e.SatDown, "ann", seat="seat:1")) == Refusal.ASIDE
    assert refused(log.do(e.Took, "ann", exhibit="card")) == Refusal.ASIDE


def test_to_the_console_and_into_the_room_one_takes_ones_calls():
    """Q-7, K-3."""
    log = two()
    log.join("hal", role=Role.STAFF, told=("calls",))
    log.do(e.CallAsked, "ann", topic=None)
    log.do(e.CallTaken, "hal", caller="m_ann")
    (told,) = shown(log.do(e.AsideSet, "hal", on=True, watching=True))
    assert told == m.MemberAside(seq=6, at=5, member="m_hal", on=True, watching=True)
    (told,) = shown(log.do(e.AsideSet, "hal", on=False))
    assert (told.on, told.watching) == (False, False)
    assert log.room.state.calls[0].by == "m_hal"
    again = log.do(e.AsideSet, "hal", on=False, watching=True)
    assert refused(again) == Refusal.UNCHANGED


def test_who_goes_aside_from_the_console_watches_no_longer():
    log = two()
    log.do(e.AsideSet, "ann", on=True, watching=True)
    assert shown(log.do(e.AsideSet, "ann", on=True))[-1].watching is False
    assert refused(log.do(e.Said, "ann", text="x")) == Refusal.ASIDE


def test_who_watches_comes_into_a_full_room_only_when_there_is_a_place():
    """Q-7, H-5."""
    log = Log(capacity=1)
    log.join("hal", role=Role.STAFF, watching=True)
    log.join("ann")
    for kind in ({"on": False}, {"on": True}):
        assert refused(log.do(e.AsideSet, "hal", **kind)) == Refusal.FULL
    log.do(e.Left, "ann", reason="left")
    assert log.do(e.AsideSet, "hal", on=False).accepted
    assert refused(log.join("ann")) == Refusal.FULL
