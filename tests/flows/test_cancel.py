"""`/cancel` or the word itself ends what waits for words, with one short line; elsewhere it does no harm."""

import pytest

from tests.circle import Circle, a_circle
from tests.flows.meetups import schedule
from tests.flows.relaying import does, talking, update
from tests.flows.requesting import ask, ready, said, the_request

ASIDE = "All right, I have put it aside. Nothing was changed or sent."


@pytest.mark.parametrize("word", ["/cancel", "cancel", "Cancel."])
async def test_what_waits_for_words_is_put_aside(circle: Circle, word: str) -> None:
    await circle.start(circle.fay)
    await schedule(circle)
    before = await circle.texts()
    await circle.private(circle.fay, "/announce")
    await circle.private(circle.fay, word)
    assert (await circle.texts(circle.fay))[-1] == ASIDE
    await circle.private(circle.fay, "The hall is closed")
    assert "Post" not in str(await circle.buttons(circle.fay))
    assert await circle.texts() == before


@pytest.mark.parametrize(
    ("begun", "said"),
    [("/topic", ASIDE), ("/ask", ASIDE), ("/setup", ASIDE), ("/schedule", "I’m not waiting for words")],
)
async def test_a_guided_form_ends_too_and_one_of_buttons_alone_needs_no_end(
    circle: Circle, begun: str, said: str
) -> None:
    await circle.start(circle.fay)
    await schedule(circle)
    await circle.private(circle.fay, begun)
    await circle.private(circle.fay, "/cancel")
    assert (await circle.texts(circle.fay))[-1].startswith(said)


async def test_where_nothing_waits_one_short_line_says_so_and_in_the_group_nothing(circle: Circle) -> None:
    await circle.private(circle.mara, "/cancel")
    assert (await circle.texts(circle.mara))[-1].startswith("I’m not waiting for words from you.")
    before = await circle.texts()
    await circle.say(circle.mara, "/cancel")
    assert await circle.texts() == before
    await circle.say(circle.mara, "/cancel@circle_bot")
    assert (await circle.texts())[-1].startswith("I’m not waiting for words from you.")


async def test_in_the_group_only_ones_own_is_put_aside(circle: Circle) -> None:
    await schedule(circle)
    await circle.say(circle.fay, "/topic")
    question = (await circle.last())["message_id"]
    before = await circle.texts()
    await circle.say(circle.mara, "/cancel")
    await circle.say(circle.mara, "cancel", reply_to=question)
    assert await circle.texts() == before
    await circle.say(circle.fay, "cancel", reply_to=question)
    assert (await circle.texts())[-1] == ASIDE


async def test_a_request_that_is_not_sent_yet_is_left_and_its_words_go(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator something private")
    await circle.private(circle.mara, "cancel")
    assert (await circle.texts(circle.mara))[-1] == ASIDE
    assert await circle.app.store.look(lambda tx: tx.drafts.of_person(circle.mara)) == []
    assert await circle.app.store.look(lambda tx: tx.requests.get(1)) is None


async def test_a_facilitator_who_tapped_write_can_leave_it(circle: Circle) -> None:
    await talking(circle)
    await circle.press(circle.fay, "Write", chat=circle.fay)
    await circle.private(circle.fay, "cancel")
    assert (await circle.texts(circle.fay))[-1] == ASIDE
    assert not await said(circle, circle.mara, "cancel")
    assert (await the_request(circle)).held


async def test_to_a_person_the_word_is_a_word(circle: Circle) -> None:
    await talking(circle)
    await circle.private(circle.mara, "cancel")
    assert await said(circle, circle.fay, "cancel")
    await ready(circle)


async def test_while_a_request_waits_the_word_joins_it(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.private(circle.mara, "cancel")
    words = await circle.app.store.look(lambda tx: [one.text for one in tx.requests.words(1)])
    assert words == ["I can’t sleep any more", "cancel"]


async def test_in_another_language_its_own_word_does_it_too(tmp_path: object) -> None:
    async with a_circle(tmp_path, speaks="qps", language="qps", timezone="Europe/London") as circle:  # type: ignore[arg-type]
        for word in ("⟦cancel⟧", "cancel"):
            await circle.private(circle.mara, "/ask")
            await circle.private(circle.mara, word)
            assert "put it aside" in (await circle.texts(circle.mara))[-1]


@pytest.mark.parametrize("do", ["photo", "voice", "sticker", "👍"])
async def test_what_is_no_words_gets_one_short_line_and_two_doors(circle: Circle, do: str) -> None:
    await circle.start(circle.mara)
    before = len(await circle.texts(circle.mara))
    if do == "👍":
        await circle.private(circle.mara, do)
    elif do == "sticker":
        sticker = {"file_id": "S1", "file_unique_id": "s1", "type": "regular", "width": 512, "height": 512}
        flags = {"is_animated": False, "is_video": False}
        await update(circle, "message", circle.mara, 77, sticker=sticker | flags)
    else:
        await does(circle, circle.mara, do)
    (text,) = (await circle.texts(circle.mara))[before:]
    assert text == "Thank you. I’m a bot and can read only words; a person can look at more than that."
    assert await circle.buttons(circle.mara) == ["Ask a facilitator", "Help"]


async def test_a_picture_after_a_talk_is_said_not_to_be_passed_on(circle: Circle) -> None:
    await talking(circle)
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    await does(circle, circle.mara, "photo")
    assert (await circle.texts(circle.mara))[-1] == "I have not passed this on: what the two of you wrote is over."
