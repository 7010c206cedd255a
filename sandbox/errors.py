"""What is refused: to the bot in Telegram's own words, to whoever controls the sandbox in one sentence."""

from typing import Any


class TelegramError(Exception):
    """An answer of the Bot API that is not ok."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ControlError(Exception):
    """A call of the control API that cannot be done; `status` is 400 or 404."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def bad_request(text: str) -> TelegramError:
    """400 with Telegram's prefix."""
    return TelegramError(400, f"Bad Request: {text}")


def forbidden(text: str) -> TelegramError:
    """403 with Telegram's prefix."""
    return TelegramError(403, f"Forbidden: {text}")


def conflict(text: str) -> TelegramError:
    """409 with Telegram's prefix."""
    return TelegramError(409, f"Conflict: {text}")


def too_many(seconds: int) -> TelegramError:
    """429, to be tried again after so many seconds."""
    return TelegramError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
