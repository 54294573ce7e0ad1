"""The entries of a room's log, as stored: sealed, pseudonymous, with time and chance stamped in.

A reducer reads only its state and the entry; whatever else it would want (the time, a key's
ciphertext, the home of a connection) is written into the entry before the append. ``Sealed`` text
can be read only with the visit's key (DESIGN: privacy in the log). ``by`` and ``command`` are
absent on entries that a server makes of its own accord.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from vbranch.protocol.constants import Role

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


class LockSet(Draft):
    kind: Literal["room.locked"] = "room.locked"
    member: str
    locked: bool


Entry = Annotated[
    Joined
    | Left
    | WentAway
    | CameBack
    | HomeLost
    | Said
    | Took
    | Settled
    | Released
    | HotspotShown
    | LockSet,
    Field(discriminator="kind"),
]
ENTRY: TypeAdapter[
    Joined
    | Left
    | WentAway
    | CameBack
    | HomeLost
    | Said
    | Took
    | Settled
    | Released
    | HotspotShown
    | LockSet
] = TypeAdapter(Entry)
