"""What every ``SessionStore`` keeps to about staff's sessions; bound by fixture ``sessions``."""

from dataclasses import replace

from contract_sessions import HERE, LOBBY, V1, a_session, a_visit, token

from vbranch.ids import AccountId, SessionId
from vbranch.ports.sessions import Session, SessionStore, Ticket
from vbranch.protocol.constants import Role, StaffRole

ANA, BOB = AccountId("ana"), AccountId("bob")


def of_staff(
    name: str, account: AccountId = ANA, *, created: float = 0.5, expires: float = 1000.0
) -> Session:
    return replace(
        a_session(name, role=Role.STAFF, expires=expires),
        created=created,
        account=account,
        staff=StaffRole.MODERATOR,
        label=f"Browser of {name}",
    )


async def keep(sessions: SessionStore, *kept: Session) -> None:
    for session in kept:
        await sessions.add_session(token(session.id), session)


class StaffSessionsContract:
    async def test_a_session_of_staff_is_found_whole(self, sessions: SessionStore) -> None:
        await keep(sessions, of_staff("s1"))
        assert await sessions.find_session(token("s1"), 1.0) == of_staff("s1")
        ticket = Ticket(SessionId("s1"), LOBBY, 30.0)
        await sessions.add_ticket(token("t"), ticket)
        assert await sessions.use_ticket(token("t"), 1.0) == (ticket, of_staff("s1"))

    async def test_lists_have_the_living_of_staff_alone_newest_first(
        self, sessions: SessionStore
    ) -> None:
        old, new = of_staff("old", created=1.0), of_staff("new", created=3.0)
        other = of_staff("other", BOB, created=2.0)
        await keep(sessions, old, a_session("visitor"), new, other)
        await keep(sessions, of_staff("expired", expires=10.0), a_session("bot", role=Role.BOT))
        assert await sessions.staff_sessions(10.0) == [new, other, old]
        assert await sessions.staff_sessions(10.0, ANA) == [new, old]
        assert await sessions.staff_sessions(10.0, AccountId("nobody")) == []

    async def test_one_of_staff_is_found_while_it_lives(self, sessions: SessionStore) -> None:
        await keep(sessions, of_staff("s1", expires=10.0), of_staff("s2"), a_session("visitor"))
        assert await sessions.staff_session(SessionId("s1"), 9.9) == of_staff("s1", expires=10.0)
        assert await sessions.staff_session(SessionId("s1"), 10.0) is None
        assert await sessions.staff_session(SessionId("visitor"), 1.0) is None
        assert await sessions.staff_session(SessionId("never was"), 1.0) is None
        await sessions.revoke(SessionId("s2"))
        assert await sessions.staff_session(SessionId("s2"), 1.0) is None

    async def test_a_revoked_session_is_gone_with_its_tickets(self, sessions: SessionStore) -> None:
        await keep(sessions, of_staff("s1"), of_staff("s2"))
        for name in ("s1", "s2"):
            await sessions.add_ticket(token(f"t {name}"), Ticket(SessionId(name), LOBBY, 30.0))
        assert await sessions.revoke(SessionId("s1")) is True
        assert await sessions.revoke(SessionId("s1")) is False
        assert await sessions.find_session(token("s1"), 1.0) is None
        assert await sessions.use_ticket(token("t s1"), 1.0) is None
        assert await sessions.find_session(token("s2"), 1.0) == of_staff("s2")
        assert await sessions.use_ticket(token("t s2"), 1.0) is not None

    async def test_nobody_revokes_anothers(self, sessions: SessionStore) -> None:
        await keep(sessions, of_staff("s1"), a_session("visitor"))
        assert await sessions.revoke(SessionId("s1"), BOB) is False
        assert await sessions.revoke(SessionId("visitor"), BOB) is False
        assert await sessions.find_session(token("s1"), 1.0) is not None
        assert await sessions.find_session(token("visitor"), 1.0) is not None
        assert await sessions.revoke(SessionId("s1"), ANA) is True
        assert await sessions.revoke(SessionId("visitor")) is True

    async def test_all_of_an_account_are_revoked_at_once(self, sessions: SessionStore) -> None:
        await keep(sessions, of_staff("s1"), of_staff("s2"), of_staff("s3", BOB))
        await keep(sessions, a_session("visitor"))
        assert await sessions.revoke_account(ANA) == 2
        assert await sessions.revoke_account(ANA) == 0
        assert await sessions.staff_sessions(1.0) == [of_staff("s3", BOB)]
        assert await sessions.find_session(token("visitor"), 1.0) is not None

    async def test_living_are_those_neither_revoked_nor_expired(
        self, sessions: SessionStore
    ) -> None:
        await keep(sessions, of_staff("s1"), of_staff("s2"), of_staff("s3", expires=10.0))
        await sessions.revoke(SessionId("s1"))
        asked = [SessionId(name) for name in ("s1", "s2", "s3", "never was")]
        assert await sessions.living(asked, 9.9) == {"s2", "s3"}
        assert await sessions.living(asked, 10.0) == {"s2"}
        assert await sessions.living([], 1.0) == set()

    async def test_of_very_many_it_is_known_who_lives(self, sessions: SessionStore) -> None:
        await keep(sessions, *(of_staff(f"s{n}") for n in range(600)))
        asked = [SessionId(f"s{n}") for n in range(1200)]
        assert await sessions.living(asked, 1.0) == set(asked[:600])

    async def test_a_visit_of_staff_is_resumed_only_by_who_is_signed_in(
        self, sessions: SessionStore
    ) -> None:
        await keep(sessions, of_staff("s1", expires=100.0))
        await sessions.open_visit(replace(a_visit(), role=Role.STAFF))
        await sessions.add_resume(V1, token("r"))
        assert await sessions.use_resume(token("r"), HERE, 99.0) is not None
        assert await sessions.use_resume(token("r"), HERE, 100.0) is None
        assert await sessions.use_resume(token("r"), HERE, 99.0) is not None
        await sessions.revoke(SessionId("s1"))
        assert await sessions.use_resume(token("r"), HERE, 99.0) is None
        visit = await sessions.find_visit(V1)
        assert visit is not None, "the rooms end it, and tell the others"
        assert visit.connection == 3

    async def test_a_visitors_visit_outlives_its_session(self, sessions: SessionStore) -> None:
        await keep(sessions, a_session("s1", expires=100.0))
        await sessions.open_visit(a_visit())
        await sessions.add_resume(V1, token("r"))
        assert await sessions.use_resume(token("r"), HERE, 100.0) is not None
