"""``vbranch staff``: what it does, what it says when it cannot, what it never shows."""

import asyncio
import json
import re
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyotp
import pytest
from click.testing import Result
from typer.testing import CliRunner

from vbranch.access.passwords import verify_password
from vbranch.access.tokens import token_hash
from vbranch.cli import staff_shown
from vbranch.cli.staff import staff
from vbranch.folder import staff_key
from vbranch.ids import SessionId
from vbranch.ports.audit import AuditEntry
from vbranch.ports.sessions import Session
from vbranch.ports.staff import Account, Identity
from vbranch.protocol.constants import Role, StaffRole
from vbranch.services.sealing import Seal
from vbranch.services.staff_accounts import provision
from vbranch.stores import Stores, open_stores

PASSWORD = "correct horse battery"
Staff = Callable[..., Result]


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path) -> Staff:
    """``run("add", "ana", stdin="…", status=0)``."""

    def one(*words: str, stdin: str = "", status: int = 0) -> Result:
        result = CliRunner().invoke(staff, [*words, "--data-dir", str(folder)], input=stdin)
        assert result.exit_code == status, result.output
        return result

    return one


@pytest.fixture
def ana(run: Staff, folder: Path) -> Account:
    words = ("add", "ana", "--role", "host", "--name", "Ana Lima", "--password-stdin")
    run(*words, stdin=PASSWORD + "\n")
    return account(folder)


def in_stores(folder: Path, do: "Callable[[Stores], object]") -> object:
    async def work() -> object:
        stores = open_stores(folder)
        try:
            return await do(stores)  # type: ignore[misc]
        finally:
            await stores.close()

    return asyncio.run(work())


def account(folder: Path, login: str = "ana") -> Account:
    found = in_stores(folder, lambda stores: stores.staff.find_login(login))
    assert isinstance(found, Account)
    return found


def audit(folder: Path) -> list[AuditEntry]:
    records = in_stores(folder, lambda stores: stores.audit.read())
    return [record.entry for record in records]  # type: ignore[attr-defined]


def sign_in(folder: Path, account: Account, name: str) -> None:
    session = Session(
        SessionId(name), Role.STAFF, 1e9, 1e11, account.id, account.role, "Firefox, Linux"
    )
    in_stores(folder, lambda stores: stores.staff.sign_in(account, token_hash(name), session))


def listed(run: Staff, *words: str) -> list[dict[str, object]]:
    return json.loads(run(*words, "--json").stdout)  # type: ignore[no-any-return]


# ---- what it does --------------------------------------------------------------------------------


def test_the_first_account_makes_the_folder(run: Staff, folder: Path) -> None:
    said = run("add", "Ana.Lima", "--role", "adviser").stdout
    assert "ana.lima is an adviser now." in said
    made = account(folder, "ana.lima")
    assert (made.name, made.role) == ("Ana.Lima", StaffRole.ADVISER)
    password = re.search(r"shown only now: (\S+)", said)
    assert password is not None
    assert verify_password(made.password, password[1])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "staff.key").stat().st_mode) == 0o600


def test_a_password_from_stdin_is_not_shown(ana: Account, run: Staff, folder: Path) -> None:
    assert ana.name == "Ana Lima"
    assert verify_password(ana.password, PASSWORD)
    said = run("reset", "ANA", "--password-stdin", stdin="another horse battery\r\n").output
    assert verify_password(account(folder).password, "another horse battery")
    assert "horse" not in said


def test_a_password_that_is_typed_is_typed_twice(run: Staff, folder: Path) -> None:
    words = ("add", "ana", "--role", "host", "--prompt")
    said = run(*words, stdin=f"{PASSWORD}\nother\n{PASSWORD}\n{PASSWORD}\n").output
    assert verify_password(account(folder).password, PASSWORD)
    assert PASSWORD not in said


def test_each_change_ends_the_sessions(ana: Account, run: Staff, folder: Path) -> None:
    for words in (
        ("disable", "ana"),
        ("reset", "ana"),
        ("role", "ana", "moderator"),
        ("totp", "ana"),
        ("totp", "ana", "--remove"),
        ("revoke", "ana"),
    ):
        run("enable", "ana")
        sign_in(folder, account(folder), "a session")
        assert len(listed(run, "sessions")) == 1
        run(*words)
        assert listed(run, "sessions") == [], words


def test_the_states_of_an_account(ana: Account, run: Staff) -> None:
    row = {"login": "ana", "name": "Ana Lima", "role": "host", "signs_in_by": "password"}
    assert listed(run, "list") == [row | {"state": "active", "sessions": 0}]
    run("disable", "ana")
    run("totp", "ana")
    row["signs_in_by"] = "password + code"
    assert listed(run, "list") == [row | {"state": "disabled", "sessions": 0}]
    run("enable", "ana")
    assert "signs in by" in run("list").stdout
    assert "Ana Lima" in run("list").stdout


def test_one_session_is_revoked_and_the_other_stays(ana: Account, run: Staff, folder: Path) -> None:
    run("add", "bob", "--role", "host")
    for login, name in (("ana", "s1"), ("ana", "s2"), ("bob", "s3")):
        sign_in(folder, account(folder, login), name)
    assert {row["session"] for row in listed(run, "sessions")} == {"s1", "s2", "s3"}
    assert [row["login"] for row in listed(run, "sessions", "ana")] == ["ana", "ana"]
    said = run("revoke", "ana", "--session", "s3", status=1).stderr
    assert said == "vbranch staff: there is no session s3 of theirs; see: vbranch staff sessions\n"
    run("revoke", "ana", "--session", "s1")
    assert {row["session"] for row in listed(run, "sessions")} == {"s2", "s3"}
    assert "signed out of 1 session." in run("revoke", "ana").stdout
    shown = run("sessions").stdout
    assert "Firefox, Linux" in shown
    assert "s3" in shown


# ---- the second factor ---------------------------------------------------------------------------


def secret_in(said: str) -> str:
    found = re.search(r"shown only now: ([A-Z2-7]{32})", said)
    assert found is not None
    return found[1]


def test_a_second_factor_is_shown_once_as_a_picture_and_in_letters(
    ana: Account, run: Staff, folder: Path
) -> None:
    said = run("totp", "ana").stdout
    assert "▄▄▄▄▄" in said
    sealed = account(folder).totp
    assert sealed is not None
    assert Seal(ana.id, staff_key(folder)).open(sealed.decode()) == secret_in(said)
    on_disk = b"".join(path.read_bytes() for path in folder.iterdir())
    assert secret_in(said).encode() not in on_disk


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, codes: Callable[[str], list[str]]) -> list[str]:
    """Somebody who types these codes, made from the secret that is shown."""
    asked: list[str] = []
    real = staff_shown.SecondFactor.makes

    def makes(factor: staff_shown.SecondFactor, code: str, now: float) -> bool:
        typed = codes(factor.secret)[len(asked)]
        asked.append(typed)
        return real(factor, typed, now)

    monkeypatch.setattr(staff_shown.SecondFactor, "makes", makes)
    monkeypatch.setattr(staff_shown, "at_terminal", lambda: True)
    return asked


def test_at_a_terminal_it_counts_once_a_code_of_the_app_was_right(
    ana: Account, run: Staff, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_a_terminal(monkeypatch, lambda secret: ["000000", pyotp.TOTP(secret).now()])
    said = run("totp", "ana", stdin="x\nx\n").output
    assert len(asked) == 2
    assert "not its code" in said
    sealed = account(folder).totp
    assert sealed is not None
    assert Seal(ana.id, staff_key(folder)).open(sealed.decode()) == secret_in(said)


def test_at_a_terminal_nothing_changes_without_a_right_code(
    ana: Account, run: Staff, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch, lambda secret: ["000000"] * 3)
    run("totp", "ana", stdin="x\nx\nx\n", status=1)
    assert account(folder).totp is None


# ---- what it says when it cannot -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("add", "ana", "--role", "host"), 1, "there is an account ana already"),
        (("add", "a b", "--role", "host"), 2, "a login name is made of"),
        (("add", "bob", "--role", "host", "--name", "x" * 99), 2, "the name "),
        (("disable", "bob"), 1, "there is no account bob; see: vbranch staff list"),
        (("revoke", "bob"), 1, "there is no account bob"),
        (("totp", "bob"), 1, "there is no account bob"),
        (("sessions", "bob"), 1, "there is no account bob"),
        (("reset", "ana", "--prompt", "--password-stdin"), 2, "--prompt and --password-stdin"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    ana: Account, run: Staff, folder: Path, words: tuple[str, ...], status: int, says: str
) -> None:
    said = run(*words, status=status)
    assert said.stderr.startswith(f"vbranch staff: {says}")
    assert said.stderr.count("\n") == 1
    assert said.stdout == ""
    assert [row["login"] for row in listed(run, "list")] == ["ana"]
    assert account(folder) == ana


def test_a_weak_password_is_refused_without_showing_it(ana: Account, run: Staff) -> None:
    said = run("reset", "ana", "--password-stdin", stdin="hunter2\n", status=2)
    assert "a password has 12 to 256 characters" in said.stderr
    assert "hunter2" not in said.output


def test_a_folder_without_a_database_is_not_made_by_looking(run: Staff, folder: Path) -> None:
    said = run("list", status=1).stderr
    assert (
        said == f"vbranch staff: there is no database in {folder}; name its folder by --data-dir\n"
    )
    assert not folder.exists()


def test_what_is_the_identity_providers_is_changed_there(
    ana: Account, run: Staff, folder: Path
) -> None:
    identity = Identity("https://id.example", "1")
    in_stores(
        folder,
        lambda stores: provision(
            stores.staff, identity, wish="eve", name="Eve", role=StaffRole.HOST, now=1.0
        ),
    )
    for words in (("reset", "eve"), ("role", "eve", "administrator"), ("totp", "eve")):
        assert "signs in by the identity provider" in run(*words, status=1).stderr
    run("disable", "eve")
    assert account(folder, "eve").disabled
    assert account(folder, "eve").role is StaffRole.HOST


def test_a_broken_key_ends_it_before_anything_is_changed(
    ana: Account, run: Staff, folder: Path
) -> None:
    (folder / "staff.key").write_bytes(b"broken")
    assert "backup" in run("totp", "ana", status=1).stderr
    assert account(folder) == ana


# ---- the record ----------------------------------------------------------------------------------


def test_each_change_is_recorded_before_and_after(ana: Account, run: Staff, folder: Path) -> None:
    run("role", "ana", "moderator")
    run("revoke", "ana", "--session", "none", status=1)
    run("list")
    run("sessions")
    told = audit(folder)
    assert [(entry.act, entry.outcome, entry.detail) for entry in told] == [
        ("staff.add", "asked", "ana host"),
        ("staff.add", "accepted", None),
        ("staff.role", "asked", "moderator"),
        ("staff.role", "accepted", None),
        ("staff.revoke", "asked", "none"),
        ("staff.revoke", "failed", None),
    ]
    assert [entry.asked for entry in told] == [None, 1, None, 3, None, 5]
    assert {entry.about for entry in told[1:]} == {ana.id}
    assert all(entry.account is None and entry.name.startswith("operator") for entry in told)


def test_what_cannot_be_recorded_is_not_done(ana: Account, run: Staff, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "branch.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit_records BEGIN SELECT RAISE(ABORT, 'x'); END"
        )
        database.commit()
    result = CliRunner().invoke(staff, ["disable", "ana", "--data-dir", str(folder)])
    assert result.exit_code == 1
    assert account(folder) == ana
