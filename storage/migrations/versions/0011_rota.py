"""Who is on call when."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "rota_slots",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_rota_slots_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rota_slots_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_slots")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rota_slots_group_id", "rota_slots", ["group_id"])
    op.create_index("ix_rota_slots_person_id", "rota_slots", ["person_id"])
    op.create_table(
        "rota_swaps",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("slot_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.BigInteger(), nullable=True),
        sa.Column("offered_at", storage.columns.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_rota_swaps_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["slot_id"], ["rota_slots.id"], name=op.f("fk_rota_swaps_slot_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rota_swaps_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_rota_swaps_taken_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_swaps")),
        sa.UniqueConstraint("slot_id", "day", name=op.f("uq_rota_swaps_slot_id_day")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rota_swaps_group_id", "rota_swaps", ["group_id"])
    op.create_index("ix_rota_swaps_person_id", "rota_swaps", ["person_id"])
    op.create_index("ix_rota_swaps_taken_by", "rota_swaps", ["taken_by"])
    op.create_table(
        "rota_wishes",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("break_until", sa.Date(), nullable=True),
        sa.Column("quiet_start", sa.Time(), nullable=True),
        sa.Column("quiet_end", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_rota_wishes_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_rota_wishes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_rota_wishes")),
    )
    op.create_index("ix_rota_wishes_person_id", "rota_wishes", ["person_id"])
