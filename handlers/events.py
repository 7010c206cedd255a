"""What Telegram can tell besides words and presses, by the names that routers use."""

from telegram import ChatMember, ChatMemberUpdated, Message, Update

HERE = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.RESTRICTED)


def event_of(update: Update) -> str | None:
    """The event's name, None where the update is none that anybody here listens to.

    bot_added, bot_removed, bot_rights (promoted or demoted) · private_open, private_closed (started, blocked) ·
    joined, left (service messages) · migrated, title, users_shared, chat_shared, topic_closed, topic_reopened ·
    member_changed, came_in (`chat_member`) · join_request · inline_query, inline_chosen.
    What was picked for a draft goes first to `users_shared KIND`, where a router has that.
    """
    if update.my_chat_member is not None:
        return _of_bot(update.my_chat_member)
    if update.chat_member is not None:
        came = not present(update.chat_member.old_chat_member) and present(update.chat_member.new_chat_member)
        return "came_in" if came else "member_changed"
    if update.inline_query is not None:
        return "inline_query"
    if update.chosen_inline_result is not None:
        return "inline_chosen"
    if update.chat_join_request is not None:
        return "join_request"
    return _of_message(update.message) if update.message is not None else None


def present(member: ChatMember) -> bool:
    """Whether they are in the chat; somebody restricted can be so and have left."""
    return member.status in HERE and getattr(member, "is_member", True)


def _of_bot(change: ChatMemberUpdated) -> str | None:
    before, after = present(change.old_chat_member), present(change.new_chat_member)
    if change.chat.type == "private":
        return "private_open" if after else "private_closed"
    if before != after:
        return "bot_added" if after else "bot_removed"
    return "bot_rights"


def _of_message(message: Message) -> str | None:
    names = {
        "new_chat_members": "joined",
        "left_chat_member": "left",
        "migrate_to_chat_id": "migrated",
        "new_chat_title": "title",
        "users_shared": "users_shared",
        "chat_shared": "chat_shared",
        "forum_topic_closed": "topic_closed",
        "forum_topic_reopened": "topic_reopened",
    }
    return next((name for attribute, name in names.items() if getattr(message, attribute)), None)
