"""Implementations of the ports: the embedded database, and memory for tests.

``open_stores`` is what the composition root calls.
"""

from dataclasses import dataclass
from pathlib import Path

from vbranch.ports.audit import AuditStore
from vbranch.ports.bans import BanStore
from vbranch.ports.log import RoomLog
from vbranch.ports.sessions import SessionStore
from vbranch.ports.staff import StaffStore
from vbranch.stores.audit import DatabaseAudit
from vbranch.stores.bans import DatabaseBans
from vbranch.stores.database import Database
from vbranch.stores.errors import StoreRefused
from vbranch.stores.log import DatabaseRoomLog
from vbranch.stores.sessions import DatabaseSessions
from vbranch.stores.staff import DatabaseStaff

__all__ = ["StoreRefused", "Stores", "open_stores"]


@dataclass(frozen=True, slots=True)
class Stores:
    """The stores of one server; they share a database and are closed together."""

    log: RoomLog
    sessions: SessionStore
    staff: StaffStore
    audit: AuditStore
    bans: BanStore

    async def close(self) -> None:
        """Finish what is queued, then let go of files and connections."""
        await self.log.close()
        await self.sessions.close()
        await self.staff.close()
        await self.audit.close()
        await self.bans.close()


def open_stores(path: Path, *, beside: bool = False) -> Stores:
    """Open (or make) the data folder ``path`` and bring its tables up to date.

    Blocks for some tenths of a second. ``StoreRefused``, whose message is one line for the
    operator, when another server uses the folder, when it was written by a newer version, or when
    it cannot be used at all.

    ``beside``: for a command of the operator's, which may work on the database of a server that
    runs. It must be of this version, since nothing is migrated under it; and the rooms' logs are
    the server's alone. When nobody serves, it is opened as by a server.
    """
    database = Database(path, beside=beside)
    return Stores(
        log=DatabaseRoomLog(database),
        sessions=DatabaseSessions(database),
        staff=DatabaseStaff(database),
        audit=DatabaseAudit(database, path),
        bans=DatabaseBans(database),
    )
