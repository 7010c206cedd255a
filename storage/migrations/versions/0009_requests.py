"""Requests for a human, their audit, their words for a while, and what groups chose for them."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_settings",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claim_minutes", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_request_settings_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_request_settings")),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("asked_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("waiting_since", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("moved_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("offered_to", sa.BigInteger(), nullable=True),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("claimed_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("closed_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=12), nullable=True),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("helped", sa.String(length=8), nullable=True),
        sa.Column("forget_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("receipt_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_requests_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_requests_person_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_requests_claimed_by", "requests", ["claimed_by"], unique=False)
    op.create_index("ix_requests_forget_at", "requests", ["forget_at"], unique=False)
    op.create_index("ix_requests_group_id_asked_at", "requests", ["group_id", "asked_at"], unique=False)
    op.create_index("ix_requests_offered_to", "requests", ["offered_to"], unique=False)
    op.create_index(
        "ix_requests_open",
        "requests",
        ["person_id", "group_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('received', 'offered', 'claimed', 'waiting')"),
    )
    op.create_index("ix_requests_person_id", "requests", ["person_id"], unique=False)
    op.create_table(
        "request_pages",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_request_pages_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_pages_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_request_pages")),
    )
    op.create_index("ix_request_pages_person_id", "request_pages", ["person_id"], unique=False)
    op.create_table(
        "request_steps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("to_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_steps_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_steps")),
    )
    op.create_index("ix_request_steps_by", "request_steps", ["by"], unique=False)
    op.create_index("ix_request_steps_request_id", "request_steps", ["request_id"], unique=False)
    op.create_index("ix_request_steps_to_id", "request_steps", ["to_id"], unique=False)
    op.create_table(
        "request_words",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("at", storage.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_words_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_words")),
    )
    op.create_index("ix_request_words_request_id", "request_words", ["request_id"], unique=False)
