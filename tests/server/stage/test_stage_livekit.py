"""LiveKit as the stage: what its tokens allow, and who is put out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from livekit.api import DeleteRoomRequest, RoomParticipantIdentity, TokenVerifier
from stage_peers import until

from vbranch.ids import RoomId
from vbranch.protocol.constants import VoiceSide
from vbranch.stage import livekit
from vbranch.stage.livekit import LiveKitStage

KEY, SECRET = "key-of-the-branch", "0123456789abcdef0123456789abcdef"
LOBBY, HALL = RoomId("lobby"), RoomId("hall")
SPEAKER, HEARER = VoiceSide.SPEAKER, VoiceSide.HEARER


@dataclass
class FakeLiveKit:
    """Answers two calls; ``status`` of the next answers."""

    calls: list[tuple[str, Any]] = field(default_factory=list)
    status: list[int] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        call = request.match_info["call"]
        claims = TokenVerifier(KEY, SECRET).verify(request.headers["Authorization"].split()[1])
        assert claims.video is not None
        form = {"DeleteRoom": DeleteRoomRequest, "RemoveParticipant": RoomParticipantIdentity}
        self.calls.append((call, form[call].FromString(await request.read())))
        status = self.status.pop(0) if self.status else 200
        if status != 200:
            code = "not_found" if status == 404 else "unavailable"
            return web.json_response({"code": code, "msg": "no"}, status=status)
        return web.Response(body=b"", content_type="application/protobuf")


@dataclass
class Place:
    stage: LiveKitStage
    there: FakeLiveKit

    def claims(self, room: RoomId, session: str, side: VoiceSide) -> dict[str, Any]:
        door = self.stage.begin(room, session, side)
        assert door is not None
        assert door.url.startswith("ws://")
        return jwt.decode(door.token, SECRET, algorithms=["HS256"], issuer=KEY)

    async def called(self, count: int) -> list[tuple[str, Any]]:
        await until(lambda: len(self.there.calls) >= count and not self.stage._calls)
        return self.there.calls


@pytest.fixture
async def place(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    monkeypatch.setattr(livekit, "PAUSE_S", 0.01)
    there = FakeLiveKit()
    app = web.Application()
    app.router.add_post("/twirp/livekit.RoomService/{call}", there.take)
    server = TestServer(app)
    await server.start_server()
    stage = LiveKitStage(100, f"ws://127.0.0.1:{server.port}", KEY, SECRET)
    yield Place(stage, there)
    await stage.stop()
    await server.close()


async def test_only_the_speaker_may_send_and_nothing_but_a_microphone(place: Place) -> None:
    speaker = place.claims(LOBBY, "session-of-speaker", SPEAKER)
    hearer = place.claims(LOBBY, "session-of-hearer", HEARER)
    mine, hers = speaker["video"], hearer["video"]
    assert mine["room"] == hers["room"]
    assert (mine["canPublish"], mine["canPublishSources"]) == (True, ["microphone"])
    assert (hers["canPublish"], hers["canSubscribe"]) == (False, True)
    for grants in (mine, hers):
        assert grants["roomJoin"]
        assert not grants["canPublishData"]
        assert not any(grants.get(name) for name in ("roomAdmin", "roomRecord", "recorder"))
    assert (speaker["sub"], hearer["sub"]) == ("session-of-speaker", "session-of-hearer")
    assert hearer["exp"] - hearer["nbf"] == 300
    assert "name" not in hearer


async def test_each_time_has_a_room_of_its_own(place: Place) -> None:
    """A token of an earlier time leads nowhere."""
    first = place.claims(LOBBY, "session-1", SPEAKER)["video"]["room"]
    place.stage.end(LOBBY, "session-1", SPEAKER)
    second = place.claims(LOBBY, "session-2", SPEAKER)["video"]["room"]
    other = place.claims(HALL, "session-3", SPEAKER)["video"]["room"]
    assert len({first, second, other}) == 3
    assert all(len(name) > 20 for name in (first, second, other))


async def test_whoever_may_speak_no_longer_is_put_out_with_the_room(place: Place) -> None:
    room = place.claims(LOBBY, "session-1", SPEAKER)["video"]["room"]
    place.stage.begin(LOBBY, "session-2", HEARER)
    place.stage.end(LOBBY, "session-1", SPEAKER)
    place.stage.end(LOBBY, "session-2", HEARER)
    ((call, said),) = await place.called(1)
    assert (call, said.room) == ("DeleteRoom", room)


async def test_who_hears_no_longer_is_put_out_alone(place: Place) -> None:
    room = place.claims(LOBBY, "session-1", SPEAKER)["video"]["room"]
    place.stage.begin(LOBBY, "session-2", HEARER)
    place.stage.end(LOBBY, "session-2", HEARER)
    ((call, said),) = await place.called(1)
    assert (call, said.room, said.identity) == ("RemoveParticipant", room, "session-2")


async def test_it_insists_a_while(place: Place) -> None:
    place.there.status = [503, 503]
    place.stage.begin(LOBBY, "session-1", SPEAKER)
    place.stage.end(LOBBY, "session-1", SPEAKER)
    assert [call for call, _ in await place.called(3)] == ["DeleteRoom"] * 3
    place.there.status = [503] * 9
    place.stage.begin(LOBBY, "session-2", SPEAKER)
    place.stage.end(LOBBY, "session-2", SPEAKER)
    assert len(await place.called(6)) == 6


async def test_a_server_that_is_not_there_is_tried_and_given_up(place: Place) -> None:
    place.stage._url = "ws://127.0.0.1:9"
    place.stage.begin(LOBBY, "session-1", SPEAKER)
    place.stage.end(LOBBY, "session-1", SPEAKER)
    await until(lambda: not place.stage._calls)
    assert place.there.calls == []


async def test_who_is_gone_already_is_gone(place: Place) -> None:
    place.there.status = [404]
    place.stage.begin(LOBBY, "session-1", SPEAKER)
    place.stage.end(LOBBY, "session-1", SPEAKER)
    assert len(await place.called(1)) == 1
