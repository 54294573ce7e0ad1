"""What one run is to do."""

from dataclasses import dataclass
from typing import Final

HALL: Final = "hall"
FIELD: Final = "field"


@dataclass(frozen=True, slots=True)
class Frames:
    """Frames of this many bytes, WebSocket header included, so many a second to each client."""

    bytes: int
    per_s: float


@dataclass(frozen=True, slots=True)
class Orders:
    workload: str
    n: int
    warm_s: float
    seconds: float
    commands_per_s: float = 0.0
    """Chat messages of all clients together, to a server that acknowledges."""
    rogues: bool = False
    layout: str = "room"
    """Where people are, by the generator's name for it (``generator/walker.h``)."""
    headsets: float = 1.0
    """The share of those who have one; the others are at a screen."""
    sampled: int = 20
    lazy: bool = False
    """Clients that check nothing drop what they got when they send; thousands need that."""
    adaptive: bool = False
    """Clients send as often as the server wishes, and once a second what they have said already."""
    joins: int = 0
    """How many come in within ``joins_over_s`` from the beginning of measuring on."""
    joins_over_s: float = 10.0
    frames: Frames | None = None
    """What a server that has no mind of its own is to send."""

    @property
    def room(self) -> str:
        """The room of the branch: where places matter, the field."""
        return HALL if self.layout == "room" else FIELD

    def generator_options(self) -> list[str]:
        given = {
            "--warm": self.warm_s,
            "--seconds": self.seconds,
            "--commands": self.commands_per_s,
            "--layout": self.layout,
            "--headsets": self.headsets,
            "--sampled": self.sampled,
            "--lazy": int(self.lazy),
            "--adaptive": int(self.adaptive),
            "--joins": self.joins,
            "--joins-over": self.joins_over_s,
            "--room": self.room,
        }
        return [str(word) for pair in given.items() for word in pair]
