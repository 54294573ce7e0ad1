"""What staff can ask of a room, and how a visitor calls them (PROTOCOL.md D, K)."""

from typing import Any, Final

from vbranch.access.policy import Permission
from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.room import entries as e

from .steps import Act, Asker, Moderated, Rows, Step

ROWS: Final = Rows()
_command: Final = ROWS.command


def _act(command: m.Moderation, about: str | None = None, **more: Any) -> Act:
    what: str = type(command).model_fields["type"].default
    member = None if about is None else MemberId(about)
    return Act(what, member, command.reason, command.text, **more)


@_command(m.RoomLock, Permission.ROOM_LOCK)
def _lock(command: m.RoomLock, asker: Asker) -> Step:
    entry = e.LockSet(
        **asker.stamp(command.id),
        locked=command.locked,
        reason=command.reason,
    )
    return Moderated(entry, _act(command, on=command.locked))


@_command(m.Announce, Permission.ANNOUNCE)
def _announce(command: m.Announce, asker: Asker) -> Step:
    entry = e.Announced(**asker.stamp(command.id), text=command.text)
    return Moderated(entry, Act(command.type, words=command.text))


@_command(m.MemberMute, Permission.MEMBER_MUTE)
def _mute(command: m.MemberMute, asker: Asker) -> Step:
    entry = e.MuteSet(
        **asker.stamp(command.id),
        about=command.member,
        on=command.on,
        reason=command.reason,
    )
    return Moderated(entry, _act(command, command.member, on=command.on))


@_command(m.MemberRemove, Permission.MEMBER_REMOVE)
def _remove(command: m.MemberRemove, asker: Asker) -> Step:
    entry = e.Removed(
        **asker.stamp(command.id),
        about=command.member,
        banned=False,
        reason=command.reason,
    )
    return Moderated(entry, _act(command, command.member))


@_command(m.MemberBan, Permission.MEMBER_BAN)
def _ban(command: m.MemberBan, asker: Asker) -> Step:
    entry = e.Removed(
        **asker.stamp(command.id),
        about=command.member,
        banned=True,
        reason=command.reason,
    )
    act = _act(command, command.member, seconds=command.seconds, network=command.network)
    return Moderated(entry, act)


@_command(m.ChatSlow, Permission.CHAT_SLOW)
def _slow(command: m.ChatSlow, asker: Asker) -> Step:
    entry = e.SlowSet(
        **asker.stamp(command.id),
        seconds=command.seconds,
        reason=command.reason,
    )
    return Moderated(entry, _act(command, seconds=command.seconds))


@_command(m.MemberGreet, Permission.GREET)
def _greet(command: m.MemberGreet, asker: Asker) -> Step:
    return e.Greeted(**asker.stamp(command.id), to=command.member)


@_command(m.MemberInvite, Permission.MEMBER_INVITE)
def _invite(command: m.MemberInvite, asker: Asker) -> Step:
    return e.Invited(
        **asker.stamp(command.id),
        to=command.member,
        place=command.place,
        seat=command.seat,
    )


# ---- calls for staff (K) ----------------------------------------------------------------------


@_command(m.StaffCall, Permission.STAFF_CALL)
def _call(command: m.StaffCall, asker: Asker) -> Step:
    return e.CallAsked(
        **asker.stamp(command.id),
        topic=None if command.topic is None else asker.seal(command.topic),
    )


@_command(m.StaffCallCancel, Permission.STAFF_CALL)
def _cancel_call(command: m.StaffCallCancel, asker: Asker) -> Step:
    return e.CallCancelled(**asker.stamp(command.id))


@_command(m.CallTake, Permission.CALL_ANSWER)
def _take_call(command: m.CallTake, asker: Asker) -> Step:
    return e.CallTaken(**asker.stamp(command.id), caller=command.member)


@_command(m.CallDone, Permission.CALL_ANSWER)
def _end_call(command: m.CallDone, asker: Asker) -> Step:
    return e.CallDone(**asker.stamp(command.id), caller=command.member)
