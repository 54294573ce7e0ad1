"""What the server and its stage process say to each other: a JSON object a line, on a socket pair.

Nothing in it is of a person: a session's name is made by chance and forgotten with the session.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.forms import Message
from vbranch.protocol.messages import IceServer, Signal

MAX_LINE: Final = 64 * 1024


class Begin(Message):
    """A session with somebody of that room, who is on that side."""

    do: Literal["begin"] = "begin"
    room: str
    session: str
    side: VoiceSide
    servers: list[IceServer]


class Said(Message):
    """What the member of the session says; or, from the process, what it says to them."""

    do: Literal["said"] = "said"
    session: str
    signal: Signal


class End(Message):
    do: Literal["end"] = "end"
    session: str


class Broken(Message):
    """From the process: the session failed by a fault of that name, and is over there."""

    do: Literal["broken"] = "broken"
    session: str
    fault: str


Line = Annotated[Begin | Said | End | Broken, Field(discriminator="do")]
LINE: Final[TypeAdapter[Begin | Said | End | Broken]] = TypeAdapter(Line)


def written(line: Message) -> bytes:
    return line.model_dump_json().encode() + b"\n"
