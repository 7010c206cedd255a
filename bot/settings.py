"""Settings from the environment or `.env`; a wrong one stops the start with one line."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import helplines
from domain.timezones import is_zone
from handlers.words import languages
from storage.database import path_of

TELEGRAM = "https://api.telegram.org"


class WrongSetting(Exception):
    """A setting cannot be used; the message names it, says what is wrong and shows an example of right."""


def _token(value: str) -> str:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{3,}", value):
        raise ValueError("is not a bot's token; BotFather gives one like 123456789:AAExampleExampleExample")
    return value


def _root(value: str) -> str:
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise ValueError("is not the root of a Bot API server, like http://127.0.0.1:8081")
    return value.rstrip("/")


def _database(value: str) -> str:
    try:
        path_of(value)
    except Exception as error:
        raise ValueError("is not a SQLite file, like sqlite+aiosqlite:///circlekeeper.db") from error
    return value


def _zone(value: str | None) -> str | None:
    if value and not is_zone(value):
        raise ValueError("is not a time zone of the IANA list, like Europe/London")
    return value or None


def _language(value: str) -> str:
    if value not in (*languages(), "qps"):
        raise ValueError(f"is not a language I speak; I speak {', '.join(languages())}, so for example en")
    return value


def _country(value: str | None) -> str | None:
    if value and not re.fullmatch(r"[A-Za-z]{2}", value):
        raise ValueError("is not a country's two letters, like GB")
    return value.upper() if value else None


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
        raise ValueError("is not an address and a port, like 127.0.0.1:8080")
    return value


def _webhook(value: str | None) -> str | None:
    if value and (urlsplit(value).scheme not in ("https", "http") or not urlsplit(value).netloc):
        raise ValueError("is not an address, like https://bot.example.org/telegram")
    return value or None


def _secret(value: str | None) -> str | None:
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise ValueError("may hold letters, digits, _ and - only, 256 at most, like kJ3-long_and_random")
    return value or None


def _chat(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,15}", value):
        raise ValueError("is not a chat's id, like 123456789")
    return value


def _helplines(value: Path | None) -> Path | None:
    if value is None or value == Path():
        return None
    helplines.read(value)
    return value


class Settings(BaseSettings):
    """Everything that can be set, as in product.md; only BOT_TOKEN is required.

    clock_file: for the demo and the tests only, a file with the seconds by which time is shifted.
    pacing: for the tests only, off where the local Telegram enforces no limits.
    """

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    bot_token: Annotated[str, AfterValidator(_token), Field(repr=False)]
    bot_api_url: Annotated[str, AfterValidator(_root)] = TELEGRAM
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///circlekeeper.db"
    timezone: Annotated[str | None, AfterValidator(_zone)] = None
    language: Annotated[str, AfterValidator(_language)] = "en"
    country: Annotated[str | None, AfterValidator(_country)] = None
    helplines: Annotated[Path | None, AfterValidator(_helplines)] = None
    operator_chat_id: Annotated[int | None, BeforeValidator(_chat)] = None
    starter: Literal["on", "off"] = "on"
    semantic_model: str = ""
    webhook_url: Annotated[str | None, AfterValidator(_webhook)] = None
    webhook_secret: Annotated[str | None, AfterValidator(_secret), Field(repr=False)] = None
    webhook_listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8080"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    clock_file: Path | None = None
    pacing: bool = True

    @model_validator(mode="after")
    def _secret_goes_with_the_address(self) -> "Settings":
        if self.webhook_url and not self.webhook_secret:
            raise ValueError(
                "WEBHOOK_SECRET is needed with WEBHOOK_URL; any long random word, like kJ3-long_and_random"
            )
        return self

    @property
    def listen(self) -> tuple[str, int]:
        """Host and port of the loopback server (health, metrics, webhook)."""
        host, _, port = self.webhook_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def database_path(self) -> Path:
        """The SQLite file."""
        return path_of(self.database_url)


def load(**given: object) -> Settings:
    """The settings of this process; WrongSetting with one clear line where one cannot be used."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise WrongSetting(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]).upper() if first["loc"] else ""
    if first["type"] == "missing":
        return f"{name} is missing; BotFather gives one like {name}=123456789:AAExampleExampleExample"
    if first["type"] == "literal_error":
        example = Settings.model_fields[name.lower()].default
        return f"{name} must be one of {first['ctx']['expected']}, for example {name}={example}"
    if first["type"].startswith("bool"):
        return f"{name} must be true or false, for example {name}=true"
    message = first["msg"].removeprefix("Value error, ")
    return f"{name} {message}" if name else message
