"""Buddies: offered and asked for in taps, confirmed by a facilitator, introduced only when both said yes."""

from typing import Any

from tests.circle import Circle
from tests.flows.newcomers import a_room, kept, person

BOTH = "You both said yes. From Calderwood parents, this is"


async def wants(circle: Circle, who: int, button: str, *taps: tuple[str, str]) -> None:
    """Somebody takes part, and taps (part, choice)."""
    await circle.start(who)
    await circle.say(who, "/help")
    await circle.private(who, "/buddy")
    await circle.press(who, button, chat=who)
    for part, choice in taps:
        await circle.press(who, part, chat=who)
        await circle.press(who, choice, chat=who)
        await circle.press(who, "Back", chat=who)


async def a_pair(circle: Circle) -> None:
    """Tom looks for a buddy, Mara offers to be one, Fay can be written to, and the suggestion is due."""
    await circle.start(circle.fay)
    await wants(circle, circle.tom, "I’d like a buddy", ("Children", "2–4"), ("Topics", "sleep"))
    await wants(circle, circle.mara, "I can be a buddy", ("Children", "5–10"), ("Topics", "sleep"))
    await circle.travel(minutes=11)


async def confirmed(circle: Circle) -> None:
    await a_pair(circle)
    await circle.press(circle.fay, "Confirm", chat=circle.fay)


async def introduced(circle: Circle) -> None:
    await confirmed(circle)
    await circle.press(circle.mara, "Yes, please", chat=circle.mara)
    await circle.press(circle.tom, "Yes, please", chat=circle.tom)


async def only_match(circle: Circle) -> Any:
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    return (await kept(circle, lambda tx: tx.introductions.matches(group.id)))[-1]


async def said(circle: Circle, who: int, words: str) -> int:
    return sum(words in text for text in await circle.texts(who))


async def test_taking_part_is_a_matter_of_taps(circle: Circle) -> None:
    taps = (("Children", "2–4"), ("Topics", "sleep"), ("Languages", "Polski"))
    await wants(circle, circle.tom, "I’d like a buddy", *taps)
    text = (await circle.last(circle.tom))["text"]
    for words in ("You are looking for a buddy.", "Children: 2–4", "Talks about: sleep", "Speaks: English, Polski"):
        assert words in text
    await circle.press(circle.tom, "Topics", chat=circle.tom)
    await circle.press(circle.tom, "✓ sleep", chat=circle.tom)
    await circle.press(circle.tom, "Back", chat=circle.tom)
    assert "Talks about: anything" in (await circle.last(circle.tom))["text"]


async def test_in_the_group_nothing_shows_of_it(circle: Circle) -> None:
    await circle.start(circle.tom)
    before = await circle.texts()
    await circle.say(circle.tom, "/buddy")
    assert await circle.texts() == before
    assert "A buddy in Calderwood parents" in (await circle.last(circle.tom))["text"]


async def test_the_facilitators_see_a_suggested_pair_and_nobody_else_anything(circle: Circle) -> None:
    await a_pair(circle)
    text = (await circle.last(circle.fay))["text"]
    for words in ("Tom asks for a buddy.", "Mara Okafor offers to be one.", "Children: 2–4", "Children: 5–10"):
        assert words in text
    assert await circle.buttons(circle.fay) == ["Confirm", "Not these two"]
    assert await said(circle, circle.mara, "Tom") == 0
    assert await said(circle, circle.tom, "Mara") == 0


async def test_once_confirmed_both_are_asked_without_a_name(circle: Circle) -> None:
    await confirmed(circle)
    asked = (await circle.last(circle.tom))["text"]
    assert asked.startswith("There may be a buddy for you in Calderwood parents:\nChildren: 5–10")
    assert "Mara" not in asked
    assert "Tom" not in (await circle.last(circle.mara))["text"].replace("Tomorrow", "")
    assert await circle.buttons(circle.tom) == ["Yes, please", "Not this time", "Change or stop"]


async def test_only_when_both_said_yes_each_hears_of_the_other_in_private(circle: Circle) -> None:
    await confirmed(circle)
    await circle.press(circle.mara, "Yes, please", chat=circle.mara)
    assert await said(circle, circle.mara, BOTH) == await said(circle, circle.tom, BOTH) == 0
    before = await circle.texts()
    await circle.press(circle.tom, "Yes, please", chat=circle.tom)
    assert await said(circle, circle.mara, f"{BOTH} Tom.") == 1
    assert await said(circle, circle.tom, f"{BOTH} Mara.") == 1
    assert await circle.texts() == before
    assert (await only_match(circle)).state == "introduced"


async def test_a_no_is_felt_by_nobody_and_who_said_yes_hears_only_that_it_is_not_this_time(circle: Circle) -> None:
    await confirmed(circle)
    await circle.press(circle.mara, "Yes, please", chat=circle.mara)
    assert await circle.press(circle.tom, "Not this time", chat=circle.tom) == "That is fine."
    assert await said(circle, circle.mara, "will not be this time") == 1
    assert await said(circle, circle.mara, "Tom") == 0
    assert "Not this time" not in str(await circle.texts(circle.fay))


async def test_a_no_before_the_other_answered_is_told_to_nobody_and_their_button_is_stale(circle: Circle) -> None:
    await confirmed(circle)
    await circle.press(circle.tom, "Not this time", chat=circle.tom)
    before = len(await circle.texts(circle.mara))
    toast = await circle.press(circle.mara, "Yes, please", chat=circle.mara)
    assert "done already" in toast
    assert len(await circle.texts(circle.mara)) == before


async def test_the_same_two_are_never_suggested_again(circle: Circle) -> None:
    await confirmed(circle)
    await circle.press(circle.tom, "Not this time", chat=circle.tom)
    await circle.travel(days=3)
    await circle.private(circle.tom, "/buddy")
    await circle.press(circle.tom, "Children", chat=circle.tom)
    await circle.press(circle.tom, "0–1", chat=circle.tom)
    await circle.travel(days=1)
    assert await said(circle, circle.fay, "Two people for an introduction") == 0  # the one there was became a receipt


async def test_a_facilitator_may_say_not_these_two_and_then_others_are_looked_for(circle: Circle) -> None:
    ben = await person(circle, "Ben")
    await circle.client.act(ben, "join", chat=circle.group)
    await a_pair(circle)
    await wants(circle, ben, "I can be a buddy")
    assert await circle.press(circle.fay, "Not these two", chat=circle.fay) == "Not these two, then."
    await circle.travel(minutes=11)
    text = (await circle.last(circle.fay))["text"]
    assert "Ben offers to be one." in text
    assert "Mara" not in text
    assert await said(circle, circle.mara, "not this time") == 0


async def test_who_would_rather_not_meet_somebody_is_never_suggested_with_them_and_nobody_sees_it(
    circle: Circle,
) -> None:
    await circle.start(circle.fay)
    await wants(circle, circle.tom, "I’d like a buddy")
    await circle.press(circle.tom, "Somebody I’d rather not meet", chat=circle.tom)
    draft = await kept(circle, lambda tx: next(d for d in tx.drafts.of_person(circle.tom) if d.kind == "buddy_apart"))
    await circle.client.act(circle.tom, "share_users", chat=circle.tom, request_id=draft.id, users=[circle.mara])
    await circle.settle()
    assert "Kept apart from 1 person." in (await circle.last(circle.tom))["text"]
    await wants(circle, circle.mara, "I can be a buddy")
    await circle.travel(hours=2)
    assert await said(circle, circle.fay, "introduction") == 0
    assert str(circle.tom) not in str(await kept(circle, lambda tx: tx.facts(circle.mara)))
    assert (await kept(circle, lambda tx: tx.facts(circle.tom)))["kept_apart"][0]["other_id"] == circle.mara


async def test_two_weeks_later_each_is_asked_once_whether_they_met(circle: Circle) -> None:
    await introduced(circle)
    await circle.travel(days=13)
    assert await said(circle, circle.mara, "Two weeks ago") == 0
    await circle.travel(days=2)
    assert await said(circle, circle.mara, "Two weeks ago I introduced you and Tom.") == 1
    assert await said(circle, circle.tom, "Two weeks ago I introduced you and Mara.") == 1
    await circle.press(circle.tom, "Not yet", chat=circle.tom)
    before = len(await circle.texts(circle.mara))
    await circle.travel(days=30)
    assert await said(circle, circle.mara, "Two weeks ago") == 1
    assert len(await circle.texts(circle.mara)) == before


async def test_who_would_like_somebody_else_is_looked_for_again_and_the_other_does_not_hear_why(circle: Circle) -> None:
    ben = await person(circle, "Ben")
    await circle.client.act(ben, "join", chat=circle.group)
    await introduced(circle)
    await circle.travel(days=15)
    await wants(circle, ben, "I can be a buddy")
    before = len(await circle.texts(circle.mara))
    await circle.press(circle.tom, "I’d like somebody else", chat=circle.tom)
    await circle.travel(minutes=30)
    assert "Ben offers to be one." in (await circle.last(circle.fay))["text"]
    assert len(await circle.texts(circle.mara)) == before


async def test_stopping_ends_it_at_once_and_what_was_chosen_is_erased(circle: Circle) -> None:
    await confirmed(circle)
    await circle.press(circle.mara, "Yes, please", chat=circle.mara)
    await circle.private(circle.tom, "/buddy")
    assert await circle.press(circle.tom, "Stop", chat=circle.tom) == "Stopped."
    assert await said(circle, circle.mara, "will not be this time") == 1
    facts = await kept(circle, lambda tx: tx.facts(circle.tom))
    assert facts["buddies"] == []
    assert (await only_match(circle)).state == "ended"


async def test_who_stopped_after_the_introduction_is_not_asked_whether_they_met(circle: Circle) -> None:
    await introduced(circle)
    await circle.private(circle.tom, "/buddy")
    await circle.press(circle.tom, "Stop", chat=circle.tom)
    await circle.travel(days=16)
    for who in (circle.mara, circle.tom):
        assert await said(circle, who, "Two weeks ago") == 0


async def test_who_leaves_the_group_is_no_buddy_any_more_and_coming_back_restores_nothing(circle: Circle) -> None:
    await introduced(circle)
    await circle.client.act(circle.tom, "leave", chat=circle.group)
    await circle.settle()
    before = len(await circle.texts(circle.tom))
    assert (await only_match(circle)).state == "ended"
    await circle.client.act(circle.tom, "join", chat=circle.group)
    await circle.settle()
    await circle.travel(days=16)
    assert len(await circle.texts(circle.tom)) == before
    assert (await kept(circle, lambda tx: tx.facts(circle.tom)))["buddies"] == []


async def test_a_pair_that_nobody_decides_on_or_answers_lapses_in_silence(circle: Circle) -> None:
    await confirmed(circle)
    before = {who: len(await circle.texts(who)) for who in (circle.fay, circle.mara, circle.tom)}
    await circle.travel(days=8)
    assert (await only_match(circle)).state == "ended"
    assert {who: len(await circle.texts(who)) for who in before} == before


async def test_two_facilitators_at_once_and_others_change_nothing(circle: Circle) -> None:
    dan = await person(circle, "Dan")
    await circle.client.act(dan, "join", chat=circle.group)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=dan)
    await circle.start(dan)
    await a_pair(circle)
    await circle.press(circle.fay, "Confirm", chat=circle.fay)
    assert "done already" in await circle.press(dan, "Not these two", chat=dan)
    assert (await only_match(circle)).state == "asked"


async def test_a_press_that_somebody_else_forges_says_nothing_for_the_two(circle: Circle) -> None:
    await confirmed(circle)
    match = await only_match(circle)
    eve = await person(circle, "Eve")
    await circle.start(eve)
    chat = {"id": eve, "type": "private", "first_name": "Eve"}
    message = {"message_id": 1, "date": 1796029200, "chat": chat, "text": "…"}
    for number, data in enumerate((f"wy:{match.id}:1", f"wd:{match.id}:1", f"wm:{match.id}:yes")):
        query = {"id": str(number), "from": {"id": eve, "is_bot": False, "first_name": "Eve"}, "chat_instance": "1"}
        await circle.client.inject({"callback_query": query | {"data": data, "message": message}})
        await circle.settle()
    assert await only_match(circle) == match


async def test_who_is_away_is_not_suggested(circle: Circle) -> None:
    await circle.start(circle.fay)
    await wants(circle, circle.tom, "I’d like a buddy")
    await wants(circle, circle.mara, "I can be a buddy")
    await circle.private(circle.mara, "/away 2w")
    await circle.travel(hours=2)
    assert await said(circle, circle.fay, "introduction") == 0


async def test_a_pair_that_no_facilitator_could_see_is_suggested_when_one_can(circle: Circle) -> None:
    await wants(circle, circle.tom, "I’d like a buddy")
    await wants(circle, circle.mara, "I can be a buddy")
    await circle.travel(hours=1)
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    assert await kept(circle, lambda tx: tx.introductions.matches(group.id)) == []
    await circle.start(circle.fay)
    await circle.travel(days=4)
    assert "Tom asks for a buddy." in (await circle.last(circle.fay))["text"]


async def test_who_comes_back_from_being_away_is_found(circle: Circle) -> None:
    await circle.start(circle.fay)
    await wants(circle, circle.tom, "I’d like a buddy")
    await wants(circle, circle.mara, "I can be a buddy")
    await circle.private(circle.mara, "/away 2w")
    await circle.travel(hours=2)
    await circle.private(circle.mara, "/back")
    await circle.travel(days=4)
    assert "Mara Okafor offers to be one." in (await circle.last(circle.fay))["text"]


async def test_a_suggestion_nobody_decided_on_comes_again_much_later_and_blocks_nobody(circle: Circle) -> None:
    await a_pair(circle)
    await circle.travel(days=13)
    assert await said(circle, circle.fay, "Two people for an introduction") == 1
    await circle.travel(days=2)
    await circle.travel(days=4)
    assert await said(circle, circle.fay, "Two people for an introduction") == 2


async def test_where_no_facilitator_can_be_reached_the_room_shows_a_line_without_names(circle: Circle) -> None:
    room = await a_room(circle)
    await wants(circle, circle.tom, "I’d like a buddy")
    await wants(circle, circle.mara, "I can be a buddy")
    await circle.travel(minutes=11)
    shown = (await circle.last(room))["text"]
    assert shown == "Calderwood parents: two people could be introduced. It opens in private."
    await circle.press(circle.fay, "Open in private", chat=room)
    assert "Tom asks for a buddy." in (await circle.last(circle.fay))["text"]
    assert await circle.press(circle.fay, "Confirm", chat=circle.fay) == "I’m asking them both."
