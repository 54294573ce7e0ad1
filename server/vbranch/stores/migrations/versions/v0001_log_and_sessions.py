"""The first tables: rooms' logs and stored states; sessions, tickets, visits, resume tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From nothing."""
    _log()
    _sessions()
    _visits()
    probes = op.create_table(
        "probes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(probes, [{"id": 1, "count": 0}])


def _log() -> None:
    op.create_table(
        "room_logs",
        sa.Column("room", sa.String, primary_key=True),
        sa.Column("epoch", sa.String, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "log_entries",
        sa.Column("room", sa.String, sa.ForeignKey("room_logs.room"), primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_states",
        sa.Column("room", sa.String, sa.ForeignKey("room_logs.room"), primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("epoch", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("expires", sa.Double, nullable=False, index=True),
    )
    op.create_table(
        "tickets",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column(
            "session",
            sa.String,
            sa.ForeignKey("sessions.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("room", sa.String, nullable=False),
        sa.Column("expires", sa.Double, nullable=False, index=True),
    )


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("session", sa.String, nullable=False, unique=True),
        sa.Column("member", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("slot", sa.Integer, nullable=False, unique=True),
        sa.Column("home", sa.String),
        sa.Column("seen", sa.Double, nullable=False),
        sa.Column("connection", sa.Integer, nullable=False),
    )
    op.create_table(
        "resume_tokens",
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column(
            "visit", sa.String, sa.ForeignKey("visits.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("used", sa.Boolean, nullable=False),
    )
    op.create_index("ix_resume_tokens_visit", "resume_tokens", ["visit", "ordinal"])
    slots = op.create_table(
        "key_slots",
        sa.Column("slot", sa.Integer, primary_key=True),
        sa.Column("used", sa.Boolean, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
    )
    op.create_index(
        "ix_key_slots_free",
        "key_slots",
        ["slot"],
        sqlite_where=~slots.c.used,
        postgresql_where=~slots.c.used,
    )
