"""The audit on a real SQLite file: whatever is changed behind its back is found, a crash is not.

The file is edited with the sqlite3 module, as somebody would who has the machine.
"""

import asyncio
import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from vbranch.ids import AccountId
from vbranch.ports.audit import AuditEntry, AuditOutcome, AuditUnavailable, Verdict
from vbranch.stores import open_stores

HEAD = "audit.head"


def an_entry(at: int) -> AuditEntry:
    return AuditEntry(at, AccountId("a1"), "Kim", "member.mute", AuditOutcome.ASKED)


async def append(folder: Path, *times: int) -> None:
    stores = open_stores(folder)
    for at in times:
        await stores.audit.append(an_entry(at))
    await stores.close()


async def verify(folder: Path) -> Verdict:
    stores = open_stores(folder)
    verdict = await stores.audit.verify()
    await stores.close()
    return verdict


def edit(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "branch.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def hash_of(folder: Path, number: int) -> bytes:
    with closing(sqlite3.connect(folder / "branch.db")) as database:
        query = "SELECT hash FROM audit_records WHERE number = ?"
        (found,) = database.execute(query, (number,)).fetchone()
        assert isinstance(found, bytes)
        return found


def write_head(folder: Path, count: int, hash_: bytes) -> None:
    (folder / HEAD).write_text(json.dumps({"count": count, "hash": hash_.hex()}))


def said_head(folder: Path) -> tuple[int, bytes]:
    said = json.loads((folder / HEAD).read_bytes())
    return said["count"], bytes.fromhex(said["hash"])


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """Five records."""
    path = tmp_path / "data"
    await append(path, 1, 2, 3, 4, 5)
    return path


def cut_off_the_tail(folder: Path, *, at: int) -> None:
    """With the head in the database set back, as somebody would who knows of it."""
    edit(
        folder,
        f"DELETE FROM audit_records WHERE number > {at}",
        f"UPDATE audit_head SET count = {at},"
        f" hash = (SELECT hash FROM audit_records WHERE number = {at})",
    )


def make_anew(folder: Path, number: int, word: str) -> None:
    """Change a record and all hashes from there on, and the head in the database."""
    with closing(sqlite3.connect(folder / "branch.db")) as database:
        rows = database.execute("SELECT number, body, hash FROM audit_records ORDER BY number")
        before = bytes(32)
        for at, body, hash_ in rows.fetchall():
            if at >= number:
                body = body.replace("Kim", word)
                hash_ = hashlib.sha256(before + body.encode()).digest()
                database.execute(
                    "UPDATE audit_records SET body = ?, hash = ? WHERE number = ?",
                    (body, hash_, at),
                )
            before = hash_
        database.execute("UPDATE audit_head SET hash = ?", (before,))
        database.commit()


async def test_a_chain_that_nobody_touched_is_whole(folder: Path) -> None:
    verdict = await verify(folder)
    assert (verdict.broken, verdict.behind, verdict.head.count) == (None, 0, 5)
    assert said_head(folder) == (5, hash_of(folder, 5))
    assert (folder / HEAD).stat().st_mode & 0o777 == 0o600


SWAP = (
    "UPDATE audit_records SET number = -3 WHERE number = 3",
    "UPDATE audit_records SET number = 3 WHERE number = 4",
    "UPDATE audit_records SET number = 4 WHERE number = -3",
)
FORGE = "INSERT INTO audit_records VALUES (6, '{}', x'00')"

TAMPERED: dict[str, tuple[Callable[[Path], object], int]] = {
    "a changed record": (
        lambda folder: edit(
            folder, "UPDATE audit_records SET body = replace(body, 'Kim', 'Rei') WHERE number = 3"
        ),
        3,
    ),
    "a removed record": (
        lambda folder: edit(folder, "DELETE FROM audit_records WHERE number = 2"),
        2,
    ),
    "the first record removed": (
        lambda folder: edit(folder, "DELETE FROM audit_records WHERE number = 1"),
        1,
    ),
    "two swapped records": (lambda folder: edit(folder, *SWAP), 3),
    "a removed tail": (
        lambda folder: edit(folder, "DELETE FROM audit_records WHERE number > 3"),
        4,
    ),
    "a removed tail, and the head in the database set back": (
        lambda folder: cut_off_the_tail(folder, at=3),
        4,
    ),
    "all removed": (
        lambda folder: edit(
            folder,
            "DELETE FROM audit_records",
            "UPDATE audit_head SET count = 0, hash = zeroblob(32)",
        ),
        1,
    ),
    "all made anew from a record on": (lambda folder: make_anew(folder, 3, "Rei"), 5),
    "an added record": (lambda folder: edit(folder, FORGE), 6),
    "another head in the database": (
        lambda folder: edit(folder, "UPDATE audit_head SET hash = zeroblob(32)"),
        5,
    ),
    "another head in the file": (lambda folder: write_head(folder, 5, bytes(32)), 5),
    "a head in the file that is ahead": (lambda folder: write_head(folder, 6, bytes(32)), 6),
    "a head in the file of another time": (lambda folder: write_head(folder, 2, bytes(32)), 2),
    "an unreadable head in the file": (lambda folder: (folder / HEAD).write_text("{}"), 0),
    "no head in the file": (lambda folder: (folder / HEAD).unlink(), 0),
}


@pytest.mark.parametrize("case", TAMPERED)
async def test_what_was_tampered_with_is_found(folder: Path, case: str) -> None:
    tamper, number = TAMPERED[case]
    tamper(folder)
    broken = (await verify(folder)).broken
    assert broken is not None
    assert broken.number == number


async def test_records_added_after_the_tail_was_cut_off_hide_nothing(folder: Path) -> None:
    """The file that knows better is never replaced, however much is added."""
    before = said_head(folder)
    cut_off_the_tail(folder, at=3)
    await append(folder, 6, 7, 8)
    assert said_head(folder) == before
    broken = (await verify(folder)).broken
    assert broken is not None
    assert broken.number == 5


async def test_a_removed_head_file_does_not_come_back(folder: Path) -> None:
    (folder / HEAD).unlink()
    await append(folder, 6)
    assert not (folder / HEAD).exists()
    assert (await verify(folder)).broken is not None


# ---- crashes ----------------------------------------------------------------------------------

CRASH = """
import asyncio, os, sys
from pathlib import Path
from vbranch.ports.audit import AuditEntry, AuditOutcome
from vbranch.stores import audit_head, open_stores

async def main():
    stores = open_stores(Path(sys.argv[1]))
    if sys.argv[2] == "before the file":
        audit_head.write_secret = lambda *_: os._exit(9)
    else:
        os.replace = Path.replace = lambda *_: os._exit(9)
    await stores.audit.append(AuditEntry(6, None, "operator", "x", AuditOutcome.DONE))

asyncio.run(main())
"""


@pytest.mark.parametrize("moment", ["before the file", "in the middle of the file"])
async def test_a_crash_after_the_commit_is_no_tampering_and_heals(
    folder: Path, moment: str
) -> None:
    crashed = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", CRASH, str(folder), moment], check=False
    )
    assert crashed.returncode == 9
    assert said_head(folder)[0] == 5
    verdict = await verify(folder)
    assert (verdict.broken, verdict.head.count, verdict.behind) == (None, 6, 1)
    stores = open_stores(folder)
    await stores.audit.ready()
    await stores.close()
    assert said_head(folder) == (6, hash_of(folder, 6))
    assert (await verify(folder)).behind == 0


async def test_a_crash_after_the_first_record_heals_too(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    await stores.audit.ready()
    await stores.close()
    assert said_head(tmp_path) == (0, bytes(32))
    crashed = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", CRASH, str(tmp_path), "before the file"], check=False
    )
    assert crashed.returncode == 9
    assert (await verify(tmp_path)).behind == 1
    await append(tmp_path, 1, 2)
    verdict = await verify(tmp_path)
    assert (verdict.broken, verdict.behind) == (None, 0)


async def test_a_file_that_cannot_be_written_is_told(folder: Path) -> None:
    """The record may be there all the same; what it tells of must not be done."""
    stores = open_stores(folder)
    (folder / ".audit.head.new").mkdir()
    with pytest.raises(AuditUnavailable):
        await stores.audit.append(an_entry(6))
    (folder / ".audit.head.new").rmdir()
    await stores.audit.append(an_entry(7))
    await stores.close()
    verdict = await verify(folder)
    assert (verdict.broken, verdict.behind) == (None, 0)


# ---- two processes ----------------------------------------------------------------------------

WRITER = """
import asyncio, sys
from pathlib import Path
from vbranch.ports.audit import AuditEntry, AuditOutcome
from vbranch.stores import open_stores

async def main():
    stores = open_stores(Path(sys.argv[1]), beside=True)
    print("ready", flush=True)
    sys.stdin.readline()
    for at in range(25):
        await stores.audit.append(AuditEntry(at, None, sys.argv[2], "x", AuditOutcome.DONE))
    await stores.close()

asyncio.run(main())
"""


def start_writer(folder: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def let_both_write(writers: Sequence["subprocess.Popen[str]"]) -> None:
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0


async def test_two_processes_at_once_keep_one_chain(folder: Path) -> None:
    writers = [start_writer(folder, name) for name in ("one", "two")]
    await asyncio.to_thread(let_both_write, writers)
    verdict = await verify(folder)
    assert (verdict.broken, verdict.behind, verdict.head.count) == (None, 0, 55)
    stores = open_stores(folder)
    names = [record.entry.name for record in await stores.audit.read(limit=50)]
    await stores.close()
    assert names.count("one") == names.count("two") == 25
    assert names != sorted(names), "they did write at the same time"
