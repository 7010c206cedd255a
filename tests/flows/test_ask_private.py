"""Asking in private: a question needs no command, and nobody is left without a human."""

from tests.circle import Circle
from tests.flows.asking import BADGE, PARK, PARKING, an_entry, kept, unanswered
from tests.storage.world import places_of


async def at_home(circle: Circle, *people: int) -> None:
    """They belong to the group and have opened the private chat."""
    for person in people or (circle.mara,):
        await circle.say(person, "/next")
        await circle.start(person)


async def test_a_question_in_private_is_answered_whole_with_a_human_one_tap_away(circle: Circle) -> None:
    await an_entry(circle, place="Calderwood Hall", phone="0123 456 789", credit="Ann")
    await at_home(circle)
    await circle.private(circle.mara, "is there parking at the hall")
    said = (await circle.last(circle.mara))["text"]
    for words in (PARKING, PARK, "0123 456 789", "Calderwood Hall", "With thanks to Ann", "Checked on"):
        assert words in said
    assert await circle.buttons(circle.mara) == ["That helped", "Not quite", "Ask a facilitator"]


async def test_words_that_ask_nothing_get_the_menu_with_a_human_and_are_not_kept(circle: Circle) -> None:
    await at_home(circle)
    for words, answer in (("🙂", "can read only words"), ("well well", "did not expect words")):
        await circle.private(circle.mara, words)
        assert answer in (await circle.last(circle.mara))["text"]
        assert "Ask a facilitator" in await circle.buttons(circle.mara)
    assert await unanswered(circle) == []


async def test_a_hello_and_a_thank_you_are_answered_shortly_and_are_no_questions(circle: Circle) -> None:
    await at_home(circle)
    await circle.private(circle.mara, "Hello Circlekeeper")
    assert (await circle.last(circle.mara))["text"].startswith("Hello. I’m Circlekeeper, a bot.")
    assert "Next meetup" in await circle.buttons(circle.mara)
    await circle.private(circle.mara, "thanks a lot")
    assert (await circle.last(circle.mara))["text"].startswith("Thank you, too.")
    assert await circle.buttons(circle.mara) == ["Ask a facilitator"]
    assert await unanswered(circle) == []


async def test_a_single_word_that_is_not_known_can_be_made_a_question(circle: Circle) -> None:
    await at_home(circle)
    await circle.private(circle.mara, "prams")
    await circle.press(circle.mara, "It was a question", chat=circle.mara)
    assert [one.words for one in await unanswered(circle)] == ["prams"]


async def test_when_the_next_meetup_is_stands_one_tap_below_what_is_not_sure(circle: Circle) -> None:
    await an_entry(circle)
    await an_entry(circle, "Is there parking at the school?", "Only on Sundays.")
    await at_home(circle)
    await circle.private(circle.mara, "is there parking")
    assert (await circle.buttons(circle.mara))[-3:] == ["None of these", "Next meetup", "Ask a facilitator"]
    await circle.press(circle.mara, "Next meetup", chat=circle.mara)
    assert "No meetup is planned in Calderwood parents just now." in (await circle.last(circle.mara))["text"]


async def test_who_belongs_to_no_group_hears_why_nothing_is_known(circle: Circle) -> None:
    await circle.private(circle.mara, "who mends prams?")
    assert "I don’t know yet which group you belong to." in (await circle.last(circle.mara))["text"]
    assert await circle.buttons(circle.mara) == ["Local help", "Ask a facilitator"]


async def test_after_words_that_point_to_danger_nothing_is_guessed(circle: Circle) -> None:
    await an_entry(circle)
    await at_home(circle)
    for words in ("I want to die", "I want to die where is there parking and who mends prams", "/ask I want to die"):
        await circle.private(circle.mara, words)
        said = (await circle.last(circle.mara))["text"]
        assert "I’m a bot and have no answer to that." in said or PARKING in said
        assert "Did you mean" not in said
        assert "did not expect" not in said
        assert "Ask a facilitator" in await circle.buttons(circle.mara)


async def test_words_that_might_ask_something_are_kept_only_when_the_asker_says_so(circle: Circle) -> None:
    await at_home(circle)
    await circle.private(circle.mara, "my son needs new shoes for school")
    assert (await circle.buttons(circle.mara))[0] == "It was a question"
    assert await unanswered(circle) == []
    await circle.press(circle.mara, "It was a question", chat=circle.mara)
    assert [one.words for one in await unanswered(circle)] == ["my son needs new shoes for school"]
    assert (await circle.last(circle.mara))["text"].startswith("I don’t know that one.")


async def test_a_question_that_is_not_known_is_kept_without_a_name_or_not_at_all(circle: Circle) -> None:
    await at_home(circle)
    await circle.private(circle.mara, "who mends prams?")
    assert await circle.buttons(circle.mara) == [
        "Tell me when you know",
        "Don’t keep it",
        "Next meetup",
        "Local help",
        "Ask a facilitator",
    ]
    assert [one.words for one in await unanswered(circle)] == ["who mends prams?"]
    await circle.press(circle.mara, "Don’t keep it", chat=circle.mara)
    assert await unanswered(circle) == []
    assert "I don’t keep the question." in (await circle.last(circle.mara))["text"]


async def test_of_words_that_point_to_danger_nothing_is_kept(circle: Circle) -> None:
    await at_home(circle)
    for words in ("I want to die, what can I do?", "I want to die tonight", "/ask I want to die, who helps?"):
        await circle.private(circle.mara, words)
        assert "Ask a facilitator" in await circle.buttons(circle.mara)
    await circle.say(circle.mara, "/ask I want to die, who helps?")
    await circle.settle()
    assert await unanswered(circle) == []
    assert places_of(circle.database, "to die") == []


async def test_words_that_come_long_after_an_empty_ask_are_no_question_by_that(circle: Circle) -> None:
    await at_home(circle)
    await circle.private(circle.mara, "/ask")
    await circle.travel(hours=3)
    await circle.private(circle.mara, "well well")
    assert "did not expect words" in (await circle.last(circle.mara))["text"]
    assert await unanswered(circle) == []
    await circle.private(circle.mara, "/ask")
    await circle.private(circle.mara, "prams")
    assert [one.words for one in await unanswered(circle)] == ["prams"]


async def test_a_long_story_with_the_question_at_its_end_is_answered(circle: Circle) -> None:
    await an_entry(circle)
    await at_home(circle)
    story = "We had a hard week with little sleep. " * 60
    await circle.private(circle.mara, f"{story}\n\nAnyway: is there parking at the hall?"[-4000:])
    assert PARKING in (await circle.last(circle.mara))["text"] or PARKING in await circle.buttons(circle.mara)


async def test_edits_and_pictures_get_no_answer_of_their_own(circle: Circle) -> None:
    await an_entry(circle)
    await at_home(circle)
    message_id = await circle.private(circle.mara, "is there parking at the hall?")
    before = len(await circle.texts(circle.mara))
    await circle.client.act(
        circle.mara, "edit", chat=circle.mara, message_id=message_id, text="what about a blue badge?"
    )
    await circle.settle()
    assert len(await circle.texts(circle.mara)) == before
    await circle.client.act(circle.mara, "photo", chat=circle.mara, caption="is there parking at the hall?")
    await circle.settle()
    assert PARK in (await circle.last(circle.mara))["text"]  # a caption is words like any other


async def test_that_helped_and_not_quite_count_each_person_once_and_name_nobody(circle: Circle) -> None:
    entry = await an_entry(circle)
    await circle.say(circle.mara, "/ask is there parking at the hall?")
    group_id = entry.group_id
    for person, button in (
        (circle.mara, "That helped"),
        (circle.mara, "That helped"),
        (circle.tom, "Not quite"),
        (circle.fay, "That helped"),
    ):
        await circle.press(person, button)
    use = await kept(circle, lambda tx: tx.opinions.use(entry.id, group_id))
    assert (use.given, use.helped, use.not_quite) == (1, 2, 1)
    assert "Tom" not in str(await circle.texts())


async def test_not_quite_brings_the_next_two_and_then_a_human(circle: Circle) -> None:
    for place in ("hall", "school", "library", "pool"):
        await an_entry(circle, f"Is there parking at the {place}?", f"Look behind the {place}.")
    await at_home(circle)
    await circle.private(circle.mara, "is there parking at the hall?")
    await circle.press(circle.mara, "Not quite", chat=circle.mara)
    assert (await circle.last(circle.mara))["text"] == "Perhaps one of these?"
    offered = await circle.buttons(circle.mara)
    assert len(offered) == 4
    assert PARKING not in offered
    await circle.press(circle.mara, offered[0], chat=circle.mara)
    assert "Look behind the" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.mara, "Not quite", chat=circle.mara)
    await circle.press(circle.mara, "None of these", chat=circle.mara)
    assert (await circle.last(circle.mara))["text"].startswith("I don’t know that one.")
    assert "Ask a facilitator" in await circle.buttons(circle.mara)
    assert [one.words for one in await unanswered(circle)] == ["is there parking at the hall?"]


async def test_not_quite_in_the_group_goes_on_in_private_for_the_asker_alone(circle: Circle) -> None:
    for place in ("hall", "school"):
        await an_entry(circle, f"Is there parking at the {place}?", f"Look behind the {place}.")
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/ask is there parking at the hall?")
    before = await circle.texts()
    assert await circle.press(circle.tom, "Not quite") == "Thank you for telling me."
    assert await circle.press(circle.mara, "Not quite") == "I wrote to you in private."
    assert await circle.texts() == before
    assert (await circle.last(circle.mara))["text"] == "Perhaps one of these?"


async def test_not_quite_opens_the_private_chat_where_it_is_closed_and_the_group_sees_nothing(circle: Circle) -> None:
    for place in ("hall", "school"):
        await an_entry(circle, f"Is there parking at the {place}?", f"Look behind the {place}.")
    await circle.say(circle.mara, "/ask is there parking at the hall?")
    before = await circle.texts()
    message_id = await circle.with_button("Not quite", circle.group, circle.mara)
    pressed = await circle.client.act(
        circle.mara, "press", chat=circle.group, message_id=message_id, button="Not quite", wait=5
    )
    await circle.settle()
    assert await circle.texts() == before
    await circle.start(circle.mara, pressed["url"].partition("start=")[2])
    assert (await circle.last(circle.mara))["text"] == "Perhaps one of these?"
    await circle.start(circle.tom, pressed["url"].partition("start=")[2])
    assert "Perhaps" not in str(await circle.texts(circle.tom))


async def test_in_two_groups_both_groups_answers_count(circle: Circle) -> None:
    other = await circle.client.group("Second circle", circle.fay, members=[circle.mara], bot="administrator")
    await circle.settle()
    await an_entry(circle)
    await an_entry(circle, BADGE, "At the library.", chat=other["id"])
    await at_home(circle)
    await circle.say(circle.mara, "/next", chat=other["id"])
    await circle.private(circle.mara, "is there parking at the hall?")
    assert PARK in (await circle.last(circle.mara))["text"]
    await circle.private(circle.mara, "how do i get a blue badge?")
    assert "At the library." in (await circle.last(circle.mara))["text"]
    await circle.private(circle.mara, "who mends prams?")
    assert len(await unanswered(circle)) == len(await unanswered(circle, other["id"])) == 1
    await circle.press(circle.mara, "Tell me when you know", chat=circle.mara)
    for chat in (circle.group, other["id"]):
        (one,) = await unanswered(circle, chat)
        wishes = await kept(circle, lambda tx, one=one: tx.questions.wishes(one.id))
        assert [wish.person_id for wish in wishes] == [circle.mara]


async def test_in_two_groups_not_quite_goes_on_with_both(circle: Circle) -> None:
    other = await circle.client.group("Second circle", circle.fay, members=[circle.mara], bot="administrator")
    await circle.settle()
    await at_home(circle)
    await circle.say(circle.mara, "/next", chat=other["id"])
    for chat in (circle.group, other["id"]):
        await an_entry(circle, chat=chat)
    await an_entry(circle, "Where else can I park my car near the hall?", "In Mill Lane.", chat=other["id"])
    await circle.private(circle.mara, "is there parking at the hall?")
    await circle.press(circle.mara, "Not quite", chat=circle.mara)
    assert "Where else can I park my car near the hall?" in await circle.buttons(circle.mara)
    await circle.press(circle.mara, "None of these", chat=circle.mara)
    assert len(await unanswered(circle)) == len(await unanswered(circle, other["id"])) == 1


async def test_a_groups_own_answer_stands_in_place_of_the_shared_one(circle: Circle) -> None:
    shared = await an_entry(circle, answer="Ask around.", shared=True)

    def own(tx):
        from domain.entries_editing import change

        group = tx.groups.by_chat(circle.group)
        change(tx, group, tx.entries.get(shared.id), {"answer": PARK}, circle.fay, circle.app.clock.now())

    await circle.app.store.transact(own)
    await at_home(circle)
    await circle.private(circle.mara, "is there parking at the hall?")
    assert PARK in (await circle.last(circle.mara))["text"]
    assert "Ask around." not in str(await circle.texts(circle.mara))


async def test_what_goes_with_an_answer_is_sent_on_a_tap_and_not_to_strangers(circle: Circle) -> None:
    from domain.entries import EntryFile, FileKind

    await circle.app.store.transact(
        lambda tx: tx.entries.save_file(EntryFile(name="map.pdf", kind=FileKind.PDF, content=b"%PDF-1.4 a map"))
    )
    await an_entry(circle, file="map.pdf")
    await at_home(circle)
    await circle.private(circle.mara, "is there parking at the hall?")
    await circle.press(circle.mara, "Show what goes with it", chat=circle.mara)
    assert (await circle.last(circle.mara))["document"]["file_name"] == "map.pdf"
