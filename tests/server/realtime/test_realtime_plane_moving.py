"""Who is moving is read at the tick alone, and nothing but their poses waits for it."""

import select
import socket
import struct

from realtime_hall import SCREEN, VR, Client, hall, masked, pose
from websockets.frames import Opcode

from vbranch.realtime.base_link import INBOX_MESSAGES
from vbranch.realtime.moving import STILL_TICKS


def low_water(client: Client) -> int:
    """The bytes below which epoll is silent about the socket."""
    return client.link.sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT)


def test_the_pose_of_one_who_is_moving_waits_for_the_tick_and_nothing_else_does() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        a.say(masked(pose(VR, 1)))
        here.tick()
        a.say(masked(pose(VR, 2)))
        b.say(masked(pose(VR, 5)))
        here.plane.drain(0.0, at_tick=False)
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(1, pose(VR, 1)), (2, pose(VR, 5))]
        a.say(masked(b"a command is longer than a pose", Opcode.TEXT))
        here.plane.drain(0.0, at_tick=False)
        assert a.link.receive() == [pose(VR, 2), "a command is longer than a pose"]
        a.say(masked(pose(VR, 3)))
        here.plane.drain(0.0, at_tick=False)
        here.plane.drain(0.0)
        here.plane.deliver(0.0)
        assert here.inbox.poses[-1] == (1, pose(VR, 3))


def test_one_who_stands_still_is_waited_for_again() -> None:
    with hall() as here:
        a = here.enter()
        a.say(masked(pose(SCREEN, 1)))
        here.tick()
        for _ in range(STILL_TICKS):
            assert low_water(a) == 35
            here.tick()
        assert low_water(a) == 1
        a.say(masked(pose(SCREEN, 2)))
        here.plane.drain(0.0, at_tick=False)
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(1, pose(SCREEN, 1)), (1, pose(SCREEN, 2))]


def test_a_pose_now_and_then_begins_the_silence_anew() -> None:
    with hall() as here:
        a = here.enter()
        for number in range(3):
            a.say(masked(pose(VR, number)))
            for _ in range(STILL_TICKS):
                here.tick()
            assert low_water(a) == 35
        assert here.plane._traffic.received == 3 * 34, "silence is no number of bytes"


def test_the_end_of_one_who_was_moving_is_seen_before_the_tick() -> None:
    with hall() as here:
        a = here.enter()
        a.say(masked(pose(VR, 1)))
        here.tick()
        a.end.close()
        while not a.link.gone:
            here.plane.drain(0.0, at_tick=False)
        here.tick()
        assert not here.plane._moving


def test_one_who_was_moving_is_not_read_while_reading_is_paused() -> None:
    """Or the bound of what waits for the room would hold for all but them."""
    with hall() as here:
        a = here.enter()
        a.say(masked(pose(VR, 1)))
        here.tick()
        a.say(*(masked(b"x", Opcode.TEXT) for _ in range(INBOX_MESSAGES)))
        here.tick()
        a.say(*(masked(b"y", Opcode.TEXT) for _ in range(INBOX_MESSAGES)))
        for _ in range(3):
            here.tick()
        assert a.link.receive() == ["x"] * INBOX_MESSAGES
        here.tick()
        assert a.link.receive() == ["y"] * INBOX_MESSAGES


def test_whoever_ends_in_a_drain_the_others_are_read_once() -> None:
    with hall() as here:
        a, b, c = here.enter(), here.enter(), here.enter()
        a.say(masked(pose(VR, 1)))
        here.tick()
        long = bytes(n % 251 for n in range(600))
        a.say(masked(long))
        b.say(masked(long))
        c.end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        c.end.close()
        select.select([c.link.row], [], [])
        here.tick()
        assert c.link.gone
        assert a.link.receive() == b.link.receive() == [long]
        assert here.traffic.received == 34 + 2 * 608
