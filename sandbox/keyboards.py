"""Reply markups, refused where Telegram refuses them."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.errors import bad_request
from sandbox.params import Params

Json = dict[str, Any]

DATA_BYTES = 64
MOST_BUTTONS = 100
#: One of these makes a button do something.
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_INLINE = "can't parse inline keyboard button"


def markup(params: Params, *, inline_only: bool = False) -> Json | None:
    """The reply_markup of a call. An inline keyboard without buttons is none."""
    wanted = params.parsed("reply_markup", "reply keyboard markup")
    if wanted is None or wanted == {}:
        return None
    if not isinstance(wanted, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in wanted:
        rows = _rows(wanted["inline_keyboard"], "inline_keyboard", "InlineKeyboardButton")
        for row in rows:
            for button in row:
                _check_inline(button)
        rows = [row for row in rows if row]
        if sum(len(row) for row in rows) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": rows} if rows else None
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in wanted:
        return _reply_keyboard(wanted)
    if wanted.get("remove_keyboard") or wanted.get("force_reply"):
        return wanted
    raise bad_request("object expected as reply markup")


def _rows(rows: Any, name: str, kind: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" of the {kind.replace("Button", "Markup")} must be an Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" must be an Array of Arrays of {kind}')
    return rows


def _reply_keyboard(wanted: Json) -> Json:
    rows = _rows(wanted["keyboard"], "keyboard", "KeyboardButton")
    read = [[{"text": b} if isinstance(b, str) else b for b in row] for row in rows]
    for button in (button for row in read for button in row):
        if not isinstance(button, dict) or not isinstance(button.get("text"), str):
            raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
        if not button["text"].strip():
            raise bad_request("keyboard button text must be non-empty")
    return wanted | {"keyboard": [row for row in read if row]}


def _check_inline(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays of InlineKeyboardButton')
    if "text" not in button:
        raise bad_request(f'{_INLINE}: Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(f'{_INLINE}: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    # An empty switch_inline_query is a wish of its own; other empty values are as if they were not there.
    given = [name for name in ACTIONS if button.get(name) or (name.startswith("switch") and name in button)]
    if not given:
        raise bad_request(f"{_INLINE}: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in given and len(str(button["callback_data"]).encode()) > DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in given:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    problem = ""
    if parts.scheme not in ("http", "https", "tg"):
        problem = "Unsupported URL protocol"
    elif parts.scheme != "tg" and "." not in (parts.hostname or "") and parts.hostname != "localhost":
        problem = "Wrong HTTP URL"
    if problem:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {problem}")
