"""Accounts as an operator keeps them, and as an identity provider brings them about."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest
from staff_kit import KEY, NOON, PASSWORD, Desk, code_of

from vbranch.access.passwords import BadLogin, BadPassword
from vbranch.ports.staff import Identity, LoginTaken
from vbranch.protocol.constants import MAX_NAME, StaffRole
from vbranch.services.sealing import Seal
from vbranch.services.sign_in import Refusal
from vbranch.services.staff_accounts import BadName, ByProvider, UnknownAccount, provision

OTHER = "another horse battery"


async def test_an_account_is_found_however_its_name_is_typed(desk: Desk) -> None:
    account = await desk.accounts.add(" Ana.LIMA ", "  Ana Lima ", StaffRole.HOST, PASSWORD)
    assert (account.login, account.name, account.created) == ("ana.lima", "Ana Lima", NOON)
    assert await desk.accounts.find("ANA.lima") == account
    for unknown in ("ana", "no login name", ""):
        with pytest.raises(UnknownAccount):
            await desk.accounts.find(unknown)


@pytest.mark.parametrize(
    ("login", "name", "password", "fault"),
    [
        ("no login name", "Ana", PASSWORD, BadLogin),
        ("ana", "", PASSWORD, BadName),
        ("ana", "Ana\nLima", PASSWORD, BadName),
        ("ana", "A\u202ena", PASSWORD, BadName),
        ("ana", "x" * (MAX_NAME + 1), PASSWORD, BadName),
        ("ana", "Ana", "short", BadPassword),
        ("bob", "Ana", PASSWORD, LoginTaken),
    ],
)
async def test_what_makes_no_account(
    desk: Desk, login: str, name: str, password: str, fault: type[Exception]
) -> None:
    await desk.add("bob")
    with pytest.raises(fault):
        await desk.accounts.add(login, name, StaffRole.HOST, password)
    assert [account.login for account in await desk.staff.accounts()] == ["bob"]


async def test_after_a_reset_the_old_password_and_its_sessions_are_over(desk: Desk) -> None:
    account = await desk.add()
    await desk.sign_in()
    await desk.accounts.reset(account, OTHER)
    assert await desk.staff.sessions() == []
    assert (await desk.refusal()).reason is Refusal.WRONG
    await desk.sign_in(password=OTHER)
    with pytest.raises(BadPassword):
        await desk.accounts.reset(account, "ana ana ana ana")
    assert len(await desk.staff.sessions()) == 1


async def test_a_reset_ends_a_lock(desk: Desk) -> None:
    account = await desk.add()
    await desk.refusals(["ana"], 5)
    await desk.accounts.reset(account, OTHER)
    await desk.sign_in(password=OTHER)


async def test_disabled_one_is_out_enabled_one_may_come_again(desk: Desk) -> None:
    account = await desk.add()
    await desk.sign_in()
    await desk.accounts.set_disabled(account, True)
    assert await desk.staff.sessions() == []
    assert (await desk.refusal()).reason is Refusal.WRONG
    await desk.accounts.set_disabled(account, False)
    await desk.sign_in()


async def test_another_role_is_that_of_the_next_session(desk: Desk) -> None:
    account = await desk.add()
    await desk.sign_in()
    await desk.accounts.set_role(account, StaffRole.MODERATOR)
    assert await desk.staff.sessions() == []
    assert (await desk.sign_in()).session.staff is StaffRole.MODERATOR


async def test_a_second_factor_is_shown_once_and_kept_sealed(desk: Desk) -> None:
    account = await desk.add()
    factor = desk.accounts.new_second_factor(account, "Bank")
    assert parse_qs(urlsplit(factor.address).query)["secret"] == [factor.secret]
    assert factor.secret not in repr(factor)
    assert factor.makes(code_of(factor, NOON), NOON)
    assert not factor.makes("000000", NOON)
    await desk.sign_in()
    await desk.accounts.set_second_factor(account, factor)
    assert await desk.staff.sessions() == []
    sealed = (await desk.account(account.id)).totp
    assert sealed is not None
    assert factor.secret.encode() not in sealed
    assert Seal(account.id, KEY).open(sealed.decode()) == factor.secret
    await desk.accounts.set_second_factor(account, None)
    await desk.sign_in()


async def test_what_an_account_is_that_is_gone(desk: Desk) -> None:
    account = await desk.add()
    elsewhere = Desk()
    for change in (
        elsewhere.accounts.reset(account, OTHER),
        elsewhere.accounts.set_role(account, StaffRole.HOST),
        elsewhere.accounts.set_disabled(account, True),
        elsewhere.accounts.set_second_factor(account, None),
    ):
        with pytest.raises(UnknownAccount):
            await change
    await elsewhere.staff.close()


# ---- by an identity provider ---------------------------------------------------------------------


async def by_provider(desk: Desk, subject: str = "1", wish: str = "ana", name: str = "Ana") -> str:
    identity = Identity("https://id.example", subject)
    account = await provision(
        desk.store, identity, wish=wish, name=name, role=StaffRole.HOST, now=NOON
    )
    return account.login


async def test_where_a_name_is_taken_a_number_is_added(desk: Desk) -> None:
    await desk.add()
    assert [await by_provider(desk, subject) for subject in "123"] == ["ana-2", "ana-3", "ana-4"]


@pytest.mark.parametrize("wish", ["", "no login name", "\ud800"])
async def test_a_wish_that_is_no_login_name_is_not_followed(desk: Desk, wish: str) -> None:
    assert await by_provider(desk, wish=wish) == "staff"


async def test_a_long_wish_is_cut(desk: Desk) -> None:
    first, second = [await by_provider(desk, subject, "x" * 500) for subject in "12"]
    assert first == "x" * 64
    assert second == "x" * 61 + "-2"


@pytest.mark.parametrize("name", ["", "Ana\nLima", "\u202e"])
async def test_a_name_that_is_none_becomes_the_login_name(desk: Desk, name: str) -> None:
    await by_provider(desk, name=name)
    (account,) = await desk.staff.accounts()
    assert account.name == "ana"


async def test_twice_at_once_is_one_account(desk: Desk) -> None:
    assert await asyncio.gather(by_provider(desk), by_provider(desk)) == ["ana", "ana"]
    assert len(await desk.staff.accounts()) == 1


async def test_what_is_the_providers_is_not_changed_here(desk: Desk) -> None:
    await by_provider(desk)
    account = await desk.accounts.find("ana")
    with pytest.raises(ByProvider):
        await desk.accounts.reset(account, OTHER)
    with pytest.raises(ByProvider):
        await desk.accounts.set_role(account, StaffRole.ADMINISTRATOR)
    with pytest.raises(ByProvider):
        desk.accounts.new_second_factor(account, "Bank")
    await desk.accounts.set_disabled(account, True)
    assert (await desk.account(account.id)).disabled
