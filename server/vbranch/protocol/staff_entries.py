"""Entries and views of what staff do in a room, and of calls for them (PROTOCOL.md D, K)."""

from typing import Literal

from .constants import ModerationReason
from .forms import EntryBase, Message, Vector


class Announced(EntryBase):
    """The bank's own word to everybody (D-3)."""

    kind: Literal["announcement"] = "announcement"
    member: str
    text: str


class MemberMuted(EntryBase):
    """For staff and the one it is ``about`` only (D-5)."""

    kind: Literal["member.muted"] = "member.muted"
    member: str
    about: str
    on: bool
    reason: ModerationReason


class ChatSlowed(EntryBase):
    kind: Literal["chat.slow"] = "chat.slow"
    member: str
    seconds: int
    reason: ModerationReason


class RoomLocked(EntryBase):
    kind: Literal["room.locked"] = "room.locked"
    member: str
    locked: bool
    reason: ModerationReason | None = None


class MemberGreeted(EntryBase):
    """For staff and the one who is greeted only (D-11)."""

    kind: Literal["member.greeted"] = "member.greeted"
    member: str
    to: str


class MemberInvited(EntryBase):
    """For the two of them only (D-9). Neither place nor seat: beside ``member``."""

    kind: Literal["member.invited"] = "member.invited"
    member: str
    to: str
    place: Vector | None
    seat: str | None


class CallAsked(EntryBase):
    """``member`` waits for staff; for staff and the caller only, as are all of calls (K-2)."""

    kind: Literal["call.asked"] = "call.asked"
    member: str
    topic: str | None
    place: int
    """In the line of those whom nobody has taken, from 1."""


class CallMoved(EntryBase):
    """The caller waits at this place now, also when whoever took the call has gone (K-3)."""

    kind: Literal["call.moved"] = "call.moved"
    caller: str
    place: int


class CallTaken(EntryBase):
    """``member`` of staff is on the way."""

    kind: Literal["call.taken"] = "call.taken"
    member: str
    caller: str


class CallEnded(EntryBase):
    """``member`` ended it; None: the caller has left the room."""

    kind: Literal["call.ended"] = "call.ended"
    member: str | None
    caller: str
    reason: Literal["done", "cancelled", "gone"]


StaffEntry = (
    Announced
    | MemberMuted
    | ChatSlowed
    | RoomLocked
    | MemberGreeted
    | MemberInvited
    | CallAsked
    | CallMoved
    | CallTaken
    | CallEnded
)


# ---- in the fresh state ------------------------------------------------------------------------


class AnnouncementView(Message):
    seq: int
    at: int
    member: str
    text: str


class CallView(Message):
    """``place`` is None once ``by`` of staff has taken it (K-2)."""

    seq: int
    at: int
    caller: str
    topic: str | None
    place: int | None
    by: str | None
