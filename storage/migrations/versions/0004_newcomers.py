"""The tables of newcomers and introductions."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("agreed_at", storage.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_agreements_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_agreements_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_agreements")),
    )
    op.create_index("ix_agreements_person_id", "agreements", ["person_id"], unique=False)
    op.create_table(
        "buddies",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("offers", sa.Boolean(), nullable=False),
        sa.Column("ages", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("since", storage.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_buddies_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_buddies_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_buddies")),
    )
    op.create_index("ix_buddies_person_id", "buddies", ["person_id"], unique=False)
    op.create_table(
        "join_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_join_requests_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
        sa.UniqueConstraint("group_id", "person_id", name=op.f("uq_join_requests_group_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_join_requests_person_id", "join_requests", ["person_id"], unique=False)
    op.create_table(
        "kept_apart",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_kept_apart_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kept_apart_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "person_id", "other_id", name=op.f("pk_kept_apart")),
    )
    op.create_index("ix_kept_apart_other_id", "kept_apart", ["other_id"], unique=False)
    op.create_index("ix_kept_apart_person_id", "kept_apart", ["person_id"], unique=False)
    op.create_table(
        "matches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seeker_id", sa.BigInteger(), nullable=False),
        sa.Column("buddy_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("suggested_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("seeker_says", sa.Boolean(), nullable=True),
        sa.Column("buddy_says", sa.Boolean(), nullable=True),
        sa.Column("introduced_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("seeker_met", sa.String(length=8), nullable=True),
        sa.Column("buddy_met", sa.String(length=8), nullable=True),
        sa.Column("ended_at", storage.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["buddy_id"], ["people.id"], name=op.f("fk_matches_buddy_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_matches_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seeker_id"], ["people.id"], name=op.f("fk_matches_seeker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_matches_buddy_id", "matches", ["buddy_id"], unique=False)
    op.create_index("ix_matches_group_id", "matches", ["group_id"], unique=False)
    op.create_index("ix_matches_seeker_id", "matches", ["seeker_id"], unique=False)
    op.create_table(
        "newcomers",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("arrived_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("told_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("asked_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("felt", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_newcomers_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_newcomers")),
    )
    op.create_index("ix_newcomers_person_id", "newcomers", ["person_id"], unique=False)
    op.create_table(
        "welcomes",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.Column("rules_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("first_time", sa.Text(), nullable=True),
        sa.Column("welcomed_at", storage.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_welcomes_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_welcomes")),
    )
