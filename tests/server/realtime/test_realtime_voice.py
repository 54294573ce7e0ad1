"""Voice through the hub (PROTOCOL.md V): two ends and a link, what is passed on and what is not."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from realtime_world import HALL, LOBBY, Person, World, living

from vbranch.access.ice import IceServers
from vbranch.ids import RoomId
from vbranch.ports.stage import StageEars
from vbranch.protocol import messages as m
from vbranch.protocol.constants import MAX_SDP, StaffRole, VoiceSide
from vbranch.protocol.voice_forms import Answer, Offer
from vbranch.realtime.voice import FEWEST_A_TICK, TICKS_TO_TELL, VoiceParts

HERE = (10.0, 0.0, 10.0)
FAR = (35.0, 0.0, 35.0)
OFFER = {"kind": "offer", "sdp": "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendonly\r\n"}
ANSWER = {"kind": "answer", "sdp": "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\n"}
CANDIDATES = {
    "kind": "candidates",
    "candidates": [
        {"candidate": "candidate:1 1 udp 1 192.0.2.7 9 typ host", "mid": "0", "line": 0}
    ],
}


@dataclass
class FakeStage:
    """``Stage`` that writes down what it is told."""

    places: int = 4
    told: list[tuple[str, str, str]] = field(default_factory=list)
    heard: list[tuple[str, m.Signal]] = field(default_factory=list)
    ears: dict[RoomId, StageEars] = field(default_factory=dict)
    doors: bool = False

    def listen(self, room: RoomId, ears: StageEars) -> None:
        self.ears[room] = ears

    def begin(self, room: RoomId, session: str, side: VoiceSide) -> m.StageDoor | None:
        self.told.append(("begin", session, side))
        door = m.StageDoor(url="wss://livekit.example", token=f"token-of-{session}")
        return door if self.doors else None

    def signal(self, session: str, signal: m.Signal) -> None:
        self.heard.append((session, signal))

    def end(self, room: RoomId, session: str, side: VoiceSide) -> None:
        self.told.append(("end", session, side))

    async def stop(self) -> None:
        pass


class Talk:
    """A lobby with Ada, Bob and a moderator beside each other, and what they know of voice."""

    def __init__(self, world: World, stage: FakeStage) -> None:
        self.world, self.stage = world, stage

    async def come(self) -> "Talk":
        self.ada, self.bob = [await self.world.arrive(name) for name in ("Ada", "Bob")]
        self.kim = await self.world.arrive_staff(StaffRole.MODERATOR)
        for person in (self.ada, self.bob, self.kim):
            person.pose(1, HERE)
        await self.pause()
        return self

    async def pause(self) -> None:
        """Long enough for a decision."""
        await self.world.beat(12)

    async def speak(self, *people: Person, group: str | None = None) -> None:
        for person in people:
            person.ask("voice.speak", on=True, group=group)
        await self.pause()

    async def mute(self, person: Person, on: bool = True) -> None:
        self.kim.ask("member.mute", member=person.member, on=on, reason="disturbance")
        await self.world.beat(2)

    def session(self, speaker: Person, hearer: Person) -> str:
        return session_of(speaker, hearer.member, "speaker")


def session_of(person: Person, member: str | None, side: str) -> str:
    sessions = person.last("voice.state")["sessions"]
    (found,) = [s["session"] for s in sessions if (s["member"], s["side"]) == (member, side)]
    return str(found)


def others(person: Person) -> list[tuple[str | None, str]]:
    """With whom, and on which side."""
    states = person.all("voice.state")
    return sorted((s["member"] or "", s["side"]) for s in states[-1]["sessions"]) if states else []


def answers(person: Person) -> dict[str, str]:
    return {told["id"]: told["reason"] or "accepted" for told in person.all("voice.answer")}


def signals(person: Person) -> list[tuple[str, dict[str, Any]]]:
    return [(told["session"], told["data"]) for told in person.all("voice.signalled")]


@pytest.fixture
def parts() -> VoiceParts:
    ice = IceServers(("turn:turn.example",), "a secret of turn servers")
    return VoiceParts(ice=ice, stage=FakeStage())


@pytest.fixture
async def talk(parts: VoiceParts) -> AsyncIterator[Talk]:
    async with living(voice=parts) as world:
        yield await Talk(world, parts.stage).come()


async def test_an_offer_and_an_answer_between_two_who_stand_together(talk: Talk) -> None:
    """V-1 to V-5."""
    ada, bob = talk.ada, talk.bob
    hear = bob.ask("voice.hear", on=True)
    await talk.speak(ada)
    assert answers(bob) == {hear: "accepted"}
    session = talk.session(ada, bob)
    assert session_of(bob, ada.member, "hearer") == session
    assert len(session) >= 20
    ada.ask("voice.signal", session=session, data=OFFER)
    ada.ask("voice.signal", session=session, data=CANDIDATES)
    await talk.world.beat()
    assert signals(bob) == [(session, OFFER), (session, CANDIDATES)]
    bob.ask("voice.signal", session=session, data=ANSWER)
    await talk.world.beat()
    assert signals(ada) == [(session, ANSWER)]
    assert signals(talk.kim) == []
    assert talk.kim.all("voice.state") == [], "who does not hear is told nothing"
    assert talk.world.metric("voice_sessions", room=LOBBY) == 1
    assert talk.world.metric("voice_signals_total") == 3


async def test_ice_servers_come_before_the_first_session(talk: Talk) -> None:
    """V-4."""
    await talk.speak(talk.ada)
    talk.bob.ask("voice.hear", on=True)
    await talk.pause()
    for person in (talk.ada, talk.bob):
        order = person.link.order
        assert order.index("voice.ice") < order.index("voice.state")
        (server,) = person.last("voice.ice")["servers"]
        until = int(server["username"].split(":")[0])
        assert until - talk.world.clock.unix() == pytest.approx(3600, abs=5)
    names = {p.last("voice.ice")["servers"][0]["username"] for p in (talk.ada, talk.bob)}
    assert len(names) == 2
    assert not any(talk.ada.member in name for name in names)
    talk.bob.ask("voice.hear", on=True)
    await talk.world.beat()
    assert len(talk.bob.all("voice.ice")) == 2


async def test_after_a_mute_nothing_is_passed_on(talk: Talk) -> None:
    """V-6: both sides are told, and what they still say goes nowhere."""
    ada, bob = talk.ada, talk.bob
    await talk.speak(ada, bob)
    session = talk.session(ada, bob)
    await talk.mute(ada)
    assert others(ada) == [(bob.member, "hearer")]
    assert others(bob) == [(ada.member, "speaker")]
    assert ada.last("voice.state")["muted"]
    assert not ada.last("voice.state")["speak"]
    asked = [
        ada.ask("voice.signal", session=session, data=OFFER),
        ada.ask("voice.renew", session=session),
    ]
    speak = ada.ask("voice.speak", on=True)
    late = bob.ask("voice.signal", session=session, data=ANSWER)
    await talk.pause()
    assert [answers(ada)[one] for one in asked] == ["no_such_session"] * 2
    assert (answers(ada)[speak], answers(bob)[late]) == ("muted", "no_such_session")
    assert (signals(ada), signals(bob)) == ([], [])
    assert others(bob) == [(ada.member, "speaker")]


async def test_no_longer_muted_they_may_speak_again(talk: Talk) -> None:
    await talk.speak(talk.ada, talk.bob)
    await talk.mute(talk.ada)
    await talk.mute(talk.ada, on=False)
    await talk.pause()
    assert others(talk.ada) == [(talk.bob.member, "hearer")]
    assert talk.ada.last("voice.state")["muted"] is False
    await talk.speak(talk.ada)
    assert (talk.bob.member, "speaker") in others(talk.ada)


async def test_who_was_muted_stays_so_with_another_connection_and_in_another_room(
    talk: Talk,
) -> None:
    await talk.speak(talk.bob)
    await talk.mute(talk.ada)
    talk.ada.link.lose()
    await talk.world.beat()
    again = await talk.world.resume(talk.ada)
    refused = again.ask("voice.speak", on=True)
    await talk.world.beat()
    assert answers(again)[refused] == "muted"
    again.ask("enter", room=HALL)
    await talk.world.beat(3)
    refused = again.ask("voice.speak", on=True)
    await talk.world.beat()
    assert answers(again)[refused] == "muted"


async def test_a_new_connection_knows_nothing_and_the_old_sessions_are_over(talk: Talk) -> None:
    await talk.speak(talk.ada, talk.bob)
    session = talk.session(talk.ada, talk.bob)
    again = await talk.world.resume(talk.ada)
    await talk.world.beat()
    assert others(talk.bob) == []
    assert again.all("voice.state") == []
    await talk.speak(again)
    assert others(again) == [(talk.bob.member, "hearer"), (talk.bob.member, "speaker")]
    assert talk.session(again, talk.bob) != session


@pytest.mark.parametrize("how", ["leave", "lose", "aside.begin", "enter", "walk"])
async def test_whoever_goes_is_heard_no_longer(talk: Talk, how: str) -> None:
    await talk.speak(talk.ada, talk.bob)
    if how == "lose":
        talk.ada.link.lose()
    elif how == "walk":
        talk.ada.pose(2, FAR, jump=2)
    elif how == "enter":
        talk.ada.ask("enter", room=HALL)
    else:
        talk.ada.ask(how)
    await talk.world.beat(1)
    if how == "walk":
        await talk.pause()
    assert others(talk.bob) == []


async def test_who_is_aside_asks_for_nothing_and_is_silent_when_back(talk: Talk) -> None:
    await talk.speak(talk.ada, talk.bob)
    talk.ada.ask("aside.begin")
    await talk.world.beat()
    refused = talk.ada.ask("voice.speak", on=True)
    await talk.world.beat()
    assert answers(talk.ada)[refused] == "aside"
    talk.ada.ask("aside.end")
    await talk.pause()
    assert others(talk.ada) == [(talk.bob.member, "hearer")]


async def test_strangers_guess_nothing(talk: Talk) -> None:
    """V-5."""
    await talk.speak(talk.ada, talk.bob)
    session = talk.session(talk.ada, talk.bob)
    talk.kim.ask("voice.hear", on=True)
    asked = [
        talk.kim.ask("voice.signal", session=session, data=OFFER),
        talk.kim.ask("voice.signal", session="A" * 22, data=OFFER),
        talk.kim.ask("voice.renew", session=session),
    ]
    await talk.world.beat()
    assert {answers(talk.kim)[one] for one in asked} == {"no_such_session"}
    assert signals(talk.bob) == []


async def test_out_of_turn_and_from_the_wrong_side(talk: Talk) -> None:
    """V-5: where one only hears, one can neither offer nor begin anew with the same session."""
    ada, bob = talk.ada, talk.bob
    bob.ask("voice.hear", on=True)
    await talk.speak(ada)
    session = talk.session(ada, bob)
    early = bob.ask("voice.signal", session=session, data=ANSWER)
    wrong = bob.ask("voice.signal", session=session, data=OFFER)
    ada.ask("voice.signal", session=session, data=OFFER)
    twice = ada.ask("voice.signal", session=session, data=OFFER)
    await talk.world.beat()
    assert answers(bob)[early] == answers(bob)[wrong] == answers(ada)[twice] == "out_of_turn"
    assert signals(bob) == [(session, OFFER)]


TWO_WAY = {"kind": "answer", "sdp": ANSWER["sdp"].replace("recvonly", "sendrecv")}
PICTURE = {"kind": "offer", "sdp": OFFER["sdp"] + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"}
LONG = {"kind": "offer", "sdp": OFFER["sdp"] + "a=x\r\n" * (MAX_SDP // 5)}


@pytest.mark.parametrize(
    "data",
    [
        TWO_WAY,
        PICTURE,
        LONG,
        {"kind": "offer", "sdp": ANSWER["sdp"]},
        {"kind": "answer", "sdp": OFFER["sdp"]},
        {"kind": "offer", "sdp": OFFER["sdp"].replace("a=sendonly\r\n", "")},
        {"kind": "offer", "sdp": OFFER["sdp"] + "a=é"},
        {"kind": "candidates", "candidates": []},
        {"kind": "candidates", "candidates": CANDIDATES["candidates"] * 21},
        {"kind": "words", "text": "hello"},
    ],
)
async def test_what_is_no_signal_of_one_sound_one_way_is_bad_form(talk: Talk, data: Any) -> None:
    await talk.speak(talk.ada, talk.bob)
    talk.ada.ask("voice.signal", session=talk.session(talk.ada, talk.bob), data=data)
    await talk.world.beat()
    assert talk.ada.errors() == ["bad_form"]
    assert signals(talk.bob) == []


FIREFOX = """v=0
o=mozilla...THIS_IS_SDPARTA-128.0 5190364137142911407 0 IN IP4 0.0.0.0
s=-
t=0 0
a=sendrecv
a=fingerprint:sha-256 1A:2B:3C:4D:5E:6F:70:81:92:A3:B4:C5:D6:E7:F8:09:1A:2B:3C:4D:5E:6F:70:81:92:A3
a=group:BUNDLE 0
a=ice-options:trickle
a=msid-semantic:WMS *
m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
c=IN IP4 0.0.0.0
a=sendonly
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
a=fmtp:101 0-15
a=ice-pwd:a6f0c2f9a1d2e7d1b7c6c05e8b5b8e3f
a=ice-ufrag:5b1c7d0e
a=mid:0
a=msid:{0d2f7a4e-5c3b-4d7e-9f0a-3b5f6d1c2e4a} {7a1e9c3d-2b4f-4e6a-8c5d-0f1a2b3c4d5e}
a=rtcp-mux
a=rtpmap:109 opus/48000/2
a=rtpmap:9 G722/8000/1
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=setup:actpass
a=ssrc:2231627014 cname:{b8d1f3a5-6c2e-4a7b-9d0f-1e3c5a7b9d2f}
""".replace("\n", "\r\n")


async def test_a_direction_before_the_sound_says_nothing_of_it(talk: Talk) -> None:
    """V-5: Firefox writes `a=sendrecv` for the whole session, and the sound's own overrides it."""
    await talk.speak(talk.ada, talk.bob)
    session = talk.session(talk.ada, talk.bob)
    two_way = FIREFOX.replace("a=sendonly", "a=sendrecv")
    none = FIREFOX.replace("a=sendonly\r\n", "")
    for sdp in (two_way, none, FIREFOX):
        talk.ada.ask("voice.signal", session=session, data={"kind": "offer", "sdp": sdp})
    answer = FIREFOX.replace("a=sendonly", "a=recvonly")
    await talk.world.beat()
    talk.bob.ask("voice.signal", session=session, data={"kind": "answer", "sdp": answer})
    await talk.world.beat()
    assert talk.ada.errors() == ["bad_form"] * 2
    assert signals(talk.bob) == [(session, {"kind": "offer", "sdp": FIREFOX})]
    assert signals(talk.ada) == [(session, {"kind": "answer", "sdp": answer})]


async def test_signals_have_a_limit_of_their_own(talk: Talk) -> None:
    """V-5: many come at once when a conversation begins; a flood is too fast."""
    session = "A" * 22
    for _ in range(200):
        talk.ada.ask("voice.signal", session=session, data=CANDIDATES)
    chat = talk.ada.ask("chat", text="and I can still talk")
    await talk.world.beat()
    assert talk.ada.errors() == []
    assert talk.ada.last("ack")["id"] == chat
    for _ in range(20):
        talk.ada.ask("voice.signal", session=session, data=CANDIDATES)
    await talk.world.beat()
    assert set(talk.ada.errors()) == {"too_fast"}


async def test_staff_who_watch_a_room_do_not_hear_it(talk: Talk) -> None:
    """V-6: they have no body there, so nobody would know who listens; in the room they ask anew."""
    cookie = await talk.world.sign_in(StaffRole.MODERATOR, "noor")
    noor = talk.world.connect(cookie)
    ticket = await talk.world.ticket(cookie)
    noor.link.say({"type": "join", "ticket": ticket, "name": "Noor", "watch": True})
    await talk.speak(talk.ada, talk.bob)
    asked = [noor.ask("voice.hear", on=True), noor.ask("voice.speak", on=True, group=None)]
    await talk.pause()
    assert [answers(noor)[one] for one in asked] == ["aside", "aside"]
    assert others(noor) == []
    noor.ask("aside.end")
    await talk.world.beat(2)
    noor.pose(1, HERE)
    await talk.pause()
    assert others(noor) == []
    noor.ask("voice.hear", on=True)
    await talk.pause()
    assert [side for _, side in others(noor)] == ["hearer", "hearer"]
    noor.ask("aside.begin")
    await talk.pause()
    assert others(noor) == []


async def test_nobody_fills_the_line_of_the_other_side(talk: Talk) -> None:
    """V-5: what one can make the other side receive is far less than what closes them (L-1)."""
    await talk.speak(talk.ada, talk.bob)
    session = talk.session(talk.ada, talk.bob)
    long = {"candidate": "candidate:" + "x" * 290, "mid": "0", "line": 0}
    talk.ada.ask("voice.signal", session=session, data=OFFER)
    many = {"kind": "candidates", "candidates": [long] * 20}
    asked = [talk.ada.ask("voice.signal", session=session, data=many) for _ in range(30)]
    await talk.world.beat()
    assert [answers(talk.ada)[one] for one in asked[3:]] == ["too_many"] * 27
    heard = [told for told in talk.bob.link.told if told["type"] == "voice.signalled"]
    assert len(json.dumps(heard)) < 32_000


async def test_a_session_that_carries_nothing_is_renewed(talk: Talk) -> None:
    """V-6: after a change of network."""
    await talk.speak(talk.ada, talk.bob)
    session = talk.session(talk.ada, talk.bob)
    soon = talk.bob.ask("voice.renew", session=session)
    await talk.world.beat()
    assert answers(talk.bob)[soon] == "too_soon"
    await talk.world.beat(10, seconds=0.6)
    asked = talk.bob.ask("voice.renew", session=session)
    await talk.world.beat()
    assert answers(talk.bob)[asked] == "accepted"
    assert talk.session(talk.ada, talk.bob) != session


# ---- closed groups -------------------------------------------------------------------------------


async def test_a_closed_group_is_heard_by_nobody_else(talk: Talk) -> None:
    """V-7, V-8."""
    await talk.speak(talk.ada, talk.bob)
    opened = talk.kim.ask("voice.group", members=[talk.ada.member])
    await talk.world.beat()
    assert answers(talk.kim)[opened] == "accepted"
    assert others(talk.bob) == []
    circle = talk.ada.last("voice.state")["group"]
    assert (circle["opener"], set(circle["members"])) == (
        talk.kim.member,
        {talk.kim.member, talk.ada.member},
    )
    await talk.speak(talk.ada, talk.kim, group=circle["group"])
    await talk.speak(talk.bob)
    assert others(talk.ada) == [(talk.kim.member, "hearer"), (talk.kim.member, "speaker")]
    assert others(talk.bob) == []
    talk.ada.ask("voice.ungroup")
    await talk.pause()
    assert others(talk.ada) == [(talk.bob.member, "hearer")], "silent outside"
    assert talk.kim.last("voice.state")["group"] is None


async def test_after_a_restart_nobody_speaks_into_the_open_who_was_in_a_group(talk: Talk) -> None:
    talk.kim.ask("voice.group", members=[talk.ada.member])
    await talk.world.beat()
    group = talk.ada.last("voice.state")["group"]["group"]
    world = talk.world
    world.hub._rhythm.start()
    await world.hub.stop()
    await world.start()
    again = await world.resume(talk.ada)
    refused = again.ask("voice.speak", on=True, group=group)
    await world.beat()
    assert answers(again)[refused] == "other_group"


async def test_visitors_open_no_groups_and_speak_from_no_stage(talk: Talk) -> None:
    talk.ada.ask("voice.group", members=[talk.bob.member])
    talk.ada.ask("voice.stage", on=True)
    await talk.world.beat()
    assert talk.ada.errors() == ["not_allowed", "not_allowed"]


async def test_nobody_who_is_aside_or_away_is_taken_into_a_group(talk: Talk) -> None:
    talk.ada.ask("aside.begin")
    talk.bob.link.lose()
    await talk.world.beat(2)
    asked = [talk.kim.ask("voice.group", members=[p.member]) for p in (talk.ada, talk.bob)]
    await talk.world.beat()
    assert [answers(talk.kim)[one] for one in asked] == ["no_such_member"] * 2


# ---- the stage -----------------------------------------------------------------------------------


async def test_the_stage_carries_one_to_all(talk: Talk) -> None:
    """V-9: with the speaker, and with those who hear, the server's stage is the other side."""
    talk.ada.ask("voice.hear", on=True)
    talk.ada.pose(2, FAR, jump=2)
    talk.kim.ask("voice.stage", on=True)
    await talk.pause()
    mine = session_of(talk.kim, None, "speaker")
    hers = session_of(talk.ada, None, "hearer")
    assert talk.stage.told == [("begin", mine, "speaker"), ("begin", hers, "hearer")]
    assert talk.ada.last("voice.state")["stage"] == talk.kim.member
    talk.kim.ask("voice.signal", session=mine, data=OFFER)
    await talk.world.beat()
    assert talk.stage.heard == [(mine, Offer(**OFFER))]
    ears = talk.stage.ears[LOBBY]
    ears.signalled(mine, Answer(**ANSWER))
    ears.signalled(hers, Offer(**OFFER))
    ears.signalled(hers, Offer(**OFFER))
    ears.signalled("A" * 22, Offer(**OFFER))
    assert signals(talk.kim) == [(mine, ANSWER)]
    assert signals(talk.ada) == [(hers, OFFER)]


async def test_whoever_may_not_speak_is_taken_off_the_stage(talk: Talk) -> None:
    talk.ada.ask("voice.hear", on=True)
    host = await talk.world.arrive_staff(StaffRole.HOST, "hana")
    host.ask("voice.stage", on=True)
    await talk.pause()
    mine, hers = session_of(host, None, "speaker"), session_of(talk.ada, None, "hearer")
    host.ask("aside.begin")
    await talk.world.beat()
    assert talk.stage.told[-2:] == [("end", mine, "speaker"), ("end", hers, "hearer")]
    assert talk.ada.last("voice.state")["stage"] is None
    assert others(talk.ada) == []


async def test_when_the_stage_is_lost_it_begins_anew_or_is_over(talk: Talk) -> None:
    talk.ada.ask("voice.hear", on=True)
    talk.kim.ask("voice.stage", on=True)
    await talk.pause()
    before = session_of(talk.ada, None, "hearer")
    talk.stage.ears[LOBBY].lost(True)
    assert session_of(talk.ada, None, "hearer") != before
    talk.stage.ears[LOBBY].lost(False)
    assert talk.kim.last("voice.state")["stage"] is None


async def test_another_server_has_a_door_and_a_token_for_each(talk: Talk) -> None:
    talk.stage.doors = True
    talk.kim.ask("voice.stage", on=True)
    await talk.pause()
    (session,) = talk.kim.last("voice.state")["sessions"]
    assert session["door"] == {
        "url": "wss://livekit.example",
        "token": f"token-of-{session['session']}",
    }


# ---- where it is off, and what is kept -----------------------------------------------------------


async def test_where_voice_is_off_nothing_of_it_is_done() -> None:
    async with living(voice=VoiceParts(on=False)) as world:
        ada = await world.arrive("Ada")
        asked = [ada.ask("voice.hear", on=True), ada.ask("voice.speak", on=True)]
        await world.beat(12)
        assert [answers(ada)[one] for one in asked] == ["off", "off"]
        assert ada.all("voice.ice") == ada.all("voice.state") == []


async def test_nothing_of_voice_is_in_the_log(talk: Talk) -> None:
    before = await talk.world.records()
    await talk.speak(talk.ada, talk.bob)
    session = talk.session(talk.ada, talk.bob)
    talk.ada.ask("voice.signal", session=session, data=OFFER)
    talk.kim.ask("voice.group", members=[talk.ada.member])
    talk.kim.ask("voice.ungroup")
    talk.kim.ask("voice.stage", on=True)
    await talk.pause()
    assert await talk.world.records() == before


async def test_a_defect_of_voice_stops_nothing_else(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.speak(talk.ada)
    broken = talk.world.hub.rooms[LOBBY].voice._voices
    monkeypatch.setattr(broken, "decide", lambda *a: 1 / 0)
    chat = talk.ada.ask("chat", text="still here")
    await talk.pause()
    assert talk.ada.last("ack")["id"] == chat
    assert talk.ada.link.code is None


# ---- many at once --------------------------------------------------------------------------------


def told_of(people: list[Person]) -> list[Person]:
    """Who knows of a session."""
    return [one for one in people if others(one)]


async def decided(world: World, people: list[Person]) -> None:
    """All speak side by side; to the tick in which that is decided."""
    for person in people:
        person.pose(1, HERE)
    await world.beat(2)
    for person in people:
        person.ask("voice.speak", on=True)
    async with asyncio.timeout(20):
        while not told_of(people):
            await world.beat()


async def test_what_is_decided_is_told_within_a_few_ticks(parts: VoiceParts) -> None:
    """V-3: not to all in one tick, and to all before it is decided again."""
    async with living(capacity=60, voice=parts) as world:
        people = [await world.arrive(f"P{number}") for number in range(40)]
        await decided(world, people)
        assert len(told_of(people)) == FEWEST_A_TICK
        await world.beat(TICKS_TO_TELL - 1)
        assert told_of(people) == people
        for person in people:
            heard = [side for _, side in others(person)].count("speaker")
            assert heard <= 16
            assert others(person).count((person.member, "hearer")) == 0


async def test_nobody_hears_of_a_session_by_its_signals_first(parts: VoiceParts) -> None:
    """V-5."""
    async with living(capacity=60, voice=parts) as world:
        people = [await world.arrive(f"P{number}") for number in range(40)]
        await decided(world, people)
        by_member = {person.member: person for person in people}
        knows = told_of(people)
        speaker, hearer = next(
            (one, by_member[member])
            for one in knows
            for member, side in others(one)
            if side == "speaker" and by_member[member] not in knows
        )
        session = session_of(speaker, hearer.member, "speaker")
        speaker.ask("voice.signal", session=session, data=OFFER)
        world.hub.drain()
        assert hearer.link.order[-2:] == ["voice.state", "voice.signalled"]
        assert session_of(hearer, speaker.member, "hearer") == session


async def test_what_is_taken_away_is_told_at_once_also_to_who_was_about_to_be_told(
    parts: VoiceParts,
) -> None:
    """V-6."""
    async with living(capacity=60, voice=parts) as world:
        people = [await world.arrive(f"P{number}") for number in range(40)]
        await decided(world, people)
        leaver = next(one for one in people if one not in told_of(people))
        leaver.ask("leave")
        await world.beat(TICKS_TO_TELL)
        for person in people:
            if person is not leaver:
                assert leaver.member not in [member for member, _ in others(person)]
        assert len(told_of(people)) == len(people) - 1


# ---- who is near because of it -----------------------------------------------------------------


async def test_who_is_heard_and_who_belongs_together_are_shown_to_the_crowd(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I-4."""
    lane, shown = talk.world.hub.rooms[LOBBY].lane, list[tuple[object, ...]]()
    monkeypatch.setattr(lane, "show_close", lambda *close: shown.append(close))
    ada, bob, kim = talk.ada, talk.bob, talk.kim
    await talk.speak(ada, bob)
    assert shown[-1] == ([], [ada.slot, bob.slot], {})
    kim.ask("voice.group", members=[bob.member])
    await talk.pause()
    assert shown[-1] == ([], [ada.slot], dict.fromkeys((kim.slot, bob.slot), 1)), (
        "who is in a closed group is heard in it alone"
    )
    kim.ask("voice.ungroup")
    await talk.pause()
    kim.ask("voice.stage", on=True)
    await talk.pause()
    assert shown[-1] == ([kim.slot], [ada.slot], {})
    ada.link.lose()
    kim.ask("voice.stage", on=False)
    await talk.pause()
    assert shown[-1] == ([], [], {})


async def test_the_crowd_is_told_no_more_often_than_it_can_matter(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many begin to speak."""
    lane, shown = talk.world.hub.rooms[LOBBY].lane, list[tuple[object, ...]]()
    monkeypatch.setattr(lane, "show_close", lambda *close: shown.append(close))
    for n in range(16):
        talk.ada.ask("voice.speak", on=n % 2 == 0, group=None)
        await talk.world.beat()
    assert 1 <= len(shown) <= 4, "sixteen ticks, every fourth"
