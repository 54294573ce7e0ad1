"""Rules of what staff do to a room and to its members: the door, slow mode, muting, taking somebody
out, greeting, inviting (PROTOCOL.md D). That staff alone may is access policy, before the append.
"""

from collections.abc import Iterable

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal

from . import entries as e
from .member_rules import go, shown_mute, staff_of
from .plan import RoomPlan
from .reducer import Reducer, not_among, not_another, not_heard, not_member, not_moderable
from .state import Shown, State

# ---- the door, slow mode ----------------------------------------------------------------------


def _may_lock(state: State, plan: RoomPlan, entry: e.LockSet) -> Refusal | None:
    if refusal := not_member(state, entry):
        return refusal
    return Refusal.UNCHANGED if state.locked == entry.locked else None


def _lock(state: State, seq: int, entry: e.LockSet) -> Iterable[Shown]:
    state.locked = entry.locked
    state.lock_reason = entry.reason if entry.locked else None
    yield Shown(
        m.RoomLocked(
            seq=seq,
            at=entry.at,
            member=entry.member,
            locked=entry.locked,
            reason=entry.reason,
        )
    )


def _may_slow(state: State, plan: RoomPlan, entry: e.SlowSet) -> Refusal | None:
    if refusal := not_member(state, entry):
        return refusal
    return Refusal.UNCHANGED if state.slow == entry.seconds else None


def _slow(state: State, seq: int, entry: e.SlowSet) -> Iterable[Shown]:
    state.slow = entry.seconds
    yield Shown(
        m.ChatSlowed(
            seq=seq,
            at=entry.at,
            member=entry.member,
            seconds=entry.seconds,
            reason=entry.reason,
        )
    )


# ---- muting, taking out -----------------------------------------------------------------------


def _may_mute(state: State, plan: RoomPlan, entry: e.MuteSet) -> Refusal | None:
    if refusal := not_moderable(state, entry, entry.about):
        return refusal
    muted = state.members[MemberId(entry.about)].muted
    return Refusal.UNCHANGED if muted == entry.on else None


def _mute(state: State, seq: int, entry: e.MuteSet) -> Iterable[Shown]:
    member = state.members[MemberId(entry.about)]
    mute = e.Mute(entry.member, entry.reason)
    member.mute = entry.mute
    yield shown_mute(state, seq, entry.at, member, mute)


def _may_remove(state: State, plan: RoomPlan, entry: e.Removed) -> Refusal | None:
    return not_moderable(state, entry, entry.about)


def _remove(state: State, seq: int, entry: e.Removed) -> Iterable[Shown]:
    return go(state, seq, entry.at, entry.about, "banned" if entry.banned else "removed")


# ---- greeting ---------------------------------------------------------------------------------


def _may_greet(state: State, plan: RoomPlan, entry: e.Greeted) -> Refusal | None:
    """D-11: one greets, whoever was first, and somebody who is there to be greeted."""
    if refusal := not_heard(state, entry) or not_moderable(state, entry, entry.to):
        return refusal
    guest = state.members[MemberId(entry.to)]
    if guest.away or guest.aside:
        return Refusal.NO_SUCH_MEMBER
    if guest.greeted is None:
        return None
    return Refusal.UNCHANGED if guest.greeted == entry.member else Refusal.TAKEN


def _greeter(state: State, entry: e.Greeted) -> MemberId | None:
    return state.members[MemberId(entry.to)].greeted


def _greet(state: State, seq: int, entry: e.Greeted) -> Iterable[Shown]:
    guest = state.members[MemberId(entry.to)]
    guest.greeted = MemberId(entry.member)
    shown = m.MemberGreeted(seq=seq, at=entry.at, member=entry.member, to=entry.to)
    yield Shown(shown, only=staff_of(state) | {guest.member})


# ---- inviting ---------------------------------------------------------------------------------


def _may_invite(state: State, plan: RoomPlan, entry: e.Invited) -> Refusal | None:
    """D-9: somebody who can come, to where they can stand or sit."""
    asks = not_among if entry.place is None and entry.seat is None else not_heard
    if refusal := asks(state, entry) or not_another(state, entry, entry.to):
        return refusal  # beside somebody who has no body there is nothing
    guest = state.members[MemberId(entry.to)]
    if guest.away or guest.aside:
        return Refusal.NO_SUCH_MEMBER
    if entry.seat is not None:
        return _is_no_free_seat(state, plan, entry.seat)
    if entry.place is not None and not _is_inside(plan, entry.place):
        return Refusal.BOUNDS
    return None


def _is_no_free_seat(state: State, plan: RoomPlan, seat: str) -> Refusal | None:
    if all(known.id != seat for known in plan.seats):
        return Refusal.NO_SUCH_SEAT
    taken = any(one.seat == seat for one in state.members.values())
    return Refusal.SEAT_TAKEN if taken else None


def _is_inside(plan: RoomPlan, place: e.Place) -> bool:
    low, high = plan.bounds
    return all(a <= x <= b for a, x, b in zip(low, place, high, strict=True))


def _invite(state: State, seq: int, entry: e.Invited) -> Iterable[Shown]:
    """Nothing of it is kept: it is a word of the moment."""
    shown = m.MemberInvited(
        seq=seq,
        at=entry.at,
        member=entry.member,
        to=entry.to,
        place=entry.place,
        seat=entry.seat,
    )
    yield Shown(shown, only=frozenset({MemberId(entry.member), MemberId(entry.to)}))


LOCK_SET = Reducer(_may_lock, _lock)
SLOW_SET = Reducer(_may_slow, _slow)
MUTE_SET = Reducer(_may_mute, _mute)
REMOVED = Reducer(_may_remove, _remove)
GREETED = Reducer(_may_greet, _greet, _greeter)
INVITED = Reducer(_may_invite, _invite)
