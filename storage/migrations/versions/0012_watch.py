"""What the program notices about itself: when it last reached Telegram, and what its operator was told."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watch",
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("at", UtcDateTime()),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_watch"),
    )
