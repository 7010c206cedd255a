"""Stock python-telegram-bot that posts a card in each group and answers the presses under it, from memory."""

import asyncio
import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes


async def begin(application: Application) -> None:  # type: ignore[type-arg]
    """The cards, before anything else."""
    row = [InlineKeyboardButton(word, callback_data=word) for word in ("Going", "Maybe")]
    for chat in os.environ["BENCH_GROUPS"].split(","):
        await application.bot.send_message(int(chat), "Coffee and chat", reply_markup=InlineKeyboardMarkup([row]))
        await asyncio.sleep(0.05)  # it knows no flood limits


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a press."""
    if update.callback_query is not None:
        await update.callback_query.answer(f"{update.callback_query.data}, then.")


def main() -> None:
    """Run until killed."""
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{os.environ['BOT_API_URL']}/bot")
    application = builder.concurrent_updates(True).post_init(begin).build()
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_polling()


if __name__ == "__main__":
    main()
