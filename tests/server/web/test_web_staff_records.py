"""The audit and the bans as staff read them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from web_kit import Branch, Http, Serve, error_of

from vbranch.access.policy import Permission, allows
from vbranch.ids import AccountId, RoomId, SessionId
from vbranch.ports.audit import AuditEntry, AuditOutcome, AuditRecord
from vbranch.protocol.constants import StaffRole
from vbranch.services.bans import BanOrder

AUDIT, BANS = "/api/v1/staff/audit", "/api/v1/staff/bans"


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    return Branch(tmp_path)


@pytest.fixture
async def http(serve: Serve, branch: Branch) -> Http:
    return await serve(branch)


@pytest.fixture
async def moderator(branch: Branch) -> dict[str, str]:
    return await branch.signed_in(StaffRole.MODERATOR)


def entry(number: int) -> AuditEntry:
    return AuditEntry(
        at=number,
        account=AccountId("a-moderator"),
        name="Moderator",
        act="member.mute",
        outcome=AuditOutcome.DONE,
        about=f"m-{number}",
        room=RoomId("lobby"),
        reason="spam",
    )


async def numbers(http: Http, cookie: dict[str, str], query: str) -> list[int]:
    answer = await http.get(AUDIT + query, headers=cookie)
    assert answer.status == 200, await answer.text()
    return [record["number"] for record in (await answer.json())["records"]]


async def test_a_record_as_it_is(http: Http, branch: Branch, moderator: dict[str, str]) -> None:
    stored = await branch.audit.append(entry(1))
    (record,) = (await (await http.get(AUDIT, headers=moderator)).json())["records"]
    assert record == {
        "number": 1,
        "hash": stored.hash.hex(),
        "at": 1,
        "account": "a-moderator",
        "name": "Moderator",
        "act": "member.mute",
        "outcome": "done",
        "about": "m-1",
        "room": "lobby",
        "reason": "spam",
    }


async def test_whose_account_a_record_is_about(
    http: Http, branch: Branch, moderator: dict[str, str]
) -> None:
    await branch.account("hanna", StaffRole.HOST)
    await branch.audit.append(replace(entry(1), about="a-hanna"))
    await branch.audit.append(replace(entry(2), about=None))
    about, nobody = (await (await http.get(AUDIT, headers=moderator)).json())["records"]
    assert (about["about"], about["about_name"]) == ("a-hanna", "Hanna")
    assert "about_name" not in nobody


async def test_pages_of_the_audit(http: Http, branch: Branch, moderator: dict[str, str]) -> None:
    for number in range(1, 121):
        await branch.audit.append(entry(number))
    assert await numbers(http, moderator, "") == list(range(21, 121))
    assert await numbers(http, moderator, "?before=21") == list(range(1, 21))
    assert await numbers(http, moderator, "?limit=2&before=50") == [48, 49]
    assert await numbers(http, moderator, "?before=1") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?limit=0", "limit"),
        ("?limit=501", "limit"),
        ("?limit=-1", "limit"),
        ("?limit=", "limit"),
        ("?limit=²", "limit"),
        ("?before=0", "before"),
        ("?before=1e3", "before"),
        ("?before=" + "9" * 30, "before"),
    ],
)
async def test_no_numbers(http: Http, moderator: dict[str, str], query: str, field: str) -> None:
    error = (await (await http.get(AUDIT + query, headers=moderator)).json())["error"]
    assert (error["code"], error["field"]) == ("bad_form", field)


async def test_a_spoilt_record_is_shown_as_that(
    http: Http, branch: Branch, moderator: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = AuditRecord(7, "not what we wrote", bytes(32))

    async def read(**_: Any) -> list[AuditRecord]:
        return [spoilt]

    monkeypatch.setattr(branch.audit, "read", read)
    (record,) = (await (await http.get(AUDIT, headers=moderator)).json())["records"]
    assert record == {"number": 7, "hash": "00" * 32, "unreadable": True}


async def banned(branch: Branch, address: str | None = None) -> str:
    by = await branch.accounts.find_login("moderator")
    assert by is not None
    now = branch.clock.unix()
    order = BanOrder(SessionId("a-visitors-session"), now + 600, address)
    return (await branch.bans.put(order, "harassment", by.id, now)).id


async def test_bans_say_nothing_of_whom(
    http: Http, branch: Branch, moderator: dict[str, str]
) -> None:
    first, second = await banned(branch), await banned(branch, "192.0.2.7")
    answer = await http.get(BANS, headers=moderator)
    assert "a-visitors-session" not in await answer.text()
    shown = {one["ban"]: one for one in (await answer.json())["bans"]}
    assert set(shown) == {first, second}
    until = int((branch.clock.unix() + 600) * 1000)
    assert (shown[first]["until"], shown[first]["by"]) == (until, "Moderator")
    assert (shown[first]["reason"], shown[first]["network"]) == ("harassment", False)
    assert shown[second]["network"] is True


async def test_a_ban_is_lifted_and_that_is_recorded(
    http: Http, branch: Branch, moderator: dict[str, str]
) -> None:
    ban = await banned(branch)
    assert (await http.delete(f"{BANS}/{ban}", headers=moderator)).status == 200
    assert await branch.bans.in_force(branch.clock.unix()) == []
    again = await http.delete(f"{BANS}/{ban}", headers=moderator)
    assert await error_of(again) == (404, "no_such_ban")
    said = [
        (one.entry.act, one.entry.about, one.entry.outcome) for one in await branch.audit.read()
    ]
    assert said == [
        ("member.unban", ban, "asked"),
        ("member.unban", ban, "accepted"),
        ("member.unban", ban, "asked"),
        ("member.unban", ban, "refused"),
    ]


async def test_who_may_lift_a_ban(http: Http, branch: Branch, moderator: dict[str, str]) -> None:
    for role in StaffRole:
        path = f"{BANS}/{await banned(branch)}"
        answer = await http.delete(path, headers=await branch.signed_in(role))
        assert answer.status == (200 if allows(role, Permission.MEMBER_UNBAN) else 403)
    assert len(await branch.bans.in_force(branch.clock.unix())) == 2, "host and adviser may not"


async def test_what_cannot_be_recorded_is_not_lifted(
    http: Http, branch: Branch, moderator: dict[str, str]
) -> None:
    ban = await banned(branch)
    await branch.audit.close()
    answer = await http.delete(f"{BANS}/{ban}", headers=moderator)
    assert await error_of(answer) == (503, "try_again")
    assert [one.id for one in await branch.bans.in_force(branch.clock.unix())] == [ban]
    assert await error_of(await http.get(AUDIT, headers=moderator)) == (503, "try_again")


async def test_whoever_is_signed_out_between_check_and_act(
    http: Http, branch: Branch, moderator: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ban, session = await banned(branch), await branch.session_of(moderator)
    assert session is not None
    found = branch.sessions.find_session

    async def find_and_lose(token_hash: bytes, now: float) -> Any:
        known = await found(token_hash, now)
        await branch.sessions.revoke(session.id)
        return known

    monkeypatch.setattr(branch.sessions, "find_session", find_and_lose)
    answer = await http.delete(f"{BANS}/{ban}", headers=moderator)
    assert await error_of(answer) == (401, "no_session")
    assert len(await branch.bans.in_force(branch.clock.unix())) == 1


async def test_a_body_that_says_something_is_not_overlooked(
    http: Http, branch: Branch, moderator: dict[str, str]
) -> None:
    ban = await banned(branch)
    answer = await http.delete(f"{BANS}/{ban}", json={"not": "really"}, headers=moderator)
    assert await error_of(answer) == (400, "bad_form")
    assert len(await branch.bans.in_force(branch.clock.unix())) == 1
