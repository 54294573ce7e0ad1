"""The one thread that writes: it takes what waits, runs it in one transaction, commits once (E-2).

While one commit is on its way to the disk the next jobs gather, so the busier it is the more share
a commit, and no job waits for a timer. Each job runs in a savepoint of its own: one that raises
undoes only itself. An error of the engine (disk, lock) undoes the whole batch and is raised to
all of it, because SQLite may have rolled back already; the connection is then made anew.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine

from vbranch.stores.engine import driver_of, truncate_log
from vbranch.stores.errors import StoreUnavailable, is_outside, reason_of

MAX_BATCH: Final = 256
ERASE_RETRY_S: Final = 0.5


@dataclass(slots=True)
class Job:
    """One piece of work and whom to tell; ``run`` must not commit or roll back."""

    run: Callable[[Connection], Any]
    future: "asyncio.Future[Any]"
    committed: Callable[[Any], None] | None
    erases: Callable[[Any], bool] | None
    result: Any = None
    error: Exception | None = None


class Writer:
    """Runs jobs in the order given; ``deliver`` gets finished batches, on the writer's thread."""

    def __init__(self, engine: Engine, deliver: Callable[[Sequence[Job]], None]) -> None:
        self._engine = engine
        self._deliver = deliver
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._connection: Connection | None = None
        self._erase_due = False
        self._thread = threading.Thread(target=self._run, name="vbranch-write", daemon=True)

    @property
    def erase_due(self) -> bool:
        """Destroyed bytes still lie in the write-ahead log; it is tried again by itself."""
        return self._erase_due

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread.start()

    def put(self, job: Job) -> None:
        """Queue a job."""
        self._queue.put(job)

    def stop(self) -> None:
        """Let go of the connection after all that is queued; ``join`` waits for it."""
        self._queue.put(None)

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            batch, going = self._gather()
            if batch:
                self._commit(batch)
            if self._erase_due:
                self._erase()
            if batch:
                self._deliver(batch)
        self._drop()

    def _gather(self) -> tuple[list[Job], bool]:
        """Wait for a job and take what else has come; False when it is time to stop."""
        batch: list[Job] = []
        try:
            job = self._queue.get(timeout=ERASE_RETRY_S if self._erase_due else None)
            while job is not None:
                batch.append(job)
                if len(batch) == MAX_BATCH:
                    return batch, True
                job = self._queue.get_nowait()
        except queue.Empty:
            return batch, True
        return batch, False

    def _commit(self, batch: Sequence[Job]) -> None:
        try:
            connection = self._connected()
            with connection.begin():
                driver = driver_of(connection)
                for job in batch:
                    _attempt(connection, driver, job)
        except Exception as error:
            self._drop()
            for job in batch:
                job.error = StoreUnavailable(f"cannot write: {reason_of(error)}")
                job.error.__cause__ = error
            return
        if any(job.erases and not job.error and job.erases(job.result) for job in batch):
            self._erase_due = True

    def _erase(self) -> None:
        """Rid the write-ahead log of what was destroyed; on failure it stays due."""
        try:
            self._erase_due = not truncate_log(driver_of(self._connected()))
        except Exception:
            self._drop()

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _drop(self) -> None:
        """Give the connection up; what it had begun is undone."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def _attempt(connection: Connection, driver: sqlite3.Connection, job: Job) -> None:
    """Run one job in its savepoint. Raises what breaks the whole batch."""
    driver.execute("SAVEPOINT job")
    try:
        job.result = job.run(connection)
    except Exception as error:
        if is_outside(error) or not driver.in_transaction:
            raise
        driver.execute("ROLLBACK TO job")
        job.error = error
    driver.execute("RELEASE job")
