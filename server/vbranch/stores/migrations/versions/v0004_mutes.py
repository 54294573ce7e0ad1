"""Who is muted stays so on their next visit: the session has it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is muted beyond their visit yet."""
    op.add_column("sessions", sa.Column("muted_by", sa.String))
    op.add_column("sessions", sa.Column("muted_why", sa.String))
