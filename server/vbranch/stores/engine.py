"""SQLAlchemy engines on the embedded database: pragmas, explicit transactions, erasure."""

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_S: Final = 2.0
"""How long to wait for somebody else's lock (a backup, an operator's shell)."""

ERASE_WAIT_MS: Final = 100

_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a commit is on the disk before it returns (E-2)
    "secure_delete = ON",  # deleted bytes are overwritten: visits' keys (ports.sessions)
    "temp_store = MEMORY",  # nothing is spilled to files outside the data folder
    "foreign_keys = ON",
)


def make_engine(database: Path, *, writes: bool, busy_timeout: float = BUSY_TIMEOUT_S) -> Engine:
    """An engine of one connection, for one thread.

    Statements' parameters never appear in its exceptions, since they may be keys.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(database)),
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": busy_timeout},
    )

    @event.listens_for(engine, "connect")
    def prepare(driver: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        driver.isolation_level = None  # BEGIN is ours to say, so that DDL is in it as well
        for pragma in _PRAGMAS:
            driver.execute(f"PRAGMA {pragma}").fetchall()
        if not writes:
            driver.execute("PRAGMA query_only = ON").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Immediate: a lock that cannot be had is known before anything is done.
        driver_of(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's connection, for what SQLAlchemy would make costly or impossible."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def truncate_log(driver: sqlite3.Connection) -> bool:
    """Carry the write-ahead log over into the database and cut it to nothing.

    What was deleted is then in neither file. False if a reader was in the way, for which it waits
    only shortly, because the writer waits with it. Outside of a transaction only.
    """
    (patience,) = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute(f"PRAGMA busy_timeout = {ERASE_WAIT_MS}")
    busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    driver.execute(f"PRAGMA busy_timeout = {patience}")
    return not busy
