"""Visits on the store in memory, and on a store that fails or answers late."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from vbranch.access.tokens import token_hash
from vbranch.ids import Home, RoomId, VisitId
from vbranch.ports.sessions import SessionsUnavailable, Visit
from vbranch.protocol.constants import (
    RESUME_WINDOW_S,
    TICKET_LIFE_S,
    ModerationReason,
    Role,
)
from vbranch.room.entries import Mute
from vbranch.services.visits import SESSION_LIFE_S, VisitEnded, Visits
from vbranch.stores.memory import MemorySessions

HERE, THERE = Home("here"), Home("there")
LOBBY = RoomId("lobby")


class UnsteadySessions(MemorySessions):
    """Fails while ``down``; holds arrivals back while ``gate`` is not set."""

    def __init__(self) -> None:
        super().__init__()
        self.down = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.answered = asyncio.Event()

    async def ready(self) -> None:
        if self.down:
            raise SessionsUnavailable("down")
        await super().ready()

    async def open_visit(self, fresh: Visit) -> Visit:
        return await self._late(super().open_visit(fresh))

    async def use_resume(self, token_hash: bytes, home: Home, now: float) -> Visit | None:
        return await self._late(super().use_resume(token_hash, home, now))

    async def _late(self, step: Awaitable[Any]) -> Any:
        answer = await step
        self.answered.set()
        await self.gate.wait()
        return answer


@pytest.fixture
def store() -> UnsteadySessions:
    return UnsteadySessions()


@pytest.fixture
def visits(store: UnsteadySessions) -> Visits:
    return Visits(store, HERE)


async def test_a_mute_that_the_store_could_not_take_is_made_up_for(
    visits: Visits, store: UnsteadySessions
) -> None:
    visit = await enter(visits)
    mute = Mute("m", ModerationReason.SPAM)
    store.down = True
    await visits.mute(visit.id, mute)
    store.down = False
    known = await visits.find(visit.id)
    assert known is not None
    assert known.mute is None
    assert visits.due(0.0)
    await visits.expire(0.0)
    known = await visits.find(visit.id)
    assert known is not None
    assert known.mute == mute
    assert not visits.due(0.0)


async def enter(visits: Visits, now: float = 0.0) -> Visit:
    _, session = await visits.open_session(Role.VISITOR, now)
    admitted = await visits.admit(await visits.ticket(session, LOBBY, now), now)
    assert admitted is not None
    return admitted[0]


async def late(
    store: UnsteadySessions, call: Callable[[], Awaitable[Any]]
) -> "asyncio.Future[Any]":
    """Begin a call whose step in the store is done and whose answer is held back."""
    store.gate.clear()
    store.answered.clear()
    task = asyncio.ensure_future(call())
    await store.answered.wait()
    return task


async def test_from_cookie_to_visit(visits: Visits, store: UnsteadySessions) -> None:
    cookie, session = await visits.open_session(Role.STAFF, 10.0)
    assert (session.role, session.created) == (Role.STAFF, 10.0)
    assert await visits.session(cookie, 11.0) == session
    assert await visits.session("forged", 11.0) is None
    assert await visits.session(cookie, 10.0 + SESSION_LIFE_S) is None

    ticket = await visits.ticket(session, LOBBY, 20.0)
    admitted = await visits.admit(ticket, 20.0 + TICKET_LIFE_S - 0.01)
    assert admitted is not None
    visit, room = admitted
    assert room == LOBBY
    assert (visit.role, visit.session, visit.home) == (Role.STAFF, session.id, HERE)
    assert await visits.admit(ticket, 21.0) is None
    late_ticket = await visits.ticket(session, LOBBY, 20.0)
    assert await visits.admit(late_ticket, 20.0 + TICKET_LIFE_S) is None


async def test_ids_and_keys_of_visits_differ(visits: Visits) -> None:
    entered = [await enter(visits) for _ in range(50)]
    for name in ("id", "member", "session", "key"):
        assert len({getattr(visit, name) for visit in entered}) == 50
    assert all(visit.id not in visit.member for visit in entered)


async def test_the_store_sees_hashes_only(visits: Visits, store: UnsteadySessions) -> None:
    cookie, session = await visits.open_session(Role.VISITOR, 0)
    ticket = await visits.ticket(session, LOBBY, 0)
    visit = (await visits.admit(ticket, 0) or pytest.fail("refused"))[0]
    resume = await visits.resume_token(visit.id)
    kept = repr(vars(store))
    assert repr(token_hash(cookie)) in kept
    assert repr(token_hash(resume)) in kept
    for secret in (cookie, ticket, resume):
        assert secret not in kept


async def test_a_second_ticket_continues_the_visit(visits: Visits) -> None:
    _, session = await visits.open_session(Role.VISITOR, 0)
    first = await visits.admit(await visits.ticket(session, LOBBY, 0), 0)
    second = await visits.admit(await visits.ticket(session, LOBBY, 1), 1)
    assert first is not None
    assert second is not None
    assert second[0].id == first[0].id
    assert visits.open(first[0].id, visits.seal(second[0].id, "Aya")) == "Aya"


async def test_resume_with_each_welcomes_token(visits: Visits) -> None:
    visit = await enter(visits)
    token = await visits.resume_token(visit.id)
    await visits.part(visit, 5)
    for now in range(6, 10):
        back = await visits.resume(token, now)
        assert back is not None
        assert back.id == visit.id
        token = await visits.resume_token(visit.id)
        await visits.part(back, now)
    assert await visits.resume("unknown", 10) is None


async def test_expiry_returns_who_ended_and_forgets_the_key(visits: Visits) -> None:
    visit, other = await enter(visits), await enter(visits)
    sealed = visits.seal(visit.id, "Aya")
    token = await visits.resume_token(visit.id)
    await visits.part(visit, 10.0)
    assert await visits.expire(10.0 + RESUME_WINDOW_S) == []
    assert visits.open(visit.id, sealed) == "Aya"
    assert await visits.expire(10.5 + RESUME_WINDOW_S) == [visit.id]
    assert visits.open(visit.id, sealed) is None
    with pytest.raises(VisitEnded):
        visits.seal(visit.id, "Aya")
    assert await visits.resume(token, 131.0) is None
    assert visits.open(other.id, visits.seal(other.id, "Ben")) == "Ben"


async def test_it_is_due_when_the_first_who_parted_may_have_ended(visits: Visits) -> None:
    """R-1; within a second, and not again when that is done."""
    early, late = await enter(visits), await enter(visits)
    assert not visits.due(1000.0)
    await visits.part(early, 10.2)
    await visits.part(late, 50.2)
    assert not visits.due(10.2 + RESUME_WINDOW_S)
    assert visits.due(11.5 + RESUME_WINDOW_S)
    assert await visits.expire(11.5 + RESUME_WINDOW_S) == [early.id]
    assert not visits.due(12.0 + RESUME_WINDOW_S)
    assert visits.due(51.5 + RESUME_WINDOW_S)
    assert await visits.expire(51.5 + RESUME_WINDOW_S) == [late.id]
    assert not visits.due(1000.0)


async def test_who_part_in_one_second_are_looked_for_together(visits: Visits) -> None:
    parting = [await enter(visits) for _ in range(10)]
    for tenth, visit in enumerate(parting, start=1):
        await visits.part(visit, 20.0 + tenth / 10)
    assert len(visits._parted) == 1
    assert visits.due(21.5 + RESUME_WINDOW_S)
    assert len(await visits.expire(21.5 + RESUME_WINDOW_S)) == 10


async def test_the_end_destroys_the_key_at_once(visits: Visits, store: UnsteadySessions) -> None:
    visit = await enter(visits)
    sealed = visits.seal(visit.id, "Aya")
    await visits.end(visit.id)
    assert visits.open(visit.id, sealed) is None
    assert await store.keys([visit.id]) == {}


async def test_one_visits_text_does_not_open_as_anothers(visits: Visits) -> None:
    visit, other = await enter(visits), await enter(visits)
    assert visits.open(other.id, visits.seal(visit.id, "Aya")) is None


async def test_after_a_restart_keys_are_loaded_and_the_ended_are_named(
    visits: Visits, store: UnsteadySessions
) -> None:
    visit, gone = await enter(visits), await enter(visits)
    sealed = visits.seal(visit.id, "Aya")
    await visits.end(gone.id)
    again = Visits(store, THERE)
    await again.start(50.0)
    assert again.open(visit.id, sealed) is None
    assert await again.load_keys([visit.id, gone.id]) == {gone.id}
    assert again.open(visit.id, sealed) == "Aya"
    assert await again.expire(50.0 + RESUME_WINDOW_S) == []  # the window began at the restart
    assert not again.due(50.0 + RESUME_WINDOW_S)
    assert again.due(51.0 + RESUME_WINDOW_S)
    assert await again.expire(51.0 + RESUME_WINDOW_S) == [visit.id]


async def test_the_farewell_of_a_replaced_connection_parts_nobody(visits: Visits) -> None:
    first = await enter(visits)
    second = await visits.resume(await visits.resume_token(first.id), 5)
    assert second is not None
    await visits.part(first, 6)
    assert await visits.expire(1000) == []
    await visits.part(second, 1000)
    assert await visits.expire(1001 + RESUME_WINDOW_S) == [first.id]


# ---- a store that fails --------------------------------------------------------------------------


async def test_a_failing_store_is_told_to_who_asks(visits: Visits, store: UnsteadySessions) -> None:
    visit = await enter(visits)
    _, session = await visits.open_session(Role.VISITOR, 0)
    ticket = await visits.ticket(session, LOBBY, 0)
    store.down = True
    for call in (
        visits.start(0),
        visits.open_session(Role.VISITOR, 0),
        visits.session("cookie", 0),
        visits.ticket(session, LOBBY, 0),
        visits.admit(ticket, 0),
        visits.resume("token", 0),
        visits.resume_token(visit.id),
        visits.load_keys([visit.id]),
        visits.expire(0),
    ):
        with pytest.raises(SessionsUnavailable):
            await call


async def test_a_farewell_that_the_store_missed_is_made_up_for(
    visits: Visits, store: UnsteadySessions
) -> None:
    visit = await enter(visits)
    store.down = True
    await visits.part(visit, 10.0)
    assert visits.due(10.0)
    with pytest.raises(SessionsUnavailable):
        await visits.expire(500.0)
    store.down = False
    assert await visits.expire(10.0 + RESUME_WINDOW_S) == []  # counted from when it was lost
    assert await visits.expire(11.0 + RESUME_WINDOW_S) == [visit.id]


async def test_a_farewell_that_was_made_up_for_is_due_before_those_that_came_later(
    visits: Visits, store: UnsteadySessions
) -> None:
    early, late = await enter(visits), await enter(visits)
    store.down = True
    await visits.part(early, 10.0)
    store.down = False
    await visits.part(late, 50.0)
    assert await visits.expire(51.0) == []
    assert visits.due(11.0 + RESUME_WINDOW_S)
    assert await visits.expire(11.0 + RESUME_WINDOW_S) == [early.id]
    assert visits.due(51.0 + RESUME_WINDOW_S)


async def test_an_end_that_the_store_missed_is_made_up_for(
    visits: Visits, store: UnsteadySessions
) -> None:
    visit = await enter(visits)
    token = await visits.resume_token(visit.id)
    store.down = True
    await visits.end(visit.id)
    assert visits.due(0.0)
    store.down = False
    assert await visits.resume(token, 1.0) is None  # ended for us, whatever the store still has
    assert await visits.expire(2.0) == []
    assert await store.find_visit(visit.id) is None


# ---- a caller that goes --------------------------------------------------------------------------


async def test_a_visit_whose_caller_went_amid_admission_is_parted(
    visits: Visits, store: UnsteadySessions
) -> None:
    _, session = await visits.open_session(Role.VISITOR, 0)
    ticket = await visits.ticket(session, LOBBY, 0)
    admission = await late(store, lambda: visits.admit(ticket, 7.0))
    admission.cancel()
    with pytest.raises(asyncio.CancelledError):
        await admission
    store.gate.set()
    await visits.stop()
    assert len(await visits.expire(8.0 + RESUME_WINDOW_S)) == 1


async def test_a_resume_whose_caller_went_is_parted(
    visits: Visits, store: UnsteadySessions
) -> None:
    visit = await enter(visits)
    token = await visits.resume_token(visit.id)
    resuming = await late(store, lambda: visits.resume(token, 7.0))
    resuming.cancel()
    with pytest.raises(asyncio.CancelledError):
        await resuming
    store.gate.set()
    await visits.stop()
    assert await visits.expire(8.0 + RESUME_WINDOW_S) == [visit.id]


async def test_who_arrives_while_the_visit_is_ended_comes_too_late(
    visits: Visits, store: UnsteadySessions
) -> None:
    """Otherwise there would be a member whom nothing ever removes."""
    visit = await enter(visits)
    token = await visits.resume_token(visit.id)
    resuming = await late(store, lambda: visits.resume(token, 7.0))
    await visits.end(visit.id)
    store.gate.set()
    assert await resuming is None
    with pytest.raises(VisitEnded):
        visits.seal(visit.id, "Aya")


def test_an_unknown_visit_opens_nothing(visits: Visits) -> None:
    assert visits.open(VisitId("never"), "x") is None


async def test_a_visit_lasts_until_it_is_ended_here(visits: Visits) -> None:
    """Also where somebody still holds what they were admitted by."""
    visit = await enter(visits)
    assert visits.lasts(visit.id)
    assert await visits.find(visit.id) == visit
    await visits.end(visit.id)
    assert not visits.lasts(visit.id)
    assert await visits.find(visit.id) is None


async def test_which_sessions_still_live(visits: Visits, store: UnsteadySessions) -> None:
    _, first = await visits.open_session(Role.STAFF, 0.0)
    _, second = await visits.open_session(Role.STAFF, 10.0)
    both = [first.id, second.id]
    assert await visits.living(both, 11.0) == set(both)
    assert await visits.living(both, SESSION_LIFE_S + 5) == {second.id}
    await store.revoke(second.id)
    assert await visits.living(both, 11.0) == {first.id}
