"""Nothing that is logged shows the token, or what somebody wrote."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import httpx
import pytest
import sqlalchemy as sa
import structlog
from telegram.error import NetworkError, TelegramError, TimedOut

from bot import logs
from bot.api import BotApi
from bot.logs import Redactor
from bot.settings import Settings
from domain.people import Person
from tests.circle import TOKEN

SECRET = TOKEN.partition(":")[2]
URL = f"http://127.0.0.1:9/bot{TOKEN}/getMe"


@dataclass
class Log:
    """What was written so far, in this form."""

    form: str
    stream: io.StringIO

    def __str__(self) -> str:
        return self.stream.getvalue()


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(logging, "raiseExceptions", True)
    found = Log(request.param, io.StringIO())
    monkeypatch.setattr(sys, "stderr", found.stream)
    logs.configure("DEBUG", request.param, TOKEN)
    yield found
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        URL,
        SECRET,
        f"bot{TOKEN}",
        TOKEN.lower(),
        TOKEN.upper(),
        TOKEN.replace(":", "%3A"),
        f"'{TOKEN}'",
        f"before {TOKEN} between {TOKEN} after",
        "987654321:AAExampleOfAnotherTokenThatIsNotOurs",
    ],
)
def test_the_token_is_taken_out_of_any_text(text: str) -> None:
    shown = Redactor(TOKEN)(text)
    assert SECRET.lower() not in shown.lower()
    assert "AAExample" not in shown
    assert logs.HIDDEN in shown


@pytest.mark.parametrize("text", ["hello", "10:00", "at 2026-11-30T09:00:00Z", "12:30:45 3 of 7", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert Redactor(TOKEN)(text) == text


def test_every_way_into_the_log_is_guarded(log: Log) -> None:
    structlog.get_logger("ours").warning("event %s", TOKEN, url=URL, nested={"token": [TOKEN]})
    logging.getLogger("httpx").warning("HTTP Request: GET %s", URL)
    logging.getLogger("some.library").error(f"failed: {URL}")
    logging.getLogger("aiohttp.client").debug("noise %s", URL)
    try:
        raise RuntimeError(f"cannot connect to {URL}") from ValueError(TOKEN)
    except RuntimeError:
        structlog.get_logger("ours").exception("it failed", settings=TOKEN)
        logging.getLogger("some.library").exception("it failed too")
    written = str(log)
    assert written.count("cannot connect to http://") == 2
    assert "HTTP Request" in written
    assert SECRET not in written
    if log.form == "json":
        for line in written.splitlines():
            assert {"event", "level", "timestamp"} <= json.loads(line).keys()


async def test_errors_of_the_http_libraries_are_guarded(log: Log) -> None:
    ours = structlog.get_logger("ours")
    try:
        async with aiohttp.ClientSession() as session, session.get(URL):
            pass
    except aiohttp.ClientError as error:
        ours.exception("aiohttp", error=str(error), shown=repr(error))
    try:
        async with httpx.AsyncClient() as client:
            (await client.get(URL)).raise_for_status()
    except httpx.HTTPError as error:
        ours.exception("httpx", error=str(error), request=repr(error.request))
    written = str(log)
    assert "aiohttp" in written
    assert "httpx" in written
    assert SECRET not in written


async def test_errors_of_our_own_calls_never_hold_the_address() -> None:
    async with BotApi(TOKEN, "http://127.0.0.1:9") as api:
        with pytest.raises(NetworkError) as refused:
            await api.call("getMe")
        assert SECRET not in repr(refused.value) + str(refused.value)
        assert refused.value.__cause__ is None
        assert SECRET not in repr(api)
    with pytest.raises(NetworkError, match="not open"):
        await api.call("getMe")


@pytest.mark.parametrize(
    ("answer", "error"), [(b"", TimedOut), (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", TelegramError)]
)
async def test_a_server_that_is_silent_or_speaks_nonsense_is_an_error_of_telegrams(
    answer: bytes, error: type[TelegramError]
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await reader.read()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with BotApi(TOKEN, f"http://127.0.0.1:{port}") as api:
            with pytest.raises(error) as broken:
                await api.call("getMe", patience=0.2)
        assert SECRET not in repr(broken.value)
        await asyncio.sleep(0.05)


def test_settings_do_not_show_what_is_secret() -> None:
    settings = Settings(
        bot_token=TOKEN, webhook_url="https://x.test/hook", webhook_secret="hidden-word", _env_file=None
    )
    assert SECRET not in repr(settings) + str(settings)
    assert "hidden-word" not in repr(settings)


def test_a_traceback_shows_no_local_variables(log: Log) -> None:
    def handle(words: str) -> None:
        raise RuntimeError("a fault of ours")

    try:
        handle(" ".join(["what", "somebody", "wrote"]))
    except RuntimeError:
        structlog.get_logger("ours").exception("an update failed")
    written = str(log)
    assert "a fault of ours" in written
    assert "handle" in written
    assert "what somebody wrote" not in written


def test_a_line_that_cannot_be_written_is_not_shown_raw_instead(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError("no space left")

    logging.getLogger().handlers[0].setStream(Full())  # type: ignore[attr-defined]
    logging.getLogger("some.library").error("at %s", URL)
    assert str(log) == ""
    assert capsys.readouterr().err == ""


def test_errors_of_the_domain_and_of_the_database_show_nobodys_words() -> None:
    with pytest.raises(ValueError, match="private_open") as wrong:
        Person(id=1, first_name="Mara", private_open="her words", seen_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "her words" not in str(wrong.value)


async def test_a_failing_statement_does_not_show_what_it_was_to_write(tmp_path) -> None:
    from storage.database import Database

    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(sa.exc.OperationalError) as failed:
        await database.transact(lambda c: c.execute(sa.text("INSERT INTO nowhere VALUES (:w)"), {"w": "her words"}))
    assert "her words" not in str(failed.value)
    await database.close()


def test_a_full_disk_is_not_filled_by_its_own_log(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    for lane in ("dispatch", "delivery"):
        for _ in range(50):
            structlog.get_logger(lane).error("the database is unavailable", reason="database or disk is full")
    structlog.get_logger("dispatch").error("an update is set aside", seq=1)
    structlog.get_logger("dispatch").error("an update is set aside", seq=2)
    assert str(log).count("the database is unavailable") == 2
    assert str(log).count("an update is set aside") == 2
    monkeypatch.setattr(logs, "SELDOM", 0.0)
    structlog.get_logger("dispatch").error("the database is unavailable", reason="database or disk is full")
    assert str(log).count("the database is unavailable") == 3
