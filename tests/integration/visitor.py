"""A visitor for tests: enters by the public way, keeps everything it was told, and can misbehave.

It judges nothing itself; tests look at what it kept. Waiting is always for something to happen
(``until``), with one generous deadline, so no test sleeps to let things settle.
"""

import asyncio
import itertools
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Final, Self

import aiohttp
import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from vbranch.protocol import held_records, poses
from vbranch.protocol import messages as m
from vbranch.protocol.codec import TickFrame, parse_tick_frame
from vbranch.protocol.constants import SUBPROTOCOL, FrameKind

PATIENCE_S: Final = 20.0
COOKIE: Final = "vbranch_session"
Place = tuple[float, float, float]


class Browser:
    """One session cookie and what can be asked with it over HTTP."""

    def __init__(self, url: str, http: aiohttp.ClientSession, cookie: str, role: str) -> None:
        self.url = url
        self.http = http
        self.cookie = cookie
        self.role = role

    @classmethod
    async def open(cls, url: str, http: aiohttp.ClientSession, bot_key: str | None = None) -> Self:
        headers = {"Origin": url} | ({"Authorization": f"Bearer {bot_key}"} if bot_key else {})
        async with http.post(url + "/api/v1/session", json={}, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            body = await answer.json()
            return cls(url, http, answer.cookies[COOKIE].value, body["role"])

    async def ticket(self, room: str = "lobby") -> str:
        async with self.http.post(
            self.url + "/api/v1/tickets",
            json={"room": room},
            headers={"Origin": self.url, "Cookie": f"{COOKIE}={self.cookie}"},
        ) as answer:
            assert answer.status == 200, await answer.text()
            return str((await answer.json())["ticket"])


def socket_url(url: str) -> str:
    return url.replace("http", "ws", 1) + "/ws"


class Visitor:
    """One socket of one visit; ``close_code`` is set at its end."""

    open: ClassVar[list["Visitor"]] = []
    """Those of this test; a fixture ends what the test left."""

    def __init__(self, url: str, socket: ClientConnection) -> None:
        self.url = url
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self.state: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        """What only this visitor may see of the state."""
        self.waiting: list[dict[str, Any]] = []
        self.entries: list[dict[str, Any]] = []
        self.ticks: list[int] = []
        self.packed_ms: list[int] = []
        """Server time of each tick frame."""
        self.records: dict[int, np.ndarray] = {}
        """The newest record of each slot."""
        self.held: dict[int, np.ndarray] = {}
        self.reactions: list[tuple[int, int]] = []
        """Slot and code of each that was seen."""
        self.on_message: Callable[[str | bytes], None] | None = None
        """Called with all that the server says, before it is read."""
        self.acks: dict[str, dict[str, Any]] = {}
        self.errors: list[dict[str, Any]] = []
        self.voice: list[dict[str, Any]] = []
        """All that was said of voice, in order."""
        self.goodbye: dict[str, Any] | None = None
        self.close_code: int | None = None
        self.on_frame: Callable[[TickFrame], None] | None = None
        self._chunks: list[str] = []
        self._news = asyncio.Event()
        self._ids = (f"{secrets.token_hex(4)}-{n:06d}" for n in itertools.count())
        self._sequence = 0
        self._reader = asyncio.create_task(self._read())
        self.open.append(self)

    # ---- coming and going ---------------------------------------------------------------------

    @classmethod
    async def dial(cls, url: str, origin: str | None = None, **options: Any) -> Self:
        """Open the socket and say nothing."""
        socket = await connect(
            socket_url(url),
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            origin=Origin(origin or url),
            compression=None,
            proxy=None,
            ping_interval=None,
            max_size=None,
            **options,
        )
        return cls(url, socket)

    @classmethod
    async def enter(cls, browser: Browser, name: str, room: str = "lobby") -> Self:
        """Join and wait for the fresh state."""
        self = await cls.dial(browser.url)
        await self.say(type="join", ticket=await browser.ticket(room), name=name, avatar=3)
        await self.until(lambda: self.state, "a welcome and a state")
        return self

    @classmethod
    async def resume(cls, url: str, token: str, **pose: Any) -> Self:
        self = await cls.dial(url)
        await self.say(type="resume", token=token, **pose)
        await self.until(lambda: self.state or self.errors, "a state after the resume")
        return self

    async def leave(self) -> None:
        await self.insist("leave")
        await self.until(lambda: self.close_code is not None, "the close after leaving")

    async def drop(self) -> None:
        """Lose the connection without a word."""
        self.socket.transport.abort()
        await self.until(lambda: self.close_code is not None, "the end of the socket")

    async def ended(self) -> int:
        """Wait until the server has closed; returns the code."""
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.shield(self._reader)
        assert self.close_code is not None
        return self.close_code

    async def done(self) -> None:
        """Close if still open, and end the reader."""
        await self.socket.close()
        await self._reader

    # ---- saying -------------------------------------------------------------------------------

    def new_id(self) -> str:
        """Another connection of the same visit makes others (M-4)."""
        return next(self._ids)

    async def say(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def post(self, kind: str, command: str | None = None, **fields: Any) -> str:
        """Send a command without waiting for its answer; returns its id."""
        command = command or self.new_id()
        await self.say(type=kind, id=command, **fields)
        return command

    async def ask(self, kind: str, command: str | None = None, **fields: Any) -> dict[str, Any]:
        """Send a command and wait for its ack."""
        command = await self.post(kind, command, **fields)
        await self.until(lambda: command in self.acks, f"the ack of {kind}")
        return self.acks[command]

    async def insist(self, kind: str, command: str | None = None, **fields: Any) -> dict[str, Any]:
        """Like ``ask``; what was too fast is said again, as the error asks for."""
        command = command or self.new_id()
        while command not in self.acks:
            told = len(self.errors)
            await self.post(kind, command, **fields)
            await self.until(
                lambda n=told: command in self.acks or len(self.errors) > n, f"an answer to {kind}"
            )
        return self.acks[command]

    @property
    def slot(self) -> int:
        return int(self.welcome["you"]["slot"])

    @property
    def member(self) -> str:
        return str(self.welcome["you"]["member"])

    @property
    def bounds(self) -> tuple[Place, Place]:
        bounds = self.welcome["bounds"]
        return tuple(bounds["min"]), tuple(bounds["max"])

    @property
    def quantiser(self) -> poses.Quantiser:
        return poses.Quantiser(self.bounds)

    def desktop(self, position: Sequence[float], **fields: Any) -> np.ndarray:
        """A screen record of this visitor (3 words)."""
        pose = poses.DesktopPoses(
            [fields.get("slot", self.slot)], [position], [fields.get("yaw", 0.0)]
        )
        return poses.pack_desktop(pose, self.quantiser)[0]

    def frame(self, kind: int, record: np.ndarray, sequence: int | None = None) -> bytes:
        if sequence is None:
            self._sequence += 1
            sequence = self._sequence
        return np.array([kind | sequence << 16], "<u4").tobytes() + record.tobytes()

    async def stand(self, position: Sequence[float]) -> None:
        await self.socket.send(self.frame(FrameKind.POSE_DESKTOP, self.desktop(position)))

    async def carry(
        self, exhibit: int, place: Sequence[float] | None, rotation: Sequence[float], scale: float
    ) -> None:
        """Turn an exhibit in its own place (None), or carry it to another."""
        held = held_records.HeldPoses(
            exhibit, self.slot, rotation, place is not None, place or self.bounds[0], scale
        )
        words = held_records.pack_held(held, self.bounds[0])[0]
        await self.socket.send(self.frame(FrameKind.HELD, words))

    def sees_held(self, exhibit: int) -> held_records.HeldPoses | None:
        """What this visitor was last told of an exhibit in hand."""
        record = self.held.get(exhibit)
        return None if record is None else held_records.unpack_held(record[None], self.bounds[0])

    def seen_at(self, other: "Visitor") -> np.ndarray | None:
        """Where this visitor sees another screen member (3,), metres."""
        record = self.records.get(other.slot)
        if record is None:
            return None
        return poses.unpack_desktop(record[None], self.quantiser).position[0]

    # ---- hearing ------------------------------------------------------------------------------

    async def until(
        self, happened: Callable[[], Any], what: str, patience: float = PATIENCE_S
    ) -> Any:
        """Wait until ``happened()`` is true; fails when the socket ends first or nothing comes."""
        try:
            async with asyncio.timeout(patience):
                while not (result := happened()):
                    if self.close_code is not None:
                        raise AssertionError(
                            f"closed with {self.close_code} while waiting for {what}; "
                            f"errors: {self.errors[-3:]}"
                        )
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(
                f"waited {patience:.0f} s for {what}; errors: {self.errors[-3:]}"
            ) from None
        return result

    def error(self, code: str, detail: str | None = None, after: int = 0) -> dict[str, Any] | None:
        """The first error of this kind after the ``after``-th."""
        for error in self.errors[after:]:
            if error["code"] == code and detail in (None, error.get("detail")):
                return error
        return None

    def chats(self) -> list[tuple[int, str]]:
        """(seq, text) of all chat known: state, then entries; each number once."""
        told = [(c["seq"], c["text"]) for c in self.state.get("chat", [])]
        heard = [(e["seq"], e["text"]) for e in self.entries if e["kind"] == "chat"]
        return sorted({*told, *heard})

    async def _read(self) -> None:
        try:
            while True:
                message = await self.socket.recv()
                if self.on_message is not None:
                    self.on_message(message)
                if isinstance(message, bytes):
                    self._frame(parse_tick_frame(message))
                else:
                    self._text(json.loads(message))
                self._news.set()
        except ConnectionClosed as end:
            self.close_code = end.rcvd.code if end.rcvd is not None else 1006
        finally:
            self._news.set()

    def _frame(self, frame: TickFrame) -> None:
        self.ticks.append(frame.tick)
        self.packed_ms.append(frame.time_ms)
        for records in (frame.vr, frame.desktop):
            for record in records:
                self.records[int(record[0]) & 0x1FFF] = record
        for record in frame.held:
            self.held[int(record[0]) & 0xFFFF] = record
        shown = poses.unpack_reactions(frame.reactions)
        self.reactions += zip(shown.slot.tolist(), shown.reaction.tolist(), strict=True)
        known = self.state.get("seq", 0)
        self.entries += [e.model_dump(mode="json") for e in frame.entries if e.seq > known]
        if self.on_frame is not None:
            self.on_frame(frame)

    def _text(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "welcome":
                self.welcome, self.state = message, {}
            case "state":
                self._chunks.append(message["data"])
                if message["part"] + 1 == message["of"]:
                    state = m.RoomState.model_validate_json("".join(self._chunks))
                    self.state = state.model_dump(mode="json")
                    self._chunks.clear()
            case "own":
                self.own = message
            case "waiting":
                self.waiting.append(message)
            case "ack":
                assert message["id"] not in self.acks or message["repeat"]
                self.acks[message["id"]] = message
            case "error":
                self.errors.append(message)
            case "goodbye":
                self.goodbye = message
            case kind if kind.startswith("voice."):
                self.voice.append(message)
            case other:
                raise AssertionError(f"a server does not say {other}")


Enter = Callable[..., Awaitable[Visitor]]
"""What the fixture ``enter`` gives."""
