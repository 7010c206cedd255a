"""The tables of what is passed on between two people."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, String, Table, Text

from storage.columns import Id, UtcDateTime, metadata

relayed = Table(
    "relayed",
    metadata,
    Column("id", Id, primary_key=True),
    Column("request_id", Id, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("from_chat", BigInteger, nullable=False),
    Column("from_message", BigInteger),
    Column("to_chat", BigInteger, nullable=False),
    Column("to_message", BigInteger),
    Column("headed", Boolean, nullable=False),
    Column("edit", JSON(none_as_null=True)),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_relayed_request_id", "request_id"),
    Index("ix_relayed_from_chat_from_message", "from_chat", "from_message"),
    Index("ix_relayed_to_chat_to_message", "to_chat", "to_message"),
)

name_openings = Table(
    "name_openings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("request_id", Id, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("declared_by", BigInteger, nullable=False),
    Column("agreed_by", BigInteger),
    Column("reason", Text),
    Column("declared_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Index("ix_name_openings_request_id", "request_id"),
    Index("ix_name_openings_declared_by", "declared_by"),
    Index("ix_name_openings_agreed_by", "agreed_by"),
    sqlite_autoincrement=True,  # a button of an opening that is gone must never mean another one
)
