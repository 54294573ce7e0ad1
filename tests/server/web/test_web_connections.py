"""Who may connect: bounds of an address and of the process, who makes place, how one is refused."""

import asyncio
import json
import resource
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Any

import pytest

from vbranch.web import acceptor, guard
from vbranch.web.connections import PER_PERSON, Connections
from vbranch.web.guard import Deadlines

OpenDoor = Callable[..., Awaitable]  # of conftest
PATIENT = Deadlines(head=3600, idle=3600)
WAIT = b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Line:
    """A connection, as far as ``Connections`` knows one."""

    def __init__(self, spare: bool = False) -> None:
        self.is_spare = spare
        self.dismissed = False

    def spare(self, now: float) -> bool:
        return self.is_spare

    def dismiss(self) -> None:
        self.dismissed = True


def fill(connections: Connections, address: str, count: int, spare: bool = False) -> list[Line]:
    lines = [Line(spare) for _ in range(count)]
    assert [connections.admit(line, address, 5) for line in lines] == [None] * count
    return lines


async def test_an_address_has_so_many() -> None:
    connections = Connections(people_per_address=2)
    busy = fill(connections, "192.0.2.1", 2 * PER_PERSON)
    refusal = connections.admit(Line(), "192.0.2.1", 5)
    assert refusal is not None
    assert (refusal.status, refusal.code) == (429, "too_many_connections")
    assert refusal.headers["Retry-After"]
    assert connections.admit(Line(), "192.0.2.2", 5) is None, "others are not concerned"
    connections.leave(busy[0])
    connections.leave(busy[0])
    assert connections.admit(Line(), "192.0.2.1", 5) is None
    assert len(connections) == 2 * PER_PERSON + 1


async def test_who_waits_longest_makes_place() -> None:
    connections = Connections(people_per_address=1)
    busy = fill(connections, "192.0.2.1", 2)
    waiting = fill(connections, "192.0.2.1", PER_PERSON - 2, spare=True)
    for n in range(3):
        assert connections.admit(Line(), "192.0.2.1", 5) is None
        assert [line.dismissed for line in waiting[: n + 2]] == [True] * (n + 1) + [False]
    assert not any(line.dismissed for line in busy)
    assert len(connections) == PER_PERSON


async def test_an_ipv6_customer_is_one_address() -> None:
    connections = Connections(people_per_address=1)
    for n in range(PER_PERSON):
        assert connections.admit(Line(), f"2001:db8::{n:x}", 5) is None
    assert connections.admit(Line(), "2001:db8::ffff", 5) is not None
    assert connections.admit(Line(), "2001:db8:0:1::1", 5) is None
    assert connections.admit(Line(), "::ffff:192.0.2.1", 5) is None


async def test_a_trusted_proxy_stands_for_everybody() -> None:
    connections = Connections(people_per_address=1, trusted_proxies=[ip_network("10.0.0.0/8")])
    fill(connections, "10.0.0.7", 5 * PER_PERSON)
    fill(connections, "::ffff:10.0.0.7", 5)


@contextmanager
def descriptors(limit: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def test_the_last_descriptors_are_kept() -> None:
    with descriptors(1000):
        connections = Connections()
    [waiting] = fill(connections, "192.0.2.1", 1, spare=True)
    assert connections.admit(Line(), "192.0.2.2", 871) is None
    assert not waiting.dismissed
    assert connections.admit(Line(), "192.0.2.2", 872) is None
    assert waiting.dismissed, "whoever it is"
    refusal = connections.admit(Line(), "192.0.2.2", 872)
    assert refusal is not None
    assert (refusal.status, refusal.code) == (503, "full")


# ---- over real sockets -----------------------------------------------------------------------


async def connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def busy(door: Any, count: int) -> list[asyncio.StreamWriter]:
    """Connections whose requests are being answered."""
    writers = []
    for _ in range(count):
        _, writer = await connect(door.port)
        writer.write(WAIT)
        writers.append(writer)
    await door.until(lambda: len(door.seen) == count)
    return writers


async def test_a_refusal_is_said_and_can_be_read(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection stays for a while: were it closed at once, the request would be answered by a
    reset, and with some systems that overtakes the answer."""
    monkeypatch.setattr(acceptor, "REFUSED_S", 3600.0)
    door = await open_door(PATIENT, people=1)
    writers = await busy(door, PER_PERSON)
    reader, writer = await connect(door.port)
    await door.until(door.rejects)
    for _ in range(5):
        writer.write(ASK)
        await writer.drain()
        await asyncio.sleep(0.01)
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 429 ")
    assert b"Retry-After: 5" in head
    assert json.loads(body)["error"]["code"] == "too_many_connections"
    assert door.rejects() == {"address_full": 1}
    assert not writer.transport.is_closing()
    door.go.set()
    for one in [*writers, writer]:
        one.close()


async def test_the_end_does_not_wait_for_the_refused(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceptor, "REFUSED_S", 3600.0)
    door = await open_door(PATIENT, people=1)
    writers = await busy(door, PER_PERSON)
    _, writer = await connect(door.port)
    await door.until(door.rejects)
    door.go.set()
    await door.close()
    with pytest.raises(ConnectionError):
        await speak_for_ever(writer)
    for one in [*writers, writer]:
        one.close()


async def speak_for_ever(writer: asyncio.StreamWriter) -> None:
    async with asyncio.timeout(8):
        while True:
            writer.write(ASK)
            await writer.drain()
            await asyncio.sleep(0.01)


async def test_silent_ones_do_not_keep_others_out(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "YOUNG_S", 0.0)
    door = await open_door(PATIENT, people=1)
    silent = [await connect(door.port) for _ in range(PER_PERSON)]
    await door.until(lambda: len(door.connections) == PER_PERSON)
    reader, writer = await connect(door.port)
    writer.write(ASK)
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    assert await silent[0][0].read() == b"", "the oldest of them had to go"
    assert not silent[1][0].at_eof()
    assert door.rejects() == {"made_place": 1}
    for _, one in [*silent, (reader, writer)]:
        one.close()


async def test_without_descriptors_the_door_rests_and_says_it_once(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(acceptor, "REST_S", 0.02)
    door = await open_door(PATIENT)
    clients = [socket.socket() for _ in range(5)]
    with descriptors(clients[-1].fileno() + 1):
        spare = []
        try:
            while True:
                spare.append(socket.socket())
        except OSError:
            pass
        for client in clients:
            client.connect(("127.0.0.1", door.port))
        await door.until(lambda: door.rejects().get("no_descriptor", 0) >= 3)
        assert len(door.connections) == 0
        for one in spare:
            one.close()
    loop = asyncio.get_running_loop()
    for client in clients:
        client.setblocking(False)
        await loop.sock_sendall(client, ASK)
        assert (await loop.sock_recv(client, 1000)).startswith(b"HTTP/1.1 200")
        client.close()
    assert capsys.readouterr().out.count("cannot_accept") == 1
    await door.emptied()
