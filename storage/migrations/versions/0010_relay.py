"""What is passed on between two people."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relayed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_chat", sa.BigInteger(), nullable=False),
        sa.Column("from_message", sa.BigInteger(), nullable=True),
        sa.Column("to_chat", sa.BigInteger(), nullable=False),
        sa.Column("to_message", sa.BigInteger(), nullable=True),
        sa.Column("headed", sa.Boolean(), nullable=False),
        sa.Column("edit", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", storage.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_relayed_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relayed")),
    )
    op.create_index("ix_relayed_from_chat_from_message", "relayed", ["from_chat", "from_message"], unique=False)
    op.create_index("ix_relayed_request_id", "relayed", ["request_id"], unique=False)
    op.create_index("ix_relayed_to_chat_to_message", "relayed", ["to_chat", "to_message"], unique=False)
    op.create_table(
        "name_openings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("declared_by", sa.BigInteger(), nullable=False),
        sa.Column("agreed_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("declared_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("decided_at", storage.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_name_openings_request_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_openings")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_name_openings_agreed_by", "name_openings", ["agreed_by"], unique=False)
    op.create_index("ix_name_openings_declared_by", "name_openings", ["declared_by"], unique=False)
    op.create_index("ix_name_openings_request_id", "name_openings", ["request_id"], unique=False)
