"""Voice through a real server (PROTOCOL.md V): who may signal to whom, and that nothing is kept."""

from typing import Any

import aiohttp
from branch_process import BOT_KEY, BranchProcess
from visitor import Browser, Enter, Visitor

from server_process import Launch

ADDRESS = "198.51.100.77"
SDP = f"v=0\r\no=- 4815162342 2 IN IP4 {ADDRESS}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
OFFER = {"kind": "offer", "sdp": SDP + "a=ice-pwd:kumquatkumquatkumquat\r\na=sendonly\r\n"}
ANSWER = {"kind": "answer", "sdp": SDP + "a=ice-pwd:mandarinmandarin\r\na=recvonly\r\n"}
NEEDLES = (ADDRESS.encode(), b"4815162342", b"kumquat", b"mandarin")


async def told(visitor: Visitor, kind: str, **fields: Any) -> dict[str, Any]:
    """The first message of voice that is like this."""

    def found() -> dict[str, Any] | None:
        wanted = {"type": kind, **fields}.items()
        return next((one for one in visitor.voice if wanted <= one.items()), None)

    found_one: dict[str, Any] = await visitor.until(found, f"{kind} {fields}")
    return found_one


async def session_with(visitor: Visitor, other: Visitor, side: str) -> str:
    def found() -> str | None:
        states = [one for one in visitor.voice if one["type"] == "voice.state"]
        sessions = states[-1]["sessions"] if states else []
        wanted = (other.member, side)
        return next((s["session"] for s in sessions if (s["member"], s["side"]) == wanted), None)

    session: str = await visitor.until(found, "a session")
    return session


async def two_of(branch: BranchProcess, http: aiohttp.ClientSession) -> tuple[Visitor, Visitor]:
    """Beside each other: a branch has few places at which people appear."""
    first = await Visitor.enter(await Browser.open(branch.url, http, BOT_KEY), "Ada")
    second = await Visitor.enter(await Browser.open(branch.url, http, BOT_KEY), "Bob")
    for visitor in (first, second):
        await visitor.stand(first.welcome["place"]["position"])
    return first, second


async def test_signals_reach_the_other_side_and_are_kept_nowhere(
    own_branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    own_branch.start()
    ada, bob = await two_of(own_branch, http)
    await bob.post("voice.hear", on=True)
    await ada.post("voice.speak", on=True)
    session = await session_with(ada, bob, "speaker")
    assert await session_with(bob, ada, "hearer") == session
    await ada.post("voice.signal", session=session, data=OFFER)
    assert (await told(bob, "voice.signalled"))["data"] == OFFER
    await bob.post("voice.signal", session=session, data=ANSWER)
    assert (await told(ada, "voice.signalled"))["data"] == ANSWER
    assert own_branch.metric("vbranch_voice_sessions")['{room="lobby"}'] == 1

    await ada.leave()
    await bob.until(lambda: bob.voice[-1].get("sessions") == [], "the end of the session")
    late = await bob.post("voice.signal", session=session, data=ANSWER)
    assert (await told(bob, "voice.answer", id=late))["reason"] == "no_such_session"
    await bob.leave()
    assert own_branch.stop() == 0
    kept = [p.read_bytes() for p in own_branch.data_dir.rglob("*") if p.is_file()]
    for needle in NEEDLES:
        assert not any(needle in one for one in kept)
        assert needle not in own_branch.said().encode()


async def test_where_voice_is_off_there_is_none(launch: Launch, enter: Enter) -> None:
    server = launch(env={"VBRANCH_VOICE": "false"})
    ada = await enter(server.url, "Ada")
    asked = await ada.post("voice.speak", on=True)
    assert (await told(ada, "voice.answer", id=asked))["reason"] == "off"
    assert [one["type"] for one in ada.voice] == ["voice.answer"]
