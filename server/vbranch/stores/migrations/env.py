"""Alembic runs this file for each upgrade; the connection is handed over by ``stores.migrate``."""

from alembic import context

from vbranch.stores.tables import METADATA

# The connection is in a transaction already, and DDL takes part in it: a start that is killed amid
# a migration leaves the old tables.
context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
