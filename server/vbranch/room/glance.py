"""A room at a glance: what staff see of it before they go there."""

from dataclasses import dataclass

from vbranch.ids import RoomId
from vbranch.protocol.constants import Role

from .room import Room


@dataclass(frozen=True, slots=True)
class Glance:
    """``waiting`` stand before the door (H-5). ``calls`` nobody has taken yet, the oldest since
    ``called`` (ms, Unix)."""

    room: RoomId
    people: int
    staff: int
    waiting: int
    calls: int
    called: int | None
    locked: bool
    slow: int


def glance(room: Room, waiting: int) -> Glance:
    """``people`` are all but staff, also those who are away for a moment."""
    state = room.state
    staff = sum(one.role == Role.STAFF for one in state.members.values())
    since = [call.at for call in state.calls if call.by is None]
    return Glance(
        room=room.plan.room,
        people=len(state.members) - staff,
        staff=staff,
        waiting=waiting,
        calls=len(since),
        called=min(since, default=None),
        locked=state.locked,
        slow=state.slow,
    )
