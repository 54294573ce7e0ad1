"""What every ``StaffStore`` keeps to (``ports.staff``), with the sessions beside it.

Bound by the fixtures ``staff`` and ``sessions``, which share what they store.
"""

import asyncio
from dataclasses import replace

import pytest

from vbranch.ids import AccountId, SessionId
from vbranch.ports.sessions import Session, SessionStore
from vbranch.ports.staff import (
    Account,
    Identity,
    LoginTaken,
    StaffStore,
    StaffUnavailable,
)
from vbranch.protocol.constants import Role, StaffRole

ANA = AccountId("ana-id")
NOBODY = AccountId("nobody")
IDENTITY = Identity("https://id.example", "subject-1")
LATER = 50_000.0


def an_account(login: str = "ana", **values: object) -> Account:
    account = Account(
        id=AccountId(f"{login}-id"),
        login=login,
        name=login.title(),
        role=StaffRole.HOST,
        created=12.5,
        password="$argon2id$one",
    )
    return replace(account, **values)  # type: ignore[arg-type]


def staff_session(name: str = "s1", login: str = "ana", created: float = 0.0) -> Session:
    return Session(
        id=SessionId(name),
        role=Role.STAFF,
        created=created,
        expires=LATER,
        account=AccountId(f"{login}-id"),
        staff=StaffRole.HOST,
        label="Firefox, Linux",
    )


def token(name: str) -> bytes:
    return name.encode().ljust(32, b"#")


def pause(failures: int) -> float:
    """Simpler than the real one: locked from the third failure on."""
    return 0.0 if failures < 3 else 10.0 * failures


async def account_of(staff: StaffStore, account: AccountId = ANA) -> Account:
    found = await staff.find(account)
    assert found is not None
    return found


class StaffStoreContract:
    # ---- accounts ----------------------------------------------------------------------------

    @pytest.mark.parametrize("role", StaffRole)
    async def test_an_account_is_found_whole(self, staff: StaffStore, role: StaffRole) -> None:
        account = an_account(role=role, totp=b"sealed", identity=IDENTITY, totp_step=77)
        await staff.add(account)
        assert await staff.find(ANA) == account
        assert await staff.find_login("ana") == account
        assert await staff.find_identity(IDENTITY) == account
        assert await staff.find(NOBODY) is None
        assert await staff.find_login("Ana") is None
        assert await staff.find_identity(replace(IDENTITY, subject="another")) is None
        assert await staff.find_identity(replace(IDENTITY, issuer="https://evil.example")) is None

    async def test_all_come_in_the_order_of_their_names(self, staff: StaffStore) -> None:
        assert await staff.all() == []
        for login in ("mia", "ana", "zoe", "bob"):
            await staff.add(an_account(login))
        assert [account.login for account in await staff.all()] == ["ana", "bob", "mia", "zoe"]

    async def test_a_name_or_identity_is_one_persons(self, staff: StaffStore) -> None:
        await staff.add(an_account(identity=IDENTITY))
        await staff.add(an_account("bob"))
        await staff.add(an_account("mia"))  # none has an identity, which is no identity in common
        with pytest.raises(LoginTaken):
            await staff.add(an_account(id=AccountId("another")))
        with pytest.raises(LoginTaken):
            await staff.add(an_account("zoe", identity=IDENTITY))
        assert [account.login for account in await staff.all()] == ["ana", "bob", "mia"]

    async def test_of_many_at_once_one_gets_the_name(self, staff: StaffStore) -> None:
        tries = (staff.add(an_account(id=AccountId(f"a{n}"))) for n in range(20))
        told = await asyncio.gather(*tries, return_exceptions=True)
        assert told.count(None) == 1
        assert sum(isinstance(one, LoginTaken) for one in told) == 19

    def test_secrets_are_not_in_its_repr(self) -> None:
        shown = repr(an_account(totp=b"sealed"))
        assert "argon2id" not in shown
        assert "sealed" not in shown

    # ---- failures and locks --------------------------------------------------------------------

    async def test_a_try_is_counted_before_it_is_looked_at(self, staff: StaffStore) -> None:
        await staff.add(an_account())
        attempt = await staff.attempt("ana", 100.0, pause)
        assert attempt.account == an_account()
        assert attempt.locked_until <= 100.0
        assert (await account_of(staff)).failures == 1

    async def test_it_is_locked_from_a_failure_on_and_until_its_time(
        self, staff: StaffStore
    ) -> None:
        await staff.add(an_account())
        for _ in range(3):
            assert (await staff.attempt("ana", 100.0, pause)).locked_until <= 100.0
        for _ in range(5):
            assert (await staff.attempt("ana", 129.9, pause)).locked_until == 130.0
        assert (await account_of(staff)).failures == 3  # what the lock refused does not count
        assert (await staff.attempt("ana", 130.0, pause)).locked_until <= 130.0
        assert (await staff.attempt("ana", 130.0, pause)).locked_until == 170.0

    async def test_many_at_once_win_nothing(self, staff: StaffStore) -> None:
        await staff.add(an_account())
        tries = await asyncio.gather(*(staff.attempt("ana", 100.0, pause) for _ in range(30)))
        assert sum(attempt.locked_until <= 100.0 for attempt in tries) == 3

    async def test_an_unknown_name_has_no_account_and_makes_none(self, staff: StaffStore) -> None:
        attempt = await staff.attempt("nobody", 100.0, pause)
        assert attempt.account is None
        await staff.forgive(attempt)
        assert await staff.all() == []

    async def test_what_is_forgiven_was_no_failure(self, staff: StaffStore) -> None:
        await staff.add(an_account())
        for _ in range(2):
            await staff.attempt("ana", 100.0, pause)
        before = await account_of(staff)
        for _ in range(5):  # the third would lock it
            await staff.forgive(await staff.attempt("ana", 100.0, pause))
        assert await account_of(staff) == before

    async def test_forgiving_one_leaves_the_failures_of_others(self, staff: StaffStore) -> None:
        await staff.add(an_account())
        own = await staff.attempt("ana", 100.0, pause)
        for _ in range(2):
            await staff.attempt("ana", 100.0, pause)
        await staff.forgive(own)
        account = await account_of(staff)
        assert (account.failures, account.locked_until) == (2, 130.0)

    # ---- signing in ----------------------------------------------------------------------------

    async def test_signing_in_stores_the_session_and_ends_failures(
        self, staff: StaffStore, sessions: SessionStore
    ) -> None:
        await staff.add(an_account())
        for _ in range(3):
            seen = (await staff.attempt("ana", 100.0, pause)).account
        assert seen is not None
        assert await staff.sign_in(seen, token("c"), staff_session())
        assert await sessions.find_session(token("c"), 101.0) == staff_session()
        assert await account_of(staff) == an_account()

    async def test_a_code_is_good_once(self, staff: StaffStore, sessions: SessionStore) -> None:
        account = an_account(totp=b"sealed", totp_step=70)
        await staff.add(account)
        for used_up in (69, 70):
            assert not await staff.sign_in(account, token("c"), staff_session(), used_up)
        assert await staff.sign_in(account, token("c"), staff_session(), 71)
        assert not await staff.sign_in(account, token("d"), staff_session("s2"), 71)
        assert (await account_of(staff)).totp_step == 71
        assert len(await sessions.staff_sessions(0.0)) == 1

    async def test_of_many_with_the_same_code_one_gets_in(self, staff: StaffStore) -> None:
        account = an_account(totp=b"sealed")
        await staff.add(account)
        told = await asyncio.gather(
            *(staff.sign_in(account, token(f"c{n}"), staff_session(f"s{n}"), 71) for n in range(20))
        )
        assert told.count(True) == 1

    async def test_whoever_was_disabled_meanwhile_does_not_get_in(self, staff: StaffStore) -> None:
        await staff.add(an_account())
        await staff.set_disabled(ANA, True)
        assert not await staff.sign_in(an_account(), token("c"), staff_session())

    @pytest.mark.parametrize("what", ["password", "totp", "role", "identity", "gone"])
    async def test_what_has_changed_meanwhile_lets_nobody_in(
        self, staff: StaffStore, sessions: SessionStore, what: str
    ) -> None:
        seen = an_account(identity=IDENTITY)
        now = {
            "password": replace(seen, password="$argon2id$two"),
            "totp": replace(seen, totp=b"sealed"),
            "role": replace(seen, role=StaffRole.ADVISER),
            "identity": replace(seen, identity=None),
            "gone": replace(seen, id=NOBODY),
        }
        await staff.add(now[what])
        assert not await staff.sign_in(seen, token("c"), staff_session())
        assert await sessions.staff_sessions(0.0) == []

    # ---- changes -------------------------------------------------------------------------------

    @pytest.mark.parametrize("what", ["password", "totp", "role", "disabled"])
    async def test_what_takes_something_away_ends_all_sessions_of_the_account(
        self, staff: StaffStore, sessions: SessionStore, what: str
    ) -> None:
        for login in ("ana", "bob"):
            await staff.add(an_account(login))
        await staff.sign_in(an_account(), token("c1"), staff_session("s1"))
        await staff.sign_in(an_account(), token("c2"), staff_session("s2"))
        await staff.sign_in(an_account("bob"), token("c3"), staff_session("s3", "bob"))
        change = {
            "password": lambda account: staff.set_password(account, "$argon2id$new"),
            "totp": lambda account: staff.set_totp(account, b"new"),
            "role": lambda account: staff.set_role(account, StaffRole.MODERATOR),
            "disabled": lambda account: staff.set_disabled(account, True),
        }[what]
        assert await change(ANA) is True
        assert await change(NOBODY) is False
        assert [session.id for session in await sessions.staff_sessions(0.0)] == ["s3"]
        assert await sessions.find_session(token("c1"), 1.0) is None
        assert await account_of(staff, AccountId("bob-id")) == an_account("bob")

    async def test_another_password_ends_failures_and_lock(self, staff: StaffStore) -> None:
        await staff.add(an_account())
        for _ in range(3):
            await staff.attempt("ana", 100.0, pause)
        await staff.set_password(ANA, "$argon2id$new")
        assert await account_of(staff) == an_account(password="$argon2id$new")

    async def test_a_new_second_factor_begins_anew(self, staff: StaffStore) -> None:
        await staff.add(an_account(totp=b"old", totp_step=99))
        await staff.set_totp(ANA, b"new")
        assert await account_of(staff) == an_account(totp=b"new", totp_step=0)
        await staff.set_totp(ANA, None)
        assert await account_of(staff) == an_account()

    async def test_the_same_role_ends_nothing(
        self, staff: StaffStore, sessions: SessionStore
    ) -> None:
        await staff.add(an_account())
        await staff.sign_in(an_account(), token("c1"), staff_session())
        assert await staff.set_role(ANA, StaffRole.HOST) is True
        assert len(await sessions.staff_sessions(0.0)) == 1

    async def test_enabling_ends_failures_and_lock(self, staff: StaffStore) -> None:
        await staff.add(an_account())
        for _ in range(3):
            await staff.attempt("ana", 100.0, pause)
        await staff.set_disabled(ANA, True)
        locked = await account_of(staff)
        assert (locked.disabled, locked.failures) == (True, 3)
        assert await staff.set_disabled(ANA, False) is True
        assert await staff.set_disabled(NOBODY, False) is False
        assert await account_of(staff) == an_account()

    async def test_another_name_ends_nothing(
        self, staff: StaffStore, sessions: SessionStore
    ) -> None:
        await staff.add(an_account())
        await staff.sign_in(an_account(), token("c1"), staff_session())
        assert await staff.set_name(ANA, "Ana Lima") is True
        assert await staff.set_name(NOBODY, "Nobody") is False
        assert await account_of(staff) == an_account(name="Ana Lima")
        assert len(await sessions.staff_sessions(0.0)) == 1

    async def test_a_hash_is_renewed_unless_the_password_was_changed(
        self, staff: StaffStore, sessions: SessionStore
    ) -> None:
        await staff.add(an_account())
        await staff.sign_in(an_account(), token("c1"), staff_session())
        await staff.rehash(ANA, "$argon2id$one", "$argon2id$renewed")
        await staff.rehash(ANA, "$argon2id$one", "$argon2id$too late")
        assert await account_of(staff) == an_account(password="$argon2id$renewed")
        assert len(await sessions.staff_sessions(0.0)) == 1

    async def test_closed_it_answers_nothing(self, staff: StaffStore) -> None:
        await staff.add(an_account())
        await staff.close()
        await staff.close()
        with pytest.raises(StaffUnavailable):
            await staff.find(ANA)
        with pytest.raises(StaffUnavailable):
            await staff.add(an_account("bob"))
        with pytest.raises(StaffUnavailable):
            await staff.attempt("ana", 1.0, pause)
