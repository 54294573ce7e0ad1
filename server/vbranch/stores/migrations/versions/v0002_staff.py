"""Staff: their accounts; whose a session is, in which role, on which browser."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The sessions that there are stay as they are: nobody's of the staff."""
    op.create_table(
        "staff_accounts",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("login", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("password", sa.String),
        sa.Column("totp", sa.LargeBinary),
        sa.Column("totp_step", sa.BigInteger, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.Double, nullable=False),
        sa.Column("issuer", sa.String),
        sa.Column("subject", sa.String),
        sa.UniqueConstraint("issuer", "subject"),
    )
    op.add_column("sessions", sa.Column("account", sa.String))
    op.add_column("sessions", sa.Column("staff", sa.String))
    op.add_column("sessions", sa.Column("label", sa.String))
    op.create_index("ix_sessions_account", "sessions", ["account"])
