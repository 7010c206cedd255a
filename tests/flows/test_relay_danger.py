"""The one exception for whoever is unnamed: somebody is in danger, two facilitators say so, and it is told."""

from tests.circle import Circle
from tests.flows.asking import a_fellow
from tests.flows.newcomers import a_room
from tests.flows.relaying import talking
from tests.flows.requesting import forged, said, steps
from tests.flows.test_relay_ends import ann_serves, silently_demoted

NAME = "Mara Okafor"
TOLD = "believes that somebody is in danger"


async def declared(circle: Circle) -> int:
    """Fay talks with somebody unnamed, and says that somebody is in danger; Ann could agree."""
    ann = await ann_serves(circle)
    await talking(circle, named=False)
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    return ann


async def names_seen(circle: Circle, *people: int) -> list[int]:
    """Who of these has ever been shown the name."""
    calls = [(person, call) for person in people for call in await circle.client.calls(chat=person)]
    return sorted({person for person, call in calls if "Okafor" in str(call["params"])})


async def test_it_is_told_before_anything_is_sent(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.start(circle.mara)
    await circle.say(circle.mara, "/next")
    await circle.private(circle.mara, "/facilitator words")
    assert "One exception: if a facilitator says that somebody is in danger" in (await circle.last(circle.mara))["text"]


async def test_a_second_facilitator_agrees_and_the_name_opens_to_these_two_and_the_member_is_told(
    circle: Circle,
) -> None:
    ann = await declared(circle)
    third = await a_fellow(circle, "Bea")
    await circle.start(third)
    assert await names_seen(circle, circle.fay, ann) == []
    await circle.press(ann, "I agree", chat=ann)
    assert await names_seen(circle, circle.fay, ann, third, circle.tom, circle.group) == sorted([circle.fay, ann])
    told = (await circle.last(circle.mara))["text"]
    assert "Fay Lindqvist believes that somebody is in danger, and Ann agreed. So these two see your name now." in told
    assert "If it cannot wait:" in told
    assert (await steps(circle))[-2:] == ["name_asked", "name_opened"]
    (opening,) = await circle.app.store.look(lambda tx: tx.relay.openings(1))
    assert (opening.declared_by, opening.agreed_by, opening.state) == (circle.fay, ann, "opened")


async def test_everywhere_else_the_other_name_stays(circle: Circle) -> None:
    ann = await declared(circle)
    await circle.press(ann, "I agree", chat=ann)
    await circle.private(circle.mara, "and more")
    assert not (await circle.texts(circle.fay))[-1].startswith("Mara")
    await circle.private(circle.fay, "/requests")
    assert NAME not in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)  # to whom it is open, it is shown again
    assert NAME in (await circle.last(circle.fay))["text"]
    await circle.press(circle.mara, "What do they see?", chat=circle.mara)
    assert "your name was opened to:" in (await circle.last(circle.mara))["text"]


async def test_the_same_person_twice_is_no_second_person(circle: Circle) -> None:
    await declared(circle)
    for data in ("ra:1:1", "ry:1", "rl:1"):
        await forged(circle, circle.fay, "Fay", data)
    await circle.private(circle.fay, "because I say so")
    assert await names_seen(circle, circle.fay) == []
    assert not await said(circle, circle.mara, TOLD)


async def test_nor_is_a_member_another_group_s_facilitator_or_whoever_asked(circle: Circle) -> None:
    ann = await declared(circle)
    await circle.client.group("Harbour parents", circle.tom, members=[], bot="administrator")
    await circle.start(circle.tom)
    bea = await a_fellow(circle, "Bea")
    await circle.start(bea)
    for person, name in ((circle.tom, "Tom"), (bea, "Bea"), (circle.mara, "Mara")):
        for data in ("ra:1:1", "ry:1", "rl:1"):
            await forged(circle, person, name, data)
        await circle.start(person, "o_rl_1")
    assert await names_seen(circle, circle.fay, ann, circle.tom, bea) == []
    assert "name_opened" not in await steps(circle)


async def test_nor_is_somebody_who_facilitates_no_longer(circle: Circle) -> None:
    ann = await declared(circle)
    await silently_demoted(circle, ann)
    await circle.press(ann, "I agree", chat=ann)
    assert await names_seen(circle, circle.fay, ann) == []
    assert "name_opened" not in await steps(circle)


async def test_where_the_first_facilitates_no_longer_the_name_stays_closed(circle: Circle) -> None:
    ann = await ann_serves(circle)
    await talking(circle, named=False)
    await circle.press(circle.fay, "Hand over", chat=circle.fay)
    await circle.press(circle.fay, "Ann", chat=circle.fay)
    await circle.press(ann, "Claim", chat=ann)
    await circle.press(ann, "Somebody is in danger", chat=ann)
    await circle.press(ann, "Yes, somebody is in danger", chat=ann)
    await silently_demoted(circle, ann)
    await circle.press(circle.fay, "I agree", chat=circle.fay)
    assert "so the name stays closed" in str(await circle.texts(circle.fay))
    assert await names_seen(circle, circle.fay, ann) == []
    (opening,) = await circle.app.store.look(lambda tx: tx.relay.openings(1))
    assert opening.state == "withdrawn"


async def test_whoever_does_not_agree_opens_nothing_and_after_an_hour_it_is_over(circle: Circle) -> None:
    ann = await declared(circle)
    await circle.press(ann, "I don’t", chat=ann)
    await circle.restart()
    await circle.travel(minutes=61)
    assert await said(circle, circle.fay, "nobody agreed within an hour")
    await forged(circle, ann, "Ann", "ra:1:1")
    assert await names_seen(circle, circle.fay, ann) == []
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    assert await said(circle, ann, "talks to somebody who wishes to stay unnamed")


async def test_when_the_request_is_over_nobody_can_agree_any_more(circle: Circle) -> None:
    ann = await declared(circle)
    await circle.press(circle.fay, "Close", chat=circle.fay)
    await circle.press(circle.fay, "We talked", chat=circle.fay)
    await circle.press(ann, "I agree", chat=ann)
    assert await names_seen(circle, circle.fay, ann) == []


async def test_where_there_is_only_one_a_second_yes_and_a_written_reason_are_needed(circle: Circle) -> None:
    await talking(circle, named=False)
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    assert "There is nobody else of Calderwood parents who could agree" in (await circle.last(circle.fay))["text"]
    await forged(circle, circle.fay, "Fay", "ra:1:1")
    assert await names_seen(circle, circle.fay) == []
    await circle.press(circle.fay, "Yes, open the name", chat=circle.fay)
    assert await names_seen(circle, circle.fay) == []
    await circle.private(circle.fay, "x" * 501)
    assert "At most 500 characters" in (await circle.last(circle.fay))["text"]
    await circle.private(circle.fay, "They wrote that they are alone with him and afraid.")
    assert await names_seen(circle, circle.fay) == [circle.fay]
    (opening,) = await circle.app.store.look(lambda tx: tx.relay.openings(1))
    assert opening.reason == "They wrote that they are alone with him and afraid."
    told = (await circle.last(circle.mara))["text"]
    assert "so Fay Lindqvist said so twice and wrote down why." in told


async def test_the_only_one_can_still_say_no_to_the_second_yes_and_what_they_write_then_opens_nothing(
    circle: Circle,
) -> None:
    await talking(circle, named=False)
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "No", chat=circle.fay)
    assert (await circle.last(circle.fay))["text"] == "All right. The name stays closed."
    await circle.private(circle.fay, "I am worried.")
    assert await names_seen(circle, circle.fay) == []


async def test_an_administrator_whom_the_bot_does_not_know_yet_counts_as_a_second_one(circle: Circle) -> None:
    await talking(circle, named=False)
    ann = await a_fellow(circle, "Ann")
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=ann, rights={"can_pin_messages": True})
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    assert "has a private chat with me" in (await circle.last(circle.fay))["text"]
    await forged(circle, circle.fay, "Fay", "ry:1")
    await circle.start(ann)
    await circle.say(ann, "/meetups")
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    await circle.press(ann, "I agree", chat=ann)
    assert await names_seen(circle, circle.fay, ann) == sorted([circle.fay, ann])


async def test_where_nobody_has_a_private_chat_the_room_shows_a_door_without_a_name(circle: Circle) -> None:
    room = await a_room(circle)
    await talking(circle, named=False)
    ann = await a_fellow(circle, "Ann")
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=ann, rights={"can_pin_messages": True})
    await circle.press(circle.fay, "Somebody is in danger", chat=circle.fay)
    await circle.press(circle.fay, "Yes, somebody is in danger", chat=circle.fay)
    assert "a facilitator needs a second one, at once, in private" in (await circle.last(room))["text"]
    await circle.start(ann, "o_rl_1")
    await circle.press(ann, "I agree", chat=ann)
    assert await names_seen(circle, circle.fay, ann) == sorted([circle.fay, ann])
    assert await names_seen(circle, room) == []


async def test_whoever_gave_their_name_has_no_such_button(circle: Circle) -> None:
    await talking(circle, named=True)
    assert not [
        b for m in await circle.from_bot(circle.fay) for row in m["buttons"] for b in row if "danger" in b["text"]
    ]
    await forged(circle, circle.fay, "Fay", "re:1:1")
    assert await steps(circle) == ["received", "offered", "reached", "claimed"]


async def test_telegram_out_of_reach_opens_nothing(circle: Circle) -> None:
    ann = await declared(circle)
    await circle.client.request("POST", "faults", {"kind": "500", "method": "getChatMember", "count": 20})
    await circle.press(ann, "I agree", chat=ann)
    assert await names_seen(circle, circle.fay, ann) == []
    await circle.client.request("DELETE", "faults")
    await circle.press(ann, "I agree", chat=ann)
    assert await names_seen(circle, circle.fay, ann) == sorted([circle.fay, ann])
