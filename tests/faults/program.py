"""A bot of a few commands on the real base, so that tests of the base do not hang on what people are told.

It runs in the test's own process, or as a process of its own that can be killed (`launch`).
"""

import functools
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from domain.agenda import Promise
from domain.drafts import Draft
from domain.errors import Gone
from domain.groups import Group
from domain.hello import move_house
from domain.outbox import Card, Lane
from domain.ports import Tx
from handlers.callbacks import Payload
from handlers.context import Act, Due, Sent
from handlers.keyboards import press
from handlers.routing import Drawing, Router
from tests.faults import process

router = Router("small")


@dataclass(frozen=True)
class Plus(Payload, code="t+"):
    """One more on the tally."""


def note(act: Act, kind: str, words: str) -> None:
    """Remember something, so that a test can count how often it happened."""
    act.person  # noqa: B018
    draft = Draft(kind=kind, person_id=act.user.id, chat_id=act.chat.id, data={"words": words}, created_at=act.now)
    act.tx.drafts.add(draft)


def tally(tx: Tx, chat_id: int) -> Card | None:
    """The tally of this chat, whatever its id was when it was made."""
    return next(iter(tx.cards.in_chat(chat_id)), None)


@router.event("bot_added")
def added(act: Act) -> None:
    if act.group is None:
        act.tx.groups.add(Group(chat_id=act.chat.id, title=act.chat.title or "", zone="UTC", created_at=act.now))


@router.event("migrated")
def migrated(act: Act) -> None:
    if act.message is not None and act.message.migrate_to_chat_id:
        move_house(act.tx, act.chat.id, act.message.migrate_to_chat_id, act.now)


@router.command("start", "help")
def start(act: Act) -> None:
    act.person  # noqa: B018
    act.reply("hello")


@router.command("note")
def noted(act: Act) -> None:
    note(act, "note", act.args)
    act.reply(f"noted {act.args}")


@router.command("silent")
def silent(act: Act) -> None:
    note(act, "note", act.args)


@router.command("many")
def many(act: Act) -> None:
    for number in range(int(act.args)):
        act.reply(f"number {number}")


@router.command("poison")
def poison(act: Act) -> None:
    note(act, "poison", act.args)
    act.reply("never said")
    raise RuntimeError("a fault of ours")


@router.command("refused")
def refused(act: Act) -> None:
    note(act, "never", act.args)
    raise Gone


@router.command("tell")
def tell(act: Act) -> None:
    """`/tell CHAT words`: say it elsewhere, with an effect."""
    chat, _, words = act.args.partition(" ")
    act.send(int(chat), words, effect={"kind": "told", "chat_id": act.chat.id, "user_id": act.user.id})


@router.command("once")
def once(act: Act) -> None:
    act.send(int(act.args), "only once", lane=Lane.NUDGE, once=True, effect={"kind": "told", "user_id": act.user.id})


@router.command("topic")
def topic(act: Act) -> None:
    act.send(act.chat.id, "in the topic", thread_id=int(act.args))


@router.effect("told")
def told(sent: Sent) -> None:
    data = {"words": "refused" if sent.refusal else "sent", "message_id": (sent.result or {}).get("message_id")}
    user = int(sent.data["user_id"])
    sent.tx.drafts.add(Draft(kind="told", person_id=user, chat_id=user, data=data, created_at=sent.now))


@router.command("tally")
def show_tally(act: Act) -> None:
    note(act, "card", "")
    thread = int(act.args) if act.args else None
    card = Card(kind="tally", subject_id=abs(act.chat.id), chat_id=act.chat.id, thread_id=thread)
    act.tx.outbox.touch(act.tx.cards.add(card), act.now)


@router.press(Plus)
def plus(act: Act) -> None:
    note(act, "plus", "")
    card = tally(act.tx, act.chat.id)
    if card is not None:
        act.tx.outbox.touch(card, act.now)
    act.answer("counted")


@router.command("plus")
def plus_by_command(act: Act) -> None:
    plus(act)


@router.command("minus")
def minus(act: Act) -> None:
    """One of theirs less."""
    mine = next(draft for draft in act.tx.drafts.of_person(act.user.id) if draft.kind == "plus")
    act.tx.drafts.remove(mine.id)
    touch(act)


@router.command("touch")
def touch(act: Act) -> None:
    card = tally(act.tx, act.chat.id)
    if card is not None:
        act.tx.outbox.touch(card, act.now)


@router.command("down")
def further_down(act: Act) -> None:
    """The tally is posted anew."""
    card = tally(act.tx, act.chat.id)
    if card is not None:
        card = card.changed(message_id=None, shown=None)
        act.tx.cards.save(card)
        act.tx.outbox.touch(card, act.now)


@router.command("hush")
def hush(act: Act) -> None:
    """Nothing that was to be said here is said any more; only the tally is drawn."""
    act.tx.outbox.drop_for_person(act.chat.id)
    touch(act)


@router.painter("tally")
def paint(tx: Tx, card: Card, now: datetime) -> Drawing:
    group = tx.groups.by_chat(card.chat_id)
    people = [member.person_id for member in tx.people.members(group.id)] if group else []
    count = sum(draft.kind == "plus" for person in people for draft in tx.drafts.of_person(person))
    return Drawing(f"tally {count}", [[press("Plus", Plus())]])


@router.command("later")
def later(act: Act) -> None:
    """`/later SECONDS words`."""
    seconds, _, words = act.args.partition(" ")
    act.tx.agenda.add("later", f"{act.chat.id}:{act.user.id}:{words}", act.now + timedelta(seconds=int(seconds)))


@router.promise("later")
def due(due: Due) -> None:
    chat, user, words = due.promise.subject.split(":", 2)
    if words == "impossible":
        raise RuntimeError("a fault of ours")
    due.send(int(chat), words, lane=Lane.REMINDER)
    kept = Draft(kind="kept", person_id=int(user), chat_id=int(chat), data={"words": words}, created_at=due.now)
    due.tx.drafts.add(kept)


def _of_promise(tx: Tx, promise: Promise) -> Group | None:
    return tx.groups.by_chat(int(promise.subject.split(":")[0]))


@router.promise("asked", administrators_of=_of_promise)
def asked(due: Due) -> None:
    """Promised by tests: Telegram is asked for the administrators of the group before."""
    due.send(int(due.promise.subject.split(":")[0]), f"{len(due.administrators)} administrators")


ROUTERS = (router,)


def launch(settings: dict[str, str], output: Path) -> BaseProcess:
    """The small bot as a real process with `circlekeeper run`'s own way to start and end; started in milliseconds."""
    return process.launch(settings, output, _small)


def _small() -> None:
    from bot import cli

    cli.running = functools.partial(cli.running, routers=ROUTERS)  # type: ignore[assignment]
