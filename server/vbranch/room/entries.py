"""The entries of a room's log, as stored: sealed, pseudonymous, with time and chance stamped in.

A reducer reads only its state and the entry; whatever else it would want (the time, a key's
ciphertext, the home of a connection) is written into the entry before the append. ``Sealed`` text
can be read only with the visit's key (DESIGN: privacy in the log). ``by`` and ``command`` are
absent on entries that a server makes of its own accord.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from vbranch.protocol.constants import ModerationReason, ReportReason, Role, StaffRole

Sealed = str
Rotation = tuple[float, float, float, float]
Place = tuple[float, float, float]
LeaveReason = Literal["left", "expired", "removed", "banned", "moved"]
Told = Literal["reports", "calls"]
"""What staff in a room are told of and nobody else is (N-2, K-2), if their rights say so."""


@dataclass(frozen=True, slots=True)
class Mute:
    """By whom of staff somebody is muted, and why (D-5)."""

    by: str
    reason: ModerationReason


class Draft(BaseModel):
    """An entry before the log has given it a number. ``at`` is ms since 1970 (UTC)."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)

    at: int
    visit: str | None = None
    """Whose command it is; None for a server's own entries."""
    command: str | None = None
    """The command id (M-4)."""


class Joined(Draft):
    """``mute`` and ``said_at`` come along with a visit from its room before (D-5, D-6)."""

    kind: Literal["join"] = "join"
    member: str
    role: Role
    staff: StaffRole | None = None
    told: tuple[Told, ...] = ()
    name: Sealed
    avatar: int
    home: str
    mute: Mute | None = None
    said_at: int | None = None
    """When they last said something to a room (ms, Unix)."""
    watching: bool = False
    """From the console (Q-7)."""


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
    watching: bool = False


# ---- of staff (D) -----------------------------------------------------------------------------


class LockSet(Draft):
    kind: Literal["room.locked"] = "room.locked"
    member: str
    locked: bool
    reason: ModerationReason | None = None
    """None in logs from before there were reasons."""


class Announced(Draft):
    """Not sealed: it is the bank's own word (D-3)."""

    kind: Literal["announcement"] = "announcement"
    member: str
    text: str


class MuteSet(Draft):
    kind: Literal["member.muted"] = "member.muted"
    member: str
    about: str
    on: bool
    reason: ModerationReason

    @property
    def mute(self) -> Mute | None:
        """What ``about`` has from now on."""
        return Mute(self.member, self.reason) if self.on else None


class Removed(Draft):
    """``about`` is out of the room at once (D-7); if ``banned``, for a longer time (D-8)."""

    kind: Literal["member.removed"] = "member.removed"
    member: str
    about: str
    banned: bool
    reason: ModerationReason


class SlowSet(Draft):
    kind: Literal["chat.slow"] = "chat.slow"
    member: str
    seconds: int
    reason: ModerationReason


class Greeted(Draft):
    """``member`` of staff greets ``to``, who has come (D-11)."""

    kind: Literal["member.greeted"] = "member.greeted"
    member: str
    to: str


class Invited(Draft):
    kind: Literal["member.invited"] = "member.invited"
    member: str
    to: str
    place: Place | None
    seat: str | None


# ---- calls for staff (K) ----------------------------------------------------------------------


class CallAsked(Draft):
    kind: Literal["call.asked"] = "call.asked"
    member: str
    topic: Sealed | None


class CallCancelled(Draft):
    kind: Literal["call.cancelled"] = "call.cancelled"
    member: str


class CallTaken(Draft):
    kind: Literal["call.taken"] = "call.taken"
    member: str
    caller: str


class CallDone(Draft):
    kind: Literal["call.done"] = "call.done"
    member: str
    caller: str


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
    | Announced
    | MuteSet
    | Removed
    | SlowSet
    | Greeted
    | Invited
    | CallAsked
    | CallCancelled
    | CallTaken
    | CallDone
)
Entry = Annotated[EntryModel, Field(discriminator="kind")]
ENTRY: TypeAdapter[EntryModel] = TypeAdapter(Entry)
