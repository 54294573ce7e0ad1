"""What staff do holds over a kill, and the audit has all of it: by the public way in."""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
import pytest
from at_desk import beside, hire_kim
from branch_process import BranchProcess
from visitor import COOKIE, Browser, Visitor

WHY = {"reason": "harassment", "text": "asked twice to stop"}
REMOVED, RESUME_REFUSED, BANNED = 4007, 4009, 4011
Vbranch = Callable[..., str]


@pytest.fixture
def vbranch(own_branch: BranchProcess) -> Vbranch:
    """``vbranch("audit", "verify")``: the operator's command beside the server; what it said."""
    return partial(beside, own_branch)


async def asked(browser: Browser, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Status and answer of a request of this browser."""
    headers = {"Origin": browser.url, "Cookie": f"{COOKIE}={browser.cookie}"}
    async with browser.http.request(
        method, f"{browser.url}/api/v1/{path}", json=body, headers=headers
    ) as answer:
        return answer.status, await answer.json()


async def refusal(browser: Browser, path: str, body: Any) -> tuple[int, str, str | None]:
    status, said = await asked(browser, "POST", path, body)
    return status, said["error"]["code"], said["error"].get("until")


async def kill_and_start(branch: BranchProcess) -> None:
    await asyncio.to_thread(branch.kill)
    await asyncio.to_thread(branch.start)


@pytest.mark.slow
async def test_who_is_removed_may_come_again_and_who_is_banned_may_not(
    own_branch: BranchProcess, vbranch: Vbranch, http: aiohttp.ClientSession
) -> None:
    own_branch.start()
    kims = await hire_kim(own_branch, http, "moderator")
    adas, bobs = [await Browser.open(own_branch.url, http) for _ in range(2)]
    kim = await Visitor.enter(kims, "Kim")
    ada, bob = await Visitor.enter(adas, "Adalbert"), await Visitor.enter(bobs, "Bobadilla")

    assert (await kim.ask("member.remove", member=ada.member, **WHY))["outcome"] == "accepted"
    assert await ada.ended() == REMOVED
    assert ada.goodbye is not None
    assert ada.goodbye["reason"] == "harassment"
    resumed = await Visitor.resume(own_branch.url, ada.welcome["resume"])
    assert await resumed.ended() == RESUME_REFUSED
    ada = await Visitor.enter(adas, "Adalbert")

    ban = {"member": bob.member, "seconds": 600, "network": True, **WHY}
    assert (await kim.ask("member.ban", **ban))["outcome"] == "accepted"
    assert await bob.ended() == BANNED
    room, nothing = {"room": "lobby"}, Browser(own_branch.url, http, "", "visitor")
    status, code, until = await refusal(bobs, "tickets", room)
    assert (status, code) == (403, "banned")
    assert until is not None
    assert await refusal(nothing, "session", {}) == (403, "banned", until)

    await kill_and_start(own_branch)
    assert await refusal(bobs, "tickets", room) == (403, "banned", until)
    assert await refusal(nothing, "session", {}) == (403, "banned", until)
    resumed = await Visitor.resume(own_branch.url, bob.welcome["resume"])
    assert await resumed.ended() == RESUME_REFUSED
    _, bans = await asked(kims, "GET", "staff/bans")
    (shown,) = bans["bans"]
    assert (await asked(kims, "DELETE", f"staff/bans/{shown['ban']}"))[0] == 200
    assert await bobs.ticket()

    records = [json.loads(line) for line in vbranch("audit", "show", "--json").splitlines()]
    told = [(r["act"], r["outcome"]) for r in records if r["act"].startswith("member.")]
    acts = ("member.remove", "member.ban", "member.unban")
    assert told == [(act, outcome) for act in acts for outcome in ("asked", "accepted")]
    assert vbranch("audit", "verify").startswith("whole: ")
    kept = json.dumps(records) + own_branch.said()
    assert not any(word in kept for word in ("Adalbert", "Bobadilla", '127.0.0.1"'))


async def test_whatever_was_acknowledged_is_in_a_whole_audit_after_kills(
    own_branch: BranchProcess, vbranch: Vbranch, http: aiohttp.ClientSession
) -> None:
    """The server is killed amid acts, again and again; each time it begins with a whole chain."""
    own_branch.start()
    kims = await hire_kim(own_branch, http, "moderator")
    acknowledged: set[str] = set()
    for after in (4, 9):
        kim = await Visitor.enter(kims, "Kim")
        posted = [
            await kim.post("chat.slow", seconds=after * 10 + n, **WHY) for n in range(after + 10)
        ]
        await kim.until(lambda kim=kim, n=after: len(kim.acks) >= n, "the first acks")  # type: ignore[misc]
        await asyncio.to_thread(own_branch.kill)
        await kim.ended()
        acknowledged |= {c for c in posted if kim.acks.get(c, {}).get("outcome") == "accepted"}
        assert vbranch("audit", "verify").startswith("whole: ")
        await asyncio.to_thread(own_branch.start)
    assert len(acknowledged) >= 13
    lines = vbranch("audit", "show", "--json", "--limit", "0").splitlines()
    records = [json.loads(line) for line in lines]
    for outcome in ("asked", "accepted"):
        told = {r["command"] for r in records if r["outcome"] == outcome and "command" in r}
        assert acknowledged <= told
