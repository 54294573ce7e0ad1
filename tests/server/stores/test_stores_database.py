"""Group commit: what one job's failure, or the disk's, does to itself and to the others."""

import asyncio
import resource
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from vbranch.stores import database as database_module
from vbranch.stores.database import Database
from vbranch.stores.errors import StoreUnavailable
from vbranch.stores.tables import ROOM_LOGS


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(tmp_path / "data", busy_timeout=0.05)
    yield opened
    await opened.close()


def add(room: str, then: Callable[[], object] = lambda: None) -> Callable[[Connection], str]:
    """A job that inserts a row and then does something, for example raise."""

    def run(connection: Connection) -> str:
        connection.execute(insert(ROOM_LOGS).values(room=room, epoch="e", last=0))
        then()
        return room

    return run


def refuse() -> None:
    raise RuntimeError("refused by the job")


def rooms(connection: Connection) -> list[str]:
    return list(connection.execute(select(ROOM_LOGS.c.room).order_by(ROOM_LOGS.c.room)).scalars())


@contextmanager
def one_batch(database: Database) -> Iterator[None]:
    """What is submitted inside waits for the writer together."""
    held, go = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        held.set()
        go.wait()

    holding = database.submit(hold)
    held.wait()
    try:
        yield
    finally:
        go.set()
    assert not holding.done()


@contextmanager
def locked(database_file: Path) -> Iterator[None]:
    """Somebody else has the file's write lock."""
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def disk_ends_at(size: int) -> Iterator[None]:
    """No file of this process grows beyond ``size`` bytes: the write fails as on a bad disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def outcomes(futures: list["asyncio.Future[str]"]) -> list[str]:
    told = await asyncio.gather(*futures, return_exceptions=True)
    return [one if isinstance(one, str) else type(one).__name__ for one in told]


async def test_a_write_returns_its_result_and_reads_see_it(database: Database) -> None:
    assert await database.write(add("a")) == "a"
    assert await database.read(rooms) == ["a"]


async def test_a_failing_job_undoes_only_itself(database: Database) -> None:
    with one_batch(database):
        futures = [
            database.submit(add("a")),
            database.submit(add("b", refuse)),
            database.submit(add("a")),  # breaks the primary key
            database.submit(add("c")),
        ]
    with pytest.raises(RuntimeError, match="refused by the job"):
        await futures[1]
    with pytest.raises(IntegrityError):
        await futures[2]
    assert await outcomes(futures) == ["a", "RuntimeError", "IntegrityError", "c"]
    assert await database.read(rooms) == ["a", "c"]


async def test_a_wrong_statement_is_a_defect_and_not_the_disk(database: Database) -> None:
    with pytest.raises(OperationalError):
        await database.write(lambda connection: connection.exec_driver_sql("SELEKT"))
    with pytest.raises(OperationalError):
        await database.read(lambda connection: connection.exec_driver_sql("SELEKT"))
    with pytest.raises(StoreUnavailable, match="readonly"):  # the reader's connection
        await database.read(add("a"))


async def test_nothing_is_seen_before_the_commit(database: Database) -> None:
    inserted, go = threading.Event(), threading.Event()

    def pause() -> None:
        inserted.set()
        go.wait()

    future = database.submit(add("a", pause))
    await asyncio.to_thread(inserted.wait)
    assert await database.read(rooms) == []
    assert not future.done()
    go.set()
    await future
    assert await database.read(rooms) == ["a"]


async def test_jobs_run_and_are_told_in_order(database: Database) -> None:
    told: list[str] = []
    names = [f"r{n:04}" for n in range(700)]  # several batches
    futures = [database.submit(add(name), committed=told.append) for name in names]
    assert await outcomes(futures) == names
    assert told == names


async def test_committed_is_told_even_if_the_caller_was_cancelled(database: Database) -> None:
    told: list[str] = []
    with one_batch(database):
        future = database.submit(add("a"), committed=told.append)
        failing = database.submit(add("b", refuse), committed=told.append)
        future.cancel()
    await asyncio.gather(failing, return_exceptions=True)
    assert told == ["a"]
    assert await database.read(rooms) == ["a"]


async def test_a_locked_file_fails_the_whole_batch_and_nothing_of_it_is_there(
    database: Database, tmp_path: Path
) -> None:
    with locked(tmp_path / "data" / "branch.db"):
        assert (
            await outcomes([database.submit(add(name)) for name in "abc"])
            == ["StoreUnavailable"] * 3
        )
        with pytest.raises(StoreUnavailable, match="locked"):
            await database.probe()
    assert await database.read(rooms) == []
    await database.probe()
    assert await database.write(add("a")) == "a"


async def test_a_full_database_fails_the_whole_batch(database: Database) -> None:
    def shrink(connection: Connection) -> str:
        connection.exec_driver_sql("PRAGMA max_page_count = 1").close()
        return "shrunk"

    def fill(connection: Connection) -> str:
        return add("b" * 20_000)(connection)

    with one_batch(database):
        futures = [database.submit(job) for job in (add("a"), shrink, fill, add("c"))]
    assert await outcomes(futures) == ["StoreUnavailable"] * 4
    with pytest.raises(StoreUnavailable, match="full"):
        await futures[0]
    assert await database.read(rooms) == []
    assert await database.write(add("a")) == "a"  # on a new connection


async def test_a_disk_that_fails_at_commit_fails_all_and_recovers(database: Database) -> None:
    assert await database.write(add("before")) == "before"
    with disk_ends_at(0):
        with one_batch(database):
            futures = [database.submit(add("a")), database.submit(add("b"))]
        assert await outcomes(futures) == ["StoreUnavailable"] * 2
        with pytest.raises(StoreUnavailable, match="I/O"):
            await futures[0]
        with pytest.raises(StoreUnavailable):
            await database.probe()
    assert await database.read(rooms) == ["before"]
    assert await database.write(add("after")) == "after"


async def test_errors_hold_no_data(database: Database, tmp_path: Path) -> None:
    await database.write(add("secret-room"))
    with pytest.raises(IntegrityError) as defect:
        await database.write(add("secret-room"))
    assert "secret-room" not in str(defect.value)
    with locked(tmp_path / "data" / "branch.db"), pytest.raises(StoreUnavailable) as outside:
        await database.write(add("secret-other"))
    assert "secret-other" not in str(outside.value)


async def test_a_disk_that_is_far_behind_is_unavailable(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "MAX_WAITING", 3)
    with one_batch(database):
        futures = [database.submit(add(name)) for name in "abc"]
    assert await outcomes(futures) == ["a", "b", "StoreUnavailable"]  # the holding job is one
    assert await database.write(add("d")) == "d"


async def test_a_disk_that_does_not_answer_is_not_ready(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "PROBE_TIMEOUT_S", 0.01)
    with one_batch(database), pytest.raises(StoreUnavailable, match="does not answer"):
        await database.probe()


async def test_close_finishes_what_is_queued_and_takes_no_more(tmp_path: Path) -> None:
    database = Database(tmp_path / "data")
    futures = [database.submit(add(f"r{n}")) for n in range(20)]
    await asyncio.gather(database.close(), database.close())
    assert await outcomes(futures) == [f"r{n}" for n in range(20)]
    for refused in (database.write(add("late")), database.read(rooms), database.probe()):
        with pytest.raises(StoreUnavailable, match="closed"):
            await refused
    again = Database(tmp_path / "data")
    assert len(await again.read(rooms)) == 20
    await again.close()


async def test_the_connection_keeps_what_durability_and_erasure_need(database: Database) -> None:
    def pragmas(connection: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store")
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}

    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
    }
    assert await database.write(pragmas) == expected
    assert await database.read(pragmas) == expected
