"""What can come between two who talk: no facilitator any more, a closed chat, a second group, a hand-over."""

import pytest

from storage.transaction import Transaction
from tests.circle import Circle
from tests.flows.asking import a_fellow
from tests.flows.relaying import at, does, marks, talking, update, write
from tests.flows.requesting import ask, forged, said, steps, the_request


async def ann_serves(circle: Circle, *, members: bool = True) -> int:
    """Ann facilitates the group as well, and has opened her private chat."""
    ann = await a_fellow(circle, "Ann")
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=ann, rights={"can_pin_messages": True})
    await circle.start(ann)
    await circle.say(ann, "/meetups")
    return ann


async def ann_has_it(circle: Circle, *, named: bool = True) -> int:
    """Mara talks with Ann."""
    ann = await ann_serves(circle)
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/next")
    await ask(circle, named=named)
    await circle.press(ann, "Claim", chat=ann)
    return ann


async def silently_demoted(circle: Circle, person: int) -> None:
    """The bot is no administrator, so Telegram does not tell it that somebody else is none any more."""
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.app.me.id)
    await circle.settle()
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=person)
    await circle.settle()


async def test_a_facilitator_who_was_demoted_is_cut_off_at_that_moment_and_the_member_hears_it(circle: Circle) -> None:
    ann = await ann_has_it(circle)
    copy = await at(circle, ann, "I can’t sleep any more")
    await silently_demoted(circle, ann)
    before = len(await said(circle, circle.mara, "Ann:"))
    await circle.private(ann, "one last thing", reply_to=copy["message_id"])
    assert "You don’t facilitate that group any more" in (await circle.last(ann))["text"]
    assert len(await said(circle, circle.mara, "Ann:")) == before
    assert await said(circle, circle.mara, "Ann can’t go on with it. I could not reach another facilitator")
    assert not (await the_request(circle)).held


async def test_nothing_more_reaches_a_facilitator_who_was_demoted_and_the_words_go_to_the_next(circle: Circle) -> None:
    ann = await ann_has_it(circle, named=False)
    await circle.start(circle.fay)
    await silently_demoted(circle, ann)
    number = await circle.private(circle.mara, "not for Ann any more")
    assert not await said(circle, ann, "not for Ann")
    assert number in await marks(circle, circle.mara)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-2:] == ["I can’t sleep any more", "not for Ann any more"]


async def test_a_change_does_not_reach_a_facilitator_who_no_longer_has_it(circle: Circle) -> None:
    ann = await ann_has_it(circle)
    mine = await circle.private(circle.mara, "I live in Elm Street.")
    await circle.start(circle.fay)
    await circle.press(ann, "Hand over", chat=ann)
    await circle.press(ann, "Fay Lindqvist", chat=ann)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await does(circle, circle.mara, "edit", message_id=mine, text="I live near the hall.")
    assert await said(circle, ann, "Elm Street")
    assert not await said(circle, ann, "near the hall")
    copy = await at(circle, ann, "Elm Street")
    before = await circle.texts(circle.mara)
    await circle.private(ann, "hello once more", reply_to=copy["message_id"])
    assert "not with you any more" in (await circle.last(ann))["text"]
    assert await circle.texts(circle.mara) == before
    await circle.private(circle.mara, "for Fay")
    assert (await said(circle, circle.fay, "for Fay"), await said(circle, ann, "for Fay")) == (
        ["Mara Okafor:\nfor Fay"],
        [],
    )


async def test_where_telegram_cannot_be_asked_nothing_is_passed_on_and_that_is_said(circle: Circle) -> None:
    await talking(circle)
    fault = {"kind": "500", "method": "getChatMember", "count": 20}
    await circle.client.request("POST", "faults", fault)
    before = await circle.texts(circle.fay)
    await circle.private(circle.mara, "are you there?")
    assert "Please send it once more" in (await circle.last(circle.mara))["text"]
    assert await circle.texts(circle.fay) == before
    await circle.client.request("DELETE", "faults")
    await circle.private(circle.mara, "are you there?")
    assert await said(circle, circle.fay, "are you there?")


async def test_a_member_who_blocked_the_bot_is_told_of_kindly_and_so_is_their_coming_back(circle: Circle) -> None:
    await talking(circle, named=False)
    name = (await the_request(circle)).pseudonym
    await circle.client.act(circle.mara, "block")
    await circle.settle()
    assert (
        f"{name} of Calderwood parents has closed the chat with me. They may well be fine."
        in ((await circle.last(circle.fay))["text"])
    )
    await write(circle, "Are you all right?")
    assert "I can’t reach" in (await circle.last(circle.fay))["text"]
    await circle.start(circle.mara)
    assert await said(circle, circle.fay, f"{name} of Calderwood parents is back")
    await write(circle, "Good to see you.")
    assert await said(circle, circle.mara, "Good to see you.")


async def test_a_facilitator_who_blocked_the_bot_has_it_no_more_and_the_member_hears_who_is_asked(
    circle: Circle,
) -> None:
    ann = await ann_has_it(circle)
    await circle.start(circle.fay)
    await circle.client.act(ann, "block")
    await circle.settle()
    assert await said(circle, circle.mara, "Ann can’t go on with it.")
    number = await circle.private(circle.mara, "for whoever comes")
    assert number in await marks(circle, circle.mara)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-1] == "for whoever comes"


async def test_both_have_closed_the_chat_and_whoever_asked_hears_how_it_stands_when_they_are_back(
    circle: Circle,
) -> None:
    ann = await ann_has_it(circle, named=False)
    await circle.start(circle.fay)
    for person in (circle.mara, ann):
        await circle.client.act(person, "block")
        await circle.settle()
    assert not (await the_request(circle)).held
    assert len(await said(circle, circle.fay, "would like to talk to a facilitator")) == 1
    before = len(await circle.texts(circle.mara))
    await circle.start(circle.mara)
    (stands,) = [text for text in (await circle.texts(circle.mara))[before:] if "If it cannot wait:" in text]
    assert "Your message has reached Fay Lindqvist." in stands
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert await said(circle, circle.mara, "Fay Lindqvist has your message now")
    assert "Mara" not in str(await circle.texts(circle.fay))


async def test_a_block_that_only_the_sending_finds_out_loses_no_word(circle: Circle) -> None:
    ann = await ann_has_it(circle)
    await circle.start(circle.fay)
    refused = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    await circle.client.request("POST", "faults", {"kind": "error", "chat": ann, "method": "sendMessage", **refused})
    await circle.private(circle.mara, "for whoever comes")
    assert "lost" in await steps(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-1] == "for whoever comes"


async def test_nothing_is_sent_to_a_facilitator_whose_chat_is_known_to_be_closed(circle: Circle) -> None:
    ann = await ann_has_it(circle)
    await circle.start(circle.fay)
    assert circle.app is not None

    def closed(tx: Transaction) -> None:  # before what follows from it was done
        person = tx.people.get(ann)
        assert person is not None
        tx.people.save(person.changed(private_open=False))

    await circle.app.store.transact(closed)
    before = await circle.texts(ann)
    await circle.private(circle.mara, "for whoever comes")
    await circle.private(circle.mara, "/facilitator and soon")
    assert await circle.texts(ann) == before
    assert await said(circle, circle.mara, "Ann can’t go on with it.")
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-2:] == ["for whoever comes", "and soon"]


async def test_what_telegram_does_not_take_is_said_to_whoever_wrote_it(circle: Circle) -> None:
    await talking(circle)
    refused = {"error_code": 400, "description": "Bad Request: wrong file identifier"}
    await circle.client.request("POST", "faults", {"kind": "error", "method": "sendPhoto", **refused})
    number = await does(circle, circle.mara, "photo")
    last = await circle.last(circle.mara)
    assert last["text"].startswith("I could not pass this on.")
    assert last["reply_to"] == number
    assert number not in await marks(circle, circle.mara)


async def in_two_groups(circle: Circle) -> tuple[int, int]:
    """Mara talks with Fay about one group and with Tom about another; the other group, and Tom."""
    await talking(circle)
    other = await circle.client.group("Harbour parents", circle.tom, members=[circle.mara], bot="administrator")
    await circle.settle()
    await circle.start(circle.tom)
    for person in (circle.tom, circle.mara):
        await circle.say(person, "/next", chat=other["id"])
    await circle.private(circle.mara, "/facilitator something else")
    await circle.press(circle.mara, "Harbour parents", chat=circle.mara)
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    await circle.press(circle.tom, "Claim", chat=circle.tom)
    return int(other["id"]), circle.tom


async def test_somebody_who_talks_in_two_groups_says_for_whom_it_is_by_a_tap(circle: Circle) -> None:
    await in_two_groups(circle)
    number = await circle.private(circle.mara, "only for one of you")
    assert "Whom is this for?" in (await circle.last(circle.mara))["text"]
    assert await circle.buttons(circle.mara) == ["Fay Lindqvist, Calderwood parents", "Tom, Harbour parents"]
    for person in (circle.fay, circle.tom):
        assert not await said(circle, person, "only for one")
    await does(circle, circle.mara, "edit", message_id=number, text="only for one of you two")
    await circle.restart()
    await circle.press(circle.mara, "Tom, Harbour parents", chat=circle.mara)
    name = (await the_request(circle, 2)).pseudonym
    assert await said(circle, circle.tom, "only for one") == [f"{name}:\nonly for one of you two"]
    assert not await said(circle, circle.fay, "only for one")
    await circle.press(circle.tom, "Write", chat=circle.tom)
    await circle.private(circle.tom, "Yes?")
    answer = await at(circle, circle.mara, "Tom, Harbour parents:\nYes?")
    await circle.private(circle.mara, "here", reply_to=answer["message_id"])
    assert await said(circle, circle.tom, f"{name}:\nhere")


async def test_what_was_meant_for_somebody_who_knows_the_name_does_not_go_to_somebody_who_does_not(
    circle: Circle,
) -> None:
    await talking(circle, named=True)
    other = await circle.client.group("Harbour parents", circle.tom, members=[circle.mara], bot="administrator")
    await circle.settle()
    await circle.start(circle.tom)
    for person in (circle.tom, circle.mara):
        await circle.say(person, "/next", chat=other["id"])
    await circle.private(circle.mara, "/facilitator something else")
    await circle.press(circle.mara, "Harbour parents", chat=circle.mara)
    await circle.press(circle.mara, "Unnamed", chat=circle.mara)
    await does(circle, circle.mara, "document", file_name="Mara Okafor.pdf")
    assert "its name could show who you are" in (await circle.last(circle.mara))["text"]
    assert not await circle.client.calls("sendDocument")


async def test_the_choice_is_for_its_own_person_only(circle: Circle) -> None:
    await in_two_groups(circle)
    await circle.private(circle.mara, "only for one of you")
    draft = await circle.app.store.look(
        lambda tx: next(one.id for one in tx.drafts.of_person(circle.mara) if one.kind == "relay_which")
    )
    await forged(circle, circle.tom, "Tom", f"rt:{draft}:1")
    await forged(circle, circle.tom, "Tom", f"rt:{draft}:2")
    for person in (circle.fay, circle.tom):
        assert not await said(circle, person, "only for one")


async def test_a_facilitator_of_another_group_can_neither_write_nor_look(circle: Circle) -> None:
    await talking(circle)
    await circle.client.group("Harbour parents", circle.tom, members=[], bot="administrator")
    await circle.start(circle.tom)
    before = await circle.texts(circle.mara), await circle.texts(circle.fay)
    for data in ("rw:1", "rv:1", "rm:1", "rd:1", "re:1:1", "rw:99", "rv:99", "rd:99"):
        await forged(circle, circle.tom, "Tom", data)
    await circle.private(circle.tom, "is there anybody?")
    assert (await circle.texts(circle.mara), await circle.texts(circle.fay)) == before
    assert "sleep" not in str(await circle.transcript(circle.tom))
    assert not await circle.client.calls("copyMessage")
    assert await steps(circle) == ["received", "offered", "reached", "claimed"]


async def test_another_facilitator_of_the_group_can_not_write_to_whoever_somebody_else_talks_with(
    circle: Circle,
) -> None:
    ann = await ann_has_it(circle)
    await circle.start(circle.fay)
    before = await circle.texts(circle.mara)
    for data in ("rw:1", "rv:1", "rm:1", "re:1:1"):
        await forged(circle, circle.fay, "Fay", data)
    await circle.private(circle.fay, "hello?")
    assert await circle.texts(circle.mara) == before
    assert (await the_request(circle)).claimed_by == ann


async def test_either_side_sees_at_any_time_what_the_other_one_sees(circle: Circle) -> None:
    await talking(circle, named=False)
    name = (await the_request(circle)).pseudonym
    await circle.private(circle.mara, "one thing")
    await does(circle, circle.mara, "photo")
    await circle.press(circle.mara, "What do they see?", chat=circle.mara)
    text = (await circle.last(circle.mara))["text"]
    assert f"Fay Lindqvist sees you as “{name}”, not your name." in text
    assert "09:00 words, 09:00 words, 09:00 a photo" in text
    await circle.press(circle.mara, "Show me", chat=circle.mara)
    assert (await circle.texts(circle.mara))[-3:] == ["I can’t sleep any more", f"{name}:\none thing", f"{name}:"]
    await circle.press(circle.fay, "What do they see?", chat=circle.fay)
    text = (await circle.last(circle.fay))["text"]
    assert f"{name} sees you as “Fay Lindqvist”." in text
    assert "Nothing has been passed on to them yet." in text


async def test_pictures_that_are_sent_together_go_together(circle: Circle) -> None:
    await talking(circle)
    photo = [{"file_id": "p1", "file_unique_id": "u1", "width": 1, "height": 1}]
    await circle.press(circle.fay, "Write", chat=circle.fay)
    for number in (920, 921):
        await update(circle, "message", circle.fay, number, photo=photo, media_group_id="7")
    await circle.private(circle.fay, "not with them")
    assert len(await circle.client.calls("sendPhoto", circle.mara)) == 2
    assert not await said(circle, circle.mara, "not with them")


async def test_a_change_does_not_reach_a_facilitator_who_was_demoted_meanwhile(circle: Circle) -> None:
    ann = await ann_has_it(circle, named=False)
    await circle.start(circle.fay)
    number = await circle.private(circle.mara, "I live in Elm Street.")
    await silently_demoted(circle, ann)
    await does(circle, circle.mara, "edit", message_id=number, text="My number is 12345.")
    assert await said(circle, ann, "Elm Street")
    assert not await said(circle, ann, "12345")
    assert await said(circle, circle.mara, "Ann can’t go on with it.")
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-2:] == ["I can’t sleep any more", "My number is 12345."]


async def test_after_write_the_words_go_where_it_was_said_whoever_else_writes_meanwhile(circle: Circle) -> None:
    ann = await ann_serves(circle)
    await circle.start(circle.mara)
    await circle.start(circle.fay)
    for person in (circle.mara, circle.fay):
        await circle.say(person, "/next")
    await ask(circle, who=circle.fay)
    await circle.press(ann, "Claim", chat=ann)
    await ask(circle, "mine")
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Write", chat=circle.fay)
    await write_as(circle, ann, "how are you?")
    await circle.private(circle.fay, "This is for Mara alone.")
    assert await said(circle, circle.mara, "This is for Mara alone.")
    assert not await said(circle, ann, "This is for Mara alone.")


async def write_as(circle: Circle, person: int, words: str) -> None:
    """They tap Write, and write."""
    await circle.press(person, "Write", chat=person)
    await circle.private(person, words)


@pytest.mark.parametrize("how", ["block", "forget"])
async def test_words_that_wait_for_a_facilitator_who_goes_are_not_lost_with_them(circle: Circle, how: str) -> None:
    ann = await ann_has_it(circle)
    await circle.start(circle.fay)
    if how == "forget":
        await circle.private(ann, "/forgetme")
    await circle.client.fault("429", "sendMessage", chat=ann, retry_after=3600)
    number = await circle.private(circle.mara, "for whoever comes")
    assert not await said(circle, ann, "for whoever comes")
    if how == "block":
        await circle.client.act(ann, "block")
        await circle.settle()
    else:
        await circle.press(ann, "Yes, forget me", chat=ann)
        await circle.travel(minutes=1)
    assert await said(circle, circle.mara, "can’t go on with it.")
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-2:] == ["I can’t sleep any more", "for whoever comes"]
    await does(circle, circle.mara, "edit", message_id=number, text="better said")
    assert (await circle.texts(circle.fay))[-1] == "better said"


async def test_when_the_only_one_who_is_asked_closes_the_chat_the_truth_is_told_at_once(circle: Circle) -> None:
    for person in (circle.fay, circle.mara):
        await circle.start(person)
        await circle.say(person, "/next")
    await ask(circle)
    await circle.client.act(circle.fay, "block")
    await circle.settle()
    assert await said(circle, circle.mara, "If it cannot wait:")
    assert (await steps(circle))[-1] == "told"


async def test_words_that_have_not_arrived_never_do_once_it_is_taken_back(circle: Circle) -> None:
    ann = await ann_has_it(circle)
    await circle.client.fault("429", "sendMessage", chat=ann, retry_after=60)
    await circle.private(circle.mara, "I wish I had not said this.")
    await circle.private(circle.mara, "Nor this.")
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    await circle.travel(minutes=5)
    assert await said(circle, ann, "has taken it back")
    assert not await said(circle, ann, "I wish I had not")
    assert not await said(circle, ann, "Nor this")


async def test_words_that_have_not_arrived_when_somebody_is_demoted_go_to_the_next_in_their_order(
    circle: Circle,
) -> None:
    ann = await ann_has_it(circle)
    await circle.start(circle.fay)
    await circle.client.fault("429", "sendMessage", chat=ann, retry_after=60)
    await circle.private(circle.mara, "one")
    await circle.private(circle.mara, "two")
    await silently_demoted(circle, ann)
    await circle.private(circle.mara, "three")
    await circle.travel(minutes=5)
    assert not await said(circle, ann, "one")
    assert not await said(circle, ann, "two")
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-3:] == ["one", "two", "three"]


async def test_words_that_are_refused_one_after_the_other_reach_the_next_in_their_order(circle: Circle) -> None:
    ann = await ann_has_it(circle)
    await circle.start(circle.fay)
    await circle.client.fault("429", "sendMessage", chat=ann, retry_after=60)
    await circle.private(circle.mara, "one")
    await circle.private(circle.mara, "two")
    refused = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    await circle.client.fault("error", "sendMessage", chat=ann, count=5, **refused)
    await circle.travel(minutes=5)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-2:] == ["one", "two"]
