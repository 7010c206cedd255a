"""Answers to presses and inline queries, reactions, and the line that says "is typing"."""

from typing import Any

from sandbox.entities import units
from sandbox.errors import bad_request
from sandbox.local import LocalTelegram
from sandbox.methods.places import entered, open_for
from sandbox.params import Params

Json = dict[str, Any]

ANSWERABLE = 150.0
ALERT_UNITS = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def answer_callback(tg: LocalTelegram, params: Params) -> bool:
    """`answerCallbackQuery`: once, and within 150 s of the world's clock."""
    press = tg.world.callbacks.get(params.text("callback_query_id"))
    if press is None or press.answered or tg.now() - press.at > ANSWERABLE:
        raise bad_request(TOO_OLD)
    text = params.text("text")
    if units(text) > ALERT_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answered = True
    press.text = text or None
    press.show_alert = params.flag("show_alert")
    press.url = params.text("url") or None
    tg.world.changed("callback", press.id)
    tg.events.emit("answer", press.chat, callback_id=press.id)
    return True


def answer_inline(tg: LocalTelegram, params: Params) -> bool:
    """`answerInlineQuery`."""
    query = tg.world.inline.get(params.text("inline_query_id"))
    if query is None or query.answered or tg.now() - query.at > ANSWERABLE:
        raise bad_request(TOO_OLD)
    results = params.parsed("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    names = [str(result.get("id", "")) for result in results]
    if len(set(names)) != len(names) or not all(0 < len(name.encode()) <= 64 for name in names):
        raise bad_request("RESULT_ID_DUPLICATE" if all(names) else "RESULT_ID_INVALID")
    query.answered, query.results = True, results
    tg.world.changed("inline", query.id)
    tg.events.emit("answer", inline_id=query.id)
    return True


def chat_action(tg: LocalTelegram, params: Params) -> bool:
    """`sendChatAction`."""
    chat = open_for(tg, params)
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    tg.events.emit("typing", chat.id, action=action)
    return True


def reaction(tg: LocalTelegram, params: Params) -> bool:
    """`setMessageReaction`: shown in the calls; the world keeps none."""
    chat = entered(tg, params)
    if tg.world.message(chat.id, params.number("message_id")) is None:
        raise bad_request("message to react not found")
    wanted = params.parsed("reaction") or []
    if not isinstance(wanted, list) or len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    return True
