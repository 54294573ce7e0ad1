"""``vbranch audit``: read who did what to whom, and prove that nothing of it was changed."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vbranch.cli.audit_words import cells
from vbranch.ports.audit import AuditEntry, AuditRecord, AuditStore, AuditUnavailable, Head, Verdict
from vbranch.ports.staff import StaffUnavailable
from vbranch.settings import SettingsError, load
from vbranch.stores import StoreRefused, Stores, open_stores
from vbranch.stores.folder import DATABASE_NAME

PAGE: Final = 1000
T = TypeVar("T")

audit = typer.Typer(
    name="audit", help="Read the audit, and prove that it is whole.", no_args_is_help=True
)
DataDir = Annotated[
    str | None, typer.Option(help="Folder with the database (default ./data), as for serve.")
]
Config = Annotated[Path | None, typer.Option(help="TOML file with settings, as for serve.")]


@audit.callback()
def _audit() -> None:
    """What staff did to members and rooms, each with its outcome. The server may run meanwhile."""


@audit.command()
def verify(
    anchor: Annotated[
        str | None,
        typer.Option(help="A head that was kept elsewhere, COUNT:HASH: it must be in the chain."),
    ] = None,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Read the whole chain and say whether anything was changed, removed, added or reordered.

    It prints the head, COUNT:HASH. Keep that somewhere else: whoever has this machine can make a
    whole chain anew, but not one that contains a head which you kept. Exit status: 0 it is whole,
    1 it is not, 2 it cannot be read.

    Example: vbranch audit verify --anchor 57:9f86d08…
    """
    kept = None if anchor is None else _head(anchor)
    verdict = _with_stores(data_dir, config, lambda stores: stores.audit.verify(kept))
    if verdict.broken is not None:
        typer.echo(f"NOT WHOLE at record {verdict.broken.number}: {verdict.broken.why}")
        raise typer.Exit(1)
    _tell_whole(verdict)


@audit.command()
def show(
    limit: Annotated[int, typer.Option(min=0, help="The newest so many; 0: all.")] = 100,
    as_json: Annotated[
        bool, typer.Option("--json", help="A JSON object a line, with the record's hash.")
    ] = False,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Print records in their order. Members are told by the pseudonyms of their visits."""
    records, names = _with_stores(data_dir, config, lambda stores: _shown(stores, limit))
    if as_json:
        for record in records:
            typer.echo(_line(record))
    else:
        Console(highlight=False).print(_table(records, names))


def _tell_whole(verdict: Verdict) -> None:
    head = verdict.head
    typer.echo(f"whole: {head.count} records, head {head.count}:{head.hash.hex()}")
    if verdict.behind:
        typer.echo(
            f"{verdict.behind} of them came with a crash, before the head beside the database was"
            " written; the next start of the server writes it"
        )


def _head(said: str) -> Head:
    count, _, hash_ = said.partition(":")
    try:
        head = Head(int(count), bytes.fromhex(hash_))
    except ValueError:
        head = Head(-1, b"")
    if head.count < 0 or len(head.hash) != 32:
        raise typer.BadParameter("a head is COUNT:HASH, as verify prints it", param_hint="--anchor")
    return head


def _with_stores(
    data_dir: str | None, config: Path | None, ask: Callable[[Stores], Awaitable[T]]
) -> T:
    """Open the database, beside a server that may run; exit with 2 if that cannot be."""

    async def run() -> T:
        stores = open_stores(folder, beside=True)
        try:
            return await ask(stores)
        finally:
            await stores.close()

    try:
        folder = load({"data_dir": data_dir}, config).data_dir
        if not (folder / DATABASE_NAME).is_file():
            raise StoreRefused(f"there is no database in {folder}; name its folder by --data-dir")
        return asyncio.run(run())
    except (SettingsError, StoreRefused, AuditUnavailable, StaffUnavailable) as fault:
        typer.echo(f"vbranch audit: {fault}", err=True)
        raise typer.Exit(2) from None


async def _shown(stores: Stores, limit: int) -> tuple[list[AuditRecord], dict[str, str]]:
    """The newest records, and what accounts are called."""
    names = {str(account.id): account.login for account in await stores.staff.all()}
    return await _newest(stores.audit, limit), names


async def _newest(store: AuditStore, limit: int) -> list[AuditRecord]:
    """In pages: an audit has no end."""
    found: list[AuditRecord] = []
    while not limit or len(found) < limit:
        before = found[0].number if found else None
        page = await store.read(before=before, limit=min(PAGE, limit - len(found) or PAGE))
        if not page:
            break
        found = page + found
    return found


def _line(record: AuditRecord) -> str:
    """As it is stored; one that somebody has spoilt is shown as that."""
    try:
        said = {**json.loads(record.body), "hash": record.hash.hex()}
    except (ValueError, TypeError):
        said = {"number": record.number, "unreadable": True}
    return json.dumps(said, ensure_ascii=False)


def _table(records: list[AuditRecord], names: Mapping[str, str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("no.", "time (UTC)", "who", "what", "about", "room", "why", "outcome"):
        table.add_column(column, overflow="fold")
    entries = {record.number: _entry(record) for record in records}
    for number, entry in entries.items():
        begun = None if entry is None else entries.get(entry.asked or 0)
        row = [str(number), *_cells(entry, begun, names)]
        table.add_row(*(Text(_plain(cell)) for cell in row))
    return table


def _entry(record: AuditRecord) -> AuditEntry | None:
    try:
        return record.entry
    except ValueError:
        return None


def _cells(
    entry: AuditEntry | None, begun: AuditEntry | None, names: Mapping[str, str]
) -> list[str]:
    if entry is not None:
        with suppress(ValueError, TypeError, AttributeError, OverflowError):  # of a spoilt one
            return list(map(str, cells(entry, begun, names)))
    return ["unreadable: see vbranch audit verify"]


def _plain(text: str) -> str:
    """Nothing that a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
