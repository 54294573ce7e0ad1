"""Staff's HTTP API: signing in and out, sessions, accounts, by the rights of each role."""

import asyncio
from dataclasses import replace
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pyotp
import pytest
from web_kit import PASSWORD, Branch, Http, Serve, error_of

from vbranch.access.policy import Permission, allows
from vbranch.access.second_factor import new_secret
from vbranch.ids import RoomId
from vbranch.ports.sessions import SessionsUnavailable
from vbranch.ports.staff import StaffUnavailable
from vbranch.protocol.constants import Role, StaffRole
from vbranch.services.sealing import Seal

API = "/api/v1/staff"
HANNA = {"name": "hanna", "password": PASSWORD}
WRONG = {"name": "hanna", "password": "wrong horse battery"}


@pytest.fixture
async def branch(tmp_path: Path) -> Branch:
    branch = Branch(tmp_path, trust=True)
    await branch.account("hanna", StaffRole.HOST)
    return branch


@pytest.fixture
async def http(serve: Serve, branch: Branch) -> Http:
    return await serve(branch)


async def sign_in(http: Http, body: dict[str, Any], **headers: str) -> Any:
    return await http.post(f"{API}/sign-in", json=body, headers=headers)


def cookie_of(answer: Any) -> "Morsel[str]":
    (morsel,) = answer.cookies.values()
    return morsel


def carried(answer: Any) -> dict[str, str]:
    """The header of a browser that got this answer."""
    morsel = cookie_of(answer)
    return {"Cookie": f"{morsel.key}={morsel.value}"}


async def test_a_day_of_a_host(http: Http) -> None:
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
    http.session.cookie_jar.clear()
    entered = await sign_in(http, {**HANNA, "name": " Hanna "}, **agent)
    assert entered.status == 200
    assert entered.headers["Cache-Control"] == "no-store"
    me = await (await http.get(f"{API}/me")).json()
    assert me == await entered.json()
    assert (me["login"], me["name"], me["role"]) == ("hanna", "Hanna", "host")
    assert "room.lock" in me["permissions"]
    assert "audit.read" not in me["permissions"]
    (session,) = (await (await http.get(f"{API}/sessions")).json())["sessions"]
    assert (session["label"], session["current"]) == ("Firefox, Linux", True)
    ticket = await http.post("/api/v1/tickets", json={"room": "lobby"})
    assert ticket.status == 200
    assert (await http.post(f"{API}/sign-out", json={})).status == 200
    assert await error_of(await http.get(f"{API}/me")) == (401, "no_session")


async def test_a_day_in_the_audit(http: Http, branch: Branch) -> None:
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
    await sign_in(http, WRONG, **agent)
    entered = await sign_in(http, HANNA, **agent)
    await http.post(f"{API}/sign-out", json={}, headers=carried(entered))
    await branch.parts.staff.close()
    told = [record.entry for record in await branch.audit.read()]
    assert [(one.act, one.name, one.outcome, one.label) for one in told] == [
        ("staff.sign_in", "", "refused", "Firefox, Linux"),
        ("staff.sign_in", "Hanna", "done", "Firefox, Linux"),
        ("staff.sign_out", "Hanna", "done", "Firefox, Linux"),
    ]


async def test_where_signing_in_cannot_be_recorded_nobody_signs_in(
    http: Http, branch: Branch
) -> None:
    await branch.audit.close()
    answer = await sign_in(http, HANNA)
    assert await error_of(answer) == (503, "try_again")
    assert not answer.cookies
    assert await branch.parts.staff.sessions() == []


async def test_the_cookie_of_a_session(http: Http) -> None:
    morsel = cookie_of(await sign_in(http, HANNA))
    assert (morsel.key, morsel["path"]) == ("vbranch_session", "/")
    assert (morsel["httponly"], morsel["samesite"]) == (True, "Strict")
    assert int(morsel["max-age"]) <= 10 * 3600
    secure = cookie_of(await sign_in(http, HANNA, **{"X-Forwarded-Proto": "https"}))
    assert (secure.key, secure["secure"]) == ("__Host-vbranch_session", True)


async def test_every_wrong_way_has_one_answer(http: Http, branch: Branch) -> None:
    await branch.account("dora", StaffRole.HOST, disabled=True)
    await branch.account("olaf", StaffRole.HOST, password=None)
    tries = [
        WRONG,
        {"name": "nobody", "password": PASSWORD},
        {"name": "dora", "password": PASSWORD},
        {"name": "olaf", "password": PASSWORD},
        {"name": "\u200b", "password": PASSWORD},
        {"name": "hanna", "password": "x" * 1000},
    ]
    answers = [await sign_in(http, body) for body in tries]
    assert {answer.status for answer in answers} == {401}
    assert len({await answer.text() for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "hanna"}, "password"),
        ({"password": PASSWORD}, "name"),
        ({**HANNA, "name": ""}, "name"),
        ({**HANNA, "password": "x" * 1025}, "password"),
        ({**HANNA, "code": 123456}, "code"),
        ({**HANNA, "role": "administrator"}, "role"),
    ],
)
async def test_bad_forms_are_no_tries(http: Http, body: dict[str, Any], field: str) -> None:
    answer = await sign_in(http, body)
    error = (await answer.json())["error"]
    assert (answer.status, error["code"], error["field"]) == (400, "bad_form", field)
    assert PASSWORD not in await answer.text()


async def test_the_second_factor(http: Http, branch: Branch) -> None:
    secret = new_secret()
    account = await branch.account("zoe", StaffRole.MODERATOR)
    sealed = Seal(account.id, bytes(32)).close(secret).encode()
    await branch.accounts.set_totp(account.id, sealed)
    zoe = {"name": "zoe", "password": PASSWORD}
    wrong = {"name": "zoe", "password": "wrong"}
    assert await error_of(await sign_in(http, wrong)) == (401, "wrong"), "not even asked for"
    assert await error_of(await sign_in(http, zoe)) == (401, "code_needed")
    code = pyotp.TOTP(secret).at(int(branch.clock.unix()))
    other = f"{(int(code) + 1) % 1000000:06}"
    assert await error_of(await sign_in(http, {**zoe, "code": other})) == (401, "code_wrong")
    assert (await sign_in(http, {**zoe, "code": code})).status == 200
    again = await error_of(await sign_in(http, {**zoe, "code": code}))
    assert again == (401, "code_wrong"), "a code is good once"


async def test_who_signs_in_gets_another_cookie(http: Http, branch: Branch) -> None:
    """Session fixation: whoever knew the browser's session before knows nothing of the new one."""
    prepared = carried(await http.post("/api/v1/session", json={}))
    http.session.cookie_jar.clear()
    entered = carried(await sign_in(http, HANNA, **prepared))
    assert entered != prepared
    assert await branch.session_of(prepared) is None
    http.session.cookie_jar.clear()
    assert (await http.get(f"{API}/me", headers=prepared)).status == 401
    again = carried(await sign_in(http, HANNA, **entered))
    http.session.cookie_jar.clear()
    assert (await http.get(f"{API}/me", headers=entered)).status == 401
    assert (await http.get(f"{API}/me", headers=again)).status == 200


async def test_a_stolen_cookie_is_dead_after_signing_out(http: Http, branch: Branch) -> None:
    stolen = carried(await sign_in(http, HANNA))
    http.session.cookie_jar.clear()
    ticket = await http.post("/api/v1/tickets", json={"room": "lobby"}, headers=stolen)
    held = (await ticket.json())["ticket"]
    out = await http.post(f"{API}/sign-out", json={}, headers=stolen)
    assert cookie_of(out)["max-age"] == "0"
    for method, path in (("GET", f"{API}/me"), ("POST", "/api/v1/tickets")):
        body = {"room": "lobby"} if method == "POST" else None
        answer = await http.request(method, path, json=body, headers=stolen)
        assert await error_of(answer) == (401, "no_session")
    assert await branch.visits.admit(held, branch.clock.unix()) is None, "nor its ticket"


async def test_a_ticket_is_good_once_and_for_half_a_minute(http: Http, branch: Branch) -> None:
    cookie = await branch.signed_in(StaffRole.HOST, "hanna")
    for _ in range(2):
        answer = await http.post("/api/v1/tickets", json={"room": "lobby"}, headers=cookie)
        ticket = (await answer.json())["ticket"]
        branch.clock.ahead += 29
        admitted = await branch.visits.admit(ticket, branch.clock.unix())
        assert admitted is not None
        assert (admitted[0].staff, admitted[1]) == (StaffRole.HOST, RoomId("lobby"))
        assert await branch.visits.admit(ticket, branch.clock.unix()) is None
    answer = await http.post("/api/v1/tickets", json={"room": "lobby"}, headers=cookie)
    branch.clock.ahead += 31
    ticket = (await answer.json())["ticket"]
    assert await branch.visits.admit(ticket, branch.clock.unix()) is None


async def test_a_visitor_who_signs_out_stays_a_visitor(http: Http) -> None:
    await http.post("/api/v1/session", json={})
    answer = await http.post(f"{API}/sign-out", json={})
    assert not answer.cookies
    assert (await http.post("/api/v1/tickets", json={"room": "lobby"})).status == 200


async def test_signing_out_twice(http: Http) -> None:
    await sign_in(http, HANNA)
    for _ in range(2):
        assert (await http.post(f"{API}/sign-out", json={})).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["sign-in", "sign-out", "sessions/x"])
async def test_nothing_is_done_for_another_sites_page(
    http: Http, branch: Branch, path: str, headers: dict[str, str]
) -> None:
    cookie = await branch.signed_in(StaffRole.HOST, "hanna")
    method = "DELETE" if path.startswith("sessions") else "POST"
    body = HANNA if path == "sign-in" else {}
    sent = {**cookie, **headers}
    answer = await http.request(method, f"{API}/{path}", json=body, headers=sent)
    assert await error_of(answer) == (403, "origin")
    assert await branch.session_of(cookie) is not None


async def test_a_form_of_any_page_is_no_sign_in(http: Http) -> None:
    """What a form can send without a page's script has none of the types that we read."""
    for kind in (
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data; boundary=x",
    ):
        answer = await http.post(
            f"{API}/sign-in", data=b'{"name":"hanna"}', headers={"Content-Type": kind}
        )
        assert await error_of(answer) == (415, "bad_type")


async def test_the_right_password_is_refused_while_the_account_is_locked(
    http: Http, branch: Branch
) -> None:
    for _ in range(5):
        assert await error_of(await sign_in(http, WRONG)) == (401, "wrong")
    locked = await sign_in(http, HANNA)
    assert await error_of(locked) == (429, "locked")
    assert locked.headers["Retry-After"] == "1"
    branch.clock.ahead += 1.1
    assert (await sign_in(http, HANNA)).status == 200
    assert (await sign_in(http, WRONG)).status == 401, "and it begins anew"


async def test_the_lock_grows_and_says_how_long(http: Http, branch: Branch) -> None:
    waits = []
    for _ in range(8):
        answer = await sign_in(http, WRONG)
        if answer.status == 429:
            waits.append(int(answer.headers["Retry-After"]))
            branch.clock.ahead += waits[-1]
            assert (await sign_in(http, WRONG)).status == 401
    assert waits == sorted(waits)
    assert waits[-1] >= 4 * waits[0]


async def test_an_unknown_name_is_locked_in_the_same_way(http: Http) -> None:
    for name in ("hanna", "nobody"):
        answers = [await error_of(await sign_in(http, {**WRONG, "name": name})) for _ in range(6)]
        assert answers == [(401, "wrong")] * 5 + [(429, "locked")]


@pytest.mark.slow
async def test_an_address_that_tries_many_names(http: Http) -> None:
    """Where one password is tried on everybody no account is locked; the address is."""
    there = {"X-Forwarded-For": "192.0.2.7"}
    names = [{"name": f"name{n}", "password": "Winter2026!!"} for n in range(31)]
    answers = [await sign_in(http, body, **there) for body in names]
    assert [answer.status for answer in answers] == [401] * 30 + [429]
    right = await sign_in(http, HANNA, **there)
    assert await error_of(right) == (429, "too_fast")
    assert int(right.headers["Retry-After"]) >= 1
    assert (await sign_in(http, HANNA, **{"X-Forwarded-For": "192.0.2.8"})).status == 200


@pytest.mark.slow
async def test_an_ipv6_network_is_one_address(http: Http) -> None:
    statuses = []
    for n in range(31):
        there = {"X-Forwarded-For": f"2001:db8:0:1::{n:x}"}
        body = {"name": f"name{n}", "password": "Winter2026!!"}
        statuses.append((await sign_in(http, body, **there)).status)
    assert statuses == [401] * 30 + [429]


async def test_where_passwords_are_off(serve: Serve, branch: Branch) -> None:
    branch.parts = replace(branch.parts, staff_passwords=False)
    http = await serve(branch)
    assert await error_of(await sign_in(http, HANNA)) == (403, "no_passwords")
    ways = await (await http.get(f"{API}/ways")).json()
    assert ways == {"password": False, "oidc": None}


@pytest.mark.parametrize(
    ("path", "needs"),
    [
        ("me", Permission.CONSOLE_SEE),
        ("sessions", Permission.CONSOLE_SEE),
        ("sessions/all", Permission.SESSIONS_SEE),
        ("accounts", Permission.ACCOUNTS_SEE),
        ("audit", Permission.AUDIT_READ),
        ("bans", Permission.MEMBER_UNBAN),
    ],
)
async def test_who_may_read_what(http: Http, branch: Branch, path: str, needs: Permission) -> None:
    """The one table decides; that some may and some may not keeps this test honest."""
    nobody = await http.get(f"{API}/{path}")
    assert await error_of(nobody) == (401, "no_session")
    statuses = set()
    for role in StaffRole:
        cookie = await branch.signed_in(role)
        answer = await http.get(f"{API}/{path}", headers=cookie)
        assert answer.status == (200 if allows(role, needs) else 403)
        assert answer.headers["Cache-Control"] == "no-store"
        statuses.add(answer.status)
    assert statuses == ({200} if needs is Permission.CONSOLE_SEE else {200, 403})
    for role in (Role.VISITOR, Role.BOT, Role.STAFF):
        token, _ = await branch.visits.open_session(role, branch.clock.unix())
        cookie = {"Cookie": f"vbranch_session={token}"}
        answer = await http.get(f"{API}/{path}", headers=cookie)
        assert await error_of(answer) == (403, "not_allowed")


async def test_a_session_ends_from_another_browser(http: Http, branch: Branch) -> None:
    here = await branch.signed_in(StaffRole.HOST, "hanna")
    there = await branch.signed_in(StaffRole.HOST, "hanna")
    listed = await (await http.get(f"{API}/sessions", headers=here)).json()
    (other,) = [one for one in listed["sessions"] if not one["current"]]
    path = f"{API}/sessions/{other['session']}"
    assert (await http.delete(path, headers=here)).status == 200
    assert await branch.session_of(there) is None
    assert await branch.session_of(here) is not None
    assert await error_of(await http.delete(path, headers=here)) == (404, "no_such_session")
    await branch.parts.staff.close()
    (record,) = await branch.audit.read()
    own = record.entry
    assert (own.act, own.account, own.about) == ("session.revoke", "a-hanna", "a-hanna")


async def test_ones_present_session_ends_with_its_cookie(http: Http, branch: Branch) -> None:
    here = await branch.signed_in(StaffRole.HOST, "hanna")
    session = await branch.session_of(here)
    assert session is not None
    answer = await http.delete(f"{API}/sessions/{session.id}", headers=here)
    assert (answer.status, cookie_of(answer)["max-age"]) == (200, "0")


async def test_only_administrators_end_others_sessions(http: Http, branch: Branch) -> None:
    victim = await branch.signed_in(StaffRole.HOST, "hanna")
    session = await branch.session_of(victim)
    assert session is not None
    path = f"{API}/sessions/{session.id}"
    for role in (StaffRole.HOST, StaffRole.ADVISER, StaffRole.MODERATOR):
        answer = await http.delete(path, headers=await branch.signed_in(role, f"other-{role}"))
        assert await error_of(answer) == (404, "no_such_session")
    assert await branch.session_of(victim) is not None
    admin = await branch.signed_in(StaffRole.ADMINISTRATOR)
    assert (await http.delete(path, headers=admin)).status == 200
    assert await branch.session_of(victim) is None
    asked, done = [record.entry for record in await branch.audit.read()]
    assert (asked.act, asked.name, asked.about) == ("session.revoke", "Administrator", "a-hanna")
    assert (asked.outcome, done.outcome, done.asked) == ("asked", "accepted", 1)
    assert asked.label == "Firefox, Linux", "which of their sessions"


async def test_nothing_is_done_to_others_that_cannot_be_recorded(
    http: Http, branch: Branch
) -> None:
    victim = await branch.signed_in(StaffRole.HOST, "hanna")
    session = await branch.session_of(victim)
    assert session is not None
    admin = await branch.signed_in(StaffRole.ADMINISTRATOR)
    await branch.audit.close()
    answer = await http.delete(f"{API}/sessions/{session.id}", headers=admin)
    assert await error_of(answer) == (503, "try_again")
    assert await branch.session_of(victim) is not None


async def test_a_visitors_session_is_no_session_of_staff(http: Http, branch: Branch) -> None:
    _, visitor = await branch.visits.open_session(Role.VISITOR, branch.clock.unix())
    admin = await branch.signed_in(StaffRole.ADMINISTRATOR)
    answer = await http.delete(f"{API}/sessions/{visitor.id}", headers=admin)
    assert await error_of(answer) == (404, "no_such_session")


async def test_administrators_see_all_sessions_and_whose_they_are(
    http: Http, branch: Branch
) -> None:
    await branch.signed_in(StaffRole.HOST, "hanna")
    admin = await branch.signed_in(StaffRole.ADMINISTRATOR)
    listed = (await (await http.get(f"{API}/sessions/all", headers=admin)).json())["sessions"]
    assert {(one["name"], one["role"], one["current"]) for one in listed} == {
        ("Hanna", "host", False),
        ("Administrator", "administrator", True),
    }


async def test_accounts_are_shown_without_their_secrets(http: Http, branch: Branch) -> None:
    await branch.account("dora", StaffRole.ADVISER, disabled=True, totp=b"sealed-secret")
    for _ in range(5):
        await sign_in(http, WRONG)
    admin = await branch.signed_in(StaffRole.ADMINISTRATOR)
    answer = await http.get(f"{API}/accounts", headers=admin)
    text = await answer.text()
    assert "argon2" not in text
    assert "sealed-secret" not in text
    by_login = {one["login"]: one for one in (await answer.json())["accounts"]}
    dora, hanna = by_login["dora"], by_login["hanna"]
    assert (dora["disabled"], dora["second_factor"], dora["role"]) == (True, True, "adviser")
    assert (hanna["disabled"], hanna["second_factor"], hanna["password"]) == (False, False, True)
    assert dora["locked_until"] is None
    assert hanna["locked_until"] > branch.clock.unix() * 1000


async def test_whoever_is_disabled_is_out(http: Http, branch: Branch) -> None:
    cookie = await branch.signed_in(StaffRole.HOST, "hanna")
    account = await branch.accounts.find_login("hanna")
    assert account is not None
    await branch.accounts.set_disabled(account.id, True)
    assert (await http.get(f"{API}/me", headers=cookie)).status == 401


@pytest.mark.parametrize("fault", [StaffUnavailable, SessionsUnavailable])
async def test_what_cannot_be_done_now(
    http: Http, branch: Branch, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    async def fails(*args: Any, **kwargs: Any) -> None:
        raise fault("disk")

    monkeypatch.setattr(branch.parts.staff, "sign_in", fails)
    answer = await sign_in(http, HANNA)
    assert await error_of(answer) == (503, "try_again")
    assert answer.headers["Retry-After"] == "1"


async def test_a_rush_is_told_to_come_back(http: Http, branch: Branch) -> None:
    """More people at once than passwords can be looked at; nobody's try is counted."""
    await asyncio.gather(*(branch.account(f"name{n}", StaffRole.HOST) for n in range(30)))
    rush = [
        sign_in(
            http, {"name": f"name{n}", "password": PASSWORD}, **{"X-Forwarded-For": f"192.0.2.{n}"}
        )
        for n in range(30)
    ]
    answers = await asyncio.gather(*rush)
    assert {answer.status for answer in answers} == {200, 503}
    busy = next(answer for answer in answers if answer.status == 503)
    assert (await error_of(busy))[1] == "busy"
    assert int(busy.headers["Retry-After"]) >= 1
