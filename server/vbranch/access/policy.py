"""What each standing may do (PROTOCOL.md M, D-1): one table, asked before every command (M-3) and
every HTTP request.

Being the *holder* of an exhibit, or the one who took a call, is a matter of the room's state, not
of the standing; the reducer decides that. Here stands only what somebody may try.
"""

from collections.abc import Collection
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from vbranch.protocol.constants import Role, StaffRole

Standing = Role | StaffRole
"""Of visitors and bots their role, of staff what they are there for (D-1)."""


class Permission(StrEnum):
    """A right that a command or a route needs; its handler is registered together with it."""

    ROOM_ENTER = "room.enter"
    ROOM_LEAVE = "room.leave"
    CHAT = "chat"
    EXHIBIT_USE = "exhibit.use"
    SEAT_USE = "seat.use"
    REPORT = "report"
    ASIDE = "aside"
    STAFF_CALL = "staff.call"
    VOICE = "voice"

    VOICE_GROUP = "voice.group"
    VOICE_STAGE = "voice.stage"

    GREET = "greet"
    ANNOUNCE = "announce"
    MEMBER_INVITE = "member.invite"
    CALL_ANSWER = "call.answer"
    ROOM_LOCK = "room.lock"
    CHAT_SLOW = "chat.slow"
    MEMBER_MUTE = "member.mute"
    MEMBER_REMOVE = "member.remove"
    MEMBER_BAN = "member.ban"
    MEMBER_UNBAN = "member.unban"
    CONSOLE_SEE = "console.see"
    REPORTS_READ = "reports.read"
    AUDIT_READ = "audit.read"
    ACCOUNTS_SEE = "accounts.see"
    SESSIONS_SEE = "sessions.see"
    SESSIONS_REVOKE = "sessions.revoke"


_VISITOR, _BOT = Role.VISITOR, Role.BOT
_ADVISER, _HOST = StaffRole.ADVISER, StaffRole.HOST
_MODERATOR, _ADMINISTRATOR = StaffRole.MODERATOR, StaffRole.ADMINISTRATOR
_STAFF: Final = (_ADVISER, _HOST, _MODERATOR, _ADMINISTRATOR)
_ALL: Final = (_VISITOR, _BOT, *_STAFF)

_GRANTED: Final = MappingProxyType[Permission, Collection[Standing]](
    {
        Permission.ROOM_ENTER: _ALL,
        Permission.ROOM_LEAVE: _ALL,
        Permission.CHAT: _ALL,
        Permission.EXHIBIT_USE: _ALL,
        Permission.SEAT_USE: _ALL,
        Permission.REPORT: _ALL,
        Permission.ASIDE: _ALL,
        Permission.STAFF_CALL: (_VISITOR,),
        Permission.VOICE: _ALL,
        Permission.VOICE_GROUP: _STAFF,
        Permission.VOICE_STAGE: (_HOST, _MODERATOR, _ADMINISTRATOR),
        Permission.GREET: (_HOST, _MODERATOR, _ADMINISTRATOR),
        Permission.ANNOUNCE: (_HOST, _MODERATOR, _ADMINISTRATOR),
        Permission.MEMBER_INVITE: _STAFF,
        Permission.CALL_ANSWER: _STAFF,
        Permission.ROOM_LOCK: (_HOST, _MODERATOR, _ADMINISTRATOR),
        Permission.CHAT_SLOW: (_HOST, _MODERATOR, _ADMINISTRATOR),
        Permission.MEMBER_MUTE: (_HOST, _MODERATOR, _ADMINISTRATOR),
        Permission.MEMBER_REMOVE: (_MODERATOR, _ADMINISTRATOR),
        Permission.MEMBER_BAN: (_MODERATOR, _ADMINISTRATOR),
        Permission.MEMBER_UNBAN: (_MODERATOR, _ADMINISTRATOR),
        Permission.CONSOLE_SEE: _STAFF,
        Permission.REPORTS_READ: (_MODERATOR, _ADMINISTRATOR),
        Permission.AUDIT_READ: (_MODERATOR, _ADMINISTRATOR),
        Permission.ACCOUNTS_SEE: (_ADMINISTRATOR,),
        Permission.SESSIONS_SEE: (_ADMINISTRATOR,),
        Permission.SESSIONS_REVOKE: (_ADMINISTRATOR,),
    }
)


def standing_of(role: Role, staff: StaffRole | None) -> Standing:
    """Of staff without a staff role it is ``Role.STAFF``, which has no rights at all."""
    return staff if role is Role.STAFF and staff is not None else role


def allows(standing: Standing, permission: Permission) -> bool:
    """Whether somebody of that standing has the right; what is not granted is denied."""
    return standing in _GRANTED.get(permission, ())
