"""Somebody new: welcomed together with others, and told in private what they may want to know."""

from tests.circle import Circle
from tests.flows.newcomers import join, kept, newcomer, person, welcomed


async def test_everybody_who_comes_within_a_minute_is_welcomed_in_one_message(circle: Circle) -> None:
    ann, ben = await person(circle, "Ann"), await person(circle, "Ben")
    await join(circle, ann, ben)
    assert await welcomed(circle) == []
    await circle.travel(minutes=2)
    (said,) = await welcomed(circle)
    assert said.startswith("Welcome, Ann and Ben. Nice that you are here.")
    assert "I’m a bot" in said
    assert await circle.buttons() == ["What happens here"]


async def test_somebody_added_by_another_and_several_at_once_are_one_welcome_and_bots_none(circle: Circle) -> None:
    ann, ben = await person(circle, "Ann"), await person(circle, "Ben")
    users = [{"id": one, "is_bot": False, "first_name": name} for one, name in ((ann, "Ann"), (ben, "Ben"))]
    users.append({"id": 4711, "is_bot": True, "first_name": "Robot"})
    chat = {"id": circle.group, "type": "supergroup", "title": "Calderwood parents"}
    fay = {"id": circle.fay, "is_bot": False, "first_name": "Fay"}
    message = {"message_id": 900, "date": 1796029200, "chat": chat, "from": fay, "new_chat_members": users}
    await circle.client.inject({"message": message})
    await circle.settle()
    await circle.travel(minutes=2)
    (said,) = await welcomed(circle)
    assert said.startswith(("Welcome, Ann and Ben.", "Welcome, Ben and Ann."))
    assert "Robot" not in said


async def test_there_is_at_most_one_welcome_in_fifteen_minutes(circle: Circle) -> None:
    await join(circle, await person(circle, "Ann"))
    await circle.travel(minutes=2)
    await join(circle, await person(circle, "Ben"))
    await circle.travel(minutes=5)
    await join(circle, await person(circle, "Cleo"))
    await circle.travel(minutes=7)
    assert len(await welcomed(circle)) == 1
    await circle.travel(minutes=4)
    first, second = await welcomed(circle)
    assert "Ann" in first
    assert "Ben and Cleo" in second
    assert "Ann" not in second


async def test_nobody_is_welcomed_at_night(circle: Circle) -> None:
    await circle.travel(to="2026-11-30T22:30:00Z")
    await join(circle, await person(circle, "Ann"))
    await circle.travel(hours=8)
    assert await welcomed(circle) == []
    await circle.travel(to="2026-12-01T08:01:00Z")
    assert len(await welcomed(circle)) == 1


async def test_who_left_before_the_welcome_is_not_named_and_alone_brings_none(circle: Circle) -> None:
    ann, ben = await person(circle, "Ann"), await person(circle, "Ben")
    await join(circle, ann, ben)
    await circle.client.act(ann, "leave", chat=circle.group)
    await circle.settle()
    await circle.travel(minutes=2)
    (said,) = await welcomed(circle)
    assert said.startswith("Welcome, Ben.")
    cleo = await person(circle, "Cleo")
    await join(circle, cleo)
    await circle.client.act(cleo, "leave", chat=circle.group)
    await circle.settle()
    await circle.travel(minutes=30)
    assert len(await welcomed(circle)) == 1


async def test_a_name_full_of_markup_is_shown_as_it_is_and_many_are_not_all_named(circle: Circle) -> None:
    odd = await person(circle, "<b>&" * 16)
    others = [await person(circle, f"P{number}") for number in range(12)]
    await join(circle, odd, *others)
    await circle.travel(minutes=2)
    (said,) = await welcomed(circle)
    assert "<b>&" * 16 in said
    assert "P8" in said
    assert "P11" not in said
    assert "everybody else who is new" in said


async def test_the_name_of_who_only_joined_is_gone_once_they_were_welcomed(circle: Circle) -> None:
    ann = await person(circle, "Ann-Canary")
    await join(circle, ann)
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    assert (await kept(circle, lambda tx: tx.newcomers.get(group.id, ann))).name == "Ann-Canary"
    await circle.travel(minutes=2)
    assert (await kept(circle, lambda tx: tx.newcomers.get(group.id, ann))).name is None
    assert await kept(circle, lambda tx: tx.people.get(ann)) is None


async def test_facilitators_may_switch_the_welcome_off(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.private(circle.fay, "/settings")
    await circle.press(circle.fay, "Settings of Calderwood parents", chat=circle.fay)
    await circle.press(circle.fay, "New people", chat=circle.fay)
    assert await circle.press(circle.fay, "Don’t welcome them", chat=circle.fay) == "Saved."
    await join(circle, await person(circle, "Ann"))
    await circle.travel(minutes=30)
    assert await welcomed(circle) == []


async def test_the_button_tells_in_private_what_happens_the_rules_and_what_is_kept(circle: Circle) -> None:
    ann = await newcomer(circle)
    text = (await circle.last(ann))["text"]
    for words in ("Welcome to Calderwood parents", "What holds here", "What I keep", "/forgetme", "You need not say"):
        assert words in text
    shown = await circle.buttons(ann)
    for button in ("That’s all right for me", "What to expect the first time", "How to call me", "Next meetup"):
        assert button in shown


async def test_agreeing_is_asked_not_forced_and_can_be_taken_back(circle: Circle) -> None:
    ann = await newcomer(circle)
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    assert await kept(circle, lambda tx: tx.newcomers.agreement(group.id, ann)) is None
    await circle.private(ann, "/next")  # all else works without it
    assert "don’t know" not in (await circle.last(ann))["text"]
    assert await circle.press(ann, "That’s all right for me", chat=ann) == "Thank you."
    assert await kept(circle, lambda tx: tx.newcomers.agreement(group.id, ann)) is not None
    assert await circle.press(ann, "Take that back", chat=ann) == "Taken back."
    assert await kept(circle, lambda tx: tx.newcomers.agreement(group.id, ann)) is None


async def test_the_button_of_the_welcome_makes_a_member_and_joining_alone_does_not(circle: Circle) -> None:
    ann = await person(circle, "Ann")
    await join(circle, ann)
    await circle.travel(minutes=2)
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    assert await kept(circle, lambda tx: tx.people.member(group.id, ann)) is None
    await circle.press(ann, "What happens here")
    assert (await kept(circle, lambda tx: tx.people.member(group.id, ann))).left_at is None


async def test_they_say_how_they_want_to_be_called(circle: Circle) -> None:
    ann = await newcomer(circle)
    await circle.press(ann, "How to call me", chat=ann)
    await circle.private(ann, "Annie")
    assert "I’ll call you Annie." in (await circle.last(ann))["text"]
    assert (await kept(circle, lambda tx: tx.people.get(ann))).called == "Annie"


async def test_what_to_expect_is_what_the_facilitators_wrote(circle: Circle) -> None:
    ann = await newcomer(circle)
    await circle.press(ann, "What to expect the first time", chat=ann)
    assert "Children are welcome" in (await circle.last(ann))["text"]
    await circle.press(ann, "Back", chat=ann)
    await circle.start(circle.fay)
    await circle.private(circle.fay, "/settings")
    await circle.press(circle.fay, "Settings of Calderwood parents", chat=circle.fay)
    await circle.press(circle.fay, "New people", chat=circle.fay)
    await circle.press(circle.fay, "Write about the first time", chat=circle.fay)
    await circle.private(circle.fay, "Ring twice & come <up>.\nShoes off.")
    await circle.press(ann, "What to expect the first time", chat=ann)
    text = (await circle.last(ann))["text"]
    assert "Ring twice & come <up>.\nShoes off." in text
    assert "Children are welcome" not in text


async def test_rules_that_change_are_asked_about_anew_by_whoever_looks_and_nobody_is_written_to(circle: Circle) -> None:
    ann = await newcomer(circle)
    await circle.press(ann, "That’s all right for me", chat=ann)
    before = len(await circle.texts(ann))
    await circle.travel(minutes=5)
    await circle.start(circle.fay)
    await circle.private(circle.fay, "/settings")
    await circle.press(circle.fay, "Settings of Calderwood parents", chat=circle.fay)
    await circle.press(circle.fay, "New people", chat=circle.fay)
    await circle.press(circle.fay, "Write what holds here", chat=circle.fay)
    await circle.private(circle.fay, "x" * 1001)
    assert "too long" in (await circle.last(circle.fay))["text"]
    await circle.private(circle.fay, "Bring slippers.")
    assert len(await circle.texts(ann)) == before
    await circle.private(ann, "/welcome")
    assert "Bring slippers." in (await circle.last(ann))["text"]
    assert "That’s all right for me" in await circle.buttons(ann)


async def test_who_is_not_in_the_group_learns_nothing_of_it_by_its_link(circle: Circle) -> None:
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    eve = await person(circle, "Eve")
    await circle.start(eve, f"o_wo_{group.id}")
    text = (await circle.last(eve))["text"]
    assert text == "I can’t see you in that group. Once you are in it, the button works."
    assert await kept(circle, lambda tx: tx.people.member(group.id, eve)) is None


async def test_only_facilitators_change_what_newcomers_are_told(circle: Circle) -> None:
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/help")
    await circle.private(circle.mara, "/settings")
    assert "Settings of Calderwood parents" not in await circle.buttons(circle.mara)


async def test_who_comes_back_is_new_again_and_nothing_is_restored_silently(circle: Circle) -> None:
    ann = await newcomer(circle)
    await circle.press(ann, "That’s all right for me", chat=ann)
    group = await kept(circle, lambda tx: tx.groups.by_chat(circle.group))
    before = len(await circle.texts(ann))
    await circle.client.act(ann, "leave", chat=circle.group)
    await circle.settle()
    await circle.travel(hours=1)
    await join(circle, ann)
    assert await kept(circle, lambda tx: tx.newcomers.agreement(group.id, ann)) is None
    assert (await kept(circle, lambda tx: tx.people.member(group.id, ann))).left_at is not None
    assert len(await circle.texts(ann)) == before  # nobody is chased
    await circle.travel(minutes=2)
    assert len(await welcomed(circle)) == 2
