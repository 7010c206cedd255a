"""The tables of newcomers and introductions.

Who only joined or asked to join is nobody the bot knows yet: those rows point at no row of `people`, are short-lived
and are erased by name in `storage.people.forget`.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.columns import Id, UtcDateTime, metadata

welcomes = Table(
    "welcomes",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("wanted", Boolean, nullable=False),
    Column("rules", Text),
    Column("rules_at", UtcDateTime),
    Column("first_time", Text),
    Column("welcomed_at", UtcDateTime),
)

newcomers = Table(
    "newcomers",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text),
    Column("arrived_at", UtcDateTime, nullable=False),
    Column("told_at", UtcDateTime),
    Column("asked_at", UtcDateTime),
    Column("felt", String(8)),
    Index("ix_newcomers_person_id", "person_id"),
)

agreements = Table(
    "agreements",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("agreed_at", UtcDateTime, nullable=False),
    Index("ix_agreements_person_id", "person_id"),
)

join_requests = Table(
    "join_requests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("decided_by", BigInteger),
    UniqueConstraint("group_id", "person_id"),
    Index("ix_join_requests_person_id", "person_id"),
    Index("ix_join_requests_decided_by", "decided_by"),
    sqlite_autoincrement=True,  # a button of a request that is gone must never mean another one
)

buddies = Table(
    "buddies",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("offers", Boolean, nullable=False),
    Column("ages", JSON, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Index("ix_buddies_person_id", "person_id"),
)

kept_apart = Table(
    "kept_apart",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_kept_apart_person_id", "person_id"),
    Index("ix_kept_apart_other_id", "other_id"),
)

matches = Table(
    "matches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("seeker_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("buddy_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("suggested_at", UtcDateTime, nullable=False),
    Column("confirmed_by", BigInteger),
    Column("seeker_says", Boolean),
    Column("buddy_says", Boolean),
    Column("introduced_at", UtcDateTime),
    Column("seeker_met", String(8)),
    Column("buddy_met", String(8)),
    Column("ended_at", UtcDateTime),
    Index("ix_matches_group_id", "group_id"),
    Index("ix_matches_confirmed_by", "confirmed_by"),
    Index("ix_matches_ended_at", "ended_at"),
    Index("ix_matches_seeker_id", "seeker_id"),
    Index("ix_matches_buddy_id", "buddy_id"),
    sqlite_autoincrement=True,  # a button of a match that is gone must never mean another one
)
