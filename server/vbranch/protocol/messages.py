"""The JSON messages, in one place: strict, closed, finite numbers only (PROTOCOL.md M, E, S).

TypeScript types are generated from these models (``export.py``), so a field is added here and
nowhere else. What a message means and who may send it stands in PROTOCOL.md; which handler and
permission belong to it is registered in ``vbranch.realtime.commands`` and ``staff_commands``. Long,
as the forms of staff, voice and entries, which have files of their own, are named here once more.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from .constants import (
    MAX_AVATAR,
    ErrorCode,
    ModerationReason,
    Refusal,
    ReportReason,
    Role,
    StaffRole,
)
from .forms import (
    ChatText,
    Command,
    EntryBase,
    MemberName,
    Message,
    Name,
    NodeName,
    PlainText,
    ReportText,
    Rotation,
    Seconds,
    Slug,
    Token,
    Vector,
)
from .staff_commands import (
    Announce,
    CallDone,
    CallTake,
    ChatSlow,
    MemberBan,
    MemberGreet,
    MemberInvite,
    MemberMute,
    MemberRemove,
    Moderation,
    RoomLock,
    StaffCall,
    StaffCallCancel,
    StaffCommandModel,
)
from .staff_entries import (
    Announced,
    AnnouncementView,
    CallAsked,
    CallEnded,
    CallMoved,
    CallTaken,
    CallView,
    ChatSlowed,
    MemberGreeted,
    MemberInvited,
    MemberMuted,
    RoomLocked,
)
from .voice_forms import (
    IceServer,
    Signal,
    StageDoor,
    VoiceAnswer,
    VoiceCommandModel,
    VoiceGroup,
    VoiceHear,
    VoiceIce,
    VoiceRenew,
    VoiceServerModel,
    VoiceSession,
    VoiceSignal,
    VoiceSignalled,
    VoiceSpeak,
    VoiceStage,
    VoiceState,
    VoiceUngroup,
)
from .wire_entries import (
    AwayEntry,
    BackEntry,
    ChatEntry,
    ChatView,
    ExhibitGuided,
    ExhibitHotspotShown,
    ExhibitMediaSet,
    ExhibitOffered,
    ExhibitReleased,
    ExhibitSettled,
    ExhibitTaken,
    ExhibitView,
    JoinEntry,
    LeaveEntry,
    MediaView,
    MemberAside,
    MemberView,
    ReportEntry,
    ReportView,
    RoomState,
    SeatLeft,
    SeatTaken,
    WireEntry,
)

__all__ = [
    "Announce",
    "Announced",
    "AnnouncementView",
    "AwayEntry",
    "BackEntry",
    "CallAsked",
    "CallDone",
    "CallEnded",
    "CallMoved",
    "CallTake",
    "CallTaken",
    "CallView",
    "ChatEntry",
    "ChatSlow",
    "ChatSlowed",
    "ChatView",
    "EntryBase",
    "ExhibitGuided",
    "ExhibitHotspotShown",
    "ExhibitMediaSet",
    "ExhibitOffered",
    "ExhibitReleased",
    "ExhibitSettled",
    "ExhibitTaken",
    "ExhibitView",
    "IceServer",
    "JoinEntry",
    "LeaveEntry",
    "MediaView",
    "MemberAside",
    "MemberBan",
    "MemberGreet",
    "MemberGreeted",
    "MemberInvite",
    "MemberInvited",
    "MemberMute",
    "MemberMuted",
    "MemberRemove",
    "MemberView",
    "Message",
    "Moderation",
    "PlainText",
    "ReportEntry",
    "ReportView",
    "RoomLock",
    "RoomLocked",
    "RoomState",
    "SeatLeft",
    "SeatTaken",
    "Signal",
    "Slug",
    "StaffCall",
    "StaffCallCancel",
    "StaffCommandModel",
    "StageDoor",
    "Vector",
    "VoiceAnswer",
    "VoiceCommandModel",
    "VoiceGroup",
    "VoiceHear",
    "VoiceIce",
    "VoiceRenew",
    "VoiceServerModel",
    "VoiceSession",
    "VoiceSignal",
    "VoiceSignalled",
    "VoiceSpeak",
    "VoiceStage",
    "VoiceState",
    "VoiceUngroup",
    "WireEntry",
]

# ---- from the client -------------------------------------------------------------------------


class Join(Message):
    """First message of a new visit (H-2)."""

    type: Literal["join"] = "join"
    ticket: Token
    name: Name
    avatar: Annotated[int, Field(ge=0, le=MAX_AVATAR)] = 0
    watch: bool = False
    """To see the room from the console, without a body in it (Q-7); means nothing from visitors."""


class OfferedPose(Message):
    """Where the member says they were before the connection broke (R-3); floor point and yaw."""

    position: Vector
    yaw: float


class Resume(Message):
    """First message of a connection that continues a visit (R-2)."""

    type: Literal["resume"] = "resume"
    token: Token
    pose: OfferedPose | None = None


class Leave(Message):
    type: Literal["leave"] = "leave"
    id: Command


class Enter(Message):
    type: Literal["enter"] = "enter"
    id: Command
    room: Slug


class Chat(Message):
    type: Literal["chat"] = "chat"
    id: Command
    text: ChatText
    to: MemberName | None = None
    """Whom alone it is said to; None: to the room (N-1)."""


class ExhibitTake(Message):
    type: Literal["exhibit.take"] = "exhibit.take"
    id: Command
    exhibit: Slug


class ExhibitSettle(Message):
    type: Literal["exhibit.settle"] = "exhibit.settle"
    id: Command
    exhibit: Slug
    rotation: Rotation


class ExhibitRelease(Message):
    type: Literal["exhibit.release"] = "exhibit.release"
    id: Command
    exhibit: Slug
    rotation: Rotation


class ExhibitHotspot(Message):
    type: Literal["exhibit.hotspot"] = "exhibit.hotspot"
    id: Command
    exhibit: Slug
    hotspot: Slug | None
    """None closes what is open."""


class ExhibitOffer(Message):
    type: Literal["exhibit.offer"] = "exhibit.offer"
    id: Command
    exhibit: Slug
    to: MemberName | None
    """None takes the offer back."""


class ExhibitGuide(Message):
    type: Literal["exhibit.guide"] = "exhibit.guide"
    id: Command
    exhibit: Slug
    on: bool


class ExhibitMedia(Message):
    type: Literal["exhibit.media"] = "exhibit.media"
    id: Command
    exhibit: Slug
    playing: bool
    position: Seconds


class SeatTake(Message):
    type: Literal["seat.take"] = "seat.take"
    id: Command
    seat: NodeName


class SeatLeave(Message):
    type: Literal["seat.leave"] = "seat.leave"
    id: Command


class AsideBegin(Message):
    """Out of the room, to the quiet place, at once (Q-1)."""

    type: Literal["aside.begin"] = "aside.begin"
    id: Command


class AsideEnd(Message):
    """Back where one stood (Q-3)."""

    type: Literal["aside.end"] = "aside.end"
    id: Command


class Report(Message):
    type: Literal["report"] = "report"
    id: Command
    member: MemberName
    """Who is reported."""
    reason: ReportReason
    text: ReportText | None = None


CommandModel = (
    Leave
    | Enter
    | Chat
    | ExhibitTake
    | ExhibitSettle
    | ExhibitRelease
    | ExhibitHotspot
    | ExhibitOffer
    | ExhibitGuide
    | ExhibitMedia
    | SeatTake
    | SeatLeave
    | AsideBegin
    | AsideEnd
    | Report
    | StaffCommandModel
    | VoiceCommandModel
)
ClientMessage = Annotated[Join | Resume | CommandModel, Field(discriminator="type")]


# ---- from the server -------------------------------------------------------------------------


class Bounds(Message):
    """The box in which positions lie, metres; ``min`` is where records count from (P-1)."""

    min: Vector
    max: Vector


class Place(Message):
    """A floor point and the direction one faces there."""

    position: Vector
    yaw: float


class You(Message):
    member: str
    slot: int
    role: Role
    staff: StaffRole | None = None
    name: str


class Welcome(Message):
    """You are in (H-3). ``scene`` is the address of the room's scene description."""

    type: Literal["welcome"] = "welcome"
    room: str
    scene: str
    you: You
    bounds: Bounds
    place: Place
    epoch: str
    resume: str
    resumed: bool
    tick_hz: int
    capacity: int
    time: int
    """The server's clock when it was sent, ms since 1970 (H-3)."""
    frame_time: int
    """The same moment on the clock of the tick frames (F-3): ms, modulo 2^32."""


class Waiting(Message):
    """The room is full, or locked for ``lock_reason`` (H-5, D-10)."""

    type: Literal["waiting"] = "waiting"
    room: str
    reason: Refusal
    lock_reason: ModerationReason | None = None
    capacity: int
    place: int
    """Your place in the queue, from 1."""
    waiting: int


class Ack(Message):
    """Committed and applied (E-2, E-3). ``by`` is who has what is taken (K-3)."""

    type: Literal["ack"] = "ack"
    id: str
    seq: int
    outcome: Literal["accepted", "refused"]
    reason: Refusal | None = None
    by: str | None = None
    repeat: bool = False


class Error(Message):
    """What is wrong (M-5): ``code``, ``field``, ``detail`` for a program, ``message`` for a person.

    ``at`` is where the member stands after a refused jump (P-7).
    """

    type: Literal["error"] = "error"
    code: ErrorCode
    message: str
    id: str | None = None
    field: str | None = None
    detail: str | None = None
    at: Vector | None = None


class Goodbye(Message):
    """Said just before the server closes (C-1)."""

    type: Literal["goodbye"] = "goodbye"
    code: int
    message: str
    retry_after: float | None = None
    reason: ModerationReason | None = None
    """Why somebody was put out by staff (D-7)."""
    until: int | None = None
    """Until when (ms, Unix) somebody who is banned cannot come (D-8)."""


class StateChunk(Message):
    type: Literal["state"] = "state"
    part: int
    of: int
    data: str


class Own(Message):
    """What only this member may see of the room, at the ``seq`` of the state before it (S-4)."""

    type: Literal["own"] = "own"
    seq: int
    chat: list[ChatView]
    reports: list[ReportView]
    muted: list[str] = Field(default_factory=list)
    """Who is muted, for staff; for others themselves, if they are (D-5)."""
    calls: list[CallView] = Field(default_factory=list)
    """Calls in order, for staff; for a caller their own (K-2)."""
    since: dict[str, int] = Field(default_factory=dict)
    """When each came into the room (ms, Unix), for staff."""
    greeted: list[str] = Field(default_factory=list)
    """Whom somebody of staff has greeted, for staff (D-11)."""


ServerModel = Welcome | Waiting | Ack | Error | Goodbye | StateChunk | Own | VoiceServerModel
ServerMessage = Annotated[ServerModel, Field(discriminator="type")]

ENTRIES: TypeAdapter[list[WireEntry]] = TypeAdapter(list[WireEntry])
