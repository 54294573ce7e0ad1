"""Staff who come by an identity provider: two real servers, a browser's cookies, sockets.

What the provider can lie about is tested in ``tests/server/web``; here is what holds between the
processes: how far a session reaches, and that other sites and old secrets reach nothing.
"""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from visitor import COOKIE, Browser, Visitor, socket_url
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol
from yarl import URL

from identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from server_process import ServerProcess, find_free_port
from vbranch.protocol.constants import SUBPROTOCOL, Close

STAFF = "/api/v1/staff"


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory,
    warm_cache: Path,
    _identity_provider: IdentityProvider,
) -> Iterator[ServerProcess]:
    """A server whose staff come by the provider alone."""
    data = tmp_path_factory.mktemp("house") / "data"
    data.mkdir()
    (data / "cache").symlink_to(warm_cache, target_is_directory=True)
    env = {
        "VBRANCH_OIDC_ISSUER": _identity_provider.issuer,
        "VBRANCH_OIDC_CLIENT_ID": CLIENT_ID,
        "VBRANCH_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "VBRANCH_OIDC_ROLES": "Hosts=host, Watch=moderator",
        "VBRANCH_STAFF_PASSWORDS": "false",
        "VBRANCH_LOG_LEVEL": "debug",
    }
    process = ServerProcess(data, find_free_port(), (), env)
    try:
        process.start()
        yield process
    finally:
        process.end()


@pytest.fixture
async def people(identity_provider: IdentityProvider) -> IdentityProvider:
    await identity_provider.person("hanna", name="Hanna Host", roles=["Hosts"])
    await identity_provider.person("mona", name="Mona Moderator", roles=["Watch"])
    return identity_provider


async def sign_in(
    house: ServerProcess, http: aiohttp.ClientSession, people: IdentityProvider, subject: str
) -> Browser:
    """By the way that a browser takes; the session's cookie."""
    async with http.get(house.url + f"{STAFF}/oidc/start", allow_redirects=False) as start:
        (kept,) = start.cookies.values()
        back = await people.consent(start.headers["Location"], subject)
    assert str(back).startswith(house.url)
    header = {"Cookie": f"{kept.key}={kept.value}"}
    async with http.get(back, headers=header, allow_redirects=False) as answer:
        assert answer.status == 200, await answer.text()
        return Browser(house.url, http, answer.cookies[COOKIE].value, "staff")


async def ask(browser: Browser, method: str, path: str, **headers: str) -> tuple[int, str]:
    """Status, and the code of an error."""
    body = None if method == "GET" else {}
    sent = {"Origin": browser.url, "Cookie": f"{COOKIE}={browser.cookie}", **headers}
    async with browser.http.request(method, browser.url + path, json=body, headers=sent) as answer:
        said = await answer.json()
        return answer.status, said.get("error", {}).get("code", "")


async def test_a_host_stands_in_the_room_with_a_badge(
    house: ServerProcess, http: aiohttp.ClientSession, people: IdentityProvider
) -> None:
    browser = await sign_in(house, http, people, "hanna")
    host = await Visitor.enter(browser, "Hanna")
    visitor = await Visitor.enter(await Browser.open(house.url, http), "Guest")
    (seen,) = [one for one in visitor.state["members"] if one["member"] == host.member]
    assert (seen["role"], seen["staff"]) == ("staff", "host")
    for locked in (True, False):
        acted = await host.ask("room.lock", locked=locked, reason="other")
        assert acted["outcome"] == "accepted"
    told = len(visitor.errors)
    await visitor.post("room.lock", locked=True, reason="other")
    await visitor.until(lambda: visitor.error("not_allowed", after=told), "the refusal")
    for one in (host, visitor):
        await one.leave()


async def test_signing_out_ends_cookie_socket_ticket_and_resume_token(
    house: ServerProcess, http: aiohttp.ClientSession, people: IdentityProvider
) -> None:
    browser = await sign_in(house, http, people, "hanna")
    host = await Visitor.enter(browser, "Hanna")
    resume, spare = host.welcome["resume"], await browser.ticket()
    assert await ask(browser, "POST", f"{STAFF}/sign-out") == (200, "")
    signed_out = time.monotonic()
    assert await host.ended() == Close.SIGNED_OUT
    assert time.monotonic() - signed_out < 1.5  # a second, and what a busy machine takes
    assert await ask(browser, "GET", f"{STAFF}/me") == (401, "no_session")
    assert await ask(browser, "POST", "/api/v1/tickets") == (401, "no_session")
    for message, code in (
        ({"type": "join", "ticket": spare, "name": "Thief", "avatar": 3}, Close.TICKET_REFUSED),
        ({"type": "resume", "token": resume}, Close.RESUME_REFUSED),
    ):
        thief = await Visitor.dial(house.url)
        await thief.say(**message)
        assert await thief.ended() == code


async def test_a_ticket_is_not_good_twice(
    house: ServerProcess, http: aiohttp.ClientSession, people: IdentityProvider
) -> None:
    browser = await sign_in(house, http, people, "hanna")
    ticket = await browser.ticket()
    join = {"type": "join", "ticket": ticket, "name": "Hanna", "avatar": 3}
    first, second = await Visitor.dial(house.url), await Visitor.dial(house.url)
    await first.say(**join)
    await first.until(lambda: first.state, "a state")
    await second.say(**join)
    assert await second.ended() == Close.TICKET_REFUSED
    await first.leave()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_another_sites_page_does_nothing_in_staffs_name(
    house: ServerProcess,
    http: aiohttp.ClientSession,
    people: IdentityProvider,
    headers: dict[str, str],
) -> None:
    browser = await sign_in(house, http, people, "mona")
    cookie = {"Cookie": f"{COOKIE}={browser.cookie}"}
    for method, path in (
        ("POST", "/api/v1/tickets"),
        ("POST", f"{STAFF}/sign-out"),
        ("DELETE", f"{STAFF}/sessions/x"),
        ("DELETE", f"{STAFF}/bans/x"),
    ):
        async with http.request(
            method, house.url + path, json={}, headers={**cookie, **headers}
        ) as answer:
            assert (answer.status, (await answer.json())["error"]["code"]) == (403, "origin")
    assert await ask(browser, "GET", f"{STAFF}/me") == (200, "")


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_another_sites_page_opens_no_socket(house: ServerProcess, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(
            socket_url(house.url),
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            origin=Origin(origin),
            proxy=None,
        )
    assert refused.value.response.status_code == 403


async def test_a_session_outlives_a_killed_server(
    house: ServerProcess, http: aiohttp.ClientSession, people: IdentityProvider
) -> None:
    browser = await sign_in(house, http, people, "mona")
    gone = await sign_in(house, http, people, "hanna")
    assert await ask(gone, "POST", f"{STAFF}/sign-out") == (200, "")
    await asyncio.to_thread(house.kill)
    await asyncio.to_thread(house.start)
    assert await ask(browser, "GET", f"{STAFF}/me") == (200, "")
    assert (await ask(gone, "GET", f"{STAFF}/me"))[0] == 401, "and so does its end"


async def test_a_way_back_that_was_begun_before_a_restart(
    house: ServerProcess, http: aiohttp.ClientSession, people: IdentityProvider
) -> None:
    async with http.get(house.url + f"{STAFF}/oidc/start", allow_redirects=False) as start:
        (kept,) = start.cookies.values()
        back = await people.consent(start.headers["Location"], "hanna")
    await asyncio.to_thread(house.restart)
    header = {"Cookie": f"{kept.key}={kept.value}"}
    async with http.get(back, headers=header, allow_redirects=False) as answer:
        assert answer.status == 400
        assert '<a href="/staff">' in await answer.text()


async def test_the_log_knows_nobody_and_no_secret(
    house: ServerProcess, http: aiohttp.ClientSession, people: IdentityProvider
) -> None:
    begun = len(house.lines)
    browser = await sign_in(house, http, people, "hanna")
    async with http.get(house.url + f"{STAFF}/oidc/start", allow_redirects=False) as start:
        back = await people.consent(start.headers["Location"], "hanna")
    async with http.get(back) as answer:
        assert answer.status == 400
    await asyncio.to_thread(house.restart)  # of a process that has ended every line is there
    said = "\n".join(house.lines[begun:])
    assert '"signed_in"' in said
    assert '"no_sign_in"' in said
    asked = URL(start.headers["Location"]).query
    secrets = [browser.cookie, back.query["code"], asked["state"], asked["nonce"], CLIENT_SECRET]
    for secret in [*secrets, "Hanna", "hanna"]:
        assert secret not in said


async def test_nobody_signs_in_by_password_where_that_is_off(
    house: ServerProcess, http: aiohttp.ClientSession
) -> None:
    async with http.post(
        house.url + f"{STAFF}/sign-in",
        json={"name": "hanna", "password": "correct horse battery"},
        headers={"Origin": house.url},
    ) as answer:
        assert (answer.status, (await answer.json())["error"]["code"]) == (403, "no_passwords")
    async with http.get(house.url + f"{STAFF}/ways") as answer:
        assert await answer.json() == {"password": False, "oidc": f"{STAFF}/oidc/start"}
