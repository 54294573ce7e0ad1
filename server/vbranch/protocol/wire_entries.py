"""The log's entries as members see them, and the fresh state (PROTOCOL.md E, S, W, X, Q)."""

from typing import Annotated, Literal

from pydantic import Field

from .constants import ModerationReason, ReportReason, Role, StaffRole
from .forms import EntryBase, Message, Rotation
from .staff_entries import AnnouncementView, StaffEntry


class JoinEntry(EntryBase):
    kind: Literal["join"] = "join"
    member: str
    slot: int
    role: Role
    staff: StaffRole | None = None
    name: str
    avatar: int
    watching: bool = False
    """Staff at the console, aside from the beginning (Q-7)."""


class LeaveEntry(EntryBase):
    kind: Literal["leave"] = "leave"
    member: str
    reason: Literal["left", "expired", "removed", "banned", "moved"]


class AwayEntry(EntryBase):
    kind: Literal["away"] = "away"
    member: str


class BackEntry(EntryBase):
    kind: Literal["back"] = "back"
    member: str


class ChatEntry(EntryBase):
    kind: Literal["chat"] = "chat"
    member: str
    to: str | None = None
    """Whom alone it was said to; None: to the room."""
    text: str


class ExhibitTaken(EntryBase):
    kind: Literal["exhibit.taken"] = "exhibit.taken"
    member: str
    exhibit: str


class ExhibitSettled(EntryBase):
    kind: Literal["exhibit.settled"] = "exhibit.settled"
    member: str
    exhibit: str
    rotation: Rotation


class ExhibitReleased(EntryBase):
    kind: Literal["exhibit.released"] = "exhibit.released"
    member: str | None
    exhibit: str
    rotation: Rotation


class ExhibitHotspotShown(EntryBase):
    kind: Literal["exhibit.hotspot"] = "exhibit.hotspot"
    member: str
    exhibit: str
    hotspot: str | None


class ExhibitOffered(EntryBase):
    kind: Literal["exhibit.offered"] = "exhibit.offered"
    member: str | None
    exhibit: str
    to: str | None


class ExhibitGuided(EntryBase):
    kind: Literal["exhibit.guided"] = "exhibit.guided"
    member: str | None
    exhibit: str
    on: bool


class ExhibitMediaSet(EntryBase):
    kind: Literal["exhibit.media"] = "exhibit.media"
    member: str
    exhibit: str
    playing: bool
    position: float
    """Seconds, at the entry's ``at``."""


class SeatTaken(EntryBase):
    kind: Literal["seat.taken"] = "seat.taken"
    member: str
    seat: str


class SeatLeft(EntryBase):
    kind: Literal["seat.left"] = "seat.left"
    member: str
    seat: str


class MemberAside(EntryBase):
    """Seen by nobody from now on, or back in the room (Q)."""

    kind: Literal["member.aside"] = "member.aside"
    member: str
    on: bool
    watching: bool = False
    """At the console: aside, but with the room in view (Q-7)."""


class ReportEntry(EntryBase):
    """For staff only (N-2)."""

    kind: Literal["report"] = "report"
    member: str
    """Who reports."""
    about: str
    reason: ReportReason
    text: str | None


WireEntry = Annotated[
    JoinEntry
    | LeaveEntry
    | AwayEntry
    | BackEntry
    | ChatEntry
    | ExhibitTaken
    | ExhibitSettled
    | ExhibitReleased
    | ExhibitHotspotShown
    | ExhibitOffered
    | ExhibitGuided
    | ExhibitMediaSet
    | SeatTaken
    | SeatLeft
    | MemberAside
    | ReportEntry
    | StaffEntry,
    Field(discriminator="kind"),
]


# ---- the fresh state ---------------------------------------------------------------------------


class MemberView(Message):
    member: str
    slot: int
    role: Role
    staff: StaffRole | None = None
    """What a member of staff is there for (D-1)."""
    name: str
    avatar: int
    away: bool
    seat: str | None = None
    aside: bool = False
    """In the quiet place, seen by nobody (Q)."""
    watching: bool = False
    """Staff at the console: aside too, but with the room in view (Q-7)."""


class MediaView(Message):
    """``position`` (seconds) is that of ``at`` (ms, Unix); it goes on while ``playing`` (X-5)."""

    playing: bool
    position: float
    at: int


class ExhibitView(Message):
    exhibit: str
    index: int
    """Its number in held records (P-4)."""
    holder: str | None
    rotation: Rotation
    hotspot: str | None
    offered: str | None = None
    """To whom its holder offers it (X-3)."""
    guide: str | None = None
    """Who leads through its hotspots (X-4)."""
    media: MediaView | None = None


class ChatView(Message):
    seq: int
    at: int
    member: str
    name: str
    to: str | None = None
    to_name: str | None = None
    """Whom alone it was said to, with their name of that time; None: to the room."""
    text: str


class ReportView(Message):
    """Who (``member``) reports whom (``about``), with their names while their visits last."""

    seq: int
    at: int
    member: str
    name: str
    about: str
    about_name: str
    reason: ReportReason
    text: str | None


class RoomState(Message):
    """The room at ``seq`` (S-1)."""

    room: str
    epoch: str
    seq: int
    locked: bool
    lock_reason: ModerationReason | None = None
    slow: int = 0
    """Seconds between two lines of one visitor (D-6)."""
    members: list[MemberView]
    exhibits: list[ExhibitView]
    chat: list[ChatView]
    announcements: list[AnnouncementView] = Field(default_factory=list)
