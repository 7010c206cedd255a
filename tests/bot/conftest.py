"""As `bot.app.running` does: python-telegram-bot's durations are timedeltas."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")
