"""Migrations lead to the tables of the code; a newer database is refused."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from vbranch.ids import Home, RoomId, SessionId, VisitId
from vbranch.ports.sessions import Session
from vbranch.protocol.constants import Role
from vbranch.stores import StoreRefused, open_stores
from vbranch.stores.tables import METADATA, REVISION


async def test_the_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    await open_stores(tmp_path).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'branch.db'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_heads() == (REVISION,)
    engine.dispose()


async def test_what_autogenerate_does_not_compare(tmp_path: Path) -> None:
    """Keys need a rowid table, entries have none; free slots are found by a partial index."""
    await open_stores(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "branch.db")) as database:
        made = dict(database.execute("SELECT name, sql FROM sqlite_schema"))
    assert "WITHOUT ROWID" in made["log_entries"]
    assert "WITHOUT ROWID" not in made["key_slots"]
    assert "WHERE used = 0" in made["ix_key_slots_free"]


async def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    epoch = await stores.log.open(RoomId("lobby"))
    await stores.log.append(RoomId("lobby"), [b"kept"])
    await stores.close()
    stores = open_stores(tmp_path)
    assert await stores.log.open(RoomId("lobby")) == epoch
    assert [record.body for record in await stores.log.read(RoomId("lobby"), 0)] == [b"kept"]
    await stores.close()


def first_database(path: Path) -> None:
    """As the first version left it, with somebody in the lobby."""
    config = Config()
    config.set_main_option("script_location", "vbranch.stores:migrations")
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"""
            INSERT INTO room_logs VALUES ('lobby', 'epoch-1', 7);
            INSERT INTO log_entries VALUES ('lobby', 7, x'01');
            INSERT INTO room_states VALUES ('lobby', 6, 'epoch-1', 1, x'02');
            INSERT INTO sessions VALUES ('s1', x'{"aa" * 32}', 'visitor', 1.5, 900.0);
            INSERT INTO sessions VALUES ('s2', x'{"bb" * 32}', 'bot', 2.5, 900.0);
            INSERT INTO tickets VALUES (x'{"cc" * 32}', 's1', 'lobby', 900.0);
            INSERT INTO key_slots VALUES (1, 1, x'{"dd" * 32}');
            INSERT INTO visits VALUES ('v1', 's1', 'm1', 'visitor', 1, NULL, 5.0, 3);
            INSERT INTO resume_tokens VALUES (1, 'v1', x'{"ee" * 32}', 0);
            """)


async def test_what_the_first_version_stored_is_there_after_the_migrations(tmp_path: Path) -> None:
    first_database(tmp_path / "branch.db")
    stores = open_stores(tmp_path)
    visitor = Session(SessionId("s1"), Role.VISITOR, 1.5, 900.0)
    assert await stores.sessions.find_session(b"\xaa" * 32, 10.0) == visitor
    bot = await stores.sessions.find_session(b"\xbb" * 32, 10.0)
    assert bot == Session(SessionId("s2"), Role.BOT, 2.5, 900.0)
    used = await stores.sessions.use_ticket(b"\xcc" * 32, 10.0)
    assert used is not None
    assert used[1] == visitor
    visit = await stores.sessions.use_resume(b"\xee" * 32, Home("here"), 10.0)
    assert visit is not None
    assert (visit.id, visit.key, visit.connection) == ("v1", b"\xdd" * 32, 4)
    assert await stores.sessions.keys([VisitId("v1")]) == {"v1": b"\xdd" * 32}
    assert await stores.log.open(RoomId("lobby")) == "epoch-1"
    assert await stores.log.append(RoomId("lobby"), [b"next"]) == [8]
    state = await stores.log.load_state(RoomId("lobby"))
    assert state is not None
    assert (state.seq, state.body) == (6, b"\x02")
    assert await stores.staff.all() == []
    assert await stores.sessions.staff_sessions(10.0) == []
    await stores.close()


async def test_a_newer_database_is_refused_in_one_line(tmp_path: Path) -> None:
    await open_stores(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "branch.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    for _ in range(2):  # the folder was let go of
        with pytest.raises(StoreRefused, match="written by a newer version of vbranch") as refusal:
            open_stores(tmp_path)
        assert "9999" in str(refusal.value)
        assert "\n" not in str(refusal.value)


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """A table in the way of the last step: the ones before it are undone, too."""
    with closing(sqlite3.connect(tmp_path / "branch.db")) as database:
        database.execute("CREATE TABLE probes (x)")
    with pytest.raises(StoreRefused, match="probes"):
        open_stores(tmp_path)
    with closing(sqlite3.connect(tmp_path / "branch.db")) as database:
        left = [name for (name,) in database.execute("SELECT name FROM sqlite_schema")]
    assert left == ["probes"]


def test_a_database_that_is_up_to_date_opens_without_the_migrations(tmp_path: Path) -> None:
    """A start after a crash is awaited by people; loading Alembic is a sixth of it."""
    script = (
        "import sys, asyncio; from pathlib import Path; from vbranch.stores import open_stores\n"
        "async def main() -> None: await open_stores(Path(sys.argv[1])).close()\n"
        "asyncio.run(main()); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    said = [subprocess.check_output(command, text=True).strip() for _ in range(2)]
    assert said == ["True", "False"]
