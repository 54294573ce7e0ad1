"""The embedded database as the stores see it: durable writes in groups, reads beside them.

PostgreSQL can take this place: stores build their statements with SQLAlchemy Core and know only
``write``, ``submit`` and ``read``.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, inspect, text, update
from sqlalchemy.exc import DBAPIError

from vbranch.stores.engine import BUSY_TIMEOUT_S, driver_of, make_engine, truncate_log
from vbranch.stores.errors import StoreRefused, StoreUnavailable, is_outside, reason_of
from vbranch.stores.folder import DataFolder
from vbranch.stores.tables import PROBES, REVISION
from vbranch.stores.writer import Job, Writer

T = TypeVar("T")

MAX_WAITING: Final = 10_000
"""Jobs in the queue; a disk that is this far behind is called unavailable."""

PROBE_TIMEOUT_S: Final = 2.0


class Database:
    """``<folder>/branch.db``. Used from one event loop."""

    def __init__(
        self, path: Path, *, beside: bool = False, busy_timeout: float = BUSY_TIMEOUT_S
    ) -> None:
        """Lock the folder, bring the tables up to date. ``StoreRefused`` says why it cannot be.

        ``beside``: another process may have the folder; then its tables must be this code's.
        """
        self._folder = DataFolder(path, beside=beside)
        database = self._folder.database
        self._writing = make_engine(database, writes=True, busy_timeout=busy_timeout)
        self._reading = make_engine(database, writes=False, busy_timeout=busy_timeout)
        try:
            with self._writing.connect() as connection:
                if self._folder.alone:
                    _bring_up_to_date(connection, str(database))
                    # Keys destroyed just before a crash may still lie in the write-ahead log.
                    truncate_log(driver_of(connection))
                elif not _up_to_date(connection):
                    raise StoreRefused(
                        f"{database} is in use by a server of another version; run its vbranch, or"
                        " stop it first"
                    )
        except BaseException as error:
            self._release()
            if isinstance(error, DBAPIError):
                raise StoreRefused(f"cannot use {database}: {reason_of(error)}") from error
            raise
        self._waiting = 0
        self._closed = False
        self._ended: asyncio.Future[None] | None = None
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="vbranch-read")
        self._writer = Writer(self._writing, self._finished)
        self._writer.start()

    @property
    def closed(self) -> bool:
        """Nothing is taken any more."""
        return self._closed

    def submit(
        self,
        run: Callable[[Connection], T],
        *,
        committed: Callable[[T], None] | None = None,
        erases: Callable[[T], bool] | None = None,
    ) -> "asyncio.Future[T]":
        """Queue ``run`` for the writer; the future is done when it is durable, or has failed.

        ``run(connection)`` is called on the writer's thread, once, in order, in a savepoint.
        ``committed(result)`` is called on the loop in the order of commits, before the future is
        done and even if it was cancelled. ``erases(result)`` tells, on the writer's thread, that
        bytes were destroyed: they are gone from the disk when the future is done, or, if a reader
        or the disk is in the way, as soon as that is over (``probe`` fails until then).
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        if self._closed or self._waiting >= MAX_WAITING:
            words = "it is closed" if self._closed else "too many writes wait"
            future.set_exception(StoreUnavailable(f"cannot write: {words}"))
            return future
        self._waiting += 1
        self._writer.put(Job(run, future, committed, erases))
        return future

    async def write(
        self, run: Callable[[Connection], T], *, erases: Callable[[T], bool] | None = None
    ) -> T:
        """``submit`` and wait. ``StoreUnavailable``: nothing of it happened."""
        return await self.submit(run, erases=erases)

    async def read(self, run: Callable[[Connection], T]) -> T:
        """Call ``run(connection)`` on the reader's thread; sees all that was committed before."""
        if self._closed:
            raise StoreUnavailable("cannot read: it is closed")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, run)

    async def probe(self) -> None:
        """``StoreUnavailable`` unless a write becomes durable within two seconds."""
        try:
            async with asyncio.timeout(PROBE_TIMEOUT_S):
                await self.write(
                    lambda connection: connection.execute(
                        update(PROBES).values(count=PROBES.c.count + 1)
                    ).close()
                )
        except TimeoutError:
            raise StoreUnavailable("cannot write: the disk does not answer") from None
        if self._writer.erase_due:
            raise StoreUnavailable("destroyed keys are still in the write-ahead log")

    async def close(self) -> None:
        """Finish what is queued, then let go of threads, files and the folder."""
        if self._ended is not None:
            await asyncio.shield(self._ended)
            return
        self._closed = True
        self._ended = asyncio.ensure_future(asyncio.to_thread(self._end))
        await asyncio.shield(self._ended)

    def _end(self) -> None:
        self._writer.stop()
        self._writer.join()
        self._readers.shutdown()
        self._release()

    def _release(self) -> None:
        self._reading.dispose()
        self._writing.dispose()  # the last to close carries the write-ahead log over
        self._folder.close()

    def _read(self, run: Callable[[Connection], T]) -> T:
        try:
            with self._reading.connect() as connection:
                return run(connection)
        except DBAPIError as error:
            if is_outside(error):
                raise StoreUnavailable(f"cannot read: {reason_of(error)}") from error
            raise

    def _finished(self, batch: Sequence[Job]) -> None:
        """On the writer's thread: hand a finished batch to the loop, in one call."""
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            batch[0].future.get_loop().call_soon_threadsafe(self._tell, batch)

    def _tell(self, batch: Sequence[Job]) -> None:
        self._waiting -= len(batch)
        for job in batch:
            _settle(job)


def _settle(job: Job) -> None:
    """On the loop: call ``committed``, then let the waiting caller go on."""
    future: asyncio.Future[Any] = job.future
    if job.error is None and job.committed is not None:
        job.committed(job.result)
    if future.done():  # cancelled
        return
    if job.error is None:
        future.set_result(job.result)
    else:
        future.set_exception(job.error)


def _up_to_date(connection: Connection) -> bool:
    with connection.begin():
        if not inspect(connection).has_table("alembic_version"):
            return False
        heads = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
        return list(heads) == [REVISION]


def _bring_up_to_date(connection: Connection, where: str) -> None:
    """Alembic is loaded only when there is something to do: it is a sixth of a start's time."""
    if not _up_to_date(connection):
        from vbranch.stores.migrate import migrate

        migrate(connection, where)
