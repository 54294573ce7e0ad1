"""What the tests of the room share: a plan, drafts, and a mouth that speaks pose frames."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from vbranch.protocol import codec, held_records, poses
from vbranch.protocol import messages as m
from vbranch.protocol.constants import FrameKind, Refusal, Role, StaffRole
from vbranch.room import entries as e
from vbranch.room.crowd import Crowd, Step
from vbranch.room.frames import Packed, each
from vbranch.room.plan import ExhibitPlan, RoomPlan, SeatPlan, Spawn
from vbranch.room.room import Applied, Room

BOUNDS = ((-20.0, -0.5, -15.0), (20.0, 6.0, 15.0))
LOBBY = ((-8.0, -0.2, -6.0), (8.0, 4.2, 6.0))
WIDE = ((0.0, 0.0, 0.0), (160.0, 10.0, 160.0))
TICK = 0.05
IDENTITY = UPRIGHT = (0.0, 0.0, 0.0, 1.0)
TURNED = (0.0, 0.6, 0.0, 0.8)
ENTRY = codec.encode_entries([m.AwayEntry(seq=1, at=2, member="m")])


def plan(**changes: Any) -> RoomPlan:
    room = {
        "room": "lobby",
        "capacity": 10,
        "bounds": BOUNDS,
        "spawns": (Spawn((0.0, 0.0, 0.0), 0.0),),
        "exhibits": (ExhibitPlan("card", ("fees", "terms")), ExhibitPlan("globe", ())),
        "seats": (SeatPlan("seat:1", (5.0, 0.0, 5.0)), SeatPlan("seat:2", (6.0, 0.0, 5.0))),
    }
    return RoomPlan(**{**room, **changes})


class Stage:
    """A crowd with its clock: say poses, take steps of a tick, look at what comes out."""

    def __init__(self, **changes: Any) -> None:
        self.plan = plan(**changes)
        self.crowd = Crowd(self.plan)
        self.quantiser = poses.Quantiser(self.plan.bounds)
        self.now = 1000.0
        self.tick = 0
        self._seq: dict[int, int] = {}

    def enter(self, slot: int, x: float = 0.0, z: float = 0.0, y: float = 0.0) -> None:
        self.crowd.enter(slot, Spawn((x, y, z), 0.0), self.now)
        self.crowd.listen(slot)

    def desktop(self, slot: int, x: float, z: float, y: float = 0.0, **more: Any) -> np.ndarray:
        said = {"yaw": 0.0, **more}
        return poses.pack_desktop(poses.DesktopPoses(slot, (x, y, z), **said), self.quantiser)

    def vr(self, slot: int, x: float, z: float, y: float = 1.6, **more: Any) -> np.ndarray:
        said = {"head": IDENTITY, **more}
        return poses.pack_vr(poses.VrPoses(slot, (x, y, z), **said), self.quantiser)

    def put(self, slot: int, words: np.ndarray, seq: int | None = None) -> None:
        """Say a record, with the next sequence number of the slot unless another is given."""
        self._seq[slot] = (self._seq.get(slot, 0) + 1) % 0x10000 if seq is None else seq
        kind = FrameKind.POSE_VR if words.shape[1] == 6 else FrameKind.POSE_DESKTOP
        assert self.crowd.put(slot, codec.pose_frame(kind, self._seq[slot], words))

    def hold(
        self, slot: int, exhibit: int, seq: int, at: tuple[float, float, float] | None = None
    ) -> None:
        """Say a held record; ``at``: it is carried there."""
        place = {} if at is None else {"carried": True, "position": at}
        held = held_records.HeldPoses(exhibit, slot, (0.0, 0.6, 0.0, 0.8), **place)
        words = held_records.pack_held(held, self.plan.bounds[0])
        assert self.crowd.put(slot, codec.pose_frame(FrameKind.HELD, seq, words))

    def held(self, frame: codec.TickFrame) -> held_records.HeldPoses:
        """What a frame says of exhibits in hand."""
        return held_records.unpack_held(frame.held, self.plan.bounds[0])

    def step(self, seconds: float = TICK) -> Step:
        self.now += seconds
        return self.crowd.step(self.now)

    def say(self, slot: int, x: float, z: float, y: float = 0.0, **more: Any) -> Step:
        """A screen member's pose, and a tick."""
        self.put(slot, self.desktop(slot, x, z, y, **more))
        return self.step()

    def pack(self, **more: Any) -> Packed:
        """With ``entries``, ``own`` or ``newcomers``."""
        self.tick += 1
        return self.crowd.pack(tick=self.tick, time_ms=int(self.now * 1000), **more)

    def frames(self, **more: Any) -> dict[int, codec.TickFrame]:
        """What each slot gets of this tick; fails if somebody gets two frames."""
        got: dict[int, codec.TickFrame] = {}
        for frame, slots, _ in each(self.pack(**more)):
            read = codec.parse_tick_frame(frame)
            for slot in slots.tolist():
                assert slot not in got
                got[slot] = read
        return got

    def at(self, slot: int) -> tuple[float, ...]:
        """The floor under a member, rounded to the steps of the wire."""
        return tuple(round(c, 2) for c in self.crowd.place_of(slot).position)


def slots_in(frame: codec.TickFrame) -> dict[str, list[int]]:
    """The slots of a frame's records."""
    return {
        name: poses.slots_of(getattr(frame, name)).tolist() for name in ("vr", "desktop", "far")
    }


class Log:
    """A room with its log, in memory: appends drafts one by one as a server does."""

    def __init__(self, **changes: Any) -> None:
        self.room = Room(plan(**changes))
        self.entries: list[e.Draft] = []

    def add(self, draft: e.Draft) -> Applied:
        self.entries.append(draft)
        return self.room.apply(len(self.entries), draft)

    def join(self, name: str, **more: Any) -> Applied:
        return self.add(joined(name, **more))

    def do(self, kind: type[e.Draft], name: str, at: int = 5, **fields: Any) -> Applied:
        """A command of the member ``m_<name>`` of the visit ``v_<name>``."""
        return self.add(kind(at=at, visit=f"v_{name}", member=f"m_{name}", **fields))

    def join_staff(
        self,
        name: str,
        staff: StaffRole = StaffRole.MODERATOR,
        told: Sequence[e.Told] = ("reports", "calls"),
    ) -> Applied:
        return self.join(name, role=Role.STAFF, staff=staff, told=tuple(told))

    def server(self, kind: type[e.Draft], **fields: Any) -> Applied:
        """An entry of a server's own accord."""
        return self.add(kind(at=6, **fields))


def joined(name: str, at: int = 1, **more: Any) -> e.Joined:
    fields = {"role": Role.VISITOR, "name": f"sealed {name}", "avatar": 1, "home": "h1", **more}
    return e.Joined(at=at, visit=f"v_{name}", member=f"m_{name}", **fields)


def shown(applied: Applied) -> list[m.WireEntry]:
    assert applied.accepted
    assert all(entry.entry.seq == applied.seq for entry in applied.shown)
    return [entry.entry for entry in applied.shown]


def refused(applied: Applied) -> Refusal:
    assert not applied.accepted
    assert applied.shown == ()
    assert applied.reason is not None
    return applied.reason


def two() -> Log:
    """Ann and Bo are in the room."""
    log = Log()
    log.join("ann")
    log.join("bo", home="h2")
    return log


def staffed() -> Log:
    """Ann and Bo, and with them the host Hal and the moderator Mia."""
    log = two()
    log.join_staff("hal", StaffRole.HOST, ("calls",))
    log.join_staff("mia")
    return log


def holding() -> Log:
    """Ann holds the card, which she has settled once."""
    log = two()
    log.do(e.Took, "ann", exhibit="card")
    log.do(e.Settled, "ann", exhibit="card", rotation=TURNED)
    return log
