"""Limits that hold for one connection and leave the others alone (rules T-2, H, L)."""

import asyncio
import contextlib
import itertools
import socket
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from branch_process import BOT_KEY, BranchProcess
from visitor import Browser, Enter, Visitor
from websockets.exceptions import InvalidStatus

from vbranch.protocol.constants import TICKET_LIFE_S

LONG_LINE = "😀" * 500


async def test_a_reader_who_stops_is_closed_and_nobody_waits(
    branch: BranchProcess, http: aiohttp.ClientSession, enter: Enter
) -> None:
    """L-1. The sleeper's receive buffer is small, so that the kernel does not hide it for long."""
    watcher = await enter(branch.url, "Watcher", bot=True)
    talkers = await asyncio.gather(*(enter(branch.url, f"Talker {n}", bot=True) for n in range(20)))
    small = socket.create_connection(("127.0.0.1", branch.port))
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sleeper = await Visitor.dial(branch.url, sock=small, max_queue=None)
    browser = await Browser.open(branch.url, http)
    await sleeper.say(type="join", ticket=await browser.ticket(), name="Sleeper", avatar=0)
    await sleeper.until(lambda: sleeper.state, "a state")
    sleeper.socket.transport.pause_reading()

    said: list[str] = []
    closed = asyncio.Event()

    async def talk(talker: Visitor, name: str) -> None:
        for number in itertools.count():
            line = f"{name}-{number}: {LONG_LINE}"[:500]
            said.append(line)
            await talker.insist("chat", text=line)
            if closed.is_set():
                return

    async def wait_for_close() -> None:
        while True:
            async with http.get(branch.url + "/metrics") as answer:
                if 'vbranch_closes_total{code="4005"}' in await answer.text():
                    return
            await asyncio.sleep(0.1)

    async with asyncio.TaskGroup() as group:
        for number, talker in enumerate(talkers):
            group.create_task(talk(talker, str(number)))
        async with asyncio.timeout(60):
            await wait_for_close()
        sleeper.socket.transport.resume_reading()
        closed.set()
    assert await sleeper.ended() == 4005
    await watcher.until(
        lambda: len([t for _, t in watcher.chats() if LONG_LINE[:9] in t]) == len(said),
        "all that was said",
    )
    assert sorted(t for _, t in watcher.chats() if LONG_LINE[:9] in t) == sorted(said)
    again = await Visitor.resume(branch.url, sleeper.welcome["resume"])
    assert again.welcome["resumed"], "who was too slow may resume (C-1)"
    await again.leave()
    await again.done()


async def test_who_floods_is_told_and_then_closed(branch: BranchProcess, enter: Enter) -> None:
    """L-2: beyond the bucket each command gets too_fast; 50 of those in 10 s end it.

    What was taken before is not lost by that: whoever resumes and repeats it gets its outcome.
    """
    flood, other = await enter(branch.url, "Flood"), await enter(branch.url, "Other")
    asked = []
    with contextlib.suppress(Exception):
        for _ in range(200):
            asked.append(await flood.post("exhibit.hotspot", exhibit="welcome-card", hotspot=None))
    assert await flood.ended() == 4008
    refused = {e["id"] for e in flood.errors if e["code"] == "too_fast"}
    assert len(refused) == 50
    assert refused.isdisjoint(flood.acks)
    assert refused.isdisjoint(asked[:30]), "the burst was let through"
    again = await Visitor.resume(branch.url, flood.welcome["resume"])
    ack = await again.insist("exhibit.hotspot", asked[0], exhibit="welcome-card", hotspot=None)
    assert ack["repeat"]
    assert (await other.ask("chat", text="I am calm"))["outcome"] == "accepted"
    await again.leave()
    await again.done()


async def test_chat_has_a_smaller_bucket(branch: BranchProcess, enter: Enter) -> None:
    talker = await enter(branch.url, "Talker")
    for n in range(8):
        await talker.post("chat", text=f"line {n}")
    await talker.until(lambda: len(talker.acks) + len(talker.errors) == 8, "eight answers")
    assert 5 <= len(talker.acks) <= 6
    assert {e["code"] for e in talker.errors} == {"too_fast"}


async def test_a_second_connection_replaces_the_first(
    branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    """H-6: same visit, same member; nobody comes or goes."""
    browser = await Browser.open(branch.url, http)
    first = await Visitor.enter(browser, "Twice")
    second = await Visitor.enter(browser, "Twice")
    assert await first.ended() == 4006
    assert second.member == first.member
    assert [m["member"] for m in second.state["members"]].count(first.member) == 1
    third = await Visitor.resume(branch.url, second.welcome["resume"])
    assert await second.ended() == 4006
    assert third.member == first.member
    await third.leave()
    await third.done()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_foreign_origin_is_refused(branch: BranchProcess, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await Visitor.dial(branch.url, origin=origin)
    assert refused.value.response.status_code == 403


async def test_without_the_subprotocol_there_is_no_upgrade(
    branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(branch.url + "/ws", headers={"Origin": branch.url})
    assert refused.value.status == 400


async def test_a_ticket_is_good_once(branch: BranchProcess, http: aiohttp.ClientSession) -> None:
    browser = await Browser.open(branch.url, http)
    ticket = await browser.ticket()
    first, second = await Visitor.dial(branch.url), await Visitor.dial(branch.url)
    await first.say(type="join", ticket=ticket, name="First", avatar=0)
    await first.until(lambda: first.state, "a state")
    await second.say(type="join", ticket=ticket, name="Second", avatar=0)
    assert await second.ended() == 4002
    assert [e["code"] for e in second.errors] == ["ticket_refused"]
    await first.leave()
    await first.done()


async def test_an_invented_ticket_or_token(branch: BranchProcess) -> None:
    for hello, code in (
        ({"type": "join", "ticket": "A" * 43, "name": "N", "avatar": 0}, 4002),
        ({"type": "resume", "token": "A" * 43}, 4009),
    ):
        stranger = await Visitor.dial(branch.url)
        await stranger.say(**hello)
        assert await stranger.ended() == code


async def test_after_leaving_the_token_is_worth_nothing(
    branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    visitor = await Visitor.enter(await Browser.open(branch.url, http), "Visitor")
    token = visitor.welcome["resume"]
    await visitor.leave()
    again = await Visitor.resume(branch.url, token)
    assert await again.ended() == 4009
    assert [e["code"] for e in again.errors] == ["resume_refused"]


@pytest.mark.slow
async def test_who_says_nothing_and_whose_ticket_is_too_old(
    branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    """H-1 and H-2, which take their time."""
    browser = await Browser.open(branch.url, http)
    ticket = await browser.ticket()
    silent = await Visitor.dial(branch.url)
    assert await silent.ended() == 4001
    await asyncio.sleep(TICKET_LIFE_S)
    late = await Visitor.dial(branch.url)
    await late.say(type="join", ticket=ticket, name="Late", avatar=0)
    assert await late.ended() == 4002


@pytest.fixture
def small_branch(tmp_path: Path, warm_cache: Path, transport: str) -> Iterator[BranchProcess]:
    """The demo branch with rooms for two."""
    process = BranchProcess(tmp_path, warm_cache, capacity=2, transport=transport)
    try:
        process.start()
        yield process
    finally:
        process.end()


async def test_a_full_room_lets_in_who_waits_in_order(
    small_branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    """H-5."""
    url = small_branch.url
    first, second = [
        await Visitor.enter(await Browser.open(url, http, BOT_KEY), f"Member {n}") for n in range(2)
    ]
    line = []
    for n in range(3):
        waiter = await Visitor.dial(url)
        browser = await Browser.open(url, http, BOT_KEY)
        await waiter.say(type="join", ticket=await browser.ticket(), name=f"Waits {n}", avatar=0)
        await waiter.until(lambda w=waiter: w.waiting, "a place in the line")
        line.append(waiter)
    told = [{k: w.waiting[-1][k] for k in ("reason", "capacity", "place")} for w in line]
    assert told == [{"reason": "full", "capacity": 2, "place": n} for n in (1, 2, 3)]
    assert line[-1].waiting[-1]["waiting"] == 3
    assert not any(w.welcome for w in line)

    await first.leave()
    await line[0].until(lambda: line[0].state, "a state")
    await line[1].until(lambda: line[1].waiting[-1]["place"] == 1, "a better place")
    await line[1].drop()
    await line[2].until(lambda: line[2].waiting[-1]["place"] == 1, "the place of who gave up")
    await second.leave()
    await line[2].until(lambda: line[2].state, "a state")
    names = {m["name"] for m in line[2].state["members"]}
    assert names == {"Waits 0", "Waits 2"}
    for person in (line[0], line[2]):
        await person.leave()
    assert small_branch.stop() == 0
