"""The world as the Bot API's objects."""

from typing import Any

from sandbox.rights import member_rights
from sandbox.world import ANONYMOUS_BOT, Chat, Member, Message, Person, World

Json = dict[str, Any]

GROUP_ANONYMOUS = {"id": ANONYMOUS_BOT, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def bot_user(world: World) -> Json:
    """The bot as a User."""
    bot = world.bot
    return {"id": bot.id, "is_bot": True, "first_name": bot.first_name, "username": bot.username}


def me(world: World) -> Json:
    """The bot as `getMe` shows it."""
    bot = world.bot
    return bot_user(world) | {
        "can_join_groups": True,
        "can_read_all_group_messages": bot.can_read_all_group_messages,
        "supports_inline_queries": bot.supports_inline_queries,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def names(person: Person) -> Json:
    """A person's names, those that they have."""
    found = {"first_name": person.first_name}
    if person.last_name:
        found["last_name"] = person.last_name
    if person.username:
        found["username"] = person.username
    return found


def user(world: World, user_id: int) -> Json:
    """Anybody as a User."""
    if user_id == world.bot.id:
        return bot_user(world)
    person = world.people.get(user_id)
    if person is None:
        return dict(GROUP_ANONYMOUS) if user_id == ANONYMOUS_BOT else {"id": user_id, "is_bot": False, "first_name": ""}
    shape: Json = {"id": person.id, "is_bot": False, **names(person)}
    if person.language_code:
        shape["language_code"] = person.language_code
    return shape


def chat(world: World, place: Chat) -> Json:
    """A Chat."""
    if place.private:
        return {"id": place.id, "type": "private", **names(world.people[place.id])}
    shape: Json = {"id": place.id, "type": place.type, "title": place.title}
    if place.forum:
        shape["is_forum"] = True
    return shape


def message(world: World, item: Message, *, nested: bool = False) -> Json:
    """A Message; what it replies to is shown one level deep, as Telegram does."""
    place = world.chats[item.chat]
    where = chat(world, place)
    shape: Json = {"message_id": item.id, "date": int(item.date), "chat": where, "from": user(world, item.sender)}
    if item.sender_chat is not None:
        shape["sender_chat"] = where
    if item.thread is not None:
        shape["message_thread_id"] = item.thread
    if item.in_topic:
        shape["is_topic_message"] = True
    if item.edited is not None:
        shape["edit_date"] = int(item.edited)
    if item.via_bot:
        shape["via_bot"] = bot_user(world)
    if not nested:
        target = item.reply_to if item.reply_to is not None else (item.thread if item.in_topic else None)
        replied = world.message(item.chat, target)
        if replied is not None and replied is not item:
            shape["reply_to_message"] = message(world, replied, nested=True)
    shape.update(item.content)
    if item.markup is not None and "inline_keyboard" in item.markup:
        shape["reply_markup"] = item.markup
    return shape


def chat_member(world: World, place: Chat, user_id: int, member: Member | None = None) -> Json:
    """A ChatMember of the kind that the status asks for."""
    member = member or place.member(user_id)
    shape: Json = {"user": user(world, user_id), "status": member.status}
    if member.status == "creator":
        shape["is_anonymous"] = member.anonymous
    elif member.status == "administrator":
        rights = dict(member.rights)
        if not place.forum:
            rights.pop("can_manage_topics", None)
        shape |= rights | {"can_be_edited": False, "is_anonymous": member.anonymous}
    elif member.status == "restricted":
        shape |= {"is_member": True, "until_date": member.until, **member_rights(member.rights)}
    elif member.status == "kicked":
        shape["until_date"] = member.until
    return shape


def full_chat(world: World, place: Chat) -> Json:
    """A ChatFullInfo, as `getChat` gives it."""
    shape = chat(world, place)
    shape |= {"accent_color_id": 0, "max_reaction_count": 11}
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    shape["accepted_gift_types"] = dict.fromkeys(gifts, place.private)
    if not place.private:
        shape["permissions"] = member_rights(None)
    if place.type == "supergroup":
        shape["has_visible_history"] = True
    pinned = next((world.message(place.id, number) for number in reversed(place.pinned)), None)
    if pinned is not None:
        shape["pinned_message"] = message(world, pinned, nested=True)
    return shape
