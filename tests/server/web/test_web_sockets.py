"""What the kernel keeps of an answer and what it says about its reader."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from vbranch.web.sockets import (
    UNSENT_BYTES,
    forget_unsent,
    keep_as_usual,
    keep_little,
    taken_bytes,
)

Pair = tuple[asyncio.Transport, socket.socket]


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    """Our transport, and a reader who reads when the test says so."""
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        reader = socket.create_connection(listening.getsockname())
        ours, _ = listening.accept()
    transport, _ = await loop.connect_accepted_socket(asyncio.Protocol, ours)
    reader.setblocking(False)
    yield transport, reader
    transport.abort()
    reader.close()


async def read_to_the_end(reader: socket.socket) -> None:
    while await asyncio.get_running_loop().sock_recv(reader, 1 << 20):
        pass


def unsent_limit(transport: asyncio.Transport) -> int:
    raw = transport.get_extra_info("socket")
    return int(raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT))


async def test_the_kernel_keeps_little_for_one_who_does_not_read(pair: Pair) -> None:
    transport, _ = pair
    body = bytes(8 << 20)
    keep_little(transport)
    assert unsent_limit(transport) == UNSENT_BYTES
    transport.write(body)
    kept = len(body) - transport.get_write_buffer_size() - taken_bytes(transport)
    assert kept < 1 << 20


async def test_who_takes_over_gets_it_as_usual(pair: Pair) -> None:
    transport, _ = pair
    before = unsent_limit(transport)
    keep_little(transport)
    keep_as_usual(transport)
    assert unsent_limit(transport) == before


async def test_what_arrived_is_counted(pair: Pair) -> None:
    transport, reader = pair
    loop = asyncio.get_running_loop()
    before = taken_bytes(transport)
    transport.write(b"a" * 1000)
    assert len(await loop.sock_recv(reader, 2000)) == 1000
    while taken_bytes(transport) < before + 1000:  # noqa: ASYNC110  the acknowledgement is on its way
        await asyncio.sleep(0.01)
    assert taken_bytes(transport) == before + 1000


async def test_a_forgetful_close_resets(pair: Pair) -> None:
    transport, reader = pair
    transport.write(bytes(8 << 20))
    forget_unsent(transport)
    transport.abort()
    with pytest.raises(ConnectionResetError):
        await read_to_the_end(reader)
