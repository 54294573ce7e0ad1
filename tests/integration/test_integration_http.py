"""The HTTP side of a real server under those who are slow, greedy, silent or speak something else.

What was said and what became of it is read off the wire and off the server's own metrics; others
must be served all the while.
"""

import asyncio
import contextlib
import csv
import re
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Final

import aiohttp
import pytest
from visitor import Visitor
from watched_http import (
    ASK,
    HALF,
    POST,
    SLACK_S,
    Watched,
    code_of,
    how_it_ends,
    read_at,
    rest,
    scene_of,
    trusting,
)

from server_process import Launch, ServerProcess, find_free_port

HEAD_S: Final = 10.0
ATTACKERS: Final = 400
Watch = Callable[[ServerProcess], Watched]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """Each request on a connection of its own, so that only the test's own are counted."""
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


@pytest.fixture
async def watch(http: aiohttp.ClientSession) -> AsyncIterator[Watch]:
    """``watch(server)``; what was connected is closed after the test."""
    watched: list[Watched] = []

    def one(server: ServerProcess) -> Watched:
        watched.append(Watched(server, http))
        return watched[-1]

    yield one
    for each in watched:
        await each.leave()


@pytest.fixture
def watched(server: ServerProcess, watch: Watch) -> Watched:
    return watch(server)


# ---- deadlines of requests -------------------------------------------------------------------


async def test_a_request_that_does_not_come_is_not_waited_for(launch: Launch, watch: Watch) -> None:
    """Silence, half a head, slowloris, a later head, a body, a TLS handshake: 10 s each."""
    port = find_free_port()
    watched = watch(launch("--lan", "--host", "127.0.0.1", "--tls-port", str(port)))
    tls = trusting()
    await watched.get("/healthz")
    at_rest = watched.descriptors()
    body = POST + b"Content-Length: 1000\r\n\r\n"
    async with asyncio.timeout(HEAD_S + SLACK_S):
        ends = await asyncio.gather(
            how_it_ends(watched.connect()),
            how_it_ends(watched.connect(port)),
            how_it_ends(watched.connect(port), b"\x16\x03\x01", dripping=True),
            how_it_ends(watched.connect(port, ssl=tls)),
            how_it_ends(watched.connect(), HALF),
            how_it_ends(watched.connect(), HALF, dripping=True),
            how_it_ends(watched.connect(), HALF, dripping=True, first=True),
            how_it_ends(watched.connect(port, ssl=tls), HALF),
            how_it_ends(watched.connect(), body, dripping=True),
            how_it_ends(watched.connect(), body, dripping=True, first=True),
        )
    assert [words for _, words in ends[:2]] == [b"", b""]
    assert ends[3][1] == b""
    assert {code_of(words) for _, words in ends[4:]} == {(408, "too_slow")}
    early = [took for n, (took, _) in enumerate(ends) if n != 2 and took < HEAD_S - 1]
    assert early == [], "nobody was cut short (what is no TLS may be)"
    await watched.until_at_rest(at_rest)
    assert watched.complaints() == []


# ---- what is no request ----------------------------------------------------------------------

NOT_HTTP: Final = {(400, "not_http")}
BAD_FRAMING: Final = {(400, "bad_framing"), (501, "bad_framing")}
CHUNKED: Final = b"Transfer-Encoding: chunked\r\n"
STRANGE: Final = {
    "garbage": (b"\x00\xff\xfe hello\r\n\r\n", NOT_HTTP),
    "tls on the plain port": (b"\x16\x03\x01\x02\x00\x01\x00" + b"a" * 200, NOT_HTTP),
    "ssh": (b"SSH-2.0-OpenSSH_9.2\r\n", NOT_HTTP),
    "http 2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", NOT_HTTP),
    "long address": (
        b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        {(414, "long_address")},
    ),
    "long field": (HALF + b"a" * 9000 + b"\r\n\r\n", {(431, "big_head")}),
    "many fields": (HALF + b"\r\n" + b"X: a\r\n" * 70 + b"\r\n", {(431, "big_head")}),
    "big sum": (HALF + (b"\r\nX: " + b"a" * 4000) * 12 + b"\r\n\r\n", {(431, "big_head")}),
    "length and coding": (POST + b"Content-Length: 6\r\n" + CHUNKED + b"\r\n0\r\n\r\nG", NOT_HTTP),
    "coding and length": (POST + CHUNKED + b"Content-Length: 6\r\n\r\n0\r\n\r\nG", NOT_HTTP),
    "two lengths": (POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", NOT_HTTP),
    "two equal lengths": (POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", NOT_HTTP),
    "a list of lengths": (POST + b"Content-Length: 2, 2\r\n\r\n{}", NOT_HTTP),
    "signed length": (POST + b"Content-Length: +2\r\n\r\n{}", NOT_HTTP),
    "unknown coding": (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", NOT_HTTP),
    "chunked is not last": (
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        NOT_HTTP,
    ),
    "two codings": (
        POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        BAD_FRAMING,
    ),
    "coding in 1.0": (
        POST.replace(b"1.1", b"1.0") + CHUNKED + b"\r\n2\r\n{}\r\n0\r\n\r\n",
        BAD_FRAMING,
    ),
    "bad chunk size": (POST + CHUNKED + b"\r\nzz\r\n{}\r\n0\r\n\r\n", NOT_HTTP),
    "chunk too long": (POST + CHUNKED + b"\r\n2\r\n{}zz0\r\n\r\n", NOT_HTTP),
    "chunk with bare LF": (POST + CHUNKED + b"\r\n2\n{}\n0\n\n", NOT_HTTP),
    "bare LF": (b"GET /healthz HTTP/1.1\nHost: x\n\n", NOT_HTTP),
    "bare LF in a field": (HALF + b"a\nY: b\r\n\r\n", NOT_HTTP),
    "bare CR in a field": (HALF + b"a\rY: b\r\n\r\n", NOT_HTTP),
    "folded field": (HALF + b"a\r\n b\r\n\r\n", NOT_HTTP),
    "space before colon": (HALF + b"a\r\nX : b\r\n\r\n", NOT_HTTP),
    "NUL in a field": (HALF + b"a\x00b\r\n\r\n", NOT_HTTP),
    "no Host": (b"GET /healthz HTTP/1.1\r\n\r\n", NOT_HTTP),
    "two Hosts": (HALF + b"a\r\nHost: y\r\n\r\n", NOT_HTTP),
    "Host of another": (b"GET http://y/healthz HTTP/1.1\r\nHost: x\r\n\r\n", {(400, "two_hosts")}),
    "tunnel": (b"CONNECT y:443 HTTP/1.1\r\nHost: x\r\n\r\n", {(400, "two_hosts")}),
    "unknown version": (b"GET /healthz HTTP/1.2\r\nHost: x\r\n\r\n", NOT_HTTP),
    "big body": (POST + b"Content-Length: 70000\r\n\r\n", {(413, "too_big")}),
    "big body in chunks": (
        POST + CHUNKED + b"\r\n" + (b"4000\r\n" + b"a" * 0x4000 + b"\r\n") * 5 + b"0\r\n\r\n",
        {(413, "too_big")},
    ),
    "packed body": (
        POST + b"Content-Encoding: gzip\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        {(415, "bad_coding")},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def said_before(shared_server: ServerProcess) -> Iterator[ServerProcess]:
    yield shared_server
    assert [r for r in shared_server.records() if r["level"] in ("warning", "error")] == []


@pytest.mark.parametrize(("said", "expected"), STRANGE.values(), ids=STRANGE)
async def test_what_is_no_clear_request_gets_one_answer_and_the_end(
    said_before: ServerProcess, watch: Watch, said: bytes, expected: set[tuple[int, str]]
) -> None:
    """A request is appended that a careless server would take for the next one: it would be seen
    as a second answer (or a cookie of ``POST``)."""
    reader, writer = await watch(said_before).connect()
    ends = b"HTTP/1.0" in said or b"Connection: close" in said  # what follows is no request then
    writer.write(said if ends else said + ASK)
    async with asyncio.timeout(SLACK_S):
        answer = await rest(reader)
    assert len(re.findall(rb"HTTP/1\.\d \d{3} ", answer)) == 1
    assert code_of(answer) in expected
    assert b"Set-Cookie" not in answer


async def test_garbage_fills_no_log(watched: Watched) -> None:
    before = len(watched.server.lines)
    for _ in range(300):
        reader, writer = await watched.connect()
        writer.write(b"\x00\x01\x02\r\n\r\n")
        assert code_of(await rest(reader)) == (400, "not_http")
    assert (await watched.rejects())["not_http"] == 300
    assert len(watched.server.lines) == before


async def test_who_leaves_in_the_middle_is_no_event(watched: Watched) -> None:
    """Neither a download nor a body that breaks off is a defect of ours."""
    scene = await scene_of(watched)
    ways = (
        f"GET {scene} HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
        POST + b"Content-Length: 9\r\n\r\na",
    )
    for said in ways * 5:
        _, writer = await watched.connect()
        writer.write(said)
        await writer.drain()
        writer.transport.abort()
    at_rest = watched.descriptors()
    await watched.until_at_rest(at_rest)
    assert watched.complaints() == []


async def test_a_visitor_who_mistyped_sees_a_page(watched: Watched) -> None:
    answer = await watched.get(
        "/loby", **{"Accept": "text/html,*/*;q=0.8", "Accept-Language": "ja,en;q=0.5"}
    )
    assert answer.status == 404
    text = await answer.text()
    assert '<html lang="ja">' in text
    assert '<a href="/">' in text
    policy = (await watched.get("/")).headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"] == policy
    for style in re.findall(r'rel="stylesheet" href="([^"]+)"', text):
        assert (await watched.get(style)).status == 200
    assert (
        await watched.get("/api/v1/loby", Accept="text/html")
    ).content_type == "application/json"


# ---- how many --------------------------------------------------------------------------------


async def test_members_do_not_count_as_connections_of_their_address(
    launch: Launch, watch: Watch
) -> None:
    """One person an address means 20 connections; who has gone on to the socket is none of them."""
    watched = watch(launch(env={"VBRANCH_PEOPLE_PER_ADDRESS": "1"}))
    members = [await Visitor.dial(watched.url) for _ in range(25)]
    assert (await watched.metric("vbranch_http_connections"))[""] == 1
    assert await watched.rejects() == {}
    assert all(member.close_code is None for member in members)


async def test_one_address_has_so_many_connections(launch: Launch, watch: Watch) -> None:
    """Who is busy stays, who waits longest makes place, and there is never more than the bound."""
    watched = watch(launch(env={"VBRANCH_PEOPLE_PER_ADDRESS": "1"}))
    body = POST + b"Content-Length: 10\r\n\r\n"
    busy = [await watched.connect() for _ in range(20)]
    for _, writer in busy:
        writer.write(body)
    await asyncio.sleep(1.5)  # older than what may still make haste
    reader, writer = await watched.connect()
    writer.write(ASK)
    assert code_of(await rest(reader)) == (429, "too_many_connections")
    for reader, writer in busy:
        writer.write(b'{"a": "b"}')
        answer = await reader.readuntil(b"}}")
        assert code_of(answer)[1] == "bad_form", "who was in is served"
    await asyncio.sleep(1.5)
    assert (await watched.get("/healthz")).status == 200, "now they are idle, and one of them went"


async def test_descriptors_do_not_run_out(tmp_path: Path, warm_cache: Path, watch: Watch) -> None:
    """With 96 of them a hundred silent connections come: some are told, and others are served."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cache").symlink_to(warm_cache, target_is_directory=True)
    server = ServerProcess(tmp_path / "data", find_free_port(), (), {})
    server.under = ("prlimit", "--nofile=96:96")
    try:
        server.start()
        watched = watch(server)
        silent = [await watched.connect() for _ in range(100)]
        await asyncio.sleep(1.5)
        for _ in range(5):
            assert (await watched.get("/healthz")).status == 200
        told = await asyncio.gather(*(rest(reader) for reader, _ in silent))
        assert {code_of(words) for words in told if words} == {(503, "full")}
        rejects = await watched.rejects()
        assert rejects["server_full"] >= 30
        assert "no_descriptor" not in rejects
        assert server.records()[-1]["event"] in ("ready", "request")
        assert watched.complaints() == []
    finally:
        server.end()


# ---- readers ---------------------------------------------------------------------------------


@pytest.mark.slow
async def test_stalled_downloads_end_and_slow_ones_do_not(watched: Watched) -> None:
    """Nobody reads; 10 bytes a second; requests without end and no reading; a mobile line of
    20 kbit/s. The first three are cut off, the last one goes on; 200 of the first cost little."""
    scene = await scene_of(watched)
    ask = f"GET {scene} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n".encode()
    await asyncio.sleep(3)  # what was needed for the start is given back
    at_rest, memory = watched.descriptors(), watched.resident()
    clients = [watched.narrow() for _ in range(203)]
    trickle, greedy, mobile = clients[200:]
    loop = asyncio.get_running_loop()
    for client in clients:
        await loop.sock_sendall(client, ask)

    async def ask_on() -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                await loop.sock_sendall(greedy, ask)

    begin = loop.time()
    reading = [
        asyncio.create_task(ask_on()),
        asyncio.create_task(read_at(trickle, 10, 1.0)),
        asyncio.create_task(read_at(mobile, 2500, 1.0)),
    ]
    await asyncio.sleep(5)
    grown = watched.resident() - memory
    assert (await watched.metric("vbranch_http_connections"))[""] == 204
    await watched.until_rejected("slow_reader", 202, 60 + SLACK_S)
    took = loop.time() - begin
    await asyncio.sleep(max(0, 45 - took))  # the line reads on, for longer than any patience
    assert (await watched.metric("vbranch_http_connections"))[""] == 2
    assert await watched.rejects() == {"slow_reader": 202}
    for one in reading:
        one.cancel()
    print("stalled readers ended after", round(took), "s; memory for 200:", grown >> 10, "KiB")
    assert took >= 19
    assert grown < 200 * 64 * 1024
    await watched.leave()
    await watched.until_at_rest(at_rest)


@pytest.mark.slow
async def test_a_connection_that_asks_no_more_is_closed(watched: Watched) -> None:
    took, words = await how_it_ends(watched.connect(), first=True)
    assert words == b""
    assert took > 60


# ---- slowhttptest ----------------------------------------------------------------------------

MODES: Final = {
    "slowloris": ("-H", "-i", "1", "-u", "{url}/"),
    "slow body": (
        "-B", "-i", "1", "-s", "8192", "-t", "POST", "-f", "application/json",
        "-u", "{url}/api/v1/session",
    ),
    "ranges": ("-R", "-a", "5", "-b", "500", "-t", "GET", "-u", "{url}{scene}"),
    "slow read": (
        "-X", "-n", "2", "-w", "256", "-y", "1024", "-z", "5", "-k", "3", "-u", "{url}{scene}",
    ),
}  # fmt: skip


async def others_are_served(watched: Watched, scene: str) -> list[float]:
    """Somebody from elsewhere asks for the page, a download and the server's health, for ever; how
    long that took."""
    took = []
    connector = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0), force_close=True)
    async with aiohttp.ClientSession(connector=connector) as http:
        with contextlib.suppress(asyncio.CancelledError):
            while True:
                for path in ("/", scene, "/healthz"):
                    begin = time.monotonic()
                    async with http.get(watched.url + path) as answer:
                        assert answer.status == 200
                        await answer.read()
                    took.append(time.monotonic() - begin)
                await asyncio.sleep(0.5)
    return took


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("slowhttptest") is None, reason="no slowhttptest here")
@pytest.mark.parametrize("mode", MODES)
async def test_slowhttptest(watched: Watched, tmp_path: Path, mode: str) -> None:
    scene = await scene_of(watched)
    at_rest = watched.descriptors()
    chosen = [part.format(url=watched.url, scene=scene) for part in MODES[mode]]
    common = [
        "-c",
        str(ATTACKERS),
        "-r",
        "200",
        "-l",
        "40",
        "-p",
        "5",
        "-g",
        "-o",
        "out",
        "-v",
        "1",
    ]
    attack = await asyncio.create_subprocess_exec(
        "slowhttptest", *chosen, *common, cwd=tmp_path, stdout=asyncio.subprocess.PIPE
    )
    serving = asyncio.create_task(others_are_served(watched, scene))
    said = (await attack.communicate())[0].decode()
    if mode == "slow read":  # it does not look whether it is still connected
        await watched.until_rejected("slow_reader", ATTACKERS, SLACK_S)
    else:
        assert "No open connections left" in said
    serving.cancel()
    took = await serving
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text().splitlines()))
    columns = {name.strip(): name for name in rows[0]}
    served = columns["Service Available"]
    print(mode, "others: most", round(max(took), 2), "s in", len(took), rows[-1])
    assert len(took) >= 3
    assert max(took) < 5
    assert all(float(row[served]) > 0 for row in rows), "its own probe was always answered"
    assert "service available:   YES" in re.sub(r"\x1b\[[0-9;]*m", "", said)
    await watched.until_at_rest(at_rest)
    assert watched.complaints() == []
