"""/answer as a reply: a facilitator picks the answer that goes to a parent."""

import pytest

from tests.circle import Circle
from tests.flows.knowing import an_entry, every, facilitators, kept, look, tap
from tests.flows.managing import press_again


@pytest.fixture
async def asked(circle: Circle) -> Circle:
    """Mara asked something in the group, which the bot has never seen."""
    await facilitators(circle)
    await an_entry(circle)
    await an_entry(circle, "lifts", question="Who gives lifts?", answer="Ask in the group.", phrasings=())
    circle.question = await circle.say(circle.mara, "canary how do I get that money everybody talks of")  # type: ignore[attr-defined]
    return circle


async def test_the_answer_goes_to_the_parent_as_a_reply_and_the_command_goes(asked: Circle) -> None:
    command = await asked.say(asked.fay, "/answer dla", reply_to=asked.question)
    assert all(m["message_id"] != command for m in await asked.transcript())
    assert "Which one shall I give?" in await look(asked)
    before = len(await asked.texts())
    await tap(asked, "What is DLA?")
    given = await asked.last()
    assert len(await asked.texts()) == before + 1
    assert given["reply_to"] == asked.question
    assert "It is money for a child who needs more care." in given["text"]
    assert "Checked on 22 November 2026." in given["text"]
    assert "Fay" not in given["text"]
    assert "Done. I gave this answer: What is DLA?" in await look(asked)


async def test_what_the_parent_wrote_is_kept_nowhere(asked: Circle) -> None:
    await asked.say(asked.fay, "/answer dla", reply_to=asked.question)
    await tap(asked, "What is DLA?")
    assert b"canary" not in asked.database.read_bytes()


async def test_a_long_answer_shows_its_beginning_and_the_rest_is_read_in_private(asked: Circle) -> None:
    await an_entry(asked, "long", question="A long one?", answer="\n\n".join(["word " * 150] * 3))
    await asked.say(asked.fay, "/answer long", reply_to=asked.question)
    await tap(asked, "A long one?")
    given = await asked.last()
    assert len(given["text"]) < 500
    assert "word…" in given["text"]
    assert "Page" not in given["text"]
    assert await asked.buttons() == ["That helped", "Not quite", "Read in private", "Ask a facilitator"]
    await asked.start(asked.mara)
    await asked.press(asked.mara, "Read in private")
    assert "Page 1 of 3" in await look(asked, asked.mara)


async def test_whoever_reads_it_says_whether_it_helped_and_nobody_else_sees_that(asked: Circle) -> None:
    await asked.say(asked.fay, "/answer dla", reply_to=asked.question)
    await tap(asked, "What is DLA?")
    assert await asked.buttons() == ["That helped", "Not quite", "Ask a facilitator"]
    before = await asked.texts()
    assert "Thank you" in str(await asked.press(asked.mara, "That helped"))
    assert "Thank you" in str(await asked.press(asked.tom, "Not quite"))
    assert await asked.texts() == before
    entry = next(one for one in await every(asked) if one.key == "dla")
    group = await asked.app.store.look(lambda tx: tx.groups.by_chat(asked.group))
    use = await asked.app.store.look(lambda tx: tx.opinions.use(entry.id, group.id))
    assert (use.given, use.helped, use.not_quite) == (1, 1, 1)


async def test_the_wrong_answer_can_be_taken_back_and_another_one_given(asked: Circle) -> None:
    await asked.say(asked.fay, "/answer dla lifts", reply_to=asked.question)
    await tap(asked, "Who gives lifts?")
    await tap(asked, "Take it back")
    assert "Ask in the group." not in await asked.texts()
    await tap(asked, await first(asked, "DLA"))
    assert "It is money" in (await asked.last())["text"]


async def first(circle: Circle, word: str) -> str:
    return next((button for button in await circle.buttons(circle.fay) if word in button), "no such button")


async def test_one_answer_is_given_once_however_often_it_is_tapped(asked: Circle) -> None:
    await asked.say(asked.fay, "/answer dla", reply_to=asked.question)
    message = await asked.last(asked.fay)
    data = message["buttons"][0][0]["data"]
    await tap(asked, "What is DLA?")
    before = await asked.texts()
    assert "done already" in str(await press_again(asked, asked.fay, (message["message_id"], data), asked.fay))
    assert await asked.texts() == before


async def test_a_parent_cannot_answer_so_and_cannot_press_the_facilitators_buttons(asked: Circle) -> None:
    await asked.start(asked.mara)
    before = await asked.texts()
    await asked.say(asked.mara, "/answer dla", reply_to=asked.question)
    assert "for facilitators" in (await asked.last())["text"]
    await asked.say(asked.fay, "/answer dla", reply_to=asked.question)
    message = await asked.last(asked.fay)
    pressed = (message["message_id"], message["buttons"][0][0]["data"])
    assert "for facilitators" in str(await press_again(asked, asked.mara, pressed, asked.mara))
    assert "somebody else" in str(await press_again(asked, asked.tom, pressed, asked.tom))
    assert not any("It is money" in text for text in (await asked.texts())[len(before) :])


async def test_without_a_reply_or_without_words_it_says_how(asked: Circle) -> None:
    before = await asked.texts()
    await asked.say(asked.fay, "/answer dla")
    assert "/answer first time" in await look(asked)
    await asked.say(asked.fay, "/answer", reply_to=asked.question)
    assert "/answer first time" in await look(asked)
    await asked.private(asked.fay, "/answer dla")
    assert "/answer first time" in await look(asked)
    assert await asked.texts() == before


async def test_nothing_found_is_said_in_private_with_the_words_as_they_were(asked: Circle) -> None:
    before = await asked.texts()
    await asked.say(asked.fay, "/answer <b>zzz</b>", reply_to=asked.question)
    assert "I found no answer for “<b>zzz</b>”." in await look(asked)
    assert await asked.texts() == before


async def test_where_no_private_chat_is_open_it_goes_on_there_with_the_same_message(circle: Circle) -> None:
    await an_entry(circle)
    question = await circle.say(circle.mara, "how do I get that money")
    await circle.say(circle.fay, "/answer dla", reply_to=question)
    assert (await circle.last())["text"] == "Let’s continue in private."
    await circle.press(circle.fay, "Continue in private")
    await tap(circle, "What is DLA?")
    assert (await circle.last())["reply_to"] == question


async def test_a_retired_answer_is_not_given_any_more(asked: Circle) -> None:
    entry = await an_entry(asked, "parking", own=True, question="Is there parking?", answer="Yes.", phrasings=())
    await asked.say(asked.fay, "/answer parking", reply_to=asked.question)
    choice = await asked.last(asked.fay)
    await asked.private(asked.tom, "/knowledge parking")
    await tap(asked, "Is there parking?", "Retire", person=asked.tom)
    pressed = (choice["message_id"], choice["buttons"][0][0]["data"])
    assert "no longer there" in str(await press_again(asked, asked.fay, pressed, asked.fay))
    await asked.say(asked.fay, "/answer parking", reply_to=asked.question)
    assert "I found no answer" in await look(asked)
    assert (await kept(asked, entry.id)).version == 2


async def test_another_groups_own_answer_is_never_offered_or_given(asked: Circle) -> None:
    other = await asked.client.group("Second circle", asked.tom, bot="administrator")
    await asked.settle()
    await asked.say(asked.tom, "/help", chat=other["id"])
    group = await asked.app.store.look(lambda tx: tx.groups.by_chat(other["id"]))
    theirs = await an_entry(asked, "secret", question="DLA secret?", answer="Secret.", group_id=group.id)
    await asked.say(asked.fay, "/answer dla secret", reply_to=asked.question)
    assert "DLA secret?" not in await asked.buttons(asked.fay)
    message = await asked.last(asked.fay)
    draft = await asked.app.store.look(lambda tx: [d.id for d in tx.drafts.of_person(asked.fay) if d.kind == "answer"])
    pressed = (message["message_id"], f"kg:{draft[-1]}:{theirs.id}")
    assert "somebody else" in str(await press_again(asked, asked.fay, pressed, asked.fay))
    assert "Secret." not in " ".join(await asked.texts())


async def test_in_a_topic_the_answer_stays_in_the_topic(circle: Circle) -> None:
    await facilitators(circle)
    await an_entry(circle)
    forum = await circle.client.group("Forum", circle.fay, members=[circle.mara], bot="administrator", forum=True)
    topic = (await circle.client.act(circle.fay, "topic", chat=forum["id"], name="Questions"))["thread"]
    question = await circle.say(circle.mara, "how?", chat=forum["id"], thread=topic)
    await circle.say(circle.fay, "/answer dla", chat=forum["id"], thread=topic, reply_to=question)
    await tap(circle, "What is DLA?")
    given = await circle.last(forum["id"])
    assert (given["thread_id"], given["reply_to"]) == (topic, question)


async def test_in_a_topic_a_message_that_answers_nobody_is_no_reply(circle: Circle) -> None:
    await facilitators(circle)
    await an_entry(circle)
    forum = await circle.client.group("Forum", circle.fay, members=[circle.mara], bot="administrator", forum=True)
    topic = (await circle.client.act(circle.fay, "topic", chat=forum["id"], name="Questions"))["thread"]
    await circle.say(circle.fay, "/answer dla", chat=forum["id"], thread=topic)
    assert "/answer first time" in await look(circle)


async def test_an_administrator_who_writes_as_the_group_shows_who_they_are_first(asked: Circle) -> None:
    await asked.client.act(asked.fay, "promote", chat=asked.group, user=asked.tom, anonymous=True)
    await asked.settle()
    await asked.say(asked.tom, "/answer dla", reply_to=asked.question)
    await asked.press(asked.tom, "It’s me")
    await tap(asked, "What is DLA?", person=asked.tom)
    given = await asked.last()
    assert given["reply_to"] == asked.question
    assert "Tom" not in str(given)
