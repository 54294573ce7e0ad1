"""``vbranch staff`` beside a server that runs: real processes on one database."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import aiohttp
import pyotp
import pytest
from branch_process import clean_environment
from visitor import COOKIE, Browser, Visitor

from server_process import ServerProcess

PASSWORD = "correct horse battery"
SIGNED_OUT = 4010
Staff = Callable[..., str]


@pytest.fixture
def staff(server: ServerProcess) -> Staff:
    """``staff("add", "ana", …, stdin="…")``: the command's words, beside the server."""

    def run(*words: str, stdin: str = "") -> str:
        command = [sys.executable, "-m", "vbranch", "staff", *words]
        done = subprocess.run(
            [*command, "--data-dir", str(server.data_dir)],
            env=clean_environment(),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    return run


@pytest.fixture
def ana(staff: Staff) -> None:
    staff("add", "ana", "--role", "host", "--password-stdin", stdin=PASSWORD + "\n")


async def sign_in(
    server: ServerProcess, http: aiohttp.ClientSession, password: str = PASSWORD, **fields: str
) -> tuple[int, dict[str, Any], str]:
    """The status, what it said, and the cookie."""
    async with http.post(
        server.url + "/api/v1/staff/sign-in",
        json={"name": "ana", "password": password, **fields},
        headers={"Origin": server.url, "User-Agent": "Firefox/140.0", "Connection": "close"},
    ) as answer:
        cookie = answer.cookies.get(COOKIE)
        return answer.status, await answer.json(), cookie.value if cookie else ""


LATE_S = 10.0
"""That it looks every half second the hub's tests hold; a busy machine takes its time."""


async def test_who_is_added_signs_in_and_who_is_revoked_is_out_within_a_second(
    server: ServerProcess, staff: Staff, ana: None, http: aiohttp.ClientSession
) -> None:
    status, _, cookie = await sign_in(server, http)
    assert status == 200
    (session,) = json.loads(staff("sessions", "--json"))
    assert session["login"] == "ana"
    host = await Visitor.enter(Browser(server.url, http, cookie, "staff"), "Ana")
    await asyncio.to_thread(staff, "revoke", "ana")
    revoked = time.monotonic()
    assert await host.ended() == SIGNED_OUT
    assert time.monotonic() - revoked < LATE_S
    async with http.post(
        server.url + "/api/v1/tickets",
        json={"room": "lobby"},
        headers={"Origin": server.url, "Cookie": f"{COOKIE}={cookie}"},
    ) as answer:
        assert answer.status == 401
    assert (await sign_in(server, http))[0] == 200


@pytest.mark.slow
async def test_who_is_disabled_is_out_and_stays_out_until_enabled(
    server: ServerProcess, staff: Staff, ana: None, http: aiohttp.ClientSession
) -> None:
    _, _, cookie = await sign_in(server, http)
    host = await Visitor.enter(Browser(server.url, http, cookie, "staff"), "Ana")
    await asyncio.to_thread(staff, "disable", "ana")
    assert await host.ended() == SIGNED_OUT
    assert (await sign_in(server, http))[0] == 401
    staff("enable", "ana")
    assert (await sign_in(server, http))[0] == 200


async def test_a_lock_outlives_a_killed_server_and_ends_by_enable(
    server: ServerProcess, staff: Staff, ana: None, http: aiohttp.ClientSession
) -> None:
    with closing(sqlite3.connect(server.data_dir / "branch.db")) as database:
        database.execute("UPDATE staff_accounts SET failures = 12")  # as after an hour of guessing
        database.commit()
    assert (await sign_in(server, http, "wrong password"))[0] == 401
    server.kill()
    server.start()
    status, said, _ = await sign_in(server, http)
    assert (status, said["error"]["code"]) == (429, "locked")
    staff("enable", "ana")
    assert (await sign_in(server, http))[0] == 200


@pytest.mark.slow
async def test_a_second_factor_given_beside_the_server_is_asked_for(
    server: ServerProcess, staff: Staff, ana: None, http: aiohttp.ClientSession
) -> None:
    secret = staff("totp", "ana").split("shown only now: ")[1].split()[0]
    status, said, _ = await sign_in(server, http)
    assert (status, said["error"]["code"]) == (401, "code_needed")
    code = pyotp.TOTP(secret).now()
    assert (await sign_in(server, http, code=code))[0] == 200
    status, said, _ = await sign_in(server, http, code=code)
    assert (status, said["error"]["code"]) == (401, "code_wrong")


@pytest.mark.slow
async def test_commands_at_once_beside_visitors_disturb_nobody(
    server: ServerProcess, staff: Staff, http: aiohttp.ClientSession
) -> None:
    visitor = await Visitor.enter(await Browser.open(server.url, http), "Visitor")
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(staff, "add", f"name{n}", "--role", "host") for n in range(3)]
        while not all(one.done() for one in done):
            said = await visitor.ask("chat", text="hello")
            assert said["outcome"] == "accepted"
            await asyncio.sleep(1.0)  # as fast as people may talk
    assert all("is a host now" in one.result() for one in done)
    assert len(json.loads(staff("list", "--json"))) == 3
    assert visitor.close_code is None


@pytest.mark.slow
async def test_neither_names_nor_passwords_are_in_the_log(
    server: ServerProcess, staff: Staff, ana: None, http: aiohttp.ClientSession
) -> None:
    for password in (PASSWORD, "a wrong password", "another wrong one"):
        await sign_in(server, http, password)
    staff("disable", "ana")
    await sign_in(server, http)
    assert server.stop() == 0
    log = os.linesep.join(server.lines)
    assert "sign_in_refused" in log
    for word in (PASSWORD, "wrong password", "another wrong one", '"ana"', "Firefox"):
        assert word not in log
