"""``vbranch staff``: who works in this branch, and where they are signed in."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from vbranch.ids import SessionId
from vbranch.ports.staff import Account
from vbranch.protocol.constants import StaffRole
from vbranch.realtime.clock import SystemClock
from vbranch.services.staff_accounts import SecondFactor

from .staff_shown import account_row, confirmed, issuer_of, session_row, show, show_factor
from .staff_work import NoSuchSession, Where, Work, ask_password, fail

Login = Annotated[str, typer.Argument(help="Login name; capitals do not matter.")]
Role = Annotated[StaffRole, typer.Option("--role", help="What the person is there for.")]
Prompt = Annotated[bool, typer.Option("--prompt", help="Type the password, unseen, twice.")]
Stdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from a line of stdin.")
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
DataDir = Annotated[
    str | None, typer.Option(help="Folder with the database (default ./data), as for serve.")
]
Config = Annotated[Path | None, typer.Option(help="TOML file with settings, as for serve.")]

staff = typer.Typer(
    name="staff", help="Accounts of staff, and their sessions.", no_args_is_help=True
)


@staff.callback()
def _staff() -> None:
    """Accounts of staff, and where they are signed in. The server may run meanwhile.

    Whoever is disabled, reset, or given another role or second factor is signed out everywhere
    within a second. Each change is in the audit. Exit status: 0 done, 1 it cannot be done, 2 what
    was said is wrong.
    """


@staff.command()
def add(
    login: Login,
    role: Role,
    name: Annotated[
        str | None, typer.Option(help="The name that visitors see; else the login name.")
    ] = None,
    prompt: Prompt = False,
    password_stdin: Stdin = False,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Add somebody. Without --prompt or --password-stdin a password is made and shown once.

    A host greets, invites, announces, answers calls, mutes and locks the room; an adviser answers
    calls and invites; a moderator is a host who may also remove and ban, and reads reports and the
    audit; an administrator may everything, and sees accounts and sessions.

    Example: vbranch staff add ana.lima --role host --name "Ana Lima"
    """
    password = ask_password(prompt=prompt, from_stdin=password_stdin)

    async def do(work: Work) -> Account:
        def making() -> Awaitable[Account]:
            return work.accounts.add(login, name or login, role, password.word)

        return await work.recorded("staff.add", None, f"{login} {role}", making)

    account = Where(data_dir, config).work(do, makes=True)
    typer.echo(f"{account.login} is {_a(role)} now.")
    password.tell()


@staff.command()
def disable(login: Login, data_dir: DataDir = None, config: Config = None) -> None:
    """Let somebody in no more, and end their sessions at once."""
    account = _change(Where(data_dir, config), login, "staff.disable", _disabling(True))
    typer.echo(f"{account.login} is disabled and signed out.")


@staff.command()
def enable(login: Login, data_dir: DataDir = None, config: Config = None) -> None:
    """Let somebody in again; this also ends a lock after wrong passwords."""
    account = _change(Where(data_dir, config), login, "staff.enable", _disabling(False))
    typer.echo(f"{account.login} may sign in.")


@staff.command()
def reset(
    login: Login,
    prompt: Prompt = False,
    password_stdin: Stdin = False,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Give somebody another password, as with add; ends their sessions and a lock."""
    password = ask_password(prompt=prompt, from_stdin=password_stdin)

    def setting(work: Work, account: Account) -> Awaitable[None]:
        return work.accounts.reset(account, password.word)

    changed = _change(Where(data_dir, config), login, "staff.reset", setting)
    typer.echo(f"{changed.login} has a new password and is signed out.")
    password.tell()


@staff.command()
def role(
    login: Login,
    new: Annotated[StaffRole, typer.Argument(help="What the person is there for now.")],
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Give somebody another role; ends their sessions."""

    def setting(work: Work, account: Account) -> Awaitable[None]:
        return work.accounts.set_role(account, new)

    changed = _change(Where(data_dir, config), login, "staff.role", setting, new.value)
    typer.echo(f"{changed.login} is {_a(new)} now.")


@staff.command()
def totp(
    login: Login,
    remove: Annotated[bool, typer.Option("--remove", help="Take the second factor away.")] = False,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Give somebody a second factor: shows a QR code for an authenticator app, once.

    At a terminal it asks for a code of the app before it counts. Ends the person's sessions.
    """
    where = Where(data_dir, config)
    factor = None if remove else _new_factor(where, login)

    def setting(work: Work, account: Account) -> Awaitable[None]:
        return work.accounts.set_second_factor(account, factor)

    changed = _change(where, login, "staff.totp", setting, "removed" if remove else "given")
    typer.echo(f"{changed.login} signs in {'without' if remove else 'with'} a code from now on.")


@staff.command("list")
def show_list(as_json: Json = False, data_dir: DataDir = None, config: Config = None) -> None:
    """All accounts: role, how they sign in, whether they may."""

    async def read(work: Work) -> list[dict[str, object]]:
        now = work.clock.unix()
        open_now = await work.stores.sessions.staff_sessions(now)
        return [
            account_row(account, sum(one.account == account.id for one in open_now), now)
            for account in await work.stores.staff.all()
        ]

    show(Where(data_dir, config).work(read), as_json=as_json)


@staff.command()
def sessions(
    login: Annotated[str | None, typer.Argument(help="Whose; else everybody's.")] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Where staff are signed in, the newest first. Each ends ten hours after its beginning."""

    async def read(work: Work) -> list[dict[str, object]]:
        whose = None if login is None else (await work.accounts.find(login)).id
        logins = {account.id: account.login for account in await work.stores.staff.all()}
        found = await work.stores.sessions.staff_sessions(work.clock.unix(), whose)
        return [session_row(session, logins) for session in found]

    show(Where(data_dir, config).work(read), as_json=as_json)


@staff.command()
def revoke(
    login: Login,
    session: Annotated[
        str | None, typer.Option(help="Only this one, as `sessions` shows it.")
    ] = None,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Sign somebody out everywhere, or of one session. They may sign in again: see disable."""
    ended = 0

    async def end(work: Work, account: Account) -> None:
        nonlocal ended
        if session is None:
            ended = await work.stores.sessions.revoke_account(account.id)
            return
        if not await work.stores.sessions.revoke(SessionId(session), account.id):
            raise NoSuchSession(session)
        ended = 1

    account = _change(Where(data_dir, config), login, "staff.revoke", end, session)
    typer.echo(f"{account.login} is signed out of {ended} session{'' if ended == 1 else 's'}.")


def _change(
    where: Where,
    login: str,
    act: str,
    change: Callable[[Work, Account], Awaitable[None]],
    detail: str | None = None,
) -> Account:
    """Find the account and change it, on the record."""

    async def do(work: Work) -> Account:
        account = await work.accounts.find(login)
        await work.recorded(act, account, detail, lambda: change(work, account))
        return account

    return where.work(do)


def _disabling(disabled: bool) -> Callable[[Work, Account], Awaitable[None]]:
    return lambda work, account: work.accounts.set_disabled(account, disabled)


def _new_factor(where: Where, login: str) -> SecondFactor:
    """A secret that has been shown, and at a terminal been tried out."""
    issuer = issuer_of(where.settings())

    async def make(work: Work) -> SecondFactor:
        return work.accounts.new_second_factor(await work.accounts.find(login), issuer)

    factor = where.work(make)
    show_factor(factor)
    if not confirmed(factor, SystemClock()):
        fail("the codes do not fit; the second factor was not changed")
    return factor


def _a(role: StaffRole) -> str:
    return f"{'an' if role.value[0] == 'a' else 'a'} {role}"
