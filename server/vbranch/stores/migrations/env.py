"""Alembic runs this file for each upgrade; the connection is handed over by ``stores.migrate``."""

from alembic import context

from vbranch.stores.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite's DDL is transactional when BEGIN is said outright, as our engine does: a start that
    # is killed amid a migration leaves the old tables.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
