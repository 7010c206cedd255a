"""What somebody hears who taps or writes faster than anybody could read: one line, once."""

from telegram import Update

from domain.outbox import Lane
from handlers.context import Context
from handlers.words import best_language, words


def say_slower(context: Context, update: Update) -> None:
    """That some of it was left unread, where they did it."""
    user, message = update.effective_user, update.effective_message
    t = words(best_language(user.language_code if user is not None else None, context.me.language))
    if update.callback_query is not None:
        _answer(
            context, update.callback_query.id, t.plain("That was faster than I can read. One tap at a time, please.")
        )
    elif message is not None and update.inline_query is None:
        thread_id = message.message_thread_id if message.is_topic_message else None
        text = t("That was more at once than I can read, and I left some of it out. Please send it again in a minute.")
        context.send(message.chat.id, text, thread_id=thread_id, silent=True)


def let_go(context: Context, update: Update) -> None:
    """Nothing more is said; only the button stops waiting."""
    if update.callback_query is not None:
        _answer(context, update.callback_query.id, None)


def _answer(context: Context, query_id: str, text: str | None) -> None:
    payload = {"callback_query_id": query_id, "text": text}
    context.call("answerCallbackQuery", None, Lane.ANSWER, payload, effect={"kind": "ignore"})
