"""What staff may ask of a room, and how a visitor calls them (PROTOCOL.md D, K)."""

from typing import Literal, Self

from pydantic import model_validator

from .constants import ModerationReason
from .forms import (
    Announcement,
    BanSeconds,
    Command,
    MemberName,
    Message,
    NodeName,
    ReasonText,
    SlowSeconds,
    Topic,
    Vector,
)


class Announce(Message):
    """The bank's own word to everybody in the room (D-3)."""

    type: Literal["announce"] = "announce"
    id: Command
    text: Announcement


class Moderation(Message):
    """Base of what goes into the audit: why, and perhaps in staff's own words (D-2)."""

    id: Command
    reason: ModerationReason
    text: ReasonText | None = None


class MemberMute(Moderation):
    type: Literal["member.mute"] = "member.mute"
    member: MemberName
    on: bool


class MemberRemove(Moderation):
    """Out of the room; who wants to may come again (D-7)."""

    type: Literal["member.remove"] = "member.remove"
    member: MemberName


class MemberBan(Moderation):
    """Out of the room, and out of the branch for so long (D-8)."""

    type: Literal["member.ban"] = "member.ban"
    member: MemberName
    seconds: BanSeconds
    network: bool
    """Their address too may open no session meanwhile."""


class ChatSlow(Moderation):
    type: Literal["chat.slow"] = "chat.slow"
    seconds: SlowSeconds
    """Between two lines of one visitor to the room; 0: as fast as they like."""


class RoomLock(Moderation):
    type: Literal["room.lock"] = "room.lock"
    locked: bool


class MemberGreet(Message):
    """Somebody who has come is greeted (D-11)."""

    type: Literal["member.greet"] = "member.greet"
    id: Command
    member: MemberName


class MemberInvite(Message):
    """Ask a member to come: to a seat, to a place, or (both null) beside oneself (D-9)."""

    type: Literal["member.invite"] = "member.invite"
    id: Command
    member: MemberName
    place: Vector | None = None
    """A floor point, metres."""
    seat: NodeName | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.place is not None and self.seat is not None:
            raise ValueError("names a place and a seat")
        return self


class StaffCall(Message):
    """A visitor asks for staff (K-1)."""

    type: Literal["staff.call"] = "staff.call"
    id: Command
    topic: Topic | None = None


class StaffCallCancel(Message):
    type: Literal["staff.call_cancel"] = "staff.call_cancel"
    id: Command


class CallTake(Message):
    """Staff is on the way to that caller (K-3)."""

    type: Literal["call.take"] = "call.take"
    id: Command
    member: MemberName


class CallDone(Message):
    """The caller has been helped (K-4)."""

    type: Literal["call.done"] = "call.done"
    id: Command
    member: MemberName


StaffCommandModel = (
    Announce
    | MemberMute
    | MemberRemove
    | MemberBan
    | ChatSlow
    | RoomLock
    | MemberGreet
    | MemberInvite
    | StaffCall
    | StaffCallCancel
    | CallTake
    | CallDone
)
