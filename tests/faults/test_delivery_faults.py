"""What the bot says arrives, once where it can be known, in order, and nobody waits for another's trouble."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.people import Person
from tests.faults.conftest import Small, a_small_circle, until


@pytest.fixture
async def paced(tmp_path: Path) -> AsyncIterator[Small]:
    """With Telegram's flood limits, and the pace that never provokes them."""
    async with a_small_circle(tmp_path, pacing=True) as circle:
        await circle.client.limits(enabled=True)
        yield circle


async def open_private(small: Small, person: int) -> None:
    await small.start(person)


def person_of(small: Small, person: int) -> Person | None:
    rows = small.query("SELECT * FROM people WHERE id = ?", person)
    return Person.model_validate(rows[0] | {"seen_at": rows[0]["seen_at"] + "Z"}) if rows else None


async def test_a_chat_that_telegram_wants_left_alone_holds_up_only_itself(small: Small) -> None:
    await open_private(small, small.tom)
    await small.client.fault("429", "sendMessage", chat=small.group, count=1, retry_after=2)
    began = time.monotonic()
    await small.client.send(small.mara, "/note one", chat=small.group)
    await small.client.send(small.mara, "/note two", chat=small.group)
    await until(lambda: small.query("SELECT 1 FROM holds"), "held")
    await small.private(small.tom, "/note aside")
    assert (await small.texts(small.tom))[-1] == "noted aside"
    assert time.monotonic() - began < 1.5
    assert await small.texts() == []
    await until(lambda: small.state("outbox") == {}, "said in the end")
    assert time.monotonic() - began >= 2
    assert await small.texts() == ["noted one", "noted two"]
    assert [call["status"] for call in await small.sends()] == [429, 200, 200]


async def test_the_silence_asked_for_is_kept_across_a_restart(small: Small) -> None:
    await small.client.fault("429", "sendMessage", chat=small.group, count=1, retry_after=3)
    began = time.monotonic()
    await small.say(small.mara, "/note held")
    await small.restart()
    await small.client.send(small.mara, "/note behind it", chat=small.group)
    await until(lambda: len(small.query("SELECT 1 FROM outbox")) == 2, "both wait")
    await asyncio.sleep(0.3)
    assert await small.texts() == []
    await until(lambda: small.state("outbox") == {}, "said in the end")
    assert time.monotonic() - began >= 3
    assert await small.texts() == ["noted held", "noted behind it"]
    assert len([call for call in await small.sends() if call["status"] == 429]) == 1


async def test_what_failed_before_a_restart_is_still_said_before_what_came_after_it(small: Small) -> None:
    await small.client.fault("500", "sendMessage", chat=small.group, count=100)
    await small.client.send(small.mara, "/note first", chat=small.group)
    await until(lambda: any(row["tries"] >= 3 for row in small.query("SELECT tries FROM outbox")), "failed thrice")
    await small.stop()
    await small.client.clear_faults()
    await small.client.send(small.mara, "/note second", chat=small.group)
    await small.boot()
    await until(lambda: len(small.notes()) == 2 and small.state("outbox") == {}, "both said", 20)
    assert await small.texts() == ["noted first", "noted second"]


async def test_what_is_sent_while_the_queue_is_filled_from_the_disk_is_not_sent_again(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = small.app.store.look

    async def slow(question):
        await small.client.send(small.mara, "/note once", chat=small.group)
        await until(lambda: small.query("SELECT 1 FROM outbox"), "on its way")
        found = await look(question)
        await until(lambda: small.state("outbox") == {}, "sent meanwhile")
        return found

    await small.client.fault("slow", "sendMessage", chat=small.group, count=1, seconds=0.3)
    monkeypatch.setattr(small.app.delivery._store, "look", slow)
    await small.app.delivery._refill()
    monkeypatch.undo()
    await small.settle()
    assert await small.texts() == ["noted once"]


@pytest.mark.parametrize(
    ("kind", "most"), [("500", 1), ("cut_before", 1), ("cut_after", 2)], ids=["5xx", "cut before", "cut after"]
)
async def test_an_answer_whose_fate_is_unknown_is_repeated_until_it_is_known(
    small: Small, kind: str, most: int
) -> None:
    await small.client.fault(kind, "sendMessage", chat=small.group, count=1)
    for number in range(3):
        await small.client.send(small.mara, f"/note {number}", chat=small.group)
    await until(lambda: len(small.notes()) == 3 and small.state("outbox") == {}, "all said")
    texts = await small.texts()
    assert texts.count("noted 0") == most
    assert texts[-2:] == ["noted 1", "noted 2"]  # what comes after it waited, so that order is kept
    assert set(small.notes().values()) == {1}


@pytest.mark.parametrize("kind", ["500", "cut_before", "cut_after"])
async def test_what_must_not_come_twice_is_never_repeated(small: Small, kind: str) -> None:
    await open_private(small, small.tom)
    await small.client.fault(kind, "sendMessage", chat=small.tom, count=1)
    await small.private(small.mara, f"/once {small.tom}")
    await until(lambda: small.state("outbox")["given_up"] == 1, "given up")
    await small.restart()
    await small.private(small.tom, "/note something else")
    calls = [call for call in await small.sends(small.tom) if call["params"]["text"] == "only once"]
    assert len(calls) == 1
    assert small.notes("told") == {"refused": 1}


async def test_what_must_not_come_twice_does_come_when_telegram_surely_did_not_take_it(small: Small) -> None:
    await open_private(small, small.tom)
    await small.client.fault("429", "sendMessage", chat=small.tom, count=1, retry_after=1)
    await small.private(small.mara, f"/once {small.tom}")
    await until(lambda: small.notes("told") == {"sent": 1}, "sent")
    assert (await small.texts(small.tom)).count("only once") == 1


async def test_order_within_a_chat_is_kept_through_any_trouble(small: Small) -> None:
    for kind in ("500", "cut_before"):
        await small.client.fault(kind, "sendMessage", share=0.3, seed=3)
    before = small.state("inbox")["done"]
    for person in (small.mara, small.tom):
        await small.client.send(person, "/many 12", chat=person)
    await until(lambda: small.state("inbox")["done"] == before + 2, "begun")
    await small.client.clear_faults()
    await until(lambda: small.state("outbox") == {} and small.state("inbox")["waiting"] == 0, "all said", 20)
    for person in (small.mara, small.tom):
        assert await small.texts(person) == [f"number {number}" for number in range(12)]


async def test_telegrams_limits_are_never_provoked_and_one_busy_chat_does_not_slow_another(paced: Small) -> None:
    await paced.client.send(paced.mara, "/many 30")
    await until(lambda: paced.query("SELECT 1 FROM outbox"), "many wait")
    began = time.monotonic()
    await paced.client.send(paced.tom, "/note quick")
    await paced.client.wait_for("noted quick", chat=paced.tom)
    assert time.monotonic() - began < 1
    await asyncio.sleep(1.2)
    metrics = await paced.client.metrics()
    assert metrics["calls"]["sendMessage"]["429"] == 0
    sent = await paced.texts(paced.mara)
    assert 3 <= len(sent) <= 7
    assert sent == [f"number {number}" for number in range(len(sent))]


async def test_thirty_presses_become_two_edits_and_the_last_one_is_right(paced: Small) -> None:
    await paced.say(paced.mara, "/tally")
    message_id = await paced.with_button("Plus", paced.group)
    presses = [
        paced.client.act(person, "press", chat=paced.group, message_id=message_id, button="Plus", wait=5)
        for _ in range(10)
        for person in (paced.mara, paced.tom, paced.fay)
    ]
    answers = await asyncio.gather(*presses)
    assert [answer["text"] for answer in answers] == ["counted"] * 30
    await until(lambda: paced.state("outbox") == {}, "drawn", 15)
    edits = await paced.sends(method="editMessageText")
    assert 1 <= len(edits) <= 2
    assert (await paced.last())["text"] == "tally 30"
    assert paced.notes("plus") == {"": 30}
    assert (await paced.client.metrics())["calls"]["editMessageText"]["429"] == 0


async def test_a_card_changed_while_it_is_being_sent_ends_up_right(small: Small) -> None:
    await small.say(small.mara, "/tally")
    await small.client.fault("slow", "editMessageText", count=1, seconds=0.5)
    message_id = await small.with_button("Plus", small.group)
    for person in (small.mara, small.tom, small.fay):
        await small.client.act(person, "press", chat=small.group, message_id=message_id, button="Plus", wait=5)
    await until(lambda: small.state("outbox") == {}, "drawn")
    assert (await small.last())["text"] == "tally 3"
    assert len(await small.texts()) == 1


async def test_a_card_that_already_looks_so_is_not_sent_again(small: Small) -> None:
    await small.say(small.mara, "/tally")
    for _ in range(3):
        await small.say(small.mara, "/touch")
    assert await small.sends(method="editMessageText") == []
    assert small.state("outbox") == {}


async def test_that_nothing_is_modified_is_no_error(small: Small) -> None:
    await small.say(small.mara, "/tally")
    await small.client.fault("cut_after", "editMessageText", count=1)  # the second try finds it done
    await small.press(small.mara, "Plus")
    await until(lambda: small.state("outbox") == {}, "done")
    statuses = [call["status"] for call in await small.sends(method="editMessageText")]
    assert statuses[-1] == 400
    assert small.state("outbox") == {}
    assert (await small.last())["text"] == "tally 1"
    await small.press(small.mara, "Plus")
    assert (await small.last())["text"] == "tally 2"


async def test_a_card_that_changes_back_while_nobody_knows_what_it_shows_ends_up_right(small: Small) -> None:
    await small.say(small.mara, "/tally")
    await small.client.fault("cut_after", "editMessageText", count=1)
    await small.client.fault("error", "editMessageText", error_code=502, description="Bad Gateway")
    message_id = await small.with_button("Plus", small.group)
    await small.client.act(small.mara, "press", chat=small.group, message_id=message_id, button="Plus", wait=5)
    await until(lambda: small.query("SELECT 1 FROM outbox WHERE tries > 0"), "cut")
    assert (await small.last())["text"] == "tally 1"
    await small.client.send(small.mara, "/minus", chat=small.group)
    await until(lambda: small.notes("plus") == {}, "taken back")
    await small.client.clear_faults()
    await until(lambda: small.state("outbox") == {}, "drawn", 15)
    assert (await small.last())["text"] == "tally 0"


async def test_a_card_that_is_to_stand_further_down_does_although_it_was_just_being_changed(small: Small) -> None:
    await small.say(small.mara, "/tally")
    message_id = await small.with_button("Plus", small.group)
    await small.client.fault("slow", "editMessageText", count=1, seconds=0.5)
    await small.client.act(small.mara, "press", chat=small.group, message_id=message_id, button="Plus", wait=5)
    await small.client.send(small.mara, "/down", chat=small.group)
    await until(lambda: small.query("SELECT 1 FROM cards WHERE message_id IS NULL"), "to be posted anew")
    await until(lambda: small.state("outbox") == {}, "drawn")
    last = await small.last()
    assert (last["text"], last["message_id"] != message_id) == ("tally 1", True)


async def test_a_row_that_was_taken_back_on_its_way_holds_up_nothing_that_comes_after_it(small: Small) -> None:
    await small.say(small.mara, "/tally")
    await small.client.fault("slow", "editMessageText", count=1, seconds=0.5)
    await small.client.send(small.mara, "/plus", chat=small.group)
    await until(lambda: small.query("SELECT 1 FROM outbox"), "on its way")
    await small.client.send(small.mara, "/hush", chat=small.group)
    await small.client.send(small.mara, "/plus", chat=small.group)
    await until(lambda: small.state("outbox") == {}, "drawn")
    assert await small.texts() == ["tally 2"]


async def test_a_deleted_card_is_posted_again_and_goes_on(small: Small) -> None:
    await small.say(small.mara, "/tally")
    message_id = await small.with_button("Plus", small.group)
    await small.client.act(small.fay, "delete", chat=small.group, message_id=message_id)
    await small.say(small.mara, "/plus")
    await until(lambda: small.state("outbox") == {}, "posted again")
    again = await small.with_button("Plus", small.group)
    assert again != message_id
    assert (await small.last())["text"] == "tally 1"
    await small.press(small.mara, "Plus")
    assert (await small.last())["text"] == "tally 2"
    assert len(await small.texts()) == 1


async def test_a_closed_topic_is_left_for_the_group_itself(tmp_path: Path) -> None:
    async with a_small_circle(tmp_path, booted=False) as small:
        made = await small.client.group("Forum", small.fay, members=[small.mara], bot="member", forum=True)
        small.group = made["id"]
        thread = (await small.client.act(small.fay, "topic", chat=small.group, name="Tuesdays"))["thread"]
        await small.boot()
        await small.say(small.mara, f"/topic {thread}")
        assert (await small.last())["thread_id"] == thread
        await small.say(small.mara, f"/tally {thread}")
        await small.client.act(small.fay, "close_topic", chat=small.group, thread=thread)
        await small.say(small.mara, f"/topic {thread}")
        assert (await small.last()).get("thread_id") is None
        assert (await small.last())["text"] == "in the topic"
        assert small.state("outbox") == {}


async def test_a_blocked_private_chat_is_remembered_and_nobody_else_waits(small: Small) -> None:
    await open_private(small, small.tom)
    assert person_of(small, small.tom).private_open
    await small.client.act(small.tom, "block")
    await small.settle()
    await small.app.store.transact(
        lambda tx: tx.people.save(tx.people.get(small.tom).changed(private_open=True))
    )  # as if the news of it had not come yet
    await small.private(small.mara, f"/tell {small.tom} are you there")
    assert small.notes("told") == {"refused": 1}
    assert not person_of(small, small.tom).private_open
    assert person_of(small, small.mara).private_open
    (row,) = small.query("SELECT state, payload, error FROM outbox")
    assert row["state"] == "given_up"
    assert json.loads(row["payload"]) == {}  # the words go, the reason stays
    assert row["error"].startswith("blocked")


async def test_a_group_that_removed_the_bot_rests(small: Small) -> None:
    await small.say(small.mara, "/note here")
    await small.client.act(small.fay, "remove", chat=small.group, user=small.app.me.id)
    await small.private(small.mara, f"/tell {small.group} is anybody there")
    (group,) = small.query("SELECT resting FROM groups WHERE chat_id = ?", small.group)
    assert group["resting"] == 1
    assert small.notes("told") == {"refused": 1}


async def test_a_group_becomes_a_supergroup_in_the_middle_of_a_queue(tmp_path: Path) -> None:
    async with a_small_circle(tmp_path, booted=False) as small:
        people = [small.mara, small.tom]
        made = await small.client.group("Old", small.fay, members=people, bot="administrator", type="group")
        old = small.group = made["id"]
        await small.boot()
        await small.settle()
        await small.say(small.mara, "/tally")
        await small.client.fault("429", "sendMessage", chat=old, count=1, retry_after=1)
        for number in range(4):
            await small.client.send(small.mara, f"/note {number}", chat=old)
        await until(lambda: len(small.notes()) == 4, "four answers wait")
        new = (await small.client.act(small.fay, "migrate", chat=old))["chat"]
        small.group = new if isinstance(new, int) else new["id"]
        await until(lambda: small.state("outbox") == {}, "all said")
        await small.settle()
        texts = await small.texts()
        assert [text for text in texts if text.startswith("noted")] == [f"noted {number}" for number in range(4)]
        assert texts.count("tally 0") == 1  # the card stands in the new chat too
        assert [row["chat_id"] for row in small.query("SELECT chat_id FROM groups")].count(small.group) == 1
        assert small.query("SELECT 1 FROM cards WHERE chat_id = ?", old) == []
        await small.press(small.mara, "Plus")
        assert "tally 1" in await small.texts()


async def test_a_card_that_was_just_posted_in_the_old_chat_is_posted_in_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_small_circle(tmp_path, booted=False) as small:
        made = await small.client.group("Old", small.fay, members=[small.mara], bot="administrator", type="group")
        old = small.group = made["id"]
        await small.boot()
        await small.settle()
        call = small.app.api.call

        async def and_then_it_moves(method, payload=None, **more):
            result = await call(method, payload, **more)
            if method == "sendMessage" and small.group == old:
                new = (await small.client.act(small.fay, "migrate", chat=old))["chat"]
                small.group = new if isinstance(new, int) else new["id"]
                await until(lambda: small.query("SELECT 1 FROM groups WHERE chat_id = ?", small.group), "moved")
            return result

        monkeypatch.setattr(small.app.api, "call", and_then_it_moves)
        await small.say(small.mara, "/tally", chat=old)
        assert (await small.last())["text"] == "tally 0"
        (card,) = small.query("SELECT chat_id, message_id FROM cards")
        assert card == {"chat_id": small.group, "message_id": (await small.last())["message_id"]}


async def test_an_old_groups_message_that_must_not_come_twice_still_comes_once(tmp_path: Path) -> None:
    async with a_small_circle(tmp_path, booted=False) as small:
        made = await small.client.group("Old", small.fay, members=[small.mara], bot="member", type="group")
        old = made["id"]
        await small.boot()
        await small.settle()
        await small.client.fault("slow", "sendMessage", chat=old, count=1, seconds=0.3)
        await small.client.send(small.mara, f"/once {old}")
        new = (await small.client.act(small.fay, "migrate", chat=old))["chat"]
        new = new if isinstance(new, int) else new["id"]
        await until(lambda: small.notes("told") == {"sent": 1}, "sent")
        assert (await small.texts(new)).count("only once") + (await small.texts(old)).count("only once") == 1


async def test_a_fault_of_ours_in_a_message_stops_nothing_else(small: Small) -> None:
    await open_private(small, small.mara)
    await small.client.send(small.mara, f"/tell {small.mara} with an effect that fails")
    await small.settle()

    def broken(sent):
        raise RuntimeError("a fault of ours")

    small.app.delivery._sender._table.effects["told"] = broken
    await small.private(small.mara, f"/tell {small.mara} fails now")
    await small.private(small.mara, "/note after")
    assert (await small.texts(small.mara))[-1] == "noted after"
    assert small.state("outbox")["given_up"] == 1


async def test_an_answer_to_a_press_that_comes_too_late_is_given_up_quietly(small: Small) -> None:
    await small.say(small.mara, "/tally")
    await small.client.fault("500", "answerCallbackQuery", share=1.0)
    message_id = await small.with_button("Plus", small.group)
    await small.client.act(small.mara, "press", chat=small.group, message_id=message_id, button="Plus", wait=0)
    await until(lambda: small.state("outbox")["given_up"] == 1, "given up")
    assert len(await small.client.calls("answerCallbackQuery")) == 3
    await until(lambda: small.state("outbox")["waiting"] == 0, "the rest is done")
    assert (await small.last())["text"] == "tally 1"
