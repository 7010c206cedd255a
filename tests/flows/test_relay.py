"""After a claim the two write to each other through the bot, in private, as if they sat at one table."""

import pytest

from tests.circle import Circle
from tests.flows.relaying import at, does, marks, talking, write
from tests.flows.requesting import ask, ready, said

LONG = "x" * 4096


async def test_the_member_is_told_that_they_simply_write_and_a_small_mark_shows_that_it_was_passed_on(
    circle: Circle,
) -> None:
    await talking(circle)
    assert "Just write to me, and I pass it on" in (await circle.last(circle.mara))["text"]
    before = len(await circle.texts(circle.mara))
    number = await circle.private(circle.mara, "The nights are long.")
    assert (await circle.texts(circle.fay))[-1] == "Mara Okafor:\nThe nights are long."
    assert await marks(circle, circle.mara) == [number]
    assert len(await circle.texts(circle.mara)) == before  # and nothing else is said


async def test_a_facilitator_answers_by_a_reply_or_after_write(circle: Circle) -> None:
    await talking(circle)
    words = await at(circle, circle.fay, "I can’t sleep any more")
    await circle.private(circle.fay, "I know that.", reply_to=words["message_id"])
    assert (await circle.texts(circle.mara))[-1] == "Fay Lindqvist:\nI know that."
    number = await write(circle, "Shall we talk on Tuesday?")
    assert (await circle.texts(circle.mara))[-1] == "Fay Lindqvist:\nShall we talk on Tuesday?"
    assert number in await marks(circle, circle.fay)


async def test_anything_else_they_type_is_not_passed_on_and_says_how_to(circle: Circle) -> None:
    await talking(circle)
    before = await circle.texts(circle.mara)
    await circle.private(circle.fay, "this was for myself")
    assert await circle.texts(circle.mara) == before
    last = await circle.last(circle.fay)
    assert "I have not passed this on." in last["text"]
    assert await circle.buttons(circle.fay) == ["Write"]
    await write(circle, "and this for you")
    await circle.private(circle.fay, "this again for myself")
    assert not [text for text in await circle.texts(circle.mara) if "for myself" in text]


async def test_write_can_be_taken_back(circle: Circle) -> None:
    await talking(circle)
    await circle.press(circle.fay, "Write", chat=circle.fay)
    await circle.press(circle.fay, "Don’t write", chat=circle.fay)
    before = await circle.texts(circle.mara)
    await circle.private(circle.fay, "a note")
    assert await circle.texts(circle.mara) == before


async def test_each_side_answers_a_message_in_its_place(circle: Circle) -> None:
    await talking(circle)
    first = await circle.private(circle.mara, "One thing.")
    await circle.private(circle.mara, "Another thing.")
    copy = await at(circle, circle.fay, "One thing.")
    answer = await circle.private(circle.fay, "About the one.", reply_to=copy["message_id"])
    there = await at(circle, circle.mara, "About the one.")
    assert there["reply_to"] == first
    await circle.private(circle.mara, "Yes, about that.", reply_to=there["message_id"])
    assert (await at(circle, circle.fay, "Yes, about that."))["reply_to"] == answer
    await circle.private(circle.mara, "And I add this.", reply_to=first)
    assert (await at(circle, circle.fay, "And I add this."))["reply_to"] == copy["message_id"]


async def test_what_either_changes_is_changed_at_the_other_one_too(circle: Circle) -> None:
    await talking(circle)
    mine = await circle.private(circle.mara, "I live in Elm Street.")
    await does(circle, circle.mara, "edit", message_id=mine, text="I live near the hall.")
    assert "Elm Street" not in str(await circle.transcript(circle.fay))
    copy = await at(circle, circle.fay, "I live near the hall.")
    assert copy["text"] == "Mara Okafor:\nI live near the hall."
    assert await circle.buttons(circle.fay, copy["message_id"]) == ["Write"]
    theirs = await write(circle, "On Tusday at ten")
    await does(circle, circle.fay, "edit", message_id=theirs, text="On Tuesday at ten")
    assert (await circle.texts(circle.mara))[-1] == "Fay Lindqvist:\nOn Tuesday at ten"


async def test_what_was_written_before_the_claim_can_be_changed_and_answered(circle: Circle) -> None:
    await ready(circle)
    await circle.press(circle.mara, "Ask a facilitator", chat=circle.mara)
    first = await circle.private(circle.mara, "My boy is ill")
    await circle.press(circle.mara, "By name", chat=circle.mara)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await does(circle, circle.mara, "edit", message_id=first, text="My girl is ill")
    copy = await at(circle, circle.fay, "My girl is ill")
    await circle.private(circle.fay, "Poor thing.", reply_to=copy["message_id"])
    assert (await at(circle, circle.mara, "Poor thing."))["reply_to"] == first


async def test_pictures_voices_files_places_and_contacts_go_through_both_ways(circle: Circle) -> None:
    await talking(circle)
    for writer, reader, heading in (
        (circle.mara, circle.fay, "Mara Okafor:"),
        (circle.fay, circle.mara, "Fay Lindqvist:"),
    ):
        for do, what in (
            ("photo", {"caption": "The garden"}),
            ("voice", {}),
            ("document", {"file_name": "letter.txt"}),
            ("location", {"latitude": 51.5, "longitude": -0.1}),
            ("contact", {"phone_number": "+441234567890"}),
        ):
            if writer == circle.fay:
                await circle.press(circle.fay, "Write", chat=circle.fay)
            await does(circle, writer, do, **what)
            last = await circle.last(reader)
            assert do in last, (do, last)
            words = last.get("caption") or (await circle.texts(reader))[-2]
            assert words.startswith(heading), (do, words)
            assert not last.get("forward")
        assert (await circle.last(reader))["contact"]["phone_number"] == "+441234567890"
    assert await said(circle, circle.fay, "The garden") == ["Mara Okafor:\nThe garden"]


async def test_a_caption_that_is_changed_is_changed_there(circle: Circle) -> None:
    await talking(circle)
    photo = await does(circle, circle.mara, "photo", caption="Our garden")
    await does(circle, circle.mara, "edit", message_id=photo, text="A garden")
    assert (await circle.last(circle.fay))["caption"] == "Mara Okafor:\nA garden"
    voice = await does(circle, circle.mara, "voice", caption="Listen")
    await does(circle, circle.mara, "edit", message_id=voice, text="Please listen")
    assert (await circle.last(circle.fay))["caption"] == "Mara Okafor:\nPlease listen"


async def test_where_a_forwarded_message_came_from_is_not_told(circle: Circle) -> None:
    await talking(circle)
    number = await circle.say(circle.tom, "a word in the group")
    await circle.client.act(circle.mara, "forward", from_chat=circle.group, chat=circle.mara, message_id=number)
    await circle.settle()
    last = await circle.last(circle.fay)
    assert last["text"] == "Mara Okafor:\na word in the group"
    assert not last.get("forward")
    assert not await circle.client.calls("forwardMessage")
    assert not await circle.client.calls("copyMessage")


@pytest.mark.parametrize("words", [LONG, "<b>&amp;</b> {name} %s", "مرحبا، هل أنت هنا؟", "🦔" * 2048])
async def test_words_arrive_to_the_letter(circle: Circle, words: str) -> None:
    await talking(circle)
    await circle.private(circle.mara, words)
    text = (await circle.last(circle.fay))["text"]
    if text != words:
        assert text == f"Mara Okafor:\n{words}"
    else:  # no room for a heading in the same message
        assert (await circle.texts(circle.fay))[-2] == "Mara Okafor:"
    number = await write(circle, words)
    await does(circle, circle.fay, "edit", message_id=number, text=f"{words[:-1]}!")
    assert (await circle.last(circle.mara))["text"].endswith(f"{words[:-1]}!")


async def test_bold_words_stay_bold_and_links_to_people_do_not_pass(circle: Circle) -> None:
    await talking(circle)
    sender = {"id": circle.mara, "is_bot": False, "first_name": "Mara"}
    message = {"message_id": 900, "date": 1796029200, "chat": sender | {"type": "private"}, "from": sender}
    marked = [
        {"type": "bold", "offset": 6, "length": 4},
        {"type": "text_mention", "offset": 0, "length": 5, "user": sender},
    ]
    await circle.client.inject({"message": message | {"text": "Truly, truly", "entities": marked}})
    await circle.settle()
    entities = (await circle.last(circle.fay))["entities"]
    assert entities == [
        {"type": "bold", "offset": 0, "length": len("Mara:")},
        {"type": "bold", "offset": 6 + len("Mara:\n"), "length": 4},
    ]


async def test_the_bot_answers_nothing_by_itself_meanwhile_but_commands(circle: Circle) -> None:
    await talking(circle)
    before = len(await circle.texts(circle.mara))
    await circle.private(circle.mara, "What time is it on Tuesday?")
    assert len(await circle.texts(circle.mara)) == before
    await circle.private(circle.mara, "/help")
    assert len(await circle.texts(circle.mara)) == before + 1
    assert not await said(circle, circle.fay, "/help")


async def test_a_question_of_the_bot_that_came_later_gets_the_words(circle: Circle) -> None:
    await talking(circle)
    await circle.travel(minutes=1)
    await circle.private(circle.mara, "/ask")
    await circle.private(circle.mara, "where is the hall?")
    assert not await said(circle, circle.fay, "hall")
    await circle.travel(minutes=1)
    await circle.private(circle.mara, "I am back to you")
    assert await said(circle, circle.fay, "I am back to you")


async def test_after_closing_nothing_is_passed_on_and_words_get_the_ordinary_answers_again(circle: Circle) -> None:
    await talking(circle)
    mine = await circle.private(circle.mara, "Thank you.")
    copy = await at(circle, circle.fay, "Thank you.")
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    seen = await circle.transcript(circle.fay)
    await circle.private(circle.mara, "just some words")
    await does(circle, circle.mara, "edit", message_id=mine, text="No thanks.")
    assert await circle.transcript(circle.fay) == seen
    assert "Ask a facilitator" in await circle.buttons(circle.mara)
    before = await circle.texts(circle.mara)
    await circle.private(circle.fay, "One more thing", reply_to=copy["message_id"])
    assert "it is closed" in (await circle.last(circle.fay))["text"]
    assert await circle.texts(circle.mara) == before


async def test_of_the_words_nothing_is_kept(circle: Circle) -> None:
    await talking(circle)
    number = await write(circle, "a very private answer")
    await circle.private(circle.mara, "a very private thing")
    await does(circle, circle.fay, "edit", message_id=number, text="a very private change")
    await circle.stop()
    for file in circle.folder.glob("circle.db*"):
        assert b"very private" not in file.read_bytes(), file.name


async def test_both_go_on_after_a_restart(circle: Circle) -> None:
    await talking(circle)
    await circle.restart()
    await circle.private(circle.mara, "Are you still there?")
    copy = await at(circle, circle.fay, "Are you still there?")
    await circle.press(circle.fay, "Write", chat=circle.fay, message_id=copy["message_id"])
    await circle.restart()
    await circle.private(circle.fay, "I am.")
    assert (await circle.texts(circle.mara))[-1] == "Fay Lindqvist:\nI am."


async def test_the_same_update_twice_is_passed_on_once(circle: Circle) -> None:
    await talking(circle)
    sender = {"id": circle.mara, "is_bot": False, "first_name": "Mara"}
    message = {
        "message_id": 901,
        "date": 1796029200,
        "chat": sender | {"type": "private"},
        "from": sender,
        "text": "Once",
    }
    number = await circle.client.inject({"message": message})
    await circle.settle()
    await circle.client.request("POST", "updates", {"repeat": number})
    await circle.settle()
    assert len(await said(circle, circle.fay, "Once")) == 1


async def test_a_change_that_comes_before_the_copy_arrived_is_not_lost(circle: Circle) -> None:
    await talking(circle)
    await circle.client.request(
        "POST", "faults", {"kind": "slow", "method": "sendMessage", "chat": circle.fay, "seconds": 1}
    )
    mine = await circle.client.send(circle.mara, "I live in Elm Street.")
    await circle.client.act(circle.mara, "edit", chat=circle.mara, message_id=mine, text="I live near the hall.")
    await circle.client.act(circle.mara, "edit", chat=circle.mara, message_id=mine, text="I live by the hall.")
    await circle.settle()
    assert await said(circle, circle.fay, "I live") == ["Mara Okafor:\nI live by the hall."]
    assert await circle.app.store.look(lambda tx: [row.edit for row in tx.relay.of_request(1)]) == [None, None]


async def test_somebody_else_hears_nothing_of_it(circle: Circle) -> None:
    await talking(circle)
    await circle.start(circle.tom)
    await circle.say(circle.tom, "/next")
    await ask(circle, "another thing", who=circle.tom)
    before = await circle.texts(circle.tom), await circle.texts()
    await circle.private(circle.mara, "only for Fay")
    await write(circle, "only for whom I wrote to")
    assert (await circle.texts(circle.tom), await circle.texts()) == before


async def test_words_that_point_to_danger_bring_the_lines_first_and_are_passed_on_all_the_same(circle: Circle) -> None:
    await talking(circle)
    await circle.private(circle.mara, "I want to kill myself")
    lines = (await circle.last(circle.mara))["text"]
    assert "116 123" in lines
    assert "Ask a facilitator" in await circle.buttons(circle.mara)
    assert await said(circle, circle.fay, "I want to kill myself") == ["Mara Okafor:\nI want to kill myself"]


async def test_words_behind_a_command_in_the_group_go_there_too(circle: Circle) -> None:
    await talking(circle)
    await circle.say(circle.mara, "/facilitator and one more thing")
    assert "one more thing" not in str(await circle.transcript())
    assert await said(circle, circle.fay, "one more thing") == ["Mara Okafor:\nand one more thing"]


async def test_a_reply_to_what_says_that_they_have_it_is_an_answer_as_well(circle: Circle) -> None:
    await talking(circle)
    held = await at(circle, circle.fay, "You have it")
    await circle.private(circle.fay, "Hello, I am here.", reply_to=held["message_id"])
    assert (await circle.texts(circle.mara))[-1] == "Fay Lindqvist:\nHello, I am here."


async def test_a_claim_on_a_page_that_goes_in_this_moment_still_gives_everything_into_their_hands(
    circle: Circle,
) -> None:
    await ready(circle)
    await ask(circle)
    gone = {"error_code": 400, "description": "Bad Request: message to edit not found"}
    fault = {"kind": "error", "method": "editMessageText", "chat": circle.fay, **gone}
    await circle.client.request("POST", "faults", fault)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert await at(circle, circle.fay, "You have it")
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    assert await said(circle, circle.mara, "is closed now")
