"""``vbranch serve``: start the server and tell visitors the way in."""

import os
import sys
from pathlib import Path
from typing import Annotated

import segno
import typer
from rich.console import Console

from vbranch.settings import SettingsError, load, misspelt_variables

_SETTINGS = "Settings"
_NETWORK = "Network"


def serve(
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen at (default 127.0.0.1, this machine alone).",
            rich_help_panel=_NETWORK,
        ),
    ] = None,
    port: Annotated[
        str | None,
        typer.Option(help="Port for http (default 8080).", rich_help_panel=_NETWORK),
    ] = None,
    lan: Annotated[
        bool | None,
        typer.Option(
            "--lan/--no-lan",
            help="Open to the local network and add https, for headsets and phones.",
            rich_help_panel=_NETWORK,
        ),
    ] = None,
    tls_port: Annotated[
        str | None,
        typer.Option(help="Port for https with --lan (default 8443).", rich_help_panel=_NETWORK),
    ] = None,
    data_dir: Annotated[
        str | None,
        typer.Option(help="Folder for database, keys and caches (default ./data)."),
    ] = None,
    branch_dir: Annotated[
        str | None,
        typer.Option(help="The branch to open: a folder with branch.toml (default: the demo)."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            help="TOML file with settings, for example `port = 9000`.", rich_help_panel=_SETTINGS
        ),
    ] = None,
    transport: Annotated[
        str | None,
        typer.Option(
            help="How sockets are read: auto (default) is at the tick, asyncio by the event loop.",
            rich_help_panel=_SETTINGS,
        ),
    ] = None,
    log_level: Annotated[
        str | None,
        typer.Option(help="debug, info (default), warning or error.", rich_help_panel=_SETTINGS),
    ] = None,
    log_format: Annotated[
        str | None,
        typer.Option(help="console (default) or json.", rich_help_panel=_SETTINGS),
    ] = None,
) -> None:
    """Open the branch: start the server and print its address.

    It needs no other service; everything that it keeps lies in the data folder. Stop it with
    Ctrl+C: pages are told to come back. Each setting is also an environment variable (--port is
    VBRANCH_PORT) and a line of the TOML file (port); a flag beats the environment, which beats
    the file. The README lists all settings.

    **Examples**

    - `vbranch serve`: the demo branch at http://localhost:8080/

    - `vbranch serve --lan`: also for headsets and phones on this network, with a QR code

    - `vbranch serve --branch-dir ./my-branch --data-dir /var/lib/vbranch --log-format json`

    - `VBRANCH_TRUSTED_PROXIES=10.0.0.0/8 vbranch serve --host 0.0.0.0`: behind a proxy
    """
    flags = {
        "host": host,
        "port": port,
        "lan": lan,
        "tls_port": tls_port,
        "data_dir": data_dir,
        "branch_dir": branch_dir,
        "transport": transport,
        "log_level": log_level,
        "log_format": log_format,
    }
    try:
        settings = load(flags, config)
    except SettingsError as wrong:
        _tell(wrong.lines)
        raise typer.Exit(2) from None
    _tell(misspelt_variables(os.environ))
    from vbranch.app import Addresses, CannotStart, run  # after the settings: they answer at once

    def announce(addresses: Addresses) -> None:
        show_way_in(Console(), addresses.local, addresses.lan)

    try:
        run(settings, announce)
    except CannotStart as why:
        _tell(why.lines)
        raise typer.Exit(1) from None


def show_way_in(console: Console, local: str, lan: tuple[str, ...]) -> None:
    """The visitor's address; for a local network also by QR code, with a word on the warning."""
    console.print(f"\n  The branch is open at [bold cyan]{local}[/]", highlight=False)
    if lan:
        console.print(f"  On this network:      [bold cyan]{lan[0]}[/]", highlight=False)
        for other in lan[1:]:
            console.print(f"                        [cyan]{other}[/]", highlight=False)
        if console.is_terminal:
            segno.make(lan[0], error="m").terminal(out=sys.stdout, compact=True)
        console.print(
            "  The browser will warn once: the certificate was made by this machine, which no\n"
            "  browser knows. Headsets need https for VR. Choose “advanced”, then continue.",
            highlight=False,
        )
    elif local.startswith("http://localhost"):
        console.print("  Headsets and phones on this network: start with [bold]--lan[/]")
    console.print("  Stop with Ctrl+C.\n")
    sys.stdout.flush()


def _tell(lines: tuple[str, ...] | list[str]) -> None:
    for line in lines:
        typer.echo(f"vbranch serve: {line}", err=True)
