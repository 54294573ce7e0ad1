"""The tables, as the newest migration leaves them; a test holds the two together.

Visits' keys lie in slots that are overwritten in place and never deleted or moved. Deleting rows
was not enough: where a deletion, or a row that grew, makes SQLite rebalance pages, copies of rows
stay behind in the slack, whatever ``secure_delete`` says; a stress test found them
(tests/server/stores/test_stores_erasure.py).
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA: Final = MetaData()

REVISION: Final = "0004"
"""The newest migration, which makes these tables."""

ROOM_LOGS: Final = Table(
    "room_logs",
    METADATA,
    Column("room", String, primary_key=True),
    Column("epoch", String, nullable=False),
    Column("last", BigInteger, nullable=False),
)
"""One room's log: its history's name and the highest number given, which outlives trimming."""

LOG_ENTRIES: Final = Table(
    "log_entries",
    METADATA,
    Column("room", String, ForeignKey("room_logs.room"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

ROOM_STATES: Final = Table(
    "room_states",
    METADATA,
    Column("room", String, ForeignKey("room_logs.room"), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("epoch", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""The newest stored state of each room."""

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("created", Double, nullable=False),
    Column("expires", Double, nullable=False, index=True),
    Column("account", String, index=True),
    Column("staff", String),
    Column("label", String),
    Column("muted_by", String),
    Column("muted_why", String),
)
"""``account``, ``staff`` and ``label`` only of a session of staff, the mute only of others'."""

STAFF_ACCOUNTS: Final = Table(
    "staff_accounts",
    METADATA,
    Column("id", String, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("created", Double, nullable=False),
    Column("password", String),
    Column("totp", LargeBinary),
    Column("totp_step", BigInteger, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Double, nullable=False),
    Column("issuer", String),
    Column("subject", String),
    UniqueConstraint("issuer", "subject"),
)
"""``issuer`` and ``subject``: by an identity provider."""

TICKETS: Final = Table(
    "tickets",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    Column(
        "session", String, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("room", String, nullable=False),
    Column("expires", Double, nullable=False, index=True),
)

VISITS: Final = Table(
    "visits",
    METADATA,
    Column("id", String, primary_key=True),
    Column("session", String, nullable=False, unique=True),
    Column("member", String, nullable=False),
    Column("role", String, nullable=False),
    Column("slot", Integer, nullable=False, unique=True),
    Column("home", String),
    Column("seen", Double, nullable=False),
    Column("connection", Integer, nullable=False),
)
"""``session`` is no foreign key: a visit that is running outlives its session's expiry."""

KEY_SLOTS: Final = Table(
    "key_slots",
    METADATA,
    Column("slot", Integer, primary_key=True),
    Column("used", Boolean, nullable=False),
    Column("key", LargeBinary, nullable=False),
)
"""A key for each visit; 32 zero bytes in a free slot. All rows have one size, none is deleted."""

Index(
    "ix_key_slots_free",
    KEY_SLOTS.c.slot,
    sqlite_where=~KEY_SLOTS.c.used,
    postgresql_where=~KEY_SLOTS.c.used,
)

RESUME_TOKENS: Final = Table(
    "resume_tokens",
    METADATA,
    Column("ordinal", Integer, primary_key=True),
    Column("visit", String, ForeignKey("visits.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("used", Boolean, nullable=False),
    Index("ix_resume_tokens_visit", "visit", "ordinal"),
)

AUDIT_RECORDS: Final = Table(
    "audit_records",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
"""The chain of ``ports.audit``: rows are only ever added."""

AUDIT_HEAD: Final = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
"""One row: how many records there are and the last one's hash."""

BANS: Final = Table(
    "bans",
    METADATA,
    Column("id", String, primary_key=True),
    Column("session", String, nullable=False, index=True),
    Column("network", LargeBinary, index=True),
    Column("until", Double, nullable=False, index=True),
    Column("reason", String, nullable=False),
    Column("by", String, nullable=False),
    Column("created", Double, nullable=False),
)
"""``session`` is no foreign key: a ban may outlast the session."""

PROBES: Final = Table(
    "probes",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
)
"""One row, written to see that a durable write is possible."""
