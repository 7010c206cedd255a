"""The id of a draft is never used again: an old button must not confirm what its message does not show."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("drafts", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
        pass  # SQLite takes the word only when a table is made
