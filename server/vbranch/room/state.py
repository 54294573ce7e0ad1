"""What a room knows: its state, as the log makes it and as it is stored between two restarts.

Only reducers change it, and only from entries, so the same log gives the same state everywhere.
Names and words in it are sealed; ``views.py`` opens them for members.
"""

from dataclasses import dataclass, field
from typing import Final

from vbranch.ids import ExhibitId, MemberId
from vbranch.protocol.constants import ModerationReason, Refusal, ReportReason, Role, StaffRole
from vbranch.protocol.messages import WireEntry

from .entries import Mute, Rotation, Sealed, Told
from .plan import RoomPlan
from .roll import Roll

REDUCER_VERSION: Final = 5
"""Raised whenever a reducer or this state changes meaning. What an older version stored is brought
to this one (see ``stored``); a newer one's is not read."""

UPRIGHT: Final[Rotation] = (0.0, 0.0, 0.0, 1.0)


class ForeignState(Exception):
    """A stored state was written by other reducers, and cannot be raised to these."""

    def __init__(self, version: int) -> None:
        super().__init__(f"stored by reducers {version}, these are {REDUCER_VERSION}")
        self.version = version


@dataclass(slots=True)
class Member:
    """Somebody in the room. ``away_since`` (ms, Unix) is None while there is a connection (R-1).

    ``told`` is what they hear of as staff; whoever is ``watching`` is ``aside`` too. ``said_at``
    (ms, Unix) is when they last said something to a room, here or in the one that they came from
    (D-6).
    """

    member: MemberId
    visit: str
    slot: int
    role: Role
    name: Sealed
    avatar: int
    home: str
    away_since: int | None = None
    seat: str | None = None
    aside: bool = False
    staff: StaffRole | None = None
    told: tuple[Told, ...] = ()
    mute: Mute | None = None
    said_at: int | None = None
    watching: bool = False
    since: int | None = None
    """When they came into this room (ms, Unix); None in states of older versions."""
    greeted: MemberId | None = None
    """By whom of staff (D-11)."""

    @property
    def away(self) -> bool:
        return self.away_since is not None

    @property
    def muted(self) -> bool:
        return self.mute is not None


@dataclass(frozen=True, slots=True)
class Media:
    """Where an exhibit's medium was put at ``at`` (ms, Unix), seconds (X-5)."""

    playing: bool
    position: float
    at: int


@dataclass(slots=True)
class Exhibit:
    """An exhibit as it stands: ``rotation`` is the last settled one (X-2), ``index`` is for P-4."""

    id: ExhibitId
    index: int
    holder: MemberId | None = None
    rotation: Rotation = UPRIGHT
    hotspot: str | None = None
    offered: MemberId | None = None
    guide: MemberId | None = None
    media: Media | None = None


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
class Private:
    """Something said to one member (N-1), with the sealed names of both."""

    said: Chat
    to: str
    to_visit: str
    to_name: Sealed


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody of whom a report speaks; the name is sealed with the key of ``visit``."""

    member: str
    visit: str
    name: Sealed


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody told staff of somebody (N-2); the words are sealed with the key of ``by``."""

    seq: int
    at: int
    by: Party
    about: Party
    reason: ReportReason
    text: Sealed | None


@dataclass(frozen=True, slots=True)
class Announcement:
    """The bank's own word, in clear (D-3)."""

    seq: int
    at: int
    member: str
    text: str


@dataclass(slots=True)
class Call:
    """``caller`` waits for staff since ``seq``, or is waited on ``by`` one of them (K)."""

    seq: int
    at: int
    caller: MemberId
    visit: str
    topic: Sealed | None
    by: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: at ``seq``, refused with ``reason`` or accepted (M-4).

    ``by`` is who has what is taken (K-3).
    """

    seq: int
    reason: Refusal | None
    by: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry that members are to be told, still sealed with the key of ``visit`` (see views).

    ``only`` are those who are told, None for all (E-4).
    """

    entry: WireEntry
    visit: str | None = None
    only: frozenset[MemberId] | None = None


class _Rolled:
    """Where a state keeps its roll: beside its fields, which are what is stored and compared."""

    __slots__ = ("_roll",)
    _roll: Roll[Member]


@dataclass(slots=True)
class State(_Rolled):
    """``outcomes`` has a row for the visit of every member, and no other (M-4).

    ``slow`` are the seconds of D-6. ``calls`` are in the order of their asking (K-2). Members come,
    go and go to the console by ``admit``, ``dismiss`` and ``set_aside`` alone.
    """

    seq: int = 0
    locked: bool = False
    lock_reason: ModerationReason | None = None
    slow: int = 0
    members: dict[MemberId, Member] = field(default_factory=dict)
    exhibits: list[Exhibit] = field(default_factory=list)
    chat: list[Chat] = field(default_factory=list)
    private: list[Private] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    outcomes: dict[str, dict[str, Outcome]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._roll = Roll(self.members.values())  # type: ignore[misc]  # a slot of the class above

    def admit(self, member: Member) -> None:
        """A new member, on the ``free_slot``."""
        self._roll.add(member)
        self.members[member.member] = member

    def dismiss(self, who: MemberId) -> Member:
        """They are no member any more."""
        member = self.members.pop(who)
        self._roll.remove(member)
        return member

    def set_aside(self, member: Member, on: bool, *, watching: bool) -> None:
        """Out of the room or back in it (Q)."""
        self._roll.watching += watching - member.watching
        member.aside, member.watching = on, watching

    def member_of(self, visit: str) -> Member | None:
        """The member of that visit."""
        return self._roll.by_visit.get(visit)

    def exhibit(self, exhibit: str) -> Exhibit | None:
        return next((known for known in self.exhibits if known.id == exhibit), None)

    def call_of(self, caller: str) -> Call | None:
        return next((call for call in self.calls if call.caller == caller), None)

    @property
    def crowded(self) -> int:
        """How many places are taken: who only watches needs none (Q-7)."""
        return len(self.members) - self._roll.watching

    def told(self, matter: Told) -> frozenset[MemberId]:
        """The staff here who hear of that."""
        return frozenset(one.member for one in self.members.values() if matter in one.told)

    @property
    def free_slot(self) -> int:
        """The lowest slot that nobody has (P-2)."""
        return self._roll.free_slot


def empty_state(plan: RoomPlan) -> State:
    """The room before its first entry."""
    return State(exhibits=[Exhibit(planned.id, i) for i, planned in enumerate(plan.exhibits)])
