"""The audit in the embedded database (``ports.audit``), with its second head in a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from vbranch.ports.audit import (
    AuditEntry,
    AuditRecord,
    AuditStore,
    AuditUnavailable,
    Broken,
    Head,
    Verdict,
    chained,
    check_chain,
)
from vbranch.stores.audit_head import HeadFile, HeadUnreadable, read_head
from vbranch.stores.database import Database
from vbranch.stores.errors import raising
from vbranch.stores.tables import AUDIT_HEAD, AUDIT_RECORDS

_IN_THE_FILE = "the head beside the database"


class DatabaseAudit(AuditStore):
    """``AuditStore`` on a ``Database`` in ``folder``."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._file = HeadFile(folder)

    async def append(self, entry: AuditEntry) -> AuditRecord:
        with _raising():
            if not self._file.exists:
                await self._database.read(self._file.bring_up)
            record = await self._database.write(partial(_append, entry))
            await self._database.read(self._file.bring_up)
        return record

    async def read(self, *, before: int | None = None, limit: int = 100) -> list[AuditRecord]:
        with _raising():
            return await self._database.read(partial(_newest, before, limit))

    async def verify(self, anchor: Head | None = None) -> Verdict:
        with _raising():
            return await self._database.read(partial(_verify, self._file, anchor))

    async def ready(self) -> None:
        """Also brings the file up to what was committed just before a crash."""
        with _raising():
            await self._database.probe()
            await self._database.read(self._file.bring_up)

    async def close(self) -> None:
        """Close the database, which the other stores share."""
        await self._database.close()


@contextmanager
def _raising() -> Iterator[None]:
    with raising(AuditUnavailable):
        try:
            yield
        except OSError as error:
            raise AuditUnavailable(f"cannot use the audit's head: {error.strerror}") from error


def _record(row: Row[Any]) -> AuditRecord:
    return AuditRecord(row.number, row.body, row.hash)


def _append(entry: AuditEntry, connection: Connection) -> AuditRecord:
    """The head's row is written first: whoever else appends waits for it."""
    counted = update(AUDIT_HEAD).values(count=AUDIT_HEAD.c.count + 1).returning(*AUDIT_HEAD.c)
    row = connection.execute(counted).one()
    record = chained(Head(row._mapping["count"] - 1, row.hash), entry)
    connection.execute(
        insert(AUDIT_RECORDS).values(number=record.number, body=record.body, hash=record.hash)
    )
    connection.execute(update(AUDIT_HEAD).values(hash=record.hash))
    return record


def _newest(before: int | None, limit: int, connection: Connection) -> list[AuditRecord]:
    query = select(AUDIT_RECORDS).order_by(AUDIT_RECORDS.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(AUDIT_RECORDS.c.number < before)
    return [_record(row) for row in connection.execute(query)][::-1]


def _verify(file: HeadFile, anchor: Head | None, connection: Connection) -> Verdict:
    """The file is read first: what it knows was committed before."""
    try:
        in_file = file.read()
    except HeadUnreadable:
        return Verdict(read_head(connection), Broken(0, f"{_IN_THE_FILE} is unreadable"))
    head = read_head(connection)
    anchors = {} if anchor is None else {"the anchor": anchor}
    if in_file is not None:
        anchors[_IN_THE_FILE] = in_file
    elif head.count:
        return Verdict(head, Broken(0, f"{_IN_THE_FILE} is missing"))
    rows = connection.execute(select(AUDIT_RECORDS).order_by(AUDIT_RECORDS.c.number))
    whole, broken = check_chain(map(_record, rows), head, anchors)
    return Verdict(whole, broken, 0 if in_file is None else whole.count - in_file.count)
