"""Asking for a human: one tap away, silent in the group, by name or unnamed, with a truthful receipt at once."""

import pytest

from tests.circle import Circle
from tests.flows.managing import press_again
from tests.flows.newcomers import a_room, kept
from tests.flows.relaying import update
from tests.flows.requesting import ask, forged, ready, said, steps, the_request


async def another_group(circle: Circle, title: str = "Harbour parents") -> int:
    """Fay runs a second group; Mara is known there as well."""
    other = await circle.client.group(title, circle.fay, members=[circle.mara], bot="administrator")
    await circle.settle()
    await circle.say(circle.mara, "/next", chat=other["id"])
    return int(other["id"])


async def test_it_is_one_tap_away_in_every_private_menu(circle: Circle) -> None:
    await ready(circle)
    for words in ("/start", "/help", "/settings", "/welcome", "just some words"):
        await circle.private(circle.mara, words)
        assert "Ask a facilitator" in await circle.buttons(circle.mara)
    await circle.press(circle.mara, "Ask a facilitator", chat=circle.mara)
    assert await circle.buttons(circle.mara) == ["By name", "Unnamed", "Don’t send it"]
    assert await said(circle, circle.fay, "would like to talk") == []


async def test_the_receipt_comes_at_once_says_whom_it_reached_and_what_to_do_if_it_cannot_wait(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    text = (await circle.last(circle.mara))["text"]
    assert "Your message has reached Fay Lindqvist." in text
    assert "If it cannot wait:" in text
    assert "call" in text
    assert "I’m a bot" in text
    assert await circle.buttons(circle.mara) == ["Take it back"]
    calls = await circle.client.calls(limit=20_000)
    sent = [one for one in calls if one["method"] == "editMessageText" and one["params"]["chat_id"] == circle.mara]
    pages = [one for one in calls if "would like to talk" in str(one["params"].get("text"))]
    assert calls.index(sent[0]) < calls.index(pages[0])  # it waits for nobody, least of all for a claim


async def test_in_the_group_the_words_are_removed_and_nothing_shows_of_it(circle: Circle) -> None:
    await ready(circle)
    before = await circle.texts()
    await circle.say(circle.mara, "/facilitator I can’t sleep any more")
    assert await circle.texts() == before
    assert "sleep" not in str(await circle.transcript(circle.group))
    assert "I have your words" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-1] == "I can’t sleep any more"
    assert await circle.texts() == before


async def test_without_a_private_chat_the_group_shows_only_the_neutral_line_and_the_words_wait(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/next")
    await circle.say(circle.tom, "/facilitator I need somebody")
    last = await circle.last()
    assert (last["text"], await circle.buttons()) == ("Let’s continue in private.", ["Continue in private"])
    assert "I need somebody" not in str(await circle.transcript(circle.group))
    word = last["buttons"][0][0]["url"].partition("start=")[2]
    await circle.start(circle.tom, word)
    assert "I have your words" in (await circle.last(circle.tom))["text"]
    assert "Let’s continue" not in " ".join(await circle.texts())
    await circle.press(circle.tom, "By name", chat=circle.tom)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-1] == "I need somebody"


async def test_a_link_in_the_group_leads_to_it_also_for_who_never_used_the_bot(circle: Circle) -> None:
    await ready(circle)
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    await circle.start(circle.tom, f"o_rh_{group.id}")
    assert "Calderwood parents" in (await circle.last(circle.tom))["text"]
    await circle.press(circle.tom, "By name", chat=circle.tom)
    assert (await the_request(circle)).person_id == circle.tom
    stranger = int((await circle.client.person("Eve", language_code="en"))["id"])
    await circle.start(stranger, f"o_rh_{group.id}")
    assert "Calderwood" not in str(await circle.texts(stranger))


async def test_who_is_in_no_group_hears_the_truth_and_where_to_call(circle: Circle) -> None:
    eve = int((await circle.client.person("Eve", language_code="en"))["id"])
    await circle.start(eve)
    await circle.private(eve, "/facilitator help me")
    text = (await circle.last(eve))["text"]
    assert "I don’t know a group that you are in" in text
    assert "If it cannot wait:" in text
    assert await kept(circle, lambda tx: tx.drafts.of_person(eve)) == []


async def test_who_is_in_a_group_but_never_tapped_there_is_found_there_and_a_human_fetched(circle: Circle) -> None:
    await circle.start(circle.tom)
    await circle.press(circle.tom, "Ask a facilitator", chat=circle.tom)
    assert "a facilitator of Calderwood parents" in (await circle.last(circle.tom))["text"]
    await circle.private(circle.mara, "/facilitator I can’t sleep")
    assert await circle.buttons(circle.mara) == ["By name", "Unnamed", "Don’t send it"]
    calls = await circle.client.calls(limit=20_000)
    before = len([one for one in calls if one["method"] == "getChatMember"])
    await circle.private(circle.mara, "/facilitator really")  # known by now: Telegram is not asked again
    calls = await circle.client.calls(limit=20_000)
    assert len([one for one in calls if one["method"] == "getChatMember"]) == before


async def test_where_telegram_does_not_tell_who_is_where_they_hear_at_once_where_to_call(circle: Circle) -> None:
    await circle.client.fault("500", "getChatMember", count=10)
    await circle.private(circle.tom, "/facilitator I can’t sleep")
    assert "If it cannot wait:" in (await circle.last(circle.tom))["text"]


async def test_a_tap_under_a_question_that_is_too_old_says_that_nothing_was_sent_and_asks_anew(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator I can’t sleep")
    old = int((await circle.last(circle.mara))["message_id"])
    await circle.travel(days=9)
    toast = await circle.press(circle.mara, "By name", chat=circle.mara, message_id=old)
    assert "Nothing was sent" in str(toast)
    assert await kept(circle, lambda tx: tx.requests.open_of(circle.mara)) == []
    await circle.press(circle.mara, "By name", chat=circle.mara)
    assert len(await kept(circle, lambda tx: tx.requests.open_of(circle.mara))) == 1
    toast = await circle.press(circle.mara, "Unnamed", chat=circle.mara, message_id=old)
    assert toast == "Nothing more was sent. What you asked before stands."
    assert (await circle.client.calls(method="answerCallbackQuery"))[-1]["params"]["show_alert"]
    assert len(await kept(circle, lambda tx: tx.requests.open_of(circle.mara))) == 1


@pytest.mark.parametrize("button", ["By name", "Unnamed"])
async def test_a_second_tap_under_what_was_just_sent_says_that_it_is_sent(circle: Circle, button: str) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator I can’t sleep")
    question = await circle.last(circle.mara)
    data = next(one["data"] for row in question["buttons"] for one in row if one["text"] == button)
    assert await circle.press(circle.mara, button, chat=circle.mara) == "Sent."
    assert await press_again(circle, circle.mara, (question["message_id"], data), circle.mara) == "Sent."
    assert len(await kept(circle, lambda tx: tx.requests.open_of(circle.mara))) == 1


async def test_with_several_groups_a_tap_says_which_and_only_that_one_hears(circle: Circle) -> None:
    await ready(circle)
    other = await another_group(circle)
    lu = int((await circle.client.person("Lu", language_code="en"))["id"])
    await circle.client.act(circle.fay, "add", chat=other, user=lu)
    await circle.client.act(circle.fay, "promote", chat=other, user=lu)
    await circle.start(lu)
    await circle.private(circle.mara, "/facilitator which one")
    assert "which group" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.mara, "Harbour parents", chat=circle.mara)
    await circle.press(circle.mara, "By name", chat=circle.mara)
    group = await kept(circle, lambda tx: tx.groups.by_chat(other))
    assert (await the_request(circle)).group_id == group.id
    assert [one.text for one in await kept(circle, lambda tx: tx.requests.words(1))] == ["which one"]


async def test_unnamed_the_exception_is_told_before_and_nobody_sees_the_name(circle: Circle) -> None:
    await ready(circle)
    room = await a_room(circle)
    await circle.private(circle.mara, "/facilitator quietly")
    before = (await circle.last(circle.mara))["text"]
    assert "somebody is in danger, and a second one agrees" in before
    assert "say yes twice" in before
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    name = (await the_request(circle)).pseudonym
    assert f"They see “{name}” instead of your name" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.fay, "Read it first", chat=circle.fay)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.private(circle.fay, "/requests")
    shown = str(await circle.texts(circle.fay)) + str(await circle.texts(room))
    assert f"You have it: {name}, Calderwood parents." in shown
    assert "Mara" not in shown
    assert "Okafor" not in shown
    assert str(circle.mara) not in str([await circle.transcript(chat) for chat in (circle.fay, room)])


async def test_the_next_request_has_another_pseudonym(circle: Circle) -> None:
    await ready(circle)
    await ask(circle, named=False)
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    await ask(circle, named=False)
    assert (await the_request(circle, 1)).pseudonym != (await the_request(circle, 2)).pseudonym


async def test_by_name_the_name_opens_with_the_claim_and_not_before(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    assert "Mara" not in str(await circle.texts(circle.fay))
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert len(await said(circle, circle.fay, "You have it: Mara Okafor, Calderwood parents.")) == 1


async def test_words_voices_photos_and_files_go_through_to_whoever_claims(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator")
    await circle.private(circle.mara, "first some words")
    for kind in ("voice", "photo", "document"):
        await circle.client.act(circle.mara, kind, chat=circle.mara, caption=f"a {kind}")
        await circle.settle()
    await circle.press(circle.mara, "By name", chat=circle.mara)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    messages = (await circle.from_bot(circle.fay))[-4:]
    assert messages[0]["text"] == "first some words"
    for message, kind in zip(messages[1:], ("voice", "photo", "document"), strict=True):
        assert message[kind]
        assert message["caption"] == f"a {kind}"
        assert message.get("forward") is None


async def test_what_cannot_be_passed_on_is_said_in_one_sentence(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator")
    await circle.client.act(circle.mara, "contact", chat=circle.mara)
    await circle.settle()
    assert "This one I can’t; please say it in words." in (await circle.last(circle.mara))["text"]
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    await circle.client.act(circle.mara, "contact", chat=circle.mara)
    await circle.settle()
    assert "This one I can’t" in (await circle.last(circle.mara))["text"]
    assert await kept(circle, lambda tx: tx.requests.words(1)) == []


async def test_unnamed_a_file_stays_out_as_its_name_could_tell_and_that_is_said(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator see this")
    await circle.client.act(circle.mara, "document", chat=circle.mara, file_name="mara-okafor.txt")
    await circle.settle()
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    assert [one.text for one in await kept(circle, lambda tx: tx.requests.words(1))] == ["see this"]
    await circle.client.act(circle.mara, "document", chat=circle.mara, file_name="mara-okafor.txt")
    await circle.settle()
    assert "I left out the file" in (await circle.last(circle.mara))["text"]
    assert len(await kept(circle, lambda tx: tx.requests.words(1))) == 1


async def test_more_words_join_an_open_request_and_what_is_edited_is_edited_there(circle: Circle) -> None:
    await ready(circle)
    await ask(circle, "one")
    message_id = await circle.private(circle.mara, "two")
    count = len(await circle.texts(circle.mara))
    await circle.client.act(circle.mara, "edit", chat=circle.mara, message_id=message_id, text="two, better")
    await circle.settle()
    await circle.say(circle.mara, "/facilitator three")
    assert [one.text for one in await kept(circle, lambda tx: tx.requests.words(1))] == ["one", "two, better", "three"]
    assert "I have added it" in (await circle.last(circle.mara))["text"]
    assert len(await circle.texts(circle.mara)) == count + 1  # “two” had a small mark only
    assert len(await kept(circle, lambda tx: tx.requests.open_of(circle.mara))) == 1
    assert len(await said(circle, circle.fay, "would like to talk")) == 1


async def test_asking_again_without_words_says_how_it_stands(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.private(circle.mara, "/facilitator")
    assert "still looking for somebody" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.private(circle.mara, "/facilitator")
    assert "Fay Lindqvist has your message" in (await circle.last(circle.mara))["text"]


async def test_nothing_is_sent_before_the_tap_and_it_can_be_left(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator never mind")
    assert await circle.press(circle.mara, "Don’t send it", chat=circle.mara) == "Nothing was sent."
    assert await kept(circle, lambda tx: tx.drafts.of_person(circle.mara)) == []
    assert await kept(circle, lambda tx: tx.requests.open_of(circle.mara)) == []
    assert await said(circle, circle.fay, "would like to talk") == []


async def test_taken_back_the_words_go_and_the_facilitator_hears(circle: Circle) -> None:
    await ready(circle)
    await ask(circle, "something private")
    assert await circle.press(circle.mara, "Take it back", chat=circle.mara) == "Taken back."
    assert await kept(circle, lambda tx: tx.requests.words(1)) == []
    assert (await circle.texts(circle.fay))[-1] == "Calderwood parents: whoever asked has taken it back."
    await circle.travel(minutes=30)
    assert await said(circle, circle.mara, "nobody of the facilitators") == []
    assert await steps(circle) == ["received", "offered", "reached", "taken_back"]


async def test_the_same_tap_twice_sends_it_once(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator twice")
    draft = (await kept(circle, lambda tx: tx.drafts.of_person(circle.mara)))[0]
    for _ in range(2):
        await forged(circle, circle.mara, "Mara", f"qs:{draft.id}:1")
    assert len(await kept(circle, lambda tx: tx.requests.open_of(circle.mara))) == 1
    assert len(await said(circle, circle.fay, "would like to talk")) == 1


async def test_a_forged_tap_sends_and_takes_back_nothing_of_another(circle: Circle) -> None:
    await ready(circle, circle.tom)
    await circle.private(circle.mara, "/facilitator mine")
    draft = (await kept(circle, lambda tx: tx.drafts.of_person(circle.mara)))[0]
    for data in (f"qs:{draft.id}:1", f"qn:{draft.id}", f"qg:{draft.id}:1"):
        await forged(circle, circle.tom, "Tom", data)
    assert await kept(circle, lambda tx: tx.drafts.get(draft.id)) == draft
    await circle.press(circle.mara, "By name", chat=circle.mara)
    await forged(circle, circle.tom, "Tom", "qb:1")
    assert (await the_request(circle)).open


@pytest.mark.parametrize("words", ["لا أستطيع النوم", "<b>bold</b> & <a href='x'>y</a>", "{name} %s {0}", "x" * 4000])
async def test_whatever_the_words_they_arrive_as_they_are(circle: Circle, words: str) -> None:
    await ready(circle)
    await ask(circle, words)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-1] == words


async def test_a_name_from_right_to_left_turns_nothing_and_breaks_no_markup(circle: Circle) -> None:
    await ready(circle)
    leila = int((await circle.client.person("ليلى <b>&", language_code="en"))["id"])
    await circle.client.act(leila, "join", chat=circle.group)
    await circle.start(leila)
    await circle.say(leila, "/next")
    await ask(circle, who=leila)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    (text,) = await said(circle, circle.fay, "You have it")
    assert "\u2068ليلى <b>&\u2069, Calderwood parents" in text


async def test_a_restart_between_words_and_tap_loses_nothing(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator before the restart")
    await circle.restart()
    await circle.press(circle.mara, "By name", chat=circle.mara)
    await circle.restart()
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-1] == "before the restart"


async def test_who_left_the_group_meanwhile_is_told_so_and_nothing_is_sent(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/facilitator hello")
    await circle.client.act(circle.mara, "leave", chat=circle.group)
    await circle.settle()
    assert "no longer in that group" in (await circle.press(circle.mara, "By name", chat=circle.mara) or "")
    assert await kept(circle, lambda tx: tx.requests.open_of(circle.mara)) == []


async def test_the_door_tapped_in_the_group_goes_on_in_private_too(circle: Circle) -> None:
    await circle.say(circle.tom, "/next")
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    await forged(circle, circle.tom, "Tom", f"rh:{group.id}", chat=circle.group)
    last = await circle.last()
    assert last["text"] == "Let’s continue in private."
    await circle.start(circle.tom, last["buttons"][0][0]["url"].partition("start=")[2])
    assert "By name" in await circle.buttons(circle.tom)


async def test_the_help_of_the_group_has_a_link_to_it_that_shows_nobody_who_follows(circle: Circle) -> None:
    await ready(circle)
    await circle.say(circle.mara, "/help")
    buttons = {one["text"]: one for row in (await circle.last())["buttons"] for one in row}
    word = buttons["Ask a facilitator"]["url"].partition("start=")[2]
    await circle.start(circle.mara, word)
    assert await circle.buttons(circle.mara) == ["By name", "Unnamed", "Don’t send it"]


async def test_words_of_an_anonymous_administrator_do_not_stay_in_the_group_either(circle: Circle) -> None:
    await ready(circle)
    await circle.start(circle.tom)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom, anonymous=True)
    await circle.say(circle.tom, "/facilitator I need somebody, too")
    assert "I need somebody, too" not in str(await circle.transcript(circle.group))
    await circle.press(circle.tom, "It’s me")
    assert "I have your words" in (await circle.last(circle.tom))["text"]


async def test_words_of_an_anonymous_administrator_go_to_nobody_else_who_says_it_was_them(circle: Circle) -> None:
    await ready(circle)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom, anonymous=True)
    ann = int((await circle.client.person("Ann", language_code="en"))["id"])
    await circle.client.act(circle.fay, "add", chat=circle.group, user=ann)
    for person in (circle.mara, ann):  # the one has opened the private chat, the other has not
        await circle.say(circle.tom, "/facilitator I need somebody, too")
        await circle.press(person, "It’s me")
        neutral = (await circle.last())["buttons"]
        if neutral and "url" in neutral[0][0]:
            await circle.start(person, neutral[0][0]["url"].partition("start=")[2])
        assert "I have your words" not in (await circle.last(person))["text"]
        await circle.press(person, "By name", chat=person)
    assert await kept(circle, lambda tx: [tx.requests.words(number) for number in (1, 2)]) == [[], []]


async def test_what_is_changed_before_it_is_sent_is_sent_as_it_stands_then(circle: Circle) -> None:
    await ready(circle)
    number = await circle.private(circle.mara, "/facilitator I live in Elm Street")
    more = await circle.private(circle.mara, "next to Bea")
    for message_id, text in ((number, "/facilitator I live near the hall"), (more, "next to a friend")):
        await circle.client.act(circle.mara, "edit", chat=circle.mara, message_id=message_id, text=text)
        await circle.settle()
    await circle.press(circle.mara, "By name", chat=circle.mara)
    kept_words = [one.text for one in await kept(circle, lambda tx: tx.requests.words(1))]
    assert kept_words == ["I live near the hall", "next to a friend"]


async def test_a_changed_message_that_is_no_part_of_it_is_answered_by_nothing(circle: Circle) -> None:
    await ready(circle)
    await ask(circle, "please")
    before = await circle.texts(circle.mara)
    place = {"latitude": 51.5, "longitude": -0.1, "live_period": 900}
    await update(circle, "edited_message", circle.mara, 7777, location=place)
    assert await circle.texts(circle.mara) == before
    assert [one.text for one in await kept(circle, lambda tx: tx.requests.words(1))] == ["please"]


async def test_taken_back_after_somebody_read_it_that_is_said_truthfully(circle: Circle) -> None:
    await ready(circle)
    await ask(circle, "something private")
    await circle.press(circle.fay, "Read it first", chat=circle.fay)
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    assert "what a facilitator has already got stays in their chat" in (await circle.last(circle.mara))["text"]
    assert await kept(circle, lambda tx: tx.requests.words(1)) == []


async def test_where_the_bot_was_removed_the_truth_is_told_and_it_goes_on_when_it_is_back(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.client.act(circle.fay, "remove", chat=circle.group, user=circle.app.me.id)
    await circle.settle()
    await circle.travel(minutes=10)
    assert await said(circle, circle.mara, "I am not in Calderwood parents any more")
    assert not await said(circle, circle.mara, "can still take it")
    await circle.client.act(circle.fay, "add", chat=circle.group, user=circle.app.me.id)
    await circle.settle()
    assert (await steps(circle))[-2:] == ["again", "offered"]
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await the_request(circle)).claimed_by == circle.fay


async def test_with_several_groups_words_reach_whoever_has_the_request_of_the_one_that_is_tapped(
    circle: Circle,
) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await another_group(circle)
    await circle.private(circle.mara, "/facilitator one more thing")
    await circle.press(circle.mara, "Calderwood parents", chat=circle.mara)
    assert (await circle.texts(circle.fay))[-1].endswith("one more thing")
    assert await kept(circle, lambda tx: tx.drafts.of_person(circle.mara)) == []
