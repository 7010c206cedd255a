"""The tables of asking: what nobody could answer, how answers fared, and what members share."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.columns import Id, UtcDateTime, metadata

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("words", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_asked_at", UtcDateTime, nullable=False),
    Column("last_asked_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="SET NULL")),
    Index("ix_unanswered_group_id", "group_id"),
    Index("ix_unanswered_entry_id", "entry_id"),
    sqlite_autoincrement=True,  # a button of a question that is gone must never mean another one
)

unanswered_wordings = Table(
    "unanswered_wordings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("unanswered_id", Id, ForeignKey("unanswered.id", ondelete="CASCADE"), nullable=False),
    Column("words", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("mark", Integer),
    Index("ix_unanswered_wordings_unanswered_id", "unanswered_id"),
    sqlite_autoincrement=True,  # a button of a wording that is gone must never mean another one
)

unanswered_wishes = Table(
    "unanswered_wishes",
    metadata,
    Column("unanswered_id", Id, ForeignKey("unanswered.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Index("ix_unanswered_wishes_person_id", "person_id"),
    Index("ix_unanswered_wishes_since", "since"),
)

entry_uses = Table(
    "entry_uses",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("given", Integer, nullable=False),
    Column("helped", Integer, nullable=False),
    Column("not_quite", Integer, nullable=False),
    Column("last_given_at", UtcDateTime),
    Index("ix_entry_uses_group_id", "group_id"),
)

entry_opinions = Table(
    "entry_opinions",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("helped", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_entry_opinions_person_id", "person_id"),
    Index("ix_entry_opinions_at", "at"),
)

# Who wrote the message may never have used the bot, so their id points at no row of `people`.
shares = Table(
    "shares",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("credit", Text),
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE")),
    Column("message_id", BigInteger),
    Column("asked_at", UtcDateTime, nullable=False),
    Index("ix_shares_group_id", "group_id"),
    Index("ix_shares_author_id", "author_id"),
    Index("ix_shares_entry_id", "entry_id"),
    sqlite_autoincrement=True,  # a button of a share that is gone must never mean another one
)
