"""The data folder belongs to its owner and to one server, beside which its operator may work."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import vbranch
from vbranch.ids import AccountId
from vbranch.ports.staff import Account
from vbranch.protocol.constants import StaffRole
from vbranch.stores import StoreRefused, open_stores

_HOLDER = """
import sys, asyncio
from pathlib import Path
from vbranch.stores import open_stores
stores = open_stores(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def other_server(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that has the folder open until it is killed."""
    env = {**os.environ, "PYTHONPATH": str(Path(vbranch.__file__).parents[1])}
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder)],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        yield holder
    finally:
        holder.kill()
        holder.communicate()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_folder_and_files_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    previous = os.umask(0)
    try:
        stores = open_stores(folder)
    finally:
        os.umask(previous)
    await stores.log.ready()
    files = {path.name: mode(path) for path in folder.iterdir()}
    await stores.close()
    assert mode(folder) == 0o700
    assert set(files) == {"branch.db", "branch.db-wal", "branch.db-shm", "branch.lock"}
    assert set(files.values()) == {0o600}


def test_a_second_server_is_refused_in_one_line(tmp_path: Path) -> None:
    with other_server(tmp_path) as holder:
        with pytest.raises(StoreRefused) as refusal:
            open_stores(tmp_path)
        message = str(refusal.value)
        assert "\n" not in message
        assert f"{tmp_path} is in use by another server (process {holder.pid})" in message


async def test_a_killed_server_leaves_the_folder_free(tmp_path: Path) -> None:
    with other_server(tmp_path) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        stores = open_stores(tmp_path)
    await stores.log.ready()
    await stores.close()


async def test_a_closed_store_leaves_the_folder_free(tmp_path: Path) -> None:
    for _ in range(2):
        stores = open_stores(tmp_path)
        with pytest.raises(StoreRefused):
            open_stores(tmp_path)
        await stores.close()


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreRefused, match="cannot use the data folder"):
            open_stores(path)


async def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "branch.db"
    database.write_bytes(b"this is not a database" * 100)
    for _ in range(2):  # the folder was let go of
        with pytest.raises(StoreRefused, match="not a database"):
            open_stores(tmp_path)
    assert database.read_bytes() == b"this is not a database" * 100


# ---- beside a server -----------------------------------------------------------------------------


async def test_beside_a_server_one_can_work_and_leaves_it_its_lock(tmp_path: Path) -> None:
    with other_server(tmp_path) as holder:
        beside = open_stores(tmp_path, beside=True)
        account = Account(AccountId("a1"), "ana", "Ana", StaffRole.HOST, 1.0)
        await beside.staff.add(account)
        await beside.close()
        with pytest.raises(StoreRefused, match=f"process {holder.pid}"):
            open_stores(tmp_path)
    stores = open_stores(tmp_path)
    assert await stores.staff.all() == [account]
    await stores.close()


async def test_when_nobody_serves_it_is_locked_and_brought_up_to_date(tmp_path: Path) -> None:
    beside = open_stores(tmp_path, beside=True)
    assert await beside.staff.all() == []
    with pytest.raises(StoreRefused, match="in use"):
        open_stores(tmp_path)
    await beside.close()
    await open_stores(tmp_path).close()


async def test_beside_a_server_of_another_version_nothing_is_touched(tmp_path: Path) -> None:
    await open_stores(tmp_path).close()
    with other_server(tmp_path), closing(sqlite3.connect(tmp_path / "branch.db")) as database:
        for other in ("0001", "9999"):
            database.execute("UPDATE alembic_version SET version_num = ?", (other,))
            database.commit()
            with pytest.raises(StoreRefused, match="server of another version") as refusal:
                open_stores(tmp_path, beside=True)
            assert "\n" not in str(refusal.value)
            assert database.execute("SELECT * FROM alembic_version").fetchall() == [(other,)]
