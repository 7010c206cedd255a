"""Attendance: who came is ticked by facilitators, in private, and saved; what people had said never counts for it."""

from typing import Any

from domain.attendance import Mark
from tests.circle import Circle
from tests.flows.managing import data_of, press_again
from tests.flows.meetups import schedule

END = "2026-12-01T11:30:00Z"


async def ended(circle: Circle) -> None:
    """Fay can be reached. Mara said Going, Tom Maybe; the first meetup is over."""
    await circle.start(circle.fay)
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Maybe")
    await circle.travel(END)


async def lists(circle: Circle, person: int) -> list[dict[str, Any]]:
    """The tick lists in this person's private chat."""
    return [m for m in await circle.from_bot(person) if "Who came?" in m["text"]]


async def the_list(circle: Circle, person: int | None = None) -> str:
    return str((await lists(circle, person or circle.fay))[-1]["text"])


async def tap(circle: Circle, button: str, person: int | None = None) -> str | None:
    person = person or circle.fay
    return await circle.press(person, button, chat=person)


async def marks(circle: Circle, number: int = 0) -> dict[str, Mark | None]:
    """What is kept of the so-manieth meetup, by first name."""

    def look(tx: Any) -> dict[str, Mark | None]:
        series = tx.meetups.series_of(tx.groups.by_chat(circle.group).id)[0]
        found = tx.attendance.marks(tx.meetups.of_series(series.id)[number].id)
        people = tx.people.many([line.person_id for line in found if line.person_id])
        return {(people[m.person_id].first_name if m.person_id else m.guest_name): m.mark for m in found}

    return await circle.app.store.look(look)


async def meetup(circle: Circle, number: int = 0) -> Any:
    def look(tx: Any) -> Any:
        series = tx.meetups.series_of(tx.groups.by_chat(circle.group).id)[0]
        return tx.meetups.of_series(series.id)[number]

    return await circle.app.store.look(look)


async def test_who_wants_to_be_called_something_else_is_so_on_a_list_that_stands(circle: Circle) -> None:
    await ended(circle)
    assert "Mara" in await the_list(circle)
    await circle.private(circle.mara, "/settings")
    await circle.press(circle.mara, "My name", chat=circle.mara)
    await circle.press(circle.mara, "Call me something else", chat=circle.mara)
    await circle.private(circle.mara, "Mo & co")
    assert "Mo & co" in await the_list(circle)
    assert "Mara" not in await the_list(circle)


async def test_when_a_meetup_ends_its_facilitator_gets_the_list_in_private_and_the_group_nothing(
    circle: Circle,
) -> None:
    await circle.start(circle.fay)
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Maybe")
    await circle.travel("2026-12-01T11:29:00Z")
    assert await lists(circle, circle.fay) == []
    before = len(await circle.from_bot())
    await circle.travel(END)
    assert len(await lists(circle, circle.fay)) == 1
    assert "· Mara Okafor: open\n· Tom: open" in await the_list(circle)
    assert "Not saved yet." in await the_list(circle)
    assert len(await circle.from_bot()) == before + 1  # the next card, nothing else
    assert await circle.from_bot(circle.mara) == []


async def test_what_somebody_said_never_becomes_attendance(circle: Circle) -> None:
    await ended(circle)
    assert await tap(circle, "Save") == "Saved. Thank you."
    assert await marks(circle) == {}
    assert (await meetup(circle)).attendance_saved_at is not None


async def test_only_who_pressed_here_is_ticked_beforehand(circle: Circle) -> None:
    await circle.start(circle.fay)
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.travel("2026-12-01T10:00:00Z")
    await circle.press(circle.tom, "I'm here")
    await circle.travel(END)
    assert "· Mara Okafor: open\n✓ Tom: came" in await the_list(circle)
    assert await marks(circle) == {}
    await tap(circle, "Save")
    assert await marks(circle) == {"Tom": Mark.CAME}


async def test_came_missed_and_open_are_one_tap_each(circle: Circle) -> None:
    await ended(circle)
    assert await tap(circle, "Came: Mara") == "Mara Okafor: came."
    assert await tap(circle, "Missed: Tom") == "Tom: missed."
    assert "✓ Mara Okafor: came\n– Tom: missed" in await the_list(circle)
    assert await tap(circle, "✓ Came: Mara") == "Mara Okafor: left open."
    assert await tap(circle, "Came: Tom") == "Tom: came."
    assert "· Mara Okafor: open\n✓ Tom: came" in await the_list(circle)
    assert await marks(circle) == {"Mara": None, "Tom": Mark.CAME}


async def second_facilitator(circle: Circle) -> int:
    """Lu is made a facilitator by Fay and opens the private chat."""
    found = await circle.client.person("Lu", language_code="en")
    await circle.client.act(circle.fay, "add", chat=circle.group, user=found["id"])
    said = await circle.say(found["id"], "Shall I help?")
    await circle.say(circle.fay, "/facilitators", reply_to=said)
    await circle.start(found["id"])
    return int(found["id"])


async def test_two_facilitators_at_once_both_count_and_both_see_the_same(circle: Circle) -> None:
    lu = await second_facilitator(circle)
    await ended(circle)
    taps = []
    for person, buttons in ((circle.fay, ("Came: Mara", "Came: Tom")), (lu, ("Missed: Tom", "Came: Mara"))):
        message = (await lists(circle, person))[-1]["message_id"]
        taps += [{"person": person, "do": "press", "chat": person, "message_id": message, "button": b} for b in buttons]
    await circle.client.acts([taps[0], taps[2], taps[3]])
    await circle.settle()
    assert await marks(circle) == {"Mara": Mark.CAME, "Tom": Mark.MISSED}
    assert await the_list(circle) == await the_list(circle, lu)
    assert "✓ Mara Okafor: came\n– Tom: missed" in await the_list(circle, lu)
    assert await tap(circle, "Save", lu) == "Saved. Thank you."
    assert "Saved by Lu, " in await the_list(circle)
    assert await tap(circle, "Save") == "It is saved already, and nothing has changed since."
    assert len(await lists(circle, circle.fay)) == len(await lists(circle, lu)) == 1


async def test_a_second_finger_on_an_old_button_takes_nothing_back(circle: Circle) -> None:
    await ended(circle)
    old = await data_of(circle, "Came: Mara", circle.fay)
    await tap(circle, "Came: Mara")
    assert await press_again(circle, circle.fay, old, circle.fay) == "Mara Okafor: came."
    assert await marks(circle) == {"Mara": Mark.CAME}


async def test_each_change_is_kept_with_who_and_when(circle: Circle) -> None:
    lu = await second_facilitator(circle)
    await ended(circle)
    await tap(circle, "Came: Mara")
    await tap(circle, "Save")
    await circle.travel("2026-12-02T10:00:00Z")
    await tap(circle, "Missed: Mara", lu)
    assert "Changed since it was saved." in await the_list(circle)
    await tap(circle, "Save", lu)
    number = (await meetup(circle)).id
    log = await circle.app.store.look(lambda tx: tx.attendance.log(number))
    assert [(entry.what, entry.person_id, entry.by, entry.at.day) for entry in log] == [
        ("came", circle.mara, circle.fay, 1),
        ("saved", None, circle.fay, 1),
        ("missed", circle.mara, lu, 2),
        ("saved", None, lu, 2),
    ]


async def test_many_members_stand_on_pages_and_each_reader_turns_their_own(circle: Circle) -> None:
    lu = await second_facilitator(circle)
    await circle.start(circle.fay)
    await schedule(circle)
    for number in range(10, 29):
        found = await circle.client.person(f"Parent {number}", language_code="en")
        await circle.client.act(circle.fay, "add", chat=circle.group, user=found["id"])
        await circle.press(found["id"], "Going")
    await circle.travel(END)
    assert "Page 1 of 3" in await the_list(circle)
    await tap(circle, "Next page ›")
    await tap(circle, "Next page ›")
    assert "Parent 28: open" in await the_list(circle)
    assert "Page 3 of 3" in await the_list(circle)
    assert "Page 1 of 3" in await the_list(circle, lu)
    await tap(circle, "Came: Parent 28")
    assert "Page 3 of 3" in await the_list(circle)
    await tap(circle, "‹ Previous page")
    await tap(circle, "Came: Parent 18")
    await tap(circle, "Save", lu)
    assert await marks(circle) == {"Parent 28": Mark.CAME, "Parent 18": Mark.CAME}


async def test_somebody_who_had_said_nothing_is_added_from_the_members(circle: Circle) -> None:
    await second_facilitator(circle)
    await circle.start(circle.fay)
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Can't make it")
    await circle.travel(END)
    assert "Tom" not in await the_list(circle)
    await tap(circle, "Add somebody")
    assert await circle.buttons(circle.fay) == ["Fay", "Lu", "Tom", "Somebody without Telegram", "Back to the list"]
    assert await tap(circle, "Tom") == "Tom: came."
    assert "✓ Tom: came" in await the_list(circle)
    await tap(circle, "Add somebody")
    await tap(circle, "Back to the list")
    assert "Who came?" in (await circle.last(circle.fay))["text"]


async def test_somebody_without_telegram_is_added_by_first_name(circle: Circle) -> None:
    await ended(circle)
    await tap(circle, "Add somebody")
    await tap(circle, "Somebody without Telegram")
    await circle.private(circle.fay, "A" * 41)
    assert "At most 40 characters fit." in (await circle.last(circle.fay))["text"]
    await circle.private(circle.fay, "  <b>Anna  ")
    assert "✓ <b>Anna: came" in await the_list(circle)
    assert len(await lists(circle, circle.fay)) == 1
    assert "The list is further down." in await circle.texts(circle.fay)
    await tap(circle, "Save")
    assert await marks(circle) == {"<b>Anna": Mark.CAME}
    await tap(circle, "✓ Came: <b>Anna")
    await tap(circle, "Save")
    assert await marks(circle) == {}


async def test_whoever_usually_comes_is_on_the_list_without_having_said_anything(circle: Circle) -> None:
    await ended(circle)
    await tap(circle, "Came: Mara")
    await tap(circle, "Came: Tom")
    await tap(circle, "Save")
    await circle.press(circle.mara, "Going")
    await circle.press(circle.tom, "Going")
    await circle.travel("2026-12-08T11:30:00Z")
    await tap(circle, "Came: Mara")
    await tap(circle, "Save")
    await circle.travel("2026-12-15T11:30:00Z")
    # Mara came to two, Tom to one of the two before.
    assert "· Mara Okafor: open" in await the_list(circle)
    assert "Tom" not in await the_list(circle)


async def test_a_meetup_that_was_not_held_counts_for_nobody_and_that_can_be_taken_back(circle: Circle) -> None:
    await ended(circle)
    await tap(circle, "Came: Mara")
    await tap(circle, "Save")
    assert await tap(circle, "It wasn't held") == "Noted: it wasn’t held. It counts for nobody."
    assert await circle.buttons(circle.fay) == ["It was held"]
    assert (await meetup(circle)).state == "not_held"
    assert (
        "This meetup did not take place." in (await circle.from_bot())[1]["text"] + (await circle.from_bot())[2]["text"]
    )
    await circle.travel("2026-12-02T12:00:00Z")
    assert not [text for text in await circle.texts(circle.fay) if "Good morning" in text]
    await tap(circle, "It was held")
    assert (await meetup(circle)).attendance_saved_at is None
    assert "✓ Mara Okafor: came" in await the_list(circle)


async def test_a_cancelled_meetup_has_no_list(circle: Circle) -> None:
    await circle.start(circle.fay)
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.say(circle.fay, "/meetups")
    found = [button for button in await circle.buttons() if "Coffee" in button]
    await circle.press(circle.fay, found[0])
    await circle.press(circle.fay, "Skip this one")
    await circle.press(circle.fay, "Confirm")
    await circle.travel(END)
    assert await lists(circle, circle.fay) == []
    await circle.private(circle.fay, "/attendance")
    assert "No meetup has ended" in (await circle.last(circle.fay))["text"]


async def test_nobody_saved_by_the_next_morning_brings_one_friendly_reminder_then_peace(circle: Circle) -> None:
    await ended(circle)
    await circle.travel("2026-12-02T08:59:00Z")
    assert not [text for text in await circle.texts(circle.fay) if "Good morning" in text]
    await circle.travel("2026-12-02T09:00:00Z")
    assert "Nobody has saved yet who came on Tuesday 1 December" in (await circle.last(circle.fay))["text"]
    await circle.travel("2026-12-06T09:00:00Z")
    assert len([text for text in await circle.texts(circle.fay) if "Good morning" in text]) == 1
    await tap(circle, "Open the list")
    assert "Who came?" in (await circle.last(circle.fay))["text"]
    assert len(await lists(circle, circle.fay)) == 1


async def test_a_saved_list_brings_no_reminder(circle: Circle) -> None:
    await ended(circle)
    await tap(circle, "Save")
    await circle.travel("2026-12-05T12:00:00Z")
    assert not [text for text in await circle.texts(circle.fay) if "Good morning" in text]


async def test_the_list_is_open_for_seven_days_and_then_keeps_no_name(circle: Circle) -> None:
    await ended(circle)
    await tap(circle, "Came: Mara")
    old = await data_of(circle, "Missed: Mara", circle.fay)
    await circle.travel("2026-12-08T11:29:00Z")
    assert await tap(circle, "Save") == "Saved. Thank you."
    await circle.travel("2026-12-08T11:30:00Z")
    first = (await circle.from_bot(circle.fay))[1]
    assert first["text"] == "This list is closed."
    assert not first.get("buttons")
    assert "open for seven days" in await press_again(circle, circle.fay, old, circle.fay)
    assert await marks(circle) == {"Mara": Mark.CAME}


async def test_attendance_brings_the_last_list_in_private_wherever_it_is_asked_for(circle: Circle) -> None:
    await ended(circle)
    await circle.travel("2026-12-04T12:00:00Z")
    before = await circle.texts()
    await circle.say(circle.fay, "/attendance")
    assert await circle.texts() == before
    assert "Who came?" in (await circle.last(circle.fay))["text"]
    await circle.private(circle.fay, "/attendance")
    assert len(await lists(circle, circle.fay)) == 1
    await circle.say(circle.tom, "/attendance")
    assert "for facilitators" in (await circle.last())["text"]


async def test_asked_for_in_the_group_without_a_private_chat_it_comes_after_one_neutral_tap(circle: Circle) -> None:
    await ended(circle)
    lu = await circle.client.person("Lu", language_code="en")
    await circle.client.act(circle.fay, "add", chat=circle.group, user=lu["id"])
    await circle.say(circle.fay, "/facilitators", reply_to=await circle.say(lu["id"], "Hello"))
    await circle.say(lu["id"], "/attendance")
    assert (await circle.last())["text"] == "Let’s continue in private."
    await circle.press(lu["id"], "Continue in private")
    assert "· Mara Okafor: open" in await the_list(circle, lu["id"])


async def test_two_lists_that_are_open_lead_to_each_other(circle: Circle) -> None:
    await ended(circle)
    await schedule(circle, "every thu 18:00 Evening talk")
    await circle.travel("2026-12-04T09:00:00Z")
    await circle.private(circle.fay, "/attendance")
    assert "Evening talk" in (await circle.last(circle.fay))["text"]
    await tap(circle, "List of Tue 1 Dec")
    assert "Coffee and chat" in (await circle.last(circle.fay))["text"]


async def test_where_nobody_can_be_reached_the_group_shows_a_way_to_the_list_without_names(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.travel(END)
    shown = [m for m in await circle.from_bot() if "For the facilitators" in m["text"]]
    assert [m["text"] for m in shown] == [
        "For the facilitators: the list of Tuesday 1 December is in our private chat."
    ]
    await circle.press(circle.mara, "Continue in private")
    assert "for facilitators" in (await circle.last(circle.mara))["text"]
    assert await lists(circle, circle.mara) == []
    await circle.press(circle.fay, "Continue in private")
    assert "· Mara Okafor: open" in await the_list(circle)


async def test_a_private_chat_that_was_blocked_unseen_brings_the_way_to_the_list_after_all(circle: Circle) -> None:
    await circle.start(circle.fay)
    await schedule(circle)
    await circle.client.act(circle.fay, "block", silent=True)
    await circle.travel(END)
    await circle.travel("2026-12-01T11:45:00Z")
    assert any("For the facilitators" in text for text in await circle.texts())


async def test_the_room_shows_a_way_to_the_list_and_no_name_and_the_group_nothing(circle: Circle) -> None:
    lu = await second_facilitator(circle)
    made = await circle.client.group("Calderwood team", circle.fay, members=[circle.tom, lu], bot="member")
    await circle.settle()
    await circle.say(circle.fay, "/room", chat=made["id"])
    await circle.press(circle.fay, "Calderwood parents", chat=made["id"])
    await ended(circle)
    door = await circle.last(made["id"])
    assert door["text"] == "Calderwood parents, Tuesday 1 December: who came? The list is in our private chat."
    assert not any("For the facilitators" in text for text in await circle.texts())
    # Tom is in the room and no facilitator of this group: others may share the room.
    await circle.press(circle.tom, "Continue in private", chat=made["id"])
    assert await lists(circle, circle.tom) == []
    await circle.press(lu, "Continue in private", chat=made["id"])
    assert "Mara" in await the_list(circle, lu)
    await tap(circle, "Save")
    assert "It is saved. Thank you." in (await circle.last(made["id"]))["text"]


async def test_a_parent_or_a_former_facilitator_can_tick_nothing_and_sees_nothing_more(circle: Circle) -> None:
    lu = await second_facilitator(circle)
    await ended(circle)
    pressed = await data_of(circle, "Came: Mara", lu)
    assert "for facilitators" in await press_again(circle, circle.tom, pressed, circle.tom)
    await circle.client.act(circle.fay, "remove", chat=circle.group, user=lu)
    await circle.settle()
    assert "for facilitators" in await press_again(circle, lu, pressed, lu)
    assert await marks(circle) == {}
    await tap(circle, "Missed: Tom")
    assert (await circle.from_bot(lu))[-1]["text"] == "This list is closed."


async def test_a_tick_pressed_in_the_group_counts_nothing_and_is_not_shown_there(circle: Circle) -> None:
    await ended(circle)
    pressed = await data_of(circle, "Came: Mara", circle.fay)
    assert "somebody else" in await press_again(circle, circle.fay, pressed, circle.group)
    assert await marks(circle) == {}


async def test_another_groups_facilitator_cannot_tick_here(circle: Circle) -> None:
    other = await circle.client.group("Other parents", circle.tom, bot="administrator")
    await ended(circle)
    pressed = await data_of(circle, "Came: Mara", circle.fay)
    assert "for facilitators" in await press_again(circle, circle.tom, pressed, circle.tom)
    assert "for facilitators" in await press_again(circle, circle.tom, pressed, other["id"])
    assert await marks(circle) == {}


async def test_here_after_a_facilitator_had_ticked_missed_takes_that_back(circle: Circle) -> None:
    await ended(circle)
    await tap(circle, "Missed: Mara")
    await tap(circle, "Save")
    await circle.travel("2026-12-01T11:40:00Z")
    assert await circle.press(circle.mara, "I'm here") == "Good to have you here."
    assert "✓ Mara Okafor: came" in await the_list(circle)
    assert "Changed since it was saved." in await the_list(circle)
    assert await marks(circle) == {}


async def test_who_is_forgotten_disappears_from_the_list_and_from_what_was_ticked(circle: Circle) -> None:
    await ended(circle)
    await tap(circle, "Came: Mara")
    await circle.start(circle.mara)
    await circle.private(circle.mara, "/forgetme")
    await circle.press(circle.mara, "Yes, forget me", chat=circle.mara)
    assert "Mara" not in await the_list(circle)
    assert "came" not in (await the_list(circle)).split("nobody.")[1]
    # That somebody came stays for the figures, but nobody can tell who it was.
    assert await marks(circle) == {None: Mark.CAME}


async def test_marks_are_kept_through_a_restart(circle: Circle) -> None:
    await ended(circle)
    await tap(circle, "Came: Mara")
    await circle.restart()
    await tap(circle, "Missed: Tom")
    assert "✓ Mara Okafor: came\n– Tom: missed" in await the_list(circle)


async def test_after_the_bot_was_off_at_the_end_the_list_comes_once_and_by_day(circle: Circle) -> None:
    await circle.start(circle.fay)
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.stop()
    await circle.client.set_clock("2026-12-01T23:00:00Z")
    await circle.boot()
    await circle.settle()
    assert await lists(circle, circle.fay) == []
    await circle.travel("2026-12-02T08:00:00Z")
    assert len(await lists(circle, circle.fay)) == 1


async def test_a_list_that_comes_late_and_just_before_the_morning_is_not_asked_for_again(circle: Circle) -> None:
    await schedule(circle, "every tue 19:00 90m Evening circle")
    await circle.start(circle.fay)
    await circle.travel("2026-12-01T18:00:00Z")
    await circle.stop()
    await circle.client.set_clock("2026-12-02T08:30:00Z")
    await circle.boot()
    await circle.settle()
    assert len(await lists(circle, circle.fay)) == 1
    await circle.travel("2026-12-03T12:00:00Z")
    assert not [text for text in await circle.texts(circle.fay) if "Good morning" in text]


async def test_a_list_of_a_late_evening_that_came_in_time_is_asked_for_in_the_morning(circle: Circle) -> None:
    await schedule(circle, "every tue 20:30 90m Evening circle")
    await circle.start(circle.fay)
    await circle.travel("2026-12-01T22:00:00Z")
    await circle.travel("2026-12-02T09:00:00Z")
    assert len([text for text in await circle.texts(circle.fay) if "Good morning" in text]) == 1


async def test_people_with_the_same_first_name_can_be_told_apart_on_the_buttons(circle: Circle) -> None:
    await circle.start(circle.fay)
    await schedule(circle)
    for last_name in ("Abel", "Brook"):
        found = await circle.client.person("Sam", last_name=last_name, language_code="en")
        await circle.client.act(circle.fay, "add", chat=circle.group, user=found["id"])
        await circle.press(found["id"], "Going")
    await circle.travel(END)
    assert await tap(circle, "Missed: Sam Brook") == "Sam Brook: missed."
    assert await tap(circle, "Came: Sam Abel") == "Sam Abel: came."
