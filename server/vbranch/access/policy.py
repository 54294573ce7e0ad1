"""What each role may do (PROTOCOL.md M): one table, asked before every command (M-3).

Being the *holder* of an exhibit is a matter of the room's state, not of the role; the reducer
decides that. Here stands only what a role may try.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from vbranch.protocol.constants import Role


class Permission(StrEnum):
    """A right that a command needs; its handler is registered together with it."""

    ROOM_ENTER = "room.enter"
    ROOM_LEAVE = "room.leave"
    ROOM_LOCK = "room.lock"
    CHAT = "chat"
    EXHIBIT_USE = "exhibit.use"
    SEAT_USE = "seat.use"
    REPORT = "report"
    ASIDE = "aside"


_EVERYBODY: Final = frozenset(Permission) - {Permission.ROOM_LOCK}

_GRANTED: Final = MappingProxyType(
    {
        Role.VISITOR: _EVERYBODY,
        Role.BOT: _EVERYBODY,
        Role.STAFF: _EVERYBODY | {Permission.ROOM_LOCK},
    }
)


def allows(role: Role, permission: Permission) -> bool:
    """Whether ``role`` has the right; what is not granted is denied."""
    return permission in _GRANTED.get(role, frozenset())
