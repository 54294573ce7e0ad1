"""The command ``vbranch``: one file a verb.

Only the verb that is asked for is imported, so that help and version answer at once.
"""

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import typer

from vbranch import __version__


@dataclass(frozen=True, slots=True)
class Verb:
    """Where a verb lives; ``help`` is its line in the list."""

    module: str
    help: str


VERBS: Final = {
    "serve": Verb("vbranch.cli.serve", "Open the branch: start the server and print its address."),
    "audit": Verb("vbranch.cli.audit", "Read the audit, and prove that it is whole."),
    "staff": Verb("vbranch.cli.staff", "Accounts of staff, and where they are signed in."),
    "bots": Verb("vbranch.cli.bots", "Fill a room with bots and measure how it holds."),
    "scene": Verb("vbranch.cli.scene", "Check scenes before they go into a branch."),
}


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vbranch {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """virtual-branch: 3D rooms of a bank for headset and browser.

    Begin with: vbranch serve
    """


def command_line(words: Sequence[str]) -> typer.Typer:
    """The commands; the verb among ``words`` is real, the others stand for their line of help."""
    line = typer.Typer(
        name="vbranch", no_args_is_help=True, add_completion=False, rich_markup_mode="markdown"
    )
    line.callback()(_root)
    asked = next((word for word in words if not word.startswith("-")), None)
    for name, verb in VERBS.items():
        if name != asked:
            line.command(name, help=verb.help)(_stand_in)
            continue
        real = getattr(importlib.import_module(verb.module), name)
        if isinstance(real, typer.Typer):
            line.add_typer(real, name=name, help=verb.help)
        else:
            line.command(name)(real)
    return line


def _stand_in() -> None:
    raise AssertionError("a verb that was not asked for is never called")


def main() -> None:
    """Entry point of the console script."""
    command_line(sys.argv[1:])(prog_name="vbranch")
