"""The data folder: made for its owner alone, and locked by the one server that uses it.

The embedded store belongs to one process: a second one would serve rooms of its own on the same
log. ``flock`` is let go by the kernel when the process ends, however it ends. A command of the
operator's may work ``beside`` the server: SQLite keeps their transactions apart.
"""

import errno
import fcntl
import os
from pathlib import Path
from typing import Final

from vbranch.stores.errors import StoreRefused

DATABASE_NAME: Final = "branch.db"
LOCK_NAME: Final = "branch.lock"


class DataFolder:
    """An open data folder; ``database`` is the file that the engine opens.

    ``alone``: it is locked. Else another process is the one that serves.
    """

    def __init__(self, path: Path, *, beside: bool = False) -> None:
        """Make (0700), lock and fill the folder (files 0600). ``StoreRefused`` if that fails.

        ``beside``: a server may have it locked.
        """
        self.path = path
        self.database = path / DATABASE_NAME
        try:
            if not path.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.mkdir(mode=0o700)
            self._lock = os.open(path / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                self.alone = self._take()
                if not (self.alone or beside):
                    raise self._in_use()
                if self.alone:
                    # SQLite gives the files beside the database the mode that the database has.
                    os.close(os.open(self.database, os.O_RDWR | os.O_CREAT, 0o600))
            except BaseException:
                os.close(self._lock)
                raise
        except OSError as error:
            raise StoreRefused(f"cannot use the data folder {path}: {error.strerror}") from error

    def _take(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            return False
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)
        return True

    def _in_use(self) -> StoreRefused:
        holder = os.pread(self._lock, 20, 0).decode("ascii", "replace").strip()
        return StoreRefused(
            f"the data folder {self.path} is in use by another server"
            f"{f' (process {holder})' if holder else ''}; stop it or choose another folder"
        )

    def close(self) -> None:
        """Let the next server in."""
        os.close(self._lock)
