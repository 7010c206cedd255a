"""The tables of nudges: whom the group missed, what came of it, and counts that stay when nobody is named any more."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from storage.columns import Id, UtcDateTime, metadata

nudges = Table(
    "nudges",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("meetup_id", Id, ForeignKey("meetups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("why", String(16)),
    Column("send_at", UtcDateTime, nullable=False),
    Column("wording", Integer, nullable=False),
    Column("verdict", String(8)),
    Column("sent_at", UtcDateTime),
    Column("answer", String(8)),
    Column("answered_at", UtcDateTime),
    Column("returned_to", BigInteger),
    Column("returned_at", UtcDateTime),
    UniqueConstraint("meetup_id", "person_id"),
    Index("ix_nudges_person_id", "person_id"),
    Index("ix_nudges_send_at", "send_at"),
    Index("ix_nudges_group_id_sent_at", "group_id", "sent_at"),
    Index("ix_nudges_returned_to", "returned_to"),
    sqlite_autoincrement=True,  # a button of a nudge that was forgotten must never mean another one
)

# Who got two in a row without an answer hears nothing more until they come back, however long ago that was.
nudge_silences = Table(
    "nudge_silences",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_nudge_silences_person_id", "person_id"),
)

nudge_counts = Table(
    "nudge_counts",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("what", String(12), primary_key=True),
    Column("count", Integer, nullable=False),
)
