"""A room as its members see it: opens what is sealed, for the wire (PROTOCOL.md E, S).

``open_`` gives the text that was sealed with a visit's key, or None when that key is gone. Words
without a key are left out; a member without one is shown as ``NAMELESS``, so that the slots add up.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Final

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import Role

from .call_rules import places
from .entries import Told
from .room import Room
from .state import Chat, Exhibit, Member, Private, Report, Shown, State

NAMELESS: Final = "…"

Opener = Callable[[str, str], str | None]


def wire_entry(shown: Shown, open_: Opener) -> m.WireEntry | None:
    """The entry as members get it; None when there is nothing left to say."""
    entry, visit = shown.entry, shown.visit
    if isinstance(entry, m.JoinEntry):
        return entry.model_copy(update={"name": _name(visit, entry.name, open_)})
    if isinstance(entry, m.ChatEntry):
        text = open_(visit, entry.text) if visit is not None else None
        return None if text is None else entry.model_copy(update={"text": text})
    if isinstance(entry, m.ReportEntry):
        return entry.model_copy(update={"text": _words(visit, entry.text, open_)})
    if isinstance(entry, m.CallAsked):
        return entry.model_copy(update={"topic": _words(visit, entry.topic, open_)})
    return entry


def room_state(room: Room, epoch: str, open_: Opener) -> m.RoomState:
    """The fresh state at ``room.state.seq`` (S-1, S-3): what is the same for all.

    ``FreshState`` says the same, encoded, without looking at everybody anew each time.
    """
    members = [member_view(member, open_) for member in room.state.members.values()]
    return around_members(room, epoch, open_).model_copy(update={"members": members})


def member_view(member: Member, open_: Opener) -> m.MemberView:
    """A member as all see them."""
    return m.MemberView(
        member=member.member,
        slot=member.slot,
        role=member.role,
        staff=member.staff,
        name=_name(member.visit, member.name, open_),
        avatar=member.avatar,
        away=member.away,
        seat=member.seat,
        aside=member.aside,
        watching=member.watching,
    )


def around_members(room: Room, epoch: str, open_: Opener) -> m.RoomState:
    """The fresh state without its members."""
    state = room.state
    return m.RoomState(
        room=room.plan.room,
        epoch=epoch,
        seq=state.seq,
        locked=state.locked,
        lock_reason=state.lock_reason,
        slow=state.slow,
        members=[],
        exhibits=[_exhibit(exhibit) for exhibit in state.exhibits],
        chat=[line for chat in state.chat if (line := _line(chat, open_))],
        announcements=[m.AnnouncementView(**asdict(said)) for said in state.announcements],
    )


def own_view(room: Room, member: MemberId, open_: Opener) -> m.Own:
    """What only this member may see of the state (S-4)."""
    state = room.state
    known = state.members.get(member)
    mine = (one for one in state.private if member in (one.said.member, one.to))
    staff = known is not None and known.role == Role.STAFF
    told: tuple[Told, ...] = () if known is None else known.told
    return m.Own(
        seq=state.seq,
        chat=[line for private in mine if (line := _private(private, open_))],
        reports=[_report(one, open_) for one in state.reports] if "reports" in told else [],
        muted=_muted(state, known),
        calls=_calls(state, None if "calls" in told else member, open_),
        since=_since(state) if staff else {},
        greeted=[one.member for one in state.members.values() if staff and one.greeted],
    )


def _muted(state: State, known: Member | None) -> list[str]:
    """Of all for staff, of oneself for others (D-5)."""
    if known is None:
        return []
    asked = state.members.values() if known.role == Role.STAFF else (known,)
    return [one.member for one in asked if one.muted]


def _since(state: State) -> dict[str, int]:
    known = ((one.member, one.since) for one in state.members.values())
    return {member: since for member, since in known if since is not None}


def _calls(state: State, caller: MemberId | None, open_: Opener) -> list[m.CallView]:
    """All calls in order, or that of ``caller`` alone (K-2)."""
    place = places(state)
    return [
        m.CallView(
            seq=call.seq,
            at=call.at,
            caller=call.caller,
            topic=_words(call.visit, call.topic, open_),
            place=place.get(call.caller),
            by=call.by,
        )
        for call in state.calls
        if caller in (None, call.caller)
    ]


def _exhibit(exhibit: Exhibit) -> m.ExhibitView:
    media = exhibit.media
    return m.ExhibitView(
        exhibit=exhibit.id,
        index=exhibit.index,
        holder=exhibit.holder,
        rotation=exhibit.rotation,
        hotspot=exhibit.hotspot,
        offered=exhibit.offered,
        guide=exhibit.guide,
        media=None if media is None else m.MediaView(**asdict(media)),
    )


def _line(chat: Chat, open_: Opener) -> m.ChatView | None:
    text = open_(chat.visit, chat.text)
    if text is None:
        return None
    return m.ChatView(
        seq=chat.seq,
        at=chat.at,
        member=chat.member,
        name=_name(chat.visit, chat.name, open_),
        text=text,
    )


def _private(private: Private, open_: Opener) -> m.ChatView | None:
    line = _line(private.said, open_)
    names = {"to": private.to, "to_name": _name(private.to_visit, private.to_name, open_)}
    return line and line.model_copy(update=names)


def _report(report: Report, open_: Opener) -> m.ReportView:
    by, about = report.by, report.about
    return m.ReportView(
        seq=report.seq,
        at=report.at,
        member=by.member,
        name=_name(by.visit, by.name, open_),
        about=about.member,
        about_name=_name(about.visit, about.name, open_),
        reason=report.reason,
        text=_words(by.visit, report.text, open_),
    )


def _words(visit: str | None, sealed: str | None, open_: Opener) -> str | None:
    return open_(visit, sealed) if visit is not None and sealed is not None else None


def _name(visit: str | None, sealed: str, open_: Opener) -> str:
    name = open_(visit, sealed) if visit is not None else None
    return NAMELESS if name is None else name
