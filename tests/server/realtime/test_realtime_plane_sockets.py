"""What the plane holds of its sockets, and that nothing of it stays when they are gone."""

import gc
import os
import weakref

from realtime_hall import VR, hall, masked, pose
from websockets.frames import Opcode

from vbranch.realtime.link import binary_wire


def test_a_link_that_is_over_is_held_by_nobody() -> None:
    """Not even by the list of those who are tried again, nor by the backend."""
    with hall() as here:
        a = here.enter()
        while not a.link.behind:
            here.plane.offer([a.link], binary_wire(bytes(20_000)), None)
        sock = weakref.ref(a.link.sock)
        a.link.abort()
        a.end.close()
        here.clients.clear()
        del a
        gc.collect()
        assert sock() is None
        assert here.plane._rooms == {}


def test_a_socket_that_is_over_is_not_polled_though_its_descriptor_was_copied() -> None:
    """A copy (a child about to start, say) keeps the connection in the epoll that had it."""
    with hall() as here:
        a, b = here.enter(), here.enter()
        copy = os.dup(a.link.row)
        a.link.abort()
        a.end.sendall(b"still here")
        b.say(masked(pose(VR, 1)))
        here.tick()
        assert here.inbox.poses == [(2, pose(VR, 1))]
        os.close(copy)


def test_a_descriptor_that_is_used_again_begins_outside_all_rooms() -> None:
    with hall() as here:
        a = here.enter()
        row = a.link.row
        a.link.abort()
        b = here.knock(descriptor=row)
        assert b.link.row == row
        b.say(masked(pose(VR, 1)))
        here.tick()
        b.say(masked(b"hello", Opcode.TEXT))
        here.tick()
        assert b.link.receive() == [pose(VR, 1), "hello"]
        assert here.inbox.poses == []
