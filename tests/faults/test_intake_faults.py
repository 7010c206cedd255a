"""Nothing that Telegram handed over is lost or done twice, whatever breaks in between."""

import asyncio
import json

import pytest
from telegram.error import InvalidToken, NetworkError

from tests.faults.conftest import Small, fetch, until


async def test_what_was_fetched_while_the_line_broke_comes_again_and_is_done_once(small: Small) -> None:
    await small.client.fault("cut_after", "getUpdates", count=1)
    for number in range(20):
        await small.client.send(small.mara, f"/note {number}", chat=small.group)
    await until(lambda: len(small.notes()) == 20, "all noted")
    await small.settle()
    assert set(small.notes().values()) == {1}
    assert len(await small.sends()) == 20


@pytest.mark.parametrize("kind", ["cut_before", "500", "429"])
async def test_a_poll_that_fails_is_tried_again(small: Small, kind: str) -> None:
    await small.client.fault(kind, "getUpdates", count=2)
    await small.say(small.mara, "/note after the fault")
    assert small.notes() == {"after the fault": 1}


async def test_hours_without_telegram_do_not_end_the_polling(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    failed, pauses, sleep = 0, [], asyncio.sleep

    async def unreachable(*_: object, **__: object) -> None:
        nonlocal failed
        failed += 1
        raise NetworkError("no line") if failed <= 2_000 else InvalidToken("here the test ends")

    async def at_once(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0)

    monkeypatch.setattr(small.app.intake, "_fetch", unreachable)
    monkeypatch.setattr("bot.intake.asyncio.sleep", at_once)
    with pytest.raises(InvalidToken):
        await small.app.intake.poll()
    assert failed == 2_001
    assert pauses[0] < 1
    assert max(pauses) == 3


async def test_an_update_is_stored_before_it_is_confirmed(bare: Small) -> None:
    """At the moment Telegram forgets it, it stands in the database file."""
    await bare.boot()
    await bare.settle()
    updates, seen = bare.sandbox.telegram.updates, []

    def confirm(offset: int, forget=updates.confirm) -> None:
        going = {item.update_id for item in updates.items if item.update_id < offset}
        there = {row["update_id"] for row in bare.query("SELECT update_id FROM inbox")}
        seen.append(going <= there)
        forget(offset)

    updates.confirm = confirm
    for number in range(5):
        await bare.say(bare.mara, f"/note {number}")
    assert len(bare.notes()) == 5
    assert seen
    assert all(seen)


async def test_the_same_update_twice_is_applied_once(small: Small) -> None:
    await small.say(small.mara, "/note once")
    (row,) = small.query("SELECT update_id FROM inbox ORDER BY seq DESC LIMIT 1")
    await small.client.repeat(row["update_id"])
    await small.settle()
    await small.say(small.mara, "/note other")
    assert small.notes() == {"once": 1, "other": 1}
    await small.restart()
    await small.client.repeat(row["update_id"])
    await small.settle()
    assert small.notes() == {"once": 1, "other": 1}


async def test_ids_that_start_anew_below_the_old_ones_are_taken(small: Small) -> None:
    for number in range(6):
        await small.client.restart_ids()
        await small.say(small.mara, f"/note {number}")
    assert small.notes() == {str(number): 1 for number in range(6)}


async def test_ids_that_start_anew_after_a_quiet_week_are_taken_also_across_a_restart(small: Small) -> None:
    await small.say(small.mara, "/note before")
    await small.stop()
    await small.client.advance(8 * 86400)
    await small.client.restart_ids()
    await small.client.send(small.mara, "/note after", chat=small.group)
    await small.boot()
    await until(lambda: small.notes() == {"after": 1}, "noted; the older note was tidied away")
    await small.settle()
    assert small.notes() == {"after": 1}


async def test_what_waited_while_the_bot_was_down_is_done_in_order(small: Small) -> None:
    await small.stop()
    for number in range(120):  # more than one batch
        await small.client.send(small.mara, f"/note {number}", chat=small.group)
    await small.boot()
    await until(lambda: len(small.notes()) == 120, "all noted")
    await small.settle()
    assert await small.texts() == [f"noted {number}" for number in range(120)]


async def test_group_talk_is_not_even_counted_in_the_database(small: Small) -> None:
    before = small.query("SELECT count(*) AS n FROM inbox")
    for words in ("hello all", "is anyone up", "note 5", "see you @tom"):
        await small.client.send(small.mara, words, chat=small.group)
    await small.settle()
    assert small.query("SELECT count(*) AS n FROM inbox") == before


async def test_an_update_of_no_known_shape_stops_nobody(small: Small) -> None:
    for raw in (
        {"message": {"no": "chat"}},
        {"message": "words"},
        {"callback_query": {"id": "1"}},
        {"poll_answer": {"poll_id": "5"}},
        {"message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "date": "tomorrow", "text": "/note"}},
    ):
        await small.client.inject(raw)
    await small.say(small.mara, "/note after them")
    assert small.notes() == {"after them": 1}
    assert (await small.health())["inbox"] == 0


async def test_a_poison_update_is_tried_three_times_and_set_aside(small: Small) -> None:
    await small.client.send(small.mara, "/poison", chat=small.group)
    await small.client.send(small.mara, "/note later in the same chat", chat=small.group)
    await small.client.send(small.tom, "/note elsewhere")
    await until(lambda: small.notes()["later in the same chat"], "its own chat goes on")
    # The other chat did not wait for the three tries of this one.
    assert list(small.notes()) == ["elsewhere", "later in the same chat"]
    await small.settle()
    assert small.state("inbox")["set_aside"] == 1
    assert small.notes("poison") == {}
    # Nothing of it stays but the fact, and whoever asked hears that it did not work.
    assert small.query("SELECT body, tries FROM inbox WHERE state = 'set_aside'") == [{"body": None, "tries": 3}]
    texts = await small.texts()
    assert "never said" not in texts
    assert sum("went wrong" in text for text in texts) == 1


async def test_tries_of_a_poison_update_are_counted_across_restarts(small: Small) -> None:
    await small.client.send(small.mara, "/poison", chat=small.group)
    await until(lambda: small.query("SELECT 1 FROM inbox WHERE tries > 0"), "tried")
    await small.restart()
    await until(lambda: small.state("inbox")["set_aside"] == 1, "set aside")
    assert small.query("SELECT tries FROM inbox WHERE state = 'set_aside'") == [{"tries": 3}]


async def test_a_refusal_changes_nothing_and_is_answered_in_words(small: Small) -> None:
    await small.say(small.mara, "/refused")
    assert small.notes("never") == {}
    assert "no longer there" in (await small.texts())[-1]
    assert small.state("inbox")["set_aside"] == 0


async def test_a_disk_that_is_full_for_a_while_loses_nothing(small: Small) -> None:
    assert small.app is not None
    database = small.app.store.database

    async def pages(count: int) -> None:
        await database._writer.visit(lambda: database._writer.say(f"PRAGMA max_page_count = {count}"))

    await small.say(small.mara, "/note before")
    await pages(1)  # SQLite takes the size it has already
    for number in range(30):
        await small.client.send(small.mara, f"/note {number} {'x' * 3000}", chat=small.group)
    await asyncio.sleep(1.2)
    assert len(small.notes()) < 31
    await pages(1_000_000)
    await until(lambda: len(small.notes()) == 31, "all noted", 20)
    await small.settle()
    assert set(small.notes().values()) == {1}
    assert len(await small.texts()) == 31


SECRET = "s3cret-of-the-webhook"


@pytest.fixture
async def hooked(bare: Small) -> tuple[Small, str]:
    """The webhook's address is known only once a port is taken, so it points at nothing at first."""
    await bare.boot(webhook_url="http://127.0.0.1:9/telegram", webhook_secret=SECRET)
    assert bare.app is not None
    await bare.client.drop()
    return bare, f"http://127.0.0.1:{bare.app.port}/telegram"


def an_update(update_id: int, words: str, person: int) -> bytes:
    chat = {"id": person, "type": "private", "first_name": "Mara"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": {"id": person, "is_bot": False, "first_name": "Mara"}}
    message |= {"text": words, "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    return json.dumps({"update_id": update_id, "message": message}).encode()


async def post(url: str, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {"X_Telegram_Bot_Api_Secret_Token": secret}
    status, _ = await asyncio.to_thread(fetch, url, body, **headers)
    return status


async def test_a_webhook_call_is_stored_before_it_is_answered(hooked) -> None:
    small, url = hooked
    assert small.app is not None
    held = small.app.dispatch.accept
    small.app.intake._accepted = lambda rows: None  # nobody handles it yet
    assert await post(url, an_update(5, "/note hooked", small.mara)) == 200
    (row,) = small.query("SELECT state, body FROM inbox WHERE update_id = 5")
    assert row["state"] == "waiting"
    assert "/note hooked" in row["body"]
    small.app.intake._accepted = held
    await small.app.dispatch.load()
    await until(lambda: small.notes() == {"hooked": 1}, "handled")
    assert await post(url, an_update(5, "/note hooked", small.mara)) == 200
    assert await post(url, an_update(6, "/note next", small.mara)) == 200
    await until(lambda: small.notes()["next"], "handled")
    assert small.notes()["hooked"] == 1


@pytest.mark.parametrize(
    ("body", "secret", "status"),
    [
        (None, None, 403),
        (None, "", 403),
        (None, SECRET[:-1], 403),
        (None, SECRET + "x", 403),
        (b"x" * 65_537, SECRET, 413),
        (b"x" * 65_537, "wrong", 403),
        (b"not json", SECRET, 400),
        (b"[]", SECRET, 400),
        (b'{"update_id": "5"}', SECRET, 400),
        (b'{"update_id": true}', SECRET, 400),
        (b'{"message": {}}', SECRET, 400),
        (b"\xff\xfe", SECRET, 400),
        (b"", SECRET, 400),
        (b'{"update_id": 7, "message": {}}', SECRET, 200),
    ],
)
async def test_what_did_not_come_from_telegram_is_refused(hooked, body, secret, status) -> None:
    small, url = hooked
    given = body if body is not None else an_update(9, "/note forged", small.mara)
    assert await post(url, given, secret) == status
    await asyncio.sleep(0.05)
    assert small.notes() == {}
    assert small.query("SELECT 1 FROM inbox WHERE update_id IN (5, 7, 9)") == []


async def test_the_webhook_asks_for_a_new_try_while_the_disk_is_full(hooked) -> None:
    small, url = hooked
    database = small.app.store.database
    await database._writer.visit(lambda: database._writer.say("PRAGMA max_page_count = 1"))
    statuses = [await post(url, an_update(n, f"/note {n} {'x' * 4000}", small.mara)) for n in range(100, 130)]
    assert 503 in statuses
    await database._writer.visit(lambda: database._writer.say("PRAGMA max_page_count = 1000000"))
    for number, status in enumerate(statuses, start=100):
        if status == 503:
            assert await post(url, an_update(number, f"/note {number} {'x' * 4000}", small.mara)) == 200
    await until(lambda: len(small.notes()) == 30, "all noted", 20)


async def test_without_a_webhook_there_is_no_door_for_one(small: Small) -> None:
    assert small.app is not None
    url = f"http://127.0.0.1:{small.app.port}/telegram"
    assert (await asyncio.to_thread(fetch, url, b"{}"))[0] == 404


async def test_health_and_metrics_answer(small: Small) -> None:
    await small.say(small.mara, "/note one")
    await small.client.fault("429", "sendMessage", chat=small.group, retry_after=1)
    await small.say(small.mara, "/note two")
    await until(lambda: small.state("outbox") == {}, "said in the end")
    assert small.app is not None
    health = await small.health()
    assert health["status"] == "ok"
    assert health["at_rest"]
    status, page = await asyncio.to_thread(fetch, f"http://127.0.0.1:{small.app.port}/metrics")
    text = page.decode()
    assert status == 200
    assert 'updates_total{outcome="handled"}' in text
    assert 'telegram_calls_total{method="sendMessage",outcome="ok"} 2.0' in text
    assert "telegram_429_total 1.0" in text
    for name in ("outbox_depth", "outbox_oldest_seconds", "inbox_waiting", "inbox_lanes", "agenda_lag_seconds"):
        assert name in text
    assert str(small.mara) not in text
    assert str(small.group) not in text
