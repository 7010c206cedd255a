"""What nothing else answers: unknown commands, buttons of old messages."""

from handlers.context import Act
from handlers.doors import menu
from handlers.routing import Router

router = Router("fallback")


@router.event("unknown_command")
def unknown_command(act: Act) -> None:
    """In private a hint. In a group only where it was plainly meant for this bot: others have commands too."""
    if act.private:
        act.reply(act.t("I don’t know that command. This is what I can do:"), menu(act.t))
    elif act.message is not None and f"@{act.me.username}".lower() in (act.message.text or "").split()[0].lower():
        act.reply(act.t("I don’t know that command. /help shows what I can do."))


@router.event("old_button")
def old_button(act: Act) -> None:
    """A button of a message that is too old, or that was never ours, or theirs."""
    if act.query is not None:
        act.answer(
            act.t.plain("That button is from an older message, or for somebody else. /help shows what I can do.")
        )
    else:
        text = act.t("That button is from an older message, or for somebody else. This is what I can do:")
        act.reply(text, menu(act.t))
