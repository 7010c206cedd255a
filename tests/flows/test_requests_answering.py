"""What facilitators do with a request: exactly one claims it, the words open to them alone, and it never gets lost."""

import asyncio
from datetime import time, timedelta
from typing import Any

import pytest

from domain.requests_answering import set_keep_days
from domain.retention import tidy
from domain.turns import Slot
from tests.circle import Circle
from tests.flows.managing import press_again
from tests.flows.newcomers import a_room, kept, person
from tests.flows.requesting import ask, forged, ready, said, steps, the_request
from tests.flows.test_requests_paging import PAGE, facilitator


async def pressed_at_once(circle: Circle, button: str, *people: int) -> list[str]:
    """They press it in their own chats at the same moment; the toasts."""
    presses = []
    for one in people:
        message_id = await circle.with_button(button, one, one)
        presses.append(circle.client.act(one, "press", chat=one, message_id=message_id, button=button, wait=5))
    found = await asyncio.gather(*presses)
    await circle.settle()
    return [str(one.get("text")) for one in found]


async def test_of_several_claims_exactly_one_wins_and_the_others_are_told_who(circle: Circle) -> None:
    people = [await facilitator(circle, name) for name in ("Lu", "Dan", "Ola")]
    await ready(circle)
    await ask(circle, "only for one")
    toasts = await pressed_at_once(circle, "Claim", circle.fay, *people)
    request = await the_request(circle)
    winner = (await kept(circle, lambda tx: tx.people.get(request.claimed_by))).name
    assert sorted(toasts) == sorted(["You have it.", *[f"{winner} has it already."] * 3])
    having = [one for one in (circle.fay, *people) if "only for one" in await circle.texts(one)]
    assert having == [request.claimed_by]
    for one in (circle.fay, *people):
        if one not in having:
            assert await said(circle, one, f"Calderwood parents: {winner} has it.") != []
            assert await said(circle, one, PAGE) == []
    assert len(await said(circle, circle.mara, f"{winner} has your message now")) == 1
    assert (await steps(circle)).count("claimed") == 1


async def test_the_member_is_told_at_the_claim_that_they_simply_write(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    text = (await circle.last(circle.mara))["text"]
    assert "Just write to me, and I pass it on. Commands still work" in text


async def test_a_claim_twice_or_after_the_end_changes_nothing(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    for _ in range(2):
        await forged(circle, circle.fay, "Fay", "qc:1")
    assert (await steps(circle)).count("claimed") == 1
    await circle.press(circle.mara, "Take it back", chat=circle.mara)
    await forged(circle, circle.fay, "Fay", "qc:1")
    assert (await the_request(circle)).state == "taken_back"


async def test_a_second_tap_on_claim_is_told_that_they_have_it_and_no_older_message_offers_it_any_more(
    circle: Circle,
) -> None:
    await ready(circle)
    await ask(circle, "can we talk?")
    first = int((await circle.last(circle.fay))["message_id"])
    await circle.press(circle.fay, "Read it first", chat=circle.fay)
    claim = await circle.with_button("Claim", circle.fay)
    assert claim != first
    await circle.press(circle.fay, "Claim", chat=circle.fay, message_id=claim)
    assert await press_again(circle, circle.fay, (claim, "qc:1"), circle.fay) == "You have it."
    assert await said(circle, circle.fay, PAGE) == []
    assert await said(circle, circle.fay, "Calderwood parents: Fay Lindqvist has it.") != []
    assert len(await said(circle, circle.fay, "You have it: Mara")) == 1
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    assert await said(circle, circle.fay, "has it.") == []


@pytest.mark.parametrize("data", ["qc:1", "qr:1", "qp:1", "qh:1", "qt:1:0", "qx:1", "qy:1:helped"])
async def test_members_strangers_and_other_groups_facilitators_can_do_nothing_with_it(
    circle: Circle, data: str
) -> None:
    await ready(circle, circle.tom)
    lu, eve = await person(circle, "Lu"), await person(circle, "Eve")
    other = await circle.client.group("Harbour parents", lu, members=[circle.fay], bot="administrator")
    await circle.settle()
    await circle.say(lu, "/meetups", chat=other["id"])
    for one in (lu, eve):
        await circle.start(one)
    await ask(circle, "not for them", named=False)
    before = await the_request(circle), await steps(circle)
    for one, name in ((circle.tom, "Tom"), (circle.mara, "Mara"), (lu, "Lu"), (eve, "Eve")):
        await forged(circle, one, name, data)
        await forged(circle, one, name, data, chat=other["id"])
        if one != circle.mara:
            assert "not for them" not in str(await circle.texts(one))
            assert (await the_request(circle)).pseudonym not in str(await circle.texts(one))
    assert (await the_request(circle), await steps(circle)) == before


async def test_words_are_read_after_a_live_check_and_it_can_still_be_claimed_by_another(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle, "read me")
    await circle.press(circle.fay, "Read it first", chat=circle.fay)
    assert "read me" in await circle.texts(circle.fay)
    assert await said(circle, circle.fay, "Mara Okafor has been waiting since 09:00.") != []
    assert (await steps(circle)).count("read") == 1
    assert await circle.press(lu, "Claim", chat=lu) == "You have it."
    await forged(circle, circle.fay, "Fay", "qr:1")
    assert (await circle.texts(circle.fay)).count("read me") == 1


async def test_i_cant_next_please_asks_the_next_at_once(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)

    def serve(tx: Any) -> None:
        group = tx.groups.by_chat(circle.group)
        for one in (lu, circle.fay):
            tx.rota.add_slot(Slot(group_id=group.id, person_id=one, weekday=0, starts=time(0), ends=time(0)))

    await circle.app.store.transact(serve)
    await ask(circle)
    first, second = (lu, circle.fay) if await said(circle, lu, PAGE) else (circle.fay, lu)
    assert await said(circle, second, PAGE) == []
    await circle.press(first, "I can’t, next please", chat=first)
    assert len(await said(circle, second, PAGE)) == 1
    await circle.travel(minutes=10)
    assert await said(circle, first, PAGE) == []  # who cannot is not asked again
    assert "passed" in await steps(circle)


async def test_handed_to_a_named_facilitator_they_are_asked_and_whoever_asked_hears(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    dan = await facilitator(circle, "Dan")
    await ready(circle)
    await ask(circle, "pass me on", named=False)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Hand over", chat=circle.fay)
    shown = await circle.buttons(circle.fay, await circle.with_button("Whoever is next", circle.fay))
    assert sorted(shown) == ["Back", "Dan", "Lu", "Whoever is next"]
    assert await circle.press(circle.fay, "Dan", chat=circle.fay) == "Thank you. It goes on."
    assert "Fay Lindqvist can’t go on with it. I’m asking Dan now." in (await circle.texts(circle.mara))[-1]
    request = await the_request(circle)
    assert (request.state, request.offered_to) == ("offered", dan)
    assert await circle.press(dan, "Claim", chat=dan) == "You have it."
    assert (await circle.texts(dan))[-1] == "pass me on"
    assert "pass me on" not in await circle.texts(lu)
    await forged(circle, circle.fay, "Fay", "qt:1:0")  # who gave it away has no say any more
    assert (await the_request(circle)).claimed_by == dan


async def test_handed_back_to_the_rota_the_next_is_asked_but_not_the_one_who_gave_it(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Hand over", chat=circle.fay)
    await circle.press(circle.fay, "Whoever is next", chat=circle.fay)
    assert len(await said(circle, lu, PAGE)) == 1
    await circle.travel(minutes=10)
    assert await said(circle, circle.fay, PAGE) == []


async def test_it_is_handed_to_no_stranger_by_a_forged_number(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await forged(circle, circle.fay, "Fay", f"qt:1:{circle.tom}")
    assert (await the_request(circle)).claimed_by == circle.fay


async def test_closed_the_member_hears_it_and_opens_it_again_for_a_week(circle: Circle) -> None:
    await ready(circle)
    await ask(circle, "first words")
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Close", chat=circle.fay)
    shown = await circle.buttons(circle.fay, await circle.with_button("We talked", circle.fay))
    assert shown[:4] == ["We talked", "Others help now", "Not needed any more", "We talked, and it was hard"]
    assert await circle.press(circle.fay, "We talked", chat=circle.fay) == "Closed."
    assert "open it again within a week" in (await circle.last(circle.mara))["text"]
    await circle.travel(days=6)
    assert await circle.press(circle.mara, "Open it again", chat=circle.mara) == "It is open again."
    request = await the_request(circle)
    assert (request.state, request.offered_to) == ("offered", circle.fay)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-1] == "first words"
    await circle.travel(days=2)
    assert await said(circle, circle.mara, "Did that help?") == []


async def test_after_a_week_it_is_too_late_to_open_it_again(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    await circle.travel(days=8)
    await circle.press(circle.mara, "Open it again", chat=circle.mara)
    assert (await the_request(circle)).state == "closed"


async def test_a_week_after_closing_one_question_is_asked_once_and_answered_by_a_tap(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    await circle.travel(days=6, hours=23)
    assert await said(circle, circle.mara, "Did that help?") == []
    await circle.travel(hours=1)
    assert len(await said(circle, circle.mara, "Did that help?")) == 1
    await forged(circle, circle.tom, "Tom", "qk:1:no")
    await circle.press(circle.mara, "A little", chat=circle.mara)
    assert (await the_request(circle)).helped == "partly"
    await circle.travel(days=30)
    assert await said(circle, circle.mara, "Did that help?") == []
    kept_of_it = await the_request(circle)
    assert (kept_of_it.helped, kept_of_it.person_id) == ("partly", None)
    assert await kept(circle, lambda tx: tx.requests.words(1)) == []


async def test_closed_unclaimed_nobody_is_asked_whether_it_helped(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.private(circle.fay, "/requests")
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "Not needed any more", chat=circle.fay)
    await circle.travel(days=8)
    assert await said(circle, circle.mara, "Did that help?") == []


async def test_after_a_hard_one_the_facilitator_is_asked_once_in_private(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked, and it was hard", chat=circle.fay)
    assert (await the_request(circle)).hard
    assert "would you like to talk to another facilitator" in (await circle.last(circle.fay))["text"].lower()
    assert await said(circle, lu, "hard one") == []
    await circle.press(circle.fay, "Yes, please", chat=circle.fay)
    (text,) = await said(circle, lu, "would like to talk to one of you")
    assert "Fay Lindqvist" in text
    assert "Mara" not in text
    assert await said(circle, circle.mara, "hard") == []
    await circle.travel(days=8)
    assert await said(circle, circle.fay, "That was a hard one") == []


async def test_requests_lists_what_is_open_to_facilitators_alone(circle: Circle) -> None:
    await ready(circle, circle.tom)
    room = await a_room(circle)
    await circle.private(circle.fay, "/requests")
    assert (await circle.last(circle.fay))["text"] == "Nobody is waiting just now."
    await ask(circle, "list me")
    await circle.private(circle.fay, "/requests")
    assert "Mara Okafor has been waiting" in (await circle.last(circle.fay))["text"]
    assert {"Claim", "Close"} <= set(await circle.buttons(circle.fay))
    await circle.say(circle.fay, "/requests", chat=room)
    assert "Mara" not in str(await circle.texts(room))
    before = await circle.texts()
    await circle.say(circle.fay, "/requests")
    assert await circle.texts() == before
    await circle.private(circle.tom, "/requests")
    assert "for facilitators" in (await circle.last(circle.tom))["text"]


async def test_demoted_in_the_middle_they_lose_it_at_that_moment_and_the_next_is_asked(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle, "still here")
    await circle.press(lu, "Claim", chat=lu)
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=lu)
    await circle.settle()
    assert (await the_request(circle)).claimed_by is None
    assert "Lu can’t go on with it. I’m asking the next facilitator now." in (await circle.texts(circle.mara))[-1]
    assert len(await said(circle, circle.fay, PAGE)) == 1
    before = await circle.texts(lu)
    for data in ("qc:1", "qr:1", "qx:1", "qy:1:helped", "qt:1:0"):
        await forged(circle, lu, "Lu", data)
    shown = (await circle.texts(lu))[len(before) :]
    assert "still here" not in shown
    assert (await the_request(circle)).state == "offered"
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-1] == "still here"


async def test_a_demotion_that_nobody_told_of_is_found_at_the_next_press(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle)
    await circle.press(lu, "Claim", chat=lu)
    await circle.stop()
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=lu)
    pending = await circle.client.pending()
    await circle.boot()
    await circle.settle()
    assert pending is not None
    await forged(circle, lu, "Lu", "qy:1:helped")
    assert (await the_request(circle)).state == "offered"
    assert len(await said(circle, circle.fay, PAGE)) == 1


async def test_who_leaves_or_is_dismissed_loses_it_too(circle: Circle) -> None:
    await ready(circle)
    await circle.start(circle.tom)
    reply = await circle.say(circle.tom, "hello all")
    await circle.say(circle.fay, "/facilitators", reply_to=reply)
    await ask(circle)
    await circle.travel(minutes=10)
    await circle.press(circle.tom, "Claim", chat=circle.tom)
    assert (await the_request(circle)).claimed_by == circle.tom
    await circle.client.act(circle.tom, "leave", chat=circle.group)
    await circle.settle()
    assert (await the_request(circle)).claimed_by is None
    assert "lost" in await steps(circle)


async def test_who_is_forgotten_with_a_request_open_is_gone_from_it_and_it_is_told(circle: Circle) -> None:
    await ready(circle)
    await ask(circle, "forget me")
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    request = await the_request(circle)
    assert (request.state, request.person_id) == ("taken_back", None)
    assert await kept(circle, lambda tx: tx.requests.words(1)) == []
    assert (await circle.texts(circle.fay))[-1] == "Calderwood parents: whoever asked has taken it back."


async def test_a_facilitator_who_is_forgotten_leaves_it_to_the_next(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle)
    await circle.press(lu, "Claim", chat=lu)
    await circle.private(lu, "/forgetme")
    await circle.press(lu, "Yes, forget me", chat=lu)
    assert (await the_request(circle)).claimed_by is None
    assert len(await said(circle, circle.fay, PAGE)) == 1
    assert "a facilitator can’t go on with it" in (await circle.texts(circle.mara))[-1]


async def test_telegram_out_of_reach_opens_nothing_and_loses_nothing(circle: Circle) -> None:
    await ready(circle)
    await ask(circle, "behind a locked door")
    await circle.client.fault("500", "getChatMember", count=3)
    toast = await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert "could not reach Telegram" in (toast or "")
    assert "behind a locked door" not in await circle.texts(circle.fay)
    assert await circle.press(circle.fay, "Claim", chat=circle.fay) == "You have it."


async def test_words_with_a_command_reach_whoever_has_it_and_after_a_demotion_whoever_is_next(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle, "first", named=False)
    await circle.press(lu, "Claim", chat=lu)
    await circle.say(circle.mara, "/facilitator second")
    assert (await circle.texts(lu))[-1].endswith("second")
    assert "Mara" not in str(await circle.texts(lu))
    assert "Lu has your message. Just write to me here" in (await circle.last(circle.mara))["text"]
    assert "second" not in await circle.texts(circle.fay)
    await circle.stop()
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=lu)
    await circle.client.drop()  # and nobody tells the bot
    await circle.boot()
    await circle.private(circle.mara, "/facilitator third")
    assert "third" not in await circle.texts(lu)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert (await circle.texts(circle.fay))[-3:] == ["first", "second", "third"]  # Lu had not answered yet


async def test_a_facilitator_who_blocks_the_bot_while_asked_is_passed_over_at_once(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)

    def serve(tx: Any) -> None:
        group = tx.groups.by_chat(circle.group)
        tx.rota.add_slot(Slot(group_id=group.id, person_id=lu, weekday=0, starts=time(0), ends=time(0)))

    await circle.app.store.transact(serve)
    await ask(circle)
    assert await said(circle, circle.fay, PAGE) == []
    await circle.client.act(lu, "block")
    await circle.settle()
    assert len(await said(circle, circle.fay, PAGE)) == 1


async def test_without_a_private_chat_a_list_of_many_asks_once_to_open_it(circle: Circle) -> None:
    await circle.start(circle.mara)
    await circle.start(circle.tom)
    for who in (circle.mara, circle.tom, circle.fay):
        await circle.say(who, "/next")
    await ask(circle)
    await ask(circle, who=circle.tom)
    before = (await circle.texts()).count("Let’s continue in private.")
    await circle.say(circle.fay, "/requests")
    assert (await circle.texts()).count("Let’s continue in private.") == before + 1


@pytest.mark.parametrize("first", ["the words go", "the question comes"])
async def test_a_group_that_keeps_words_a_week_still_asks_whether_it_helped(circle: Circle, first: str) -> None:
    await ready(circle)
    await ask(circle, "only for a week")
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.app.store.transact(lambda tx: set_keep_days(tx, tx.groups.by_chat(circle.group), 7))
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    closed_at = (await the_request(circle)).closed_at
    await circle.travel(closed_at + timedelta(days=7, minutes=-1))
    assert len(await kept(circle, lambda tx: tx.requests.words(1))) == 1
    if first == "the words go":
        await circle.app.store.transact(lambda tx: tidy(tx, closed_at + timedelta(days=7)))
        await circle.travel(minutes=2)
    else:
        await circle.travel(minutes=2)
        await circle.app.store.transact(lambda tx: tidy(tx, closed_at + timedelta(days=7)))
    assert await kept(circle, lambda tx: [*tx.requests.words(1), *tx.relay.of_request(1), *tx.requests.pages(1)]) == []
    assert len(await said(circle, circle.mara, "Did that help?")) == 1
    assert await circle.press(circle.mara, "Yes", chat=circle.mara) == "Thank you."
    await circle.travel(hours=7)
    request = await the_request(circle)
    assert (request.helped, request.person_id, request.forget_at) == ("yes", None, None)


async def test_who_does_not_say_whether_it_helped_is_forgotten_two_weeks_after_closing(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.app.store.transact(lambda tx: set_keep_days(tx, tx.groups.by_chat(circle.group), 7))
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    for days, asker in ((13, circle.mara), (2, None)):
        await circle.travel(days=days)
        await circle.travel(hours=7)
        assert (await the_request(circle)).person_id == asker


async def test_did_it_help_tapped_after_the_words_have_gone_is_answered_kindly(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    await circle.travel(days=8)
    await circle.travel(days=31)
    toast = await circle.press(circle.mara, "Yes", chat=circle.mara)
    assert "not yours" not in (toast or "").lower()
    assert "somebody else" not in (toast or "").lower()


@pytest.mark.parametrize("button", ["Close", "Hand over"])
async def test_a_slip_of_the_thumb_is_taken_back_and_every_button_is_there_again(circle: Circle, button: str) -> None:
    await ready(circle)
    await ask(circle, named=False)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    before = [m["buttons"] for m in await circle.from_bot(circle.fay) if "You have it" in m["text"]]
    await circle.press(circle.fay, button, chat=circle.fay)
    await circle.press(circle.fay, "Back", chat=circle.fay)
    assert [m["buttons"] for m in await circle.from_bot(circle.fay) if "You have it" in m["text"]] == before
    assert (await the_request(circle)).claimed_by == circle.fay


async def test_back_under_a_request_that_another_has_shows_nothing_of_it(circle: Circle) -> None:
    lu = await facilitator(circle, "Lu")
    await ready(circle)
    await ask(circle, "only for one", named=False)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    name = (await the_request(circle)).pseudonym
    await forged(circle, lu, "Lu", "qa:1")
    await forged(circle, circle.tom, "Tom", "qa:1")
    assert name not in str(await circle.texts(lu)) + str(await circle.texts(circle.tom))


async def test_where_nobody_else_can_be_reached_it_says_so_before_it_is_handed_over(circle: Circle) -> None:
    await ready(circle)
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    await circle.press(circle.fay, "Hand over", chat=circle.fay)
    assert len(await said(circle, circle.fay, "I could reach nobody else just now.")) == 1
    assert await circle.with_button("Back", circle.fay)
    assert (await the_request(circle)).claimed_by == circle.fay
