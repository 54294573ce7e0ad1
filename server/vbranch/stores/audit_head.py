"""The audit's head in a file beside the database, which shows that a tail of the chain was cut off.

It is brought up to date after each commit, replaced as a whole. A crash in between leaves it behind
the database, which is told from tampering by the chain itself: what the file knows must be in it.
A file that does not fit the chain is never replaced, since it is the evidence.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Connection, select

from vbranch.folder import write_secret
from vbranch.ports.audit import FIRST_HASH, Head
from vbranch.stores.tables import AUDIT_HEAD, AUDIT_RECORDS

FILE_NAME: Final = "audit.head"

_log = structlog.get_logger(__name__)


class HeadUnreadable(Exception):
    """The file is there and does not say what a head says."""


class HeadFile:
    """``<folder>/audit.head``; several processes may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE_NAME

    @property
    def exists(self) -> bool:
        return self._path.exists()

    def read(self) -> Head | None:
        """None when there is no file. ``HeadUnreadable``, ``OSError``."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            fields = json.loads(content)
            return Head(int(fields["count"]), bytes.fromhex(fields["hash"]))
        except (ValueError, TypeError, KeyError) as fault:
            raise HeadUnreadable from fault

    def bring_up(self, connection: Connection) -> None:
        """Write the head of what is committed, if the file fits the chain. ``OSError``.

        ``connection`` must not have begun: only what is read under the lock is new enough.
        """
        with self._locked() as folder:
            head = read_head(connection)
            try:
                known = self.read()
                fits = _fits(known, head, connection)
            except HeadUnreadable:
                known, fits = None, False
            if not fits:
                _log.error("audit_head_does_not_fit", records=head.count)
            elif known != head:
                words = json.dumps({"count": head.count, "hash": head.hash.hex()})
                write_secret(self._path, f"{words}\n".encode())
                os.fsync(folder)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Of two processes neither replaces a newer head by an older one."""
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(folder)


def read_head(connection: Connection) -> Head:
    """The head in the database."""
    row = connection.execute(select(AUDIT_HEAD)).one()
    return Head(row._mapping["count"], row.hash)


def _fits(known: Head | None, head: Head, connection: Connection) -> bool:
    """Whether what the file knows is in the chain. Without records there is no file yet."""
    if known is None or known.count == 0:
        return known == Head(0, FIRST_HASH) or (known is None and head.count == 0)
    of_then = select(AUDIT_RECORDS.c.hash).where(AUDIT_RECORDS.c.number == known.count)
    return known.count <= head.count and connection.scalar(of_then) == known.hash
