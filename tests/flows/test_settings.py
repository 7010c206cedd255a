"""What people choose for themselves, and facilitators for their group."""

import asyncio
from datetime import time

from domain.people import NameStyle
from tests.circle import Circle
from tests.flows.meetups import cards, schedule


async def person(circle: Circle, person_id: int):
    return await circle.app.store.look(lambda tx: tx.people.get(person_id))


async def group(circle: Circle):
    return await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))


async def test_a_parent_chooses_a_private_reminder_by_a_tap(circle):
    await circle.private(circle.mara, "/settings")
    await circle.press(circle.mara, "Reminder", chat=circle.mara)
    assert "3 hours before" in await circle.press(circle.mara, "3 hours before", chat=circle.mara)
    assert (await person(circle, circle.mara)).lead == 180
    assert "Reminder in private: 3 hours before" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.mara, "Reminder", chat=circle.mara)
    await circle.press(circle.mara, "Off", chat=circle.mara)
    assert (await person(circle, circle.mara)).lead is None


async def test_a_reminder_in_words_of_their_own(circle):
    await circle.private(circle.mara, "/settings")
    await circle.press(circle.mara, "Reminder", chat=circle.mara)
    await circle.press(circle.mara, "Another time", chat=circle.mara)
    await circle.private(circle.mara, "soonish")
    assert "soonish" in (await circle.last(circle.mara))["text"]
    await circle.private(circle.mara, "90 min")
    assert (await person(circle, circle.mara)).lead == 90


async def test_words_after_going_back_are_not_taken_for_a_reminder(circle):
    await circle.private(circle.mara, "/settings")
    await circle.press(circle.mara, "Reminder", chat=circle.mara)
    await circle.press(circle.mara, "Another time", chat=circle.mara)
    await circle.press(circle.mara, "Back", chat=circle.mara)
    await circle.private(circle.mara, "90 min")
    assert (await person(circle, circle.mara)).lead is None


async def test_the_name_on_cards_can_be_shorter_another_or_hidden(circle):
    await circle.private(circle.mara, "/settings")
    await circle.press(circle.mara, "My name", chat=circle.mara)
    assert await circle.press(circle.mara, "First name", chat=circle.mara) == "On cards: Mara"
    await circle.press(circle.mara, "My name", chat=circle.mara)
    await circle.press(circle.mara, "Hidden: only count me", chat=circle.mara)
    assert (await person(circle, circle.mara)).name_style is NameStyle.HIDDEN
    await circle.press(circle.mara, "My name", chat=circle.mara)
    await circle.press(circle.mara, "Full name", chat=circle.mara)
    await circle.press(circle.mara, "My name", chat=circle.mara)
    await circle.press(circle.mara, "Call me something else", chat=circle.mara)
    await circle.private(circle.mara, "<b>Mo & co</b>")
    assert (await person(circle, circle.mara)).name == "<b>Mo & co</b>"
    assert "<b>Mo & co</b>" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.mara, "My name", chat=circle.mara)
    await circle.press(circle.mara, "Use my name at Telegram", chat=circle.mara)
    assert (await person(circle, circle.mara)).name == "Mara Okafor"


async def test_nudges_are_switched_off_by_one_tap(circle):
    await circle.private(circle.mara, "/settings")
    await circle.press(circle.mara, "Don’t send “We missed you”", chat=circle.mara)
    assert not (await person(circle, circle.mara)).nudges
    await circle.press(circle.mara, "Do send “We missed you”", chat=circle.mara)
    assert (await person(circle, circle.mara)).nudges


async def test_a_parent_is_not_offered_the_groups_settings_and_a_facilitator_is(circle):
    await circle.start(circle.mara)
    await circle.start(circle.fay)
    await circle.say(circle.mara, "/settings")
    await circle.say(circle.fay, "/settings")
    assert "Settings of Calderwood parents" not in await circle.buttons(circle.mara)
    assert "Settings of Calderwood parents" in await circle.buttons(circle.fay)
    assert "settings" not in " ".join(await circle.texts()).lower()


async def open_group_settings(circle: Circle) -> None:
    await circle.private(circle.fay, "/settings")
    await circle.press(circle.fay, "Settings of Calderwood parents", chat=circle.fay)


async def test_names_that_are_not_to_be_shown_go_from_the_cards_of_meetups_that_are_over_too(circle):
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.travel("2026-12-01T18:00:00Z")
    (over,) = [one for one in await cards(circle) if "This meetup is over." in one["text"]]
    assert "Mara" in over["text"]
    await open_group_settings(circle)
    await circle.press(circle.fay, "Show only how many come", chat=circle.fay)
    (over,) = [one for one in await cards(circle) if "This meetup is over." in one["text"]]
    assert "Going: 1" in over["text"]
    assert "Mara" not in over["text"]


async def test_a_facilitator_changes_reminders_quiet_hours_zone_area_and_names(circle):
    await open_group_settings(circle)
    press = circle.press
    assert await press(circle.fay, "Show only how many come", chat=circle.fay) == "Saved."
    await press(circle.fay, "Reminders", chat=circle.fay)
    await press(circle.fay, "2 days before, 3 hours before", chat=circle.fay)
    await press(circle.fay, "Quiet hours", chat=circle.fay)
    await press(circle.fay, "22:00–07:00", chat=circle.fay)
    await press(circle.fay, "Time zone", chat=circle.fay)
    await circle.private(circle.fay, "Dublin")
    await press(circle.fay, "Area", chat=circle.fay)
    await circle.private(circle.fay, "Calderwood and around")
    found = await group(circle)
    assert not found.names_shown
    assert found.leads == (2880, 180)
    assert (found.quiet.start, found.quiet.end) == (time(22), time(7))
    assert (found.zone, found.area) == ("Europe/Dublin", "Calderwood and around")
    assert "Area: Calderwood and around" in (await circle.last(circle.fay))["text"]


async def test_reminders_and_quiet_hours_can_be_written(circle):
    await open_group_settings(circle)
    await circle.press(circle.fay, "Reminders", chat=circle.fay)
    await circle.private(circle.fay, "1h 2h 3h 4h 5h 6h")
    assert (await group(circle)).leads == (1440, 60)
    await circle.private(circle.fay, "3h 30 min")
    await circle.press(circle.fay, "Quiet hours", chat=circle.fay)
    await circle.private(circle.fay, "20:30 - 7:15")
    found = await group(circle)
    assert found.leads == (180, 30)
    assert (found.quiet.start, found.quiet.end) == (time(20, 30), time(7, 15))


async def test_quiet_hours_are_read_as_the_bot_itself_shows_them_and_quoted_where_not(circle):
    await open_group_settings(circle)
    await circle.press(circle.fay, "Quiet hours", chat=circle.fay)
    await circle.private(circle.fay, "22:00-late")
    said = (await circle.last(circle.fay))["text"]
    assert "“22:00-late”" in said
    assert "21:00-8:00" in said
    assert (await group(circle)).quiet.start == time(21)
    await circle.private(circle.fay, "22:00–07:00")
    found = await group(circle)
    assert (found.quiet.start, found.quiet.end) == (time(22), time(7))


async def test_an_unknown_city_is_said_and_changes_nothing(circle):
    await open_group_settings(circle)
    await circle.press(circle.fay, "Time zone", chat=circle.fay)
    await circle.private(circle.fay, "Xyzzyville")
    assert "Xyzzyville" in (await circle.last(circle.fay))["text"]
    assert (await group(circle)).zone == "Europe/London"


async def test_a_facilitator_demoted_meanwhile_changes_nothing_more(circle):
    await circle.client.act(circle.fay, "promote", chat=circle.group, user=circle.tom)
    await circle.private(circle.tom, "/settings")
    await circle.press(circle.tom, "Settings of Calderwood parents", chat=circle.tom)
    await circle.client.act(circle.fay, "demote", chat=circle.group, user=circle.tom)
    assert "for facilitators" in await circle.press(circle.tom, "Show only how many come", chat=circle.tom)
    assert (await group(circle)).names_shown


async def forge(circle: Circle, data: str) -> None:
    """A press that no button of ours could bring."""
    message = await circle.last(circle.fay)
    user = {"id": circle.fay, "is_bot": False, "first_name": "Fay", "last_name": "Lindqvist"}
    chat = {"id": circle.fay, "type": "private", "first_name": "Fay"}
    shown = {"message_id": message["message_id"], "date": 1796029200, "chat": chat, "text": "…"}
    query = {"id": "1", "from": user, "chat_instance": "1", "message": shown, "data": data}
    await circle.client.request("POST", "updates", {"inject": {"callback_query": query}})
    await circle.settle()


async def test_forged_values_of_buttons_change_nothing(circle):
    await open_group_settings(circle)
    found = await group(circle)
    for data in (f"pZ:{found.id}:Mars/Olympus", f"py:{found.id}:1,2,3", f"pQ:{found.id}:9999:0800", "pG:999", "pe:1"):
        await forge(circle, data)
    assert await group(circle) == found
    assert (await person(circle, circle.fay)).lead is None


async def test_a_true_value_comes_through_the_same_way(circle):
    await open_group_settings(circle)
    await forge(circle, f"pZ:{(await group(circle)).id}:Europe/Dublin")
    assert (await group(circle)).zone == "Europe/Dublin"


async def test_what_changed_while_telegram_was_asked_who_it_is_is_not_put_back(circle):
    await circle.start(circle.fay)
    await circle.say(circle.fay, "/help")
    await circle.private(circle.fay, "/settings")
    await circle.press(circle.fay, "Settings of Calderwood parents", circle.fay)
    message_id = await circle.with_button("Show only how many come", circle.fay)
    await circle.client.fault("slow", "getChatMember", count=1, seconds=0.5)
    pressed = {"chat": circle.fay, "message_id": message_id, "button": "Show only how many come", "wait": 0}
    await circle.client.act(circle.fay, "press", **pressed)
    await asyncio.sleep(0.2)
    await circle.app.store.transact(lambda tx: tx.groups.save(tx.groups.by_chat(circle.group).changed(title="Renamed")))
    await circle.settle()
    group = await circle.app.store.look(lambda tx: tx.groups.by_chat(circle.group))
    assert (group.names_shown, group.title) == (False, "Renamed")
