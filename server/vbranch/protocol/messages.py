"""The JSON messages, in one place: strict, closed, finite numbers only (PROTOCOL.md M, E, S).

TypeScript types are generated from these models (``export.py``), so a field is added here and
nowhere else. What a message means and who may send it stands in PROTOCOL.md; which handler and
permission belong to it is registered in ``vbranch.realtime.commands``.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from .constants import MAX_AVATAR, MAX_CHAT, MAX_NAME, ErrorCode, Refusal, Role

UNIT_TOLERANCE = 0.01


class Message(BaseModel):
    """Base of everything on the wire: no coercion, no extra keys, no NaN or infinity, immutable."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        frozen=True,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )


_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidi_Control of Unicode (UAX 9)."""


def _plain(text: str) -> str:
    """Refuse control characters (NUL among them), lone surrogates, and what turns the direction of
    text: they break logs and fonts, and let one visitor write over another's name."""
    if any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in text):
        raise ValueError("has control characters")
    if not _DIRECTIONS.isdisjoint(text):
        raise ValueError("has characters that turn the direction of text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("has a lone surrogate") from None
    if not text.strip():
        raise ValueError("is blank")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("is more than one line")
    return text


def _unit(q: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Refuse what is no rotation; the zero quaternion is the usual one."""
    if abs(sum(c * c for c in q) - 1.0) > UNIT_TOLERANCE:
        raise ValueError("is not a unit quaternion")
    return q


PlainText = AfterValidator(_plain)
OneLine = AfterValidator(_one_line)
Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME), PlainText, OneLine]
ChatText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHAT), PlainText]
Command = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,36}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,128}$")]
Vector = tuple[float, float, float]
Rotation = Annotated[tuple[float, float, float, float], AfterValidator(_unit)]


# ---- from the client -------------------------------------------------------------------------


class Join(Message):
    """First message of a new visit (H-2)."""

    type: Literal["join"] = "join"
    ticket: Token
    name: Name
    avatar: Annotated[int, Field(ge=0, le=MAX_AVATAR)] = 0


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


class RoomLock(Message):
    type: Literal["room.lock"] = "room.lock"
    id: Command
    locked: bool


Hello = Annotated[Join | Resume, Field(discriminator="type")]
CommandMessage = Annotated[
    Leave | Enter | Chat | ExhibitTake | ExhibitSettle | ExhibitRelease | ExhibitHotspot | RoomLock,
    Field(discriminator="type"),
]
ClientMessage = Annotated[
    Join
    | Resume
    | Leave
    | Enter
    | Chat
    | ExhibitTake
    | ExhibitSettle
    | ExhibitRelease
    | ExhibitHotspot
    | RoomLock,
    Field(discriminator="type"),
]


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


class Waiting(Message):
    """The room is full (H-5)."""

    type: Literal["waiting"] = "waiting"
    room: str
    reason: Refusal
    capacity: int
    place: int
    """Your place in the queue, from 1."""
    waiting: int


class Ack(Message):
    """Committed and applied (E-2, E-3)."""

    type: Literal["ack"] = "ack"
    id: str
    seq: int
    outcome: Literal["accepted", "refused"]
    reason: Refusal | None = None
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


class StateChunk(Message):
    type: Literal["state"] = "state"
    part: int
    of: int
    data: str


# ---- entries as members see them ---------------------------------------------------------------


class EntryBase(Message):
    seq: int
    at: int


class JoinEntry(EntryBase):
    kind: Literal["join"] = "join"
    member: str
    slot: int
    role: Role
    name: str
    avatar: int


class LeaveEntry(EntryBase):
    kind: Literal["leave"] = "leave"
    member: str
    reason: Literal["left", "expired", "removed", "moved"]


class AwayEntry(EntryBase):
    kind: Literal["away"] = "away"
    member: str


class BackEntry(EntryBase):
    kind: Literal["back"] = "back"
    member: str


class ChatEntry(EntryBase):
    kind: Literal["chat"] = "chat"
    member: str
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


class RoomLocked(EntryBase):
    kind: Literal["room.locked"] = "room.locked"
    member: str
    locked: bool


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
    | RoomLocked,
    Field(discriminator="kind"),
]


# ---- the fresh state ---------------------------------------------------------------------------


class MemberView(Message):
    member: str
    slot: int
    role: Role
    name: str
    avatar: int
    away: bool


class ExhibitView(Message):
    exhibit: str
    index: int
    """Its number in held records (P-4)."""
    holder: str | None
    rotation: Rotation
    hotspot: str | None


class ChatView(Message):
    seq: int
    at: int
    member: str
    name: str
    text: str


class RoomState(Message):
    """The room at ``seq`` (S-1)."""

    room: str
    epoch: str
    seq: int
    locked: bool
    members: list[MemberView]
    exhibits: list[ExhibitView]
    chat: list[ChatView]


ServerMessage = Annotated[
    Welcome | Waiting | Ack | Error | Goodbye | StateChunk, Field(discriminator="type")
]

HELLO: TypeAdapter[Join | Resume] = TypeAdapter(Hello)
COMMAND: TypeAdapter[
    Leave | Enter | Chat | ExhibitTake | ExhibitSettle | ExhibitRelease | ExhibitHotspot | RoomLock
] = TypeAdapter(CommandMessage)
ENTRIES: TypeAdapter[list[WireEntry]] = TypeAdapter(list[WireEntry])
