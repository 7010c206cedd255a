"""A series week by week: one card at a time, posted once, unpinned when it is done."""

from tests.circle import Circle
from tests.flows.meetups import buttons, cards, schedule


async def test_week_after_week_there_is_one_card_each(circle: Circle) -> None:
    await schedule(circle)
    for day in (1, 8, 15, 22, 29):
        await circle.travel(f"2026-12-{day:02}T11:30:00Z")
    found = await cards(circle)
    assert [next(line for line in one["text"].splitlines() if "Tuesday" in line).split(",")[0] for one in found] == [
        "Tuesday 1 December",
        "Tuesday 8 December",
        "Tuesday 15 December",
        "Tuesday 22 December",
        "Tuesday 29 December",
        "Tuesday 5 January",
    ]
    await circle.travel("2026-12-29T12:00:00Z")
    found = await cards(circle)
    assert [one["pinned"] for one in found] == [False] * 5 + [True]
    assert [buttons(one) for one in found[:-1]] == [[]] * 5
    assert "This meetup is over." in found[0]["text"]


async def test_the_next_card_stands_two_days_before_at_the_latest(circle: Circle) -> None:
    await schedule(circle, "every tue 10:00 Coffee")
    await schedule(circle, "every thu 20:00 Late talk")
    await circle.travel("2026-12-03T21:30:00Z")
    assert len(await cards(circle, "20:00–21:30")) == 1
    await circle.travel("2026-12-04T08:00:00Z")
    assert len(await cards(circle, "20:00–21:30")) == 2


async def test_after_weeks_switched_off_one_card_comes_and_no_flood(circle: Circle) -> None:
    await schedule(circle)
    before = len(await circle.from_bot())
    await circle.stop()
    await circle.client.set_clock("2027-01-07T09:00:00Z")
    await circle.boot()
    await circle.settle()
    assert len(await circle.from_bot()) == before + 1
    found = await cards(circle)
    assert "Tuesday 12 January" in found[-1]["text"]
    assert buttons(found[0]) == []


async def test_a_clock_change_does_not_move_the_wall_time(circle: Circle) -> None:
    await circle.travel("2027-03-22T09:00:00Z")
    await schedule(circle)
    await circle.travel("2027-03-23T11:30:00Z")
    assert "Tuesday 30 March, 10:00–11:30" in (await cards(circle))[-1]["text"]
    await circle.travel("2027-03-30T08:44:00Z")
    assert "I'm here" not in buttons((await cards(circle))[-1])
    await circle.travel("2027-03-30T08:45:00Z")
    assert "I'm here" in buttons((await cards(circle))[-1])


async def test_without_the_right_to_pin_the_card_stands_all_the_same(circle: Circle) -> None:
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.app.me.id)
    await schedule(circle)
    assert len(await cards(circle)) == 1
    assert not (await cards(circle))[0]["pinned"]


async def test_in_a_forum_everything_stands_in_the_topic_of_confirm(circle: Circle) -> None:
    forum = await circle.client.group("Forum", circle.fay, members=[circle.mara], bot="administrator", forum=True)
    chat = forum["id"]
    thread = (await circle.client.act(circle.fay, "topic", chat=chat, name="Meetups"))["thread"]
    await circle.say(circle.fay, "/schedule every thu 10:00 Tea", chat=chat, thread=thread)
    await circle.press(circle.fay, "Confirm", chat=chat)
    await circle.travel("2026-12-02T10:00:00Z")
    said = [message for message in await circle.from_bot(chat) if "Tea" in (message.get("text") or "")]
    assert len(said) == 3
    assert {message["thread_id"] for message in said} == {thread}
