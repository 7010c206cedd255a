"""Private words and the token are where they are needed, and in no log, error, metric, export or copy besides."""

import asyncio
import io
import logging
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import logs
from bot.backups import backup
from bot.export import export
from tests.circle import TOKEN, Circle, a_circle
from tests.flows.meetups import schedule
from tests.flows.requesting import ask

TALK, ASKED, REQUESTED, POISON = "canary-of-talk", "canary-of-a-question", "canary-of-a-request", "canary-of-poison"
FIRST, LAST = "Canaria", "Forgotten-Canary"
SECRET = TOKEN.partition(":")[2]


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that production would write, at the most talkative."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure("DEBUG", request.param, TOKEN)
    yield stream
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
async def circle(tmp_path: Path, log: io.StringIO) -> AsyncIterator[Circle]:
    """Canaria is a member as well, and somebody looks after the program."""
    async with a_circle(tmp_path, booted=False, timezone="Europe/London") as circle:
        operator = int((await circle.client.person("Olu", language_code="en"))["id"])
        await circle.client.start(operator)
        circle.settings |= {"operator_chat_id": operator, "log_level": "DEBUG"}
        circle.erased = int((await circle.client.person(FIRST, last_name=LAST, language_code="en"))["id"])
        await circle.client.act(circle.erased, "join", chat=circle.group)
        await circle.boot()
        await circle.settle()
        circle.operator = operator
        yield circle


async def an_evening(circle: Circle) -> None:
    """People talk, ask, come, and ask for a human."""
    await schedule(circle)
    for person in (circle.mara, circle.tom, circle.fay, circle.erased):
        await circle.start(person)
        await circle.say(person, "/next")
    for person in (circle.mara, circle.tom, circle.erased):
        last = await circle.say(person, f"Between us: {TALK}")
    await circle.say(circle.tom, "/next", reply_to=last)
    await circle.press(circle.erased, "Going")
    await circle.private(circle.tom, f"/ask how do I get a {ASKED} for the bus?")
    await circle.say(circle.mara, f"/facilitator {REQUESTED} in the group")
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    await ask(circle, f"{REQUESTED} by name", who=circle.erased)
    await circle.press(circle.fay, "Claim", chat=circle.fay)


async def trouble(circle: Circle) -> None:
    """What can fail fails, with words in it that are nobody's business."""
    me = {"id": circle.tom, "is_bot": False, "first_name": "Tom"}
    message = {"message_id": 900, "date": 1796029200, "chat": {"id": circle.tom, "type": "private"}, "from": me}
    unreadable: Any = {"id": "1", "question": POISON, "options": [{"text": POISON, "voter_count": 0}]}
    await circle.client.inject({"message": message | {"poll": unreadable}})
    await circle.client.inject({"message": message | {"text": POISON, "entities": POISON}})
    for kind in ("500", "cut_before", "cut_after", "429"):
        await circle.client.fault(kind, "sendMessage", count=1)
        await circle.client.fault(kind, "getUpdates", count=1)
    await circle.client.fault("error", "sendMessage", description=f"Bad Request: at /bot{TOKEN}/sendMessage")
    for _ in range(7):
        await circle.client.send(circle.tom, "/help")
    end = asyncio.get_running_loop().time() + 20
    while "set_aside" not in circle.app.metrics.page().decode():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.05)
    await circle.client.request("DELETE", "faults")
    await asyncio.sleep(1)  # until what Telegram failed on goes
    await circle.settle()


async def forgotten(circle: Circle) -> None:
    """Canaria wants to be forgotten, and within the hour it is so."""
    await circle.private(circle.erased, "/forgetme")
    await circle.press(circle.erased, "Yes, forget me", chat=circle.erased)
    await circle.travel(hours=1)


def bytes_of(folder: Path) -> bytes:
    """All that stands in these files."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def shown(circle: Circle) -> str:
    """What an operator sees: health, metrics, the operator's chat."""
    base = f"http://127.0.0.1:{circle.app.port}"
    pages = [
        await asyncio.to_thread(lambda page=page: urllib.request.urlopen(f"{base}/{page}").read().decode())
        for page in ("health", "metrics")
    ]
    return "\n".join([*pages, *await circle.texts(circle.operator)])


async def test_canaries_are_found_only_where_they_belong(circle: Circle, log: io.StringIO, tmp_path: Path) -> None:
    await an_evening(circle)
    backup(circle.database, tmp_path / "before" / "one.db")
    await trouble(circle)
    export(circle.database, tmp_path / "coded", names=False)
    await forgotten(circle)
    seen = await shown(circle)
    assert "failed three times" in seen
    said = "\n".join(await circle.texts(circle.tom))  # whose messages failed
    for canary in (REQUESTED, FIRST, LAST, SECRET, "Traceback", "sqlite", str(circle.folder)):
        assert canary not in said
    backup(circle.database, tmp_path / "after" / "two.db")
    export(circle.database, tmp_path / "named", names=True)
    await circle.stop()
    live = b"".join(path.read_bytes() for path in tmp_path.glob("circle.db*"))
    before, after = bytes_of(tmp_path / "before"), bytes_of(tmp_path / "after")
    written, coded, named = log.getvalue().encode(), bytes_of(tmp_path / "coded"), bytes_of(tmp_path / "named")
    assert b"an update failed" in written
    everywhere = {"log": written, "shown": seen.encode(), "live": live, "before": before, "after": after}
    everywhere |= {"coded": coded, "named": named}
    # Where each may stand: a question that is open, a request's words, a name before it was forgotten.
    allowed = {
        ASKED: {"live", "before", "after"},
        REQUESTED: {"live", "before", "after"},
        FIRST: {"before"},
        LAST: {"before"},
        str(circle.erased): {"before"},
        "Okafor": {"live", "before", "after", "named"},
        str(circle.mara): {"live", "before", "after", "named"},
    }
    for canary in (TALK, POISON, SECRET, *allowed):
        places = {place for place, content in everywhere.items() if canary.lower().encode() in content.lower()}
        assert places <= allowed.get(canary, set()), canary
    assert all(canary.encode() in before for canary in (ASKED, REQUESTED, FIRST, LAST))  # they could be found
