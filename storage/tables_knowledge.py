"""The tables of the shared knowledge: entries, what was done to them, files, and what people write for short."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Id, UtcDateTime, metadata

entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("question", Text, nullable=False),
    Column("phrasings", JSON, nullable=False),
    Column("answer", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("language", String(16), nullable=False),
    Column("source_name", Text),
    Column("source_link", Text),
    Column("checked_on", Date),
    Column("review_by", Date),
    Column("state", String(12), nullable=False),
    Column("link", Text),
    Column("place", Text),
    Column("phone", Text),
    Column("file", Text),
    Column("credit", Text),
    Column("version", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("group_id", "key"),  # of the shared ones storage.entries sees to it: no two NULLs are equal
    Index("ix_entries_revision", "revision"),
    Index("ix_entries_key", "key"),
    sqlite_autoincrement=True,  # a button of an entry that is gone must never mean another one
)

entry_changes = Table(
    "entry_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    Column("what", String(12), nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("after", JSON, nullable=False),
    Index("ix_entry_changes_entry_id", "entry_id"),
    Index("ix_entry_changes_by", "by"),
    sqlite_autoincrement=True,
)

entry_files = Table(
    "entry_files",
    metadata,
    Column("name", String(160), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("content", LargeBinary),
    Column("telegram_file", Text),
)

synonyms = Table(
    "synonyms",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("short", Text, nullable=False),
    Column("long", Text, nullable=False),
    Index("ix_synonyms_group_id", "group_id"),
    sqlite_autoincrement=True,
)

# One row: how often anything of the knowledge has changed. What is deleted leaves no trace elsewhere.
knowledge_revision = Table(
    "knowledge_revision",
    metadata,
    Column("id", Id, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
