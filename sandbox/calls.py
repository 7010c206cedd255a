"""Every call the bot made, for tests and the page; read lazily, so that recording costs next to nothing."""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.clock import iso

Json = dict[str, Any]
KEPT = 20_000
_NUMBERS = frozenset(
    [
        "chat_id",
        "from_chat_id",
        "user_id",
        "message_id",
        "message_thread_id",
        "reply_to_message_id",
        "offset",
        "limit",
        "timeout",
        "cache_time",
        "until_date",
        "max_connections",
        "sender_chat_id",
        "icon_color",
    ]
)
_FLAGS = frozenset(
    [
        "disable_notification",
        "protect_content",
        "show_alert",
        "allow_sending_without_reply",
        "drop_pending_updates",
        "is_personal",
        "disable_web_page_preview",
        "only_if_banned",
        "revoke_messages",
        "is_big",
        "has_spoiler",
        "show_caption_above_media",
        "disable_content_type_detection",
        "remove_caption",
    ]
)
_OBJECTS = frozenset(
    [
        "reply_markup",
        "entities",
        "caption_entities",
        "reply_parameters",
        "link_preview_options",
        "commands",
        "scope",
        "allowed_updates",
        "reaction",
        "message_ids",
        "menu_button",
        "results",
        "button",
        "permissions",
        "media",
    ]
)


@dataclass(slots=True)
class Call:
    """One call; `at` is the world's time, `monotonic` the machine's, `status` 0 if the connection was cut."""

    method: str
    params: Json
    at: float
    monotonic: float
    seq: int = 0
    chat: int | None = None
    status: int = 0
    answer: bytes = b""
    #: Of fetched updates the record keeps the ids: whole queues of them would fill the memory.
    brief: list[int] | None = None
    seconds: float = 0.0
    fault: str | None = None

    def as_json(self) -> Json:
        """As the control API shows it, with params read as what they are, however they were encoded."""
        told: Json = {"seq": self.seq, "at": iso(self.at), "monotonic": self.monotonic, "method": self.method}
        if self.chat is not None:
            told["chat_id"] = self.chat
        told |= {"params": plain(self.params), "status": self.status, "duration_ms": round(self.seconds * 1000, 3)}
        answer = json.loads(self.answer) if self.answer else {}
        told |= {key: answer[key] for key in ("error_code", "description", "parameters", "result") if key in answer}
        if self.fault is not None:
            told["fault"] = self.fault
        return told


def plain(params: Json) -> Json:
    """Params of a form as the values they stand for; what cannot be read is left as it came."""
    return {name: _value(name, value) for name, value in params.items()}


def _value(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in _NUMBERS:
        return int(value) if value.lstrip("-").isdigit() else value
    if name in _FLAGS:
        return {"true": True, "false": False}.get(value.lower(), value)
    if name in _OBJECTS:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


class Calls:
    """The last calls, and how many there were of each kind."""

    def __init__(self) -> None:
        self._ring: deque[Call] = deque(maxlen=KEPT)
        self.counts: dict[str, dict[str, int]] = {}

    def add(self, call: Call) -> None:
        """Keep a call that ended."""
        self._ring.append(call)
        counts = self.counts.setdefault(call.method, {"ok": 0, "failed": 0, "429": 0})
        counts["ok" if call.status == 200 else "429" if call.status == 429 else "failed"] += 1

    def since(self, seq: int, method: str | None = None, chat: int | None = None) -> Iterator[Call]:
        """Calls after that number, oldest first."""
        wanted = method.lower() if method else None
        for call in self._ring:
            if call.seq > seq and wanted in (None, call.method.lower()) and chat in (None, call.chat):
                yield call
