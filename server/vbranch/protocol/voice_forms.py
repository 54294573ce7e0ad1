"""Voice: what a member may ask, and what is told of it (PROTOCOL.md V).

None of these is an entry of a log. ``VoiceSignal`` is passed on to one other side and kept nowhere.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from .constants import (
    MAX_CANDIDATE,
    MAX_CANDIDATES,
    MAX_SDP,
    VOICE_GROUP,
    VoiceRefusal,
    VoiceSide,
)
from .forms import Command, MemberName, Message, Token

_LINES = r"^[\x20-\x7e\r\n]+$"  # what SDP (RFC 8866) is made of, as browsers write it
_LINE = r"^[\x20-\x7e]*$"


def _one_sound(sdp: str) -> str:
    """Refuse whatever is not about one sound: no picture, no data, and no second medium."""
    media = [line for line in sdp.splitlines() if line.startswith("m=")]
    if len(media) != 1 or not media[0].startswith("m=audio "):
        raise ValueError("is not about one sound")
    return sdp


def _directions(sdp: str) -> set[str]:
    """Of the sound. Firefox names one for the whole session as well, which its sound overrides
    (RFC 8866, 6.7)."""
    known = {"a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive"}
    lines = [line.strip() for line in sdp.splitlines()]
    first = next((row for row, line in enumerate(lines) if line.startswith("m=")), 0)
    return known.intersection(lines[first:])


def _sends(sdp: str) -> str:
    if _directions(sdp) != {"a=sendonly"}:
        raise ValueError("does not only send")
    return sdp


def _does_not_send(sdp: str) -> str:
    if _directions(sdp) not in ({"a=recvonly"}, {"a=inactive"}):
        raise ValueError("does not only receive")
    return sdp


_Sdp = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_SDP, pattern=_LINES),
    AfterValidator(_one_sound),
]


# ---- signals ----------------------------------------------------------------------------------
# Said in both directions, so nothing in them has a default: both schemas are the same.


class Offer(Message):
    """The speaker's description of the session (V-5): SDP of one sound that is only sent."""

    kind: Literal["offer"]
    sdp: Annotated[_Sdp, AfterValidator(_sends)]


class Answer(Message):
    """The hearer's: of one sound that is only received."""

    kind: Literal["answer"]
    sdp: Annotated[_Sdp, AfterValidator(_does_not_send)]


class Candidate(Message):
    """An ICE candidate as browsers have it; an empty one says that there are no more."""

    candidate: Annotated[str, StringConstraints(max_length=MAX_CANDIDATE, pattern=_LINE)]
    mid: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,16}$")] | None
    line: Annotated[int, Field(ge=0, le=16)] | None


class Candidates(Message):
    kind: Literal["candidates"]
    candidates: Annotated[list[Candidate], Field(min_length=1, max_length=MAX_CANDIDATES)]


Signal = Annotated[Offer | Answer | Candidates, Field(discriminator="kind")]


# ---- from the client --------------------------------------------------------------------------


class VoiceHear(Message):
    """This page can play what others say (V-1). Asked again it brings fresh ICE servers."""

    type: Literal["voice.hear"] = "voice.hear"
    id: Command
    on: bool


class VoiceSpeak(Message):
    """From now on I may be heard by those near me, or in my group (V-2, V-7)."""

    type: Literal["voice.speak"] = "voice.speak"
    id: Command
    on: bool
    group: Token | None = None
    """The closed group in which the person believes to be; None: in none."""


class VoiceSignal(Message):
    """For the other side of a session (V-5)."""

    type: Literal["voice.signal"] = "voice.signal"
    id: Command
    session: Token
    data: Signal


class VoiceRenew(Message):
    """The session carries nothing (any more): another one in its place, please (V-6)."""

    type: Literal["voice.renew"] = "voice.renew"
    id: Command
    session: Token


class VoiceGroup(Message):
    """Whom I take aside to talk with; they and I are a closed group from now on (V-7)."""

    type: Literal["voice.group"] = "voice.group"
    id: Command
    members: Annotated[list[MemberName], Field(min_length=1, max_length=VOICE_GROUP - 1)]


class VoiceUngroup(Message):
    """Out of the closed group; whoever opened it ends it (V-8)."""

    type: Literal["voice.ungroup"] = "voice.ungroup"
    id: Command


class VoiceStage(Message):
    """To be heard by all in the room (V-9)."""

    type: Literal["voice.stage"] = "voice.stage"
    id: Command
    on: bool


VoiceCommandModel = (
    VoiceHear | VoiceSpeak | VoiceSignal | VoiceRenew | VoiceGroup | VoiceUngroup | VoiceStage
)


# ---- from the server --------------------------------------------------------------------------


class IceServer(Message):
    """As WebRTC's RTCIceServer."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class VoiceIce(Message):
    """By which servers connections may be made (V-4); known before a session is named."""

    type: Literal["voice.ice"] = "voice.ice"
    servers: list[IceServer]
    relay_only: bool
    """Only by relays, so that members do not learn each other's addresses."""
    life_s: int
    """For so long the credentials are good for a new session."""


class StageDoor(Message):
    """Where the stage is, if another server carries it: its address, and a token for it."""

    url: str
    token: str


class VoiceSession(Message):
    session: str
    member: str | None
    """Who is on the other side; None: the stage."""
    side: VoiceSide
    """Yours."""
    door: StageDoor | None = None
    """If it is not made by signals (V-9)."""


class VoiceCircle(Message):
    """The closed group that one is in."""

    group: str
    opener: str
    members: list[str]
    """All of it, the opener too."""


class VoiceState(Message):
    """All of this member's voice, whenever it has changed (V-3)."""

    type: Literal["voice.state"] = "voice.state"
    hear: bool
    speak: bool
    muted: bool
    group: VoiceCircle | None
    stage: str | None
    """Who speaks to all."""
    sessions: list[VoiceSession]
    """Every other one has ended."""


class VoiceSignalled(Message):
    """What the other side of the session says."""

    type: Literal["voice.signalled"] = "voice.signalled"
    session: str
    data: Signal


class VoiceAnswer(Message):
    """What became of a voice command; a signal that was passed on has none."""

    type: Literal["voice.answer"] = "voice.answer"
    id: str
    outcome: Literal["accepted", "refused"]
    reason: VoiceRefusal | None = None


VoiceServerModel = VoiceIce | VoiceState | VoiceSignalled | VoiceAnswer
