"""The first meetup of somebody new."""

from domain.attendance import Attended, Mark
from tests.circle import Circle
from tests.flows.newcomers import a_room, going, kept, newcomer


async def newcomer_going(circle: Circle, name: str = "Ann") -> int:
    ann = await newcomer(circle, name)
    await going(circle, ann)
    return ann


async def ticked(circle: Circle, person: int, mark: Mark) -> None:
    """A facilitator saved who came."""
    now = await circle.now()

    def save(tx):
        meetup = tx.meetups.last_ended(tx.groups.by_chat(circle.group).id)
        tx.attendance.mark(
            Attended(meetup_id=meetup.id, person_id=person, mark=mark, marked_by=circle.fay, marked_at=now)
        )
        tx.meetups.save(meetup.changed(attendance_saved_at=now))

    await circle.app.store.transact(save)


async def asked(circle: Circle, person: int) -> int:
    """How often they were asked."""
    return sum("for the first time. How was it?" in text for text in await circle.texts(person))


async def first_news(circle: Circle, person: int) -> list[str]:
    return [text for text in await circle.texts(person) if "for the first time" in text]


async def test_facilitators_hear_the_day_before_who_comes_for_the_first_time(circle: Circle) -> None:
    await circle.start(circle.fay)
    await newcomer_going(circle, "Ann")
    await newcomer_going(circle, "Ben")
    await circle.press(circle.mara, "Going")
    await circle.travel(to="2026-11-30T16:59:00Z")
    assert await first_news(circle, circle.fay) == []
    before = await circle.texts()
    await circle.travel(to="2026-11-30T17:01:00Z")
    (text,) = await first_news(circle, circle.fay)
    assert text.startswith("2 people come for the first time tomorrow, Tuesday 1 December, at 10:00: Ann, Ben.")
    assert "Mara" not in text
    assert [t for t in await circle.texts() if "first time" in t] == [t for t in before if "first time" in t]


async def test_nobody_hears_of_who_said_maybe_or_took_it_back(circle: Circle) -> None:
    await circle.start(circle.fay)
    ann = await newcomer_going(circle, "Ann")
    ben = await newcomer_going(circle, "Ben")
    await circle.press(ann, "Maybe")
    await circle.travel(minutes=5)
    await circle.press(ben, "Going")  # the same again, and not by a slip of the finger: taken back
    await circle.travel(to="2026-11-30T17:01:00Z")
    assert await first_news(circle, circle.fay) == []


async def test_who_says_going_after_the_facilitators_heard_is_told_of_once_more_and_the_others_not_again(
    circle: Circle,
) -> None:
    await circle.start(circle.fay)
    await newcomer_going(circle, "Ann")
    await circle.travel(to="2026-11-30T17:01:00Z")
    ben = await newcomer_going(circle, "Ben")
    assert len(await first_news(circle, circle.fay)) == 1
    await circle.travel(minutes=11)
    news = await first_news(circle, circle.fay)
    assert len(news) == 2
    assert "Ben" in news[-1]
    assert "Ann" not in news[-1]
    await circle.press(ben, "Going")
    await circle.press(ben, "Going")
    await circle.travel(minutes=11)
    assert len(await first_news(circle, circle.fay)) == 2


async def test_a_meetup_that_is_called_off_is_nobodys_first_time(circle: Circle) -> None:
    await circle.start(circle.fay)
    await newcomer_going(circle)
    await circle.say(circle.fay, "/meetups")
    button = next(one for one in await circle.buttons() if "Coffee" in one)
    await circle.press(circle.fay, button)
    await circle.press(circle.fay, "Skip this one")
    await circle.press(circle.fay, "Confirm")
    await circle.travel(to="2026-11-30T17:30:00Z")
    assert await first_news(circle, circle.fay) == []


async def test_who_was_there_is_asked_once_the_next_morning_with_a_way_to_a_human(circle: Circle) -> None:
    ann = await newcomer_going(circle)
    await circle.travel(to="2026-12-01T10:05:00Z")
    await circle.press(ann, "I'm here")
    await circle.travel(to="2026-12-01T20:00:00Z")
    assert await asked(circle, ann) == 0
    await circle.travel(to="2026-12-02T10:01:00Z")
    assert await asked(circle, ann) == 1
    assert await circle.buttons(ann) == ["Good", "So-so", "Hard", "I'd like a chat"]
    assert await circle.press(ann, "Good", chat=ann) == "Thank you."
    assert "good to hear" in (await circle.last(ann))["text"]
    assert await circle.buttons(ann) == ["I'd like a chat"]
    await circle.travel(to="2026-12-08T10:05:00Z")
    await circle.press(ann, "I'm here")
    await circle.travel(to="2026-12-09T12:00:00Z")
    assert await asked(circle, ann) == 0  # the first question was answered in place, and no second one came


async def test_saying_going_is_not_coming_so_nobody_is_asked_before_somebody_says_so(circle: Circle) -> None:
    ann = await newcomer_going(circle)
    await circle.travel(to="2026-12-02T12:00:00Z")
    assert await asked(circle, ann) == 0
    await ticked(circle, ann, Mark.CAME)
    await circle.travel(to="2026-12-03T10:01:00Z")
    assert await asked(circle, ann) == 1


async def test_who_was_missed_or_left_open_is_not_asked_how_it_was(circle: Circle) -> None:
    ann, ben = await newcomer_going(circle, "Ann"), await newcomer_going(circle, "Ben")
    await circle.travel(to="2026-12-01T13:00:00Z")
    await ticked(circle, ann, Mark.MISSED)
    await circle.travel(to="2026-12-07T12:00:00Z")
    assert await asked(circle, ann) == 0
    assert await asked(circle, ben) == 0


async def test_who_has_come_for_a_long_time_is_neither_announced_nor_asked(circle: Circle) -> None:
    await circle.start(circle.fay)
    await circle.start(circle.mara)
    await going(circle, circle.mara)
    await circle.travel(to="2026-12-01T10:05:00Z")
    await circle.press(circle.mara, "I'm here")
    await circle.travel(to="2026-12-02T12:00:00Z")
    assert await first_news(circle, circle.fay) == []
    assert await asked(circle, circle.mara) == 0


async def test_who_left_meanwhile_is_not_asked(circle: Circle) -> None:
    ann = await newcomer_going(circle)
    await circle.travel(to="2026-12-01T10:05:00Z")
    await circle.press(ann, "I'm here")
    await circle.client.act(ann, "leave", chat=circle.group)
    await circle.settle()
    await circle.travel(to="2026-12-02T12:00:00Z")
    assert await asked(circle, ann) == 0


async def test_a_chat_is_a_request_for_a_human_and_nothing_of_it_shows_in_the_group(circle: Circle) -> None:
    ann = await newcomer_going(circle)
    await circle.travel(to="2026-12-01T10:05:00Z")
    await circle.press(ann, "I'm here")
    await circle.travel(to="2026-12-02T10:01:00Z")
    await circle.press(ann, "Hard", chat=ann)
    assert "fine not to come again" in (await circle.last(ann))["text"]
    await circle.start(circle.fay)
    before = await circle.texts()
    await circle.press(ann, "I'd like a chat", chat=ann)
    assert {"By name", "Unnamed"} <= set(await circle.buttons(ann))
    assert await kept(circle, lambda tx: tx.requests.open_of(ann)) == []
    await circle.press(ann, "Unnamed", chat=ann)
    assert len(await kept(circle, lambda tx: tx.requests.open_of(ann))) == 1
    assert "somebody would like to talk to a facilitator" in (await circle.last(circle.fay))["text"]
    assert "Ann" not in (await circle.last(circle.fay))["text"]
    assert await circle.texts() == before


async def test_how_it_was_stays_with_who_said_it(circle: Circle) -> None:
    await circle.start(circle.fay)
    ann = await newcomer_going(circle)
    await circle.travel(to="2026-12-01T10:05:00Z")
    await circle.press(ann, "I'm here")
    await circle.travel(to="2026-12-02T10:01:00Z")
    before = len(await circle.texts(circle.fay))
    await circle.press(ann, "Hard", chat=ann)
    assert len(await circle.texts(circle.fay)) == before
    facts = await kept(circle, lambda tx: tx.facts(ann))
    assert facts["newcomers"][0]["felt"] == "hard"


async def test_where_no_facilitator_can_be_reached_the_room_shows_lines_without_names(circle: Circle) -> None:
    room = await a_room(circle)
    ann = await newcomer_going(circle)
    await circle.travel(to="2026-11-30T17:01:00Z")
    shown = (await circle.last(room))["text"]
    assert shown == "Calderwood parents: somebody comes for the first time. It opens in private."
    assert "Ann" not in str(await circle.texts(room))
    assert str(ann) not in str(await circle.from_bot(room))


async def test_the_room_s_line_opens_the_names_for_a_facilitator_only(circle: Circle) -> None:
    room = await a_room(circle)
    await newcomer_going(circle)
    await circle.travel(to="2026-11-30T17:01:00Z")
    await circle.press(circle.fay, "Open in private", chat=room)
    assert "Somebody comes for the first time tomorrow" in (await circle.last(circle.fay))["text"]
    await circle.start(circle.mara, "o_wt_1")
    assert not any("Ann" in text for text in await circle.texts(circle.mara))
