"""What staff do to a room and to its members (PROTOCOL.md D)."""

import pytest
from room_kit import TURNED, Log, refused, shown, staffed, two

from vbranch.protocol import messages as m
from vbranch.protocol.constants import ModerationReason, Refusal, ReportReason, Role, StaffRole
from vbranch.room import entries as e
from vbranch.room.room import Applied

SPAM = ModerationReason.SPAM
SAFETY = ModerationReason.SAFETY


def mute(log: Log, about: str, on: bool = True, by: str = "hal") -> Applied:
    return log.do(e.MuteSet, by, about=f"m_{about}", on=on, reason=SPAM)


def remove(log: Log, about: str, banned: bool = False, by: str = "mia") -> Applied:
    return log.do(e.Removed, by, about=f"m_{about}", banned=banned, reason=SPAM)


def say(log: Log, name: str, to: str | None = None, at: int = 5) -> Applied:
    return log.do(e.Said, name, at=at, text="sealed x", to=None if to is None else f"m_{to}")


# ---- the badge --------------------------------------------------------------------------------


def test_who_comes_shows_what_they_are_there_for():
    """D-1."""
    (entry,) = shown(two().join_staff("hal", StaffRole.HOST))
    assert isinstance(entry, m.JoinEntry)
    assert (entry.role, entry.staff) == (Role.STAFF, StaffRole.HOST)


# ---- the door ---------------------------------------------------------------------------------


def test_a_locked_room_lets_only_staff_in_and_says_why():
    """D-10."""
    log = staffed()
    assert shown(log.do(e.LockSet, "hal", locked=True, reason=SAFETY)) == [
        m.RoomLocked(seq=5, at=5, member="m_hal", locked=True, reason=SAFETY)
    ]
    assert log.room.state.lock_reason == SAFETY
    assert refused(log.join("cy")) == Refusal.LOCKED
    assert log.join_staff("dee", StaffRole.ADVISER).accepted
    log.do(e.LockSet, "hal", locked=False, reason=SAFETY)
    assert log.room.state.lock_reason is None
    assert log.join("cy").accepted


def test_setting_the_lock_as_it_is_changes_nothing():
    refusal = refused(two().do(e.LockSet, "ann", locked=False, reason=SAFETY))
    assert refusal == Refusal.UNCHANGED


def test_a_lock_from_before_there_were_reasons_is_read():
    old = b'{"at":5,"visit":"v_ann","member":"m_ann","kind":"room.locked","locked":true}'
    log = two()
    assert log.add(e.ENTRY.validate_json(old)).accepted
    assert (log.room.state.locked, log.room.state.lock_reason) == (True, None)


# ---- muting -----------------------------------------------------------------------------------


def test_who_is_muted_says_nothing_to_the_room_or_to_visitors():
    """D-5."""
    log = staffed()
    mute(log, "ann")
    assert refused(say(log, "ann")) == Refusal.MUTED
    assert refused(say(log, "ann", to="bo")) == Refusal.MUTED
    assert log.room.state.chat == []
    assert log.room.state.private == []
    assert say(log, "bo").accepted
    mute(log, "ann", on=False)
    assert say(log, "ann").accepted


def test_who_is_muted_can_answer_staff_call_them_and_report():
    """D-5: muting is no way to leave somebody without help."""
    log = staffed()
    mute(log, "ann")
    assert say(log, "ann", to="hal").accepted
    assert log.do(e.CallAsked, "ann", topic=None).accepted
    reported = {"about": "m_bo", "reason": ReportReason.OTHER, "text": None}
    assert log.do(e.Reported, "ann", **reported).accepted


def test_muting_is_told_to_staff_and_to_whom_it_is_about():
    """D-5."""
    log = staffed()
    log.join_staff("dee", StaffRole.ADVISER, ())
    (told,) = mute(log, "ann").shown
    assert told.entry == m.MemberMuted(
        seq=6, at=5, member="m_hal", about="m_ann", on=True, reason=SPAM
    )
    assert told.only == {"m_ann", "m_hal", "m_mia", "m_dee"}


@pytest.mark.parametrize("on", [True, False])
def test_muting_as_it_is_changes_nothing(on):
    log = staffed()
    mute(log, "ann")
    mute(log, "ann", on=on)
    assert refused(mute(log, "ann", on=on)) == Refusal.UNCHANGED


def test_who_is_muted_stays_so_away_and_back():
    """D-5, R-1."""
    log = staffed()
    mute(log, "ann")
    log.server(e.WentAway, member="m_ann", home="h1")
    log.server(e.CameBack, member="m_ann", home="h2")
    assert refused(say(log, "ann")) == Refusal.MUTED
    log.server(e.HomeLost, home="h2")
    assert mute(log, "ann", on=False).accepted


def test_who_comes_muted_from_another_room_is_muted():
    """D-5: it comes along in the join entry; staff who are here are told, by whom and why."""
    log = staffed()
    came, told = log.join("cy", mute=e.Mute("m_elsewhere", SAFETY)).shown
    assert came.only is None
    assert told.entry == m.MemberMuted(
        seq=5, at=1, member="m_elsewhere", about="m_cy", on=True, reason=SAFETY
    )
    assert told.only == {"m_cy", "m_hal", "m_mia"}
    assert refused(say(log, "cy")) == Refusal.MUTED
    mute(log, "cy", on=False)
    assert say(log, "cy").accepted


# ---- slow mode --------------------------------------------------------------------------------


def slow(log: Log, seconds: int) -> Applied:
    return log.do(e.SlowSet, "hal", seconds=seconds, reason=SPAM)


def test_slow_mode_is_told_to_all():
    """D-6."""
    log = staffed()
    applied = slow(log, 30)
    assert shown(applied) == [m.ChatSlowed(seq=5, at=5, member="m_hal", seconds=30, reason=SPAM)]
    assert applied.shown[0].only is None
    assert refused(slow(log, 30)) == Refusal.UNCHANGED
    assert log.room.state.slow == 30


def test_in_slow_mode_one_waits_after_each_line_by_the_entries_times():
    """D-6."""
    log = staffed()
    slow(log, 30)
    assert say(log, "ann", at=100_000).accepted
    assert refused(say(log, "ann", at=129_999)) == Refusal.SLOW
    assert say(log, "bo", at=129_999).accepted
    assert say(log, "ann", at=130_000).accepted
    assert refused(say(log, "ann", at=159_999)) == Refusal.SLOW
    slow(log, 0)
    assert say(log, "ann", at=159_999).accepted


def test_what_was_refused_makes_nobody_wait_longer():
    log = staffed()
    slow(log, 30)
    say(log, "ann", at=100_000)
    refused(say(log, "ann", at=120_000))
    assert say(log, "ann", at=130_000).accepted


def test_what_was_said_before_slow_mode_counts():
    log = staffed()
    say(log, "ann", at=100_000)
    slow(log, 30)
    assert refused(say(log, "ann", at=110_000)) == Refusal.SLOW


def test_staff_do_not_wait():
    """D-6."""
    log = staffed()
    slow(log, 300)
    assert say(log, "hal", at=100_000).accepted
    assert say(log, "hal", at=100_001).accepted


def test_bots_wait():
    log = staffed()
    log.join("rob", role=Role.BOT)
    slow(log, 300)
    assert say(log, "rob", at=100_000).accepted
    assert refused(say(log, "rob", at=100_001)) == Refusal.SLOW


def test_words_to_one_member_do_not_wait_and_make_nobody_wait():
    """D-6: it is the room that is slow."""
    log = staffed()
    slow(log, 30)
    assert say(log, "ann", to="bo", at=100_000).accepted
    assert say(log, "ann", to="bo", at=100_001).accepted
    assert say(log, "ann", at=100_002).accepted


def test_a_clock_that_was_set_back_makes_nobody_wait():
    log = staffed()
    slow(log, 30)
    say(log, "ann", at=100_000)
    assert say(log, "ann", at=50_000).accepted


def test_going_to_another_room_and_back_is_no_way_around():
    """D-6: when one last said something comes along in the join entry."""
    log = staffed()
    slow(log, 30)
    log.join("cy", said_at=100_000)
    assert refused(say(log, "cy", at=110_000)) == Refusal.SLOW


# ---- taking out -------------------------------------------------------------------------------


@pytest.mark.parametrize(("banned", "reason"), [(False, "removed"), (True, "banned")])
def test_who_is_removed_lets_go_and_is_out(banned, reason):
    """D-7, D-8."""
    log = staffed()
    log.do(e.Took, "ann", exhibit="card")
    log.do(e.Settled, "ann", exhibit="card", rotation=TURNED)
    say(log, "ann")
    assert shown(remove(log, "ann", banned)) == [
        m.ExhibitReleased(seq=8, at=5, member=None, exhibit="card", rotation=TURNED),
        m.LeaveEntry(seq=8, at=5, member="m_ann", reason=reason),
    ]
    assert "m_ann" not in log.room.state.members
    assert log.room.state.chat == []
    assert refused(remove(log, "ann", banned)) == Refusal.NO_SUCH_MEMBER


def test_the_outcome_of_a_removal_is_that_of_who_asked():
    """M-4."""
    log = staffed()
    first = log.do(e.Removed, "mia", about="m_ann", banned=False, reason=SPAM, command="command-1")
    log.join("ann")
    again = log.do(e.Removed, "mia", about="m_ann", banned=False, reason=SPAM, command="command-1")
    assert (again.repeat, again.seq) == (True, first.seq)
    assert "m_ann" in log.room.state.members


def test_one_who_is_away_or_aside_is_removed_too():
    log = staffed()
    log.server(e.WentAway, member="m_ann", home="h1")
    log.do(e.AsideSet, "bo", on=True)
    assert remove(log, "ann").accepted
    assert remove(log, "bo").accepted


@pytest.mark.parametrize("act", [mute, remove])
def test_staff_do_not_moderate_staff_or_who_is_not_here(act):
    """D-4."""
    log = staffed()
    log.join_staff("dee", StaffRole.ADMINISTRATOR)
    for about in ("hal", "mia", "dee"):
        other = "mia" if about == "hal" else "hal"
        assert refused(act(log, about, by=other)) == Refusal.IS_STAFF
    assert refused(act(log, "hal", by="hal")) == Refusal.NO_SUCH_MEMBER
    assert refused(act(log, "nobody")) == Refusal.NO_SUCH_MEMBER
    assert refused(act(log, "ann", by="nobody")) == Refusal.NOT_MEMBER


OF_STAFF = {
    e.LockSet: {"locked": True, "reason": SPAM},
    e.SlowSet: {"seconds": 5, "reason": SPAM},
    e.MuteSet: {"about": "m_ann", "on": True, "reason": SPAM},
    e.Removed: {"about": "m_ann", "banned": False, "reason": SPAM},
    e.Announced: {"text": "x"},
    e.Greeted: {"to": "m_ann"},
    e.Invited: {"to": "m_ann", "place": None, "seat": None},
    e.CallTaken: {"caller": "m_ann"},
    e.CallDone: {"caller": "m_ann"},
}


@pytest.mark.parametrize("kind", OF_STAFF)
def test_nobody_acts_in_anothers_name(kind):
    """H-4: the visit that asks is that of the member who does it."""
    log = staffed()
    log.do(e.CallAsked, "ann", topic=None)
    entry = kind(at=5, visit="v_bo", member="m_hal", **OF_STAFF[kind])
    assert refused(log.add(entry)) == Refusal.NOT_MEMBER
    own = kind(at=5, visit="v_hal", member="m_hal", **OF_STAFF[kind])
    assert log.add(own).accepted


# ---- greeting ---------------------------------------------------------------------------------


def test_a_greeting_is_told_to_staff_and_to_the_one_who_is_greeted():
    """D-11."""
    log = staffed()
    applied = log.do(e.Greeted, "hal", to="m_ann")
    assert shown(applied) == [m.MemberGreeted(seq=5, at=5, member="m_hal", to="m_ann")]
    staff = {one.member for one in log.room.state.members.values() if one.role == Role.STAFF}
    assert applied.shown[0].only == staff | {"m_ann"}
    assert log.room.state.members["m_ann"].greeted == "m_hal"


def test_of_two_who_greet_one_does_and_the_other_is_told_who():
    log = staffed()
    log.join_staff("sol", StaffRole.HOST)
    assert log.do(e.Greeted, "hal", to="m_ann").accepted
    second = log.do(e.Greeted, "sol", to="m_ann")
    assert (refused(second), second.by) == (Refusal.TAKEN, "m_hal")
    assert refused(log.do(e.Greeted, "hal", to="m_ann")) == Refusal.UNCHANGED
    assert log.do(e.Greeted, "sol", to="m_bo").accepted


def test_nobody_is_greeted_who_is_not_there_for_it():
    log = staffed()
    log.server(e.WentAway, member="m_ann", home="h1")
    log.do(e.AsideSet, "bo", on=True)
    for to in ("m_ann", "m_bo", "m_hal", "m_nobody"):
        assert refused(log.do(e.Greeted, "hal", to=to)) == Refusal.NO_SUCH_MEMBER
    log.join_staff("sol", StaffRole.HOST)
    assert refused(log.do(e.Greeted, "hal", to="m_sol")) == Refusal.IS_STAFF


def test_who_comes_again_is_greeted_again():
    log = staffed()
    log.do(e.Greeted, "hal", to="m_ann")
    log.do(e.Left, "ann", reason="left")
    log.join("ann")
    assert log.do(e.Greeted, "hal", to="m_ann").accepted


# ---- inviting ---------------------------------------------------------------------------------


def invite(log: Log, to: str = "m_ann", **where: object) -> Applied:
    return log.do(e.Invited, "hal", to=to, **{"place": None, "seat": None, **where})


@pytest.mark.parametrize(
    "where", [{}, {"seat": "seat:1"}, {"place": (1.0, 0.0, 2.0)}, {"place": (20.0, 6.0, 15.0)}]
)
def test_an_invitation_is_told_to_the_two_of_them(where):
    """D-9."""
    log = staffed()
    before = log.room.dump()
    applied = invite(log, **where)
    place, seat = where.get("place"), where.get("seat")
    assert shown(applied) == [
        m.MemberInvited(seq=5, at=5, member="m_hal", to="m_ann", place=place, seat=seat)
    ]
    assert applied.shown[0].only == {"m_hal", "m_ann"}
    log.room.state.seq = 4
    assert log.room.dump() == before


@pytest.mark.parametrize(
    ("where", "refusal"),
    [
        ({"seat": "seat:9"}, Refusal.NO_SUCH_SEAT),
        ({"seat": "seat:2"}, Refusal.SEAT_TAKEN),
        ({"place": (20.1, 0.0, 0.0)}, Refusal.BOUNDS),
        ({"place": (0.0, -0.6, 0.0)}, Refusal.BOUNDS),
        ({"to": "m_hal"}, Refusal.NO_SUCH_MEMBER),
        ({"to": "m_nobody"}, Refusal.NO_SUCH_MEMBER),
    ],
)
def test_one_is_invited_to_where_one_can_be(where, refusal):
    log = staffed()
    log.do(e.SatDown, "bo", seat="seat:2")
    assert refused(invite(log, **where)) == refusal


def test_who_is_away_or_aside_is_not_invited_and_invites_nobody():
    log = staffed()
    log.server(e.WentAway, member="m_ann", home="h1")
    assert refused(invite(log)) == Refusal.NO_SUCH_MEMBER
    log.do(e.AsideSet, "bo", on=True)
    assert refused(invite(log, to="m_bo")) == Refusal.NO_SUCH_MEMBER
    log.do(e.AsideSet, "bo", on=False)
    log.do(e.AsideSet, "hal", on=True)
    assert refused(invite(log, to="m_bo")) == Refusal.ASIDE


def test_from_the_console_one_invites_to_a_place_and_not_beside_oneself():
    """Q-7, D-9."""
    log = staffed()
    log.do(e.AsideSet, "hal", on=True, watching=True)
    assert refused(invite(log)) == Refusal.ASIDE
    assert invite(log, seat="seat:1").accepted
    assert invite(log, place=(1.0, 0.0, 1.0)).accepted
