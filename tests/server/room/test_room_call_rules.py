"""Calls for staff: order, places, who takes them, how they end (PROTOCOL.md K)."""

import pytest
from room_kit import Log, refused, shown, staffed

from vbranch.protocol import messages as m
from vbranch.protocol.constants import ModerationReason, Refusal, StaffRole
from vbranch.room import entries as e
from vbranch.room.call_rules import places
from vbranch.room.room import Applied, Room

STAFF = {"m_hal", "m_mia"}


def ask(log: Log, name: str, topic: str | None = None) -> Applied:
    return log.do(e.CallAsked, name, topic=topic)


def take(log: Log, staff: str, caller: str, **more: str) -> Applied:
    return log.do(e.CallTaken, staff, caller=f"m_{caller}", **more)


def done(log: Log, staff: str, caller: str) -> Applied:
    return log.do(e.CallDone, staff, caller=f"m_{caller}")


def queue() -> Log:
    """Ann, Bo, Cy and Dee wait in this order; Hal and Mia answer. Entries 1 to 10."""
    log = staffed()
    log.join("cy")
    log.join("dee")
    for name in ("ann", "bo", "cy", "dee"):
        ask(log, name)
    return log


def order(log: Log) -> dict[str, int]:
    return {str(caller)[2:]: place for caller, place in places(log.room.state).items()}


def moved(applied: Applied) -> dict[str, int]:
    """Who is told of which place, by entries for staff and that caller only (K-2)."""
    entries = [told for told in applied.shown if isinstance(told.entry, m.CallMoved)]
    for told in entries:
        assert isinstance(told.entry, m.CallMoved)
        assert told.only == {*STAFF, told.entry.caller}
    return {told.entry.caller[2:]: told.entry.place for told in entries}


# ---- asking -----------------------------------------------------------------------------------


def test_a_call_is_told_to_staff_who_answer_and_to_the_caller():
    """K-1, K-2: the topic is sealed with the caller's key."""
    log = staffed()
    log.join_staff("dee", StaffRole.ADVISER, ())
    applied = ask(log, "ann", "sealed loan")
    assert shown(applied) == [
        m.CallAsked(seq=6, at=5, member="m_ann", topic="sealed loan", place=1)
    ]
    (told,) = applied.shown
    assert (told.visit, told.only) == ("v_ann", {"m_ann", *STAFF})


def test_callers_wait_in_the_order_of_their_asking():
    """K-2."""
    log = staffed()
    assert shown(ask(log, "bo"))[0].place == 1
    assert shown(ask(log, "ann"))[0].place == 2
    assert order(log) == {"bo": 1, "ann": 2}


def test_one_calls_once():
    log = queue()
    assert refused(ask(log, "ann")) == Refusal.UNCHANGED
    take(log, "hal", "ann")
    assert refused(ask(log, "ann")) == Refusal.UNCHANGED
    done(log, "hal", "ann")
    assert shown(ask(log, "ann"))[0].place == 4


def test_one_calls_from_the_quiet_place_but_not_when_gone():
    """K-1, R-1."""
    log = staffed()
    log.do(e.AsideSet, "ann", on=True)
    assert ask(log, "ann").accepted
    log.server(e.WentAway, member="m_bo", home="h2")
    assert refused(ask(log, "bo")) == Refusal.NOT_MEMBER


def test_a_call_is_taken_back():
    """K-4."""
    log = queue()
    applied = log.do(e.CallCancelled, "bo")
    assert applied.shown[0].entry == m.CallEnded(
        seq=11, at=5, member="m_bo", caller="m_bo", reason="cancelled"
    )
    assert applied.shown[0].only == {*STAFF, "m_bo"}
    assert moved(applied) == {"cy": 2, "dee": 3}
    assert refused(log.do(e.CallCancelled, "bo")) == Refusal.NO_SUCH_CALL


# ---- taking -----------------------------------------------------------------------------------


def test_who_takes_a_call_is_told_to_staff_and_the_caller_and_the_others_move_up():
    """K-3."""
    log = queue()
    applied = take(log, "hal", "bo")
    assert applied.shown[0].entry == m.CallTaken(seq=11, at=5, member="m_hal", caller="m_bo")
    assert applied.shown[0].only == {*STAFF, "m_bo"}
    assert moved(applied) == {"cy": 2, "dee": 3}
    assert order(log) == {"ann": 1, "cy": 2, "dee": 3}


def test_the_second_who_takes_a_call_is_told_who_has_it():
    """K-3, M-4: also when they ask again."""
    log = queue()
    take(log, "hal", "ann")
    second = take(log, "mia", "ann", command="command-1")
    assert refused(second) == Refusal.TAKEN
    assert second.by == "m_hal"
    stored = Room.load(log.room.plan, log.room.state.seq, log.room.dump())
    again = stored.apply(13, log.entries[-1])
    assert (again.repeat, again.reason, again.by) == (True, Refusal.TAKEN, "m_hal")
    assert refused(take(log, "hal", "ann")) == Refusal.UNCHANGED


def test_only_what_is_taken_tells_of_anybody():
    log = queue()
    take(log, "hal", "ann")
    log.do(e.AsideSet, "mia", on=True)
    late = take(log, "mia", "ann")
    assert (refused(late), late.by) == (Refusal.ASIDE, None)


def test_from_the_console_one_takes_calls():
    """Q-7."""
    log = queue()
    log.do(e.AsideSet, "mia", on=True, watching=True)
    assert take(log, "mia", "ann").accepted


def test_who_has_not_called_is_not_waited_on():
    log = staffed()
    assert refused(take(log, "hal", "ann")) == Refusal.NO_SUCH_CALL
    assert refused(done(log, "hal", "ann")) == Refusal.NO_SUCH_CALL


def test_who_is_away_takes_no_call():
    log = queue()
    log.server(e.WentAway, member="m_hal", home="h1")
    assert refused(take(log, "hal", "ann")) == Refusal.NOT_MEMBER


GOING = {
    "away": lambda log: log.server(e.WentAway, member="m_hal", home="h1"),
    "aside": lambda log: log.do(e.AsideSet, "hal", on=True),
    "left": lambda log: log.do(e.Left, "hal", reason="left"),
    "signed out": lambda log: log.server(e.Left, member="m_hal", reason="expired"),
    "moved": lambda log: log.do(e.Left, "hal", reason="moved"),
}


@pytest.mark.parametrize("going", GOING)
def test_when_who_took_it_goes_the_caller_waits_again_where_they_did(going):
    """K-3."""
    log = queue()
    take(log, "hal", "bo")
    take(log, "mia", "dee")
    applied = GOING[going](log)
    told = {t.entry.caller: t.entry.place for t in applied.shown if t.entry.kind == "call.moved"}
    assert told == {"m_bo": 2, "m_cy": 3}
    assert order(log) == {"ann": 1, "bo": 2, "cy": 3}
    assert take(log, "mia", "bo").accepted


# ---- the end ----------------------------------------------------------------------------------


def test_who_took_a_call_ends_it_and_nobody_else():
    """K-4."""
    log = queue()
    take(log, "hal", "bo")
    other = done(log, "mia", "bo")
    assert (refused(other), other.by) == (Refusal.TAKEN, "m_hal")
    applied = done(log, "hal", "bo")
    assert shown(applied) == [
        m.CallEnded(seq=13, at=5, member="m_hal", caller="m_bo", reason="done")
    ]
    assert applied.shown[0].only == {*STAFF, "m_bo"}


def test_a_call_that_nobody_took_is_ended_by_anybody_of_staff():
    """K-4: a line of chat was enough."""
    log = queue()
    applied = done(log, "mia", "ann")
    assert applied.accepted
    assert moved(applied) == {"bo": 1, "cy": 2, "dee": 3}


LEAVING = {
    "left": lambda log: log.do(e.Left, "bo", reason="left"),
    "expired": lambda log: log.server(e.Left, member="m_bo", reason="expired"),
    "moved": lambda log: log.do(e.Left, "bo", reason="moved"),
    "removed": lambda log: log.do(
        e.Removed, "mia", about="m_bo", banned=False, reason=ModerationReason.OTHER
    ),
}


@pytest.mark.parametrize("leaving", LEAVING)
def test_who_leaves_is_out_of_the_line(leaving):
    """K-4."""
    log = queue()
    applied = LEAVING[leaving](log)
    ended, *_, left = applied.shown
    assert ended.entry == m.CallEnded(
        seq=11, at=ended.entry.at, member=None, caller="m_bo", reason="gone"
    )
    assert left.entry.kind == "leave"
    assert moved(applied) == {"cy": 2, "dee": 3}
    assert log.room.state.call_of("m_bo") is None


def test_who_was_on_the_way_to_one_who_leaves_has_nobody_any_more():
    log = queue()
    take(log, "hal", "bo")
    log.do(e.Left, "bo", reason="left")
    assert refused(done(log, "hal", "bo")) == Refusal.NO_SUCH_CALL


def test_who_is_away_keeps_their_place():
    """K-4, R-1."""
    log = queue()
    log.server(e.WentAway, member="m_bo", home="h2")
    assert order(log) == {"ann": 1, "bo": 2, "cy": 3, "dee": 4}
    log.server(e.CameBack, member="m_bo", home="h2")
    assert take(log, "hal", "bo").accepted
