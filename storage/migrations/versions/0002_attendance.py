"""The tables of attendance; several people can have a card of the same thing."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.add_column(sa.Column("data", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch_op.drop_constraint("uq_cards_kind_subject_id", type_="unique")
        batch_op.create_unique_constraint("uq_cards_kind_subject_id_chat_id", ["kind", "subject_id", "chat_id"])
    op.add_column("meetups", sa.Column("attendance_saved_at", storage.columns.UtcDateTime()))
    op.create_table(
        "attendance",
        sa.Column("id", ID, nullable=False),
        sa.Column("meetup_id", ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("guest_name", sa.Text(), nullable=True),
        sa.Column("mark", sa.String(length=8), nullable=True),
        sa.Column("marked_by", sa.BigInteger(), nullable=False),
        sa.Column("marked_at", storage.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_attendance_meetup_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendance_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("meetup_id", "person_id", name=op.f("uq_attendance_meetup_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attendance_person_id", "attendance", ["person_id"])
    op.create_table(
        "attendance_log",
        sa.Column("id", ID, nullable=False),
        sa.Column("meetup_id", ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("guest_name", sa.Text(), nullable=True),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", storage.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetups.id"], name=op.f("fk_attendance_log_meetup_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_attendance_log_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_log")),
    )
    op.create_index("ix_attendance_log_meetup_id", "attendance_log", ["meetup_id"])
    op.create_index("ix_attendance_log_person_id", "attendance_log", ["person_id"])
