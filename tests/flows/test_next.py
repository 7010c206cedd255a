"""`/next`: the next meetup and its file for the calendar."""

import asyncio
import json
import urllib.request

from icalendar import Calendar

from tests.circle import TOKEN, Circle
from tests.flows.meetups import buttons, card, cards, schedule


async def calendar(circle: Circle, message: dict) -> Calendar:
    """The file of a message, read back."""
    name = message["document"]["file_name"]
    assert name == "meetup.ics"
    api = f"{circle.sandbox.url}/bot{TOKEN}/getFile?file_id={message['document']['file_id']}"
    path = json.loads(await fetched(api))["result"]["file_path"]
    return Calendar.from_ical(await fetched(f"{circle.sandbox.url}/file/bot{TOKEN}/{path}"))


async def fetched(url: str) -> bytes:
    return await asyncio.to_thread(lambda: urllib.request.urlopen(url).read())


async def test_in_the_group_it_hangs_on_the_card_and_can_be_answered(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Going")
    await circle.say(circle.tom, "/next")
    message = await circle.last()
    assert message["reply_to"] == (await cards(circle))[0]["message_id"]
    assert "Tuesday 1 December, 10:00–11:30 (London time)" in message["caption"]
    assert "Going:" not in message["caption"]
    assert "Going" in buttons(message)
    await circle.press(circle.tom, "Going", message_id=message["message_id"])
    assert "Mara Okafor, Tom" in await card(circle)


async def test_the_file_has_the_zone_the_place_and_a_lasting_name(circle: Circle) -> None:
    await schedule(circle, "every tue 10:00 Coffee & chat @ Hall https://zoom.us/j/1")
    await circle.say(circle.tom, "/next")
    first = await calendar(circle, await circle.last())
    event = first.events[0]
    assert str(event["summary"]) == "Coffee & chat"
    assert str(event["location"]) == "Hall"
    assert str(event["url"]) == "https://zoom.us/j/1"
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.start.isoformat() == "2026-12-01T10:00:00+00:00"
    assert event.end.isoformat() == "2026-12-01T11:30:00+00:00"
    assert first.timezones
    await circle.say(circle.mara, "/next")
    again = await calendar(circle, await circle.last())
    assert again.events[0]["uid"] == event["uid"]
    await circle.travel("2026-12-01T12:00:00Z")
    await circle.say(circle.mara, "/next")
    following = await calendar(circle, await circle.last())
    assert following.events[0]["uid"] != event["uid"]


async def test_in_private_it_is_that_of_ones_own_groups(circle: Circle) -> None:
    await schedule(circle)
    await circle.start(circle.mara)
    await circle.private(circle.mara, "/next")
    assert "don’t know your group" in (await circle.last(circle.mara))["text"]
    await circle.press(circle.mara, "Going")
    await circle.private(circle.mara, "/next")
    assert "Group: Calderwood parents" in (await circle.last(circle.mara))["caption"]
    await circle.press(circle.mara, "Next meetup", chat=circle.mara)
    assert "Group: Calderwood parents" in (await circle.last(circle.mara))["caption"]


async def test_in_private_people_are_counted_once_somebody_has_answered(circle: Circle) -> None:
    await schedule(circle)
    await circle.press(circle.mara, "Can't make it")
    await circle.start(circle.mara)
    await circle.private(circle.mara, "/next")
    assert "Going" not in (await circle.last(circle.mara))["caption"]
    await circle.press(circle.tom, "Going")
    await circle.private(circle.mara, "/next")
    assert "Going: 1" in (await circle.last(circle.mara))["caption"]
    assert "Tom" not in (await circle.last(circle.mara))["caption"]


async def test_without_a_meetup_it_says_so(circle: Circle) -> None:
    await circle.say(circle.mara, "/next")
    assert (await circle.last())["text"] == "No meetup is planned just now."


async def test_while_it_is_on_it_is_still_the_next_one(circle: Circle) -> None:
    await schedule(circle)
    await circle.travel("2026-12-01T10:30:00Z")
    await circle.say(circle.mara, "/next")
    assert "Tuesday 1 December" in (await circle.last())["caption"]
    assert "I'm here" in await circle.buttons()
