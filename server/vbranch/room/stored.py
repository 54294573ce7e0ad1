"""A room's state as it is stored between two restarts: written, read, raised to this version.

A state that an older version wrote is raised step by step by the functions of ``RAISED``, which
work on plain JSON: the classes of that time are gone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ConfigDict, TypeAdapter

from .plan import RoomPlan
from .state import REDUCER_VERSION, ForeignState, State, empty_state

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Stored:
    version: int
    state: State


@dataclass(frozen=True, slots=True)
class _Envelope:
    __pydantic_config__ = ConfigDict(strict=True)

    version: int
    state: Plain


_STORED: Final = TypeAdapter(_Stored)
_ENVELOPE: Final = TypeAdapter(_Envelope)
_PLAIN: Final = TypeAdapter(Plain)


def _from_1(state: Plain) -> Plain:
    """Nobody sat, nothing was offered, led or played, and all words were said to the room."""
    members = {key: {**member, "seat": None} for key, member in state["members"].items()}
    nothing = {"offered": None, "guide": None, "media": None}
    exhibits = [{**exhibit, **nothing} for exhibit in state["exhibits"]]
    return {**state, "members": members, "exhibits": exhibits, "private": [], "reports": []}


def _from_2(state: Plain) -> Plain:
    """Nobody was aside."""
    members = {key: {**member, "aside": False} for key, member in state["members"].items()}
    return {**state, "members": members}


def _from_3(state: Plain) -> Plain:
    """Staff had done nothing yet, nobody was muted or called for them."""
    nobody: Plain = {"staff": None, "told": [], "mute": None, "said_at": None}
    nobody |= {"watching": False, "since": None}
    nothing: Plain = {"lock_reason": None, "slow": 0, "announcements": [], "calls": []}
    members = {key: {**member, **nobody} for key, member in state["members"].items()}
    outcomes = {
        visit: {command: {**outcome, "by": None} for command, outcome in known.items()}
        for visit, known in state["outcomes"].items()
    }
    return {**state, **nothing, "members": members, "outcomes": outcomes}


def _from_4(state: Plain) -> Plain:
    """Nobody was greeted."""
    members = {key: {**member, "greeted": None} for key, member in state["members"].items()}
    return {**state, "members": members}


RAISED: Final[Mapping[int, Callable[[Plain], Plain]]] = {
    1: _from_1,
    2: _from_2,
    3: _from_3,
    4: _from_4,
}
"""From each older version to the one after it."""


def dump_state(state: State) -> bytes:
    """The state as it is stored; ``load_state`` reads it."""
    return _STORED.dump_json(_Stored(REDUCER_VERSION, state))


def load_state(plan: RoomPlan, seq: int, body: bytes) -> State:
    """A stored state, raised to this version and fitted to the plan: exhibits and seats that the
    scene no longer has are forgotten.

    Raises ``ForeignState`` for a version that cannot be raised, ``ValueError`` for anything else
    that is not a state at ``seq``.
    """
    state = _read(body)
    if state.seq != seq:
        raise ValueError(f"the state is that of entry {state.seq}, not of {seq}")
    _fit(state, plan)
    return state


def _read(body: bytes) -> State:
    envelope = _ENVELOPE.validate_json(body)
    version, state = envelope.version, envelope.state
    if version == REDUCER_VERSION:
        return _STORED.validate_json(body, strict=True).state
    while version in RAISED:
        try:
            state = RAISED[version](state)
        except (KeyError, TypeError, AttributeError):
            raise ValueError(f"this is no state of version {version}") from None
        version += 1
    if version != REDUCER_VERSION:
        raise ForeignState(version)
    raised = _PLAIN.dump_json({"version": version, "state": state})
    return _STORED.validate_json(raised, strict=True).state


def _fit(state: State, plan: RoomPlan) -> None:
    known = {exhibit.id: exhibit for exhibit in state.exhibits}
    state.exhibits = empty_state(plan).exhibits
    for exhibit, planned in zip(state.exhibits, plan.exhibits, strict=True):
        if (old := known.get(exhibit.id)) is not None:
            exhibit.holder, exhibit.rotation = old.holder, old.rotation
            exhibit.hotspot = old.hotspot if old.hotspot in planned.hotspots else None
            exhibit.offered, exhibit.guide, exhibit.media = old.offered, old.guide, old.media
    seats = {seat.id for seat in plan.seats}
    for member in state.members.values():
        if member.seat not in seats:
            member.seat = None
