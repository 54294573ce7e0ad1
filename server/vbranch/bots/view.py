"""The live table and progress bar of a run of bots."""

import asyncio
import time

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from .driver import Driver, Run

REFRESH_S = 0.5


class View:
    """Draws a run while it lasts; on what is no terminal it draws nothing."""

    def __init__(self, run: Run, console: Console) -> None:
        self._run = run
        self._console = console
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %")
        )
        self._task = self._bar.add_task("joining", total=1.0)
        self._last = (time.monotonic(), run.totals.numbers())

    async def watch(self) -> None:
        """Draw until cancelled."""
        if not self._console.is_terminal:
            return
        with Live(self._picture(), console=self._console, refresh_per_second=4) as live:
            while True:
                await asyncio.sleep(REFRESH_S)
                live.update(self._picture())

    def _picture(self) -> Group:
        run, now = self._run, time.monotonic()
        before, numbers = self._last
        after = run.totals.numbers()
        self._last = (now, after)
        span = max(now - before, 1e-3)
        rows = Table(show_edge=False)
        for head in ("joined", "waiting", "sent/s", "received/s", "KiB/s in", "delay p50/p99 ms"):
            rows.add_column(head, justify="right")
        delay = run.delays.figures()
        rows.add_row(
            f"{run.inside}/{run.orders.count}",
            str(run.waiting),
            f"{(after['poses_sent'] - numbers['poses_sent']) / span:,.0f}",
            f"{(after['poses_received'] - numbers['poses_received']) / span:,.0f}",
            f"{(after['bytes_in'] - numbers['bytes_in']) / span / 1024:,.0f}",
            f"{delay['p50']:.1f} / {delay['p99']:.1f}" if delay["count"] else "-",
        )
        self._progress()
        return Group(rows, self._bar)

    def _progress(self) -> None:
        run, now = self._run, time.monotonic()
        if run.measured_from is None:
            self._bar.update(self._task, completed=run.inside, total=run.orders.count)
        else:
            self._bar.update(
                self._task,
                description="measuring",
                completed=min(now - run.measured_from, run.orders.seconds),
                total=run.orders.seconds,
            )


async def drive_and_show(driver: Driver, console: Console) -> Run:
    """Drive the run with the live picture beside it."""
    picture = asyncio.create_task(View(driver.run, console).watch())
    try:
        return await driver.drive()
    finally:
        picture.cancel()
        await asyncio.gather(picture, return_exceptions=True)
