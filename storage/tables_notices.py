"""The tables of notices: messages about changes, and whom each of them names."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from storage.columns import Id, metadata

notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meetup_id", Id, ForeignKey("meetups.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("text", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("asks", Boolean, nullable=False),
    Column("replaced", Boolean, nullable=False),
    Index("ix_notices_meetup_id", "meetup_id"),
    Index("ix_notices_chat_id", "chat_id"),
    sqlite_autoincrement=True,  # what is promised about one that is gone must never meet another
)

notice_names = Table(
    "notice_names",
    metadata,
    Column("notice_id", Id, ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, nullable=False),
    Index("ix_notice_names_person_id", "person_id"),
)
