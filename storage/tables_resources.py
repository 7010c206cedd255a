"""The tables of local help: what there is, and what people said of it, keep of it, changed about it."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from storage.columns import Id, UtcDateTime, metadata

resources = Table(
    "resources",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hsds", Text, nullable=False, unique=True),  # the id its source gave it
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE")),
    Column("state", String(8), nullable=False),
    Column("name", Text, nullable=False),
    Column("organization_name", Text),
    Column("checked_on", Date, nullable=False),  # assured_date, or added_on where there is none
    Column("added_on", Date, nullable=False),
    Column("helped", Integer, nullable=False),
    Column("outdated", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("source", String(8)),  # which import keeps it: "hsds" or "plain"; none for what was written in Telegram
    Column("fingerprint", String(32)),  # of what its source said last
    Column("body", JSON, nullable=False),  # what it says
    Column("edits", JSON, nullable=False),  # what facilitators put in the place of its source's words
    Index("ix_resources_group_id", "group_id"),
    Index("ix_resources_revision", "revision"),
    Index("ix_resources_checked_on", "checked_on"),
    Index("ix_resources_name", "name", "organization_name"),
    sqlite_autoincrement=True,  # an old button must never meet another resource
)

resource_feedback = Table(
    "resource_feedback",
    metadata,
    Column("resource_id", Id, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", String(8), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("settled", Boolean, nullable=False),
    Index("ix_resource_feedback_person_id", "person_id"),
)

saved_resources = Table(
    "saved_resources",
    metadata,
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("resource_id", Id, ForeignKey("resources.id", ondelete="CASCADE"), primary_key=True),
    Column("saved_at", UtcDateTime, nullable=False),
    Index("ix_saved_resources_resource_id", "resource_id"),
)

child_ages = Table(
    "child_ages",
    metadata,
    Column("person_id", BigInteger, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("age", Integer, nullable=False),
    Column("said_on", Date, nullable=False),
)

resource_changes = Table(
    "resource_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("resource_id", Id, ForeignKey("resources.id", ondelete="CASCADE"), nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("what", String(16), nullable=False),
    Column("before", JSON, nullable=False),
    Index("ix_resource_changes_resource_id", "resource_id"),
    Index("ix_resource_changes_by", "by"),
    sqlite_autoincrement=True,
)
