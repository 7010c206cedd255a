"""From an update to the route that answers it: commands, presses, expected words, events; no permission is decided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import Message, MessageEntity, Update

from domain.drafts import Draft
from domain.ports import Tx
from handlers.callbacks import LINK, Payload, unlink, unpack
from handlers.cancel import leaves
from handlers.context import HELLO, Act
from handlers.doors import ToStart
from handlers.errors import ItsMe
from handlers.events import event_of
from handlers.replays import ANONYMOUS, CONTINUE, WHICH_GROUP
from handlers.routing import Route, Table
from handlers.which_group import PickGroup

AWAITED_FOR = timedelta(days=1)  # by then it is no longer what somebody who opens the private chat came for
PICKED = ("users_shared", "chat_shared")


@dataclass(frozen=True)
class Match:
    """The route and what it is given. only: the one group id to which the person narrowed it.

    replay: the draft whose command this runs again. takes_part: somebody used the bot; whoever only left the group or
    renamed it did not, and is not kept.
    """

    route: Route
    args: str = ""
    payload: Payload | None = None
    draft: Draft | None = None
    replay: bool = False
    only: int | None = None
    takes_part: bool = True


def match(table: Table, tx: Tx, update: Update, bot_id: int, act: Callable[[Match], Act]) -> Match | None:
    """The match for an update, None where nobody here has anything to say to it.

    act: makes what a listener is asked about.
    """
    if update.callback_query is not None:
        return _press(table, tx, update)
    event = event_of(update)
    if event is not None:
        found = _event(table, _whose(table, tx, update, event))
        return replace(found, takes_part=False) if found else None
    if update.edited_message is not None:
        return _heard(table, None, act) or _event(table, "changed")
    message = update.message
    if message is None or update.effective_user is None:
        return None
    command = _command(message)
    if command is not None:
        return _run(table, tx, update, *command)
    return _words(table, tx, message, bot_id, act)


def _whose(table: Table, tx: Tx, update: Update, event: str) -> str:
    """What was picked belongs to the noun whose draft asked for it: `users_shared buddy`, where anybody has that."""
    message = update.message
    shared = (message.users_shared or message.chat_shared) if message is not None and event in PICKED else None
    draft = tx.drafts.get(shared.request_id) if shared is not None else None
    name = f"{event} {draft.kind}" if draft is not None else event
    return name if name in table.events else event


def _event(table: Table, name: str) -> Match | None:
    route = table.events.get(name)
    return Match(route) if route is not None else None


def _heard(table: Table, draft: Draft | None, act: Callable[[Match], Act]) -> Match | None:
    """The first listener who wants this private message."""
    for listener in table.listeners:
        found = Match(listener.route, draft=draft)
        if listener.wants(act(found), draft):
            return found
    return None


def _command(message: Message) -> tuple[str, str] | None:
    """Name and words of a command that the message begins with."""
    text = message.text or ""
    for entity in message.entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            name = message.parse_entity(entity)
            return name[1:].partition("@")[0].lower(), text[len(name) :].strip()
    return None


def _run(table: Table, tx: Tx, update: Update, name: str, args: str) -> Match | None:
    if name == "start" and args.startswith("c") and args[1:].isdigit():
        return _replay(table, tx, update, int(args[1:]), CONTINUE) or _event(table, "old_button")
    if name == "start" and _only_opens(args):
        waiting = _awaited(tx, update)
        found = _replay(table, tx, update, waiting.id, CONTINUE) if waiting is not None else None
        if found is not None:
            return found
    if name == "start" and args.startswith(LINK):
        return _linked(table, args) or _event(table, "old_button")
    route = table.commands.get(name)
    return Match(route, args) if route is not None else _event(table, "unknown_command")


def _only_opens(word: str) -> bool:
    """Whether a `/start` asks for nothing but the private chat: it was typed, or came by one of our links to it."""
    if not word.startswith(LINK):
        return word in ("", HELLO)
    try:
        return isinstance(unlink(word), ToStart)
    except ValueError:
        return False


def _awaited(tx: Tx, update: Update) -> Draft | None:
    """What waits for this person to open the private chat: they may also find it by themselves, without that link."""
    message = update.message
    if message is None or message.from_user is None or message.chat.type != "private":
        return None
    person = tx.people.get(message.from_user.id)
    if person is None or person.private_open:
        return None
    kept = [draft for draft in tx.drafts.of_person(person.id) if draft.kind == CONTINUE]
    newest = max(kept, key=lambda draft: draft.id, default=None)
    return newest if newest is not None and message.date - newest.created_at <= AWAITED_FOR else None


def _linked(table: Table, word: str) -> Match | None:
    """What a link opens: the same as a press of the button with this payload."""
    try:
        payload = unlink(word)
    except ValueError:
        return None
    route = table.presses.get(type(payload))
    return Match(route, payload=payload) if route is not None else None


def _press(table: Table, tx: Tx, update: Update) -> Match | None:
    query = update.callback_query
    try:
        payload = unpack((query.data or "") if query else "")
    except ValueError:
        return _event(table, "old_button")
    if isinstance(payload, ItsMe):
        return _replay(table, tx, update, payload.draft_id, ANONYMOUS) or _event(table, "old_button")
    if isinstance(payload, PickGroup):
        found = _replay(table, tx, update, payload.draft_id, WHICH_GROUP)
        return replace(found, only=payload.group_id) if found else _event(table, "old_button")
    route = table.presses.get(type(payload))
    return Match(route, payload=payload) if route is not None else _event(table, "old_button")


def _replay(table: Table, tx: Tx, update: Update, draft_id: int, kind: str) -> Match | None:
    draft = tx.drafts.get(draft_id)
    user = update.effective_user
    if draft is None or draft.kind != kind or user is None:
        return None
    if kind != ANONYMOUS and draft.person_id != user.id:
        return None
    if kind == ANONYMOUS and (update.effective_chat is None or draft.chat_id != update.effective_chat.id):
        return None
    route = table.commands.get(str(draft.data["command"]))
    return Match(route, str(draft.data["args"]), draft=draft, replay=True) if route is not None else None


def _words(table: Table, tx: Tx, message: Message, bot_id: int, act: Callable[[Match], Act]) -> Match | None:
    private = message.chat.type == "private"
    reply = message.reply_to_message
    answers_bot = reply is not None and reply.from_user is not None and reply.from_user.id == bot_id
    if message.from_user is not None and (private or answers_bot):
        draft = tx.drafts.waiting_for_words(message.chat.id, message.from_user.id)
        heard = _heard(table, draft, act) if private else None
        if heard is not None:
            return heard
        if draft is not None and leaves(act(Match(table.commands["cancel"], draft=draft)), message.text):
            return Match(table.commands["cancel"], draft=draft)
        route = table.words.get(draft.expects or "") if draft is not None else None
        if route is not None and draft is not None and (message.text or (draft.expects or "").endswith("*")):
            return Match(route, (message.text or "").strip(), draft=draft)
    found = _event(table, "text" if private else "called")
    return replace(found, args=(message.text or message.caption or "").strip()) if found is not None else None
