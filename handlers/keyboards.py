"""Rows of buttons, as Telegram's JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import Payload

Button = InlineKeyboardButton
Rows = Sequence[Sequence[Button]]


def press(text: str, payload: Payload) -> Button:
    """A button that brings the payload back."""
    return InlineKeyboardButton(text, callback_data=payload.pack())


def link(text: str, url: str) -> Button:
    """A button that opens an address."""
    return InlineKeyboardButton(text, url=url)


def markup(rows: Rows) -> dict[str, Any]:
    """The keyboard as the Bot API takes it."""
    return InlineKeyboardMarkup([list(row) for row in rows if row]).to_dict()


def columns(buttons: Iterable[Button], width: int) -> list[list[Button]]:
    """Buttons side by side, `width` to a row."""
    row: list[Button] = []
    rows: list[list[Button]] = []
    for button in buttons:
        row.append(button)
        if len(row) == width:
            rows.append(row)
            row = []
    return [*rows, row] if row else rows
