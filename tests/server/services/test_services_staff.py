"""Signing in: who gets in, with which session, and what happens meanwhile."""

import asyncio
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from staff_kit import NOON, PASSWORD, CountingHasher, Desk, code_of
from structlog.testing import capture_logs

from vbranch.access.tokens import token_hash
from vbranch.ports.staff import StaffUnavailable
from vbranch.protocol.constants import Role, StaffRole
from vbranch.services.sign_in import Credentials, Refusal, SignInRefused
from vbranch.services.staff import LABEL_LENGTH, SESSION_LIFE_S

# ---- who gets in -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", StaffRole)
async def test_the_right_password_opens_a_session_of_ten_hours(desk: Desk, role: StaffRole) -> None:
    account = await desk.add(role=role)
    signed_in = await desk.sign_in(" ANA ")
    session = signed_in.session
    assert (session.role, session.staff, session.account) == (Role.STAFF, role, account.id)
    assert (session.created, session.expires) == (NOON, NOON + SESSION_LIFE_S)
    assert SESSION_LIFE_S == 36_000
    assert session.label == "Firefox, Linux"
    assert signed_in.account == account
    assert await desk.sessions.find_session(token_hash(signed_in.token), NOON) == session
    assert await desk.staff.account(session) == account


async def test_each_time_it_is_another_session_and_the_one_before_ends(desk: Desk) -> None:
    """A cookie that somebody has put into the browser beforehand is worth nothing afterwards."""
    await desk.add()
    first = await desk.sign_in()
    second = await desk.sign_in(replaces=first.session.id)
    assert second.token != first.token
    assert second.session.id != first.session.id
    assert await desk.staff.sessions() == [second.session]


async def test_whoever_is_refused_keeps_the_session_that_they_had(desk: Desk) -> None:
    await desk.add()
    first = await desk.sign_in()
    with pytest.raises(SignInRefused):
        await desk.sign_in(password="wrong password", replaces=first.session.id)
    assert await desk.staff.sessions() == [first.session]


async def test_a_label_is_short(desk: Desk) -> None:
    await desk.add()
    signed_in = await desk.staff.sign_in(
        Credentials("ana", PASSWORD), address="a", label="long " * 100
    )
    assert len(signed_in.session.label) == LABEL_LENGTH


def test_what_was_typed_is_in_no_repr() -> None:
    assert "secret" not in repr(Credentials("ana", "secret", "secret"))


# ---- the second factor -------------------------------------------------------------------------


async def test_the_code_is_asked_for_after_the_right_password_alone(desk: Desk) -> None:
    factor = await desk.give_second_factor(await desk.add())
    assert (await desk.refusal(password="wrong", code=code_of(factor, NOON))).reason is (
        Refusal.WRONG
    )
    assert (await desk.refusal()).reason is Refusal.CODE_NEEDED
    assert (await desk.refusal(code="  ")).reason is Refusal.CODE_NEEDED
    await desk.sign_in(code=code_of(factor, NOON))


@pytest.mark.parametrize("drift", [-30, 0, 30])
async def test_a_code_of_one_step_away_is_good(desk: Desk, drift: int) -> None:
    factor = await desk.give_second_factor(await desk.add())
    await desk.sign_in(code=code_of(factor, NOON + drift))


async def test_a_code_of_two_steps_away_is_not(desk: Desk) -> None:
    factor = await desk.give_second_factor(await desk.add())
    for drift in (-60, 60):
        refused = await desk.refusal(code=code_of(factor, NOON + drift))
        assert refused.reason is Refusal.CODE_WRONG


async def test_a_code_is_not_good_again(desk: Desk) -> None:
    factor = await desk.give_second_factor(await desk.add())
    code = code_of(factor, NOON)
    await desk.sign_in(code=code)
    assert (await desk.refusal(code=code)).reason is Refusal.CODE_WRONG
    desk.clock.now += 30
    assert (await desk.refusal(code=code)).reason is Refusal.CODE_WRONG
    await desk.sign_in(code=code_of(factor, desk.clock.now))


async def test_two_with_the_same_code_at_once_are_one(desk: Desk) -> None:
    factor = await desk.give_second_factor(await desk.add())
    code = code_of(factor, NOON)
    told = await asyncio.gather(
        *(desk.sign_in(code=code) for _ in range(4)), return_exceptions=True
    )
    assert sum(not isinstance(one, SignInRefused) for one in told) == 1
    assert len(await desk.staff.sessions()) == 1


async def test_who_knows_the_password_cannot_try_codes_for_ever(desk: Desk) -> None:
    """Asking without a code is no failure, but it wipes none away either."""
    await desk.give_second_factor(await desk.add())
    for n in range(5):
        assert (await desk.refusal(code="000000", address=f"a{n}")).reason is Refusal.CODE_WRONG
        if n < 4:
            assert (await desk.refusal(address=f"b{n}")).reason is Refusal.CODE_NEEDED
    assert (await desk.refusal(code="000000")).reason is Refusal.LOCKED
    assert (await desk.refusal()).reason is Refusal.LOCKED


async def test_to_be_asked_for_the_code_is_no_failure(desk: Desk) -> None:
    factor = await desk.give_second_factor(await desk.add())
    for _ in range(10):
        assert (await desk.refusal()).reason is Refusal.CODE_NEEDED
    await desk.sign_in(code=code_of(factor, NOON))


async def test_a_secret_that_the_key_does_not_open_lets_nobody_in_and_is_logged(
    desk: Desk,
) -> None:
    account = await desk.add()
    factor = await desk.give_second_factor(account)
    other = await desk.add("bob")
    sealed = (await desk.account(account.id)).totp
    await desk.store.set_totp(other.id, sealed)  # moved to another's account
    with capture_logs() as said:
        refused = await desk.refusal("bob", code=code_of(factor, NOON))
    assert refused.reason is Refusal.CODE_WRONG
    assert said == [
        {"event": "second_factor_unreadable", "log_level": "error", "account": other.id}
    ]


# ---- what happens meanwhile ----------------------------------------------------------------------


async def test_who_is_disabled_while_the_password_is_looked_at_does_not_get_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await desk.add()
    verify = desk.staff._hashing.verify

    async def meanwhile(kept: str | None, password: str) -> bool:
        right = await verify(kept, password)
        await desk.accounts.set_disabled(account, True)
        return right

    monkeypatch.setattr(desk.staff._hashing, "verify", meanwhile)
    assert (await desk.refusal()).reason is Refusal.WRONG
    assert await desk.staff.sessions() == []


async def test_a_hash_of_older_parameters_is_renewed(desk: Desk, hasher: CountingHasher) -> None:
    account = await desk.add()
    older = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)
    await desk.store.set_password(account.id, older)
    await desk.refusal(password="wrong")
    assert (await desk.account(account.id)).password == older
    await desk.sign_in()
    renewed = (await desk.account(account.id)).password
    assert renewed is not None
    assert not hasher.check_needs_rehash(renewed)
    await desk.sign_in()
    assert (await desk.account(account.id)).password == renewed
    assert len(await desk.staff.sessions()) == 2


async def test_a_store_that_cannot_answer_is_another_thing_than_a_wrong_password(
    desk: Desk,
) -> None:
    await desk.add()
    await desk.store.close()
    with pytest.raises(StaffUnavailable):
        await desk.sign_in()


# ---- sessions ------------------------------------------------------------------------------------


async def test_signing_out_and_revoking_end_sessions(desk: Desk) -> None:
    _, bob = await desk.add("ana"), await desk.add("bob")
    own, other, bobs = [await desk.sign_in(login) for login in ("ana", "ana", "bob")]
    assert await desk.staff.sessions(bob.id) == [bobs.session]
    assert await desk.staff.end_own(bobs.session, own.session.id) is False
    assert await desk.staff.session(own.session.id) == own.session
    await desk.staff.sign_out(own.session)
    everyone = [signed_in.session.id for signed_in in (own, other, bobs)]
    assert await desk.staff.living(everyone) == {other.session.id, bobs.session.id}
    assert await desk.staff.session(own.session.id) is None
    assert await desk.staff.end_own(own.session, other.session.id) is True
    assert await desk.staff.living(everyone) == {bobs.session.id}
    desk.clock.now += SESSION_LIFE_S
    assert await desk.staff.living(everyone) == set()
    assert await desk.staff.sessions() == []


async def test_a_visitors_session_has_no_account(desk: Desk) -> None:
    await desk.add()
    session = (await desk.sign_in()).session
    assert await desk.staff.account(replace(session, account=None)) is None
