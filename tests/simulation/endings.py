"""What must be true in the end, when everything has come to rest."""

from typing import Any

from bot.sending import _call_for
from handlers.views_attendance import OpenList
from storage.transaction import Transaction
from tests.simulation.crowd import SECRET
from tests.simulation.machine import Machine
from tests.simulation.telegram import Chat

AFTER = 150  # seconds after which Telegram takes no answer to a press


def the_end(machine: Machine) -> None:
    """Violation."""
    _everything_was_said(machine)
    _every_press_has_an_end(machine)
    _cards_are_true(machine)
    if SECRET.encode() in machine.disk.image():
        raise machine.rules.wrong("words that were not for the bot are kept")


def _everything_was_said(machine: Machine) -> None:
    for row in machine.rules.every:
        if row.posts and not row.ends and not row.over:
            raise machine.rules.wrong(f"never said: {row}")


def _every_press_has_an_end(machine: Machine) -> None:
    for press in machine.telegram.presses.values():
        if press.ends or press.dropped:
            continue
        row = machine.rules.answers.get(press.id)
        if row is None or not row.given_up:
            raise machine.rules.wrong(f"nobody answered {press}: {row}")


def _without_doors(buttons: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    return [row for row in buttons if not str(row[0].get("callback_data", "")).startswith(f"{OpenList.code}:")]


def _cards_are_true(machine: Machine) -> None:
    tx: Any = Transaction(machine.disk.connection, iter(()), machine.ledger)
    assert machine.app is not None
    painters = machine.app.clockwork._table.painters
    now = machine.clock.now()
    for kind, card_id in machine.disk.rows("SELECT kind, id FROM cards"):
        card = tx.cards.get(card_id)
        chat = machine.telegram.chats[card.chat_id]
        if not _reachable(machine, chat):
            continue
        drawing = painters[kind](tx, card, now)
        if drawing.text is None:
            continue
        message = chat.messages.get(card.message_id)
        if message is None and (card.closed or _was_refused(machine, chat.id)):
            continue  # one that is finished is not posted again where the group lives now
        if message is None:
            raise machine.rules.wrong(f"the card stands nowhere: {card}")
        call = _call_for(card, drawing).payload
        buttons = (call.get("reply_markup") or {}).get("inline_keyboard", [])
        if message.text == "This list is closed." or card.data.get("view"):
            continue  # whoever facilitates again asks again; who can be added is looked up as that page is opened
        # A list that opened later stands as a button on the earlier ones as soon as they are drawn for another reason.
        shown, buttons = _without_doors(message.buttons), _without_doors(buttons)
        if (message.text, shown) != (call["text"], buttons) and not machine.set_back:
            raise machine.rules.wrong(
                f"the card shows {message.text!r} {message.buttons}, true is {call['text']!r} {buttons}: {card}"
            )


def _was_refused(machine: Machine, chat_id: int) -> bool:
    """Whether Telegram once said that nothing can be written there, so that what was to be shown is not."""
    return any(row.chat == chat_id and row.given_up.startswith(("blocked", "removed")) for row in machine.rules.every)


def _reachable(machine: Machine, chat: Chat) -> bool:
    """Whether what stands there can be the bot's own work."""
    if chat.kind != "private":
        return chat.moved is None and chat.bot in ("member", "administrator")
    person = machine.telegram.people[chat.id]
    return person.started and not person.blocked and chat.id not in machine.telegram.meddled
