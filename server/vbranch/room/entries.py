"""The entries of a room's log, as stored: sealed, pseudonymous, with time and chance stamped in.

A reducer reads only its state and the entry; whatever else it would want (the time, a key's
ciphertext, the home of a connection) is written into the entry before the append. ``Sealed`` text
can be read only with the visit's key (DESIGN: privacy in the log). ``by`` and ``command`` are
absent on entries that a server makes of its own accord.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from vbranch.protocol.constants import ReportReason, Role

Sealed = str
Rotation = tuple[float, float, float, float]
LeaveReason = Literal["left", "expired", "removed", "moved"]


class Draft(BaseModel):
    """An entry before the log has given it a number. ``at`` is ms since 1970 (UTC)."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)

    at: int
    visit: str | None = None
    """Whose command it is; None for a server's own entries."""
    command: str | None = None
    """The command id (M-4)."""


class Joined(Draft):
    kind: Literal["join"] = "join"
    member: str
    role: Role
    name: Sealed
    avatar: int
    home: str


class Left(Draft):
    kind: Literal["leave"] = "leave"
    member: str
    reason: LeaveReason


class WentAway(Draft):
    """The connection at ``home`` is lost; refused if the member lives elsewhere by now."""

    kind: Literal["away"] = "away"
    member: str
    home: str


class CameBack(Draft):
    kind: Literal["back"] = "back"
    member: str
    home: str


class HomeLost(Draft):
    """A server died: every member at ``home`` is away from ``at`` on. Any server may append it."""

    kind: Literal["home_lost"] = "home_lost"
    home: str


class Said(Draft):
    kind: Literal["chat"] = "chat"
    member: str
    text: Sealed
    to: str | None = None
    """Whom alone it is said to (N-1)."""


class Reported(Draft):
    """``member`` reports ``about`` (N-2); the words are sealed with the reporter's key."""

    kind: Literal["report"] = "report"
    member: str
    about: str
    reason: ReportReason
    text: Sealed | None


class Took(Draft):
    kind: Literal["exhibit.taken"] = "exhibit.taken"
    member: str
    exhibit: str


class Settled(Draft):
    kind: Literal["exhibit.settled"] = "exhibit.settled"
    member: str
    exhibit: str
    rotation: Rotation


class Released(Draft):
    kind: Literal["exhibit.released"] = "exhibit.released"
    member: str
    exhibit: str
    rotation: Rotation


class HotspotShown(Draft):
    kind: Literal["exhibit.hotspot"] = "exhibit.hotspot"
    member: str
    exhibit: str
    hotspot: str | None


class Offered(Draft):
    kind: Literal["exhibit.offered"] = "exhibit.offered"
    member: str
    exhibit: str
    to: str | None


class Guided(Draft):
    kind: Literal["exhibit.guided"] = "exhibit.guided"
    member: str
    exhibit: str
    on: bool


class MediaSet(Draft):
    kind: Literal["exhibit.media"] = "exhibit.media"
    member: str
    exhibit: str
    playing: bool
    position: float


class SatDown(Draft):
    kind: Literal["seat.taken"] = "seat.taken"
    member: str
    seat: str


class GotUp(Draft):
    kind: Literal["seat.left"] = "seat.left"
    member: str


class AsideSet(Draft):
    """``member`` goes aside, or comes back from there (Q)."""

    kind: Literal["member.aside"] = "member.aside"
    member: str
    on: bool


class LockSet(Draft):
    kind: Literal["room.locked"] = "room.locked"
    member: str
    locked: bool


EntryModel = (
    Joined
    | Left
    | WentAway
    | CameBack
    | HomeLost
    | Said
    | Reported
    | Took
    | Settled
    | Released
    | HotspotShown
    | Offered
    | Guided
    | MediaSet
    | SatDown
    | GotUp
    | AsideSet
    | LockSet
)
Entry = Annotated[EntryModel, Field(discriminator="kind")]
ENTRY: TypeAdapter[EntryModel] = TypeAdapter(Entry)
