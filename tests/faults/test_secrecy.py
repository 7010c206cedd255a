"""Group talk that is not for the bot leaves no trace, and the token is nowhere."""

from pathlib import Path

import pytest

from tests.circle import TOKEN
from tests.faults.conftest import Small, until

CANARIES = 1000
SECRET = TOKEN.partition(":")[2]


def written_by_the_bot(small: Small) -> dict[Path, bytes]:
    """Every file the bot has in its folder: database, its log, lock, output."""
    return {path: path.read_bytes() for path in small.folder.rglob("*") if path.is_file() and path.name != "clock"}


def canary(number: int) -> str:
    return f"canary-{number:04d}-Zwitscher"


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_thousand_lines_of_group_talk_are_in_no_log_and_no_file(bare: Small, form: str) -> None:
    await bare.launched(LOG_LEVEL="DEBUG", LOG_FORMAT=form)
    await bare.client.send(bare.mara, "/note begins", chat=bare.group)
    last = 0
    for number in range(CANARIES):
        more = {"reply_to": last} if number % 10 == 5 else {}
        last = await bare.client.send((bare.mara, bare.tom)[number % 2], canary(number), chat=bare.group, **more)
    # Answering somebody's words with a command, or naming the bot, does not let their words in either.
    await bare.client.send(bare.tom, "/note answers", chat=bare.group, reply_to=last)
    await bare.client.send(bare.tom, "/poison", chat=bare.group, reply_to=last)
    await until(lambda: bare.notes() == {"begins": 1, "answers": 1}, "what was for the bot is done")
    await until(lambda: bare.state("inbox")["set_aside"] == 1, "the poison one is set aside")
    while_running = written_by_the_bot(bare)
    assert any(path.name.endswith("-wal") for path in while_running)
    assert (await bare.terminate())[0] == 0
    for files in (while_running, written_by_the_bot(bare)):
        assert any(b"answers" in content for content in files.values())
        for path, content in files.items():
            assert b"-Zwitscher" not in content, path
            assert SECRET.encode() not in content, path


async def test_what_was_said_to_the_bot_is_gone_from_the_inbox_and_never_in_a_log(bare: Small) -> None:
    await bare.launched(LOG_LEVEL="DEBUG")
    await bare.client.send(bare.mara, "/poison my-secret-words")
    await bare.client.send(bare.mara, "/silent other-secret-words")
    await until(lambda: bare.state("inbox")["set_aside"] == 1, "tried and set aside")
    await until(lambda: bare.notes(), "done")
    assert bare.query("SELECT 1 FROM inbox WHERE body IS NOT NULL") == []
    await bare.terminate()
    log = bare.output.read_text()
    assert "an update failed" in log
    assert "a fault of ours" in log  # the traceback is there …
    for words in ("secret-words", "Mara", str(bare.mara), SECRET):
        assert words not in log  # … and whose it was is not


async def test_the_token_is_in_no_log_whatever_goes_wrong(bare: Small) -> None:
    await bare.launched(LOG_LEVEL="DEBUG")
    await bare.client.send(bare.mara, "/start")
    for kind in ("500", "cut_before", "cut_after", "429"):
        await bare.client.fault(kind, "sendMessage", count=1)
        await bare.client.fault(kind, "getUpdates", count=1)
    await bare.client.fault("error", "sendMessage", description=f"Bad Request: /bot{TOKEN}/sendMessage")
    for number in range(6):
        await bare.client.send(bare.mara, f"/note {number}")
    await until(lambda: "refused for good" in bare.output.read_text(), "every fault was met")
    await bare.terminate()
    log = bare.output.read_text()
    assert "no updates" in log
    assert SECRET.lower() not in log.lower()
    assert "[token]" in log
