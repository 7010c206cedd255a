"""Looking at chats and their members, and what administrators do to them."""

from typing import Any

from sandbox import groups, shapes
from sandbox.errors import bad_request
from sandbox.local import LocalTelegram
from sandbox.methods.places import administered, chat_of, entered
from sandbox.params import Params
from sandbox.world import Chat, Member

Json = dict[str, Any]

NO_RIGHT = "not enough rights to restrict/unrestrict chat member"


def get_chat(tg: LocalTelegram, params: Params) -> Json:
    """`getChat`."""
    return shapes.full_chat(tg.world, entered(tg, params))


def _user(tg: LocalTelegram, params: Params) -> int:
    user = params.number("user_id")
    if user <= 0:
        raise bad_request("invalid user_id specified")
    if user != tg.world.bot.id and user not in tg.world.people:
        raise bad_request("user not found")
    return user


def get_member(tg: LocalTelegram, params: Params) -> Json:
    """`getChatMember`."""
    chat = entered(tg, params)
    user = _user(tg, params)
    if chat.private:
        if user not in (chat.id, tg.world.bot.id):
            raise bad_request("user not found")
        return shapes.chat_member(tg.world, chat, user, Member("member"))
    return shapes.chat_member(tg.world, chat, user)


def administrators(tg: LocalTelegram, params: Params) -> list[Json]:
    """`getChatAdministrators`: the creator first, no other bots."""
    chat = entered(tg, params)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    chosen = [(user, m) for user, m in chat.members.items() if m.status in ("creator", "administrator")]
    chosen.sort(key=lambda pair: pair[1].status != "creator")
    return [shapes.chat_member(tg.world, chat, user, member) for user, member in chosen]


def member_count(tg: LocalTelegram, params: Params) -> int:
    """`getChatMemberCount`."""
    chat = entered(tg, params)
    return 2 if chat.private else sum(member.present for member in chat.members.values())


def leave(tg: LocalTelegram, params: Params) -> bool:
    """`leaveChat`."""
    chat = entered(tg, params)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    groups.depart(tg, chat, tg.world.bot.id, tg.world.bot.id, Member("left"))
    return True


def _group(tg: LocalTelegram, params: Params) -> Chat:
    chat = entered(tg, params)
    if chat.private:
        raise bad_request("method is available only for supergroups")
    administered(tg, chat, "can_restrict_members", NO_RIGHT)
    return chat


def ban(tg: LocalTelegram, params: Params) -> bool:
    """`banChatMember`."""
    chat, user = _group(tg, params), _user(tg, params)
    if chat.member(user).status in ("creator", "administrator"):
        raise bad_request("user is an administrator of the chat")
    until = params.number("until_date")
    groups.depart(tg, chat, tg.world.bot.id, user, Member("kicked", until=until))
    return True


def unban(tg: LocalTelegram, params: Params) -> bool:
    """`unbanChatMember`: also puts a member out, unless `only_if_banned`."""
    chat, user = _group(tg, params), _user(tg, params)
    member = chat.member(user)
    if member.status in ("creator", "administrator"):
        raise bad_request("user is an administrator of the chat")
    if member.status == "kicked" or (member.present and not params.flag("only_if_banned")):
        groups.depart(tg, chat, tg.world.bot.id, user, Member("left"))
    return True


def approve(tg: LocalTelegram, params: Params) -> bool:
    """`approveChatJoinRequest`."""
    chat, user = _request(tg, params)
    groups.enter(tg, chat, user, user, via_join_request=True)
    return True


def decline(tg: LocalTelegram, params: Params) -> bool:
    """`declineChatJoinRequest`."""
    chat, user = _request(tg, params)
    del chat.requests[user]
    tg.world.changed("chat", chat.id)
    return True


def _request(tg: LocalTelegram, params: Params) -> tuple[Chat, int]:
    chat, user = entered(tg, params), _user(tg, params)
    administered(tg, chat, "can_invite_users", "not enough rights to manage chat join requests")
    if user not in chat.requests:
        problem = "USER_ALREADY_PARTICIPANT" if chat.member(user).present else "HIDE_REQUESTER_MISSING"
        raise bad_request(problem)
    return chat, user


def photos(tg: LocalTelegram, params: Params) -> Json:
    """`getUserProfilePhotos`: nobody has any."""
    _user(tg, params)
    return {"total_count": 0, "photos": []}


def menu_button(tg: LocalTelegram, params: Params) -> bool:
    """`setChatMenuButton`."""
    button = params.parsed("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("can't parse menu button JSON object")
    if params.has("chat_id"):
        chat = chat_of(tg, params)
        chat.menu_button = button
        tg.world.changed("chat", chat.id)
    else:
        tg.world.profile.menu_button = button
        tg.world.changed("single")
    return True


def get_menu_button(tg: LocalTelegram, params: Params) -> Json:
    """`getChatMenuButton`."""
    own = chat_of(tg, params).menu_button if params.has("chat_id") else None
    return own or tg.world.profile.menu_button or {"type": "default"}
