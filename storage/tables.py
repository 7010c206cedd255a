"""Every table, in SQLAlchemy Core. Times are UTC, ids 64 bits, JSON for what is only ever read whole."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
)

import storage.tables_attendance
import storage.tables_knowledge
import storage.tables_newcomers
import storage.tables_notices
import storage.tables_nudges
import storage.tables_questions
import storage.tables_requests
import storage.tables_resources  # noqa: F401 - more tables of the same metadata
from storage.columns import Id, UtcDateTime
from storage.columns import metadata as metadata

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("lane", BigInteger, nullable=False),
    Column("body", Text),
    Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("received_at", UtcDateTime, nullable=False),
    Index(
        "ix_inbox_waiting",
        "seq",
        sqlite_where=text("state = 'waiting'"),
    ),
    Index("ix_inbox_received_at", "received_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("lane", Integer, nullable=False),
    Column("method", String(64), nullable=False),
    Column("chat_id", BigInteger),
    Column("payload", JSON, nullable=False),
    Column("effect", JSON(none_as_null=True)),
    Column("once", Boolean, nullable=False),
    Column("card_id", Id, ForeignKey("cards.id", ondelete="CASCADE"), unique=True),
    Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime),
    Column("not_after", UtcDateTime),
    Column("error", Text),
    Index("ix_outbox_state_lane", "state", "lane", "id"),
    Index("ix_outbox_chat", "chat_id"),
)

holds = Table(
    "holds",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", UtcDateTime, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger),
    Column("pinned", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("shown", String(64)),
    Column("language", String(16), nullable=False),
    Column("data", JSON, nullable=False, server_default=text("'{}'")),
    UniqueConstraint("kind", "subject_id", "chat_id"),
    Index("ix_cards_chat_id", "chat_id"),
)

agenda = Table(
    "agenda",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("subject", String(96), primary_key=True),
    Column("due_at", UtcDateTime, primary_key=True),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("set_aside", Boolean, nullable=False, server_default=text("0")),
    Index("ix_agenda_due", "set_aside", "due_at"),
)

groups = Table(
    "groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("zone", String(64)),
    Column("language", String(16), nullable=False),
    Column("country", String(2)),
    Column("area", Text),
    Column("room_chat_id", BigInteger, index=True),
    Column("resting", Boolean, nullable=False),
    Column("names_shown", Boolean, nullable=False),
    Column("leads", JSON, nullable=False),
    Column("quiet_start", Time, nullable=False),
    Column("quiet_end", Time, nullable=False),
    Column("thread_id", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    Column("asks_first", Boolean, nullable=False, server_default=text("0")),
    Index("ix_groups_resting", "resting"),
)

people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text),
    Column("called", Text),
    Column("name_style", String(8), nullable=False),
    Column("language", String(16)),
    Column("private_open", Boolean, nullable=False),
    Column("lead", Integer),
    Column("nudges", Boolean, nullable=False),
    Column("away_until", Date),
    Column("seen_at", UtcDateTime, nullable=False),
)


def _group_id() -> Column[int]:
    return Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False)


def _person_id() -> Column[int]:
    return Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False)


members = Table(
    "members",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Column("administrator_seen", Boolean, nullable=False),
    Index("ix_members_person_id", "person_id"),
)

facilitators = Table(
    "facilitators",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("added_by", BigInteger, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Index("ix_facilitators_person_id", "person_id"),
    Index("ix_facilitators_added_by", "added_by"),
)

series = Table(
    "series",
    metadata,
    Column("id", Id, primary_key=True),
    _group_id(),
    Column("title", Text, nullable=False),
    Column("place", Text),
    Column("link", Text),
    Column("rule", Text, nullable=False),  # RFC 5545
    Column("starts_on", Date, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("places", Integer),
    Column("until", Date),
    Column("thread_id", BigInteger),
    Column("created_by", BigInteger, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_series_group_id", "group_id"),
    Index("ix_series_created_by", "created_by"),
)

meetups = Table(
    "meetups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("series_id", Id, ForeignKey("series.id", ondelete="CASCADE"), nullable=False),
    _group_id(),
    Column("key", Date, nullable=False),
    Column("day", Date, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("place", Text),
    Column("link", Text),
    Column("topic", Text),
    Column("places", Integer),
    Column("state", String(12), nullable=False),
    Column("reason", Text),
    Column("moved", Boolean, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("attendance_saved_at", UtcDateTime),
    UniqueConstraint("series_id", "key"),
    Index("ix_meetups_group_id_starts_at", "group_id", "starts_at"),
    Index("ix_meetups_starts_at", "starts_at"),
    sqlite_autoincrement=True,  # a button of a meetup that was removed must never mean another one
)

rsvps = Table(
    "rsvps",
    metadata,
    Column("meetup_id", Id, ForeignKey("meetups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(8)),
    Column("children", Integer, nullable=False),
    Column("waiting_since", UtcDateTime),
    Column("offered", Boolean, nullable=False),
    Column("here_at", UtcDateTime),
    Column("asked_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("ix_rsvps_person_id", "person_id"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meetup_id", Id, ForeignKey("meetups.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("before", JSON, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("tell_at", UtcDateTime, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("series_change_id", Id, ForeignKey("series_changes.id", ondelete="SET NULL")),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Index("ix_changes_meetup_id", "meetup_id"),
    Index("ix_changes_by", "by"),
    Index("ix_changes_series_change_id", "series_change_id"),
)

series_changes = Table(
    "series_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("series_id", Id, ForeignKey("series.id", ondelete="CASCADE"), nullable=False),
    Column("successor_id", Id, ForeignKey("series.id", ondelete="SET NULL")),
    Column("until_before", Date),
    Column("before", JSON, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("tell_at", UtcDateTime, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Index("ix_series_changes_series_id", "series_id"),
    Index("ix_series_changes_successor_id", "successor_id"),
    Index("ix_series_changes_by", "by"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(24), nullable=False),
    _person_id(),
    Column("chat_id", BigInteger, nullable=False),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("data", JSON, nullable=False),
    Column("expects", String(32)),
    Column("message_id", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_drafts_person_id_chat_id", "person_id", "chat_id"),
    Index("ix_drafts_group_id", "group_id"),
    Index("ix_drafts_created_at", "created_at"),
    sqlite_autoincrement=True,  # drafts come and go, and a button of an earlier one must never mean a later one
)
