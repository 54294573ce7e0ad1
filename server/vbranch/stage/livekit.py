"""A LiveKit server as the stage: this server gives tokens for it, and puts out who may not speak.

Each time that somebody speaks to all has a LiveKit room of its own, with a name made by chance, so
that a token of an earlier time leads nowhere. Who somebody is, LiveKit does not learn.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import structlog
from aiohttp import ClientError, ClientTimeout
from livekit.api import (
    AccessToken,
    DeleteRoomRequest,
    LiveKitAPI,
    RoomParticipantIdentity,
    TwirpError,
    VideoGrants,
)

from vbranch.ids import RoomId
from vbranch.ports.stage import StageEars
from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.messages import Signal, StageDoor

TOKEN_LIFE: Final = timedelta(minutes=5)  # to come in by; who is in stays
CALL_S: Final = 5.0
TRIES: Final = 3
PAUSE_S: Final = 1.0

_log = structlog.get_logger(__name__)


class LiveKitStage:
    """``places`` is how many hear it in a room of the branch."""

    def __init__(self, places: int, url: str, key: str, secret: str) -> None:
        self.places = places
        self._url = url
        self._key = key
        self._secret = secret
        self._rooms: dict[RoomId, str] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._api: LiveKitAPI | None = None

    def listen(self, room: RoomId, ears: StageEars) -> None:
        """LiveKit and the pages settle everything between themselves."""

    def begin(self, room: RoomId, session: str, side: VoiceSide) -> StageDoor | None:
        if side is VoiceSide.SPEAKER:
            self._rooms[room] = f"vbranch-{secrets.token_urlsafe(12)}"
        return StageDoor(url=self._url, token=self._token(self._rooms[room], session, side))

    def signal(self, session: str, signal: Signal) -> None:
        """A page has nothing to say here."""

    def end(self, room: RoomId, session: str, side: VoiceSide) -> None:
        name = self._rooms.get(room)
        if name is None:
            return
        if side is VoiceSide.SPEAKER:
            del self._rooms[room]
            self._call(lambda api: api.room.delete_room(DeleteRoomRequest(room=name)))
        else:
            who = RoomParticipantIdentity(room=name, identity=session)
            self._call(lambda api: api.room.remove_participant(who))

    async def stop(self) -> None:
        for task in self._calls:
            task.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        if self._api is not None:
            await self._api.aclose()

    def _token(self, name: str, session: str, side: VoiceSide) -> str:
        speaks = side is VoiceSide.SPEAKER
        grants = VideoGrants(
            room_join=True,
            room=name,
            can_publish=speaks,
            can_publish_sources=["microphone"] if speaks else None,
            can_subscribe=not speaks,
            can_publish_data=False,
            can_update_own_metadata=False,
            hidden=not speaks,
        )
        token = AccessToken(self._key, self._secret).with_identity(session).with_ttl(TOKEN_LIFE)
        return token.with_grants(grants).to_jwt()

    def _call(self, what: Callable[[LiveKitAPI], Awaitable[Any]]) -> None:
        task = asyncio.get_running_loop().create_task(self._insist(what))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _insist(self, what: Callable[[LiveKitAPI], Awaitable[Any]]) -> None:
        """Pages have been told already; this also ends those that do not listen."""
        for tried in range(1, TRIES + 1):
            if self._api is None:
                timeout = ClientTimeout(total=CALL_S)
                self._api = LiveKitAPI(self._url, self._key, self._secret, timeout=timeout)
            try:
                await what(self._api)
            except TwirpError as fault:
                if fault.code == "not_found":  # they are gone already
                    return
                _log.warning("livekit_refused", code=fault.code, tried=tried)
            except (ClientError, TimeoutError) as fault:
                _log.warning("livekit_not_reached", fault=type(fault).__name__, tried=tried)
            else:
                return
            await asyncio.sleep(PAUSE_S * tried)
