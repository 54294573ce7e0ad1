"""How each kind of entry is decided and what it changes: one row of ``REDUCERS`` a kind.

``decide`` reads only the state, the plan and the entry, and says why the entry is refused, if it
is; ``change`` is called only when it is not. A new kind is an entry class, two functions and a row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from vbranch.ids import MemberId
from vbranch.protocol import messages as m
from vbranch.protocol.constants import CHAT_HISTORY, Refusal, Role

from . import entries as e
from .plan import RoomPlan
from .state import Chat, Exhibit, Member, Shown, State

E = TypeVar("E", bound=e.Draft)


@dataclass(frozen=True, slots=True)
class Reducer(Generic[E]):
    """``change`` gets the entry's sequence number and returns what members are to be told."""

    decide: Callable[[State, RoomPlan, E], Refusal | None]
    change: Callable[[State, int, E], Iterable[Shown]]


# ---- members ----------------------------------------------------------------------------------


def _may_join(state: State, plan: RoomPlan, entry: e.Joined) -> Refusal | None:
    """Members who are away keep their place, so they count (R-1, H-5). Staff open any door."""
    known = entry.member in state.members or entry.visit in state.outcomes
    if known:
        return Refusal.ALREADY_MEMBER
    if entry.visit is None:
        return Refusal.NOT_MEMBER
    if state.locked and entry.role != Role.STAFF:
        return Refusal.LOCKED
    return Refusal.FULL if len(state.members) >= plan.capacity else None


def _join(state: State, seq: int, entry: e.Joined) -> Iterable[Shown]:
    visit = entry.visit or ""
    member = Member(
        member=MemberId(entry.member),
        visit=visit,
        slot=state.free_slot(),
        role=entry.role,
        name=entry.name,
        avatar=entry.avatar,
        home=entry.home,
    )
    state.members[member.member] = member
    state.outcomes[visit] = {}
    yield Shown(
        m.JoinEntry(
            seq=seq,
            at=entry.at,
            member=member.member,
            slot=member.slot,
            role=member.role,
            name=member.name,
            avatar=member.avatar,
        ),
        visit,
    )


def _may_leave(state: State, plan: RoomPlan, entry: e.Left) -> Refusal | None:
    return _not_member(state, entry)


def _leave(state: State, seq: int, entry: e.Left) -> Iterable[Shown]:
    """Whoever only ``moved`` lasts, and so does what they said; else it is dropped (S-3)."""
    yield from _let_go(state, seq, entry.at, entry.member)
    member = state.members.pop(MemberId(entry.member))
    del state.outcomes[member.visit]
    if entry.reason != "moved":
        state.chat = [chat for chat in state.chat if chat.visit != member.visit]
    yield Shown(m.LeaveEntry(seq=seq, at=entry.at, member=entry.member, reason=entry.reason))


def _may_part(state: State, plan: RoomPlan, entry: e.WentAway) -> Refusal | None:
    member = state.members.get(MemberId(entry.member))
    if member is None:
        return Refusal.NOT_MEMBER
    return Refusal.UNCHANGED if member.away or member.home != entry.home else None


def _part(state: State, seq: int, entry: e.WentAway) -> Iterable[Shown]:
    return _go_away(state, seq, entry.at, state.members[MemberId(entry.member)])


def _may_return(state: State, plan: RoomPlan, entry: e.CameBack) -> Refusal | None:
    return _not_member(state, entry)


def _return(state: State, seq: int, entry: e.CameBack) -> Iterable[Shown]:
    """Also a replaced connection: then the others saw nothing and are told nothing (H-6)."""
    member = state.members[MemberId(entry.member)]
    was_away = member.away
    member.home, member.away_since = entry.home, None
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
    yield from _let_go(state, seq, at, member.member)
    member.away_since = at
    yield Shown(m.AwayEntry(seq=seq, at=at, member=member.member))


def _let_go(state: State, seq: int, at: int, member: str) -> Iterable[Shown]:
    """Whoever goes holds nothing; the last settled rotations stay (R-1, X-2)."""
    for exhibit in state.exhibits:
        if exhibit.holder == member:
            exhibit.holder = None
            yield Shown(
                m.ExhibitReleased(
                    seq=seq, at=at, member=None, exhibit=exhibit.id, rotation=exhibit.rotation
                )
            )


# ---- what members say and do ------------------------------------------------------------------


def _may_say(state: State, plan: RoomPlan, entry: e.Said) -> Refusal | None:
    return _not_member(state, entry)


def _say(state: State, seq: int, entry: e.Said) -> Iterable[Shown]:
    member = state.members[MemberId(entry.member)]
    said = Chat(seq, entry.at, member.visit, member.member, member.name, entry.text)
    state.chat = [*state.chat, said][-CHAT_HISTORY:]
    shown = m.ChatEntry(seq=seq, at=entry.at, member=member.member, text=entry.text)
    yield Shown(shown, member.visit)


def _may_take(state: State, plan: RoomPlan, entry: e.Took) -> Refusal | None:
    """Who is away holds nothing (R-1), so a take that arrives too late is that of no member."""
    exhibit = state.exhibit(entry.exhibit)
    if _not_member(state, entry) or state.members[MemberId(entry.member)].away:
        return Refusal.NOT_MEMBER
    if exhibit is None:
        return Refusal.NO_SUCH_EXHIBIT
    if exhibit.holder is None:
        return None
    return Refusal.UNCHANGED if exhibit.holder == entry.member else Refusal.HELD_BY_OTHER


def _take(state: State, seq: int, entry: e.Took) -> Iterable[Shown]:
    _exhibit(state, entry.exhibit).holder = MemberId(entry.member)
    taken = m.ExhibitTaken(seq=seq, at=entry.at, member=entry.member, exhibit=entry.exhibit)
    yield Shown(taken)


def _holds(state: State, plan: RoomPlan, entry: e.Settled | e.Released) -> Refusal | None:
    exhibit = state.exhibit(entry.exhibit)
    if _not_member(state, entry):
        return Refusal.NOT_MEMBER
    if exhibit is None:
        return Refusal.NO_SUCH_EXHIBIT
    return None if exhibit.holder == entry.member else Refusal.NOT_HOLDER


def _settle(state: State, seq: int, entry: e.Settled) -> Iterable[Shown]:
    _exhibit(state, entry.exhibit).rotation = entry.rotation
    yield Shown(
        m.ExhibitSettled(
            seq=seq,
            at=entry.at,
            member=entry.member,
            exhibit=entry.exhibit,
            rotation=entry.rotation,
        )
    )


def _release(state: State, seq: int, entry: e.Released) -> Iterable[Shown]:
    exhibit = _exhibit(state, entry.exhibit)
    exhibit.rotation, exhibit.holder = entry.rotation, None
    yield Shown(
        m.ExhibitReleased(
            seq=seq,
            at=entry.at,
            member=entry.member,
            exhibit=entry.exhibit,
            rotation=entry.rotation,
        )
    )


def _may_show(state: State, plan: RoomPlan, entry: e.HotspotShown) -> Refusal | None:
    exhibit = state.exhibit(entry.exhibit)
    if _not_member(state, entry):
        return Refusal.NOT_MEMBER
    if exhibit is None:
        return Refusal.NO_SUCH_EXHIBIT
    if entry.hotspot is not None and entry.hotspot not in plan.exhibits[exhibit.index].hotspots:
        return Refusal.NO_SUCH_HOTSPOT
    return Refusal.UNCHANGED if exhibit.hotspot == entry.hotspot else None


def _show(state: State, seq: int, entry: e.HotspotShown) -> Iterable[Shown]:
    _exhibit(state, entry.exhibit).hotspot = entry.hotspot
    yield Shown(
        m.ExhibitHotspotShown(
            seq=seq,
            at=entry.at,
            member=entry.member,
            exhibit=entry.exhibit,
            hotspot=entry.hotspot,
        )
    )


def _may_lock(state: State, plan: RoomPlan, entry: e.LockSet) -> Refusal | None:
    """Only the form of the matter: that staff alone may is access policy, before the append."""
    if _not_member(state, entry):
        return Refusal.NOT_MEMBER
    return Refusal.UNCHANGED if state.locked == entry.locked else None


def _lock(state: State, seq: int, entry: e.LockSet) -> Iterable[Shown]:
    state.locked = entry.locked
    yield Shown(m.RoomLocked(seq=seq, at=entry.at, member=entry.member, locked=entry.locked))


# ---- shared -----------------------------------------------------------------------------------

_OfMember = (
    e.Left | e.CameBack | e.Said | e.Took | e.Settled | e.Released | e.HotspotShown | e.LockSet
)


def _not_member(state: State, entry: _OfMember) -> Refusal | None:
    """Unknown here, or a command in another's name; a server's own entry has no visit."""
    member = state.members.get(MemberId(entry.member))
    own = member is not None and entry.visit in (None, member.visit)
    return None if own else Refusal.NOT_MEMBER


def _exhibit(state: State, exhibit: str) -> Exhibit:
    """An exhibit that ``decide`` found."""
    found = state.exhibit(exhibit)
    if found is None:
        raise KeyError(exhibit)
    return found


REDUCERS: Final[Mapping[type[e.Draft], Reducer[Any]]] = {
    e.Joined: Reducer(_may_join, _join),
    e.Left: Reducer(_may_leave, _leave),
    e.WentAway: Reducer(_may_part, _part),
    e.CameBack: Reducer(_may_return, _return),
    e.HomeLost: Reducer(_is_home_lost, _lose_home),
    e.Said: Reducer(_may_say, _say),
    e.Took: Reducer(_may_take, _take),
    e.Settled: Reducer(_holds, _settle),
    e.Released: Reducer(_holds, _release),
    e.HotspotShown: Reducer(_may_show, _show),
    e.LockSet: Reducer(_may_lock, _lock),
}
