"""/share: a helpful message becomes an answer for others, with its author's consent and no sooner."""

from pathlib import Path

import pytest

from domain.entries import State
from tests.circle import Circle
from tests.flows.asking import a_fellow, kept
from tests.flows.managing import data_of, press_again
from tests.storage.world import places_of

HELPFUL = "Ring the library before noon, they keep the forms behind the desk."
QUESTION = "Where do I get the forms?"


async def helpful(circle: Circle, author: int = 0, words: str = HELPFUL) -> int:
    """Somebody writes something helpful; its number."""
    return await circle.say(author or circle.tom, words)


async def shared(circle: Circle, by: int = 0, **more: str) -> None:
    """Mara shares what Tom wrote."""
    number = await helpful(circle, **more)
    await circle.say(by or circle.mara, "/share", reply_to=number)


async def asked(circle: Circle) -> None:
    """Tom and Fay have opened their private chats, and Tom is asked whether his words may be kept."""
    for person in (circle.tom, circle.fay):
        await circle.start(person)
    await shared(circle)


async def made_an_answer(circle: Circle) -> None:
    """Fay has looked at what Tom agreed to, and makes a draft of it."""
    await circle.press(circle.fay, "Make an answer of it", chat=circle.fay)
    await circle.private(circle.fay, QUESTION)


def traces(path: Path) -> list[str]:
    return places_of(path, "Ring the library")


async def test_with_the_author_s_yes_it_becomes_an_entry_that_thanks_them(circle: Circle) -> None:
    for person in (circle.mara, circle.tom, circle.fay):
        await circle.say(person, "/next")
        await circle.start(person)
    await shared(circle)
    question = (await circle.last(circle.tom))["text"]
    assert HELPFUL in question
    assert "Mara" not in question
    assert await circle.buttons(circle.tom) == ["Yes, and thank Tom", "Yes, without my name", "Rather not"]
    assert "Thank you. I ask whoever wrote it" in (await circle.last(circle.mara))["text"]
    assert HELPFUL not in str(await circle.texts(circle.fay))
    await circle.press(circle.tom, "Yes, and thank Tom", chat=circle.tom)
    assert "whoever wrote it agrees" in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "Look at it", chat=circle.fay)
    assert HELPFUL in (await circle.last(circle.fay))["text"]
    await made_an_answer(circle)
    assert "With thanks to Tom." in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    assert "helps others now" in (await circle.last(circle.tom))["text"]
    await circle.say(circle.mara, f"/ask {QUESTION}")
    answer = (await circle.last())["text"]
    assert HELPFUL in answer
    assert "With thanks to Tom." in answer


async def test_without_a_name_the_group_is_thanked(circle: Circle) -> None:
    await asked(circle)
    await circle.press(circle.tom, "Yes, without my name", chat=circle.tom)
    await circle.press(circle.fay, "Look at it", chat=circle.fay)
    assert "Tom" not in (await circle.last(circle.fay))["text"]
    await made_an_answer(circle)
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    assert "With thanks to a parent of the group." in (await circle.last())["text"]


async def test_a_no_leaves_nothing_and_nobody_hears_of_it(circle: Circle) -> None:
    await asked(circle)
    assert traces(circle.database) != []
    before = await circle.texts(circle.fay)
    await circle.press(circle.tom, "Rather not", chat=circle.tom)
    assert traces(circle.database) == []
    assert await circle.texts(circle.fay) == before
    assert "it is not kept" in (await circle.last(circle.tom))["text"]


async def test_a_yes_can_be_taken_back_until_it_is_published(circle: Circle) -> None:
    await asked(circle)
    await circle.press(circle.tom, "Yes, without my name", chat=circle.tom)
    await circle.press(circle.tom, "Take it back", chat=circle.tom)
    assert traces(circle.database) == []
    assert "no longer there" in str(await circle.press(circle.fay, "Look at it", chat=circle.fay))


async def drafted(circle: Circle) -> None:
    """Tom agrees, and Fay makes a draft of his words."""
    for person in (circle.tom, circle.fay):
        await circle.say(person, "/next")
        await circle.start(person)
    await shared(circle)
    await circle.press(circle.tom, "Yes, and thank Tom", chat=circle.tom)
    await circle.press(circle.fay, "Look at it", chat=circle.fay)
    await made_an_answer(circle)
    assert {place.split(".")[0] for place in traces(circle.database)} >= {"shares", "entries", "entry_changes"}


async def test_a_draft_of_words_goes_with_the_yes_to_them(circle: Circle) -> None:
    await drafted(circle)
    await circle.press(circle.tom, "Take it back", chat=circle.tom)
    assert not {"shares", "entries", "entry_changes"} & {place.split(".")[0] for place in traces(circle.database)}
    assert "no longer there" in str(await circle.press(circle.fay, "Publish", chat=circle.fay))
    await circle.say(circle.mara, f"/ask {QUESTION}")
    assert HELPFUL not in (await circle.last())["text"]


async def test_what_is_published_can_no_longer_be_taken_back(circle: Circle) -> None:
    await drafted(circle)
    await circle.press(circle.fay, "Publish", chat=circle.fay)
    assert await circle.press(circle.tom, "Take it back", chat=circle.tom)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    assert HELPFUL in (await circle.last())["text"]


async def test_of_whoever_is_forgotten_no_draft_stays(circle: Circle) -> None:
    await drafted(circle)
    await circle.private(circle.tom, "/forgetme")
    await circle.press(circle.tom, "Yes, forget me", chat=circle.tom)
    assert not {"shares", "entries", "entry_changes"} & {place.split(".")[0] for place in traces(circle.database)}


async def test_of_words_that_are_used_twice_the_later_draft_stays(circle: Circle) -> None:
    await asked(circle)
    await circle.press(circle.tom, "Yes, without my name", chat=circle.tom)
    await circle.press(circle.fay, "Look at it", chat=circle.fay)
    use = await data_of(circle, "Make an answer of it", circle.fay)
    for question in (QUESTION, "Who keeps the forms?"):
        await press_again(circle, circle.fay, use, circle.fay)
        await circle.private(circle.fay, question)
    drafts = [one for one in await kept(circle, lambda tx: tx.entries.every()) if one.state is State.DRAFT]
    assert [one.question for one in drafts] == ["Who keeps the forms?"]


async def test_a_draft_that_nobody_publishes_goes_with_the_words(circle: Circle) -> None:
    await drafted(circle)
    await circle.travel(days=89)
    assert "entries" in {place.split(".")[0] for place in traces(circle.database)}
    await circle.travel(days=2)
    assert traces(circle.database) == []


async def test_without_an_answer_the_words_go_after_a_week(circle: Circle) -> None:
    await circle.start(circle.tom)
    await shared(circle)
    await circle.travel(days=6)
    assert traces(circle.database) != []
    await circle.travel(days=2)
    assert traces(circle.database) == []
    assert "no longer there" in str(await circle.press(circle.tom, "Rather not", chat=circle.tom))


async def test_where_the_author_s_private_chat_is_closed_the_group_shows_the_neutral_line_only(circle: Circle) -> None:
    await shared(circle)
    line = await circle.last()
    assert line["text"] == "Let’s continue in private."
    assert await circle.buttons() == ["Continue in private"]
    assert HELPFUL not in str(await circle.texts())
    await circle.press(circle.mara, "Continue in private")
    assert HELPFUL not in str(await circle.texts(circle.mara))
    assert "for somebody else" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.tom, "Continue in private")
    assert HELPFUL in (await circle.last(circle.tom))["text"]
    assert "Let’s continue in private." not in await circle.texts()


async def test_only_the_author_s_own_tap_counts(circle: Circle) -> None:
    await circle.start(circle.tom)
    await shared(circle)
    (share,) = await kept(circle, lambda tx: tx.shares.of_author(circle.tom))
    for data in (f"sc:{share.id}:1", f"sc:{share.id}:0", f"sn:{share.id}"):
        query = {
            "id": data,
            "from": {"id": circle.mara, "is_bot": False, "first_name": "Mara"},
            "chat_instance": "1",
            "message": {
                "message_id": 1,
                "date": 1796029200,
                "chat": {"id": circle.mara, "type": "private", "first_name": "Mara"},
                "text": "…",
            },
            "data": data,
        }
        await circle.client.inject({"callback_query": query})
        await circle.settle()
    assert (await kept(circle, lambda tx: tx.shares.get(share.id))).state == "asked"


async def test_a_facilitator_sees_nothing_before_the_author_agrees(circle: Circle) -> None:
    await asked(circle)
    (share,) = await kept(circle, lambda tx: tx.shares.of_author(circle.tom))
    await circle.start(circle.fay, f"o_uh_{share.id}")
    assert HELPFUL not in str(await circle.texts(circle.fay))
    await circle.private(circle.fay, "/unanswered")
    assert "Shared" not in str(await circle.buttons(circle.fay))


@pytest.mark.parametrize("what", ["nothing", "the bot", "a command", "a picture", "private"])
async def test_what_cannot_be_shared_is_said_in_one_sentence(circle: Circle, what: str) -> None:
    if what == "private":
        await circle.start(circle.mara)
        await circle.private(circle.mara, "/share")
        assert "In your group, reply to a helpful message with /share" in (await circle.last(circle.mara))["text"]
        return
    number = None
    if what == "the bot":
        number = (await circle.from_bot())[0]["message_id"]
    elif what == "a command":
        number = await circle.say(circle.tom, "/next")
    elif what == "a picture":
        number = (await circle.client.act(circle.tom, "photo", chat=circle.group))["message_id"]
    await circle.say(circle.mara, "/share", **({"reply_to": number} if number else {}))
    assert "Reply with /share to words that somebody of the group wrote" in (await circle.last())["text"]


async def test_the_replied_words_are_kept_by_share_alone_and_no_longer_than_needed(circle: Circle) -> None:
    number = await helpful(circle)
    for command in ("/next", "/help", "/ask what about it?"):
        await circle.say(circle.mara, command, reply_to=number)
        assert traces(circle.database) == []
    await circle.say(circle.mara, "/share", reply_to=number)
    assert {place.split(".")[0] for place in traces(circle.database)} == {"shares"}


async def test_shared_twice_its_author_is_asked_once(circle: Circle) -> None:
    await circle.start(circle.tom)
    number = await helpful(circle)
    ann = await a_fellow(circle, "Ann")
    for person in (circle.mara, ann, circle.mara):
        await circle.say(person, "/share", reply_to=number)
    assert str(await circle.texts(circle.tom)).count(HELPFUL) == 1


async def test_bold_words_and_arabic_stay_as_they_are_and_injections_stay_words(circle: Circle) -> None:
    for person in (circle.tom, circle.fay):
        await circle.start(person)
    words = "اتصل بالمكتبة <b>قبل</b> الظهر & [x](javascript:1) **now**"
    await shared(circle, words=words)
    asked = await circle.last(circle.tom)
    assert "<b>قبل</b>" in asked["text"]
    await circle.press(circle.tom, "Yes, without my name", chat=circle.tom)
    await circle.press(circle.fay, "Look at it", chat=circle.fay)
    await circle.press(circle.fay, "Make an answer of it", chat=circle.fay)
    await circle.private(circle.fay, "متى نتصل بالمكتبة؟")
    shown = await circle.last(circle.fay)
    assert "<b>قبل</b>" in shown["text"]
    assert not [e for e in shown["entities"] if e["type"] == "text_link"]


async def test_a_very_long_message_is_refused_with_the_limit(circle: Circle) -> None:
    await shared(circle, words="word " * 800)
    assert "too long" in (await circle.last())["text"]
    assert await kept(circle, lambda tx: tx.shares.of_author(circle.tom)) == []


async def test_whoever_is_forgotten_is_thanked_no_more(circle: Circle) -> None:
    await test_with_the_author_s_yes_it_becomes_an_entry_that_thanks_them(circle)
    await circle.private(circle.tom, "/forgetme")
    await circle.press(circle.tom, "Yes, forget me", chat=circle.tom)
    await circle.say(circle.mara, f"/ask {QUESTION}")
    answer = (await circle.last())["text"]
    assert HELPFUL in answer
    assert "Tom" not in answer
    assert "shares" not in {place.split(".")[0] for place in places_of(circle.database, circle.tom)}


async def test_an_anonymous_administrator_is_asked_to_write_as_themselves(circle: Circle) -> None:
    number = await helpful(circle)
    await circle.client.act(
        circle.fay, "promote", chat=circle.group, user=circle.mara, anonymous=True, rights={"is_anonymous": True}
    )
    await circle.settle()
    await circle.say(circle.mara, "/share", reply_to=number)
    assert "Please write as yourself" in (await circle.last())["text"]
    assert traces(circle.database) == []
