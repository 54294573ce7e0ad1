"""Signing in somebody whom an identity provider has proved."""

import asyncio
from dataclasses import replace

import pytest
from staff_kit import Desk

from vbranch.ports.staff import Identity
from vbranch.protocol.constants import StaffRole
from vbranch.services.sign_in import Claims, Refusal, SignInRefused

IDENTITY = Identity("https://id.example", "subject-1")
CLAIMS = Claims(IDENTITY, "ana@bank.example", "Ana Lima", StaffRole.ADVISER)


# ---- by an identity provider ---------------------------------------------------------------------


async def test_who_is_proved_gets_an_account_at_the_first_time_and_keeps_it(desk: Desk) -> None:
    first = await desk.staff.sign_in_external(CLAIMS, label="Firefox")
    again = await desk.staff.sign_in_external(CLAIMS, label="Chrome", replaces=first.session.id)
    (account,) = await desk.staff.accounts()
    assert account == first.account == again.account
    assert (account.login, account.name) == ("ana@bank.example", "Ana Lima")
    assert (account.role, account.identity) == (StaffRole.ADVISER, IDENTITY)
    assert await desk.staff.sessions() == [again.session]
    assert again.session.staff is StaffRole.ADVISER


async def test_the_same_login_name_is_not_the_same_person(desk: Desk) -> None:
    """Otherwise whoever names themselves at the provider like an administrator would be one."""
    mine = await desk.add("ana@bank.example", StaffRole.ADMINISTRATOR)
    signed_in = await desk.staff.sign_in_external(CLAIMS, label="")
    assert signed_in.account.id != mine.id
    assert signed_in.account.login == "ana@bank.example-2"
    assert signed_in.session.staff is StaffRole.ADVISER
    assert await desk.account(mine.id) == mine


async def test_another_issuer_with_the_same_subject_is_somebody_else(desk: Desk) -> None:
    first = await desk.staff.sign_in_external(CLAIMS, label="")
    other = replace(CLAIMS, identity=replace(IDENTITY, issuer="https://evil.example"))
    assert (await desk.staff.sign_in_external(other, label="")).account.id != first.account.id


async def test_role_and_name_follow_the_provider_and_another_role_ends_what_was(
    desk: Desk,
) -> None:
    await desk.staff.sign_in_external(CLAIMS, label="")
    claims = replace(CLAIMS, role=StaffRole.MODERATOR, name="Ana Lima-Sousa")
    signed_in = await desk.staff.sign_in_external(claims, label="")
    (account,) = await desk.staff.accounts()
    assert (account.role, account.name) == (StaffRole.MODERATOR, "Ana Lima-Sousa")
    assert signed_in.account == account
    assert await desk.staff.sessions() == [signed_in.session]


async def test_who_has_no_role_is_not_let_in_and_loses_what_they_had(desk: Desk) -> None:
    nobody = replace(CLAIMS, role=None)
    with pytest.raises(SignInRefused) as refused:
        await desk.staff.sign_in_external(nobody, label="")
    assert refused.value.reason is Refusal.NOT_STAFF
    assert await desk.staff.accounts() == []
    await desk.staff.sign_in_external(CLAIMS, label="")
    with pytest.raises(SignInRefused):
        await desk.staff.sign_in_external(nobody, label="")
    assert await desk.staff.sessions() == []


async def test_who_is_disabled_here_is_not_let_in_by_the_provider(desk: Desk) -> None:
    account = (await desk.staff.sign_in_external(CLAIMS, label="")).account
    await desk.accounts.set_disabled(account, True)
    with pytest.raises(SignInRefused) as refused:
        await desk.staff.sign_in_external(CLAIMS, label="")
    assert refused.value.reason is Refusal.WRONG
    assert await desk.staff.sessions() == []


async def test_the_audit_says_what_the_provider_has_made_of_an_account(desk: Desk) -> None:
    account = (await desk.staff.sign_in_external(CLAIMS, label="Firefox")).account
    await desk.staff.sign_in_external(CLAIMS, label="")
    await desk.staff.sign_in_external(replace(CLAIMS, role=StaffRole.HOST), label="")
    with pytest.raises(SignInRefused):
        await desk.staff.sign_in_external(replace(CLAIMS, role=None), label="")
    await desk.accounts.set_disabled(account, True)
    with pytest.raises(SignInRefused):
        await desk.staff.sign_in_external(CLAIMS, label="")
    told = await desk.recorded()
    assert [(one.account, one.about, one.outcome, one.reason, one.detail) for one in told] == [
        (account.id, None, "done", None, "provider, account made as adviser"),
        (account.id, None, "done", None, "provider"),
        (account.id, None, "done", None, "provider, role adviser to host"),
        (None, account.id, "refused", "not_staff", "provider"),
        (None, account.id, "refused", "disabled", "provider"),
    ]
    assert told[0].label == "Firefox"


async def test_whom_only_the_provider_knows_is_not_recorded(desk: Desk) -> None:
    with pytest.raises(SignInRefused):
        await desk.staff.sign_in_external(replace(CLAIMS, role=None), label="")
    assert await desk.recorded() == []


async def test_one_person_twice_at_once_is_one_account(desk: Desk) -> None:
    await asyncio.gather(*(desk.staff.sign_in_external(CLAIMS, label="") for _ in range(5)))
    assert len(await desk.staff.accounts()) == 1
