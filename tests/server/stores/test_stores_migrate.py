"""Migrations lead to the tables of the code; a newer database is refused."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from vbranch.ids import RoomId
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
