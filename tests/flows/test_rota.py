"""Who is on call when: taken by each for themselves, given away by a tap, with breaks that nobody explains."""

from datetime import UTC, date, datetime, time
from typing import Any

from domain.attendance import Attended, Mark
from domain.rota import next_on_call, on_call, suggested
from domain.turns import Slot, Swap
from tests.circle import Circle
from tests.flows.newcomers import a_room, kept
from tests.flows.requesting import ask, forged, ready


async def two_facilitators(circle: Circle) -> Circle:
    """Fay and Tom are administrators, and both can be reached."""
    await ready(circle, circle.tom)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    await circle.private(circle.tom, "/rota")
    return circle


async def take(circle: Circle, person: int, day: str = "Tuesday", start: str = "18:00", lasts: str = "4 hours") -> str:
    """They take a weekly time; the toast."""
    await circle.private(person, "/rota")
    await circle.press(person, "I take a time", chat=person)
    await circle.press(person, day, chat=person)
    await circle.press(person, start, chat=person)
    return await circle.press(person, lasts, chat=person) or ""


async def calling(circle: Circle) -> list[int]:
    """Who is asked now, in order."""
    now = await circle.now()
    return await kept(circle, lambda tx: on_call(tx, tx.groups.by_chat(circle.group), now))


async def test_a_facilitator_takes_a_weekly_time_and_is_on_call_then(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.fay, "/rota")
    assert "No times are shared out yet" in (await circle.last(circle.fay))["text"]
    assert await take(circle, circle.fay) == "Thank you. Tuesday 18:00–22:00 is yours."
    text = (await circle.last(circle.fay))["text"]
    assert "Tuesday 18:00–22:00: Fay Lindqvist" in text
    assert "Now: nobody. From Tuesday 1 December at 18:00 somebody is." in text
    assert "• Tuesday 1 December at 22:00 to Monday 7 December" in text
    assert await calling(circle) == []
    await circle.travel("2026-12-01T18:00:00Z")
    assert await calling(circle) == [circle.fay]
    await circle.private(circle.fay, "/rota")
    assert "Now: Fay Lindqvist" in (await circle.last(circle.fay))["text"]
    await circle.travel("2026-12-01T22:00:00Z")
    assert await calling(circle) == []


async def test_a_time_of_a_whole_day_says_so(circle: Circle) -> None:
    await ready(circle)
    assert await take(circle, circle.fay, lasts="24 hours") == "Thank you. Tuesday 18:00, 24 hours is yours."
    await circle.press(circle.fay, "Give a turn away", chat=circle.fay)
    assert "Tuesday 1 December, 18:00, 24 hours" in await circle.buttons(circle.fay)


async def test_after_who_has_the_turn_the_next_on_the_rota_is_asked(circle: Circle) -> None:
    await two_facilitators(circle)
    await take(circle, circle.fay)
    await take(circle, circle.tom, day="Friday")
    await circle.travel("2026-12-01T19:00:00Z")
    assert await calling(circle) == [circle.fay, circle.tom]
    await circle.travel("2026-12-04T19:00:00Z")
    assert await calling(circle) == [circle.tom, circle.fay]


async def test_a_time_can_be_stopped_by_who_took_it_and_by_nobody_else(circle: Circle) -> None:
    await two_facilitators(circle)
    await take(circle, circle.fay)
    slot = (await kept(circle, lambda tx: tx.rota.slots(1)))[0]
    await forged(circle, circle.tom, "Tom", f"ox:{slot.id}")
    assert len(await kept(circle, lambda tx: tx.rota.slots(1))) == 1
    await circle.press(circle.fay, "My times", chat=circle.fay)
    await circle.press(circle.fay, "Tuesday 18:00–22:00", chat=circle.fay)
    assert await kept(circle, lambda tx: tx.rota.slots(1)) == []


async def test_the_same_time_twice_is_told_kindly(circle: Circle) -> None:
    await ready(circle)
    await take(circle, circle.fay)
    await take(circle, circle.fay)
    assert len(await kept(circle, lambda tx: tx.rota.slots(1))) == 1


async def test_a_turn_is_offered_and_taken_by_taps_and_both_know(circle: Circle) -> None:
    await two_facilitators(circle)
    await take(circle, circle.fay)
    await circle.press(circle.fay, "Give a turn away", chat=circle.fay)
    await circle.press(circle.fay, "Tuesday 1 December, 18:00–22:00", chat=circle.fay)
    assert "It would be fair to ask Tom next." in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "Ask Tom", chat=circle.fay)
    offered = (await circle.last(circle.tom))["text"]
    assert "Fay Lindqvist cannot be on call for Calderwood parents on Tuesday 1 December, 18:00–22:00." in offered
    await circle.press(circle.tom, "I take it", chat=circle.tom)
    assert (await circle.texts(circle.fay))[-1] == "Tom takes your turn on Tuesday 1 December."
    await circle.travel("2026-12-01T19:00:00Z")
    assert (await calling(circle))[0] == circle.tom
    await circle.travel("2026-12-08T19:00:00Z")
    assert (await calling(circle))[0] == circle.fay  # for once only


async def test_of_two_who_say_yes_the_first_has_it_and_the_other_is_told_who(circle: Circle) -> None:
    await two_facilitators(circle)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.mara)
    await circle.private(circle.mara, "/rota")
    await take(circle, circle.fay)
    await circle.press(circle.fay, "Give a turn away", chat=circle.fay)
    await circle.press(circle.fay, "Tuesday 1 December, 18:00–22:00", chat=circle.fay)
    await circle.press(circle.fay, "Ask everybody", chat=circle.fay)
    await circle.press(circle.tom, "I take it", chat=circle.tom)
    assert "Tom" in (await circle.press(circle.mara, "I take it", chat=circle.mara) or "")
    assert [one.taken_by for one in await kept(circle, lambda tx: tx.rota.swaps(1))] == [circle.tom]


async def test_not_this_time_changes_nothing_and_an_offer_can_be_taken_back(circle: Circle) -> None:
    await two_facilitators(circle)
    await take(circle, circle.fay)
    await circle.press(circle.fay, "Give a turn away", chat=circle.fay)
    await circle.press(circle.fay, "Tuesday 1 December, 18:00–22:00", chat=circle.fay)
    await circle.press(circle.fay, "Ask Tom", chat=circle.fay)
    asked = await circle.with_button("I take it", circle.tom, circle.tom)
    await circle.press(circle.tom, "Not this time", chat=circle.tom)
    assert [one.taken_by for one in await kept(circle, lambda tx: tx.rota.swaps(1))] == [None]
    await circle.press(circle.fay, "Back", chat=circle.fay)
    await circle.press(circle.fay, "Give a turn away", chat=circle.fay)
    await circle.press(circle.fay, "Keep Tue 1 Dec after all", chat=circle.fay)
    assert await kept(circle, lambda tx: tx.rota.swaps(1)) == []
    await forged(circle, circle.tom, "Tom", "oy:1:1")  # the old message's button
    assert await kept(circle, lambda tx: tx.rota.swaps(1)) == []
    assert asked


async def test_a_break_asks_for_no_reason_and_ends_with_its_last_day_or_a_tap(circle: Circle) -> None:
    await ready(circle)
    await take(circle, circle.fay)
    await circle.press(circle.fay, "I need a break", chat=circle.fay)
    text = (await circle.last(circle.fay))["text"]
    assert text == "For how long? Nobody is asked to give a reason. This is for Calderwood parents alone."
    toast = await circle.press(circle.fay, "1 week", chat=circle.fay)
    assert toast == "No requests come to you until Sunday 6 December."
    assert "on a break until Sun 6 Dec" in (await circle.last(circle.fay))["text"]
    await circle.travel("2026-12-01T19:00:00Z")
    assert await calling(circle) == []
    await circle.travel("2026-12-08T19:00:00Z")
    assert await calling(circle) == [circle.fay]
    await circle.press(circle.fay, "I need a break", chat=circle.fay)
    await circle.press(circle.fay, "8 weeks", chat=circle.fay)
    assert await calling(circle) == []
    await circle.press(circle.fay, "I need a break", chat=circle.fay)
    await circle.press(circle.fay, "I’m here", chat=circle.fay)
    assert await calling(circle) == [circle.fay]


async def test_quiet_hours_silence_requests_only_for_who_chose_them_and_the_truth_is_known(circle: Circle) -> None:
    await ready(circle)
    await take(circle, circle.fay, start="22:00", lasts="12 hours")
    await circle.travel("2026-12-01T23:00:00Z")  # the group's own quiet hours
    assert await calling(circle) == [circle.fay]
    await circle.press(circle.fay, "Quiet hours", chat=circle.fay)
    await circle.press(circle.fay, "22:00–07:00", chat=circle.fay)
    assert await calling(circle) == []
    now = await circle.now()
    moment = await kept(circle, lambda tx: next_on_call(tx, tx.groups.by_chat(circle.group), now))
    assert moment == datetime(2026, 12, 2, 7, tzinfo=UTC)
    await circle.press(circle.fay, "Quiet hours", chat=circle.fay)
    await circle.press(circle.fay, "Any hour", chat=circle.fay)
    assert await calling(circle) == [circle.fay]


async def test_who_did_least_lately_is_suggested_and_who_had_a_hard_one_rests(circle: Circle) -> None:
    await two_facilitators(circle)
    now = await circle.now()

    async def fair() -> list[int]:
        return await kept(circle, lambda tx: suggested(tx, tx.groups.by_chat(circle.group), now))

    assert set(await fair()) == {circle.fay, circle.tom}
    await ask(circle)
    await circle.press(circle.fay, "Claim", chat=circle.fay)
    assert await fair() == [circle.tom, circle.fay]

    def hard_one_for_tom(tx):
        request = tx.requests.get(1)
        tx.requests.save(request.changed(claimed_by=circle.tom, hard=True, moved_at=now))
        return [suggested(tx, tx.groups.by_chat(circle.group), now)]

    assert await circle.app.store.transact(hard_one_for_tom) == [[circle.fay, circle.tom]]


async def test_meetups_count_for_fairness_as_well(circle: Circle) -> None:
    from tests.flows.meetups import schedule

    await two_facilitators(circle)
    await schedule(circle)
    await circle.travel("2026-12-01T12:00:00Z")
    now = await circle.now()

    def mark(tx):
        group = tx.groups.by_chat(circle.group)
        meetup = tx.meetups.last_ended(group.id)
        line = Attended(meetup_id=meetup.id, person_id=circle.fay, mark=Mark.CAME, marked_by=circle.fay, marked_at=now)
        tx.attendance.mark(line)
        return suggested(tx, group, now)

    assert await circle.app.store.transact(mark) == [circle.tom, circle.fay]


async def test_it_is_for_facilitators_and_the_group_sees_nothing_of_it(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.mara, "/rota")
    assert "for facilitators" in (await circle.last(circle.mara))["text"]
    before = await circle.texts()
    await circle.say(circle.fay, "/rota")
    assert await circle.texts() == before
    assert "On call for Calderwood parents" in (await circle.last(circle.fay))["text"]


async def test_in_the_room_it_is_shown_and_each_opens_their_own_buttons_in_private(circle: Circle) -> None:
    await ready(circle)
    room = await a_room(circle)
    await circle.say(circle.fay, "/rota", chat=room)
    shown = await circle.last(room)
    assert "On call for Calderwood parents" in shown["text"]
    assert [b["text"] for row in shown["buttons"] for b in row] == ["Open in private"]
    await circle.start(circle.fay, shown["buttons"][0][0]["url"].partition("start=")[2])
    assert "I take a time" in await circle.buttons(circle.fay)


async def test_who_is_demoted_can_change_nothing_and_is_not_asked(circle: Circle) -> None:
    await two_facilitators(circle)
    await take(circle, circle.tom)
    await circle.travel("2026-12-01T19:00:00Z")
    assert await calling(circle) == [circle.tom]
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.tom)
    await circle.settle()
    assert await calling(circle) == []
    await circle.press(circle.tom, "I take a time", chat=circle.tom)
    assert "On which day" not in (await circle.last(circle.tom))["text"]


async def test_who_leaves_the_group_leaves_the_rota(circle: Circle) -> None:
    await two_facilitators(circle)
    await take(circle, circle.tom)
    await circle.client.act(circle.tom, "leave", chat=circle.group)
    await circle.settle()
    assert await kept(circle, lambda tx: tx.rota.slots(1)) == []


async def test_a_restart_between_offer_and_answer_loses_nothing(circle: Circle) -> None:
    await two_facilitators(circle)
    await take(circle, circle.fay)
    await circle.press(circle.fay, "Give a turn away", chat=circle.fay)
    await circle.press(circle.fay, "Tuesday 1 December, 18:00–22:00", chat=circle.fay)
    await circle.press(circle.fay, "Ask Tom", chat=circle.fay)
    await circle.restart()
    await circle.press(circle.tom, "I take it", chat=circle.tom)
    assert [one.taken_by for one in await kept(circle, lambda tx: tx.rota.swaps(1))] == [circle.tom]


async def test_buttons_about_times_that_cannot_be_are_refused(circle: Circle) -> None:
    await ready(circle)
    for data in (
        "ot:1:9:1800:4",
        "ot:1:1:9900:4",
        "ot:1:1:1800:99",
        "oq:1:xx:0700",
        "ob:1:-3",
        "oo:1:notaday:0",
        "ow:99:x",
    ):
        await forged(circle, circle.fay, "Fay", data)
    assert await kept(circle, lambda tx: tx.rota.slots(1)) == []
    assert await kept(circle, lambda tx: tx.rota.swaps(1)) == []


async def test_another_group_s_rota_is_neither_shown_nor_changed(circle: Circle) -> None:
    await ready(circle)
    await take(circle, circle.fay)
    olga = (await circle.client.person("Olga", language_code="en"))["id"]
    other = await circle.client.group("Harbour parents", olga, bot="administrator")
    await circle.settle()
    await circle.start(olga)
    await circle.say(olga, "/next", chat=other["id"])
    before = len(await circle.texts(olga))
    for data in (
        "or:1",
        "od:1",
        "ot:1:2520:4",
        "om:1",
        "ox:1",
        "ob:1:2",
        "oq:1:2200:0700",
        "og:1",
        "oo:1:2026-12-01:0",
    ):
        await forged(circle, olga, "Olga", data)
    assert "Fay" not in str((await circle.texts(olga))[before:])
    assert [one.person_id for one in await kept(circle, lambda tx: tx.rota.slots(1))] == [circle.fay]
    assert await kept(circle, lambda tx: tx.rota.wishes_of(1)) == []


async def two_groups(circle: Circle) -> int:
    """Fay facilitates another group as well; its chat."""
    await ready(circle)
    other = await circle.client.group("Harbour parents", circle.fay, bot="administrator")
    await circle.settle()
    await circle.say(circle.fay, "/meetups", chat=other["id"])
    await circle.private(circle.fay, "/rota")
    await circle.press(circle.fay, "Calderwood parents", chat=circle.fay)
    return int(other["id"])


async def peace(circle: Circle, *chats: int) -> list[Any]:
    """Until when she takes a break, and from when she wants quiet, in each of these groups."""

    def look(tx: Any) -> list[Any]:
        found = [tx.rota.wishes(tx.groups.by_chat(chat).id, circle.fay) for chat in chats]
        return [(one.break_until, one.quiet_start) if one else None for one in found]

    return await kept(circle, look)


async def test_a_break_is_for_one_group_which_is_said_or_for_all_by_a_tap(circle: Circle) -> None:
    other = await two_groups(circle)
    await circle.press(circle.fay, "I need a break", chat=circle.fay)
    assert "This is for Calderwood parents alone." in (await circle.last(circle.fay))["text"]
    await circle.press(circle.fay, "1 week", chat=circle.fay)
    assert await peace(circle, circle.group, other) == [(date(2026, 12, 6), None), None]
    await circle.press(circle.fay, "I need a break", chat=circle.fay)
    await circle.press(circle.fay, "In all my groups", chat=circle.fay)
    text = (await circle.last(circle.fay))["text"]
    assert "This is for all your groups: Calderwood parents, Harbour parents." in text
    assert "In all my groups" not in await circle.buttons(circle.fay)
    await circle.press(circle.fay, "2 weeks", chat=circle.fay)
    assert await peace(circle, circle.group, other) == [(date(2026, 12, 13), None)] * 2
    text = (await circle.last(circle.fay))["text"]
    assert "No requests come to you until Sunday 13 December. This is for: Calderwood parents, Harbour" in text
    await circle.press(circle.fay, "Back", chat=circle.fay)
    assert "On call for Calderwood parents" in (await circle.last(circle.fay))["text"]


async def test_quiet_hours_too_and_only_where_they_facilitate_at_that_moment(circle: Circle) -> None:
    other = await two_groups(circle)
    await circle.press(circle.fay, "Quiet hours", chat=circle.fay)
    await circle.press(circle.fay, "In all my groups", chat=circle.fay)
    await circle.client.act(circle.tom, "join", chat=other)
    await circle.client.act(circle.fay, "transfer", chat=other, user=circle.tom)
    await circle.client.act(circle.tom, "demote", chat=other, user=circle.fay)
    await circle.press(circle.fay, "22:00–07:00", chat=circle.fay)
    assert await peace(circle, circle.group, other) == [(None, time(22)), None]


async def test_who_facilitates_one_group_is_not_asked_about_others(circle: Circle) -> None:
    await ready(circle)
    await circle.private(circle.fay, "/rota")
    await circle.press(circle.fay, "I need a break", chat=circle.fay)
    assert "In all my groups" not in await circle.buttons(circle.fay)


async def test_a_name_in_arabic_or_with_markup_stands_safely(circle: Circle) -> None:
    await ready(circle)
    zayn = (await circle.client.person("زين <b>&", language_code="ar"))["id"]
    await circle.client.act(zayn, "join", chat=circle.group)
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=zayn)
    await circle.start(zayn)
    await take(circle, zayn)
    await circle.private(circle.fay, "/rota")
    assert "زين <b>&" in (await circle.last(circle.fay))["text"]


async def test_a_turn_taken_for_once_is_shown_on_its_evening_far_from_greenwich(circle: Circle) -> None:
    await two_facilitators(circle)

    def evening(tx: Any) -> None:
        group = tx.groups.by_chat(circle.group)
        tx.groups.save(group.changed(zone="America/Los_Angeles"))
        slot = Slot(group_id=group.id, person_id=circle.fay, weekday=0, starts=time(18), ends=time(23))
        slot = tx.rota.add_slot(slot)
        whose = {"group_id": group.id, "slot_id": slot.id, "person_id": circle.fay, "taken_by": circle.tom}
        swap = Swap(day=date(2026, 11, 30), offered_at=circle.app.clock.now(), **whose)
        tx.rota.add_swap(swap)

    await circle.app.store.transact(evening)
    await circle.travel("2026-12-01T03:00:00Z")  # Monday 19:00 there
    await circle.private(circle.fay, "/rota")
    assert "for once: Tom" in (await circle.last(circle.fay))["text"]
