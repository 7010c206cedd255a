"""Commands that wait for one more tap: what was typed is kept as a draft and run again when the tap comes.

Three things need that: an answer that belongs in private (`privately`), an administrator who wrote anonymously
(`errors`), and a command that could mean several groups (`which_group`).
"""

from typing import Any

from domain.drafts import Draft
from handlers.context import Act, Sent
from handlers.keyboards import Rows
from handlers.routing import Router

router = Router("replays")

CONTINUE = "continue"
ANONYMOUS = "anonymous"
WHICH_GROUP = "which_group"
KINDS = (CONTINUE, ANONYMOUS, WHICH_GROUP)

SHOWN = "replay_shown"


def command_of(act: Act) -> tuple[str, str]:
    """The command that is being answered, without slash, and its words; `("start", "")` where there is none."""
    if act.draft is not None and act.draft.kind in KINDS:
        return str(act.draft.data["command"]), str(act.draft.data["args"])
    text = (act.message.text or "") if act.message and act.query is None else ""
    if not text.startswith("/"):
        return "start", ""
    return text.split(maxsplit=1)[0][1:].partition("@")[0].lower(), act.args


def anonymously(act: Act) -> bool:
    """Whether the command that is being answered was written as the group itself, so that nobody learns by whom."""
    draft = act.draft
    return draft is not None and (draft.kind == ANONYMOUS or bool(draft.data.get("anonymous")))


def keep(act: Act, kind: str) -> Draft:
    """Keep the command that is being answered until somebody taps."""
    command, args = command_of(act)
    group_id = act.group.id if act.group else None
    return act.begin(kind, group_id=group_id, command=command, args=args, **_about(act))


def replied_to(act: Act) -> tuple[int, int | None] | None:
    """The message in the group that a command answers to, and its topic, also after the taps that it waited for."""
    about = _about(act)
    return (int(about["reply_to"]), about["thread"]) if "reply_to" in about else None


def _about(act: Act) -> dict[str, Any]:
    if act.draft is not None and act.draft.kind in KINDS:
        return {name: act.draft.data[name] for name in ("reply_to", "thread") if name in act.draft.data}
    reply = act.message.reply_to_message if act.message is not None and act.query is None and not act.private else None
    return {} if reply is None else {"reply_to": reply.message_id, "thread": act.thread_id}


def show(act: Act, draft: Draft, text: str, buttons: Rows) -> None:
    """Say what the draft waits for; the message is remembered, so that it can go once it is no longer needed."""
    effect = {"kind": SHOWN, "draft_id": draft.id}
    act.send(act.chat.id, text, buttons, thread_id=act.thread_id, silent=True, effect=effect)


@router.effect(SHOWN)
def shown(sent: Sent) -> None:
    """The message stands: remember which it is. A draft that is done by now needs it no longer."""
    if not isinstance(sent.result, dict):
        return
    message_id = int(sent.result["message_id"])
    draft = sent.tx.drafts.get(int(sent.data["draft_id"]))
    if draft is None:
        sent.delete(sent.message.chat_id or 0, message_id)
    else:
        sent.tx.drafts.save(draft.changed(message_id=message_id))


def replayed(act: Act, draft: Draft) -> None:
    """The tap came and the command ran: the message that asked for the tap goes, and so does the draft.

    It stays where the command put its answer into that very message.
    """
    pressed = act.message.message_id if act.query is not None and act.message is not None else None
    message_id = pressed or draft.message_id
    waiting = act.tx.outbox.waiting(draft.chat_id)
    answers = (one.payload.get("message_id") for one in waiting if one.method == "editMessageText")
    if message_id is not None and message_id not in answers:
        act.delete(draft.chat_id, message_id)
    act.tx.drafts.remove(draft.id)
