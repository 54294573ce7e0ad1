"""Deadlines of one connection, over real sockets: late heads, silence, stalled readers."""

import asyncio
import gzip
import json
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from vbranch.web import guard
from vbranch.web.delivery import SLICE_BYTES
from vbranch.web.guard import WRITE_HIGH, Deadlines
from vbranch.web.lan import certificate_for, utc_now

OpenDoor = Callable[..., Awaitable]  # of conftest
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
FOREVER = 3600.0
OWN_S = 8.0  # less than aiohttp's and asyncio's own deadlines, which would hide that ours is gone


async def connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, wanted: bytes) -> None:
    """A whole request, and its answer up to ``wanted``."""
    writer.write(ASK)
    assert (await reader.readuntil(wanted)).startswith(b"HTTP/1.1 200")


async def rest(reader: asyncio.StreamReader) -> bytes:
    """All that comes before the end, whichever way it ends."""
    said = bytearray()
    with suppress(ConnectionError):
        async with asyncio.timeout(OWN_S):
            while piece := await reader.read(65536):
                said += piece
    return bytes(said)


def code_of(answer: bytes) -> tuple[int, str]:
    """Status and code of an answer in the form of our errors; nothing tells what we are made of."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert "Server: vbranch" in lines
    assert "aiohttp" not in answer.decode()
    return int(lines[0].split()[1]), json.loads(body)["error"]["code"]


async def test_silence_ends_without_a_word(open_door: OpenDoor) -> None:
    door = await open_door(Deadlines(head=0.1, idle=FOREVER))
    reader, writer = await connect(door.port)
    assert await rest(reader) == b""
    assert door.rejects() == {"silent": 1}
    writer.close()


async def test_half_a_head_is_answered_with_408(open_door: OpenDoor) -> None:
    door = await open_door(Deadlines(head=0.1, idle=FOREVER))
    reader, writer = await connect(door.port)
    writer.write(HALF)
    answer = await rest(reader)
    assert code_of(answer) == (408, "too_slow")
    assert b"Connection: close" in answer
    assert door.rejects() == {"too_slow": 1}
    await door.emptied()
    writer.close()


async def dribble(writer: asyncio.StreamWriter) -> None:
    """A byte of a head now and then, for ever (slowloris)."""
    with suppress(ConnectionError):
        for byte in HALF + b"a" * 1_000_000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("first", [False, True], ids=["first head", "kept-alive"])
async def test_bytes_that_dribble_do_not_help(open_door: OpenDoor, first: bool) -> None:
    door = await open_door(Deadlines(head=0.2, idle=FOREVER))
    reader, writer = await connect(door.port)
    if first:
        await ask(reader, writer, b"ok")
    dribbling = asyncio.create_task(dribble(writer))
    assert code_of(await rest(reader)) == (408, "too_slow")
    dribbling.cancel()
    await door.emptied()
    writer.close()


async def test_a_complete_head_stops_the_clock(open_door: OpenDoor) -> None:
    door = await open_door(Deadlines(head=0.3, idle=FOREVER))
    reader, writer = await connect(door.port)
    other, other_writer = await connect(door.port)
    await ask(reader, writer, b"ok")
    assert await rest(other) == b"", "made later, silent, and gone: so the first one's time is over"
    await ask(reader, writer, b"ok")
    writer.close()
    other_writer.close()


async def test_who_asks_for_no_more_is_closed_when_idle(open_door: OpenDoor) -> None:
    door = await open_door(Deadlines(head=FOREVER, idle=0.1))
    reader, writer = await connect(door.port)
    await ask(reader, writer, b"ok")
    assert await rest(reader) == b""
    assert door.rejects() == {}
    await door.emptied()
    writer.close()


async def test_an_answer_under_way_is_not_cut_by_the_next_head(open_door: OpenDoor) -> None:
    door = await open_door(Deadlines(head=0.1, idle=FOREVER))
    reader, writer = await connect(door.port)
    writer.write(b"GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.sleep(0)
    await door.until(lambda: door.seen)
    writer.write(HALF)
    other, other_writer = await connect(door.port)
    assert await rest(other) == b""  # a deadline has passed
    door.go.set()
    answer = await rest(reader)
    assert answer.startswith(b"HTTP/1.1 200")
    assert code_of(answer[answer.index(b"HTTP/1.1 408") :]) == (408, "too_slow")
    writer.close()
    other_writer.close()


@pytest.fixture
def tls(tmp_path: Path) -> ssl.SSLContext:
    return certificate_for(["127.0.0.1"], tmp_path, utc_now()).context()


async def test_a_handshake_that_does_not_end_is_over_in_time(
    open_door: OpenDoor, tls: ssl.SSLContext
) -> None:
    door = await open_door(Deadlines(head=0.1, idle=FOREVER), tls=tls)
    reader, writer = await connect(door.port)
    writer.write(b"\x16\x03\x01")
    assert await rest(reader) == b""
    await door.emptied()
    assert door.rejects() == {"silent": 1}
    writer.close()


async def test_the_handshake_is_part_of_the_time(open_door: OpenDoor, tls: ssl.SSLContext) -> None:
    door = await open_door(Deadlines(head=0.5, idle=FOREVER), tls=tls)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port, ssl=trusting)
    writer.write(HALF)
    assert code_of(await rest(reader)) == (408, "too_slow")
    await door.emptied()
    writer.close()


# ---- readers ---------------------------------------------------------------------------------

IMPATIENT = Deadlines(head=FOREVER, idle=FOREVER, patience=0.5, look=0.05)


async def sleeper(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Its buffers are small, and nothing is taken before somebody reads."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.transport.pause_reading()
    return reader, writer


async def test_who_does_not_read_a_download_is_cut_off(open_door: OpenDoor) -> None:
    door = await open_door(IMPATIENT)
    reader, writer = await sleeper(door.port)
    writer.write(b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
    await door.until(lambda: door.writing)
    await door.until(lambda: door.rejects() or door.most_held())
    assert door.most_held() <= WRITE_HIGH + SLICE_BYTES, "of 4 MiB, a slice or two are held"
    await door.until(door.rejects)
    await door.emptied()
    assert door.rejects() == {"slow_reader": 1}
    writer.transport.resume_reading()
    with pytest.raises(ConnectionResetError):  # so the kernel has let go of the rest as well
        await reader.read()


async def narrow_reader(door: Any, said: bytes, size: int) -> AsyncIterator[int]:
    """Reads little at a time, and its kernel takes little on its own; how much it has by now."""
    loop, got = asyncio.get_running_loop(), 0
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.setblocking(False)
        await loop.sock_connect(reader, ("127.0.0.1", door.port))
        await loop.sock_sendall(reader, said)
        with suppress(ConnectionError):
            while piece := await loop.sock_recv(reader, size):
                got += len(piece)
                yield got
                await asyncio.sleep(0.05)


async def test_who_reads_slowly_but_steadily_is_waited_for(open_door: OpenDoor) -> None:
    """What is held for such a reader takes longer than the patience with one who reads nothing."""
    door = await open_door(IMPATIENT)
    begin = asyncio.get_running_loop().time()
    async for _ in narrow_reader(door, b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n", 2048):
        if asyncio.get_running_loop().time() - begin > 5 * IMPATIENT.patience:
            break
        assert door.rejects() == {}


async def test_a_trickle_is_not_reading(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is progress, yet it is less than what the slowest line would make."""
    monkeypatch.setattr(guard, "SLOWEST", 1 << 30)
    door = await open_door(IMPATIENT)
    async for _ in narrow_reader(door, b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n", 2048):
        pass
    assert door.rejects() == {"slow_reader": 1}


async def test_requests_without_reading_the_answers_are_bounded(open_door: OpenDoor) -> None:
    door = await open_door(IMPATIENT)
    _, writer = await sleeper(door.port)

    async def flood() -> None:
        with suppress(ConnectionError):
            while True:
                writer.write(ASK * 1000)
                await writer.drain()

    flooding = asyncio.create_task(flood())
    await door.until(door.rejects)
    await door.emptied()
    assert door.rejects() == {"slow_reader": 1}
    flooding.cancel()
    writer.transport.abort()


async def test_an_end_that_nobody_reads_is_not_waited_for(open_door: OpenDoor) -> None:
    """aiohttp has closed the transport, which would wait for its reader to take the rest."""
    door = await open_door(IMPATIENT)
    _, writer = await sleeper(door.port)
    writer.write(b"GET /stuck HTTP/1.1\r\nHost: x\r\n\r\n")
    await door.until(door.rejects)
    await door.emptied()
    assert door.rejects() == {"slow_reader": 1}
    writer.transport.abort()


async def test_a_socket_that_was_taken_over_is_let_go(open_door: OpenDoor) -> None:
    door = await open_door(Deadlines(head=0.1, idle=0.1, patience=0.1, look=0.1))
    reader, writer = await connect(door.port)
    writer.write(b"GET /taken HTTP/1.1\r\nHost: x\r\n\r\n")
    assert await reader.readexactly(5) == b"taken"
    assert len(door.connections) == 0
    other, other_writer = await connect(door.port)
    assert await rest(other) == b""  # every deadline has passed
    assert not reader.at_eof()
    writer.close()
    other_writer.close()


# ---- what is no request ----------------------------------------------------------------------

FIELDS = b"".join(b"X-%d: %s\r\n" % (n, b"a" * 4000) for n in range(12))
HEADS = {
    "garbage": (b"\x00\xff\xfe hello\r\n\r\n", 400, "not_http"),
    "tls": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 200, 400, "not_http"),
    "long address": (b"GET /" + b"a" * 4096 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "long_address"),
    "long value": (HALF + b"a" * 9000 + b"\r\n\r\n", 431, "big_head"),
    "long name": (b"GET / HTTP/1.1\r\n" + b"X" * 9000 + b": a\r\n\r\n", 431, "big_head"),
    "many fields": (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 65 + b"\r\n", 431, "big_head"),
    "big sum": (b"GET / HTTP/1.1\r\nHost: x\r\n" + FIELDS + b"\r\n", 431, "big_head"),
    "big sum, no end": (b"GET / HTTP/1.1\r\nHost: x\r\n" + FIELDS, 431, "big_head"),
}


@pytest.mark.parametrize(("said", "status", "code"), HEADS.values(), ids=HEADS)
async def test_what_is_no_request_is_told_so_and_closed(
    open_door: OpenDoor,
    caplog: pytest.LogCaptureFixture,
    said: bytes,
    status: int,
    code: str,
) -> None:
    door = await open_door(Deadlines(head=FOREVER, idle=FOREVER))
    reader, writer = await connect(door.port)
    writer.write(said)
    assert code_of(await rest(reader)) == (status, code)
    assert door.seen == []
    assert [r for r in caplog.records if r.levelname in ("WARNING", "ERROR")] == []
    await door.emptied()
    writer.close()


async def test_a_big_head_is_stopped_before_it_is_complete(open_door: OpenDoor) -> None:
    """Each field is small; together they would go on for ever."""
    door = await open_door(Deadlines(head=FOREVER, idle=FOREVER))
    reader, writer = await connect(door.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
    with suppress(ConnectionError):
        for number in range(60):
            writer.write(b"X-%d: %s\r\n" % (number, b"a" * 1000))
            await writer.drain()
            await asyncio.sleep(0)
    answer = await rest(reader)  # lost if the end overtakes it: we were still sending
    assert not answer or code_of(answer) == (431, "big_head")
    assert door.rejects() == {"big_head": 1}
    writer.close()


POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
READ = b"POST /read HTTP/1.1\r\nHost: x\r\n"
FRAMING = {
    "length and coding": POST
    + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    "coding and length": POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nG",
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "a list of lengths": POST + b"Content-Length: 2, 2\r\n\r\n{}",
    "signed length": POST + b"Content-Length: +2\r\n\r\n{}",
    "unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two codings": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "coding in 1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "bare LF": b"GET / HTTP/1.1\nHost: x\n\n",
    "bare LF in a field": b"GET / HTTP/1.1\r\nHost: x\r\nX: a\nY: b\r\n\r\n",
    "bare CR in a field": b"GET / HTTP/1.1\r\nHost: x\r\nX: a\rY: b\r\n\r\n",
    "folded field": b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n",
    "space before colon": b"GET / HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n",
    "NUL in a field": b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
    "no Host": b"GET / HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "Host of another": b"GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "unknown version": b"GET / HTTP/1.2\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("said", FRAMING.values(), ids=FRAMING)
async def test_what_two_servers_could_read_in_two_ways_is_refused(
    open_door: OpenDoor, said: bytes
) -> None:
    """No request smuggling: the answer is one error, and what follows is never looked at."""
    door = await open_door(Deadlines(head=FOREVER, idle=FOREVER))
    reader, writer = await connect(door.port)
    ends = b"HTTP/1.0" in said or b"Connection: close" in said  # what follows is no request then
    writer.write(said if ends else said + ASK)
    answer = await rest(reader)
    status, code = code_of(answer)
    assert (status, code) in {
        (400, "not_http"),
        (400, "bad_framing"),
        (501, "bad_framing"),
        (400, "two_hosts"),
    }
    assert door.seen in ([], ["/"]) if said is FRAMING["bad chunk"] else door.seen == []
    writer.close()


async def test_the_whole_address_may_be_asked_for(open_door: OpenDoor) -> None:
    door = await open_door()
    reader, writer = await connect(door.port)
    writer.write(b"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.close()


async def test_a_body_that_nobody_wants_is_not_read_for_long(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LINGER_S", 0.1)
    door = await open_door(Deadlines(head=FOREVER, idle=FOREVER))
    reader, writer = await connect(door.port)
    writer.write(b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc")
    assert code_of(await rest(reader))[0] == 404
    await door.emptied()
    writer.close()


async def test_a_packed_body_is_not_unpacked(open_door: OpenDoor) -> None:
    """A small one could be huge; whoever wants a body decides what to do with it."""
    door = await open_door()
    packed = gzip.compress(bytes(10_000))
    reader, writer = await connect(door.port)
    writer.write(READ + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed))
    writer.write(packed)
    await reader.readuntil(b"\r\n\r\n")
    assert await reader.readexactly(len(packed)) == packed
    writer.close()


async def test_who_leaves_in_the_middle_is_no_event(
    open_door: OpenDoor, capsys: pytest.CaptureFixture[str]
) -> None:
    door = await open_door(Deadlines(head=0.1, idle=FOREVER))
    ways = (b"", b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n", READ + b"Content-Length: 9\r\n\r\nab")
    for said in ways:
        _, writer = await connect(door.port)
        writer.write(said)
        await door.until(lambda: len(door.connections))
        if said:
            await door.until(lambda: door.seen)
        door.seen.clear()
        writer.transport.abort()
        await door.emptied()
    other, other_writer = await connect(door.port)
    assert await rest(other) == b""  # a deadline has passed, and it was that of this one alone
    assert door.rejects() == {"silent": 1}
    assert "request_failed" not in capsys.readouterr().out
    other_writer.close()
