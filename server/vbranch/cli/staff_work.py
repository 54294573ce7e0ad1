"""What the commands of ``vbranch staff`` share: the stores beside a server, the record, passwords.

Every change is in the audit before it is made and again when it was, under the name of the
operator at the machine. The database is open only while it is worked on, never while somebody
types: without a server it is locked meanwhile, and none could start.
"""

import asyncio
import os
import pwd
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NoReturn, TypeVar

import typer

from vbranch.access.passwords import BadLogin, BadPassword, new_password
from vbranch.folder import KeyUnreadable, staff_key
from vbranch.ports.audit import AuditEntry, AuditOutcome, AuditUnavailable
from vbranch.ports.sessions import SessionsUnavailable
from vbranch.ports.staff import Account, LoginTaken, StaffUnavailable
from vbranch.realtime.clock import SystemClock
from vbranch.services.staff_accounts import BadName, ByProvider, StaffAccounts, UnknownAccount
from vbranch.settings import Settings, SettingsError, load
from vbranch.stores import StoreRefused, Stores, open_stores
from vbranch.stores.folder import DATABASE_NAME

T = TypeVar("T")

UNAVAILABLE: Final = (AuditUnavailable, SessionsUnavailable, StaffUnavailable)
BAD_FORM: Final = (BadLogin, BadName, BadPassword)


class NoSuchSession(Exception):
    """The account has no session of that id."""


@dataclass(frozen=True, slots=True)
class Work:
    """An open data folder and what can be done in it."""

    stores: Stores
    accounts: StaffAccounts
    clock: SystemClock

    async def recorded(
        self,
        act: str,
        account: Account | None,
        detail: str | None,
        do: Callable[[], Awaitable[T]],
    ) -> T:
        """Do it between two records of the audit; not at all if the first cannot be written."""
        asked = AuditEntry(
            at=self._now_ms(),
            account=None,
            name=_operator(),
            act=act,
            outcome=AuditOutcome.ASKED,
            about=None if account is None else account.id,
            detail=detail,
        )
        number = (await self.stores.audit.append(asked)).number
        ended = replace(asked, asked=number, detail=None)
        try:
            result = await do()
        except Exception:
            await self._end(replace(ended, outcome=AuditOutcome.FAILED))
            raise
        about = result.id if isinstance(result, Account) else asked.about
        await self._end(replace(ended, outcome=AuditOutcome.ACCEPTED, about=about))
        return result

    async def _end(self, entry: AuditEntry) -> None:
        """What has happened has happened, also if this cannot be recorded."""
        try:
            await self.stores.audit.append(replace(entry, at=self._now_ms()))
        except AuditUnavailable as fault:
            typer.echo(f"vbranch staff: the outcome is not in the audit: {fault}", err=True)

    def _now_ms(self) -> int:
        return int(self.clock.unix() * 1000)


@dataclass(frozen=True, slots=True)
class Where:
    """Which data folder, as ``serve`` would find it."""

    data_dir: str | None
    config: Path | None

    def settings(self) -> Settings:
        """The settings; a wrong one ends the command."""
        try:
            return load({"data_dir": self.data_dir}, self.config)
        except SettingsError as wrong:
            fail(*wrong.lines, status=2)

    def work(self, do: Callable[[Work], Awaitable[T]], *, makes: bool = False) -> T:
        """Open the folder, do it, close the folder. What goes wrong ends the command in a line.

        ``makes``: the folder is made if there is none; else a wrong name would be a new folder.
        """
        folder = self.settings().data_dir
        if not makes and not (folder / DATABASE_NAME).is_file():
            fail(f"there is no database in {folder}; name its folder by --data-dir")
        try:
            return asyncio.run(_run(folder, do))
        except UnknownAccount as fault:
            fail(f"there is no account {fault}; see: vbranch staff list")
        except NoSuchSession as fault:
            fail(f"there is no session {fault} of theirs; see: vbranch staff sessions")
        except LoginTaken as fault:
            fail(f"there is an account {fault} already")
        except ByProvider as fault:
            fail(f"{fault} signs in by the identity provider: change it there (disable works here)")
        except BAD_FORM as fault:
            fail(str(fault), status=2)
        except (StoreRefused, KeyUnreadable, *UNAVAILABLE) as fault:
            fail(str(fault))


async def _run(folder: Path, do: Callable[[Work], Awaitable[T]]) -> T:
    stores = open_stores(folder, beside=True)
    try:
        clock = SystemClock()
        return await do(Work(stores, StaffAccounts(stores.staff, staff_key(folder), clock), clock))
    finally:
        await stores.close()


def fail(*lines: str, status: int = 1) -> NoReturn:
    """End the command: 1 it cannot be done, 2 what was said is wrong."""
    for line in lines:
        typer.echo(f"vbranch staff: {line}", err=True)
    raise typer.Exit(status)


@dataclass(frozen=True, slots=True)
class NewPassword:
    """``generated``: nobody knows it yet."""

    word: str
    generated: bool

    def tell(self) -> None:
        """Show a generated one, this once."""
        if self.generated:
            typer.echo(f"Password, shown only now: {self.word}")


def ask_password(*, prompt: bool, from_stdin: bool) -> NewPassword:
    """Typed twice, or a line of stdin, or generated; never an argument, which others could see."""
    if prompt and from_stdin:
        fail("--prompt and --password-stdin are two ways to say one thing", status=2)
    if prompt:
        word = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return NewPassword(str(word), generated=False)
    if from_stdin:
        return NewPassword(sys.stdin.readline().rstrip("\r\n"), generated=False)
    return NewPassword(new_password(), generated=True)


def _operator() -> str:
    """As the machine knows whoever types; not by the environment, which they write themselves."""
    try:
        return f"operator {pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:  # in a container there may be no such user
        return "operator"
