"""The tables of nudges."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("groups", sa.Column("asks_first", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "nudges",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("meetup_id", ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.Column("send_at", storage.columns.UtcDateTime(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("sent_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("answered_at", storage.columns.UtcDateTime(), nullable=True),
        sa.Column("returned_to", sa.BigInteger(), nullable=True),
        sa.Column("returned_at", storage.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_nudges_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_nudges_meetup_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_nudges_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint("meetup_id", "person_id", name=op.f("uq_nudges_meetup_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_nudges_person_id", "nudges", ["person_id"])
    op.create_index("ix_nudges_group_id_sent_at", "nudges", ["group_id", "sent_at"])
    op.create_index("ix_nudges_returned_to", "nudges", ["returned_to"])
    op.create_table(
        "nudge_silences",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_nudge_silences_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_nudge_silences_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_nudge_silences")),
    )
    op.create_index("ix_nudge_silences_person_id", "nudge_silences", ["person_id"])
    op.create_table(
        "nudge_counts",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_nudge_counts_group_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "month", "what", name=op.f("pk_nudge_counts")),
    )
