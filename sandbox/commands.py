"""Which commands the Telegram app suggests to a person in a chat: the narrowest scope that has any."""

from typing import Any

from sandbox.world import Chat, World

Json = dict[str, Any]


def scope_key(scope: Json, language: str) -> str:
    """How a scope and language are kept."""
    parts = [str(scope["type"]), str(scope.get("chat_id", "")), str(scope.get("user_id", ""))]
    return f"{':'.join(parts)}|{language}"


def suggested(world: World, chat: Chat, person: int) -> list[Json]:
    """The list a person is shown there (core.telegram.org/bots/api, "Determining list of commands")."""
    kept = world.profile.commands
    if not kept:
        return []
    known = world.people.get(person)
    language = known.language_code[:2] if known else ""
    for scope in _scopes(chat, person):
        for tongue in (language, "") if language else ("",):
            found = kept.get(scope_key(scope, tongue))
            if found is not None:
                return found
    return []


def _scopes(chat: Chat, person: int) -> list[Json]:
    here = {"chat_id": chat.id}
    if chat.private:
        return [{"type": "chat", **here}, {"type": "all_private_chats"}, {"type": "default"}]
    admin = chat.member(person).status in ("creator", "administrator")
    scopes: list[Json] = [{"type": "chat_member", "user_id": person, **here}]
    if admin:
        scopes.append({"type": "chat_administrators", **here})
    scopes.append({"type": "chat", **here})
    if admin:
        scopes.append({"type": "all_chat_administrators"})
    return [*scopes, {"type": "all_group_chats"}, {"type": "default"}]
