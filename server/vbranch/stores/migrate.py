"""Bring a database to the tables of this code, or refuse one that is newer than the code."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from vbranch.stores.errors import StoreRefused


def migrate(connection: Connection, where: str) -> None:
    """Run the missing migrations in one transaction. ``where`` names the database in messages."""
    config = Config()
    config.set_main_option("script_location", "vbranch.stores:migrations")
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    current = MigrationContext.configure(connection).get_current_heads()
    if any(revision not in known for revision in current):
        raise StoreRefused(
            f"{where} was written by a newer version of vbranch (its tables are of revision"
            f" {', '.join(current)}, known up to {scripts.get_current_head()}): run that version"
        )
    if set(current) != set(scripts.get_heads()):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    connection.commit()
