"""One bot: its connection, what it asked for and what it got.

Every bot counts frames and bytes and checks tick and entry numbers; only the few that have an
``eye`` look into the poses, so that a core can drive hundreds of them.
"""

import itertools
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from struct import Struct
from typing import Any, Final, NamedTuple

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from vbranch.protocol.constants import (
    DESKTOP_RECORD_BYTES,
    FAR_RECORD_BYTES,
    HELD_RECORD_BYTES,
    PACE_SHIFT,
    REACTION_RECORD_BYTES,
    TICK_HEADER_BYTES,
    TICK_HZ,
    VR_RECORD_BYTES,
    FrameKind,
    Role,
)

from .frames import Place
from .measure import Histogram, Ledger, Reader
from .personas import Persona

HEADER: Final = Struct("<BBHHHHHII")  # F-3
PAUSE_TICKS: Final = TICK_HZ + 4
"""A longer pause between two frames is a loss: F-6, and the longest stride more."""
SEND_BUFFER_LIMIT: Final = 32 * 1024
"""A bot whose socket is this far behind leaves out poses, as a page does."""

Eye = Callable[[bytes, int, int, float], None]
"""Called with a tick frame, its numbers of headset and screen records, and the time."""


class Told(NamedTuple):
    """What the JSON at the end of a frame says: entry numbers, and what concerns hands."""

    numbers: list[int]
    passed: list[dict[str, Any]]
    """Entries ``exhibit.offered`` and ``exhibit.taken``."""


class EntryFrames:
    """The JSON at the end of frames; all bots get the same bytes, parsed once."""

    def __init__(self) -> None:
        self._parsed: dict[bytes, Told] = {}
        self.kinds: Counter[str] = Counter()

    def told(self, tail: bytes) -> Told:
        known = self._parsed.get(tail)
        if known is None:
            entries = json.loads(tail)
            passed = [e for e in entries if e["kind"] in ("exhibit.offered", "exhibit.taken")]
            known = Told([int(e["seq"]) for e in entries], passed)
            self.kinds.update(str(e["kind"]) for e in entries)
            if len(self._parsed) >= 512:
                self._parsed.pop(next(iter(self._parsed)))
            self._parsed[tail] = known
        return known


@dataclass(slots=True)
class Totals:
    """What all bots count together."""

    entries: Ledger = field(default_factory=Ledger)
    ticks: Ledger = field(default_factory=Ledger)
    parsed: EntryFrames = field(default_factory=EntryFrames)
    ack: Histogram = field(default_factory=Histogram)
    poses_sent: int = 0
    poses_skipped: int = 0
    poses_received: int = 0
    far_received: int = 0
    held_received: int = 0
    frames: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    commands: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    closes: Counter[str] = field(default_factory=Counter)
    unknown: int = 0

    def numbers(self) -> dict[str, int]:
        """The plain counts, by name."""
        return {
            f.name: value for f in fields(self) if isinstance(value := getattr(self, f.name), int)
        }


class Member:
    """One bot in the branch; made when its socket is open."""

    def __init__(
        self,
        number: int,
        persona: Persona,
        socket: ClientConnection,
        totals: Totals,
        clock: Callable[[], float],
        eye: Eye | None = None,
    ) -> None:
        self.number = number
        self.persona = persona
        self.welcome: dict[str, Any] | None = None
        self.waiting = False
        self.exhibits: dict[str, int] = {}
        self.others: list[str] = []
        """Bots who were here before."""
        self.passed: list[dict[str, Any]] = []
        """What was offered and taken; whoever looks at it empties it."""
        self.entries = Reader(totals.entries)
        self.ticks = Reader(totals.ticks, step=PAUSE_TICKS)
        self.pace = 0
        """How often the branch wants this bot's pose: a place in ``PACE_HZ`` (I-5)."""
        self.outcomes: dict[str, bool] = {}
        """Whether a command about an exhibit was accepted; whoever asked takes the answer out."""
        self._socket = socket
        self._totals = totals
        self._clock = clock
        self._eye = eye
        self._ids = itertools.count()
        self._asked: dict[str, tuple[str, float]] = {}
        self._chunks: list[str] = []

    @property
    def slot(self) -> int:
        assert self.welcome is not None
        return int(self.welcome["you"]["slot"])

    @property
    def member(self) -> str:
        assert self.welcome is not None
        return str(self.welcome["you"]["member"])

    @property
    def bounds(self) -> tuple[Place, Place]:
        assert self.welcome is not None
        low, high = self.welcome["bounds"]["min"], self.welcome["bounds"]["max"]
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    @property
    def inside(self) -> bool:
        """In the room and able to send."""
        return self.welcome is not None and self._socket.state is State.OPEN

    async def hello(self, ticket: str, name: str, avatar: int) -> None:
        await self._text({"type": "join", "ticket": ticket, "name": name, "avatar": avatar})

    async def ask(self, kind: str, **fields: object) -> str:
        """Send a command; its outcome appears in ``outcomes`` and its delay in the totals."""
        command = f"bot{self.number:04d}-{next(self._ids):06d}"
        self._asked[command] = (kind, self._clock())
        self._totals.commands += 1
        await self._text({"type": kind, "id": command, **fields})
        return command

    async def pose(self, frame: bytes) -> bool:
        """Send a pose or held frame; False when the socket is too far behind to take it."""
        if self._socket.transport.get_write_buffer_size() > SEND_BUFFER_LIMIT:
            self._totals.poses_skipped += 1
            return False
        self._totals.bytes_out += len(frame)
        await self._socket.send(frame)
        return True

    async def _text(self, message: dict[str, object]) -> None:
        data = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
        self._totals.bytes_out += len(data)
        await self._socket.send(data, text=True)

    async def listen(self, entered: Callable[[], None]) -> None:
        """Take what comes until the connection ends; ``entered`` is called at each ``welcome``.

        The close code is counted; 1006 stands for an end without one.
        """
        try:
            while True:
                message = await self._socket.recv(decode=False)
                now = self._clock()
                self._totals.bytes_in += len(message)
                if message[0] == FrameKind.TICK:
                    self._frame(message, now)
                else:
                    text = json.loads(message)
                    self._message(text, now)
                    if text.get("type") == "welcome":
                        entered()
        except ConnectionClosed as end:
            code = end.rcvd.code if end.rcvd is not None else 1006
            self._totals.closes[str(code)] += 1

    def _frame(self, frame: bytes, now: float) -> None:
        _, flags, vr, desktop, far, held, reactions, tick, _ = HEADER.unpack_from(frame)
        self.pace = flags >> PACE_SHIFT & 3
        totals = self._totals
        totals.frames += 1
        totals.poses_received += vr + desktop
        totals.far_received += far
        totals.held_received += held
        if vr or desktop or far or held:
            self.ticks.read((tick,))
        else:
            self.ticks.passed(tick)
        end = (
            TICK_HEADER_BYTES
            + VR_RECORD_BYTES * vr
            + DESKTOP_RECORD_BYTES * desktop
            + FAR_RECORD_BYTES * far
            + HELD_RECORD_BYTES * held
            + REACTION_RECORD_BYTES * reactions
        )
        if len(frame) > end:
            told = totals.parsed.told(frame[end:])
            self.entries.read(told.numbers)
            self.passed += told.passed
        if self._eye is not None:
            self._eye(frame, vr, desktop, now)

    def _message(self, message: dict[str, Any], now: float) -> None:
        match message.get("type"):
            case "ack":
                self._ack(message, now)
            case "welcome":
                self.welcome, self.waiting, self.pace = message, False, 0
                self.ticks.start()
            case "state":
                self._state(message)
            case "waiting":
                self.waiting = True
            case "error":
                detail = message.get("detail")
                code = str(message["code"])
                self._totals.errors[f"{code}:{detail}" if detail else code] += 1
                self._answered(str(message.get("id")), False)
            case "goodbye" | "own":
                pass
            case _:
                self._totals.unknown += 1

    def _ack(self, ack: dict[str, Any], now: float) -> None:
        accepted = ack["outcome"] == "accepted"
        since = self._answered(str(ack["id"]), accepted)
        if since is None:
            self._totals.unknown += 1
            return
        self._totals.ack.add([now - since])
        if not accepted:
            self._totals.refused[str(ack.get("reason"))] += 1

    def _answered(self, command: str, accepted: bool) -> float | None:
        """When the command was sent; None if it was not ours or has its answer already."""
        asked = self._asked.pop(command, None)
        if asked is None:
            return None
        kind, since = asked
        if kind.startswith("exhibit."):
            self.outcomes[command] = accepted
        return since

    def _state(self, chunk: dict[str, Any]) -> None:
        self._chunks.append(chunk["data"])
        if chunk["part"] + 1 < chunk["of"]:
            return
        state = json.loads("".join(self._chunks))
        self._chunks.clear()
        self.entries.start(int(state["seq"]))
        me = self.welcome and self.welcome["you"]["member"]
        bots = (e["member"] for e in state["members"] if e["role"] == Role.BOT)
        self.others = [str(member) for member in bots if member != me]
        self.exhibits = {str(e["exhibit"]): int(e["index"]) for e in state["exhibits"]}
