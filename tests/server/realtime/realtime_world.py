"""A whole realtime side with memory stores, a clock turned by hand and links without a network."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry

from vbranch.access.tokens import new_token, token_hash
from vbranch.ids import AccountId, ExhibitId, Home, RoomId, SessionId
from vbranch.ports.audit import AuditEntry, AuditRecord, AuditUnavailable
from vbranch.ports.bans import BansUnavailable
from vbranch.ports.log import LogRecord, LogUnavailable, StoredState
from vbranch.ports.sessions import Session
from vbranch.ports.staff import Account
from vbranch.protocol import codec, held_records, poses
from vbranch.protocol import messages as m
from vbranch.protocol.constants import FrameKind, Role, StaffRole
from vbranch.realtime.allowance import Limits
from vbranch.realtime.connection import Connection
from vbranch.realtime.hub import Hub
from vbranch.realtime.link import Link, PoseInbox, Wire
from vbranch.realtime.meters import Meters
from vbranch.realtime.voice import VoiceParts
from vbranch.room.plan import ExhibitPlan, RoomPlan, Spawn
from vbranch.services.bans import Bans
from vbranch.services.moderation import Moderation
from vbranch.services.visits import Visits
from vbranch.stores.memory import MemoryRoomLog, MemorySessions
from vbranch.stores.memory_moderation import MemoryAudit, MemoryBans
from vbranch.stores.memory_staff import MemoryStaff

LOBBY, HALL = RoomId("lobby"), RoomId("hall")
ORIGIN = ((0.0, 0.0, 0.0), (40.0, 4.0, 40.0))
UPRIGHT = (0.0, 0.0, 0.0, 1.0)


def plan(room: RoomId, capacity: int = 20) -> RoomPlan:
    return RoomPlan(
        room,
        capacity,
        ORIGIN,
        (Spawn((10.0, 0.0, 10.0), 0.0), Spawn((12.0, 0.0, 10.0), 1.0)),
        (ExhibitPlan(ExhibitId("card"), ("rate",)), ExhibitPlan(ExhibitId("safe"), ())),
    )


class FakeClock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def unix(self) -> float:
        return 1_700_000_000.0 + self.now

    def monotonic(self) -> float:
        return self.now


class BreakableLog(MemoryRoomLog):
    """Refuses to append while ``broken``; holds appends back while ``gate`` is closed."""

    broken = False

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.batches: list[int] = []
        self.attempts = 0
        self.stored: list[int] = []

    async def append(self, room: RoomId, bodies: Sequence[bytes]) -> list[int]:
        await self.gate.wait()
        self.attempts += 1
        if self.broken:
            raise LogUnavailable
        self.batches.append(len(bodies))
        return await super().append(room, bodies)

    async def save_state(self, room: RoomId, state: StoredState) -> None:
        self.stored.append(state.seq)
        await super().save_state(room, state)

    async def ready(self) -> None:
        if self.broken:
            raise LogUnavailable
        await super().ready()


class BreakableAudit(MemoryAudit):
    """Takes no record while ``broken``; ``holds`` says how many more it takes before it breaks."""

    broken = False
    holds: int | None = None

    async def append(self, entry: AuditEntry) -> AuditRecord:
        if self.holds is not None:
            self.broken = self.holds <= 0
            self.holds -= 1
        if self.broken:
            raise AuditUnavailable
        return await super().append(entry)

    async def told(self) -> list[AuditEntry]:
        return [record.entry for record in await self.read()]


class BreakableBans(MemoryBans):
    """Can neither be read nor written while ``broken``."""

    broken = False

    def _ready(self) -> None:
        if self.broken:
            raise BansUnavailable
        super()._ready()


def payload_of(wire: bytes) -> tuple[bool, bytes]:
    """Is it text, and what is in the frame."""
    head = {126: 4, 127: 10}.get(wire[1], 2)
    return wire[0] == 0x81, wire[head:]


class FakeLink:
    """``Link`` without a network: ``say`` is the client speaking, ``told`` what it was told."""

    def __init__(self) -> None:
        self.inbox: list[str | bytes] = []
        self.told: list[dict[str, Any]] = []
        self.frames: list[codec.TickFrame] = []
        self.order: list[str] = []
        self.closed = self.gone = self.behind = False
        self.code: int | None = None
        self.queued = 0
        self.tended: list[float] = []
        self.stir: Callable[[Link], object] = lambda link: None
        self.ready = False
        self.berth = -1
        self.stubborn = False  # does not answer a close

    def say(self, message: str | bytes | dict[str, Any]) -> None:
        self.inbox.append(json.dumps(message) if isinstance(message, dict) else message)
        self.stir(self)

    def lose(self) -> None:
        """The peer is gone."""
        self.closed = self.gone = True
        self.code = 1006
        self.stir(self)

    def receive(self) -> Sequence[str | bytes]:
        taken, self.inbox = self.inbox, []
        return taken

    def send_reliable(self, wire: Wire, *, counted: bool = True) -> None:
        if self.closed:
            return
        text, payload = payload_of(wire)
        if text:
            self.told.append(json.loads(payload))
            self.order.append(self.told[-1]["type"])
        else:
            self._frame(payload)

    def send_tick(self, wire: Wire, entries: Wire | None) -> None:
        if self.closed:
            return
        if not self.behind:
            self._frame(payload_of(wire)[1])
        elif entries is not None:
            self._frame(payload_of(entries)[1])

    def _frame(self, payload: bytes) -> None:
        self.frames.append(codec.parse_tick_frame(payload))
        self.order.append("tick")

    def flush(self) -> None:
        pass

    def close(self, code: int, reason: str) -> None:
        if not self.closed:
            self.closed, self.code = True, code
            self.gone = not self.stubborn
            self.stir(self)

    def tend(self, now: float) -> None:
        self.tended.append(now)

    def abort(self) -> None:
        self.closed = self.gone = True
        self.stir(self)

    def route(self, inbox: PoseInbox, slot: int, allowance: int) -> None:
        pass

    def unroute(self) -> None:
        pass


@dataclass
class Person:
    """One client: a session, its present link and what it knows."""

    world: "World"
    link: FakeLink
    cookie: str
    connection: Connection
    fresh_id: list[int] = field(default_factory=lambda: [0])

    def all(self, kind: str) -> list[dict[str, Any]]:
        return [told for told in self.link.told if told["type"] == kind]

    def last(self, kind: str) -> dict[str, Any]:
        return self.all(kind)[-1]

    @property
    def welcome(self) -> dict[str, Any]:
        return self.last("welcome")

    @property
    def member(self) -> str:
        return str(self.welcome["you"]["member"])

    @property
    def slot(self) -> int:
        return int(self.welcome["you"]["slot"])

    @property
    def state(self) -> m.RoomState:
        """The newest fresh state."""
        chunks = self.all("state")
        newest = max(i for i, chunk in enumerate(chunks) if chunk["part"] == 0)
        return codec.join_state([m.StateChunk(**chunk) for chunk in chunks[newest:]])

    @property
    def entries(self) -> list[m.WireEntry]:
        return [entry for frame in self.link.frames for entry in frame.entries]

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.entries]

    def errors(self) -> list[str]:
        return [e["detail"] or e["code"] for e in self.all("error")]

    def ask(self, kind: str, **fields: object) -> str:
        """Say a command; its id."""
        self.fresh_id[0] += 1
        command = f"command-{self.fresh_id[0]:04d}"
        self.link.say({"type": kind, "id": command, **fields})
        return command

    def pose(self, seq: int, position: m.Vector, *, slot: int | None = None, jump: int = 1) -> None:
        self.link.say(desktop_frame(self.slot if slot is None else slot, seq, position, jump))


def desktop_frame(slot: int, seq: int, position: m.Vector, jump: int = 1) -> bytes:
    record = poses.pack_desktop(
        poses.DesktopPoses(slot, position, 0.0, jump=jump), poses.Quantiser(ORIGIN)
    )
    return codec.pose_frame(FrameKind.POSE_DESKTOP, seq, record)


def held_frame(slot: int, seq: int, exhibit: int, at: m.Vector | None = None) -> bytes:
    """``at``: it is carried there."""
    held = held_records.HeldPoses(exhibit, slot, UPRIGHT, at is not None, at or ORIGIN[0])
    record = held_records.pack_held(held, ORIGIN[0])
    return codec.pose_frame(FrameKind.HELD, seq, record)


class World:
    """The hub is driven by ``beat``; nothing happens by itself."""

    def __init__(
        self,
        limits: Limits | None = None,
        capacity: int = 20,
        voice: VoiceParts | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.voice = voice
        self.log = BreakableLog()
        self.sessions = MemorySessions()
        self.staff = MemoryStaff(self.sessions)
        self.audit = BreakableAudit()
        self.bans = BreakableBans()
        self.limits = limits or Limits()
        self.capacity = capacity
        self.homes = 0
        self.people: list[Person] = []

    async def start(self) -> None:
        """A server (again) on the same stores."""
        self.homes += 1
        home = Home(f"home-{self.homes}")
        self.registry = CollectorRegistry()
        self.visits = Visits(self.sessions, home)
        await self.visits.start(self.clock.unix())
        self.moderation = Moderation(
            audit=self.audit,
            bans=Bans(self.bans, b"key"),
            staff=self.staff,
            sessions=self.sessions,
            clock=self.clock,
        )
        plans = {LOBBY: plan(LOBBY, self.capacity), HALL: plan(HALL, 2)}
        self.hub = Hub(
            plans=plans,
            scenes={room: f"/api/v1/scenes/{room}" for room in plans},
            log=self.log,
            visits=self.visits,
            moderation=self.moderation,
            home=home,
            limits=self.limits,
            meters=Meters(self.registry),
            clock=self.clock,
            voice=self.voice,
        )
        await self.hub.start()
        self.hub._rhythm.stop()

    async def idle(self) -> None:
        """Until no step and no append is under way."""
        async with asyncio.timeout(10):
            for _ in range(3):
                await asyncio.sleep(0)
                while self.hub._steps:
                    await asyncio.wait(self.hub._steps)
                for runtime in self.hub.rooms.values():
                    await runtime.ledger.settle()

    async def spin(self) -> None:
        """Let what is under way come to where it waits for something that is not there."""
        for _ in range(100):
            await asyncio.sleep(0)

    async def beat(self, times: int = 1, seconds: float = 0.05) -> None:
        """Drain, let steps end, tick; time passes."""
        for _ in range(times):
            self.hub.drain()
            await self.idle()
            self.hub.drain()
            await self.idle()
            self.hub.tick()
            self.hub.flush()
            await self.idle()
            self.clock.now += seconds

    async def ticket(self, cookie: str, room: RoomId = LOBBY) -> str:
        session = await self.visits.session(cookie, self.clock.unix())
        assert session is not None
        return await self.visits.ticket(session, room, self.clock.unix())

    async def sign_in(self, role: StaffRole, login: str = "kim") -> str:
        """An account with this role, and the cookie of a session of it."""
        account = Account(AccountId(f"account-{login}"), login, login.title(), role, 0.0)
        await self.staff.add(account)
        now, token = self.clock.unix(), new_token()
        session = Session(
            SessionId(f"session-{login}"), Role.STAFF, now, now + 36_000, account.id, role
        )
        await self.sessions.add_session(token_hash(token), session)
        return token

    async def arrive_staff(
        self, role: StaffRole = StaffRole.MODERATOR, login: str = "kim", room: RoomId = LOBBY
    ) -> Person:
        """Somebody of the staff signs in and comes."""
        cookie = await self.sign_in(role, login)
        return await self.arrive(login.title(), room, cookie=cookie)

    def connect(self, cookie: str = "") -> Person:
        """A connection on which nothing was said yet."""
        link = FakeLink()
        person = Person(self, link, cookie, self.hub.accept(link, "192.0.2.1"))
        self.people.append(person)
        return person

    async def arrive(
        self,
        name: str = "Ada",
        room: RoomId = LOBBY,
        role: Role = Role.VISITOR,
        cookie: str | None = None,
    ) -> Person:
        """Session, ticket, join, and two beats."""
        if cookie is None:
            cookie, _ = await self.visits.open_session(role, self.clock.unix())
        person = self.connect(cookie)
        ticket = await self.ticket(cookie, room)
        person.link.say({"type": "join", "ticket": ticket, "name": name, "avatar": 3})
        await self.beat(2)
        return person

    async def resume(self, person: Person, **fields: object) -> Person:
        """A new connection with the token of the last welcome."""
        again = self.connect(person.cookie)
        again.fresh_id = person.fresh_id
        again.link.say({"type": "resume", "token": person.welcome["resume"], **fields})
        await self.beat(2)
        return again

    def metric(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(f"vbranch_{name}", labels) or 0.0

    async def records(self, room: RoomId = LOBBY) -> list[LogRecord]:
        return await self.log.read(room, 0, 100_000)


@contextlib.asynccontextmanager
async def living(
    limits: Limits | None = None, capacity: int = 20, voice: VoiceParts | None = None
) -> AsyncIterator[World]:
    world = World(limits, capacity, voice)
    await world.start()
    try:
        yield world
    finally:
        world.log.gate.set()
        for person in world.people:
            person.link.abort()
        world.hub._rhythm.start()
        await world.hub.stop()
