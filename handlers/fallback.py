"""What nothing else answers: words nobody expects, unknown commands, buttons of old messages."""

from handlers.context import Act
from handlers.doors import menu
from handlers.keyboards import link
from handlers.routing import Router

router = Router("fallback")


@router.event("text")
def text(act: Act) -> None:
    """Something in private that nothing waits for. It is neither kept nor repeated."""
    t = act.t
    people = t("The facilitators of your group are people, and you can write to them.")
    danger = t("If somebody is in danger, please call your local emergency number.")
    can = t("This is what I can do:")
    act.reply(f"{t('I’m a bot and did not expect words just now.')} {people}\n\n{danger}\n\n{can}", menu(t))


@router.event("unknown_command")
def unknown_command(act: Act) -> None:
    """In private a hint. In a group only where it was plainly meant for this bot: others have commands too."""
    if act.private:
        act.reply(act.t("I don’t know that command. This is what I can do:"), menu(act.t))
    elif act.message is not None and f"@{act.me.username}".lower() in (act.message.text or "").split()[0].lower():
        act.reply(act.t("I don’t know that command. /help shows what I can do."))


@router.event("called")
def called(act: Act) -> None:
    """Somebody mentioned the bot in the group. A mere reply to a card or a reminder is talk between people."""
    if act.message is None or f"@{act.me.username}".lower() not in (act.message.text or "").lower():
        return
    button = link(act.t.plain("Talk to me in private"), act.me.link("hello"))
    act.reply(act.t("I’m a bot. /help shows what I can do here."), [[button]], silent=True)


@router.event("old_button")
def old_button(act: Act) -> None:
    """A button of a message that is too old, or that was never ours."""
    if act.query is not None:
        act.answer(act.t.plain("That button is from an older message. /help shows what I can do."))
    else:
        act.reply(act.t("That button is from an older message. This is what I can do:"), menu(act.t))
