"""``vbranch bots``: fill a room with bots and say how well the branch served them."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from vbranch.bots.door import NotLetIn
from vbranch.bots.driver import Driver, Orders
from vbranch.bots.report import build, table, verdict
from vbranch.bots.view import drive_and_show
from vbranch.settings import SettingsError, load

BOT_KEY_FILE = "bot.key"


def bots(
    url: Annotated[
        str, typer.Argument(help="Address of the branch, for example http://127.0.0.1:8080.")
    ],
    count: Annotated[int, typer.Option(min=1, max=5000, help="How many bots.")] = 200,
    seconds: Annotated[
        float, typer.Option(min=0.5, help="How long to measure once all bots are in.")
    ] = 30.0,
    ramp: Annotated[
        float, typer.Option(min=0.0, help="Seconds over which the bots come in.")
    ] = 10.0,
    room: Annotated[str, typer.Option(help="The room to fill.")] = "lobby",
    vr: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of bots that wear a headset.")
    ] = 0.3,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bots.")] = 1,
    steady: Annotated[
        bool,
        typer.Option("--steady", help="Tell of every move 20 times a second, wanted or not."),
    ] = False,
    max_p99_ms: Annotated[
        float | None,
        typer.Option(
            "--max-p99-ms", min=0.0, help="Exit with status 1 when the pose delay's p99 is above."
        ),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write all figures to this file.")
    ] = None,
    bot_key: Annotated[
        str | None,
        typer.Option(
            "--bot-key",
            help="The branch's bot key; by default that of the settings or of the data folder.",
        ),
    ] = None,
) -> None:
    """Let bots into a room by the public way; they walk, chat, turn exhibits, and measure.

    The bot key marks them as bots and gives them limits of their own. A server that was not given
    one keeps it in bot.key in its data folder.

    Example: vbranch bots http://127.0.0.1:8080 --count 200 --seconds 30 --max-p99-ms 150
    """
    console = Console()
    orders = Orders(
        url, bot_key or _key_of_settings(), room, count, seconds, ramp, vr, seed, steady
    )
    try:
        run = asyncio.run(drive_and_show(Driver(orders), console))
    except NotLetIn as refused:
        _stop(str(refused))
    except KeyboardInterrupt:
        _stop("stopped before the end")
    report = build(run)
    console.print(table(report))
    if json_file is not None:
        json_file.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
    problem = verdict(report, max_p99_ms)
    if problem is not None:
        _stop(problem)


def _key_of_settings() -> str:
    """The key of the settings, or the one that ``vbranch serve`` left in the data folder."""
    try:
        settings = load()
    except SettingsError as wrong:
        _stop(wrong.lines[0])
    if settings.bot_key is not None:
        return settings.bot_key.get_secret_value()
    path = settings.data_dir / BOT_KEY_FILE
    try:
        return path.read_text("utf-8").strip()
    except OSError:
        _stop(f"no bot key: give --bot-key or VBRANCH_BOT_KEY ({path} cannot be read)")


def _stop(line: str) -> NoReturn:
    typer.echo(f"vbranch bots: {line}", err=True)
    raise typer.Exit(1)
