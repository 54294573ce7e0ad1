"""What voice needs of whoever carries one speaker to all (PROTOCOL.md V-9)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from vbranch.ids import RoomId
from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.messages import Signal, StageDoor


@dataclass(frozen=True, slots=True)
class StageEars:
    """What a room wants to hear of its stage."""

    signalled: Callable[[str, Signal], None]
    """In this session the stage says this."""
    lost: Callable[[bool], None]
    """All its sessions are over; True: it can begin anew."""


class Stage(Protocol):
    """All that is called here returns at once; what takes time happens elsewhere."""

    @property
    def places(self) -> int:
        """How many may hear it in one room; 0: nobody, there is no stage."""

    def listen(self, room: RoomId, ears: StageEars) -> None: ...

    def begin(self, room: RoomId, session: str, side: VoiceSide) -> StageDoor | None:
        """Somebody is to speak, or to hear (``side`` is theirs). None: the session is made by
        signals."""

    def signal(self, session: str, signal: Signal) -> None:
        """The member of that session says this."""

    def end(self, room: RoomId, session: str, side: VoiceSide) -> None:
        """Whoever was in it neither speaks nor hears any more."""

    async def stop(self) -> None: ...


class NoStage:
    """Where nobody speaks to all."""

    places = 0

    def listen(self, room: RoomId, ears: StageEars) -> None:
        """Nothing will be said."""

    def begin(self, room: RoomId, session: str, side: VoiceSide) -> StageDoor | None:
        raise AssertionError("nobody is on a stage without places")

    def signal(self, session: str, signal: Signal) -> None:
        raise AssertionError("nobody is on a stage without places")

    def end(self, room: RoomId, session: str, side: VoiceSide) -> None:
        raise AssertionError("nobody is on a stage without places")

    async def stop(self) -> None:
        """Nothing was started."""
