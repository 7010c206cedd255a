"""Structured logs, as text or JSON, from which every trace of the token is taken out."""

import logging
import re
import sys
import time
from typing import Any

import structlog

# Telegram's tokens are recognised by their shape as well, so that one that is not ours is not shown either.
TOKEN_SHAPE = re.compile(r"\b\d{3,}:[A-Za-z0-9_-]{20,}")
HIDDEN = "[token]"
# What every lane would say again each second while the disk is full, which must not be filled by its own log.
REPEATED = ("the database is unavailable", "cannot write down what was sent")
SELDOM = 10.0  # seconds


class Redactor:
    """Replaces the token in any text, in capitals or not: python-telegram-bot changes the case of errors."""

    def __init__(self, token: str) -> None:
        parts = [re.escape(part) for part in (token, token.partition(":")[2]) if len(part) > 2]
        self._ours = re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """The text without the token."""
        return TOKEN_SHAPE.sub(HIDDEN, self._ours.sub(HIDDEN, text))


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """The last step before a line is written, tracebacks included: nothing can slip past it."""

    def __init__(self, redact: Redactor, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        return self._redact(super().format(record))


class Seldom(logging.Filter):
    """Lets each of what is repeated through once in ten seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is logged."""
        event = str(record.msg.get("event")) if isinstance(record.msg, dict) else ""
        now, key = time.monotonic(), (record.name, event)
        if event not in REPEATED:
            return True
        if now - self._said.get(key, -SELDOM) < SELDOM:
            return False
        self._said[key] = now
        return True


def configure(level: str, form: str, token: str) -> None:
    """Send every log of this process, ours and the libraries', to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Seldom())
    handler.setFormatter(
        RedactingFormatter(
            Redactor(token),
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(form)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.raiseExceptions = False  # a line that cannot be written would be shown raw, token and all
    for chatty in ("httpx", "httpcore", "aiohttp", "apscheduler", "aiosqlite", "uvicorn.access", "asyncio"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def _renderers(form: str) -> list[Any]:
    if form == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=str)]
    # Plain: the default one shows local variables, and with them what people wrote.
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
