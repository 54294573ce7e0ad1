"""The log lane of a room: order, repeats, stored state (PROTOCOL.md E-1, E-3, M-4)."""

import copy
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import fields
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from room_author import LENGTH, PRESENT, write_log
from room_kit import Log, joined, plan

from vbranch.protocol.constants import ANNOUNCEMENTS_KEPT, Refusal, Role
from vbranch.room import entries as e
from vbranch.room.reducers import REDUCERS
from vbranch.room.room import Applied, LogBroken, Room

BOOKKEEPING = {"seq", "outcomes"}
logs = st.builds(write_log, st.randoms(use_true_random=False), st.integers(0, LENGTH))


def without_bookkeeping(room: Room) -> dict[str, object]:
    state = room.state
    return {
        name: copy.deepcopy(getattr(state, name))
        for name in (field.name for field in fields(state) if field.name not in BOOKKEEPING)
    }


@given(log=logs)
@settings(deadline=None)
def test_what_always_holds(log):
    room = Room(plan(capacity=4))
    for seq, entry in enumerate(log, 1):
        before, advice = without_bookkeeping(room), room.check(entry)
        applied = room.apply(seq, entry)
        state = room.state
        assert state.seq == seq
        if applied.repeat or not applied.accepted:
            assert without_bookkeeping(room) == before
            assert applied.shown == ()
        if not applied.repeat:
            assert (applied.seq, applied.reason) == (seq, advice)
        slots = [member.slot for member in state.members.values()]
        assert len(set(slots)) == len(slots)
        assert sum(not member.watching for member in state.members.values()) <= 4
        assert all(member.aside for member in state.members.values() if member.watching)
        assert set(state.outcomes) == {member.visit for member in state.members.values()}
        taken = [member.seat for member in state.members.values() if member.seat is not None]
        assert len(set(taken)) == len(taken)
        for exhibit in state.exhibits:
            for busy in (exhibit.holder, exhibit.offered, exhibit.guide):
                assert busy is None or not state.members[busy].away
            assert exhibit.offered is None or exhibit.holder not in (None, exhibit.offered)
        assert len({call.caller for call in state.calls}) == len(state.calls)
        assert [call.seq for call in state.calls] == sorted(call.seq for call in state.calls)
        for call in state.calls:
            assert state.members[call.caller].visit == call.visit
            staff = None if call.by is None else state.members[call.by]
            assert staff is None or not (staff.away or (staff.aside and not staff.watching))
        assert not any(one.muted for one in state.members.values() if one.role == Role.STAFF)
        assert len(state.announcements) <= ANNOUNCEMENTS_KEPT


def apply_stored(log: Sequence[e.Draft], stops: Collection[int]) -> list[Applied]:
    """Apply a log to two rooms, one of them stored and read again at ``stops``: they are equal."""
    straight, stored = Room(plan(capacity=4)), Room(plan(capacity=4))
    ends = []
    for seq, entry in enumerate(log, 1):
        read = e.ENTRY.validate_json(e.ENTRY.dump_json(entry))
        ends.append(straight.apply(seq, entry))
        assert stored.apply(seq, read) == ends[-1]
        if seq in stops:
            stored = Room.load(stored.plan, seq, stored.dump())
    assert stored.state == straight.state
    assert stored.dump() == straight.dump()
    return ends


@given(log=logs, stops=st.sets(st.integers(1, len(PRESENT) + LENGTH)))
@settings(deadline=None)
def test_the_same_log_makes_the_same_state_however_often_it_is_stored(log, stops):
    apply_stored(log, stops)


def test_the_logs_that_are_stored_have_every_kind_of_entry_accepted():
    """The property says little of what is refused: this keeps the logs from becoming empty."""
    chance = Random(20)
    accepted: Counter[type[e.Draft]] = Counter()
    written = repeats = 0
    for _ in range(60):
        log = write_log(chance, LENGTH)
        stops = {seq for seq in range(1, len(log) + 1) if chance.random() < 0.2}
        ends = apply_stored(log, stops)
        done = zip(log[len(PRESENT) :], ends[len(PRESENT) :], strict=True)
        accepted.update(type(entry) for entry, end in done if end.accepted and not end.repeat)
        written += len(log) - len(PRESENT)
        repeats += sum(end.repeat for end in ends)
    assert set(accepted) == set(REDUCERS)
    assert min(accepted.values()) >= 50, accepted  # nearly one of each kind in every log
    assert accepted.total() > written / 2
    assert repeats > 0


@given(log=logs)
@settings(deadline=None)
def test_every_command_repeated_gets_its_first_outcome_and_changes_nothing(log):
    """M-4."""
    room, seq = Room(plan(capacity=4)), 0
    for entry in log:
        first = room.apply(seq := seq + 1, entry)
        if entry.visit is None or entry.command is None or entry.visit not in room.state.outcomes:
            continue
        before = without_bookkeeping(room)
        again = room.apply(seq := seq + 1, entry)
        assert again == Applied(first.seq, first.accepted, first.reason, repeat=True, by=first.by)
        assert room.outcome(entry.visit, entry.command) == again
        assert without_bookkeeping(room) == before


def test_entries_come_one_after_the_other():
    """E-1."""
    room = Room(plan())
    for seq in (0, 2):
        with pytest.raises(LogBroken):
            room.apply(seq, joined("ann"))
    assert room.apply(1, joined("ann")).accepted
    with pytest.raises(LogBroken):
        room.apply(1, joined("bo"))
    assert list(room.state.members) == ["m_ann"]


def test_a_repeat_of_a_refused_command_is_refused_alike():
    log = Log()
    log.join("ann")
    log.join("bo")
    log.do(e.Took, "ann", exhibit="card")
    refused = log.do(e.Took, "bo", exhibit="card", command="command-1")
    log.do(e.Released, "ann", exhibit="card", rotation=(0.0, 0.0, 0.0, 1.0))
    again = log.do(e.Took, "bo", exhibit="card", command="command-1")
    assert (again.seq, again.reason, again.repeat) == (refused.seq, Refusal.HELD_BY_OTHER, True)
    assert log.room.state.exhibits[0].holder is None


def test_a_join_can_be_repeated_like_any_command():
    """H-7, R-4: the ack of an ``enter`` was lost."""
    log = Log()
    first = log.join("ann", command="command-1")
    again = log.join("ann", command="command-1")
    assert (again.accepted, again.repeat, again.seq) == (True, True, first.seq)
    assert log.join("ann", command="command-2").reason == Refusal.ALREADY_MEMBER


def test_the_last_256_outcomes_of_a_visit_are_kept():
    log = Log()
    log.join("ann")
    log.join("bo")
    log.do(e.Said, "bo", text="x", command="command-bo")
    for i in range(257):
        log.do(e.Said, "ann", text="x", command=f"command-{i}")
    room = log.room
    assert room.outcome("v_ann", "command-0") is None
    assert room.outcome("v_ann", "command-1") is not None
    assert room.outcome("v_bo", "command-bo") is not None
    assert len(room.state.outcomes["v_ann"]) == 256


def test_outcomes_go_with_the_visit():
    log = Log()
    log.join("ann")
    log.do(e.Said, "ann", text="x", command="command-1")
    log.do(e.Left, "ann", reason="left", command="command-2")
    assert log.room.state.outcomes == {}
    assert log.room.outcome("v_ann", "command-1") is None


def test_a_visit_that_is_not_here_leaves_no_outcome():
    log = Log(capacity=1)
    log.join("ann")
    assert log.join("bo", command="command-1").reason == Refusal.FULL
    assert log.room.outcome("v_bo", "command-1") is None
    log.do(e.Left, "ann", reason="left")
    assert log.join("bo", command="command-1").accepted


def test_check_is_advice_only():
    log = Log(capacity=1)
    assert log.room.check(joined("ann")) is None
    assert log.room.check(joined("bo")) is None
    log.join("ann")
    assert log.room.check(joined("bo")) == Refusal.FULL
    assert log.room.state.seq == 1
