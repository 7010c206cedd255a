"""People join, leave, add and remove others, lead groups and hand them over; and block the bot."""

from dataclasses import replace
from typing import Any

from sandbox import groups, people, shapes
from sandbox.acts.asking import ADMINS, gone, group_of, headed, inside, somebody
from sandbox.errors import ControlError
from sandbox.local import LocalTelegram
from sandbox.rights import admin_rights, member_rights
from sandbox.world import Chat, Member, Person

Json = dict[str, Any]


def block(tg: LocalTelegram, person: Person, _ask: Json) -> Json:
    """Block the bot."""
    people.set_blocked(tg, person, blocked=True)
    return {}


def unblock(tg: LocalTelegram, person: Person, _ask: Json) -> Json:
    """Let the bot in again."""
    people.set_blocked(tg, person, blocked=False)
    return {}


def join(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Join a group by its link."""
    chat = group_of(tg, ask)
    _may_come(tg, chat, person.id)
    return {"message_id": groups.enter(tg, chat, person.id, person.id).id}


def _may_come(tg: LocalTelegram, chat: Chat, user: int) -> None:
    member = chat.member(user)
    if member.present:
        raise ControlError("They are in this group already.")
    forgiven = 0 < member.until <= tg.now()
    if member.status == "kicked" and chat.type == "supergroup" and not forgiven:
        raise ControlError("They are banned from this group.")


def join_request(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Ask to join; a bot that may invite hears of it."""
    chat = group_of(tg, ask)
    _may_come(tg, chat, person.id)
    chat.requests[person.id] = tg.now()
    tg.world.changed("chat", chat.id)
    if chat.member(tg.world.bot.id).may("can_invite_users"):
        asked = {"chat": shapes.chat(tg.world, chat), "from": shapes.user(tg.world, person.id)}
        tg.updates.put("chat_join_request", asked | {"user_chat_id": person.id, "date": int(tg.now())})
    return {}


def leave(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Leave a group."""
    chat = inside(tg, person, ask)
    if chat.private:
        raise ControlError("A private chat is blocked, not left.")
    groups.depart(tg, chat, person.id, person.id, Member("left"))
    return {}


def add(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Add somebody to a group one is in; who was banned may come again."""
    chat, user = inside(tg, person, ask), somebody(tg, ask)
    if chat.private or chat.member(user).present:
        raise ControlError("They are in this chat already.")
    return {"message_id": groups.enter(tg, chat, person.id, user).id}


def remove(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Put somebody out of a group; a bot that was put out is kicked."""
    return _put_out(tg, person, ask, "kicked" if somebody(tg, ask) == tg.world.bot.id else "left")


def ban(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Put somebody out for good."""
    return _put_out(tg, person, ask, "kicked")


def _put_out(tg: LocalTelegram, person: Person, ask: Json, status: str) -> Json:
    chat, user = headed(tg, person, ask, "can_restrict_members"), somebody(tg, ask)
    if chat.member(user).status == "creator":
        raise ControlError("Nobody puts out the one whose group it is.")
    groups.depart(tg, chat, person.id, user, gone(chat, status))
    return {}


def unban(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Forgive somebody, who may join again."""
    chat, user = headed(tg, person, ask, "can_restrict_members"), somebody(tg, ask)
    if chat.member(user).status == "kicked":
        groups.set_member(tg, chat, person.id, user, Member("left"))
    return {}


def promote(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Make somebody an administrator, or change their rights; the creator may go anonymous, too."""
    chat, user = headed(tg, person, ask, "can_promote_members"), somebody(tg, ask)
    member = chat.member(user)
    anonymous = bool(ask.get("anonymous", member.anonymous))
    if anonymous and chat.type != "supergroup":
        raise ControlError("Only supergroups have anonymous administrators.")
    if not member.present:
        raise ControlError("They are not in this group.")
    if member.status == "creator":
        groups.set_member(tg, chat, person.id, user, replace(member, anonymous=anonymous))
    else:
        groups.promote(tg, chat, person.id, user, ask.get("rights"), anonymous=anonymous)
    return {}


def demote(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Make an administrator a member like others."""
    chat, user = headed(tg, person, ask, "can_promote_members"), somebody(tg, ask)
    if chat.member(user).status != "administrator":
        raise ControlError("They are no administrator.")
    groups.set_member(tg, chat, person.id, user, Member("member"))
    return {}


def restrict(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Take rights from a member of a supergroup (`can_send_messages` and its like); all of them make a member again."""
    chat, user = headed(tg, person, ask, "can_restrict_members"), somebody(tg, ask)
    if chat.type != "supergroup" or chat.member(user).status in (*ADMINS, "left", "kicked"):
        raise ControlError("Only members of supergroups can be restricted.")
    rights = member_rights(ask.get("rights"))
    open_ = rights == member_rights(None)
    groups.set_member(tg, chat, person.id, user, Member("member") if open_ else Member("restricted", rights))
    return {}


def transfer(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Give the group away; the giver stays an administrator."""
    chat, user = group_of(tg, ask), somebody(tg, ask)
    if chat.member(person.id).status != "creator" or not chat.member(user).present or user not in tg.world.people:
        raise ControlError("A group goes from its creator to a person in it.")
    groups.set_member(tg, chat, person.id, user, Member("creator"))
    groups.set_member(tg, chat, person.id, person.id, Member("administrator", admin_rights(None)))
    return {}
