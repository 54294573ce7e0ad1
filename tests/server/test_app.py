"""The whole server as a process: how it starts, stops, refuses, and says nothing personal."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import ssl
import stat
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server_process import Launch, ServerProcess
from vbranch.ports.audit import AuditEntry, AuditOutcome
from vbranch.stores import open_stores

NAME = "Ann-Kristin Øyås"


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)  # unsafe: cookies of an address without a name
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield session


async def enter(
    http: aiohttp.ClientSession, url: str, tls: ssl.SSLContext | None = None
) -> ClientConnection:
    """The way a page goes: session, ticket, socket, welcome."""
    options: dict[str, Any] = {"headers": {"Origin": url}}
    if tls is not None:
        options["ssl"] = tls
    async with http.post(f"{url}/api/v1/session", json={}, **options) as answer:
        assert answer.status == 200
    async with http.post(f"{url}/api/v1/tickets", json={"room": "lobby"}, **options) as answer:
        ticket = (await answer.json())["ticket"]
    socket_url = f"ws{url.removeprefix('http')}/ws"
    link = await connect(socket_url, ssl=tls, origin=url, subprotocols=["vbranch.v1"])  # type: ignore[arg-type, list-item]
    await link.send(json.dumps({"type": "join", "ticket": ticket, "name": NAME}))
    assert json.loads(await link.recv())["type"] == "welcome"
    return link


async def until_closed(link: ClientConnection) -> tuple[int | None, list[dict[str, Any]]]:
    """The close code and the JSON messages before it."""
    said: list[dict[str, Any]] = []
    try:
        while True:
            message = await link.recv()
            if isinstance(message, str):
                said.append(json.loads(message))
    except ConnectionClosed as closed:
        return (closed.rcvd.code if closed.rcvd else None), said


async def test_a_visitor_enters_and_is_told_to_come_back(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    async with http.get(f"{server.url}/readyz") as answer:
        assert await answer.json() == {"status": "ready"}
    link = await enter(http, server.url)
    server.signal(signal.SIGTERM)
    code, said = await until_closed(link)
    assert code == 1012
    assert [m["retry_after"] >= 0 for m in said if m["type"] == "goodbye"] == [True]
    assert await asyncio.to_thread(server.wait) == 0
    assert [r["event"] for r in server.records()][-2:] == ["stopping", "stopped"]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port))


async def test_restart_on_the_same_port_and_data(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    link = await enter(http, server.url)
    server.kill()
    assert (await until_closed(link))[0] is None
    await asyncio.to_thread(server.restart)
    await (await enter(http, server.url)).close()  # the cookie's session has outlived the process


async def test_a_start_brings_the_audit_s_head_up_and_says_when_it_does_not_fit(
    server: ServerProcess,
) -> None:
    """A crash leaves it behind; what does not fit stays as it is and keeps no visitor out."""
    head = server.data_dir / "audit.head"
    server.kill()
    stores = open_stores(server.data_dir)
    entry = AuditEntry(1, None, "operator", "x", AuditOutcome.DONE)
    record = await stores.audit.append(entry)
    await stores.close()
    head.write_text(json.dumps({"count": 0, "hash": "00" * 32}))
    await asyncio.to_thread(server.restart)
    assert json.loads(head.read_text()) == {"count": 1, "hash": record.hash.hex()}
    assert "audit_head_does_not_fit" not in {r["event"] for r in server.records()}
    server.kill()
    head.write_text(other := json.dumps({"count": 7, "hash": "00" * 32}))
    await asyncio.to_thread(server.restart)
    assert head.read_text() == other
    assert "audit_head_does_not_fit" in {r["event"] for r in server.records()}


async def test_no_log_line_says_who_or_what(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    link = await enter(http, server.url)
    await link.send(json.dumps({"type": "chat", "id": "c" * 8, "text": "my account is 4711"}))
    await http.get(f"{server.url}/none/Bergen?city=Oslo")
    await http.get(f"{server.url}/api/v1/scenes/Trondheim")
    await http.post(f"{server.url}/api/v1/tickets", data=b"Stavanger")
    cookies = [cookie.value for cookie in http.cookie_jar]
    await link.close()
    server.stop()
    text = "\n".join(server.lines)
    routes = {(r["method"], r["route"]) for r in server.records() if r["event"] == "request"}
    assert ("GET", "/api/v1/scenes/{room}") in routes
    assert ("GET", "-") in routes
    places = ("Bergen", "Oslo", "Trondheim", "Stavanger")
    for private in (NAME, "Øyås", "4711", "127.0.0.1", *places, *cookies):
        assert private not in text


async def test_second_signal_ends_it_at_once(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    link = await enter(http, server.url)
    assert link.transport is not None
    link.transport.pause_reading()  # a client that never answers the close keeps it waiting
    server.signal(signal.SIGINT)
    await asyncio.to_thread(server.wait_for, "stopping")
    server.signal(signal.SIGINT)
    assert await asyncio.to_thread(server.wait) == 128 + signal.SIGINT
    assert server.records()[-1]["event"] == "stopped_at_once"
    link.transport.abort()
    await link.wait_closed()


def test_port_in_use_is_one_line(launch: Launch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = launch(wait=False, port=port)
        assert server.wait() == 1
    assert [line for line in server.lines if not line.startswith("{")] == [
        f"vbranch serve: port {port} is in use; stop what uses it or choose another with --port"
    ]


def test_data_folder_in_use_is_one_line(launch: Launch, shared_server: ServerProcess) -> None:
    second = launch(wait=False, data_dir=shared_server.data_dir)
    assert second.wait() == 1
    (line,) = [line for line in second.lines if not line.startswith("{")]
    assert "is in use by another server" in line


def test_branch_that_cannot_be_opened_says_why(launch: Launch, tmp_path: Path) -> None:
    folder = tmp_path / "my-branch"
    folder.mkdir()
    (folder / "branch.toml").write_text('format = 1\nname = "Bank"\n', "utf-8")
    server = launch("--branch-dir", str(folder), wait=False)
    assert server.wait() == 1
    told = [line for line in server.lines if not line.startswith("{")]
    assert told
    assert all(line.startswith(f"vbranch serve: {folder}") for line in told)


def test_wrong_setting_is_one_line_and_status_2(launch: Launch) -> None:
    server = launch("--tls-port", "many", wait=False, env={"VBRANCH_TRUSTED_PROXY": "10.0.0.0/8"})
    assert server.wait() == 2
    assert server.lines == [
        "vbranch serve: --tls-port: 'many' is not a whole number; "
        "right would be a number from 0 (any free one) to 65535"
    ]


def test_misspelt_variable_is_told_and_the_server_starts(launch: Launch) -> None:
    server = launch(env={"VBRANCH_TRUSTED_PROXY": "10.0.0.0/8"})
    assert server.lines[0].startswith("vbranch serve: VBRANCH_TRUSTED_PROXY is not a setting")


def test_bot_key_is_made_once_for_the_owner_alone(server: ServerProcess) -> None:
    path = server.data_dir / "bot.key"
    key = path.read_text("utf-8")
    assert len(key.strip()) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    server.restart()
    assert path.read_text("utf-8") == key
    assert key.strip() not in "\n".join(server.lines)


async def test_metrics_tell_of_the_room(
    shared_server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    link = await enter(http, shared_server.url)
    async with http.get(f"{shared_server.url}/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        text = await answer.text()
    assert 'vbranch_entries_total{outcome="accepted",room="lobby"} 1.0' in text
    assert "process_open_fds" in text
    assert "Øyås" not in text
    await link.close()


async def test_metrics_can_be_closed(launch: Launch, http: aiohttp.ClientSession) -> None:
    server = launch(env={"VBRANCH_METRICS_ALLOW": "10.0.0.0/8"})
    async with http.get(f"{server.url}/metrics") as answer:
        assert answer.status == 404


def test_descriptor_limit_is_raised(shared_server: ServerProcess) -> None:
    limits = Path(f"/proc/{shared_server.pid}/limits").read_text()
    (line,) = [line for line in limits.splitlines() if line.startswith("Max open files")]
    soft, hard = line.split()[3:5]
    assert soft == hard


async def test_lan_has_https_beside_http(
    launch: Launch, http: aiohttp.ClientSession, free_port: int
) -> None:
    server = launch("--lan", "--tls-port", str(free_port))
    told = "\n".join(server.lines)
    assert "The browser will warn once" in told
    context = ssl.create_default_context(cafile=str(server.data_dir / "tls" / "certificate.pem"))
    secure = f"https://localhost:{free_port}"
    link = await enter(http, secure, context)
    plain = await enter(http, server.url)
    names = {cookie.key: cookie["secure"] for cookie in http.cookie_jar}
    assert names == {"__Host-vbranch_session": True, "vbranch_session": ""}
    server.signal(signal.SIGTERM)
    assert (await until_closed(link))[0] == 1012
    assert (await until_closed(plain))[0] == 1012
    assert await asyncio.to_thread(server.wait) == 0


async def test_lan_listens_on_every_interface_and_otherwise_not(
    launch: Launch, shared_server: ServerProcess, free_port: int
) -> None:
    lan = launch("--lan", "--tls-port", str(free_port))
    assert listening(lan.pid) == {("0.0.0.0", lan.port), ("0.0.0.0", free_port)}
    assert listening(shared_server.pid) == {("127.0.0.1", shared_server.port)}


def listening(pid: int) -> set[tuple[str, int]]:
    """IPv4 sockets in state LISTEN of a process, from /proc."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        target = os.readlink(descriptor)
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = set()
    for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and fields[9] in inodes:
            address, port = fields[1].split(":")
            found.add((socket.inet_ntoa(bytes.fromhex(address)[::-1]), int(port, 16)))
    return found


async def test_socket_of_another_origin_is_refused(shared_server: ServerProcess) -> None:
    async with aiohttp.ClientSession() as http:
        for origin, status in (("http://evil.example", 403), (shared_server.url, 101)):
            headers = {
                "Origin": origin,
                "Connection": "Upgrade",
                "Upgrade": "websocket",
                "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol": "vbranch.v1",
            }
            async with http.get(f"{shared_server.url}/ws", headers=headers) as answer:
                assert answer.status == status
                answer.close()


async def test_visits_of_a_killed_server_are_parted_so_that_their_keys_expire(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    """R-1: without it the key of a visit whose server died would never be destroyed."""
    link = await enter(http, server.url)
    assert homes(server.data_dir) != [None]
    server.kill()
    await until_closed(link)
    await asyncio.to_thread(server.restart)
    assert homes(server.data_dir) == [None]


def homes(data_dir: Path) -> list[str | None]:
    with sqlite3.connect(f"file:{data_dir / 'branch.db'}?mode=ro", uri=True) as database:
        return [row[0] for row in database.execute("SELECT home FROM visits")]


async def test_a_state_of_other_reducers_is_one_line_with_a_remedy(
    server: ServerProcess, http: aiohttp.ClientSession
) -> None:
    await (await enter(http, server.url)).close()
    await asyncio.to_thread(server.stop)
    with sqlite3.connect(server.data_dir / "branch.db") as database:
        seq = database.execute("SELECT max(seq) FROM log_entries WHERE room='lobby'").fetchone()[0]
        epoch = database.execute("SELECT epoch FROM room_logs WHERE room='lobby'").fetchone()[0]
        database.execute(
            "INSERT INTO room_states VALUES ('lobby', ?, ?, 999, ?)",
            (seq, epoch, b'{"version": 999}'),
        )
    server.start(wait=False)
    assert await asyncio.to_thread(server.wait) == 1
    assert any("reducers 999" in line and "begin anew" in line for line in server.lines)
    assert not any("Traceback" in line for line in server.lines)


@pytest.mark.parametrize("form", ["console", "json"])
async def test_who_speaks_no_http_is_answered_and_does_not_flood_the_log(
    launch: Launch, form: str
) -> None:
    server = launch("--log-format", form, wait=False)
    await asyncio.to_thread(until_ready, server)
    before = len(server.lines)
    for nonsense in (
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(nonsense)
        assert b" 400 " in await reader.readline()
        writer.close()
    assert await asyncio.to_thread(server.stop) == 0
    said = server.lines[before:]
    assert not any("Traceback" in line or "rror" in line for line in said), said
    assert len(said) <= 8


def until_ready(server: ServerProcess) -> None:
    """``wait_for`` reads JSON; this one reads any form."""
    end = time.monotonic() + 30
    while not any("ready" in line for line in server.lines):
        assert time.monotonic() < end, server.lines
        time.sleep(0.05)
