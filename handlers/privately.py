"""Answers that are only for the one who asked: said in private, wherever they asked."""

from domain.drafts import Draft
from domain.errors import Anonymous
from handlers.context import Act, Context, Sent
from handlers.keyboards import Rows, link
from handlers.replays import CONTINUE, SHOWN, command_of, keep
from handlers.routing import Router
from handlers.words import Words

router = Router("privately")

REFUSED = "private_answer"
STAND_INS = (1087968824, 136817688)  # GroupAnonymousBot and Channel_Bot: Telegram's, for who hides behind a chat


def is_anonymous(act: Act) -> bool:
    """Whether the one who wrote hides behind the group or a channel. A press always shows who it was."""
    return act.query is None and act.user.id in STAND_INS


def as_themselves(act: Act) -> None:
    """Refuse what is about a person when nobody can tell which person it is."""
    if is_anonymous(act):
        raise Anonymous


def privately(act: Act, text: str, buttons: Rows | None = None) -> None:
    """Answer in private. In the group nothing shows of it, but where no private chat is open: one neutral line."""
    if act.private:
        act.reply(text, buttons)
    elif (chat_id := private_chat(act)) is not None:
        command, args = command_of(act)
        effect = {"kind": REFUSED, "chat_id": act.chat.id, "thread_id": act.thread_id, "command": command, "args": args}
        act.send(chat_id, text, buttons, effect=effect)


def private_chat(act: Act) -> int | None:
    """Where to answer this person in private. None: they have not opened that chat, and were asked to.

    A command asked in the group is removed from there, where the bot may.
    """
    if act.private:
        return act.chat.id
    as_themselves(act)
    if act.query is None and act.message is not None:
        act.delete(act.chat.id, act.message.message_id)
    if not act.person.private_open:
        _ask_to_open(act)
        return None
    act.answer(act.t.plain("I answered you in private."))
    return act.user.id


def _ask_to_open(act: Act) -> None:
    draft = keep(act, CONTINUE)
    t = act.words(act.group.language) if act.group else act.t
    _neutral_line(act, t, draft, act.thread_id)
    act.answer(act.t.plain("Tap “Continue in private”, then Start. I will answer you there."))


def _neutral_line(context: Context, t: Words, draft: Draft, thread_id: int | None) -> None:
    """The same for every private answer, so that it tells nobody what was asked."""
    button = link(t.plain("Continue in private"), context.me.link(f"c{draft.id}"))
    effect = {"kind": SHOWN, "draft_id": draft.id}
    text = t("Let’s continue in private.")
    context.send(draft.chat_id, text, [[button]], thread_id=thread_id, silent=True, effect=effect)


@router.effect(REFUSED)
def refused(sent: Sent) -> None:
    """The private chat was believed to be open and is not: now the neutral line asks for it."""
    person = sent.tx.people.get(sent.message.chat_id or 0)
    if sent.refusal is None or person is None:
        return
    sent.tx.people.save(person.changed(private_open=False))
    chat_id, thread_id = int(sent.data["chat_id"]), sent.data["thread_id"]
    group = sent.tx.groups.by_chat(chat_id)
    kept = {"command": sent.data["command"], "args": sent.data["args"]}
    draft = Draft(kind=CONTINUE, person_id=person.id, chat_id=chat_id, data=kept, created_at=sent.now)
    draft = sent.tx.drafts.add(draft.changed(group_id=group.id if group else None))
    _neutral_line(sent, sent.words(group.language if group else person.language), draft, thread_id)
