"""What a state knows of its members without looking at all of them (P-2, H-5)."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from room_author import LENGTH, write_log
from room_kit import Log, plan

from vbranch.room import entries as e
from vbranch.room.room import Room
from vbranch.room.state import State

logs = st.builds(write_log, st.randoms(use_true_random=False), st.integers(0, LENGTH))


def as_counted(state: State) -> None:
    """The roll says what counting says."""
    members = state.members.values()
    taken = {member.slot for member in members}
    assert state.free_slot == next(s for s in range(len(taken) + 1) if s not in taken)
    assert state.crowded == sum(not member.watching for member in members)
    for member in members:
        assert state.member_of(member.visit) is member
    assert all(
        (state.member_of(f"v_{name}") is None) == (f"m_{name}" not in state.members)
        for name in "abcdef"
    )


@given(log=logs, chance=st.integers(0, 99))
@settings(deadline=None)
def test_it_says_what_counting_says_also_after_a_restart(log: list[e.Draft], chance: int) -> None:
    room, lots = Room(plan(capacity=4)), Random(chance)
    for seq, entry in enumerate(log, 1):
        room.apply(seq, entry)
        as_counted(room.state)
        if lots.random() < 0.1:
            room = Room.load(room.plan, seq, room.dump())
            as_counted(room.state)


def test_the_lowest_of_several_free_slots_is_given_first() -> None:
    log = Log()
    for name in "abcdef":
        log.join(name)
    for name in "ebd":
        log.do(e.Left, name, reason="left")
    assert log.room.state.free_slot == 1
    log.join("x")
    log.join("y")
    assert [log.room.state.members[f"m_{name}"].slot for name in "xy"] == [1, 3]


def test_who_goes_to_the_console_gives_their_place_back() -> None:
    """Q-7."""
    log = Log(capacity=1)
    log.join_staff("hal")
    assert log.room.state.crowded == 1
    log.do(e.AsideSet, "hal", on=True, watching=True)
    assert log.room.state.crowded == 0
    assert log.join("ann").accepted
    assert not log.do(e.AsideSet, "hal", on=False).accepted
