"""`/cancel`, or just the word: what the bot waits for words for is put aside."""

from handlers.context import Act
from handlers.routing import Router

router = Router("cancel")


def leaves(act: Act, text: str | None) -> bool:
    """Whether these words, written where words are waited for, mean that none will come."""
    return (text or "").strip().rstrip(".!").casefold() in ("cancel", act.t.plain("cancel").casefold())


@router.command("cancel")
def cancel(act: Act) -> None:
    """Their own, in this chat; in a group where nothing waits it may be meant for another bot."""
    draft = act.tx.drafts.waiting_for_words(act.chat.id, act.user.id)
    if draft is not None:
        act.tx.drafts.remove(draft.id)
        act.reply(act.t("All right, I have put it aside. Nothing was changed or sent."))
    elif act.private or f"@{act.me.username}".lower() in (act.message.text or "" if act.message else "").lower():
        act.reply(act.t("I’m not waiting for words from you. A button that you don’t tap does nothing. /help"))
