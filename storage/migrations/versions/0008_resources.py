"""Local help: resources, and what people said of them, keep of them, changed about them."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "resources",
        sa.Column("id", ID, nullable=False),
        sa.Column("hsds", sa.Text(), nullable=False),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organization_name", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("outdated", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=True),
        sa.Column("fingerprint", sa.String(length=32), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_resources_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        sa.UniqueConstraint("hsds", name=op.f("uq_resources_hsds")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_resources_group_id", "resources", ["group_id"], unique=False)
    op.create_index("ix_resources_revision", "resources", ["revision"], unique=False)
    op.create_index("ix_resources_checked_on", "resources", ["checked_on"], unique=False)
    op.create_index("ix_resources_name", "resources", ["name", "organization_name"], unique=False)
    op.create_table(
        "child_ages",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_child_ages_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_child_ages")),
    )
    op.create_table(
        "resource_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_resource_changes_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_resource_changes_by", "resource_changes", ["by"], unique=False)
    op.create_index("ix_resource_changes_resource_id", "resource_changes", ["resource_id"], unique=False)
    op.create_table(
        "resource_feedback",
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_resource_feedback_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_resource_feedback_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource_id", "person_id", name=op.f("pk_resource_feedback")),
    )
    op.create_index("ix_resource_feedback_person_id", "resource_feedback", ["person_id"], unique=False)
    op.create_table(
        "saved_resources",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("resource_id", ID, nullable=False),
        sa.Column("saved_at", storage.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_saved_resources_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_saved_resources_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "resource_id", name=op.f("pk_saved_resources")),
    )
    op.create_index("ix_saved_resources_resource_id", "saved_resources", ["resource_id"], unique=False)
