"""Who does not get in is told the same at the same cost; locks grow, floods end early."""

import asyncio
from dataclasses import replace

import pytest
from staff_kit import NOON, PASSWORD, CountingHasher, Desk, code_of

from vbranch.ids import AccountId
from vbranch.ports.staff import Account
from vbranch.services.hashing import MOST_WAITING
from vbranch.services.sign_in import Refusal
from vbranch.services.staff import ADDRESS_BURST, ADDRESS_RATE

# ---- wrong answers look the same and cost the same ----------------------------------------------


async def everybody(desk: Desk) -> dict[str, Account]:
    """An account of each kind that there is a wrong answer for."""
    accounts = {login: await desk.add(login) for login in ("right", "disabled", "second")}
    await desk.accounts.set_disabled(accounts["disabled"], True)
    await desk.give_second_factor(accounts["second"])
    await desk.store.add(
        replace(accounts["right"], id=AccountId("x"), login="provided", password=None)
    )
    return accounts


LOGINS = ("right", "disabled", "second", "provided", "unknown", "no login name", "")


async def test_all_wrong_answers_are_the_same(desk: Desk) -> None:
    await everybody(desk)
    told = await desk.refusals(LOGINS, 7)
    assert told == [[Refusal.WRONG] * 5 + [Refusal.LOCKED] * 2] * len(LOGINS)


@pytest.mark.parametrize("login", LOGINS)
async def test_each_of_them_was_computed_like_a_real_one(
    desk: Desk, hasher: CountingHasher, login: str
) -> None:
    accounts = await everybody(desk)
    hasher.verified.clear()
    await desk.refusal(login, "wrong password")
    (kept,) = hasher.verified
    assert not hasher.check_needs_rehash(kept), "by the same parameters"
    own = accounts[login].password if login in ("right", "second") else None
    assert (kept == own) is (own is not None)


@pytest.mark.parametrize("login", ["disabled", "provided", "unknown"])
async def test_the_right_password_opens_no_account_that_is_not_to_be_opened(
    desk: Desk, login: str
) -> None:
    await everybody(desk)
    refused = await desk.refusal(login, PASSWORD)
    assert (refused.reason, refused.retry_after) == (Refusal.WRONG, None)
    assert await desk.staff.sessions() == []


async def test_a_disabled_account_does_not_ask_for_its_code(desk: Desk) -> None:
    account = await desk.add()
    factor = await desk.give_second_factor(account)
    await desk.accounts.set_disabled(account, True)
    assert (await desk.refusal()).reason is Refusal.WRONG
    code = code_of(factor, NOON)
    assert (await desk.refusal(code=code)).reason is Refusal.WRONG


# ---- locks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["ana", "unknown"])
async def test_locks_grow_whether_the_name_exists_or_not(desk: Desk, login: str) -> None:
    await desk.add()
    await desk.refusals([login], 4)
    for pause in (1, 2, 4, 8):
        wrong = await desk.refusal(login, "wrong password", address=f"a {pause}")
        assert wrong.reason is Refusal.WRONG
        locked = await desk.refusal(login, address=f"b {pause}")
        assert (locked.reason, locked.retry_after) == (Refusal.LOCKED, pause)
        desk.clock.now += pause


async def test_locked_not_even_the_right_password_is_looked_at(
    desk: Desk, hasher: CountingHasher
) -> None:
    await desk.add()
    await desk.refusals(["ana"], 5)
    hasher.verified.clear()
    assert (await desk.refusal()).reason is Refusal.LOCKED
    assert hasher.verified == []
    desk.clock.now += 1
    await desk.sign_in()


async def test_the_right_password_ends_the_failures(desk: Desk) -> None:
    await desk.add()
    for _ in range(3):
        assert await desk.refusals(["ana"], 4) == [[Refusal.WRONG] * 4]
        desk.clock.now += 600
        await desk.sign_in()


async def test_many_at_once_get_no_more_tries_than_one_after_the_other(
    desk: Desk, hasher: CountingHasher
) -> None:
    await desk.add()
    await asyncio.gather(*(desk.refusal(password="w", address=str(n)) for n in range(15)))
    assert len(hasher.verified) == 5


async def test_a_second_server_on_the_same_store_does_not_forgive(desk: Desk) -> None:
    """What is counted is counted by the store; ``test_stores_staff`` has it over a restart."""
    await desk.add()
    await desk.refusals(["ana"], 5)
    desk.staff, before = desk.new_staff(), desk.staff
    await before.close()
    assert (await desk.refusal()).reason is Refusal.LOCKED


# ---- floods --------------------------------------------------------------------------------------


async def test_an_address_is_slowed_down_before_anything_is_computed_or_counted(
    desk: Desk, hasher: CountingHasher
) -> None:
    account = await desk.add()
    for n in range(ADDRESS_BURST):
        await desk.refusal(f"name {n}")
    hasher.verified.clear()
    refused = await desk.refusal()
    assert (refused.reason, refused.retry_after) == (Refusal.TOO_FAST, 1 / ADDRESS_RATE)
    assert hasher.verified == []
    assert (await desk.account(account.id)).failures == 0
    await desk.sign_in(address="192.0.2.2")
    desk.clock.now += 1 / ADDRESS_RATE
    await desk.sign_in()


async def test_when_too_many_wait_the_next_is_told_to_come_back_and_nothing_is_counted(
    desk: Desk, hasher: CountingHasher
) -> None:
    for n in range(MOST_WAITING + 10):
        await desk.add(f"name{n}")
    told = await asyncio.gather(
        *(desk.refusal(f"name{n}", "wrong", address=str(n)) for n in range(MOST_WAITING + 10))
    )
    busy = [n for n, refused in enumerate(told) if refused.reason is Refusal.BUSY]
    assert len(hasher.verified) == MOST_WAITING
    assert len(busy) == 10
    assert told[busy[0]].retry_after is not None
    failures = {account.login: account.failures for account in await desk.staff.accounts()}
    assert [failures[f"name{n}"] for n in busy] == [0] * 10
    assert sum(failures.values()) == MOST_WAITING
