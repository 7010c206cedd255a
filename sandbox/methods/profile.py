"""What the bot tells of itself: commands by scope and language, its name and descriptions."""

import re
from typing import Any

from sandbox import shapes
from sandbox.commands import scope_key
from sandbox.errors import bad_request
from sandbox.local import LocalTelegram
from sandbox.methods.places import chat_of
from sandbox.params import Params

Json = dict[str, Any]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)
#: Of each text: the longest it may be, and what Telegram calls it when it is longer.
TEXTS = {
    "name": (64, "BOT_TITLE_INVALID"),
    "description": (512, "DESCRIPTION_TOO_LONG"),
    "short_description": (120, "ABOUT_TOO_LONG"),
}


def get_me(tg: LocalTelegram, _params: Params) -> Json:
    """`getMe`."""
    return shapes.me(tg.world)


def _key(tg: LocalTelegram, params: Params) -> str:
    scope = params.parsed("scope", "bot command scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if str(scope["type"]).startswith("chat"):
        chat = chat_of(tg, Params(scope))
        if chat.private and scope["type"] != "chat":
            raise bad_request("can't change commands in private chats")
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return scope_key(scope, language)


def set_commands(tg: LocalTelegram, params: Params) -> bool:
    """`setMyCommands`."""
    key = _key(tg, params)
    commands = params.parsed("commands")
    if not isinstance(commands, list) or not all(isinstance(command, dict) for command in commands):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    read = []
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        words = str(command.get("description", "")).strip()
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(words) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        read.append({"command": name, "description": words})
    tg.world.profile.commands[key] = read
    _tell(tg)
    return True


def get_commands(tg: LocalTelegram, params: Params) -> list[Json]:
    """`getMyCommands`: those of exactly this scope and language."""
    return tg.world.profile.commands.get(_key(tg, params), [])


def delete_commands(tg: LocalTelegram, params: Params) -> bool:
    """`deleteMyCommands`."""
    tg.world.profile.commands.pop(_key(tg, params), None)
    _tell(tg)
    return True


def _tell(tg: LocalTelegram) -> None:
    tg.world.changed("single")
    tg.events.emit("world")


def set_text(which: str, tg: LocalTelegram, params: Params) -> bool:
    """`setMyName`, `setMyDescription`, `setMyShortDescription`."""
    longest, problem = TEXTS[which]
    words = params.text(which)
    if len(words) > longest:
        raise bad_request(problem)
    tg.world.profile.texts[f"{which}|{params.text('language_code')}"] = words
    _tell(tg)
    return True


def get_text(which: str, tg: LocalTelegram, params: Params) -> Json:
    """Their counterparts; a language without its own has the common one."""
    texts = tg.world.profile.texts
    own = texts.get(f"{which}|{params.text('language_code')}") or texts.get(f"{which}|")
    return {which: own or (tg.world.bot.first_name if which == "name" else "")}
