"""Poses on the short way: several in one read, what is purged, who is charged, to which room."""

import pytest
from realtime_hall import FREE, SCREEN, VR, Inbox, hall, masked, pose
from websockets.frames import Frame, Opcode

from vbranch.protocol.constants import FrameKind
from vbranch.realtime.allowance import Rate
from vbranch.realtime.base_link import SILENT_S


def test_only_who_is_in_a_room_has_a_short_way() -> None:
    """Before the hello, and after the farewell, a pose is a message like any other."""
    with hall() as here:
        here.enter()
        a = here.knock()
        a.say(masked(b"hello", Opcode.TEXT))
        here.tick()
        assert a.link.receive() == ["hello"]
        a.say(masked(pose(VR, 1)))
        here.tick()
        assert a.link.receive() == [pose(VR, 1)]
        a.say(masked(pose(VR, 2)), masked(pose(VR, 3)))
        here.tick()
        assert a.link.receive() == [pose(VR, 2), pose(VR, 3)]
        a.route(here.inbox, 9, here.limits)
        a.say(masked(pose(VR, 4)))
        here.tick()
        a.link.unroute()
        a.say(masked(pose(VR, 5)))
        here.tick()
        assert a.link.receive() == [pose(VR, 5)]
        assert here.inbox.poses == [(9, pose(VR, 4))]


@pytest.mark.parametrize("kind", [VR, SCREEN])
def test_a_stranger_who_sends_poses_does_not_disturb_those_of_members(kind: FrameKind) -> None:
    with hall() as here:
        a, b = here.knock(), here.enter()
        a.say(masked(pose(kind, 1)))
        b.say(masked(pose(SCREEN, 2)))
        here.tick()
        assert a.link.receive() == [pose(kind, 1)]
        assert here.inbox.poses == [(2, pose(SCREEN, 2))]


def test_who_sends_nothing_but_poses_is_not_silent() -> None:
    """T-6."""
    with hall() as here:
        a = here.enter()
        a.link.tend(0.0)
        for step in range(1, 4):
            a.say(masked(pose(VR, step)))
            here.tick()
            a.link.tend(step * 0.75 * SILENT_S)
        assert not a.link.closed


# ---- several in one read -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [VR, SCREEN])
@pytest.mark.parametrize("cut", [1, 2, 5, 6, 7, 12, 20, 21])
def test_poses_with_a_piece_of_the_next_are_not_taken_together(kind: FrameKind, cut: int) -> None:
    with hall() as here:
        a = here.enter()
        third = masked(pose(kind, 3))
        a.say(masked(pose(kind, 1)), masked(pose(kind, 2)), third[:cut])
        here.tick()
        assert a.link.receive() == [pose(kind, 1), pose(kind, 2)]
        a.say(third[cut:])
        here.tick()
        assert a.link.receive() == [pose(kind, 3)]
        assert here.inbox.poses == []


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "other",
    [
        masked(bytes([VR]) + pose(SCREEN, 9)[1:]),
        masked(bytes([FrameKind.HELD]) + pose(SCREEN, 9)[1:]),
        masked(pose(SCREEN, 9)[:-1]) + masked(pose(SCREEN, 9) + b"!"),
        masked(pose(VR, 9)),
    ],
    ids=["another kind", "held", "another length", "a headset's"],
)
def test_with_anything_else_among_them_all_go_the_long_way(other: bytes, place: int) -> None:
    """The lot is one frame after another of the first one's length only if each head says so."""
    with hall() as here:
        a = here.enter()
        frames = [masked(pose(SCREEN, n)) for n in range(2)]
        frames.insert(place, other)
        a.say(*frames, masked(pose(SCREEN, 7)))
        here.tick()
        assert here.inbox.poses == []
        assert pose(SCREEN, 0) in a.link.receive()


def test_a_text_as_long_as_a_pose_among_poses_is_a_text() -> None:
    with hall() as here:
        a = here.enter()
        text = pose(SCREEN, 9)
        a.say(masked(pose(SCREEN, 1)), masked(text, Opcode.TEXT), masked(pose(SCREEN, 2)))
        here.tick()
        assert here.inbox.poses == []
        assert a.link.receive() == [pose(SCREEN, 1), text.decode(), pose(SCREEN, 2)]


def test_a_fragment_as_long_as_a_pose_among_poses_begins_a_message() -> None:
    with hall() as here:
        a = here.enter()
        part = pose(SCREEN, 9)
        a.say(masked(pose(SCREEN, 1)), masked(part, fin=False))
        here.tick()
        a.say(Frame(Opcode.CONT, b"!").serialize(mask=True))
        here.tick()
        assert here.inbox.poses == []
        assert a.link.receive() == [pose(SCREEN, 1), part + b"!"]


def test_all_poses_of_a_tick_count_however_they_came() -> None:
    """L-2: three in one read, two in the next, then one by itself: six."""
    with hall() as here:
        a = here.enter(Rate(1, 6))
        for lot in ((1, 2, 3), (4, 5), (6,)):
            a.say(*(masked(pose(VR, number)) for number in lot))
            here.plane.drain(0.0)
        here.plane.deliver(0.0)
        assert [frame for _, frame in here.inbox.poses] == [pose(VR, n) for n in (3, 5, 6)]
        assert here.inbox.dropped == []
        a.say(masked(pose(VR, 7)))
        here.tick()
        assert here.inbox.dropped == [(1, 1)]


def test_poses_that_were_passed_over_count_once() -> None:
    with hall() as here:
        a = here.enter(Rate(1, 4))
        a.say(*(masked(pose(VR, number)) for number in range(3)))
        here.tick()
        for number in (3, 4):
            a.say(masked(pose(VR, number)))
            here.tick()
        assert [frame for _, frame in here.inbox.poses] == [pose(VR, 2), pose(VR, 3)]
        assert here.inbox.dropped == [(1, 1)]


def test_poses_of_one_read_are_charged_to_who_sent_them() -> None:
    with hall() as here:
        a, b = here.enter(Rate(1, 3)), here.enter(Rate(1, 3))
        b.say(*(masked(pose(VR, number)) for number in range(3)))
        here.tick()
        a.say(masked(pose(VR, 7)), masked(pose(VR, 8)), masked(pose(VR, 9)))
        here.tick()
        assert here.inbox.dropped == []
        b.say(masked(pose(VR, 3)))
        here.tick()
        assert here.inbox.dropped == [(2, 1)]


def test_poses_of_several_drains_count_each_at_any_tick() -> None:
    """L-2: also while the taking of tokens is put off."""
    with hall() as here:
        a = here.enter(Rate(1, 12))
        for _ in range(5):
            for _ in range(3):
                a.say(masked(pose(VR, 1)))
                here.plane.drain(0.0)
            here.plane.deliver(0.0)
        assert len(here.inbox.poses) == 12
        assert here.inbox.dropped == [(1, 1)] * 3


# ---- order and owners --------------------------------------------------------------------------


def test_of_two_who_send_unequally_often_each_has_their_own() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        for number in range(1, 4):
            a.say(masked(pose(VR, number)))
            if number == 1:
                b.say(masked(pose(VR, 100)))
            here.plane.drain(0.0)
        here.plane.deliver(0.0)
        assert [f for slot, f in here.inbox.poses if slot == 1] == [pose(VR, n) for n in (1, 2, 3)]
        assert [f for slot, f in here.inbox.poses if slot == 2] == [pose(VR, 100)]


def test_a_message_hurries_only_older_poses_of_the_same_member() -> None:
    """What left with the last tick is older than anything, and nobody waits for it."""
    with hall() as here:
        a, b = here.enter(), here.enter()
        for number in (1, 2):
            b.say(masked(pose(VR, number)))
            here.plane.drain(0.0)
        here.plane.deliver(0.0)
        del here.inbox.poses[:]
        a.say(masked(pose(VR, 3)))
        b.say(masked(b"chat", Opcode.TEXT))
        here.plane.drain(0.0)
        assert b.link.receive() == ["chat"]
        assert here.inbox.poses == []
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(1, pose(VR, 3))]


def test_a_pose_does_not_pass_a_message_that_looked_like_one() -> None:
    with hall() as here:
        a = here.enter()
        misfit = bytes([VR]) + pose(SCREEN, 1)[1:]
        a.say(masked(misfit))
        here.tick()
        a.say(masked(pose(SCREEN, 2)))
        here.tick()
        assert here.inbox.poses == []
        assert a.link.receive() == [misfit, pose(SCREEN, 2)]


def test_whose_poses_were_dropped_hurries_nobody() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        for client in (a, b):
            client.say(masked(pose(VR, 1)))
        here.plane.drain(0.0)
        a.link.unroute()
        a.say(masked(b"chat", Opcode.TEXT))
        here.plane.drain(0.0)
        assert (a.link.receive(), here.inbox.poses) == (["chat"], [])
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(2, pose(VR, 1))]


def test_who_leaves_the_room_leaves_nothing_of_several_drains() -> None:
    with hall() as here:
        a, b = here.enter(Rate(1, 1)), here.enter()
        for number in (1, 2):
            a.say(masked(pose(VR, number)))
            b.say(masked(pose(VR, number)))
            here.plane.drain(0.0)
        a.link.unroute()
        a.route(here.inbox, 77, here.limits)
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(2, pose(VR, 1)), (2, pose(VR, 2))]
        assert here.inbox.dropped == []


def test_who_is_closed_has_no_short_way_and_leaves_nothing() -> None:
    with hall() as here:
        a = here.enter()
        a.say(masked(pose(VR, 1)))
        here.plane.drain(0.0)
        a.link.close(4003, "enough")
        for _ in range(2):
            a.say(masked(pose(VR, 2)))
            here.tick()
        assert here.inbox.poses == []
        assert a.link.receive() == ()


def test_who_leaves_the_room_is_not_charged_in_the_next() -> None:
    with hall() as here:
        a = here.enter()
        a.say(*(masked(pose(VR, number)) for number in range(3)))
        here.plane.drain(0.0)
        a.link.unroute()
        a.route(here.inbox, 77, here.limits, Rate(1, 1))
        a.say(masked(pose(VR, 4)))
        here.tick()
        assert here.inbox.poses == [(77, pose(VR, 4))]
        assert here.inbox.dropped == []


def test_members_of_two_rooms_are_told_apart() -> None:
    with hall() as here:
        other = Inbox()
        a, b, c = here.enter(), here.enter(), here.enter(Rate(1, 1))
        b.route(other, 40, here.limits)
        c.route(other, 41, here.limits, Rate(1, 1))
        for number, client in enumerate((a, b, c)):
            client.say(masked(pose(VR, number)))
        here.tick()
        c.say(masked(pose(VR, 9)))
        here.tick()
        assert here.inbox.poses == [(1, pose(VR, 0))]
        assert sorted(other.poses) == [(40, pose(VR, 1)), (41, pose(VR, 2))]
        assert (here.inbox.dropped, other.dropped) == ([], [(41, 1)])


# ---- growth ------------------------------------------------------------------------------------


def test_growing_in_the_middle_of_a_tick_changes_nothing_for_those_who_are_there() -> None:
    with hall() as here:
        other = Inbox()
        a, b = here.enter(FREE), here.enter()
        here.limits.open(FREE, None, 0.0)
        b.route(other, 40, here.limits, Rate(1, 1))
        a.say(masked(pose(VR, 1)))
        b.say(masked(pose(VR, 2)))
        here.plane.drain(0.0)
        here.knock(descriptor=3000)
        assert here.plane.heard(a.link.row), "since it came"
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(1, pose(VR, 1))]
        assert other.poses == [(40, pose(VR, 2))]
        a.say(masked(pose(VR, 3)))
        b.say(masked(pose(VR, 4)))
        here.tick()
        assert here.inbox.poses[1:] == [(1, pose(VR, 3))]
        assert (other.poses[1:], other.dropped) == ([], [(40, 1)])
