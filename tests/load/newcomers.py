"""People who come by the public door and listen, light enough for one process to be a thousand."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final, Self

import aiohttp
import numpy as np

from vbranch.protocol import codec, poses
from vbranch.protocol import messages as m
from vbranch.protocol.constants import SUBPROTOCOL, TICK_HZ, FrameKind

ENTRY_S: Final = 60.0  # after that somebody has not come in


class NotIn(Exception):
    """What the branch said instead of letting somebody in."""


@dataclass
class Newcomer:
    """``took`` is the time from the first request to the whole fresh state, seconds."""

    socket: aiohttp.ClientWebSocketResponse
    welcome: dict[str, Any]
    state: Any
    took: float
    entries: list[Any] = field(default_factory=list)
    gaps: list[tuple[float, float]] = field(default_factory=list)
    """When a frame came, and how long after the one before it."""
    closed: int | None = None

    async def listen(self, *, closely: bool) -> None:
        """Take what comes until the end; ``closely``: look into each frame."""
        last = monotonic()
        async for message in self.socket:
            if closely and message.type is aiohttp.WSMsgType.BINARY:
                now = monotonic()
                self.gaps.append((now, now - last))
                last = now
                found = codec.parse_tick_frame(message.data).entries
                self.entries += [entry for entry in found if entry.seq > self.state.seq]
        self.closed = self.socket.close_code

    async def walk(self) -> None:
        """Sway in place at every tick, so that the others always have something to be told."""
        you, bounds, place = (self.welcome[name] for name in ("you", "bounds", "place"))
        quantiser = poses.Quantiser((tuple(bounds["min"]), tuple(bounds["max"])))
        with suppress(ConnectionError):
            for number in range(1, 1 << 16):
                x, y, z = place["position"]
                at = (x + 0.2 * float(np.sin(number / 5)), y, z)
                record = poses.pack_desktop(
                    poses.DesktopPoses(you["slot"], at, 0.0, jump=0), quantiser
                )
                frame = codec.pose_frame(FrameKind.POSE_DESKTOP, number, record)
                await self.socket.send_bytes(frame)
                await asyncio.sleep(1 / TICK_HZ)


class Entrance:
    """The public door of a branch, by the bot key: each newcomer has a session of their own."""

    def __init__(self, http: aiohttp.ClientSession, url: str, bot_key: str, room: str) -> None:
        self._http, self._url, self._key, self._room = http, url, bot_key, room
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, bot_key: str, room: str) -> AsyncIterator[Self]:
        async with aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Origin": url},
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=None),
        ) as http:
            entrance = cls(http, url, bot_key, room)
            try:
                yield entrance
            finally:
                for task in entrance._tasks:
                    task.cancel()
                await asyncio.gather(*entrance._tasks, return_exceptions=True)

    async def enter(self, *, closely: bool = False, walks: bool = False) -> Newcomer:
        """Session, ticket, socket, welcome and the whole state. Raises ``NotIn``."""
        began = monotonic()
        async with asyncio.timeout(ENTRY_S):
            key = {"Authorization": f"Bearer {self._key}"}
            answer, cookie = await self._ask("/api/v1/session", {}, key)
            session = {"Cookie": cookie.partition(";")[0]}
            answer, _ = await self._ask("/api/v1/tickets", {"room": self._room}, session)
            socket = await self._http.ws_connect(
                self._url + "/ws", protocols=[SUBPROTOCOL], max_msg_size=0
            )
            join = {"type": "join", "ticket": answer["ticket"], "name": "Visitor", "avatar": 1}
            await socket.send_json(join)
            welcome, state = await self._settle(socket)
        newcomer = Newcomer(socket, welcome, state, monotonic() - began)
        self._tasks.append(asyncio.create_task(newcomer.listen(closely=closely)))
        if walks:
            self._tasks.append(asyncio.create_task(newcomer.walk()))
        return newcomer

    async def _ask(
        self, path: str, body: dict[str, str], headers: dict[str, str]
    ) -> tuple[Any, str]:
        async with self._http.post(self._url + path, json=body, headers=headers) as answer:
            if answer.status != 200:
                raise NotIn(f"{path} answered {answer.status}: {await answer.text()}")
            return await answer.json(), answer.headers.get("Set-Cookie", "")

    async def _settle(self, socket: aiohttp.ClientWebSocketResponse) -> tuple[Any, Any]:
        welcome, parts = None, []
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            told = json.loads(message.data)
            if told["type"] == "welcome":
                welcome = told
            elif told["type"] == "state":
                parts.append(m.StateChunk.model_validate(told))
                if told["part"] + 1 == told["of"]:
                    return welcome, codec.join_state(parts)
            elif told["type"] in ("error", "waiting", "goodbye"):
                raise NotIn(message.data)
        raise NotIn(f"closed with {socket.close_code}")
