"""Rules of calls for staff: asked, taken, ended; who waits at which place (PROTOCOL.md K)."""

from collections.abc import Iterable, Mapping
from typing import Literal

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import Refusal

from . import entries as e
from .plan import RoomPlan
from .reducer import Reducer, member_of, not_heard, not_member, not_present
from .state import Call, Shown, State


def places(state: State) -> Mapping[MemberId, int]:
    """Where the callers stand whom nobody has taken, from 1."""
    waiting = (call.caller for call in state.calls if call.by is None)
    return {caller: place for place, caller in enumerate(waiting, start=1)}


def _hearers(state: State, caller: MemberId) -> frozenset[MemberId]:
    """K-2: staff who answer calls, and the caller."""
    return state.told("calls") | {caller}


def _tell_moved(state: State, seq: int, at: int, before: Mapping[MemberId, int]) -> Iterable[Shown]:
    """Those who wait at another place than before."""
    for caller, place in places(state).items():
        if before.get(caller) != place:
            moved = m.CallMoved(seq=seq, at=at, caller=caller, place=place)
            yield Shown(moved, only=_hearers(state, caller))


# ---- of the caller ----------------------------------------------------------------------------


def _may_ask(state: State, plan: RoomPlan, entry: e.CallAsked) -> Refusal | None:
    """Also from aside, and by somebody who is muted: they may need help (K-1)."""
    if refusal := not_present(state, entry):
        return refusal
    return None if state.call_of(entry.member) is None else Refusal.UNCHANGED


def _ask(state: State, seq: int, entry: e.CallAsked) -> Iterable[Shown]:
    member = member_of(state, entry)
    state.calls.append(Call(seq, entry.at, member.member, member.visit, entry.topic))
    asked = m.CallAsked(
        seq=seq,
        at=entry.at,
        member=entry.member,
        topic=entry.topic,
        place=places(state)[member.member],
    )
    yield Shown(asked, member.visit, _hearers(state, member.member))


def _may_cancel(state: State, plan: RoomPlan, entry: e.CallCancelled) -> Refusal | None:
    if refusal := not_member(state, entry):
        return refusal
    return Refusal.NO_SUCH_CALL if state.call_of(entry.member) is None else None


def _cancel(state: State, seq: int, entry: e.CallCancelled) -> Iterable[Shown]:
    return _end(state, seq, entry.at, entry.member, entry.member, "cancelled")


# ---- of staff ---------------------------------------------------------------------------------


def _may_take(state: State, plan: RoomPlan, entry: e.CallTaken) -> Refusal | None:
    """K-3: one of them goes, whoever was first."""
    if refusal := not_present(state, entry) or not_heard(state, entry):
        return refusal
    call = state.call_of(entry.caller)
    if call is None:
        return Refusal.NO_SUCH_CALL
    if call.by is None:
        return None
    return Refusal.UNCHANGED if call.by == entry.member else Refusal.TAKEN


def _take(state: State, seq: int, entry: e.CallTaken) -> Iterable[Shown]:
    before, call = places(state), _call(state, entry.caller)
    call.by = MemberId(entry.member)
    taken = m.CallTaken(seq=seq, at=entry.at, member=entry.member, caller=entry.caller)
    yield Shown(taken, only=_hearers(state, call.caller))
    yield from _tell_moved(state, seq, entry.at, before)


def _may_end(state: State, plan: RoomPlan, entry: e.CallDone) -> Refusal | None:
    """K-4: whoever took it, or anybody while nobody has."""
    if refusal := not_member(state, entry):
        return refusal
    if state.call_of(entry.caller) is None:
        return Refusal.NO_SUCH_CALL
    return None if _taken_by_other(state, entry) is None else Refusal.TAKEN


def _end_done(state: State, seq: int, entry: e.CallDone) -> Iterable[Shown]:
    return _end(state, seq, entry.at, entry.caller, entry.member, "done")


def _taken_by_other(state: State, entry: e.CallTaken | e.CallDone) -> MemberId | None:
    call = state.call_of(entry.caller)
    return None if call is None or call.by == entry.member else call.by


# ---- when somebody goes -----------------------------------------------------------------------


def drop_call(state: State, seq: int, at: int, caller: str) -> Iterable[Shown]:
    """The caller has left the room (K-4)."""
    if state.call_of(caller) is not None:
        yield from _end(state, seq, at, caller, None, "gone")


def give_calls_back(state: State, seq: int, at: int, staff: str) -> Iterable[Shown]:
    """Who was on the way is not any more; the callers wait again, where they did (K-3)."""
    before = places(state)
    for call in state.calls:
        if call.by == staff:
            call.by = None
    yield from _tell_moved(state, seq, at, before)


def _end(
    state: State,
    seq: int,
    at: int,
    caller: str,
    by: str | None,
    reason: Literal["done", "cancelled", "gone"],
) -> Iterable[Shown]:
    before, call = places(state), _call(state, caller)
    state.calls.remove(call)
    ended = m.CallEnded(seq=seq, at=at, member=by, caller=caller, reason=reason)
    yield Shown(ended, only=_hearers(state, call.caller))
    yield from _tell_moved(state, seq, at, before)


def _call(state: State, caller: str) -> Call:
    """A call that ``decide`` found."""
    found = state.call_of(caller)
    if found is None:
        raise KeyError(caller)
    return found


CALL_ASKED = Reducer(_may_ask, _ask)
CALL_CANCELLED = Reducer(_may_cancel, _cancel)
CALL_TAKEN = Reducer(_may_take, _take, _taken_by_other)
CALL_DONE = Reducer(_may_end, _end_done, _taken_by_other)
