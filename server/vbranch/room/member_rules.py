"""Rules of members: coming, going, away, aside, seats (PROTOCOL.md H, R-1, W, Q)."""

from collections.abc import Iterable

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal, Role

from . import entries as e
from .call_rules import drop_call, give_calls_back
from .exhibit_rules import let_go
from .plan import RoomPlan
from .reducer import Reducer, member_of, not_among, not_member, not_present
from .state import Member, Shown, State
from .talk_rules import drop_old_announcements, forget_private, forget_words


def _may_join(state: State, plan: RoomPlan, entry: e.Joined) -> Refusal | None:
    """Members who are away keep their place, so they count (R-1, H-5). Staff open any door."""
    known = entry.member in state.members or entry.visit in state.outcomes
    if known:
        return Refusal.ALREADY_MEMBER
    if entry.visit is None:
        return Refusal.NOT_MEMBER
    if state.locked and entry.role != Role.STAFF:
        return Refusal.LOCKED
    if entry.watching:
        return None
    return Refusal.FULL if state.crowded >= plan.capacity else None


def _join(state: State, seq: int, entry: e.Joined) -> Iterable[Shown]:
    visit = entry.visit or ""
    member = Member(
        member=MemberId(entry.member),
        visit=visit,
        slot=state.free_slot,
        role=entry.role,
        name=entry.name,
        avatar=entry.avatar,
        home=entry.home,
        staff=entry.staff,
        told=entry.told,
        mute=entry.mute,
        said_at=entry.said_at,
        aside=entry.watching,
        watching=entry.watching,
        since=entry.at,
    )
    drop_old_announcements(state, entry.at)
    state.admit(member)
    state.outcomes[visit] = {}
    yield Shown(
        m.JoinEntry(
            seq=seq,
            at=entry.at,
            member=member.member,
            slot=member.slot,
            role=member.role,
            staff=member.staff,
            name=member.name,
            avatar=member.avatar,
            watching=member.watching,
        ),
        visit,
    )
    if member.mute is not None:
        yield shown_mute(state, seq, entry.at, member, member.mute)


def shown_mute(state: State, seq: int, at: int, member: Member, mute: e.Mute) -> Shown:
    """Staff and the member themselves are told, whether muted or no longer; the others are not, so
    that nobody is put to shame (D-5)."""
    told = m.MemberMuted(
        seq=seq,
        at=at,
        member=mute.by,
        about=member.member,
        on=member.muted,
        reason=mute.reason,
    )
    return Shown(told, only=staff_of(state) | {member.member})


def staff_of(state: State) -> frozenset[MemberId]:
    """The bank's people in the room."""
    return frozenset(one.member for one in state.members.values() if one.role == Role.STAFF)


def _may_leave(state: State, plan: RoomPlan, entry: e.Left) -> Refusal | None:
    return not_member(state, entry)


def _leave(state: State, seq: int, entry: e.Left) -> Iterable[Shown]:
    return go(state, seq, entry.at, entry.member, entry.reason)


def go(state: State, seq: int, at: int, leaver: str, reason: e.LeaveReason) -> Iterable[Shown]:
    """What they said to one member goes with them (S-4). Whoever only ``moved`` lasts, and so does
    what they said to the room; else it is dropped (S-3)."""
    yield from let_go(state, seq, at, leaver)
    member = state.dismiss(MemberId(leaver))
    del state.outcomes[member.visit]
    forget_private(state, member.visit)
    if reason != "moved":
        forget_words(state, member.visit)
    yield from give_calls_back(state, seq, at, leaver)
    yield from drop_call(state, seq, at, leaver)
    yield Shown(m.LeaveEntry(seq=seq, at=at, member=leaver, reason=reason))


# ---- away and back ----------------------------------------------------------------------------


def _may_part(state: State, plan: RoomPlan, entry: e.WentAway) -> Refusal | None:
    member = state.members.get(MemberId(entry.member))
    if member is None:
        return Refusal.NOT_MEMBER
    return Refusal.UNCHANGED if member.away or member.home != entry.home else None


def _part(state: State, seq: int, entry: e.WentAway) -> Iterable[Shown]:
    return _go_away(state, seq, entry.at, state.members[MemberId(entry.member)])


def _may_return(state: State, plan: RoomPlan, entry: e.CameBack) -> Refusal | None:
    return not_member(state, entry)


def _return(state: State, seq: int, entry: e.CameBack) -> Iterable[Shown]:
    """Also a replaced connection: then the others saw nothing and are told nothing (H-6)."""
    member = member_of(state, entry)
    was_away = member.away
    member.home, member.away_since = entry.home, None
    drop_old_announcements(state, entry.at)
    if was_away:
        yield Shown(m.BackEntry(seq=seq, at=entry.at, member=entry.member))


def _is_home_lost(state: State, plan: RoomPlan, entry: e.HomeLost) -> Refusal | None:
    return None if _living_at(state, entry.home) else Refusal.UNCHANGED


def _lose_home(state: State, seq: int, entry: e.HomeLost) -> Iterable[Shown]:
    for member in _living_at(state, entry.home):
        yield from _go_away(state, seq, entry.at, member)


def _living_at(state: State, home: str) -> list[Member]:
    return [member for member in state.members.values() if member.home == home and not member.away]


def _go_away(state: State, seq: int, at: int, member: Member) -> Iterable[Shown]:
    yield from let_go(state, seq, at, member.member)
    yield from give_calls_back(state, seq, at, member.member)
    member.away_since = at
    yield Shown(m.AwayEntry(seq=seq, at=at, member=member.member))


# ---- aside ------------------------------------------------------------------------------------


def _may_set_aside(state: State, plan: RoomPlan, entry: e.AsideSet) -> Refusal | None:
    if refusal := not_present(state, entry):
        return refusal
    member = member_of(state, entry)
    watching = entry.on and entry.watching
    if (member.aside, member.watching) == (entry.on, watching):
        return Refusal.UNCHANGED
    comes_in = member.watching and not watching
    return Refusal.FULL if comes_in and state.crowded >= plan.capacity else None


def _set_aside(state: State, seq: int, entry: e.AsideSet) -> Iterable[Shown]:
    """Whoever goes aside lets go of everything (Q-1), but to the console one takes one's calls."""
    member, watching = member_of(state, entry), entry.on and entry.watching
    if entry.on:
        yield from let_go(state, seq, entry.at, entry.member)
        if not watching:
            yield from give_calls_back(state, seq, entry.at, entry.member)
        yield from _get_up(state, seq, entry)
    state.set_aside(member, entry.on, watching=watching)
    yield Shown(
        m.MemberAside(seq=seq, at=entry.at, member=entry.member, on=entry.on, watching=watching)
    )


# ---- seats ------------------------------------------------------------------------------------


def _may_sit(state: State, plan: RoomPlan, entry: e.SatDown) -> Refusal | None:
    if refusal := not_present(state, entry) or not_among(state, entry):
        return refusal
    if all(seat.id != entry.seat for seat in plan.seats):
        return Refusal.NO_SUCH_SEAT
    sitting = next((one for one in state.members.values() if one.seat == entry.seat), None)
    if sitting is None:
        return None
    return Refusal.UNCHANGED if sitting.member == entry.member else Refusal.SEAT_TAKEN


def _sit(state: State, seq: int, entry: e.SatDown) -> Iterable[Shown]:
    member_of(state, entry).seat = entry.seat
    yield Shown(m.SeatTaken(seq=seq, at=entry.at, member=entry.member, seat=entry.seat))


def _may_get_up(state: State, plan: RoomPlan, entry: e.GotUp) -> Refusal | None:
    if refusal := not_among(state, entry):
        return refusal
    return Refusal.UNCHANGED if member_of(state, entry).seat is None else None


def _get_up(state: State, seq: int, entry: e.GotUp | e.AsideSet) -> Iterable[Shown]:
    member = member_of(state, entry)
    if member.seat is not None:
        yield Shown(m.SeatLeft(seq=seq, at=entry.at, member=entry.member, seat=member.seat))
    member.seat = None


JOINED = Reducer(_may_join, _join)
LEFT = Reducer(_may_leave, _leave)
WENT_AWAY = Reducer(_may_part, _part)
CAME_BACK = Reducer(_may_return, _return)
HOME_LOST = Reducer(_is_home_lost, _lose_home)
SAT_DOWN = Reducer(_may_sit, _sit)
GOT_UP = Reducer(_may_get_up, _get_up)
ASIDE_SET = Reducer(_may_set_aside, _set_aside)
