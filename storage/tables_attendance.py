"""The tables of attendance: what was ticked, and who changed what when."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from storage.columns import Id, UtcDateTime, metadata

attendance = Table(
    "attendance",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meetup_id", Id, ForeignKey("meetups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE")),
    Column("guest_name", Text),
    Column("mark", String(8)),
    Column("marked_by", BigInteger, nullable=False),
    Column("marked_at", UtcDateTime, nullable=False),
    UniqueConstraint("meetup_id", "person_id"),
    Index("ix_attendance_person_id", "person_id"),
    Index("ix_attendance_marked_by", "marked_by"),
    sqlite_autoincrement=True,  # a button of a line that was removed must never mean another one
)

attendance_log = Table(
    "attendance_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meetup_id", Id, ForeignKey("meetups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE")),
    Column("guest_name", Text),
    Column("what", String(8), nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_attendance_log_meetup_id", "meetup_id"),
    Index("ix_attendance_log_person_id", "person_id"),
    Index("ix_attendance_log_by", "by"),
)
