"""The tables of requests for a human."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from storage.columns import Id, UtcDateTime, metadata

_OPEN = text("state IN ('received', 'offered', 'claimed', 'waiting')")

requests = Table(
    "requests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="SET NULL")),
    Column("named", Boolean, nullable=False),
    Column("state", String(12), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("waiting_since", UtcDateTime, nullable=False),
    Column("moved_at", UtcDateTime, nullable=False),
    Column("offered_to", BigInteger),
    Column("claimed_by", BigInteger),
    Column("claimed_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("reason", String(12)),
    Column("hard", Boolean, nullable=False),
    Column("helped", String(8)),
    Column("forget_at", UtcDateTime),
    Column("receipt_id", BigInteger),
    # One person has one open request in a group, whatever happens at the same time.
    Index("ix_requests_open", "person_id", "group_id", unique=True, sqlite_where=_OPEN),
    Index("ix_requests_group_id_asked_at", "group_id", "asked_at"),
    Index("ix_requests_person_id", "person_id"),
    Index("ix_requests_claimed_by", "claimed_by"),
    Index("ix_requests_offered_to", "offered_to"),
    Index("ix_requests_forget_at", "forget_at"),
    sqlite_autoincrement=True,  # a button of a request that is gone must never mean another one
)

request_steps = Table(
    "request_steps",
    metadata,
    Column("id", Id, primary_key=True),
    Column("request_id", Id, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("what", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", BigInteger),
    Column("to_id", BigInteger),
    Index("ix_request_steps_request_id", "request_id"),
    Index("ix_request_steps_by", "by"),
    Index("ix_request_steps_to_id", "to_id"),
)

request_words = Table(
    "request_words",
    metadata,
    Column("id", Id, primary_key=True),
    Column("request_id", Id, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("text", Text),
    Column("entities", JSON, nullable=False),
    Column("file", Text),
    Column("message_id", BigInteger),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_request_words_request_id", "request_id"),
)

request_pages = Table(
    "request_pages",
    metadata,
    Column("request_id", Id, ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Index("ix_request_pages_person_id", "person_id"),
)

request_settings = Table(
    "request_settings",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("claim_minutes", Integer, nullable=False),
    Column("keep_days", Integer, nullable=False),
)
