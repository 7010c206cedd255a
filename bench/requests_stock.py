"""Stock python-telegram-bot with its AIORateLimiter: the same reminders at once, the same receipts and pages."""

import asyncio
import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import AIORateLimiter, Application, CallbackQueryHandler, CommandHandler, ContextTypes

TEXT = "Coffee and chat\nA reminder: we meet today at 10:00.\nWhere: Calderwood Hall"


async def broadcast(application: Application) -> None:  # type: ignore[type-arg]
    """A reminder to everybody."""
    people = [int(person) for person in os.environ["BENCH_PEOPLE"].split(",")]
    await asyncio.gather(*(application.bot.send_message(person, TEXT) for person in people), return_exceptions=True)


async def begin(application: Application) -> None:  # type: ignore[type-arg]
    """Start the broadcast beside the polling."""
    application.bot_data["broadcast"] = asyncio.create_task(broadcast(application))


async def asked(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """By name or unnamed?"""
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Unnamed", callback_data="u")]])
    if update.message is not None:
        await update.message.reply_text("By name or unnamed?", reply_markup=buttons)


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The receipt, then the facilitator's page."""
    if update.callback_query is not None:
        await update.callback_query.answer("Sent.")
        await update.callback_query.edit_message_text("I’m passing it on.")
        await context.bot.send_message(int(os.environ["BENCH_FACILITATOR"]), "Somebody would like to talk.")


def main() -> None:
    """Run until killed."""
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{os.environ['BOT_API_URL']}/bot")
    limiter = AIORateLimiter(max_retries=3)
    application = builder.rate_limiter(limiter).concurrent_updates(True).post_init(begin).build()
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(CommandHandler("facilitator", asked))
    application.run_polling()


if __name__ == "__main__":
    main()
