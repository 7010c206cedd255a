"""/announce: a facilitator's words to the group, after a preview, once."""

from tests.circle import Circle
from tests.flows.managing import data_of, press_again


async def test_it_is_posted_signed_after_confirm(circle: Circle) -> None:
    await circle.say(circle.fay, "/announce Bring <cake> & tea\nand a cup")
    assert "This will stand in Calderwood parents, now:" in (await circle.last())["text"]
    assert await circle.press(circle.fay, "Confirm") == "Posted."
    assert (await circle.last())["text"] == "From Fay Lindqvist:\nBring <cake> & tea\nand a cup"


async def test_a_second_confirm_posts_nothing(circle: Circle) -> None:
    await circle.say(circle.fay, "/announce Hello")
    confirm = await data_of(circle, "Confirm")
    await circle.press(circle.fay, "Confirm")
    assert "done already" in str(await press_again(circle, circle.fay, confirm))
    told = (await circle.client.calls(method="answerCallbackQuery"))[-1]["params"]
    assert not told.get("show_alert")  # nothing to tap away: it was only the second tap of two
    assert sum("Hello" in text and "From Fay" in text for text in await circle.texts()) == 1


async def test_an_old_preview_never_posts_the_words_of_a_new_one(circle: Circle) -> None:
    await circle.say(circle.fay, "/announce Old words")
    old = await circle.with_button("Confirm", circle.group)
    await circle.travel(days=8)  # by then what was begun is forgotten
    await circle.restart()
    await circle.say(circle.fay, "/announce New words")
    assert "done already" in str(await circle.press(circle.fay, "Confirm", message_id=old))
    assert not any(text.startswith("From Fay") for text in await circle.texts())


async def test_never_mind_posts_nothing(circle: Circle) -> None:
    await circle.say(circle.fay, "/announce Hello")
    confirm = await data_of(circle, "Confirm")
    assert await circle.press(circle.fay, "Never mind") == "Nothing was posted."
    await press_again(circle, circle.fay, confirm)
    assert not any("From Fay" in text for text in await circle.texts())


async def test_from_private_it_goes_to_the_group(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/help")
    await circle.private(circle.fay, "/announce")
    await circle.private(circle.fay, "See you all")
    await circle.press(circle.fay, "Confirm", circle.fay)
    assert (await circle.last())["text"] == "From Fay Lindqvist:\nSee you all"
    assert "Posted in Calderwood parents" in (await circle.last(circle.fay))["text"]


async def test_with_several_groups_it_asks_which(circle: Circle) -> None:
    second = await circle.client.group("Second circle", circle.fay, bot="administrator")
    await circle.settle()
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/help")
    await circle.say(circle.fay, "/help", chat=second["id"])
    await circle.private(circle.fay, "/announce Only here")
    await circle.press(circle.fay, "Second circle", circle.fay)
    await circle.press(circle.fay, "Confirm", circle.fay)
    assert "Only here" in (await circle.last(second["id"]))["text"]
    assert not any("Only here" in text for text in await circle.texts())


async def test_parents_cannot_and_nobody_confirms_anothers(circle: Circle) -> None:
    await circle.say(circle.mara, "/announce Buy my things")
    assert "for facilitators" in (await circle.last())["text"]
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    await circle.say(circle.fay, "/announce Hello")
    assert "somebody else" in str(await circle.press(circle.tom, "Confirm"))
    assert "for facilitators" in str(await circle.press(circle.mara, "Confirm"))
    assert not any("From Fay" in text and "now:" not in text for text in await circle.texts())


async def test_too_long_is_said_and_not_posted(circle: Circle) -> None:
    await circle.say(circle.fay, "/announce " + "x" * 3600)
    assert "At most 3500 characters" in (await circle.last())["text"]


async def test_a_hidden_name_is_not_signed(circle: Circle) -> None:
    await circle.say(circle.fay, "/help")
    await circle.app.store.transact(lambda tx: tx.people.save(tx.people.get(circle.fay).changed(name_style="hidden")))
    await circle.say(circle.fay, "/announce Hello")
    await circle.press(circle.fay, "Confirm")
    assert (await circle.last())["text"] == "From the facilitators:\nHello"


async def test_what_telegram_refuses_is_told_to_who_asked(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/help")
    await circle.private(circle.fay, "/announce Hello")
    await circle.client.fault(
        "error",
        "sendMessage",
        chat=circle.group,
        count=5,
        error_code=400,
        description="Bad Request: not enough rights to send text messages to the chat",
    )
    await circle.press(circle.fay, "Confirm", circle.fay)
    assert "did not let me post" in (await circle.last(circle.fay))["text"]


async def test_in_a_topic_it_stands_in_that_topic(circle: Circle) -> None:
    forum = await circle.client.group("Forum", circle.fay, bot="administrator", forum=True)
    await circle.settle()
    topic = await circle.client.act(circle.fay, "topic", chat=forum["id"], name="Meetups")
    await circle.say(circle.fay, "/announce Hello", chat=forum["id"], thread=topic["thread"])
    await circle.press(circle.fay, "Confirm", forum["id"])
    posted = await circle.last(forum["id"])
    assert (posted["text"], posted["thread_id"]) == ("From Fay Lindqvist:\nHello", topic["thread"])


async def test_who_wrote_as_the_group_is_named_neither_in_the_preview_nor_in_the_post(circle: Circle) -> None:
    await as_the_group(circle)
    await circle.say(circle.tom, "/announce The hall is closed")
    await circle.press(circle.tom, "It’s me")
    assert "From Calderwood parents:\nThe hall is closed" in (await circle.last())["text"]
    assert await circle.press(circle.tom, "Confirm") == "Posted."
    assert (await circle.last())["text"] == "From Calderwood parents:\nThe hall is closed"
    assert "Tom" not in " ".join(await circle.texts())


async def test_in_a_room_of_several_groups_who_wrote_as_the_room_is_not_named_either(circle: Circle) -> None:
    second = await circle.client.group("Second circle", circle.fay, bot="administrator")
    room = (await circle.client.group("Room", circle.fay, bot="administrator"))["id"]
    await circle.settle()
    await circle.say(circle.fay, "/help")
    await circle.say(circle.fay, "/help", chat=second["id"])
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Calderwood parents", room)
    await circle.say(circle.fay, "/room", chat=room)
    await circle.press(circle.fay, "Second circle", room)
    await circle.client.act(circle.fay, "promote", chat=room, user=circle.fay, anonymous=True)
    await circle.say(circle.fay, "/announce Only here", chat=room)
    await circle.press(circle.fay, "It’s me", room)
    await circle.press(circle.fay, "Second circle", room)
    await circle.press(circle.fay, "Confirm", room)
    assert (await circle.last(second["id"]))["text"] == "From Second circle:\nOnly here"


async def as_the_group(circle: Circle) -> None:
    """Tom is an administrator who writes anonymously."""
    rights = {"is_anonymous": True}
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom, anonymous=True, rights=rights)
    await circle.settle()
