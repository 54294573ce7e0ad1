"""What a room is made from: the part of a scene's manifest that the reducer and the crowd need."""

from dataclasses import dataclass

from vbranch.ids import ExhibitId, RoomId

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Spawn:
    """A floor point (metres) and the yaw (radians) at which members appear."""

    position: Vector
    yaw: float


@dataclass(frozen=True, slots=True)
class ExhibitPlan:
    """An exhibit that can be held; its index in ``RoomPlan.exhibits`` is that of records (P-4)."""

    id: ExhibitId
    hotspots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """A seat: its id and the floor point (metres) below it."""

    id: str
    position: Vector


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """``bounds`` is (min, max) in metres, at most 163.83 x 10.23 x 163.83 (P-1).

    ``walkable`` are floor triangles, metres, (n, 3, 3) as nested tuples; empty means that every
    place in bounds is walkable (P-7); the places of ``seats`` always are (W-3).
    """

    room: RoomId
    capacity: int
    bounds: tuple[Vector, Vector]
    spawns: tuple[Spawn, ...]
    exhibits: tuple[ExhibitPlan, ...] = ()
    seats: tuple[SeatPlan, ...] = ()
    walkable: tuple[tuple[Vector, Vector, Vector], ...] = ()
