"""A backup that failed is told to the operator at once, by the command itself: the bot may not be running."""

import asyncio
import contextlib
import time

from telegram.error import TelegramError

from bot.api import BotApi
from bot.settings import Settings
from handlers.words import best_language, words

APART = 3600.0  # seconds between two messages


def backup_failed(settings: Settings, reason: str) -> None:
    """Say so in the operator's chat, where one is set and none was sent within the hour. Never raises for Telegram."""
    if settings.operator_chat_id is None:
        return
    told = settings.database_path.with_name(settings.database_path.name + ".backup-told")
    with contextlib.suppress(OSError):
        if 0 <= time.time() - told.stat().st_mtime < APART:
            return
    t = words(best_language(settings.language))
    text = f"{t('Circlekeeper, about itself:')} {t('a backup failed: {reason}', reason=reason)}"
    with contextlib.suppress(TelegramError):
        asyncio.run(_send(settings, text))
        with contextlib.suppress(OSError):  # a full disk may be why it failed
            told.touch()


async def _send(settings: Settings, text: str) -> None:
    async with BotApi(settings.bot_token, settings.bot_api_url) as api:
        await api.call("sendMessage", {"chat_id": settings.operator_chat_id, "text": text, "parse_mode": "HTML"})
