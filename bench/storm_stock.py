"""Stock python-telegram-bot with its AIORateLimiter: the same messages at once, the same presses and commands."""

import asyncio
import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import AIORateLimiter, Application, CallbackQueryHandler, CommandHandler, ContextTypes

TEXT = "Coffee and chat\nA reminder: we meet today at 10:00.\nWhere: Calderwood Hall"


async def broadcast(application: Application) -> None:  # type: ignore[type-arg]
    """The card, then a reminder to everybody."""
    maybe = InlineKeyboardMarkup([[InlineKeyboardButton("Maybe", callback_data="m")]])
    await application.bot.send_message(int(os.environ["STORM_GROUP"]), "Coffee and chat", reply_markup=maybe)
    await asyncio.sleep(2)
    people = [int(person) for person in os.environ["STORM_PEOPLE"].split(",")]
    await asyncio.gather(*(application.bot.send_message(person, TEXT) for person in people), return_exceptions=True)


async def begin(application: Application) -> None:  # type: ignore[type-arg]
    """Start the broadcast beside the polling."""
    application.bot_data["broadcast"] = asyncio.create_task(broadcast(application))


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a press."""
    if update.callback_query is not None:
        await update.callback_query.answer("Maybe, then.")


async def helped(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a command."""
    if update.message is not None:
        await update.message.reply_text("Here is what I can do.")


def main() -> None:
    """Run until killed."""
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{os.environ['BOT_API_URL']}/bot")
    limiter = AIORateLimiter(max_retries=3)
    application = builder.rate_limiter(limiter).concurrent_updates(True).post_init(begin).build()
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(CommandHandler("help", helped))
    application.run_polling()


if __name__ == "__main__":
    main()
