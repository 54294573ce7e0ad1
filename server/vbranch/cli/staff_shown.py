"""What ``vbranch staff`` shows: tables of accounts and sessions, a second factor's QR code."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import segno
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vbranch.branch.manifest import read_branch_manifest
from vbranch.branch.problems import BranchError
from vbranch.ids import AccountId
from vbranch.ports.clock import Clock
from vbranch.ports.sessions import Session
from vbranch.ports.staff import Account
from vbranch.resources import demo_branch
from vbranch.services.staff_accounts import SecondFactor
from vbranch.settings import Settings

Row = Mapping[str, object]

_TRIES: Final = 3


def account_row(account: Account, sessions: int, now: float) -> dict[str, object]:
    """An account without its secrets."""
    ways = ["provider"] if account.identity is not None else []
    ways += ["password"] if account.password is not None else []
    ways += ["code"] if account.totp is not None else []
    locked = account.locked_until > now
    return {
        "login": account.login,
        "name": account.name,
        "role": account.role.value,
        "signs_in_by": " + ".join(ways),
        "state": "disabled" if account.disabled else "locked" if locked else "active",
        "sessions": sessions,
    }


def session_row(session: Session, logins: Mapping[AccountId, str]) -> dict[str, object]:
    """A session without its token."""
    assert session.account is not None
    return {
        "session": session.id,
        "login": logins.get(session.account, ""),
        "role": session.staff.value if session.staff else "",
        "browser": session.label,
        "since": _local(session.created),
        "until": _local(session.expires),
    }


def show(rows: Sequence[Row], *, as_json: bool) -> None:
    """As a table for people, or in JSON."""
    if as_json:
        typer.echo(json.dumps(list(rows), indent=2, ensure_ascii=False))
    elif not rows:
        typer.echo("None.")
    else:
        table = Table(box=None, pad_edge=False)
        for column in rows[0]:
            table.add_column(column.replace("_", " "), overflow="fold")
        for row in rows:
            table.add_row(*(Text(str(cell)) for cell in row.values()))
        Console(highlight=False).print(table)


def issuer_of(settings: Settings) -> str:
    """What an app calls the branch."""
    folder = settings.branch_dir or demo_branch()
    try:
        return read_branch_manifest(folder / "branch.toml").name.en
    except BranchError:
        return "Branch"


def show_factor(factor: SecondFactor) -> None:
    """The QR code, and the secret for those who cannot scan it."""
    segno.make(factor.address, error="m").terminal(out=sys.stdout, compact=True)
    typer.echo(f"Secret, shown only now: {factor.secret}")


def confirmed(factor: SecondFactor, clock: Clock) -> bool:
    """At a terminal: whether the app's codes fit. A program is taken at its word."""
    if not at_terminal():
        return True
    for _ in range(_TRIES):
        code = typer.prompt("The code that the app shows now")
        if factor.makes(str(code), clock.unix()):
            return True
        typer.echo("That is not its code. Has this machine the right time, and the phone?")
    return False


def at_terminal() -> bool:
    """Whether a person types."""
    return sys.stdin.isatty()


def _local(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(sep=" ", timespec="minutes")
