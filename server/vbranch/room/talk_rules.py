"""Rules of words: to the room, to one member, reports for staff, announcements of the bank
(PROTOCOL.md N, S-3, S-4, D-3, D-5, D-6)."""

from collections.abc import Iterable
from dataclasses import replace

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import (
    ANNOUNCEMENT_LIFE_S,
    ANNOUNCEMENTS_KEPT,
    CHAT_HISTORY,
    PRIVATE_HISTORY,
    REPORTS_KEPT,
    Refusal,
    Role,
)

from . import entries as e
from .plan import RoomPlan
from .reducer import Reducer, member_of, not_another, not_heard, not_member
from .state import Announcement, Chat, Member, Party, Private, Report, Shown, State


def _may_say(state: State, plan: RoomPlan, entry: e.Said) -> Refusal | None:
    if refusal := not_heard(state, entry):
        return refusal
    if entry.to is not None and (refusal := not_another(state, entry, entry.to)):
        return refusal
    member = member_of(state, entry)
    if member.muted and not _is_to_staff(state, entry):
        return Refusal.MUTED
    return Refusal.SLOW if entry.to is None and _is_too_soon(state, member, entry.at) else None


def _is_to_staff(state: State, entry: e.Said) -> bool:
    """Whoever is muted can still answer staff who ask them (D-5)."""
    return entry.to is not None and state.members[MemberId(entry.to)].role == Role.STAFF


def _is_too_soon(state: State, member: Member, at: int) -> bool:
    """D-6. A clock that was set back makes nobody wait longer than slow mode says."""
    if member.role == Role.STAFF or member.said_at is None:
        return False
    return 0 <= at - member.said_at < 1000 * state.slow


def _say(state: State, seq: int, entry: e.Said) -> Iterable[Shown]:
    member = member_of(state, entry)
    said = Chat(seq, entry.at, member.visit, member.member, member.name, entry.text)
    only: frozenset[MemberId] | None = None
    if entry.to is None:
        member.said_at = entry.at
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
    shown = m.ReportEntry(
        seq=seq,
        at=entry.at,
        member=entry.member,
        about=entry.about,
        reason=entry.reason,
        text=entry.text,
    )
    yield Shown(shown, by.visit, state.told("reports"))


def _party(member: Member) -> Party:
    return Party(member.member, member.visit, member.name)


def _may_announce(state: State, plan: RoomPlan, entry: e.Announced) -> Refusal | None:
    """Whose word it may be is access policy, before the append."""
    return not_member(state, entry)


def _announce(state: State, seq: int, entry: e.Announced) -> Iterable[Shown]:
    drop_old_announcements(state, entry.at)
    said = Announcement(seq, entry.at, entry.member, entry.text)
    state.announcements = [*state.announcements, said][-ANNOUNCEMENTS_KEPT:]
    yield Shown(m.Announced(seq=seq, at=entry.at, member=entry.member, text=entry.text))


def drop_old_announcements(state: State, at: int) -> None:
    """Whoever comes at ``at`` is not told of them any more (D-3)."""
    life = 1000 * ANNOUNCEMENT_LIFE_S
    state.announcements = [said for said in state.announcements if at - said.at < life]


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
ANNOUNCED = Reducer(_may_announce, _announce)
