"""What a command can become, and how commands are registered: form, permission and handler as one.

A handler turns a command into an entry for the room's log, or into a step that concerns more than
the room and is therefore the hub's: ending the visit, going to another room, what the audit has to
keep first. It decides nothing about the room; ``Room.apply`` does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

from vbranch.access.policy import Permission
from vbranch.ids import MemberId, RoomId, VisitId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import ModerationReason
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


@dataclass(frozen=True, slots=True)
class Act:
    """What staff ask for, as the audit keeps it (D-2). ``what`` is the command's type.

    ``on`` is what a lock or a mute is to be; ``seconds`` those of a ban or of slow mode. ``words``
    are staff's own: of their reason, or of their announcement.
    """

    what: str
    about: MemberId | None = None
    reason: ModerationReason | None = None
    words: str | None = None
    on: bool | None = None
    seconds: int | None = None
    network: bool = False


@dataclass(frozen=True, slots=True)
class Moderated:
    """``entry`` for the room's log, but only once the audit has kept ``act`` (D-2)."""

    entry: e.Draft
    act: Act


@dataclass(frozen=True, slots=True)
class ForVoice:
    """No entry: the room's ``VoiceDesk`` does it, and keeps nothing (V)."""

    command: m.VoiceCommandModel


Step = e.Draft | EndVisit | GoTo | Moderated | ForVoice
C = TypeVar("C", bound=m.Message)


@dataclass(frozen=True, slots=True)
class Registered:
    permission: Permission
    make: Callable[[Any, Asker], Step]


class Rows(dict[type[m.Message], Registered]):
    """Commands by their form."""

    def command(
        self, model: type[C], permission: Permission
    ) -> Callable[[Callable[[C, Asker], Step]], Callable[[C, Asker], Step]]:
        """Register form, permission and handler as one."""

        def register(make: Callable[[C, Asker], Step]) -> Callable[[C, Asker], Step]:
            if model in self:
                raise ValueError(f"{model.__name__} has a handler already")
            self[model] = Registered(permission, make)
            return make

        return register
