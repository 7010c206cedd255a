"""Answers that belong in private, and commands that wait for one more tap."""

from handlers.away import Away
from handlers.doors import ToStart
from handlers.privacy import Forget
from handlers.settings import Part, ShowPart
from tests.circle import Circle
from tests.flows.managing import press_again, weekly


async def test_a_private_answer_shows_nothing_in_the_group_where_the_private_chat_is_open(circle):
    await circle.start(circle.mara)
    before = await circle.texts()
    message_id = await circle.say(circle.mara, "/away 2w")
    assert await circle.texts() == before
    assert all(message["message_id"] != message_id for message in await circle.transcript())
    assert "Sunday 13 December" in (await circle.last(circle.mara))["text"]


async def test_without_a_private_chat_the_group_shows_the_same_neutral_line_for_any_private_answer(circle):
    shown = []
    for person, command in ((circle.mara, "/away 2w"), (circle.tom, "/settings"), (circle.mara, "/mydata")):
        await circle.say(person, command)
        last = await circle.last()
        shown.append((last["text"], await circle.buttons()))
    assert shown == [("Let’s continue in private.", ["Continue in private"])] * 3
    assert "/away" not in str(await circle.transcript())


async def test_continue_in_private_runs_the_command_there_and_the_line_goes(circle):
    await circle.say(circle.mara, "/away 2w")
    await circle.press(circle.mara, "Continue in private")
    assert "Sunday 13 December" in (await circle.last(circle.mara))["text"]
    assert "Let’s continue in private." not in await circle.texts()


async def test_who_finds_the_private_chat_without_the_link_is_answered_there_all_the_same(circle):
    ann = (await circle.client.person("Ann", language_code="en"))["id"]
    await circle.client.act(circle.fay, "add", chat=circle.group, user=ann)
    group = await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))
    of_the_group = ToStart(group.id).deep_link()
    for person, words in ((circle.mara, ""), (circle.tom, "hello"), (ann, of_the_group)):
        await circle.say(person, "/away 2w")
        await circle.start(person, words)
        assert "Sunday 13 December" in (await circle.last(person))["text"]
        assert "Let’s continue in private." not in await circle.texts()
        await circle.start(person, words)
        assert (await circle.last(person))["text"].startswith("Hello ")


async def test_of_two_things_that_wait_plain_start_answers_the_newest_and_the_other_keeps_its_link(circle):
    await circle.say(circle.mara, "/away 2w")
    await circle.say(circle.mara, "/settings")
    await circle.start(circle.mara)
    assert "Your settings" in (await circle.last(circle.mara))["text"]
    assert (await circle.texts()).count("Let’s continue in private.") == 1
    await circle.press(circle.mara, "Continue in private")
    assert "Sunday 13 December" in (await circle.last(circle.mara))["text"]


async def test_plain_start_welcomes_who_waits_for_nothing_whoever_else_does(circle):
    await circle.say(circle.mara, "/away 2w")
    await circle.start(circle.tom)
    assert (await circle.last(circle.tom))["text"].startswith("Hello Tom.")
    assert "Let’s continue in private." in await circle.texts()


async def test_what_was_asked_days_ago_is_not_what_somebody_comes_for_now(circle):
    await circle.say(circle.mara, "/away 2w")
    await circle.travel(hours=25)
    await circle.start(circle.mara)
    assert (await circle.last(circle.mara))["text"].startswith("Hello Mara.")
    await circle.say(circle.tom, "/away 2w")
    await circle.travel(hours=23)
    await circle.start(circle.tom)
    assert "December" in (await circle.last(circle.tom))["text"]


async def test_somebody_else_who_taps_continue_in_private_learns_nothing_of_it(circle):
    await circle.say(circle.mara, "/away 2w")
    await circle.press(circle.tom, "Continue in private")
    assert "away" not in " ".join(await circle.texts(circle.tom)).split("/")[0]
    assert "from an older message, or for somebody else." in (await circle.last(circle.tom))["text"]
    assert "Let’s continue in private." in await circle.texts()


async def test_a_private_chat_that_was_blocked_unseen_brings_the_neutral_line_after_all(circle):
    await circle.start(circle.mara)
    await circle.client.request(
        "POST",
        "faults",
        {
            "kind": "error",
            "method": "sendMessage",
            "chat": circle.mara,
            "count": 1,
            "error_code": 403,
            "description": "Forbidden: bot was blocked by the user",
        },
    )
    await circle.say(circle.mara, "/settings")
    assert (await circle.texts())[-1] == "Let’s continue in private."


async def anonymous(circle: Circle) -> None:
    await circle.client.act(
        circle.fay, "promote", chat=circle.group, user=circle.tom, anonymous=True, rights={"is_anonymous": True}
    )
    await circle.settle()


async def test_an_anonymous_administrator_shows_who_they_are_by_a_press_and_goes_on(circle):
    await anonymous(circle)
    await circle.start(circle.tom)
    await circle.say(circle.tom, "/setup")
    assert await circle.buttons() == ["It’s me"]
    await circle.press(circle.tom, "It’s me")
    assert "Setting up" in (await circle.last(circle.tom))["text"]
    assert "It’s me" not in str(await circle.transcript())


async def test_it_s_me_makes_nobody_a_facilitator(circle):
    await anonymous(circle)
    await circle.say(circle.tom, "/setup")
    toast = await circle.press(circle.mara, "It’s me")
    assert "for facilitators" in toast
    assert await circle.buttons() == ["It’s me"]


async def test_who_looks_after_two_groups_is_asked_which_and_nobody_else_can_answer(circle):
    other = await circle.client.group("Second circle", circle.fay, members=[circle.mara], bot="administrator")
    await circle.settle()
    await circle.private(circle.fay, "/setup")
    assert (await circle.last(circle.fay))["text"] == "Which group?"
    assert await circle.buttons(circle.fay) == ["Calderwood parents", "Second circle"]
    await circle.press(circle.fay, "Second circle", chat=circle.fay)
    assert "Setting up Second circle" in (await circle.last(circle.fay))["text"]
    assert "Which group?" not in await circle.texts(circle.fay)
    assert other["id"]


async def test_a_group_is_never_asked_about_which_the_person_does_not_look_after(circle):
    dan = (await circle.client.person("Dan"))["id"]
    await circle.client.group("Not hers", dan, members=[circle.fay], bot="administrator")
    await circle.settle()
    await circle.private(circle.fay, "/setup")
    assert "Setting up Calderwood parents" in (await circle.last(circle.fay))["text"]


async def test_what_an_anonymous_administrator_asks_for_themselves_waits_for_who_they_are(circle):
    await anonymous(circle)
    await circle.start(circle.tom)
    for command, words in (("/away 2w", "13 December"), ("/settings", "Your settings")):
        await circle.say(circle.tom, command)
        assert "can’t see who you are" in (await circle.last())["text"]
        await circle.press(circle.tom, "It’s me")
        assert words in (await circle.last(circle.tom))["text"]
    stand_in = await circle.app.store.look(lambda tx: tx.people.get(1087968824))
    assert stand_in is None or stand_in.away_until is None


async def test_a_changed_app_cannot_put_its_words_in_the_place_of_the_groups(circle: Circle) -> None:
    await weekly(circle)
    await circle.say(circle.fay, "/announce Bring a cup")
    await circle.press(circle.fay, "Confirm")
    before = await circle.texts()
    for message in await circle.from_bot():
        for data in (Forget(yes=False).pack(), ShowPart(Part.MAIN).pack(), Away(2).pack()):
            said = await press_again(circle, circle.tom, (message["message_id"], data), forged=True)
            assert "no longer there" in str(said)
    assert await circle.texts() == before
