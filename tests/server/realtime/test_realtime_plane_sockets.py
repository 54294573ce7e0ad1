"""Sockets that are full, broken or over, and that nothing of them stays in the plane."""

import gc
import os
import select
import weakref

from realtime_hall import VR, fill, hall, masked, pose, read_all, read_on, reset
from websockets.frames import Opcode

from vbranch.protocol.constants import STALL_S
from vbranch.realtime.allowance import Rate
from vbranch.realtime.link import binary_wire, text_wire

HUGE = binary_wire(bytes(1 << 21))  # more than any socket takes at once


# ---- full --------------------------------------------------------------------------------------


def test_who_has_no_room_for_a_single_byte_gets_the_entries_without_the_poses() -> None:
    """F-4; the socket says so only when it is written to."""
    with hall() as here:
        a, b = here.enter(), here.enter()
        filled = sum(fill(client.link.sock) for client in (a, b))
        here.offer([a.link, b.link], binary_wire(b"poses and entries"), binary_wire(b"entry"))
        here.offer([a.link, b.link], binary_wire(b"poses"), None)
        assert (a.link.ready, a.link.behind) == (False, True)
        wanted = binary_wire(b"entry") + binary_wire(b"poses")
        for client in (a, b):
            data = b""
            while not data.endswith(binary_wire(b"poses")):
                data += read_on(client)
            assert data.lstrip(b"\0") == wanted
            filled += len(wanted) - len(data)
        assert filled == 0
        assert here.traffic.sent == 2 * len(wanted)


def test_bytes_of_a_frame_that_is_taken_in_parts_are_counted_once() -> None:
    with hall() as here:
        a = here.enter()
        assert not here.plane.blocked
        here.offer([a.link], HUGE, None)
        assert here.plane.blocked
        got = 0
        while got < len(HUGE):
            assert got <= here.traffic.sent <= len(HUGE)
            got += len(read_on(a))
        assert here.traffic.sent == len(HUGE)
        assert not here.plane.blocked


def test_nothing_is_written_into_the_middle_of_a_frame_that_is_taken_in_parts() -> None:
    with hall() as here:
        a = here.enter()
        here.offer([a.link], HUGE, None)
        assert not a.link.ready
        data = b""
        while len(data) < len(HUGE) + 6:
            data += read_on(a)  # makes room
            if len(data) < len(HUGE) // 2:
                here.offer([a.link], binary_wire(b"tick"), None)
        assert data == HUGE + binary_wire(b"tick")


def test_who_took_a_part_of_a_frame_has_moved() -> None:
    """L-1: the time of the stall begins with the last byte that was taken."""
    with hall() as here:
        a = here.enter()
        a.link.tend(0.0)
        here.offer([a.link], HUGE, None)
        a.link.tend(STALL_S)
        assert not a.link.closed
        a.link.tend(2 * STALL_S)
        assert a.link.code == 4005


# ---- broken ------------------------------------------------------------------------------------


def test_a_socket_that_fails_in_the_sweep_is_released_there() -> None:
    with hall() as here:
        a, b = here.enter(), here.enter()
        reset(a)
        for _ in range(3):
            here.offer([a.link, b.link], binary_wire(b"tick"), None)
        assert (a.link.gone, a.link.code) == (True, 1006)
        assert a.stirred == [a.link], "or the hub would not know"
        assert len(here.plane) == 1
        assert read_all(b, 18) == 3 * binary_wire(b"tick")


def test_a_read_that_fails_ends_the_link_at_once_and_is_no_traffic() -> None:
    with hall() as here:
        a = here.enter()
        reset(a)
        select.select([a.link.row], [], [])
        here.tick()
        assert a.link.gone
        assert here.traffic.received == 0


def test_a_write_that_fails_ends_the_link_at_once() -> None:
    with hall() as here:
        a = here.enter()
        reset(a)
        for _ in range(3):
            a.link.send_reliable(text_wire(b"ack"))
            a.link.flush()
        assert (a.link.gone, a.link.code) == (True, 1006)


def test_nothing_follows_the_close_frame() -> None:
    """RFC 6455, 5.5.1."""
    with hall() as here:
        a = here.enter()
        a.link.close(1000, "")
        a.link.flush()
        here.offer([a.link], binary_wire(b"tick"), None)
        a.link.send_tick(binary_wire(b"tick"), None)
        a.link.send_reliable(text_wire(b"late"))
        a.link.close(1001, "again")
        a.link.flush()
        here.plane.retry()
        assert a.end.recv(100) == b"\x88\x02\x03\xe8"
        assert select.select([a.end], [], [], 0)[0] == []
        assert not a.link.ready


def test_what_came_before_a_reset_is_received() -> None:
    with hall() as here:
        a = here.enter()
        a.say(masked(b"goodbye", Opcode.TEXT))
        reset(a)
        for _ in range(2):
            here.tick()
        assert a.link.gone
        assert a.link.receive() == ["goodbye"]


# ---- over --------------------------------------------------------------------------------------


def test_a_link_that_is_over_is_held_by_nobody() -> None:
    """Not even by the list of those who are tried again, nor by the backend."""
    with hall() as here:
        a = here.enter()
        while not a.link.behind:
            here.offer([a.link], binary_wire(bytes(20_000)), None)
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


def test_a_link_that_is_over_has_no_say_about_its_descriptor() -> None:
    """Somebody else may have it by now."""
    with hall() as here:
        a = here.enter()
        row = a.link.row
        a.link.abort()
        b = here.enter(descriptor=row)
        assert b.link.row == row
        a.link.route(here.inbox, 99, 0)
        b.say(masked(pose(VR, 1)))
        here.tick()
        a.link.unroute()
        b.say(masked(pose(VR, 2)))
        here.plane.drain(0.0)
        a.link.unroute()
        here.plane.deliver(0.0)
        assert here.inbox.poses == [(2, pose(VR, 1)), (2, pose(VR, 2))]


def test_a_link_that_ends_while_others_are_looked_at_is_passed_over() -> None:
    """A message of one makes the poses go to the rooms, and with them a flood comes to light."""
    with hall() as here:
        a, b = here.enter(), here.enter(Rate(1, 1))
        ended: list[int] = []

        def too_fast(slot: int, poses: int, now: float) -> None:
            ended.append(slot)
            b.link.abort()

        here.inbox.too_fast = too_fast  # type: ignore[method-assign]
        for _ in range(2):
            for client in (a, b):
                client.say(masked(pose(VR, 1)))
            here.plane.drain(0.0)
        for client in (a, b):
            client.say(masked(b"a message", Opcode.TEXT))
        here.plane.drain(0.0)
        here.plane.deliver(0.0)
        assert ended == [2]
        assert b.link.gone
        assert a.link.receive() == ["a message"]
