"""Alembic's migrations of the store, run at every start; forward only."""
