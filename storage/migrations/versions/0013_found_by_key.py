"""Whatever is looked up by somebody's id, or by when it was, is found by a key."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEYS = {
    "groups": ("resting",),
    "facilitators": ("added_by",),
    "series": ("created_by",),
    "meetups": ("starts_at",),
    "changes": ("by", "series_change_id"),
    "series_changes": ("series_id", "successor_id", "by"),
    "drafts": ("group_id", "created_at"),
    "attendance": ("marked_by",),
    "attendance_log": ("by",),
    "nudges": ("send_at",),
    "join_requests": ("decided_by",),
    "matches": ("confirmed_by", "ended_at"),
    "unanswered_wishes": ("since",),
    "entry_opinions": ("at",),
}


def upgrade() -> None:
    """Make the indexes."""
    for table, columns in KEYS.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])
