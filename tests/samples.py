"""One update of every kind of the Bot API, and one message of every kind, made from python-telegram-bot's classes."""

import inspect
import re
from typing import Any

import telegram
from telegram import Update

Json = dict[str, Any]

DATE = 1796029200
PLAIN: dict[str, Any] = {
    "int": 7,
    "float": 1.5,
    "str": "words",
    "bool": True,
    "datetime": DATE,
    "timedelta": 60,
    "TimePeriod": 60,
    "JSONDict": {},
}
MEMBER = {"status": "member", "user": {"id": 5, "is_bot": False, "first_name": "Ada"}}
# Classes that are one of several, of which PTB's signatures name the whole family.
CHOSEN: Json = {
    "ChatMember": MEMBER,
    "MaybeInaccessibleMessage": {"message_id": 7, "chat": {"id": 5, "type": "private"}, "date": DATE, "text": "words"},
    "MessageOrigin": {"type": "user", "date": DATE, "sender_user": MEMBER["user"]},
    "ChatBoostSource": {"source": "premium", "user": MEMBER["user"]},
    "ReactionType": {"type": "emoji", "emoji": "👍"},
    "BackgroundType": {"type": "chat_theme", "theme_name": "words"},
    "PaidMedia": {"type": "preview"},
    "Chat": {"id": 5, "type": "private", "first_name": "Ada"},
}
SAID = {"type": "private", "status": "member"}  # texts of which only some are possible
LATELY = {
    "Poll": {"allows_revoting": True, "members_only": False},
    "PollOption": {"persistent_id": "words"},
    "PollAnswer": {"option_persistent_ids": ["words"]},
}


def updates() -> dict[str, Json]:
    """One update of each type, by its name."""
    return {kind: {kind: _field(Update, kind)} for kind in map(str, Update.ALL_TYPES)}


def messages() -> dict[str, Json]:
    """One message for each thing that can stand in one, by its name, in a private chat."""
    bare = {"message_id": 7, "date": DATE, "chat": CHOSEN["Chat"], "from": MEMBER["user"]}
    names = [name for name in _parameters(telegram.Message) if name not in bare and name != "from_user"]
    return {name: bare | {name: _field(telegram.Message, name)} for name in names}


def _parameters(kind: type) -> dict[str, inspect.Parameter]:
    found = inspect.signature(kind.__init__).parameters  # type: ignore[misc]
    return {name: one for name, one in found.items() if name not in ("self", "api_kwargs")}


def _field(kind: type, name: str, depth: int = 0) -> Any:
    annotation = inspect.formatannotation(_parameters(kind)[name].annotation)
    return SAID.get(name, "words") if annotation == "str" else _value(re.sub(r"\b\w+\.|[\"']", "", annotation), depth)


def _value(annotation: str, depth: int) -> Any:
    wanted = annotation.replace("| None", "").strip()
    inner = re.fullmatch(r"(?:Sequence|list|tuple)\[(.*?)(?:, \.\.\.)?\]", wanted)
    if inner:
        return [_value(inner[1], depth)]
    wanted = wanted.split("|")[0].strip()
    if wanted in PLAIN:
        return PLAIN[wanted]
    if wanted in CHOSEN or depth > 6:
        return CHOSEN.get(wanted, {})
    kind = getattr(telegram, wanted)
    required = [name for name, one in _parameters(kind).items() if one.default is inspect.Parameter.empty]
    made = {"from" if name == "from_user" else name: _field(kind, name, depth + 1) for name in required}
    return made | LATELY.get(wanted, {})  # required by Telegram, and not yet by the signature
