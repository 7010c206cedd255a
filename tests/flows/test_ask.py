"""Asking in the group and in a topic: an answer, a few to choose from, or honestly that it is not known."""

import pytest

from tests.circle import Circle
from tests.flows.asking import BADGE, LONG, PARK, PARKING, a_fellow, an_entry, kept, unanswered
from tests.flows.newcomers import a_room


async def test_ask_in_the_group_is_answered_short_with_its_source_and_when_it_was_checked(circle: Circle) -> None:
    await an_entry(circle)
    asked = await circle.say(circle.mara, "/ask is there parking at the hall")
    answer = await circle.last()
    assert answer["reply_to"] == asked
    assert PARK in answer["text"]
    assert "Source: The hall’s keeper" in answer["text"]
    assert "Checked on" in answer["text"]
    assert await circle.buttons() == ["That helped", "Not quite", "Ask a facilitator"]


async def test_a_long_answer_shows_its_beginning_in_the_group_and_the_rest_in_private(circle: Circle) -> None:
    await an_entry(circle, BADGE, LONG)
    await circle.say(circle.mara, "/ask how do i get a blue badge")
    answer = await circle.last()
    assert "Step 1." in answer["text"]
    assert "Step 8." not in answer["text"]
    assert len(answer["text"]) < 600
    assert "Read in private" in await circle.buttons()
    await circle.press(circle.mara, "Read in private")
    assert "Step 1." in (await circle.last(circle.mara))["text"]
    for _ in range(3):
        if "Next page" not in await circle.buttons(circle.mara):
            break
        await circle.press(circle.mara, "Next page", chat=circle.mara)
    assert "Step 8." in (await circle.last(circle.mara))["text"]
    await circle.press(circle.mara, "Page before", chat=circle.mara)
    assert "Step 8." not in (await circle.last(circle.mara))["text"]


async def test_a_mention_with_a_question_and_a_reply_to_an_answer_are_answered_too(circle: Circle) -> None:
    await an_entry(circle)
    await an_entry(circle, BADGE, "At the library.")
    await circle.say(circle.mara, "@circle_bot is there parking at the hall?")
    answer = await circle.last()
    assert PARK in answer["text"]
    await circle.say(circle.tom, "how do I get a blue badge", reply_to=answer["message_id"])
    assert "At the library." in (await circle.last())["text"]


async def test_a_thank_you_that_names_the_bot_is_not_talked_over(circle: Circle) -> None:
    before = await circle.texts()
    await circle.say(circle.mara, "Thanks a lot @circle_bot")
    assert await circle.texts() == before


async def test_a_thank_you_under_an_answer_is_talk_between_people(circle: Circle) -> None:
    await an_entry(circle)
    await circle.say(circle.mara, "/ask is there parking at the hall")
    answer = await circle.last()
    before = await circle.texts()
    for words in ("thank you so much", "Great, see you all there", "🙂"):
        await circle.say(circle.mara, words, reply_to=answer["message_id"])
    assert await circle.texts() == before
    assert await unanswered(circle) == []


async def test_a_question_under_a_card_of_ours_is_talk_between_people(circle: Circle) -> None:
    await an_entry(circle)
    hello = (await circle.from_bot())[0]
    before = await circle.texts()
    await circle.say(circle.mara, "is there parking at the hall?", reply_to=hello["message_id"])
    assert await circle.texts() == before


async def test_not_sure_it_asks_which_and_only_the_asker_chooses(circle: Circle) -> None:
    await an_entry(circle)
    await an_entry(circle, "Is there parking at the school?", "Only on Sundays.")
    await circle.say(circle.mara, "/ask is there parking")
    assert "Did you mean" in (await circle.last())["text"]
    buttons = await circle.buttons()
    assert PARKING in buttons
    assert buttons[-2:] == ["None of these", "Ask a facilitator"]
    assert "for somebody else" in str(await circle.press(circle.tom, PARKING))
    assert "Did you mean" in (await circle.last())["text"]
    await circle.press(circle.mara, PARKING)
    assert PARK in (await circle.last())["text"]


async def test_for_who_asked_as_the_group_itself_anybody_may_choose(circle: Circle) -> None:
    await an_entry(circle)
    await an_entry(circle, "Is there parking at the school?", "Only on Sundays.")
    await circle.client.act(
        circle.fay, "promote", chat=circle.group, user=circle.tom, anonymous=True, rights={"is_anonymous": True}
    )
    await circle.settle()
    await circle.say(circle.tom, "/ask is there parking")
    await circle.press(circle.mara, PARKING)
    assert PARK in (await circle.last())["text"]
    await circle.say(circle.tom, "/ask why is the moon so yellow tonight?")
    assert await unanswered(circle) == []  # it was a facilitator


async def test_not_known_it_says_so_offers_a_human_and_quotes_nobody(circle: Circle) -> None:
    await an_entry(circle)
    await circle.say(circle.mara, "/ask why is the moon so yellow tonight?")
    said = (await circle.last())["text"]
    assert said.startswith("I don’t know that one.")
    assert "moon" not in said
    assert "Mara" not in said
    assert await circle.buttons() == ["Tell me when you know", "Ask a facilitator"]


async def test_without_words_it_asks_for_them_and_takes_the_next_ones(circle: Circle) -> None:
    await an_entry(circle)
    await circle.say(circle.mara, "/ask")
    question = await circle.last()
    assert question["text"] == "What would you like to know? Write it in your own words."
    await circle.say(circle.tom, "is there parking at the hall?", reply_to=question["message_id"])
    assert PARK not in str(await circle.texts())  # it was Mara who was asked
    await circle.say(circle.mara, "is there parking at the hall?", reply_to=question["message_id"])
    assert PARK in (await circle.last())["text"]


@pytest.mark.parametrize("words", ["🙂🙂", "1234", "???"])
async def test_nothing_that_can_be_looked_up_gets_an_example(circle: Circle, words: str) -> None:
    await circle.say(circle.mara, f"/ask {words}")
    assert "/ask how do I" in (await circle.last())["text"]
    assert await unanswered(circle) == []


@pytest.mark.parametrize(
    "words",
    ["<b>bold</b> & <a href='x'>y</a> why?", "‮olleh why?", "where " * 700 + "?", "@circle_bot @circle_bot why?"],
)
async def test_whatever_is_typed_is_answered_and_never_repeated_in_the_group(circle: Circle, words: str) -> None:
    await circle.say(circle.mara, f"/ask {words}"[:4096])
    assert (await circle.last())["text"].startswith("I don’t know that one.")


async def test_an_answer_in_another_language_says_so_and_one_in_the_asker_s_wins(circle: Circle) -> None:
    await an_entry(circle, "Gibt es Parkplätze am Saal?", "Ja, hinter dem Saal.", language="de")
    await circle.say(circle.mara, "/ask Gibt es Parkplätze am Saal?")
    said = (await circle.last())["text"]
    assert said.startswith("I only have this in another language: Deutsch.")
    assert "hinter dem Saal" in said
    await an_entry(circle)
    await circle.say(circle.mara, "/ask is there parking at the hall?")
    assert "another language" not in (await circle.last())["text"]


async def test_arabic_questions_get_arabic_answers(circle: Circle) -> None:
    await an_entry(circle, "هل يوجد موقف سيارات؟", "نعم، خلف القاعة.", language="ar")
    await circle.say(circle.mara, "/ask هل يوجد موقف سيارات")
    assert "خلف القاعة" in (await circle.last())["text"]


async def test_another_group_s_own_entry_is_never_found_not_even_by_its_number(circle: Circle) -> None:
    sue = (await circle.client.person("Sue"))["id"]
    other = await circle.client.group("Elsewhere", sue, bot="administrator")
    await circle.settle()
    entry = await an_entry(circle, "Is there parking at the farm?", "Only for tractors.", chat=other["id"])
    await circle.say(circle.mara, "/ask is there parking at the farm?")
    assert "tractors" not in str(await circle.texts())
    await circle.start(circle.mara, f"o_ke_{entry.id}")
    assert "tractors" not in str(await circle.texts(circle.mara))
    assert "no longer there" in (await circle.last(circle.mara))["text"]
    await circle.start(sue, f"o_ke_{entry.id}")
    assert "tractors" in (await circle.last(sue))["text"]


async def test_a_retired_entry_answers_nobody_and_its_link_opens_nothing(circle: Circle) -> None:
    entry = await an_entry(circle)
    await circle.app.store.transact(lambda tx: tx.entries.save(entry.changed(state="retired")))
    await circle.say(circle.mara, "/ask is there parking at the hall?")
    assert PARK not in str(await circle.texts())
    await circle.start(circle.mara, f"o_ke_{entry.id}")
    assert PARK not in str(await circle.texts(circle.mara))


async def test_who_only_reads_in_the_group_may_follow_the_link_and_who_left_may_not(circle: Circle) -> None:
    entry = await an_entry(circle, BADGE, LONG)
    ann = await a_fellow(circle, "Ann")
    await circle.start(ann, f"o_ke_{entry.id}")
    assert "Step 1." in (await circle.last(ann))["text"]
    await circle.client.act(ann, "leave", chat=circle.group)
    await circle.settle()
    await circle.start(ann, f"o_ke_{entry.id}")
    assert "no longer there" in (await circle.last(ann))["text"]


async def test_the_answer_stays_in_its_topic(circle: Circle) -> None:
    forum = await circle.client.group(
        "Forum", circle.fay, members=[circle.mara], bot="administrator", forum=True, topics=["Questions"]
    )
    topic = forum["topics"][0]["id"] if forum.get("topics") else None
    await circle.settle()
    await an_entry(circle, shared=True)
    await circle.say(circle.mara, "/ask is there parking at the hall?", chat=forum["id"], thread=topic)
    answer = await circle.last(forum["id"])
    assert PARK in answer["text"]
    assert answer.get("thread_id") == topic


async def test_in_the_facilitators_room_their_groups_answers_are_found_and_nothing_is_kept(circle: Circle) -> None:
    await an_entry(circle)
    room = await a_room(circle)
    await circle.say(circle.fay, "/ask is there parking at the hall?", chat=room)
    assert PARK in (await circle.last(room))["text"]
    await circle.say(circle.fay, "/ask why is the moon so yellow tonight?", chat=room)
    assert (await circle.last(room))["text"] == "I don’t know that one."
    assert await unanswered(circle) == []


async def test_a_flood_of_questions_is_answered_slowly_and_slows_nobody_else(circle: Circle) -> None:
    await an_entry(circle)
    for person in (circle.mara, circle.tom):
        await circle.say(person, "/next")
        await circle.start(person)
    before = len(await circle.texts(circle.mara))
    for _ in range(50):
        await circle.client.send(circle.mara, "/ask is there parking at the hall?", chat=circle.mara)
    await circle.settle()
    said = (await circle.texts(circle.mara))[before:]
    assert len(said) == 7
    assert said[-1].startswith("One question at a time")
    await circle.private(circle.tom, "/ask is there parking at the hall?")
    assert PARK in (await circle.last(circle.tom))["text"]
    await circle.travel(seconds=61)
    await circle.private(circle.mara, "/ask is there parking at the hall?")
    assert PARK in (await circle.last(circle.mara))["text"]


async def test_the_commands_of_a_stranger_in_a_group_that_is_not_ours_find_shared_entries_only(circle: Circle) -> None:
    await an_entry(circle)
    await an_entry(circle, BADGE, "At the library.", shared=True)
    zoe = (await circle.client.person("Zoe"))["id"]
    await circle.start(zoe)
    await circle.private(zoe, "/ask is there parking at the hall?")
    assert PARK not in str(await circle.texts(zoe))
    await circle.private(zoe, "/ask how do i get a blue badge")
    assert "At the library." in (await circle.last(zoe))["text"]
    await circle.private(zoe, "/ask why is the moon yellow?")
    said = (await circle.last(zoe))["text"]
    assert said.startswith("I don’t know that one. I don’t know yet which group you belong to.")
    assert "keep" not in said  # nobody is there to keep it for


async def test_what_was_asked_is_known_for_a_day_at_most(circle: Circle) -> None:
    await an_entry(circle)
    await circle.say(circle.mara, "/ask is there parking at the hall?")
    of_mara = lambda tx: [d.kind for d in tx.drafts.of_person(circle.mara)]  # noqa: E731
    assert "asked" in await kept(circle, of_mara)
    await circle.travel(days=2)
    assert not {"asked", "ask_pace"} & set(await kept(circle, of_mara))


async def test_after_a_restart_the_buttons_still_work(circle: Circle) -> None:
    await an_entry(circle)
    await circle.say(circle.mara, "/ask is there parking at the hall?")
    await circle.restart()
    assert await circle.press(circle.mara, "That helped") == "Good to know. Thank you for telling me."
