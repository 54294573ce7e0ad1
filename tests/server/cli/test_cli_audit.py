"""``vbranch audit``: what it says of a whole chain and of one that is not."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vbranch.cli.audit import audit
from vbranch.ids import AccountId, RoomId
from vbranch.ports.audit import AuditEntry, AuditOutcome
from vbranch.ports.staff import Account
from vbranch.protocol.constants import StaffRole
from vbranch.stores import open_stores

ASKED = AuditEntry(
    1_780_000_000_000,
    AccountId("a1"),
    "Kim [bold]",
    "member.ban",
    AuditOutcome.ASKED,
    about="member-1",
    room=RoomId("lobby"),
    reason="spam",
    words="again\x1b[31m, and again",
    detail="600 s",
)


def vbranch(*words: object) -> tuple[int, str]:
    result = CliRunner(env={"COLUMNS": "200"}).invoke(audit, list(map(str, words)))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three records."""

    async def fill() -> None:
        stores = open_stores(tmp_path)
        await stores.audit.append(ASKED)
        for at in (2, 3):
            entry = AuditEntry(at, None, "operator", "x", AuditOutcome.DONE, asked=1)
            await stores.audit.append(entry)
        await stores.close()

    asyncio.run(fill())
    return tmp_path


def test_a_whole_chain_says_its_head_which_is_an_anchor_later(folder: Path) -> None:
    status, said = vbranch("verify", "--data-dir", folder)
    assert status == 0
    head = said.split()[-1]
    assert said == f"whole: 3 records, head {head}\n"
    status, _ = vbranch("verify", "--data-dir", folder, "--anchor", head)
    assert status == 0
    other = f"3:{'00' * 32}"
    status, said = vbranch("verify", "--data-dir", folder, "--anchor", other)
    assert status == 1
    assert said == "NOT WHOLE at record 3: the anchor knows another record\n"


def test_a_changed_record_is_named(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "branch.db")) as database:
        database.execute("UPDATE audit_records SET body = '{}' WHERE number = 2")
        database.commit()
    assert vbranch("verify", "--data-dir", folder) == (
        1,
        "NOT WHOLE at record 2: the record was changed\n",
    )
    status, said = vbranch("show", "--data-dir", folder)
    assert status == 0
    assert "unreadable: see vbranch audit verify" in said


def test_a_crash_is_told_and_is_not_tampering(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "branch.db")) as database:
        query = "SELECT hash FROM audit_records WHERE number = 2"
        (hash_,) = database.execute(query).fetchone()
    (folder / "audit.head").write_text(json.dumps({"count": 2, "hash": hash_.hex()}))
    status, said = vbranch("verify", "--data-dir", folder)
    assert status == 0
    assert "1 of them came with a crash" in said


def test_records_are_shown_to_people(folder: Path) -> None:
    status, said = vbranch("show", "--data-dir", folder)
    assert status == 0
    for words in ("2026-05-28 20:26:40", "Kim [bold]", "kept out for 10 min", "member-1", "lobby"):
        assert words in said
    assert "spam: again [31m, and again" in said
    assert "\x1b" not in said, "nobody's words reach the terminal as commands"
    assert "done (of 1)" in said
    assert said.count("kept out for 10 min") == 3, "an outcome says of what"


def test_accounts_are_shown_by_their_login_names(tmp_path: Path) -> None:
    async def fill() -> None:
        stores = open_stores(tmp_path)
        await stores.staff.add(Account(AccountId("a7"), "ana.lima", "Ana", StaffRole.HOST, 0.0))
        about = replace(ASKED, act="staff.disable", about="a7", detail=None)
        await stores.audit.append(about)
        await stores.close()

    asyncio.run(fill())
    _, said = vbranch("show", "--data-dir", tmp_path)
    assert "ana.lima" in said
    assert "a7" not in said


def test_records_are_shown_to_programs(folder: Path) -> None:
    status, said = vbranch("show", "--data-dir", folder, "--json", "--limit", "2")
    assert status == 0
    assert [json.loads(line)["number"] for line in said.splitlines()] == [2, 3]
    _, said = vbranch("show", "--data-dir", folder, "--json", "--limit", "0")
    first = json.loads(said.splitlines()[0])
    assert (first["words"], len(first["hash"])) == (ASKED.words, 64)


def test_more_than_a_page_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbranch.cli.audit.PAGE", 2)
    for limit, numbers in ((0, [1, 2, 3]), (3, [1, 2, 3]), (2, [2, 3]), (1, [3])):
        _, said = vbranch("show", "--data-dir", folder, "--json", "--limit", limit)
        assert [json.loads(line)["number"] for line in said.splitlines()] == numbers


def test_no_database_is_no_whole_audit(tmp_path: Path) -> None:
    status, said = vbranch("verify", "--data-dir", tmp_path / "elsewhere")
    assert status == 2
    assert "there is no database in" in said
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("anchor", ["7", "x:00", "3:zz", "3:00", f"-1:{'00' * 32}"])
def test_what_is_no_head_is_refused(folder: Path, anchor: str) -> None:
    assert vbranch("verify", "--data-dir", folder, f"--anchor={anchor}")[0] == 2


def test_it_reads_beside_a_server_that_runs(folder: Path) -> None:
    stores = open_stores(folder)
    try:
        assert vbranch("verify", "--data-dir", folder)[0] == 0
    finally:
        asyncio.run(stores.close())
