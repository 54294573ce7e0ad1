"""What can go wrong with a store, and how an engine's error is told from a defect of ours."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

_OUTSIDE: Final = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Primary result codes (https://sqlite.org/rescode.html) whose cause lies outside the program."""


class StoreRefused(Exception):
    """The data folder cannot be used; the message is one line for the operator."""


class StoreUnavailable(Exception):
    """The store could not do it now, and did none of it; the message holds no data."""


def is_outside(error: BaseException) -> bool:
    """Whether the disk, the lock or the file is at fault, and not the statement."""
    engine_error = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(engine_error, "sqlite_errorcode", None)
    # An extended code holds the primary one in its low byte.
    return code is not None and code & 0xFF in _OUTSIDE


def reason_of(error: BaseException) -> str:
    """The engine's own words, without the statement and its parameters."""
    engine_error = error.orig if isinstance(error, DBAPIError) else error
    words = str(engine_error) if isinstance(engine_error, sqlite3.Error) else ""
    return words or type(error).__name__


@contextmanager
def raising(port_error: Callable[[str], Exception]) -> Iterator[None]:
    """Turn ``StoreUnavailable`` into the error that the port promises."""
    try:
        yield
    except StoreUnavailable as error:
        raise port_error(str(error)) from error
