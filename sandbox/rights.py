"""What administrators and members may do: the names Telegram uses, and the usual choice of them."""

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
)
#: What the app switches on when somebody is made an administrator.
USUAL_ADMIN = frozenset(ADMIN_RIGHTS) - {"can_promote_members"}

MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def admin_rights(wish: dict[str, bool] | None) -> dict[str, bool]:
    """An administrator's rights: the usual ones, changed by the wish."""
    rights = {name: name in USUAL_ADMIN for name in ADMIN_RIGHTS}
    return rights | {name: bool(value) for name, value in (wish or {}).items() if name in rights}


def member_rights(wish: dict[str, bool] | None) -> dict[str, bool]:
    """A restricted member's rights: all that members may in an open group, changed by the wish."""
    rights = {name: name not in ("can_change_info", "can_pin_messages") for name in MEMBER_RIGHTS}
    return rights | {name: bool(value) for name, value in (wish or {}).items() if name in rights}
