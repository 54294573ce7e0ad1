"""What a room knows: its state, as the log makes it and as it is stored between two restarts.

Only reducers change it, and only from entries, so the same log gives the same state everywhere.
Names and words in it are sealed; ``views.py`` opens them for members.
"""

from dataclasses import dataclass, field
from typing import Final

from pydantic import ConfigDict, TypeAdapter

from vbranch.ids import ExhibitId, MemberId
from vbranch.protocol.constants import Refusal, Role
from vbranch.protocol.messages import WireEntry

from .entries import Rotation, Sealed
from .plan import RoomPlan

REDUCER_VERSION: Final = 1
"""Raised whenever a reducer or this state changes meaning; other versions' states are not read."""

UPRIGHT: Final[Rotation] = (0.0, 0.0, 0.0, 1.0)


class ForeignState(Exception):
    """A stored state was written by other reducers; the room must be read from its log."""

    def __init__(self, version: int) -> None:
        super().__init__(f"stored by reducers {version}, these are {REDUCER_VERSION}")
        self.version = version


@dataclass(slots=True)
class Member:
    """Somebody in the room. ``away_since`` (ms, Unix) is None while there is a connection (R-1)."""

    member: MemberId
    visit: str
    slot: int
    role: Role
    name: Sealed
    avatar: int
    home: str
    away_since: int | None = None

    @property
    def away(self) -> bool:
        return self.away_since is not None


@dataclass(slots=True)
class Exhibit:
    """An exhibit as it stands: ``rotation`` is the last settled one (X-2), ``index`` is for P-4."""

    id: ExhibitId
    index: int
    holder: MemberId | None = None
    rotation: Rotation = UPRIGHT
    hotspot: str | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """Something said, with its author's sealed name: the author may be gone by now (S-3)."""

    seq: int
    at: int
    visit: str
    member: str
    name: Sealed
    text: Sealed


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: at ``seq``, refused with ``reason`` or accepted (M-4)."""

    seq: int
    reason: Refusal | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry that members are to be told, still sealed with the key of ``visit`` (see views)."""

    entry: WireEntry
    visit: str | None = None


@dataclass(slots=True)
class State:
    """``outcomes`` has a row for the visit of every member, and no other (M-4)."""

    seq: int = 0
    locked: bool = False
    members: dict[MemberId, Member] = field(default_factory=dict)
    exhibits: list[Exhibit] = field(default_factory=list)
    chat: list[Chat] = field(default_factory=list)
    outcomes: dict[str, dict[str, Outcome]] = field(default_factory=dict)

    def exhibit(self, exhibit: str) -> Exhibit | None:
        return next((known for known in self.exhibits if known.id == exhibit), None)

    def free_slot(self) -> int:
        """The lowest slot that nobody has (P-2)."""
        taken = {member.slot for member in self.members.values()}
        return next(slot for slot in range(len(taken) + 1) if slot not in taken)


@dataclass(frozen=True, slots=True)
class _Stored:
    version: int
    state: State


@dataclass(frozen=True, slots=True)
class _Version:
    __pydantic_config__ = ConfigDict(extra="ignore")

    version: int


_STORED: Final = TypeAdapter(_Stored)
_VERSION: Final = TypeAdapter(_Version)


def empty_state(plan: RoomPlan) -> State:
    """The room before its first entry."""
    return State(exhibits=[Exhibit(planned.id, i) for i, planned in enumerate(plan.exhibits)])


def dump_state(state: State) -> bytes:
    """The state as it is stored; ``load_state`` reads it."""
    return _STORED.dump_json(_Stored(REDUCER_VERSION, state))


def load_state(plan: RoomPlan, seq: int, body: bytes) -> State:
    """A stored state, fitted to the plan: exhibits that the scene no longer has are forgotten.

    Raises ``ForeignState`` for other reducers' state, ``ValueError`` for anything else that is not
    a state at ``seq``.
    """
    version = _VERSION.validate_json(body).version
    if version != REDUCER_VERSION:
        raise ForeignState(version)
    state = _STORED.validate_json(body, strict=True).state
    if state.seq != seq:
        raise ValueError(f"the state is that of entry {state.seq}, not of {seq}")
    known = {exhibit.id: exhibit for exhibit in state.exhibits}
    state.exhibits = empty_state(plan).exhibits
    for exhibit, planned in zip(state.exhibits, plan.exhibits, strict=True):
        if (old := known.get(exhibit.id)) is not None:
            exhibit.holder, exhibit.rotation = old.holder, old.rotation
            exhibit.hotspot = old.hotspot if old.hotspot in planned.hotspots else None
    return state
