"""The question nobody could answer: kept without a name, told to facilitators, answered once, heard back."""

from pathlib import Path

import pytest

from bot.importing_knowledge import import_knowledge
from tests.circle import Circle
from tests.flows.asking import a_fellow, an_entry, kept, unanswered
from tests.flows.newcomers import a_room
from tests.storage.world import places_of

QUESTION = "who mends prams round here?"
REWORDED = "Who mends prams near us?"
ANSWER = "Jo in Mill Lane. She takes any pram."


async def ready(circle: Circle) -> None:
    await circle.start(circle.fay)


async def answered(circle: Circle, words: str = QUESTION) -> None:
    """Fay writes the answer to the first open question, up to the preview."""
    await circle.private(circle.fay, "/unanswered")
    await circle.press(circle.fay, (await circle.buttons(circle.fay))[0], chat=circle.fay)
    await circle.press(circle.fay, "Write the answer", chat=circle.fay)
    await circle.private(circle.fay, REWORDED)
    await circle.private(circle.fay, ANSWER)


async def test_a_facilitator_answers_once_the_asker_hears_back_and_the_next_parent_gets_it(circle: Circle) -> None:
    await ready(circle)
    await circle.start(circle.mara)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    assert "private" in str(await circle.press(circle.mara, "Tell me when you know"))
    await answered(circle)
    preview = (await circle.last(circle.fay))["text"]
    for words in ("This is how parents will see it:", REWORDED, ANSWER, QUESTION):
        assert words in preview
    assert "I don’t know that one." in (await circle.texts())[-1]
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    heard = (await circle.last(circle.mara))["text"]
    assert heard.startswith("You wanted to know something that I did not know.")
    assert ANSWER in heard
    assert await unanswered(circle) == []
    await circle.say(circle.tom, f"/ask {QUESTION}")
    assert ANSWER in (await circle.last())["text"]
    assert await circle.press(circle.tom, "That helped")


async def test_an_answer_that_the_host_publishes_by_a_file_is_heard_of_too(circle: Circle, tmp_path: Path) -> None:
    await ready(circle)
    await circle.start(circle.mara)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await circle.press(circle.mara, "Tell me when you know")
    await answered(circle)
    (draft,) = [one for one in await kept(circle, lambda tx: tx.entries.every()) if one.question == REWORDED]
    file = tmp_path / f"{draft.key}.md"
    now, settings = circle.app.clock.now(), circle.bot_settings()
    for state in ("draft", "published"):
        file.write_text(f"question: {REWORDED}\nstate: {state}\ngroup: {circle.group}\n\n{ANSWER}\n")
        await import_knowledge(settings, file, now, dry_run=False, strict=True)
        await circle.travel(minutes=1)
        heard = ANSWER in (await circle.last(circle.mara))["text"]
        assert heard is (state == "published")
    assert await unanswered(circle) == []


async def test_no_name_and_no_id_stand_anywhere_with_the_question(circle: Circle) -> None:
    await ready(circle)
    sue = await a_fellow(circle, "Sue-Canary")
    await circle.start(sue)
    await circle.say(sue, f"/ask {QUESTION}")
    await circle.private(circle.fay, "/unanswered")
    await circle.press(circle.fay, (await circle.buttons(circle.fay))[0], chat=circle.fay)
    assert "Sue" not in str(await circle.texts(circle.fay))
    tables = {place.split(".")[0] for place in places_of(circle.database, sue, "Sue-Canary")}
    assert not tables & {"unanswered", "unanswered_wordings", "unanswered_wishes"}
    await circle.press(sue, "Tell me when you know")
    tables = {place.split(".")[0] for place in places_of(circle.database, sue)}
    assert "unanswered_wishes" in tables
    await answered(circle)
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    tables = {place.split(".")[0] for place in places_of(circle.database, sue)}
    assert not tables & {"unanswered", "unanswered_wordings", "unanswered_wishes"}


async def test_what_is_alike_stands_once_with_how_often_and_when_last(circle: Circle) -> None:
    await ready(circle)
    for person, words in (
        (circle.mara, QUESTION),
        (circle.tom, "prams: who mends them"),
        (circle.mara, "where can I buy a kite?"),
    ):
        await circle.say(person, f"/ask {words}")
    await circle.private(circle.fay, "/unanswered")
    listed = (await circle.last(circle.fay))["text"]
    assert "“prams: who mends them”\nasked 2 times, last on Monday 30 November" in listed
    assert "“where can I buy a kite?”\nasked once, last on Monday 30 November" in listed
    await circle.press(circle.fay, "prams: who mends them", chat=circle.fay)
    assert f"Also asked like this:\n“{QUESTION}”" in (await circle.last(circle.fay))["text"]


async def test_three_people_who_ask_alike_are_told_of_at_once_and_only_once(circle: Circle) -> None:
    await ready(circle)
    before = len(await circle.texts(circle.fay))
    for person in (circle.mara, circle.mara, circle.tom):
        await circle.say(person, f"/ask {QUESTION}")
    assert len(await circle.texts(circle.fay)) == before
    ann = await a_fellow(circle, "Ann")
    await circle.say(ann, f"/ask {QUESTION}")
    told = (await circle.texts(circle.fay))[before:]
    assert len(told) == 1
    assert told[0].startswith("Several people of Calderwood parents asked this within a week")
    assert QUESTION in told[0]
    bob = await a_fellow(circle, "Bob")
    await circle.say(bob, f"/ask {QUESTION}")
    assert len(await circle.texts(circle.fay)) == before + 1
    assert QUESTION not in str(await circle.texts())


async def test_once_a_week_the_facilitators_hear_in_private_and_parents_do_not(circle: Circle) -> None:
    for person in (circle.fay, circle.tom):
        await circle.start(person)
    await circle.travel("2026-12-01T12:00:00Z")
    await circle.say(circle.mara, f"/ask {QUESTION}")
    group, toms = await circle.texts(), await circle.texts(circle.tom)
    await circle.travel("2026-12-07T09:59:00Z")
    assert QUESTION not in str(await circle.texts(circle.fay))
    await circle.travel("2026-12-07T10:00:00Z")
    digest = (await circle.last(circle.fay))["text"]
    assert "I was asked this, and did not know the answer:" in digest
    assert QUESTION in digest
    assert await circle.texts() == group
    assert await circle.texts(circle.tom) == toms
    count = len(await circle.texts(circle.fay))
    await circle.travel("2026-12-14T12:00:00Z")
    assert len(await circle.texts(circle.fay)) == count  # nothing new was asked: no message


async def test_where_no_facilitator_can_be_reached_the_room_shows_the_way_and_not_the_words(circle: Circle) -> None:
    room = await a_room(circle)
    ann = await a_fellow(circle, "Ann")
    for person in (circle.mara, circle.tom, ann):
        await circle.say(person, f"/ask {QUESTION}")
    assert "Several people of Calderwood parents asked the same" in (await circle.last(room))["text"]
    assert QUESTION not in str(await circle.texts(room))
    (one,) = await unanswered(circle)
    await circle.start(circle.mara, f"o_uo_{one.id}")
    assert "for facilitators" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.fay, "Open in private", chat=room)
    assert QUESTION in (await circle.last(circle.fay))["text"]


async def test_a_question_that_needs_no_answer_is_put_away_and_leaves_nothing(circle: Circle) -> None:
    await ready(circle)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await circle.private(circle.fay, "/unanswered")
    await circle.press(circle.fay, QUESTION, chat=circle.fay)
    await circle.press(circle.fay, "It needs no answer", chat=circle.fay)
    assert "No question of Calderwood parents is open." in (await circle.last(circle.fay))["text"]
    assert await unanswered(circle) == []
    assert "Ask it again" in str(await circle.press(circle.mara, "Tell me when you know"))


async def test_only_facilitators_of_that_group_see_and_answer(circle: Circle) -> None:
    await circle.start(circle.mara)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await circle.say(circle.mara, "/unanswered")
    assert "for facilitators" in (await circle.last())["text"]
    sue = (await circle.client.person("Sue"))["id"]
    await circle.client.group("Elsewhere", sue, bot="administrator")
    await circle.settle()
    await circle.start(sue)
    (one,) = await unanswered(circle)
    for data in (f"uo:{one.id}", f"uw:{one.id}", f"up:{one.id}", f"uu:{one.group_id}", f"ub:{one.group_id}"):
        for person in (sue, circle.mara):
            await press_data(circle, person, data)
            assert QUESTION not in str(await circle.texts(person))
    assert len(await unanswered(circle)) == 1
    await circle.private(sue, "/unanswered")
    assert "No question of Elsewhere is open." in (await circle.last(sue))["text"]


async def test_who_is_not_of_the_group_can_neither_wait_for_its_answers_nor_judge_them(circle: Circle) -> None:
    await circle.say(circle.mara, f"/ask {QUESTION}")
    entry = await an_entry(circle)
    sue = (await circle.client.person("Sue"))["id"]
    await circle.start(sue)
    (one,) = await unanswered(circle)
    for data in (f"at:{one.id}", f"ah:{entry.id}:0", f"aq:{entry.id}:0", f"am:{entry.id}:0", f"ag:{entry.id}:0:0"):
        await press_data(circle, sue, data)
    assert await kept(circle, lambda tx: tx.questions.wishes(one.id)) == []
    assert await kept(circle, lambda tx: tx.opinions.of(entry.id, sue)) is None
    assert entry.answer not in str(await circle.texts(sue))


async def press_data(circle: Circle, person: int, data: str) -> None:
    """A changed app presses what it likes."""
    message = (await circle.last(person)) if await circle.from_bot(person) else {"message_id": 1}
    user = {"id": person, "is_bot": False, "first_name": "X"}
    chat = {"id": person, "type": "private", "first_name": "X"}
    shown = {"message_id": message["message_id"], "date": 1796029200, "chat": chat, "text": "…"}
    query = {"id": data, "from": user, "chat_instance": "1", "message": shown, "data": data}
    await circle.client.inject({"callback_query": query})
    await circle.settle()


async def test_in_the_group_unanswered_answers_in_private_only(circle: Circle) -> None:
    await ready(circle)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    before = await circle.texts()
    await circle.say(circle.fay, "/unanswered")
    assert await circle.texts() == before
    assert QUESTION in (await circle.last(circle.fay))["text"]


async def test_the_wordings_may_be_left_out_before_publishing(circle: Circle) -> None:
    await ready(circle)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await answered(circle)
    await circle.press(circle.fay, "Without these words", chat=circle.fay)
    assert QUESTION not in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    (entry,) = await kept(circle, lambda tx: tx.entries.of(group.id))
    assert (entry.question, entry.phrasings) == (REWORDED, ())


async def test_published_twice_it_is_said_once(circle: Circle) -> None:
    await ready(circle)
    await circle.start(circle.mara)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await circle.press(circle.mara, "Tell me when you know")
    await circle.press(circle.mara, "Tell me when you know")
    await answered(circle)
    message_id = await circle.with_button("Publish", circle.fay, circle.fay)
    (data,) = [b["data"] for m in await circle.transcript(circle.fay) if m["message_id"] == message_id
               for row in m["buttons"] for b in row if b["text"] == "Publish"]  # fmt: skip
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    await press_data(circle, circle.fay, data)
    assert str(await circle.texts(circle.mara)).count(ANSWER) == 1


async def test_at_night_the_answer_waits_for_the_morning(circle: Circle) -> None:
    await ready(circle)
    await circle.start(circle.mara)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await circle.press(circle.mara, "Tell me when you know")
    await circle.travel("2026-11-30T22:30:00Z")
    await answered(circle)
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    assert ANSWER not in str(await circle.texts(circle.mara))
    await circle.travel("2026-12-01T08:00:30Z")
    assert ANSWER in (await circle.last(circle.mara))["text"]


async def test_who_wished_from_a_closed_private_chat_is_led_there_and_hears(circle: Circle) -> None:
    await ready(circle)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    message_id = await circle.with_button("Tell me when you know", circle.group, circle.mara)
    pressed = await circle.client.act(
        circle.mara, "press", chat=circle.group, message_id=message_id, button="Tell me when you know", wait=5
    )
    await circle.settle()
    await circle.start(circle.mara, pressed["url"].partition("start=")[2])
    await answered(circle)
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    assert ANSWER in (await circle.last(circle.mara))["text"]


async def test_who_left_the_group_meanwhile_hears_nothing_of_its_answer(circle: Circle) -> None:
    await ready(circle)
    await circle.start(circle.mara)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await circle.press(circle.mara, "Tell me when you know")
    await circle.client.act(circle.mara, "leave", chat=circle.group)
    await circle.settle()
    await answered(circle)
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    assert ANSWER not in str(await circle.texts(circle.mara))


async def test_during_a_restart_nothing_of_it_is_lost(circle: Circle) -> None:
    await ready(circle)
    await circle.start(circle.mara)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await circle.press(circle.mara, "Tell me when you know")
    await circle.private(circle.fay, "/unanswered")
    await circle.press(circle.fay, QUESTION, chat=circle.fay)
    await circle.press(circle.fay, "Write the answer", chat=circle.fay)
    await circle.restart()
    await circle.press(circle.fay, "It is fine as it is", chat=circle.fay)
    await circle.restart()
    await circle.private(circle.fay, ANSWER)
    await circle.restart()
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    assert ANSWER in (await circle.last(circle.mara))["text"]


@pytest.mark.parametrize(
    "words", ["<b>x</b> & <a href='tg://user?id=1'>why</a>?", "‮why is it so?", "@mara /start why?"]
)
async def test_whatever_was_asked_harms_no_facilitator_s_list(circle: Circle, words: str) -> None:
    await ready(circle)
    await circle.say(circle.mara, f"/ask {words}")
    await circle.private(circle.fay, "/unanswered")
    shown = await circle.last(circle.fay)
    assert "why" in shown["text"]
    assert "‮" not in shown["text"]
    assert {e["type"] for e in shown.get("entities", [])} <= {"bold"}


async def test_a_question_that_is_too_long_or_has_no_words_is_said_so_and_nothing_is_lost(circle: Circle) -> None:
    await ready(circle)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    await circle.private(circle.fay, "/unanswered")
    await circle.press(circle.fay, QUESTION, chat=circle.fay)
    await circle.press(circle.fay, "Write the answer", chat=circle.fay)
    await circle.private(circle.fay, "why " * 100)
    assert "200" in (await circle.last(circle.fay))["text"]
    await circle.private(circle.fay, "😀")  # nobody could read it above the answer
    assert (await circle.last(circle.fay))["text"] == "I need a few words here."
    await circle.private(circle.fay, REWORDED)
    await circle.private(circle.fay, ANSWER)
    assert REWORDED in (await circle.last(circle.fay))["text"]


async def test_what_could_be_better_is_suggested_without_figures(circle: Circle) -> None:
    await ready(circle)
    entry = await an_entry(circle)
    await circle.say(circle.mara, "/ask is there parking at the hall?")
    ann = await a_fellow(circle, "Ann")
    for person in (circle.mara, circle.tom, ann):
        await circle.press(person, "Not quite")
    await an_entry(circle, "Is there parking at our hall?", "Yes.")
    await circle.private(circle.fay, "/unanswered")
    await circle.press(circle.fay, "What could be better", chat=circle.fay)
    shown = (await circle.last(circle.fay))["text"]
    assert "was often not quite right" in shown
    assert "ask nearly the same" in shown
    assert not any(letter.isdigit() for letter in shown)
    await circle.press(circle.fay, "Is there parking at the hall?", chat=circle.fay)
    assert entry.answer in (await circle.last(circle.fay))["text"]
