"""The HTTP API on the real application, with sessions in memory and a note in the hub's place."""

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from aiohttp import ClientSession
from web_kit import BOT_KEY, BRANCH, SCENE, Branch, Http, Serve, error_of, unsent_limit

from vbranch.ids import AccountId, SessionId
from vbranch.ports.bans import BansUnavailable
from vbranch.ports.sessions import Session, SessionsUnavailable
from vbranch.protocol.constants import Role, StaffRole
from vbranch.realtime.clock import SystemClock
from vbranch.services.bans import BanOrder
from vbranch.services.visits import SESSION_LIFE_S
from vbranch.web import routes
from vbranch.web.connections import Connections
from vbranch.web.listener import Listeners, bind
from vbranch.web.server import create_app


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    return Branch(tmp_path)


@pytest.fixture
async def http(serve: Serve, branch: Branch) -> Http:
    return await serve(branch)


async def test_from_nothing_to_a_ticket(http: Http, branch: Branch) -> None:
    assert await (await http.get("/api/v1/branch")).json() == BRANCH
    opened = await http.post("/api/v1/session", json={})
    assert await opened.json() == {"role": "visitor"}
    answer = await http.post("/api/v1/tickets", json={"room": "lobby"})
    assert answer.headers["Cache-Control"] == "no-store"
    ticket = await answer.json()
    assert ticket["expires_in"] == 30
    admitted = await branch.visits.admit(ticket["ticket"], SystemClock().unix())
    assert admitted is not None
    assert admitted[1] == "lobby"


# ---- hours ------------------------------------------------------------------------------------

MORNING = datetime(2026, 12, 1, 9, tzinfo=timezone(timedelta(hours=9)))


async def test_a_closed_branch_gives_visitors_no_tickets_and_says_when(
    http: Http, branch: Branch
) -> None:
    """H-2."""
    await http.post("/api/v1/session", json={})
    branch.opens = MORNING
    answer = await http.post("/api/v1/tickets", json={"room": "lobby"})
    assert answer.status == 403
    error = (await answer.json())["error"]
    assert (error["code"], error["opens_at"]) == ("closed", "2026-12-01T09:00:00+09:00")
    branch.opens = None
    assert (await http.post("/api/v1/tickets", json={"room": "lobby"})).status == 200


async def test_staff_and_bots_have_no_hours(http: Http, branch: Branch) -> None:
    branch.opens = MORNING
    token, _ = await branch.visits.open_session(Role.BOT, SystemClock().unix())
    staff = await branch.signed_in(StaffRole.ADVISER)
    for cookie in ({"Cookie": f"vbranch_session={token}"}, staff):
        answer = await http.post("/api/v1/tickets", json={"room": "lobby"}, headers=cookie)
        assert answer.status == 200


async def test_the_branch_says_its_hours_and_whether_it_is_open(
    serve: Serve, branch: Branch
) -> None:
    hours = {"timezone": "Asia/Tokyo", "week": []}
    branch.parts = replace(branch.parts, branch={**BRANCH, "hours": hours})
    http = await serve(branch)
    opened = await http.get("/api/v1/branch")
    assert (await opened.json())["hours"] == {**hours, "opens_at": None}
    branch.opens = MORNING
    tag = {"If-None-Match": opened.headers["ETag"]}
    closed = await http.get("/api/v1/branch", headers=tag)
    assert (await closed.json())["hours"]["opens_at"] == "2026-12-01T09:00:00+09:00"
    branch.opens = None
    assert (await http.get("/api/v1/branch", headers=tag)).status == 304


# ---- bans -------------------------------------------------------------------------------------

ADA, ELSEWHERE = "203.0.113.9", "203.0.113.10"


async def put_ban(branch: Branch, session: str, seconds: int, address: str | None = None) -> int:
    """Until when, Unix seconds."""
    now = branch.clock.unix()
    order = BanOrder(SessionId(session), now + seconds, address)
    return int((await branch.bans.put(order, "spam", AccountId("a-kim"), now)).until)


async def test_who_is_banned_gets_no_ticket_and_hears_until_when(
    http: Http, branch: Branch
) -> None:
    """D-8: neither why nor by whom. When the time is over there are tickets again."""
    await http.post("/api/v1/session", json={})
    (cookie,) = http.session.cookie_jar
    session = await branch.visits.session(cookie.value, branch.clock.unix())
    assert session is not None
    until = await put_ban(branch, session.id, 600)
    answer = await http.post("/api/v1/tickets", json={"room": "lobby"})
    assert answer.status == 403
    error = (await answer.json())["error"]
    assert set(error) == {"code", "message", "until"}
    assert error["code"] == "banned"
    assert datetime.fromisoformat(error["until"]).timestamp() == until
    branch.clock.ahead += 600
    assert (await http.post("/api/v1/tickets", json={"room": "lobby"})).status == 200


async def test_the_cookie_lasts_as_long_as_a_session_that_a_ban_has_made_longer(
    http: Http, branch: Branch
) -> None:
    """D-8: asking for the session that one has renews it, and makes no other."""
    opened = await http.post("/api/v1/session", json={})
    cookie = opened.cookies["vbranch_session"]
    assert int(cookie["max-age"]) <= SESSION_LIFE_S
    session = await branch.visits.session(cookie.value, branch.clock.unix())
    assert session is not None
    await branch.sessions.extend(session.id, branch.clock.unix() + 30 * 86_400)
    again = (await http.post("/api/v1/session", json={})).cookies["vbranch_session"]
    assert again.value == cookie.value
    assert 30 * 86_400 - 5 <= int(again["max-age"]) <= 30 * 86_400
    assert (again["httponly"], again["samesite"]) == (True, "Strict")


async def test_a_banned_address_opens_no_session_and_those_that_there_are_go_on(
    serve: Serve, tmp_path: Path
) -> None:
    """D-8: whoever was here before from there is not the one who was banned."""
    branch = Branch(tmp_path, trust=True)
    http = await serve(branch)
    banned, other = {"X-Forwarded-For": ADA}, {"X-Forwarded-For": ELSEWHERE}
    opened = await http.post("/api/v1/session", json={}, headers=banned)
    known = {"Cookie": f"vbranch_session={opened.cookies['vbranch_session'].value}"}
    http.session.cookie_jar.clear()
    await put_ban(branch, "s-ada", 600, ADA)
    refused = await http.post("/api/v1/session", json={}, headers=banned)
    assert await error_of(refused) == (403, "banned")
    assert "Set-Cookie" not in refused.headers
    assert (await http.post("/api/v1/session", json={}, headers=other)).status == 200
    http.session.cookie_jar.clear()
    ticket = await http.post("/api/v1/tickets", json={"room": "lobby"}, headers=banned | known)
    assert ticket.status == 200
    bot = banned | {"Authorization": f"Bearer {BOT_KEY}"}
    assert (await http.post("/api/v1/session", json={}, headers=bot)).status == 200
    http.session.cookie_jar.clear()
    branch.clock.ahead += 600
    assert (await http.post("/api/v1/session", json={}, headers=banned)).status == 200


async def test_bans_that_cannot_be_read_admit_nobody(
    http: Http, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unavailable(*_: object) -> None:
        raise BansUnavailable

    await http.post("/api/v1/session", json={})
    monkeypatch.setattr(branch.bans, "of", unavailable)
    monkeypatch.setattr(branch.bans, "at", unavailable)
    answer = await http.post("/api/v1/tickets", json={"room": "lobby"})
    assert await error_of(answer) == (503, "try_again")
    http.session.cookie_jar.clear()
    answer = await http.post("/api/v1/session", json={})
    assert await error_of(answer) == (503, "try_again")


async def test_cookie_over_http(http: Http) -> None:
    answer = await http.post("/api/v1/session", json={})
    (cookie,) = answer.headers.getall("Set-Cookie")
    name, attributes = cookie.split("=", 1)[0], cookie.split("; ")[1:]
    assert name == "vbranch_session"
    assert set(attributes) >= {"HttpOnly", "Path=/", "SameSite=Strict"}
    assert "Secure" not in attributes
    assert not any(part.startswith("Domain") for part in attributes)
    assert answer.headers["Cache-Control"] == "no-store"


async def test_cookie_over_https_of_a_trusted_proxy(serve: Serve, tmp_path: Path) -> None:
    http = await serve(Branch(tmp_path, trust=True))
    answer = await http.post("/api/v1/session", json={}, headers={"X-Forwarded-Proto": "https"})
    (cookie,) = answer.headers.getall("Set-Cookie")
    assert cookie.startswith("__Host-vbranch_session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
    assert answer.headers["Strict-Transport-Security"] == "max-age=86400"


async def test_untrusted_word_of_https_changes_nothing(http: Http) -> None:
    answer = await http.post("/api/v1/session", json={}, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in answer.headers


async def test_session_is_kept(http: Http) -> None:
    assert "Set-Cookie" in (await http.post("/api/v1/session", json={})).headers
    again = await http.post("/api/v1/session", json={})
    assert again.status == 200
    assert "Set-Cookie" not in again.headers


async def test_staff_session_is_not_made_a_visitors(http: Http, branch: Branch) -> None:
    cookie = await branch.signed_in(StaffRole.HOST)
    assert await (await http.post("/api/v1/session", json={}, headers=cookie)).json() == {
        "role": "staff"
    }


async def test_bot_key_makes_a_bot(http: Http) -> None:
    await http.post("/api/v1/session", json={})
    key = {"Authorization": f"Bearer {BOT_KEY}"}
    answer = await http.post("/api/v1/session", json={}, headers=key)
    assert await answer.json() == {"role": "bot"}
    assert "Set-Cookie" in answer.headers


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer", "", f"Basic {BOT_KEY}", "Bearer é"])
async def test_wrong_bot_key_is_an_error(http: Http, header: str) -> None:
    answer = await http.post("/api/v1/session", json={}, headers={"Authorization": header})
    assert await error_of(answer) == (401, "bad_key")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("cookie", ["", "vbranch_session=", "vbranch_session=x", "other=1"])
async def test_ticket_without_session(http: Http, cookie: str) -> None:
    headers = {"Cookie": cookie} if cookie else {}
    answer = await http.post("/api/v1/tickets", json={"room": "lobby"}, headers=headers)
    assert await error_of(answer) == (401, "no_session")


async def test_ticket_for_no_room(http: Http) -> None:
    await http.post("/api/v1/session", json={})
    answer = await http.post("/api/v1/tickets", json={"room": "vault"})
    assert await error_of(answer) == (404, "no_such_room")
    assert await error_of(await http.get("/api/v1/scenes/vault")) == (404, "no_such_room")


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (b"", "bad_json", None),
        (b"{", "bad_json", None),
        (b'{"room": "\xff"}', "bad_json", None),
        (b"[" * 60_000, "bad_json", None),
        (b'{"room": NaN}', "bad_form", "room"),
        (b"[]", "bad_form", None),
        (b"{}", "bad_form", "room"),
        (b'{"room": 1}', "bad_form", "room"),
        (b'{"room": "Not A Slug"}', "bad_form", "room"),
        (b'{"room": "lobby", "more": 1}', "bad_form", "more"),
    ],
)
async def test_bad_bodies(http: Http, body: bytes, code: str, field: str | None) -> None:
    await http.post("/api/v1/session", json={})
    headers = {"Content-Type": "application/json"}
    answer = await http.post("/api/v1/tickets", data=body, headers=headers)
    assert await error_of(answer) == (400, code)
    assert (await answer.json())["error"].get("field") == field


async def test_body_of_another_type(http: Http) -> None:
    answer = await http.post("/api/v1/session", data=b"{}", headers={"Content-Type": "text/plain"})
    assert await error_of(answer) == (415, "bad_type")


async def test_body_that_is_packed(http: Http) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = await http.post("/api/v1/session", data=gzip.compress(b"{}"), headers=headers)
    assert await error_of(answer) == (415, "bad_coding")


async def test_body_that_does_not_come(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "BODY_S", 0.1)
    came = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await came.wait()

    answer = await http.post(
        "/api/v1/session", data=slowly(), headers={"Content-Type": "application/json"}
    )
    assert await error_of(answer) == (408, "too_slow")
    assert answer.headers["Connection"] == "close"
    came.set()


async def test_body_too_big_by_its_word_and_by_its_bytes(http: Http) -> None:
    headers = {"Content-Type": "application/json"}
    big = b'{"a": "' + b"x" * 65_536 + b'"}'
    assert await error_of(await http.post("/api/v1/session", data=big, headers=headers)) == (
        413,
        "too_big",
    )

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b" " * 4096

    answer = await http.post("/api/v1/session", data=chunks(), headers=headers)
    assert await error_of(answer) == (413, "too_big")


async def test_pages_of_other_origins_may_not_post(http: Http) -> None:
    answer = await http.post("/api/v1/session", json={}, headers={"Origin": "http://evil.example"})
    assert await error_of(answer) == (403, "origin")
    assert "Set-Cookie" not in answer.headers
    own = str(http.make_url("/")).rstrip("/")
    assert (await http.post("/api/v1/session", json={}, headers={"Origin": own})).status == 200


async def test_session_that_asks_too_often(http: Http) -> None:
    await http.post("/api/v1/session", json={})
    codes = [(await http.post("/api/v1/tickets", json={"room": "lobby"})) for _ in range(60)]
    last = codes[-1]
    assert await error_of(last) == (429, "too_fast")
    assert last.headers["Retry-After"] == "1"


async def test_address_is_limited_and_another_is_not(serve: Serve, tmp_path: Path) -> None:
    http = await serve(Branch(tmp_path, people=1, trust=True))

    async def ask(address: str) -> int:
        headers = {"X-Forwarded-For": address}
        return (await http.get("/api/v1/branch", headers=headers)).status

    assert {await ask("198.51.100.1") for _ in range(60)} == {200, 429}
    assert await ask("198.51.100.2") == 200
    assert {await ask(f"2001:db8::{n:x}") for n in range(60)} == {200, 429}  # one /64
    assert await ask("2001:db8:0:1::1") == 200


async def test_an_office_may_come_at_once_and_a_mill_may_not(serve: Serve, tmp_path: Path) -> None:
    http = await serve(Branch(tmp_path, people=1))
    http.session.cookie_jar.clear()
    statuses = []
    for _ in range(10):
        statuses.append((await http.post("/api/v1/session", json={})).status)
        http.session.cookie_jar.clear()
    assert statuses[:6] == [200] * 6
    assert statuses[-1] == 429
    key = {"Authorization": f"Bearer {BOT_KEY}"}  # bots have a limit of their own
    assert (await http.post("/api/v1/session", json={}, headers=key)).status == 200


async def test_documents_have_tags(http: Http) -> None:
    first = await http.get("/api/v1/scenes/lobby")
    assert await first.json() == SCENE
    assert first.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert (await http.get("/api/v1/scenes/lobby", headers=tag)).status == 304
    assert (await http.get("/api/v1/branch", headers=tag)).status == 200


async def test_sessions_that_cannot_be_reached(http: Http, branch: Branch) -> None:
    async def broken(token: bytes, session: Session) -> None:
        raise SessionsUnavailable

    branch.sessions.add_session = broken  # type: ignore[method-assign]
    answer = await http.post("/api/v1/session", json={})
    assert await error_of(answer) == (503, "try_again")
    assert answer.headers["Retry-After"] == "1"


async def test_socket_gets_the_believed_address(serve: Serve, tmp_path: Path) -> None:
    branch = Branch(tmp_path, trust=True)
    http = await serve(branch)
    await http.get("/ws", headers={"X-Forwarded-For": "6.6.6.6, 198.51.100.1"})
    assert branch.socket_addresses == ["198.51.100.1"]


async def test_socket_is_handed_on_as_the_system_makes_them(branch: Branch) -> None:
    """What HTTP has set on it, for its own downloads, is no business of the rooms'."""
    connections = Connections()
    listeners = Listeners(create_app(branch.parts, connections), connections)
    bound = bind("127.0.0.1", 0)
    await listeners.open([bound])
    async with ClientSession() as client:
        await client.get(f"http://127.0.0.1:{bound.port}/ws")
    await listeners.close()
    with socket.socket() as fresh:
        assert branch.unsent_limits == [unsent_limit(fresh)]


async def test_health(http: Http, branch: Branch) -> None:
    assert (await http.get("/healthz")).status == 200
    assert (await http.get("/readyz")).status == 200
    branch.reason = "the log cannot be written"
    answer = await http.get("/readyz")
    assert answer.status == 503
    assert await answer.json() == {"status": "not_ready", "reason": "the log cannot be written"}
    assert (await http.get("/healthz")).status == 200


async def test_metrics_for_loopback_only(serve: Serve, tmp_path: Path) -> None:
    http = await serve(Branch(tmp_path, trust=True))
    assert (await http.get("/metrics")).status == 200
    answer = await http.get("/metrics", headers={"X-Forwarded-For": "198.51.100.1"})
    assert await error_of(answer) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 503),
        ("GET", "/none", 404),
        ("DELETE", "/api/v1/session", 405),
        ("GET", "/api/v1/branch", 200),
        ("POST", "/api/v1/tickets", 401),
        ("GET", "/healthz", 200),
        ("GET", "/ws", 426),
    ],
)
async def test_every_answer_has_the_security_headers(
    http: Http, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path, json={} if method == "POST" else None)
    assert answer.status == status
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]
    assert "xr-spatial-tracking=(self)" in answer.headers["Permissions-Policy"]
    assert answer.headers["Server"] == "vbranch"
    if status == 405:
        assert answer.headers["Allow"] == "POST"


async def test_defect_is_answered_without_its_words(http: Http, branch: Branch) -> None:
    async def broken(token: bytes, session: Session) -> None:
        raise RuntimeError("Ann lives in Bergen")

    branch.sessions.add_session = broken  # type: ignore[method-assign]
    answer = await http.post("/api/v1/session", json={})
    assert await error_of(answer) == (500, "internal")
    assert "Bergen" not in json.dumps(await answer.json())
