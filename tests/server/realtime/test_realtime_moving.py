"""Who is moving: what epoll is told of their sockets, and for how long."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from vbranch.realtime.moving import STILL_TICKS, Moving


@contextmanager
def connected() -> Iterator[tuple[Moving, socket.socket, socket.socket, select.epoll]]:
    """One who began to move, their client, and an epoll that watches them."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        client = socket.create_connection(door.getsockname())
        sock, _ = door.accept()
    with client, sock, select.epoll() as epoll:
        epoll.register(sock, select.EPOLLIN)
        moving = Moving(10)
        moving.begin(7, sock)
        yield moving, sock, client, epoll


def test_epoll_is_silent_while_no_more_than_a_pose_waits() -> None:
    with connected() as (_, _, client, epoll):
        client.send(bytes(10))
        assert epoll.poll(0.05) == []
        client.send(b"x")
        assert epoll.poll(1)


def test_whoever_sends_nothing_for_some_ticks_is_waited_for_again() -> None:
    with connected() as (moving, _, client, epoll):
        for _ in range(STILL_TICKS - 1):
            moving.note_silence(7)
        assert moving.new_among({7, 8}) == {8}, "a pose came: the silence is over"
        for _ in range(STILL_TICKS - 1):
            moving.note_silence(7)
        assert 7 in moving
        moving.note_silence(7)
        assert 7 not in moving
        client.send(b"x")
        assert epoll.poll(1)


def test_all_who_move_are_read_with_the_others_each_once() -> None:
    with connected() as (moving, sock, _, _):
        moving.begin(9, sock)
        assert list(moving) == [7, 9]
        assert moving.with_others([]) == [7, 9]
        assert moving.with_others([3, 9]) == [7, 9, 3]


def test_a_closed_socket_is_forgotten_with_its_silence() -> None:
    with connected() as (moving, sock, _, _):
        moving.note_silence(7)
        sock.close()
        moving.forget(7)
        moving.end(7)
        moving.note_silence(7)
        assert len(moving) == 0
