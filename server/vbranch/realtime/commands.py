"""What a member can ask: for each command its form, its permission and what it becomes, together.

A handler turns a command into an entry for the room's log, or into a step that concerns more than
the room and is therefore the hub's: ending the visit, going to another room. It decides nothing
about the room; ``Room.apply`` does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypedDict, TypeVar

from vbranch.access.policy import Permission, allows
from vbranch.ids import MemberId, RoomId, VisitId
from vbranch.protocol import messages as m
from vbranch.protocol.codec import CommandModel
from vbranch.protocol.constants import Role
from vbranch.room import entries as e


class Stamp(TypedDict):
    """What every entry has that comes of a command."""

    at: int
    visit: VisitId
    command: str
    member: MemberId


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and what is stamped into the entry: ``at`` in ms since 1970 (UTC).

    ``seal`` encrypts text with the key of the asker's visit.
    """

    visit: VisitId
    member: MemberId
    at: int
    seal: Callable[[str], str]

    def stamp(self, command: str) -> Stamp:
        return Stamp(at=self.at, visit=self.visit, command=command, member=self.member)


@dataclass(frozen=True, slots=True)
class EndVisit:
    """The visit ends once ``entry`` is accepted."""

    entry: e.Left


@dataclass(frozen=True, slots=True)
class GoTo:
    """Another room of the branch (H-7)."""

    room: RoomId
    command: str


Step = e.Draft | EndVisit | GoTo
C = TypeVar("C", bound=m.Message)


@dataclass(frozen=True, slots=True)
class Registered:
    permission: Permission
    make: Callable[[Any, Asker], Step]


_registry: dict[type[m.Message], Registered] = {}
REGISTRY: Final[Mapping[type[m.Message], Registered]] = _registry


class NotAllowed(Exception):
    """The form is good but the role has no such right (M-3)."""


def resolve(command: CommandModel, role: Role, asker: Asker) -> Step:
    """What becomes of the command. Raises ``NotAllowed``."""
    registered = _registry[type(command)]
    if not allows(role, registered.permission):
        raise NotAllowed
    return registered.make(command, asker)


def _command(
    model: type[C], permission: Permission
) -> Callable[[Callable[[C, Asker], Step]], Callable[[C, Asker], Step]]:
    """Register form, permission and handler as one."""

    def register(make: Callable[[C, Asker], Step]) -> Callable[[C, Asker], Step]:
        if model in _registry:
            raise ValueError(f"{model.__name__} has a handler already")
        _registry[model] = Registered(permission, make)
        return make

    return register


@_command(m.Leave, Permission.ROOM_LEAVE)
def _leave(command: m.Leave, asker: Asker) -> Step:
    return EndVisit(
        e.Left(
            **asker.stamp(command.id),
            reason="left",
        )
    )


@_command(m.Enter, Permission.ROOM_ENTER)
def _enter(command: m.Enter, asker: Asker) -> Step:
    return GoTo(RoomId(command.room), command.id)


@_command(m.Chat, Permission.CHAT)
def _chat(command: m.Chat, asker: Asker) -> Step:
    return e.Said(
        **asker.stamp(command.id),
        text=asker.seal(command.text),
        to=command.to,
    )


@_command(m.Report, Permission.REPORT)
def _report(command: m.Report, asker: Asker) -> Step:
    return e.Reported(
        **asker.stamp(command.id),
        about=command.member,
        reason=command.reason,
        text=None if command.text is None else asker.seal(command.text),
    )


@_command(m.ExhibitTake, Permission.EXHIBIT_USE)
def _take(command: m.ExhibitTake, asker: Asker) -> Step:
    return e.Took(
        **asker.stamp(command.id),
        exhibit=command.exhibit,
    )


@_command(m.ExhibitSettle, Permission.EXHIBIT_USE)
def _settle(command: m.ExhibitSettle, asker: Asker) -> Step:
    return e.Settled(
        **asker.stamp(command.id),
        exhibit=command.exhibit,
        rotation=command.rotation,
    )


@_command(m.ExhibitRelease, Permission.EXHIBIT_USE)
def _release(command: m.ExhibitRelease, asker: Asker) -> Step:
    return e.Released(
        **asker.stamp(command.id),
        exhibit=command.exhibit,
        rotation=command.rotation,
    )


@_command(m.ExhibitHotspot, Permission.EXHIBIT_USE)
def _hotspot(command: m.ExhibitHotspot, asker: Asker) -> Step:
    return e.HotspotShown(
        **asker.stamp(command.id),
        exhibit=command.exhibit,
        hotspot=command.hotspot,
    )


@_command(m.ExhibitOffer, Permission.EXHIBIT_USE)
def _offer(command: m.ExhibitOffer, asker: Asker) -> Step:
    return e.Offered(
        **asker.stamp(command.id),
        exhibit=command.exhibit,
        to=command.to,
    )


@_command(m.ExhibitGuide, Permission.EXHIBIT_USE)
def _guide(command: m.ExhibitGuide, asker: Asker) -> Step:
    return e.Guided(
        **asker.stamp(command.id),
        exhibit=command.exhibit,
        on=command.on,
    )


@_command(m.ExhibitMedia, Permission.EXHIBIT_USE)
def _media(command: m.ExhibitMedia, asker: Asker) -> Step:
    return e.MediaSet(
        **asker.stamp(command.id),
        exhibit=command.exhibit,
        playing=command.playing,
        position=command.position,
    )


@_command(m.SeatTake, Permission.SEAT_USE)
def _sit(command: m.SeatTake, asker: Asker) -> Step:
    return e.SatDown(
        **asker.stamp(command.id),
        seat=command.seat,
    )


@_command(m.SeatLeave, Permission.SEAT_USE)
def _get_up(command: m.SeatLeave, asker: Asker) -> Step:
    return e.GotUp(**asker.stamp(command.id))


@_command(m.AsideBegin, Permission.ASIDE)
def _go_aside(command: m.AsideBegin, asker: Asker) -> Step:
    return e.AsideSet(**asker.stamp(command.id), on=True)


@_command(m.AsideEnd, Permission.ASIDE)
def _come_back(command: m.AsideEnd, asker: Asker) -> Step:
    return e.AsideSet(**asker.stamp(command.id), on=False)


@_command(m.RoomLock, Permission.ROOM_LOCK)
def _lock(command: m.RoomLock, asker: Asker) -> Step:
    return e.LockSet(
        **asker.stamp(command.id),
        locked=command.locked,
    )
