"""People press buttons, and ask the bot inline."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox import html, messages, shapes
from sandbox.acts.asking import inside, message_of
from sandbox.acts.talking import may_write, start, words
from sandbox.errors import ControlError
from sandbox.local import LocalTelegram
from sandbox.world import Callback, InlineQuery, Message, Person

Json = dict[str, Any]

#: Presses kept to be looked up.
KEPT = 20_000


def press(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Press a button under a message; a link is followed."""
    chat = inside(tg, person, ask)
    message = message_of(tg, chat, ask)
    button = _button(message, ask)
    if "callback_data" in button:
        return {"callback_id": _call_back(tg, person, message, str(button["callback_data"])).id}
    if "url" in button:
        return _follow(tg, person, str(button["url"]))
    if "copy_text" in button:
        return {"callback_id": None, "answered": False, "copied": button["copy_text"].get("text")}
    query = button.get("switch_inline_query_current_chat", button.get("switch_inline_query"))
    if query is not None:
        return {"callback_id": None, "answered": False, "inline": query}
    raise ControlError("The sandbox cannot press this kind of button.")


def _button(message: Message, ask: Json) -> Json:
    markup = message.markup or {}
    rows: list[list[Json]] = markup.get("inline_keyboard") or []
    wanted = ask.get("button", ask.get("data"))
    if isinstance(wanted, list):
        try:
            return rows[int(wanted[0])][int(wanted[1])]
        except (IndexError, ValueError):
            raise ControlError(f"There is no button at {wanted}.", 404) from None
    for field in ("text", "callback_data"):
        for button in (button for row in rows for button in row):
            if button.get(field) == wanted and (field == "callback_data" or "button" in ask):
                return button
    there = [button["text"] for row in rows for button in row]
    raise ControlError(f"There is no button {wanted!r}, only {there}.", 404)


def _call_back(tg: LocalTelegram, person: Person, message: Message, data: str) -> Callback:
    world = tg.world
    made = Callback(world.fresh_id(), person.id, message.chat, message.id, data, tg.now())
    world.callbacks[made.id] = made
    world.changed("callback", made.id)
    if len(world.callbacks) > KEPT:
        oldest = next(iter(world.callbacks))
        del world.callbacks[oldest]
        world.changed("callback", oldest)
    # A press shows who made it even where an anonymous administrator did.
    query = {"id": made.id, "from": shapes.user(world, person.id), "message": shapes.message(world, message)}
    tg.updates.put("callback_query", query | {"chat_instance": str(abs(message.chat) * 31 + 7), "data": data})
    return made


def _follow(tg: LocalTelegram, person: Person, url: str) -> Json:
    """A link to the bot starts it; what other links show is not the sandbox's."""
    told: Json = {"callback_id": None, "answered": False, "url": url}
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    if parts.scheme == "tg":
        name = query.get("domain", [""])[0]
    else:
        name = parts.path.strip("/") if parts.hostname in ("t.me", "telegram.me") else ""
    if name.lower() == tg.world.bot.username.lower() and "startgroup" not in query:
        told |= start(tg, person, {"payload": query.get("start", [""])[0]})
    return told


def inline(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Type the bot's name and a query in some chat."""
    if not tg.world.bot.supports_inline_queries:
        raise ControlError("The bot takes no inline queries.")
    made = InlineQuery(tg.world.fresh_id(), person.id, str(ask.get("query") or ""), tg.now())
    tg.world.inline[made.id] = made
    tg.world.changed("inline", made.id)
    query = {"id": made.id, "from": shapes.user(tg.world, person.id), "query": made.query, "offset": ""}
    tg.updates.put("inline_query", query)
    return {"inline_id": made.id}


def choose(tg: LocalTelegram, person: Person, ask: Json) -> Json:
    """Send one of the results the bot offered."""
    made = tg.world.inline.get(str(ask.get("inline_id")))
    if made is None or made.person != person.id:
        raise ControlError("There is no such inline query.", 404)
    result = next((each for each in made.results if str(each.get("id")) == str(ask.get("result"))), None)
    if result is None:
        raise ControlError(f"The bot offered no result {ask.get('result')!r}.", 404)
    chat = inside(tg, person, ask)
    may_write(tg, person, chat, ask)
    content = _result_content(result)
    markup = result.get("reply_markup")
    message = messages.post(tg, chat, person.id, content, markup=markup, via_bot=True)
    chosen = {"result_id": str(result["id"]), "from": shapes.user(tg.world, person.id), "query": made.query}
    tg.updates.put("chosen_inline_result", chosen)
    return {"message_id": message.id}


def _result_content(result: Json) -> Json:
    given = result.get("input_message_content") or {}
    text = given.get("message_text") or result.get("caption") or result.get("title")
    if not text:
        raise ControlError("The sandbox can only send results that have words.")
    if str(given.get("parse_mode", "")).lower() == "html":
        from_html, marks = html.parse(str(text))
        return {"text": from_html, "entities": marks} if marks else {"text": from_html}
    return words(str(text))
