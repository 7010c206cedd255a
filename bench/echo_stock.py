"""The same echo on stock python-telegram-bot: updates in memory, httpx, nothing kept."""

import os

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the words back where they were said."""
    if update.message is not None:
        await update.message.reply_text(" ".join(context.args or []), do_quote=False)


async def hush(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Hear it, and say nothing."""


def main() -> None:
    """Run until killed. `STOCK_SIDE_BY_SIDE` is its own switch for handling updates concurrently."""
    builder = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{os.environ['BOT_API_URL']}/bot")
    application = builder.concurrent_updates("STOCK_SIDE_BY_SIDE" in os.environ).build()
    application.add_handler(CommandHandler("echo", echo))
    application.add_handler(CommandHandler("hush", hush))
    application.run_polling(drop_pending_updates=False)


if __name__ == "__main__":
    main()
