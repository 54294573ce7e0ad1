"""Accounts on the disk: what a restart must not forgive, what an answer must not be quicker by."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from vbranch.access.lockout import pause_after
from vbranch.ids import AccountId, SessionId
from vbranch.ports.sessions import Session
from vbranch.ports.staff import Account
from vbranch.protocol.constants import Role, StaffRole
from vbranch.stores import Stores, open_stores

ANA = AccountId("a1")
NOW = 1_000.0


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    opened = open_stores(tmp_path)
    account = Account(ANA, "ana", "Ana", StaffRole.HOST, NOW, "$argon2id$hash", b"sealed")
    await opened.staff.add(account)
    yield opened
    await opened.close()


def session(name: str = "s1") -> Session:
    return Session(SessionId(name), Role.STAFF, NOW, NOW + 100, ANA, StaffRole.HOST, "Firefox")


async def test_a_restart_forgives_neither_failures_nor_lock(stores: Stores, tmp_path: Path) -> None:
    for _ in range(7):
        attempt = await stores.staff.attempt("ana", NOW, pause_after)
    assert attempt.locked_until == NOW + 1
    await stores.staff.attempt("ana", NOW + 1, pause_after)
    await stores.close()
    again = open_stores(tmp_path)
    assert (await again.staff.attempt("ana", NOW + 2.9, pause_after)).locked_until == NOW + 3
    account = await again.staff.find(ANA)
    assert account is not None
    assert account.failures == 6
    await again.close()


async def test_a_restart_does_not_make_a_code_good_again(stores: Stores, tmp_path: Path) -> None:
    account = await stores.staff.find(ANA)
    assert account is not None
    assert await stores.staff.sign_in(account, b"1" * 32, session(), 33)
    await stores.close()
    again = open_stores(tmp_path)
    assert not await again.staff.sign_in(account, b"2" * 32, session("s2"), 33)
    assert await again.staff.sign_in(account, b"2" * 32, session("s2"), 34)
    await again.close()


@pytest.mark.parametrize("login", ["ana", "locked", "unknown"])
async def test_each_try_is_a_commit_whatever_the_name(
    stores: Stores, tmp_path: Path, login: str
) -> None:
    """A commit waits for the disk: without it a name that does not exist was told apart by time."""
    await stores.staff.add(
        Account(AccountId("a2"), "locked", "L", StaffRole.HOST, NOW, locked_until=NOW + 9)
    )
    with closing(sqlite3.connect(tmp_path / "branch.db")) as watcher:
        (before,) = watcher.execute("PRAGMA data_version").fetchone()
        await stores.staff.attempt(login, NOW, pause_after)
        assert watcher.execute("PRAGMA data_version").fetchone() != (before,)


async def test_of_a_session_that_was_revoked_nothing_is_left(
    stores: Stores, tmp_path: Path
) -> None:
    account = await stores.staff.find(ANA)
    assert account is not None
    token = bytes(range(100, 132))
    await stores.staff.sign_in(account, token, session())
    await stores.sessions.revoke_account(ANA)
    await stores.close()
    assert token not in (tmp_path / "branch.db").read_bytes()
    assert b"Firefox" not in (tmp_path / "branch.db").read_bytes()
