"""What every ``SessionStore`` keeps to (``ports.sessions``); bound by the fixture ``sessions``."""

import asyncio
from dataclasses import replace

import pytest

from vbranch.ids import AccountId, Home, MemberId, RoomId, SessionId, VisitId
from vbranch.ports.sessions import Session, SessionStore, SessionsUnavailable, Ticket, Visit
from vbranch.protocol.constants import ModerationReason, Role, StaffRole
from vbranch.room.entries import Mute

HERE = Home("home-1")
THERE = Home("home-2")
LOBBY = RoomId("lobby")
WINDOW = 120.0


def a_session(name: str = "s1", *, role: Role = Role.VISITOR, expires: float = 1000.0) -> Session:
    return Session(SessionId(name), role, 0.5, expires)


def a_visit(
    name: str = "v1", session: str = "s1", *, home: Home = HERE, seen: float = 0.0
) -> Visit:
    return Visit(
        id=VisitId(name),
        session=SessionId(session),
        member=MemberId(f"member-{name}"),
        role=Role.VISITOR,
        key=name.encode().ljust(32, b"."),
        home=home,
        seen=seen,
    )


def token(name: str) -> bytes:
    return name.encode().ljust(32, b"#")


V1 = VisitId("v1")
MUTE = Mute("member-of-staff", ModerationReason.SPAM)


class SessionStoreContract:
    # ---- sessions ----------------------------------------------------------------------------

    @pytest.mark.parametrize("role", Role)
    async def test_a_session_is_found_until_it_expires(
        self, sessions: SessionStore, role: Role
    ) -> None:
        session = a_session(role=role, expires=100.25)
        await sessions.add_session(token("c"), session)
        assert await sessions.find_session(token("c"), 100.125) == session
        assert await sessions.find_session(token("c"), 100.25) is None
        assert await sessions.find_session(token("other"), 0) is None

    async def test_a_session_can_be_made_longer_and_not_shorter(
        self, sessions: SessionStore
    ) -> None:
        await sessions.add_session(token("c"), a_session(expires=100.0))
        await sessions.add_session(token("d"), a_session("s2", expires=100.0))
        await sessions.extend(SessionId("s1"), 300.0)
        await sessions.extend(SessionId("s1"), 200.0)
        await sessions.extend(SessionId("never was"), 200.0)
        assert await sessions.find_session(token("c"), 299.0) == a_session(expires=300.0)
        assert await sessions.find_session(token("d"), 100.0) is None

    # ---- mutes -------------------------------------------------------------------------------

    async def test_a_mute_of_a_visit_is_kept_with_its_session(self, sessions: SessionStore) -> None:
        await sessions.add_session(token("c"), a_session())
        await sessions.add_session(token("d"), a_session("s2"))
        await sessions.open_visit(a_visit())
        await sessions.open_visit(a_visit("v2", "s2"))
        await sessions.set_mute(V1, MUTE)
        session, visit = replace(a_session(), mute=MUTE), await sessions.find_visit(V1)
        assert await sessions.find_session(token("c"), 1.0) == session
        assert await sessions.find_session(token("d"), 1.0) == a_session("s2")
        assert visit == replace(a_visit(), mute=MUTE)
        await sessions.end_visit(V1)
        await sessions.add_ticket(token("t"), Ticket(SessionId("s1"), LOBBY, 30.0))
        used = await sessions.use_ticket(token("t"), 1.0)
        assert used is not None
        assert used[1] == session, "the next visit begins with it"

    async def test_a_mute_ends(self, sessions: SessionStore) -> None:
        await sessions.add_session(token("c"), replace(a_session(), mute=MUTE))
        await sessions.open_visit(replace(a_visit(), mute=MUTE))
        assert await sessions.find_visit(V1) == replace(a_visit(), mute=MUTE)
        await sessions.set_mute(V1, None)
        assert await sessions.find_visit(V1) == a_visit()
        assert await sessions.find_session(token("c"), 1.0) == a_session()

    async def test_nothing_is_muted_where_visit_or_session_are_over(
        self, sessions: SessionStore
    ) -> None:
        await sessions.open_visit(a_visit())
        await sessions.set_mute(V1, MUTE)
        await sessions.set_mute(VisitId("never was"), MUTE)
        assert await sessions.find_visit(V1) == a_visit()

    # ---- tickets -----------------------------------------------------------------------------

    async def test_a_ticket_is_used_once(self, sessions: SessionStore) -> None:
        session, ticket = a_session(), Ticket(SessionId("s1"), LOBBY, 30.0)
        await sessions.add_session(token("c"), session)
        await sessions.add_ticket(token("t"), ticket)
        assert await sessions.use_ticket(token("other"), 1) is None
        assert await sessions.use_ticket(token("t"), 1) == (ticket, session)
        assert await sessions.use_ticket(token("t"), 1) is None

    async def test_of_many_at_once_one_gets_the_ticket(self, sessions: SessionStore) -> None:
        await sessions.add_session(token("c"), a_session())
        await sessions.add_ticket(token("t"), Ticket(SessionId("s1"), LOBBY, 30.0))
        uses = await asyncio.gather(*(sessions.use_ticket(token("t"), 1) for _ in range(30)))
        assert sum(use is not None for use in uses) == 1

    async def test_a_ticket_ends_with_its_time_or_its_session(self, sessions: SessionStore) -> None:
        await sessions.add_session(token("c"), a_session(expires=20.0))
        for name, expires in (("late", 10.0), ("last", 10.0), ("orphan", 40.0)):
            await sessions.add_ticket(token(name), Ticket(SessionId("s1"), LOBBY, expires))
        assert await sessions.use_ticket(token("last"), 9.99) is not None
        assert await sessions.use_ticket(token("late"), 10.0) is None
        assert await sessions.use_ticket(token("late"), 1.0) is None  # refused once is used up
        assert await sessions.use_ticket(token("orphan"), 20.0) is None

    # ---- visits ------------------------------------------------------------------------------

    async def test_a_visit_is_stored_whole(self, sessions: SessionStore) -> None:
        fresh = a_visit(seen=3.25)
        assert await sessions.open_visit(fresh) == fresh
        assert await sessions.find_visit(V1) == fresh
        assert await sessions.find_visit(VisitId("v2")) is None
        assert await sessions.keys([V1, VisitId("v2")]) == {V1: fresh.key}
        assert await sessions.keys([]) == {}

    async def test_a_session_has_one_visit_at_a_time(self, sessions: SessionStore) -> None:
        first = await sessions.open_visit(a_visit())
        again = await sessions.open_visit(a_visit("v2", home=THERE, seen=5.0))
        assert again == replace(first, home=THERE, seen=5.0, connection=2)
        assert await sessions.find_visit(V1) == again
        assert await sessions.find_visit(VisitId("v2")) is None

    async def test_many_who_open_at_once_share_one_visit(self, sessions: SessionStore) -> None:
        opened = await asyncio.gather(
            *(sessions.open_visit(a_visit(f"v{n}", f"s{n % 2}")) for n in range(40))
        )
        for session in (0, 1):
            own = opened[session::2]
            assert len({(visit.id, visit.key, visit.member) for visit in own}) == 1
            assert sorted(visit.connection for visit in own) == list(range(1, 21))

    async def test_an_ended_visit_is_gone_and_its_session_gets_a_new_one(
        self, sessions: SessionStore
    ) -> None:
        await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("r"))
        await sessions.end_visit(V1)
        await sessions.end_visit(V1)
        assert await sessions.find_visit(V1) is None
        assert await sessions.keys([V1]) == {}
        assert await sessions.use_resume(token("r"), HERE, 1) is None
        assert (await sessions.open_visit(a_visit("v2"))).id == "v2"

    async def test_keys_of_very_many_visits(self, sessions: SessionStore) -> None:
        visits = [a_visit(f"v{n}", f"s{n}") for n in range(1200)]
        await asyncio.gather(*(sessions.open_visit(visit) for visit in visits))
        asked = [visit.id for visit in visits] + [VisitId("none")]
        assert await sessions.keys(asked) == {visit.id: visit.key for visit in visits}

    # ---- resume tokens (R-2) -----------------------------------------------------------------

    async def test_resume_gives_the_visit_a_new_home(self, sessions: SessionStore) -> None:
        visit = await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("r1"))
        await sessions.part(V1, HERE, 1, 10.0)
        resumed = await sessions.use_resume(token("r1"), THERE, 20.0)
        assert resumed == replace(visit, home=THERE, seen=20.0, connection=2)
        assert await sessions.find_visit(V1) == resumed
        assert await sessions.use_resume(token("other"), THERE, 20.0) is None

    async def test_the_one_before_is_good_until_the_new_one_is_used(
        self, sessions: SessionStore
    ) -> None:
        await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("r1"))
        await sessions.add_resume(V1, token("r2"))
        assert await sessions.use_resume(token("r1"), HERE, 1) is not None
        assert await sessions.use_resume(token("r2"), HERE, 2) is not None
        assert await sessions.use_resume(token("r1"), HERE, 3) is None
        assert await sessions.use_resume(token("r2"), HERE, 4) is not None

    async def test_the_one_in_hand_is_good_however_many_welcomes_are_lost(
        self, sessions: SessionStore
    ) -> None:
        await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("in hand"))
        for lost in range(6):
            assert await sessions.use_resume(token("in hand"), HERE, lost) is not None
            await sessions.add_resume(V1, token(f"lost {lost}"))
        assert await sessions.use_resume(token("lost 5"), HERE, 9) is not None
        assert await sessions.use_resume(token("in hand"), HERE, 10) is None

    async def test_a_late_use_of_the_old_one_leaves_the_new_one(
        self, sessions: SessionStore
    ) -> None:
        """A delayed first attempt must not lock out the page that got the welcome of the second."""
        await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("old"))
        await sessions.add_resume(V1, token("new"))
        assert await sessions.use_resume(token("old"), HERE, 1) is not None
        await sessions.add_resume(V1, token("newest"))
        assert await sessions.use_resume(token("new"), HERE, 2) is not None
        assert await sessions.use_resume(token("old"), HERE, 3) is None
        assert await sessions.use_resume(token("newest"), HERE, 4) is not None

    async def test_unused_tokens_do_not_pile_up(self, sessions: SessionStore) -> None:
        await sessions.open_visit(a_visit())
        for number in range(5):
            await sessions.add_resume(V1, token(f"r{number}"))
        for number in range(3):
            assert await sessions.use_resume(token(f"r{number}"), HERE, 1) is None
        assert await sessions.use_resume(token("r3"), HERE, 1) is not None
        assert await sessions.use_resume(token("r4"), HERE, 1) is not None

    async def test_tokens_of_two_visits_do_not_touch(self, sessions: SessionStore) -> None:
        await sessions.open_visit(a_visit())
        await sessions.open_visit(a_visit("v2", "s2"))
        await sessions.add_resume(V1, token("a"))
        await sessions.add_resume(VisitId("v2"), token("b"))
        used = await sessions.use_resume(token("b"), HERE, 1)
        assert used is not None
        assert used.id == "v2"
        assert await sessions.use_resume(token("a"), HERE, 1) is not None

    async def test_no_token_for_a_visit_that_has_ended(self, sessions: SessionStore) -> None:
        await sessions.open_visit(a_visit())
        await sessions.end_visit(V1)
        await sessions.add_resume(V1, token("r"))
        assert await sessions.use_resume(token("r"), HERE, 1) is None

    # ---- parting and expiry (R-1, H-6) ---------------------------------------------------------

    async def test_a_visit_expires_after_the_window_and_not_at_it(
        self, sessions: SessionStore
    ) -> None:
        await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("r"))
        await sessions.part(V1, HERE, 1, 10.0)
        assert await sessions.expire(10.0 + WINDOW, WINDOW) == []
        assert await sessions.expire(10.0 + WINDOW + 0.001, WINDOW) == [V1]
        assert await sessions.expire(10.0 + WINDOW + 0.001, WINDOW) == []
        assert await sessions.find_visit(V1) is None
        assert await sessions.use_resume(token("r"), HERE, 131.0) is None

    async def test_a_visit_lasts_until_expire_says_otherwise(self, sessions: SessionStore) -> None:
        """Room and store must agree on who is there: only ``expire`` looks at the clock."""
        await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("r"))
        await sessions.part(V1, HERE, 1, 10.0)
        assert await sessions.use_resume(token("r"), HERE, 500.0) is not None
        assert await sessions.expire(1000.0, WINDOW) == []

    async def test_a_connected_visit_never_expires(self, sessions: SessionStore) -> None:
        await sessions.open_visit(a_visit())
        assert await sessions.expire(1e9, WINDOW) == []
        assert await sessions.find_visit(V1) is not None

    async def test_the_farewell_of_an_old_home_changes_nothing(
        self, sessions: SessionStore
    ) -> None:
        await sessions.open_visit(a_visit())
        moved = await sessions.open_visit(a_visit(home=THERE, seen=5.0))
        await sessions.part(V1, HERE, 1, 6.0)
        await sessions.part(V1, HERE, moved.connection, 6.0)
        assert await sessions.find_visit(V1) == moved

    async def test_the_farewell_of_a_replaced_connection_changes_nothing(
        self, sessions: SessionStore
    ) -> None:
        """The hub may see the old socket close while the new one's resume is under way."""
        first = await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("r"))
        second, _ = await asyncio.gather(
            sessions.use_resume(token("r"), HERE, 5.0),
            sessions.part(V1, HERE, first.connection, 5.0),
        )
        assert second is not None
        assert await sessions.find_visit(V1) == second
        await sessions.part(V1, HERE, second.connection, 7.0)
        assert await sessions.find_visit(V1) == replace(second, home=None, seen=7.0)

    async def test_a_second_farewell_does_not_prolong_the_window(
        self, sessions: SessionStore
    ) -> None:
        await sessions.open_visit(a_visit())
        await sessions.part(V1, HERE, 1, 10.0)
        await sessions.part(V1, HERE, 1, 100.0)
        assert await sessions.expire(10.0 + WINDOW + 1, WINDOW) == [V1]

    async def test_visits_of_dead_homes_are_orphaned(self, sessions: SessionStore) -> None:
        await sessions.open_visit(a_visit("v1", "s1", home=Home("dead")))
        await sessions.open_visit(a_visit("v2", "s2", home=HERE))
        await sessions.open_visit(a_visit("v3", "s3", home=THERE))
        await sessions.open_visit(a_visit("v4", "s4", home=Home("dead")))
        await sessions.part(VisitId("v4"), Home("dead"), 1, 1.0)
        assert await sessions.orphan([HERE, THERE], 50.0) == 1
        orphaned = await sessions.find_visit(V1)
        assert orphaned is not None
        assert (orphaned.home, orphaned.seen) == (None, 50.0)
        assert await sessions.expire(1.0 + WINDOW + 1, WINDOW) == ["v4"]
        assert await sessions.expire(50.0 + WINDOW + 1, WINDOW) == ["v1"]
        assert await sessions.orphan([], 60.0) == 2

    async def test_expire_drops_sessions_and_tickets_but_no_running_visit(
        self, sessions: SessionStore
    ) -> None:
        await sessions.add_session(token("c1"), a_session("s1", expires=10.0))
        await sessions.add_session(token("c2"), a_session("s2", expires=99.0))
        await sessions.add_ticket(token("t1"), Ticket(SessionId("s1"), LOBBY, 40.0))
        await sessions.add_ticket(token("t2"), Ticket(SessionId("s2"), LOBBY, 40.0))
        await sessions.add_ticket(token("t3"), Ticket(SessionId("s2"), LOBBY, 5.0))
        await sessions.open_visit(a_visit("v1", "s1"))
        assert await sessions.expire(10.0, WINDOW) == []
        assert await sessions.find_session(token("c1"), 0) is None
        assert await sessions.use_ticket(token("t1"), 0) is None
        assert await sessions.use_ticket(token("t3"), 0) is None
        assert await sessions.find_session(token("c2"), 0) is not None
        assert await sessions.use_ticket(token("t2"), 0) is not None
        assert await sessions.find_visit(V1) is not None

    async def test_ready_when_open_and_not_when_closed(self, sessions: SessionStore) -> None:
        await sessions.ready()
        await sessions.close()
        await sessions.close()
        with pytest.raises(SessionsUnavailable):
            await sessions.ready()
        with pytest.raises(SessionsUnavailable):
            await sessions.open_visit(a_visit())
        with pytest.raises(SessionsUnavailable):
            await sessions.find_visit(V1)

    def test_a_key_is_not_in_the_visits_repr(self) -> None:
        assert "key" not in repr(a_visit())

    # ---- staff -------------------------------------------------------------------------------

    async def test_a_visit_has_the_staff_role_of_its_session(self, sessions: SessionStore) -> None:
        session = replace(a_session(role=Role.STAFF), staff=StaffRole.HOST, account=AccountId("a1"))
        await sessions.add_session(token("c"), session)
        fresh = replace(a_visit(), role=Role.STAFF, staff=StaffRole.HOST)
        await sessions.open_visit(fresh)
        await sessions.add_resume(V1, token("r"))
        for visit in (
            await sessions.find_visit(V1),
            await sessions.open_visit(a_visit("v2")),
            await sessions.use_resume(token("r"), HERE, 1.0),
        ):
            assert visit is not None
            assert (visit.id, visit.staff) == (V1, StaffRole.HOST)
        await sessions.open_visit(a_visit("v3", "s3"))
        visitor = await sessions.find_visit(VisitId("v3"))
        assert visitor is not None
        assert visitor.staff is None
