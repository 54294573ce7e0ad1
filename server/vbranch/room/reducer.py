"""What a reducer is, and what all of them ask first: whose entry is it?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from vbranch.ids import MemberId
from vbranch.protocol.constants import Refusal, Role

from .entries import Draft
from .plan import RoomPlan
from .state import Member, Shown, State

E = TypeVar("E", bound=Draft)


@dataclass(frozen=True, slots=True)
class Reducer(Generic[E]):
    """``decide`` reads only the state, the plan and the entry, and says why the entry is refused,
    if it is. ``change``, which is called only when it is not, gets the entry's sequence number and
    returns what members are to be told. ``taker`` says who has what
    is ``TAKEN`` (K-3)."""

    decide: Callable[[State, RoomPlan, E], Refusal | None]
    change: Callable[[State, int, E], Iterable[Shown]]
    taker: Callable[[State, E], MemberId | None] = lambda state, entry: None


class OfMember(Protocol):
    """An entry in a member's name."""

    @property
    def visit(self) -> str | None: ...

    @property
    def member(self) -> str: ...


def not_member(state: State, entry: OfMember) -> Refusal | None:
    """Unknown here, or a command in another's name; a server's own entry has no visit."""
    member = state.members.get(MemberId(entry.member))
    own = member is not None and entry.visit in (None, member.visit)
    return None if own else Refusal.NOT_MEMBER


def not_among(state: State, entry: OfMember) -> Refusal | None:
    """The same, and whoever is aside: they do nothing in the room (Q-1)."""
    if refusal := not_member(state, entry):
        return refusal
    return Refusal.ASIDE if member_of(state, entry).aside else None


def not_heard(state: State, entry: OfMember) -> Refusal | None:
    """The same, but for staff at the console: they speak with those in the room (Q-7)."""
    refusal = not_among(state, entry)
    if refusal is Refusal.ASIDE and member_of(state, entry).watching:
        return None
    return refusal


def not_present(state: State, entry: OfMember) -> Refusal | None:
    """Not one's entry, or whoever is away: what they asked arrives too late (R-1)."""
    if not_member(state, entry) or member_of(state, entry).away:
        return Refusal.NOT_MEMBER
    return None


def not_another(state: State, entry: OfMember, other: str) -> Refusal | None:
    """``other`` is to be a member of this room, and not the one who asks (N-1)."""
    stranger = other == entry.member or MemberId(other) not in state.members
    return Refusal.NO_SUCH_MEMBER if stranger else None


def not_moderable(state: State, entry: OfMember, about: str) -> Refusal | None:
    """Staff do something to a member: not to themselves, and not to each other (D-4)."""
    if not_member(state, entry):
        return Refusal.NOT_MEMBER
    if refusal := not_another(state, entry, about):
        return refusal
    is_staff = state.members[MemberId(about)].role == Role.STAFF
    return Refusal.IS_STAFF if is_staff else None


def member_of(state: State, entry: OfMember) -> Member:
    """The member of an entry that was found to be one's."""
    return state.members[MemberId(entry.member)]
