"""Rules of words: to the room, to one member, reports for staff (PROTOCOL.md N, S-3, S-4)."""

from collections.abc import Iterable
from dataclasses import replace

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import (
    CHAT_HISTORY,
    PRIVATE_HISTORY,
    REPORTS_KEPT,
    Refusal,
    Role,
)

from . import entries as e
from .plan import RoomPlan
from .reducer import Reducer, member_of, not_among, not_another, not_member
from .state import Chat, Member, Party, Private, Report, Shown, State


def _may_say(state: State, plan: RoomPlan, entry: e.Said) -> Refusal | None:
    if refusal := not_among(state, entry):
        return refusal
    return None if entry.to is None else not_another(state, entry, entry.to)


def _say(state: State, seq: int, entry: e.Said) -> Iterable[Shown]:
    member = member_of(state, entry)
    said = Chat(seq, entry.at, member.visit, member.member, member.name, entry.text)
    only: frozenset[MemberId] | None = None
    if entry.to is None:
        state.chat = [*state.chat, said][-CHAT_HISTORY:]
    else:
        other = state.members[MemberId(entry.to)]
        only = frozenset({member.member, other.member})
        state.private.append(Private(said, other.member, other.visit, other.name))
        _trim(state, member.visit)
    shown = m.ChatEntry(seq=seq, at=entry.at, member=member.member, to=entry.to, text=entry.text)
    yield Shown(shown, member.visit, only)


def _trim(state: State, author: str) -> None:
    """Of each author a few, so that nobody who says much pushes out what others said."""
    own = [private for private in state.private if private.said.visit == author]
    if len(own) > PRIVATE_HISTORY:
        state.private.remove(own[0])


def _may_report(state: State, plan: RoomPlan, entry: e.Reported) -> Refusal | None:
    if not_member(state, entry):
        return Refusal.NOT_MEMBER
    return not_another(state, entry, entry.about)


def _report(state: State, seq: int, entry: e.Reported) -> Iterable[Shown]:
    by, about = (_party(state.members[MemberId(who)]) for who in (entry.member, entry.about))
    report = Report(seq, entry.at, by, about, entry.reason, entry.text)
    state.reports = [*state.reports, report][-REPORTS_KEPT:]
    staff = (one.member for one in state.members.values() if one.role == Role.STAFF)
    shown = m.ReportEntry(
        seq=seq,
        at=entry.at,
        member=entry.member,
        about=entry.about,
        reason=entry.reason,
        text=entry.text,
    )
    yield Shown(shown, by.visit, frozenset(staff))


def _party(member: Member) -> Party:
    return Party(member.member, member.visit, member.name)


def forget_private(state: State, visit: str) -> None:
    """Its member has left the room; where a visit goes on, it may end unseen from here (S-4)."""
    state.private = [private for private in state.private if private.said.visit != visit]


def forget_words(state: State, visit: str) -> None:
    """The visit is over: what it said to the room goes (S-3), and what was reported of it (N-2)."""
    state.chat = [chat for chat in state.chat if chat.visit != visit]
    state.reports = [
        replace(report, text=None) if report.by.visit == visit else report
        for report in state.reports
        if report.about.visit != visit
    ]


SAID = Reducer(_may_say, _say)
REPORTED = Reducer(_may_report, _report)
