"""What a member can ask: for each command its form, its permission and what it becomes, together.

Here are the commands of everybody; ``staff_commands`` has those of staff, and of who calls them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from vbranch.access.policy import Permission, Standing, allows
from vbranch.ids import RoomId
from vbranch.protocol import messages as m
from vbranch.protocol.codec import CommandModel
from vbranch.room import entries as e

from .staff_commands import ROWS as OF_STAFF
from .steps import Act, Asker, EndVisit, ForVoice, GoTo, Moderated, Registered, Rows, Step
from .voice_commands import ROWS as OF_VOICE

__all__ = [
    "Act",
    "Asker",
    "EndVisit",
    "ForVoice",
    "GoTo",
    "Moderated",
    "NotAllowed",
    "Step",
    "resolve",
]

_rows: Final = Rows()
_command: Final = _rows.command


class NotAllowed(Exception):
    """The form is good but the standing has no such right (M-3)."""


def resolve(command: CommandModel, standing: Standing, asker: Asker) -> Step:
    """What becomes of the command. Raises ``NotAllowed``."""
    registered = REGISTRY[type(command)]
    if not allows(standing, registered.permission):
        raise NotAllowed
    return registered.make(command, asker)


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


REGISTRY: Final[Mapping[type[m.Message], Registered]] = MappingProxyType(
    {**_rows, **OF_STAFF, **OF_VOICE}
)
